// Many links at once, and links to and from files (src/domain/register/link/many.rs, import.rs, table.rs).
import { IDEMPOTENT, aged, answer, asks, body, door, idempotencyKey, json, other, part, query } from "./door.mjs";
import { filters } from "./links.mjs";
import { problemOf, rejected } from "./problem.mjs";
import { TAGS } from "./tags.mjs";
import { count, flag, id, integer, list, mapOf, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, text, time, version } from "./words.mjs";

const status = oneOf("created", "updated", "unchanged", "archived", "error");
const counts = { created: count, updated: count, unchanged: count, archived: count, errors: count };
const outcome = {
  status,
  id: said("Of the link; `null` where it was refused.", nullable(id)),
  url: nullable(shownText),
  version: nullable(version),
  warnings: list(ref("Warning")),
  lint: list(ref("LintNote")),
  errors: said("Why it was refused.", list(ref("Fault"))),
};
const named = {
  id: said("The link's id.", id),
  external_id: said("The link's own name; beside an `id` it names nothing and is set.", text(128)),
  version: said("Refuses the link where it is of another version by now.", id),
};
// What is wrong with one link of a list is said of that one, and costs no other.
const orAnything = (schema) => ({ anyOf: [schema, { description: "Anything else is an `error` of its own in the answer." }] });
const listOfLinks = (schema) => ({ type: "array", minItems: 1, maxItems: 1000, items: orAnything(schema) });

const row = {
  id, url: shownText, host: shownText, slug: shownText, destination: shownText, target: shownText,
  creator: nullable(shownText), creator_name: nullable(shownText), campaign: nullable(shownText), campaign_name: nullable(shownText),
  post: nullable(shownText), platform: nullable(shownText),
  ...Object.fromEntries(TAGS.map((name) => [`utm_${name}`, nullable(shownText)])),
  ...Object.fromEntries(TAGS.map((name) => [`target_utm_${name}`, nullable(shownText)])),
  enabled: flag, expires_at: nullable(time), archived: flag,
  starts_at: nullable(time), expired_destination: nullable(shownText), query_policy: nullable(shownText), click_id: flag,
  rules: list(ref("ShownRule")), variants: list(shownText), app: nullable(ref("ShownApp")), card: nullable(ref("ShownCard")), utm_preset: nullable(ref("ShownPreset")),
  external_id: nullable(shownText), version, changed_by: shownText, created_at: time, updated_at: time, archived_at: nullable(time),
  ...Object.fromEntries(["post", "creator"].flatMap((whose) => [
    [`${whose}_cost_minor`, said("What it cost, in minor units; of several currencies a text with `+` between them.", { type: ["integer", "string", "null"] })],
    [`${whose}_cost_currency`, nullable(shownText)],
  ])),
  clicks: nullable(count), valid_clicks: nullable(count), pixel_views: nullable(count), counts_as_of: nullable(time),
};

const imported = {
  dry_run: flag,
  format: said("Whose export it looks like.", oneOf("waymark", "bitly", "dub", "sheet")),
  ignored: said("Columns that set nothing here.", list(shownText)),
  creators_made: said("Handles of creators that were made, or would be.", list(shownText)),
  ...counts,
  items: list(
    shows(
      {
        line: said("Of a table: the row's line, counted from 1.", integer(1, 2 ** 31)),
        index: said("Of a list: its place, counted from 0.", count),
        ...outcome,
        notes: list(shows({ code: oneOf("other_host"), detail: shownText })),
      },
      ["line", "index", "url", "version", "warnings", "lint", "errors", "notes"],
    ),
  ),
};

const schemas = {
  LinkOutcomes: shows({ ...counts, items: list(shows({ index: said("The link's place in the list, from 0.", count), ...outcome }, ["url", "version", "warnings", "lint", "errors"])) }),
  LinkImport: shows(imported),
  LinkImportRejected: shows({ ...imported, ...problemOf(422, ["rows_rejected"]) }),
  LinkRow: shows(row),
};

