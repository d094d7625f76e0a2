// Links, codes and answers side by side, by order id (src/domain/report/reconciliation.rs).
import { query } from "../door.mjs";
import { flag, list, oneOf, said, shows } from "../words.mjs";
import { about, counted, creator, days, intervals, maybe, places, report, share, shared, tries, why, credited } from "./shared.mjs";

const CELLS = ["link_only", "code_only", "link_code", "survey_only", "link_survey", "code_survey", "link_code_survey"];
const cells = {
  ...Object.fromEntries(CELLS.map((cell) => [cell, counted("Orders that exactly these name")])),
  link: counted("Orders that a link names"),
  code: counted("Orders that a code names"),
  survey: counted("Orders that an answer names"),
  link_or_code: counted("Orders that either names, each once"),
  link_or_code_or_survey: counted("Orders that any of the three names, each once"),
  link_and_code: counted("Orders of which both name the same"),
  conflicts: counted("Orders whose link names one creator and whose code another"),
  survey_alone: counted("Orders with neither link nor code of anybody whose customer named them"),
  experimental: said("Of a creator: an estimate that takes link and code for two independent looks.", shows({ orders_by_capture_and_recapture: maybe({ type: "number" }) })),
  agreement: maybe(share("Orders that both name, by the smaller of the two")),
  survey_estimate: maybe(credited("Orders without link and code that would name them, if everybody had answered")),
  reconciled_orders: maybe(credited("`link_or_code` and `survey_estimate`")),
  interval: intervals(["survey_estimate", "reconciled_orders"]),
  why: why("no_link_or_no_code", "no_answers"),
};
const SELDOM = ["experimental", "interval", "why"];
const pair = shared("ConflictPair", shows({ link_creator: creator, code_creator: creator, orders: counted("Orders") }));

export const reconciliation = report("reportReconciliation", "Reconcile links, codes and answers", {
  about: "Three lists of orders overlap: by order id each counts once. What answers add is an estimate with a range, which takes who answers to be like who does not.",
  parameters: [...days, query("by", "What the rows are: creators, or pairs that one order names.", { ...oneOf("creator", "conflict"), default: "creator" }), ...places("creator")],
  head: {
    ...about("reconciliation"),
    totals: shows(cells, SELDOM),
    survey: shows({
      orders_without_link_or_code: counted("Orders"), answered: counted("Of these, answered"), response_rate: maybe(share("Of these")),
      named_a_creator: counted("Of the answers"), named_another_source: counted("Of the answers"), assumes: { type: "string" },
    }),
    conflicts: said("With `by=creator`: the pairs, 1,000 at most.", list(pair)),
    conflicts_cut: said("Whether there are more.", flag),
  },
  optional: ["conflicts", "conflicts_cut"],
  row: { anyOf: [shows({ creator, ...cells }, SELDOM), pair] },
  tries: tries({}, { conflicts: { by: "conflict" }, "of one": { creator: 1 } }),
});
