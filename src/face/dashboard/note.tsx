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
