// Links: a slug, where it leads, and whose it is (src/domain/register/link, src/edge/register/link).
import { MATCHING, PAGING, answer, byId, door, empty, ifMatch, ifNoneMatch, json, location, paging, part, query, tagged, unmodified } from "./door.mjs";
import { schemas as ofRules } from "./rules.mjs";
import { queryPolicy, schemas as ofTags } from "./tags.mjs";
import { address, count, flag, id, integer, list, listOf, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, text, time, version } from "./words.mjs";

const place = {
  host: said("A host that is served here, without a port; the first one where it is left out.", text(255)),
  slug: said("Up to three words with `/` between them, each of 1 to 64 letters, digits, `_`, `-` of any script; 128 characters and 250 bytes in all. Dealt where it is left out.", text(128)),
};
const fields = {
  destination: said("Where it leads: of the web, on a public host that is none of ours, without the click id's parameter.", address),
  creator_id: said("Whose it is; one that is not put away. Fixed, like campaign, post and platform, after the link's first event.", id),
  campaign_id: id,
  post: said("The piece of content that it stands in.", text(64)),
  platform: said("Where that content is; kept by one word for each.", text(64)),
  utm: ref("Tags"),
  utm_preset: ref("Preset"),
  query_policy: queryPolicy,
  click_id: said("Whether the destination gets a click id; true unless said.", flag),
  starts_at: said("From when on it leads anywhere.", time),
  expires_at: said("From when on it leads nowhere; behind `starts_at`.", time),
  expired_destination: said("Where it leads since it is over.", address),
  rules: said("The first whose conditions all hold leads; at most 20, which lead to at most 50 addresses. A rule that would never match is refused.", listOf(ref("Rule"), 20)),
  app: said("The app that is opened first, for whom no rule takes.", ref("App")),
  card: ref("Card"),
  external_id: said("The brand's own name for it, there once.", text(128)),
  enabled: said("Whether it leads anywhere at all; true unless said.", flag),
  archived: said("`true` puts it away, `false` brings it back.", flag),
};
const options = {
  starts_at: nullable(time),
  expired_destination: nullable(shownText),
  query_policy: nullable(queryPolicy),
  click_id: flag,
  rules: list(ref("ShownRule")),
  variants: said("Every name that a split of this link ever had; a name's place, from 1, is its number on events.", list(shownText)),
  app: nullable(ref("ShownApp")),
  card: nullable(ref("ShownCard")),
  utm_preset: nullable(ref("ShownPreset")),
};
const link = {
  id: said("It travels in click ids.", id),
  host: shownText,
  slug: shownText,
  url: said("Its address.", shownText),
  destination: shownText,
  target: said("Where it leads, with its tags on.", shownText),
  creator_id: id,
  campaign_id: nullable(id),
  post: nullable(shownText),
  platform: nullable(shownText),
  utm: ref("ShownTags"),
  enabled: flag,
  expires_at: nullable(time),
  ...options,
  external_id: nullable(shownText),
  changed_by: said("Who made this version: `bootstrap` or `key:` and its id; empty where nobody knows.", shownText),
  version: said("Raised by every change.", version),
  created_at: time,
  updated_at: time,
  archived_at: said("When it was put away; its slug stays taken and its history stays.", nullable(time)),
  warnings: said("What is to be said of where it leads.", list(ref("Warning"))),
};
const clicks = shows({ clicks: count, valid_clicks: count, pixel_views: count, as_of: time }, [], { description: "Quick counts, gross but for the valid ones." });
const told = (description) => list(shows({ code: said("A stable word.", shownText), detail: shownText }), { description });
const way = shows({
  for: said("Who is sent there, in words.", shownText),
  ok: said("`null` where nobody can tell.", nullable(flag)),
  problems: told("People or their tags do not arrive."),
  notes: told("What could not be found out, and what is good to know."),
  hops: said("At most 10; values of queries that are no tags are masked.", list(shows({ status: nullable(integer(100, 599)), address: shownText }))),
  final_host: shownText,
  final_status: nullable(integer(100, 599)),
  content_type: nullable(shownText),
  tags: nullable(shows({ kept: list(shownText), changed: list(shownText), lost: list(shownText) })),
  click_id: nullable(oneOf("kept", "changed", "lost")),
  snippet: said("Whether the page's text loads the snippet; `null` where it was not read.", nullable(flag)),
  ms: count,
});

export const schemas = {
  ...ofRules,
  ...ofTags,
  Link: shows(link, [], { description: "A link as lists show it." }),
  LinkWritten: shows({ ...link, lint: said("What is said of the tags that its clicks will carry.", list(ref("LintNote"))) }),
  LinkShown: shows({
    ...link,
    counts: said("`null` where none were published yet.", nullable(clicks)),
    check: said("The last check; `null` where there was none.", nullable(ref("LinkCheck"))),
  }),
  LinkCheck: shows({
    ok: said("Whether people and tags arrive on every way; `null` where nobody can tell.", nullable(flag)),
    problems: said("Each stable word once.", list(shownText)),
    targets: list(way),
    at: time,
    version: said("The link's version that was checked.", version),
    failures: said("Failed checks in a row.", count),
    failing_since: nullable(time),
  }),
  LinkVersion: shows({ version, at: time, by: shownText, destination: shownText, target: shownText, ...options, enabled: flag, expires_at: nullable(time), archived_at: nullable(time) }),
  NewLink: takes({ ...place, ...fields }, ["destination", "creator_id"]),
  LinkPut: takes({ ...place, ...fields, version: said("Refuses (412) where it is of another version by now.", id) }, [], {
    firm: ["destination", "creator_id"],
    description: "Named by `external_id`, else by host and slug. What it does not say stays as it is; a link that is to be made needs `destination` and `creator_id`.",
  }),
  LinkChange: takes(fields, [], { firm: ["destination", "creator_id"], description: "What it does not say stays as it is. A link that was put away is changed only with `\"archived\": false`." }),
};

