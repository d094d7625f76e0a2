// What the service says of a link while it is typed: its address, where visitors will arrive, and what is odd about its tags.
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { Problem, SLOW, ask, asProblem } from "../../api";
import { settings } from "../../session";
import { type Form, FIELDS, type Note, bodyOf, rulesOf } from "./data";
import { FormOf, type Held, placed } from "./field";

/** How long nobody may have typed before the service is asked, milliseconds. */
const PAUSE = 350;

export interface Linted {
  target: string;
  url: string | null;
  lint: Note[];
}

export interface Lint {
  said: Linted | null;
  problem: Problem | null;
  /** What is said belongs to what was typed before. */
  old: boolean;
  slow: boolean;
  /** Another link has the slug. */
  taken: Held["faults"];
}

const NOTHING: Omit<Lint, "taken"> = { said: null, problem: null, old: false, slow: false };

/** Asks for the lint of the form whenever it rests; a late answer to an older question is dropped. */
export function useLint(form: Form, link: { id: number } | null): Lint {
  const [state, set] = useState<Omit<Lint, "taken">>(NOTHING);
  const newest = useRef(0);
  const asked = form.destination!.trim() !== "" && form.creator_id !== "" && Array.isArray(rulesOf(form)) ? JSON.stringify(bodyOf(form, FIELDS, true)) : "";
  useEffect(() => {
    const mine = ++newest.current;
    const leaving = new AbortController();
    const tell = (change: Partial<typeof NOTHING>) => mine === newest.current && set((now) => ({ ...now, ...change }));
    if (asked === "") {
      set(NOTHING);
      return;
    }
    set((now) => ({ ...now, old: true, slow: false }));
    const slow = setTimeout(() => tell({ slow: true }), PAUSE + SLOW);
    const pause = setTimeout(() => {
      ask<Linted>("POST", "/v1/utm/lint", { body: asked, type: "application/json", signal: leaving.signal })
        .then((said) => tell({ said, problem: null, old: false, slow: false }))
        .catch((error) => !leaving.signal.aborted && tell({ problem: asProblem(error), old: true, slow: false }))
        .finally(() => clearTimeout(slow));
    }, PAUSE);
    return () => {
      leaving.abort();
      clearTimeout(pause);
      clearTimeout(slow);
    };
  }, [asked]);
  return { ...state, taken: useTaken(link ? "" : form.host!, form.slug!.trim()) };
}

/** Whether another link stands at this address already; where nobody can say, saving does. */
function useTaken(host: string, slug: string): Held["faults"] {
  const [state, set] = useState<{ of: string; faults: Held["faults"] }>({ of: "", faults: [] });
  const of = `${host}/${slug}`;
  useEffect(() => {
    if (host === "" || slug === "") return;
    const leaving = new AbortController();
    const pause = setTimeout(() => {
      ask<{ items: { id: number; archived_at: string | null }[] }>("GET", "/v1/links", { query: { slug, host, archived: "all", limit: 1 }, signal: leaving.signal })
        .then(({ items: [other] }) => set({ of, faults: other ? [{ at: "slug", detail: `Link ${other.id} has this slug on this host${other.archived_at ? ", put away" : ""}; choose another.` }] : [] }))
        .catch(() => undefined);
    }, PAUSE);
    return () => {
      clearTimeout(pause);
      leaving.abort();
    };
  }, [of]);
  return state.of === of ? state.faults : [];
}

/** What lint refuses, by the fields that it belongs to. */
export const lintFaults = ({ said, problem, taken }: Lint): Held["faults"] => [
  ...taken,
  ...(problem?.status === 422 ? placed(problem.faults) : []),
  ...(said?.lint ?? []).filter(({ level }) => level === "error").map(({ key, detail }) => ({ at: `utm/${key}`, detail })),
];

export function Preview({ lint, link }: { lint: Lint; link: { url: string } | null }) {
  const { form, say } = useContext(FormOf);
  const { said, problem, old, slow } = lint;
  const apply = (note: Note) => say({ [`utm/${note.key}`]: note.suggested! });
  return (
    <section class="panel preview" aria-label="Preview">
      <h3>What visitors will reach</h3>
      {problem && problem.status !== 422 && (
        <p class="wrong" role="status">
          {problem.title} {problem.detail} The preview is asked for again at the next change.
        </p>
      )}
      {problem?.status === 422 && <p class="wrong">The service refuses this as it stands; what is wrong is said at its field.</p>}
      {!said && !problem && <p class="hint">{slow ? "The preview takes longer than usual; you can go on typing." : "As soon as there is a destination and a creator the service says here where visitors will arrive."}</p>}
      {said && (
        <div class={old ? "old" : undefined}>
          <dl>
            <dt>Short address</dt>
            <dd>{link?.url ?? said.url ?? "random letters of its own, made when you save"}</dd>
            <dt>Leads to</dt>
            <dd class="address" data-preview>
              {said.target}
            </dd>
          </dl>
          <p class="hint">
            {form.click_id === "yes" ? `Each click adds an id of its own (${settings.value?.click_parameter}=…), so that an order can be tied to it. ` : "No click id is added: orders can be tied by codes and answers only. "}
            {form.rules !== "[]" ? "This is where whoever no rule takes arrives; each rule's own address is shown once the link is saved." : ""}
            {old ? " (of what stood here a moment ago)" : ""}
          </p>
          <h3>Tags</h3>
          {said.lint.length === 0 && <p class="good">Nothing odd about the tags.</p>}
          <ul class="notes-list">
            {said.lint.map((note) => (
              <li key={`${note.key} ${note.code}`} data-note={note.code}>
                <span class={note.level === "error" ? "badge wrong" : "badge warn"}>{note.level === "error" ? "Refused" : "Look again"}</span> <strong>{note.key.replace("_", " ")}</strong>
                {note.value !== null && <> “{note.value}”</>}: {note.detail}{" "}
                {note.suggested !== null && (
                  <button type="button" class="quiet" onClick={() => apply(note)}>
                    Use “{note.suggested}” as {note.key.replace("_", " ")}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
