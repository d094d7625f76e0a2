// Tags and how they are derived: what links, hosts and the hygiene of tags have in common (src/domain/utm).
import { nullable, oneOf, said, shownText, shows, takes, text } from "./words.mjs";

/** The seven tags, as a link's `utm` calls them. */
export const TAGS = ["source", "medium", "campaign", "term", "content", "id", "source_platform"];

const each = (schema) => Object.fromEntries(TAGS.map((name) => [name, schema]));

export const tag = oneOf(...TAGS);
/** By tag a schema, every tag of which may be left out. */
export const byTag = (schema, description) => said(description, takes(each(schema)));

export const queryPolicy = said(
  "What becomes of a visitor's own tags: they fill what the link leaves open (`link_wins`), stand in place of the link's (`visitor_wins`), or go no further (`drop`).",
  oneOf("link_wins", "visitor_wins", "drop"),
);

export const schemas = {
  Tags: byTag(text(100), "Tags that are chosen; they stand before the destination's own and before derived ones."),
  ShownTags: shows(each(shownText), TAGS, { description: "Tags that are chosen, those that there are." }),
  Preset: {
    description:
      "How tags are derived: by a convention, or by templates with `{creator}`, `{creator_id}`, `{creator_name}`, `{platform}`, `{campaign}`, `{campaign_id}`, `{post}`, `{slug}`, `{host}`, `{external_id}`; at least one template.",
    anyOf: [oneOf("platform", "creator", "campaign"), { ...takes(each(text(200))), minProperties: 1 }],
  },
  ShownPreset: { description: "A convention, or templates by tag.", anyOf: [oneOf("platform", "creator", "campaign"), shows(each(shownText), TAGS)] },
  LintNote: shows(
    {
      level: said("An `error` keeps a link from being made.", oneOf("error", "warning")),
      key: said("The tag.", tag),
      code: said("A stable word.", oneOf(
        "required", "repeated", "placeholder", "personal_data", "not_allowed", "long", "spelling", "alias", "case", "spaces",
        "doubled_separator", "non_ascii", "near_duplicate", "ga4_unassigned", "ga4_other_channel",
      )),
      value: said("What the tag says; `null` where it is not there.", nullable(shownText)),
      suggested: said("What was most likely meant, if anything can be told.", nullable(shownText)),
      detail: said("A sentence for a person.", shownText),
      pointer: said("What said so, where it is not the link's own destination or `utm`.", shownText),
    },
    ["pointer"],
  ),
  Warning: shows({ code: said("A stable word.", oneOf("idn_mixed_script", "idn_confusable")), detail: said("A sentence for a person.", shownText) }),
};
