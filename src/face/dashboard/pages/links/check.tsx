// Checks a link now: each way that it leads, told in words with what to do about it (docs/check.md).
import { useRef, useState } from "preact/hooks";
import { Problem, ask, asProblem } from "../../api";
import { moment, words } from "../../format";
import { may, settings } from "../../session";
import { Trouble, Waiting } from "../../states";
import type { Check, Link, Target } from "./data";

/** What to do, by the word that a check says. */
const DO: Record<string, string> = {
  loop: "The shop's redirects go in a circle: ask whoever runs it to end them at a page, or name the last page as the destination.",
  too_many_hops: "Name the page at the end of the redirects as the destination.",
  timeout: "The shop was too slow; check again, and look at the page yourself.",
  connection_failed: "Nobody answered there: is the address right, and is the shop up?",
  name_not_found: "There is no such host: correct the destination's spelling.",
  tls_failed: "The shop's certificate is not accepted: visitors see a warning. Tell whoever runs the shop.",
  not_found: "The page is gone: name another destination.",
  server_error: "The shop failed; check again in some minutes, then tell whoever runs it.",
  bad_status: "The answer is no page: open the destination yourself.",
  bad_redirect: "A redirect of the shop leads to no address: tell whoever runs it.",
  scheme_not_allowed: "A redirect leads to something that is no page; name another destination.",
  private_address: "It leads into a private network: name a public address.",
  own_host: "It leads back to a short link: name the shop's page itself.",
  tags_lost: "A redirect drops the tags, so the shop's own analytics will not see them: name the last address as the destination, or ask for a redirect that keeps the query.",
  click_id_lost: "A redirect drops the click id, so orders cannot be tied to this link: name the last address as the destination, or ask for a redirect that keeps the query.",
  blocked: "The shop shuts machines out; people may get in. Open it yourself with a telephone.",
  not_followed: "This address is not asked from here; open it yourself.",
  left_the_web: "A redirect opens an app; try it with a telephone.",
  not_reached: "The check's time was used up before this way; check again later.",
  downgrade: "A redirect leads from https to http: name the https address.",
  page_cut: "The page's text did not come in time, so nobody can say whether it has the snippet.",
};

export const verdict = (check: Check | null | undefined): string =>
  !check ? "Not checked yet" : check.ok === true ? "Arrives" : check.ok === false ? "Fails" : "Cannot tell";

export function CheckNow({ link, checked }: { link: Link; checked: (check: Check) => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const working = useRef(false);
  const { check } = link;
  async function now() {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    setProblem(null);
    try {
      checked(await ask<Check>("POST", `/v1/links/${link.id}/check`));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      working.current = false;
      setBusy(false);
    }
  }
  return (
    <section class="panel" aria-label="Check">
      <h2>Does it arrive?</h2>
      <p class="hint">A check follows each of the link's ways as a telephone would and looks whether people, tags and click id arrive. It is no click. Every live link is checked once a day by itself.</p>
      {may("links:write") && (
        <button type="button" disabled={busy} onClick={() => void now()}>
          {busy ? "Checking; this can take half a minute" : "Check now"}
        </button>
      )}
      {busy && <Waiting what="The answers of the shop" />}
      {problem && <Trouble problem={problem} again={() => void now()} />}
      {check ? (
        <div data-check={String(check.ok)}>
          <p>
            <strong class={check.ok === false ? "wrong" : check.ok ? "good" : "warn"}>{verdict(check)}</strong>, looked at {moment(check.at, settings.value!.zone)}
            {check.failures > 1 && `; ${check.failures} times in a row, since ${moment(check.failing_since, settings.value!.zone)}`}.
          </p>
          {check.targets.map((target) => (
            <Way target={target} />
          ))}
        </div>
      ) : (
        !busy && <p>Nobody has checked this link yet.</p>
      )}
    </section>
  );
}

function Way({ target }: { target: Target }) {
  const told = [...target.problems, ...target.notes];
  const arrived = target.ok === true && `Arrives at ${target.final_host} (${target.final_status}).`;
  return (
    <div class="way">
      <h3>{target.for === "everybody" ? "For everybody" : `For ${target.for}`}</h3>
      {arrived && <p class="good">{arrived}</p>}
      <ul>
        {told.map(({ code, detail }) => (
          <li data-code={code}>
            <strong>{words(code)}.</strong> {detail} {DO[code] ?? ""}
          </li>
        ))}
        {target.tags && <li>{target.tags.lost.length + target.tags.changed.length === 0 ? "All tags arrive." : `Lost: ${target.tags.lost.join(", ") || "none"}; changed: ${target.tags.changed.join(", ") || "none"}.`}</li>}
        <li>{target.click_id === null ? "The click id was not looked for." : target.click_id === "kept" ? "The click id arrives." : `The click id is ${target.click_id}.`}</li>
        <li>{target.snippet === null ? "Nobody can say whether the page has the snippet." : target.snippet ? "The page loads the snippet." : "The snippet is not in the page's text; landings are not counted unless a tag manager puts it in later."}</li>
      </ul>
      <details>
        <summary>The way, {target.hops.length === 1 ? "one step" : `${target.hops.length} steps`}, {target.ms} ms</summary>
        <ol>
          {target.hops.map(({ status, address }) => (
            <li class="address">
              {status ?? "no answer"}: {address}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
