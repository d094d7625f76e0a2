// The ranking: every creator against the target, with the verdict, how sure it is, and what was paid.
import { useMemo } from "preact/hooks";
import { change, said, to } from "../../address";
import { type Query, useWhole } from "../../api";
import { Interval } from "../../charts/interval";
import { Figure, On } from "../../figure";
import { money, number, percent, words } from "../../format";
import { PartOfCost } from "../../note";
import { settings } from "../../session";
import { Empty, Shown } from "../../states";
import { type Column, Table } from "../../table";
import { Choice, Days, Filters, MODELS, Model, Window, filters, range } from "../../view";
import { METRICS, type Named, type Performance, type Performed, type Ranked, type Told, VERDICTS, scale, span, sure, verdict, written } from "./facts";

interface Ranking extends Told {
  metric: string;
  goal: string | null;
  click_window_days: number;
  rows: Ranked[];
}

/** What the models report gives a creator in another window. */
interface Windowed extends Told {
  click_window_days: number;
  rows: { kind: string; creator?: Named; models: Record<string, { orders: number; net_minor: number | null }> }[];
}

export interface Row extends Ranked {
  /** What orders were tied by; undefined until that answer is there. */
  tied?: Performed;
  /** Of another window; undefined where none is asked for or the answer is not there. */
  windowed?: { orders: number; net_minor: number | null };
}

export function Ranking() {
  const [metric, model] = [said("metric"), said("model")];
  const strange = unheard();
  const asked: Query = { ...range(), metric, model, basis: said("basis"), ...filters() };
  const ranking = useWhole<Ranking>(strange ? null : "/v1/reports/ranking", asked);
  const performance = useWhole<Performance>(strange ? null : "/v1/reports/performance", { by: "creator", ...range(), model, basis: said("basis"), ...filters() });
  const usual = settings.value!.windows.click_days;
  const days = Number(said("click_window_days")) || usual;
  const other = days !== usual;
  // Payout is as it was paid, and models know nothing of platforms: no figure is asked for that would be another's.
  const split = !strange && other && model !== "" && model !== "payout" && !said("platform") && !said("content_kind");
  const windowed = useWhole<Windowed>(split ? "/v1/reports/models" : null, { by: "creator", ...range(), models: model, basis: said("basis"), click_window_days: days, ...filters("campaign") });
  const rows = useMemo(() => joined(ranking.data, performance.data, windowed.data, model), [ranking.data, performance.data, windowed.data]);
  const text = said("q").trim().toLocaleLowerCase();
  const shown = useMemo(
    () => rows.filter((row) => (text === "" || `${row.creator.name} ${row.creator.handle ?? ""}`.toLocaleLowerCase().includes(text)) && (!said("verdict") || row.verdict === said("verdict"))),
    [rows, text, said("verdict")],
  );
  // The scale is of all of them, whoever is looked for; rows are drawn again only where these are others.
  const shape = useMemo(() => ranking.data && columns(ranking.data, rows, split ? days : null), [ranking.data, rows, split, days]);
  return (
    <>
      <Controls />
      {strange}
      <PartOfCost />
      {!strange && other && <p class="notes">{windowNote(days, usual, model, split)}</p>}
      {windowed.problem && <p class="notes wrong" role="alert">The figures of {days} days could not be had. {windowed.problem.title} {windowed.problem.detail}</p>}
      {performance.problem && !ranking.problem && <p class="notes wrong" role="alert">What orders were tied by could not be had. {performance.problem.title} {performance.problem.detail}</p>}
      {!strange && (
        <Shown coming={ranking} one what="The ranking">
          {(answer) =>
            answer.rows.length === 0 ? (
              <Empty>
                No creator cost or brought anything in these days. Choose other days or fewer filters; if you have just begun, <a href={to(["links", "new"])}>make a link</a> for a creator.
              </Empty>
            ) : (
              <On ground={{ ...answer, basis: answer.revenue_basis }}>
                <Table caption={`Creators by ${METRICS[answer.metric] ?? answer.metric}`} rows={shown} id={(row) => row.creator.id} kept="sort" sort="rank" file={`creators-${answer.metric}-${answer.from}-${answer.to}`} columns={shape!} />
                {shown.length === 0 && <Empty>Nobody among {rows.length} creators fits the name and verdict that are chosen.</Empty>}
                <Notes answer={answer} />
              </On>
            )
          }
        </Shown>
      )}
    </>
  );
}

/** What the address names that nothing is ranked by; nobody is to read figures of something else for those that were meant. */
function unheard() {
  const named: [string, boolean, string][] = [
    ["metric", METRICS[said("metric")] !== undefined, "Ranked by"],
    ["model", MODELS.includes(said("model")), "Model"],
  ];
  const strange = named.filter(([name, known]) => said(name) !== "" && !known);
  if (strange.length === 0) return null;
  return (
    <p class="wrong" role="status">
      The address names what creators are not ranked by: {strange.map(([name, , label]) => `${label.toLowerCase()} “${said(name)}”`).join(", ")}. No figures are shown; choose {strange.length === 1 ? "another" : "others"} above.
    </p>
  );
}

