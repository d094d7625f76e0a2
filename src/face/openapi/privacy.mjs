// Showing and erasing what is kept of somebody (src/edge/privacy, src/domain/privacy; data_map.md names every table).
import { PAGING, answer, byId, door, json, paging, part } from "./door.mjs";
import { count, flag, id, list, mapOf, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, text, time } from "./words.mjs";

const names = {
  customer: said("A customer reference as conversions carry it: everything of theirs.", text(320)),
  order_id: said("An order by any of its names: it, its refunds and answers.", text(128)),
  click_id: said("A click id of ours.", text(64)),
  visitor: said("A visitor's number, as a text.", { type: "string", pattern: "^\\s*[0-9]{1,20}\\s*$" }),
  imported_visitor: said("What an imported history calls them.", text(320)),
};
const one = "Send exactly one of `customer`, `order_id`, `click_id`, `visitor` and `imported_visitor`.";
const namedBy = said("What named them.", oneOf("customer", "order_id", "click_id", "visitor"));

/** Exactly one of these is there and not `null`. */
const exactlyOne = { oneOf: Object.keys(names).map((name) => ({ required: [name], properties: { [name]: { type: "string" } } })) };

const TABLES = ["conversion", "conversion_report", "order_alias", "order_code", "credit", "path", "click_use", "webhook_message", "idempotency", "delivery", "dead_letter", "event"];
const rows = said("Rows as they are kept, with the columns that `data_map.md` names.", list({ type: "object" }));

const schemas = {
  Subject: takes(names, [], exactlyOne),
  Erasure: takes({ ...names, reason: said("Kept with the receipt.", text(200)) }, [], exactlyOne),
  Kept: shows({
    named_by: namedBy,
    tables: shows(Object.fromEntries(TABLES.map((table) => [table, rows]))),
    cut: said("Tables of which there is more: 500 conversions, 20 deliveries and 10,000 events are shown.", list(oneOf("conversion", "delivery", "event"))),
  }),
  Receipt: shows({
    id,
    subject: said("A keyed hash of the name: the same name has the same one.", { type: "string", pattern: "^[0-9a-f]{32}$" }),
    named_by: namedBy,
    reason: nullable(shownText),
    asked_at: time,
    finished_at: said("`null` while something is left to do.", nullable(time)),
    rows: said("Rows that were changed or deleted, by table.", mapOf(count)),
  }),
};
const erased = shows({ found: said("Whether anything was kept.", flag), receipt: ref("Receipt") });

export const privacy = part("Privacy", "What is kept of somebody is shown, or made nobody's: totals stay the same, also when they are counted again.", {
  schemas,
  paths: {
    "/v1/privacy/export": {
      post: door("exportPerson", "Show what is kept of somebody", {
        scope: "admin",
        about: one,
        body: json(ref("Subject"), { most: 4096, examples: { customer: { customer: "jo@example.com" }, click: { click_id: "{click_id}" } } }),
        answers: { 200: answer("Everything, by table.", ref("Kept")) },
      }),
    },
    "/v1/privacy/erase": {
      post: door("erasePerson", "Erase somebody", {
        scope: "admin",
        about: `${one} Safe to repeat: where a call breaks off, the same one goes on.`,
        body: json(ref("Erasure"), { most: 4096, examples: { visitor: { visitor: "7", reason: "asked by letter" } } }),
        answers: { 200: answer("All of it is done.", erased), 202: answer("The next call, or night, goes on.", erased) },
      }),
    },
    "/v1/privacy/receipts": {
      get: door("listReceipts", "List receipts", { scope: "admin", parameters: paging, answers: { 200: answer("A page of them, oldest first.", pageOf(ref("Receipt"))) }, refuses: PAGING }),
    },
    "/v1/privacy/receipts/{id}": {
      parameters: [byId],
      get: door("showReceipt", "Show a receipt", { scope: "admin", answers: { 200: answer("It.", ref("Receipt")) }, refuses: ["not_found"] }),
    },
  },
});
