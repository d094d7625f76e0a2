// One operation of the document: who may call it, what it takes, what it answers, and with which words it refuses.
import { problems } from "./problem.mjs";
import { id as anId, integer, shownText } from "./words.mjs";

/** What every door may answer: nothing is set up, or storage does not answer. */
const ALWAYS = ["unavailable", "not_set_up"];

/**
 * The operation `id`.
 *
 * `scope`      the scope of the API key, `any` of one that need have none; without it `security` says what opens the door
 *              (nothing, when left out)
 * `parameters` beside those of the path
 * `body`       from `json(...)` and its neighbours
 * `answers`    by status, from `answer(...)` and its neighbours
 * `refuses`    stable words beside those that follow from key, body and rate
 * `instead`    answers by status in place of those that follow from the words
 * `tries`      calls that can be made, by a name each, where bodies alone do not say them
 */
export function door(id, summary, { scope, security, about, parameters = [], body, answers, refuses = [], instead = {}, tries }) {
  const words = [...ALWAYS, "too_fast", ...refuses];
  if (scope !== undefined) words.push("unauthorized");
  if (scope !== undefined && scope !== "any") words.push("forbidden");
  if (body?.content["application/json"]) words.push("malformed_json", "invalid");
  if (body !== undefined) words.push("too_large");
  const needs = scope === undefined ? about : [about, scope === "any" ? "Any key that is live." : `Scope: \`${scope}\`.`].filter(Boolean).join("\n\n");
  return {
    operationId: id,
    summary,
    ...(needs && { description: needs }),
    ...(scope && { "x-scope": scope }),
    security: scope === undefined ? (security ?? []) : [{ key: scope === "any" ? [] : [scope] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    ...(tries && { "x-examples": tries }),
    responses: spoken({ ...answers, ...problems(...words), ...instead }),
  };
}

/** Answers without those that are none. */
const spoken = (answers) => Object.fromEntries(Object.entries(answers).filter(([, told]) => told !== undefined));

/** A query parameter. */
export const query = (name, description, schema, more = {}) => ({ name, in: "query", description, schema, ...more });
/** A request header. */
export const header = (name, description, schema = shownText) => ({ name, in: "header", description, schema });
/** A part of the path. */
export const inPath = (name, description, schema, more = {}) => ({ name, in: "path", required: true, description, schema, ...more });
/** The id in the path. */
export const byId = inPath("id", "The id that the list shows.", anId);

/** The parameters of every list that goes on by cursors. */
export const paging = [
  query("limit", "Items of a page.", { ...integer(1, 100), default: 50 }),
  query("cursor", "Where the list goes on: the `next` of the page before, of the same list.", { type: "string" }),
];
/** The words that a list refuses with. */
export const PAGING = ["malformed_cursor", "invalid"];

/** A body of JSON of at most `most` bytes; `examples` are bodies that can be sent, by a name each. */
export function json(schema, { most = 16_384, examples, about, required = true } = {}) {
  return body({ "application/json": { schema, ...(examples && { examples: named(examples) }) } }, { most, about, required });
}

/** A body in one of several forms. */
export const body = (content, { most, about, required = true }) => ({
  required,
  description: [about, `At most ${most.toLocaleString("en")} bytes.`].filter(Boolean).join(" "),
  "x-body-most": most,
  content,
});

const named = (examples) => Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

/** An answer of JSON. */
export const answer = (description, schema, headers) => other(description, { "application/json": schema }, headers);
/** An answer without a body. */
export const empty = (description, headers) => ({ description, ...(headers && { headers }) });
/** An answer in other forms: schemas by content type. */
export const other = (description, forms, headers) => ({
  description,
  ...(headers && { headers }),
  content: Object.fromEntries(Object.entries(forms).map(([type, schema]) => [type, { schema }])),
});
/** A response header that is always there. */
export const sends = (description, schema = shownText) => ({ required: true, description, schema });
/** Where what was made stands. */
export const location = { location: sends("Where it stands now.") };

/** The same operation for `HEAD`: its answers without bodies. */
export function head(operation) {
  const bare = ({ content: _, ...rest }) => rest;
  const responses = Object.entries(operation.responses).map(([status, told]) => [status, told.$ref ? told : bare(told)]);
  return { ...operation, operationId: `${operation.operationId}_head`, responses: Object.fromEntries(responses) };
}

/** A door that `GET` and `HEAD` open. */
export const looked = (operation) => ({ get: operation, head: head(operation) });

/** One part of the document: a section of it with its doors and schemas. */
export function part(name, description, { paths, schemas = {} }) {
  const tagged = ([method, one]) => [method, method === "parameters" ? one : { tags: [name], ...one }];
  const methods = (doors) => Object.fromEntries(Object.entries(doors).map(tagged));
  return {
    tag: { name, description },
    schemas,
    paths: Object.fromEntries(Object.entries(paths).map(([path, doors]) => [path, methods(doors)])),
  };
}

/** A query parameter that is true or false, false where it is not there. */
export const asks = (name, description) => query(name, description, { type: "string", enum: ["true", "false"], default: "false" });

/** The entity tag of what is shown. */
export const tagged = { etag: sends("The version as a strong entity tag, for `If-Match`.") };
export const ifMatch = header("if-match", "Refuses (412) where what is stored is of another version than the `ETag` named here; `*` is any.");
export const ifNoneMatch = header("if-none-match", "Answers 304 where what is stored still has the `ETag` named here.");
export const unmodified = empty("It is as the `ETag` says that you know.", tagged);
/** The words of a door that heeds `If-Match`. */
export const MATCHING = ["changed_meanwhile@409", "changed_meanwhile@412"];

/** A key under which the first answer is given again for a day. */
export const idempotencyKey = header(
  "idempotency-key",
  "At most 255 visible ASCII characters, such as a UUID, also in quotes: the same call under it hears the first answer for a day; an empty one is none. Of an answer beyond 1 MB each item keeps its place, `status` and `id`.",
  { type: "string", maxLength: 257, pattern: "^[ -~]*$" },
);
export const IDEMPOTENT = ["at_work", "idempotency_key_reused", "invalid"];
/** How old an answer is that is given again. */
export const aged = { age: { description: "Seconds since the first answer, where this one is given again.", schema: shownText } };