/** The filters of lists and exports; a parameter that is not among them is refused. */
export const filters = (archived) => [
  query("creator_id", "Of this creator.", id),
  query("campaign_id", "Of this campaign.", id),
  query("platform", "On this platform, in any of its spellings.", { type: "string", minLength: 1, maxLength: 255 }),
  query("host", "On this host.", { type: "string", minLength: 1, maxLength: 255 }),
  query("slug", "At this slug.", { type: "string", minLength: 1, maxLength: 255 }),
  query("external_id", "The one that the brand calls so.", { type: "string", minLength: 1, maxLength: 255 }),
  query("q", "With this part in slug or destination.", { type: "string", minLength: 1, maxLength: 100 }),
  query("archived", "Whether they were put away.", { type: "string", enum: ["true", "false", "all"], default: archived }),
  query("failing", "`true`: only those that failed their last check.", { type: "string", enum: ["true", "false"], default: "false" }),
  query("changed_since", "Changed since.", time),
];

const BODY = 262_144;
const example = { destination: "https://shop.example/spring", creator_id: 1, slug: "sarah-spring", platform: "instagram", post: "reel-1" };
const read = "links:read";
const write = "links:write";

export const links = part("Links", "A slug, where it leads, and whose it is. A change is seen everywhere within about 65 seconds, by whoever made it at once.", {
  schemas,
  paths: {
    "/v1/links": {
      get: door("listLinks", "List links", {
        scope: read,
        about: "Every filter narrows further. A parameter that is not known, or is there twice, is refused.",
        parameters: [...filters("false"), ...paging],
        answers: { 200: answer("A page of links, oldest first.", pageOf(ref("Link"))) },
        refuses: PAGING,
      }),
      post: door("makeLink", "Make a link", {
        scope: write,
        body: json(ref("NewLink"), {
          most: BODY,
          examples: {
            plain: example,
            by_rule: { ...example, slug: "sarah-app", rules: [{ when: { country: ["DE", "AT"] }, destination: "https://shop.example/de" }] },
          },
        }),
        answers: { 201: answer("It is made.", ref("LinkWritten"), { ...location, ...tagged }) },
        refuses: ["slug_taken", "external_id_taken", "changed_meanwhile@409"],
      }),
      put: door("putLink", "Make a link, or change the one that is there", {
        scope: write,
        parameters: [ifMatch],
        body: json(ref("LinkPut"), { most: BODY, examples: { by_its_own_name: { ...example, slug: "sarah-put", external_id: "spring-sarah-1" } } }),
        answers: {
          200: answer("It was there, and is as you say now.", ref("LinkWritten"), tagged),
          201: answer("It is made.", ref("LinkWritten"), { ...location, ...tagged }),
        },
        refuses: ["slug_taken", "external_id_taken", "link_in_use", "archived", ...MATCHING],
      }),
    },
    "/v1/links/{id}": {
      parameters: [byId],
      get: door("showLink", "Show a link", {
        scope: read,
        about: "With its quick counts and its last check.",
        parameters: [ifNoneMatch],
        answers: { 200: answer("As it stands.", ref("LinkShown"), tagged), 304: unmodified },
        refuses: ["not_found"],
      }),
      patch: door("changeLink", "Change a link", {
        scope: write,
        about: "Host and slug stay. A change that says nothing new makes no version.",
        parameters: [ifMatch],
        body: json(ref("LinkChange"), { most: BODY, examples: { schedule: { expires_at: "2030-01-01T00:00:00Z" }, destination: { destination: "https://shop.example/summer" } } }),
        answers: { 200: answer("As it stands now.", ref("LinkWritten"), tagged) },
        refuses: ["not_found", "external_id_taken", "link_in_use", "archived", ...MATCHING],
      }),
      delete: door("removeLink", "Put a link away", {
        scope: write,
        about: "It leads nowhere and keeps its slug; its history stays.",
        parameters: [ifMatch],
        answers: { 204: empty("It is put away; so it is where it was away already.") },
        refuses: ["not_found", ...MATCHING],
      }),
    },
    "/v1/links/{id}/history": {
      parameters: [byId],
      get: door("showLinkHistory", "Show what a link was", {
        scope: read,
        answers: { 200: answer("Its newest 100 versions, the newest first.", shows({ items: list(ref("LinkVersion"), { maxItems: 100 }) })) },
        refuses: ["not_found"],
      }),
    },
    "/v1/links/{id}/check": {
      parameters: [byId],
      post: door("checkLink", "Follow a link as a telephone would", {
        scope: write,
        about: "In every variant, to its page: at most 10 requests a way, 100 in all, 30 seconds. A check of the last 5 seconds is given again. Nothing is counted. The body is not read.",
        answers: { 200: answer("What was found.", ref("LinkCheck")) },
        refuses: ["not_found", "changed_meanwhile@409"],
      }),
    },
  },
});
