// What was hoped for, of the campaign that is filtered by or of everybody: how far it is reached, and how sure that is.
import { said, to } from "../../address";
import { listed, useAnswer } from "../../api";
import { Interval } from "../../charts/interval";
import { Figure, On, between } from "../../figure";
import { day, percent } from "../../format";
import { may, settings } from "../../session";
import { METRICS, written } from "../creators/facts";
import { measure } from "./measures";
import { type Performance, type Ranked, type Ranking, ground } from "./shapes";

interface Target {
  creator_id: number | null;
  campaign_id: number | null;
  campaign: string | null;
  metric: string;
  value: string;
  currency: string | null;
  from_day: string;
  to_day: string;
}

/** The campaign's own targets that stand for some of the days, else everybody's: as the ranking chooses. */
function standing(targets: Target[], { from, to }: Ranking): Target[] {
  const campaign = Number(said("campaign"));
  const open = targets.filter((target) => target.creator_id === null && target.from_day <= to && target.to_day >= from);
  const own = open.filter((target) => target.campaign_id !== null && target.campaign_id === campaign);
  return own.length > 0 ? own : open.filter((target) => target.campaign_id === null);
}

export function Goal({ ranking, performance }: { ranking: Ranking; performance: Performance }) {
  const query = { metric: ranking.metric };
  const targets = useAnswer<Target[]>(may("links:read") ? "/v1/targets" : null, query, (_, signal) => listed("/v1/targets", { query, signal }));
  const stand = targets.data ? standing(targets.data, ranking) : [];
  const { column, adds } = measure(ranking.metric);
  const name = METRICS[ranking.metric] ?? ranking.metric;
  const total = performance.total as unknown as Record<string, number | null>;
  const { currency } = performance.total;
  const write = (value: number | null) => written(ranking.metric, value, currency);
  const actual = total[column] ?? null;
  const interval = performance.total.interval[column];
  // One target in the figure's own currency can be measured by; a sum is measured by the ranking, day by day.
  const [alone] = stand.length === 1 && !adds && (stand[0]!.currency ?? currency) === currency ? stand : [];
  return (
    <section class="panel goal" aria-labelledby="goal">
      <h2 id="goal">The goal{ranking.goal && `: ${ranking.goal}`}</h2>
      <On ground={ground(performance, settings.value!.today)}>
        <p>
          {name} of all together: <Figure strong label={`${name} of all together`} value={write(actual)} why={performance.total.why[column]} interval={between(interval, write)} />
          {interval && ` (${write(interval.low)} to ${write(interval.high)}, ${percent(interval.level)} sure)`}.{" "}
          {stand.map((target) => `Target ${target.campaign_id === null ? "of everybody" : "of this campaign"}: ${written(ranking.metric, Number(target.value), target.currency)}, from ${day(target.from_day)} to ${day(target.to_day)}. `)}
        </p>
      </On>
      {alone && actual !== null && <Distance name={name} metric={ranking.metric} actual={actual} aim={Number(alone.value)} interval={interval} write={write} />}
      {stand.length > 0 && adds && (
        <p class="notes">The target is of all its days together. The ranking takes of it what falls on the days that are shown, and measures each creator by that.</p>
      )}
      {!may("links:read") && <p class="notes">Seeing its targets needs a key with the scope links:read.</p>}
      {targets.data && stand.length === 0 && (
        <p class="notes">
          No target for {name} stands on these days. <a href={to(["settings", "ledger", "targets"])}>Set one</a>, and the verdicts measure by it.
        </p>
      )}
      <Reached ranking={ranking} />
      <p>
        <a href={to(["creators"])}>Every creator against the target</a>
      </p>
    </section>
  );
}

/** The whole against the target, as a picture and in a sentence. */
function Distance({ name, metric, actual, aim, interval, write }: { name: string; metric: string; actual: number; aim: number; interval?: { low: number; high: number } | null; write: (value: number) => string }) {
  const { less } = measure(metric);
  const known = [0, actual, aim, ...(interval ? [interval.low, interval.high] : [])];
  const [cautious, hopeful] = interval ? (less ? [interval.high, interval.low] : [interval.low, interval.high]) : [null, null];
  const reaches = (value: number) => (less ? value <= aim : value >= aim);
  const sentence =
    cautious === null || hopeful === null
      ? `${reaches(actual) ? "It is met" : "It is not met"}; no interval is known of the whole.`
      : reaches(cautious)
        ? "It is met with the whole interval."
        : reaches(hopeful)
          ? "Unclear: the target lies within the interval, so chance decides on which side of it the figure is."
          : "It is missed with the whole interval.";
  return (
    <div class="distance">
      <Interval over={[Math.min(...known), Math.max(...known)]} low={interval?.low} high={interval?.high} value={actual} target={aim} label={`${name} ${write(actual)}, target ${write(aim)}`} />
      <span>{sentence}</span>
    </div>
  );
}

const STATUS: [string, string][] = [
  ["above", "above it with the whole interval"],
  ["unclear", "unclear"],
  ["below", "below it with the whole interval"],
  ["insufficient", "with too little to tell"],
];

/** How many creators are on which side of their target, as the ranking says it of each. */
function Reached({ ranking }: { ranking: Ranking }) {
  const of = (status: string) => ranking.rows.filter((row: Ranked) => row.status === status).length;
  const told = STATUS.filter(([status]) => of(status) > 0);
  if (told.length === 0 || ranking.next) return null;
  return (
    <ul class="reached" aria-label="Creators against their target">
      {told.map(([status, text]) => (
        <li>
          <strong>{of(status)}</strong> {of(status) === 1 ? "creator" : "creators"} {text}
        </li>
      ))}
    </ul>
  );
}
