// How the Worker says no: RFC 9457 problems with a stable word, by status.
// The words are those of `Refusal::meaning` in src/domain/refusal.rs and of its `Taken`; a test compares them.
import { FAULTS } from "./faults.mjs";
import { list, oneOf, said, shows, shownText } from "./words.mjs";

/** Every stable word: its status, its title, and what the caller does next. */
export const WORDS = {
  malformed_json: [400, "The body is not valid JSON", "Send strict JSON in UTF-8; the detail says where it ends to be."],
  malformed_csv: [400, "The body is not valid CSV", "Send CSV in UTF-8; the detail names the line."],
  malformed_cursor: [400, "The cursor is not one of ours", "Start again without a cursor and follow `next`."],
  stale: [400, "The signature is too old", "Sign anew; the time may lie five minutes from ours, either way."],
  unauthorized: [401, "A valid key is needed", "Send `Authorization: Bearer <key>` with a key that is live."],
  wrong_signature: [401, "The signature does not fit", "Sign the raw body with a live secret of this source, or send its token."],
  forbidden: [403, "The key lacks a scope", "Use a key with the scope that the detail names."],
  key_unknown: [403, "No site has this key", "Send the key that `GET /v1/sites` shows, of a site that is enabled."],
  origin_not_allowed: [403, "The page is none of this site's", "Name the page's origin among the `origins` of its site."],
  not_found: [404, "Nothing is here", "Check the address; what there is stands in the lists."],
  method_not_allowed: [405, "This method is not served here", "Use one of the methods in the header `Allow`."],
  handle_taken: [409, "Already taken", "Another has this handle; choose one."],
  code_taken: [409, "Already taken", "Somebody else holds this code at that time; change the times, or end the other."],
  slug_taken: [409, "Already taken", "Another link has this slug on this host; choose another."],
  external_id_taken: [409, "Already taken", "Another link has this external id."],
  too_many_hosts: [409, "Already taken", "Remove a host first; at most 500 are kept."],
  host_taken: [409, "Already taken", "This host is kept already; change that one."],
  domain_in_use: [409, "Already taken", "Links live on this host; put them away first."],
  case_fixed: [409, "Already taken", "The case rule is fixed once a link lives on the host."],
  overlaps: [409, "Already taken", "Another of the same kind covers some of these days; change that one, or other days."],
  replaced: [409, "Already taken", "Another stands in its place; change that one."],
  changed_meanwhile: [[409, 412], "It was changed meanwhile", "Read it again and repeat the change."],
  link_in_use: [409, "The link has events", "Creator, campaign, post and platform are fixed after a link's first event; make a new link."],
  archived: [409, "It was put away", "Send `\"archived\": false` with the change to bring it back."],
  conflict: [409, "Another report is stored under this key", "The stored report stays. Send a refund, or use an id of its own."],
  at_work: [409, "The first call under this key is at work", "Wait for the first call, then send the same again."],
  rollup_running: [409, "A rollup is running", "Wait for it to finish; `GET /v1/rollups` shows it."],
  too_large: [413, "The body is too large", "Send at most as many bytes as the detail says."],
  unknown_host: [421, "This host is not served here", "Name the host in HOSTS or at `/v1/domains`."],
  invalid: [422, "Some fields are wrong", "Correct what `errors` names and send it again."],
  idempotency_key_reused: [422, "This key was used for another call", "Use a key of its own for every call."],
  rows_rejected: [422, "Some rows are wrong", "Nothing was stored. Correct the rows that are named, or let the others be stored without them."],
  too_many_events: [422, "Too many events", "Send fewer events at once."],
  too_fast: [429, "Too many requests", "Wait for the seconds in `Retry-After`."],
  unavailable: [503, "Storage did not answer", "Send it again after `Retry-After` seconds; every call is safe to repeat."],
  not_set_up: [503, "A setting is missing", "The detail names the setting and how to set it."],
  rollup_failed: [503, "Some days could not be counted", "`GET /v1/rollups` says which days and why."],
};

