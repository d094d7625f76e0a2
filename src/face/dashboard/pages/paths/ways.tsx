// The most frequent ways as steps, and all of them as a table.
import { to } from "../../address";
import { Figure } from "../../figure";
import { day, number, percent } from "../../format";
import { purse, pursed } from "../../purse";
import { Table } from "../../table";
import type { Answer, Row } from "./answer";

/** So many ways are drawn; the others stand in the table. */
const DRAWN = 10;

interface Step {
  /** Of a creator; other channels have none. */
  id: number | null;
  name: string;
}

/** The steps of a way: `3 > google/organic` with the names that the answer has for its creators. */
export function steps(row: Row, names: Map<number, string>): Step[] {
  if (row.path === "") return [];
  const parts = row.path.split(" > ");
  const said = (row.names ?? "").split(" > ");
  return parts.map((part, at) => {
    if (!/^\d+$/.test(part)) return { id: null, name: part };
    // A name may hold the mark between steps; then only the list of roles can tell it.
    const name = names.get(Number(part)) ?? (said.length === parts.length ? said[at] : undefined) ?? `Creator ${part}`;
    return { id: Number(part), name };
  });
}

export function Ways({ answer }: { answer: Answer }) {
  const names = new Map(answer.roles.flatMap(({ creator }) => (creator ? [[creator.id, creator.name] as const] : [])));
  const drawn = answer.rows.slice(0, DRAWN);
  const most = Math.max(1, ...drawn.map(({ orders }) => orders));
  const written = (row: Row) => steps(row, names).map(({ name }) => name).join(" → ") || "Nobody";
  return (
    <section aria-label="Ways to an order">
      <h2>Ways to an order</h2>
      <p class="notes">
        What one creator or channel did within half an hour is one step; a code stands at the order. “Came to nothing”: the same way was gone and nobody bought within {answer.click_window_days} days.
      </p>
      <ol class="journeys">
        {drawn.map((row) => (
          <li key={row.path}>
            <ol class="steps" aria-label={`Way of ${row.length} ${row.length === 1 ? "step" : "steps"}`}>
              {steps(row, names).map(({ id, name }) => (
                <li>
                  {id === null ? (
                    <span class="step channel">{name}</span>
                  ) : (
                    <a class="step" href={to(["creators", id])}>
                      {name}
                    </a>
                  )}
                </li>
              ))}
              {row.length === 0 && <li><span class="step channel">nobody that is known</span></li>}
              <li>
                <span class="step end">order</span>
              </li>
            </ol>
            <svg viewBox="0 0 400 10" preserveAspectRatio="none" aria-hidden="true">
              <rect class="fill s0" width={(row.orders / most) * 400} height="10" />
            </svg>
            <p>
              <Orders row={row} way={written(row)} /> orders, <Nothing row={row} way={written(row)} /> came to nothing,{" "}
              {row.conversion_rate !== null && <><Rate row={row} way={written(row)} answer={answer} /> bought, </>}
              <Net row={row} way={written(row)} answer={answer} /> net.
            </p>
          </li>
        ))}
      </ol>
      {answer.rows.some((row) => row.why?.conversion_rate === "immature") && (
        <p class="notes">Which part bought is told once the window of every day is over: for days up to {day(answer.totals.matured_until)}.</p>
      )}
      <details class="whole">
        <summary>All {number(answer.rows.length)} ways as a table</summary>
        <Table
          caption="All ways"
          rows={answer.rows}
          id={(row) => row.path}
          file={`paths-${answer.from}-${answer.to}`}
          columns={[
            { key: "path", label: "Way", cell: written, by: written },
            { key: "length", label: "Steps", number: true, cell: (row) => number(row.length), by: (row) => row.length },
            { key: "orders", label: "Orders", number: true, cell: (row) => <Orders row={row} way={written(row)} />, by: (row) => row.orders },
            { key: "came_to_nothing", label: "Came to nothing", number: true, cell: (row) => <Nothing row={row} way={written(row)} />, by: (row) => row.came_to_nothing },
            { key: "conversion_rate", label: "Bought", number: true, cell: (row) => <Rate row={row} way={written(row)} answer={answer} />, by: (row) => row.conversion_rate },
            { key: "net_minor", label: "Net revenue", number: true, cell: (row) => <Net row={row} way={written(row)} answer={answer} />, by: (row) => row.net_minor, csv: null },
          ]}
          also={pursed(answer.rows, ["net_minor"], answer.currency)}
        />
      </details>
      {answer.cut && <p class="warn">There are {number(answer.paths)} different ways; only the {number(answer.rows.length)} most frequent are told.</p>}
    </section>
  );
}

interface Of {
  row: Row;
  way: string;
}

const Orders = ({ row, way }: Of) => <Figure label={`Orders by ${way}`} value={number(row.orders)} means="Orders whose way was exactly this." strong />;

const Nothing = ({ row, way }: Of) => <Figure label={`Came to nothing by ${way}`} value={number(row.came_to_nothing)} means="Journeys by this way whose last step is older than the window and that ended without an order." />;

function Rate({ row, way, answer }: Of & { answer: Answer }) {
  const between = row.interval?.conversion_rate;
  const until = row.why?.conversion_rate === "immature" ? ` It is known for days up to ${answer.totals.matured_until}.` : "";
  return (
    <Figure
      label={`Bought by ${way}`}
      value={percent(row.conversion_rate)}
      means={`Orders as a part of all journeys by this way, those that came to nothing included.${until}`}
      interval={between && { low: percent(between.low), high: percent(between.high) }}
      why={row.why?.conversion_rate}
    />
  );
}

const Net = ({ row, way, answer }: Of & { answer: Answer }) => (
  <Figure label={`Net revenue by ${way}`} value={purse(row, "net_minor", answer.currency)} means="Of these orders, less refunds." why={row.net_minor === null ? row.why?.net_minor : null} />
);
