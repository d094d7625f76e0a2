// What a creator made and carries: posts, links and codes, each with what came by it.
import { to } from "../../address";
import { type Query, useWhole } from "../../api";
import { Figure, On } from "../../figure";
import { money, number, percent, words } from "../../format";
import { Empty, Shown } from "../../states";
import { type Column, Table } from "../../table";
import type { Performance, Performed } from "./facts";

const who = (row: Performed): string => (row.link ? `${row.link.host}/${row.link.slug}` : row.post ? handle(row.post) : row.code ? row.code.code : "nothing of these");
const handle = (post: NonNullable<Performed["post"]>): string => (typeof post === "string" ? post : post.handle);

/** The columns that all three tables share. */
const FIGURES: Column<Performed>[] = [
  count("clicks", "Clicks", "Clicks by people, counted once."),
  count("orders", "Orders", "What the model gives; a share of an order counts as that share."),
  {
    key: "net_minor", label: "Net revenue", number: true, by: (row) => row.net_minor,
    cell: (row) => <Figure label={`Net revenue of ${who(row)}`} value={money(row.net_minor, row.currency)} means="What orders brought, less what was given back." why={row.why.net_minor} />,
  },
  {
    key: "refunded_minor", label: "Refunded", number: true, by: (row) => row.refunded_minor,
    cell: (row) => <Figure label={`Refunded of ${who(row)}`} value={money(row.refunded_minor, row.currency)} means="What was given back of these orders." why={row.why.refunded_minor} />,
  },
  count("new_customers", "New customers", "Orders of customers who had none before."),
];

function count(key: "clicks" | "orders" | "new_customers" | "platform_views" | "engagements" | "code_uses", label: string, means: string): Column<Performed> {
  return { key, label, means, number: true, by: (row) => row[key], cell: (row) => <Figure label={`${label} of ${who(row)}`} value={number(row[key])} means={means} why={row.why[key]} /> };
}

const CURRENCY: Column<Performed> = { key: "currency", label: "Currency", cell: (row) => row.currency ?? "–", by: (row) => row.currency };

export function Posts({ asked }: { asked: Query }) {
  const coming = useWhole<Performance>("/v1/reports/performance", { by: "post", ...asked });
  const columns: Column<Performed>[] = [
    { key: "post", label: "Post", cell: (row) => (row.post ? <bdi>{handle(row.post)}</bdi> : "without a post"), by: (row) => row.post && handle(row.post) },
    ...FIGURES,
    count("platform_views", "Views on the platform", "What was added in these days, as the platform shows it."),
    count("engagements", "Engagements", "Likes, comments, shares, saves and clicks on the platform, added in these days."),
    CURRENCY,
  ];
  return (
    <Part title="Posts" coming={coming} none="No post brought or showed anything in these days. Links that name a post, and stats of posts, fill this table.">
      {(answer) => <Table caption="Posts" rows={answer.rows} id={(row) => (row.post ? handle(row.post) : "")} sort="-clicks" file={`posts-${answer.from}-${answer.to}`} columns={columns} />}
    </Part>
  );
}

export function Links({ asked }: { asked: Query }) {
  const coming = useWhole<Performance>("/v1/reports/performance", { by: "link", ...asked });
  const columns: Column<Performed>[] = [
    { key: "link", label: "Link", cell: (row) => (row.link ? <a href={to(["links", row.link.id])}>{who(row)}</a> : "by no link (a code, an answer)"), by: (row) => row.link && who(row) },
    ...FIGURES,
    {
      key: "conversion_rate", label: "Conversion rate", number: true, by: (row) => row.conversion_rate,
      cell: (row) => <Figure label={`Conversion rate of ${who(row)}`} value={percent(row.conversion_rate)} means="Of the clicks that have had their window, the share that an order followed." why={row.why.conversion_rate} interval={row.interval.conversion_rate ? { low: percent(row.interval.conversion_rate.low), high: percent(row.interval.conversion_rate.high) } : null} />,
    },
    CURRENCY,
  ];
  return (
    <Part title="Links" coming={coming} none="No link of theirs was clicked in these days.">
      {(answer) => <Table caption="Links" rows={answer.rows} id={(row) => row.link?.id ?? 0} sort="-clicks" file={`links-${answer.from}-${answer.to}`} columns={columns} />}
    </Part>
  );
}

/** `GET /v1/reports/codes`: the codes with signs of a leak; `cut` where there are more than it names. */
interface Leaks {
  rows: { code: { id: number; code: string }; flags: Record<string, Record<string, number | string>> }[];
  cut: boolean;
  next: string | null;
}

/** What a sign of a leak says, with its figures. */
function sign(name: string, flag: Record<string, number | string>): string {
  if (name === "no_owner_click") return `${flag.orders} orders, ${percent(Number(flag.share))} of them without a click of the owner`;
  if (name === "coupon_site") return `${flag.orders} orders, ${percent(Number(flag.share))}, from coupon sites`;
  if (name === "sudden_rate") return `${flag.orders} orders on ${flag.day}, usually ${flag.median_before}`;
  return words(name);
}

export function Codes({ id, asked }: { id: number; asked: Query }) {
  const coming = useWhole<Performance>("/v1/reports/performance", { by: "code", ...asked });
  const leaks = useWhole<Leaks>("/v1/reports/codes", { from: asked.from, to: asked.to });
  const signs = (row: Performed): string => {
    if (leaks.data === null) return leaks.problem ? "not known" : "…";
    const found = leaks.data.rows.find(({ code }) => code.id === row.code?.id);
    if (!found) return leaks.data.cut ? "not known" : "none";
    return Object.entries(found.flags).map(([name, flag]) => `${words(name)}: ${sign(name, flag)}`).join("; ") || "none";
  };
  const columns: Column<Performed>[] = [
    { key: "code", label: "Code", cell: (row) => <bdi>{row.code?.code}</bdi>, by: (row) => row.code?.code },
    count("code_uses", "Uses", "Orders with the code, whoever was paid."),
    { key: "signs", label: "Signs of a leak", cell: signs, csv: signs },
    ...FIGURES.filter(({ key }) => key !== "clicks"),
    CURRENCY,
  ];
  return (
    <Part title="Codes" coming={coming} none="No code of theirs was used in these days." some={(row) => row.code !== null}>
      {(answer) => (
        <>
          <Table caption="Codes" rows={answer.rows.filter(({ code }) => code)} id={(row) => row.code!.id} sort="-code_uses" file={`codes-of-${id}-${answer.from}-${answer.to}`} columns={columns} />
          <p class="notes">A sign takes nothing from anybody: it says that somebody should look.</p>
        </>
      )}
    </Part>
  );
}

function Part({ title, coming, none, some = () => true, children }: { title: string; coming: ReturnType<typeof useWhole<Performance>>; none: string; some?: (row: Performed) => boolean; children: (answer: Performance) => preact.ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      <Shown coming={coming} what={title}>
        {(answer) => <On ground={{ ...answer, basis: answer.revenue_basis }}>{answer.rows.some(some) ? children(answer) : <Empty>{none}</Empty>}</On>}
      </Shown>
    </section>
  );
}
