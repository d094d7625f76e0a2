// The deployment: by which settings everything is counted, where each is changed, and when it was counted last.
import { useState } from "preact/hooks";
import { ask, asProblem, useAnswer } from "../../api";
import { day, number, words } from "../../format";
import { may, settings } from "../../session";
import { Needs, Shown } from "../../states";
import { Table } from "../../table";
import { when } from "./clock";
import { Form } from "./form";
import { MODES } from "./hosts";
import { Rows, useList } from "./list";

interface Health {
  status: string;
  version: string;
  schema_version: { control: number; events: number };
  last_rollup: { state: string; kind: string; finished_at: string | null; started_at: string } | null;
  last_consumer_batch: string | null;
}

/** A setting: its line in wrangler.toml, and what it does. */
type Line = [name: string, value: string | number | null, means: string];

function lines(): Line[] {
  const known = settings.value!;
  return [
    ["ZONE", known.zone, "The zone whose days are reported. Set it before the first event."],
    ["REPORTING_CURRENCY", known.reporting_currency, "What sums across currencies are told in, by the rates of the ledger. Without it each currency stands by itself."],
    ["MARGIN_PERCENT", known.margin_percent, "How much of net revenue is profit. Without it there is no profit ROI."],
    ["CLICK_PARAMETER", known.click_parameter, "The click id's name in the shop's addresses."],
    ["CODE_PRECEDENCE", known.code_precedence, "Whose an order is that has a click of one creator and a code of another."],
    ["REVENUE_BASIS", known.revenue_basis, "What revenue is: goods without tax and shipping (merchandise), or the whole order (order_total)."],
    ["CLICK_WINDOW_DAYS", known.windows.click_days, "Days that a click may be old at a sale."],
    ["LEAD_CLICK_WINDOW_DAYS", known.windows.lead_click_days, "Days that a click may be old at a lead."],
    ["VIEW_WINDOW_DAYS", known.windows.view_days, "Days that a pixel view may be old; 0: views bring nothing."],
    ["KEEP_EVENTS_DAYS", known.keep.events_days, "Days that clicks and views are kept one by one. Totals stay."],
    ["KEEP_EVIDENCE_DAYS", known.keep.evidence_days, "Days that customer, touches and details of orders are kept. Money and credit stay."],
    ["KEEP_PARTS_DAYS", known.keep.parts_days, "Days that visits by device, country and the like are kept."],
  ];
}

/** The line as it stands in the file, a comment where it is not set. */
const written = ([name, value]: Line): string => (value === null ? `# ${name} = "..."` : `${name} = "${value}"`);

export function Deployment() {
  const health = useAnswer<Health>("/healthz");
  const known = settings.value!;
  return (
    <>
      <p class="notes">
        These are variables of the deployment: whoever deploys it changes the line in wrangler.toml and deploys again. A change of windows, precedence or basis counts for days that are counted from then on; to restate
        days that are past, run them again below.
      </p>
      <Table
        caption="Settings"
        rows={lines()}
        id={([name]) => name}
        columns={[
          { key: "name", label: "Setting", cell: ([name]) => name, by: ([name]) => name },
          { key: "value", label: "Value", cell: ([, value]) => (value === null ? "not set" : String(value)), by: ([, value]) => value },
          { key: "line", label: "Its line in wrangler.toml", cell: (line) => <code>{written(line)}</code>, csv: written },
          { key: "means", label: "What it does", cell: ([, , means]) => <span class="told">{means}</span>, by: ([, , means]) => means },
        ]}
      />
      <h3>How visitors are known</h3>
      <p class="notes">Consent modes are of each host: change them at Hosts, or in HOSTS of wrangler.toml.</p>
      <dl class="facts">
        {known.hosts.map(({ host, visitor }) => {
          const mode = MODES.find(([word]) => word === visitor);
          return (
            <>
              <dt>{host}</dt>
              <dd>
                <strong>{mode?.[1] ?? visitor}.</strong> {mode?.[2]}
              </dd>
            </>
          );
        })}
      </dl>
      <h3>How it runs</h3>
      <Shown coming={health} what="Version and runs">
        {(found) => (
          <dl class="facts">
            <dt>Version</dt>
            <dd>{found.version}</dd>
            <dt>Tables</dt>
            <dd>
              control {found.schema_version.control}, events {found.schema_version.events}
            </dd>
            <dt>Counted last</dt>
            <dd>{found.last_rollup ? `${when(found.last_rollup.finished_at ?? found.last_rollup.started_at)}, ${found.last_rollup.state}` : "never yet"}</dd>
            <dt>Events stored last</dt>
            <dd>{found.last_consumer_batch ? when(found.last_consumer_batch) : "none yet"}</dd>
          </dl>
        )}
      </Shown>
      <Rollups />
    </>
  );
}

