// Doors of sources that report in a form of their own, and what is kept of their calls
// (src/edge/source, src/domain/source).
import { PAGING, answer, body, byId, door, inPath, json, paging, part, query } from "./door.mjs";
import { flag, id, integer, list, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, text, time } from "./words.mjs";

const delivered = {
  outcome: said("The most severe of what became of its reports.", oneOf("accepted", "revision", "duplicate", "conflict", "rejected", "ignored")),
  topic: said("What the source calls it.", shownText),
  reason: said("Why nothing was reported, in a word or a sentence.", shownText),
  items: said("What became of each report that it held.", list(ref("BecameAt"))),
};

const schemas = {
  Delivered: shows(delivered, ["reason"], { description: "What became of a delivery." }),
  Delivery: shows({
    id,
    source_id: id,
    received_at: time,
    verified: said("Whether its signature or token was right.", flag),
    cut: said("Whether only its start is kept.", flag),
    topic: shownText,
    status: said("The HTTP status that the source heard.", integer(200, 599)),
    outcome: said("`recorded`: it is written, what became of it could not be noted. A refusal's word where it was refused.", shownText),
    reason: nullable(shownText),
    errors: list(ref("Fault")),
    items: list(ref("BecameAt")),
    replayed_at: nullable(time),
    body: said("As it came, without network addresses; in lists its first 500 characters.", shownText),
  }),
  Postbacked: shows(
    {
      outcome: oneOf("accepted", "revision", "duplicate", "ignored"),
      reason: said("Why it was ignored.", shownText),
      unread: said("Parameters that were passed over.", list(shownText)),
    },
    ["reason", "unread"],
  ),
};

const hook = door("takeHook", "Take a source's webhook", {
  security: [{ source: [] }, {}],
  about: `The raw bytes are proved before anything is read: by \`X-Shopify-Hmac-Sha256\`, \`Stripe-Signature\`, \`X-WC-Webhook-Signature\`, the headers of
[Standard Webhooks](https://www.standardwebhooks.com), or \`?api_secret=\` of a \`ga4\` source. A replayed body changes nothing. A conflict is
\`200\` too: sending it again would not help.`,
  parameters: [query("api_secret", "The secret of a `ga4` source.", { type: "string" })],
  body: body({ "application/json": { schema: {} }, "application/x-www-form-urlencoded": { schema: { type: "string" } } }, {
    most: 1_048_576, about: "As the platform sends it.", required: false,
  }),
  answers: { 200: answer("It is kept, and this became of it.", ref("Delivered")) },
  refuses: ["wrong_signature", "stale", "not_found"],
});

const purchase = { client_id: "1.2", events: [{ name: "purchase", params: { transaction_id: "T-7c1f2e9ab0", value: 57, tax: 10.83, shipping: 4.9, currency: "EUR" } }] };
hook["x-examples"] = { "a purchase of Google Analytics": { query: { api_secret: "{ga4_secret}" }, body: purchase } };

const PARAMETERS = {
  source: ["The source's handle.", text(64)],
  token: ["The source's secret.", { type: "string" }],
  kind: ["`sale` when left out.", oneOf("sale", "lead", "refund")],
  status: ["`approved` when left out; `pending` and the like are ignored, `rejected` and the like take the sale back.", oneOf(
    "approved", "confirmed", "paid", "complete", "completed", "accepted", "pending", "open", "hold", "new", "rejected", "declined", "cancelled", "canceled", "reversed", "void",
  )],
  order_id: ["The order's id, unless the source's `order_field` names another parameter.", text(128)],
  refund_id: ["Of a refund.", text(128)],
  lead_id: ["Of a lead.", text(128)],
  total: ["A decimal of `currency`, such as 79.30.", { type: "string", pattern: "^\\s*[0-9]+(\\.[0-9]+)?\\s*$" }],
  total_minor: ["Or whole minor units.", integer(0, 10 ** 12)],
  currency: ["Letters of ISO 4217.", { type: "string", pattern: "^\\s*[A-Za-z]{3}\\s*$" }],
  click_id: ["A click id of ours.", { type: "string" }],
  touches: ["What the snippet kept.", { type: "string" }],
  code: ["A promo code.", text(64)],
  customer: ["Who bought; kept as a keyed hash.", text(320)],
  reason: ["Of a refund.", oneOf("refund", "cancel", "chargeback")],
  occurred_at: ["When it happened; when it first came, where it is left out.", time],
};
const about = "One report in the parameters of an address or a form, as affiliate networks call it. Each parameter once, 100 at most; those that are not known are passed over and named.";
const postbacked = {
  answers: { 200: answer("Known before, or ignored.", ref("Postbacked")), 201: answer("Accepted.", ref("Postbacked")) },
  refuses: ["wrong_signature", "not_found", "conflict", "invalid", "too_large"],
  security: [{ source_token: [] }],
};
const parameters = Object.entries(PARAMETERS).filter(([name]) => name !== "token").map(([name, [description, schema]]) => query(name, description, schema));
const example = { source: "network", token: "{postback_secret}", order_id: "net-71c2aa90b3", total: "79.30", currency: "EUR", occurred_at: "2025-09-10T10:00:00Z" };

const listed = door("listDeliveries", "List deliveries", {
  scope: "admin",
  about: "What sources sent in the last 30 days, newest first; of what nobody signed the last 1,000 per source.",
  parameters: [
    query("source", "Only of the source with this id.", integer(0, 2 ** 32 - 1)),
    query("outcome", "Only with this outcome.", { type: "string" }),
    ...paging,
  ],
  answers: { 200: answer("A page of them.", pageOf(ref("Delivery"))) },
  refuses: PAGING,
});

export const deliveries = part("Hooks", "What platforms and networks report in forms of their own, and what is kept of it.", {
  schemas,
  paths: {
    "/v1/hooks/{handle}": { parameters: [inPath("handle", "The source's handle.", { type: "string", minLength: 1 }, { example: "analytics" })], post: hook },
    "/postback": {
      get: { ...door("postbackByAddress", "Report by an address", { ...postbacked, about, parameters }), "x-examples": { sale: { query: example, status: 201 } } },
      post: {
        ...door("postback", "Report by a form", {
          ...postbacked, about, parameters,
          body: body(
            { "application/x-www-form-urlencoded": { schema: { type: "object", properties: Object.fromEntries(Object.entries(PARAMETERS).map(([name, [description, schema]]) => [name, said(description, schema)])) } } },
            { most: 16_384, required: false },
          ),
        }),
        "x-examples": { sale: { type: "application/x-www-form-urlencoded", body: { ...example, order_id: "net-71c2aa90b4" }, status: 201 } },
      },
    },
    "/v1/deliveries": { get: listed },
    "/v1/deliveries/{id}": {
      parameters: [byId],
      get: door("showDelivery", "Show a delivery", { scope: "admin", answers: { 200: answer("It, with its whole body.", ref("Delivery")) }, refuses: ["not_found"] }),
    },
    "/v1/deliveries/{id}/replay": {
      parameters: [byId],
      post: door("replayDelivery", "Take a delivery again", {
        scope: "admin",
        about: "Reads it again as if it had just come: reports that are known change nothing.",
        body: json(takes({ unsigned: said("`true`: take it though nobody signed it; you vouch for it.", flag) }), { most: 4096, required: false, examples: { signed: {} } }),
        answers: { 200: answer("What became of it now.", ref("Delivered")) },
        refuses: ["not_found"],
      }),
    },
  },
});
