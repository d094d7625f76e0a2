// How good the evidence is, in words, and what a test in which chance decided, or creators beside, say.
import { Figure } from "../../figure";
import { NONE, money, number, percent, times, words } from "../../format";
import { type Answer, type Between, type Control, type Holdout, type Stated, chance } from "./answer";

const DESIGNS: Record<Answer["evidence"]["grade"], string> = {
  A: "a test in which chance decided who could see it",
  B: "compared with creators that did nothing then",
  C: "before and after only",
};

export function Evidence({ evidence }: { evidence: Answer["evidence"] }) {
  return (
    <section class="panel evidence" aria-label="How good the evidence is">
      <span class={`grade ${evidence.grade === "A" ? "good" : evidence.grade === "B" ? "" : "warn"}`} aria-hidden="true">
        {evidence.grade}
      </span>
      <p id="evidence">
        <strong>
          Grade {evidence.grade} of A, B, C: {DESIGNS[evidence.grade]}.
        </strong>{" "}
        {evidence.says}
        {evidence.grade !== "A" && " No order is called caused here."}
      </p>
    </section>
  );
}

interface Line {
  key: string;
  label: string;
  value: number | null | undefined;
  write: (value: number) => string;
  means: string;
  between?: Between | null;
  why?: string | null;
}

/** Figures below each other, each with its interval beside it. */
function Told({ caption, id, lines }: { caption: string; id: string; lines: Line[] }) {
  return (
    <div class="scroll words" tabIndex={0} role="group" aria-label={caption}>
      <table id={id}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="number">Value</th>
            <th scope="col" class="number">Where it may lie (95 %)</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, label, value, write, means, between, why }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td class="number">
                <Figure label={label} value={value == null ? NONE : write(value)} exact={value != null && !Number.isInteger(value) ? String(value) : undefined} means={means} interval={between && { low: write(between.low), high: write(between.high) }} why={value == null ? why : null} />
              </td>
              <td class="number">{between ? `${write(between.low)} to ${write(between.high)}` : NONE}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const tenths = (value: number) => number(value, 1);
const share = (value: number) => percent(value, 2);

export function Test({ holdout, currency }: { holdout: Holdout; currency: string | null }) {
  const amount = (value: number) => money(value, currency);
  const { interval, why } = holdout;
  const lines: Line[] = [
    { key: "exposed", label: "Bought, of those who could see it", value: holdout.exposed.rate, write: share, means: `${number(holdout.exposed.orders)} of ${number(holdout.exposed.people)} people.` },
    { key: "control", label: "Bought, of those who could not", value: holdout.control.rate, write: share, means: `${number(holdout.control.orders)} of ${number(holdout.control.people)} people.` },
    { key: "incremental_orders", label: "Orders more", value: holdout.incremental_orders, write: tenths, means: "Buyers less what as many people of the other group would have bought.", between: interval?.incremental_orders, why: why?.incremental_orders },
    { key: "lift", label: "Lift", value: holdout.lift, write: percent, means: "How much larger the part is that bought.", between: interval?.lift, why: why?.lift },
    { key: "p", label: "Chance", value: holdout.p, write: (value) => chance(value) ?? NONE, means: `How likely so much difference is by chance alone${holdout.test ? ` (${holdout.test})` : ""}.`, why: why?.p },
    { key: "incremental_revenue_minor", label: "Revenue more", value: holdout.incremental_revenue_minor, write: amount, means: "Orders more at what an order brings.", why: "no_order_value" },
    { key: "iroas", label: "Revenue more for the cost (iROAS)", value: holdout.iroas, write: times, means: "Revenue more by cost.", between: interval?.iroas, why: why?.iroas },
    { key: "incremental_cpa_minor", label: "Cost of an order more", value: holdout.incremental_cpa_minor, write: amount, means: "Cost by orders more.", why: why?.incremental_cpa_minor },
    { key: "profit_minor", label: "Profit", value: holdout.profit_minor, write: amount, means: "Revenue more at the margin, less cost.", why: why?.profit_minor },
    { key: "people_needed_per_arm", label: "People needed in each group", value: holdout.people_needed_per_arm, write: number, means: "To tell these two apart in four tests of five.", why: "too_few" },
  ];
  return (
    <>
      {!holdout.valid && <p class="state trouble">The groups are not as large as they were meant to be, so something else than chance decided: the test is invalid and nothing is worked out of it.</p>}
      <Told caption="What the test says" id="holdout" lines={holdout.valid ? lines : lines.slice(0, 2)} />
    </>
  );
}

export function Beside({ control }: { control: Control }) {
  return (
    <Told
      caption="Beside creators that did nothing"
      id="control"
      lines={[
        { key: "orders", label: "Their orders", value: control.orders, write: number, means: "Orders credited to those compared with." },
        { key: "expected_orders", label: "Their usual orders", value: control.expected_orders, write: tenths, means: "What was usual for them." },
        { key: "control_ratio", label: "Theirs, of the usual", value: control.control_ratio, write: percent, means: "How the season met those that nothing was done to.", why: "no_conversions" },
        { key: "ratio", label: "Of the usual, beyond theirs", value: control.ratio, write: percent, means: "The ratio of both: 100 percent is no difference.", between: control.interval.ratio, why: control.why?.ratio },
        { key: "expected_with_control", label: "Usual, with their season", value: control.expected_with_control, write: tenths, means: "What would be usual if the season met both alike.", why: "no_conversions" },
        { key: "above_control_orders", label: "Orders beyond it", value: control.above_control_orders, write: tenths, means: "Orders less that.", why: "no_conversions" },
      ]}
    />
  );
}

export function AsStated({ stated }: { stated: Stated[] }) {
  if (stated.length === 0) return null;
  return (
    <Told
      caption="Against what the brand stated"
      id="stated"
      lines={stated.flatMap((one): Line[] => {
        const write = (value: number) => (one.metric === "aov" ? money(Math.round(value), one.currency) : share(value));
        const label = { aov: "Order value", conversion_rate: "Conversion rate" }[one.metric] ?? words(one.metric);
        return [
          { key: `${one.metric}-observed`, label: `${label}, of these days`, value: one.observed, write, means: "As it was in these days.", between: one.interval.observed, why: one.why?.observed },
          { key: `${one.metric}-stated`, label: `${label}, stated`, value: one.stated, write, means: "As the brand stated it." },
          { key: `${one.metric}-ratio`, label: `${label}, of the stated`, value: one.ratio, write: percent, means: one.p === null ? "These days as a part of what was stated." : `These days as a part of what was stated; by chance alone: ${chance(one.p)}.`, why: one.why?.observed },
        ];
      })}
    />
  );
}
