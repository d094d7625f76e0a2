// What `GET /v1/reports/cohorts` answers, as far as the page shows it; figures by age are read by their name.
import type { Purse } from "../../purse";

export interface Row extends Purse {
  month: string;
  creator: { id: number | null; name: string | null };
  customers: number;
  orders: number;
  orders_per_customer: number | null;
  repeat_order_share: number | null;
  median_days_to_second_order: number | null;
  complete_days: number;
  cost_minor: number | null;
  cac_minor: number | null;
  interval?: Record<string, { low: number; high: number }>;
}

export interface Answer {
  from: string;
  to: string;
  as_of: string | null;
  basis: string;
  revenue_basis: string;
  model: string;
  margin_percent: number | null;
  currency: string | null;
  ages: number[];
  cohorts: number;
  cut: boolean;
  totals: { customers: number; orders: number; orders_of_unknown_customers: number; orders_without_rate: number };
  rows: Row[];
}

/** A figure of a row by its name, `ltv_30_minor`. */
export const figure = (row: Row, name: string): number | null => ((row as unknown as Record<string, unknown>)[name] as number | null | undefined) ?? null;

export const called = (row: Row): string => row.creator.name ?? "Other channels and nobody";

/** A month, `2026-09`, as people write it. */
export const month = (text: string): string => new Intl.DateTimeFormat(navigator.language, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${text}-01T00:00:00Z`));
