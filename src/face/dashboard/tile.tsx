// A figure that stands large on a page, with what it was before.
import type { ComponentChildren } from "preact";
import { type Fact, Figure, type Ground, On } from "./figure";
import { NONE } from "./format";

interface Shape {
  fact: Fact;
  /** The same figure of the time before, and over what it was counted; or that nothing was then. */
  before?: "nothing" | { value: string; change: string; interval?: Fact["interval"]; why?: string | null; ground: Ground };
  /** Whether more of it is better, worse, or neither; colours the change. */
  better?: "more" | "less";
  children?: ComponentChildren;
}

/** `change` is a percent with its sign, as `changed` writes it. */
function colour(change: string, better: Shape["better"]): string {
  const rises = change.startsWith("+");
  if (!better || change === NONE || !/[1-9]/.test(change)) return "change";
  return `change ${rises === (better === "more") ? "good" : "bad"}`;
}

export function Tile({ fact, before, better, children }: Shape) {
  return (
    <li class="tile">
      <span class="name">{fact.label}</span>
      <span class="value">
        <Figure {...fact} />
      </span>
      {before === "nothing" && <span class="before">nothing before</span>}
      {before && before !== "nothing" && (
        <span class="before">
          {before.change !== NONE && <span class={colour(before.change, better)}>{before.change}</span>}{" "}
          <On ground={before.ground}>
            <span>
              before <Figure {...fact} label={`${fact.label}, the time before`} value={before.value} interval={before.interval} why={before.why} />
            </span>
          </On>
        </span>
      )}
      {children}
    </li>
  );
}

/** Tiles beside each other. */
export const Tiles = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <ul class="tiles" aria-label={label}>
    {children}
  </ul>
);