const joined = (ranking: Ranking | null, performance: Performance | null, windowed: Windowed | null, model: string): Row[] => {
  const tied = new Map(performance?.rows.map((row) => [row.creator?.id, row]));
  const other = new Map(windowed?.rows.filter(({ kind }) => kind === "creator").map((row) => [row.creator?.id, row.models[model]]));
  const none = { orders: 0, net_minor: 0 };
  return (ranking?.rows ?? []).map((row) => ({ ...row, tied: tied.get(row.creator.id), windowed: windowed ? (other.get(row.creator.id) ?? none) : undefined }));
};

function windowNote(days: number, usual: number, model: string, split: boolean) {
  const link = <a href={to(["models"])}>Models</a>;
  if (split) return <>Ranks, verdicts and fees are by the window that is paid by, {usual} days. The two columns "within {days} days" are what the model gives then, as {link} shows it.</>;
  if (model === "" || model === "payout") return <>Payout is as it was paid, by a window of {usual} days, whatever window is chosen. Choose another model to see what it gives within {days} days; {link} shows all of them side by side.</>;
  return <>Everything here is by a window of {usual} days: other windows are not told apart by platform or content. {link} shows them without these filters.</>;
}

function Controls() {
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Days />
      <Choice name="metric" label="Ranked by" options={[["", "The campaign's goal, else ROI"], ...Object.entries(METRICS)]} />
      <Model />
      <Choice name="basis" label="Orders stand on" options={[["conversion_date", "The day of the order"], ["touch_date", "The day of the touch"]]} />
      <Window />
      <Filters />
      <Choice name="verdict" label="Verdict" options={[["", "All verdicts"], ...Object.entries(VERDICTS).map(([word, { name }]): [string, string] => [word, name])]} />
      <label>
        <span>Name or handle</span>
        <input type="search" value={said("q")} onInput={(event) => change({ q: event.currentTarget.value }, { replace: true })} />
      </label>
    </form>
  );
}

