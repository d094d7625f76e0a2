// A number that says on demand what it is: its interval, its basis, as of when, or why there is none.
import { signal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import { NONE, moment, percent, words } from "./format";
import { settings } from "./session";

export interface Fact {
  /** What it is called where it stands. */
  label: string;
  /** As it is written there. */
  value: string;
  /** All of it, where what is written is rounded. */
  exact?: string;
  /** What it means and how it is worked out. */
  means?: string;
  /** Where it may lie, written like the value, and how sure that is. */
  interval?: { low: string; high: string; sure?: string } | null;
  /** The stable word for why there is no figure. */
  why?: string | null;
}

/** An interval of the API as a figure shows it. */
export const between = (interval: { low: number; high: number; level: number } | null | undefined, write: (value: number) => string): Fact["interval"] =>
  interval ? { low: write(interval.low), high: write(interval.high), sure: `${percent(interval.level)} sure` } : null;

/** What all figures of one answer share. */
export interface Ground {
  as_of?: string | null;
  basis?: string | null;
  model?: string | null;
  from?: string;
  to?: string;
  provisional?: boolean;
}

const Grounds = createContext<Ground>({});

/** Says on what the figures inside stand. */
export const On = ({ ground, children }: { ground: Ground; children: ComponentChildren }) => <Grounds.Provider value={ground}>{children}</Grounds.Provider>;

const shown = signal<{ fact: Fact; ground: Ground } | null>(null);

/** Sentences for the words that stand in place of figures (docs/reports/performance.md). */
const WHY: Record<string, string> = {
  no_cost: "Nothing was spent, or no cost is in the ledger.",
  no_clicks: "There was no click to divide by.",
  no_views: "There was no view to divide by.",
  no_conversions: "There was no order to divide by.",
  no_new_customers: "There was no new customer to divide by.",
  no_leads: "There was no lead to divide by.",
  no_engagements: "No engagements are known.",
  no_followers: "The number of followers is not known.",
  no_margin: "MARGIN_PERCENT is not set, so there is no profit.",
  no_rate: "A rate of exchange is missing: send it to /v1/rates.",
  several_currencies: "There are several currencies and REPORTING_CURRENCY is not set.",
  too_few: "Too few to say anything.",
  immature: "Clicks of these days still have their window open.",
  not_additive: "It does not add up over rows.",
  not_stated: "It was not stated.",
  not_kept: "It is not kept in this combination.",
  no_snippet: "The shop's pages do not send landings.",
  below_gate: "There is too little to learn from; the page says what is needed.",
  no_touch: "Nobody's link or code was on this way.",
  no_last_touch: "They were never last.",
  no_answers: "Nobody answered the survey among orders without link or code.",
  no_link_or_no_code: "One of the two lists is empty.",
  incomplete: "Not everybody is this old yet.",
  no_repeat_orders: "Nobody came again yet.",
  baseline: "These are the days that the others are compared with.",
  no_baseline: "No orders are known before these days, so nothing is usual yet.",
  sample_ratio: "The groups are not as large as they were meant to be, so the test is invalid.",
  nothing_incremental: "There is nothing more than in the control group.",
  no_order_value: "Say what an order brings.",
  of_shop: "Compared are all orders of the shop, credited or not.",
};

/** A figure; pressed, it says what it stands on. */
export function Figure(fact: Fact & { strong?: boolean }) {
  const ground = useContext(Grounds);
  return (
    <button type="button" class={fact.strong ? "figure strong" : "figure"} aria-haspopup="dialog" aria-label={`${fact.label}: ${fact.value === NONE ? "no figure" : fact.value}`} onClick={() => (shown.value = { fact, ground })}>
      {fact.value}
    </button>
  );
}

/** The one box that explains; it stands at the end of the page. */
export function AboutFigure() {
  const box = useRef<HTMLDialogElement>(null);
  const now = shown.value;
  useEffect(() => {
    if (now && !box.current?.open) box.current?.showModal();
  }, [now]);
  if (!now) return null;
  const { fact, ground } = now;
  return (
    <dialog ref={box} class="about" aria-labelledby="about-figure" onClose={() => (shown.value = null)}>
      <h2 id="about-figure">{fact.label}</h2>
      <p class="large">{fact.value}</p>
      {fact.exact && fact.exact !== fact.value && <p>Exactly {fact.exact}.</p>}
      {fact.means && <p>{fact.means}</p>}
      {fact.why && <p>{WHY[fact.why] ?? words(fact.why)}</p>}
      <dl>
        <dt>Interval</dt>
        <dd>{fact.interval ? `${fact.interval.low} to ${fact.interval.high} (${fact.interval.sure ?? "95 %"})` : "none: it is counted, or too little is known"}</dd>
        {ground.model && (<><dt>Model</dt><dd>{words(ground.model)}</dd></>)}
        <dt>Basis</dt>
        <dd>{ground.basis ? words(ground.basis) : "counted"}</dd>
        {ground.from && ground.to && (<><dt>Days</dt><dd>{ground.from} to {ground.to} ({settings.value?.zone})</dd></>)}
        <dt>As of</dt>
        <dd>{ground.as_of ? moment(ground.as_of, settings.value?.zone) : NONE}{ground.provisional ? ", the day still goes on" : ""}</dd>
      </dl>
      <button type="button" onClick={() => box.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
