// What `GET /v1/conversions/{id}` answers.
import type { Named } from "../creators/facts";

export interface LinkNamed {
  id: number;
  host: string;
  slug: string;
}

/** A piece of evidence, and what it lost to. */
export interface Piece {
  kind: string;
  creator: Named | null;
  at: string | null;
  age_seconds: number | null;
  decided: boolean;
  lost_because: { code: string; detail: string } | null;
  link?: LinkNamed | null;
  channel?: string;
  code?: string;
  flag?: string;
  orders?: number;
}

/** A step of the path. */
export interface Step {
  kind: string;
  at: string;
  until?: string;
  creator?: Named | null;
  channel?: string;
  link?: LinkNamed | null;
  code?: string | null;
  decided: boolean;
  touches: number;
}

/** What a model gives one place. */
export interface Share {
  creator: Named | null;
  channel: string | null;
  link: LinkNamed | null;
  micro: number;
  gross_minor: number;
  refunded_minor: number;
}

export interface Decision {
  creator: Named | null;
  campaign_id: number | null;
  link: LinkNamed | null;
  via: string;
  sentence: string;
  evidence: Piece[];
  path: Step[];
  path_truncated: boolean;
  models: Record<string, Share[]>;
}

export interface Report {
  standing: string;
  source: number;
  rank: string;
  revision: number;
  received_at: string;
  report: unknown;
}

export interface Conversion {
  kind: string;
  id: string;
  order_id: string | null;
  state: string;
  aliases: string[];
  occurred_at: string;
  received_at: string;
  source: number;
  rank: string;
  revision: number;
  version: number;
  erased_at: string | null;
  currency: string | null;
  total_minor: number | null;
  merchandise_minor: number | null;
  discount_minor: number | null;
  tax_minor: number | null;
  shipping_minor: number | null;
  lead_id: string | null;
  customer_known: boolean;
  notes: string[];
  codes: { code: string; discount_minor: number | null }[];
  refunds: { id: string; total_minor: number | null; currency: string; occurred_at: string; rank: string; reason: string | null; cumulative: boolean }[];
  reports: Report[];
  credited: { creator_id: number | null } | null;
  new_customer: boolean | null;
  net: { currency: string; gross_minor: number; refunded_minor: number; net_minor: number; basis: string } | null;
  decision: Decision | null;
}
