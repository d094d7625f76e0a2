// A figure of a report by day as the points of a line, with the days that the report leaves out.
import { plus, span } from "../format";
import type { Line } from "./lines";

interface Daily<Row> {
  from: string;
  to: string;
  as_of: string | null;
  rows: Row[];
}

/** The day of a zone on which a moment is. */
const dayOf = (moment: string, zone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(moment));

/**
 * A figure on each day of the range, put to the days from `first` on. Reports leave out days on which nothing was, so these are 0
 * and no line runs across them; what has not been counted yet is a gap.
 */
export function points<Row extends { day?: string }>(answer: Daily<Row>, zone: string, value: (row: Row) => number | null, first = answer.from): Line["points"] {
  const rows = new Map(answer.rows.map((row) => [row.day, row]));
  const counted = answer.as_of ? dayOf(answer.as_of, zone) : "";
  return Array.from({ length: span(answer.from, answer.to) }, (_, n) => {
    const day = plus(answer.from, n);
    const row = rows.get(day);
    return { day: plus(first, n), value: row ? value(row) : day <= counted ? 0 : null };
  });
}
