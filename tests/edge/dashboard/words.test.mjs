// What the address says wrong, and what the API refuses, in the words of the page and with a way on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FROM, TO, audience, settled, skip, stage } from "./stage.mjs";

let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const DAYS = `from=${FROM}&to=${TO}`;
/** A field to choose from; its label's words are not told from those of its choices. */
const chooser = (page, name) => page.locator("label", { has: page.locator(`span:text-is("${name}")`) }).locator("select");
const query = (page) => new URL(page.url()).searchParams;

test("a model or a metric that nothing is ranked by is said, and no figures of another are shown", { skip }, async () => {
  for (const [asked, words] of [["model=shapley", /model “shapley”/], ["metric=luck", /ranked by “luck”/]]) {
    const page = await seen.open(`/creators?${DAYS}&${asked}`);
    await page.locator("main .wrong", { hasText: words }).waitFor();
    await settled(page);
    assert.equal(await page.locator("main table, main button.figure").count(), 0);
    const [name, value] = asked.split("=");
    const field = chooser(page, name === "model" ? "Model" : "Ranked by");
    assert.equal(await field.locator("option:checked").textContent(), `${value} (unknown)`);
    await field.selectOption({ index: 0 });
    await page.locator("main table").first().waitFor();
    await page.close();
  }
  seen.fine();
});

test("a filter that does not exist stands in its field, and a refusal names the field and takes it out", { skip }, async () => {
  const page = await seen.open(`/creators?${DAYS}&campaign=99999`);
  const field = chooser(page, "Campaign");
  await field.locator("option", { hasText: "99999 (unknown)" }).waitFor({ state: "attached" });
  assert.equal(await field.inputValue(), "99999");
  await page.goto(`${seen.url}/dashboard/creators?${DAYS}&campaign=many&basis=luck`);
  const trouble = page.locator(".trouble").first();
  await trouble.waitFor();
  const text = await trouble.innerText();
  assert.match(text, /Campaign: /);
  assert.doesNotMatch(text, /`errors`|campaign:|Try again/);
  await trouble.getByRole("button", { name: "Show all campaigns" }).click();
  await page.waitForURL((url) => !url.searchParams.has("campaign"));
  await page.locator(".trouble li", { hasText: "Orders stand on: " }).waitFor();
  await page.getByRole("button", { name: "Go on without “Orders stand on”" }).click();
  await page.locator("main table").first().waitFor();
  assert.equal(query(page).get("from"), FROM);
  seen.fine();
  await page.close();
});

test("days that the service refuses are put right by one press", { skip }, async () => {
  const page = await seen.open(`/creators?${DAYS}`);
  await settled(page);
  const refused = { title: "Some fields are invalid", code: "invalid", detail: "Correct the fields named in `errors` and send it again.", errors: [{ parameter: "to", code: "range", detail: "is wrong" }] };
  await page.route(/\/v1\/reports\/ranking.*from=/, (route) => (new URL(route.request().url()).searchParams.get("from") === FROM ? route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify(refused) }) : route.continue()));
  await page.reload();
  await page.getByRole("button", { name: "Show the usual days" }).click();
  await page.locator("main table").first().waitFor();
  assert.deepEqual([query(page).get("from"), query(page).get("to")], [null, null]);
  await page.close();
});

test("a day that no month has, and more days than a report takes, are said and not asked for", { skip }, async () => {
  const page = await seen.open("/orders?from=2026-02-20&to=2026-02-29");
  const asked = [];
  page.on("request", (request) => /\/v1\/conversions/.test(request.url()) && asked.push(new URL(request.url()).searchParams.get("from")));
  for (const days of ["from=2026-02-20&to=2026-02-29", "from=2020-01-01&to=2026-01-01"]) {
    await page.goto(`${seen.url}/dashboard/orders?${days}`);
    await page.getByText("so these are the usual ones").waitFor();
    await settled(page);
  }
  assert.ok(asked.length > 0 && asked.every((from) => from !== "2026-02-20" && from !== "2020-01-01"), asked.join());
  seen.fine();
  await page.close();
});

test("what does not exist is said with the way to the list", { skip }, async () => {
  const page = await seen.open(`/creators/99999?${DAYS}`);
  for (const [path, words, way, title] of [
    ["creators/99999", "There is no such creator.", "See all creators", "Creators"],
    ["links/99999", "There is no such link.", "See all links", "Links"],
    ["orders/nothing", "There is no sale nothing.", "All orders", "Orders"],
  ]) {
    await page.goto(`${seen.url}/dashboard/${path}?${DAYS}`);
    await page.getByText(words).waitFor();
    assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0, path);
    await page.getByRole("link", { name: way }).first().click();
    await page.locator("h1", { hasText: title }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/dashboard/${path.split("/")[0]}`);
  }
  seen.fine();
  await page.close();
});

test("what is waited for is one thing or several, in grammar", { skip }, async () => {
  const page = await seen.open(`/quality?${DAYS}`);
  await settled(page);
  let arrive;
  const held = new Promise((done) => (arrive = done));
  await page.route(/\/v1\/(reports\/ranking|links\b)/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.click("nav a >> text=Creators");
  await page.getByText("The ranking is on its way.").waitFor();
  await page.click("nav[aria-label=Pages] a >> text=/^Links$/");
  await page.getByText("The links are on their way.").waitFor();
  arrive();
  await settled(page);
  await page.close();
});
