// QR codes: an independent decoder reads what the Worker draws, as PNG and as an SVG that a browser paints.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { profile, skip } from "./chromium.mjs";
import { address, iso, start } from "./start.mjs";

const edge = await start();
let browser;
before(async () => {
  if (!skip) browser = await profile();
});
after(() => Promise.all([edge.close(), browser?.close()]));

const ask = (path, over = {}) => edge.request(path, { ip: address(), ...over });

/** What stands in the picture of a PNG. */
function read(bytes) {
  const { data, width, height } = PNG.sync.read(bytes);
  return { width, height, text: jsQR(new Uint8ClampedArray(data), width, height)?.data };
}

test("a decoder reads the PNG in every size, margin and level", async () => {
  const { slug } = await edge.make.link();
  for (const [size, margin, ecc] of [[512, 4, "M"], [45, 4, "L"], [64, 2, "L"], [100, 1, "L"], [333, 0, "Q"], [500, 16, "H"], [1000, 4, "H"], [2048, 4, "M"]]) {
    const reply = await ask(`/${slug}.qr.png?size=${size}&margin=${margin}&ecc=${ecc}`);
    assert.equal(reply.status, 200, reply.text);
    // Some decoders want white around: what a page with a white ground gives.
    const picture = PNG.sync.read(reply.bytes);
    const ground = new PNG({ width: size + 40, height: size + 40 });
    ground.data.fill(255);
    PNG.bitblt(picture, ground, 0, 0, size, size, 20, 20);
    const found = read(PNG.sync.write(ground));
    assert.deepEqual([picture.width, picture.height, found.text], [size, size, `http://localhost/${slug}?sub=qr`], `${size} ${margin} ${ecc}`);
  }
});

test("the address is the short one, with what says that it was scanned, unless it shall not", async () => {
  const { slug } = await edge.make.link({ host: "brand.test" });
  for (const [query, held] of [["", "?sub=qr"], ["?sub=poster-7", "?sub=poster-7"], ["?plain=1", ""]]) {
    const { bytes } = await ask(`/${slug}.qr.png${query}`, { host: "brand.test" });
    assert.equal(read(bytes).text, `https://brand.test/${slug}${held}`);
  }
});

test("what was scanned leads where the link leads", async () => {
  const { slug } = await edge.make.link();
  const { text } = read((await ask(`/${slug}.qr.png`)).bytes);
  const reply = await ask(new URL(text).pathname + new URL(text).search);
  assert.equal(reply.status, 302);
  assert.match(reply.headers.location, /^https:\/\/shop\.example\//);
});

test("a decoder reads the SVG that a browser paints", { skip }, async () => {
  const { slug } = await edge.make.link();
  const page = await browser.page();
  for (const [end, held] of [[".qr", "?sub=qr"], [".qr.svg?ecc=H&plain=1", ""]]) {
    await page.goto(`http://localhost:${edge.origin.port}/${slug}${end}`);
    const { text } = read(await page.screenshot());
    assert.equal(text, `http://localhost:${edge.origin.port}/${slug}${held}`);
  }
  await page.close();
});

test("a browser shows both pictures on a page of another host", { skip }, async () => {
  const { slug } = await edge.make.link();
  const page = await browser.page();
  for (const end of [".qr", ".qr.png?size=64"]) {
    await page.setContent(`<img src="http://localhost:${edge.origin.port}/${slug}${end}">`);
    await page.waitForFunction(() => document.images[0].complete);
    assert.ok((await page.evaluate(() => document.images[0].naturalWidth)) > 0, end);
  }
  await page.close();
});

test("caches keep a picture for minutes and ask by its tag", async () => {
  const { slug } = await edge.make.link();
  const reply = await ask(`/${slug}.qr`);
  assert.deepEqual([reply.status, reply.headers["content-type"], reply.headers["x-content-type-options"]], [200, "image/svg+xml", "nosniff"]);
  assert.match(reply.headers["cache-control"], /^public, max-age=\d{3}$/);
  const again = await ask(`/${slug}.qr.svg`, { headers: { "if-none-match": reply.headers.etag } });
  assert.deepEqual([again.status, again.text], [304, ""]);
  const head = await ask(`/${slug}.qr`, { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.etag], [200, reply.headers.etag]);
});

test("what is asked wrongly is told by name", async () => {
  const { slug } = await edge.make.link();
  const reply = await ask(`/${slug}.qr.png?size=9999&margin=-1&ecc=Z&sub=a%26b`);
  assert.equal(reply.status, 422);
  assert.deepEqual(reply.json.errors.map(({ parameter, code }) => [parameter, code]), [["size", "out_of_range"], ["margin", "out_of_range"], ["ecc", "unknown_word"], ["sub", "not_a_word"]]);
  assert.equal((await ask(`/${slug}.qr.png?size=32`)).json.errors[0].code, "too_small");
});

test("whoever may read links prints a code before its link begins, and no cache keeps it", async () => {
  const { slug } = await edge.make.link({ starts_at: iso(Date.now() + 3_600_000) });
  assert.equal((await ask(`/${slug}.qr.png`)).status, 404);
  const early = await edge.call("GET", `/${slug}.qr.png`);
  assert.equal(early.status, 200);
  assert.equal(read(early.bytes).text, `http://localhost/${slug}?sub=qr`);
  assert.equal(early.headers["cache-control"], "private, no-store");
  const { key } = await edge.make.key(["reports:read"]);
  assert.equal((await edge.call("GET", `/${slug}.qr.png`, undefined, { key })).status, 403);
});
