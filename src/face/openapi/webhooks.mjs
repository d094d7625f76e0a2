// Webhooks: who wants to hear of conversions, at an address of theirs (src/domain/register/webhook.rs, webhook/address.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { flag, id, life, list, nullable, oneOf, said, shownText, shows, takes, text, time } from "./words.mjs";

const event = oneOf("lead.created", "conversion.accepted", "conversion.revised", "refund.applied", "rollup.finished", "link.failing", "link.recovered");
const fields = {
  name: said("For people.", text(200)),
  url: said("Where messages go: `https` on a public name, without a port, on no host of ours.", text(2048)),
  events: said("What it wants to hear of.", list(event, { minItems: 1, maxItems: 7, uniqueItems: true })),
  enabled: said("Whether anything is noted for it and sent to it; true unless said.", flag),
};

export const webhooks = part("Webhooks", "Who hears of conversions, nights and links: messages signed as Standard Webhooks 1.0.0 says, sent at least once.", {
  schemas: {
    Webhook: shows(
      {
        id,
        name: shownText,
        url: said("As browsers write it.", shownText),
        events: list(event),
        enabled: flag,
        secret: said("The secret, shown when it was made and never again.", { type: "string", pattern: "^whsec_[A-Za-z0-9+/]{43}=$" }),
        hint: said("The last four characters of the secret.", shownText),
        former_hint: said("The last four characters of the one before, which signs beside it.", nullable(shownText)),
        gone_at: said("When its receiver answered 410 and it was disabled.", nullable(time)),
        ...life,
      },
      ["secret"],
    ),
    NewWebhook: takes(fields, ["name", "url", "events"]),
    WebhookChange: takes(
      {
        ...fields,
        rotate: said("`true` makes a new secret; the present one signs beside it.", flag),
        former_secret: said("`null` ends the former secret; with `rotate` the present one.", { type: "null" }),
      },
      [],
      { firm: ["name", "url", "events"] },
    ),
  },
  paths: register("webhooks", "Webhook", {
    one: "a webhook",
    many: "webhooks",
    read: "admin",
    write: "admin",
    examples: {
      make: { crm: { name: "CRM", url: "https://hooks.brand.example/waymark", events: ["conversion.accepted", "refund.applied"] } },
      change: { new_secret: { rotate: true } },
    },
    about: {
      make: "The secret is shown in this answer and never again.",
      remove: "It hears nothing any more; its messages stay for their time.",
    },
  }),
});
