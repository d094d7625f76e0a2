// Orders before, during and after, against what was usual; and a test with a holdout (src/domain/report/lift).
import { query } from "../door.mjs";
import { count, day, flag, integer, list, nullable, oneOf, said, shownCurrency, shownText, shows, time } from "../words.mjs";
import { SOMETIMES, byModel, chance, counted, days, intervals, maybe, minor, minorShare, places, ratio, report, sample, share, tries, why, credited } from "./shared.mjs";

const phase = oneOf("before", "during", "after");
const reasons = why("immature", "baseline", "no_baseline", "several_currencies", "no_rate", "too_few", "no_conversions");
const arm = shows({ orders: counted("Who bought"), people: counted("Who could"), rate: maybe(share("Of these")) });

const phases = shows(
  {
    phase,
    from: nullable(day),
    to: nullable(day),
    days: counted("Days that are in it"),
    days_left_out: counted("Days that were left out"),
    orders: counted("Orders"),
    orders_per_day: maybe(ratio("Orders by days")),
    net_minor: maybe(minor("Net revenue")),
    sample,
    days_compared: counted("Days whose weekday is in the baseline"),
    days_without_baseline: counted("Days whose weekday is not"),
    expected_orders: maybe(credited("Orders that are usual on such days")),
    above_baseline_orders: maybe(credited("Orders above these")),
    ratio: maybe(ratio("Orders by expected ones")),
    p: maybe(chance("Of so many orders or more extreme, were all as usual")),
    expected_net_minor: maybe(minor("Net revenue that is usual")),
    above_baseline_minor: maybe(minor("Net revenue above it")),
    interval: intervals(["above_baseline_orders", "ratio", "above_baseline_minor"], []),
    says: said("The phase in a sentence.", shownText),
    why: reasons,
  },
  ["days_compared", "days_without_baseline", "interval", "says"],
);
const byDay = shows({
  day, phase, orders: counted("Orders"), net_minor: maybe(minor("Net revenue")), expected_orders: maybe(credited("Usual on such a day")), expected_net_minor: maybe(minor("Usual on such a day")),
});

const control = shows({
  orders: counted("Orders of those that nothing was done to"),
  expected_orders: credited("Their usual ones"),
  control_ratio: maybe(ratio("Of the two")),
  ratio: maybe(ratio("The change beyond theirs")),
  expected_with_control: maybe(credited("Orders that are likely, by their change")),
  above_control_orders: maybe(credited("Orders above these")),
  interval: intervals(["ratio"], []),
  why: why("no_conversions"),
});
const holdout = shows(
  {
    exposed: arm, control: arm,
    sample_ratio_p: chance("Of arms so uneven by chance"),
    valid: said("`false`: something else than chance decided, and nothing is worked out.", flag),
    incremental_orders: maybe(ratio("Orders that would not have come")),
    lift: maybe(ratio("By how much the rate is higher")),
    incremental_revenue_minor: maybe(minor("Their revenue, by `order_minor`")),
    iroas: maybe(ratio("That by cost")),
    incremental_cpa_minor: maybe(minor("Cost of each")),
    profit_minor: maybe(minor("Margin of it, less cost")),
    share_of_credited: maybe(ratio("Incremental orders by those that attribution gives")),
    test: nullable(oneOf("z", "fisher")),
    p: maybe(chance("That the rates are one")),
    people_needed_per_arm: maybe(counted("To tell these rates apart at 5 %, four times in five")),
    interval: intervals(["incremental_orders", "lift", "iroas"], []),
    why: why("no_conversions", "no_order_value", "no_cost", "no_margin", "nothing_incremental", "of_shop", "sample_ratio"),
  },
  ["incremental_revenue_minor", "incremental_cpa_minor", "share_of_credited", "test", "people_needed_per_arm", "interval"],
);

const arms = { type: "string", pattern: "^ *[0-9]{1,15} */ *[0-9]{1,15} *$" };
const between = { type: "string", pattern: "^ *0\\.[0-9]{1,6} *$" };
const amount = integer(0, 10 ** 15 - 1);

export const lift = report("reportLift", "Compare with what was usual", {
  about: "Expected orders are the mean of the same weekdays before. The grade of the evidence is named: C before and after, B beside creators that did nothing, A where chance decided who could see it. Nothing is called caused but by A.",
  parameters: [
    ...days,
    query("of", "All orders of the shop, or those of creators; `creators` where anything is filtered.", oneOf("shop", "creators")),
    query("by", "What the rows are.", { ...oneOf("phase", "day"), default: "phase" }),
    query("before_days", "Days that say what is usual.", { type: "integer", enum: [28, 56], default: 28 }),
    query("after_days", "Days behind.", { ...integer(0, 90), default: 14 }),
    query("without", "Days that count nowhere, such as those of a sale, with commas between.", { type: "array", items: day, minItems: 1, maxItems: 100 }, { style: "form", explode: false }),
    query("control_creator", "Creators that did nothing then.", { type: "array", items: integer(1, 2 ** 32 - 1), minItems: 1, maxItems: 100 }, { style: "form", explode: false }),
    query("exposed", "Of a test: buyers and people who could see it, such as 1200/100000; with `control`.", arms),
    query("control", "The same of those who could not.", arms),
    query("exposed_share", "What share was meant to see it; 0.5 when left out.", between),
    query("order_minor", "What an order brings.", amount),
    query("cost_minor", "What it cost.", amount),
    query("margin", "What is left of revenue.", between),
    ...places("creator", "campaign", "link", "code"),
  ],
  head: {
    ...byModel("lift"),
    of: oneOf("shop", "creators"),
    before_days: count,
    after_days: count,
    without: list(day),
    evidence: shows({ grade: oneOf("A", "B", "C"), design: oneOf("randomised_holdout", "difference_in_differences", "before_and_after"), says: shownText }),
    baseline: shows({
      range: nullable(shows({ from: day, to: day })), days: count, orders: count, phi: maybe(ratio("How much wider days spread than by chance alone")), why: why("too_few"),
    }),
    control: said("With `control_creator`.", nullable(control)),
    holdout: said("With `exposed` and `control`.", nullable(holdout)),
    stated: said("What the brand says of itself (`/v1/baselines`), beside what is observed.", list(shows({
      metric: oneOf("aov", "conversion_rate"), stated: minorShare("As stated"), currency: nullable(shownCurrency), set_at: time, observed: maybe(minorShare("As observed")),
      ratio: maybe(ratio("Of the two")), p: maybe(chance("That they are one")), interval: intervals(["observed"], []), why: why("several_currencies", "no_conversions", "not_kept", "no_clicks"),
    }))),
    unrated: counted("Orders without a rate"),
  },
  optional: SOMETIMES,
  row: { anyOf: [phases, byDay] },
  tries: tries({ from: "2025-09-08", to: "2025-09-14" }, {
    "by day": { by: "day", without: "2025-09-10" }, "beside another creator": { creator: 1, control_creator: 2 },
    "with a holdout": { exposed: "1200/100000", control: "900/100000", order_minor: "8000", cost_minor: "5000000", margin: "0.4" },
  }),
});