interface Job {
  id: number;
  kind: string;
  state: string;
  started_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  days: string[];
  events: number;
  orders: number;
  doing: string | null;
  error: string | null;
}

/** Days in a few words. */
const range = (days: string[]): string => (days.length === 0 ? "none was behind" : days.length === 1 ? day(days[0]) : `${number(days.length)} days, ${day(days[0])} to ${day(days.at(-1))}`);
const seconds = (ms: number | null) => (ms === null ? "" : `${number(ms / 1_000, 1)} s`);

function Rollups() {
  const list = useList<Job>(may("reports:read") ? "/v1/rollups" : null);
  const [ran, setRan] = useState<Job | null>(null);
  const run = async (body: Record<string, unknown>) => {
    setRan(null);
    try {
      setRan(await ask<Job>("POST", "/v1/rollups", { body, patience: 150_000 }));
    } catch (error) {
      // What takes long goes on without us: the list says how far it is.
      list.coming.again();
      throw asProblem(error);
    }
    list.coming.again();
  };
  return (
    <>
      <h3>Counting</h3>
      <p class="notes">
        Every ten minutes the open day is counted again, every night everything that is behind. Run it now after an import, or with two days after a setting was changed: those days are counted again from the events.
      </p>
      {may("admin") ? (
        <Form
          id="rollups/new"
          keeps
          fields={[
            { name: "from", label: "From", kind: "day", hint: "Leave both empty to count what is behind." },
            { name: "to", label: "To", kind: "day" },
          ]}
          save="Count now"
          send={run}
        />
      ) : (
        <Needs scope="admin" what="Counting now" />
      )}
      <p role="status" class="good">
        {ran && `Counted: ${range(ran.days)}, ${number(ran.events)} events, ${number(ran.orders)} orders, ${seconds(ran.duration_ms)}.`}
      </p>
      {!may("reports:read") ? (
        <Needs scope="reports:read" what="Seeing what ran" />
      ) : (
        <Rows list={list} what="The runs" none="Nothing was counted yet. Run it now, or wait for the next tenth minute.">
          {(rows) => (
            <Table
              caption="Runs, newest first"
              rows={rows}
              id={(job) => job.id}
              file="runs"
              columns={[
                { key: "kind", label: "Kind", cell: (job) => words(job.kind), by: (job) => job.kind },
                { key: "started_at", label: "Began", cell: (job) => when(job.started_at), by: (job) => job.started_at },
                { key: "state", label: "State", cell: (job) => <span class={job.state === "failed" ? "wrong" : job.state === "done" ? undefined : "warn"}>{words(job.state)}{job.doing && `: ${job.doing}`}</span>, by: (job) => job.state },
                { key: "days", label: "Days", cell: (job) => range(job.days), by: (job) => job.days.length, csv: (job) => job.days.join(" ") },
                { key: "events", label: "Events", number: true, cell: (job) => number(job.events), by: (job) => job.events },
                { key: "orders", label: "Orders", number: true, cell: (job) => number(job.orders), by: (job) => job.orders },
                { key: "duration_ms", label: "Took", number: true, cell: (job) => seconds(job.duration_ms), by: (job) => job.duration_ms },
                { key: "error", label: "What was wrong", cell: (job) => job.error ?? "", by: (job) => job.error },
              ]}
            />
          )}
        </Rows>
      )}
    </>
  );
}
