// Sites: pages that report from the browser, under a key that stands in them (src/domain/register/site.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { flag, id, life, list, said, shownText, shows, takes, text } from "./words.mjs";

const fields = {
  name: said("For people.", text(200)),
  origins: said("Where its pages are: `https://host[:port]` without a path (`http` on this machine only), each once.", list({ type: "string" }, { minItems: 1, maxItems: 20 })),
  enabled: said("Whether its pages are heard; true unless said.", flag),
};

export const sites = part("Sites", "Pages that carry the snippet and report from the browser.", {
  schemas: {
    Site: shows({
      id,
      name: shownText,
      key: said("What its pages send. It proves nothing, and is always shown.", { type: "string", pattern: "^wms_[0-9]+_[A-Za-z0-9_-]{22}$" }),
      origins: said("As browsers write them.", list(shownText)),
      enabled: flag,
      ...life,
    }),
    NewSite: takes(fields, ["name", "origins"]),
    SiteChange: takes(fields, [], { firm: ["name", "origins"] }),
  },
  paths: register("sites", "Site", {
    one: "a site",
    many: "sites",
    read: "admin",
    write: "admin",
    examples: {
      make: { shop: { name: "Shop", origins: ["https://shop.example"] } },
      change: { two_origins: { origins: ["https://shop.example", "https://www.shop.example"] } },
    },
    about: { remove: "Its key opens nothing any more." },
  }),
});
