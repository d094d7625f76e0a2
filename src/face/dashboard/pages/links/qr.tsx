// The link's QR code as the Worker draws it, with its size, margin, level and the word that tells this print from others.
import { useEffect, useState } from "preact/hooks";
import { Problem, address, ask, asProblem } from "../../api";
import { download } from "../../csv";
import { settings } from "../../session";
import { Trouble, Waiting } from "../../states";
import type { Link } from "./data";
import { Field } from "./field";

const LEVELS: [string, string][] = [
  ["L", "L: 7 % may be covered"],
  ["M", "M: 15 % may be covered"],
  ["Q", "Q: 25 % may be covered"],
  ["H", "H: 30 % may be covered"],
];
/** How long nobody may have typed before a picture is asked for, milliseconds. */
const PAUSE = 250;

export function Qr({ link }: { link: Link }) {
  const [size, setSize] = useState("512");
  const [margin, setMargin] = useState("4");
  const [ecc, setEcc] = useState("M");
  const [sub, setSub] = useState("qr");
  const [kind, setKind] = useState("svg");
  const query = { size, margin, ecc, sub };
  const path = address(`${new URL(link.url).pathname}.qr.${kind}`, query);
  const here = new URL(link.url).host === location.host;
  const [{ of, picture, problem }, set] = useState<{ of: string; picture: { blob: Blob; address: string } | null; problem: Problem | null }>({ of: "", picture: null, problem: null });
  const [round, again] = useState(0);
  useEffect(() => {
    if (!here) return;
    const leaving = new AbortController();
    let made: string | null = null;
    const pause = setTimeout(() => {
      // With the key: whoever may read links can print a code before its link begins.
      ask<Blob>("GET", path, { accept: "image/*", bytes: true, signal: leaving.signal })
        .then((blob) => set({ of: path, picture: { blob, address: (made = URL.createObjectURL(blob)) }, problem: null }))
        .catch((error) => {
          if (!leaving.signal.aborted) set({ of: path, picture: null, problem: asProblem(error) });
        });
    }, PAUSE);
    return () => {
      clearTimeout(pause);
      leaving.abort();
      if (made) setTimeout(() => URL.revokeObjectURL(made!), 1_000);
    };
  }, [path, here, round, link.version]);
  const wrong = (name: string) => (of === path && problem?.at(name)) || "";
  const name = `${link.slug.replaceAll("/", "-")}-${sub || "qr"}.${kind}`;
  const mode = settings.value!.hosts.find(({ host }) => host === link.host)?.mode;
  return (
    <section class="panel qr" aria-label="QR code">
      <h2>QR code</h2>
      <p class="hint">
        Scans are counted under this word: the report of visits shows them beside taps, and posters beside flyers where you print another word on each. Test a print with a telephone before you order many.
      </p>
      <div class="row">
        <Field label="Word for this print (sub)" hint="1 to 64 of letters, digits and . _ - ~" wrong={wrong("sub")}>
          {(ties) => <input {...ties} name="sub" value={sub} onInput={(event) => setSub(event.currentTarget.value)} />}
        </Field>
        <Field label="Size in points" hint="32 to 2048" wrong={wrong("size")}>
          {(ties) => <input {...ties} name="size" inputMode="numeric" value={size} onInput={(event) => setSize(event.currentTarget.value)} />}
        </Field>
        <Field label="White margin" hint="0 to 16 squares; scanners want 4" wrong={wrong("margin")}>
          {(ties) => <input {...ties} name="margin" inputMode="numeric" value={margin} onInput={(event) => setMargin(event.currentTarget.value)} />}
        </Field>
        <Field label="Strength" wrong={wrong("ecc")}>
          {(ties) => (
            <select {...ties} name="ecc" value={ecc} onChange={(event) => setEcc(event.currentTarget.value)}>
              {LEVELS.map(([value, text]) => (
                <option value={value}>{text}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Kind of file" hint={kind === "svg" ? "Lines, for print of any size" : "Points, for everything else"}>
          {(ties) => (
            <select {...ties} name="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
              <option value="svg">SVG</option>
              <option value="png">PNG</option>
            </select>
          )}
        </Field>
      </div>
      {!here ? (
        <p class="state">
          The code is drawn by the link's own host, {link.host}, and this page may show nothing of another host:{" "}
          <a href={address(`${link.url}.qr.${kind}`, query)} target="_blank" rel="noopener">
            open the picture there
          </a>{" "}
          and save it (it is drawn as soon as the link has begun).
          {mode === "links" && (
            <>
              {" "}
              Or <a href={`https://${link.host}/dashboard/links/${link.id}`} target="_blank" rel="noopener">open this page on {link.host}</a>, with your key, and see it here.
            </>
          )}
        </p>
      ) : of !== path ? (
        <Waiting one what="The picture" />
      ) : picture ? (
        <>
          <img src={picture.address} class="code-picture" alt={`QR code of ${link.url}, counted as ${sub || "qr"}`} />
          <p class="controls">
            <button type="button" onClick={() => download(name, picture.blob)}>
              Save {name}
            </button>
          </p>
        </>
      ) : problem?.status === 422 ? (
        <p class="wrong">The picture is not drawn: what is wrong is said at its field.</p>
      ) : (
        problem && <Trouble problem={problem.status === 404 ? new Problem(404, "not_found", "There is no code for this link.", "It was put away; bring it back first.") : problem} again={() => again(round + 1)} />
      )}
    </section>
  );
}
