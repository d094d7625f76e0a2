// The API's document and its page as a browser gets them: without a script, on a telephone, by keyboard, in the dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { document } from "../../../src/face/openapi/index.mjs";
import { audience, faults, skip, stage } from "./stage.mjs";

let edge;
let seen;
before(async () => {
  edge = await stage({ empty: true });
  if (!skip) seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const open = (options) => seen.open("/../docs", { key: null, ...options });

test("the document that is served is the one that everything is judged by", async () => {
  const reply = await edge.request("/openapi.json");
  assert.equal(reply.status, 200);
  assert.match(reply.headers["content-type"], /^application\/json/);
  assert.deepEqual(reply.json, JSON.parse(JSON.stringify(document)));
});

test("the page comes with its stylesheet, and nothing of it is refused by its policy", { skip }, async () => {
  const page = await open();
  assert.equal(new URL(page.url()).pathname, "/docs");
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "The API of Waymark");
  const [dark, light] = [await open({ dark: true }), page];
  const ground = (one) => one.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.notEqual(await ground(dark), await ground(light));
  seen.fine();
});

test("on a telephone nothing but tables and examples is wider than the page", { skip }, async () => {
  const page = await open({ width: 360, height: 720 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});

test("the first tab leads past the contents, and the way there is seen", { skip }, async () => {
  const page = await open();
  await page.keyboard.press("Tab");
  const skipping = page.getByRole("link", { name: "Skip to the text" });
  assert.ok(await skipping.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0));
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).hash, "#main");
});

test("the checker of accessibility finds nothing serious, in light and in dark", { skip }, async () => {
  for (const dark of [false, true]) {
    const page = await open({ dark });
    // Five thousand rows are made by the same few lines: of each section one operation is looked at, and of schemas ten.
    await page.evaluate(() => {
      const beyond = (all, most) => [...all].slice(most).forEach((one) => one.remove());
      for (const heading of document.querySelectorAll("h3[id]:not([id^=schema])")) {
        const doors = [];
        for (let next = heading.nextElementSibling; next && next.tagName !== "H3"; next = next.nextElementSibling) if (next.matches(".door")) doors.push(next);
        beyond(doors, 1);
      }
      beyond(document.querySelector("#schemas").parentElement.children, 30);
      for (const body of document.querySelectorAll("tbody")) beyond(body.rows, 5);
    });
    assert.deepEqual(await faults(page), []);
  }
});
