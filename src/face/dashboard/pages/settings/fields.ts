// What the fields of forms are, and how what is typed into them becomes what the API is sent, and back.
import type { ComponentChildren, JSX } from "preact";
import { DIGITS } from "../../format";
import { clock, instant } from "./clock";
import type { Named, Of } from "./list";

/** What stands in another field of the same form. */
export type Get = (name: string) => string;
/** A word of the API, how it is called, and what it means. */
export type Option = [word: string, label: string, means?: string];
/** What something typed comes to, or why it comes to nothing. */
export type Reading = { value: unknown } | { wrong: string };

export interface Field {
  /** As in the body: `name`, or `page/color` inside an object. */
  name: string;
  label: string;
  /** A line of text where it is left out. `lines` and `words` are lists. */
  kind?: "area" | "flag" | "checks" | "radio" | "choice" | "named" | "day" | "moment" | "lines" | "whole" | "scaled";
  hint?: ComponentChildren;
  needed?: boolean;
  options?: Option[];
  /** Of `named`: among what; the id is sent where `id`, else the handle. */
  of?: Of;
  id?: boolean;
  /** Of `scaled`: digits behind the point of what is sent as a whole number. */
  digits?: (get: Get) => number;
  /** Whether it is there at all, by the rest of the form. */
  when?: (get: Get) => boolean;
  /** Said when the thing is made and never changed. */
  once?: boolean;
  /** What stands in an empty form. */
  usual?: string;
  /** Draws the field in a way of its own. */
  draw?: (given: { text: string; set: (text: string) => void; id: string; described?: string; wrong: boolean }) => JSX.Element;
  /** Where its text is not simply what is sent: what it comes to, and how what is there is written. */
  read?: (text: string, get: Get) => Reading;
  write?: (value: unknown, row: Row) => string;
  /** Shown as dots. */
  secret?: boolean;
}

export type Row = Record<string, unknown>;

/** What stands in a row as text; nothing where nothing does. */
export const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** What forms are read beside. */
export interface Around {
  zone: string;
  names: Partial<Record<Of, Named[] | null>>;
}

/** Digits behind the point of the currency that the form names. */
export const minor = (get: Get): number => DIGITS[get("currency").trim().toUpperCase()] ?? 2;

/** A decimal as a whole number of its smallest parts; no float is ever made of it. */
export function scaled(text: string, digits: number): Reading {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!found) return { wrong: `Write digits with a point and nothing between them, such as ${digits === 0 ? "1580" : "1200.50"}.` };
  const [, sign, whole, part = ""] = found;
  if (part.length > digits) return { wrong: digits === 0 ? "This currency has no smaller unit: write a whole number." : `Write at most ${digits} digits behind the point.` };
  const value = Number(`${sign}${whole}${part.padEnd(digits, "0")}`);
  return Number.isSafeInteger(value) ? { value } : { wrong: "This is too large." };
}

/** The other way round; `exact` keeps zeros at the end, as money is written. */
export function unscaled(value: number, digits: number, exact = true): string {
  const [sign, text] = [value < 0 ? "-" : "", String(Math.abs(value)).padStart(digits + 1, "0")];
  const part = text.slice(text.length - digits);
  const whole = text.slice(0, text.length - digits);
  if (digits === 0) return `${sign}${text}`;
  return exact ? `${sign}${whole}.${part}` : `${sign}${whole}.${part}`.replace(/\.?0+$/, "");
}

/** A currency, whose letters may be typed small. */
export const CURRENCY: Field = { name: "currency", label: "Currency", hint: "Three letters, such as EUR.", read: (said) => ({ value: said.toUpperCase() }) };

