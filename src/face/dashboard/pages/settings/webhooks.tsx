// Webhooks: which of your systems hear what happened, and what became of each message.
import { place, to } from "../../address";
import { ask } from "../../api";
import { words } from "../../format";
import { Table } from "../../table";
import { Choice } from "../../view";
import { when } from "./clock";
import { text } from "./fields";
import { Rows, useList } from "./list";
import { Confirm, Do, done, secret } from "./once";
import { type Kept, Register, type Thing } from "./register";

const tell = (row: Kept) => (secret.value = { at: "webhooks", title: `The secret of ${text(row.name)}`, text: text(row.secret) });

const WEBHOOKS: Thing = {
  at: "webhooks",
  door: "/v1/webhooks",
  title: "Webhooks",
  one: "a webhook",
  about: "Tells a system of yours what happened, signed as Standard Webhooks says, at least once: the webhook-id tells repeats. What is not answered with 2xx is tried again for three days.",
  scopes: { read: "admin", write: "admin" },
  fields: [
    { name: "name", label: "Name", needed: true },
    { name: "url", label: "Where messages go", needed: true, hint: "https, on a public host." },
    {
      name: "events",
      label: "What it hears of",
      kind: "checks",
      needed: true,
      options: [
        ["conversion.accepted", "An order", "One that counts from now on."],
        ["conversion.revised", "A change", "Of an order that was told before."],
        ["refund.applied", "A refund"],
        ["lead.created", "A lead"],
        ["rollup.finished", "New figures", "Once a run has counted."],
        ["link.failing", "A link that fails", "Its check did not arrive."],
        ["link.recovered", "A link that works again"],
      ],
    },
    { name: "enabled", label: "Messages are sent", kind: "flag", usual: "true" },
  ],
  columns: () => [
    { key: "name", label: "Name", cell: (row) => <a href={to(["settings", "webhooks", row.id])}>{text(row.name)}</a>, by: (row) => text(row.name) },
    { key: "url", label: "Where messages go", cell: (row) => text(row.url), by: (row) => text(row.url) },
    { key: "events", label: "What it hears of", cell: (row) => (row.events as string[]).join(", "), by: (row) => (row.events as string[]).join(" ") },
    { key: "state", label: "State", cell: (row) => (row.gone_at ? <span class="wrong">its receiver said that it is gone</span> : row.enabled ? "on" : <span class="warn">off</span>), by: (row) => String(row.enabled) },
  ],
  called: (row) => text(row.name),
  secret: true,
  made: (row) => {
    tell(row);
    return to(["settings", "webhooks", row.id]);
  },
  beside: (row, again) => (
    <>
      {row.gone_at ? <p class="wrong">Its receiver answered 410 on {when(row.gone_at)}, so it was switched off. Tick "Messages are sent" to try again.</p> : null}
      <h3>Its secret</h3>
      <p>
        The present one ends in <code>{text(row.hint)}</code>.{row.former_hint ? <> The one before, which ends in <code>{text(row.former_hint)}</code>, signs beside it.</> : null}
      </p>
      <p class="row">
        <Confirm
          label="Make a new secret"
          title="Make a new secret"
          steps={[<p>It is shown once. Messages are signed with both until you end the present one; one that signs beside it now ends.</p>]}
          go="Make it"
          act={async () => {
            tell(await ask<Kept>("PATCH", `/v1/webhooks/${row.id}`, { body: { rotate: true } }));
            again();
          }}
        />
        {row.former_hint ? (
          <Confirm
            label="End the former secret"
            title="End the former secret"
            steps={[<p>Messages are signed with the new one alone from now on.</p>]}
            go="End it"
            act={async () => {
              await ask("PATCH", `/v1/webhooks/${row.id}`, { body: { former_secret: null } });
              again();
            }}
          />
        ) : null}
      </p>
      <h3>Its messages</h3>
      <Messages of={row.id} />
    </>
  ),
  away: { label: "Put away", says: "Nothing is sent to it any more; its messages stay for thirty days." },
};

interface Message {
  id: number;
  event: string;
  key: string;
  state: string;
  attempts: number;
  next_at: string;
  last_status: number | null;
  last_error: string | null;
  created_at: string;
  delivered_at: string | null;
}

/** Messages of the last thirty days, newest first. */
function Messages({ of }: { of: number }) {
  const list = useList<Message>(`/v1/webhooks/${of}/messages`, { state: place.value.query.get("state") });
  const replay = async (message: Message) => {
    await ask("POST", `/v1/webhook_messages/${message.id}/replay`);
    done.value = { on: place.value.parts.join("/"), text: `Message ${message.id} is on its way again.` };
    list.coming.again();
  };
  const outcome = (row: Message) => (row.last_status ? `answered ${row.last_status}` : (row.last_error ?? ""));
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Choice name="state" label="State" options={[["", "All"], ["pending", "On their way"], ["delivered", "Delivered"], ["dead", "Given up"]]} />
      </form>
      <Rows list={list} what="The messages" none={<>There is no message{place.value.query.get("state") ? " in this state" : " yet"}.</>}>
        {(rows) => (
          <Table
            caption="Messages"
            rows={rows}
            id={(row) => row.id}
            file={`messages-${of}`}
            columns={[
              { key: "event", label: "What happened", cell: (row) => row.event, by: (row) => row.event },
              { key: "created_at", label: "Noted", cell: (row) => when(row.created_at), by: (row) => row.created_at },
              { key: "key", label: "Of what", cell: (row) => row.key, by: (row) => row.key },
              { key: "state", label: "State", cell: (row) => <span class={row.state === "dead" ? "wrong" : undefined}>{words(row.state)}</span>, by: (row) => row.state },
              { key: "attempts", label: "Attempts", number: true, cell: (row) => row.attempts, by: (row) => row.attempts },
              { key: "last", label: "Last heard", cell: outcome, by: outcome },
              { key: "next_at", label: "Next try", cell: (row) => (row.state === "pending" ? when(row.next_at) : ""), by: (row) => row.next_at },
              { key: "act", label: "Again", cell: (row) => <Do label="Send again" act={() => replay(row)} /> },
            ]}
          />
        )}
      </Rows>
    </>
  );
}

export const Webhooks = ({ rest }: { rest: string[] }) => <Register thing={WEBHOOKS} rest={rest} />;
