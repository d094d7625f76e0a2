// Models: the same orders, shared among creators by several rules side by side.
import { said } from "../address";
import { useAnswer } from "../api";
import { On } from "../figure";
import { Note, NotHere, Unrated } from "../note";
import { Empty, Shown } from "../states";
import { range } from "../view";
import type { Answer, Measure } from "./models/answer";
import { Gate } from "./models/gate";
import { Options, chosen, options } from "./models/options";
import { SideBySide } from "./models/side_by_side";

/** As many rows as the API gives at once. */
const MOST = 10_000;

export default function Page() {
  const filters = { campaign: said("campaign"), creator: said("creator"), by: said("by"), kind: said("kind"), basis: said("basis") };
  const coming = useAnswer<Answer>("/v1/reports/models", { ...range(), ...filters, ...options(), models: chosen().join(","), limit: MOST });
  const measure = (["orders", "net_minor", "gross_minor", "refunded_minor"].includes(said("show")) ? said("show") : "orders") as Measure;
  return (
    <>
      <Note asks="How much of the same orders does each creator get, depending on who you say the order belongs to?">
        A creator who opens ways that others close looks like little by “Last” and like a lot by “First”. No model says what would have happened without a creator; that is what a lift test is for.
      </Note>
      <Options problem={coming.problem} />
      <NotHere names={["platform", "content_kind"]} />
      <Shown coming={coming}>
        {(answer) =>
          answer.rows.length === 0 ? (
            <Empty>There are no orders in these days. Choose other days, or take a filter away.</Empty>
          ) : (
            <On ground={{ ...answer, basis: `${answer.basis}, ${answer.revenue_basis}` }}>
              {answer.label && <p class="state">No visits by other channels are known, so this is the {answer.label}: what they part between themselves.</p>}
              <Unrated orders={answer.unrated} />
              <SideBySide answer={answer} measure={measure} />
              <Gate answer={answer} />
            </On>
          )
        }
      </Shown>
    </>
  );
}
