// Who a creator is: name, handle, aliases, and the way to change them.
import { useState } from "preact/hooks";
import { to } from "../../address";
import { type Problem, answer, asProblem, useAnswer } from "../../api";
import { moment } from "../../format";
import { may, settings } from "../../session";
import { Shown, Trouble } from "../../states";
import { useTitle } from "../../title";

interface Known {
  id: number;
  name: string;
  handle: string;
  aliases: string[];
  version: number;
  created_at: string;
  archived_at: string | null;
}

/** `name` is the one that the reports have, for keys that may read these alone. */
export function Who({ id, name }: { id: number; name?: string }) {
  const coming = useAnswer<Known>(may("links:read") ? `/v1/creators/${id}` : null);
  if (!may("links:read")) return <Named name={name ?? `Creator ${id}`} />;
  return (
    <Shown coming={coming} one what="The creator" none={<>There is no such creator. <a href={to(["creators"])}>See all creators</a>.</>}>
      {(known) => <Card key={known.version} known={known} again={coming.again} />}
    </Shown>
  );
}

function Named({ name }: { name: string }) {
  useTitle(name);
  return (
    <section class="panel">
      <h2>
        <bdi>{name}</bdi>
      </h2>
      <p class="notes">Handle and other names need a key with the scope links:read.</p>
    </section>
  );
}

function Card({ known, again }: { known: Known; again: () => void }) {
  const [open, setOpen] = useState(false);
  useTitle(known.name);
  return (
    <section class="panel">
      <h2>
        <bdi>{known.name}</bdi>
      </h2>
      <p>
        Handle <bdi>{known.handle}</bdi>. {known.aliases.length > 0 ? <>Also known as <bdi>{known.aliases.join(", ")}</bdi>. </> : "No other names. "}
        Here since {moment(known.created_at, settings.value?.zone)}.{known.archived_at && ` Put away on ${moment(known.archived_at, settings.value?.zone)}: the links live on.`}
      </p>
      {open ? (
        <Change known={known} done={again} close={() => setOpen(false)} />
      ) : may("links:write") ? (
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          Change name or aliases
        </button>
      ) : (
        <p class="notes">Changing names takes a key with the scope links:write.</p>
      )}
    </section>
  );
}

function Change({ known, done, close }: { known: Known; done: () => void; close: () => void }) {
  const [name, setName] = useState(known.name);
  const [aliases, setAliases] = useState(known.aliases.join("\n"));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function save(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const list = aliases.split("\n").map((line) => line.trim()).filter(Boolean);
      await answer("PATCH", `/v1/creators/${known.id}`, { body: { name, aliases: list }, headers: { "if-match": `"${known.version}"` } });
      done();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }
  const wrong = (field: string) => problem?.faults.some(({ pointer }) => pointer?.startsWith(field)) || undefined;
  return (
    <form class="form" onSubmit={(event) => void save(event)}>
      <label>
        <span>Name</span>
        <input value={name} required maxLength={200} dir="auto" aria-invalid={wrong("/name")} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label>
        <span>Other names, one a line: what answers of surveys and tables may call them</span>
        <textarea value={aliases} dir="auto" aria-invalid={wrong("/aliases")} onInput={(event) => setAliases(event.currentTarget.value)} />
      </label>
      {problem && <Trouble problem={problem} />}
      <p>
        <button type="submit" disabled={busy}>
          {busy ? "Saving" : "Save"}
        </button>{" "}
        <button type="button" class="quiet" onClick={close}>
          Leave it as it is
        </button>
      </p>
    </form>
  );
}
