// What stands between a page and the service: a portal that answers in its place, files that do not come, a key that ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADMIN_KEY } from "../start.mjs";
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
const focused = (page, selector) => page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);
/** What was told to the browser's console, and is known from here on. */
const heard = () => [seen.wrong, seen.browser.errors].flatMap((errors) => errors.splice(0)).join("\n");
/** What a key that was taken back is answered, without the five seconds in which it may open doors still. */
const ENDED = { status: 401, contentType: "application/problem+json", body: '{"title":"Unauthorized","code":"unauthorized","detail":"."}' };
/** Everything but the first page's own questions. */
const DOORS = /\/v1\/(?!settings)/;

test("a 200 that is a portal's page, nothing, null or a list is said on every page, and the next try goes on", { skip }, async () => {
  const answers = [
    { contentType: "text/html", body: "<h1>Welcome to the hotel</h1>" },
    { contentType: "text/html", body: "" },
    { contentType: "application/json", body: "null" },
    { contentType: "application/json", body: "[]" },
    { contentType: "application/json", body: "<html>" },
  ];
  const page = await seen.open(`/settings/keys?${DAYS}`);
  await settled(page);
  for (const reply of answers) {
    await page.route(DOORS, (route) => route.fulfill({ status: 200, ...reply }));
    for (const path of reply === answers[0] ? ["settings/creators", "orders", "creators", ""] : ["settings/creators"]) {
      await page.click("nav a >> text=Models");
      await page.evaluate((address) => {
        history.pushState(null, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
      }, `/dashboard/${path}?${DAYS}`);
      await page.getByText("The answer could not be read.").first().waitFor();
      assert.doesNotMatch(await page.locator("main").innerText(), /none yet|on (their|its) way/, `${path}: ${reply.body}`);
    }
    await page.unroute(DOORS);
  }
  await page.click("nav a >> text=Settings");
  await page.click(".ways a >> text=Creators");
  await page.locator("main table").first().waitFor();
  seen.fine();
  await page.close();
});

test("a page that breaks says so with a way on, the frame stays, and another page opens", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}`);
  await settled(page);
  await page.route(/\/v1\/conversions/, (route) => route.fulfill({ status: 200, contentType: "application/json", body: '{"items":[null],"next":null}' }));
  await page.click("nav a >> text=Orders");
  await page.getByText("This page broke.").waitFor();
  await page.unroute(/\/v1\/conversions/);
  await page.click("nav a >> text=Links and codes");
  await page.locator("main table").first().waitFor();
  assert.equal(await page.getByText("This page broke.").count(), 0);
  await page.goBack();
  await page.locator("main table").first().waitFor();
  // It is told to the console all the same, so that no test overlooks it.
  assert.match(heard(), /TypeError/);
  await page.close();
});

test("a creator's page that breaks says so and is loaded anew", { skip }, async () => {
  const { address } = await edge.must(201, "POST", "/v1/creator_pages", { creator_id: 1, money: true });
  const page = await seen.open("", { key: null });
  await page.route(/\/v1\/creator_page$/, (route) => route.fulfill({ status: 200, contentType: "application/json", body: "{}" }));
  await page.goto(`${seen.url}${new URL(address).pathname}${new URL(address).hash}`);
  await page.reload();
  await page.getByText("This page broke.").waitFor();
  await page.unroute(/\/v1\/creator_page$/);
  await page.getByRole("button", { name: "Load the page anew" }).click();
  await page.locator("main h1").waitFor();
  assert.match(heard(), /Error/);
  await page.close();
});

test("a page whose file failed once opens where one is once it can be had", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`);
  await settled(page);
  // A browser that failed to load a script does not ask for it a second time.
  const files = /\/dashboard\/built\/.*\.js/;
  await page.route(files, (route) => route.abort());
  await page.click("nav a >> text=Lift");
  await page.getByText("This page could not be loaded.").waitFor();
  const door = /\/dashboard$/;
  await page.route(door, (route) => route.abort());
  await page.getByRole("button", { name: "Load the page anew" }).click();
  await page.getByText("The service could still not be reached.").waitFor();
  await page.unroute(door);
  await page.unroute(files);
  await page.getByRole("button", { name: "Load the page anew" }).click();
  await page.getByLabel("Range").waitFor();
  const address = new URL(page.url());
  assert.deepEqual([address.pathname, address.searchParams.get("from")], ["/dashboard/lift", FROM]);
  await page.close();
});

test("where the first script does not come, the page says what to do without one", { skip }, async () => {
  const page = await seen.open("", { key: null });
  await page.route(/\.js$/, (route) => route.abort());
  for (const path of ["/dashboard", "/dashboard/creator"]) {
    await page.goto(`${seen.url}${path}`);
    await page.getByText("If this stays, load the page anew.").waitFor();
  }
  await page.close();
});

test("Escape does not take the question for another key away; what was typed stays behind it and the focus goes back", { skip }, async () => {
  const page = await seen.open(`/settings/creators/new?${DAYS}`);
  const name = page.getByLabel("Name").first();
  await name.fill("Nobody Yet");
  await page.route("**/v1/creators", (route) => route.fulfill(ENDED));
  await page.locator("form.form button").first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog[open]", { hasText: "Your key has ended" });
  await dialog.waitFor();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press("Escape");
  await dialog.waitFor();
  await page.unroute("**/v1/creators");
  await dialog.locator("input").fill(ADMIN_KEY);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await focused(page, "form.form button");
  assert.equal(await name.inputValue(), "Nobody Yet");
  seen.fine();
  await page.close();
});

test("who signs in by hand starts at the heading, and the menu of a phone closes with Escape", { skip }, async () => {
  const page = await seen.open(`/orders?${DAYS}`, { key: null, width: 390 });
  await page.waitForSelector(".sign-in");
  await page.keyboard.type(ADMIN_KEY);
  await page.keyboard.press("Enter");
  await focused(page, "h1");
  const menu = page.getByRole("button", { name: "Menu" });
  await menu.press("Enter");
  await page.keyboard.press("Tab");
  await focused(page, "nav a");
  await page.keyboard.press("Escape");
  await focused(page, "button.menu");
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  seen.fine();
  await page.close();
});

test("a key's first page is one that it opens, and the ways that it does not open say which scope they take", { skip }, async () => {
  const firsts = { "reports:read": "Overview", "links:read": "Links", "links:write": "Links", "conversions:write": "Settings" };
  for (const [scope, title] of Object.entries(firsts)) {
    const { key } = await edge.make.key([scope]);
    const page = await seen.open("", { key });
    await page.locator("h1", { hasText: title }).waitFor();
    const marked = await page.locator("nav[aria-label=Pages] li:has(small)").allInnerTexts();
    assert.equal(marked.some((text) => /^Orders\s+needs reports:read$/.test(text)), scope !== "reports:read", marked.join());
    assert.equal(marked.some((text) => /^Links\s+needs links:read or links:write$/.test(text)), !scope.startsWith("links:"), marked.join());
    assert.ok(!marked.some((text) => /^Settings/.test(text)));
    await page.close();
  }
  seen.fine();
});
