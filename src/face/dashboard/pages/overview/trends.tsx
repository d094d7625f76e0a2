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
  const { currency, net_minor, revenue } = now.total;
  // Without rates currencies are never added up: each has a picture of its own, with what came in it before.
  const rated = settings.value!.reporting_currency !== null && net_minor !== null;
  const codes = rated ? [] : revenue.length > 0 ? revenue.map(({ currency }) => currency) : currency === null ? [] : [currency];
  const alone = codes.length === 1 && net_minor !== null;
  // Beside the whole of one currency nothing can stand that was partly in another.
  const same = past?.total.revenue.every((one) => one.currency === codes[0]) ? past : null;
  const short = (code: string) => (value: number) => shortMoney(value, code);
  return (
    <div class="columns three">
      {rated && chart("Net revenue", (sum) => sum.net_minor, (value) => money(value, currency), short(currency!))}
      {codes.map((code) =>
        chart(
          alone ? "Net revenue" : `Net revenue in ${code}`,
          (sum) => sum.revenue.find((one) => one.currency === code)?.net_minor ?? 0,
          (value) => money(value, code),
          short(code),
          alone ? same : past,
        ),
      )}
      {chart("Orders", (sum) => sum.orders, (value) => number(value))}
      {chart("Clicks", (sum) => sum.clicks, (value) => number(value))}
    </div>
  );
}
