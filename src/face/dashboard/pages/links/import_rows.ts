// The rows of a file that is imported: how they are read, under which key they are sent, and how their outcomes are told.
import { Problem } from "../../api";
import { number } from "../../format";
import { parse } from "../../../../../scripts/waymark_links_pieces.mjs";

export interface Raw {
  raw: string;
  line: number;
  lines: number;
}

interface Item {
  line?: number;
  index?: number;
  status: string;
  url: string | null;
  errors?: { line?: number; pointer?: string; code: string; detail: string }[];
  lint?: { key: string; code: string; value: string | null; suggested: string | null; detail: string }[];
  notes?: { code: string; detail: string }[];
}

export interface Answered {
  items: Item[];
  format?: string;
  ignored?: string[];
  creators_made?: string[];
}

/** What is, or would be, of a row. */
export interface Told {
  row: Raw;
  status: string;
  url: string | null;
  wrong: string;
  notes: string;
}

/** The same call has the same key, also of another try on another day's page: whatever ended the first, nothing is made twice. */
export async function keyOf(...parts: string[]): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\n")));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A pointer names the row first in a list, in a table the column alone. */
const sentence = ({ line, pointer = "", detail }: { line?: number; pointer?: string; detail: string }): string => {
  const column = pointer.split("/").slice(line === undefined ? 2 : 1).join("/");
  return column ? `${column}: ${detail}` : detail;
};

export const told = (row: Raw, item: Item): Told => ({
  row,
  status: item.status,
  url: item.url,
  wrong: (item.status === "error" ? item.errors ?? [] : []).map(sentence).join(" "),
  notes: [...(item.lint ?? []).map(({ key, value, suggested, detail }) => `${key}${value === null ? "" : ` “${value}”`}${suggested === null ? "" : ` (rather “${suggested}”)`}: ${detail}`), ...(item.notes ?? []).map(({ detail }) => detail)].join(" "),
});

/** A text's rows and the line that names their columns, none in a list; or what is wrong with it as a whole. */
export function rowsOf(text: string): { header: Raw | null; rows: Raw[]; wrong?: Problem } {
  try {
    const { header, rows } = parse(text) as { header: Raw | null; rows: Raw[] };
    if (rows.length > 0) return { header, rows };
    return { header, rows, wrong: new Problem(0, "empty", "There are no rows.", "A file begins with a line that names its columns, and has a line for each link.") };
  } catch (error) {
    return { header: null, rows: [], wrong: new Problem(0, "not_json", "This is no JSON.", `${error instanceof Error ? error.message : error} Correct it, or send a table.`) };
  }
}

export const COMING: Record<string, string> = { created: "to be made", updated: "to be changed", unchanged: "as they are", archived: "to be put away", error: "refused" };

export function sums(rows: Told[], coming: boolean): string {
  const counted = new Map<string, number>();
  for (const { status } of rows) counted.set(status, (counted.get(status) ?? 0) + 1);
  return [...counted].map(([status, n]) => `${number(n)} ${coming ? COMING[status] ?? status : status === "error" ? "refused" : status}`).join(", ") || "nothing";
}
