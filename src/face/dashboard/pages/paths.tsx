// Paths: the ways people came by before they bought, how long that took, and who opens and who closes.
import { said } from "../address";
import { useAnswer } from "../api";
import { Bars } from "../charts/bars";
import { CreatorChoice, Field } from "../fields";
import { Figure, On } from "../figure";
import { day, number, percent } from "../format";
import { Note, NotHere, Unrated } from "../note";
import { purse } from "../purse";
import { Empty, Shown } from "../states";
import { Tile, Tiles } from "../tile";
import { Choice, Days, range } from "../view";
import type { Answer, Length } from "./paths/answer";
import { Lags } from "./paths/lags";
import { Roles } from "./paths/roles";
import { Ways } from "./paths/ways";

const ASKED = ["kind", "sort", "creator", "not_creator", "channel", "not_channel", "currency"];

export default function Page() {
  const query = Object.fromEntries(ASKED.map((name) => [name, said(name)]));
  const coming = useAnswer<Answer>("/v1/reports/paths", { ...range(), ...query, limit: 1000 });
  const wrong = (name: string) => coming.problem?.at(name);
  return (
    <>
      <Note asks="By which creators and channels do people come before they buy, and in what order?">
        It shows who stood on the way, not who caused the order. Where the shop's pages do not report visits, other channels are not seen, and these are the ways among tracked creators.
      </Note>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Choice name="kind" label="Ending in" options={[["sale", "Sales"], ["lead", "Leads"], ["event", "Events of the shop"]]} />
        <Choice name="sort" label="First come" options={[["orders", "Most orders"], ["revenue", "Most net revenue"]]} />
        <CreatorChoice label="With the creator" any="Anybody" wrong={wrong("creator")} />
        <CreatorChoice name="not_creator" label="Without the creator" any="Nobody left out" wrong={wrong("not_creator")} />
        <Field name="channel" label="With the channel" usual="google/organic" wrong={wrong("channel")} />
        <Field name="not_channel" label="Without the channel" usual="newsletter/email" wrong={wrong("not_channel")} />
        <Field name="currency" label="Paid in" usual="EUR" wrong={wrong("currency")} />
      </form>
      <NotHere names={["campaign", "platform", "content_kind", "click_window_days", "view_window_days", "codes", "basis"]} />
      <Shown coming={coming}>
        {(answer) =>
          answer.rows.length === 0 ? (
            <Empty>Nobody went a way in these days that ended or could have ended with an order. Choose other days, or take a filter away.</Empty>
          ) : (
            <On ground={{ ...answer, basis: `${answer.basis}, ${answer.revenue_basis}` }}>
              <Unrated orders={answer.unrated} />
              <Totals answer={answer} />
              <Ways answer={answer} />
              <Roles answer={answer} />
              <div class="columns">
                <Lengths answer={answer} />
                {answer.lags ? <Lags lags={answer.lags} window={answer.click_window_days} chosen={said("creator") + said("not_creator") !== ""} /> : <p class="state">How long it took is not kept by channel: take the filter by channel away to see it.</p>}
              </div>
            </On>
          )
        }
      </Shown>
    </>
  );
}

function Totals({ answer: { totals, currency } }: { answer: Answer }) {
  const tiles: [string, string, string][] = [
    ["Orders", number(totals.orders), "All orders of these days that the filters leave."],
    ["By one step", number(totals.of_one_step), "Orders with a single creator or channel on their way."],
    ["By several steps", number(totals.of_several_steps), "Orders with two steps or more."],
    ["By nobody known", number(totals.without_touch), "Orders without any step that counts."],
    ["Came to nothing", number(totals.came_to_nothing), `Journeys that are over and ended without an order, of days up to ${day(totals.matured_until)}: later ones may still end with one.`],
    ["Net revenue", purse(totals, "net_minor", currency), "Of these orders, less refunds."],
  ];
  return (
    <Tiles label="All ways together">
      {tiles.map(([label, value, means]) => (
        <Tile fact={{ label, value, means, why: label === "Net revenue" ? totals.why?.net_minor : null }} />
      ))}
    </Tiles>
  );
}

function Lengths({ answer }: { answer: Answer }) {
  const name = ({ length }: Length) => (length === 0 ? "no step" : length === 1 ? "1 step" : length === 50 ? "50 steps and more" : `${length} steps`);
  return (
    <Bars
      title="How many steps it took"
      legend={false}
      bars={answer.lengths.map((row) => ({
        name: name(row),
        parts: [{ name: "Orders", value: row.orders }],
        said: <Figure label={`Orders by ${name(row)}`} value={`${number(row.orders)} (${percent(row.share)})`} means={`Net revenue ${purse(row, "net_minor", answer.currency)}.`} />,
      }))}
    />
  );
}
