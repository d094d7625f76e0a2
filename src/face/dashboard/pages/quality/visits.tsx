// Who came, parted by one thing at a time: bars for the most frequent, the whole as a table.
import { said } from "../../address";
import { useAnswer } from "../../api";
import { Bars } from "../../charts/bars";
import { Figure, On } from "../../figure";
import { number, percent } from "../../format";
import { settings } from "../../session";
import { Empty, Shown } from "../../states";
import { Table } from "../../table";
import { Choice, Filters, range } from "../../view";
import { ground } from "../overview/shapes";
import type { Visits as Answer } from "./shapes";
import { called } from "./words";

/** What visits can be parted by, and what that is called. */
const BY: [string, string][] = [
  ["device", "Device"],
  ["system", "System"],
  ["app", "In-app browser"],
  ["country", "Country"],
  ["region", "Region"],
  ["language", "Language"],
  ["referrer", "Came from"],
  ["channel", "Channel of landings"],
  ["kind", "Kind of visit"],
  ["verdict", "Verdict"],
  ["reason", "Reason of one request"],
  ["rejected", "Reason of a rejection"],
  ["placement", "Placement of a pixel"],
  ["post", "Post said by a pixel"],
  ["creator_label", "Creator said by a pixel"],
  ["campaign_label", "Campaign said by a pixel"],
  ["sub", "Private parameter"],
];
/** Bars that are drawn; the table has all. */
const DRAWN = 12;

type Row = Answer["rows"][number];
const KINDS: [keyof Row & string, string, string][] = [
  ["clicks", "Clicks", "Links that people followed."],
  ["landings", "Landings", "Pages of the shop that were reached from elsewhere."],
  ["pages", "Pages", "Further pages of the shop."],
  ["pixel_views", "Pixel views", "Pixels that people loaded."],
  ["flagged", "Flagged", "Not counted, with a reason."],
];

export function Visits() {
  const by = BY.some(([word]) => word === said("by")) ? said("by") : "device";
  const name = BY.find(([word]) => word === by)![1];
  const coming = useAnswer<Answer>("/v1/reports/visits", { by, ...range(), campaign_id: said("campaign"), limit: 1000 });
  return (
    <section aria-labelledby="visits">
      <h2 id="visits">Who came</h2>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Choice name="by" label="Parted by" options={BY} />
        <Filters only={["campaign"]} />
      </form>
      <Shown coming={coming} what="Visits">
        {(answer) =>
          answer.rows.length === 0 ? (
            <Empty>No visit of these days has a {name.toLowerCase()} to part by. Part by something else, or choose other days.</Empty>
          ) : (
            <On ground={ground(answer, settings.value!.today)}>
              <Bars
                title={`Visits by ${name.toLowerCase()}${answer.rows.length > DRAWN ? `, the first ${DRAWN} of ${answer.rows.length}` : ""}`}
                bars={answer.rows.slice(0, DRAWN).map((row) => ({
                  name: called(by, row.value),
                  parts: KINDS.map(([key, label]) => ({ name: label, value: row[key] as number })),
                  said: percent(answer.received > 0 ? row.gross / answer.received : null),
                }))}
              />
              <Table
                caption={`Visits by ${name.toLowerCase()}`}
                rows={answer.rows}
                id={(row) => row.value}
                file={`visits-${by}-${answer.from}-${answer.to}`}
                columns={[
                  { key: by, label: name, cell: (row) => called(by, row.value), by: (row) => called(by, row.value), csv: (row) => row.value },
                  { key: "gross", label: "All", number: true, cell: (row) => <Figure label={`All of ${called(by, row.value)}`} value={number(row.gross)} means="Counted and flagged together." />, by: (row) => row.gross },
                  ...KINDS.map(([key, label, means]) => ({ key, label, number: true, cell: (row: Row) => <Figure label={`${label} of ${called(by, row.value)}`} value={number(row[key] as number)} means={means} />, by: (row: Row) => row[key] as number })),
                ]}
              />
              <p class="notes">
                Of {number(answer.received)} visits that came; a percentage is of these. What a visit does not tell is none or not known: many apps and mail programs hide where somebody came from.
                {answer.next && " There are more values than are shown here; the API gives the rest."}
              </p>
            </On>
          )
        }
      </Shown>
    </section>
  );
}
