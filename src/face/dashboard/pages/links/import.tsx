// Imports a file of links: every row is looked at before the first is stored, and a call that was lost is repeated under its key.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Problem, ask, asProblem } from "../../api";
import { download } from "../../csv";
import { number, words } from "../../format";
import { may, settings } from "../../session";
import { Needs, Trouble } from "../../states";
import { Table } from "../../table";
import { pieces, sent, text_of } from "../../../../../scripts/waymark_links_pieces.mjs";
import { useDraft } from "./draft";
import { Field } from "./field";
import { type Answered, COMING, type Raw, type Told, keyOf, rowsOf, sums, told } from "./import_rows";
import { PickOne } from "./pick";

interface Options {
  text: string;
  name: string;
  on_error: "stop" | "skip";
  creator: string;
  make_creators: boolean;
  host: string;
}

const NOTHING: Options = { text: "", name: "", on_error: "stop", creator: "", make_creators: false, host: "" };

export function Import() {
  const [kept, keep] = useDraft<Options>("links/import");
  const options = kept ?? NOTHING;
  const read = useMemo(() => rowsOf(options.text), [options.text]);
  const [work, setWork] = useState<{ what: "look" | "store"; done: number; of: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [looked, setLooked] = useState<Told[] | null>(null);
  const [stored, setStored] = useState<Told[]>([]);
  const [heard, setHeard] = useState<{ format: string; ignored: string[]; creators: string[] }>({ format: "", ignored: [], creators: [] });
  const [only, setOnly] = useState(false);
  const [finished, setFinished] = useState(false);
  const working = useRef<AbortController | null>(null);
  useEffect(() => () => working.current?.abort(), []);
  if (!may("links:write")) return <Needs scope="links:write" what="Importing links" />;

  // Whatever else is sent has to be looked at anew.
  const set = (over: Partial<Options>) => {
    keep({ ...options, ...over });
    setProblem(null);
    setStored([]);
    setFinished(false);
    if (Object.keys(over).some((name) => name !== "on_error")) setLooked(null);
  };
  const query = { creator: options.creator, make_creators: options.make_creators || null, host: options.host };
  const wrong = (looked ?? []).filter(({ status }) => status === "error");
  const good = (looked ?? []).filter(({ status }) => status !== "error");

  async function choose(file: File | undefined) {
    if (!file) return;
    const text = text_of(new Uint8Array(await file.arrayBuffer()));
    if (text === null) setProblem(new Problem(0, "not_utf8", `${file.name} is not UTF-8.`, "Save it as “CSV UTF-8” and choose it again."));
    // Every other byte of it is 0, and read as UTF-8 no column has a name that is known.
    else if (text.includes("\0")) setProblem(new Problem(0, "not_utf8", `${file.name} is UTF-16, not UTF-8.`, "Save it as “CSV UTF-8” and choose it again."));
    else set({ text, name: file.name });
  }

  /** Sends rows piece by piece, from where `before` ended; gives what became of them so far. */
  async function send(what: "look" | "store", header: Raw | null, rows: Raw[], before: Told[], tell: (all: Told[]) => void) {
    if (working.current) return;
    const leaving = (working.current = new AbortController());
    setProblem(null);
    let all = before;
    try {
      // Pieces are cut alike each time, so that what was sent has the same key.
      let passed = 0;
      for (const piece of pieces(rows, header) as Raw[][]) {
        passed += piece.length;
        if (passed <= all.length) continue;
        setWork({ what, done: all.length, of: rows.length });
        const { type, body, row_at } = sent(piece, header);
        const more = what === "look" ? { dry_run: true } : { on_error: options.on_error };
        const headers: Record<string, string> = what === "store" ? { "idempotency-key": await keyOf(body, JSON.stringify({ ...query, ...more })) } : {};
        const answered = await ask<Answered>("POST", "/v1/links/import", { query: { ...query, ...more }, body, type, headers, signal: leaving.signal }).catch((error) => {
          const refused = asProblem(error);
          if (refused.code !== "rows_rejected") throw error;
          // Something changed since the rows were looked at: this piece is not stored.
          setLooked((now) => (now ?? []).map((one) => (refused.said as unknown as Answered).items.map((item) => told(row_at(item.line ?? item.index ?? -1), item)).find(({ row, status }) => row === one.row && status === "error") ?? one));
          throw new Problem(422, "rows_rejected", "Some rows are wrong by now.", "The rows before them are stored, these and those behind are not; correct them, or store the others.");
        });
        all = [...all, ...answered.items.map((item) => told(row_at(item.line ?? item.index ?? -1) ?? piece[0]!, item))];
        setHeard((now) => ({ format: answered.format ?? now.format, ignored: [...new Set([...now.ignored, ...(answered.ignored ?? [])])], creators: [...new Set([...now.creators, ...(answered.creators_made ?? [])])] }));
        tell(all);
      }
      if (what === "store") setFinished(true);
    } catch (error) {
      if (!leaving.signal.aborted) setProblem(asProblem(error));
    } finally {
      working.current = null;
      setWork(null);
    }
  }

  /** The rows of the text; where there are none it is said why. */
  const held = () => {
    if (read.wrong) setProblem(read.wrong);
    return read.wrong ? null : read;
  };
  const look = (before: Told[]) => {
    const found = held();
    if (found) {
      if (before.length === 0) setHeard({ format: "", ignored: [], creators: [] });
      void send("look", found.header, found.rows, before, setLooked);
    }
  };
  const store = () => {
    const found = held();
    if (!found) return;
    const lines = new Set(good.map(({ row }) => row.line));
    void send("store", found.header, options.on_error === "skip" ? found.rows.filter(({ line }) => lines.has(line)) : found.rows, stored, setStored);
  };
  const refused = [...wrong, ...stored.filter(({ status }) => status === "error")];
  const repair = () => {
    const { header } = read;
    if (!header) return download("to-repair.json", `[\n${refused.map(({ row }) => row.raw).join(",\n")}\n]\n`, "application/json");
    const separator = /[,;\t]/.exec(header.raw)?.[0] ?? ",";
    const lines = refused.map(({ row, wrong }) => `"${`line ${row.line}: ${wrong}`.replaceAll('"', '""')}"${separator}${row.raw}`);
    download("to-repair.csv", `${[`problem${separator}${header.raw}`, ...lines].join("\r\n")}\r\n`);
  };
  const rest = looked !== null && problem !== null && stored.length === 0 && looked.length < read.rows.length;
  const shown = finished || stored.length > 0 ? [...wrong, ...stored] : looked ?? [];
  const listed = only ? shown.filter(({ wrong, notes }) => wrong || notes) : shown;
  return (
    <>
      <h2>Import links</h2>
      <p class="notes">
        A spreadsheet with a header saved as CSV, our own export, Bitly's or Dub's, or JSON. A row whose external_id, or host and slug, are known changes that link; empty cells leave what is there. Columns and formats are in <a href="/docs">the API's page</a>.
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          look([]);
        }}
      >
        <Field label="File" hint={options.name ? `${options.name}, ${number(options.text.length)} characters` : "CSV or JSON in UTF-8, of any length."}>
          {(ties) => <input {...ties} type="file" accept=".csv,.tsv,.txt,.json,.ndjson,text/csv,application/json" onChange={(event) => void choose(event.currentTarget.files?.[0])} />}
        </Field>
        <Field label="Or paste it" hint="With the line that names the columns.">
          {(ties) => <textarea {...ties} name="text" class="code" rows={6} spellcheck={false} value={options.text.length > 200_000 ? "" : options.text} placeholder={options.text.length > 200_000 ? "The file is too long to be shown here." : "destination,slug,creator"} onInput={(event) => set({ text: event.currentTarget.value, name: "" })} />}
        </Field>
        <div class="row">
          <PickOne kind="creators" label="Whose, where a row names nobody" none="Nobody: such rows are refused" value={options.creator} choose={(creator) => set({ creator })} />
          <Field label="Host, where a row names none">
            {(ties) => (
              <select {...ties} name="host" value={options.host} onChange={(event) => set({ host: event.currentTarget.value })}>
                <option value="">The first host</option>
                {settings.value!.hosts.map(({ host }) => (
                  <option value={host}>{host}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <label class="tick">
          <input type="checkbox" name="make_creators" checked={options.make_creators} onChange={(event) => set({ make_creators: event.currentTarget.checked })} /> Make creators that there are not, named as the rows name them
        </label>
        <fieldset>
          <legend>If some rows are wrong</legend>
          {(["stop", "skip"] as const).map((word) => (
            <label class="tick">
              <input type="radio" name="on_error" checked={options.on_error === word} onChange={() => set({ on_error: word })} /> {word === "stop" ? "Store nothing until all are right" : "Store the others, and give me the wrong ones to repair"}
            </label>
          ))}
        </fieldset>
        <p class="controls">
          <button disabled={work !== null || options.text.trim() === ""}>{work?.what === "look" ? "Looking" : "Look at every row first"}</button>
          {rest && (
            <button type="button" disabled={work !== null} onClick={() => look(looked!)}>
              Go on looking from row {number(looked!.length + 1)}
            </button>
          )}
          {looked && !rest && !finished && good.length > 0 && (
            <button type="button" disabled={work !== null || (options.on_error === "stop" && wrong.length > 0)} onClick={store}>
              {work?.what === "store" ? "Storing" : stored.length > 0 || (problem && problem.status === 0) ? `Go on from row ${number(stored.length + 1)}` : `Import ${number(options.on_error === "skip" ? good.length : looked.length)} rows`}
            </button>
          )}
          {refused.length > 0 && (
            <button type="button" class="quiet" onClick={repair}>
              Save the {number(refused.length)} refused rows to repair
            </button>
          )}
        </p>
        {work && (
          <label class="progress">
            <span>
              {number(work.done)} of {number(work.of)} rows {work.what === "look" ? "looked at" : "stored"}
            </span>
            <progress max={work.of} value={work.done} />
          </label>
        )}
        {problem && <Trouble problem={problem} />}
        {problem?.status === 0 && stored.length + (looked?.length ?? 0) > 0 && <p class="hint">What was stored stays. Going on repeats the lost call under its key, so that nothing is made twice; that also holds after a reload with the same file, for a day.</p>}
        <p role="status" data-import={finished ? "done" : looked && !work ? "looked" : ""}>
          {!work && looked && !finished && stored.length === 0 && `${sums(looked, true)}. Nothing is stored yet.`}
          {!work && looked && !finished && wrong.length > 0 && (good.length === 0 ? " Repair the rows and look again." : options.on_error === "stop" && " Repair the rows that are refused, or choose to store the others.")}
          {finished && `Done: ${sums([...stored, ...(options.on_error === "skip" ? wrong : [])], false)}.`}
          {heard.creators.length > 0 && ` Creators ${finished ? "made" : "to be made"}: ${heard.creators.slice(0, 20).join(", ")}.`}
          {heard.ignored.length > 0 && ` Columns that set nothing: ${heard.ignored.join(", ")}.`}
        </p>
      </form>
      {shown.length > 0 && (
        <>
          <label class="tick">
            <input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} /> Only rows of which something is to be said
          </label>
          <Table
            caption={finished || stored.length > 0 ? "What became of each row" : "What would become of each row"}
            rows={listed}
            id={({ row }) => row.line}
            sort="line"
            file="import-rows"
            columns={[
              { key: "line", label: read.header ? "Line" : "Row", number: true, cell: ({ row }) => row.line, by: ({ row }) => row.line },
              { key: "outcome", label: "Outcome", cell: ({ status }) => <span class={status === "error" ? "wrong" : undefined}>{words((stored.length > 0 && status !== "error" ? null : COMING[status]) ?? status)}</span>, by: ({ status }) => status },
              { key: "link", label: "Link", cell: ({ url }) => url?.replace(/^https?:\/\//, "") ?? "", by: ({ url }) => url },
              { key: "wrong", label: "What is wrong", cell: ({ wrong }) => wrong && <span class="wrong told">{wrong}</span>, by: ({ wrong }) => wrong || null },
              { key: "notes", label: "What is odd", cell: ({ notes }) => notes && <span class="told">{notes}</span>, by: ({ notes }) => notes || null },
            ]}
          />
        </>
      )}
    </>
  );
}
