// Creators, campaigns and codes: what marketers name before anything is counted.
import { to } from "../../address";
import { decimal, percent, words } from "../../format";
import { when } from "./clock";
import { CURRENCY, type Field, minor, text } from "./fields";
import { nameOf } from "./list";
import type { Thing } from "./register";

export const LINKS = { read: "links:read", write: "links:write" };

const HANDLE: Field = { name: "handle", label: "Handle", hint: "Its short name in tags and tables: a to z, digits and hyphens. Made from the name where it is left empty." };

export const CREATORS: Thing = {
  at: "creators",
  door: "/v1/creators",
  title: "Creators",
  one: "a creator",
  known: "creators",
  about: "Whose links and codes are counted. Other names are for surveys: customers who type one of them mean this creator.",
  scopes: LINKS,
  fields: [{ name: "name", label: "Name", needed: true }, HANDLE, { name: "aliases", label: "Other names", kind: "lines", hint: "One a line." }],
  columns: () => [
    { key: "name", label: "Name", cell: (row) => <a href={to(["settings", "creators", row.id])}>{text(row.name)}</a>, by: (row) => text(row.name) },
    { key: "handle", label: "Handle", cell: (row) => text(row.handle), by: (row) => text(row.handle) },
    { key: "archived_at", label: "Put away", cell: (row) => when(row.archived_at), by: (row) => text(row.archived_at) },
  ],
  called: (row) => text(row.name),
  away: { label: "Put away", says: "Their links and codes live on and all history stays; no new link can be made for them." },
};

export const CAMPAIGNS: Thing = {
  at: "campaigns",
  door: "/v1/campaigns",
  title: "Campaigns",
  one: "a campaign",
  known: "campaigns",
  about: (
    <>
      What links of several creators have in common. The goal says which figure is looked at first; the <a href={to(["settings", "ledger", "targets"])}>target</a> says how much of it was hoped for.
    </>
  ),
  scopes: LINKS,
  fields: [
    { name: "name", label: "Name", needed: true },
    { ...HANDLE, hint: "Stands in utm_campaign: a to z, digits and hyphens. Made from the name where it is left empty." },
    {
      name: "goal",
      label: "Goal",
      kind: "radio",
      usual: "sales",
      options: [
        ["sales", "Sales", "Orders and what they bring in."],
        ["leads", "Leads", "People who leave their name."],
        ["awareness", "Awareness", "Being seen."],
      ],
    },
  ],
  columns: () => [
    { key: "name", label: "Name", cell: (row) => <a href={to(["settings", "campaigns", row.id])}>{text(row.name)}</a>, by: (row) => text(row.name) },
    { key: "handle", label: "Handle", cell: (row) => text(row.handle), by: (row) => text(row.handle) },
    { key: "goal", label: "Goal", cell: (row) => words(text(row.goal)), by: (row) => text(row.goal) },
    { key: "archived_at", label: "Put away", cell: (row) => when(row.archived_at), by: (row) => text(row.archived_at) },
  ],
  called: (row) => text(row.name),
  away: { label: "Put away", says: "Its links live on and all history stays; no new link can be made in it." },
};

/** What a code takes off, in words. */
function discount(row: Record<string, unknown>): string {
  const value = row.discount_value as number;
  if (row.discount_kind === "percent") return percent(value / 10_000, 2);
  if (row.discount_kind === "fixed") return `${decimal(value, text(row.currency))} ${text(row.currency)}`;
  return row.discount_kind === "shipping" ? "the shipping" : "";
}

export const CODES: Thing = {
  at: "codes",
  door: "/v1/codes",
  title: "Codes",
  one: "a code",
  about: "Promo codes and who held them when. An order with a code is its holder's at the time of the order; a change of holder counts for past orders from the next night on. SARAH* owns every code that begins so.",
  scopes: LINKS,
  shows: ["creators", "campaigns"],
  fields: [
    { name: "code", label: "Code", needed: true, once: true, hint: "As customers type it; capitals do not matter. With a star at its end it owns every code that begins so." },
    { name: "creator_id", label: "Whose it is", kind: "named", of: "creators", id: true, needed: true, hint: "A creator's name or handle." },
    { name: "campaign_id", label: "Campaign", kind: "named", of: "campaigns", id: true },
    { name: "valid_from", label: "From", kind: "moment", hint: "Always, where it is left empty." },
    { name: "valid_until", label: "Until", kind: "moment", hint: "Open, where it is left empty. At this moment it is over." },
    { name: "discount_kind", label: "What it takes off", kind: "choice", options: [["", "Not said"], ["percent", "A part of the price"], ["fixed", "An amount"], ["shipping", "The shipping"]] },
    {
      name: "discount_value",
      label: "How much",
      kind: "scaled",
      digits: (get) => (get("discount_kind") === "fixed" ? minor(get) : 2),
      when: (get) => ["percent", "fixed"].includes(get("discount_kind")),
      needed: true,
      hint: "In percent, such as 15, or an amount, such as 10.00.",
    },
    { ...CURRENCY, when: (get) => get("discount_kind") === "fixed", needed: true },
  ],
  columns: ({ creators, campaigns }) => [
    { key: "code", label: "Code", cell: (row) => <a href={to(["settings", "codes", row.id])}>{text(row.code)}</a>, by: (row) => text(row.code) },
    { key: "creator", label: "Whose", cell: (row) => nameOf(creators, row.creator_id as number), by: (row) => nameOf(creators, row.creator_id as number) },
    { key: "campaign", label: "Campaign", cell: (row) => nameOf(campaigns, row.campaign_id as number | null), by: (row) => nameOf(campaigns, row.campaign_id as number | null) },
    { key: "valid_from", label: "From", cell: (row) => when(row.valid_from), by: (row) => text(row.valid_from) },
    { key: "valid_until", label: "Until", cell: (row) => when(row.valid_until), by: (row) => text(row.valid_until) },
    { key: "discount", label: "Takes off", cell: discount, by: discount },
  ],
  called: (row) => text(row.code),
  away: { label: "End it now", says: "From now on it is nobody's; orders that it came with before stay with its holder." },
  table: { tries: "validate_only", whole: false, rows: 1_000, columns: "code and creator are needed; valid_from, valid_until, discount_kind, discount_value, currency, campaign may be there" },
};
