// Who changed most against the time before, with the caution that belongs to it.
import { to } from "../../address";
import { useAnswer } from "../../api";
import { Figure, On, between } from "../../figure";
import { NONE, changed, money, number } from "../../format";
import { settings } from "../../session";
import { Shown } from "../../states";
import { Table } from "../../table";
import { type Interval, type Named, type Performance, type Sum, blank, ground } from "./shapes";

/** So many stand on the overview, and so many creators are looked at. */
const SHOWN = 6;
const MOST = 1_000;

interface OfCreator {
  creator: Named | null;
  previous: Sum;
}
type Row = Performance<OfCreator>["rows"][number];

/** Whether both times have net revenue, in one currency. */
const comparable = (row: Row): boolean => row.net_minor !== null && row.previous.net_minor !== null && (row.currency === row.previous.currency || row.net_minor === 0 || row.previous.net_minor === 0);
/** By how much net revenue moved; 0 where it cannot be said. */
const move = (row: Row): number => (comparable(row) ? row.net_minor! - row.previous.net_minor! : 0);

/** The rows that moved most: by net revenue, or by orders where none can be compared by it. */
function largest(rows: Row[]): Row[] {
  const by = rows.some((row) => move(row) !== 0) ? move : (row: Row) => row.orders - row.previous.orders;
  return rows
    .filter((row) => row.creator !== null && by(row) !== 0)
    .sort((a, b) => Math.abs(by(b)) - Math.abs(by(a)))
    .slice(0, SHOWN);
}

/** Whether both times' intervals have something in common; null where one has none. */
function overlap(one?: Interval | null, other?: Interval | null): boolean | null {
  if (!one || !other) return null;
  return one.low <= other.high && other.low <= one.high;
}

function sure(row: Row): string {
  if (!comparable(row)) return NONE;
  const both = overlap(row.interval.net_minor, row.previous.interval.net_minor);
  if (both === null) return "Too few to tell";
  return both ? "Within chance" : "Beyond chance";
}

export function Movers({ query }: { query: Record<string, string> }) {
  const open = query.to! >= settings.value!.today;
  const coming = useAnswer<Performance<OfCreator> & { compared_with: { from: string; to: string } }>(open ? null : "/v1/reports/performance", { ...query, by: "creator", compare: "previous", limit: MOST });
  const title = <h2 id="changed">What changed</h2>;
  if (open) return <section class="movers">{title}<p class="notes">Today is not over, and against whole days it would look like a fall. Choose days up to yesterday to see what changed.</p></section>;
  return (
    <section class="movers" aria-labelledby="changed">
      {title}
      <Shown coming={coming}>
        {(answer) => {
          const rows = largest(answer.rows);
          const now = ground(answer, settings.value!.today);
          const past = { ...now, ...answer.compared_with, provisional: false };
          if (rows.length === 0) return <p class="notes">No creator's orders or net revenue differ from the time before.</p>;
          return (
            <>
              <Table
                caption="Largest changes of creators against the time before"
                rows={rows}
                id={(row) => row.creator!.id}
                columns={[
                  { key: "creator", label: "Creator", cell: (row) => <a href={to(["creators", row.creator!.id])}>{row.creator!.name}</a>, by: (row) => row.creator!.name },
                  ...pair<Row>("Revenue", now, past, (row, sum) => money(sum.net_minor, sum.currency ?? row.currency ?? row.previous.currency), "net_minor"),
                  { key: "change", label: "Change", number: true, cell: (row) => (comparable(row) ? changed(row.net_minor, row.previous.net_minor) : changed(row.orders, row.previous.orders)), by: move },
                  ...pair<Row>("Orders", now, past, (_, sum) => number(sum.orders), "orders"),
                  ...pair<Row>("Clicks", now, past, (_, sum) => number(sum.clicks), "clicks"),
                  { key: "sure", label: "How sure", means: "Whether the 95 % intervals of net revenue of both times are apart", cell: (row) => sure(row), by: sure },
                ]}
              />
              <p class="notes">
                <em>Within chance</em>: the 95 % intervals of both times overlap, so it may be nothing. Whoever changed most out of many often did so by luck, and falls back the next time. A change has no cause in it: posts, prices and seasons move all of these.
                {answer.next && ` Only the first ${number(MOST)} creators were looked at.`}
              </p>
            </>
          );
        }}
      </Shown>
    </section>
  );
}

/** A figure of now and of before as two columns. */
function pair<R extends Row>(label: string, now: object, past: object, write: (row: R, sum: Sum) => string, key: "net_minor" | "orders" | "clicks") {
  const figure = (row: R, sum: Sum, ground: object, when: string) => (
    <On ground={ground}>
      <Figure label={`${label} of ${row.creator!.name}${when}`} value={write(row, sum)} why={sum.why[key]} interval={between(sum.interval[key], (value) => money(value, sum.currency))} />
    </On>
  );
  return [
    { key, label, number: true, cell: (row: R) => figure(row, row, now, ""), by: (row: R) => row[key] },
    { key: `${key}_before`, label: `${label} before`, number: true, cell: (row: R) => (blank(row.previous) ? "nothing" : figure(row, row.previous, past, ", the time before")), by: (row: R) => row.previous[key] },
  ];
}
