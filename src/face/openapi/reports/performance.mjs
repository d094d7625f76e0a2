// What each creator, campaign, post, link, day and so on brought in and cost (src/domain/report/performance).
import { id, list, nullable, oneOf, said, shownCurrency, shownText, shows, flag, day } from "../words.mjs";
import { query } from "../door.mjs";
import {
  SOMETIMES, VISITS, byModel, byVerdict, chance, compare, counted, credited, days, differs, everyPlace, intervals, maybe, minor, minorShare, ratio, report, share, shared,
  tries, visitFilters, why, window,
} from "./shared.mjs";

export const KEPT = ["payout", "last", "first", "linear", "linear_unique", "shapley", "position", "decay"];
const BY = [
  "creator", "campaign", "link", "code", "post", "platform", "content_kind", "day", "week", "month",
  "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", ...VISITS,
];
export const reasons = shared("Reasons", why(
  "no_cost", "no_clicks", "no_views", "no_conversions", "no_new_customers", "no_leads", "no_engagements", "no_followers", "no_margin", "no_rate", "several_currencies",
  "too_few", "immature", "not_additive", "not_stated", "not_kept", "no_snippet",
));

const PARTS = ["fee", "commission", "product", "agency", "amplification", "labour", "travel"];
const parts = Object.fromEntries(PARTS.map((part) => [`${part}_minor`, minor(`Cost of this kind`)]));
const unrated = shows({ cost_id: id, currency: shownCurrency, amount_minor: minor("Its whole amount"), why: { const: "no_rate" } });

const revenue = shows(
  {
    currency: shownCurrency,
    orders: credited("Orders in it"),
    gross_minor: minor("Before refunds"),
    refunded_minor: minor("Given back"),
    net_minor: minor("What is left"),
    average_order_value_minor: maybe(minor("Gross by orders")),
    basis: said("Whether tax and shipping were known and taken off.", oneOf("merchandise", "order_total", "mixed")),
  },
  ["basis"],
);

export const money = {
  revenue: said("By currency.", list(shared("Revenue", revenue))),
  currency: said("Of every `_minor` here: the reporting currency, else the only one.", nullable(shownCurrency)),
  gross_minor: maybe(minor("Before refunds")),
  refunded_minor: maybe(minor("Given back")),
  net_minor: maybe(minor("What is left after refunds")),
};

/** The figures of a row. */
export const figures = {
  clicks: maybe(counted("Clicks of people, counted once")),
  clicks_gross: maybe(counted("Every request that was answered with a redirect")),
  clicks_by_verdict: said("The clicks that do not count, by what they were; not kept by a dimension of visits.", byVerdict),
  visitor_days: maybe(counted("Visitors of each day, added over days; never over links")),
  pixel_views: maybe(counted("Pixel views of people")),
  landings: maybe(counted("Pages that these clicks reached, as the shop's pages say")),
  landing_rate: maybe(share("Landings by clicks")),
  ctr: maybe(ratio("Clicks by `ctr_of`")),
  ctr_of: { const: "pixel_views" },
  ctr_gt_1: said("A blocked pixel makes the click-through rate more than 1.", flag),
  conversion_rate: maybe(share("Of the clicks that have had their window, those that an order followed")),
  conversion_rate_simple: maybe(ratio("Orders by link or both, by clicks; mixes days")),
  reach: maybe(counted("Of one post, as the platform last showed it")),
  followers: maybe(counted("Of one account")),
  platform_views: maybe(differs("What was added in the range")),
  likes: maybe(differs("What was added in the range")),
  comments: maybe(differs("What was added in the range")),
  shares: maybe(differs("What was added in the range")),
  saves: maybe(differs("What was added in the range")),
  platform_clicks: maybe(differs("What was added in the range")),
  engagements: maybe(differs("Likes, comments, shares, saves and platform clicks; views are none")),
  orders: credited("Credit of orders, by the model"),
  net_orders: maybe(credited("Of orders that were not given back whole")),
  orders_link: maybe(counted("Orders that a link tied, always by payout")),
  orders_code: maybe(counted("Orders that a code tied")),
  orders_both: maybe(counted("Orders that both tied")),
  orders_survey: maybe(counted("Orders that an answer tied")),
  new_customers: maybe(credited("Credit of orders of new customers")),
  leads: maybe(credited("Credit of leads")),
  assisted_orders: maybe(credited("Orders on whose path they are, with another at its end; no share")),
  view_through_orders: maybe(credited("Orders behind a view alone; in no total")),
  code_uses: maybe(credited("Uses of the holder's codes")),
  ...money,
  average_order_value_minor: maybe(minor("Gross by orders")),
  cost_minor: maybe(minor("All that it cost")),
  cost: said("The same by part.", maybe(shared("CostParts", shows(parts)))),
  costs: said("What it cost in each currency, where there are several.", shows({
    sums: list(shows({ currency: shownCurrency, ...parts, total_minor: minor("All of it") })), unrated: list(unrated),
  })),
  cpc_minor: maybe(minorShare("Cost by clicks")),
  cpm_pixel_minor: maybe(minorShare("Cost by a thousand pixel views")),
  cpm_platform_minor: maybe(minorShare("Cost by a thousand platform views")),
  cpa_minor: maybe(minorShare("Cost by orders")),
  cac_minor: maybe(minorShare("Cost by new customers")),
  cost_per_lead_minor: maybe(minorShare("Cost by leads")),
  cpe_minor: maybe(minorShare("Cost by engagements")),
  roas: maybe(ratio("Net revenue by cost")),
  roi: maybe(ratio("ROAS less 1")),
  profit_roi: maybe(ratio("Margin times ROAS, less 1")),
  revenue_per_click_minor: maybe(minorShare("Net revenue of orders by a click, by clicks")),
  revenue_per_follower_minor: maybe(minorShare("Net revenue by followers")),
  immature: said("Whether clicks of the range still have their window open: more orders may come.", flag),
  interval: intervals(["conversion_rate", "net_minor", "roas", "roi", "profit_roi"]),
  why: reasons,
};
const SELDOM = ["clicks_by_verdict", "costs"];
const plain = shared("Figures", shows(figures, SELDOM, { description: "What somebody, or everybody, brought in and cost." }));

