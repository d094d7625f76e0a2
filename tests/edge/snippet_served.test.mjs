// How the snippet is served: its versions, their headers, their size, and the hash that the docs name.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { address, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const ROOM = new URL("../../src/edge/snippet/", import.meta.url);
const VERSIONS = readdirSync(ROOM).filter((file) => /^wm-\d+\.js$/.test(file)).sort();
const RECIPES = readFileSync(new URL("../../src/domain/source/recipes.md", import.meta.url), "utf8");
const get = (path, options) => edge.request(path, { ip: address(), ...options });

test("the newest version is served for an hour, each version for good, to pages of any host", async () => {
  for (const path of ["/wm.js", ...VERSIONS.map((file) => `/${file}`)]) {
    const reply = await get(path);
    assert.equal(reply.status, 200, path);
    assert.equal(reply.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal(reply.headers["cache-control"], path === "/wm.js" ? "public, max-age=3600" : "public, max-age=31536000, immutable");
    assert.equal(reply.headers["access-control-allow-origin"], "*");
    assert.equal(reply.headers["cross-origin-resource-policy"], "cross-origin");
    assert.equal(reply.headers["x-content-type-options"], "nosniff");
    assert.equal(reply.headers["set-cookie"], undefined);
  }
  assert.deepEqual((await get("/wm.js")).bytes, (await get(`/${VERSIONS.at(-1)}`)).bytes);
});

test("what is served is the file, byte for byte, and its hash is the one that the docs name", async () => {
  assert.ok(VERSIONS.length > 0);
  for (const file of VERSIONS) {
    const { bytes } = await get(`/${file}`);
    assert.deepEqual(bytes, readFileSync(new URL(file, ROOM)), file);
    const hash = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
    assert.ok(RECIPES.includes(`| \`${file}\` | \`${hash}\` |`), `the recipes should say of ${file}: ${hash}`);
  }
});

test("the newest version is at most 1.6 KB and written in old JavaScript", async () => {
  const { bytes, text } = await get("/wm.js");
  const size = gzipSync(bytes, { level: 9 }).length;
  assert.ok(size <= 1_638, `${size} bytes of gzip`);
  assert.doesNotMatch(text, /=>|\b(?:let|const|class|async|await|Promise|Symbol|Map|Set)\b|`|\.\.\.|\?\.|\?\?/);
  assert.doesNotMatch(text, /innerHTML|document\.write|eval|new Function|cookie\s*=/);
});

test("a version that was never made leads nowhere, and nothing but reading is served", async () => {
  for (const path of ["/wm-0.js", "/wm-2.js", "/wm-01.js", "/wm-1.js/x", "/wm.jsx"]) assert.equal((await get(path)).status, 404, path);
  for (const path of ["/wm.js", "/wm-1.js"]) {
    const reply = await get(path, { method: "POST" });
    assert.deepEqual([reply.status, reply.headers.allow], [405, "GET, HEAD"], path);
    const head = await get(path, { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
  }
});
