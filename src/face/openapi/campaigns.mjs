// Campaigns: what links of several creators have in common (src/domain/register/campaign.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { handle, id, life, oneOf, said, shownText, shows, takes, text } from "./words.mjs";

const goal = said("What it is for: the first figure and model that are shown follow from it. `sales` unless said.", oneOf("awareness", "leads", "sales"));
const fields = {
  name: said("For people.", text(200)),
  handle: said("For tags; unique. Folded from the name where it is left out.", handle),
  goal,
};

export const campaigns = part("Campaigns", "What links of several creators have in common.", {
  schemas: {
    Campaign: shows({ id, name: shownText, handle: shownText, goal, ...life }),
    NewCampaign: takes(fields, ["name"]),
    CampaignChange: takes(fields, [], { firm: ["name"] }),
  },
  paths: register("campaigns", "Campaign", {
    one: "a campaign",
    many: "campaigns",
    read: "links:read",
    write: "links:write",
    taken: ["handle_taken"],
    examples: {
      make: { campaign: { name: "Spring Launch", goal: "sales" } },
      change: { goal: { goal: "leads" } },
    },
    about: { remove: "Links of the campaign live on, and all history stays." },
  }),
});
