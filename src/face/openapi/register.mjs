// The five doors that every register has: list, make, show, change and put away.
import { PAGING, answer, byId, door, empty, json, location, paging } from "./door.mjs";
import { pageOf, ref } from "./words.mjs";

/**
 * The doors of the register at `/v1/{plural}`, told with the schemas `{Name}`, `New{Name}` and `{Name}Change`.
 *
 * `one` and `many` are how people say it; `words` are the refusals beside the common ones, `over` replaces parts of an
 * operation by its verb.
 */
export function register(plural, Name, { one, many, read, write, examples, taken = [], about = {}, over = {} }) {
  const { make, change } = examples;
  const doors = {
    list: {
      id: `list${Name}s`, title: `List ${many}`,
      scope: read, parameters: paging, answers: { 200: answer(`A page of ${many}, oldest first.`, pageOf(ref(Name))) }, refuses: PAGING,
    },
    make: {
      id: `make${Name}`, title: `Make ${one}`,
      scope: write, body: json(ref(`New${Name}`), { examples: make }), answers: { 201: answer("It is made.", ref(Name), location) }, refuses: taken,
    },
    show: {
      id: `show${Name}`, title: `Show ${one}`,
      scope: read, answers: { 200: answer("As it stands.", ref(Name)) }, refuses: ["not_found"],
    },
    change: {
      id: `change${Name}`, title: `Change ${one}`,
      scope: write, body: json(ref(`${Name}Change`), { examples: change }),
      answers: { 200: answer("As it stands now.", ref(Name)) }, refuses: ["not_found", "changed_meanwhile", ...taken],
    },
    remove: {
      id: `remove${Name}`, title: `Put ${one} away`,
      scope: write, answers: { 204: empty("It is put away; so it is where it was away already.") }, refuses: ["not_found", "changed_meanwhile"],
    },
  };
  const open = (verb) => {
    const { id, title, ...rest } = { ...doors[verb], about: about[verb], ...over[verb] };
    return door(id, title, rest);
  };
  return {
    [`/v1/${plural}`]: { get: open("list"), post: open("make") },
    [`/v1/${plural}/{id}`]: { parameters: [byId], get: open("show"), patch: open("change"), delete: open("remove") },
  };
}
