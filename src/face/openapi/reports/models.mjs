// Models side by side over the same conversions (src/domain/report/models, src/domain/credit/model).
import { query } from "../door.mjs";
import { count, flag, id, integer, list, mapOf, nullable, number, oneOf, said, shownText, shows } from "../words.mjs";
import { SOMETIMES, byModel, compare, counted, credited, days, maybe, minor, places, report, share, shared, tries, why, window } from "./shared.mjs";

const MODELS = [
  "payout", "last", "first", "linear", "linear_unique", "position", "decay", "view_through", "assisted", "code_use", "last_non", "j", "inverse_j", "custom", "markov", "markov_value",
];
const given = shared("Given", shows({
  orders: credited("What the model gives"),
  gross_minor: maybe(minor("Before refunds")),
  refunded_minor: maybe(minor("Given back")),
  net_minor: maybe(minor("What is left")),
}));
const byModels = said("By the model's word; `null` where the head's `why` says so.", mapOf(nullable(given), { propertyNames: { enum: MODELS } }));
const named = nullable(shownText);
const kind = oneOf("sale", "lead", "event");

const row = shows(
  {
    kind: said("`creators` are all of them together, `none` those without a campaign or link.", oneOf("creator", "campaign", "link", "creators", "channel", "none", "unattributed")),
    creator: shows({ id, name: named, handle: named }),
    campaign: shows({ id, name: named, handle: named }),
    link: shows({ id, address: named }),
    channel: said("`source/medium`.", shownText),
    models: byModels,
    previous: shows({ models: byModels }),
  },
  ["creator", "campaign", "link", "channel", "previous"],
);

const weights = {
  anyOf: [
    { ...shows({ first: number, middle: number, last: number }), description: "By part." },
    { ...list(number), description: "By place, from the end." },
  ],
};

export const models = report("reportModels", "Compare models", {
  about: `What each model gives every creator, campaign, link or channel of the same conversions: every share adds up to \`whole\`. Other windows, codes
and views work the same models out anew from paths, at most 200,000 conversions. \`markov\` is null with \`why.markov\` = \`below_gate\` below 300
conversions with a touch, 3,000 touches or a fifth of paths with two creators, and \`linear\` stands in its place.`,
  parameters: [
    ...days,
    query("by", "What the rows are.", { ...oneOf("creator", "campaign", "link", "channel"), default: "creator" }),
    query("kind", "Which conversions.", { ...kind, default: "sale" }),
    query("models", "Which stand side by side, with commas between; `shapley` is another word for `linear_unique`.", { type: "array", items: oneOf(...MODELS, "shapley"), minItems: 1 }, { style: "form", explode: false }),
    query("basis", "On which day a conversion stands.", { ...oneOf("conversion_date", "touch_date"), default: "conversion_date" }),
    window("click_window_days", "Days that a click may be old."),
    window("view_window_days", "Days that a pixel view may be old."),
    query("codes", "What a code is on a path.", { ...oneOf("as_touch", "ignore", "override", "if_no_click"), default: "as_touch" }),
    query("views", "What a pixel view is.", { ...oneOf("ignore", "as_touch"), default: "ignore" }),
    query("half_life_days", "Of `decay`.", { ...integer(1, 90), default: 7 }),
    query("position", "What first, middle and last get, in percent that make 100.", { type: "string", pattern: "^ *[0-9]{1,3} *, *[0-9]{1,3} *, *[0-9]{1,3} *$", default: "40,20,40" }),
    query("weights", "Of `custom`: JSON such as {\"first\":0.3,\"middle\":0.2,\"last\":0.5}, or a list from the end, that makes 1.", { type: "string" }),
    query("except", "Of `last_non`: a creator's id, or a channel such as google/organic.", { type: "string", maxLength: 100 }),
    ...places("creator", "campaign", "link", "code"), compare,
  ],
  head: (() => {
    const { model: _, why: __, ...head } = byModel("models");
    return {
      ...head,
      by: oneOf("creator", "campaign", "link", "channel"),
      kind,
      codes: oneOf("as_touch", "ignore", "override", "if_no_click"),
      views: oneOf("ignore", "as_touch"),
      half_life_days: count,
      position: list(count),
      weights: nullable(weights),
      except: said("What `last_non` passes over.", { type: ["integer", "string", "null"] }),
      models: list(oneOf(...MODELS)),
      label: said("`share among tracked creators` where other channels are not seen.", nullable(shownText)),
      why: why("several_currencies", "range_too_wide", "not_kept", "below_gate", "no_conversions", "no_money"),
      whole: said("All conversions.", given),
      totals: said("What the rows of each model add up to.", byModels),
      unrated: maybe(counted("Conversions without a rate")),
      gate: said("Whether there is enough to learn from.", shows({
        open: flag, conversions: count, conversions_least: count, touches: count, touches_least: count, with_several_creators: count, with_several_creators_least_percent: count,
      })),
      markov: nullable(shows({ converts: share("Of all journeys, those that convert"), states: counted("Creators and channels"), method: oneOf("removal_effect", "coverage") })),
    };
  })(),
  optional: [...SOMETIMES, "gate", "markov"],
  row,
  tries: tries({}, {
    "by channel": { by: "channel" }, "by link, compared": { by: "link", compare: "previous", models: "payout,linear" }, leads: { kind: "lead" },
    "other windows": { click_window_days: "7", models: "last,linear,assisted" }, "weights of one's own": { models: "custom", weights: '{"first":0.3,"middle":0.2,"last":0.5}' },
    "all but one": { models: "last_non", except: "google/organic" }, markov: { models: "markov" },
  }),
});
