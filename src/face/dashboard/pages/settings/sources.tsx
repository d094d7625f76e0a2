// Sources: who reports orders in a form of their own, with the address to paste, the secret, and what they sent last.
import { useState } from "preact/hooks";
import { place, to } from "../../address";
import { ask } from "../../api";
import { when } from "./clock";
import { Deliveries } from "./deliveries";
import { type Field, text } from "./fields";
import { Confirm, Copy, Do, done, secret } from "./once";
import { KINDS, ORDER_FIELD, SECRET, Steps, addressOf, theirs } from "./recipes";
import { type Kept, Register, type Thing } from "./register";

const called = (kind: unknown) => KINDS.find(([word]) => word === kind)?.[1] ?? text(kind);

const FIELDS: Field[] = [
  { name: "kind", label: "Who reports", kind: "radio", usual: "shopify", needed: true, options: KINDS, once: true },
  { name: "name", label: "Name", needed: true },
  { name: "handle", label: "Handle", hint: "Stands in its address: a to z, digits and hyphens. Made from the name where it is left empty." },
  { name: "secret", label: "Secret of the platform", secret: true, needed: true, once: true, when: (get) => theirs(get("kind")), hint: "What the platform signs with; it is kept here and never shown again. Where it only shows it after the webhook is made, make that first: it is tried again." },
  { name: "order_field", label: "Which of its fields is the order's number", hint: "Leave it empty unless your shop's numbers stand elsewhere." },
  { name: "trusted", label: "Trust it: its sales count without another report", kind: "flag", when: (get) => get("kind") === "postback" },
  { name: "enabled", label: "Its door is open", kind: "flag", usual: "true" },
];

/** Shows a secret that was just made, with the address that carries it where one does. */
function tell(row: Kept): void {
  const kind = text(row.kind);
  const carried = ["ga4", "postback"].includes(kind) && <Copy label="The address to paste" text={addressOf(kind, text(row.handle), text(row.secret))} />;
  secret.value = { at: "sources", title: `The secret of ${text(row.name)}`, text: text(row.secret), note: carried };
}

const SOURCES: Thing = {
  at: "sources",
  door: "/v1/sources",
  title: "Sources",
  one: "a source",
  known: "sources",
  about: "Who reports orders to Waymark: shops, payment services, tag containers. Everything that they send is kept for thirty days with what became of it.",
  scopes: { read: "admin", write: "admin" },
  fields: FIELDS,
  columns: () => [
    { key: "name", label: "Name", cell: (row) => <a href={to(["settings", "sources", row.id])}>{text(row.name)}</a>, by: (row) => text(row.name) },
    { key: "kind", label: "Who reports", cell: (row) => called(row.kind), by: (row) => called(row.kind) },
    { key: "handle", label: "Handle", cell: (row) => text(row.handle), by: (row) => text(row.handle) },
    { key: "hint", label: "Secret ends in", cell: (row) => <code>{text(row.hint)}</code> },
    { key: "enabled", label: "Door", cell: (row) => (row.enabled ? "open" : <span class="warn">closed</span>), by: (row) => String(row.enabled) },
    { key: "deliveries", label: "What it sent", cell: (row) => <a href={to(["settings", "deliveries"], { source: row.id })}>Deliveries</a> },
  ],
  called: (row) => text(row.name),
  secret: true,
  // The platforms' own secrets are known to who typed them; those that were made here are shown now or never.
  made: (row) => {
    if (!theirs(text(row.kind))) tell(row);
    return to(["settings", "sources", row.id]);
  },
  beside: (row, again) => <Beside row={row} again={again} key={row.id} />,
  away: { label: "Put away", says: "Its door is closed for good; its deliveries stay for their thirty days and its orders for ever." },
};

function Beside({ row, again }: { row: Kept; again: () => void }) {
  const kind = text(row.kind);
  return (
    <>
      <h3>What to paste where</h3>
      <Copy label="The address for the platform" text={addressOf(kind, text(row.handle))} />
      {["ga4", "postback"].includes(kind) && <p class="hint">Put the secret in place of SECRET.</p>}
      <Steps kind={kind} />
      <p class="hint">
        The order's number: {ORDER_FIELD[kind]} <a href="/docs">The API's page</a> has every field.
      </p>
      <Secret row={row} again={again} />
      <h3>What it sent last</h3>
      <Deliveries source={row.id} />
    </>
  );
}

/** 32 random bytes as the API would make them for this kind. */
function random(kind: string): string {
  const base64 = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  return kind === "standard" ? `whsec_${base64}` : base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Another secret beside the present one, and the end of the former one. */
function Secret({ row, again }: { row: Kept; again: () => void }) {
  const kind = text(row.kind);
  const [typed, setTyped] = useState("");
  const rotate = async () => {
    const next = theirs(kind) ? typed.trim() : random(kind);
    await ask("PATCH", `/v1/sources/${row.id}`, { body: { secret: next } });
    if (!theirs(kind)) tell({ ...row, secret: next });
    setTyped("");
    done.value = { on: place.value.parts.join("/"), text: "The new secret counts; the one before stays good beside it until you end it." };
    again();
  };
  return (
    <>
      <h3>Its secret</h3>
      <p>
        The present one ends in <code>{text(row.hint)}</code>
        {row.former_hint ? (
          <>
            , and the one before, which ends in <code>{text(row.former_hint)}</code>, is good beside it.
          </>
        ) : (
          "."
        )}{" "}
        Last changed {when(row.updated_at)}.
      </p>
      {theirs(kind) ? (
        <div class="form">
          <label>
            <span>The platform's new secret</span>
            <input type="password" autocomplete="off" spellcheck={false} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
          <p class="hint">{SECRET[kind]} The present one stays good beside it, so that nothing is lost in between.</p>
          <p>
            <Do label="Take the new secret" act={rotate} />
          </p>
        </div>
      ) : (
        <p>
          <Confirm label="Make a new secret" title="Make a new secret" steps={[<p>It is shown once. The present one stays good beside it until you end it; one that is good beside that ends now.</p>]} go="Make it" act={rotate} />
        </p>
      )}
      {row.former_hint ? (
        <p>
          <Confirm
            label="End the former secret"
            title="End the former secret"
            steps={[<p>What is still signed with the secret that ends in {text(row.former_hint)} is refused from now on.</p>]}
            go="End it"
            act={async () => {
              await ask("PATCH", `/v1/sources/${row.id}`, { body: { former_secret: null } });
              again();
            }}
          />
        </p>
      ) : null}
    </>
  );
}

export const Sources = ({ rest }: { rest: string[] }) => <Register thing={SOURCES} rest={rest} />;
