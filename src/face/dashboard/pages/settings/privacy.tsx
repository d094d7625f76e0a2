// Privacy: what is kept of one person is shown, or made nobody's, with a receipt that does not say who it was.
import { useState } from "preact/hooks";
import { type Problem, answer, asProblem, ask } from "../../api";
import { download } from "../../csv";
import { number, words } from "../../format";
import { may } from "../../session";
import { Needs, Trouble } from "../../states";
import { Table } from "../../table";
import { when } from "./clock";
import { Form } from "./form";
import type { Field } from "./fields";
import { Rows, useList } from "./list";

interface Receipt {
  id: number;
  subject: string;
  named_by: string;
  reason: string | null;
  asked_at: string;
  finished_at: string | null;
  rows: Record<string, number>;
}

interface Shown {
  named_by: string;
  tables: Record<string, unknown[]>;
  cut: string[];
}

const BY: [string, string, string?][] = [
  ["customer", "A customer", "Their reference as the shop sends it, such as the e-mail address: everything of theirs."],
  ["order_id", "An order", "By any of its names: this order and what hangs on it."],
  ["click_id", "A click", "The 39 characters of a click id: this click and what hangs on it."],
  ["visitor", "A visitor", "A number, as an export shows it: its events."],
  ["imported_visitor", "A visitor of an imported history", "The text that the import named them by."],
];

/** Who it is; the same for both. */
const WHO: Field[] = [
  { name: "by", label: "Who", kind: "radio", usual: "customer", options: BY },
  { name: "name", label: "Named by", needed: true },
];
/** The body that names somebody. */
const named = (said: Record<string, unknown>): Record<string, unknown> => ({ [String(said.by ?? "customer")]: said.name ?? "" });

export function Privacy() {
  const list = useList<Receipt>(may("admin") ? "/v1/privacy/receipts" : null);
  if (!may("admin")) return <Needs scope="admin" what="Showing and erasing what is kept of people" />;
  return (
    <>
      <p class="notes">
        What is kept, of whom, why and for how long stands in the data map. Erase in the shop first: what it sends again is kept again. Backups of the database end by themselves within thirty days. Totals stay as they
        are: an erased order keeps its money and whose it is.
      </p>
      <Export />
      <Erase done={list.coming.again} />
      <h3>Receipts</h3>
      <Rows list={list} what="The receipts" none="Nobody was erased yet.">
        {(rows) => (
          <Table
            caption="Receipts"
            rows={rows}
            id={(row) => row.id}
            file="receipts"
            columns={[
              { key: "id", label: "Number", cell: (row) => row.id, by: (row) => row.id },
              { key: "asked_at", label: "Asked for", cell: (row) => when(row.asked_at), by: (row) => row.asked_at },
              { key: "finished_at", label: "Done", cell: (row) => (row.finished_at ? when(row.finished_at) : <span class="warn">goes on by night</span>), by: (row) => row.finished_at },
              { key: "named_by", label: "Named by", cell: (row) => words(row.named_by), by: (row) => row.named_by },
              { key: "reason", label: "Why", cell: (row) => row.reason ?? "", by: (row) => row.reason },
              { key: "rows", label: "Rows", cell: (row) => counts(row.rows), by: (row) => counts(row.rows) },
              { key: "subject", label: "Hash of the name", cell: (row) => <code>{row.subject.slice(0, 16)}</code>, csv: (row) => row.subject },
            ]}
          />
        )}
      </Rows>
    </>
  );
}

const counts = (rows: Record<string, number>): string => Object.entries(rows).map(([table, count]) => `${words(table)}: ${number(count)}`).join(", ") || "nothing was found";

function Export() {
  const [shown, setShown] = useState<Shown | null>(null);
  return (
    <section class="panel">
      <h3>Show what is kept of somebody</h3>
      <Form
        id="privacy/export"
        fields={WHO}
        keeps
        save="Show it"
        send={async (said) => {
          setShown(null);
          setShown(await ask<Shown>("POST", "/v1/privacy/export", { body: named(said) }));
        }}
      />
      <div role="status">
        {shown && (
          <>
            <p>
              {Object.values(shown.tables).every((rows) => rows.length === 0) ? "Nothing is kept of them." : `${counts(Object.fromEntries(Object.entries(shown.tables).map(([table, rows]) => [table, rows.length]).filter(([, count]) => count !== 0)))}.`}
              {shown.cut.length > 0 && ` There is more than is shown in: ${shown.cut.map(words).join(", ")}.`}
            </p>
            <button type="button" class="quiet" onClick={() => download("what-is-kept.json", JSON.stringify(shown, null, 2), "application/json")}>
              Save all of it
            </button>
          </>
        )}
      </div>
    </section>
  );
}

function Erase({ done }: { done: () => void }) {
  const [asked, setAsked] = useState<Record<string, unknown> | null>(null);
  const [typed, setTyped] = useState("");
  const [heard, setHeard] = useState<{ status: number; found: boolean; receipt: Receipt } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const name = String(Object.values(asked ?? {})[0] ?? "");
  const erase = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const reply = await answer<{ found: boolean; receipt: Receipt }>("POST", "/v1/privacy/erase", { body: asked, patience: 180_000 });
      setHeard({ status: reply.status, ...reply.data });
      setAsked(null);
      done();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <section class="panel">
      <h3>Erase somebody</h3>
      <Form
        id="privacy/erase"
        fields={[...WHO, { name: "reason", label: "Why", hint: "Stands on the receipt, at most 200 characters; name nobody in it." }]}
        save="Go on"
        send={async ({ reason, ...said }) => {
          setHeard(null);
          setTyped("");
          setAsked({ ...named(said), ...(reason ? { reason } : {}) });
        }}
      />
      {asked && (
        <form
          class="form trouble state"
          onSubmit={(event) => {
            event.preventDefault();
            void erase();
          }}
        >
          <p>
            Everything that is kept of <strong>{name}</strong> is made nobody's. <strong>That cannot be undone.</strong>
          </p>
          <label>
            <span>To erase it, type {name} once more</span>
            <input autocomplete="off" spellcheck={false} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
          {problem && <Trouble problem={problem} />}
          <p class="row">
            <button class="danger" disabled={busy || typed.trim() !== name.trim() || name.trim() === ""}>
              {busy ? "Being erased" : "Erase"}
            </button>
            <button type="button" class="quiet" onClick={() => setAsked(null)}>
              Leave it as it is
            </button>
          </p>
        </form>
      )}
      <div role="status">
        {heard && (
          <>
            <p class="good">
              {!heard.found ? "Nothing was kept of them." : heard.status === 200 ? "All of it is done." : "It has begun; the next night goes on with it, or the same call again."} Receipt number {heard.receipt.id}: {counts(heard.receipt.rows)}.
            </p>
            <button type="button" class="quiet" onClick={() => download(`receipt-${heard.receipt.id}.json`, JSON.stringify(heard.receipt, null, 2), "application/json")}>
              Save the receipt
            </button>
          </>
        )}
      </div>
    </section>
  );
}
