// How numbers, money, days and times are written; nothing here rounds what it could say exactly.
/** Digits behind the point by ISO 4217 (as src/domain/money.rs has them); two where it is not listed. */
export const DIGITS: Record<string, number> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3]),
  ..."CLF UYW".split(" ").map((code) => [code, 4]),
]);

/** What stands where a figure cannot be. */
export const NONE = "–";

const locale = typeof navigator === "undefined" ? "en" : navigator.language;

// A formatter takes a hundred times as long to make as to use, and a table of creators uses thousands.
const made = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${options.style} ${options.currency} ${options.notation} ${options.signDisplay} ${options.minimumFractionDigits} ${options.maximumFractionDigits}`;
  const known = made.get(key) ?? new Intl.NumberFormat(locale, options);
  made.set(key, known);
  return known;
}

export type Missing = number | null | undefined;

/** A whole number or a share of orders: up to two digits where it is not whole. */
export const number = (value: Missing, digits = 2): string =>
  value === null || value === undefined ? NONE : format({ maximumFractionDigits: digits }).format(value);

/** Money in minor units as its currency is written. */
export function money(minor: Missing, currency: string | null | undefined): string {
  if (minor === null || minor === undefined || !currency) return NONE;
  const digits = DIGITS[currency] ?? 2;
  return format({ style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(minor / 10 ** digits);
}

/** Money as an axis has room for it: `1.2K €`. */
export function shortMoney(minor: Missing, currency: string): string {
  if (minor === null || minor === undefined) return NONE;
  return format({ style: "currency", currency, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 }).format(minor / 10 ** (DIGITS[currency] ?? 2));
}

/** The same as a plain decimal for tables and forms: `79.30`. */
export function decimal(minor: Missing, currency: string): string {
  if (minor === null || minor === undefined) return "";
  return (minor / 10 ** (DIGITS[currency] ?? 2)).toFixed(DIGITS[currency] ?? 2);
}

/** A share as percent. */
export const percent = (value: Missing, digits = 1): string =>
  value === null || value === undefined ? NONE : format({ style: "percent", maximumFractionDigits: digits }).format(value);

/** A ratio such as ROAS: `4.2x`. */
export const times = (value: Missing): string => (value === null || value === undefined ? NONE : `${number(value)}×`);

/** What changed against before, as percent with its sign; nothing where there is nothing to compare with. */
export function changed(now: Missing, before: Missing): string {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return NONE;
  return format({ style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }).format((now - before) / Math.abs(before));
}

/** A day of the deployment's zone, `2026-11-20`, as people write it. */
export const day = (text: string | null | undefined): string =>
  text ? new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`)) : NONE;

/** A moment in the deployment's zone. */
export function moment(text: string | null | undefined, zone = "UTC"): string {
  if (!text) return NONE;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(text));
}

/** `days` after (or before) a day. */
export const plus = (text: string, days: number): string => new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** How many days from one to another, both counted. */
export const span = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;

/** Names of models that alone tell nobody what is meant. */
const PLAIN = new Map([["j", "Mostly the last"], ["inverse_j", "Mostly the first"], ["last_non", "Last but those left out"]]);

/** A word of the API for people: `code_leak` as "Code leak". */
export const words = (word: string): string => PLAIN.get(word) ?? (word.charAt(0).toUpperCase() + word.slice(1)).replaceAll("_", " ");
