// Surveys: the question at the end of a checkout, and what it offers (src/domain/register/survey.rs).
import { part } from "./door.mjs";
import { register } from "./register.mjs";
import { flag, handle, id, life, list, listOf, said, shownText, shows, takes, text } from "./words.mjs";

const fields = {
  question: said("What is asked.", text(200)),
  handle: said("Its name in addresses and answers; unique. Folded from the question where it is left out.", handle),
  creator_ids: said("The creators that are offered; every living one, 50 at most, where the list is empty.", listOf(id, 50, { uniqueItems: true })),
  other_options: said("Answers that are no creator, such as `A friend`; none is `text` or begins with `creator-`.", listOf(text(64), 20, { uniqueItems: true })),
  free_text: said("Whether an answer may be typed; true unless said.", flag),
  enabled: said("Whether it is shown and takes answers; true unless said.", flag),
};

export const surveys = part("Surveys", "The question \"How did you hear of us?\" on thank-you pages, and what it offers.", {
  schemas: {
    Survey: shows({ id, handle: shownText, question: shownText, creator_ids: list(id), other_options: list(shownText), free_text: flag, enabled: flag, ...life }),
    NewSurvey: takes(fields, ["question"]),
    SurveyChange: takes(fields, [], { firm: ["question"] }),
  },
  paths: register("surveys", "Survey", {
    one: "a survey",
    many: "surveys",
    read: "links:read",
    write: "links:write",
    taken: ["handle_taken"],
    examples: {
      make: { survey: { question: "How did you hear of us?", handle: "heard", other_options: ["A friend", "Search"] } },
      change: { switch_off: { enabled: false } },
    },
    about: { remove: "It is shown no more; its answers stay." },
  }),
});
