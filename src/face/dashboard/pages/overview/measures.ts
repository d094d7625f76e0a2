// The metrics that creators are ranked by, as the goal of all together needs them: where the total has them, and how targets of
// them are reached.
interface Measure {
  /** The same figure in the report `performance`. */
  column: string;
  /** Costs: less is better. */
  less?: boolean;
  /** A target of it is of all its days together. */
  adds?: boolean;
}

const MEASURES: Record<string, Measure> = {
  roi: { column: "roi" },
  profit_roi: { column: "profit_roi" },
  roas: { column: "roas" },
  cpa: { column: "cpa_minor", less: true },
  cac: { column: "cac_minor", less: true },
  cpl: { column: "cost_per_lead_minor", less: true },
  cpc: { column: "cpc_minor", less: true },
  cpe: { column: "cpe_minor", less: true },
  conversion_rate: { column: "conversion_rate" },
  revenue: { column: "net_minor", adds: true },
};

/** Every other metric is a count under its own name. */
export const measure = (metric: string): Measure => MEASURES[metric] ?? { column: metric, adds: true };
