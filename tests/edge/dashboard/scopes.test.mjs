// Keys of one scope each on every page: what a key may not see is said with the scope that it takes, and nothing breaks.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { FROM, TO, audience, settled, skip, stage } from "./stage.mjs";

const FACE = new URL("../../../src/face/dashboard/", import.meta.url);
const named = (file) => [...readFileSync(new URL(file, FACE), "utf8").matchAll(/\bat: "([^"]*)"/g)].map(([, at]) => at);
const PATHS = [...named("pages.ts"), ...named("pages/settings/places.tsx").map((at) => `settings/${at}`), "creators/1", "links/1", "links/new", "links/import", "links/tags", "settings/creators/1", "settings/keys/new", "settings/ledger/costs"];

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

/** Walks every page with a key of `scope`; gives the text of each, and what it asked that was refused. */
async function walk(scope) {
  const { key } = await edge.make.key([scope]);
  const page = await seen.open(`?from=${FROM}&to=${TO}`, { key });
  await settled(page);
  const refused = [];
  const texts = {};
  let path = "";
  page.on("response", (reply) => reply.status() === 403 && refused.push(`${path} asked ${new URL(reply.url()).pathname}`));
  for (path of PATHS) {
    await page.evaluate((address) => {
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `/dashboard/${path}?from=${FROM}&to=${TO}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await settled(page);
    texts[path] = await page.locator("main").innerText();
  }
  await page.close();
  return { texts, refused };
}

test("with reports:read alone every report is there, nothing is asked that is refused, and a creator has their name", { skip }, async () => {
  const { texts, refused } = await walk("reports:read");
  assert.deepEqual(refused, []);
  const { name } = await edge.must(200, "GET", "/v1/creators/1");
  assert.ok(texts["creators/1"].includes(name) && texts["creators/1"].includes("scope links:read"), texts["creators/1"].slice(0, 400));
  assert.match(texts.links, /Seeing links needs a key with the scope links:read/);
  assert.match(texts["links/tags"], /What clicks carried[^]*the scope links:read/);
  assert.match(texts[""], /Not looked at with this key: links that fail \(needs links:read\); deliveries and messages \(needs admin\)/);
  for (const path of ["settings/keys", "settings/deliveries", "settings/privacy"]) assert.match(texts[path], /the scope admin/, path);
  seen.fine();
});

test("a key of another scope is told at every page what it takes", { skip }, async () => {
  const reports = ["", "creators", "orders", "models", "paths", "reconciliation", "cohorts", "lift", "quality"];
  for (const scope of ["links:read", "conversions:write"]) {
    const { texts, refused } = await walk(scope);
    assert.deepEqual(refused, [], scope);
    for (const path of reports) assert.match(texts[path], /the scope reports:read/, `${path} with ${scope}`);
    assert.equal(/Seeing links needs/.test(texts.links), scope !== "links:read");
  }
  seen.fine();
});
