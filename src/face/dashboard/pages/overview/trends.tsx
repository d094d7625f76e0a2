// Clicks, orders and net revenue by day, with the time before faint behind.
import { points } from "../../charts/days";
import { type Line, Lines } from "../../charts/lines";
import { money, number, shortMoney } from "../../format";
import { settings } from "../../session";
import type { Performance, Sum } from "./shapes";

export interface OfDay {
  day: string;
}

type Value = (sum: Sum) => number | null;

export function Trends({ now, before: past }: { now: Performance<OfDay>; before: Performance<OfDay> | null }) {
  const { zone } = settings.value!;
  const chart = (title: string, value: Value, write: Line["write"], axis?: (value: number) => string, before = past) => (
    <Lines
      title={title}
      height={190}
      axis={axis}
      whole={!axis}
      lines={[
        { name: "these days", points: points(now, zone, value), write },
        ...(before ? [{ name: "before", points: points(before, zone, value, now.from), write, faint: true }] : []),
      ]}
    />
  );
  const currencies = now.total.net_minor === null ? now.total.revenue.map(({ currency }) => currency) : [];
  const { currency } = now.total;
  // Money of another currency stands on no scale of this one; where nothing was sold, there is none of any.
  const alike = past && (past.total.currency === currency || past.total.revenue.length === 0) ? past : null;
  return (
    <div class="columns three">
      {currency !== null && currencies.length === 0 && chart("Net revenue", (sum) => sum.net_minor, (value) => money(value, currency), (value) => shortMoney(value, currency), alike)}
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
