// Sources: who reports conversions in a form of its own, with a secret of its own (src/domain/register/source.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { flag, handle, id, life, nullable, oneOf, said, shownText, shows, takes, text } from "./words.mjs";

const kind = said("The form that it reports in; it never changes.", oneOf("shopify", "stripe", "woocommerce", "ga4", "standard", "postback"));
const fields = {
  name: said("For people.", text(200)),
  handle: said("In its address; unique. Folded from the name where it is left out.", handle),
  kind,
  secret: said(
    "What it signs with, 16 to 512 characters (`standard`: `whsec_` and the base64 of 24 to 64 bytes). `shopify`, `stripe` and `woocommerce` choose it themselves and need it said; of others one is made where it is left out.",
    text(512, { minLength: 16 }),
  ),
  order_field: said("The field that carries the order's id, where it is another than the kind's own.", text(64)),
  trusted: said("Of a `postback`, and of no other: whether its sales count without another report; false unless said.", flag),
  enabled: said("Whether its door is open; true unless said.", flag),
};

export const sources = part("Sources", "Who reports conversions in a form of its own: shops, Stripe, Google Analytics, postbacks. Where they call is told under Hooks.", {
  schemas: {
    Source: shows(
      {
        id,
        name: shownText,
        handle: shownText,
        kind,
        secret: said("The secret, shown when the source is made and never again.", shownText),
        hint: said("The last four characters of the secret.", shownText),
        former_hint: said("The last four characters of the one before, which is live beside it.", nullable(shownText)),
        order_field: nullable(shownText),
        trusted: flag,
        enabled: flag,
        ...life,
      },
      ["secret"],
    ),
    NewSource: takes(fields, ["name", "kind"]),
    SourceChange: takes(
      { ...fields, former_secret: said("`null` ends the former secret.", { type: "null" }) },
      [],
      { firm: ["name", "secret"] },
    ),
  },
  paths: register("sources", "Source", {
    one: "a source",
    many: "sources",
    read: "admin",
    write: "admin",
    taken: ["handle_taken"],
    examples: {
      make: { stripe: { name: "Stripe", kind: "stripe", secret: "whsec_an_example_of_no_account" }, postback: { name: "Partner network", kind: "postback" } },
      change: { end_the_former_secret: { former_secret: null } },
    },
    about: {
      make: "The secret is shown in this answer and never again.",
      change: "A new `secret` goes first and the present one stays live behind it, until a third comes or `former_secret: null` ends it.",
      remove: "Its door is closed; its deliveries stay for their time.",
    },
  }),
});
