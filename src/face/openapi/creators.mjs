// Creators: who is paid to bring an audience (src/domain/register/creator.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { handle, id, life, list, listOf, said, shownText, shows, takes, text } from "./words.mjs";

const fields = {
  name: said("For people.", text(200)),
  handle: said("For tags; unique. Folded from the name where it is left out.", handle),
  aliases: said("What customers call them, for surveys. One that two creators share names neither.", listOf(text(64), 20, { uniqueItems: true })),
};

const schemas = {
  Creator: shows({
    id,
    name: shownText,
    handle: shownText,
    aliases: list(shownText),
    ...life,
  }),
  NewCreator: takes(fields, ["name"]),
  CreatorChange: takes(fields, [], { firm: ["name"] }),
};

export const creators = part("Creators", "People who are paid to bring an audience. What they cost is kept at `/v1/costs`.", {
  schemas,
  paths: register("creators", "Creator", {
    one: "a creator",
    many: "creators",
    read: "links:read",
    write: "links:write",
    taken: ["handle_taken"],
    examples: {
      make: { creator: { name: "Sarah Lopez", aliases: ["Sarah", "sarahcooks"] } },
      change: { aliases: { aliases: ["Sarah"] } },
    },
    about: { remove: "Links of the creator live on, and all history stays." },
  }),
});
