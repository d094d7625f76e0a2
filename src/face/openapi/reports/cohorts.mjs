// What customers bring over time, by who brought them and the month of their first order (src/domain/report/cohorts).
import { query } from "../door.mjs";
import { count, flag, integer, list, mapOf, nullable, oneOf, said, shows } from "../words.mjs";
import { about, counted, creator, credited, days, intervals, maybe, minor, money, places, ratio, report, share, tries, why } from "./shared.mjs";

const AGES = [1, 30, 60, 90, 180, 270, 365];
const MODELS = ["first", "last", "payout", "linear", "linear_unique", "position", "decay", "j", "inverse_j"];
const each = (name, figure) => Object.fromEntries(AGES.map((days) => [name.replace("#", days), figure(`before ${days} days`)]));

const row = shows(
  {
    month: said("Of the first order.", { type: "string", pattern: "^([0-9]{4}-[0-9]{2})?$" }),
    creator,
    customers: credited("Customers; parts of one where several brought them"),
    orders: credited("Their orders so far"),
    complete_days: said("The oldest age that all of them have reached.", { type: "integer", enum: [0, ...AGES] }),
    orders_per_customer: maybe(ratio("Orders by customers")),
    repeat_order_share: maybe(share("Orders that were not first ones")),
    median_days_to_second_order: maybe({ ...ratio("Of who came again"), "x-unit": "days" }),
    cost_minor: maybe(minor("What the creator cost in that month")),
    cac_minor: maybe(minor("Cost by customers")),
    ...each("repeat_rate_#", (when) => maybe(share(`Customers who came again ${when}`))),
    ...each("net_#_minor", (when) => maybe(minor(`Net revenue ${when}`))),
    ...each("ltv_#_minor", (when) => maybe(minor(`The same by customer, of profit where a margin is asked for, ${when}`))),
    ...each("ltv_to_cac_#", (when) => maybe(ratio(`How often that covers what a customer cost, ${when}`))),
    by_currency: said("Money of each currency, where there are several.", mapOf(mapOf({ type: ["integer", "null"] }), { propertyNames: { pattern: "^[A-Z]{3}$" } })),
    interval: intervals(AGES.flatMap((days) => [`repeat_rate_${days}`, `ltv_${days}_minor`])),
    why: why("incomplete", "several_currencies", "no_new_customers", "no_conversions", "no_repeat_orders", "no_cost", "no_rate", "too_few"),
  },
  ["by_currency", "interval", "why"],
);

export const cohorts = report("reportCohorts", "Follow customers over time", {
  about: "A figure that the newest of a cohort could not reach yet is `null` and `incomplete`. A refund takes from the age of its order. `from` and `to` stand for their whole months; the 4,000 largest cohorts are shown.",
  parameters: [
    ...days,
    query("model", "Who brought a customer: by the first order's path.", { ...oneOf(...MODELS, "shapley"), default: "first" }),
    query("margin_percent", "How much of net revenue is profit; without it value is revenue.", integer(1, 100)),
    ...places("creator"),
  ],
  head: {
    ...about("cohorts"), ...money,
    why: why("several_currencies"),
    model: oneOf(...MODELS),
    model_version: count,
    margin_percent: nullable(integer(1, 100)),
    ages: list(count),
    totals: shows({
      customers: credited("Customers"), orders: credited("Their orders"), orders_without_rate: credited("Orders whose money is nowhere, for want of a rate"),
      orders_of_unknown_customers: counted("Orders that say nothing of their customer"),
    }),
    cohorts: counted("Cohorts"),
    cut: said("Whether there are more than are shown.", flag),
  },
  optional: ["why"],
  row,
  tries: tries({}, { "by last touch, profit": { model: "last", margin_percent: "40" }, "of one": { creator: 1 } }),
});
