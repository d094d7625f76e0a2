// A form out of a list of fields: what is typed stays while the tab is open, whatever becomes of the call, and what was refused
// stands at its field.
//
// # Why
// A draft lies outside the form that shows it: a list that could not be read anew, a key that ended or a way to another page
// and back take nothing of it away.
import { effect, signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Problem, asProblem } from "../../api";
import { settings } from "../../session";
import { Trouble } from "../../states";
import { type Around, type Field, type Get, type Option, type Row, body, write } from "./fields";
import { type Of, useNames } from "./list";

const drafts = signal<Record<string, Record<string, string>>>({});
effect(() => {
  if (!settings.value) drafts.value = {};
});

const put = (id: string, draft: Record<string, string>) => (drafts.value = { ...drafts.value, [id]: draft });

/** Begins a draft with what is known already, where nobody typed into it. */
export const begin = (id: string, draft: Record<string, string>): void => {
  if (!drafts.value[id]) put(id, draft);
};

interface Shape {
  /** Under which the draft is kept. */
  id: string;
  fields: Field[];
  /** What is changed; nothing where something is made. */
  row?: Row | null;
  /** What becomes of it; a text is said beside the button. */
  send: (body: Row) => Promise<string | void>;
  /** On the button. */
  save: string;
  /** Whether what was typed stays for the next call. */
  keeps?: boolean;
  /** Between the fields and the button; by what stands in the fields. */
  children?: (get: Get) => ComponentChildren;
  /** Asks for what stands now, after somebody else changed it. */
  again?: () => void;
}

