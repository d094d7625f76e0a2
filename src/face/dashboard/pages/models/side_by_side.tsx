// The models as columns, a row for each creator, campaign, link or channel, and under them the whole that they add up to.
import { to } from "../../address";
import { Interval } from "../../charts/interval";
import { Figure } from "../../figure";
import { NONE, money, number } from "../../format";
import { type Column, Table } from "../../table";
import { type Answer, type Measure, type Row, type Sum, named } from "./answer";
import { type Model, model } from "./words";

const MEASURES: Record<Measure, string> = { orders: "Orders", net_minor: "Net revenue", gross_minor: "Gross revenue", refunded_minor: "Refunded" };

export function SideBySide({ answer, measure }: { answer: Answer; measure: Measure }) {
  const write = (value: number | null | undefined) => (measure === "orders" ? number(value) : money(value, answer.currency));
  const exact = (value: number | null | undefined) => (measure === "orders" && value != null ? number(value, 6) : undefined);
  const models = answer.models.map(model);
  const shares = models.filter(({ word, share }) => share && answer.totals[word] !== null);
  const value = (row: Row, word: string) => row.models[word]?.[measure];
  const most = answer.rows.reduce((most, row) => Math.max(most, ...shares.map(({ word }) => value(row, word) ?? 0)), 0);
  const why = (word: string) => answer.why?.[word] ?? (measure !== "orders" && answer.currency === null ? "several_currencies" : null);
  const columns: Column<Row>[] = [
    { key: "name", label: "Who", cell: (row) => <Who row={row} />, by: named },
    ...models.map(
      ({ word, label, means }): Column<Row> => ({
        key: `${word}_${measure}`,
        label,
        means,
        number: true,
        cell: (row) => <Figure label={`${MEASURES[measure]} of ${named(row)}, ${label}`} value={write(value(row, word))} exact={exact(value(row, word))} means={means} why={value(row, word) == null ? why(word) : null} />,
        by: (row) => value(row, word),
      }),
    ),
    {
      key: `spread_${measure}`,
      label: "Least to most",
      means: "How far the models lie apart. The dot is the first of them.",
      cell: (row) => <Spread row={row} shares={shares} over={[0, most || 1]} value={(word) => value(row, word)} write={write} />,
      by: (row) => {
        const all = shares.map(({ word }) => value(row, word) ?? 0);
        return all.length < 2 ? null : Math.max(...all) - Math.min(...all);
      },
    },
  ];
  return (
    <div class="models">
      <Table
        caption={`${MEASURES[measure]} by model`}
        rows={answer.rows}
        id={(row) => `${row.kind}-${row.creator?.id ?? row.campaign?.id ?? row.link?.id ?? row.channel ?? 0}`}
        columns={columns}
        also={measure === "orders" ? [] : [{ key: "currency", by: () => answer.currency }]}
        file={`models-${answer.by}-${answer.from}-${answer.to}`}
        foot={
          <tr>
            <th scope="row">All rows</th>
            {models.map((one) => (
              <td class="number">
                {write(answer.totals[one.word]?.[measure])}
                <Adds model={one} total={answer.totals[one.word]} whole={answer.whole} />
              </td>
            ))}
            <td>
              {write(answer.whole[measure])}
              <span class="sum">the whole</span>
            </td>
          </tr>
        }
      />
      {measure === "orders" && <p class="notes">Parts of orders are rounded to two digits here. Press a number for all six of them; the CSV has them, too.</p>}
      {answer.next !== null && <p class="warn">There are more rows than are shown: the last line is over all of them. Filter by campaign or creator to see the others.</p>}
    </div>
  );
}

/** Whether a column adds up to the whole, orders and money alike, as the API sums it. */
function Adds({ model, total, whole }: { model: Model; total: Sum | null | undefined; whole: Sum }) {
  if (!total) return <span class="sum">no figure</span>;
  if (!model.share) return <span class="sum">no share</span>;
  const same = (Object.keys(whole) as Measure[]).every((measure) => total[measure] === whole[measure]);
  return same ? <span class="sum">= the whole</span> : <span class="sum warn">not the whole</span>;
}

function Who({ row }: { row: Row }) {
  return row.creator ? <a href={to(["creators", row.creator.id])}>{row.creator.name}</a> : <>{named(row)}</>;
}

function Spread({ row, shares, over, value, write }: { row: Row; shares: Model[]; over: [number, number]; value: (word: string) => number | null | undefined; write: (value: number | null) => string }) {
  const known = shares.flatMap(({ word, label }) => {
    const one = value(word);
    return one == null ? [] : [{ label, value: one }];
  });
  if (known.length < 2) return <>{NONE}</>;
  const least = known.reduce((low, one) => (one.value < low.value ? one : low));
  const most = known.reduce((high, one) => (one.value > high.value ? one : high));
  const said = least.value === most.value ? `All models agree on ${named(row)}: ${write(least.value)}` : `${named(row)}: from ${write(least.value)} (${least.label}) to ${write(most.value)} (${most.label})`;
  return <Interval over={over} low={least.value} high={most.value} value={known[0]!.value} label={said} />;
}
