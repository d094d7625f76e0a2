// What reports share: days, filters, pages and formats that are asked for; heads, reasons and intervals of their answers
// (src/domain/report/ask.rs, filter.rs, about.rs, shown.rs).
import { door, other, query, sends } from "../door.mjs";
import { count, day, id, integer, list, mapOf, nullable, number, oneOf, ref, said, shownCurrency, shownText, shows, time } from "../words.mjs";

/** Figures by their unit; the unit stands beside the meaning, for programs too. */
const figure = (unit, schema) => (meaning, more = {}) => ({ ...schema, description: `${meaning}.`, "x-unit": unit, ...more });
export const counted = figure("count", { type: "integer", minimum: 0 });
export const differs = figure("count", { type: "integer" });
export const credited = figure("credit in conversions", { type: "number" });
export const minor = figure("minor units", { type: "integer" });
export const minorShare = figure("minor units", { type: "number" });
export const share = figure("share of 1", { type: "number", minimum: 0 });
export const ratio = figure("ratio", { type: "number" });
export const chance = figure("probability", { type: "number", minimum: 0, maximum: 1 });
/** The same, or `null` with its reason in `why`. */
export const maybe = (schema) => nullable(schema);

const day1 = "2025-09-01";
const day30 = "2025-09-30";
const from = query("from", "First day.", day, { required: true, example: day1 });
const to = query("to", "Last day; at most 400 days with the first, which is today at the latest.", day, { required: true, example: day30 });
export const days = [from, to];

const ids = { type: "array", items: id, minItems: 1, maxItems: 100 };
const words = { type: "array", items: { type: "string", minLength: 1, maxLength: 64 }, minItems: 1, maxItems: 100 };
const PLACES = { creator: ids, campaign: ids, link: ids, code: ids, post: words, platform: words, content_kind: words };
export const VISITS = ["device", "system", "app", "source", "country", "region", "language", "variant"];

/** A filter and its negation: lists with commas between. */
const filter = (name, schema) => [
  query(name, `Only ${schema === ids ? "of these ids" : "these"}; each must exist.`, schema, { style: "form", explode: false }),
  query(`not_${name}`, "All but these.", schema, { style: "form", explode: false }),
];
export const places = (...names) => names.flatMap((name) => filter(name, PLACES[name]));
export const everyPlace = places(...Object.keys(PLACES));
export const visitFilters = VISITS.flatMap((name) => [
  query(name, "Only these; one such dimension at a time.", words, { style: "form", explode: false }),
  query(`not_${name}`, "All but these.", words, { style: "form", explode: false }),
]);

export const window = (name, what) => query(name, what, integer(1, 90));
export const compare = query("compare", "`previous`: the same of as many days right before, beside it.", oneOf("previous"));

const format = query("format", "How it is written; else the header `Accept` decides.", oneOf("json", "ndjson", "csv"));
const limit = query("limit", "Rows of a page; 1,000 of JSON and 10,000 of the others when left out.", integer(1, 10_000));
const cursor = query("cursor", "The `next` of the page before, of the same report; refused (`report_changed`) once a row has changed.", { type: "string" });
const known = { name: "If-None-Match", in: "header", description: "The `ETag` of an earlier answer: 304 where it would be the same.", schema: shownText };

const headers = {
  etag: sends("Names this answer."),
  link: { description: "The address of the next page, `rel=\"next\"`, where there is one.", schema: shownText },
};

/**
 * A report: its parameters, the fields of its head and of what stands beside rows, and its rows.
 *
 * `optional` names the fields of the head that are not always there.
 */
export function report(name, summary, { about, parameters, head, optional = [], row, tries }) {
  const whole = shows({ ...head, next: nullable(said("The `cursor` of the next page.", shownText)), rows: list(row) }, optional);
  return {
    ...door(name, summary, {
      scope: "reports:read",
      about,
      parameters: [...parameters, format, limit, cursor, known],
      answers: {
        200: other("The report: as one object, or its rows alone, a JSON object or a table's row a line, nested fields flattened with dots.", {
          "application/json": whole, "application/x-ndjson": { type: "string" }, "text/csv": { type: "string" },
        }, headers),
        304: { description: "It is as the `ETag` says.", headers: { etag: headers.etag } },
      },
      refuses: ["invalid", "malformed_cursor"],
    }),
    ...(tries && { "x-examples": tries }),
  };
}

