// The audit of tags: what clicks really carried, with a score and what was most likely meant (docs/reports/utm.md).
import { change, said, to } from "../../address";
import { useAnswer } from "../../api";
import { Figure, On } from "../../figure";
import { NONE, number, percent, words } from "../../format";
import { Empty, Shown } from "../../states";
import { Table } from "../../table";
import { Choice, Days, filters, range } from "../../view";
import { TAGS } from "./data";

interface Value {
  key: string;
  value: string | null;
  state: string;
  clicks: number;
  clicks_gross: number;
  share: number | null;
  links: number;
  brought: number;
  against: number;
  known: boolean | null;
  issues: string[];
  suggested: string | null;
  near: string[];
}

interface Worst {
  link: { id: number; host: string; slug: string };
  clicks: number;
  score: number | null;
  missing: Record<string, number>;
  values: { key: string; value: string | null; suggested?: string | null }[];
  unassigned: number;
}

interface Report {
  from: string;
  to: string;
  as_of: string | null;
  score: number | null;
  clicks: number;
  clicks_gross: number;
  brought: number;
  against: number;
  unassigned: number;
  parts: Record<string, { of: number; as_it_should_be: number; share: number | null; weight: number }>;
  unassigned_pairs: { source: string | null; medium: string | null; clicks: number }[];
  rows: (Value & Worst)[];
  next: string | null;
}

const PARTS: Record<string, [string, string]> = {
  complete: ["Tags that should be there", "Of the required tags of all clicks, those that were there."],
  canonical: ["Spelled as they should be", "Of the tags that were there, those with nothing wrong in their spelling."],
  known: ["Known words", "Of the tags of which somebody says whether they are known, those that are."],
  assigned: ["Filed by Google Analytics", "Of the clicks with a source or medium, those with a default channel."],
};

const ROWS = 100;

export function Audit() {
  const by = said("tags_by") === "link" ? "link" : "value";
  const coming = useAnswer<Report>("/v1/reports/utm", { ...range(), ...filters("campaign", "platform"), by, key: by === "value" ? said("tag") : null, limit: ROWS, cursor: said("cursor") });
  return (
    <>
      <h2>What clicks carried</h2>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Choice name="tags_by" label="Row by row" options={[["", "By value"], ["link", "By link, worst first"]]} />
        {by === "value" && <Choice name="tag" label="Tag" options={[["", "All tags"], ...TAGS.map((tag): [string, string] => [tag, words(tag)])]} />}
      </form>
      <Shown coming={coming} one what="The audit">
        {(report) =>
          report.clicks_gross === 0 ? (
            <Empty>Nobody clicked in these days; choose others.</Empty>
          ) : (
            <On ground={{ ...report, basis: "valid clicks" }}>
              <Score report={report} />
              {by === "link" ? <ByLink report={report} /> : <ByValue report={report} />}
              <p class="controls">
                {said("cursor") && (
                  <button type="button" class="quiet" onClick={() => change({ cursor: null })}>
                    First page
                  </button>
                )}
                {report.next && (
                  <button type="button" class="quiet" onClick={() => change({ cursor: report.next })}>
                    Next page
                  </button>
                )}
              </p>
            </On>
          )
        }
      </Shown>
      <p class="notes">The score is of the clicks that came, not of the links as they stand today: a link that was corrected yesterday still has last week's clicks. It says nothing about whether the creators did well.</p>
    </>
  );
}

function Score({ report }: { report: Report }) {
  return (
    <>
      <ul class="tiles">
        <li class="tile">
          <div class="name">Score</div>
          <div class="value">
            <Figure label="Score of tags" value={number(report.score)} means="The mean of the four shares beside, by their weights; 100 is best." why={report.score === null ? "no_clicks" : null} />
          </div>
          <div class="change">of {number(report.clicks)} valid clicks</div>
        </li>
        {Object.entries(report.parts).map(([name, part]) => (
          <li class="tile">
            <div class="name">{PARTS[name]?.[0] ?? words(name)}</div>
            <div class="value">
              <Figure label={PARTS[name]?.[0] ?? words(name)} value={percent(part.share)} means={`${PARTS[name]?.[1] ?? ""} It weighs ${part.weight} in the score.`} why={part.share === null ? "no_clicks" : null} />
            </div>
            <div class="change">
              {number(part.as_it_should_be)} of {number(part.of)}
            </div>
          </li>
        ))}
      </ul>
      {report.unassigned_pairs.length > 0 && (
        <p>
          Google Analytics has no channel for {report.unassigned_pairs.map(({ source, medium, clicks }) => `${source ?? "no source"} / ${medium ?? "no medium"} (${number(clicks)} clicks)`).join(", ")}.
        </p>
      )}
    </>
  );
}

