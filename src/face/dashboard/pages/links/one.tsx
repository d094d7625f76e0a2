// One link: how it stands, its code, its check, the form that changes it, and who changed what before.
import { useEffect, useRef, useState } from "preact/hooks";
import { place, to } from "../../address";
import { Problem, ask, asProblem, useAnswer } from "../../api";
import { Figure, On } from "../../figure";
import { moment, number } from "../../format";
import { may, settings } from "../../session";
import { Needs, Shown, Trouble } from "../../states";
import { Table } from "../../table";
import { CheckNow, verdict } from "./check";
import { type Link, differing, formOf, versionTag } from "./data";
import { LinkForm } from "./form";
import { useNamed } from "./pick";
import { Qr } from "./qr";

export function One({ id }: { id: string }) {
  const coming = useAnswer<Link>(`/v1/links/${id}`);
  const [newer, setNewer] = useState<Link | null>(null);
  useEffect(() => setNewer(null), [coming.data]);
  return (
    <Shown coming={coming} one what="The link" none={<>There is no such link. <a href={to(["links"])}>See all links</a>.</>}>
      {(read) => {
        // What a change or a check has answered since stands over what was read at first.
        const link = newer && newer.id === read.id ? { ...read, ...newer } : read;
        return <Open link={link} set={(over) => setNewer({ ...link, ...over })} again={coming.again} />;
      }}
    </Shown>
  );
}

const STATE: Record<string, string> = { archived: "Put away: it leads nowhere, its slug stays taken.", off: "Switched off: it leads nowhere.", early: "Has not begun yet.", over: "Is over.", live: "Live." };

/** In one word how a link stands at this moment. */
export function stateOf({ archived_at, enabled, starts_at, expires_at }: { archived_at: string | null; enabled: boolean; starts_at: string | null; expires_at: string | null }, now = Date.now()): string {
  if (archived_at) return "archived";
  if (!enabled) return "off";
  if (starts_at && Date.parse(starts_at) > now) return "early";
  return expires_at && Date.parse(expires_at) <= now ? "over" : "live";
}

