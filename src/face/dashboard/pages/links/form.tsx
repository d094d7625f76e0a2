// Makes a link or changes one: every field, the preview beside it, and a save that can be repeated without making two.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Problem, ask, asProblem } from "../../api";
import { words } from "../../format";
import { FIELDS, type Form, type Link, blank, differing, formOf } from "./data";
import { keeps, useDraft } from "./draft";
import { FormOf, type Held } from "./field";
import { Clashes, More, Tags, When, Where } from "./parts";
import { Preview, lintFaults, useLint } from "./preview";
import { type Clash, type Draft, type Outcome, save } from "./save";

const IN_USE = "Fixed since its first click; make another link for another post.";
const ADDRESS = "Fixed: what is printed and posted stays.";

export function LinkForm({ link, saved }: { link: Link | null; saved: (link: { id: number } & Partial<Link>, left: Draft | null) => void }) {
  const base = useMemo(() => (link ? formOf(link) : blank()), [link?.id, link?.version]);
  const [draft, setDraft] = useDraft<Draft>(link ? `links/${link.id}` : "links/new");
  const now: Draft = draft ?? { form: base, base, version: link?.version ?? 0, attempt: null };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refused, setRefused] = useState<Held["faults"]>([]);
  const [clashes, setClashes] = useState<Clash[]>([]);
  const [said, setSaid] = useState("");
  const at = useRef<HTMLFormElement>(null);
  const working = useRef(false);
  const kept = useRef(draft !== null);
  const newest = useRef(now);
  newest.current = now;
  const lint = useLint(now.form, link);
  const changed = link ? differing(now.base, now.form) : differing(base, now.form);
  // What was refused stands until its field is changed; what lint says is always of now.
  const faults = [...refused, ...lintFaults(lint).filter(({ at }) => !refused.some((one) => one.at === at))];
  const used = (link?.counts?.clicks ?? 0) + (link?.counts?.pixel_views ?? 0) > 0;
  const fixed: Record<string, string> = link ? { host: ADDRESS, slug: ADDRESS, ...(used && { creator_id: IN_USE, campaign_id: IN_USE, post: IN_USE, platform: IN_USE }) } : {};

  const say = (changes: Form) => {
    setSaid("");
    setRefused((now) => now.filter(({ at }) => !Object.keys(changes).some((name) => at === name || at.startsWith(`${name}/`) || name.startsWith(`${at}/`))));
    setDraft({ ...now, form: { ...now.form, ...changes } });
  };
  const drop = () => {
    kept.current = false;
    setDraft(null);
    setRefused([]);
    setProblem(null);
    setClashes([]);
  };
  async function send() {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    setProblem(null);
    setSaid("");
    try {
      const outcome: Outcome = await save(link, now, setDraft);
      setRefused(outcome.faults ?? []);
      setClashes(outcome.clashes ?? []);
      setProblem(outcome.problem ?? null);
      // What was typed while the answer was on its way belongs to the next save.
      const typed = newest.current.form;
      const since = differing(now.form, typed);
      const more = (form: Form): Form => ({ ...form, ...Object.fromEntries(since.map((name) => [name, typed[name]!])) });
      if (outcome.done) {
        kept.current = false;
        const there = since.length > 0 ? await ask<Link>("GET", `/v1/links/${outcome.done.id}`) : null;
        const left = outcome.left ? { ...outcome.left, form: more(outcome.left.form) } : there && { form: more(formOf(there)), base: formOf(there), version: there.version, attempt: null };
        setDraft(link ? left : null);
        setSaid(link ? "Saved. It is seen everywhere within about a minute." : "");
        saved(outcome.done, left);
      } else if (outcome.draft) setDraft({ ...outcome.draft, form: more(outcome.draft.form) });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      working.current = false;
      setBusy(false);
    }
  }
  // Whoever was refused is taken to the first field that is wrong.
  useEffect(() => {
    if (refused.length > 0) at.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  return (
    <FormOf.Provider value={{ form: now.form, say, faults, fixed }}>
      <form
        ref={at}
        class="link-form"
        noValidate
        aria-label={link ? "Change this link" : "Make a link"}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {kept.current && changed.length > 0 && (
          <p class="state" role="status">
            What you typed before is still here, not saved.{" "}
            <button type="button" class="quiet" onClick={drop}>
              {link ? "Show the link as it is" : "Begin anew"}
            </button>
          </p>
        )}
        <div class="two">
          <div class="form">
            <Where />
            <Tags />
            <When />
            <More />
          </div>
          <div class="beside">
            <Preview lint={lint} link={link} />
            <Clashes clashes={clashes} base={now.base} choose={(name, value) => say({ [name]: value })} form={now.form} />
            <div class="panel save">
              {problem && (
                <div role="alert" class="wrong">
                  <p>
                    <strong>{problem.title}</strong> {problem.detail}
                    {now.attempt && " Whether the link was made is not known yet: saving again finds it, or makes it once."}
                  </p>
                  {refused.some(({ at }) => !FIELDS.some((name) => at === name || at.startsWith(`${name}/`) || name.startsWith(`${at}/`))) && (
                    <ul>
                      {refused.map((fault) => (
                        <li>
                          {words(fault.at)}: {fault.detail}
                        </li>
                      ))}
                    </ul>
                  )}
                </div>
              )}
              <button disabled={busy || (link !== null && changed.length === 0)}>{busy ? "Saving" : problem?.status === 0 ? "Try again" : link ? "Save changes" : "Make the link"}</button>
              <p class="hint" role="status">
                {said || (link && (changed.length === 0 ? "Nothing is changed." : `Changed and not saved: ${[...new Set(changed.map((name) => words(name.split("/")[0]!)))].join(", ")}.`))}
                {!keeps && changed.length > 0 && " This browser stores nothing: what you typed stays until the page is loaded anew."}
              </p>
              {link && changed.length > 0 && !kept.current && (
                <button type="button" class="quiet" onClick={drop}>
                  Undo changes
                </button>
              )}
            </div>
          </div>
        </div>
      </form>
    </FormOf.Provider>
  );
}
