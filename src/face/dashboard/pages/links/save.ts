// Saves a link so that a lost answer can be asked for again: nothing is made twice, and nobody's change is overwritten unseen.
//
// # Why
// `POST /v1/links` takes no Idempotency-Key, but `/v1/links/bulk` does, for a list of one too: under the same key the same
// body finds the link that a lost answer had made, with its random slug.
import { Problem, answer, ask, asProblem } from "../../api";
import { type Form, FIELDS, type Link, bodyOf, differing, formOf, versionTag } from "./data";
import { fresh } from "./draft";
import { type Held, placed } from "./field";

export interface Draft {
  form: Form;
  /** The link as it was when somebody began to type, and its version. */
  base: Form;
  version: number;
  /** A call that was sent and of which nobody knows what became. */
  attempt: { key: string; body: string; form: Form } | null;
}

/** A field that somebody else changed; `both` where it was changed here too. */
export interface Clash {
  name: string;
  mine: string;
  theirs: string;
  both: boolean;
}

export interface Outcome {
  done?: { id: number } & Partial<Link>;
  /** What is typed and not yet in what was saved. */
  left?: Draft | null;
  draft?: Draft;
  problem?: Problem;
  faults?: Held["faults"];
  clashes?: Clash[];
}

interface Item {
  status: string;
  id: number | null;
  url: string | null;
  errors?: { pointer?: string; code: string; detail: string }[];
}

export const save = (link: Link | null, draft: Draft, keep: (draft: Draft) => void): Promise<Outcome> =>
  (link ? change(link, draft) : make(draft, keep)).catch((error) => ({ problem: asProblem(error) }));

async function make(draft: Draft, keep: (draft: Draft) => void): Promise<Outcome> {
  const body = JSON.stringify([bodyOf(draft.form, FIELDS, true)]);
  // A call whose answer was lost is finished first, as it was: what was typed since is a change of the link that it made.
  const attempt = draft.attempt ?? { key: fresh(), body, form: draft.form };
  keep({ ...draft, attempt });
  let item: Item;
  try {
    const { items } = await ask<{ items: Item[] }>("POST", "/v1/links/bulk", { body: attempt.body, type: "application/json", headers: { "idempotency-key": attempt.key } });
    item = items[0]!;
  } catch (error) {
    const problem = asProblem(error);
    // A key that ended or a limit says nothing of what became of an earlier try.
    const silent = draft.attempt !== null && [401, 403, 429].includes(problem.status);
    const unknown = silent || problem.status === 0 || problem.status === 409 || problem.status >= 500;
    return { problem, faults: placed(problem.faults), draft: { ...draft, attempt: unknown ? attempt : null } };
  }
  if (item.status === "error" || item.id === null) {
    const errors = item.errors ?? [];
    const free = { ...draft, attempt: null };
    // What was refused was typed over meanwhile: the newer text has its own turn.
    if (attempt.body !== body) {
      keep(free);
      return make(free, keep);
    }
    return { problem: new Problem(422, "invalid", "The link was not made.", "What is wrong is said at its field; everything you typed is still here."), faults: placed(errors), draft: free };
  }
  if (attempt.body === body) return { done: { id: item.id } };
  const made = await ask<Link>("GET", `/v1/links/${item.id}`);
  return { done: made, left: { form: { ...draft.form, host: made.host, slug: made.slug }, base: formOf(made), version: made.version, attempt: null } };
}

async function change(link: Link, draft: Draft): Promise<Outcome> {
  const names = differing(draft.base, draft.form);
  try {
    const { data } = await answer<Link>("PATCH", `/v1/links/${link.id}`, { body: bodyOf(draft.form, names, false), headers: { "if-match": versionTag(draft) } });
    return { done: data };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code !== "changed_meanwhile") return { problem, faults: placed(problem.faults) };
  }
  const now = await ask<Link>("GET", `/v1/links/${link.id}`);
  const theirs = formOf(now);
  const moved = differing(draft.base, theirs);
  const form = { ...draft.form };
  const clashes: Clash[] = [];
  for (const name of moved) {
    const mine = draft.form[name]!;
    const both = mine !== draft.base[name];
    if (!both) form[name] = theirs[name]!;
    if (mine !== theirs[name]) clashes.push({ name, mine, theirs: theirs[name]!, both });
  }
  // A first try whose answer was lost: what is there is what was wanted.
  if (differing(theirs, form).length === 0) return { done: now };
  const who = now.changed_by ? ` (${now.changed_by})` : "";
  return {
    draft: { form, base: theirs, version: now.version, attempt: null },
    clashes,
    problem: new Problem(412, "changed_meanwhile", `This link was changed meanwhile${who}.`, "Look at what changed, and save again for yours to stand."),
  };
}
