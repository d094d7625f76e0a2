// The ledger: costs, posts, stats, targets, rates and baselines, six things kept one way (src/domain/ledger/things.rs, shelf.rs).
//
// Why a table: six registers that differ in their columns alone are described by their columns, as the Worker reads them.
import { PAGING, answer, asks, body, byId, door, empty, json, location, other, paging, part, query } from "./door.mjs";
import { problemOf, rejected } from "./problem.mjs";
import { count, currency, day, flag, handle, id, integer, list, money, MOST_INTEGER, nullable, oneOf, pageOf, ref, said, shownCurrency, shownText, shows, takes, text, time, version } from "./words.mjs";

const shownDecimal = { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?$" };
const byName = { type: ["string", "integer"], minLength: 1, minimum: 0 };

// What stands in a column: how a body says it, and how an answer shows it.
const column = (taken, shown = taken) => ({ taken, shown });
const words = (most, description) => column(said(description, text(most)), shownText);
const named = (what, description) => ({ what, ...column(said(description ?? `Handle or id of a ${what}; \`${what}_id\` says the same.`, byName), nullable(handle)) });
const decimal = (places, description) => column(said(`${description} 0 or more, at most ${places} digits behind the point; a number or a text.`, { type: ["number", "string"], minimum: 0, pattern: "^\\s*[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\s*$" }), shownDecimal);
const minor = (description) => column(said(description, money(0, 10 ** 12)));
const letters = (description) => column(said(description, currency), shownCurrency);
const plan = (description) => column(said(`${description} From 2000-01-01 to ten years ahead.`, day));
const past = (description) => column(said(`${description} From 2000-01-01 to tomorrow.`, day));
const counted = (description) => column(said(description, { type: "integer", minimum: 0, maximum: MOST_INTEGER }));

const KINDS = oneOf("fee", "commission_fixed", "commission_order", "commission_percent", "product", "agency", "amplification", "labour", "travel");
const METRICS = oneOf(
  "roi", "roas", "profit_roi", "conversion_rate", "ctr", "orders", "leads", "clicks", "reach", "engagements",
  "new_customers", "code_uses", "revenue", "cost", "aov", "cpa", "cac", "cpl", "cpc", "cpm", "cpe", "revenue_per_click",
);

/** `keeps`: changed in place with a `version`, changed in place as the `latest`, or replaced and kept as `history`. */
const THINGS = {
  costs: {
    Name: "Cost", one: "a cost", keeps: "version", needed: ["kind", "from_day", "to_day"], filters: ["all", "creator", "campaign", "post", "kind"],
    taken: ["overlaps", "external_id_taken"],
    what: "What creators cost. Two commission rules over one order, or one sum of a kind written down twice, are refused (`overlaps`) unless `allow_overlap` says of the sums that both are meant.",
    columns: {
      external_id: words(128, "The brand's own name for it, there once."),
      creator: named("creator", "Handle or id of a creator; `creator_id` says the same. Needed unless a `post` says whose it is."),
      campaign: named("campaign"),
      post: named("post"),
      kind: column(KINDS),
      amount_minor: minor("The whole of it, of `commission_order` each order's; not with `commission_percent`. Of `labour` it follows from the hours."),
      currency: letters("Of the amounts; not with `commission_percent`."),
      basis_points: column(said("With `commission_percent`: of net revenue; 1000 is 10 %.", integer(1, 10_000))),
      minutes: column(said("With `labour`.", integer(1, 60_000_000))),
      hourly_minor: minor("With `labour`."),
      from_day: plan("Its first day."),
      to_day: plan("Its last day, not before the first."),
      allow_overlap: column(said("Whether another of the same kind is meant on some of these days.", flag)),
      note: words(500, "For people."),
    },
    examples: { make: { fee: { creator: 1, kind: "fee", amount_minor: 120_000, currency: "EUR", from_day: "2026-11-01", to_day: "2026-11-30" } }, change: { note: { note: "Paid in two parts" } } },
    table: "creator,kind,amount_minor,currency,from_day,to_day\r\n1,travel,5000,EUR,2026-11-01,2026-11-02\r\n",
  },
  posts: {
    Name: "Post", one: "a post", keeps: "version", needed: ["handle", "creator"], filters: ["all", "creator", "campaign", "platform", "content_kind"],
    taken: ["handle_taken"],
    what: "Pieces of content, by the handle that links call them in `post`.",
    columns: {
      handle: words(64, "As links call it in `post`; unique."),
      creator: named("creator"),
      campaign: named("campaign"),
      platform: words(64, "Where it stands."),
      content_kind: words(64, "Such as reel or story."),
      planned_day: plan("When it was to come."),
      delivered_day: past("When it came."),
      url: words(2048, "Its address on the web."),
      ugc_value_minor: minor("What its content is worth for one's own use; with `currency` and `ugc_method`."),
      currency: letters("With `ugc_value_minor`."),
      ugc_method: words(500, "How that was worked out; with `ugc_value_minor`."),
      quality: column(integer(1, 5)),
    },
    examples: { make: { reel: { handle: "reel-1", creator: 1, platform: "instagram", content_kind: "reel" } }, change: { delivered: { delivered_day: "2026-11-02" } } },
    table: "handle,creator,platform\r\nstory-1,1,instagram\r\n",
  },
  stats: {
    Name: "Stat", one: "a stat", keeps: "latest", needed: ["platform", "day"], filters: ["creator", "post", "platform"],
    what: "How posts and accounts stood on their platforms on a day; at least one count. The same creator, post, platform and day said again is what stands.",
    columns: {
      creator: named("creator", "Handle or id of a creator; `creator_id` says the same. Needed unless a `post` says whose it is."),
      post: named("post"),
      platform: words(64, "Where it was counted."),
      day: past("When it was counted."),
      followers: counted("Of the account."),
      reach: counted("People who saw it."),
      platform_views: counted("Views that the platform counts."),
      likes: counted("As the platform counts them."),
      comments: counted("As the platform counts them."),
      shares: counted("As the platform counts them."),
      saves: counted("As the platform counts them."),
      platform_clicks: counted("Clicks that the platform counts."),
    },
    examples: { make: { reach: { creator: 1, platform: "instagram", day: "2026-11-20", followers: 48_000, reach: 21_300 } }, change: { more: { reach: 21_900 } } },
    table: "creator,platform,day,followers\r\n1,tiktok,2026-11-20,9100\r\n",
  },
  targets: {
    Name: "Target", one: "a target", keeps: "history", needed: ["metric", "value", "from_day", "to_day"], filters: ["all", "creator", "campaign", "metric"],
    what: "What was hoped for. Another of the same creator, campaign, metric and days takes the former one's place, which stays as history.",
    columns: {
      creator: named("creator"),
      campaign: named("campaign"),
      metric: column(METRICS),
      value: decimal(6, "What is hoped for; of money in minor units."),
      currency: letters("With a metric of money, and with no other."),
      from_day: plan("Its first day."),
      to_day: plan("Its last day, not before the first."),
    },
    examples: { make: { roas: { metric: "roas", value: "3.5", from_day: "2026-11-01", to_day: "2026-11-30" } }, change: { higher: { value: 4 } } },
    table: "creator,metric,value,from_day,to_day\r\n1,orders,40,2026-11-01,2026-11-30\r\n",
  },
  rates: {
    Name: "Rate", one: "a rate", keeps: "latest", needed: ["currency", "day", "rate", "source"], filters: ["currency"],
    what: "What a currency was worth in the deployment's `REPORTING_CURRENCY`; without that none is taken. Days with orders in the currency are counted again.",
    columns: {
      currency: letters("Another than the reporting currency."),
      day: past("Of when it is; it holds for a week."),
      rate: decimal(9, "What one major unit is worth; above 0."),
      source: words(64, "Who says so."),
    },
    examples: { make: { dollar: { currency: "USD", day: "2026-11-20", rate: "0.92", source: "ECB" } }, change: { corrected: { rate: "0.921" } } },
    table: "currency,day,rate,source\r\nGBP,2026-11-20,1.17,ECB\r\n",
  },
  baselines: {
    Name: "Baseline", one: "a baseline", keeps: "history", needed: ["metric", "value"], filters: ["all", "metric"],
    what: "How the brand does without creators. Another of the same metric takes the former one's place, which stays as history.",
    columns: {
      metric: column(oneOf("conversion_rate", "aov", "cac", "followers")),
      value: decimal(6, "Of `aov` and `cac` in minor units, of `conversion_rate` a share of at most 1."),
      currency: letters("With `aov` and `cac`, and with no other."),
    },
    examples: { make: { rate: { metric: "conversion_rate", value: "0.021" } }, change: { better: { value: "0.023" } } },
    table: "metric,value,currency\r\naov,6400,EUR\r\n",
  },
};

const KEPT = {
  version: { version, created_at: time, updated_at: time, archived_at: nullable(time) },
  latest: { updated_at: time },
  history: { set_at: time, superseded_at: said("When another took its place, or it was removed.", nullable(time)) },
};

/** The three schemas of a thing. */
function schemasOf({ Name, keeps, needed, columns }) {
  const [taken, shown] = [{}, { id }];
  for (const [name, { what, taken: how, shown: seen }] of Object.entries(columns)) {
    taken[name] = how;
    if (what !== undefined) {
      taken[`${name}_id`] = said(`The same as \`${name}\`.`, byName);
      shown[`${name}_id`] = needed.includes(name) ? id : nullable(id);
    }
    shown[name] = needed.includes(name) || seen === flag || how.type === "boolean" ? seen : nullable(seen);
  }
  // What a name says may be said by an id in its place, or follow from a post.
  const firm = needed.filter((name) => columns[name].what === undefined);
  return {
    [Name]: shows({ ...shown, ...KEPT[keeps] }),
    [`New${Name}`]: takes(taken, firm),
    [`${Name}Change`]: takes(taken, [], { firm }),
  };
}

/** The doors of a thing. */
function pathsOf(plural, { Name, one, keeps, what, filters, taken = [], columns, examples, table }) {
  const [read, write] = ["links:read", "links:write"];
  const filter = (name) => {
    const all = { version: "those put away", history: "those replaced" }[keeps];
    if (name === "all") return asks("all", `Show ${all} too.`);
    return query(name, columns[name].what ? `Of this ${name}, by handle or id.` : `Of this ${name}.`, shownText);
  };
  const made = [answer("It is there.", ref(Name)), answer("It is made.", ref(Name), location)];
  const again = { 200: { ...made[0], description: keeps === "latest" ? "It was there, and is as you say now." : "It was there as you say." }, 201: made[1] };
  const moved = ["changed_meanwhile@409", ...(keeps === "history" ? ["replaced"] : [])];
  return {
    [`/v1/${plural}`]: {
      get: door(`list${Name}s`, `List ${plural}`, {
        scope: read,
        parameters: [...filters.map(filter), query("format", "`csv` gives at most 50,000 rows at once; `Link` leads on.", { type: "string", enum: ["json", "csv"], default: "json" }), ...paging],
        answers: { 200: other(`A page of ${plural}, oldest first.`, { "application/json": pageOf(ref(Name)), "text/csv": shownText }, { link: { description: "Of a table: where it goes on.", schema: shownText } }) },
        refuses: PAGING,
      }),
      post: door(`make${Name}`, `Make ${one}`, { scope: write, body: json(ref(`New${Name}`), { examples: examples.make }), answers: again, refuses: ["changed_meanwhile@409", ...taken] }),
    },
    [`/v1/${plural}/{id}`]: {
      parameters: [byId],
      get: door(`show${Name}`, `Show ${one}`, { scope: read, answers: { 200: answer("As it stands.", ref(Name)) }, refuses: ["not_found"] }),
      patch: door(`change${Name}`, `Change ${one}`, {
        scope: write,
        about: { version: undefined, latest: "What tells it from others stays.", history: "The former one stays as history; the answer is the new one." }[keeps],
        body: json(ref(`${Name}Change`), { examples: examples.change }),
        answers: { 200: answer("As it stands now.", ref(Name), { location: { description: "Where it stands, where anything changed.", schema: shownText } }) },
        refuses: ["not_found", ...moved, ...taken],
      }),
      delete: door(`remove${Name}`, `Remove ${one}`, { scope: write, answers: { 204: empty("It is gone.") }, refuses: ["not_found"] }),
    },
    [`/v1/${plural}/import`]: {
      post: door(`import${Name}s`, `Take ${plural} from a table`, {
        scope: write,
        about: "A row that is there is `unchanged`, so sending twice is harmless. One wrong row keeps all of them out unless `partial=true`.",
        parameters: [asks("dry_run", "Say only what would become of each row."), asks("partial", "Store the good rows although others are wrong.")],
        body: body(
          { "text/csv": { schema: said(`Columns: ${Object.keys(columns).map((name) => `\`${name}\``).join(", ")}.`, shownText), examples: { table: { value: table } } } },
          { most: 1_048_576, about: `CSV in UTF-8 with a header and 1 to 5,000 rows. ${what}` },
        ),
        answers: { 200: answer("What became of each row, or would.", ref("LedgerImport")) },
        refuses: ["malformed_csv", "changed_meanwhile@409"],
        instead: { 422: rejected("LedgerImportRejected", ["invalid"]) },
      }),
    },
  };
}

const imported = {
  dry_run: flag,
  made: count,
  changed: count,
  unchanged: count,
  rejected: count,
  items: list(
    shows({
      line: said("Where the row begins, counted from 1.", { type: "integer", minimum: 1 }),
      outcome: oneOf("made", "changed", "unchanged", "rejected"),
      id: said("Of what is there already.", nullable(id)),
      errors: said("What is wrong; pointers name the column.", list(ref("Fault"))),
    }),
  ),
};

/** What every table of the ledger is answered. */
export const schemas = {
  LedgerImport: shows(imported),
  LedgerImportRejected: shows({ ...imported, ...problemOf(422, ["rows_rejected"]) }),
};
export const ledger = Object.entries(THINGS).map(([plural, thing]) =>
  part(plural[0].toUpperCase() + plural.slice(1), thing.what, { schemas: schemasOf(thing), paths: pathsOf(plural, thing) }),
);
