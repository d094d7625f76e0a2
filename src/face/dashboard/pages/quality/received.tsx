// That nothing was lost: what came, what was counted, and what became of the rest.
import { Bars } from "../../charts/bars";
import { Figure } from "../../figure";
import { number, percent, words } from "../../format";
import { Table } from "../../table";
import type { Quality } from "./shapes";
import { REASONS, VERDICTS } from "./words";

export function Received({ answer }: { answer: Quality }) {
  const { received, counted, flagged, rejected } = answer;
  const parts = [
    { name: "counted", value: counted, means: "Visits of people, each counted once: clicks, landings, pages and pixel views." },
    { name: "flagged", value: flagged, means: "Kept with their reason, and in no figure: bots, previews, repeats and the like." },
    { name: "rejected", value: rejected, means: "Sent by a page and not taken, for what was wrong with it. Nothing of what was sent is kept but that." },
  ];
  return (
    <section class="panel" aria-labelledby="received">
      <h2 id="received">What came, and what was counted</h2>
      <p class="equation">
        <span>
          <Figure strong label="Received" value={number(received)} means="Every request to a link, a pixel or the snippet's door, whoever sent it." /> received
        </span>
        {parts.map(({ name, value, means }, n) => (
          <>
            <span aria-hidden="true">{n === 0 ? "=" : "+"}</span>
            <span>
              <Figure strong label={words(name)} value={number(value)} means={means} /> {name}
            </span>
          </>
        ))}
      </p>
      <Bars title="Of all that was received" bars={[{ name: "Share", parts, said: received > 0 ? `${percent(counted / received)} counted` : "" }]} />
      <p class="notes">
        {counted + flagged + rejected === received ? "It adds up to the last one." : "It does not add up: the answer says so itself. Tell whoever runs this service."} Nothing that was flagged is deleted: where a rule changes, every kept day is judged anew.
      </p>
    </section>
  );
}

interface Reason {
  word: string;
  name: string;
  count: number;
  means: string;
}

/** Words with their counts, the most frequent first, without those that never came. */
const some = (counts: Record<string, number>, name: (word: string) => string, means: (word: string) => string): Reason[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => ({ word, name: name(word), count, means: means(word) }))
    .sort((a, b) => b.count - a.count);

export function Reasons({ answer }: { answer: Quality }) {
  const verdicts = some(answer.flagged_by_verdict, (word) => VERDICTS[word]?.[0] ?? words(word), (word) => VERDICTS[word]?.[1] ?? "");
  const reason = (counts: Record<string, number>) => some(counts, words, (word) => REASONS[word] ?? "");
  const table = (caption: string, rows: Reason[], label: string, file: string) =>
    rows.length > 0 && (
      <Table
        caption={caption}
        rows={rows}
        id={(row) => row.word}
        file={`${file}-${answer.from}-${answer.to}`}
        columns={[
          { key: "word", label, cell: (row) => row.name, by: (row) => row.word },
          { key: "count", label: "Visits", number: true, cell: (row) => <Figure label={row.name} value={number(row.count)} means={row.means} />, by: (row) => row.count },
          { key: "share", label: "Of received", number: true, cell: (row) => percent(row.count / answer.received, 2), csv: (row) => row.count / answer.received },
          { key: "means", label: "What it means", cell: (row) => row.means, csv: (row) => row.means },
        ]}
      />
    );
  return (
    <>
      {table("Flagged, by what they were", verdicts, "What", "flagged")}
      <div class="columns">
        {table("Flagged, by how it shows in one request", reason(answer.flagged_by_reason), "Reason", "reasons")}
        {table("Rejected, by what was wrong", reason(answer.rejected_by_reason), "Reason", "rejected")}
      </div>
      {answer.flagged > 0 && <p class="notes">Repeats and too many clicks take more than one request to see, so they have no reason of a single one.</p>}
    </>
  );
}
