// What pages send from browsers: landings, pages, leads, purchases, and answers to surveys
// (src/edge/collect.rs, src/domain/collect, src/edge/survey.rs).
import { answer, body, door, empty, header, inPath, json, looked, part, sends } from "./door.mjs";
import { flag, list, listOf, oneOf, ref, said, shownText, shows, takes, text, money } from "./words.mjs";

const amount = (description) => said(`${description}, minor units.`, money(0, 10 ** 12));
const at = said("Unix milliseconds within the last day; anything else is left.", {});
const touches = said("What the snippet kept; none are taken where consent is refused.", { anyOf: [{ type: "string" }, list({})] });
const codes = {
  code: text(64),
  codes: listOf({ anyOf: [text(64), takes({ code: text(64), discount_minor: amount("What it took off") }, ["code"])] }, 10),
};
const currency = { type: "string", pattern: "^\\s*[A-Za-z]{3}\\s*$" };

const schemas = {
  PageEvent: {
    description: "What happened on a page. One that is wrong costs no other: the answer says `rejected` of it, with `errors`.",
    anyOf: [
      takes({ type: { const: "landing" }, touch: said("A click id of ours up to 400 days old, or `source/medium@time`.", text(105)), at }, ["type", "touch"]),
      takes({ type: { const: "page" }, at }, ["type"]),
      takes({ type: { const: "lead" }, lead_id: text(128), lead_type: text(64), value_minor: amount("Worth"), currency, ...codes, touches, at }, ["type", "lead_id"]),
      takes(
        {
          type: { const: "purchase" }, order_id: text(128), total_minor: amount("Paid"), currency, merchandise_minor: amount("Goods"), tax_minor: amount("Tax"),
          shipping_minor: amount("Shipping"), discount_minor: amount("Taken off"), ...codes, touches, at,
        },
        ["type", "order_id", "total_minor", "currency"],
      ),
    ],
  },
  Collected: shows(
    {
      items: list(shows({
        index: said("Its place in `events`, from 0.", { type: "integer", minimum: 0 }),
        outcome: said("`ignored`: a referrer that brings nobody, such as a payment page.", oneOf("accepted", "duplicate", "ignored", "rejected")),
        errors: list(ref("Fault")),
      })),
      errors: said("What is wrong beside the events, and cost none of them.", list(ref("Fault"))),
    },
    ["errors"],
  ),
  SurveyOptions: shows({
    question: shownText,
    options: said("Creators first, then the other options.", list(shows({ id: said("What an answer names.", shownText), label: shownText }))),
    free_text: said("Whether a typed answer is taken.", flag),
  }),
};

const open = { "access-control-allow-origin": sends("Any page may read it.", { const: "*" }) };
const preflight = (name) =>
  door(name, "Ask whether a page may", {
    answers: {
      204: empty("It may.", {
        ...open,
        "access-control-allow-methods": sends("What it may call."),
        "access-control-allow-headers": sends("What it may send."),
        "access-control-max-age": sends("Seconds for which it may remember that."),
      }),
    },
  });

const collected = {
  key: said("The site's publishable key.", text(64)),
  consent: said("Kept with each event. `refused`: the visitor is nobody we know again. What is not understood is a refusal.", oneOf("given", "refused")),
  events: listOf(ref("PageEvent"), 50, { minItems: 1 }),
};

const collect = door("collect", "Report what happened on pages", {
  about: "Called by `wm.js`. Whatever its content type is called, the body is JSON. The page's `Origin`, else that of its `Referer`, must be one of the site's. Leads and purchases are in D1 before the answer, unverified until a server says so.",
  parameters: [{ ...header("Origin", "Of the page; else that of `Referer` is taken."), example: "https://shop.example" }],
  body: body(
    {
      "application/json": {
        schema: takes(collected, ["key", "events"]),
        examples: {
          purchase: {
            value: {
              key: "{site_key}", consent: "given",
              events: [
                { type: "landing", touch: "{click_id}" },
                { type: "page" },
                { type: "lead", lead_id: "page-l-1", lead_type: "newsletter" },
                { type: "purchase", order_id: "page-9f21c0d7ae", total_minor: 7930, currency: "EUR", touches: "{click_id}" },
              ],
            },
          },
        },
      },
      "text/plain": { schema: { type: "string" } },
    },
    { most: 16_384 },
  ),
  answers: { 200: answer("What became of each event.", ref("Collected"), open) },
  refuses: ["too_many_events", "key_unknown", "origin_not_allowed"],
});

const handle = inPath("handle", "The survey's handle.", { type: "string", minLength: 1 }, { example: "how" });
const answered = json(
  takes(
    {
      order_id: text(128),
      option: said("The id of an option, as the options list it.", text(64)),
      text: said("Or what was typed.", { type: "string", maxLength: 200 }),
      shown: said("`true` alone: the question was seen.", flag),
    },
    ["order_id"],
  ),
  { most: 4096, examples: { seen: { order_id: "page-9f21c0d7ae", shown: true }, option: { order_id: "page-9f21c0d7ae", option: "creator-1" } } },
);

export const collecting = part("Pages", "What browsers send from the shop's pages. None of it counts until a server says so.", {
  schemas,
  paths: {
    "/v1/collect": { post: collect, options: preflight("collectPreflight") },
    "/v1/surveys/{handle}/options": {
      parameters: [handle],
      ...looked(door("surveyOptions", "Show a survey's options", {
        answers: { 200: answer("What the thank-you page shows.", ref("SurveyOptions"), open) }, refuses: ["not_found"],
      })),
      options: preflight("surveyOptionsPreflight"),
    },
    "/v1/surveys/{handle}/answers": {
      parameters: [handle],
      post: door("answerSurvey", "Answer a survey", {
        about: "An answer stands above an earlier one of the same order, and above having seen the question.",
        body: answered,
        answers: {
          200: answer("What became of it.", shows({ outcome: said("`duplicate` also where what stands is not a page's to know.", oneOf("accepted", "revision", "duplicate", "conflict", "ignored")) }), open),
        },
        refuses: ["not_found"],
      }),
      options: preflight("surveyAnswersPreflight"),
    },
  },
});
