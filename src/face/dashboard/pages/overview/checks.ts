// What needs attention: each door that may know of trouble is asked, and what it answers becomes items with a way on.
import { said, to } from "../../address";
import { type Coming, useAnswer, useWhole } from "../../api";
import { day, moment, number, plus, words } from "../../format";
import { may, settings } from "../../session";
import { range } from "../../view";
import { type Figures, type Sudden, signs, suddenly } from "../quality/signs";
import type { Performance } from "./shapes";

export interface Item {
  /** `bad` loses something now, `warn` makes figures doubtful, `note` is worth knowing. */
  grade: "bad" | "warn" | "note";
  title: string;
  /** What was seen, and what to do. */
  text: string;
  /** Where that is done. */
  way: string;
  href: string;
}

/** A question, what it is about, and the items of its answer. */
export interface Check {
  about: string;
  coming: Coming<unknown>;
  items: Item[];
}

interface Page<T> {
  items: T[];
  next: string | null;
}

/** Named one by one up to so many, then counted. */
const NAMED = 3;
const DAY = 86_400_000;

/** `3`, or `100 or more` where the list goes on. */
const counted = (page: Page<unknown>, of = page.items.length): string => (page.next ? `${number(of)} or more` : number(of));

/** The days on which a report that disagrees is still news. */
const lately = () => ({ from: plus(settings.value!.today, -30), to: settings.value!.today });

const some = (all: string[]): string => (all.length > NAMED ? `${all.slice(0, NAMED).join(", ")} and ${all.length - NAMED} more` : all.join(", "));

export function useChecks(performance: Performance): Check[] {
  const { from, to: last } = range();
  const links = useAnswer<Page<Link>>(may("links:read") ? "/v1/links" : null, { failing: true, limit: 100 });
  const codes = useWhole<{ rows: Code[] }>("/v1/reports/codes", { from, to: last });
  const quality = useWhole<{ rows: Row[] }>("/v1/reports/quality", { from, to: last });
  const conflicts = useAnswer<Page<object>>("/v1/conversions", { state: "conflict", limit: 100, ...lately() });
  const runs = useAnswer<Page<Run>>("/v1/rollups", { limit: 5 });
  const deliveries = useAnswer<Page<Delivery>>(may("admin") ? "/v1/deliveries" : null, { limit: 100 });
  const dead = useAnswer<Page<{ replayed_at: string | null }>>(may("admin") ? "/v1/dead_letters" : null, { limit: 100 });
  const check = <T>(about: string, coming: Coming<T>, items: (answer: T) => Item[]): Check => ({ about, coming, items: coming.data === null ? [] : items(coming.data) });
  return [
    check("links", links, failing),
    check("nightly runs", runs, behind),
    check("deliveries", deliveries, refused),
    check("messages", dead, lost),
    check("codes", codes, leaks),
    check("signs", quality, odd),
    check("orders", conflicts, conflicting),
  ].concat({ about: "figures", coming: { data: performance, problem: null, waiting: false, slow: false, again: () => {} }, items: doubtful(performance) });
}

interface Link {
  id: number;
  url: string;
}

function failing(page: Page<Link>): Item[] {
  if (page.items.length === 0) return [];
  const one = page.items.length === 1;
  return [
    {
      grade: "bad",
      title: `${counted(page)} ${one ? "link fails its check" : "links fail their check"}`,
      text: `${some(page.items.map(({ url }) => url.replace(/^https?:\/\//, "")))}: people or their tags do not arrive. See what the check met, mend the destination and check again.`,
      way: "Failing links",
      href: one ? to(["links", page.items[0]!.id]) : to(["links"], { failing: "true" }),
    },
  ];
}

interface Run {
  state: string;
  started_at: string;
  finished_at: string | null;
  error: string | null;
}

function behind(page: Page<Run>): Item[] {
  const newest = page.items.find(({ finished_at }) => finished_at !== null);
  const way = { way: "The runs", href: to(["settings", "deployment"]) };
  if (!newest) return page.items.length > 0 ? [] : [{ grade: "warn", title: "Nothing was counted yet", text: "No run has worked out totals. It comes within ten minutes by cron; without crons POST /v1/rollups starts one.", ...way }];
  const at = moment(newest.finished_at, settings.value!.zone);
  if (newest.state === "failed") return [{ grade: "bad", title: "The last run failed", text: `${newest.error ?? "It does not say why."} (${at}). Figures of these days may be old; the next run tries again.`, ...way }];
  if (newest.state === "partial") return [{ grade: "warn", title: "Days are behind", text: `${newest.error ?? "Some days are left"} (${at}). Their figures are those of the run before.`, ...way }];
  const age = Date.now() - Date.parse(newest.finished_at!);
  if (age > DAY) return [{ grade: "bad", title: "Nobody counts", text: `The last run ended at ${at}, and one should come every ten minutes. Look whether the crons of the Worker are set.`, ...way }];
  return [];
}

interface Delivery {
  status: number;
  outcome: string;
  replayed_at: string | null;
}

function refused(page: Page<Delivery>): Item[] {
  const bad = page.items.filter(({ status, outcome, replayed_at }) => replayed_at === null && (status >= 400 || outcome === "rejected"));
  if (bad.length === 0) return [];
  return [
    {
      grade: "bad",
      title: `${number(bad.length)} of the newest ${number(page.items.length)} deliveries ${bad.length === 1 ? "was" : "were"} refused`,
      text: `${some([...new Set(bad.map(({ outcome }) => words(outcome)))])}. Orders may be missing: see why, mend it at the sender, and replay.`,
      way: "Deliveries",
      href: to(["settings", "deliveries"]),
    },
  ];
}

