// The frame of the dashboard: signing in, the ways between pages, and what the browser is told it may do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADMIN_KEY } from "../start.mjs";
import { FROM, TO, audience, faults, skip, stage } from "./stage.mjs";

let edge;
let seen;
before(async () => {
  edge = await stage();
  if (!skip) seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

test("every address of the dashboard gives its page, under a policy that lets nothing in from elsewhere", async () => {
  for (const path of ["/dashboard", "/dashboard/creators/7", "/dashboard/creator"]) {
    const reply = await edge.request(path);
    assert.equal(reply.status, 200, path);
    assert.match(reply.headers["content-type"], /^text\/html/);
    assert.match(reply.headers["content-security-policy"], /default-src 'none'; script-src 'self'/);
    assert.equal(reply.headers["cache-control"], "no-cache");
  }
});

test("a file that is named by its hash is kept for good, and one that is not there is a plain 404", async () => {
  const [script] = (await edge.request("/dashboard")).text.match(/\/dashboard\/built\/main-\w+\.js/);
  const reply = await edge.request(script);
  assert.equal(reply.status, 200);
  assert.match(reply.headers["content-type"], /javascript/);
  assert.equal(reply.headers["cache-control"], "public, max-age=31536000, immutable");
  const gone = await edge.request("/dashboard/built/main-GONE.js");
  assert.equal(gone.status, 404);
  assert.equal(gone.json.code, "not_found");
});

test("the page is not sent again to who has it", async () => {
  const { etag } = (await edge.request("/dashboard")).headers;
  assert.equal((await edge.request("/dashboard", { headers: { "if-none-match": etag } })).status, 304);
});

test("the settings say who asks and by what is counted, and no secret", async () => {
  const { key } = await edge.make.key(["links:read"], { name: "A marketer" });
  const settings = await edge.must(200, "GET", "/v1/settings", undefined, { key });
  assert.deepEqual([settings.key.name, settings.key.scopes], ["A marketer", ["links:read"]]);
  assert.equal(settings.zone, "UTC");
  assert.deepEqual(settings.hosts.find(({ host }) => host === "localhost"), { host: "localhost", mode: "links", visitor: "anonymous" });
  assert.equal((await edge.call("GET", "/v1/settings", undefined, { key: null })).status, 401);
  assert.doesNotMatch(JSON.stringify(settings), new RegExp(`${key}|${ADMIN_KEY}`));
});

test("a key opens the dashboard by keyboard alone, and stays in the tab", { skip }, async () => {
  const page = await seen.open(`?from=${FROM}&to=${TO}`, { key: null });
  await page.waitForSelector(".sign-in");
  await page.keyboard.type(ADMIN_KEY);
  await page.keyboard.press("Enter");
  await page.waitForSelector("nav a[aria-current=page]");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("waymark.key")), ADMIN_KEY);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  assert.deepEqual(await faults(page), []);
  seen.fine();
  await page.close();
});

test("a wrong key is refused in words, and what was typed stays", { skip }, async () => {
  const page = await seen.open("", { key: null });
  await page.fill("input", "wmk_1_wrong");
  await page.click("button");
  await page.waitForSelector("#sign-in-problem.wrong");
  assert.match(await page.textContent("#sign-in-problem"), /does not open the door/);
  assert.equal(await page.inputValue("input"), "wmk_1_wrong");
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("a page that nobody made says so and shows the way back", { skip }, async () => {
  const page = await seen.open("/nowhere");
  await page.getByText("There is no such page.").waitFor();
  await page.click("text=Go to the overview");
  await page.waitForSelector("h1 >> text=Overview");
  await page.close();
});
