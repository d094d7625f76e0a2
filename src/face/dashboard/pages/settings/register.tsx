// A register of the API as pages: its list, a form that makes one, and one that changes or puts one away.
import type { ComponentChildren } from "preact";
import { go, place, to } from "../../address";
import { type Query, ask, useAnswer } from "../../api";
import { may } from "../../session";
import { Empty, Needs, Shown } from "../../states";
import { type Column, Table } from "../../table";
import { Choice } from "../../view";
import type { Field, Get, Row } from "./fields";
import { Form } from "./form";
import { Import, whole } from "./import";
import { type Named, type Of, Rows, forget, useList, useNames } from "./list";
import { once } from "./lost";
import { Confirm, Do, Said, done } from "./once";

export type Kept = Row & { id: number; version?: number };

export interface Thing {
  /** Where it stands under /settings: `ledger/costs`. */
  at: string;
  /** Its door: `/v1/costs`. */
  door: string;
  title: string;
  /** One of it, with its article: `a cost`. */
  one: string;
  about: ComponentChildren;
  scopes: { read: string; write: string };
  fields: Field[];
  columns: (names: { creators: Named[] | null; campaigns: Named[] | null }) => Column<Kept>[];
  called: (row: Kept) => string;
  /** What its list names by id. */
  shows?: ("creators" | "campaigns")[];
  filters?: [name: string, label: string, options: [string, string][]][];
  /** What DELETE means here; nothing where there is none. */
  away?: { label: string; says: string };
  /** What stands beside one. */
  beside?: (row: Kept, again: () => void) => ComponentChildren;
  /** Whether making it answers a secret. */
  secret?: boolean;
  /** What was made, before the list is shown again; gives where to go on. */
  made?: (row: Kept) => string | void;
  /** Whether a change names the version that it is of. */
  versions?: boolean;
  /** How a table of it is read: the parameter that only tries, and whether it also stores parts and writes tables. */
  table?: { tries: string; columns: string; rows: number; whole: boolean };
  /** Under which it is known in `list.tsx`. */
  known?: Of;
  /** Before the list, which is null until all of it is there. */
  above?: (rows: Kept[] | null) => ComponentChildren;
  /** Between the fields and the button. */
  form?: (get: Get) => ComponentChildren;
  /** After any of it was made, changed or put away. */
  changed?: () => void;
  /** The refusal that DELETE may be told to go on despite. */
  despite?: string;
}

const where = (at: string, ...more: (string | number)[]) => to(["settings", ...at.split("/"), ...more]);

export function Register({ thing, rest }: { thing: Thing; rest: string[] }) {
  const [first] = rest;
  if (!may(thing.scopes.read) && !may(thing.scopes.write)) return <Needs scope={thing.scopes.read} what={thing.title} />;
  if (first === undefined) return <List thing={thing} />;
  if (first === "new") return may(thing.scopes.write) ? <Make thing={thing} /> : <Needs scope={thing.scopes.write} what={`Making ${thing.one}`} />;
  if (first === "import" && thing.table) return may(thing.scopes.write) ? <Import thing={thing} table={thing.table} /> : <Needs scope={thing.scopes.write} what="Importing" />;
  if (/^\d+$/.test(first)) return <One thing={thing} id={Number(first)} key={first} />;
  return <Empty>There is nothing at this address. <a href={where(thing.at)}>Back to {thing.title.toLowerCase()}</a>.</Empty>;
}

function List({ thing }: { thing: Thing }) {
  const [reads, writes] = [may(thing.scopes.read), may(thing.scopes.write)];
  const query = Object.fromEntries((thing.filters ?? []).map(([name]) => [name, place.value.query.get(name)]));
  const list = useList<Kept>(reads ? thing.door : null, query);
  const creators = useNames(thing.shows?.includes("creators") ? "creators" : null);
  const campaigns = useNames(thing.shows?.includes("campaigns") ? "campaigns" : null);
  const filtered = Object.values(query).some(Boolean);
  return (
    <>
      <p class="notes">{thing.about}</p>
      {thing.above?.(list.coming.data && !list.more ? list.rows : null)}
      <Said at={thing.at} />
      {writes ? (
        <p class="row">
          <a class="button" href={where(thing.at, "new")}>
            Make {thing.one}
          </a>
          {thing.table && <a href={where(thing.at, "import")}>Import a table</a>}
        </p>
      ) : (
        <Needs scope={thing.scopes.write} what="Making and changing them" />
      )}
      {!reads && <Needs scope={thing.scopes.read} what="Seeing them" />}
      {reads && thing.filters && (
        <form class="controls" onSubmit={(event) => event.preventDefault()}>
          {thing.filters.map(([name, label, options]) => (
            <Choice name={name} label={label} options={options} />
          ))}
        </form>
      )}
      {reads && (
        <Rows list={list} what={thing.title} none={`There are none${filtered ? " of this kind" : " yet"}.${writes ? ` Make ${thing.one} to begin.` : ""}`}>
          {(rows) => <Table caption={thing.title} columns={thing.columns({ creators, campaigns })} rows={rows} id={(row) => row.id} file={thing.at.replaceAll("/", "-")} />}
        </Rows>
      )}
      {reads && thing.table?.whole && (
        <p>
          <Do label="Save all of it as CSV, as an import reads it" act={() => whole(thing)} />
        </p>
      )}
    </>
  );
}

