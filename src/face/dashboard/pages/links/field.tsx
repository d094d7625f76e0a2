// A field with its name, its hint and what is wrong with it, tied together for eyes and ears alike.
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import type { Fault } from "../../api";
import type { Form } from "./data";

/** The form that the fields inside read and write. */
export interface Held {
  form: Form;
  say: (changes: Form) => void;
  /** What is wrong, by JSON pointers without the slash in front. */
  faults: { at: string; detail: string }[];
  /** Why some fields cannot be changed, by their names. */
  fixed: Record<string, string>;
}

export const FormOf = createContext<Held>({ form: {}, say: () => undefined, faults: [], fixed: {} });

/** Faults as the API says them, each by the field that it belongs to; a list's place in front is cut off. */
export const placed = (faults: Fault[]): Held["faults"] =>
  faults.map(({ pointer = "", parameter, header, detail }) => ({ at: (parameter ?? header ?? pointer).replace(/^\/(\d+(\/|$))?/, ""), detail }));

/** What is said of the field `name`: of itself, of what is inside, and of the whole that it stands for. */
export const wrongAt = (faults: Held["faults"], name: string): string =>
  faults.filter(({ at }) => at === name || at.startsWith(`${name}/`)).map(({ at, detail }) => (at === name ? detail : `${at.slice(name.length + 1)}: ${detail}`)).join(" ");

interface Shape {
  label: string;
  hint?: ComponentChildren;
  wrong?: string;
  wide?: boolean;
  children: (ties: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => ComponentChildren;
}

/** Ties a label, a hint and a refusal to whatever is drawn inside. */
export function Field({ label, hint, wrong, wide, children }: Shape) {
  const id = useId();
  const ties = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div class={wide ? "field wide" : "field"}>
      <label for={id}>
        <span>{label}</span>
      </label>
      {children({ id, ...(ties && { "aria-describedby": ties }), ...(wrong && { "aria-invalid": true }) })}
      {wrong && (
        <p id={`${id}-wrong`} class="wrong">
          {wrong}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

interface Named extends Omit<Shape, "children" | "wrong"> {
  name: string;
}

/** A field of the form around it for one line of text. */
export function Line({ name, type = "text", placeholder, list, ...shape }: Named & { type?: "text" | "url" | "datetime-local"; placeholder?: string; list?: string }) {
  const { form, say, faults, fixed } = useContext(FormOf);
  return (
    <Field {...shape} hint={fixed[name] ?? shape.hint} wrong={wrongAt(faults, name)}>
      {(ties) => (
        <input {...ties} name={name} type={type} step={type === "datetime-local" ? 1 : undefined} value={form[name]} placeholder={placeholder} list={list} readOnly={fixed[name] !== undefined} autocomplete="off" spellcheck={false} onInput={(event) => say({ [name]: event.currentTarget.value })} />
      )}
    </Field>
  );
}

/** A field for one of several words. */
export function Pick({ name, options, ...shape }: Named & { options: [string, string][] }) {
  const { form, say, faults, fixed } = useContext(FormOf);
  const all = options.some(([value]) => value === form[name]) ? options : [...options, [form[name]!, form[name]!] as [string, string]];
  return (
    <Field {...shape} hint={fixed[name] ?? shape.hint} wrong={wrongAt(faults, name)}>
      {(ties) => (
        <select {...ties} name={name} value={form[name]} disabled={fixed[name] !== undefined} onChange={(event) => say({ [name]: event.currentTarget.value })}>
          {all.map(([value, text]) => (
            <option value={value}>{text}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A yes or no. */
export function Tick({ name, label, hint }: { name: string; label: string; hint?: ComponentChildren }) {
  const { form, say, faults } = useContext(FormOf);
  const id = useId();
  const wrong = wrongAt(faults, name);
  return (
    <div class="field tick">
      <label>
        <input type="checkbox" name={name} checked={form[name] === "yes"} aria-describedby={hint ? `${id}-hint` : undefined} aria-invalid={wrong !== ""} onChange={(event) => say({ [name]: event.currentTarget.checked ? "yes" : "no" })} /> {label}
      </label>
      {wrong && <p class="wrong">{wrong}</p>}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
