// What tags should look like, and what is said of those of a link that is not made (src/domain/utm/hygiene.rs, lint.rs).
import { answer, door, ifMatch, ifNoneMatch, json, part, tagged, unmodified } from "./door.mjs";
import { TAGS, byTag, tag } from "./tags.mjs";
import { count, list, listOf, mapOf, nullable, oneOf, ref, said, shownText, shows, takes, text, time } from "./words.mjs";

const casing = said("Whether values are in small letters.", oneOf("lower", "as_is"));
const fields = {
  aliases: said("Other words, 1 to 64 characters each, and what each stands for: of sources, media, source platforms and links' platforms. At most 500; none stands for another alias.", mapOf({ type: "string", minLength: 1, maxLength: 100 }, { maxProperties: 500 })),
  allowed: byTag(listOf(text(100), 100, { uniqueItems: true }), "Of each tag the values that it may have; any where there are none."),
  required: said("The tags that no link may be without.", listOf(tag, 7, { uniqueItems: true })),
  case: casing,
};

export const utm = part("Tags", "What a brand's tags should look like: links are held to it where they are made.", {
  schemas: {
    Hygiene: shows({
      aliases: mapOf(shownText),
      allowed: shows(Object.fromEntries(TAGS.map((name) => [name, list(shownText)])), TAGS),
      required: list(tag),
      case: casing,
      version: said("Raised by every change; 0 where nobody ever said anything.", count),
      updated_at: nullable(time),
    }),
    NewHygiene: takes(fields, [], { description: "All of it at once: what it does not name is as when nobody said anything." }),
    Lint: shows({
      target: said("Where the link would lead, with its tags on.", shownText),
      url: said("Its address; `null` where no slug was chosen.", nullable(shownText)),
      lint: said("Errors too.", list(ref("LintNote"))),
    }),
  },
  paths: {
    "/v1/utm": {
      get: door("showHygiene", "Show what tags should look like", {
        scope: "links:read",
        parameters: [ifNoneMatch],
        answers: { 200: answer("As it stands.", ref("Hygiene"), tagged), 304: unmodified },
      }),
      put: door("putHygiene", "Say what tags should look like", {
        scope: "admin",
        parameters: [ifMatch],
        body: json(ref("NewHygiene"), { most: 262_144, examples: { house_rules: { aliases: { insta: "instagram" }, allowed: { medium: ["influencer", "paid_social"] }, required: ["source", "medium"] } } }),
        answers: { 200: answer("As it stands now.", ref("Hygiene"), tagged) },
        refuses: ["changed_meanwhile@412"],
      }),
    },
    "/v1/utm/lint": {
      post: door("lintLink", "What is to be said of a link's tags", {
        scope: "links:read",
        about: "Takes the body that would make a link and makes none.",
        body: json(ref("NewLink"), { most: 262_144, examples: { shouting: { destination: "https://shop.example/spring?utm_source=Instagram", creator_id: 1 } } }),
        answers: { 200: answer("Where it would lead, and what is said of its tags.", ref("Lint")) },
      }),
    },
  },
});
