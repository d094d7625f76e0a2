// One creator: who they are, what they brought and cost, and by which posts, links, codes and ways.
import { to } from "../../address";
import { type Coming, useAnswer } from "../../api";
import { points } from "../../charts/days";
import { Lines } from "../../charts/lines";
import { Figure, On } from "../../figure";
import { changed, money, number, percent, shortMoney, times, words } from "../../format";
import { NotHere } from "../../note";
import { may, settings } from "../../session";
import { Empty, Needs, Shown } from "../../states";
import { Choice, Days, Filters, Model, Window, filters, range } from "../../view";
import { blank } from "../overview/shapes";
import { type Performance, type Performed, span } from "./facts";
import { Orders } from "./orders";
import { OwnPages } from "./own_pages";
import { Codes, Links, Posts } from "./pieces";
import { Who } from "./who";
import { Cohorts, Models, Roles } from "./ways";

/** What the shared view can leave out of the reports. */
const FILTERS = ["campaign", "platform", "content_kind"];

export function Creator({ id }: { id: number }) {
  const days = range();
  const reads = may("reports:read");
  const asked = { ...days, ...filters("model", "basis", ...FILTERS), creator: id };
  const whole = useAnswer<Performance>(reads ? "/v1/reports/performance" : null, { by: "creator", ...asked, compare: "previous" });
  return (
    <>
      <p>
        <a href={to(["creators"])}>All creators</a>
      </p>
      <Who id={id} name={whole.data?.rows.find(({ creator }) => creator?.id === id)?.creator?.name} />
      {reads ? <Reports id={id} days={days} asked={asked} whole={whole} /> : <Needs scope="reports:read" what="What they brought and cost" />}
      <OwnPages of={id} key={id} />
    </>
  );
}

function Reports({ id, days, asked, whole }: { id: number; days: { from: string; to: string }; asked: Query; whole: Coming<Performance> }) {
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Model />
        <Choice name="basis" label="Orders stand on" options={[["conversion_date", "The day of the order"], ["touch_date", "The day of the touch"]]} />
        <Window />
        <Filters />
      </form>
      <NotHere names={["click_window_days", "view_window_days", "codes"]} but="what each model gives" />
      <Shown coming={whole}>
        {(answer) => {
          const row = answer.rows.find(({ creator }) => creator?.id === id);
          return (
            <On ground={{ ...answer, basis: answer.revenue_basis }}>
              {row ? <Head row={row} open={answer.to >= settings.value!.today} /> : <Empty>Nothing was brought and nothing spent in these days. Choose other days; links and codes without a click or an order are shown once they have one.</Empty>}
              {row && <Costs row={row} />}
            </On>
          );
        }}
      </Shown>
      <OverTime asked={asked} />
      <Posts asked={asked} />
      <Links asked={asked} />
      <Codes id={id} asked={asked} />
      <Roles id={id} days={days} />
      <Models id={id} days={days} />
      <Cohorts id={id} days={days} />
      <Orders whose={String(id)} days={days} />
    </>
  );
}

