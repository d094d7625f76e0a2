// Rules: who is sent elsewhere, as forms where a rule is simple and as JSON where it is not (docs/rules.md).
import { useContext, useState } from "preact/hooks";
import { type Part, type Rule, rulesOf } from "./data";
import { Field, FormOf, wrongAt } from "./field";

/** Conditions that are lists of words, with words to begin with. */
const WORDS: [string, string, string][] = [
  ["country", "Countries", "DE, AT"],
  ["language", "Languages", "de, fr"],
  ["system", "Systems", "ios, android"],
  ["device", "Devices", "mobile, tablet, desktop"],
  ["app", "In-app browsers", "instagram, tiktok, none"],
  ["region", "Regions", "DE-BY"],
];

/** Whether the form shows all that a rule says. */
const simple = (rule: Rule): boolean =>
  rule.app === undefined &&
  Object.entries(rule.when ?? {}).every(([name, words]) => WORDS.some(([known]) => known === name) && Array.isArray(words) && words.every((word) => typeof word === "string"));

export function Rules() {
  const { form, say, faults } = useContext(FormOf);
  const rules = rulesOf(form);
  const [asText, setAsText] = useState(false);
  const set = (next: Rule[]) => say({ rules: JSON.stringify(next, null, 2) });
  const text = asText || typeof rules === "string";
  return (
    <fieldset class="rules">
      <legend>Other places for other people</legend>
      <p class="hint">From the top, the first rule whose conditions all hold says where a visit leads; whom none takes goes to the destination above. Conditions are comma-separated words; a rule without any takes everybody, so it stands last.</p>
      {text ? (
        <Field label="Rules as JSON" hint="The list as POST /v1/links takes it: when (also from, until, query), destination, split, app." wrong={[typeof rules === "string" ? rules : "", wrongAt(faults, "rules")].filter(Boolean).join(" ")}>
          {(ties) => <textarea {...ties} name="rules" class="code" rows={14} spellcheck={false} value={form.rules} onInput={(event) => say({ rules: event.currentTarget.value })} />}
        </Field>
      ) : (
        <>
          {wrongAt(faults.filter(({ at }) => at === "rules"), "rules") && <p class="wrong">{wrongAt(faults, "rules")}</p>}
          <ol>
            {(rules as Rule[]).map((rule, n) => (
              <li>
                <One rule={rule} n={n} set={(next) => set((rules as Rule[]).flatMap((one, at) => (at === n ? (next ? [next] : []) : [one])))} up={n === 0 ? null : () => set(moved(rules as Rule[], n))} />
              </li>
            ))}
          </ol>
        </>
      )}
      <p class="controls">
        {!text && (
          <>
            <button type="button" class="quiet" onClick={() => set([...(rules as Rule[]), { when: {}, destination: form.destination! }])}>
              Add a rule
            </button>
            <button type="button" class="quiet" onClick={() => set([...(rules as Rule[]), { split: [{ name: "old page", destination: form.destination!, weight: 50 }, { name: "new page", destination: form.destination!, weight: 50 }] }])}>
              Add a split test
            </button>
          </>
        )}
        <button type="button" class="quiet" disabled={typeof rules === "string"} onClick={() => setAsText(!asText)}>
          {text ? "Back to the forms" : "Change as JSON"}
        </button>
      </p>
    </fieldset>
  );
}

const moved = (rules: Rule[], n: number): Rule[] => [...rules.slice(0, n - 1), rules[n]!, rules[n - 1]!, ...rules.slice(n + 1)];

