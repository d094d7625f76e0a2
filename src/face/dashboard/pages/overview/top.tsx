// The creators who do best by the goal, with where each estimate may lie and the way to each.
import { to } from "../../address";
import { Interval } from "../../charts/interval";
import { Figure, On, between } from "../../figure";
import { money, number, percent, words } from "../../format";
import { settings } from "../../session";
import { Empty } from "../../states";
import { Table } from "../../table";
import { METRICS, scale, verdict, written } from "../creators/facts";
import { type Ranking, ground } from "./shapes";

/** So many stand on the overview. */
const SHOWN = 8;

export function Top({ ranking }: { ranking: Ranking }) {
  const rows = ranking.rows.slice(0, SHOWN);
  if (rows.length === 0) return <Empty>No creator brought or cost anything on these days. Choose other days or fewer filters.</Empty>;
  const name = METRICS[ranking.metric] ?? ranking.metric;
  const over = scale(rows);
  return (
    <On ground={ground(ranking, settings.value!.today)}>
      <Table
        caption={`Creators by ${name}`}
        rows={rows}
        id={(row) => row.creator.id}
        columns={[
          { key: "creator", label: "Creator", cell: (row) => <a href={to(["creators", row.creator.id])}>{row.creator.name}</a>, by: (row) => row.creator.name },
          { key: "rank", label: "Rank", number: true, cell: (row) => number(row.rank), by: (row) => row.rank },
          {
            key: ranking.metric,
            label: name,
            number: true,
            by: (row) => row.estimate,
            cell: (row) => {
              const write = (value: number | null) => written(ranking.metric, value, row.currency);
              return <Figure strong label={`${name} of ${row.creator.name}`} value={write(row.estimate)} means={row.sentence} why={row.why.estimate} interval={between(row.interval.estimate, write)} />;
            },
          },
          {
            key: "interval",
            label: "Where it may lie",
            cell: (row) => {
              const write = (value: number | null) => written(ranking.metric, value, row.currency);
              const range = row.interval.estimate;
              const said = range ? `between ${write(range.low)} and ${write(range.high)}, ${percent(range.level)} sure` : "no interval";
              return <Interval over={over} low={range?.low} high={range?.high} value={row.estimate} target={row.target} label={`${row.creator.name}: ${said}${row.target === null ? "" : `, target ${write(row.target)}`}`} />;
            },
          },
          { key: "attainment", label: "Of the target", number: true, cell: (row) => <Figure label={`${row.creator.name}, of the target`} value={percent(row.attainment, 0)} why={row.why.attainment ?? row.why.target} means={`Actual / target (target / actual where less is better). ${words(row.status)}.`} />, by: (row) => row.attainment },
          { key: "verdict", label: "Verdict", cell: (row) => <span class={`badge ${verdict(row.verdict).tone}`}>{verdict(row.verdict).name}</span>, by: (row) => row.verdict },
          { key: "orders", label: "Orders", number: true, cell: (row) => <Figure label={`Orders of ${row.creator.name}`} value={number(row.orders)} />, by: (row) => row.orders },
          { key: "net_minor", label: "Net revenue", number: true, cell: (row) => <Figure label={`Net revenue of ${row.creator.name}`} value={money(row.net_minor, row.currency)} why={row.why.net_minor} />, by: (row) => row.net_minor },
        ]}
      />
    </On>
  );
}