const bulk = (id, summary, schema, { about, examples }) =>
  door(id, summary, {
    scope: "links:write",
    about: `${about} 1 to 1,000 links; the answer comes when all are stored, with an outcome for each.`,
    parameters: [idempotencyKey],
    body: json(listOfLinks(schema), { most: 2_097_152, examples }),
    answers: { 200: answer("What became of each link.", ref("LinkOutcomes"), aged) },
    refuses: IDEMPOTENT,
  });

const change = { ...takes({}), description: "`id` or `external_id`, `version` where wanted, and the fields of a change." };
delete change.additionalProperties;

export const linkLists = part("Many links", "Up to 1,000 links in one call, links from a file, and the register as a file.", {
  schemas,
  paths: {
    "/v1/links/bulk": {
      post: bulk("makeLinks", "Make many links", ref("NewLink"), { about: "Each as `POST /v1/links` takes it.", examples: { two: [{ destination: "https://shop.example/a", creator_id: 1 }, { destination: "https://shop.example/b", creator_id: 1 }] } }),
      patch: bulk("changeLinks", "Change many links", { ...change, properties: named }, { about: "Each is named by `id`, else by `external_id`.", examples: { switch_off: [{ id: 1, enabled: false }] } }),
      delete: bulk("removeLinks", "Put many links away", { anyOf: [id, takes(named)] }, { about: "Each is an id, or an object that names it.", examples: { two: [1, { external_id: "spring-sarah-1" }] } }),
    },
    "/v1/links/import": {
      post: door("importLinks", "Make links from a file", {
        scope: "links:write",
        about: "Our own export, Bitly's, Dub's, or a spreadsheet. Rows are upserts: by `external_id`, else by host and slug; what a row leaves empty stays as it is. One wrong row keeps all of them out unless `on_error=skip`. A parameter that is not known is refused.",
        parameters: [
          asks("dry_run", "Say only what would become of each row; nothing is stored."),
          query("on_error", "Whether good rows are stored where others are wrong.", { type: "string", enum: ["stop", "skip"], default: "stop" }),
          query("creator", "The handle or id of whose links they are whose row names nobody.", shownText),
          asks("make_creators", "Make creators that there are not."),
          query("host", "Where links stand whose row names no host.", shownText),
          idempotencyKey,
        ],
        body: body(
          {
            "text/csv": {
              schema: said("At least one of the columns `destination`, `slug`, `external_id`, `short link`.", shownText),
              examples: { table: { value: "destination,creator\r\nhttps://shop.example/table,1\r\n" } },
            },
            "application/json": { schema: listOfLinks(mapOf({})), examples: { list: { value: [{ destination: "https://shop.example/list", creator: "1" }] } } },
          },
          { most: 1_048_576, about: "CSV in UTF-8 with a header and 1 to 1,000 rows, or with the content type `application/json` a list of objects by the same names." },
        ),
        answers: { 200: answer("What became of each row, or would.", ref("LinkImport"), aged) },
        refuses: ["malformed_csv", ...IDEMPOTENT],
        instead: { 422: rejected("LinkImportRejected", ["invalid", "idempotency_key_reused"]) },
      }),
    },
    "/v1/links/export": {
      get: door("exportLinks", "The register as a file", {
        scope: "links:read",
        about: "Put away links too, unless `archived` says otherwise. What it writes, an import reads. Costs of a creator stand beside each of their links: do not add them up.",
        parameters: [
          query("format", "How it is written.", { type: "string", enum: ["csv", "json", "ndjson"], default: "csv" }),
          ...filters("all"),
          query("limit", "Rows of a page.", { ...integer(1, 5000), default: 5000 }),
          query("cursor", "Where it goes on: as `Link` says.", shownText),
        ],
        answers: {
          200: other(
            "A page of it; the header `Link` leads on.",
            { "text/csv": shownText, "application/json": pageOf(ref("LinkRow")), "application/x-ndjson": said("A `LinkRow` a line.", shownText) },
            { link: { description: "`<address>; rel=\"next\"`, where it goes on.", schema: shownText }, "content-disposition": { required: true, description: "A file's name.", schema: shownText } },
          ),
        },
        refuses: ["malformed_cursor", "invalid"],
      }),
    },
  },
});
