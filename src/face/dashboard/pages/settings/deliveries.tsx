// Deliveries: everything that sources sent in the last thirty days, what became of it, and the same again.
import { useState } from "preact/hooks";
import { place, to } from "../../address";
import { type Fault, ask, useAnswer } from "../../api";
import { download } from "../../csv";
import { number, words } from "../../format";
import { may } from "../../session";
import { Empty, Needs, Shown } from "../../states";
import { Table } from "../../table";
import { Choice } from "../../view";
import { when } from "./clock";
import { Rows, nameOf, useList, useNames } from "./list";
import { Do } from "./once";

interface Item {
  outcome: string;
  order_id?: string;
  errors?: Fault[];
  notes?: string[];
}

interface Delivery {
  id: number;
  source_id: number;
  received_at: string;
  verified: boolean;
  cut: boolean;
  topic: string;
  status: number;
  outcome: string;
  reason: string | null;
  errors: Fault[];
  items: Item[];
  replayed_at: string | null;
  body: string;
}

/** What can become of a delivery, as people say it; other words are shown as they are. */
const OUTCOMES: [string, string][] = [
  ["accepted", "Counted"],
  ["revision", "Changed what was known"],
  ["duplicate", "Known already"],
  ["conflict", "Contradicts what is known"],
  ["rejected", "Rejected"],
  ["ignored", "Ignored"],
  ["recorded", "Recorded"],
  ["wrong_signature", "Wrong signature"],
  ["stale", "Signed too long ago"],
  ["malformed_json", "No readable body"],
  ["invalid", "Some fields are wrong"],
  ["too_large", "Too large"],
];
const became = (word: string) => OUTCOMES.find(([known]) => known === word)?.[1] ?? words(word);
const bad = (outcome: string) => !["accepted", "revision", "duplicate", "ignored", "recorded"].includes(outcome);

/** What was wrong, in one sentence after the other. */
function wrong(delivery: Delivery): string {
  const faults = [...delivery.errors, ...delivery.items.flatMap((item) => item.errors ?? [])];
  const said = faults.map((fault) => `${fault.pointer ? `${fault.pointer}: ` : ""}${fault.detail}`);
  const reason = delivery.reason && (/\s/.test(delivery.reason) ? delivery.reason : words(delivery.reason));
  return [reason, ...said].filter(Boolean).join(" ");
}

/** The list; of one source where `source` says which. */
export function Deliveries({ source }: { source?: number }) {
  const { query } = place.value;
  const list = useList<Delivery>("/v1/deliveries", { source: source ?? query.get("source"), outcome: query.get("outcome") });
  const sources = useNames("sources");
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        {source === undefined && <Choice some={!sources} name="source" label="Source" options={[["", "All sources"], ...(sources ?? []).map(({ id, name, handle }): [string, string] => [String(id), name ?? handle])]} />}
        <Choice name="outcome" label="What became of it" options={[["", "Everything"], ...OUTCOMES]} />
      </form>
      <Rows list={list} what="The deliveries" none={<>Nothing came{query.get("outcome") ? " of this kind" : " yet"}. Where something should have, look at the platform's own list of webhooks: it says what it sent and what it heard.</>}>
        {(rows) => (
          <Table
            caption="Deliveries, newest first"
            rows={rows}
            id={(row) => row.id}
            file="deliveries"
            columns={[
              { key: "outcome", label: "What became of it", cell: (row) => <a href={to(["settings", "deliveries", row.id])} class={bad(row.outcome) ? "wrong" : undefined}>{became(row.outcome)}</a>, by: (row) => row.outcome },
              { key: "received_at", label: "Came", cell: (row) => when(row.received_at), by: (row) => row.received_at },
              { key: "source", label: "Source", cell: (row) => nameOf(sources, row.source_id), by: (row) => row.source_id },
              { key: "topic", label: "About", cell: (row) => row.topic, by: (row) => row.topic },
              { key: "status", label: "Answered", number: true, cell: (row) => row.status, by: (row) => row.status },
              { key: "verified", label: "Signed", cell: (row) => (row.verified ? "yes" : "no"), by: (row) => String(row.verified) },
              { key: "why", label: "What was wrong", cell: (row) => <span class="told">{wrong(row)}</span>, by: wrong },
              { key: "replayed_at", label: "Replayed", cell: (row) => when(row.replayed_at), by: (row) => row.replayed_at },
            ]}
          />
        )}
      </Rows>
    </>
  );
}

