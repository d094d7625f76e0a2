// What is true of every door: keys and scopes, paging, limits, refusals, times and money; and what opens which door.

/** Calls that a key, or an address without one, may make in ten seconds (LIMIT in wrangler.toml). */
const LIMIT = "3,000 in 10 seconds";
/** Addresses that no link ever had, which one network may ask for (SCAN). */
const SCAN = "60 in 10 seconds";

const description = `
Waymark serves a brand's short links for creators and works out what each creator brought in.

**Keys.** Doors under \`/v1\` take \`Authorization: Bearer <key>\`. A key has scopes: \`links:read\`, \`links:write\`,
\`conversions:write\`, \`reports:read\`, \`admin\`; \`admin\` opens every door. Keys are made at \`/v1/keys\` and shown once.
A key that is taken back may open doors for 5 seconds more.

**Refusals** are \`application/problem+json\` (RFC 9457) with a stable \`code\`; where fields are wrong, all of them are
named at once in \`errors\`. Bodies are strict JSON in UTF-8: a field that is not known, or is there twice, is refused, and
\`null\` is the same as a field that is left out unless a field says otherwise. A method that an address does not serve is
answered \`405\` with \`Allow\`.

**Pages.** Lists take \`limit\` (1 to 100, 50 when left out) and \`cursor\`, and give the next one as \`next\`.

**Rate.** ${LIMIT} per key, or per address without one (IPv6: per /64), at each location of the network; beyond that
\`429\` with \`Retry-After: 10\`. Links and pixels are never limited; who asks for more than ${SCAN} addresses that no link
ever had is answered \`429\`.

**Sizes.** A body of a register is at most 16,384 bytes; doors that take more, or less, say so.

**Words.** Times are RFC 3339, shown in UTC; days are days of the deployment's \`ZONE\`. Money is whole minor units beside an
ISO 4217 code. Ids of ours are whole numbers, ids of other systems are text. Answers may gain fields: pass over what you do
not know.
`.trim();

export const introduction = {
  title: "Waymark",
  version: "1",
  summary: "Short links for creators, and what each of them brought in.",
  description,
  license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
};

export const securitySchemes = {
  key: { type: "http", scheme: "bearer", description: "An API key, `wmk_<id>_<secret>`, or the secret `ADMIN_KEY`. The list beside it names the scope that is asked for; `admin` opens every door." },
  creator_page: { type: "http", scheme: "bearer", description: "The token of a creator's page, as its address has it behind `#`." },
  source: { type: "apiKey", in: "header", name: "webhook-signature", description: "A signature over the raw body with a secret of the source, in the headers that its platform uses; each door says which." },
  source_token: { type: "apiKey", in: "query", name: "token", description: "The token of a source that cannot sign." },
};
