// Hosts: where short links are served, and everything that may be said of one (docs/hosts.md).
import { to } from "../../address";
import { ask } from "../../api";
import { type Settings, settings } from "../../session";
import { Table } from "../../table";
import { type Field, type Get, type Reading, text } from "./fields";
import { begin } from "./form";
import { Preset, readPreset, writePreset } from "./preset";
import { type Kept, Register, type Thing } from "./register";

/** What each way of knowing visitors means for people and for numbers. */
export const MODES: [string, string, string][] = [
  ["anonymous", "By the day", "Nobody is given a cookie, and who it was is forgotten with the day; visitors are told apart within a day only, so paths over days come from the shop's own pages."],
  ["none", "Not at all", "Nothing tells two visits of one person apart; clicks are exact, visitors and repeated clicks are not known."],
  ["full", "By a cookie", "A first-party cookie of 390 days, for brands that hold consent; visitors and paths over weeks are known best. Who sends GPC or Do Not Track gets none."],
];

const android = (list: unknown): string => ((list ?? []) as { package: string; sha256: string[] }[]).map((app) => [app.package, ...app.sha256].join(" ")).join("\n");

const readAndroid = (said: string): Reading => ({
  value: said.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [name, ...sha256] = line.trim().split(/[\s,]+/);
    return { package: name, sha256 };
  }),
});

const FIELDS: Field[] = [
  { name: "host", label: "Host", needed: true, once: true, hint: "A name without https:// and without a port, such as go.brand.example. It must also lead to the Worker: a route or a custom domain in wrangler.toml." },
  { name: "root", label: "Where the bare address leads", hint: "Such as https://brand.example; a plain page where it is left empty." },
  { name: "not_found", label: "Where an address without a live link leads", hint: "The page below where it is left empty." },
  { name: "visitor", label: "How visitors are known (consent mode)", kind: "radio", usual: "anonymous", options: MODES },
  {
    name: "query_policy",
    label: "Tags that a visitor brings along",
    kind: "radio",
    usual: "link_wins",
    options: [
      ["link_wins", "The link wins", "They fill only what the link leaves open."],
      ["visitor_wins", "The visitor wins", "They stand in place of the link's."],
      ["drop", "They are dropped", "They go no further."],
    ],
  },
  { name: "utm_preset", label: "How tags are made where a link does not say", draw: Preset, read: readPreset, write: writePreset },
  { name: "forward", label: "Other parameters that go on to the shop", kind: "lines", hint: "One a line; click ids of ads (gclid, fbclid and the like) where it is left empty." },
  { name: "private_parameter", label: "Parameter that is kept and goes no further", hint: "sub, where it is left empty: /sarah?sub=newsletter." },
  { name: "exact_case", label: "/Abc and /abc are two links", kind: "flag", hint: "Fixed once the host has links." },
  { name: "slug_length", label: "Letters of a random slug", kind: "whole", hint: "7 to 32; 7 where it is left empty." },
  { name: "page/name", label: "Page of a dead link: your brand's name" },
  { name: "page/text", label: "Page of a dead link: a sentence", hint: "In place of ours, at most 300 characters." },
  { name: "page/color", label: "Page of a dead link: colour", hint: "As #rrggbb." },
  { name: "page/link", label: "Page of a dead link: where it leads on" },
  { name: "apps/ios", label: "iOS apps that links open in", kind: "lines", hint: "One a line: TEAMID1234.com.brand.app" },
  { name: "apps/android", label: "Android apps that links open in", kind: "area", read: readAndroid, write: android, hint: "One a line: the package, then the SHA-256 of each certificate, with blanks between them." },
];