function One({ rule, n, set, up }: { rule: Rule; n: number; set: (next: Rule | null) => void; up: (() => void) | null }) {
  const { faults } = useContext(FormOf);
  const at = `rules/${n}`;
  const parts = rule.split;
  return (
    <fieldset class="panel">
      <legend>Rule {n + 1}</legend>
      {simple(rule) ? (
        <>
          <div class="row">
            {WORDS.map(([name, label, example]) => (
              <Words label={label} example={example} words={rule.when?.[name] as string[] | undefined} wrong={wrongAt(faults, `${at}/when/${name}`)} set={(words) => set({ ...rule, when: without(rule.when, name, words) })} />
            ))}
          </div>
          {parts ? (
            <Split parts={parts} at={at} set={(split) => set({ ...rule, split })} />
          ) : (
            <Field wide label="Leads to" wrong={wrongAt(faults, `${at}/destination`)}>
              {(ties) => <input {...ties} name={`${at}/destination`} type="url" value={rule.destination ?? ""} onInput={(event) => set({ ...rule, destination: event.currentTarget.value })} />}
            </Field>
          )}
          {wrongAt(faults.filter((fault) => fault.at === at || fault.at === `${at}/when`), at) && <p class="wrong">{wrongAt(faults.filter((fault) => fault.at === at || fault.at === `${at}/when`), at)}</p>}
        </>
      ) : (
        <>
          <p class="hint">This rule says more than a form shows; change it as JSON.</p>
          <pre class="code">{JSON.stringify(rule, null, 2)}</pre>
          {wrongAt(faults, at) && <p class="wrong">{wrongAt(faults, at)}</p>}
        </>
      )}
      <p class="controls">
        {up && (
          <button type="button" class="quiet" onClick={up}>
            Move rule {n + 1} up
          </button>
        )}
        <button type="button" class="quiet" onClick={() => set(null)}>
          Take rule {n + 1} away
        </button>
      </p>
    </fieldset>
  );
}

const without = (when: Rule["when"], name: string, words: string[]): Rule["when"] => {
  const { [name]: _, ...rest } = when ?? {};
  return words.length > 0 ? { ...rest, [name]: words } : rest;
};

/** A list of words as one line; what is typed stays as it is until the field is left. */
function Words({ label, example, words = [], wrong, set }: { label: string; example: string; words?: string[]; wrong: string; set: (words: string[]) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label} wrong={wrong}>
      {(ties) => (
        <input
          {...ties}
          placeholder={example}
          value={typed ?? words.join(", ")}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            set(event.currentTarget.value.split(/[\s,;]+/).filter(Boolean));
          }}
          onBlur={() => setTyped(null)}
        />
      )}
    </Field>
  );
}

function Split({ parts, at, set }: { parts: Part[]; at: string; set: (parts: Part[]) => void }) {
  const { faults } = useContext(FormOf);
  const change = (n: number, over: Partial<Part>) => set(parts.map((part, place) => (place === n ? { ...part, ...over } : part)));
  const whole = wrongAt(faults.filter((fault) => fault.at === `${at}/split`), `${at}/split`);
  return (
    <div>
      <p class="hint">Visitors are parted by weight, 100 in all, and each stays where they are. A name once used on this link keeps its place in reports.</p>
      {parts.map((part, n) => (
        <div class="row">
          <Field label={`Name ${n + 1}`} wrong={wrongAt(faults, `${at}/split/${n}/name`)}>
            {(ties) => <input {...ties} value={part.name} onInput={(event) => change(n, { name: event.currentTarget.value })} />}
          </Field>
          <Field label={`Leads to ${n + 1}`} wrong={wrongAt(faults, `${at}/split/${n}/destination`)}>
            {(ties) => <input {...ties} type="url" value={part.destination} onInput={(event) => change(n, { destination: event.currentTarget.value })} />}
          </Field>
          <Field label={`Weight ${n + 1}`} wrong={wrongAt(faults, `${at}/split/${n}/weight`)}>
            {(ties) => <input {...ties} type="number" min={1} max={99} value={part.weight} onInput={(event) => change(n, { weight: event.currentTarget.valueAsNumber || 0 })} />}
          </Field>
          {parts.length > 2 && (
            <button type="button" class="quiet" aria-label={`Take ${part.name || n + 1} away`} onClick={() => set(parts.filter((_, place) => place !== n))}>
              Take away
            </button>
          )}
        </div>
      ))}
      {whole && <p class="wrong">{whole}</p>}
      {parts.length < 10 && (
        <button type="button" class="quiet" onClick={() => set([...parts, { name: "", destination: "", weight: 1 }])}>
          Add a place
        </button>
      )}
    </div>
  );
}
