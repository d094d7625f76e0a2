// Links and codes: what links, codes and customers' own answers say of the same orders, laid over each other.
import { change, said, to } from "../address";
import { useAnswer } from "../api";
import { Interval } from "../charts/interval";
import { Overlap } from "../charts/overlap";
import { CreatorChoice } from "../fields";
import { Figure, On } from "../figure";
import { NONE, number, percent } from "../format";
import { Note, NotHere } from "../note";
import { settings } from "../session";
import { Empty, Shown } from "../states";
import { type Column, Table } from "../table";
import { Tile, Tiles } from "../tile";
import { Days, range } from "../view";
import { type Answer, type Counts, PARTS, type Row } from "./reconciliation/answer";
import { Likely, MEANS, told } from "./reconciliation/figures";

/** Who is paid where link and code disagree, by the deployment's rule (CODE_PRECEDENCE). */
const PRECEDENCE: Record<string, string> = {
  click_first: "whose link was clicked",
  code_first: "whose code it is",
  code_always: "whose code it is, also where it was theirs only at another time",
  code_as_touch: "whose code it is, for it is the last step, and clicks before it are assists",
};

const LISTS = ["link", "code", "survey"] as const;
const TILES = ["link_or_code", "link_or_code_or_survey", "link_and_code", "agreement", "conflicts"] as const;

export default function Page() {
  const coming = useAnswer<Answer>("/v1/reports/reconciliation", { ...range(), creator: said("creator"), not_creator: said("not_creator"), limit: 10_000 });
  return (
    <>
      <Note asks="Links, codes and customers' answers name creators for the same orders: how many orders is that really?">
        An order that all three name is one order, so lists are laid over each other by the order's id and never added. What the survey makes likely takes those who did not answer to be like those who did.
      </Note>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
        <CreatorChoice wrong={coming.problem?.at("creator")} />
      </form>
      <NotHere names={["campaign", "platform", "content_kind", "model", "click_window_days", "view_window_days", "basis"]} />
      <Shown coming={coming}>
        {(answer) =>
          answer.totals.link_or_code_or_survey === 0 && answer.survey.orders_without_link_or_code === 0 ? (
            <Empty>There are no orders in these days. Choose other days.</Empty>
          ) : (
            <On ground={answer}>
              <Lists answer={answer} />
              <Survey answer={answer} />
              <Creators answer={answer} />
              <Conflicts answer={answer} />
            </On>
          )
        }
      </Shown>
    </>
  );
}

