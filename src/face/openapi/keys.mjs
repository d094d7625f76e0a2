// API keys: made here, shown once, stored as a hash (src/domain/register/key.rs). A key never changes.
import { PAGING, answer, byId, door, empty, json, location, paging, part } from "./door.mjs";
import { id, list, nullable, oneOf, pageOf, ref, said, shownText, shows, takes, text, time } from "./words.mjs";

const scope = oneOf("links:read", "links:write", "conversions:write", "reports:read", "admin");
const shown = {
  id: said("It stands in the key itself.", id),
  name: shownText,
  scopes: list(scope),
  hint: said("The last four characters of the secret.", { type: "string", minLength: 4, maxLength: 4 }),
  expires_at: said("From when on it opens nothing.", nullable(time)),
  created_at: time,
  revoked_at: said("When it was taken back.", nullable(time)),
};

export const keys = part("Keys", "API keys with their scopes. The secret `ADMIN_KEY` is the first one, of scope `admin`.", {
  schemas: {
    Key: shows(shown),
    NewKey: takes(
      {
        name: said("What it is for.", text(200)),
        scopes: said("What it opens; `admin` opens every door.", list(scope, { minItems: 1 })),
        expires_at: said("A moment to come; without it the key has no end.", time),
      },
      ["name", "scopes"],
    ),
    KeyMade: shows({ ...shown, key: said("The key itself, shown this once.", { type: "string", pattern: "^wmk_[0-9]+_[A-Za-z0-9_-]{43}$" }) }),
  },
  paths: {
    "/v1/keys": {
      get: door("listKeys", "List keys", { scope: "admin", parameters: paging, answers: { 200: answer("A page of keys, without their secrets, oldest first.", pageOf(ref("Key"))) }, refuses: PAGING }),
      post: door("makeKey", "Make a key", {
        scope: "admin",
        body: json(ref("NewKey"), { examples: { for_a_shop: { name: "Checkout", scopes: ["conversions:write"] } } }),
        answers: { 201: answer("It is made, and shown this once.", ref("KeyMade"), location) },
      }),
    },
    "/v1/keys/{id}": {
      parameters: [byId],
      get: door("showKey", "Show a key", { scope: "admin", answers: { 200: answer("As it stands, without its secret.", ref("Key")) }, refuses: ["not_found"] }),
      delete: door("removeKey", "Take a key back", {
        scope: "admin",
        about: "It may open doors for 5 seconds more.",
        answers: { 204: empty("It opens nothing any more.") },
        refuses: ["not_found"],
      }),
    },
  },
});
