// Every example of the API's document is executed: what is sent is as the document says, and so is what the Worker answers; and
// every operation has one.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { document } from "../../src/face/openapi/index.mjs";
import { cast, vars } from "./cast.mjs";
import { ADMIN_KEY, address, start } from "./start.mjs";

/** Operations without an executed example, each with its reason. */
const WITHOUT = {};

const edge = await start({ vars, face: true, outbound: async () => new Response("<html></html>", { headers: { "content-type": "text/html" } }) });
after(() => edge.close());
const names = await cast(edge);

// What an answer says is judged by start.mjs, as of every test; here it is the bodies that are shown.
const ajv = formats(new Ajv({ strict: false }));
ajv.addSchema({ ...document, $id: "api" });
const step = (name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));

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
  const inPath = { id: 1, slug: "sarah", file: "docs.css", view: "creators", ...said("path"), ...asked.path };
  const query = String(new URLSearchParams({ ...said("query"), ...asked.query }));
  const address_ = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inPath[name])) + (query === "" ? "" : `?${query}`);
  const opened = operation.security.some((one) => one.key !== undefined);
  const headers = { ...(opened && { authorization: `Bearer ${ADMIN_KEY}` }), ...said("header"), ...asked.headers, ...(body !== undefined && { "content-type": type }) };
  return edge.request(address_, { method: method.toUpperCase(), headers, ip: address(), ...(body !== undefined && { body: encoded(type, body) }) });
}

async function tried(method, path, parameters, operation, name, example) {
  const what = `${method.toUpperCase()} ${path}, ${name}`;
  const { type = "application/json", body } = named(example);
  if (body !== undefined) {
    const fits = ajv.getSchema(`api#/${["paths", path, method, "requestBody", "content", type, "schema"].map(step).join("/")}`);
    assert.ok(fits(body), `${what}: the body that is shown: ${ajv.errorsText(fits.errors)}`);
  }
  const reply = await ask(method, path, parameters, operation, example);
  const good = example.status === undefined ? Object.keys(operation.responses).filter((status) => status < "400") : [String(example.status)];
  assert.ok(good.includes(String(reply.status)), `${what}: ${reply.status} ${reply.text}`);
}

const all = Object.entries(document.paths).flatMap(([path, { parameters = [], ...doors }]) =>
  Object.entries(doors).map(([method, operation]) => [method, path, [...parameters, ...(operation.parameters ?? [])], operation]));
// What is there is looked at first, then changed, then put away.
const TURNS = ["patch", "delete"];
all.sort(([one], [other]) => TURNS.indexOf(one) - TURNS.indexOf(other));

for (const [method, path, parameters, operation] of all) {
  test(`${method.toUpperCase()} ${path} answers its examples as the document says`, { skip: WITHOUT[operation.operationId] }, async () => {
    const mine = examples(operation);
    assert.ok(mine.length > 0, "it has no example that can be sent");
    for (const [name, example] of mine) await tried(method, path, parameters, operation, name, example);
  });
}
