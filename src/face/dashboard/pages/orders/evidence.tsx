// The evidence of an order as a line through time, the path it makes, and how each model splits the order along it.
import { to } from "../../address";
import { Figure } from "../../figure";
import { moment, money, number, percent, words } from "../../format";
import { settings } from "../../session";
import { Table } from "../../table";
import type { Decision, Piece, Share, Step } from "./facts";

/** What a piece of evidence is, in words. */
const KINDS: Record<string, string> = {
  click: "A click that came with it",
  lead_click: "A click that came with the lead",
  customer_click: "A click of the same customer earlier",
  visitor_click: "A click of the same visitor",
  view: "A pixel view",
  other: "A visit by another channel",
  code: "A code that it carried",
  survey: "What the customer answered",
};

const UNITS: [number, string][] = [[86_400, "days"], [3_600, "hours"], [60, "minutes"], [1, "seconds"]];

/** How long before, in the largest unit of which there are two. */
function before(seconds: number, what: string): string {
  const away = Math.abs(seconds);
  const unit = UNITS.find(([size]) => away >= 2 * size);
  const long = unit ? `${number(Math.floor(away / unit[0]), 0)} ${unit[1]}` : "a moment";
  return `${long} ${seconds < 0 ? "after" : "before"} the ${what}`;
}

const Creator = ({ of }: { of: Piece["creator"] | undefined }) => (of ? <a href={to(["creators", of.id])}><bdi>{of.name}</bdi></a> : <>nobody</>);

function About({ of }: { of: { link?: Piece["link"]; channel?: string | null; code?: string | null } }) {
  if (of.code) return <> <bdi>{of.code}</bdi></>;
  if (of.channel) return <> <bdi>{of.channel}</bdi></>;
  if (of.link) return <> on <a href={to(["links", of.link.id])}>{`${of.link.host}/${of.link.slug}`}</a></>;
  return null;
}

/** Oldest first; what has no time of its own, a code or an answer, stands at the order. */
const inTime = (pieces: Piece[]): Piece[] => [...pieces].sort((one, other) => (one.at ? Date.parse(one.at) : Infinity) - (other.at ? Date.parse(other.at) : Infinity) || 0);

export function Evidence({ decision, what, at }: { decision: Decision; what: string; at: string | null }) {
  return (
    <section class="panel">
      <h2>Evidence, oldest first</h2>
      {decision.evidence.length === 0 ? (
        <p>There is none: no click, no code and no answer came with it or can be tied to it.</p>
      ) : (
        <ol class="timeline">
          {inTime(decision.evidence).map((piece) => (
            <li class={piece.decided ? "decided" : undefined}>
              <p>
                {piece.decided && <span class="badge good">Decided</span>} <strong>{KINDS[piece.kind] ?? words(piece.kind)}</strong>
                <About of={piece} />
                {piece.kind !== "other" && (
                  <>
                    , of <Creator of={piece.creator} />
                  </>
                )}
              </p>
              <p class="moment">
                {piece.at ? `${moment(piece.at, settings.value?.zone)}, ${before(piece.age_seconds ?? 0, what)}` : `with the ${what}${at ? `, ${moment(at, settings.value?.zone)}` : ""}`}
              </p>
              {piece.lost_because && <p>It did not decide. {piece.lost_because.detail}</p>}
              {piece.flag && (
                <p class="warn">
                  {words(piece.flag)}: this click came with {number(piece.orders)} orders.
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const place = (of: Step | Share) => (of.creator ? <Creator of={of.creator} /> : of.channel ? <bdi>{of.channel}</bdi> : <>nobody</>);

export function Path({ decision }: { decision: Decision }) {
  if (decision.path.length === 0) return null;
  return (
    <section class="panel">
      <h2>The way to it</h2>
      <ol class="route">
        {decision.path.map((step) => (
          <li>
            {place(step)} <span class="moment">{words(step.kind).toLocaleLowerCase()}{step.touches > 1 ? `, ${step.touches} touches` : ""}, {moment(step.at, settings.value?.zone)}</span>
          </li>
        ))}
      </ol>
      {decision.path_truncated && <p class="notes">It is longer: the first step and the latest 49 are kept.</p>}
      <p class="notes">What one of them did within half an hour is one step; a code stands as its owner's step at the time of the order.</p>
    </section>
  );
}

export function Models({ decision, currency }: { decision: Decision; currency: string | null }) {
  const rows = Object.entries(decision.models ?? {}).flatMap(([model, shares]) => shares.map((share, n) => ({ model, n, share })));
  if (rows.length === 0) return null;
  const name = ({ creator, channel }: Share) => creator?.name ?? channel ?? "nobody";
  return (
    <section>
      <h2>What each model gives</h2>
      <Table
        caption="The order, split along its way"
        rows={rows}
        id={({ model, n }) => `${model}/${n}`}
        columns={[
          { key: "model", label: "Model", cell: ({ model }) => words(model) },
          { key: "who", label: "To whom", cell: ({ share }) => place(share) },
          { key: "link", label: "By", cell: ({ share }) => (share.link ? `${share.link.host}/${share.link.slug}` : "–") },
          { key: "share", label: "Share", number: true, cell: ({ model, share }) => <Figure label={`Share of ${name(share)} by ${words(model)}`} value={percent(share.micro / 1_000_000)} means="Shares of an order add up to it exactly." /> },
          ...(currency
            ? [
                { key: "gross", label: "Before refunds", number: true, cell: ({ share }: { share: Share }) => money(share.gross_minor, currency) },
                { key: "refunded", label: "Refunded", number: true, cell: ({ share }: { share: Share }) => money(share.refunded_minor, currency) },
              ]
            : []),
        ]}
      />
    </section>
  );
}
