// The judge that every answer of the tests comes by, and the page that is made of the document.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { page } from "../../src/face/docs/index.mjs";
import { FAULTS } from "../../src/face/openapi/faults.mjs";
import { document } from "../../src/face/openapi/index.mjs";
import { judgeOf } from "./document.mjs";

const NOW = "2026-11-20T12:00:00.000Z";
const creator = { id: 1, name: "Sarah", handle: "sarah", aliases: [], version: 1, created_at: NOW, updated_at: NOW, archived_at: null };
const answered = (status, value, headers = {}) => ({ status, headers: { "content-type": "application/json", ...headers }, text: value === undefined ? "" : JSON.stringify(value) });
const refused = (status, code, over = {}) =>
  answered(status, { type: `urn:waymark:problem:${code}`, title: "A title", status, detail: "A sentence.", code, ...over }, { "content-type": "application/problem+json" });
/** The judge of a document that `change` has changed. */
const changed = (change) => {
  const copy = structuredClone(document);
  change(copy);
  return judgeOf(copy);
};
const judge = judgeOf(document);

test("an answer as the document says is right", () => {
  assert.equal(judge("GET", "/v1/creators/1", answered(200, creator)), undefined);
  assert.equal(judge("GET", "/v1/creators?limit=1", answered(200, { items: [creator], next: null })), undefined);
  assert.equal(judge("GET", "/v1/creators/9", refused(404, "not_found")), undefined);
  assert.equal(judge("DELETE", "/v1/creators/1", { status: 204, headers: {}, text: "" }), undefined);
});

test("a field that the schema has not is found", () => {
  assert.match(judge("GET", "/v1/creators/1", answered(200, { ...creator, shoe_size: 38 })), /additional properties shoe_size/);
  const judge_ = changed((copy) => {
    delete copy.components.schemas.Creator.properties.aliases;
  });
  assert.match(judge_("GET", "/v1/creators?limit=1", answered(200, { items: [creator], next: null })), /aliases/);
});

test("a field that the answer has not is found", () => {
  const { aliases: _, ...short } = creator;
  assert.match(judge("GET", "/v1/creators/1", answered(200, short)), /must have required property 'aliases'/);
});

test("a value out of its bounds is found", () => {
  assert.match(judge("GET", "/v1/creators/1", answered(200, { ...creator, id: 0 })), /\/id must be >= 1/);
  assert.match(judge("GET", "/v1/creators/1", answered(200, { ...creator, created_at: "yesterday" })), /\/created_at must match format/);
});

test("a status that the document has not is found, and so is a word", () => {
  assert.match(judge("GET", "/v1/creators/1", answered(418, {})), /answered 418, and the document has 200, /);
  assert.match(judge("GET", "/v1/creators/1", refused(404, "unavailable")), /\/code must be equal to one of the allowed values/);
});

test("another content type, and a header that is missing, are found", () => {
  assert.match(judge("GET", "/v1/creators/1", answered(200, creator, { "content-type": "text/plain" })), /as text\/plain, the document says application\/json/);
  assert.match(judge("POST", "/v1/creators", answered(201, creator)), /without the header location/);
  assert.match(judge("GET", "/v1/creators/1", refused(503, "unavailable")), /without the header retry-after/);
});

test("a body where none is documented is found", () => {
  assert.match(judge("DELETE", "/v1/creators/1", { status: 204, headers: {}, text: "gone" }), /with a body/);
  assert.match(judge("HEAD", "/healthz", { status: 200, headers: {}, text: "{}" }), /with a body/);
});

test("a door that is taken out of the document is found", () => {
  const without = changed((copy) => {
    delete copy.paths["/v1/creators/{id}"].get;
  });
  assert.match(without("GET", "/v1/creators/1", answered(200, creator)), /the document has no such door/);
  assert.match(judge("GET", "/v1/nothing", answered(200, {})), /the document has no such door/);
});

test("where no door is a problem says so, and a method that is not served comes with those that are", () => {
  assert.equal(judge("GET", "/v1/nothing", refused(404, "not_found")), undefined);
  assert.match(judge("GET", "/v1/nothing", answered(404, { error: "not found" })), /application\/problem\+json/);
  const no = refused(405, "method_not_allowed");
  assert.match(judge("PUT", "/v1/creators", no), /405 without Allow/);
  const told = { ...no, headers: { ...no.headers, allow: "GET, POST" } };
  assert.equal(judge("PUT", "/v1/creators", told), undefined);
  assert.equal(judge("HEAD", "/v1/creators", { ...told, text: "" }), undefined);
});

test("of a very long list the ends are judged", () => {
  const items = Array.from({ length: 5_000 }, (_, n) => ({ ...creator, id: n + 1 }));
  assert.equal(judge("GET", "/v1/creators", answered(200, { items, next: null })), undefined);
  items[4_999] = { ...creator, id: "last" };
  assert.match(judge("GET", "/v1/creators", answered(200, { items, next: null })), /\/items\/99\/id must be integer/);
});

