// Creators' own pages from the dashboard: made, opened, changed, refused in words, and taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayOf } from "../start.mjs";
import { audience, faults, settled, skip, stage } from "./stage.mjs";

let edge;
let seen;
let sarah;
before(async () => {
  if (skip) return;
  edge = await stage({ empty: true });
  seen = await audience(edge);
  sarah = await edge.make.creator({ name: "Sarah" });
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const panel = (page) => page.locator("section", { has: page.locator("#own-pages") });
const listed = async ({ id }) => (await edge.must(200, "GET", `/v1/creator_pages?creator=${id}`)).items;
const press = (page, name) => panel(page).getByRole("button", { name, exact: true }).click();

test("a page is made with money and an end, opened in another tab, and opens nothing once it is taken back", { skip }, async () => {
  const page = await seen.open(`/creators/${sarah.id}`);
  await panel(page).getByText("They have none.").waitFor();
  await press(page, "Make a page for them");
  await page.getByLabel("With money").check();
  await page.getByLabel("Until").fill(`${dayOf(Date.now() + 30 * 86_400_000)}T12:00`);
  await press(page, "Make the page");
  await panel(page).getByText(/With money\. Made .* Never seen\. Open until/).waitFor();
  const [made] = await listed(sarah);
  assert.deepEqual([made.money, made.expires_at], [true, `${dayOf(Date.now() + 30 * 86_400_000)}T12:00:00Z`.replace("00Z", "00.000Z")]);
  const token = (address) => address.split("#")[1];
  assert.equal(token(await panel(page).locator("pre").textContent()), token(made.address));

  const [tab] = await Promise.all([page.context().waitForEvent("page"), panel(page).getByRole("link", { name: "Open it in another tab" }).click()]);
  await tab.getByText("Sarah").first().waitFor();
  assert.equal(await tab.evaluate(() => sessionStorage.getItem("waymark.key")), null, "it gets no key");
  await press(page, "Take back");
  await page.locator("dialog").getByRole("button", { name: "Take it back" }).click();
  await panel(page).getByText("The page is taken back").waitFor();
  await panel(page).getByText("They have none.").waitFor();
  await tab.reload();
  await tab.getByText("This address opens nothing.").waitFor();
  assert.equal(await tab.getByText("Sarah").count(), 0);
  seen.fine();
  await tab.close();
  await page.close();
});

test("an end that is over is refused at its field, and what was typed stays for the next try", { skip }, async () => {
  const tom = await edge.make.creator({ name: "Tom" });
  const page = await seen.open(`/creators/${tom.id}`);
  await press(page, "Make a page for them");
  const until = page.getByLabel("Until");
  await until.fill("2020-01-01T00:00");
  await press(page, "Make the page");
  await panel(page).locator(".field", { has: until }).getByText("Send a time that is still to come.").waitFor();
  assert.deepEqual([await until.inputValue(), await until.getAttribute("aria-invalid")], ["2020-01-01T00:00", "true"]);
  await until.fill("");
  await press(page, "Make the page");
  await panel(page).getByText(/Without money\. Made .* No end\./).waitFor();
  await press(page, "Change");
  await page.getByLabel("With money").check();
  await press(page, "Save");
  await panel(page).getByText(/With money\. Made .* No end\./).waitFor();
  assert.deepEqual((await listed(tom)).map(({ money, expires_at }) => [money, expires_at]), [[true, null]]);
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("a key without admin is told what it takes, and asks for nothing", { skip }, async () => {
  const { key } = await edge.make.key(["reports:read", "links:read"]);
  const page = await seen.open("", { key });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${seen.url}/dashboard/creators/${sarah.id}`);
  await panel(page).getByText("Making and seeing it needs a key with the scope admin").waitFor();
  await settled(page);
  assert.deepEqual(asked.filter((url) => url.includes("creator_pages")), []);
  await page.close();
});
