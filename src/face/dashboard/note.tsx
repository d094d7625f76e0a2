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

/** The shared view may name what this report is not kept by; then its numbers are of everything, and that is said. */
export function NotHere({ names }: { names: string[] }) {
  const named = names.filter((name) => said(name) !== "");
  if (named.length === 0) return null;
  return (
    <p class="state" role="note">
      Not followed on this page: {named.map((name) => `${words(name).toLowerCase()} ${said(name)}`).join(", ")}. Its numbers are of everything.
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
