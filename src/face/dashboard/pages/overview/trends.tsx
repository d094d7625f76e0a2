// Clicks, orders and net revenue by day, with the time before faint behind.
import { type Line, Lines } from "../../charts/lines";
import { money, number, plus, shortMoney, span } from "../../format";
import { settings } from "../../session";
import type { Performance, Sum } from "./shapes";

export interface OfDay {
  day: string;
}

type Value = (sum: Sum) => number | null;

/** The day of the deployment's zone on which the newest total was counted. */
const dayOf = (moment: string): string => new Intl.DateTimeFormat("en-CA", { timeZone: settings.value!.zone, dateStyle: "short" }).format(new Date(moment));

/**
 * A figure on each day of the range, put to the days from `first` on. The report leaves out days on which nothing was, so
 * these are 0; what has not been counted yet is a gap.
 */
function points(answer: Performance<OfDay>, first: string, value: Value): Line["points"] {
  const rows = new Map(answer.rows.map((row) => [row.day, row]));
  const counted = answer.as_of ? dayOf(answer.as_of) : "";
  return Array.from({ length: span(answer.from, answer.to) }, (_, n) => {
    const day = plus(answer.from, n);
    const row = rows.get(day);
    return { day: plus(first, n), value: row ? value(row) : day <= counted ? 0 : null };
  });
}

export function Trends({ now, before }: { now: Performance<OfDay>; before: Performance<OfDay> | null }) {
  const chart = (title: string, value: Value, write: Line["write"], axis?: (value: number) => string) => (
    <Lines
      title={title}
      height={190}
      axis={axis}
      whole={!axis}
      lines={[
        { name: "these days", points: points(now, now.from, value), write },
        ...(before ? [{ name: "before", points: points(before, now.from, value), write, faint: true }] : []),
      ]}
    />
  );
  const currencies = now.total.net_minor === null ? now.total.revenue.map(({ currency }) => currency) : [];
  const { currency } = now.total;
  return (
    <div class="columns three">
      {currency !== null && currencies.length === 0 && chart("Net revenue", (sum) => sum.net_minor, (value) => money(value, currency), (value) => shortMoney(value, currency))}
      {/* Several currencies without rates are never added up: each has a picture of its own. */}
      {currencies.map((code) =>
        chart(
          `Net revenue in ${code}`,
          (sum) => sum.revenue.find((one) => one.currency === code)?.net_minor ?? 0,
          (value) => money(value, code),
          (value) => shortMoney(value, code),
        ),
      )}
      {chart("Orders", (sum) => sum.orders, (value) => number(value))}
      {chart("Clicks", (sum) => sum.clicks, (value) => number(value))}
    </div>
  );
}
