// What may be reported as a conversion: bodies of POST /v1/conversions (src/domain/conversion/read.rs, evidence.rs).
import { currency, flag, id, integer, list, listOf, MOST_INTEGER, money, oneOf, ref, said, takes, text, time } from "./words.mjs";

/** The most minor units of one amount. */
const MOST_MINOR = 10 ** 12;
const amount = (description) => said(`${description}, in whole minor units of \`currency\`.`, money(0, MOST_MINOR));

/** What every report has. */
const every = {
  revision: said("Of one reporter the higher one stands: a number of yours, such as a change time; 0 when left out.", integer(0, MOST_INTEGER)),
  occurred_at: said("When it happened: up to a day ahead of our clock, ten years back at most.", time),
  test: said("`true`: it is read, answered `ignored` and not kept.", flag),
};

/** What may say who brought it. Whatever of it is not ours is noted and costs no sale, so it may be of any type. */
const evidence = {
  touches: said(
    "What the snippet kept, as a text or a list of texts: click ids and `source/medium@time`, 50 in all; of more the last count.",
    { anyOf: [{ type: "string" }, list({})] },
  ),
  click_id: said("A click id of ours. One that is not is noted as `click_id_unknown` or `click_id_forged`.", {}),
  click_ids: said("Several of them.", list({})),
  landing: said("The first address of the visit; click ids are read from it.", text(2048)),
  referrer: said("Where the visit came from; only its host is kept.", text(2048)),
  code: said("A promo code as the customer typed it.", text(64)),
  codes: said("Several of them, each a text or with what it took off.", listOf({
    anyOf: [text(64), takes({ code: text(64), discount_minor: amount("What the code took off") }, ["code"])],
  }, 10)),
  customer: said("Who bought, such as an e-mail address; kept as a keyed hash only.", text(320)),
};

const orderId = said("The order's id; 12 characters or more that cannot be guessed are best.", text(128));
const taxes = { tax_minor: amount("Tax, as part of the total"), shipping_minor: amount("Shipping, as part of the total") };
const worth = { value_minor: amount("What it is worth; needs `currency`"), currency };

const line = takes(
  { sku: text(128), name: text(200), quantity: integer(1, 1_000_000), amount_minor: amount("All of the line") },
  ["quantity", "amount_minor"],
);

export const schemas = {
  NewSale: takes(
    {
      kind: said("A renewal is a sale of an existing customer.", oneOf("sale", "renewal")),
      order_id: orderId,
      aliases: said("Further names of the order.", listOf({ type: "string", minLength: 1, maxLength: 128, pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]+$" }, 8)),
      total_minor: amount("What the customer paid, with tax and shipping"),
      currency,
      merchandise_minor: amount("Goods after discount, without tax and shipping; with both of them it makes the total, to a minor unit a line"),
      discount_minor: amount("What was taken off"),
      ...taxes,
      items: said("The lines of the order; kept and shown.", listOf(line, 100)),
      new_customer: said("Whether it is the customer's first order; never of a renewal. Else it is what we know.", flag),
      lead_id: said("The lead that the sale came from: its clicks count, back from its time.", text(128)),
      ...every,
      ...evidence,
    },
    ["kind", "order_id", "total_minor", "currency", "occurred_at"],
    { description: "An order, unique by `order_id` and every alias." },
  ),
  NewRefund: takes(
    {
      kind: { const: "refund" },
      order_id: orderId,
      refund_id: said("Unique; needed unless `cumulative`. Does not begin with `cumulative:`.", text(128)),
      cumulative: said("`true`: the amount is all that was given back so far; it is set, not added.", flag),
      full: said("`true`: all of the order; then no amount is needed.", flag),
      total_minor: amount("What was given back; at least 1 unless `cumulative` or of a later `revision`"),
      currency,
      ...taxes,
      reason: said("`refund` when left out.", oneOf("refund", "cancel", "chargeback")),
      ...every,
    },
    ["kind", "order_id", "currency", "occurred_at"],
    { description: "Money back, unique by `refund_id`, or one per order where it is cumulative. It may come before its order." },
  ),
  NewLead: takes(
    { kind: { const: "lead" }, lead_id: text(128), type: said("What kind of lead, in a word of yours.", text(64)), ...worth, ...every, ...evidence },
    ["kind", "lead_id", "occurred_at"],
    { description: "Somebody who may buy, unique by `lead_id`." },
  ),
  NewAnswer: takes(
    {
      kind: { const: "survey" },
      order_id: orderId,
      question: said("The handle of the survey.", text(64)),
      creator_id: said("Whom the customer named.", id),
      option: text(64),
      text: text(200),
      ...every,
    },
    ["kind", "order_id", "question", "occurred_at"],
    { description: "What a customer said brought them, unique by order and question." },
  ),
  NewEvent: takes(
    { kind: { const: "event" }, event_id: text(128), name: said("What happened, in a word of yours.", text(64)), ...worth, ...every, ...evidence },
    ["kind", "event_id", "name", "occurred_at"],
    { description: "Anything else that is worth counting, unique by `event_id`." },
  ),
  NewConversion: {
    anyOf: ["NewSale", "NewRefund", "NewLead", "NewAnswer", "NewEvent"].map(ref),
    description: "A report. What kind it is says `kind`.",
  },
};

export const oneOrMany = { anyOf: [ref("NewConversion"), { type: "array", items: ref("NewConversion"), minItems: 1, maxItems: 100 }] };

const sale = { kind: "sale", order_id: "shop-7c1f2e9ab044", total_minor: 7930, tax_minor: 1240, shipping_minor: 490, currency: "EUR", occurred_at: "2025-09-05T19:02:44Z", click_ids: ["{click_id}"], code: "MIRA10", customer: "jo@example.com" };

export const examples = {
  sale,
  "free order": { kind: "sale", order_id: "shop-5510aa90bc13", total_minor: 0, currency: "JPY", occurred_at: "2025-09-06T08:00:00+09:00", new_customer: true },
  refund: { kind: "refund", refund_id: "r-1", order_id: "shop-7c1f2e9ab044", total_minor: 2000, currency: "EUR", occurred_at: "2025-09-09T10:00:00Z" },
  "all of an order": { kind: "refund", cumulative: true, full: true, order_id: "shop-5510aa90bc13", currency: "JPY", reason: "cancel", occurred_at: "2025-09-07T08:00:00Z" },
  lead: { kind: "lead", lead_id: "l-1", type: "newsletter", occurred_at: "2025-09-03T17:45:00Z", touches: ["{click_id}", "google/organic@2025-09-03T16:00:00Z"] },
  answer: { kind: "survey", order_id: "shop-7c1f2e9ab044", question: "how", creator_id: 1, occurred_at: "2025-09-05T19:05:00Z" },
  event: { kind: "event", event_id: "e-1", name: "trial", value_minor: 900, currency: "EUR", occurred_at: "2025-09-05T12:00:00Z" },
  "a list": [{ ...sale, order_id: "shop-a1b2c3d4e5f6" }, { kind: "refund", refund_id: "r-2", order_id: "shop-a1b2c3d4e5f6", full: true, currency: "EUR", occurred_at: "2025-09-08T09:00:00Z" }],
};
