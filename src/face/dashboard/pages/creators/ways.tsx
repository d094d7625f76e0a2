// The part a creator plays on the ways to orders, what each model gives them, and the worth of the customers they brought.
import { to } from "../../address";
import { useAnswer } from "../../api";
import { Figure, On } from "../../figure";
import { money, number, percent, times, words } from "../../format";
import { NotHere } from "../../note";
import { Empty, Shown } from "../../states";
import { Table } from "../../table";
import { filters } from "../../view";
import type { Between, Named, Told } from "./facts";
import { span } from "./facts";

interface Days {
  from: string;
  to: string;
}

type Role = Record<string, number | null> & { creator: Named };

interface Roled extends Told {
  rows: Role[];
}

const ROLES: [string, string, string][] = [
  ["solo", "Alone", "They were the only step."],
  ["introducer", "First", "They began a way of two steps or more."],
  ["middle", "In between", "They were neither first nor last."],
  ["closer", "Last", "They ended a way of two steps or more."],
  ["assisted", "Assisted", "They were on the way, and the last step was another's."],
];

interface Ways extends Told {
  rows: { path: string; names: string; orders: number; came_to_nothing: number; conversion_rate: number | null; net_minor: number | null; interval?: { conversion_rate?: Between | null }; why?: Record<string, string> }[];
  cut: boolean;
}

export function Roles({ id, days }: { id: number; days: Days }) {
  const roles = useAnswer<Roled>("/v1/reports/paths", { by: "creator", ...days, creator: id, limit: 100 });
  const ways = useAnswer<Ways>("/v1/reports/paths", { ...days, creator: id, limit: 10 });
  return (
    <section>
      <h2>Ways and roles</h2>
      <NotHere part names={["campaign", "platform", "content_kind", "basis"]} />
      <Shown coming={roles} what="The roles">
        {(answer) => {
          const row = answer.rows.find(({ creator }) => creator?.id === id);
          if (!row) return <Empty>They are on no way to an order of these days.</Empty>;
          const money_of = (name: string) => money(row[`${name}_net_minor`], answer.currency);
          return (
            <On ground={{ ...answer, basis: answer.revenue_basis, model: null }}>
              <ul class="tiles">
                <li class="tile">
                  <div class="name">On the way</div>
                  <div class="value">
                    <Figure label="Orders with them on the way" value={number(row.paths)} means="Orders that had them anywhere on the way; accounting, no cause." />
                  </div>
                  <div class="before">{money_of("paths")}</div>
                </li>
                {ROLES.map(([name, label, means]) => (
                  <li class="tile">
                    <div class="name">{label}</div>
                    <div class="value">
                      <Figure label={label} value={number(row[name])} means={means} />
                    </div>
                    <div class="before">{money_of(name)}</div>
                  </li>
                ))}
              </ul>
            </On>
          );
        }}
      </Shown>
      <Shown coming={ways} what="The ways">
        {(answer) =>
          answer.rows.length > 0 && (
            <On ground={{ ...answer, basis: answer.revenue_basis, model: null }}>
              <Table
                caption={`The ${answer.rows.length} most frequent ways with them`}
                rows={answer.rows}
                id={(row) => row.path}
                columns={[
                  { key: "path", label: "Way", cell: (row) => <bdi>{row.names || "no step"}</bdi> },
                  { key: "orders", label: "Orders", number: true, by: (row) => row.orders, cell: (row) => <Figure label={`Orders by ${row.names}`} value={number(row.orders)} /> },
                  { key: "came_to_nothing", label: "Came to nothing", number: true, by: (row) => row.came_to_nothing, cell: (row) => number(row.came_to_nothing) },
                  { key: "conversion_rate", label: "Conversion rate", number: true, by: (row) => row.conversion_rate, cell: (row) => <Figure label={`Conversion rate of ${row.names}`} value={percent(row.conversion_rate)} means="Orders against all journeys by the same way." interval={span(row.interval?.conversion_rate, percent)} why={row.why?.conversion_rate} /> },
                  { key: "net_minor", label: "Net revenue", number: true, by: (row) => row.net_minor, cell: (row) => <Figure label={`Net revenue by ${row.names}`} value={money(row.net_minor, answer.currency)} /> },
                ]}
              />
              <p class="notes">
                <a href={to(["paths"], { creator: id })}>All ways with them</a>
              </p>
            </On>
          )
        }
      </Shown>
    </section>
  );
}

interface Shares {
  orders: number | null;
  gross_minor: number | null;
  refunded_minor: number | null;
  net_minor: number | null;
}

interface Modelled extends Told {
  models: string[];
  click_window_days: number;
  rows: { kind: string; creator?: Named; models: Record<string, Shares>; why?: Record<string, string> }[];
}

