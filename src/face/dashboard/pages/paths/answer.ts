// What `GET /v1/reports/paths` answers, as far as the page shows it.
import type { Purse } from "../../purse";

export interface Share {
  low: number;
  high: number;
}

export interface Row extends Purse {
  path: string;
  names?: string;
  length: number;
  orders: number;
  came_to_nothing: number;
  conversion_rate: number | null;
  interval?: { conversion_rate?: Share };
  net_minor: number | null;
}

export interface Length extends Purse {
  length: number;
  orders: number;
  share: number | null;
  net_minor: number | null;
}

export interface Stretch {
  stretch: string;
  from_seconds: number;
  to_seconds: number | null;
  since_first_touch: number;
  since_first_touch_share: number | null;
  since_deciding_click: number;
  since_deciding_click_share: number | null;
}

export interface Median {
  from_seconds: number;
  to_seconds: number | null;
  seconds: number | null;
}

export interface Lags {
  rows: Stretch[];
  median: { since_first_touch: Median | null; since_deciding_click: Median | null };
}

export interface Role extends Purse {
  creator?: { id: number; name: string };
  paths: number;
  solo: number;
  introducer: number;
  middle: number;
  closer: number;
  both_ends: number;
  assisted: number;
  last_touch: number;
  assist_ratio: number | null;
  paths_net_minor: number | null;
}

export interface Answer {
  from: string;
  to: string;
  as_of: string | null;
  basis: string;
  revenue_basis: string;
  currency: string | null;
  click_window_days: number;
  cut: boolean;
  paths: number;
  totals: Purse & { orders: number; without_touch: number; of_one_step: number; of_several_steps: number; came_to_nothing: number; matured_until: string | null; net_minor: number | null };
  rows: Row[];
  lengths: Length[];
  lags: Lags | null;
  roles: Role[];
  other_channels: Role;
  unrated: number;
  why?: Record<string, string>;
}
