// Cohorts: what customers bring from their first order on, by the creator who brought them and the month.
import { said, to } from "../address";
import { useAnswer } from "../api";
import { CreatorChoice, Field } from "../fields";
import { Figure, On } from "../figure";
import { money, number, percent, words } from "../format";
import { Note, NotHere, Unrated } from "../note";
import { settings } from "../session";
import { pursed } from "../purse";
import { Empty, Shown as Arrived } from "../states";
import { type Column, Table } from "../table";
import { Choice, Days, range } from "../view";
import { Ages, SHOWN, type Shown } from "./cohorts/ages";
import { type Answer, type Row, called, month } from "./cohorts/answer";

/** Models by which a customer is somebody's, the usual one first. */
const MODELS = ["first", "last", "payout", "linear", "linear_unique", "position", "decay", "j", "inverse_j"];

export default function Page() {
  const query = { model: said("model"), margin_percent: said("margin_percent"), creator: said("creator") };
  const coming = useAnswer<Answer>("/v1/reports/cohorts", { ...range(), ...query, limit: 10_000 });
  const shown = (SHOWN.find(([word]) => word === said("show"))?.[0] ?? "ltv") as Shown;
  const margin = settings.value?.margin_percent;
  return (
    <>
      <Note asks="Do customers whom a creator brought come again, and does what they bring cover what winning them cost?">
        Customers are known by the reference that the shop sends. Whom a customer belongs to is a matter of their first order and of the model; whether they would have come anyway is not said. Cost and customers are of one month only.
      </Note>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Choice name="show" label="Show" options={SHOWN} />
        <Choice name="model" label="Brought by" options={MODELS.map((word) => [word, words(word)])} />
        <CreatorChoice wrong={coming.problem?.at("creator")} />
        <Field name="margin_percent" label="Margin, percent" kind="numeric" usual={margin ? String(margin) : "none"} wrong={coming.problem?.at("margin_percent")} hint="LTV is profit then." />
      </form>
      <NotHere names={["campaign", "platform", "content_kind", "click_window_days", "view_window_days", "basis"]} />
      <Arrived coming={coming}>
        {(answer) =>
          answer.rows.length === 0 ? (
            <Empty>Nobody bought for the first time in these months. Choose other days; orders need the customer's reference to be counted here.</Empty>
          ) : (
            <On ground={{ ...answer, basis: answer.revenue_basis }}>
              <p>
                {number(answer.totals.customers)} customers with {number(answer.totals.orders)} orders, won from {month(answer.from.slice(0, 7))} to {month(answer.to.slice(0, 7))}: whole months.
              </p>
              {answer.totals.orders_of_unknown_customers > 0 && <p class="state">{number(answer.totals.orders_of_unknown_customers)} orders do not say whose they are and are left out. Let the shop send a customer's reference.</p>}
              <Unrated orders={answer.totals.orders_without_rate} />
              <Ages answer={answer} shown={shown} />
              <SoFar answer={answer} />
            </On>
          )
        }
      </Arrived>
    </>
  );
}

/** What is known of each cohort as far as it has come. */
function SoFar({ answer }: { answer: Answer }) {
  const of = (row: Row) => `${called(row)}, ${month(row.month)}`;
  const column = (key: keyof Row & string, label: string, means: string, write: (value: number | null) => string): Column<Row> => ({
    key,
    label,
    means,
    number: true,
    cell: (row) => {
      const value = row[key] as number | null;
      return <Figure label={`${label}, ${of(row)}`} value={write(value)} exact={value !== null && !Number.isInteger(value) ? String(value) : undefined} means={means} why={value === null ? row.why?.[key] : null} />;
    },
    by: (row) => row[key] as number | null,
  });
  const amount = (value: number | null) => money(value, answer.currency);
  return (
    <div class="models">
      <Table
        caption="Each cohort as far as it has come"
        rows={answer.rows}
        id={(row) => `${row.month}-${row.creator.id}`}
        file={`cohorts-${answer.from}-${answer.to}`}
        columns={[
          { key: "creator", label: "Creator", cell: (row) => (row.creator.id ? <a href={to(["creators", row.creator.id])}>{called(row)}</a> : called(row)), by: called },
          { key: "month", label: "Won in", cell: (row) => month(row.month), by: (row) => row.month },
          column("customers", "Customers", "First orders of the month that are theirs; a model that splits an order splits its customer.", number),
          column("orders", "Orders", "All orders of these customers so far.", number),
          column("orders_per_customer", "Orders each", "Orders for each customer so far.", number),
          column("repeat_order_share", "Further orders", "Orders behind the first, as a part of all.", percent),
          column("median_days_to_second_order", "Days to the second", "The median of those who came again.", (value) => number(value, 0)),
          column("cost_minor", "Cost", "What the creator cost in the month, commission too.", amount),
          column("cac_minor", "Cost per customer", "Cost by customers, of the month.", amount),
          column("complete_days", "Known whole, days", "So old is everybody in the month already.", number),
        ]}
        also={pursed(answer.rows, answer.ages.flatMap((age) => [`net_${age}_minor`, `ltv_${age}_minor`]), answer.currency)}
      />
      {answer.cut && <p class="warn">Only the largest of {number(answer.cohorts)} cohorts are told.</p>}
    </div>
  );
}
