// What the page reads of the reports on quality (docs/reports/quality.md) and on visits (README, Who counts as a person).
import type { Interval, Named } from "../overview/shapes";
import type { Figures } from "./signs";

type Counts = Record<string, number>;

export interface Row {
  creator: Named;
  clicks_gross: number;
  clicks: number;
  invalid_share: number | null;
  landings: number;
  landing_rate: number | null;
  pixel_views: number;
  pixel_coverage: number | null;
  ctr: number | null;
  orders: number;
  sample: string;
  flags: Record<string, Figures>;
  interval: Record<string, Interval | null | undefined>;
  why: Record<string, string | undefined>;
}

export interface Quality {
  from: string;
  to: string;
  as_of: string | null;
  next: string | null;
  received: number;
  counted: number;
  flagged: number;
  rejected: number;
  flagged_by_verdict: Counts;
  flagged_by_reason: Counts;
  rejected_by_reason: Counts;
  landings: number;
  pixel_views: number;
  pixel_coverage: number | null;
  ctr: number | null;
  orphan_visits: number;
  orphans: { address: string; clicks: number; clicks_of_people: number; pixel_views: number; last_at: string }[];
  orphans_cut: boolean;
  orphans_kept_from: string | null;
  why: Record<string, string | undefined>;
  rows: Row[];
}

export interface Visits {
  by: string;
  from: string;
  to: string;
  as_of: string | null;
  received: number;
  counted: number;
  flagged: number;
  rejected: number;
  next: string | null;
  rows: { value: string; gross: number; clicks: number; landings: number; pages: number; pixel_views: number; flagged: number }[];
}