/** Every operation of the document: [name, operation]. */
const operations = Object.entries(document.paths).flatMap(([path, doors]) =>
  Object.entries(doors).filter(([method]) => method !== "parameters").map(([method, operation]) => [`${method} ${path}`, operation]),
);

test("every operation has a name of its own", () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  assert.equal(new Set(ids).size, ids.length);
});

test("every reference of the document leads somewhere", () => {
  for (const [, path] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    assert.ok(path.split("/").reduce((part, name) => part?.[name], document), path);
  }
});

/** All of the Worker's own text. */
const source = readdirSync(new URL("../../src/", import.meta.url), { recursive: true })
  .filter((file) => /^(domain|edge)\b.*\.rs$/.test(file))
  .map((file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8"))
  .join("\n");

test("every word for a fault is one that the Worker says, and those that it says by hand are all there", () => {
  for (const word of FAULTS) assert.ok(source.includes(`"${word}"`), word);
  const { enum: known } = document.components.schemas.Fault.properties.code;
  const said = /(?:Fault::(?:at|query|header)|\.fault(?:::<[^>]*>)?)\(\s*(?:&?format!\([^)]*\)|[^,()]+(?:\([^()]*\))?)\s*,\s*"([a-z_0-9]+)"\s*,/g;
  const words = [...source.matchAll(said)].map(([, word]) => word);
  assert.ok(words.length > 150, `${words.length} faults were found in the source`);
  for (const word of words) assert.ok(known.includes(word), word);
});

const html = page(document);

test("the page has every operation, and every word of a refusal", () => {
  for (const [, { operationId }] of operations.filter(([name]) => !name.startsWith("head "))) assert.ok(html.includes(`<h4 id="${operationId}">`), operationId);
  for (const word of Object.keys(document.components.schemas.Problem["x-words"])) assert.ok(html.includes(`<code>${word}</code>`), word);
});

test("the page runs and loads nothing but its stylesheet, and has no style of its own", () => {
  assert.doesNotMatch(html, /<script|<style|\sstyle=|\son\w+=|javascript:/);
  assert.deepEqual([...html.matchAll(/<link [^>]*href="([^"]+)"/g)].map(([, href]) => href), ["/docs/docs.css"]);
  assert.doesNotMatch(readFileSync(new URL("../../src/face/docs/docs.css", import.meta.url), "utf8"), /@import|url\(/);
});

test("the page's headings go down one step at a time, from one that is the first", () => {
  const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
  assert.equal(levels[0], 1);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  levels.slice(1).forEach((level, n) => assert.ok(level <= levels[n] + 1, `h${level} behind h${levels[n]}`));
});

test("every link inside the page has its place, and no two places have one name", () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), id);
});

test("an example shows what is one's own as a variable of the shell, and the page says at its top what each is", () => {
  const shown = [...html.matchAll(/<pre[^>]*><code>(.*?)<\/code><\/pre>/gs)].map(([, text]) => text.replaceAll("&quot;", '"').replaceAll("&#39;", "'"));
  const top = html.slice(0, html.indexOf("What opens a door"));
  const names = new Set(shown.flatMap((text) => [...text.matchAll(/\$([A-Z0-9_]+)/g)].map(([name]) => name)));
  assert.deepEqual([...names].sort(), ["$CLICK_ID", "$GA4_SECRET", "$KEY", "$PAGE_TOKEN", "$POSTBACK_SECRET", "$SITE_KEY", "$URL"]);
  for (const name of names) assert.ok(top.includes(`<code>${name}</code>`), name);
  for (const text of shown) assert.doesNotMatch(text, /%7B|\{[a-z0-9]+_[a-z0-9_]+\}/, text);
});

test("a shell takes each example apart as it was meant: the variables are put in, and JSON stays JSON", () => {
  const example = (id) => {
    const [, text] = /<pre[^>]*><code>(.*?)<\/code>/s.exec(html.slice(html.indexOf(`<h4 id="${id}">`)));
    return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  };
  const env = { PATH: process.env.PATH, URL: "http://w.test", KEY: "k", SITE_KEY: "site", CLICK_ID: "click", PAGE_TOKEN: "page", POSTBACK_SECRET: "post", GA4_SECRET: "ga" };
  const words = (id) => execFileSync("bash", ["-c", `curl() { printf '%s\\0' "$@"; }\n${example(id)}`], { env, encoding: "utf8" }).split("\0");
  assert.equal(JSON.parse(words("collect").find((word) => word.startsWith("{"))).events[0].touch, "click");
  assert.ok(words("showOwnFigures").includes("authorization: Bearer page"));
  assert.ok(words("postbackByAddress")[0].includes("&token=post&"));
  assert.ok(words("postback").some((word) => word.includes("&token=post&")));
  assert.ok(words("takeHook").some((word) => word.endsWith("?api_secret=ga")));
});

test("what looks like markup in the document is text on the page", () => {
  const copy = structuredClone(document);
  copy.info.description = "<script>alert(1)</script>";
  copy.paths["/v1/creators"].get.summary = '"><img src=x onerror=alert(1)>';
  const shown = page(copy);
  assert.doesNotMatch(shown, /<script|<img/);
  assert.ok(shown.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
});
