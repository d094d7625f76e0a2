// The figures that stand first, each beside the same of the time before.
import { between, Figure, type Ground } from "../../figure";
import { changed, money, number, percent, times } from "../../format";
import { Tile, Tiles } from "../../tile";
import { type Sum, blank } from "./shapes";

interface Kind {
  label: string;
  means: string;
  /** Its name in the API's answer. */
  key: keyof Sum & ("clicks" | "visitor_days" | "orders" | "net_minor" | "cost_minor" | "roi" | "new_customers" | "cpa_minor");
  write: (value: number | null, currency: string | null) => string;
  better?: "more" | "less";
  /** A ratio: how much of itself it changed by says nothing that can be used. */
  ratio?: boolean;
}

const KINDS: Kind[] = [
  { label: "Net revenue", key: "net_minor", write: money, better: "more", means: "What orders of creators brought in, less what was given back; without tax and shipping where these are known." },
  { label: "Orders", key: "orders", write: (value) => number(value), better: "more", means: "Orders that the model gives to creators. By link, code, both or an answer is always told by the rule that is paid by." },
  { label: "ROI", key: "roi", write: (value) => percent(value), ratio: true, means: "Net revenue less cost, for each unit of cost: 100 % means that every euro came back twice." },
  { label: "Cost", key: "cost_minor", write: money, means: "Fees, commissions, goods, agencies and the like that fall on these days, out of the ledger." },
  { label: "Clicks", key: "clicks", write: (value) => number(value), better: "more", means: "Links that people followed, each counted once: bots, previews and repeats stand apart." },
  { label: "Visitors' days", key: "visitor_days", write: (value) => number(value), better: "more", means: "Different visitors of each day, added over the days: who comes on two days counts twice." },
  { label: "New customers", key: "new_customers", write: (value) => number(value), better: "more", means: "Orders of customers of whom no earlier order is known." },
  { label: "Cost per order", key: "cpa_minor", write: money, better: "less", means: "Cost / orders. Nothing spent is 0; no order is no figure." },
];

/** `open` while the last day is not over: against whole days before, what is left of it would be a fall. */
export function Kpis({ now, before, ground, open }: { now: Sum; before: Sum | null; ground: Ground | null; open: boolean }) {
  return (
    <Tiles label="Key figures">
      {KINDS.map(({ label, means, key, write, better, ratio }) => {
        const [value, past] = [now[key], before?.[key] ?? null];
        // Money of two currencies is no change of anything.
        const alike = !key.endsWith("_minor") || now.currency === before?.currency;
        const written = (sum: Sum) => (value: number) => write(value, sum.currency);
        return (
          <Tile
            fact={{ label, means, value: write(value, now.currency), why: now.why[key], interval: between(now.interval[key], written(now)) }}
            before={before && blank(before) ? "nothing" : before && ground ? { value: write(past, before.currency), change: ratio || !alike || open ? "–" : changed(value, past), why: before.why[key], interval: between(before.interval[key], written(before)), ground } : undefined}
            better={better}
          >
            <Parts of={key} sum={now} />
          </Tile>
        );
      })}
    </Tiles>
  );
}

/** What a figure is made of, below it. */
function Parts({ of, sum }: { of: string; sum: Sum }) {
  if (of === "orders")
    return (
      <span class="parts">
        <Figure label="Orders by link" value={number(sum.orders_link)} means="A click of the creator's led to them, and no code." /> link ·{" "}
        <Figure label="Orders by code" value={number(sum.orders_code)} means="The creator's code was used, without a click." /> code ·{" "}
        <Figure label="Orders by link and code" value={number(sum.orders_both)} means="Click and code of the same creator." /> both
        {sum.orders_survey > 0 && (
          <>
            {" "}
            · <Figure label="Orders by an answer" value={number(sum.orders_survey)} means="The customer said who sent them." /> answer
          </>
        )}
      </span>
    );
  if (of === "roi")
    return (
      <span class="parts">
        ROAS <Figure label="ROAS" value={times(sum.roas)} why={sum.why.roas} interval={between(sum.interval.roas, times)} means="Net revenue / cost." />
      </span>
    );
  if (of === "new_customers")
    return (
      <span class="parts">
        <Figure label="Cost per new customer" value={money(sum.cac_minor, sum.currency)} why={sum.why.cac_minor} means="Cost / new customers." /> each
      </span>
    );
  if (of === "net_minor" && sum.net_minor === null)
    return (
      <span class="parts">
        {sum.revenue.map(({ currency, net_minor }, n) => (
          <>
            {n > 0 && " · "}
            <Figure label={`Net revenue in ${currency}`} value={money(net_minor, currency)} means="Of the orders in this currency alone: currencies are not added up without rates." />
          </>
        ))}
      </span>
    );
  return null;
}