/** What stands where a tag has no value. */
const named = ({ value, state }: Value): string => value ?? (state === "not_known" ? "not known" : "missing");

const ByValue = ({ report }: { report: Report }) => (
  <Table
    caption="Values of tags"
    rows={report.rows as Value[]}
    id={(row) => `${row.key} ${row.state} ${row.value}`}
    file={`tags-${report.from}-${report.to}`}
    columns={[
      { key: "key", label: "Tag", cell: (row) => words(row.key), by: (row) => row.key },
      { key: "value", label: "Value", cell: (row) => (row.value === null ? <em>{named(row)}</em> : row.value), by: (row) => row.value ?? named(row) },
      { key: "clicks", label: "Clicks", number: true, cell: (row) => <Figure label={`Clicks with ${row.key} ${named(row)}`} value={number(row.clicks)} means="Valid clicks that carried it." />, by: (row) => row.clicks },
      { key: "share", label: "Share", number: true, cell: (row) => percent(row.share), by: (row) => row.share },
      { key: "links", label: "Links", number: true, cell: (row) => number(row.links), by: (row) => row.links },
      { key: "brought", label: "Brought", means: "Clicks whose visitor brought this value.", number: true, cell: (row) => number(row.brought), by: (row) => row.brought },
      { key: "known", label: "Known", cell: (row) => (row.known === null ? NONE : row.known ? "yes" : <span class="warn">no</span>), by: (row) => (row.known === null ? null : row.known ? "yes" : "no") },
      { key: "issues", label: "What is odd", cell: (row) => <span class={row.issues.length > 0 ? "warn" : undefined}>{row.issues.map(words).join(", ") || NONE}</span>, by: (row) => row.issues.join(" ") || null },
      { key: "suggested", label: "Most likely meant", cell: (row) => row.suggested ?? NONE, by: (row) => row.suggested },
      { key: "near", label: "Nearly the same", cell: (row) => row.near.join(", ") || NONE, by: (row) => row.near.join(" ") || null },
    ]}
  />
);

const ByLink = ({ report }: { report: Report }) => (
  <Table
    caption="Links, worst first"
    rows={report.rows as Worst[]}
    id={(row) => row.link.id}
    file={`tags-by-link-${report.from}-${report.to}`}
    columns={[
      { key: "link", label: "Link", cell: (row) => <a href={to(["links", row.link.id], { tags_by: null, cursor: null })}>{row.link.slug}</a>, by: (row) => row.link.slug },
      { key: "score", label: "Score", number: true, cell: (row) => <Figure label={`Score of ${row.link.slug}`} value={number(row.score)} means="As above, of this link's clicks alone." why={row.score === null ? "no_clicks" : null} />, by: (row) => row.score },
      { key: "clicks", label: "Clicks", number: true, cell: (row) => <Figure label={`Clicks of ${row.link.slug}`} value={number(row.clicks)} means="Valid clicks of these days." />, by: (row) => row.clicks },
      { key: "missing", label: "Missing", cell: (row) => Object.entries(row.missing).filter(([, n]) => n > 0).map(([tag, n]) => `${tag} ${number(n)}`).join(", ") || NONE },
      { key: "values", label: "What is odd", cell: (row) => row.values.map(({ key, value, suggested }) => `${key} “${value}”${suggested ? ` (rather “${suggested}”)` : ""}`).join(", ") || NONE },
      { key: "unassigned", label: "Without a channel", number: true, cell: (row) => number(row.unassigned), by: (row) => row.unassigned },
    ]}
  />
);