/** The page of a dead link, as it will look: words only, nothing in it is run or led to. */
function Preview({ get }: { get: Get }) {
  const [name, said, color, link] = ["page/name", "page/text", "page/color", "page/link"].map(get);
  if (![name, said, color, link].some(Boolean)) return null;
  const fits = /^#[0-9a-f]{6}$/i.test(color!);
  return (
    <figure class="lost-page">
      <figcaption>How the page of a dead link will look</figcaption>
      <div style={{ borderTopColor: fits ? color : "transparent" }}>
        <p class="large">This link leads nowhere</p>
        <p>{said || "Please check the address, or ask whoever shared it."}</p>
        {(name || link) && <p class={link ? "led" : undefined}>{name || link}</p>}
      </div>
    </figure>
  );
}

/** Asks for the settings anew, for they list the hosts that are served. */
const refresh = () => void ask<Settings>("GET", "/v1/settings").then((known) => (settings.value = known), () => undefined);

const HOSTS: Thing = {
  at: "hosts",
  door: "/v1/domains",
  title: "Hosts",
  one: "a host",
  about: "Where short links are served. Those of HOSTS in wrangler.toml are there from the first day; others are kept here, and one that stands in both is as it is kept here. Elsewhere a change is seen within 70 seconds.",
  scopes: { read: "admin", write: "admin" },
  fields: FIELDS,
  form: (get) => <Preview get={get} />,
  versions: true,
  changed: refresh,
  above: (kept) => <OfVariable kept={kept} />,
  columns: () => [
    { key: "host", label: "Host", cell: (row) => <a href={to(["settings", "hosts", row.id])}>{text(row.host)}</a>, by: (row) => text(row.host) },
    { key: "visitor", label: "Visitors", cell: (row) => called(text(row.visitor)), by: (row) => text(row.visitor) },
    { key: "mode", label: "Mode", cell: (row) => text(row.mode), by: (row) => text(row.mode) },
    { key: "not_found", label: "Lost people go to", cell: (row) => text(row.not_found) || "a plain page", by: (row) => text(row.not_found) },
    { key: "query_policy", label: "Tags of visitors", cell: (row) => text(row.query_policy), by: (row) => text(row.query_policy) },
    { key: "slug_length", label: "Slug", number: true, cell: (row) => text(row.slug_length), by: (row) => Number(row.slug_length) },
  ],
  called: (row) => text(row.host),
  away: { label: "Take away", says: "Its links lead nowhere from then on, unless HOSTS names it, too. With live links it is refused at first." },
  despite: "domain_in_use",
};

const called = (mode: string) => MODES.find(([word]) => word === mode)?.[1] ?? mode;

/** Hosts that only HOSTS names; which those are is known once all that are kept here are. */
function OfVariable({ kept }: { kept: Kept[] | null }) {
  const rows = kept && settings.value!.hosts.filter(({ host }) => !kept.some((one) => one.host === host));
  if (!rows || rows.length === 0) return null;
  return (
    <>
      <Table
        caption="Of HOSTS in wrangler.toml"
        rows={rows}
        id={(row) => row.host}
        columns={[
          { key: "host", label: "Host", cell: (row) => row.host, by: (row) => row.host },
          { key: "mode", label: "What is served", cell: (row) => (row.mode === "route" ? "links beside the shop" : "links"), by: (row) => row.mode },
          { key: "visitor", label: "Visitors", cell: (row) => called(row.visitor), by: (row) => row.visitor },
          { key: "change", label: "Change", cell: (row) => <Adopt host={row.host} visitor={row.visitor} /> },
        ]}
      />
      <p class="hint">
        A host of these that is kept here is then as it is kept: say there also what HOSTS says of it, such as where lost people go. Mode <code>route</code>, for a shop's own host, is said in HOSTS alone.
      </p>
    </>
  );
}

/** Begins the form with a host of the variable. */
function Adopt({ host, visitor }: { host: string; visitor: string }) {
  return (
    <a href={to(["settings", "hosts", "new"])} onClick={() => begin("hosts/new", { host, visitor })}>
      Change {host} here
    </a>
  );
}

export const Hosts = ({ rest }: { rest: string[] }) => <Register thing={HOSTS} rest={rest} />;
