// Chooses a creator or a campaign among thousands by typing a part of the name, or makes the one that is not there yet.
import { signal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";
import { Problem, ask, asProblem, pages } from "../../api";
import { key, may } from "../../session";
import { Field } from "./field";

export interface Named {
  id: number;
  name: string;
  handle: string;
  archived_at?: string | null;
}

export type Kind = "creators" | "campaigns";

/** How many fitting names are offered at once. */
const OFFERED = 12;

/** What has been read of each list; `whole` once its end was reached. A list is read when somebody first looks for a name in it. */
const known = { creators: blank(), campaigns: blank() };

function blank() {
  return signal<{ items: Named[]; whole: boolean; problem: Problem | null; of: string; busy: boolean }>({ items: [], whole: false, problem: null, of: "", busy: false });
}

/** Reads on where the list is not whole: the API has no search, so all names are fetched, a hundred at a time. */
async function load(kind: Kind) {
  const list = known[kind];
  if (list.value.of !== key.value) list.value = { ...blank().value, of: key.value };
  if (list.value.whole || list.value.busy) return;
  list.value = { ...list.value, busy: true, problem: null };
  try {
    const found: Named[] = [];
    for await (const page of pages<{ items: Named[]; next: string | null }>(`/v1/${kind}`, { query: { limit: 100 } })) {
      found.push(...page.items);
      list.value = { ...list.value, items: [...found] };
    }
    list.value = { ...list.value, whole: true, busy: false };
  } catch (error) {
    list.value = { ...list.value, problem: asProblem(error), busy: false };
  }
}

/** The name of one, asked for by itself where its list was not read. */
export function useNamed(kind: Kind, id: string): string {
  const found = known[kind].value.items.find((one) => String(one.id) === id);
  useEffect(() => {
    if (id === "" || found) return;
    const leaving = new AbortController();
    ask<Named>("GET", `/v1/${kind}/${encodeURIComponent(id)}`, { signal: leaving.signal })
      .then((one) => add(kind, one))
      // Without a name the number stands for it.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [kind, id, found === undefined, key.value]);
  if (id === "") return "";
  return found?.name ?? `${kind === "creators" ? "Creator" : "Campaign"} ${id}`;
}

const add = (kind: Kind, one: Named) => {
  known[kind].value = { ...known[kind].value, items: [...known[kind].value.items.filter(({ id }) => id !== one.id), one] };
};

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

interface Shape {
  kind: Kind;
  label: string;
  /** The id that is chosen, as text; empty for none. */
  value: string;
  choose: (id: string) => void;
  /** What an empty field means. */
  none?: string;
  hint?: string;
  wrong?: string;
  fixed?: string;
  /** Whether one can be made on the spot. */
  make?: boolean;
}

export function PickOne({ kind, label, value, choose, none, hint, wrong, fixed, make }: Shape) {
  const list = known[kind].value;
  const name = useNamed(kind, value);
  const [typed, setTyped] = useState<string | null>(null);
  // Which one the arrows are at; none of them yet where it is -1, and Enter takes the first.
  const [at, setAt] = useState(-1);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();
  const text = typed ?? name;
  const wanted = fold((typed ?? "").trim());
  const closeness = (one: Named) => Math.min(...[fold(one.name), one.handle].map((text) => (text === wanted ? 0 : text.startsWith(wanted) ? 1 : 2)));
  const fits = list.items.filter((one) => !one.archived_at && (fold(one.name).includes(wanted) || one.handle.includes(wanted))).sort((a, b) => closeness(a) - closeness(b));
  const offered = fits.slice(0, OFFERED);
  const exact = list.items.some((one) => fold(one.name) === wanted);
  const word = kind === "creators" ? "creator" : "campaign";
  const choices: { id: string; text: string }[] = [
    ...(none !== undefined && wanted === "" ? [{ id: "", text: none }] : []),
    ...offered.map((one) => ({ id: String(one.id), text: one.name === one.handle ? one.name : `${one.name} (${one.handle})` })),
  ];
  // Only once all names are known: whoever is quicker than the list makes no second one.
  const makes = make && may("links:write") && list.whole && wanted !== "" && !exact;
  const open = typed !== null;
  const on = Math.max(at, 0);
  useEffect(() => {
    if (open) void load(kind);
  }, [open, kind]);

  function type(text: string | null, first = -1) {
    setTyped(text);
    setAt(first);
    setAsking(false);
  }

  function take(choice: { id: string }) {
    if (busy) return;
    choose(choice.id);
    type(null);
  }

  /** Makes it, which no key of the list does: whose a link is stays so from its first click on. */
  async function create() {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await ask<Named>("POST", `/v1/${kind}`, { body: { name: typed!.trim() } });
      add(kind, made);
      choose(String(made.id));
      type(null);
    } catch (error) {
      setProblem(asProblem(error));
      // An answer that was lost may have made it: the list is read anew, so that it is found.
      known[kind].value = { ...known[kind].value, whole: false };
      void load(kind);
    } finally {
      setBusy(false);
    }
  }

  function press(event: KeyboardEvent) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) type("", 0);
      else setAt(Math.max(0, Math.min(choices.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (choices[on]) take(choices[on]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      type(null);
    }
  }

  const more = fits.length > offered.length ? `${fits.length - offered.length} more fit; type more of the name. ` : "";
  const reading = list.busy && !list.whole ? "Names are still on their way. " : "";
  const trouble = problem ?? list.problem;
  return (
    <Field label={label} hint={fixed ?? hint} wrong={[wrong, trouble && `${trouble.title} ${trouble.detail}`].filter(Boolean).join(" ")}>
      {(ties) => (
        <div
          class="pick"
          onFocusOut={(event) => !busy && !event.currentTarget.contains(event.relatedTarget as Node | null) && type(null)}
        >
          <input
            {...ties}
            role="combobox"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open && choices[on] ? `${id}-${on}` : undefined}
            autocomplete="off"
            spellcheck={false}
            placeholder={none ?? "Type a part of the name"}
            readOnly={fixed !== undefined}
            value={busy ? `Making ${typed}` : text}
            onInput={(event) => type(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            onClick={() => fixed === undefined && !open && type("")}
            onKeyDown={press}
          />
          <div class="offers" hidden={!open || (choices.length === 0 && !makes)}>
            <ul id={`${id}-list`} role="listbox" aria-label={label}>
              {open &&
                choices.map((choice, n) => (
                  // Pressed, not clicked: the field would have lost its focus before.
                  <li id={`${id}-${n}`} role="option" aria-selected={n === on} onMouseDown={(event) => (event.preventDefault(), take(choice))}>
                    {choice.text}
                  </li>
                ))}
            </ul>
            {open && makes && <New what={`${word} “${typed!.trim()}”`} asking={asking} ask={setAsking} busy={busy} create={create} />}
          </div>
          {open && (
            <p class="hint" role="status">
              {choices.length === 0 && list.whole ? `No ${word} has this in the name. ` : ""}
              {more}
              {reading}
            </p>
          )}
        </div>
      )}
    </Field>
  );
}

/** The way to one that is not there yet: a button behind the names, and a question before anything is made. */
function New({ what, asking, ask, busy, create }: { what: string; asking: boolean; ask: (asking: boolean) => void; busy: boolean; create: () => Promise<void> }) {
  // A button that is pressed leaves the focus where it is, also where browsers would take it away.
  const still = (event: Event) => event.preventDefault();
  return (
    <>
      <button type="button" class="quiet" aria-expanded={asking} onMouseDown={still} onClick={() => ask(!asking)}>
        Make the {what}
      </button>
      {asking && (
        <p role="status">
          There is no such name yet.{" "}
          <button type="button" onMouseDown={still} disabled={busy} onClick={() => void create()}>
            Yes, make it
          </button>
        </p>
      )}
    </>
  );
}