/** The picture of all orders, or of the creator that the address names for it, with its numbers as tiles and as a table. */
function Lists({ answer }: { answer: Answer }) {
  const about = answer.rows.find(({ creator }) => String(creator.id) === said("picture"));
  const counts: Counts = about ?? answer.totals;
  const who = about?.creator.name ?? "all creators";
  return (
    <section aria-label="How the lists overlap">
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Picture of</span>
          <select value={about ? said("picture") : ""} onChange={(event) => change({ picture: event.currentTarget.value })}>
            <option value="">All creators</option>
            {answer.rows.map(({ creator }) => (
              <option value={creator.id}>{creator.name}</option>
            ))}
          </select>
        </label>
      </form>
      <Tiles label={`Lists of ${who}`}>
        {TILES.map((name) => (
          <Tile fact={{ ...told(name, counts, who), label: MEANS[name]![0] }} />
        ))}
      </Tiles>
      <div class="columns">
        <Overlap
          title={`Orders of ${who} by who names them`}
          lists={LISTS.map((name) => ({ name: { link: "Link", code: "Code", survey: "Survey" }[name], value: counts[name] }))}
          parts={PARTS.map(([name, label, , on]) => ({ name: label, value: counts[name] as number, on }))}
          write={number}
        />
        <div class="scroll words" tabIndex={0} role="group" aria-label="The parts as a table">
          <table id="parts">
            <caption>The same as numbers</caption>
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col" class="number">Orders</th>
              </tr>
            </thead>
            <tbody>
              {PARTS.map(([name, label, means]) => (
                <tr>
                  <th scope="row">{label}</th>
                  <td class="number">
                    <Figure label={`${label}, ${who}`} value={number(counts[name] as number)} means={means} />
                  </td>
                </tr>
              ))}
              {LISTS.map((name) => (
                <tr>
                  <th scope="row">{MEANS[name]![0]}, in all</th>
                  <td class="number">
                    <Figure {...told(name, counts, who)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}

function Survey({ answer: { survey, totals } }: { answer: Answer }) {
  return (
    <section class="panel" aria-label="What the survey adds">
      <h2>What the survey adds</h2>
      <p>
        {number(survey.orders_without_link_or_code)} orders have neither link nor code of a creator. Of these customers {number(survey.answered)} answered ({percent(survey.response_rate)}): {number(survey.named_a_creator)} named a creator,{" "}
        {number(survey.named_another_source)} something else.
      </p>
      {totals.survey_estimate === null ? (
        <p>None of them answered, so nothing can be said of the others. Ask at the thank-you page, and the figure comes.</p>
      ) : (
        <p>
          Likely more by survey: <Likely row={totals} who="all creators" name="survey_estimate" />. With link or code: <Likely row={totals} who="all creators" name="reconciled_orders" />.
          {survey.response_rate !== null && survey.response_rate < 0.3 && <span class="warn"> Few answered, so take it as a hint.</span>}
        </p>
      )}
    </section>
  );
}

function Creators({ answer }: { answer: Answer }) {
  const most = answer.rows.reduce((most, row) => Math.max(most, row.interval?.reconciled_orders?.high ?? row.link_or_code), 1);
  const counted = (name: keyof Counts & string): Column<Row> => ({
    key: name,
    label: MEANS[name]![0],
    means: MEANS[name]![1],
    number: true,
    cell: (row) => <Figure {...told(name, row, row.creator.name)} />,
    by: (row) => row[name] as number | null,
  });
  const columns: Column<Row>[] = [
    { key: "creator", label: "Creator", cell: (row) => <a href={to(["creators", row.creator.id])}>{row.creator.name}</a>, by: (row) => row.creator.name },
    counted("link"),
    counted("code"),
    counted("survey"),
    counted("link_or_code"),
    counted("link_and_code"),
    counted("agreement"),
    counted("conflicts"),
    counted("survey_alone"),
    { key: "survey_estimate", label: "Likely more by survey", number: true, cell: (row) => <Likely row={row} who={row.creator.name} name="survey_estimate" />, by: (row) => row.survey_estimate },
    { key: "reconciled_orders", label: "Likely in all", number: true, cell: (row) => <Likely row={row} who={row.creator.name} name="reconciled_orders" />, by: (row) => row.reconciled_orders },
    {
      key: "range",
      label: "Certain to likely",
      cell: ({ creator, link_or_code, interval }) => {
        const between = interval?.reconciled_orders;
        const likely = between ? `likely ${number(between.low, 0)} to ${number(between.high, 0)}` : "nothing is known beyond";
        return <Interval over={[0, most]} value={link_or_code} low={between?.low} high={between?.high} label={`${creator.name}: ${number(link_or_code)} certain, ${likely}`} />;
      },
    },
    {
      key: "orders_by_capture_and_recapture",
      label: "Experimental",
      means: "How many orders there would be if link and code knew nothing of each other. They do, so look at it and do not pay by it.",
      number: true,
      cell: (row) => (row.experimental ? <Figure label={`Orders by capture and recapture, ${row.creator.name}`} value={number(row.experimental.orders_by_capture_and_recapture, 1)} exact={number(row.experimental.orders_by_capture_and_recapture, 6)} means="How many orders there would be if link and code knew nothing of each other (Chapman). They do, so look at it and do not pay by it." /> : NONE),
      by: (row) => row.experimental?.orders_by_capture_and_recapture,
    },
  ];
  return (
    <div class="models">
      <Table caption="Each creator" rows={answer.rows} id={(row) => row.creator.id} columns={columns} file={`reconciliation-${answer.from}-${answer.to}`} />
      {answer.next !== null && <p class="warn">There are more creators than are shown.</p>}
    </div>
  );
}

function Conflicts({ answer }: { answer: Answer }) {
  if (answer.conflicts.length === 0) return <p>No order has a link of one creator and a code of another.</p>;
  return (
    <>
      <h2>Whose link, whose code</h2>
      <p class="notes">Often one creator shows the product and another's code is found at the checkout. Who is paid then is a rule of the deployment: {PRECEDENCE[settings.value!.code_precedence] ?? "its word is unknown to this page"}. <a href={to(["settings", "deployment"])}>Settings, Deployment</a> shows it.</p>
      <Table
        caption="Orders whose link and code name different creators"
        rows={answer.conflicts}
        id={(row) => `${row.link_creator.id}-${row.code_creator.id}`}
        file={`conflicts-${answer.from}-${answer.to}`}
        columns={[
          { key: "link_creator", label: "Link of", cell: (row) => row.link_creator.name, by: (row) => row.link_creator.name },
          { key: "code_creator", label: "Code of", cell: (row) => row.code_creator.name, by: (row) => row.code_creator.name },
          { key: "orders", label: "Orders", number: true, cell: (row) => <Figure label={`Orders with a link of ${row.link_creator.name} and a code of ${row.code_creator.name}`} value={number(row.orders)} />, by: (row) => row.orders },
        ]}
      />
      {answer.conflicts_cut && <p class="warn">Only the most frequent pairs are told.</p>}
    </>
  );
}