export function Models({ id, days }: { id: number; days: Days }) {
  const view = filters("campaign", "basis", "click_window_days", "view_window_days", "codes");
  const coming = useAnswer<Modelled>("/v1/reports/models", { by: "creator", ...days, ...view, creator: id });
  return (
    <section>
      <h2>What each model gives them</h2>
      <NotHere part names={["platform", "content_kind"]} />
      <Shown coming={coming} what="The models">
        {(answer) => {
          const row = answer.rows.find(({ kind, creator }) => kind === "creator" && creator?.id === id);
          if (!row) return <Empty>No model gives them an order of these days.</Empty>;
          const given = answer.models.map((model) => ({ model, ...row.models[model] }));
          return (
            <On ground={{ ...answer, basis: answer.revenue_basis, model: null }}>
              <Table
                caption={`By each model, within ${answer.click_window_days} days`}
                rows={given}
                id={({ model }) => model}
                columns={[
                  { key: "model", label: "Model", cell: ({ model }) => words(model), by: ({ model }) => words(model), csv: ({ model }) => model },
                  { key: "orders", label: "Orders", number: true, by: ({ orders }) => orders, cell: ({ model, orders }) => <Figure label={`Orders by ${words(model)}`} value={number(orders)} why={orders === null ? row.why?.[model] : null} /> },
                  { key: "net_minor", label: "Net revenue", number: true, by: ({ net_minor }) => net_minor, cell: ({ model, net_minor }) => <Figure label={`Net revenue by ${words(model)}`} value={money(net_minor, answer.currency)} /> },
                ]}
              />
              <p class="notes">
                Large differences mean that they open or close what others share in. No model says what would have happened without them. <a href={to(["models"])}>All creators side by side</a>
              </p>
            </On>
          );
        }}
      </Shown>
    </section>
  );
}

/** A cohort; its figures are named by age: `ltv_30_minor`, `repeat_rate_30`. */
interface Cohort {
  month: string;
  creator: Named;
  customers: number;
  orders: number;
  complete_days: number;
  cac_minor: number | null;
  interval?: Record<string, Between | null>;
  why: Record<string, string>;
  [figure: string]: unknown;
}

interface Cohorted extends Told {
  ages: number[];
  rows: Cohort[];
}

export function Cohorts({ id, days }: { id: number; days: Days }) {
  const coming = useAnswer<Cohorted>("/v1/reports/cohorts", { ...days, ...filters("model"), creator: id });
  const value = (row: Cohort, name: string) => row[name] as number | null;
  return (
    <section>
      <h2>Worth of the customers they brought</h2>
      <NotHere part names={["campaign", "platform", "content_kind", "basis"]} />
      <Shown coming={coming} what="The cohorts">
        {(answer) => {
          const rows = answer.rows.filter(({ creator }) => creator?.id === id);
          if (rows.length === 0) return <Empty>Nobody bought for the first time through them in these months.</Empty>;
          const paid = (name: string, label: string, row: Cohort) => (
            <Figure label={`${label}, ${row.month}`} value={money(value(row, name), answer.currency)} means="Net revenue of all their orders so far, by customer." interval={span(row.interval?.[name], (minor) => money(Math.round(minor), answer.currency))} why={row.why[name]} />
          );
          const ages = answer.ages.filter((age) => rows.some((row) => value(row, `ltv_${age}_minor`) !== null));
          return (
            <On ground={{ ...answer, basis: answer.revenue_basis }}>
              <Table
                caption="By the month of the first order"
                rows={rows}
                id={({ month }) => month}
                columns={[
                  { key: "month", label: "Month", cell: ({ month }) => month, by: ({ month }) => month },
                  { key: "customers", label: "Customers", number: true, by: ({ customers }) => customers, cell: (row) => <Figure label={`Customers of ${row.month}`} value={number(row.customers)} means={`By the model ${answer.model}: who brought the first order.`} /> },
                  { key: "cac_minor", label: "Cost per customer", number: true, by: ({ cac_minor }) => cac_minor, cell: (row) => <Figure label={`Cost per customer of ${row.month}`} value={money(row.cac_minor, answer.currency)} means="Cost of the month over its new customers." why={row.why.cac_minor} /> },
                  ...ages.flatMap((age) => [
                    { key: `ltv_${age}_minor`, label: `Worth in ${age} ${age === 1 ? "day" : "days"}`, number: true, by: (row: Cohort) => value(row, `ltv_${age}_minor`), cell: (row: Cohort) => paid(`ltv_${age}_minor`, `Worth in ${age} days`, row) },
                    { key: `ltv_to_cac_${age}`, label: `× cost, ${age} d`, number: true, by: (row: Cohort) => value(row, `ltv_to_cac_${age}`), cell: (row: Cohort) => <Figure label={`Worth against cost in ${age} days, ${row.month}`} value={times(value(row, `ltv_to_cac_${age}`))} means="Worth of a customer over what it cost to win one." why={row.why[`ltv_to_cac_${age}`]} /> },
                  ]),
                ]}
              />
              <p class="notes">
                A month's figure is told once everybody in it has had that many days; months are whole ones. <a href={to(["cohorts"], { creator: id })}>Cohorts as a heat map</a>
              </p>
            </On>
          );
        }}
      </Shown>
    </section>
  );
}
