// Promo codes: whose they are, from when until when, and what they take off (src/domain/register/code.rs, code_import.rs).
import { answer, asks, body, door, part } from "./door.mjs";
import { register } from "./register.mjs";
import { count, currency, flag, id, integer, life, list, nullable, oneOf, ref, said, shownCurrency, shownText, shows, takes, text, time } from "./words.mjs";

const kind = oneOf("percent", "fixed", "shipping");
const owned = {
  creator_id: said("Whose it is; one that is not put away.", id),
  campaign_id: said("The campaign it belongs to.", id),
  valid_from: said("From when; always where it is `null`.", time),
  valid_until: said("Until when, exclusive and after `valid_from`; open where it is `null`.", time),
  discount_kind: said("What it takes off. Another kind begins without the former one's value and currency.", kind),
  discount_value: said("With `percent` basis points (1500 is 15 %, at most 10000); with `fixed` minor units of `currency`; with no other kind.", integer(1, 10 ** 12)),
  currency: said("With `fixed`, and with no other kind.", currency),
};
const code = said("As customers type it; capitals, full-width forms and unseen marks are folded. With a star at its end, behind at least 3 characters, it owns every code that begins so.", text(64));
const { archived_at: _, ...stands } = life;

const schemas = {
  Code: shows({
    id,
    code: said("In its normal form.", shownText),
    creator_id: id,
    campaign_id: nullable(id),
    discount_kind: nullable(kind),
    discount_value: said("Basis points, or minor units of `currency`.", nullable(integer(1, 10 ** 12))),
    currency: nullable(shownCurrency),
    valid_from: nullable(time),
    valid_until: nullable(time),
    ...stands,
  }),
  NewCode: takes({ code, ...owned }, ["code", "creator_id"]),
  CodeChange: takes(owned, [], { firm: ["creator_id"] }),
  CodeImport: shows({
    validate_only: said("Whether nothing was stored.", flag),
    made: count,
    unchanged: count,
    conflict: count,
    rejected: count,
    items: list(
      shows({
        line: said("Where the row begins, counted from 1.", { type: "integer", minimum: 1 }),
        outcome: said("`unchanged`: it is there as it stands here; `conflict`: the code is held in that time by another entry, or by one that says something else.", oneOf("made", "unchanged", "conflict", "rejected")),
        id: said("Of the code that was made or is there.", nullable(id)),
        code: said("In its normal form, where that much could be read.", nullable(shownText)),
        errors: said("What is wrong; pointers name the column.", list(ref("Fault"))),
      }),
    ),
  }),
};

const paths = register("codes", "Code", {
  one: "a code",
  many: "codes",
  read: "links:read",
  write: "links:write",
  taken: ["code_taken"],
  examples: {
    make: { percent: { code: "SARAH15", creator_id: 1, discount_kind: "percent", discount_value: 1500 }, every_code_that_begins_so: { code: "SARAH-*", creator_id: 1 } },
    change: { end: { valid_until: "2027-01-01T00:00:00Z" } },
  },
  about: {
    change: "Whose a code was at the time of an order decides, also of past orders: their days are counted again. The code itself stays.",
    remove: "The code ends now: earlier orders stay its owner's.",
  },
});
paths["/v1/codes/import"] = {
  post: door("importCodes", "Make codes from a table", {
    scope: "links:write",
    about: "A row that is there as it stands is `unchanged`, one that is not as it is there is a `conflict`, never a silent change of whose the credit is. Good rows are stored whatever the others are.",
    parameters: [asks("validate_only", "Say only what would become of each row.")],
    body: body(
      {
        "text/csv": {
          schema: said("Columns `code`, `creator` (a handle or an id), and, where wanted, `campaign`, `valid_from`, `valid_until`, `discount_kind`, `discount_value`, `currency`; separated by comma, semicolon or tab.", shownText),
          examples: { table: { value: "code,creator,discount_kind,discount_value\r\nLUNA10,1,percent,1000\r\n" } },
        },
      },
      { most: 262_144, about: "CSV in UTF-8 with a header and 1 to 1,000 rows." },
    ),
    answers: { 200: answer("What became of each row.", ref("CodeImport")) },
    refuses: ["malformed_csv", "invalid"],
  }),
};

export const codes = part("Codes", "Promo codes and whose they are, at which time.", { schemas, paths });
