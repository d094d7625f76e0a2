// What `GET /v1/reports/reconciliation` answers, as far as the page shows it.
export interface Between {
  low: number;
  high: number;
}

export interface Counts {
  link: number;
  code: number;
  survey: number;
  link_only: number;
  code_only: number;
  survey_only: number;
  link_code: number;
  link_survey: number;
  code_survey: number;
  link_code_survey: number;
  link_or_code: number;
  link_or_code_or_survey: number;
  link_and_code: number;
  agreement: number | null;
  conflicts: number;
  survey_alone: number;
  survey_estimate: number | null;
  reconciled_orders: number | null;
  interval?: { survey_estimate?: Between; reconciled_orders?: Between };
  why?: Record<string, string>;
}

export interface Named {
  id: number;
  name: string;
}

export type Row = Counts & { creator: Named; experimental?: { orders_by_capture_and_recapture: number } };

export interface Answer {
  from: string;
  to: string;
  as_of: string | null;
  basis: string;
  totals: Counts;
  survey: { orders_without_link_or_code: number; answered: number; response_rate: number | null; named_a_creator: number; named_another_source: number };
  conflicts: { link_creator: Named; code_creator: Named; orders: number }[];
  conflicts_cut: boolean;
  next: string | null;
  rows: Row[];
}

/** The seven parts: their name in the answer, what they are called, what they mean, and on which of link, code, survey they are. */
export const PARTS: [keyof Counts & string, string, string, boolean[]][] = [
  ["link_only", "Link only", "Only a click on the link says so.", [true, false, false]],
  ["code_only", "Code only", "Only the code says so.", [false, true, false]],
  ["survey_only", "Survey only", "Only the customer says so.", [false, false, true]],
  ["link_code", "Link and code", "Link and code say so, the customer does not.", [true, true, false]],
  ["link_survey", "Link and survey", "The link and the customer say so, no code does.", [true, false, true]],
  ["code_survey", "Code and survey", "The code and the customer say so, no link does.", [false, true, true]],
  ["link_code_survey", "All three", "Link, code and customer say the same.", [true, true, true]],
];
