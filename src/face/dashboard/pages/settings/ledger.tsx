// The ledger of effort: what was spent on creators, what they made, how it was seen and what was hoped for (docs/ledger.md).
import { place, to } from "../../address";
import { money, words } from "../../format";
import { settings } from "../../session";
import { Empty } from "../../states";
import { when } from "./clock";
import { ALL, CAMPAIGN, COSTS, CREATOR, FIRST, LAST, POST, away, first, option, plain, table } from "./costs";
import { CURRENCY, type Field, type Get, minor, scaled, text, unscaled } from "./fields";
import { type Kept, Register, type Thing } from "./register";
import { LINKS } from "./things";

/** Metrics of money; their targets and baselines are amounts. */
const MONEY = ["revenue", "cost", "aov", "cpa", "cac", "cpl", "cpc", "cpm", "cpe", "revenue_per_click"];
const PLAIN = ["roi", "roas", "profit_roi", "conversion_rate", "ctr", "orders", "leads", "clicks", "reach", "engagements", "new_customers", "code_uses"];
const COUNTS = ["followers", "reach", "platform_views", "likes", "comments", "shares", "saves", "platform_clicks"];

/** An amount where the metric is of money, else the number itself. */
const VALUE: Field = {
  name: "value",
  label: "Value",
  needed: true,
  hint: "Amounts with a point, such as 25.50; a return of 400 % is 4, a rate of 2.1 % is 0.021.",
  read: (said, get) => {
    if (!MONEY.includes(get("metric"))) return /^\d+(\.\d{1,6})?$/.test(said) ? { value: said } : { wrong: "Write a number with a point and at most six digits behind it." };
    const reading = scaled(said, minor(get));
    return "value" in reading ? { value: String(reading.value) } : reading;
  },
  write: (value, row) => amount(row as Kept, text(value)),
};

/** A target's or baseline's value as it is written in a form. */
function amount(row: Kept, value: string): string {
  const digits = minor(() => text(row.currency));
  return row.currency && /^\d+$/.test(value) ? unscaled(Number(value), digits) : value;
}
/** The same as people read it. */
const valued = (row: Kept) => (row.currency ? money(Number(row.value), text(row.currency)) : text(row.value));
const ofMoney = (get: Get) => MONEY.includes(get("metric"));

const POSTS: Thing = {
  at: "ledger/posts",
  door: "/v1/posts",
  title: "Posts",
  one: "a post",
  known: "posts",
  about: "Pieces of content. Links carry a post's handle, so that clicks, orders and costs can be told by post. What its pictures are worth is stated by people; reports show it and never add it to a return.",
  scopes: LINKS,
  fields: [
    { name: "handle", label: "Handle", needed: true, hint: "The word that links carry as their post." },
    { ...CREATOR, needed: true },
    CAMPAIGN,
    { name: "platform", label: "Platform", hint: "Such as instagram." },
    { name: "content_kind", label: "Kind of content", hint: "Such as reel or story." },
    { name: "planned_day", label: "Planned for", kind: "day" },
    { name: "delivered_day", label: "Published on", kind: "day" },
    { name: "url", label: "Its address" },
    { name: "ugc_value_minor", label: "What its pictures would have cost", kind: "scaled", digits: minor },
    { ...CURRENCY, when: (get) => get("ugc_value_minor") !== "", needed: true },
    { name: "ugc_method", label: "How that was found", when: (get) => get("ugc_value_minor") !== "", needed: true },
    { name: "quality", label: "Quality, 1 to 5", kind: "whole" },
  ],
  columns: () => [
    first("posts", "Handle", (row) => text(row.handle)),
    plain("creator", "Creator"),
    plain("campaign", "Campaign"),
    plain("platform", "Platform"),
    plain("content_kind", "Content"),
    plain("planned_day", "Planned"),
    plain("delivered_day", "Published"),
    plain("quality", "Quality", true),
    away,
  ],
  called: (row) => text(row.handle),
  filters: [ALL],
  away: { label: "Put away", says: "Its handle stays taken, and all history stays." },
  table: table("handle and creator are needed; campaign, platform, content_kind, planned_day, delivered_day, url, ugc_value_minor, currency, ugc_method, quality may be there"),
};

const STATS: Thing = {
  at: "ledger/stats",
  door: "/v1/stats",
  title: "Figures of platforms",
  one: "a figure",
  about: "How a post, or a creator's account, stood on its platform on a day. All counts are since publication, as the platform shows them that day, so they are never added up. Said again for the same day, the new one stands.",
  scopes: LINKS,
  fields: [
    { ...CREATOR, once: true, hint: "May be left empty where a post says it." },
    { ...POST, once: true, hint: "Left empty, it is the creator's account." },
    { name: "platform", label: "Platform", needed: true, once: true },
    { name: "day", label: "Day", kind: "day", needed: true, once: true },
    ...COUNTS.map((name): Field => ({ name, label: words(name), kind: "whole" })),
  ],
  columns: () => [first("stats", "Creator", (row) => text(row.creator)), plain("post", "Post"), plain("platform", "Platform"), plain("day", "Day"), ...COUNTS.map((name) => plain(name, words(name), true))],
  called: (row) => `${text(row.post ?? row.creator)} on ${text(row.platform)}, ${text(row.day)}`,
  away: { label: "Remove", says: "It is gone for good." },
  table: table("creator (or post), platform and day are needed; followers, reach, platform_views, likes, comments, shares, saves, platform_clicks may be there"),
};