/** What the register is called in the way back. */
const Back = ({ thing }: { thing: Thing }) => (
  <p>
    <a href={where(thing.at)}>Back to {thing.title.toLowerCase()}</a>
  </p>
);

function Make({ thing }: { thing: Thing }) {
  return (
    <>
      <Back thing={thing} />
      <h3>Make {thing.one}</h3>
      <Form
        id={`${thing.at}/new`}
        fields={thing.fields}
        save="Make it"
        send={async (body) => {
          const { row, heard } = await once(thing.door, body, () => ask<Kept>("POST", thing.door, { body }));
          if (thing.known) forget(thing.known);
          thing.changed?.();
          // A secret in an answer that was lost is seen by nobody; at what it belongs to another one is made.
          const next = heard ? (thing.made?.(row) ?? where(thing.at)) : where(thing.at, row.id);
          done.value = { on: parts(next), text: heard ? `${thing.called(row)} is made.` : `${thing.called(row)} was made before, though its answer was lost; here it is.${thing.secret ? " Nobody saw its secret: make another one below." : ""}` };
          go(next);
        }}
      >
        {thing.form}
      </Form>
    </>
  );
}

/** An address of ours as its parts are written. */
const parts = (address: string) => new URL(address, location.href).pathname.split("/").slice(2).map(decodeURIComponent).join("/");

function One({ thing, id }: { thing: Thing; id: number }) {
  const coming = useAnswer<Kept>(may(thing.scopes.read) ? `${thing.door}/${id}` : null);
  const writes = may(thing.scopes.write);
  if (!may(thing.scopes.read)) return <Needs scope={thing.scopes.read} what="Seeing it" />;
  return (
    <>
      <Back thing={thing} />
      <Said at={thing.at} />
      <Shown coming={coming} what="The fields" none={<>There is no such {thing.one.replace(/^an? /, "")}.</>}>
        {(row) => (
          <>
            <h3>{thing.called(row)}</h3>
            {row.archived_at ? <p class="warn">It was put away.</p> : null}
            {row.superseded_at ? <p class="warn">Another stands in its place.</p> : null}
            {!writes && <Needs scope={thing.scopes.write} what="Changing it" />}
            {writes && (
              <Form
                id={`${thing.at}/${id}`}
                fields={thing.fields}
                row={row}
                save="Save"
                again={coming.again}
                send={async (body) => {
                  const headers: Record<string, string> = thing.versions ? { "if-match": `"${row.version}"` } : {};
                  const changed = await ask<Kept>("PATCH", `${thing.door}/${id}`, { body, headers });
                  if (thing.known) forget(thing.known);
                  thing.changed?.();
                  if (changed.id === id) {
                    coming.again();
                    return "It is saved.";
                  }
                  // What keeps its history has a new number for what stands now.
                  const next = where(thing.at, changed.id);
                  done.value = { on: parts(next), text: "It is saved." };
                  go(next);
                }}
              >
                {thing.form}
              </Form>
            )}
            {thing.beside?.(row, coming.again)}
            {writes && thing.away && !row.archived_at && !row.superseded_at && (
              <p>
                <Confirm
                  label={thing.away.label}
                  title={`${thing.away.label}: ${thing.called(row)}`}
                  steps={[<p>{thing.away.says}</p>]}
                  go={thing.away.label}
                  act={() => putAway(thing, row)}
                  despite={thing.despite === undefined ? undefined : { code: thing.despite, go: "Do it all the same", act: () => putAway(thing, row, { despite_links: true }) }}
                />
              </p>
            )}
          </>
        )}
      </Shown>
    </>
  );
}

/** Puts one away and goes back to the list. */
async function putAway(thing: Thing, row: Kept, query: Query = {}): Promise<void> {
  await ask("DELETE", `${thing.door}/${row.id}`, { query });
  if (thing.known) forget(thing.known);
  thing.changed?.();
  const next = where(thing.at);
  done.value = { on: parts(next), text: `${thing.called(row)} is put away.` };
  go(next);
}