const named = { id, name: shownText, handle: shownText };
const word = nullable(shownText);
/** What a row is about, under the name of the dimension. */
const subjects = {
  creator: nullable(shows(named)),
  campaign: nullable(shows({ ...named, goal: nullable(oneOf("awareness", "leads", "sales")) })),
  link: nullable(shows({ id, host: shownText, slug: shownText, creator_id: id, campaign_id: nullable(id), post: word, platform: word })),
  code: nullable(shows({ id, code: shownText, creator_id: id })),
  post: nullable(shows(
    { id: nullable(id), handle: shownText, creator_id: id, campaign_id: nullable(id), platform: word, content_kind: word },
    ["creator_id", "campaign_id", "platform", "content_kind"],
  )),
  variant: nullable(shows({ number: id, name: word })),
  day, week: said("Its Monday.", day), month: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}$" },
  ...Object.fromEntries(BY.filter((by) => /^(platform|content_kind|utm_.*|country|region|device|system|app|source|language)$/.test(by)).map((by) => [by, word])),
};
const row = shows({ ...subjects, ...figures, previous: said("Of the days before.", nullable(plain)) }, [...Object.keys(subjects), ...SELDOM, "previous"]);

const apart = shared("Apart", shows({
  of: said("Always of the whole shop, whatever is filtered.", { const: "shop" }),
  orders: figures.orders, net_orders: figures.net_orders, new_customers: figures.new_customers, ...money,
}));

const arm = {
  number: id, name: shownText, clicks: counted("Valid clicks"), converting_clicks: counted("Those that an order followed"),
  conversion_rate: maybe(share("Their share")), interval: intervals(["conversion_rate"], []),
};
const verdict = said("Of `by=variant`: the best beside each other one.", shows(
  {
    metric: { const: "conversion_rate" },
    verdict: oneOf("better", "no_difference", "too_few"),
    best: nullable(shows(arm)),
    against: list(shows({
      variant: shows(arm),
      verdict: oneOf("better", "no_difference", "too_few"),
      difference: maybe(ratio("Of the rates")),
      test: nullable(oneOf("z", "fisher")),
      p: maybe(chance("That they are one, times the number of pairs")),
      clicks_needed_per_variant: maybe(counted("To tell these rates apart at 5 %, four times in five")),
      interval: intervals(["difference"], []),
    })),
    level: { type: "number" },
    pairs: counted("Of variants"),
    sentence: shownText,
  },
  ["metric", "level", "pairs"],
));

export const asked = [
  ...days,
  query("model", "By which model; others than these are at `/v1/reports/models`.", { ...oneOf(...KEPT), default: "payout" }),
  query("basis", "On which day an order stands.", { ...oneOf("conversion_date", "touch_date"), default: "conversion_date" }),
  window("click_window_days", "Only the deployment's own is kept."),
  window("view_window_days", "Only the deployment's own is kept."),
  ...everyPlace, ...visitFilters,
];

export const performance = report("reportPerformance", "Report what each brought in", {
  about: "Rows add up to `total`; what nobody brought stands beside them. By a dimension of visits there are clicks, views, landings and the orders of payout whose deciding click is known; everything else is `not_kept`.",
  parameters: [query("by", "What the rows are.", oneOf(...BY), { required: true, example: "creator" }), ...asked, compare],
  head: {
    ...byModel("performance"),
    by: oneOf(...BY),
    total: shows({ ...figures, previous: plain }, [...SELDOM, "previous"]),
    unattributed: said("Orders of nobody.", apart),
    other_channels: said("Orders of other channels, by the model.", apart),
    unverified: said("Orders that only a browser told; they are in no total.", apart),
    orphan_visits: counted("Visits to addresses without a live link"),
    verdict,
  },
  optional: [...SOMETIMES, "unattributed", "other_channels", "unverified", "verdict"],
  row,
  tries: tries({ by: "creator" }, {
    "by day": { by: "day" }, "by link, compared": { by: "link", compare: "previous" }, "by device": { by: "device" }, "variants of a link": { by: "variant", link: 1 },
    "by touch": { by: "campaign", basis: "touch_date", model: "linear", creator: 1 }, "by week": { by: "week" }, "by month": { by: "month" }, "by code": { by: "code" },
    "by post": { by: "post" }, "by tag": { by: "utm_source" },
  }),
});
