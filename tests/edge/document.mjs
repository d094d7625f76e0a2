// Judges answers by the API's own document: its statuses, headers, content types and schemas, so that neither drifts from the
// other. Every answer that the tests hear through start.mjs comes by here.
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** A JSON answer of more bytes than this is judged by the first and last rows of its lists. */
const WHOLE_MOST = 256 * 1024;
const ROWS = 50;

/** The schema with every object closed: readers pass over fields that they do not know, tests do not. */
export function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const open = typeof schema.properties === "object" && schema.type !== undefined && schema.additionalProperties === undefined;
  return open ? { ...inside, additionalProperties: false } : inside;
}

const pointer = (...parts) => parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** A path with its parameters as a pattern, those that say so over several parts. */
function patternOf(path, doors) {
  const wide = (doors.parameters ?? []).filter((one) => one["x-slashes"]).map(({ name }) => name);
  const parts = path.split(/(\{\w+\})/).map((part) => {
    if (!part.startsWith("{")) return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return wide.includes(part.slice(1, -1)) ? ".+" : "[^/]+";
  });
  return new RegExp(`^${parts.join("")}$`);
}

/** Where the Worker forgives how an address is written, the address as the document has it. */
function written(path) {
  if (path.startsWith("/px/")) return "/px/x.gif";
  if (/^\/postback\/$/.test(path)) return "/postback";
  const bare = path.replace(/\/+$/, "");
  if (/(\+|%2b|\.qr|\.qr\.svg|\.qr\.png)$/i.test(bare)) return bare.replace(/%2b$/i, "+").replace(/\.(qr|qr\.svg|qr\.png)$/i, (end) => end.toLowerCase());
  if (/^\/(docs|dashboard)\/+$/.test(path)) return bare;
  return path === "" || /^\/+$/.test(path) ? "/" : path;
}

/** What is rows is cut to its ends. */
function sampled(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const cut = (part) => (Array.isArray(part) && part.length > 2 * ROWS ? [...part.slice(0, ROWS), ...part.slice(-ROWS)] : part);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cut(part)]));
}

/** Judges by `document`: the function gives a sentence for what is wrong with an answer, or nothing. */
export function judgeOf(document) {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: false });
  formats(ajv);
  ajv.addSchema({ ...closed(document), $id: "openapi" });
  const checks = new Map();
  const fits = (at) => {
    if (!checks.has(at)) checks.set(at, ajv.compile({ $ref: `openapi#${at}` }));
    return checks.get(at);
  };
  // What is written out goes before what has parameters.
  const paths = Object.entries(document.paths)
    .map(([path, doors]) => ({ path, doors, pattern: patternOf(path, doors) }))
    .sort((one, other) => one.path.split("{").length - other.path.split("{").length || other.path.length - one.path.length);
  const own = /^\/(v1(\/.*)?|\.well-known(\/.*)?|favicon\.ico(\/.*)?|robots\.txt(\/.*)?)$/;

  function found(path) {
    const address = written(path);
    return paths.find(({ path: known, pattern }) => pattern.test(address) && (known.split("/")[1]?.startsWith("{") ? !own.test(address) : true));
  }

  /** The problem that nobody documents for a door that is none. */
  function none(asked, reply) {
    if (![404, 405, 503].includes(reply.status)) return `${asked} answered ${reply.status}, and the document has no such door`;
    if (reply.status === 405 && !reply.headers.allow) return `${asked} answered 405 without Allow`;
    if (asked.startsWith("HEAD ")) return undefined;
    return bodyOf(asked, reply, { "application/problem+json": {} }, pointer("components", "schemas", "Problem"));
  }

  function bodyOf(asked, reply, content, at) {
    const type = (reply.headers["content-type"] ?? "").split(";")[0].trim();
    if (content[type] === undefined) {
      const there = Object.keys(content).join(", ") || "no body";
      return `${asked} answered ${reply.status} as ${type || "nothing"}, the document says ${there}`;
    }
    if (!/json$/.test(type) || type === "application/x-ndjson") return undefined;
    let value;
    try {
      value = JSON.parse(reply.text);
    } catch {
      return `${asked} answered ${reply.status} with what is no JSON`;
    }
    const check = fits(at);
    if (check(reply.text.length > WHOLE_MOST ? sampled(value) : value)) return undefined;
    const [{ instancePath, message, params }] = check.errors.toSorted((one, other) => other.instancePath.length - one.instancePath.length);
    const more = params.additionalProperty ?? params.allowedValues ?? params.allowedValue ?? "";
    return `${asked} answered ${reply.status}, and ${instancePath || "the body"} ${message} ${more}: ${reply.text.slice(0, 400)}`;
  }

  /** What is wrong with the answer `reply` (status, headers, text) to `method` at `address`; nothing where all is as documented. */
  return function judge(method, address, reply) {
    const path = address.split(/[?#]/)[0];
    const asked = `${method} ${path}`;
    const door = found(path);
    // Before any door is looked at a deployment may be unset, and the platform itself refuses some methods.
    const operation = door?.doors[method.toLowerCase()];
    if (operation === undefined) {
      if (["CONNECT", "TRACE"].includes(method) && reply.status >= 400) return undefined;
      return none(asked, reply);
    }
    const said = operation.responses[reply.status];
    if (said === undefined) {
      return `${asked} answered ${reply.status}, and the document has ${Object.keys(operation.responses).join(", ")} there: ${reply.text.slice(0, 400)}`;
    }
    const shared = said.$ref?.split("/").at(-1);
    const { content = {}, headers = {} } = shared === undefined ? said : document.components.responses[shared];
    for (const [name, { required }] of Object.entries(headers)) {
      if (required && reply.headers[name] === undefined) return `${asked} answered ${reply.status} without the header ${name}`;
    }
    if (method === "HEAD" || Object.keys(content).length === 0) {
      return reply.text === "" ? undefined : `${asked} answered ${reply.status} with a body, the document says none`;
    }
    const type = (reply.headers["content-type"] ?? "").split(";")[0].trim();
    const at = shared === undefined ? ["paths", door.path, method.toLowerCase(), "responses", String(reply.status)] : ["components", "responses", shared];
    return bodyOf(asked, reply, content, pointer(...at, "content", type, "schema"));
  };
}
