// A table in CSV for a register: looked at first, by the door's own reading, and stored once it is right.
import { useState } from "preact/hooks";
import { to } from "../../address";
import { type Fault, Problem, ask, asProblem } from "../../api";
import { download } from "../../csv";
import { number } from "../../format";
import { Trouble } from "../../states";
import { Table } from "../../table";
import type { Thing } from "./register";

/** What the doors say of a table. */
interface Looked {
  made: number;
  changed?: number;
  unchanged: number;
  conflict?: number;
  rejected: number;
  items: { line: number; outcome: string; id: number | null; errors: Fault[] }[];
}

/** The most bytes that a door takes. */
const MOST = 1024 * 1024;

export function Import({ thing, table }: { thing: Thing; table: NonNullable<Thing["table"]> }) {
  const [text, setText] = useState("");
  const [looked, setLooked] = useState<{ of: string; said: Looked; stored: boolean } | null>(null);
  const [partial, setPartial] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (tries: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      if (new Blob([text]).size > MOST) throw new Problem(0, "too_large", "This table is larger than 1 MiB.", "Split it and import one part after the other.");
      const query = tries ? { [table.tries]: true } : partial ? { partial: true } : {};
      const said = await ask<Looked>("POST", `${thing.door}/import`, { query, body: text, type: "text/csv" });
      setLooked({ of: text, said, stored: !tries });
    } catch (error) {
      const problem = asProblem(error);
      setProblem(problem);
      if (problem.code === "rows_rejected") setLooked({ of: text, said: problem.said as unknown as Looked, stored: false });
    }
    setBusy(false);
  };
  const current = looked?.of === text ? looked : null;
  return (
    <>
      <p>
        <a href={to(["settings", ...thing.at.split("/")])}>Back to {thing.title.toLowerCase()}</a>
      </p>
      <h3>Import {thing.title.toLowerCase()}</h3>
      <p class="notes">
        A table in CSV, up to {number(table.rows)} rows and 1 MiB, its first line the names of its columns, in any order: {table.columns}. Money is in the smallest unit of its currency: 500000 EUR are 5,000.00. A table that
        is imported twice changes nothing.
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send(true);
        }}
      >
        <label>
          <span>A file</span>
          <input type="file" accept=".csv,text/csv,text/plain" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)} />
        </label>
        <label>
          <span>Or its text</span>
          <textarea spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="row">
          <button disabled={busy || text.trim() === ""}>{busy ? "On its way" : "Look at it, store nothing"}</button>
          {current && !current.stored && current.said.made + (current.said.changed ?? 0) > 0 && (current.said.rejected === 0 || partial || !table.whole) && (
            <button type="button" disabled={busy} onClick={() => void send(false)}>
              Store {number(current.said.made + (current.said.changed ?? 0))}
            </button>
          )}
        </p>
        {current && !current.stored && current.said.rejected > 0 && table.whole && (
          <label class="option">
            <input type="checkbox" checked={partial} onChange={(event) => setPartial(event.currentTarget.checked)} />
            <span>Store what is right and leave the rejected rows out</span>
          </label>
        )}
      </form>
      {problem && <Trouble problem={problem} />}
      {current && <Outcome thing={thing} looked={current.said} stored={current.stored} />}
    </>
  );
}

function Outcome({ thing, looked, stored }: { thing: Thing; looked: Looked; stored: boolean }) {
  const counts: [string, number | undefined][] = [
    [stored ? "made" : "would be made", looked.made],
    [stored ? "changed" : "would be changed", looked.changed],
    ["there already", looked.unchanged],
    ["in conflict with what is there", looked.conflict],
    ["rejected", looked.rejected],
  ];
  const wrong = looked.items.filter(({ errors }) => errors.length > 0);
  return (
    <>
      <p role="status" class={stored ? "good" : undefined}>
        {stored ? "Stored. " : "Nothing is stored yet. "}
        {counts.filter(([, count]) => count !== undefined).map(([what, count]) => `${number(count)} ${what}`).join(", ")}.
      </p>
      {wrong.length > 0 && (
        <Table
          caption="Rows that are wrong"
          rows={wrong}
          id={(row) => row.line}
          file={`${thing.at.replaceAll("/", "-")}-wrong`}
          columns={[
            { key: "line", label: "Line", cell: (row) => row.line, by: (row) => row.line },
            { key: "outcome", label: "Outcome", cell: (row) => row.outcome, by: (row) => row.outcome },
            { key: "why", label: "Why", cell: (row) => row.errors.map(sentence).join(" "), by: (row) => row.errors.map(sentence).join(" ") },
          ]}
        />
      )}
    </>
  );
}

const sentence = (fault: Fault) => `${(fault.pointer ?? "").replace(/^\//, "")}: ${fault.detail}`;

/** Gives the whole register as a table. */
export const whole = async (thing: Thing): Promise<void> => {
  download(`${thing.at.replaceAll("/", "-")}.csv`, await ask<string>("GET", thing.door, { query: { format: "csv" }, accept: "text/csv" }));
};
