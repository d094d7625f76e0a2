// The metrics that creators are ranked by: what they are called, how they are written, and where the total has them.
import { type Missing, money, number, percent, times } from "../../format";

interface Measure {
  name: string;
  /** The same figure in the report `performance`. */
  column: string;
  kind: "percent" | "times" | "money" | "count";
  /** Costs: less is better. */
  less?: boolean;
  /** A target of it is of all its days together. */
  adds?: boolean;
}

const MEASURES: Record<string, Measure> = {
  roi: { name: "ROI", column: "roi", kind: "percent" },
  profit_roi: { name: "Profit ROI", column: "profit_roi", kind: "percent" },
  roas: { name: "ROAS", column: "roas", kind: "times" },
  cpa: { name: "Cost per order", column: "cpa_minor", kind: "money", less: true },
  cac: { name: "Cost per new customer", column: "cac_minor", kind: "money", less: true },
  cpl: { name: "Cost per lead", column: "cost_per_lead_minor", kind: "money", less: true },
  cpc: { name: "Cost per click", column: "cpc_minor", kind: "money", less: true },
  cpe: { name: "Cost per engagement", column: "cpe_minor", kind: "money", less: true },
  conversion_rate: { name: "Conversion rate", column: "conversion_rate", kind: "percent" },
  revenue: { name: "Net revenue", column: "net_minor", kind: "money", adds: true },
  orders: { name: "Orders", column: "orders", kind: "count", adds: true },
  new_customers: { name: "New customers", column: "new_customers", kind: "count", adds: true },
  leads: { name: "Leads", column: "leads", kind: "count", adds: true },
  clicks: { name: "Clicks", column: "clicks", kind: "count", adds: true },
  engagements: { name: "Engagements", column: "engagements", kind: "count", adds: true },
};

/** What a metric is; one that is not known here is a count under its own name. */
export const measure = (metric: string): Measure => MEASURES[metric] ?? { name: metric, column: metric, kind: "count" };

/** How a metric's figures are written. */
export const writer =
  (metric: string, currency: string | null) =>
  (value: Missing): string => {
    const { kind } = measure(metric);
    if (kind === "money") return money(value, currency);
    return { percent, times, count: number }[kind](value);
  };
