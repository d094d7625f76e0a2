// Money of a row of a report: one figure, or each currency by itself where they cannot be added.
import type { Saved } from "./csv";
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

/** The same money in a file, in minor units: beside its currency, or a column for each currency where there are several. */
export function pursed<Row extends Purse>(rows: Row[], names: string[], currency: string | null): Saved<Row>[] {
  const several = [...new Set(rows.flatMap((row) => Object.keys(row.by_currency ?? {})))].sort();
  if (several.length > 0) return several.flatMap((code) => names.map((name) => ({ key: `${name}_${code}`, by: (row: Row) => row.by_currency?.[code]?.[name] })));
  const columns = names.map((name): Saved<Row> => ({ key: name, by: (row) => (row as Record<string, unknown>)[name] as number | null | undefined }));
  return [...columns, { key: "currency", by: () => currency }];
}
