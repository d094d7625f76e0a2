// Orders as a list that goes on: whose each is, by what, what it brought, and the way to its reason.
import type { ComponentChildren } from "preact";
import { to } from "../../address";
import type { Query } from "../../api";
import { moment, money, words } from "../../format";
import { NotHere } from "../../note";
import { settings } from "../../session";
import { type Column, Table } from "../../table";
import { Rows, useList } from "../settings/list";
import type { Named } from "./facts";

/** An item of `GET /v1/conversions`; the last four stand on sales that are asked for by `creator`. */
export interface Item {
  kind: string;
  id: string;
  order_id: string | null;
  occurred_at: string | null;
  received_at: string | null;
  currency: string | null;
  total_minor: number | null;
  notes?: string[];
  rank?: string;
  conflict?: { received_at: string; rank: string };
  creator?: Named | null;
  link?: { id: number; host: string; slug: string } | null;
  new_customer?: boolean | null;
  credited?: { via: string; currency: string; gross_minor: number; refunded_minor: number; net_minor: number };
}

/** What tied an order, in a few words. */
export function tied(via: string | undefined, link?: Item["link"]): string {
  const at = link ? ` on ${link.host}/${link.slug}` : "";
  switch (via) {
    case "link":
      return `A click${at}`;
    case "both":
      return `A click${at}, and their code`;
    case "code":
      return "Their code";
    case "survey":
      return "The customer's answer";
    default:
      return "Nothing ties it to a creator";
  }
}

/** The id of an order as a way to its page. What addresses cannot carry (`.`, `..`) is a text. */
export function OrderLink({ id, kind = "sale" }: { id: string; kind?: string }) {
  const text = <bdi>{id}</bdi>;
  return /^\.\.?$/.test(id) ? text : <a href={to(["orders", id], { kind: kind === "sale" ? null : kind })}>{text}</a>;
}

const when = (text: string | null | undefined) => moment(text, settings.value?.zone);

const ORDER: Column<Item> = { key: "id", label: "Order", cell: (item) => <OrderLink id={item.id} kind={item.kind} />, by: (item) => item.id };
const HAPPENED: Column<Item> = { key: "occurred_at", label: "Happened", cell: (item) => when(item.occurred_at), by: (item) => item.occurred_at };
const CURRENCY: Column<Item> = { key: "currency", label: "Currency", cell: (item) => item.currency ?? "–", by: (item) => item.currency };
const NOTES: Column<Item> = { key: "notes", label: "Notes", cell: (item) => (item.notes ?? []).map(words).join(", "), csv: (item) => (item.notes ?? []).join(" ") };
const paid = (key: "gross_minor" | "refunded_minor" | "net_minor", label: string): Column<Item> => ({
  key, label, number: true, by: (item) => item.credited?.[key], cell: (item) => money(item.credited?.[key], item.credited?.currency),
});

/** Sales that count. */
export const COUNTED: Column<Item>[] = [
  ORDER,
  HAPPENED,
  { key: "creator", label: "Creator", cell: (item) => (item.creator ? <a href={to(["creators", item.creator.id])}><bdi>{item.creator.name}</bdi></a> : "nobody"), by: (item) => item.creator?.name },
  { key: "via", label: "Because of", cell: (item) => tied(item.credited?.via, item.link), by: (item) => item.credited?.via },
  paid("gross_minor", "Before refunds"),
  paid("refunded_minor", "Refunded"),
  paid("net_minor", "Net revenue"),
  CURRENCY,
  { key: "new_customer", label: "Customer", cell: (item) => (item.new_customer === null ? "not known" : item.new_customer ? "new" : "known"), by: (item) => (item.new_customer === null ? null : item.new_customer ? "new" : "known") },
  NOTES,
];

/** Everything that was reported, as it came in. */
export const RECEIVED: Column<Item>[] = [
  ORDER,
  { key: "kind", label: "Kind", cell: (item) => words(item.kind), by: (item) => item.kind },
  { key: "order_id", label: "Of order", cell: (item) => (item.order_id && item.order_id !== item.id ? <OrderLink id={item.order_id} /> : "–"), csv: (item) => item.order_id },
  { key: "received_at", label: "Came in", cell: (item) => when(item.conflict?.received_at ?? item.received_at), by: (item) => item.conflict?.received_at ?? item.received_at },
  HAPPENED,
  { key: "total_minor", label: "Total", number: true, cell: (item) => money(item.total_minor, item.currency), by: (item) => item.total_minor },
  CURRENCY,
  { key: "rank", label: "Told by", cell: (item) => words(item.conflict?.rank ?? item.rank ?? "–"), by: (item) => item.conflict?.rank ?? item.rank },
  NOTES,
];

/** A list of conversions that goes on page by page; `none` is said where it is empty. */
export function List({ query, columns, caption, file, none }: { query: Query; columns: Column<Item>[]; caption: string; file: string; none: ComponentChildren }) {
  const list = useList<Item>("/v1/conversions", { limit: 50, ...query });
  return (
    <Rows list={list} what="The orders" none={none}>
      {(items) => (
        <>
          <Table caption={caption} rows={items} columns={columns} id={(item) => `${item.kind}/${item.id}/${item.conflict?.received_at ?? ""}`} file={file} />
          {!list.more && <p class="notes">These are all of them.</p>}
        </>
      )}
    </Rows>
  );
}

/** The orders that payout gives a creator. */
export function Orders({ whose, days }: { whose: string; days: { from: string; to: string } }) {
  return (
    <section>
      <h2>Their orders</h2>
      <NotHere part names={["campaign", "platform", "content_kind", "model", "basis"]} />
      <p class="notes">Orders that payout gives them, as last counted, newest first. Press an order to read why it is theirs and what lost.</p>
      <List query={{ creator: whose, ...days }} columns={COUNTED.filter(({ key }) => key !== "creator")} caption="Orders" file={`orders-of-${whose}-${days.from}-${days.to}`} none="Payout gives them no order of these days." />
    </section>
  );
}
