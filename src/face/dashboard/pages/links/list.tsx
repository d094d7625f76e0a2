// All links: filters and pages in the address, clicks and last checks beside them, several chosen for a bulk change, the rest as CSV.
import { useEffect, useState } from "preact/hooks";
import { change, said, to } from "../../address";
import { Problem, ask, asProblem, useAnswer } from "../../api";
import { Figure, On } from "../../figure";
import { NONE, moment, number, words } from "../../format";
import { key, may, settings } from "../../session";
import { Empty, Shown } from "../../states";
import { Table } from "../../table";
import { PLATFORMS } from "../../view";
import { Bulk, chosen } from "./bulk";
import { verdict } from "./check";
import type { Check, Link } from "./data";
import { Everything, type Row, type Rows, filters } from "./everything";
import { stateOf } from "./one";
import { PickOne } from "./pick";

/** Links on a page: each has its last check asked for by itself. */
const PAGE = 25;
/** As many are asked for at once. */
const AT_ONCE = 5;
const STATES: Record<string, string> = { archived: "Put away", off: "Off", early: "Not begun", over: "Over", live: "Live" };

export function List() {
  const [round, again] = useState(0);
  const coming = useAnswer<Rows>("/v1/links/export", { format: "json", limit: PAGE, ...filters(), cursor: said("cursor") });
  useEffect(() => {
    if (round > 0) coming.again();
  }, [round]);
  return (
    <>
      <Narrow />
      <Shown coming={coming} what="The links">
        {({ items, next }) =>
          items.length === 0 && !said("cursor") ? (
            <Empty>
              No link is like this. Take a filter out, <a href={to(["links", "new"])}>make one</a> or <a href={to(["links", "import"])}>import a file</a>.
            </Empty>
          ) : (
            <>
              <Page rows={items} round={round} />
              <p class="controls">
                {said("cursor") && (
                  <button type="button" class="quiet" onClick={() => change({ cursor: null })}>
                    First page
                  </button>
                )}
                {next && (
                  <button type="button" class="quiet" onClick={() => change({ cursor: next })}>
                    Next page
                  </button>
                )}
              </p>
            </>
          )
        }
      </Shown>
      <Everything />
      {may("links:write") && <Bulk done={() => again(round + 1)} />}
      <p class="notes">Clicks here are quick counts of the edge since the link was made, bots and doubles among them, for all days. What people did in a range of days is in the reports.</p>
    </>
  );
}

function Narrow() {
  const [typed, setTyped] = useState(said("q"));
  // Every choice begins at the first page.
  const set = (name: string, value: string) => change({ [name]: value, cursor: null });
  useEffect(() => setTyped(said("q")), [said("q")]);
  const choice = (name: string, label: string, options: [string, string][]) => (
    <label>
      <span>{label}</span>
      <select name={name} value={said(name)} onChange={(event) => set(name, event.currentTarget.value)}>
        {options.map(([value, text]) => (
          <option value={value}>{text}</option>
        ))}
      </select>
    </label>
  );
  return (
    <form
      class="controls"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        set("q", typed.trim());
      }}
    >
      <label>
        <span>Part of slug or destination</span>
        <input name="q" type="search" maxLength={100} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => typed.trim() !== said("q") && set("q", typed.trim())} />
      </label>
      <PickOne kind="creators" label="Creator" none="All creators" value={said("creator")} choose={(id) => set("creator", id)} />
      <PickOne kind="campaigns" label="Campaign" none="All campaigns" value={said("campaign")} choose={(id) => set("campaign", id)} />
      {choice("platform", "Platform", [["", "All platforms"], ...PLATFORMS.map((word): [string, string] => [word, words(word)])])}
      {choice("host", "Host", [["", "All hosts"], ...settings.value!.hosts.map(({ host }): [string, string] => [host, host])])}
      {choice("archived", "Put away", [["", "Not put away"], ["true", "Put away"], ["all", "Both"]])}
      {choice("failing", "Last check", [["", "Any"], ["true", "Failed"]])}
      <button class="quiet">Search</button>
    </form>
  );
}

