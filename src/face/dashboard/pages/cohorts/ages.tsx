// The heat map: a row for each creator and month, a column for each age, shaded by how much that is.
import { type Cell, Heat } from "../../charts/heat";
import { Figure } from "../../figure";
import { money, number, percent, times } from "../../format";
import { purse } from "../../purse";
import { type Answer, type Row, called, figure, month } from "./answer";

/** So many cohorts are drawn, the largest first; the table has all. */
const DRAWN = 150;

export type Shown = "ltv" | "net" | "repeat_rate" | "ltv_to_cac";

export const SHOWN: [Shown, string][] = [
  ["ltv", "Value of a customer (LTV)"],
  ["net", "Net revenue of all"],
  ["repeat_rate", "Part that came again"],
  ["ltv_to_cac", "LTV to cost per customer"],
];

const MEANS: Record<Shown, string> = {
  ltv: "Net revenue of all their orders younger than this age, for each customer.",
  net: "Net revenue of all their orders younger than this age.",
  repeat_rate: "Customers with a second order younger than this age.",
  ltv_to_cac: "The value of a customer against what winning one cost in the month.",
};

export function Ages({ answer, shown }: { answer: Answer; shown: Shown }) {
  const title = answer.margin_percent !== null && shown === "ltv" ? `Profit of a customer at ${answer.margin_percent} percent margin` : SHOWN.find(([word]) => word === shown)![1];
  const name = (age: number) => (shown === "ltv" || shown === "net" ? `${shown}_${age}_minor` : `${shown}_${age}`);
  const amount = shown === "ltv" || shown === "net";
  const write = (row: Row, age: number) => (amount ? purse(row, name(age), answer.currency) : shown === "repeat_rate" ? percent(figure(row, name(age))) : times(figure(row, name(age))));
  const bound = (value: number) => (amount ? money(Math.round(value), answer.currency) : percent(value));
  const cell = (row: Row, age: number): Cell => {
    const value = figure(row, name(age));
    const why = row.why?.[name(age)] ?? null;
    const between = row.interval?.[name(age)];
    const open = why === "incomplete";
    return {
      value,
      open,
      said: (
        <Figure
          label={`${title} of ${called(row)}, ${month(row.month)}, in ${age} ${age === 1 ? "day" : "days"}`}
          value={open ? "open" : write(row, age)}
          exact={value !== null && shown === "ltv_to_cac" ? String(value) : undefined}
          means={`${MEANS[shown]}${row.why?.interval === "too_few" && shown === "ltv" ? " Of fewer than ten customers no interval is told." : ""}`}
          interval={between && { low: bound(between.low), high: bound(between.high) }}
          why={value === null ? why : null}
        />
      ),
    };
  };
  return (
    <>
      <Heat
        caption={`${title}, by age`}
        corner="Won in, by"
        columns={answer.ages.map((age) => `${number(age)} ${age === 1 ? "day" : "days"}`)}
        rows={answer.rows.slice(0, DRAWN).map((row) => ({ name: `${month(row.month)}, ${called(row)}`, cells: answer.ages.map((age) => cell(row, age)) }))}
      />
      <p class="notes">
        “open”: not everybody who was won in that month is so old yet, so nothing is told. The darker, the more.
        {answer.rows.length > DRAWN && ` The ${DRAWN} largest of ${number(answer.rows.length)} are drawn; the table has all.`}
      </p>
    </>
  );
}
