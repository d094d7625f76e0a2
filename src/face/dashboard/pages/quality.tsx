// Quality: what was not counted and why, what looks odd, and who came.
import { useWhole } from "../api";
import { On } from "../figure";
import { NotHere, Note } from "../note";
import { settings } from "../session";
import { Shown } from "../states";
import { Days, range } from "../view";
import { ground } from "./overview/shapes";
import { Creators, Signs } from "./quality/creators";
import { Orphans, Reach } from "./quality/reach";
import { Reasons, Received } from "./quality/received";
import type { Quality } from "./quality/shapes";
import { Visits } from "./quality/visits";

export default function Page() {
  const coming = useWhole<Quality>("/v1/reports/quality", range());
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
      </form>
      <Note asks="Can the clicks be trusted, and what became of the rest?">
        Who is a person is judged by what a request says of itself: a program that plays a browser well is taken for a person, and a person behind a data centre may not be.
      </Note>
      <NotHere names={["campaign"]} but="“Who came”" />
      <NotHere names={["platform", "content_kind"]} />
      <Shown coming={coming}>
        {(answer) => (
          <On ground={ground(answer, settings.value!.today)}>
            <Received answer={answer} />
            <Reach answer={answer} />
            <Signs answer={answer} />
            <Creators answer={answer} />
            <h2>Why it was not counted</h2>
            {answer.flagged + answer.rejected > 0 ? <Reasons answer={answer} /> : <p class="notes">Everything that came on these days was counted.</p>}
            <Orphans answer={answer} />
          </On>
        )}
      </Shown>
      <Visits />
    </>
  );
}
