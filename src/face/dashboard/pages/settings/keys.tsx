// API keys: made with a few scopes and an end, shown once, and taken back.
import { useState } from "preact/hooks";
import { go, place, to } from "../../address";
import { ask, asProblem } from "../../api";
import { leave, may, settings } from "../../session";
import { Empty, Needs } from "../../states";
import { Table } from "../../table";
import { when } from "./clock";
import { type Field, type Row, text } from "./fields";
import { Form } from "./form";
import { Rows, useList } from "./list";
import { lost } from "./lost";
import { Confirm, Said, done, secret } from "./once";

interface Key {
  id: number;
  name: string;
  scopes: string[];
  hint: string;
  expires_at: string | null;
  created_at: string;
  revoked_at: string | null;
}

const FIELDS: Field[] = [
  { name: "name", label: "What it is for", needed: true, hint: "Such as the person or the system that will use it: one key each, so that each can be taken back alone." },
  {
    name: "scopes",
    label: "What it may do",
    kind: "checks",
    needed: true,
    options: [
      ["reports:read", "Read reports", "Every figure of this dashboard, orders and their reasons; changes nothing."],
      ["links:read", "See links", "Links, creators, campaigns, codes, and the ledger with its fees."],
      ["links:write", "Make and change links", "And creators, campaigns, codes and the ledger. Choose it together with seeing them."],
      ["conversions:write", "Report orders", "For the shop's server: sends orders, refunds and leads, and reads nothing."],
      ["admin", "Everything", "Also keys, sources, webhooks, hosts, and erasing people. Give it to few, with an end."],
    ],
  },
  { name: "expires_at", label: "Until", kind: "moment", hint: "From then on it opens nothing. Left empty it has no end; an end is safer." },
];

/** What a key does today. */
function state(key: Key): string {
  if (key.revoked_at) return `Taken back ${when(key.revoked_at)}`;
  if (key.expires_at && Date.parse(key.expires_at) <= Date.now()) return `Ended ${when(key.expires_at)}`;
  return "Opens doors";
}

export function Keys({ rest: [first] }: { rest: string[] }) {
  // Asked for once it is shown, so that it has what was made a moment ago.
  const list = useList<Key>(may("admin") && first === undefined ? "/v1/keys" : null);
  if (!may("admin")) return <Needs scope="admin" what="Seeing and making keys" />;
  if (first === "new") return <Make />;
  if (first !== undefined) return <Empty>There is nothing at this address.</Empty>;
  const mine = settings.value?.key.id ?? null;
  return (
    <>
      <p class="notes">
        Keys open the API and this dashboard. Of a key only a hash and its last four characters are kept, so one that was lost cannot be shown again: make another and take the lost one back. A key that is taken back may open doors for five
        seconds more.{mine === null && " You are signed in with ADMIN_KEY, a secret of the deployment: it stands in no list and is changed with wrangler."}
      </p>
      <Said at="keys" />
      <p>
        <a class="button" href={to(["settings", "keys", "new"])}>
          Make a key
        </a>
      </p>
      <Rows list={list} what="The keys" none="There is no key but ADMIN_KEY. Make one for each person and each system.">
        {(rows) => (
          <Table
            caption="Keys"
            rows={rows}
            id={(key) => key.id}
            columns={[
              { key: "name", label: "What it is for", cell: (key) => <>{key.name}{key.id === mine && <strong> (yours, now)</strong>}</>, by: (key) => key.name },
              { key: "scopes", label: "What it may do", cell: (key) => key.scopes.join(", "), by: (key) => key.scopes.join(" ") },
              { key: "hint", label: "Ends in", cell: (key) => <code>{key.hint}</code>, by: (key) => key.hint },
              { key: "expires_at", label: "Until", cell: (key) => when(key.expires_at) || "no end", by: (key) => key.expires_at },
              { key: "created_at", label: "Made", cell: (key) => when(key.created_at), by: (key) => key.created_at },
              { key: "state", label: "State", cell: state, by: state },
              { key: "act", label: "Change", cell: (key) => !key.revoked_at && <Revoke of={key} mine={key.id === mine} again={list.coming.again} /> },
            ]}
          />
        )}
      </Rows>
    </>
  );
}

function Revoke({ of, mine, again }: { of: Key; mine: boolean; again: () => void }) {
  const says = <p>Whoever uses it is refused from now on. That cannot be undone; its place is taken by another key.</p>;
  const twice = <p>This is the key that you are signed in with. You will be signed out at once, and need another key to come back.</p>;
  return (
    <Confirm
      label="Take back"
      title={`Take back: ${of.name}`}
      steps={mine ? [twice, <p>Really this one, {of.name}, which you use now? Have another key at hand first.</p>] : [says]}
      go="Take it back"
      act={async () => {
        await ask("DELETE", `/v1/keys/${of.id}`);
        if (mine) return leave();
        done.value = { on: place.value.parts.join("/"), text: `${of.name} is taken back.` };
        again();
      }}
    />
  );
}

function Make() {
  // What the key was called of which no answer came.
  const [unseen, setUnseen] = useState("");
  return (
    <>
      <p>
        <a href={to(["settings", "keys"])}>Back to keys</a>
      </p>
      <h3>Make a key</h3>
      <Form
        id="keys/new"
        fields={FIELDS}
        save="Make the key"
        send={async (body: Row) => {
          const made = await ask<Key & { key: string }>("POST", "/v1/keys", { body }).catch((error) => {
            if (lost(asProblem(error))) setUnseen(text(body.name));
            throw error;
          });
          secret.value = { at: "keys", title: `The key ${made.name}`, text: made.key };
          done.value = { on: "settings/keys", text: `${made.name} is made.` };
          go(to(["settings", "keys"]));
        }}
      >
        {() =>
          unseen !== "" && (
            <p class="state warn" role="alert">
              The answer was lost, so a key “{unseen}” may have been made whose secret nobody saw. <a href={to(["settings", "keys"])}>Look for it among the keys</a> and take it back; then make another.
            </p>
          )
        }
      </Form>
    </>
  );
}
