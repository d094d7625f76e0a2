// What `GET /v1/reports/lift` answers, as far as the page shows it.
export interface Between {
  low: number;
  high: number;
}

interface Reasons {
  why?: Record<string, string>;
}

export interface Phase extends Reasons {
  phase: "before" | "during" | "after";
  from: string | null;
  to: string | null;
  days: number;
  days_left_out: number;
  orders: number;
  orders_per_day: number | null;
  expected_orders: number | null;
  above_baseline_orders: number | null;
  ratio: number | null;
  p: number | null;
  net_minor: number | null;
  expected_net_minor: number | null;
  above_baseline_minor: number | null;
  sample: "insufficient" | "low" | "ok";
  interval?: { ratio?: (Between & { high: number | null }) | null; above_baseline_orders?: Between | null; above_baseline_minor?: Between | null };
  says?: string;
}

export interface Day {
  day: string;
  phase: Phase["phase"];
  orders: number;
  expected_orders: number | null;
}

interface Arm {
  orders: number;
  people: number;
  rate: number;
}

export interface Holdout extends Reasons {
  exposed: Arm;
  control: Arm;
  valid: boolean;
  sample_ratio_p: number;
  incremental_orders: number | null;
  lift: number | null;
  p: number | null;
  test?: string;
  iroas: number | null;
  incremental_revenue_minor?: number | null;
  incremental_cpa_minor?: number | null;
  profit_minor: number | null;
  share_of_credited?: number | null;
  people_needed_per_arm?: number | null;
  interval?: { incremental_orders?: Between | null; lift?: Between | null; iroas?: Between | null };
}

export interface Control extends Reasons {
  orders: number;
  expected_orders: number;
  control_ratio: number | null;
  ratio: number | null;
  expected_with_control: number | null;
  above_control_orders: number | null;
  interval: { ratio: Between | null };
}

export interface Stated extends Reasons {
  metric: string;
  currency: string | null;
  stated: number;
  observed: number | null;
  ratio: number | null;
  p: number | null;
  interval: { observed: Between | null };
}

export interface Answer {
  from: string;
  to: string;
  as_of: string | null;
  basis: string;
  revenue_basis: string;
  of: string;
  currency: string | null;
  unrated: number;
  evidence: { grade: "A" | "B" | "C"; design: string; says: string };
  baseline: { range: { from: string; to: string } | null; days: number; orders: number; phi: number | null };
  control: Control | null;
  holdout: Holdout | null;
  stated: Stated[];
  rows: Phase[];
}

/** The chance that so much difference comes from chance alone, as it is written. */
export const chance = (p: number | null): string | null => (p === null ? null : p < 0.0001 ? "< 0.0001" : p.toFixed(4));
