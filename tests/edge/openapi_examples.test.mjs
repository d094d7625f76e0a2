// Every example of the API's document is executed: the Worker answers it with a status, a content type and a body that the
// document names; and every operation has one.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { document } from "../../src/face/openapi/index.mjs";
import { cast, vars } from "./cast.mjs";
import { ADMIN_KEY, address, start } from "./start.mjs";

/** Operations without an executed example, each with its reason. */
const WITHOUT = {};

const edge = await start({ vars, outbound: async () => new Response("<html></html>", { headers: { "content-type": "text/html" } }) });
after(() => edge.close());
const names = await cast(edge);

/** An object that an answer shows has no fields but those that are told: else a new one would be told by nobody. */
const closed = (schema) => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, ["const", "enum", "example", "examples"].includes(name) ? value : closed(value)]));
  return inner.properties && inner.additionalProperties === undefined ? { ...inner, additionalProperties: false } : inner;
};
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema({ ...closed(document), $id: "api" });
const step = (name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
/** Checks `value` by the schema at a place of the document. */
function fits(value, place, what) {
  const check = ajv.getSchema(`api#/${place.map(step).join("/")}`);
  assert.ok(check(value), `${what}: ${ajv.errorsText(check.errors)}\n${JSON.stringify(value).slice(0, 500)}`);
}

/** The names in braces, as the cast has them. */
const named = (value) => {
  const text = JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  return JSON.parse(text);
};

/** The examples of an operation: those that it names, else one for each body, else the bare call. */
function examples(operation) {
  if (operation["x-examples"]) return Object.entries(operation["x-examples"]);
  const bodies = Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { examples = {} }]) =>
    Object.entries(examples).map(([name, { value }]) => [name, { type, body: value }]));
  return bodies.length > 0 || operation.requestBody ? bodies : [["as it is", {}]];
}

const encoded = (type, body) => {
  if (typeof body === "string") return body;
  return type === "application/x-www-form-urlencoded" ? String(new URLSearchParams(body)) : JSON.stringify(body);
};

/** Asks as an example says. */
function ask(method, path, parameters, operation, example) {
  const { type = "application/json", body, ...asked } = named(example);
  const said = (place) => Object.fromEntries(parameters.filter((one) => one.in === place && one.example !== undefined).map((one) => [one.name, named(one.example)]));
  const inPath = { id: 1, slug: "sarah", ...said("path"), ...asked.path };
  const query = String(new URLSearchParams({ ...said("query"), ...asked.query }));
  const address_ = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inPath[name])) + (query === "" ? "" : `?${query}`);
  const opened = operation.security.some((one) => one.key !== undefined);
  const headers = { ...(opened && { authorization: `Bearer ${ADMIN_KEY}` }), ...said("header"), ...asked.headers, ...(body !== undefined && { "content-type": type }) };
  return edge.request(address_, { method: method.toUpperCase(), headers, ip: address(), ...(body !== undefined && { body: encoded(type, body) }) });
}

async function tried(method, path, parameters, operation, name, example) {
  const what = `${method.toUpperCase()} ${path}, ${name}`;
  const { type = "application/json", body } = named(example);
  const place = ["paths", path, method];
  if (body !== undefined) fits(body, [...place, "requestBody", "content", type, "schema"], `${what}: the body that is shown`);
  const reply = await ask(method, path, parameters, operation, example);
  const good = example.status === undefined ? Object.keys(operation.responses).filter((status) => status < "400") : [String(example.status)];
  assert.ok(good.includes(String(reply.status)), `${what}: ${reply.status} ${reply.text}`);
  const told = operation.responses[reply.status];
  const kind = reply.headers["content-type"]?.split(";")[0];
  if (method === "head" || told.content === undefined) return assert.equal(reply.text, "", what);
  assert.ok(told.content[kind], `${what}: ${kind} is not told`);
  if (kind.endsWith("json") && !kind.endsWith("ndjson")) fits(reply.json, [...place, "responses", String(reply.status), "content", kind, "schema"], what);
  const row = operation["x-examples"] && kind === "application/x-ndjson" && reply.text !== "";
  if (row) assert.doesNotThrow(() => reply.text.trimEnd().split("\n").map((line) => JSON.parse(line)), what);
}

const all = Object.entries(document.paths).flatMap(([path, { parameters = [], ...doors }]) =>
  Object.entries(doors).map(([method, operation]) => [method, path, [...parameters, ...(operation.parameters ?? [])], operation]));
// What is put away is put away last.
all.sort(([one], [other]) => (one === "delete") - (other === "delete"));

for (const [method, path, parameters, operation] of all) {
  test(`${method.toUpperCase()} ${path} answers its examples as the document says`, { skip: WITHOUT[operation.operationId] }, async () => {
    const mine = examples(operation);
    assert.ok(mine.length > 0, "it has no example that can be sent");
    for (const [name, example] of mine) await tried(method, path, parameters, operation, name, example);
  });
}