/** The figures of the days beside those of as many days before; `open` while the last day is not over, so that no change can be told. */
function Head({ row, open }: { row: Performed; open: boolean }) {
  const before = row.previous;
  const paid = (value: number | null | undefined) => money(value, row.currency);
  const between = (name: string, write: (value: number) => string) => span(row.interval?.[name], write);
  const tiles: [string, string, number | null | undefined, (value: number | null | undefined) => string, string, ReturnType<typeof span>?][] = [
    ["clicks", "Clicks", row.clicks, number, "Clicks by people, counted once."],
    ["orders", "Orders", row.orders, number, "What the model gives; a share of an order counts as that share."],
    ["net_minor", "Net revenue", row.net_minor, paid, "What orders brought, less what was given back.", between("net_minor", (value) => paid(Math.round(value)))],
    ["gross_minor", "Before refunds", row.gross_minor, paid, "What orders brought before anything was given back."],
    ["refunded_minor", "Refunded", row.refunded_minor, paid, "What was given back of these orders, whenever that was."],
    ["cost_minor", "Cost", row.cost_minor, paid, "Every kind of cost that falls on these days."],
    ["roi", "ROI", row.roi, percent, "Net revenue over cost, less one.", between("roi", percent)],
    ["roas", "ROAS", row.roas, times, "Net revenue over cost.", between("roas", times)],
    ["conversion_rate", "Conversion rate", row.conversion_rate, percent, "Of the clicks that have had their window, the share that an order followed.", between("conversion_rate", percent)],
    ["new_customers", "New customers", row.new_customers, number, "Orders of customers who had none before."],
    ["assisted_orders", "Assisted orders", row.assisted_orders, number, "Orders with the creator on the way and somebody else at its end; no share of them."],
    ["leads", "Leads", row.leads, number, "Credit of leads."],
    ["code_uses", "Code uses", row.code_uses, number, "Orders with a code of theirs, whoever was paid."],
    ["followers", "Followers", row.followers, number, "Of an account, as the platform last showed it."],
    ["engagements", "Engagements", row.engagements, number, "Likes, comments, shares, saves and clicks on the platform, added in these days."],
  ];
  return (
    <>
      <ul class="tiles">
        {tiles.map(([key, label, value, write, means, interval]) => {
          const was = before?.[key as keyof Performed] as number | null | undefined;
          return (
            <li class="tile">
              <div class="name">{label}</div>
              <div class="value">
                <Figure label={label} value={write(value)} means={means} interval={interval ?? null} why={row.why[key] ?? null} />
              </div>
              {before && <div class="before">{blank(before) ? "nothing before" : was === null || was === undefined ? "no figure before" : was === 0 || open ? `${write(was)} before` : `${changed(value, was)} against ${write(was)} before`}</div>}
            </li>
          );
        })}
      </ul>
      {row.currency === null && row.revenue.length > 0 && (
        <p class="notes">
          Orders were paid in several currencies and no reporting currency is set, so nothing is added up over them: {row.revenue.map((part) => `${number(part.orders)} orders of ${money(part.net_minor, part.currency)} net`).join(", ")}.
        </p>
      )}
      <p class="notes">
        Orders by what tied them, always by payout: {number(row.orders_link)} by a click alone, {number(row.orders_code)} by a code alone, {number(row.orders_both)} by both, {number(row.orders_survey)} by an answer.
        {open && " Today is not over, so no change against the time before is told."}
        {row.immature && " Clicks of these days still have their window open, so more orders may come."}
      </p>
    </>
  );
}

function Costs({ row }: { row: Performed }) {
  const parts = Object.entries(row.cost ?? {}).filter(([, minor]) => minor !== 0);
  if (parts.length === 0) return null;
  return (
    <section class="panel">
      <h2>What it cost</h2>
      <dl class="told">
        {parts.map(([name, minor]) => {
          const label = words(name.replace(/_minor$/, ""));
          return (
            <div>
              <dt>{label}</dt>
              <dd>
                <Figure label={label} value={money(minor, row.currency)} means="What of it falls on these days; a sum falls on its days in equal parts." />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

type Query = Record<string, string | number>;

function OverTime({ asked }: { asked: Query }) {
  const coming = useAnswer<Performance>("/v1/reports/performance", { by: "day", ...asked, limit: 1_000 });
  return (
    <section>
      <h2>Over time</h2>
      <Shown coming={coming}>
        {(answer) => {
          const { rows, currency } = answer;
          const of = (key: "clicks" | "orders" | "net_minor") => points(answer, settings.value!.zone, (row) => row[key]);
          return (
            <div class="columns">
              <Lines title="Clicks" whole lines={[{ name: "Clicks", points: of("clicks"), write: number }]} />
              <Lines title="Orders" whole={rows.every(({ orders }) => Number.isInteger(orders ?? 0))} lines={[{ name: "Orders", points: of("orders"), write: number }]} />
              {currency && <Lines title={`Net revenue, ${currency}`} lines={[{ name: "Net revenue", points: of("net_minor"), write: (value) => money(value, currency) }]} axis={(value) => shortMoney(value, currency)} />}
            </div>
          );
        }}
      </Shown>
    </section>
  );
}
