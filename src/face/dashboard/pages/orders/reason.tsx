// One order's reason: whose it is and why, the evidence with what each piece lost to, and what else was reported of it.
import { to } from "../../address";
import { useAnswer } from "../../api";
import { Figure } from "../../figure";
import { moment, money, words } from "../../format";
import { settings } from "../../session";
import { Empty, Shown } from "../../states";
import { useTitle } from "../../title";
import { OrderLink, tied } from "../creators/orders";
import { Evidence, Models, Path } from "./evidence";
import type { Conversion, Report } from "./facts";

export function Reason({ id, kind }: { id: string; kind: string }) {
  const coming = useAnswer<Conversion>(`/v1/conversions/${encodeURIComponent(id)}`, { kind });
  useTitle(`${words(kind)} ${id}`);
  const back = (
    <p>
      <a href={to(["orders"], { kind: null })}>All orders</a>
    </p>
  );
  if (coming.problem?.status === 404)
    return (
      <>
        {back}
        <Empty>
          There is no {kind} <bdi>{id}</bdi>. It is read by the id that the shop sent; {kind === "sale" ? "a refund or a lead of that id would be found in the list." : <OrderLink id={id} />}
        </Empty>
      </>
    );
  return (
    <>
      {back}
      <Shown coming={coming} one what="The order">
        {(found) => <Whole found={found} />}
      </Shown>
    </>
  );
}

const STATES: Record<string, [string, string]> = {
  stands: ["It counts.", "good"],
  unverified: ["Not counted yet: only a browser told of it.", "warn"],
  parked: ["Not counted yet: its order has not come.", "warn"],
};

function Whole({ found }: { found: Conversion }) {
  const { decision } = found;
  const [state, tone] = STATES[found.state] ?? [words(found.state), ""];
  const others = found.reports.filter(({ standing }) => standing === "conflict").length;
  return (
    <>
      <section class="panel">
        <h2>
          {words(found.kind)} <bdi>{found.id}</bdi>
        </h2>
        <p class="reason">
          <bdi>{decision?.sentence ?? "Nobody: what it belongs to has not come, so nothing is decided."}</bdi>
        </p>
        <p>
          <span class={`badge ${tone}`}>{state}</span> {others > 0 && <span class="badge wrong">{others === 1 ? "One report contradicts it." : `${others} reports contradict it.`}</span>}{" "}
          {found.erased_at && <span class="badge">Its person was erased.</span>}
        </p>
        {decision?.creator && (
          <p>
            {tied(decision.via, decision.link)}: <a href={to(["creators", decision.creator.id])}><bdi>{decision.creator.name}</bdi></a>
            {found.credited && found.credited.creator_id !== decision.creator.id && ". The reports still have it otherwise: it counts so from the next night on"}.
          </p>
        )}
      </section>
      <Money found={found} />
      {decision && <Evidence decision={decision} what={found.kind === "lead" || found.kind === "event" ? found.kind : "order"} at={found.kind === "refund" || found.kind === "survey" ? null : found.occurred_at} />}
      {decision && <Path decision={decision} />}
      {decision && <Models decision={decision} currency={found.net?.currency ?? null} />}
      <Facts found={found} />
      <Reports reports={found.reports} />
      <p class="notes">
        This is accounting by the rules that are paid by, as docs and <a href="/docs">the API</a> state them: what tied the order, not what caused it. Who else was on the way stands under the models.
      </p>
    </>
  );
}