export function Form({ id, fields: all, row = null, send, save, keeps = false, children, again }: Shape) {
  const fields = all.filter((field) => !row || !field.once);
  const around: Around = { zone: settings.value?.zone ?? "UTC", names: useAllNames(fields) };
  const draft = drafts.value[id] ?? {};
  const written = (name: string): string => {
    const field = fields.find((field) => field.name === name);
    if (!field) return row ? String(row[name] ?? "") : "";
    return row ? write(field, row, get, around) : (field.usual ?? "");
  };
  const get: Get = (name) => draft[name] ?? written(name);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [note, setNote] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const label = useId();
  useEffect(() => {
    // Who cannot see the page is brought to what is wrong first.
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  const shown = fields.filter((field) => !field.when || field.when(get));
  const submit = async (event: Event) => {
    event.preventDefault();
    setNote("");
    const { body: said, wrong } = body(fields, get, row, around);
    if (Object.keys(wrong).length > 0) {
      const faults = Object.entries(wrong).map(([name, detail]) => ({ pointer: `/${name}`, code: "wrong", detail }));
      return setProblem(new Problem(0, "invalid", "Some fields are wrong.", "", faults));
    }
    setProblem(null);
    if (row && Object.keys(said).length === 0) return setNote("Nothing was changed.");
    setBusy(true);
    const sent = drafts.value[id];
    try {
      const heard = await send(said);
      // What was typed while the call was on its way is no part of it.
      if (!keeps && drafts.value[id] === sent) put(id, {});
      if (heard) setNote(heard);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  // A fault of a field's own stands there; the rest stands below all of them.
  const of = (field: Field) => problem?.faults.filter(({ pointer = "" }) => claims(field, pointer)) ?? [];
  const elsewhere = problem?.faults.filter(({ pointer = "" }) => !shown.some((field) => claims(field, pointer))) ?? [];
  const detail = problem?.code === "invalid" ? "Correct them and send it again." : (problem?.detail ?? "");
  const rest = problem && new Problem(problem.status, problem.code, problem.title, detail, elsewhere);
  const typed = Object.keys(draft).length > 0;
  return (
    <form class="form" ref={form} noValidate onSubmit={(event) => void submit(event)}>
      {shown.map((field) => (
        <Asked
          key={field.name}
          field={field}
          id={`${label}-${field.name.replaceAll("/", "-")}`}
          text={get(field.name)}
          set={(text) => put(id, { ...drafts.value[id], [field.name]: text })}
          names={field.of ? (around.names[field.of] ?? null) : null}
          faults={of(field).map(({ detail }) => detail)}
        />
      ))}
      {children?.(get)}
      {rest && <Trouble problem={rest} again={rest.status === 412 || rest.code === "changed_meanwhile" ? again : undefined} way="Show what stands now" />}
      <p class="row">
        <button disabled={busy}>{busy ? "On its way" : save}</button>
        {typed && (
          <button type="button" class="quiet" onClick={() => (put(id, {}), setProblem(null))}>
            Forget what I typed
          </button>
        )}
        <span role="status">{note}</span>
      </p>
    </form>
  );
}

/** Whether a fault at `pointer` is this field's: of creators the API names `creator` and `creator_id` alike. */
function claims(field: Field, pointer: string): boolean {
  const mine = [`/${field.name}`, ...(field.name.endsWith("_id") ? [`/${field.name.slice(0, -3)}`] : []), ...(field.of ? [`/${field.name}_id`] : [])];
  return mine.some((name) => pointer === name || pointer.startsWith(`${name}/`));
}

/** What the fields choose among; the same few in every form, so that hooks stay in their order. */
function useAllNames(fields: Field[]): Around["names"] {
  const wanted = (of: Of) => (fields.some((field) => field.of === of) ? of : null);
  return { creators: useNames(wanted("creators")), campaigns: useNames(wanted("campaigns")), posts: useNames(wanted("posts")) };
}

interface Given {
  field: Field;
  id: string;
  text: string;
  set: (text: string) => void;
  names: { handle: string; name?: string }[] | null;
  faults: string[];
}

/** One field with its label, what it is for, and what is wrong with it. */
function Asked({ field, id, text, set, names, faults }: Given) {
  const hint = field.hint !== undefined && <p id={`${id}-hint`} class="hint">{field.hint}</p>;
  const fault = faults.length > 0 && (
    <p id={`${id}-fault`} class="wrong">
      {faults.join(" ")}
    </p>
  );
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  const label = (
    <>
      {field.label}
      {field.needed && <span class="need"> (needed)</span>}
    </>
  );
  if (field.kind === "radio" || field.kind === "checks") {
    return (
      <fieldset class="field" aria-describedby={described}>
        <legend>{label}</legend>
        {hint}
        {field.options!.map((option) => (
          <Offered field={field} id={id} option={option} text={text} set={set} wrong={faults.length > 0} />
        ))}
        {fault}
      </fieldset>
    );
  }
  if (field.kind === "flag") {
    return (
      <div class="field">
        <label class="option">
          <input type="checkbox" checked={text === "true"} aria-describedby={described} aria-invalid={faults.length > 0} onChange={(event) => set(String(event.currentTarget.checked))} />
          <span>{label}</span>
        </label>
        {hint}
        {fault}
      </div>
    );
  }
  const wrong = faults.length > 0;
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
      </label>
      {field.draw ? field.draw({ text, set, id, described, wrong }) : control(field, id, text, set, described, wrong)}
      {field.kind === "named" && names && (
        <datalist id={`${id}-list`}>
          {names.map(({ handle, name }) => (
            <option value={handle}>{name}</option>
          ))}
        </datalist>
      )}
      {hint}
      {fault}
    </div>
  );
}

function control(field: Field, id: string, text: string, set: (text: string) => void, described: string | undefined, wrong: boolean): JSX.Element {
  const given = { id, value: text, "aria-describedby": described, "aria-invalid": wrong };
  const typed = { ...given, onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => set(event.currentTarget.value) };
  switch (field.kind) {
    case "area":
    case "lines":
      return <textarea {...typed} spellcheck={field.kind === "area"} />;
    case "choice":
      return (
        <select {...given} onChange={(event) => set(event.currentTarget.value)}>
          {field.options!.map(([word, label]) => (
            <option value={word}>{label}</option>
          ))}
        </select>
      );
    case "day":
      return <input {...typed} type="date" />;
    case "moment":
      return <input {...typed} type="datetime-local" />;
    case "named":
      return <input {...typed} list={`${id}-list`} autocomplete="off" spellcheck={false} />;
    case "whole":
    case "scaled":
      return <input {...typed} inputMode="decimal" autocomplete="off" />;
    default:
      return field.secret ? <input {...typed} autocomplete="off" type="password" /> : <input {...typed} autocomplete="off" spellcheck={false} />;
  }
}

/** One word of several, with what it means. */
function Offered({ field, id, option: [word, label, means], text, set, wrong }: { field: Field; id: string; option: Option; text: string; set: (text: string) => void; wrong: boolean }) {
  const chosen = field.kind === "radio" ? text === word : text.split(" ").includes(word);
  const flip = () => {
    if (field.kind === "radio") return set(word);
    const kept = text.split(" ").filter((one) => one !== "" && one !== word);
    set((chosen ? kept : [...kept, word]).join(" "));
  };
  return (
    <label class="option">
      <input type={field.kind === "radio" ? "radio" : "checkbox"} name={`${id}-of`} checked={chosen} aria-invalid={wrong} onChange={flip} />
      <span>
        <strong>
          {label}
          {means && "."}
        </strong>
        {means && <> {means}</>}
      </span>
    </label>
  );
}