function columns(answer: Ranking, rows: Row[], days: number | null): Column<Row>[] {
  const name = METRICS[answer.metric] ?? answer.metric;
  const over = scale(rows);
  const write = (row: Row) => (value: number | null | undefined) => written(row.metric, value, row.currency);
  const who = (row: Row, what: string) => `${what} of ${row.creator.name}`;
  const count = (key: string, label: string, means: string, value: (row: Row) => number | null | undefined): Column<Row> => ({
    key, label, means, number: true, by: value, cell: (row) => <Figure label={who(row, label)} value={number(value(row))} means={means} />,
  });
  const paid = (key: "cost_minor" | "net_minor" | "fee_at_target_minor", label: string, means: string): Column<Row> => ({
    key, label, means, number: true, by: (row) => row[key],
    cell: (row) => <Figure label={who(row, label)} value={money(row[key], row.currency)} means={means} why={row.why[key] ?? (row.currency ? null : "several_currencies")} interval={key === "fee_at_target_minor" ? span(row.interval?.fee_at_target_minor, (value) => money(Math.round(value), row.currency)) : null} />,
  });
  const tie = (key: "orders_link" | "orders_code" | "orders_both" | "orders_survey", label: string, means: string) => count(key, label, `${means} Always by payout, whatever the model.`, (row) => row.tied?.[key]);
  const roi: Column<Row> = { key: "roi", label: "ROI", means: "Net revenue over cost, less one.", number: true, by: (row) => row.roi, cell: (row) => <Figure label={who(row, "ROI")} value={percent(row.roi)} means="Net revenue over cost, less one." why={row.why.roi ?? (row.roi === null ? "no_cost" : null)} /> };
  return [
    { key: "creator", label: "Creator", cell: (row) => <a href={to(["creators", row.creator.id])}><bdi>{row.creator.name}</bdi></a>, by: (row) => row.creator.name },
    { key: "verdict", label: "Verdict", means: "What to do, by how sure the figure is against its target. Press it for the reason.", cell: (row) => <Verdict row={row} name={name} />, by: (row) => Object.keys(VERDICTS).indexOf(row.verdict), csv: (row) => row.verdict },
    {
      key: "estimate", label: name, means: `${name}, with its interval on demand.`, number: true, by: (row) => row.estimate,
      cell: (row) => <Figure strong label={who(row, name)} value={write(row)(row.estimate)} means={row.sentence} interval={span(row.interval?.estimate, write(row))} why={row.why.estimate ?? row.why["interval.estimate"]} />,
    },
    {
      key: "interval", label: "How sure", means: `All rows share one scale, ${written(answer.metric, over[0], answer.currency)} to ${written(answer.metric, over[1], answer.currency)}. The bar is the interval, the point the estimate, the line the target; what lies outside stands at the edge.`,
      cell: (row) => <Interval over={over} low={row.interval?.estimate?.low} high={row.interval?.estimate?.high} value={row.estimate} target={row.target} label={drawn(row, write(row))} />,
      csv: (row) => (row.interval?.estimate ? `${row.interval.estimate.low} to ${row.interval.estimate.high}` : null),
    },
    { key: "rank", label: "Rank", means: "By the estimate; who has none stands last.", number: true, cell: (row) => number(row.rank), by: (row) => row.rank },
    { key: "rank_by_lower_bound", label: "Cautious rank", means: "By the cautious end of the interval: a small sample does not win there.", number: true, cell: (row) => number(row.rank_by_lower_bound), by: (row) => row.rank_by_lower_bound },
    ...(days === null
      ? []
      : [
          count("orders_windowed", `Orders within ${days} days`, `What the model gives where clicks may be ${days} days old.`, (row) => row.windowed?.orders),
          {
            key: "net_minor_windowed", label: `Net within ${days} days`, number: true, by: (row: Row) => row.windowed?.net_minor,
            cell: (row: Row) => <Figure label={who(row, `Net within ${days} days`)} value={money(row.windowed?.net_minor, row.currency)} means={`What the model gives where clicks may be ${days} days old.`} />,
          },
        ]),
    { key: "target", label: "Target", means: "What was hoped for in these days.", number: true, by: (row) => row.target, cell: (row) => <Figure label={who(row, "Target")} value={write(row)(row.target)} means="What was hoped for in these days." why={row.why.target} /> },
    { key: "attainment", label: "Attainment", means: "Actual against target; target against actual where less is better.", number: true, by: (row) => row.attainment, cell: (row) => <Figure label={who(row, "Attainment")} value={percent(row.attainment, 0)} means="Actual against target; target against actual where less is better." why={row.why.attainment} /> },
    paid("fee_at_target_minor", "Fee at target", "The flat fee at which the target would be met exactly, with all other costs as they are."),
    paid("cost_minor", "Cost", "Every kind of cost that falls on these days."),
    paid("net_minor", "Net revenue", "What the model gives, less what was given back."),
    // Where it is what they are ranked by, it stands in front already.
    ...(answer.metric === "roi" ? [] : [roi]),
    count("orders", "Orders", "What the model gives; a share of an order counts as that share.", (row) => row.orders),
    tie("orders_link", "By link", "Orders that a click alone ties."),
    tie("orders_code", "By code", "Orders that a code alone ties."),
    tie("orders_both", "By both", "Orders that a click and the same creator's code tie."),
    tie("orders_survey", "By survey", "Orders that only the customer's answer ties."),
    count("clicks", "Clicks", "Clicks by people, counted once.", (row) => row.clicks),
    count("new_customers", "New customers", "Orders of customers who had none before.", (row) => row.new_customers),
    { key: "currency", label: "Currency", cell: (row) => row.currency ?? "several", by: (row) => row.currency },
    { key: "sentence", label: "In words", screen: true, cell: (row) => <bdi>{row.sentence}</bdi>, csv: (row) => row.sentence },
  ];
}

const drawn = (row: Row, write: (value: number | null | undefined) => string): string => {
  const between = row.interval?.estimate;
  const target = row.target === null ? "no target" : `target ${write(row.target)}`;
  return `${write(row.estimate)}, ${between ? `${sure(between)} sure between ${write(between.low)} and ${write(between.high)}` : "no interval"}, ${target}`;
};

function Verdict({ row, name }: { row: Row; name: string }) {
  const { name: word, means, tone } = verdict(row.verdict);
  return (
    <span class={`badge ${tone}`} title={row.sentence}>
      <Figure label={`Verdict on ${row.creator.name}`} value={word} means={`${means} ${row.sentence}`} interval={span(row.interval?.estimate, (value) => `${name} ${written(row.metric, value, row.currency)}`)} />
    </span>
  );
}

function Notes({ answer }: { answer: Ranking }) {
  return (
    <p class="notes">
      By {words(answer.model).toLocaleLowerCase()}, over clicks of {answer.click_window_days} days. A verdict says how sure the figure is against its target, not what would have happened without the creator: for that there is <a href={to(["lift"])}>lift</a>. With few orders the
      cautious rank is the fairer one. {answer.rows.some(({ immature }) => immature) && "Clicks of these days still have their window open, so more orders may come. "}
      Who neither cost nor brought anything is left out. How verdicts come is in <a href="/docs">the document of the API</a>.
    </p>
  );
}
