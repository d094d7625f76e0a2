// Conversions: reporting orders, refunds, leads, answers and events; listing them; and why an order is whose it is
// (src/edge/conversions.rs, src/edge/why.rs).
import { schemas as answers } from "./conversion_answer.mjs";
import { examples, oneOrMany, schemas as bodies } from "./conversion_body.mjs";
import { IDEMPOTENT, PAGING, answer, asks, body, door, idempotencyKey, inPath, paging, part, query } from "./door.mjs";
import { day, id, list, oneOf, pageOf, ref, shows } from "./words.mjs";

const table = `
A table has a header row of any of: \`kind\` (\`sale\` when left out), \`order_id\`, \`refund_id\`, \`lead_id\`, \`event_id\`, \`occurred_at\`,
\`currency\`, \`landing\`, \`referrer\`, \`click_id\`, \`code\`, \`customer\`, \`reason\`, \`name\`; decimals of the row's currency (\`79.30\`) in
\`total\`, \`merchandise\`, \`discount\`, \`tax\`, \`shipping\`, \`value\`, or minor units in the same with \`_minor\`; \`revision\`; \`true\` or
\`false\` in \`new_customer\`, \`cumulative\`, \`full\`, \`test\`; lists in \`touches\`, \`click_ids\`, \`codes\`, \`aliases\`. At most 1,000 rows.`.trim();

const report = door("reportConversions", "Report a conversion, or many", {
  scope: "conversions:write",
  about: `One report, a list of 1 to 100, or a table of offline orders. What is said \`accepted\`, \`revision\` or \`duplicate\` is durable, so every
call is safe to repeat: an order counts once by its \`order_id\`, a refund by its \`refund_id\`, a lead by its \`lead_id\`. In a list each report is
judged by itself, and one that is wrong costs no other.\n\n${table}`,
  parameters: [asks("validate_only", "Say only what would happen; nothing is written."), idempotencyKey],
  body: body(
    {
      "application/json": { schema: oneOrMany, examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])) },
      "text/csv": {
        schema: { type: "string" },
        examples: { "offline orders": { value: "order_id,occurred_at,currency,total,code\r\nstore-81,2025-09-08T15:00:00Z,EUR,49.90,MIRA10\r\n" } },
      },
    },
    { most: 64 * 1024, about: "A table may have 1,048,576 bytes." },
  ),
  answers: {
    200: answer("What became of it, where it was known before or is a test; of a list, of each report.", { anyOf: [ref("Became"), shows({ items: list(ref("BecameAt")) })] }),
    201: answer("One report was accepted, and counts from now on.", ref("Became")),
  },
  refuses: ["conflict", "malformed_csv", ...IDEMPOTENT],
});

const shown = door("listConversions", "List conversions", {
  scope: "reports:read",
  about: `Newest first, by when they were received (UTC days). With \`creator\` it is the sales that count, by when they happened (reporting days, at most
400), each with what it is paid by, as last counted; \`state\` and other kinds do not go with it.`,
  parameters: [
    query("creator", "Only sales that payout gives this creator, or nobody (`none`), or whomever (`all`).", { anyOf: [id, oneOf("all", "none")] }, { example: "all" }),
    query("kind", "Only of this kind; a renewal is a sale.", oneOf("sale", "renewal", "refund", "lead", "survey", "event")),
    query("state", "`unverified`: only a browser told them; `parked`: their order is not here yet; `conflict`: another report says otherwise.", oneOf("conflict", "unverified", "parked")),
    query("from", "First day; 30 days up to `to` when left out.", day),
    query("to", "Last day; today when left out.", day),
    ...paging,
  ],
  answers: { 200: answer("A page of them.", pageOf(ref("ListedConversion"))) },
  refuses: PAGING,
});

const why = door("showConversion", "Show a conversion and why it is whose it is", {
  scope: "reports:read",
  about: "By its id, an order by any of its names, percent-encoded.",
  parameters: [query("kind", "Which id it is; `sale` when left out.", oneOf("sale", "renewal", "refund", "lead", "survey", "event"))],
  answers: { 200: answer("All of it, with the decision in a sentence and every piece of evidence.", ref("Conversion")) },
  refuses: ["not_found", "invalid"],
});

export const conversions = part("Conversions", "What shops report, and whose it is: at most once each, whoever tells it and however often.", {
  schemas: { ...bodies, ...answers },
  paths: {
    "/v1/conversions": { post: report, get: shown },
    "/v1/conversions/{id}": { parameters: [inPath("id", "The id as it was reported.", { type: "string", minLength: 1 }, { example: "past-10031" })], get: why },
  },
});
