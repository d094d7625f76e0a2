// What `GET /v1/reports/models` answers, as far as the page shows it.
export interface Sum {
  orders: number;
  gross_minor: number | null;
  refunded_minor: number | null;
  net_minor: number | null;
}

export interface Row {
  kind: "creator" | "campaign" | "link" | "none" | "creators" | "channel" | "unattributed";
  creator?: { id: number; name: string };
  campaign?: { id: number; name: string };
  link?: { id: number; address: string };
  channel?: string;
  models: Record<string, Sum | null>;
}

export interface Gate {
  open: boolean;
  conversions: number;
  conversions_least: number;
  touches: number;
  touches_least: number;
  with_several_creators: number;
  with_several_creators_least_percent: number;
}

export interface Answer {
  from: string;
  to: string;
  as_of: string | null;
  basis: string;
  revenue_basis: string;
  by: string;
  currency: string | null;
  label: string | null;
  models: string[];
  whole: Sum;
  totals: Record<string, Sum | null>;
  unrated: number | null;
  gate?: Gate;
  markov?: { converts: number; states: number; method: string } | null;
  why?: Record<string, string>;
  click_window_days: number;
  view_window_days: number;
  next: string | null;
  rows: Row[];
}

/** Which of a sum's four is shown. */
export type Measure = keyof Sum;

/** Who a row is about, as a text. */
export function named(row: Row): string {
  switch (row.kind) {
    case "creator":
      return row.creator?.name ?? "";
    case "campaign":
      return row.campaign?.name ?? "";
    case "link":
      return row.link?.address ?? "";
    case "channel":
      return row.channel ?? "";
    case "creators":
      return "All creators together";
    case "none":
      return "Creators without it";
    default:
      return "Nobody";
  }
}