/** Examples of a report: as it is, as lines and as a table, and `more`. */
export const tries = (query = {}, more = {}) => {
  const asked = { from: day1, to: day30, ...query };
  const others = Object.entries(more).map(([name, also]) => [name, { query: { ...asked, ...also } }]);
  return { "as JSON": { query: asked }, "as lines": { query: { ...asked, format: "ndjson" } }, "as a table": { query: { ...asked, format: "csv" } }, ...Object.fromEntries(others) };
};

/** Why figures are `null`: a word by the figure's name. */
export const why = (...reasons) => said("Why a figure is `null`, by its name.", mapOf(oneOf(...reasons)));

/** Schemas that reports share. */
export const schemas = {};
/** Keeps `schema` under `name` and gives what refers to it. */
export function shared(name, schema) {
  schemas[name] = schema;
  return ref(name);
}

/** Where a figure may lie. */
export const interval = shared("Interval", said("Where the true figure may lie; `level` says how sure.", shows({ low: number, high: said("`null` where it has no end.", nullable(number)), level: said("0.95, or 0.8 of verdicts.", number) })));
/** Intervals by the names of their figures, each `null` where there is none. */
export const intervals = (names, optional = names) => shows(Object.fromEntries(names.map((name) => [name, nullable(interval)])), optional);

/** A sample by how many orders (and clicks) it is of. */
export const sample = said("How much it is of: `insufficient` below 10 orders, or 100 clicks of a rate.", oneOf("insufficient", "low", "ok"));
/** A creator as rows show one; of other channels and nobody there is neither id nor name. */
export const creator = shared("RowCreator", shows({ id: nullable(id), name: nullable(shownText) }));
/** The currency of all money that is one figure. */
export const currency = said("Of all money here: the reporting currency, else the only one.", nullable(shownCurrency));

/** The head that every report has. */
export const frame = (name) => ({
  report: { const: name },
  from: day,
  to: day,
  zone: said("IANA zone of the days.", shownText),
  as_of: said("When the last finished rollup began; what came later is not in it.", nullable(time)),
});
const filters = said("What was filtered by.", mapOf(list({ type: ["integer", "string"] })));
export const config = said("A digest of all settings that change figures: reports with another one are not comparable.", { type: "string", pattern: "^[0-9a-f]{8}$" });
const windows = {
  click_window_days: said("Days that a click may be old.", count),
  view_window_days: said("Days that a pixel view may be old.", count),
};
const basis = said("On which day an order stands: its own, or that of the touch.", oneOf("conversion_date", "touch_date"));
const revenue_basis = said("What revenue is.", oneOf("merchandise", "order_total"));
const visits = said("Clicks are valid ones.", { const: "valid" });

/** The head of reports by a model. */
export const byModel = (name) => ({
  ...frame(name),
  model: said("Whose orders they are by.", shownText),
  model_version: count,
  ...windows, basis, revenue_basis, currency, visits, config, filters,
  why: why("several_currencies"),
  compared_with: said("The days of `previous`.", shows({ from: day, to: day })),
});
/** The fields of it that are not always there. */
export const SOMETIMES = ["why", "compared_with"];

/** The head of reports about paths and orders. */
export const about = (name) => ({ ...frame(name), ...windows, basis: { const: "conversion_date" }, visits, config, filters });
export const money = { revenue_basis, currency };
export { filters, visits };

/** A share of clicks by verdict. */
export const VERDICTS = ["bot", "preview", "prefetch", "monitor", "internal", "suspect", "duplicate", "rate"];
export const byVerdict = shared("ByVerdict", shows(Object.fromEntries(VERDICTS.map((verdict) => [verdict, count]))));
