// The words that doors share: schemas of ids, times, money and texts, and what makes objects, lists and bodies of them.
//
// Why functions: what a body takes and what an answer shows differ by a rule, not by hand. A body refuses fields it does
// not know and takes `null` for a field that is left out; an answer always has all of its fields, and may gain new ones.

/** The schema `name` of the document. */
export const ref = (name) => ({ $ref: `#/components/schemas/${name}` });

/** `schema`, or `null`. */
export function nullable(schema) {
  if (Object.keys(schema).every((name) => name === "description")) return schema; // anything at all
  if (schema.$ref !== undefined || schema.type === undefined) return { anyOf: [schema, { type: "null" }] };
  const types = [schema.type].flat();
  const or = { ...schema, type: types.includes("null") ? types : [...types, "null"] };
  return schema.enum === undefined ? or : { ...or, enum: [...new Set([...schema.enum, null])] };
}

/** `schema` with a sentence that says what it is here. */
export const said = (description, schema) => ({ ...schema, description });

/** No control characters; spaces around a text are cut off. */
const PLAIN = "^\\s*[^\\u0000-\\u001f\\u007f-\\u009f]+\\s*$";

/** A text of 1 to `most` characters. */
export const text = (most, more = {}) => ({ type: "string", minLength: 1, maxLength: most, pattern: PLAIN, ...more });
/** A text as an answer shows it. */
export const shownText = { type: "string" };
/** One of these words. */
export const oneOf = (...words) => ({ type: "string", enum: words });
/** A whole number. */
export const integer = (minimum, maximum) => ({ type: "integer", minimum, maximum });
/** How many of something an answer counts. */
export const count = { type: "integer", minimum: 0 };
export const flag = { type: "boolean" };
export const number = { type: "number" };

/** The largest whole number that every JSON reader keeps exactly. */
export const MOST_INTEGER = 2 ** 53 - 1;
/** The id of something of ours. */
export const id = integer(1, 2 ** 32 - 1);
/** RFC 3339: any offset is taken, UTC with milliseconds is shown. */
export const time = { type: "string", format: "date-time", examples: ["2026-11-20T12:00:00.000Z"] };
/** A day of the reporting zone. */
export const day = { type: "string", format: "date", examples: ["2026-11-20"] };
/** Whole minor units of a currency (cents; yen as they are): never a fraction. */
export const money = (minimum = 0, maximum = MOST_INTEGER) => ({ type: "integer", minimum, maximum });
/** Letters of ISO 4217; a body may have them in either case. */
export const currency = { type: "string", pattern: "^\\s*[A-Za-z]{3}\\s*$", examples: ["EUR"] };
export const shownCurrency = { type: "string", pattern: "^[A-Z]{3}$", examples: ["EUR"] };
/** A name for addresses: small letters of ASCII, digits, single hyphens between them. */
export const handle = { type: "string", minLength: 1, maxLength: 64, pattern: "^\\s*[a-z0-9]+(-[a-z0-9]+)*\\s*$" };
/** An address that people are sent to: of the web, on a public host that is none of ours, of at most 2,048 bytes. */
export const address = text(2048, { examples: ["https://shop.example/spring"] });
/** A version, raised by every change. */
export const version = { type: "integer", minimum: 1 };
/** When it was made, changed and put away: what every register shows last. */
export const life = { version: said("Raised by every change.", version), created_at: time, updated_at: time, archived_at: said("When it was put away; its history stays.", nullable(time)) };

/** A list. */
export const list = (items, more = {}) => ({ type: "array", items, ...more });
/** A list in a body: at most `most` items, none twice where `uniqueItems` says so. */
export const listOf = (items, most, more = {}) => ({ type: "array", items, maxItems: most, ...more });

/**
 * An object of a body: `required` fields are there, others may be left out or be `null`, unknown ones are refused. Of a
 * change those in `firm` may be left out, but not taken away.
 */
export function takes(fields, required = [], { firm = [], ...more } = {}) {
  const open = ([name, schema]) => [name, required.includes(name) || firm.includes(name) ? schema : nullable(schema)];
  const properties = Object.fromEntries(Object.entries(fields).map(open));
  return { type: "object", additionalProperties: false, ...(required.length > 0 && { required }), properties, ...more };
}

/** An object of an answer: every field is there, but for the `optional` ones. */
export function shows(fields, optional = [], more = {}) {
  const required = Object.keys(fields).filter((name) => !optional.includes(name));
  return { type: "object", ...(required.length > 0 && { required }), properties: fields, ...more };
}

/** An object whose names are not known beforehand, each with a value of one kind. */
export const mapOf = (values, more = {}) => ({ type: "object", additionalProperties: values, ...more });

/** A page of a list: its items, and the cursor of the next page or `null`. */
export const pageOf = (items) => shows({ items: list(items), next: nullable(said("The `cursor` of the next page; `null` at the end.", shownText)) });
