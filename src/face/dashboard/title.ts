// What the tab says: the newest part of the page that names it, and what was said before once that part is gone.
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const titles = signal<string[][]>([]);
effect(() => {
  document.title = [...(titles.value.at(-1) ?? []), "Waymark"].join(" · ");
});

/** Names the tab by `parts` as long as whoever calls is shown; the empty ones are left out, and none names nothing. */
export function useTitle(...parts: (string | undefined)[]): void {
  const said = parts.filter(Boolean) as string[];
  useEffect(() => {
    if (said.length === 0) return;
    titles.value = [...titles.value, said];
    return () => {
      titles.value = titles.value.filter((other) => other !== said);
    };
  }, [said.join(" · ")]);
}
