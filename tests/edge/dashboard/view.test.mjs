// What pages share: the days that are typed, the view that goes along, lists that go on, and what the tab says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayOf } from "../start.mjs";
import { table } from "./reading.mjs";
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
const get = (path) => edge.must(200, "GET", path);
const query = (page) => new URL(page.url()).searchParams;
/** Types a day into a field as an American browser takes it. */
const typed = (day) => `${day.slice(5, 7)}${day.slice(8)}${day.slice(0, 4)}`;

test("what more of a list was asked for is dropped where the days are others by the time it comes", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`);
  await page.getByRole("button", { name: "Show more" }).waitFor();
  let arrive;
  const held = new Promise((done) => (arrive = done));
  await page.route(/\/v1\/conversions\?.*cursor=/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(/cursor=/);
  await page.getByRole("button", { name: "Show more" }).click();
  await asked;
  const late = page.waitForResponse(/cursor=/).catch(() => null);
  await page.getByLabel("Range").selectOption("Last 7 days");
  await page.waitForURL(/from=/);
  await settled(page);
  arrive();
  await late;
  // What came late would be drawn by now.
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50)));
  const { items } = await get(`/v1/conversions?creator=all&from=${query(page).get("from")}&to=${query(page).get("to")}&limit=50`);
  assert.deepEqual((await table(page, "Orders that count")).rows.map(([id]) => id), items.map(({ id }) => id));
  seen.fine();
  await page.close();
});

test("a list goes on to its end, each order once", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`);
  const more = page.getByRole("button", { name: "Show more" });
  await more.waitFor();
  while ((await more.count()) > 0) {
    await more.click();
    await page.waitForFunction(() => !/More are on their way/.test(document.querySelector("main").textContent));
  }
  await page.getByText("These are all of them.").waitFor();
  let [count, cursor] = [0, ""];
  do {
    const { items, next } = await get(`/v1/conversions?creator=all&${DAYS}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    count += items.length;
    cursor = next;
  } while (cursor);
  assert.equal(await page.locator("main table").getAttribute("aria-rowcount"), String(count + 1));
  await page.close();
});

test("a day is typed in peace and taken once the field is left or Enter is pressed", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`);
  await settled(page);
  const [from, to] = [page.getByLabel("From", { exact: true }), page.getByLabel("To", { exact: true })];
  const day = dayOf(Date.parse(TO) - 5 * 86_400_000);
  await from.focus();
  await page.keyboard.type(typed(day));
  assert.deepEqual([await from.inputValue(), await to.inputValue(), query(page).get("from"), query(page).get("to")], [day, TO, FROM, TO]);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`from=${day}`));
  assert.deepEqual([query(page).get("to"), await to.inputValue()], [TO, TO]);
  const last = dayOf(Date.parse(TO) - 2 * 86_400_000);
  await to.focus();
  await page.keyboard.type(typed(last));
  assert.equal(query(page).get("to"), TO);
  await to.blur();
  await page.waitForURL(new RegExp(`to=${last}`));
  assert.deepEqual([await from.inputValue(), query(page).get("from")], [day, day]);
  seen.fine();
  await page.close();
});

test("days the wrong way round, too many or still to come are said, and both fields keep what was typed", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`);
  await settled(page);
  const [from, to] = [page.getByLabel("From", { exact: true }), page.getByLabel("To", { exact: true })];
  const stands = async (first, last, words) => {
    await page.getByText(words).waitFor();
    assert.deepEqual([await from.inputValue(), await to.inputValue(), query(page).get("from"), query(page).get("to")], [first, last, FROM, TO]);
  };
  const early = dayOf(Date.parse(FROM) - 3 * 86_400_000);
  await to.focus();
  await page.keyboard.type(typed(early));
  await page.keyboard.press("Enter");
  await stands(FROM, early, /is after .* choose a first day that is not after the last/);
  const first = dayOf(Date.parse(early) - 86_400_000);
  await from.focus();
  await page.keyboard.type(typed(first));
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`from=${first}&to=${early}`));
  assert.equal(await page.locator(".days .wrong").textContent(), "");
  await page.goBack();
  await from.blur();
  await stands(FROM, TO, "Range");
  await from.focus();
  await page.keyboard.type("01012020");
  await page.keyboard.press("Enter");
  await stands("2020-01-01", TO, /a report takes at most 400/);
  await page.close();
});

test("the shared view goes along to a creator, and each part says what of it it does not follow", { skip }, async () => {
  const { items } = await get("/v1/creators?limit=100");
  const { id } = items.find(({ name }) => name === "Mira Sol");
  const [campaign] = (await get("/v1/campaigns?limit=1")).items;
  const shared = `${DAYS}&campaign=${campaign.id}&platform=instagram&model=linear&click_window_days=7`;
  const page = await seen.open(`/creators/${id}?${shared}`);
  await page.getByText("Their orders").waitFor();
  await settled(page);
  const { rows } = await get(`/v1/reports/performance?by=creator&creator=${id}&model=linear&campaign=${campaign.id}&platform=instagram&${DAYS}`);
  const clicks = new Intl.NumberFormat("en-US").format(rows[0].clicks);
  assert.equal(await page.locator(".tile", { has: page.locator('.name:text-is("Clicks")') }).locator(".value").textContent(), clicks);
  const within = await get(`/v1/reports/models?by=creator&creator=${id}&click_window_days=7&campaign=${campaign.id}&${DAYS}`);
  const given = within.rows.find(({ kind }) => kind === "creator");
  const shown = await table(page, "By each model, within 7 days");
  assert.deepEqual(shown.rows.map(([, orders]) => orders), within.models.map((model) => new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }).format(given.models[model].orders)));
  const notes = await page.locator("[role=note]").allTextContents();
  assert.match(notes[0], /on this page, but for what each model gives: click window days 7\. Its numbers are as orders are paid/);
  assert.equal(notes.filter((text) => /in this part: campaign \d+, platform instagram/.test(text)).length, 3, notes.join("\n"));
  for (const path of ["quality", "overview"]) {
    await page.goto(`${seen.url}/dashboard/${path === "overview" ? "" : path}?${shared}`);
    const wanted = path === "quality" ? /but for “Who came”: campaign/ : /click window days 7\. Its numbers are as orders are paid/;
    await page.locator("[role=note]", { hasText: wanted }).waitFor();
  }
  seen.fine();
  await page.close();
});

test("the tab says what is shown, also after one came back or signed in again", { skip }, async () => {
  const { key, id } = await edge.make.key(["admin"]);
  const page = await seen.open(`/creators?${DAYS}`, { key });
  const title = (text) => page.waitForFunction((text) => document.title === text, text);
  await title("Creators · Waymark");
  await page.click("a >> text=Mira Sol");
  await title("Mira Sol · Waymark");
  await page.goBack();
  await title("Creators · Waymark");
  await page.click("nav a >> text=Settings");
  await title("Settings · Waymark");
  await page.click(".ways a >> text=Campaigns");
  await title("Campaigns · Settings · Waymark");
  await edge.must(204, "DELETE", `/v1/keys/${id}`);
  // A key that was taken back may open doors for five seconds more.
  await page.route("**/v1/creators*", (route) => route.fulfill({ status: 401, contentType: "application/problem+json", body: '{"title":"Unauthorized","code":"unauthorized","detail":"."}' }));
  await page.click(".ways a >> text=Creators");
  await title("Sign in · Waymark");
  await page.unroute("**/v1/creators*");
  await page.fill("dialog .sign-in input", (await edge.make.key(["admin"])).key);
  await page.keyboard.press("Enter");
  await title("Creators · Settings · Waymark");
  await page.close();
});