function Open({ link, set, again }: { link: Link; set: (over: Partial<Link>) => void; again: () => void }) {
  const { zone } = settings.value!;
  const creator = useNamed("creators", String(link.creator_id));
  const state = stateOf(link);
  const { counts } = link;
  const [copied, setCopied] = useState(false);
  return (
    <>
      {place.value.query.has("made") && (
        <p class="state good" role="status">
          The link is made: {link.url}
        </p>
      )}
      <section class="panel" aria-label="The link">
        <h2 class="address">{link.url.replace(/^https?:\/\//, "")}</h2>
        <p>
          <span class={state === "live" ? "badge good" : "badge warn"}>{STATE[state]}</span> <span class={link.check?.ok === false ? "badge wrong" : "badge"}>{verdict(link.check)}</span>
        </p>
        <dl class="facts">
          <dt>Leads to</dt>
          <dd class="address">{link.target}</dd>
          <dt>Creator</dt>
          <dd>
            <a href={to(["creators", link.creator_id])}>{creator}</a>
          </dd>
          <dt>Clicks</dt>
          <dd>
            <On ground={{ as_of: counts?.as_of, basis: "quick counts, gross" }}>
              <Figure label="Clicks" value={number(counts?.clicks)} means="All clicks as they came, bots among them, as the edge counts them; reports count people, once." why={counts ? null : "not_kept"} />
              {" of which "}
              <Figure label="Valid clicks" value={number(counts?.valid_clicks)} means="Clicks that looked like people's when they came; the night takes out doubles." why={counts ? null : "not_kept"} /> by people,{" "}
              <Figure label="Pixel views" value={number(counts?.pixel_views)} means="Loads of the link's pixel." why={counts ? null : "not_kept"} /> pixel views
            </On>
          </dd>
          <dt>Version</dt>
          <dd>
            {link.version}, by {link.changed_by || "somebody unknown"}, {moment(link.updated_at, zone)}
          </dd>
        </dl>
        {link.warnings.map((warning) => (
          <p class="warn">{warning.detail}</p>
        ))}
        <p class="controls">
          <button
            type="button"
            class="quiet"
            onClick={() =>
              navigator.clipboard?.writeText(link.url).then(
                () => setCopied(true),
                () => setCopied(false),
              )
            }
          >
            {copied ? "Copied" : "Copy the address"}
          </button>
          <a href={`${link.url}+`} target="_blank" rel="noopener">
            What people see before they follow it
          </a>
        </p>
        {may("links:write") && <Away link={link} set={set} again={again} />}
      </section>
      <div class="columns">
        {link.archived_at === null && <Qr link={link} />}
        <CheckNow link={link} checked={(check) => set({ check })} />
      </div>
      <h2>Change it</h2>
      {link.archived_at ? <p class="state">A link that was put away is changed only once it is back.</p> : may("links:write") ? <LinkForm link={link} saved={(saved) => set(saved)} /> : <Needs scope="links:write" what="Changing it" />}
      <History id={link.id} version={link.version} />
    </>
  );
}

/** Puts the link away, or brings it back; asked twice, for what is printed stops working. */
function Away({ link, set, again }: { link: Link; set: (over: Partial<Link>) => void; again: () => void }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const working = useRef(false);
  async function act() {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    setProblem(null);
    const headers = { "if-match": versionTag(link) };
    try {
      if (link.archived_at) set(await ask<Link>("PATCH", `/v1/links/${link.id}`, { body: { archived: false }, headers }));
      else {
        await ask("DELETE", `/v1/links/${link.id}`, { headers });
        again();
      }
      setAsked(false);
    } catch (error) {
      const problem = asProblem(error);
      setProblem(problem.code === "changed_meanwhile" ? new Problem(412, problem.code, "This link was changed meanwhile.", "It is shown as it is now; look, and say it again.") : problem);
      if (problem.code === "changed_meanwhile") again();
    } finally {
      working.current = false;
      setBusy(false);
    }
  }
  return (
    <div>
      {problem && <Trouble problem={problem} />}
      {link.archived_at ? (
        <button type="button" disabled={busy} onClick={() => void act()}>
          Bring it back
        </button>
      ) : asked ? (
        <p class="controls">
          <span>It leads nowhere until somebody brings it back; its history stays.</span>
          <button type="button" class="danger" disabled={busy} onClick={() => void act()}>
            Put it away now
          </button>
          <button type="button" class="quiet" onClick={() => setAsked(false)}>
            Keep it
          </button>
        </p>
      ) : (
        <button type="button" class="quiet" onClick={() => setAsked(true)}>
          Put it away
        </button>
      )}
    </div>
  );
}

function History({ id, version }: { id: number; version: number }) {
  const coming = useAnswer<{ items: (Link & { at: string; by: string })[] }>(`/v1/links/${id}/history`);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== version) coming.again();
    seen.current = version;
  }, [version]);
  const { zone } = settings.value!;
  return (
    <>
      <h2>History</h2>
      <Shown coming={coming} what="The versions">
        {({ items }) => (
          <Table
            caption="Who changed what"
            rows={items}
            id={(row) => row.version}
            columns={[
              { key: "version", label: "Version", cell: (row) => row.version },
              { key: "at", label: "When", cell: (row) => moment(row.at, zone) },
              { key: "by", label: "Who", cell: (row) => row.by || "not known" },
              { key: "what", label: "What", cell: (row) => whatChanged(row, items.find((one) => one.version === row.version - 1)) },
              { key: "destination", label: "Led to", cell: (row) => <span class="address">{row.target}</span> },
            ]}
          />
        )}
      </Shown>
    </>
  );
}

/** What a version says else than the one before; its history says nothing of whose it was. */
function whatChanged(row: Link, before: Link | undefined): string {
  if (!before) return row.version === 1 ? "made" : "the newest that is kept before is not shown";
  const whole = (one: Link) => formOf({ ...one, utm: {}, creator_id: 0, campaign_id: null, post: null, platform: null, host: "", slug: "", external_id: null });
  const names = [...new Set(differing(whole(before), whole(row)).map((name) => name.split("/")[0]!))];
  if (before.archived_at !== row.archived_at) names.push(row.archived_at ? "put away" : "brought back");
  if (names.length === 0) names.push(before.target === row.target ? "whose it is, or its own name" : "tags");
  return names.join(", ").replaceAll("_", " ");
}

