// What became of a report, and what is told of a conversion: outcomes, and the reason behind an order
// (src/domain/conversion/outcome.rs, src/domain/credit/why.rs, src/domain/credit/path.rs, src/sql/conversion_*.sql).
import { count, flag, id, list, money, nullable, oneOf, ref, said, shownCurrency, shownText, shows, time } from "./words.mjs";

export const outcome = oneOf("accepted", "revision", "duplicate", "conflict", "rejected", "ignored");
const note = oneOf(
  "backfill", "click_id_forged", "click_id_unknown", "click_ids_cut", "click_reused", "click_unknown", "clock_skew", "evidence_added",
  "items_do_not_add_up", "order_unknown", "refund_in_another_currency", "test", "touch_not_listed", "touch_time_absurd", "touch_unknown", "touches_cut",
);
const kind = oneOf("sale", "refund", "lead", "survey", "event");
const rank = said("How far who said it is believed: the highest stands.", oneOf("browser", "server", "webhook"));
const source = said("Who said it: 0 the API or a survey's page, else a source's id; from 2147483648 on a site's id behind that number.", count);
const revision = said("Of one rank the higher one stands.", count);
const minor = (description) => said(`${description}, minor units.`, money(-(2 ** 53 - 1)));
const maybeMinor = (description) => nullable(minor(description));
const notes = said("What was noticed and is no reason to refuse.", list(note));
const faults = said("What is wrong, of `rejected` and `conflict`.", list(ref("Fault")));
const given = { creator: said("Whom, or `null`: nobody, or another channel.", nullable(ref("NamedCreator"))), link: said("By which link.", nullable(ref("NamedLink"))) };

const became = {
  outcome: said("`accepted`, `revision` and `duplicate` are in D1; `conflict` is kept beside what stands; `ignored` is a test.", outcome),
  kind: said("`null` where it could not be read.", nullable(oneOf("sale", "renewal", "refund", "lead", "survey", "event"))),
  order_id: said("The order's one name, which may be another than was sent.", nullable(shownText)),
  refund_id: nullable(shownText),
  lead_id: said("Of a lead.", shownText),
  event_id: said("Of an event.", shownText),
  notes,
  errors: faults,
};

const listed = {
  kind,
  id: said("What it is unique by.", shownText),
  order_id: nullable(shownText),
  occurred_at: nullable(time),
  received_at: nullable(time),
  source: nullable(source),
  currency: nullable(shownCurrency),
  total_minor: maybeMinor("The whole; of a full refund 10^12"),
};

const piece = shows(
  {
    kind: said("What it is.", oneOf("click", "lead_click", "customer_click", "visitor_click", "view", "other", "code", "survey")),
    creator: given.creator,
    at: nullable(time),
    age_seconds: said("How long before the conversion; below 0 after it.", nullable({ type: "integer" })),
    decided: said("Whether it decided.", flag),
    lost_because: said("Why it did not: a stable word, and a sentence.", nullable(shows({
      code: oneOf(
        "link_unknown", "after_order", "after_lead", "other_channel", "only_seen", "too_old", "unverified", "later_click", "own_clicks_first", "code_beats_click",
        "assist", "code_was_later", "click_beats_code", "code_not_valid", "code_unowned", "other_code", "answer_is_last", "view",
      ),
      detail: shownText,
    }))),
    link: given.link,
    code: shownText,
    channel: said("`source/medium` of another channel.", shownText),
    flag: said("The click id came with more than five orders.", { const: "click_reused" }),
    orders: said("With how many it came.", count),
  },
  ["link", "code", "channel", "flag", "orders"],
);

const step = shows(
  {
    kind: oneOf("click", "view", "other", "code"),
    at: time,
    touches: said("Touches within half an hour that are this one step.", count),
    channel: said("`source/medium`, of `other`.", shownText),
    creator: given.creator,
    link: given.link,
    decided: said("Whether the conversion is paid by it.", flag),
  },
  ["channel", "creator", "link"],
);

const part = shows({
  ...given,
  channel: said("`source/medium` of another channel.", nullable(shownText)),
  micro: said("Millionths of the conversion: together 1,000,000.", count),
  gross_minor: minor("Of its money"),
  refunded_minor: minor("Of what was given back"),
});

