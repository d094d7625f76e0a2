// What runs by itself and can be looked at and run again: rollups, dead letters, messages to webhooks
// (src/edge/rollup, src/edge/dead_letters.rs, src/edge/webhook).
import { PAGING, answer, byId, door, json, paging, part, query } from "./door.mjs";
import { count, day, id, integer, list, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, time } from "./words.mjs";

const schemas = {
  Rollup: shows({
    id,
    kind: oneOf("night", "intraday", "manual"),
    state: said("`partial`: days are left to the next run.", oneOf("running", "done", "partial", "failed", "abandoned")),
    started_at: time,
    finished_at: nullable(time),
    duration_ms: nullable(count),
    days: said("The reporting days that it counted.", list(day)),
    events: said("Events that it read.", count),
    orders: said("Conversions that it credited.", count),
    doing: said("What it is at.", nullable(shownText)),
    error: said("Which days failed and why, or what is left.", nullable(shownText)),
  }),
  DeadLetter: shows({
    id,
    queue: shownText,
    reason: said("Why it could not be stored.", shownText),
    body: said("Its first 500 characters.", shownText),
    received_at: time,
    replayed_at: nullable(time),
  }),
  WebhookMessage: shows({
    id,
    webhook_id: id,
    event: oneOf("lead.created", "conversion.accepted", "conversion.revised", "refund.applied", "rollup.finished", "link.failing", "link.recovered"),
    key: said("What it is about: an order, a refund, a lead, a rollup, a link.", shownText),
    version: said("Of what it tells.", count),
    state: oneOf("pending", "delivered", "dead"),
    attempts: count,
    next_at: said("When it is tried next.", time),
    last_status: said("The HTTP status that it was answered last.", nullable(integer(0, 999))),
    last_error: nullable(shownText),
    created_at: time,
    delivered_at: nullable(time),
  }),
};

const days = takes({
  from: said("First day that is counted again; with `to`.", day),
  to: said("Last day, within 400 days of the first.", day),
});

export const nights = part("Nights", "Totals, credits and counts are brought up to their facts every ten minutes and every night; what could not be stored or sent is kept to be tried again.", {
  schemas,
  paths: {
    "/v1/rollups": {
      get: door("listRollups", "List rollups", { scope: "reports:read", parameters: paging, answers: { 200: answer("A page of runs, newest first; of the last 90 days.", pageOf(ref("Rollup"))) }, refuses: PAGING }),
      post: door("runRollup", "Run a rollup now", {
        scope: "admin",
        about: "Counts every day that is behind; where days are named, these again, whether or not they are behind: so a change of windows, precedence or basis is restated.",
        body: json(days, { most: 4096, required: false, examples: { "what is behind": {}, "days again": { from: "2025-09-01", to: "2025-09-01" } } }),
        answers: { 200: answer("It is done, or `partial`.", ref("Rollup")) },
        refuses: ["rollup_running", "rollup_failed"],
      }),
    },
    "/v1/dead_letters": {
      get: door("listDeadLetters", "List dead letters", { scope: "admin", parameters: paging, answers: { 200: answer("A page of messages that could not be stored, oldest first.", pageOf(ref("DeadLetter"))) }, refuses: PAGING }),
    },
    "/v1/dead_letters/{id}/replay": {
      parameters: [byId],
      post: door("replayDeadLetter", "Store a dead letter", { scope: "admin", about: "Events that are stored already change nothing.", answers: { 200: answer("Its events are stored.", ref("DeadLetter")) }, refuses: ["not_found", "invalid"] }),
    },
    "/v1/webhooks/{id}/messages": {
      parameters: [byId],
      get: door("listWebhookMessages", "List a webhook's messages", {
        scope: "admin",
        about: "Of the last 30 days, newest first.",
        parameters: [query("state", "Only in this state.", oneOf("pending", "delivered", "dead")), ...paging],
        answers: { 200: answer("A page of them.", pageOf(ref("WebhookMessage"))) },
        refuses: ["not_found", ...PAGING],
      }),
    },
    "/v1/webhook_messages/{id}/replay": {
      parameters: [byId],
      post: door("replayWebhookMessage", "Send a message again", { scope: "admin", answers: { 202: answer("It is on its way.", ref("WebhookMessage")) }, refuses: ["not_found"] }),
    },
  },
});