const TARGETS: Thing = {
  at: "ledger/targets",
  door: "/v1/targets",
  title: "Targets",
  one: "a target",
  about: "What was hoped for. The ranking holds creators against their own target, else their campaign's, else everybody's. Goalposts do not move unseen: a new target for the same days takes the old one's place, and both stay on record.",
  scopes: LINKS,
  fields: [
    { name: "metric", label: "Metric", kind: "choice", usual: "roi", needed: true, options: [...PLAIN, ...MONEY].map(option) },
    VALUE,
    { ...CURRENCY, when: ofMoney, needed: true },
    { ...CREATOR, hint: "Left empty, it is for all creators." },
    { ...CAMPAIGN, hint: "Left empty, it is for all campaigns." },
    FIRST,
    LAST,
  ],
  columns: () => [
    first("targets", "Metric", (row) => words(text(row.metric))),
    { key: "value", label: "Value", number: true, cell: valued, by: (row) => Number(row.value), csv: (row) => amount(row, text(row.value)) },
    plain("currency", "Currency"),
    plain("creator", "Creator"),
    plain("campaign", "Campaign"),
    plain("from_day", "First day"),
    plain("to_day", "Last day"),
    { key: "superseded_at", label: "Replaced", cell: (row) => when(row.superseded_at), by: (row) => text(row.superseded_at) },
  ],
  called: (row) => `${words(text(row.metric))} ${valued(row)}`,
  filters: [["metric", "Metric", [["", "Every one"], ...[...PLAIN, ...MONEY].map(option)]], ALL],
  away: { label: "End it", says: "It is no longer held against anybody, and stays on record." },
  table: table("metric, value, from_day and to_day are needed; creator, campaign, currency may be there"),
};

const RATES: Thing = {
  at: "ledger/rates",
  door: "/v1/rates",
  title: "Exchange rates",
  one: "a rate",
  about: "What one unit of a currency was worth in your reporting currency, day by day. Of a day without a rate the latest of the seven days before holds; further back there is none, and figures that need it say so.",
  above: () => (settings.value?.reporting_currency ? null : <Empty>REPORTING_CURRENCY is not set, so no rate is taken: each currency stands by itself. Settings, Deployment shows the line of wrangler.toml.</Empty>),
  scopes: LINKS,
  fields: [
    { ...CURRENCY, needed: true, once: true },
    { name: "day", label: "Day", kind: "day", needed: true, once: true },
    { name: "rate", label: "Rate", needed: true, hint: "Such as 0.92: one of it in the reporting currency, at most nine digits behind the point." },
    { name: "source", label: "Who says so", needed: true, hint: "Such as ECB." },
  ],
  columns: () => [first("rates", "Currency", (row) => text(row.currency)), plain("day", "Day"), plain("rate", "Rate", true), plain("source", "Who says so")],
  called: (row) => `${text(row.currency)} on ${text(row.day)}`,
  filters: [],
  away: { label: "Remove", says: "Figures of the days that it was of are counted again without it." },
  table: table("currency, day, rate and source are needed"),
};

const BASELINES: Thing = {
  at: "ledger/baselines",
  door: "/v1/baselines",
  title: "Baselines",
  one: "a baseline",
  about: "How the brand does without creators, as you know it from elsewhere. The newest of a metric stands.",
  scopes: LINKS,
  fields: [{ name: "metric", label: "Metric", kind: "choice", usual: "conversion_rate", needed: true, options: ["conversion_rate", "aov", "cac", "followers"].map(option) }, VALUE, { ...CURRENCY, when: ofMoney, needed: true }],
  columns: () => [
    first("baselines", "Metric", (row) => words(text(row.metric))),
    { key: "value", label: "Value", number: true, cell: valued, by: (row) => Number(row.value), csv: (row) => amount(row, text(row.value)) },
    plain("currency", "Currency"),
    { key: "set_at", label: "Set", cell: (row) => when(row.set_at), by: (row) => text(row.set_at) },
    { key: "superseded_at", label: "Replaced", cell: (row) => when(row.superseded_at), by: (row) => text(row.superseded_at) },
  ],
  called: (row) => `${words(text(row.metric))} ${valued(row)}`,
  filters: [ALL],
  away: { label: "End it", says: "Reports no longer show it, and it stays on record." },
  table: table("metric and value are needed; currency may be there"),
};

const SHELF = [COSTS, POSTS, STATS, TARGETS, RATES, BASELINES];

export function Ledger({ rest: [first, ...rest] }: { rest: string[] }) {
  const thing = first === undefined ? COSTS : SHELF.find(({ at }) => at === `ledger/${first}`);
  const at = place.value.parts[2] ?? "costs";
  return (
    <>
      <nav class="ways" aria-label="The ledger">
        <ul>
          {SHELF.map(({ at: where, title }) => (
            <li>
              <a href={to(["settings", ...where.split("/")])} aria-current={where === `ledger/${at}` ? "page" : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {thing ? <Register thing={thing} rest={rest} key={thing.at} /> : <Empty>The ledger has no such page.</Empty>}
    </>
  );
}
