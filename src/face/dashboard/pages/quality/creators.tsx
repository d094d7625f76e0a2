// The signs of each creator, as sentences, and the rates behind them.
import { to } from "../../address";
import { Figure, between } from "../../figure";
import { number, percent, words } from "../../format";
import { Empty } from "../../states";
import { Table } from "../../table";
import type { Quality, Row } from "./shapes";
import { signs } from "./signs";

export function Signs({ answer }: { answer: Quality }) {
  const odd = answer.rows.filter(({ flags }) => Object.keys(flags).length > 0);
  return (
    <section aria-labelledby="signs">
      <h2 id="signs">Signs that somebody should look at</h2>
      <p class="notes">A sign takes nothing away: clicks stay counted and orders credited, and an honest creator can have any of them. It says where to look, never what somebody did.</p>
      {odd.length === 0 && <Empty>{answer.rows.length > 0 ? "No creator has a sign on these days." : "No creator had clicks or orders on these days."}</Empty>}
      <div class="columns">
        {odd.map(({ creator, flags, orders, clicks }) => (
          <article class="panel signs">
            <h3>
              <a href={to(["creators", creator.id])}>{creator.name}</a>{" "}
              <span class="under">
                {number(clicks)} clicks, {number(orders)} orders
              </span>
            </h3>
            {signs(flags).map(({ name, seen, next }) => (
              <>
                <p>
                  <span class="badge warn">{name}</span>
                </p>
                <p>{seen}</p>
                <p class="notes">{next}</p>
              </>
            ))}
          </article>
        ))}
      </div>
    </section>
  );
}

export function Creators({ answer }: { answer: Quality }) {
  if (answer.rows.length === 0) return null;
  const share = (row: Row, key: "invalid_share" | "landing_rate" | "pixel_coverage" | "ctr", label: string, means: string) => ({
    value: percent(row[key]),
    label: `${label} of ${row.creator.name}`,
    means,
    why: row.why[key],
    interval: between(row.interval[key], (value) => percent(value)),
  });
  const columns: { key: "invalid_share" | "landing_rate" | "pixel_coverage" | "ctr"; label: string; means: string }[] = [
    { key: "invalid_share", label: "Not counted", means: "Of all requests to the creator's links, the share that was flagged." },
    { key: "landing_rate", label: "Reached a page", means: "Of the clicks, the share that reached a page of the shop, as far as its pages tell." },
    { key: "pixel_coverage", label: "Seen by a pixel", means: "Of the clicks, the share on links that a pixel saw, too. There is none inside Instagram, TikTok or YouTube." },
    { key: "ctr", label: "CTR", means: "Clicks of links with a pixel / its views, and of no others." },
  ];
  const count = (key: "clicks_gross" | "clicks" | "orders", label: string, means: string) => ({
    key,
    label,
    number: true,
    cell: (row: Row) => <Figure label={`${label} of ${row.creator.name}`} value={number(row[key])} means={means} />,
    by: (row: Row) => row[key],
  });
  return (
    <Table
      caption="Creators, how clean their clicks are"
      rows={answer.rows}
      id={(row) => row.creator.id}
      file={`quality-${answer.from}-${answer.to}`}
      columns={[
        { key: "creator", label: "Creator", cell: (row) => <a href={to(["creators", row.creator.id])}>{row.creator.name}</a>, by: (row) => row.creator.name },
        count("clicks_gross", "Requests", "Every request that was answered with a redirect."),
        count("clicks", "Clicks", "Those of people, each counted once."),
        ...columns.map(({ key, label, means }) => ({ key, label, number: true, cell: (row: Row) => <Figure {...share(row, key, label, means)} />, by: (row: Row) => row[key] })),
        count("orders", "Orders", "Orders of the creator by the rule that is paid by."),
        { key: "sample", label: "Sample", means: "Insufficient below 10 orders or 100 clicks, low below 30 orders", cell: (row) => words(row.sample), by: (row) => row.sample },
        { key: "signs", label: "Signs", number: true, cell: (row) => number(Object.keys(row.flags).length), by: (row) => Object.keys(row.flags).length, csv: (row) => Object.keys(row.flags).join(" ") },
      ]}
    />
  );
}