function Page({ rows, round }: { rows: Row[]; round: number }) {
  const checks = useChecks(rows, round);
  const zone = settings.value!.zone;
  const writes = may("links:write");
  const choose = (some: Row[], on: boolean) => {
    const next = new Map(chosen.value);
    for (const { id, version, url } of some) on ? next.set(id, { version, url }) : next.delete(id);
    chosen.value = next;
  };
  const all = rows.length > 0 && rows.every(({ id }) => chosen.value.has(id));
  const as_of = rows.map(({ counts_as_of }) => counts_as_of ?? "").sort().at(-1) || null;
  return (
    <On ground={{ as_of, basis: "quick counts, gross" }}>
      {writes && (
        <p class="controls">
          <label class="tick">
            <input type="checkbox" checked={all} onChange={(event) => choose(rows, event.currentTarget.checked)} /> Choose all on this page
          </label>
        </p>
      )}
      <Table
        caption="Links"
        rows={rows}
        id={({ id }) => id}
        file="links-on-screen"
        columns={[
          {
            key: "address",
            label: "Address",
            cell: (row) => (
              <>
                {writes && <input type="checkbox" aria-label={`Choose ${row.host}/${row.slug}`} checked={chosen.value.has(row.id)} onChange={(event) => choose([row], event.currentTarget.checked)} />} <a href={to(["links", row.id])}>{row.slug}</a>
              </>
            ),
            by: ({ slug }) => slug,
          },
          { key: "status", label: "Status", cell: (row) => STATES[stateOf(row)], by: (row) => STATES[stateOf(row)] },
          {
            key: "check",
            label: "Last check",
            means: "What the last check found; a check follows the link as a telephone would.",
            cell: ({ id }) => <Checked check={checks.get(id)} zone={zone} />,
            by: ({ id }) => (checks.get(id) === undefined ? null : verdict(checks.get(id) as Check | null)),
          },
          { key: "clicks", label: "Clicks", number: true, cell: (row) => <Figure label={`Clicks of ${row.slug}`} value={number(row.clicks)} means="All clicks as they came since the link was made." />, by: ({ clicks }) => clicks },
          { key: "valid_clicks", label: "Valid", number: true, cell: (row) => <Figure label={`Valid clicks of ${row.slug}`} value={number(row.valid_clicks)} means="Clicks that looked like people's when they came; the night takes out doubles." />, by: ({ valid_clicks }) => valid_clicks },
          { key: "creator", label: "Creator", cell: ({ creator_name }) => creator_name, by: ({ creator_name }) => creator_name },
          { key: "campaign", label: "Campaign", cell: ({ campaign_name }) => campaign_name ?? NONE, by: ({ campaign_name }) => campaign_name },
          { key: "platform", label: "Platform", cell: ({ platform }) => (platform ? words(platform) : NONE), by: ({ platform }) => platform },
          { key: "post", label: "Post", cell: ({ post }) => post ?? NONE, by: ({ post }) => post },
          { key: "destination", label: "Leads to", cell: ({ destination }) => <span class="short" title={destination}>{destination}</span>, by: ({ destination }) => destination },
          { key: "host", label: "Host", cell: ({ host }) => host, by: ({ host }) => host },
        ]}
      />
    </On>
  );
}

function Checked({ check, zone }: { check: Check | null | Problem | undefined; zone: string }) {
  if (check === undefined) return <span class="hint">…</span>;
  if (check instanceof Problem) return <span title={check.detail}>not read</span>;
  const tone = check?.ok === false ? "wrong" : check?.ok ? "good" : undefined;
  return (
    <span class={tone} title={check?.problems.map(words).join(", ")}>
      {verdict(check)}
      {check && `, ${moment(check.at, zone)}`}
    </span>
  );
}

/** The last check of each row; the list has none, so each link is asked for, some at once. */
function useChecks(rows: Row[], round: number) {
  const [checks, set] = useState<Map<number, Check | null | Problem>>(new Map());
  const ids = rows.map(({ id }) => id).join();
  useEffect(() => {
    const leaving = new AbortController();
    const left = rows.map(({ id }) => id);
    const work = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        const mine = id;
        const tell = (value: Check | null | Problem) => !leaving.signal.aborted && set((now) => new Map(now).set(mine, value));
        try {
          tell((await ask<Link>("GET", `/v1/links/${mine}`, { signal: leaving.signal })).check ?? null);
        } catch (error) {
          tell(asProblem(error));
        }
      }
    };
    for (let n = 0; n < AT_ONCE; n += 1) void work();
    return () => leaving.abort();
  }, [ids, round, key.value]);
  return checks;
}
