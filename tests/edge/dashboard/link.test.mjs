// A link's own page: its code read by a decoder, its check in words; and links in a browser that stores nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { choose, made, open, press } from "./hands.mjs";
import { audience, faults, settled, skip, stage } from "./stage.mjs";

// The shop: its lamp is there, its old page drops every tag on the way.
const shop = createServer(({ url }, answer) =>
  url.startsWith("/old") ? answer.writeHead(302, { location: "https://shop.example/lamp" }).end() : answer.writeHead(200, { "content-type": "text/html" }).end("<h1>Lamp"),
);

let edge;
let seen;
before(async () => {
  if (skip) return;
  await new Promise((done) => shop.listen(0, "127.0.0.1", done));
  edge = await stage({ outbound: { external: { address: `127.0.0.1:${shop.address().port}`, http: {} } } });
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
  shop.closeAllConnections();
  shop.close();
});

const linkAt = (id) => edge.must(200, "GET", `/v1/links/${id}`);

test("the code on the page is read by a decoder, and says the word of this print", { skip }, async () => {
  const page = await seen.open("/links/1");
  await page.getByLabel("Word for this print").fill("poster");
  const picture = page.getByAltText("QR code of http://localhost", { exact: false });
  await page.waitForFunction(() => /counted as poster/.test(document.querySelector(".code-picture")?.alt ?? ""));
  await page.waitForFunction(() => document.querySelector(".code-picture").naturalWidth > 0);
  const { data, width, height } = PNG.sync.read(await picture.screenshot());
  assert.equal(jsQR(new Uint8ClampedArray(data), width, height)?.data, `${seen.url}/nova-haul?sub=poster`);
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Save nova-haul-poster.svg")]);
  assert.match(readFileSync(await file.path(), "utf8"), /^<svg /);
  await page.getByLabel("White margin").fill("99");
  await page.getByText("what is wrong is said at its field").waitFor();
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("the code of a link on another host is drawn there, and the page says so and leads there", { skip }, async () => {
  const link = await edge.make.link({ host: "brand.test" });
  const page = await seen.open(`/links/${link.id}`);
  await page.getByText("this page may show nothing of another host").waitFor();
  assert.equal(await page.getByRole("link", { name: "open the picture there" }).getAttribute("href"), `https://brand.test/${link.slug}.qr.svg?size=512&margin=4&ecc=M&sub=qr`);
  assert.equal(await page.getByRole("link", { name: "open this page on brand.test" }).getAttribute("href"), `https://brand.test/dashboard/links/${link.id}`);
  seen.fine();
  await page.close();
});

test("a check tells in words what is lost on the way and what to do", { skip }, async () => {
  const link = await edge.make.link({ creator_id: 1, destination: "https://shop.example/old", platform: "instagram" });
  const page = await seen.open(`/links/${link.id}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.waitForSelector("[data-check=false] [data-code=tags_lost]");
  assert.match(await page.textContent("[data-code=tags_lost]"), /name the last address as the destination/);
  const { check } = await linkAt(link.id);
  const [target] = check.targets;
  assert.deepEqual(await page.locator("[data-code]").evaluateAll((all) => all.map((one) => one.dataset.code)), [...target.problems, ...target.notes].map(({ code }) => code));
  await page.close();
});

test("a browser without storage says what it cannot keep and makes a link all the same", { skip }, async () => {
  const page = await seen.browser.page({ before: () => Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }) });
  await page.goto(`${seen.url}/dashboard/links/new`);
  await page.fill("input[type=password]", (await edge.make.key(["links:read", "links:write"])).key);
  await page.keyboard.press("Enter");
  await page.fill("[name=destination]", "https://shop.example/lamp");
  await page.getByText("This browser stores nothing").waitFor();
  await choose(page, "Creator", "nova");
  // What was typed stays while other pages are looked at.
  await page.getByRole("link", { name: "All links" }).click();
  await page.getByRole("link", { name: "Make one" }).click();
  assert.equal(await page.inputValue("[name=destination]"), "https://shop.example/lamp");
  await press(page, "Make the link");
  assert.ok((await linkAt(await made(page))).id > 0);
  await page.close();
});

test("axe finds nothing serious on a form and on a link, wide and narrow, light and dark", { skip }, async () => {
  for (const [width, dark] of [[1280, false], [390, true]]) {
    const page = await seen.open("/links/1", { width, dark });
    await page.waitForSelector(".code-picture");
    for (const part of ["Tags", "Schedule", "Rules"]) await open(page, part);
    await page.getByRole("button", { name: "Add a split test" }).click();
    await settled(page);
    assert.deepEqual(await faults(page), [], `${width}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, "nothing hangs over the side");
    await page.close();
  }
  seen.fine();
});

test("among five thousand creators one is found by a part of the name", { skip }, async () => {
  await edge.control("INSERT INTO creator (name, handle, aliases, version, created_at, updated_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'Someone ' || i, 'someone-' || i, '[]', 1, 1, 1 FROM n");
  const page = await seen.open("/links/new");
  const field = page.getByRole("combobox", { name: "Creator", exact: true });
  await field.fill("ONE 4987");
  await page.getByRole("option", { name: "Someone 4987 (someone-4987)" }).waitFor();
  await field.press("Enter");
  assert.equal(await field.inputValue(), "Someone 4987");
  await page.close();
});
