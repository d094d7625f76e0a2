// What is shown once (secrets), what was done, and what is asked before something cannot be undone.
import { effect, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { place } from "../../address";
import { type Problem, asProblem } from "../../api";
import { settings } from "../../session";
import { Trouble } from "../../states";

/** A text to take away, and a button that copies it. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [state, set] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      set("Copied.");
    } catch {
      // Browsers give the clipboard to pages of https and to people who allow it only.
      set("The browser does not let this page copy: mark the text and copy it.");
    }
  };
  return (
    <div class="copy">
      <pre tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <button type="button" class="quiet" onClick={() => void copy()}>
        Copy<span class="hidden"> {label}</span>
      </button>
      <span role="status">{state}</span>
    </div>
  );
}

/** A secret that the API said once: it stands at its place until somebody says that it is stored. */
export const secret = signal<{ at: string; title: string; text: string; note?: ComponentChildren } | null>(null);
/** What was done last, said on the page whose address is `on`. */
export const done = signal<{ on: string; text: string } | null>(null);
effect(() => {
  if (settings.value) return;
  secret.value = null;
  done.value = null;
});

/** Both of them, for the thing at `at`. */
export function Said({ at }: { at: string }) {
  const where = place.value.parts.join("/");
  // What was done is said until one goes on.
  useEffect(
    () => () => {
      if (done.value?.on === where) done.value = null;
    },
    [where],
  );
  const held = secret.value?.at === at ? secret.value : null;
  return (
    <>
      <p role="status" class="good">
        {done.value?.on === where ? done.value.text : ""}
      </p>
      {held && (
        <section class="panel" aria-label={held.title}>
          <h3>{held.title}</h3>
          <p class="warn">This is shown once. Store it now, in a password manager or where it is used: nobody can show it again.</p>
          <Copy text={held.text} label={held.title} />
          {held.note}
          <button type="button" onClick={() => (secret.value = null)}>
            I have stored it
          </button>
        </section>
      )}
    </>
  );
}

/** A button that does something at once and says what went wrong. */
export function Do({ label, act, quiet = true }: { label: ComponentChildren; act: () => Promise<unknown>; quiet?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class={quiet ? "quiet" : undefined} disabled={busy} onClick={() => void run()}>
        {label}
      </button>
      {problem && <Trouble problem={problem} />}
    </>
  );
}

interface Asking {
  /** On the button that opens it. */
  label: string;
  title: string;
  /** What is said before, one question after the other. */
  steps: ComponentChildren[];
  /** What must be typed before it is done. */
  word?: string;
  /** On the button that does it. */
  go: string;
  act: () => Promise<unknown>;
  /** What may be done where it is refused with this word. */
  despite?: { code: string; go: string; act: () => Promise<unknown> };
}

/** A button that asks before it does something. */
export function Confirm({ label, title, steps, word, go, act, despite }: Asking) {
  const box = useRef<HTMLDialogElement>(null);
  const [step, setStep] = useState(-1);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();
  useEffect(() => {
    if (step >= 0 && !box.current?.open) box.current?.showModal();
  }, [step]);
  const close = () => box.current?.close();
  const last = step === steps.length - 1;
  const submit = (event: Event) => {
    event.preventDefault();
    if (last) void run(act);
    else setStep(step + 1);
  };
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
      close();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class="quiet" aria-haspopup="dialog" onClick={() => (setTyped(""), setProblem(null), setStep(0))}>
        {label}
      </button>
      {step >= 0 && (
        <dialog ref={box} aria-labelledby={id} onClose={() => setStep(-1)}>
          <form class="form" onSubmit={submit}>
            <h2 id={id}>{title}</h2>
            {/* Said anew at each step, so that a screen reader reads it. */}
            <div role="status">{steps[step]}</div>
            {last && word !== undefined && (
              <label>
                <span>
                  To go on, type <strong>{word}</strong>
                </span>
                <input autocomplete="off" spellcheck={false} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
              </label>
            )}
            {problem && <Trouble problem={problem} />}
            {despite && problem?.code === despite.code && (
              <button type="button" class="danger" disabled={busy} onClick={() => void run(despite.act)}>
                {despite.go}
              </button>
            )}
            <p class="row">
              <button class={last ? "danger" : undefined} disabled={busy || (last && word !== undefined && typed.trim() !== word.trim())}>
                {last ? go : "Go on"}
              </button>
              <button type="button" class="quiet" onClick={close}>
                Leave it as it is
              </button>
            </p>
          </form>
        </dialog>
      )}
    </>
  );
}
