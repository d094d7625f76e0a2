// What was typed and is not saved: kept for the tab, so that neither a failure nor a reload loses it; in memory where nothing is stored.
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { DRAFTS as START, settings } from "../../session";

const memory = new Map<string, string>();
// Who signs out leaves nothing to the next key; what is stored goes with the key.
effect(() => {
  if (!settings.value) memory.clear();
});

/** Whether this browser keeps anything for a tab. */
export const keeps = (() => {
  try {
    sessionStorage.setItem(`${START}?`, "");
    sessionStorage.removeItem(`${START}?`);
    return true;
  } catch {
    return false;
  }
})();

function read<T>(name: string): T | null {
  let text = memory.get(name) ?? null;
  try {
    text ??= sessionStorage.getItem(START + name);
  } catch {
    // Only what is in memory is left.
  }
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Keeps what was typed under a name; null forgets it. */
export function write(name: string, value: unknown): void {
  const text = value === null ? null : JSON.stringify(value);
  if (text === null) memory.delete(name);
  else memory.set(name, text);
  try {
    // Taken away first: where the new one finds no room, an older one must not come back.
    sessionStorage.removeItem(START + name);
    if (text !== null) sessionStorage.setItem(START + name, text);
  } catch {
    // Full, or nothing is stored: the memory has it.
  }
}

/** State that outlives failures and reloads until it is set to null. Without a place for it the browser asks before it is lost. */
export function useDraft<T>(name: string): [T | null, (value: T | null) => void] {
  const [value, set] = useState<{ name: string; value: T | null }>(() => ({ name, value: read<T>(name) }));
  const current = value.name === name ? value.value : read<T>(name);
  const held = useRef(false);
  held.current = current !== null;
  useEffect(() => {
    if (keeps) return;
    const ask = (event: BeforeUnloadEvent) => held.current && event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
  return [
    current,
    (next) => {
      write(name, next);
      set({ name, value: next });
    },
  ];
}

/** A key for one call and its repeats, of 128 random bits. */
export const fresh = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