const fault = shows(
  {
    pointer: said("Of a wrong field: where it stands in the body (RFC 6901).", shownText),
    parameter: said("Of a wrong query parameter: its name.", shownText),
    header: said("Of a wrong header: its name.", shownText),
    line: said("Of a body of many lines: the line, counted from 1.", { type: "integer", minimum: 1 }),
    code: said("A stable word for programs; of one of many things also the word of a refusal.", oneOf(...new Set([...FAULTS, ...Object.keys(WORDS)]))),
    detail: said("What to send instead, for a person.", shownText),
  },
  ["pointer", "parameter", "header", "line"],
  { description: "What is wrong with one field, one query parameter or one header." },
);

/** The fields of a problem whose status is this and whose word is among these. */
export const problemOf = (status, words) => ({
  type: said("`urn:waymark:problem:` and the word.", { type: "string", pattern: "^urn:waymark:problem:[a-z_]+$" }),
  title: shownText,
  status: { const: status },
  detail: said("What to do next, for a person.", shownText),
  code: said("A stable word for programs.", oneOf(...words)),
});

function problem(status, words) {
  const errors = said("Every field at fault, all at once.", list({ $ref: "#/components/schemas/Fault" }));
  return shows({ ...problemOf(status, words), errors }, ["errors"]);
}

const anyStatus = [...new Set(Object.values(WORDS).flatMap(([status]) => status))].sort((a, b) => a - b);

export const schemas = {
  Fault: fault,
  Problem: {
    ...problem(400, Object.keys(WORDS)),
    description: "Any refusal, as `application/problem+json` (RFC 9457).",
    "x-words": Object.fromEntries(Object.entries(WORDS).map(([word, [status, title, next]]) => [word, { status, title, next }])),
  },
};
schemas.Problem.properties.status = { type: "integer", enum: anyStatus };

/** Headers that come with a refusal of this status. */
const HEADERS = {
  401: { "www-authenticate": { required: true, description: "What is asked for.", schema: shownText } },
  405: { allow: { required: true, description: "The methods that are served here.", schema: shownText } },
  429: { "retry-after": { required: true, description: "Seconds to wait.", schema: shownText } },
  503: { "retry-after": { required: true, description: "Seconds to wait.", schema: shownText } },
};

/** Every answer that says no, by name: filled as doors name them. */
export const responses = {};

/** The answers that say no with these words, by status. */
export function problems(...words) {
  const by = {};
  for (const word of new Set(words)) {
    // `changed_meanwhile` is 412 to who asked by `If-Match`, and 409 to who lost a race: such a word is `word@status`.
    const [name, at] = word.split("@");
    const [status] = WORDS[name] ?? [];
    if (status === undefined) throw new Error(`no refusal has the word ${word}`);
    const told = at === undefined ? [status].flat()[0] : Number(at);
    (by[told] ??= []).push(name);
  }
  return Object.fromEntries(Object.entries(by).map(([status, told]) => [status, response(Number(status), told.sort())]));
}

function response(status, words) {
  const name = `no_${status}_${words.join("_or_")}`;
  responses[name] ??= {
    description: words.map((word) => `\`${word}\`: ${WORDS[word][2]}`).join(" "),
    ...(HEADERS[status] && { headers: HEADERS[status] }),
    content: { "application/problem+json": { schema: problem(status, words) } },
  };
  return { $ref: `#/components/responses/${name}` };
}

/** A 422 that says of each row what is wrong with it (`rows_rejected`), beside problems with these words. */
export function rejected(name, words) {
  const told = response(422, words.toSorted());
  const { description, content } = responses[told.$ref.split("/").at(-1)];
  const schema = { anyOf: [{ $ref: `#/components/schemas/${name}` }, content["application/problem+json"].schema] };
  return { description: `\`rows_rejected\`: ${WORDS.rows_rejected[2]} ${description}`, content: { "application/problem+json": { schema } } };
}

/** A page for people, beside a problem with these words for programs. */
export function page(status, description, words = []) {
  const said = words.length > 0 && { "application/problem+json": { schema: problem(status, words.toSorted()) } };
  return { description, ...(HEADERS[status] && { headers: HEADERS[status] }), content: { "text/html": { schema: shownText }, ...said } };
}

problems("method_not_allowed", "not_found");
