// Schemas for people: what may stand in a field, with bounds and units, and objects as rows of a table.
import { safe, sentence } from "./html.mjs";

const nameOf = (ref) => ref.split("/").at(-1);
const number = (value) => safe(Math.abs(value) < 10_000 ? value : value.toLocaleString("en"));
const words = (list) => list.map((word) => `<code>${safe(typeof word === "string" ? word : JSON.stringify(word))}</code>`).join(" ");
/** What every text says of itself in any case. */
const PLAIN = /^\^\\s\*\[\^\\u0000/;

function between(least, most, unit) {
  const units = unit ? ` ${unit}` : "";
  if (least !== undefined && most !== undefined) return least === most ? `${number(least)}${units}` : `${number(least)} to ${number(most)}${units}`;
  if (most !== undefined) return `at most ${number(most)}${units}`;
  return least > 1 ? `at least ${number(least)}${units}` : "";
}

function ofText({ format, pattern, minLength, maxLength }) {
  if (format === "date-time") return "time, RFC 3339";
  if (format === "date") return "day, YYYY-MM-DD";
  const length = between(minLength, maxLength, "characters");
  const like = pattern && !PLAIN.test(pattern) ? ` like <code>${safe(pattern)}</code>` : "";
  return `text${length && ` of ${length}`}${like}`;
}

function ofOne(type, schema) {
  if (type === "string") return ofText(schema);
  if (type === "integer" || type === "number") {
    const bounds = between(schema.minimum, schema.maximum);
    return `${type === "integer" ? "whole number" : "number"}${bounds && `, ${bounds}`}`;
  }
  if (type === "boolean") return "true or false";
  if (type === "array") {
    const size = between(schema.minItems, schema.maxItems);
    return `list${size && ` of ${size}`}${schema.items ? `: ${kind(schema.items)}` : ""}${schema.uniqueItems ? ", each once" : ""}`;
  }
  if (type === "object") return typeof schema.additionalProperties === "object" ? `object by name: ${kind(schema.additionalProperties)}` : "object";
  return safe(type);
}

/** What may stand where this schema is, as HTML. */
export function kind(schema) {
  const { "x-unit": unit, ...rest } = schema;
  if (unit !== undefined) return `${kind(rest)}; ${safe(unit)}`;
  const unless = schema.default === undefined ? "" : `; ${words([schema.default])} unless said`;
  if (schema.$ref) return `<a href="#schema-${safe(nameOf(schema.$ref))}">${safe(nameOf(schema.$ref))}</a>`;
  if (schema.anyOf) return schema.anyOf.map(kind).join(" or ");
  if (schema.const !== undefined) return words([schema.const]);
  if (schema.enum) return `${schema.enum.map((word) => words([word])).join(" ")}${unless}`;
  if (schema.type === undefined) return "anything";
  return [schema.type].flat().map((type) => ofOne(type, schema)).join(" or ") + unless;
}

/**
 * The fields of an object and of what stands inside it, as rows: name, what may stand there, what it means, which `about` says of a
 * schema.
 */
export function rows(schema, about, before = "") {
  const inside = (part, name) => {
    if (part.anyOf) return part.anyOf.flatMap((one) => inside(one, name));
    if (part.properties) return rows(part, about, `${name}.`);
    if (part.items && !part.items.$ref) return inside(part.items, `${name}[]`);
    if (typeof part.additionalProperties === "object") return inside(part.additionalProperties, `${name}.{name}`);
    return [];
  };
  if (!schema.properties) return inside(schema, before);
  return Object.entries(schema.properties).flatMap(([name, part]) => {
    const full = `${before}${name}`.replace(/^\./, "");
    const needed = schema.required?.includes(name) && schema.additionalProperties === false ? ' <span class="needed">needed</span>' : "";
    return [[`<code>${safe(full)}</code>${needed}`, kind(part), sentence(about(part))], ...inside(part, full)];
  });
}