export function DeliveryPages({ rest: [first] }: { rest: string[] }) {
  if (!may("admin")) return <Needs scope="admin" what="Seeing deliveries" />;
  if (first === undefined) {
    return (
      <>
        <p class="notes">Everything that sources sent in the last thirty days, without signatures, tokens and network addresses. Replayed, it is read once more: what was recorded before stays as it is, so nothing counts twice.</p>
        <Deliveries />
      </>
    );
  }
  return <One id={first} key={first} />;
}

function One({ id }: { id: string }) {
  const coming = useAnswer<Delivery>(/^\d+$/.test(id) ? `/v1/deliveries/${id}` : null);
  const sources = useNames("sources");
  if (!/^\d+$/.test(id)) return <Empty>There is nothing at this address.</Empty>;
  return (
    <>
      <p>
        <a href={to(["settings", "deliveries"])}>Back to deliveries</a>
      </p>
      <Shown coming={coming} what="The details">
        {(delivery) => (
          <>
            <h3>
              {delivery.topic || "A delivery"} of {nameOf(sources, delivery.source_id)}
            </h3>
            <dl class="facts">
              <dt>Came</dt>
              <dd>{when(delivery.received_at)}</dd>
              <dt>What became of it</dt>
              <dd class={bad(delivery.outcome) ? "wrong" : undefined}>
                {became(delivery.outcome)} (answered {delivery.status})
              </dd>
              {wrong(delivery) && (
                <>
                  <dt>Why</dt>
                  <dd>{wrong(delivery)}</dd>
                </>
              )}
              <dt>Signed</dt>
              <dd>{delivery.verified ? "yes, with a secret of this source" : "no: anybody may have sent it"}</dd>
              {delivery.replayed_at && (
                <>
                  <dt>Replayed</dt>
                  <dd>{when(delivery.replayed_at)}</dd>
                </>
              )}
            </dl>
            <Items items={delivery.items} />
            <Replay delivery={delivery} again={coming.again} />
            <Body delivery={delivery} />
          </>
        )}
      </Shown>
    </>
  );
}

/** What became of each report in it. */
function Items({ items }: { items: Item[] }) {
  if (items.length === 0) return null;
  return (
    <ul>
      {items.map((item) => (
        <li>
          {became(item.outcome)}
          {item.order_id && (
            <>
              : order <a href={to(["orders", item.order_id])}>{item.order_id}</a>
            </>
          )}
          {item.errors?.map(({ detail }) => <span class="wrong"> {detail}</span>)}
          {item.notes && item.notes.length > 0 && ` (${item.notes.map(words).join(", ")})`}
        </li>
      ))}
    </ul>
  );
}

function Replay({ delivery, again }: { delivery: Delivery; again: () => void }) {
  const [vouched, setVouched] = useState(false);
  const [heard, setHeard] = useState<{ outcome: string; items: Item[] } | null>(null);
  if (delivery.cut) return <p class="warn">Only its start was kept, so it cannot be replayed: let the platform send it again.</p>;
  const act = async () => {
    setHeard(null);
    setHeard(await ask("POST", `/v1/deliveries/${delivery.id}/replay`, { body: delivery.verified ? {} : { unsigned: vouched } }));
    again();
  };
  return (
    <section aria-label="Replay">
      {!delivery.verified && (
        <label class="option">
          <input type="checkbox" checked={vouched} onChange={(event) => setVouched(event.currentTarget.checked)} />
          <span>Nobody signed it. I know who sent it and vouch for what it says: it then counts like any other of its source.</span>
        </label>
      )}
      <p>
        <Do label="Replay it" quiet={false} act={act} />
      </p>
      <div role="status">
        {heard && (
          <>
            <p class="good">Replayed: {became(heard.outcome).toLowerCase()}.</p>
            <Items items={heard.items} />
          </>
        )}
      </div>
    </section>
  );
}

/** The most of a body that is drawn. */
const DRAWN = 50_000;

/** What was sent, as text: nothing in it is run. */
function Body({ delivery: { id, body } }: { delivery: Delivery }) {
  let text = body;
  try {
    text = JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // It is shown as it came.
  }
  return (
    <>
      <h3>What was sent</h3>
      <pre class="raw" tabIndex={0} role="group" aria-label="What was sent">
        {text.slice(0, DRAWN)}
      </pre>
      <p class="under">
        {number(body.length)} characters{text.length > DRAWN ? ", of which the start is shown" : ""}.{" "}
        <button type="button" class="quiet" onClick={() => download(`delivery-${id}.txt`, body, "text/plain;charset=utf-8")}>
          Save it as it came
        </button>
      </p>
    </>
  );
}
