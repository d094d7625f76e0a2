// How long it took from the first step, and from the click that decided the payout, to the order.
import { Figure } from "../../figure";
import { number, percent } from "../../format";
import type { Lags as Answer, Median } from "./answer";

const WIDTH = 400;

/** A time for people: `5 min`, `3.9 h`, `2.4 d`. */
export function lasting(seconds: number): string {
  const [size, unit] = seconds < 60 ? [1, "s"] : seconds < 3_600 ? [60, "min"] : seconds < 86_400 ? [3_600, "h"] : [86_400, "d"];
  return `${number(seconds / Number(size), 1)} ${unit}`;
}

function half(median: Median | null): string {
  if (!median) return "There are none to tell it from.";
  if (median.seconds === null) return `Half took ${lasting(median.from_seconds)} and more.`;
  return `Half of them took less than about ${lasting(median.seconds)}.`;
}

/** `chosen`: only some creators are looked at, and then only what they began and what their click decided. */
export function Lags({ lags, window, chosen }: { lags: Answer; window: number; chosen: boolean }) {
  const most = Math.max(1, ...lags.rows.flatMap((row) => [row.since_first_touch, row.since_deciding_click]));
  const { since_first_touch: first, since_deciding_click: click } = lags.median;
  const mark = (median: Median | null, from: number) => median?.from_seconds === from;
  return (
    <figure class="chart" id="lags">
      <figcaption>
        How long it took
        <span class="legend">
          <span class="key s0">since the first step</span>
          <span class="key s1">since the click that decides who is paid</span>
        </span>
      </figcaption>
      <p>
        Since the first step: {half(first)} Since the deciding click: {half(click)} A step counts for {window} days.{chosen && " These are the orders that the chosen began, and those that a click of theirs decided."}
      </p>
      <ul class="pairs">
        {lags.rows.map((row) => (
          <li class={mark(first, row.from_seconds) || mark(click, row.from_seconds) ? "median" : undefined}>
            <span>
              {row.stretch}
              {mark(first, row.from_seconds) && <span class="badge"> median, first step</span>}
              {mark(click, row.from_seconds) && <span class="badge"> median, click</span>}
            </span>
            <svg viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
              <rect class="fill s0" y="1" width={(row.since_first_touch / most) * WIDTH} height="8" />
              <rect class="fill s1" y="11" width={(row.since_deciding_click / most) * WIDTH} height="8" />
            </svg>
            <span class="said">
              <Figure label={`Orders ${row.stretch} after the first step`} value={number(row.since_first_touch)} means={`${percent(row.since_first_touch_share)} of the orders with a step.`} />
              {" / "}
              <Figure label={`Orders ${row.stretch} after the deciding click`} value={number(row.since_deciding_click)} means={`${percent(row.since_deciding_click_share)} of the orders that a click decided.`} />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
