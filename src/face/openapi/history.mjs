// Bringing a history in, line by line (src/edge/import.rs, src/domain/import; docs/import.md has every field of a line).
import { answer, body, door, inPath, part, query } from "./door.mjs";
import { count, flag, integer, list, mapOf, ref, said, shownText, shows, time } from "./words.mjs";

const name = { type: "string", minLength: 1, maxLength: 64, pattern: "^[A-Za-z0-9._-]+$" };
const counted = {
  lines: said("Lines that were read.", count),
  stored: said("Of these, stored.", count),
  repeated: said("Of these, known before.", count),
  refused: said("Of these, refused.", count),
};

const schemas = {
  Import: shows({ name: shownText, ...counted, created_at: time, updated_at: time }, [], { description: "How far a history has come, over all calls." }),
  Imported: shows({
    name: shownText,
    ...counted,
    errors: said("What is wrong, with its line counted over the whole history; at most 1,000.", list(ref("Fault"))),
    errors_left_out: count,
    notes: said("What was noticed and is no reason to refuse, with how often.", mapOf(count)),
    next_offset: said("Where the next call goes on.", count),
    import: ref("Import"),
  }),
};

const lines = [
  { type: "click", id: "c-91", at: "2025-09-13T17:40:02Z", visitor: "ga-1188.2201", creator: "mira-sol", country: "DE" },
  { type: "landing", id: "s-91", at: "2025-09-14T08:00:00Z", visitor: "ga-1188.2201", source: "google", medium: "organic" },
  { type: "sale", order_id: "past-10091", at: "2025-09-15T19:02:44Z", visitor: "ga-1188.2201", total_minor: 7930, currency: "EUR" },
];

const take = door("importHistory", "Bring a history in", {
  scope: "admin",
  about: `Visits and conversions with their own times, a JSON object a line; at most 10,000 lines of at most 8,192 bytes (2,500 lines with \`strict\`). A
line is known again by its \`id\`, else by what it says, orders by theirs, so everything is safe to send again. A wrong line is named and harms no
other. Every field of a line: \`docs/import.md\`.`,
  parameters: [
    query("name", "What the history is called.", name, { required: true, example: "past-2025" }),
    query("offset", "Lines of it that stand before this body. One behind the lines taken so far is refused and says where to go on.", { ...integer(0, 2 ** 40), default: 0 }),
    query("strict", "`true`: one wrong line refuses them all.", { ...flag, default: false }),
    { name: "Content-Encoding", in: "header", description: "`gzip` for a packed body; its limit is of what it unpacks to.", schema: { type: "string", enum: ["gzip", "identity"] } },
  ],
  body: body(
    { "application/x-ndjson": { schema: { type: "string" }, examples: { "three lines": { value: lines.map((line) => JSON.stringify(line)).join("\n") } } } },
    { most: 8 * 1_048_576 },
  ),
  answers: { 200: answer("What this call took, and how far the history has come.", ref("Imported")) },
  refuses: ["invalid", "malformed_json"],
});

export const history = part("History", "A brand's past, or a data set: counted by the next rollup like what happens now. No webhook is told of it.", {
  schemas,
  paths: {
    "/v1/import": { post: take },
    "/v1/import/{name}": {
      parameters: [inPath("name", "What the history is called.", name, { example: "past-2025" })],
      get: door("showImport", "Show how far a history has come", { scope: "admin", answers: { 200: answer("How far.", ref("Import")) }, refuses: ["not_found"] }),
    },
  },
});
