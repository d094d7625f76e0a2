// Overview: what creators brought in, against the time before and the goal, and what needs attention.
import { useAnswer } from "../api";
import { Figure, On } from "../figure";
import { day, money, number } from "../format";
import { NotHere, PartOfCost } from "../note";
import { settings } from "../session";
import { Shown, Trouble } from "../states";
import { Days, Filters, Model, before, filters, range } from "../view";
import { said } from "../address";
import { Attention } from "./overview/attention";
import { Goal } from "./overview/goal";
import { Movers } from "./overview/movers";
import { type Performance, type Ranking, ground } from "./overview/shapes";
import { Start } from "./overview/start";
import { Kpis } from "./overview/tiles";
import { Top } from "./overview/top";
import { type OfDay, Trends } from "./overview/trends";

/** Rows enough for the status of each creator, few enough for a phone. */
const RANKED = 200;

export default function Page() {
  const days = range();
  const query = { ...filters(), ...(said("model") && { model: said("model") }), ...(said("basis") && { basis: said("basis") }) };
  const now = useAnswer<Performance<OfDay>>("/v1/reports/performance", { by: "day", ...query, ...days, limit: 1000 });
  const past = useAnswer<Performance<OfDay>>("/v1/reports/performance", { by: "day", ...query, ...before(days), limit: 1000 });
  const ranking = useAnswer<Ranking>("/v1/reports/ranking", { ...query, ...days, limit: RANKED });
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <Model />
        <Filters />
      </form>
      <NotHere names={["click_window_days", "view_window_days", "codes"]} />
      <Shown coming={now}>
        {(answer) =>
          nothing(answer) ? (
            <Start />
          ) : (
            <>
              <On ground={ground(answer, settings.value!.today)}>
                <Kpis now={answer.total} before={past.data?.total ?? null} ground={past.data && ground(past.data, settings.value!.today)} open={answer.to >= settings.value!.today} />
                <PartOfCost />
                <Notes answer={answer} past={past.data} />
              </On>
              {past.problem && <Trouble problem={past.problem} again={past.again} />}
              <Trends now={answer} before={past.data} />
              <div class="columns">
                <Attention performance={answer} />
                <Shown coming={ranking} what="The goal and its figures">
                  {(ranking) => <Goal ranking={ranking} performance={answer} />}
                </Shown>
              </div>
              <h2>Top creators</h2>
              <Shown coming={ranking} one what="The ranking">
                {(ranking) => <Top ranking={ranking} />}
              </Shown>
              <Movers query={{ ...query, ...days }} />
            </>
          )
        }
      </Shown>
    </>
  );
}

/** Whether nobody clicked, bought or cost anything on these days. */
const nothing = ({ total, unattributed, unverified }: Performance): boolean =>
  total.clicks_gross === 0 && total.orders === 0 && unattributed.orders === 0 && unverified.orders === 0 && !total.cost_minor;

/** What the figures can and cannot say, and what stands beside them. */
function Notes({ answer, past }: { answer: Performance; past: Performance | null }) {
  const { unattributed } = answer;
  const sums = unattributed.net_minor === null ? unattributed.revenue : [{ currency: unattributed.currency, net_minor: unattributed.net_minor }];
  return (
    <p class="notes">
      Beside these, <Figure label="Orders of nobody" value={number(unattributed.orders)} means="Orders of the whole shop that nothing ties to a creator." /> orders of the whole shop (
      {sums.map(({ currency, net_minor }, n) => (
        <>
          {n > 0 && ", "}
          <Figure label="Net revenue of nobody" value={money(net_minor, currency)} means="Net revenue of orders that nothing ties to a creator." />
        </>
      ))}
      ) came without a creator.
      {past && ` Before is ${day(past.from)} to ${day(past.to)}.`}
      {answer.to >= settings.value!.today && " Today is not over, so no change against the time before is told."}
      {answer.total.immature && " Clicks of these days still have time to become orders, so the newest days grow."} Press any figure for its interval and basis; <a href="/docs">the document of the API</a> explains each.
    </p>
  );
}