function Money({ found }: { found: Conversion }) {
  const { net, currency } = found;
  const rows: [string, number | null | undefined, string, string | null | undefined][] = [
    ["Net revenue", net?.net_minor, net?.basis === "order_total" ? "The whole total, for tax and shipping are not known, less what was given back." : "Goods without tax and shipping, less what was given back.", net?.currency],
    ["Before refunds", net?.gross_minor, "Before anything was given back.", net?.currency],
    ["Refunded", net?.refunded_minor, "What refunds take back; never more than all of it.", net?.currency],
    ["Total", found.total_minor, "What the customer paid, as the shop said.", currency],
    ["Goods", found.merchandise_minor, "As the shop said.", currency],
    ["Discount", found.discount_minor, "As the shop said.", currency],
    ["Tax", found.tax_minor, "As the shop said.", currency],
    ["Shipping", found.shipping_minor, "As the shop said.", currency],
  ];
  const known = rows.filter(([, minor]) => minor !== null && minor !== undefined);
  if (!currency && !net) return null;
  return (
    <section class="panel">
      <h2>Money</h2>
      <dl class="told">
        {known.map(([name, minor, means, paid]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <Figure label={name} value={money(minor, paid)} means={means} />
            </dd>
          </div>
        ))}
      </dl>
      {found.refunds.length > 0 && (
        <>
          <h3>Refunds</h3>
          <ul>
            {found.refunds.map((refund) => (
              <li>
                <OrderLink id={refund.id} kind="refund" />: {refund.total_minor === null ? "all of it" : money(refund.total_minor, refund.currency)}
                {refund.cumulative && " given back so far in all"}
                {refund.reason && `, ${words(refund.reason).toLocaleLowerCase()}`}, {moment(refund.occurred_at, settings.value?.zone)}
                {refund.rank === "browser" && " (told by a browser alone, so it does not count)"}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** From this number on a teller is a site, and its id what lies behind. */
const SITES = 2_147_483_648;

/** Who told it. */
const teller = (source: number): string => (source === 0 ? "by the API" : source < SITES ? `source ${source}` : `site ${source - SITES}`);

function Facts({ found }: { found: Conversion }) {
  const zone = settings.value?.zone;
  const yes = (is: boolean | null) => (is === null ? "not known" : is ? "yes" : "no");
  const rows: [string, preact.ComponentChildren][] = [
    ["Happened", moment(found.occurred_at, zone)],
    ["Came in", moment(found.received_at, zone)],
    ["Told by", `${words(found.rank)}, ${teller(found.source)}`],
    ["Revision", `${found.revision}, version ${found.version}`],
    ["New customer", yes(found.new_customer)],
    ["Customer known by a hash", yes(found.customer_known)],
    ["Other names", found.aliases.length > 0 ? <bdi>{found.aliases.join(", ")}</bdi> : "none"],
    ["Codes", found.codes.length > 0 ? <bdi>{found.codes.map(({ code }) => code).join(", ")}</bdi> : "none"],
    ...(found.order_id && found.order_id !== found.id ? [["Of order", <OrderLink id={found.order_id} />] as [string, preact.ComponentChildren]] : []),
    ...(found.lead_id ? [["From lead", <OrderLink id={found.lead_id} kind="lead" />] as [string, preact.ComponentChildren]] : []),
    ["Notes", found.notes.length > 0 ? found.notes.map(words).join(", ") : "none"],
  ];
  return (
    <section class="panel">
      <h2>What is known of it</h2>
      <dl class="told">
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const STANDINGS: Record<string, string> = {
  agrees: "It says the same.",
  superseded: "Another one of a higher rank or revision stands in its place.",
  joined: "Its evidence was added to what stands.",
  conflict: "It contradicts what stands, and is kept beside it.",
};

function Reports({ reports }: { reports: Report[] }) {
  if (reports.length === 0) return null;
  return (
    <section class="panel">
      <h2>Other reports of it</h2>
      <ol class="timeline">
        {reports.map((report) => (
          <li>
            <strong>{words(report.standing)}.</strong> {STANDINGS[report.standing]} Told by {words(report.rank).toLocaleLowerCase()}
            , {teller(report.source)}, revision {report.revision}, {moment(report.received_at, settings.value?.zone)}.
            <details>
              <summary>What it said</summary>
              <pre>{JSON.stringify(report.report, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
