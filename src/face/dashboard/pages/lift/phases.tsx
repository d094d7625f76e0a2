// Before, during and after against what was usual: as sentences, as a table, and day by day.
import { useAnswer } from "../../api";
import { Interval } from "../../charts/interval";
import { Lines } from "../../charts/lines";
import { Figure } from "../../figure";
import { NONE, day, money, number, percent } from "../../format";
import { Shown } from "../../states";
import { type Column, Table } from "../../table";
import { type Answer, type Day, type Phase, chance } from "./answer";

const NAMES = { before: "Before", during: "During", after: "After" };
const SAMPLES = { insufficient: "too small", low: "small", ok: "enough" };

export function Phases({ answer }: { answer: Answer }) {
  const { currency, baseline } = answer;
  const said = answer.rows.filter((row) => row.says);
  const reach = Math.min(4, Math.max(2, ...answer.rows.map((row) => row.interval?.ratio?.high ?? 0)));
  const figure = (key: keyof Phase & string, label: string, means: string, write: (value: number | null) => string, bounds?: "ratio" | "above_baseline_orders" | "above_baseline_minor"): Column<Phase> => ({
    key,
    label,
    means,
    number: true,
    cell: (row) => {
      const value = row[key] as number | null;
      const between = bounds && row.interval?.[bounds];
      return (
        <Figure
          label={`${label}, ${NAMES[row.phase].toLowerCase()}`}
          value={write(value)}
          exact={value !== null && !Number.isInteger(value) ? String(value) : undefined}
          means={means}
          interval={between ? { low: write(bounds === "above_baseline_minor" ? Math.round(between.low) : between.low), high: between.high === null ? "no upper end" : write(bounds === "above_baseline_minor" ? Math.round(between.high) : between.high) } : null}
          why={value === null ? row.why?.[key] : null}
        />
      );
    },
    by: (row) => row[key] as number | null,
  });
  const amount = (value: number | null) => money(value, currency);
  const columns: Column<Phase>[] = [
    { key: "phase", label: "When", cell: (row) => NAMES[row.phase], csv: (row) => row.phase },
    { key: "from", label: "Days", cell: (row) => (row.from ? `${day(row.from)} to ${day(row.to)}` : NONE), csv: (row) => row.from },
    figure("days", "Days counted", "Days of this stretch; today and days that you left out do not count.", number),
    figure("orders", "Orders", "Orders of these days.", number),
    figure("expected_orders", "Usual orders", "The mean of each weekday of the days before, added over the weekdays of these days.", (value) => number(value, 1)),
    figure("above_baseline_orders", "Above the usual", "Orders less the usual ones.", (value) => number(value, 1), "above_baseline_orders"),
    figure("ratio", "Of the usual", "Orders as a part of the usual ones: 100 percent is as usual.", percent, "ratio"),
    {
      key: "interval",
      label: "Where it may lie",
      cell: (row) => {
        const between = row.interval?.ratio;
        if (!between) return NONE;
        return <Interval over={[0, reach]} value={row.ratio} low={between.low} high={between.high} target={1} label={`${NAMES[row.phase]}: ${percent(between.low)} to ${percent(between.high)} of the usual, 95 % sure`} />;
      },
    },
    figure("p", "Chance", "How likely so much difference is by chance alone.", (value) => chance(value) ?? NONE),
    figure("net_minor", "Net revenue", "Of these orders, less refunds.", amount),
    figure("expected_net_minor", "Usual revenue", "As usual orders, in money.", amount),
    figure("above_baseline_minor", "Revenue above", "Net revenue less the usual.", amount, "above_baseline_minor"),
    { key: "sample", label: "Sample", cell: (row) => SAMPLES[row.sample], csv: (row) => row.sample },
  ];
  return (
    <section aria-label="Before, during and after">
      <h2>Before, during and after</h2>
      {said.map((row) => (
        <p>
          <strong>{NAMES[row.phase]}:</strong> {row.says}
        </p>
      ))}
      {baseline.range === null ? (
        <p class="state">No orders are known before these days, so nothing is usual yet. Choose days with four weeks of orders before them.</p>
      ) : (
        <p class="notes">
          Usual is what {number(baseline.days)} days from {day(baseline.range.from)} to {day(baseline.range.to)} had, {number(baseline.orders)} orders.
          {baseline.phi !== null && baseline.phi > 1 && ` These days differ more than chance alone would make them (phi ${number(baseline.phi, 1)}), so the intervals are wider.`}
        </p>
      )}
      <div class="models">
        <Table caption="Orders against the usual" rows={answer.rows} id={(row) => row.phase} columns={columns} also={[{ key: "currency", by: () => currency }]} file={`lift-${answer.from}-${answer.to}`} />
      </div>
    </section>
  );
}

/** The same days one by one. */
export function ByDay({ query }: { query: Record<string, string> }) {
  const coming = useAnswer<{ rows: Day[] }>("/v1/reports/lift", { ...query, by: "day" });
  return (
    <Shown coming={coming} what="The days">
      {({ rows }) =>
        rows.length === 0 ? null : (
          <Lines
            title="Orders by day"
            lines={[
              { name: "Orders", points: rows.map((row) => ({ day: row.day, value: row.orders })), write: number },
              { name: "Usual for the weekday", points: rows.map((row) => ({ day: row.day, value: row.expected_orders })), write: number, faint: true },
            ]}
          />
        )
      }
    </Shown>
  );
}
