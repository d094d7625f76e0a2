// The brand's rules for tags (`/v1/utm`): read by everybody, changed by administrators, all of it at once.
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, ask, asProblem, useAnswer } from "../../api";
import { may } from "../../session";
import { Shown, Trouble } from "../../states";
import { TAGS, type Form, versionTag } from "./data";
import { useDraft } from "./draft";
import { FormOf, Field, type Held, Line, Pick, placed, wrongAt } from "./field";

interface Rules {
  aliases: Record<string, string>;
  allowed: Record<string, string[]>;
  required: string[];
  case: string;
  version: number;
}

interface Draft {
  form: Form;
  version: number;
}

const formOf = (rules: Rules): Form => ({
  aliases: Object.entries(rules.aliases).map(([word, stands]) => `${word} = ${stands}`).join("\n"),
  case: rules.case,
  ...Object.fromEntries(TAGS.map((tag) => [`allowed/${tag}`, (rules.allowed[tag] ?? []).join(", ")])),
  ...Object.fromEntries(TAGS.map((tag) => [`required/${tag}`, rules.required.includes(tag) ? "yes" : "no"])),
});

/** What the API takes, or what is wrong with the text. */
function bodyOf(form: Form): { body: Record<string, unknown> } | { wrong: string } {
  const aliases: Record<string, string> = {};
  for (const [n, line] of form.aliases!.split("\n").entries()) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    if (at < 1) return { wrong: `Line ${n + 1}: write a word, = and what it stands for, such as kol = influencer.` };
    aliases[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  const lists = TAGS.map((tag): [string, string[]] => [tag, form[`allowed/${tag}`]!.split(",").map((word) => word.trim()).filter(Boolean)]).filter(([, words]) => words.length > 0);
  return { body: { aliases, allowed: Object.fromEntries(lists), required: TAGS.filter((tag) => form[`required/${tag}`] === "yes"), case: form.case } };
}

export function Hygiene() {
  const coming = useAnswer<Rules>("/v1/utm");
  return (
    <>
      <h2>The rules</h2>
      <Shown coming={coming} what="The rules">
        {(rules) => <Change rules={rules} again={coming.again} />}
      </Shown>
    </>
  );
}

function Change({ rules, again }: { rules: Rules; again: () => void }) {
  const [draft, setDraft] = useDraft<Draft>("links/tags");
  const now: Draft = draft ?? { form: formOf(rules), version: rules.version };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [faults, setFaults] = useState<Held["faults"]>([]);
  const [said, setSaid] = useState("");
  const working = useRef(false);
  const kept = useRef(draft !== null);
  useEffect(() => void (draft === null && (kept.current = false)), [draft]);
  const say = (changes: Form) => {
    setSaid("");
    setFaults([]);
    setDraft({ ...now, form: { ...now.form, ...changes } });
  };
  async function save() {
    if (working.current) return;
    const made = bodyOf(now.form);
    if ("wrong" in made) return setFaults([{ at: "aliases", detail: made.wrong }]);
    working.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await ask("PUT", "/v1/utm", { body: made.body, headers: { "if-match": versionTag(now) } });
      setDraft(null);
      setSaid("Saved. Links that are made or changed from now on are held to it.");
      again();
    } catch (error) {
      const problem = asProblem(error);
      setFaults(placed(problem.faults));
      if (problem.status === 412) {
        setProblem(new Problem(412, problem.code, "Somebody changed the rules meanwhile.", "Yours are still here. Saving again puts them in place of theirs; “Show theirs” drops yours."));
        const newest = await ask<Rules>("GET", "/v1/utm").catch(() => null);
        if (newest) setDraft({ ...now, version: newest.version });
      } else setProblem(problem);
    } finally {
      working.current = false;
      setBusy(false);
    }
  }
  const admin = may("admin");
  return (
    <FormOf.Provider value={{ form: now.form, say, faults, fixed: {} }}>
      <form
        class="form"
        aria-label="Rules of tags"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {!admin && <p class="state">This key may read the rules; an administrator changes them.</p>}
        {kept.current && draft && (
          <p class="state" role="status">
            What you typed before is still here, not saved.
          </p>
        )}
        <fieldset disabled={!admin} class="form">
          <Field label="Other words (aliases), one a line" hint="Case, spaces and - _ . + do not part words here. IG, insta, tik tok and the like are known without it." wrong={wrongAt(faults, "aliases")}>
            {(ties) => <textarea {...ties} name="aliases" class="code" rows={5} spellcheck={false} placeholder="kol = influencer" value={now.form.aliases} onInput={(event) => say({ aliases: event.currentTarget.value })} />}
          </Field>
          <fieldset>
            <legend>Tags that no link may be without</legend>
            <p class="row">
              {TAGS.map((tag) => (
                <label class="tick">
                  <input type="checkbox" name={`required/${tag}`} checked={now.form[`required/${tag}`] === "yes"} onChange={(event) => say({ [`required/${tag}`]: event.currentTarget.checked ? "yes" : "no" })} /> {tag.replace("_", " ")}
                </label>
              ))}
            </p>
            {wrongAt(faults, "required") && <p class="wrong">{wrongAt(faults, "required")}</p>}
          </fieldset>
          <div class="row">
            {TAGS.map((tag) => (
              <Line name={`allowed/${tag}`} label={`Only these for ${tag.replace("_", " ")}`} placeholder="any" hint={tag === "source" ? "Comma-separated; empty allows any." : undefined} />
            ))}
          </div>
          <Pick name="case" label="Capitals" options={[["lower", "Small letters are tidy"], ["as_is", "Left as they are"]]} />
        </fieldset>
        {problem && <Trouble problem={problem} />}
        {admin && (
          <p class="controls">
            <button disabled={busy}>{busy ? "Saving" : "Save the rules"}</button>
            {draft && (
              <button
                type="button"
                class="quiet"
                onClick={() => {
                  setDraft(null);
                  setProblem(null);
                  setFaults([]);
                  again();
                }}
              >
                {problem?.status === 412 ? "Show theirs" : "Undo changes"}
              </button>
            )}
            <span role="status">{said}</span>
          </p>
        )}
      </form>
    </FormOf.Provider>
  );
}
