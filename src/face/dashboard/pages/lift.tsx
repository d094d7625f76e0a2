// Lift: the orders of some days against what was usual, how good that evidence is, and tests in which chance decided.
import { useRef } from "preact/hooks";
import { said } from "../address";
import { useAnswer } from "../api";
import { CreatorChoice, Field } from "../fields";
import { On } from "../figure";
import { Note, NotHere, Unrated } from "../note";
import { settings } from "../session";
import { Empty, Shown } from "../states";
import { Choice, Days, Filters, range } from "../view";
import type { Answer } from "./lift/answer";
import { AsStated, Beside, Evidence, Test } from "./lift/evidence";
import { HoldoutForm } from "./lift/holdout";
import { ByDay, Phases } from "./lift/phases";

const ASKED = ["of", "before_days", "after_days", "without", "creator", "campaign", "control_creator", "exposed", "control", "exposed_share", "order_minor", "cost_minor", "margin"];

export default function Page() {
  const query: Record<string, string> = { ...range(), ...Object.fromEntries(ASKED.map((name) => [name, said(name)])) };
  const coming = useAnswer<Answer>("/v1/reports/lift", query);
  const wrong = (name: string) => coming.problem?.at(name);
  // The form is drawn once the currency of its amounts is known, and keeps it while other answers are on their way.
  const currency = useRef<string | null>(null);
  const drawn = useRef(false);
  currency.current = settings.value?.reporting_currency ?? coming.data?.currency ?? currency.current;
  drawn.current ||= !coming.waiting;
  return (
    <>
      <Note asks="Were there more orders in these days than usual, and how sure is it that the creator is the reason?">
        It counts all orders of the shop, also those that nothing ties to a creator. Season, weather and your own advertising change orders, too; only a test in which chance decided who could see it says what was caused.
      </Note>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Choice name="of" label="Orders of" options={[["", "Whom you choose, else the whole shop"], ["shop", "The whole shop"], ["creators", "Creators, as paid"]]} />
        <CreatorChoice wrong={wrong("creator")} />
        <Filters only={["campaign"]} />
        <CreatorChoice name="control_creator" label="Compare with" any="Nobody" wrong={wrong("control_creator")} />
        <Choice name="before_days" label="Usual is" options={[["28", "4 weeks before"], ["56", "8 weeks before"]]} />
        <Field name="after_days" label="Days after" kind="numeric" usual="14" wrong={wrong("after_days")} />
        <Field name="without" label="Days left out" usual="2026-11-27,2026-11-30" wrong={wrong("without")} hint="Your own sales, for instance." />
      </form>
      <NotHere names={["platform", "content_kind", "model", "click_window_days", "view_window_days", "basis"]} />
      {drawn.current && <HoldoutForm key={currency.current ?? ""} problem={coming.problem} currency={currency.current} />}
      <Shown coming={coming}>
        {(answer) => (
          <On ground={{ ...answer, basis: `${answer.basis}, ${answer.revenue_basis}` }}>
            <Evidence evidence={answer.evidence} />
            <Unrated orders={answer.unrated} />
            {answer.holdout && <Test holdout={answer.holdout} currency={answer.currency ?? currency.current} />}
            {answer.control && <Beside control={answer.control} />}
            {answer.rows.every((row) => row.orders === 0) ? (
              <Empty>There are no orders before, in and after these days. Choose other days.</Empty>
            ) : (
              <>
                <Phases answer={answer} />
                <ByDay query={query} />
              </>
            )}
            <AsStated stated={answer.stated} />
          </On>
        )}
      </Shown>
    </>
  );
}
