// The list of links on the dashboard: every cell as the API has it, filters in the address, several changed at once, all as CSV.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { ADMIN_KEY, word } from "../start.mjs";
import { choose } from "./hands.mjs";
import { audience, faults, settled, skip, stage } from "./stage.mjs";

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

/** The texts of the cells, row by row. */
const cells = (page, caption) =>
  page.getByRole("table", { name: caption }).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
const whole = new Intl.NumberFormat("en-US");
const first = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

test("the list shows clicks, whose they are and the last check as the API has them", { skip }, async () => {
  await edge.call("POST", "/v1/links/2/check");
  const { items } = await edge.must(200, "GET", "/v1/links/export?format=json&limit=25&archived=false");
  const page = await seen.open("/links");
  await page.waitForFunction(() => document.querySelector("tbody tr") && !document.querySelector("tbody").textContent.includes("…"));
  await settled(page);
  const rows = await cells(page, "Links");
  assert.deepEqual(
    rows.map(([slug, status, , clicks, valid, creator, campaign, platform, post, destination, host]) => [slug, status, clicks, valid, creator, campaign, platform, post, destination, host]),
    items.map((link) => [link.slug, "Live", whole.format(link.clicks), whole.format(link.valid_clicks), link.creator_name, link.campaign_name, first(link.platform), link.post, link.destination, link.host]),
  );
  assert.deepEqual(rows.map((row) => row[2].split(",")[0]), items.map(({ id }) => (id === 2 ? "Fails" : "Not checked yet")));
  assert.deepEqual(await faults(page), []);
  seen.fine();
  await page.close();
});

test("filters stand in the address, narrow the list as the API does, and the way back works", { skip }, async () => {
  const page = await seen.open("/links");
  await settled(page);
  await choose(page, "Creator", "mira");
  await page.waitForURL(/creator=6/);
  await page.getByText("3 rows.").waitFor();
  await page.fill("[name=q]", "recipe");
  await page.keyboard.press("Enter");
  await page.getByText("1 row.").waitFor();
  assert.deepEqual((await cells(page, "Links")).map(([slug]) => slug), ["mira-recipe"]);
  await page.goBack();
  await page.getByText("3 rows.").waitFor();
  assert.equal(await page.inputValue("[name=q]"), "");
  await page.selectOption("[name=failing]", "true");
  await page.getByText("No link is like this.").waitFor();
  await page.close();
});

test("pages are turned by cursors, and what is chosen on one stays chosen on the next", { skip }, async () => {
  const { id: creator_id } = await edge.make.creator();
  const many = Array.from({ length: 30 }, () => ({ destination: "https://shop.example/lamp", creator_id, slug: word("page") }));
  await edge.must(200, "POST", "/v1/links/bulk", many);
  const page = await seen.open(`/links?creator=${creator_id}`);
  await page.getByText("25 rows.").waitFor();
  await page.getByLabel("Choose all on this page").check();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("5 rows.").waitFor();
  assert.deepEqual((await cells(page, "Links")).map(([slug]) => slug), many.slice(25).map(({ slug }) => slug));
  await page.getByText("25 chosen.").waitFor();
  await page.getByRole("button", { name: "Choose all that fit" }).click();
  await page.getByText("30 chosen.").waitFor();
  await page.close();
});

test("a bulk change tells the outcome of each, and overwrites nobody's", { skip }, async () => {
  const { id: creator_id } = await edge.make.creator();
  const links = [];
  for (let n = 0; n < 3; n += 1) links.push(await edge.make.link({ creator_id }));
  const page = await seen.open(`/links?creator=${creator_id}`);
  await page.getByText("3 rows.").waitFor();
  await page.getByLabel("Choose all on this page").check();
  await edge.must(200, "PATCH", `/v1/links/${links[1].id}`, { post: "changed meanwhile" });
  await page.locator("[name=act]").selectOption("enabled");
  await page.getByLabel("To", { exact: true }).selectOption("off");
  // The first answer is lost on the way; the repeat has the same key, and finds what was done.
  let lost = 0;
  await page.route("**/v1/links/bulk", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Change 3" }).click();
  await page.getByText("The service could not be reached.").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("2 updated, 1 refused.").waitFor();
  const outcomes = await cells(page, "What became of each");
  assert.deepEqual(outcomes.map(([, status]) => status), ["Updated", "Refused", "Updated"]);
  assert.match(outcomes[1][2], /Somebody else changed it since this list was read/);
  const now = await Promise.all(links.map(({ id }) => edge.must(200, "GET", `/v1/links/${id}`)));
  assert.deepEqual(now.map(({ enabled, version }) => [enabled, version]), [[false, 2], [true, 2], [false, 2]]);
  assert.deepEqual(await faults(page), []);
  seen.fine();
  await page.close();
});

test("putting away is asked twice and can be taken back", { skip }, async () => {
  const link = await edge.make.link();
  const page = await seen.open(`/links/${link.id}`);
  await page.getByRole("button", { name: "Put it away" }).click();
  await page.getByRole("button", { name: "Put it away now" }).click();
  await page.getByText("Put away: it leads nowhere").waitFor();
  assert.equal((await edge.request(`/${link.slug}`)).status, 404);
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.getByText("Live.").waitFor();
  assert.equal((await edge.click(link)).reply.status, 302);
  await page.getByRole("table", { name: "Who changed what" }).getByText("brought back").waitFor();
  await page.close();
});

test("all that fit are saved as the API's own CSV", { skip }, async () => {
  const page = await seen.open("/links?creator=6");
  await page.getByText("3 rows.").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save all that fit as CSV" }).click()]);
  const { text } = await edge.call("GET", "/v1/links/export?creator_id=6&archived=false", undefined, { host: new URL(seen.url).host });
  assert.equal(readFileSync(await file.path(), "utf8"), text);
  await page.close();
});

test("a key that only reads is shown links and no way to change them", { skip }, async () => {
  const { key } = await edge.make.key(["links:read"]);
  const page = await seen.open("/links", { key, width: 390, dark: true });
  await page.getByText("rows.").waitFor();
  assert.equal(await page.locator("main input[type=checkbox]").count(), 0);
  assert.deepEqual(await faults(page), []);
  await page.getByRole("link", { name: "Make one" }).click();
  await page.getByText("Making a link needs a key with the scope links:write").waitFor();
  await page.close();
});

test("who signs out leaves the next key no draft and no choice", { skip }, async () => {
  const page = await seen.open("/links/new");
  const typed = () => page.inputValue("[name=destination]");
  const out = async () => {
    await page.click("text=Sign out");
    await page.fill("input[type=password]", ADMIN_KEY);
    await page.click("button >> text=Sign in");
  };
  await page.fill("[name=destination]", "https://shop.example/secret");
  await page.click("nav a >> text='Links'");
  await page.getByRole("checkbox", { name: /Choose/ }).nth(1).check();
  await page.getByText("Change 1").waitFor();
  // A page loaded anew keeps what was typed, and what is typed then goes with the key, too.
  await page.goto(`${seen.url}/dashboard/links/new`);
  await page.waitForSelector("[name=destination]");
  assert.equal(await typed(), "https://shop.example/secret");
  await page.fill("[name=destination]", "https://shop.example/another");
  await page.click("nav a >> text='Links'");
  await page.getByRole("checkbox", { name: /Choose/ }).nth(1).check();
  await out();
  await page.getByText("Choose links by their boxes").waitFor();
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), ["waymark.key"]);
  await page.click("text='Make one'");
  await page.waitForSelector("[name=destination]");
  assert.equal(await typed(), "");
  await page.close();
});
