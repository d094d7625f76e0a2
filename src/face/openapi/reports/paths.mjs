// The ways to a conversion: paths, their lengths, how long they took, and who plays which part (src/domain/report/paths).
import { query } from "../door.mjs";
import { count, day, flag, list, mapOf, nullable, oneOf, said, shownText, shows } from "../words.mjs";
import { about, counted, creator, days, intervals, maybe, minor, money, places, ratio, report, share, shared, tries, why } from "./shared.mjs";

const PARTS = {
  paths: "Conversions with them on the path", solo: "Their only step", introducer: "First of two steps or more", middle: "Neither first nor last",
  closer: "Last of two steps or more", both_ends: "First and last of two steps or more", assisted: "On the path, and the last step is another's", last_touch: "The last step",
};
const reasons = why("several_currencies", "not_kept", "no_last_touch", "no_touch", "immature", "no_conversions");
const net = (meaning) => maybe(minor(meaning));
/** Money of a row; apart where currencies cannot be added. */
const purse = { gross_minor: net("Before refunds"), refunded_minor: net("Given back"), net_minor: net("What is left") };
const byCurrency = said("Money of each currency, where there are several.", mapOf(mapOf({ type: "integer" }), { propertyNames: { pattern: "^[A-Z]{3}$" } }));
const beside = { by_currency: byCurrency, why: reasons };
const SELDOM = ["by_currency", "why"];
/** Conversions under the name of their kind: one of these is there. */
const conversions = { orders: counted("Sales"), leads: counted("Leads"), events: counted("Events") };
const KINDS = Object.keys(conversions);

const parts = Object.fromEntries(Object.entries(PARTS).flatMap(([part, meaning]) => [[part, counted(meaning)], [`${part}_net_minor`, net("Their net revenue")]]));
const role = { ...parts, assist_ratio: maybe(ratio("Assisted by last touches")), ...beside };
const aLength = () => shared("PathLength", shows(length, [...KINDS, ...SELDOM]));
const aRole = () => shared("PathRole", shows({ creator, ...role }, SELDOM));
const aLag = () => shared("PathLag", shows(lag));
const length = {
  length: said("Steps of the path; 0 has no touch.", count), ...conversions, share: maybe(share("Of all conversions")),
  touches_mean: ratio("Touches of each"), ...purse, ...beside,
};
const lag = {
  stretch: said("For a person.", shownText),
  from_seconds: count,
  to_seconds: nullable(count),
  since_first_touch: counted("Conversions"),
  since_first_touch_share: maybe(share("Of them all")),
  since_deciding_click: counted("Conversions"),
  since_deciding_click_share: maybe(share("Of them all")),
};
const path = {
  path: said("Ids of creators and channels, with ` > ` between.", shownText),
  names: said("The same with names.", shownText),
  length: count, ...conversions, came_to_nothing: counted("Journeys by the same way that came to nothing"), ...purse,
  conversion_rate: maybe(share("Conversions of all journeys that went this way")), interval: intervals(["conversion_rate"]), ...beside,
};
const median = nullable(shows({ from_seconds: count, to_seconds: nullable(count), seconds: nullable(count) }));

const row = {
  description: "By `by`: a path, a creator, a length, or a stretch of time.",
  anyOf: [
    shows(path, [...KINDS, "interval", ...SELDOM]),
    aRole(),
    aLength(),
    aLag(),
  ],
};
const channels = (name, description) =>
  query(name, description, { type: "array", items: { type: "string", pattern: "/", maxLength: 160 }, minItems: 1, maxItems: 100 }, { style: "form", explode: false });

export const paths = report("reportPaths", "Show the ways to a conversion", {
  about: "The most frequent ones first, 1,000 at most, with the journeys that came to nothing by the same way. Paths are stored as the night finds them.",
  parameters: [
    ...days,
    query("by", "What the rows are.", { ...oneOf("path", "creator", "length", "lag"), default: "path" }),
    query("kind", "Which conversions.", { ...oneOf("sale", "lead", "event"), default: "sale" }),
    query("sort", "By how many, or by net revenue (in one currency).", { ...oneOf("orders", "revenue"), default: "orders" }),
    query("currency", "Only what was paid in it.", { type: "string", pattern: "^\\s*[A-Za-z]{3}\\s*$" }),
    ...places("creator"),
    channels("channel", "Paths with one of these `source/medium`."),
    channels("not_channel", "Paths with none of these."),
  ],
  head: {
    ...about("paths"), ...money,
    kind: oneOf("sale", "lead", "event"),
    sort: oneOf("orders", "revenue"),
    channel: nullable(list(shownText)),
    not_channel: nullable(list(shownText)),
    why: reasons,
    totals: shows(
      {
        ...conversions, without_touch: counted("Conversions without a touch"), of_one_step: counted("Of one step"), of_several_steps: counted("Of several"),
        touches: counted("Touches of them all"), came_to_nothing: counted("Journeys that came to nothing"), matured_until: said("The last day whose journeys are known to have come to nothing.", nullable(day)),
        ...purse, ...beside,
      },
      [...KINDS, ...SELDOM],
    ),
    lengths: said("With `by=path`.", list(aLength())),
    roles: said("With `by=path`: the parts that creators play.", list(aRole())),
    other_channels: said("The parts of all other channels together.", shows(role, SELDOM)),
    lags: said("How long it took; not kept by channel.", nullable(shows({ rows: list(aLag()), median: shows({ since_first_touch: median, since_deciding_click: median }) }))),
    paths: counted("Paths that there are"),
    unrated: counted("Conversions without a rate"),
    cut: said("Whether there are more than are shown.", flag),
  },
  optional: ["why", "lengths", "roles", "other_channels", "lags", "paths", "cut"],
  row,
  tries: tries({}, { "by creator": { by: "creator" }, "by length": { by: "length" }, "by time": { by: "lag" }, "with a channel": { channel: "google/organic", not_creator: 1 }, leads: { kind: "lead", sort: "revenue" } }),
});
