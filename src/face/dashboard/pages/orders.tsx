// Orders: what was reported and whose it is, and one order's reason where the address names it.
import { useState } from "preact/hooks";
import { change, go, place, said, to } from "../address";
import { Choice, Days, range } from "../view";
import { COUNTED, List, RECEIVED } from "./creators/orders";
import { Reason } from "./orders/reason";

export default function Page() {
  // An id with a slash that somebody did not encode comes in parts.
  const id = place.value.parts.slice(1).join("/");
  return id === "" ? <All /> : <Reason id={id} kind={said("kind") || "sale"} key={`${said("kind")}/${id}`} />;
}

/** What is listed, by the word in the address: which question that is, and what to say where nothing is there. */
const LISTS: [string, string, { query: Record<string, string>; none: string }][] = [
  ["", "Orders that count", { query: { creator: "all" }, none: "No order of these days counts. Orders count from the next night on, or once their day is counted again." }],
  ["none", "Orders of nobody", { query: { creator: "none" }, none: "Every order of these days is somebody's, or there was none." }],
  ["received", "Everything, as it came in", { query: {}, none: "Nothing came in on these days." }],
  ["conflict", "Conflicts", { query: { state: "conflict" }, none: "No report that came in on these days contradicts another." }],
  ["unverified", "Told by a browser alone", { query: { state: "unverified" }, none: "Nothing that came in on these days waits for a server to say so." }],
  ["parked", "Waiting for their order", { query: { state: "parked" }, none: "No refund or answer that came in on these days waits for its order." }],
];
const KINDS: [string, string][] = [["", "All kinds"], ["sale", "Sales"], ["refund", "Refunds"], ["lead", "Leads"], ["survey", "Answers"], ["event", "Events"]];

function All() {
  const days = range();
  const [word, title, list] = LISTS.find(([word]) => word === said("list")) ?? LISTS[0]!;
  const counted = "creator" in list.query;
  const query = { ...list.query, ...days, ...(counted ? {} : { kind: said("kind") }) };
  return (
    <>
      <Find />
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <label>
          <span>List</span>
          <select value={word} onChange={(event) => change({ list: event.currentTarget.value, kind: null })}>
            {LISTS.map(([word, name]) => (
              <option value={word}>{name}</option>
            ))}
          </select>
        </label>
        {!counted && <Choice name="kind" label="Kind" options={KINDS} />}
      </form>
      <p class="notes">
        {counted
          ? "By the day of the order, as the reports count it; whose an order is by payout, as last counted."
          : "By the day on which a report came in, in UTC, which may be long after the order; choose today to see what just came."}{" "}
        For a creator's own orders see <a href={to(["creators"])}>the creator</a>.
      </p>
      <List query={query} columns={counted ? COUNTED : RECEIVED} caption={title} file={`orders-${word || "counted"}-${days.from}-${days.to}`} none={list.none} />
    </>
  );
}

/** Goes to an order by its id. */
function Find() {
  const [id, setId] = useState("");
  return (
    <form
      class="controls"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim()) go(to(["orders", id.trim()], { kind: null }));
      }}
    >
      <label>
        <span>Order id, any of its names</span>
        <input type="search" value={id} onInput={(event) => setId(event.currentTarget.value)} />
      </label>
      <button type="submit">Why this order?</button>
    </form>
  );
}
