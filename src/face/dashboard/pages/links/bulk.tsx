// Changes what is chosen, up to a thousand links a call, and tells the outcome of each.
import { effect, signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { Problem, ask, asProblem } from "../../api";
import { number, words } from "../../format";
import { settings } from "../../session";
import { Trouble } from "../../states";
import { Table } from "../../table";
import { instant } from "./data";
import { fresh } from "./draft";
import { Field } from "./field";
import { PickOne } from "./pick";

/** What is chosen: the versions by id, so that a bulk change overwrites nobody's. It stays while pages are turned. */
export const chosen = signal<Map<number, { version: number; url: string }>>(new Map());
// Who signs out leaves no choice to the next key.
effect(() => {
  if (!settings.value) chosen.value = new Map();
});

/** The most links of a call. */
const MOST = 1_000;

interface Item {
  index: number;
  status: string;
  id: number | null;
  errors?: { pointer?: string; code: string; detail: string }[];
}

/** What became of one link. */
interface Told {
  id: number;
  url: string;
  status: string;
  code: string;
  detail: string;
}

type Change = Record<string, unknown> | null;

/** What can be done, by its word: how it is called, and the change that the typed value makes; null puts away. */
const ACTS: Record<string, { label: string; body: (value: string) => Change }> = {
  campaign_id: { label: "Campaign", body: (id) => ({ campaign_id: id === "" ? null : Number(id) }) },
  enabled: { label: "Switch on or off", body: (value) => ({ enabled: value !== "off" }) },
  expires_at: { label: "When it ends", body: (at) => ({ expires_at: at === "" ? null : instant(at) }) },
  expired_destination: { label: "Where it leads when it is over", body: (address) => ({ expired_destination: address.trim() || null }) },
  utm_preset: { label: "How tags are derived", body: (word) => ({ utm_preset: word || null }) },
  query_policy: { label: "Tags that a visitor brings", body: (word) => ({ query_policy: word || null }) },
  platform: { label: "Platform", body: (word) => ({ platform: word.trim() || null }) },
  archive: { label: "Put away", body: () => null },
  restore: { label: "Bring back", body: () => ({ archived: false }) },
};

const HINTS: Record<string, string> = {
  changed_meanwhile: "Somebody else changed it since this list was read: look at it, choose it again and repeat.",
  link_in_use: "It was clicked already, so this is fixed; make another link.",
};

export function Bulk({ done }: { done: () => void }) {
  const [act, setAct] = useState("campaign_id");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [told, setTold] = useState<Told[]>([]);
  const attempt = useRef({ body: "", key: "" });
  const working = useRef(false);
  const count = chosen.value.size;
  if (count === 0 && told.length === 0) return <p class="notes">Choose links by their boxes to change several at once.</p>;

  async function run() {
    if (working.current || count === 0) return;
    working.current = true;
    setBusy(true);
    setProblem(null);
    setTold([]);
    const body = ACTS[act]!.body(value);
    const all = [...chosen.value];
    const outcomes: Told[] = [];
    try {
      for (let from = 0; from < all.length; from += MOST) {
        const piece = all.slice(from, from + MOST);
        const text = JSON.stringify(piece.map(([id, { version }]) => ({ id, version, ...body })));
        // A repeat of the very same call has the same key, so that a lost answer is given again.
        const whole = `${body === null ? "DELETE" : "PATCH"} ${text}`;
        if (attempt.current.body !== whole) attempt.current = { body: whole, key: fresh() };
        const { items } = await ask<{ items: Item[] }>(body === null ? "DELETE" : "PATCH", "/v1/links/bulk", { body: text, type: "application/json", headers: { "idempotency-key": attempt.current.key } });
        const left = new Map(chosen.value);
        for (const item of items) {
          const [id, { url }] = piece[item.index]!;
          const [error] = item.errors ?? [];
          outcomes.push({ id, url, status: item.status, code: error?.code ?? "", detail: error ? `${error.detail} ${HINTS[error.code] ?? ""}` : "" });
          // What is done is chosen no more, nor what must be looked at first; what else was refused stays, to be tried again.
          if (item.status !== "error" || error?.code === "changed_meanwhile") left.delete(id);
        }
        chosen.value = left;
        setTold([...outcomes]);
      }
      done();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      working.current = false;
      setBusy(false);
      setAsked(false);
    }
  }
  const sums = Object.entries(group(told)).map(([status, n]) => `${number(n)} ${status === "error" ? "refused" : status}`);
  return (
    <section class="panel" aria-label="Change what is chosen">
      <h2>Change what is chosen</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (act === "archive" && !asked) setAsked(true);
          else void run();
        }}
      >
        <p>
          {number(count)} chosen.{" "}
          <button type="button" class="quiet" onClick={() => (chosen.value = new Map())}>
            Choose none
          </button>
        </p>
        <div class="row">
          <Field label="What">
            {(ties) => (
              <select
                {...ties}
                name="act"
                value={act}
                onChange={(event) => {
                  setAct(event.currentTarget.value);
                  setValue("");
                  setAsked(false);
                }}
              >
                {Object.entries(ACTS).map(([word, { label }]) => (
                  <option value={word}>{label}</option>
                ))}
              </select>
            )}
          </Field>
          <Value act={act} value={value} set={setValue} />
        </div>
        {asked && <p class="warn">These addresses will lead nowhere until they are brought back. Press again to do it.</p>}
        {problem && <Trouble problem={problem} />}
        <p>
          <button disabled={busy || count === 0} class={asked ? "danger" : undefined}>
            {busy ? "Changing" : asked ? `Put ${number(count)} away now` : problem ? "Try again" : `Change ${number(count)}`}
          </button>
        </p>
      </form>
      <p role="status">{told.length > 0 && `${sums.join(", ")}.`}</p>
      {told.length > 0 && (
        <Table
          caption="What became of each"
          rows={told}
          id={({ id }) => id}
          file="bulk-outcomes"
          columns={[
            { key: "url", label: "Link", cell: ({ url }) => url.replace(/^https?:\/\//, ""), by: ({ url }) => url },
            { key: "status", label: "Outcome", cell: ({ status }) => (status === "error" ? <span class="wrong">Refused</span> : words(status)), by: ({ status }) => status },
            { key: "why", label: "Why", cell: ({ detail }) => detail && <span class="told">{detail}</span>, by: ({ code }) => code || null, csv: ({ code, detail }) => (code ? `${code}: ${detail}` : "") },
          ]}
        />
      )}
    </section>
  );
}

const group = (told: Told[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { status } of told) sums[status] = (sums[status] ?? 0) + 1;
  return sums;
};

function Value({ act, value, set }: { act: string; value: string; set: (value: string) => void }) {
  const choose = (label: string, options: [string, string][]) => (
    <Field label={label}>
      {(ties) => (
        <select {...ties} name="value" value={value} onChange={(event) => set(event.currentTarget.value)}>
          {options.map(([word, text]) => (
            <option value={word}>{text}</option>
          ))}
        </select>
      )}
    </Field>
  );
  const line = (label: string, hint: string, moment = false) => (
    <Field label={label} hint={hint}>
      {(ties) => <input {...ties} {...(moment ? { type: "datetime-local", step: 1 } : { type: "text" })} name="value" value={value} onInput={(event) => set(event.currentTarget.value)} />}
    </Field>
  );
  if (act === "campaign_id") return <PickOne make kind="campaigns" label="To campaign" none="No campaign" value={value} choose={set} />;
  if (act === "enabled") return choose("To", [["", "On"], ["off", "Off: it leads nowhere"]]);
  if (act === "utm_preset") return choose("To", [["", "As the host says"], ["platform", "Platform"], ["creator", "Creator"], ["campaign", "Campaign"]]);
  if (act === "query_policy") return choose("To", [["", "As the host says"], ["link_wins", "Fill what the link leaves open"], ["visitor_wins", "Stand in place of the link's"], ["drop", "Go no further"]]);
  if (act === "expires_at") return line(`Ends (${settings.value!.zone})`, "Empty: never.", true);
  if (act === "expired_destination") return line("Address", "Empty: to what the host shows for dead links.");
  if (act === "platform") return line("To platform", "Empty: none.");
  return null;
}