function lost(page: Page<{ replayed_at: string | null }>): Item[] {
  const open = page.items.filter(({ replayed_at }) => replayed_at === null);
  if (open.length === 0) return [];
  return [{ grade: "bad", title: `${counted(page, open.length)} messages of events could not be stored`, text: "Clicks in them are not counted yet. Replay them with POST /v1/dead_letters/{id}/replay.", way: "How", href: "/docs" }];
}

interface Code {
  code: { code: string };
  creator: { id: number; name: string };
  orders: number;
  flags: { no_owner_click?: { orders: number }; coupon_site?: { orders: number; sites: Record<string, number> }; sudden_rate?: Sudden };
}

function leaks({ rows }: { rows: Code[] }): Item[] {
  const odd = rows.filter(({ flags }) => flags.coupon_site || flags.sudden_rate);
  const items = odd.slice(0, NAMED).map(({ code, creator, orders, flags }): Item => {
    const sites = flags.coupon_site && `${number(flags.coupon_site.orders)} of ${number(orders)} orders came from sites that collect codes (${some(Object.keys(flags.coupon_site.sites))})`;
    const seen = [flags.sudden_rate && suddenly(flags.sudden_rate), sites].filter(Boolean).join("; ");
    return { grade: "warn", title: `Code ${code.code} of ${creator.name} may have leaked`, text: `${seen}. Search for the code and ask ${creator.name}; a new post explains a sudden day, a coupon site does not.`, way: creator.name, href: to(["creators", creator.id]) };
  });
  if (odd.length > NAMED) items.push({ grade: "warn", title: `${odd.length - NAMED} more codes may have leaked`, text: some(odd.slice(NAMED).map(({ code }) => code.code)), way: "Their signs", href: to(["quality"]) });
  const spoken = rows.filter(({ flags }) => flags.no_owner_click && !flags.coupon_site && !flags.sudden_rate);
  if (spoken.length > 0)
    items.push({
      grade: "note",
      title: `${number(spoken.length)} ${spoken.length === 1 ? "code is" : "codes are"} mostly used without a click on ${spoken.length === 1 ? "its owner's link" : "their owners' links"}`,
      text: `${some(spoken.map(({ code }) => code.code))}. That is usual where a code is spoken or printed; where it is only linked, it may have been passed on.`,
      way: "Links and codes",
      href: to(["reconciliation"]),
    });
  return items;
}

interface Row {
  creator: { id: number; name: string };
  flags: Record<string, Figures>;
}

/** Signs other than leaked codes, of which the report on codes tells more. */
function odd({ rows }: { rows: Row[] }): Item[] {
  const all = rows.flatMap(({ creator, flags }) =>
    signs(flags)
      .filter(({ word }) => word !== "code_leak")
      .map(({ name, seen, next }): Item => ({ grade: "warn", title: `${creator.name}: ${name.toLowerCase()}`, text: `${seen} ${next}`, way: "Quality", href: to(["quality"]) })),
  );
  if (all.length <= NAMED) return all;
  return [...all.slice(0, NAMED), { grade: "warn", title: `${all.length - NAMED} more signs`, text: "They stand with their figures on the page about quality.", way: "Quality", href: to(["quality"]) }];
}

function conflicting(page: Page<object>): Item[] {
  if (page.items.length === 0) return [];
  const one = page.items.length === 1;
  return [{ grade: "warn", title: `${counted(page)} ${one ? "order has" : "orders have"} reports that disagree`, text: "In the last 30 days two sources said different things; the one that ranks higher is counted. Compare them, and correct the source that is wrong.", way: "Orders in conflict", href: to(["orders"], { list: "conflict", ...lately() }) }];
}

/** What the figures above say of themselves: what is missing for some of them. */
function doubtful({ total, unverified, from, to: last }: Performance): Item[] {
  const items: Item[] = [];
  const whys = new Set(Object.values(total.why));
  const days = `${day(from)} to ${day(last)}`;
  if (unverified.orders > 0)
    items.push({ grade: "warn", title: `${number(unverified.orders)} ${unverified.orders === 1 ? "order is" : "orders are"} unverified`, text: "Only a browser told of them, so they are not counted. Connect the shop's server or webhooks as a source; they count once it says so.", way: "Unverified orders", href: to(["orders"], { list: "unverified", to: settings.value!.today }) });
  if (whys.has("no_rate")) items.push({ grade: "warn", title: "A rate of exchange is missing", text: `Sums of ${days} leave out what has no rate, or are not there. Write down the rates of these days.`, way: "Rates", href: to(["settings", "ledger", "rates"]) });
  if (whys.has("several_currencies")) items.push({ grade: "warn", title: "Several currencies, and none to tell them in", text: "Sums are told by currency only, and there is no ROI. Set REPORTING_CURRENCY and write down rates.", way: "Settings", href: to(["settings", "deployment"]) });
  // Under a filter by platform or content most costs are left out, so that there is none does not say that the ledger is empty.
  if (total.why.roi === "no_cost" && total.orders > 0 && !said("platform") && !said("content_kind"))
    items.push({ grade: "note", title: "No costs on these days", text: `The ledger has nothing for ${days}${said("campaign") ? " in this campaign" : ""}, so there is no ROI and no cost per order. Write down what was paid, or import a table.`, way: "Costs", href: to(["settings", "ledger", "costs"]) });
  return items;
}
