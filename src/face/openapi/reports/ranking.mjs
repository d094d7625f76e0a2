// Creators against what was hoped for (src/domain/report/ranking.rs, verdict.rs, metric.rs).
import { query } from "../door.mjs";
import { flag, id, nullable, oneOf, said, shownText, shows } from "../words.mjs";
import { asked, figures } from "./performance.mjs";
import { SOMETIMES, byModel, counted, intervals, maybe, minor, ratio, report, tries, why } from "./shared.mjs";

const METRICS = ["roi", "roas", "profit_roi", "cpa", "cac", "cpl", "cpc", "cpe", "conversion_rate", "revenue", "orders", "new_customers", "leads", "clicks", "engagements"];
const value = (meaning) => maybe({ ...ratio(meaning), "x-unit": "of the metric" });

const row = shows({
  creator: nullable(shows({ id, name: shownText, handle: shownText })),
  rank: maybe(counted("Dense: alike figures have one rank")),
  rank_by_lower_bound: maybe(counted("By the cautious end of the interval, where small samples are far off")),
  metric: oneOf(...METRICS),
  target: value("What was hoped for"),
  estimate: value("How it came out"),
  attainment: maybe(ratio("How much of the target was reached")),
  status: said("Where the whole interval is beside the target.", oneOf("above", "below", "unclear", "insufficient", "no_target")),
  verdict: said("What follows.", oneOf("scale", "keep", "renegotiate", "cut", "unclear", "insufficient")),
  fee_at_target_minor: maybe(minor("The flat fee that would meet the target, all else staying as it is")),
  sentence: said("Why, with its figures.", shownText),
  beats_target: said("Whether it still does when many were tried (Benjamini and Hochberg, 10 %).", nullable(flag)),
  clicks: figures.clicks, orders: figures.orders, new_customers: figures.new_customers, leads: figures.leads, currency: figures.currency, net_minor: figures.net_minor,
  cost_minor: figures.cost_minor, roi: figures.roi, immature: figures.immature,
  interval: intervals(["estimate", "fee_at_target_minor"], []),
  why: why(
    "no_target", "nothing_to_divide_by", "too_few", "no_cost", "no_margin", "no_rate", "several_currencies", "not_kept", "no_clicks", "no_conversions", "no_new_customers", "no_leads",
    "no_engagements", "not_of_cost", "no_such_target", "other_costs_alone_exceed_it", "target_in_another_currency", "target_of_other_days",
  ),
});

export const ranking = report("reportRanking", "Rank creators", {
  about: "Who did nothing and cost nothing is not listed. Nobody is ranked by followers. Where nothing is said, metric and model follow the goal of the one campaign that is filtered by.",
  parameters: [
    query("metric", "What they are measured by; `roi` unless a campaign's goal says `cpe` or `cpl`.", oneOf(...METRICS)),
    query("by", "Creators are ranked; it may be said.", { const: "creator" }),
    ...asked,
  ],
  head: { ...byModel("ranking"), metric: oneOf(...METRICS), goal: said("Of the one campaign that is filtered by.", nullable(oneOf("awareness", "leads", "sales"))) },
  optional: SOMETIMES,
  row,
  tries: tries({}, { "of a campaign": { campaign: 1 }, "by cost per order": { metric: "cpa" } }),
});
