// Money of a row of a report: one figure, or each currency by itself where they cannot be added.
import { money } from "./format";

export interface Purse {
  by_currency?: Record<string, Record<string, number | null>>;
  why?: Record<string, string>;
}

/** `name` of `row` as it is written; `currency` is that of the whole report. */
export function purse(row: Purse, name: string, currency: string | null): string {
  const apart = Object.entries(row.by_currency ?? {}).flatMap(([currency, sums]) => (sums[name] == null ? [] : [money(sums[name], currency)]));
  if (apart.length > 0) return apart.join(" · ");
  return money((row as Record<string, unknown>)[name] as number | null | undefined, currency);
}
