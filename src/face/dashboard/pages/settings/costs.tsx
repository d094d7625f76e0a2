// Costs: what was spent on creators, and the fields and columns that all things of the ledger share.
import { to } from "../../address";
import { decimal, money, words } from "../../format";
import type { Column } from "../../table";
import { when } from "./clock";
import { CURRENCY, type Field, minor, text, unscaled } from "./fields";
import type { Kept, Thing } from "./register";
import { LINKS } from "./things";

const KINDS: [string, string, string][] = [
  ["fee", "Fee", "What was agreed for the work."],
  ["commission_fixed", "Commission, one sum", ""],
  ["commission_order", "Commission for each order", "So much for every order that is theirs."],
  ["commission_percent", "Commission in percent", "A share of the net revenue that is theirs, after refunds."],
  ["product", "Product", "Goods and their shipping, at what they cost you."],
  ["agency", "Agency", "What an agency or a platform takes."],
  ["amplification", "Amplification", "Advertising with the creator's content."],
  ["labour", "Labour", "Your own people's time."],
  ["travel", "Travel", ""],
];

/** A word as a choice. */
export const option = (word: string): [string, string] => [word, words(word)];
export const CREATOR: Field = { name: "creator", label: "Creator", kind: "named", of: "creators", hint: "A name or a handle." };
export const CAMPAIGN: Field = { name: "campaign", label: "Campaign", kind: "named", of: "campaigns" };
export const POST: Field = { name: "post", label: "Post", kind: "named", of: "posts" };
export const FIRST: Field = { name: "from_day", label: "First day", kind: "day", needed: true };
export const LAST: Field = { name: "to_day", label: "Last day", kind: "day", needed: true, hint: "For one day say it twice." };

/** A column that shows a field as it is. */
export const plain = (key: string, label: string, number = false): Column<Kept> => ({ key, label, number, cell: (row) => text(row[key]), by: (row) => (number && row[key] !== null ? Number(row[key]) : text(row[key])) });
/** The first column, which leads to the thing. */
export const first = (at: string, label: string, called: (row: Kept) => string): Column<Kept> => ({ key: "id", label, cell: (row) => <a href={to(["settings", "ledger", at, row.id])}>{called(row)}</a>, by: called });
export const away: Column<Kept> = { key: "archived_at", label: "Put away", cell: (row) => when(row.archived_at), by: (row) => text(row.archived_at) };

/** Shows also what was put away or replaced. */
export const ALL: [string, string, [string, string][]] = ["all", "Show", [["", "What stands"], ["true", "Everything there ever was"]]];

/** How the doors of the ledger read tables. */
export const table = (columns: string) => ({ tries: "dry_run", whole: true, rows: 5_000, columns });

/** What a cost comes to, in words. */
function cost(row: Kept): string {
  if (row.kind === "commission_percent") return `${unscaled(row.basis_points as number, 2, false)} % of net revenue`;
  const sum = money(row.amount_minor as number, text(row.currency));
  return row.kind === "commission_order" ? `${sum} an order` : sum;
}

export const COSTS: Thing = {
  at: "ledger/costs",
  door: "/v1/costs",
  title: "Costs",
  one: "a cost",
  about: "Fees, goods, commissions and everything else that creators cost. Every ROI, CPA and CAC hangs on these: what is missing here makes a creator look better than they are. A discount is less revenue already and no cost.",
  scopes: LINKS,
  fields: [
    { ...CREATOR, hint: "A name or a handle. May be left empty where a post says it." },
    { name: "kind", label: "What for", kind: "choice", usual: "fee", options: KINDS.map(([word, label]) => [word, label]), hint: <Kinds /> },
    { name: "amount_minor", label: "Amount", kind: "scaled", digits: minor, needed: true, when: (get) => !["commission_percent", "labour"].includes(get("kind")), hint: "With a point, such as 1200.50. For a commission for each order: of each order." },
    { name: "basis_points", label: "Percent of net revenue", kind: "scaled", digits: () => 2, needed: true, when: (get) => get("kind") === "commission_percent", hint: "Such as 10 or 12.5." },
    { name: "minutes", label: "Minutes", kind: "whole", needed: true, when: (get) => get("kind") === "labour" },
    { name: "hourly_minor", label: "Cost of an hour", kind: "scaled", digits: minor, needed: true, when: (get) => get("kind") === "labour" },
    { ...CURRENCY, needed: true, when: (get) => get("kind") !== "commission_percent" },
    FIRST,
    { ...LAST, hint: "A sum falls on its days in equal parts. For one day say it twice." },
    CAMPAIGN,
    POST,
    { name: "external_id", label: "Number in another system", hint: "An invoice's, so that it is never entered twice." },
    { name: "allow_overlap", label: "The same kind of cost on the same days is meant", kind: "flag" },
    { name: "note", label: "Note", kind: "area" },
  ],
  columns: () => [
    first("costs", "Whose", (row) => text(row.creator) || text(row.post) || `number ${row.id}`),
    { key: "kind", label: "What for", cell: (row) => words(text(row.kind)), by: (row) => text(row.kind) },
    { key: "amount", label: "Amount", number: true, cell: cost, by: (row) => (row.amount_minor ?? row.basis_points) as number | null, csv: (row) => (row.kind === "commission_percent" ? "" : decimal(row.amount_minor as number, text(row.currency))) },
    plain("currency", "Currency"),
    plain("from_day", "First day"),
    plain("to_day", "Last day"),
    plain("campaign", "Campaign"),
    plain("post", "Post"),
    plain("note", "Note"),
    away,
  ],
  called: (row) => `${words(text(row.kind))}${row.creator ? ` of ${text(row.creator)}` : ""}, ${cost(row)}`,
  filters: [["kind", "What for", [["", "Everything"], ...KINDS.map(([word, label]): [string, string] => [word, label])]], ALL],
  away: { label: "Put away", says: "Reports no longer count it, also for days that are past." },
  table: table("creator, kind, from_day and to_day are needed; amount_minor, currency, basis_points, minutes, hourly_minor, campaign, post, external_id, allow_overlap, note may be there"),
};

/** What each kind of cost means, on demand. */
function Kinds() {
  return (
    <details>
      <summary>What each is</summary>
      <ul>
        {KINDS.filter(([, , means]) => means !== "").map(([, label, means]) => (
          <li>
            <strong>{label}.</strong> {means}
          </li>
        ))}
      </ul>
    </details>
  );
}