const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** What a typed text comes to. */
export function read(field: Field, typed: string, get: Get, around: Around): Reading {
  const said = typed.trim();
  if (field.kind === "flag") return { value: said === "true" };
  if (said === "") return { value: null };
  if (field.read) return field.read(said, get);
  switch (field.kind) {
    case "checks":
      return { value: said.split(" ") };
    case "lines":
      return { value: lines(typed) };
    case "whole":
      return /^\d{1,15}$/.test(said) ? { value: Number(said) } : { wrong: "Write a whole number." };
    case "scaled":
      return scaled(said, field.digits!(get));
    case "moment": {
      const value = instant(said, around.zone);
      return value ? { value } : { wrong: "Choose a day and a time." };
    }
    case "named": {
      const list = around.names[field.of!];
      const [low, found] = [said.toLowerCase(), list?.find(({ handle }) => handle === said)];
      const called = found ? [found] : (list ?? []).filter(({ name, handle }) => name?.toLowerCase() === low || handle.toLowerCase() === low);
      if (called.length === 1) return { value: field.id ? called[0]!.id : called[0]!.handle };
      if (called.length > 1) return { wrong: "Several have this name; write the handle of the one that is meant." };
      if (!field.id) return { value: said };
      if (/^\d+$/.test(said)) return { value: Number(said) };
      return { wrong: list ? "There is none of this name or handle. Choose one of the list." : "The names are not here yet: try again in a moment, or write its number." };
    }
    default:
      return { value: said };
  }
}

/** How what is there stands in the form. */
export function write(field: Field, row: Row, get: Get, around: Around): string {
  const value = field.name.split("/").reduce<unknown>((inside, name) => (inside as Row | null | undefined)?.[name], row);
  if (field.write) return field.write(value, row);
  if (value === null || value === undefined) return "";
  switch (field.kind) {
    case "checks":
      return (value as string[]).join(" ");
    case "lines":
      return (value as string[]).join("\n");
    case "scaled":
      return unscaled(Number(value), field.digits!(get));
    case "moment":
      return clock(Date.parse(String(value)), around.zone);
    case "named":
      return field.id ? (around.names[field.of!]?.find(({ id }) => id === value)?.handle ?? String(value)) : String(value);
    default:
      return String(value);
  }
}

/** Sets `name`, which may lie inside an object, in a body. */
function put(body: Row, name: string, value: unknown): void {
  const [first, ...rest] = name.split("/");
  if (rest.length === 0) body[first!] = value;
  else put((body[first!] ??= {}) as Row, rest.join("/"), value);
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * The body that a form comes to, and what is wrong with it: all that was said where something is made, and what differs from
 * `row` where that is changed. An object is sent whole, for the API takes it so.
 */
export function body(fields: Field[], get: Get, row: Row | null, around: Around): { body: Row; wrong: Record<string, string> } {
  const [all, wrong]: [Row, Record<string, string>] = [{}, {}];
  for (const field of fields) {
    const there = !field.when || field.when(get);
    const reading = there ? read(field, get(field.name), get, around) : { value: field.kind === "flag" ? false : null };
    if ("wrong" in reading) wrong[field.name] = reading.wrong;
    else put(all, field.name, reading.value);
  }
  const sent: Row = {};
  for (const [name, value] of Object.entries(all)) {
    const nested = fields.some((field) => field.name.startsWith(`${name}/`));
    const said = nested ? inside(value as Row) : value;
    if (row ? !same(said, nested ? inside((row[name] ?? {}) as Row) : before(fields, name, row, around)) : said !== null) sent[name] = said;
  }
  return { body: sent, wrong };
}

/** An object without what is not said; null where nothing is. */
function inside(object: Row): Row | null {
  const kept = Object.entries(object).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return kept.length > 0 ? Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) : null;
}

/** What the row has there, read as the form would read it: handles by their ids, lists in their order. */
function before(fields: Field[], name: string, row: Row, around: Around): unknown {
  const field = fields.find((field) => field.name === name)!;
  const get: Get = (name) => write(fields.find((one) => one.name === name) ?? { name, label: name }, row, (other) => text(row[other]), around);
  const reading = read(field, get(name), get, around);
  return "value" in reading ? reading.value : null;
}
