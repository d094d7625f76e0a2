// Who came, by one dimension; and how surveys were answered (src/domain/report/visits.rs, src/domain/survey.rs).
import { answer, door, query } from "../door.mjs";
import { day, id, integer, list, mapOf, nullable, oneOf, said, shownText, shows, time } from "../words.mjs";
import { counted, days, maybe, report, share, tries } from "./shared.mjs";

const BY = [
  "verdict", "reason", "rejected", "kind", "device", "system", "app", "referrer", "country", "region", "language", "channel", "placement", "post", "creator_label", "campaign_label",
  "variant", "sub",
];
const only = (name, description) => query(name, description, id);

export const visits = report("reportVisits", "Show who came", {
  about: "Of one link, of the links of a creator and campaign, or of all. Of a link the fifty most frequent values stand for themselves, the rest under `other`.",
  parameters: [
    query("by", "What the rows are.", oneOf(...BY), { required: true, example: "device" }), ...days,
    only("link_id", "Only this link, alone; needed by `variant`."), only("creator_id", "Only links of this creator."), only("campaign_id", "Only links of this campaign."),
  ],
  head: {
    by: oneOf(...BY), from: day, to: day, zone: shownText,
    link_id: nullable(id), creator_id: nullable(id), campaign_id: nullable(id),
    as_of: said("When the last finished rollup began.", nullable(time)),
    received: counted("Events that came"),
    counted: counted("Of these, counted"),
    flagged: counted("Of these, kept and not counted"),
    flagged_by_verdict: mapOf({ type: "integer", minimum: 0 }),
    rejected: counted("Of these, not taken"),
  },
  row: shows(
    {
      value: said("Empty where there is none.", shownText), variant: said("With `by=variant`: its number.", integer(0, 255)), gross: counted("Events"), clicks: counted("Valid clicks"),
      pixel_views: counted("Valid views"), landings: counted("Pages that were reached"), pages: counted("Further pages"), flagged: counted("Kept and not counted"),
    },
    ["variant"],
  ),
  tries: tries({ by: "device" }, { "by verdict": { by: "verdict" }, "of a link": { by: "country", link_id: 1 }, "of a creator": { by: "channel", creator_id: 1 } }),
});

const answers = counted("Answers");
export const surveys = {
  ...door("reportSurveys", "Show how a survey was answered", {
    scope: "reports:read",
    parameters: [query("survey", "Its handle.", { type: "string", minLength: 1 }, { required: true, example: "how" }), ...days],
    answers: {
      200: answer("The report.", shows({
        survey: shows({ id, handle: shownText, question: shownText }),
        from: day, to: day, zone: shownText,
        shown: counted("Orders whose customer saw the question"),
        answered: counted("Of these, answered"),
        response_rate: maybe(share("Of these")),
        reasons: said("Why a figure is `null`.", mapOf(oneOf("not_shown"))),
        creators: list(shows({ creator: shows({ id, name: nullable(shownText) }), answers })),
        other_options: list(shows({ option: shownText, answers })),
        unmatched: counted("Typed answers that mean no creator, or two"),
        unmatched_texts: said("The 20 most frequent.", list(shows({ text: shownText, answers }))),
      })),
    },
    refuses: ["invalid"],
  }),
  "x-examples": { "of a month": { query: { survey: "how", from: "2025-09-01", to: "2025-09-30" } } },
};
