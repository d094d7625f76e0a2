// What tags clicks really carried, what is wrong with it, and a score that can be taken apart (src/domain/report/utm).
import { query } from "../door.mjs";
import { count, flag, id, list, mapOf, nullable, oneOf, said, shownText, shows } from "../words.mjs";
import { counted, days, filters, frame, maybe, places, report, share, shared, tries } from "./shared.mjs";

const KEYS = ["source", "medium", "campaign", "term", "content", "id", "source_platform"];
const PARTS = {
  complete: "Required tags that are there", canonical: "Tags that are spelled as they should be", known: "Tags that somebody knows", assigned: "Clicks that Google Analytics files under a channel",
};
const score = said("0 to 100; `null` where there is nothing to judge.", nullable({ type: "integer", minimum: 0, maximum: 100 }));
const clicks = counted("Valid clicks");
const clicks_gross = counted("Every click");
const against = counted("Clicks whose visitor's own tag stood against the link's");
const brought = counted("Clicks whose visitor brought it");

const value = shows({
  key: oneOf(...KEYS),
  value: nullable(shownText),
  state: said("`not_known`: of an imported history, of rules that lead to several places, of values beyond the most frequent.", oneOf("missing", "not_known", "tag")),
  clicks, clicks_gross,
  share: maybe(share("Of all valid clicks")),
  links: counted("Links that sent it"),
  brought, against,
  canonical: said("Whether it is spelled as it should be.", nullable(flag)),
  known: said("Whether it is a value that is allowed, or known.", nullable(flag)),
  suggested: said("What it was most likely meant as.", nullable(shownText)),
  issues: said("What the lint says of it, in its words.", list(shownText)),
  near: said("Values that are most likely the same.", list(shownText)),
});
const link = shared("TaggedLink", shows({
  link: shows({ id, host: shownText, slug: shownText, creator_id: id }),
  score,
  parts: shows(Object.fromEntries(Object.entries(PARTS).map(([part, meaning]) => [part, maybe(share(meaning))]))),
  clicks, clicks_gross,
  missing: said("Clicks without a required tag, by its key.", mapOf(count, { propertyNames: { enum: KEYS } })),
  unassigned: counted("Clicks that Google Analytics files under no channel"),
  brought, against,
  not_known: counted("Clicks of which a tag is not known"),
  values: said("The five that matter most.", list(shows({ key: oneOf(...KEYS), value: shownText, clicks, suggested: nullable(shownText), known: nullable(flag) }))),
}));

export const utm = report("reportUtm", "Audit the tags that clicks carried", {
  about: "Nothing is judged twice: spelling and aliases are those of the lint.",
  parameters: [
    ...days,
    query("by", "What the rows are.", { ...oneOf("value", "link"), default: "value" }),
    query("key", "Only rows of this tag, with `by=value`.", oneOf(...KEYS)),
    ...places("creator", "campaign", "link", "post", "platform", "content_kind"),
  ],
  head: {
    ...frame("utm"),
    by: oneOf("value", "link"),
    key: nullable(oneOf(...KEYS)),
    filters,
    required: said("The tags that every click should carry.", list(oneOf(...KEYS))),
    hygiene_version: said("Of `/v1/utm`.", count),
    score,
    parts: shows(Object.fromEntries(Object.entries(PARTS).map(([part, meaning]) => [part, shows({ share: maybe(share(meaning)), weight: { type: "number" }, of: count, as_it_should_be: count })]))),
    clicks, clicks_gross,
    links: counted("Links with clicks"),
    brought, against,
    unassigned: counted("Clicks that Google Analytics files under no channel"),
    unassigned_pairs: list(shows({ source: nullable(shownText), medium: nullable(shownText), clicks })),
    worst_links: list(link),
  },
  row: { anyOf: [value, link] },
  tries: tries({}, { "by link": { by: "link" }, "of one tag": { key: "source" } }),
});
