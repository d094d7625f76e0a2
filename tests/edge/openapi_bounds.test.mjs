// The numbers that the API's document tells are those of the Worker: how large a body may be, how long a text, how often.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { document } from "../../src/face/openapi/index.mjs";
import { cast, vars } from "./cast.mjs";
import { ADMIN_KEY, address, start } from "./start.mjs";

const edge = await start({ vars });
after(() => edge.close());
const names = await cast(edge);

const SAMPLES = { id: "1", handle: "how" };
const bodied = Object.entries(document.paths).flatMap(([path, doors]) =>
  Object.entries(doors)
    .filter(([, { requestBody }]) => requestBody !== undefined)
    .map(([method, operation]) => [method.toUpperCase(), path, operation]),
);

/** Sends so many bytes to an operation that it reads nothing in. */
function send(method, path, operation, bytes) {
  const where = path === "/v1/hooks/{handle}" ? `/v1/hooks/analytics?api_secret=${names.ga4_secret}` : path.replace(/\{(\w+)\}/g, (_, name) => SAMPLES[name]);
  const [type] = Object.keys(operation.requestBody.content);
  return edge.request(where, { method, ip: address(), headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": type }, body: " ".repeat(bytes) });
}

// Whoever sends eight megabytes may be cut off before the answer comes: tests/edge/import.test.mjs has that door.
for (const [method, path, operation] of bodied.filter(([, path]) => path !== "/v1/import")) {
  test(`${method} ${path} takes as many bytes as the document says, and not one more`, async () => {
    const most = operation.requestBody["x-body-most"];
    const over = await send(method, path, operation, most + 1);
    assert.equal(over.status, 413, `${most + 1} bytes: ${over.text}`);
    assert.equal(over.json.detail, `Send at most ${most} bytes.`);
    assert.notEqual((await send(method, path, operation, most)).status, 413);
  });
}

/** The fields of a body that are texts with a bound: [operation, field, most, needed]. */
const at = (ref) => ref.split("/").slice(1).reduce((part, name) => part[name], document);
const texts = bodied
  .filter(([method]) => method === "POST")
  .flatMap(([, path, { requestBody }]) => {
    const schema = requestBody.content["application/json"]?.schema;
    const whole = schema?.$ref ? at(schema.$ref) : schema;
    const bound = ([, { type, maxLength }]) => [type].flat().includes("string") && maxLength !== undefined;
    return Object.entries(whole?.properties ?? {}).filter(bound).map(([field, { maxLength }]) => [path, field, maxLength]);
  });

test("a text that is longer than the document says is refused, at its field", async () => {
  assert.ok(texts.length > 30, `${texts.length} texts with bounds`);
  for (const [path, field, most] of texts.filter(([path]) => path.startsWith("/v1/") && !path.includes("{"))) {
    const reply = await edge.call("POST", path, { [field]: "x".repeat(most + 1) });
    assert.equal(reply.status, 422, `${path} ${field}: ${reply.text}`);
    assert.ok(reply.json.errors.some(({ pointer }) => pointer === `/${field}`), `${path} ${field}: ${reply.text}`);
  }
});

test("the rates are those of wrangler.toml", () => {
  const toml = readFileSync(new URL("../../wrangler.toml", import.meta.url), "utf8");
  const limits = [...toml.matchAll(/simple = \{ limit = (\d+), period = (\d+) \}/g)].map(([, limit, period]) => `${Number(limit).toLocaleString("en")} in ${period} seconds`);
  assert.equal(limits.length, 2);
  for (const limit of limits) assert.ok(document.info.description.includes(limit), limit);
});
