// What the overview reads of the API's answers (docs/reports/performance.md, docs/reports/ranking.md).
export interface Interval {
  low: number;
  high: number;
  level: number;
}

/** Null where there is no figure. */
type Amount = number | null;

/** The figures of a row or of the total; null with its word in `why`. */
export interface Sum {
  clicks: number;
  clicks_gross: number;
  visitor_days: Amount;
  orders: number;
  orders_link: number;
  orders_code: number;
  orders_both: number;
  orders_survey: number;
  new_customers: number;
  net_minor: Amount;
  cost_minor: Amount;
  cpa_minor: Amount;
  cac_minor: Amount;
  roi: Amount;
  roas: Amount;
  currency: string | null;
  revenue: { currency: string; orders: number; net_minor: number }[];
  immature: boolean;
  interval: Record<string, Interval | null | undefined>;
  why: Record<string, string | undefined>;
}

/** Whether a time has nothing at all: no click, no order and no cost. Its zeros are no figures to compare with. */
export const blank = ({ clicks, orders, cost_minor }: { clicks: Amount; orders: Amount; cost_minor: Amount }): boolean => clicks === 0 && orders === 0 && !cost_minor;

/** What stands beside the rows, of the whole shop. */
interface Beside {
  orders: number;
  net_minor: Amount;
  currency: string | null;
  revenue: { currency: string; net_minor: number }[];
}

export interface Performance<Row = object> {
  from: string;
  to: string;
  as_of: string | null;
  model: string;
  revenue_basis: string;
  next: string | null;
  rows: (Row & Sum)[];
  total: Sum;
  unattributed: Beside;
  unverified: Beside;
}

export interface Named {
  id: number;
  name: string;
}

export interface Ranked {
  creator: Named;
  rank: Amount;
  estimate: Amount;
  target: Amount;
  attainment: Amount;
  status: string;
  verdict: string;
  sentence: string;
  currency: string | null;
  orders: number;
  net_minor: Amount;
  interval: { estimate?: Interval | null };
  why: Record<string, string | undefined>;
}

export interface Ranking {
  from: string;
  to: string;
  as_of: string | null;
  model: string;
  revenue_basis: string;
  goal: string | null;
  metric: string;
  currency: string | null;
  next: string | null;
  rows: Ranked[];
}

/** What the figures of a report stand on. */
export const ground = (answer: { from: string; to: string; as_of: string | null; model?: string; revenue_basis?: string }, today: string) => ({
  ...answer,
  basis: answer.revenue_basis,
  provisional: answer.to >= today,
});
