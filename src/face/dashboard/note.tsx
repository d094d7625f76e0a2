// What a page opens with: the question that it answers, what its numbers cannot say, and what of the address it does not follow.
import type { ComponentChildren } from "preact";
import { said } from "./address";
import { number, words } from "./format";

/** The question in one sentence, and the limits right under it: who only glances reads both. */
export function Note({ asks, children }: { asks: string; children: ComponentChildren }) {
  return (
    <div class="note">
      <p>{asks}</p>
      <p class="notes">
        {children} Every column is explained in <a href="/docs">the document of the API</a>.
      </p>
    </div>
  );
}

/** The windows and rules that orders are paid by; a report that knows no others is told by these. */
const PAID = ["click_window_days", "view_window_days", "codes", "basis", "model"];

/**
 * The shared view may name what this report is not kept by; then its numbers are of everything, or as they are paid, and that is
 * said: of the whole page, of the page `but` for a part, or of a `part` alone.
 */
export function NotHere({ names, but, part = false }: { names: string[]; but?: string; part?: boolean }) {
  const named = names.filter((name) => said(name) !== "");
  if (named.length === 0) return null;
  return (
    <p class="state" role="note">
      Not followed {part ? "in this part" : "on this page"}
      {but && `, but for ${but}`}: {named.map((name) => `${words(name).toLowerCase()} ${said(name)}`).join(", ")}. Its numbers are {named.every((name) => PAID.includes(name)) ? "as orders are paid" : "of everything"}.
    </p>
  );
}

/** Orders whose money is in no sum, because a rate of exchange is missing. */
export function Unrated({ orders }: { orders: number | null }) {
  if (!orders) return null;
  return (
    <p class="state warn">
      {number(orders)} {orders === 1 ? "order has" : "orders have"} no rate of exchange: their money is missing here. Send rates to /v1/rates.
    </p>
  );
}

/** What costs are of where platforms or content are filtered by: a return is of a small part of what was spent then. */
export function PartOfCost() {
  const named = ["platform", "content_kind"].filter((name) => said(name) !== "");
  if (named.length === 0) return null;
  return (
    <p class="state" role="note">
      Costs here are only those of posts with {named.map((name) => `${words(name).toLowerCase()} ${said(name)}`).join(" and ")}. What was paid to a creator without naming a post belongs to none, so cost is too low and ROI too high: judge a return without these filters.
    </p>
  );
}
