// What the reports answer of creators, as far as these pages show it, and how a metric is written.
import { money, number, percent, times, words } from "../../format";

export interface Named {
  id: number;
  name: string;
  handle?: string;
}

export interface Between {
  low: number;
  high: number;
  level: number;
}

/** What every report says of itself. */
export interface Told {
  from: string;
  to: string;
  as_of: string | null;
  model: string;
  basis: string;
  revenue_basis: string;
  currency: string | null;
  next: string | null;
}

/** A row of `/v1/reports/ranking`. */
export interface Ranked {
  creator: Named;
  rank: number | null;
  rank_by_lower_bound: number | null;
  metric: string;
  estimate: number | null;
  interval: { estimate?: Between | null; fee_at_target_minor?: Between | null } | null;
  target: number | null;
  attainment: number | null;
  status: string;
  verdict: string;
  fee_at_target_minor: number | null;
  beats_target: boolean | null;
  sentence: string;
  clicks: number | null;
  orders: number | null;
  new_customers: number | null;
  leads: number | null;
  net_minor: number | null;
  cost_minor: number | null;
  roi: number | null;
  currency: string | null;
  immature: boolean;
  why: Record<string, string>;
}

/** A row of `/v1/reports/performance`. */
export interface Performed {
  creator?: Named | null;
  link?: { id: number; host: string; slug: string } | null;
  post?: string | { handle: string } | null;
  code?: { id: number; code: string } | null;
  day?: string;
  clicks: number;
  clicks_gross: number;
  orders: number | null;
  orders_link: number | null;
  orders_code: number | null;
  orders_both: number | null;
  orders_survey: number | null;
  new_customers: number | null;
  leads: number | null;
  code_uses: number | null;
  assisted_orders: number | null;
  conversion_rate: number | null;
  followers: number | null;
  platform_views: number | null;
  engagements: number | null;
  currency: string | null;
  gross_minor: number | null;
  refunded_minor: number | null;
  net_minor: number | null;
  revenue: { currency: string; orders: number; gross_minor: number; refunded_minor: number; net_minor: number }[];
  cost_minor: number | null;
  cost: Record<string, number> | null;
  roas: number | null;
  roi: number | null;
  immature: boolean;
  interval: Record<string, Between | null>;
  why: Record<string, string>;
  previous?: Performed;
}

export interface Performance extends Told {
  rows: Performed[];
  total: Performed;
}

/** The metrics that creators are ranked by, as people say them. */
export const METRICS: Record<string, string> = {
  roi: "ROI",
  roas: "ROAS",
  profit_roi: "Profit ROI",
  cpa: "Cost per order",
  cac: "Cost per new customer",
  cpl: "Cost per lead",
  cpc: "Cost per click",
  cpe: "Cost per engagement",
  conversion_rate: "Conversion rate",
  revenue: "Net revenue",
  orders: "Orders",
  new_customers: "New customers",
  leads: "Leads",
  clicks: "Clicks",
  engagements: "Engagements",
};

const PAID = ["cpa", "cac", "cpl", "cpc", "cpe", "revenue"];
const SHARES = ["roi", "profit_roi", "conversion_rate"];

/** A figure of a metric: money, a share, a multiple or a count. */
export function written(metric: string, value: number | null | undefined, currency: string | null): string {
  if (PAID.includes(metric)) return money(value, currency);
  if (SHARES.includes(metric)) return percent(value);
  return metric === "roas" ? times(value) : number(value);
}

/** How sure an interval is: `80 %`. */
export const sure = (between: Between): string => percent(between.level, 0);

/** An interval written as its figure is. */
export const span = (between: Between | null | undefined, write: (value: number) => string): { low: string; high: string; sure: string } | null =>
  between ? { low: write(between.low), high: write(between.high), sure: sure(between) } : null;

/** Verdicts in the order of docs/statistics.md, with what each means and how good it is. */
export const VERDICTS: Record<string, { name: string; means: string; tone: string }> = {
  scale: { name: "Scale", means: "Even the cautious end meets the target.", tone: "good" },
  keep: { name: "Keep", means: "The estimate meets the target, the cautious end does not.", tone: "good" },
  renegotiate: { name: "Renegotiate", means: "Below the target, but no loss: a lower fee would meet it.", tone: "warn" },
  cut: { name: "Cut", means: "Even the hopeful end is a loss.", tone: "wrong" },
  unclear: { name: "Unclear", means: "Neither good nor bad for sure, or no target is set.", tone: "" },
  insufficient: { name: "Too few", means: "Too few orders or clicks to judge.", tone: "" },
};

export const verdict = (word: string): { name: string; means: string; tone: string } => VERDICTS[word] ?? { name: words(word), means: "", tone: "" };

/**
 * One scale for all rows, of those that are sure enough to have an interval. One creator who is far from all others would
 * press these together: what lies further out than one and a half times the middle half is wide stands at the edge.
 */
export function scale(rows: Pick<Ranked, "estimate" | "interval" | "target">[]): [number, number] {
  const values = rows.flatMap((row) => (row.interval?.estimate ? [row.interval.estimate.low, row.interval.estimate.high] : [])).sort((a, b) => a - b);
  const targets = rows.map(({ target }) => target).filter((target) => target !== null);
  if (values.length === 0) values.push(...rows.map(({ estimate }) => estimate).filter((value) => value !== null).sort((a, b) => a - b));
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? 0;
  const wide = 1.5 * (at(0.75) - at(0.25));
  const low = Math.max(at(0), at(0.25) - wide);
  const high = Math.min(at(1), at(0.75) + wide);
  const [first, last] = targets.reduce(([low, high], target) => [Math.min(low, target), Math.max(high, target)], [low, high]);
  return first < last ? [first, last] : [Math.min(0, first), Math.max(1, last)];
}