const decision = shows({
  creator: said("Whose it is; `null`: nobody's.", nullable(ref("NamedCreator"))),
  campaign_id: nullable(id),
  link: given.link,
  via: said("What tied it.", oneOf("nothing", "link", "code", "both", "survey")),
  sentence: said("Why, for a person.", shownText),
  evidence: said("Every piece of evidence, with what it lost to.", list(piece)),
  path: said("The steps that led to it, oldest first, the last 90 days of them.", list(step)),
  path_truncated: said("Whether steps between the first and the latest 49 are left out.", flag),
  models: said("What each model that is kept gives whom.", shows(Object.fromEntries(["last", "first", "linear", "linear_unique", "position", "decay"].map((model) => [model, list(part)])))),
});

const inCurrency = { currency: shownCurrency, gross_minor: minor("Before refunds"), refunded_minor: minor("Given back"), net_minor: minor("What is left") };
const credited = shows({ creator_id: nullable(id), campaign_id: nullable(id), link_id: nullable(id), via: oneOf("nothing", "link", "code", "both", "survey"), ...inCurrency });
const told = shows({
  occurred_at: time,
  currency: nullable(shownCurrency),
  total: maybeMinor("The total"),
  merchandise: maybeMinor("Goods"),
  discount: maybeMinor("Taken off"),
  tax: maybeMinor("Tax"),
  shipping: maybeMinor("Shipping"),
  order_id: said("Of a report that was joined: the order's former name.", shownText),
}, ["order_id", "discount"], { description: "What it said." });

const about = said("What is kept of it and decides no money.", shows(
  {
    items: list({ type: "object" }), referrer: shownText, renewal: flag, full: flag, new_customer: flag, type: shownText, name: shownText, text: shownText,
    option: shownText, creator_id: id,
  },
  ["items", "referrer", "renewal", "full", "new_customer", "type", "name", "text", "option", "creator_id"],
));

export const schemas = {
  NamedCreator: shows({ id, name: shownText, handle: shownText }),
  NamedLink: shows({ id, host: shownText, slug: shownText }),
  Became: shows(became, ["lead_id", "event_id"], { description: "What became of one report." }),
  BecameAt: shows({ index: said("Its place in the list, from 0.", count), ...became }, ["lead_id", "event_id"], { description: "What became of one report of a list." }),
  ListedConversion: shows(
    {
      ...listed, rank, revision, version: said("How often it changed.", count), notes,
      new_customer: said("With `creator`; `null` where it is not known.", nullable(flag)),
      creator: said("With `creator`: whose it is, or `null`.", nullable(ref("NamedCreator"))),
      link: said("With `creator`: by which link.", nullable(ref("NamedLink"))),
      credited: said("With `creator`: what it is paid by, as last counted.", credited),
      conflict: said("With `state=conflict`: what another report says of it.", shows({ received_at: time, source, rank, revision, report: told })),
    },
    ["rank", "revision", "version", "notes", "new_customer", "creator", "link", "credited", "conflict"],
  ),
  Conversion: shows({
    ...listed,
    state: said("`unverified`: only a browser told it, and it is not counted. `parked`: its order is not here yet.", oneOf("stands", "unverified", "parked")),
    aliases: said("Its other names.", list(shownText)),
    rank, revision,
    version: said("How often it changed.", count),
    erased_at: nullable(time),
    merchandise_minor: maybeMinor("Goods after discount, without tax and shipping"),
    discount_minor: maybeMinor("Taken off"),
    tax_minor: maybeMinor("Tax"),
    shipping_minor: maybeMinor("Shipping"),
    reason: said("Of a refund.", nullable(oneOf("refund", "cancel", "chargeback"))),
    cumulative: flag,
    renewal: flag,
    lead_id: nullable(shownText),
    customer_known: said("Whether it came with a customer reference.", flag),
    detail: about,
    notes,
    codes: list(shows({ code: shownText, discount_minor: maybeMinor("What it took off") })),
    refunds: said("At most 100 of them.", list(shows({
      id: shownText, total_minor: maybeMinor("Given back; `null` is all of it"), currency: nullable(shownCurrency), occurred_at: time, rank,
      reason: nullable(oneOf("refund", "cancel", "chargeback")), cumulative: flag,
    }))),
    reports: said("Other reports of it, at most 100.", list(shows({ standing: oneOf("agrees", "superseded", "joined", "conflict"), source, rank, revision, received_at: time, report: told }))),
    credited: said("Whose it is as the last night counted it; `null` until then.", nullable(credited)),
    new_customer: nullable(flag),
    net: said("What counts of an order's money.", nullable(shows({ ...inCurrency, basis: oneOf("merchandise", "order_total") }))),
    decision: said("Whose it is by what is known now. A refund and an answer are decided with their order; `null` where it is not here.", nullable(decision)),
  }),
};
