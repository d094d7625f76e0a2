// Signing in with an API key, which stays in this tab; and again over the page when a key ends while somebody works.
import { go, place, to } from "./address";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, ask, asProblem } from "./api";
import { type Settings, enter, key } from "./session";
import { PAGES, lacking } from "./pages";
import { Waiting } from "./states";
import { useTitle } from "./title";

// A button that was pressed and waits for its answer has lost the focus by the time that its key is refused.
let last: Element | null = null;
addEventListener("focusin", ({ target }) => {
  if (target instanceof Element && !target.closest("dialog")) last = target;
});

const heading = () => document.querySelector<HTMLElement>("main h1");

/** `over` stands over a page, which keeps what was typed into it. */
export function SignIn({ over = false }: { over?: boolean }) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  // A key from before this page was loaded is tried first.
  const [busy, setBusy] = useState(!over && key.value !== "");
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDialogElement>(null);

  async function open(text: string) {
    setBusy(true);
    setProblem(null);
    try {
      const known = await ask<Settings>("GET", "/v1/settings", { key: text });
      if (!Array.isArray(known.key?.scopes)) throw new Problem(0, "unreadable", "The answer could not be read.", "Something else than Waymark answered. Try again.");
      enter(text, known);
      if (over) return;
      // Who comes in without a page in mind comes to one that the key opens.
      const open = place.value.parts.length === 0 && PAGES.find((page) => !lacking(page));
      if (open && open.at !== "") go(to([open.at]), { replace: true });
      // Once the page is drawn; a key from before moves nobody.
      if (typed !== "") setTimeout(() => heading()?.focus());
    } catch (error) {
      const problem = asProblem(error);
      setProblem(problem.status === 401 ? new Problem(401, "unauthorized", "This key does not open the door.", "It may be mistyped, expired or taken back. Ask whoever made it for another.") : problem);
      setBusy(false);
    }
  }

  useTitle("Sign in");
  useEffect(() => {
    if (!over) {
      if (key.value !== "") void open(key.value);
      return;
    }
    const shown = box.current!;
    shown.showModal();
    return () => {
      shown.close();
      if (last?.isConnected) (last as HTMLElement).focus();
      else heading()?.focus();
    };
  }, []);
  useEffect(() => {
    if (!busy) field.current?.focus();
  }, [busy]);

  const form = (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        const text = typed.trim();
        if (text === "") setProblem(new Problem(0, "empty", "No key was typed.", "Paste an API key; an administrator makes one at Settings, Keys."));
        // A header takes visible ASCII only; whatever else was pasted is no key.
        else if (!/^[\x21-\x7e]+$/.test(text)) setProblem(new Problem(0, "no_key", "This is no key.", "A key has letters, digits and signs without blanks, such as wmk_7_..."));
        else void open(text);
      }}
    >
      <h1>
        <img src="/dashboard/icon.svg" alt="" width="26" height="26" />
        {over ? "Your key has ended" : "Waymark"}
      </h1>
      <p>{over ? "The page behind this stays as it is. Another key goes on from there." : "Sign in with an API key. It stays in this tab and is gone when the tab is closed."}</p>
      <label>
        <span>API key</span>
        <input ref={field} type="password" autocomplete="off" spellcheck={false} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} aria-invalid={problem !== null} aria-describedby="sign-in-problem" />
      </label>
      <p id="sign-in-problem" role="alert" class={problem ? "wrong" : undefined}>
        {problem && `${problem.title} ${problem.detail}`}
      </p>
      <button disabled={busy}>{busy ? "Signing in" : "Sign in"}</button>
    </form>
  );
  if (over)
    return (
      // A browser closes a dialog at the second Escape whatever is said against it, so it is opened again.
      <dialog ref={box} onCancel={(event) => event.preventDefault()} onClose={() => box.current?.showModal()}>
        {form}
      </dialog>
    );
  return <main class="door">{busy && typed === "" ? <Waiting what="The settings" /> : form}</main>;
}
