// The figures of one creator, or of all together, so that tiles and tables say the same.
import { type Fact, Figure } from "../../figure";
import { number, percent } from "../../format";
import type { Counts } from "./answer";

type Count = keyof Counts & string;

export const MEANS: Partial<Record<Count, [label: string, means: string]>> = {
  link: ["By link", "Orders whose last click that counts was on a link of theirs."],
  code: ["By code", "Orders with a valid code of theirs."],
  survey: ["By survey", "Orders whose customer named them when asked."],
  link_or_code: ["By link or code", "What is certain: each order once, though both lists have it."],
  link_or_code_or_survey: ["On any list", "All seven parts together, each order once."],
  link_and_code: ["By both", "Orders on which link and code name the same creator."],
  agreement: ["Agreement", "Orders on both lists, as a part of the shorter list."],
  conflicts: ["In conflict", "Orders whose link names one creator and whose code another. Both creators have the order on their list."],
  survey_alone: ["Survey alone", "Orders without link and code of anybody whose customer named them."],
};

/** A count or the agreement, of whom. */
export function told(name: Count, row: Counts, who: string): Fact {
  const [label, means] = MEANS[name] ?? [name, ""];
  const value = row[name] as number | null;
  return { label: `${label}, ${who}`, value: name === "agreement" ? percent(value) : number(value), means, why: value === null ? row.why?.[name] : null };
}

/** What the survey makes likely beyond link and code, as a range. */
export function Likely({ row, who, name }: { row: Counts; who: string; name: "survey_estimate" | "reconciled_orders" }) {
  const between = row.interval?.[name];
  const value = row[name];
  return (
    <Figure
      label={`${name === "survey_estimate" ? "Likely more by survey" : "Likely in all"}, ${who}`}
      value={value === null ? number(value) : between ? `${number(value, 1)} (${number(between.low, 0)} to ${number(between.high, 0)})` : number(value, 1)}
      exact={value === null ? undefined : number(value, 6)}
      means={
        name === "survey_estimate"
          ? "Of the orders with neither link nor code, as many as would be theirs if those who did not answer were like those who did."
          : "By link or code, which is certain, and what the survey makes likely beyond."
      }
      interval={between && { low: number(between.low, 6), high: number(between.high, 6) }}
      why={value === null ? row.why?.[name] : null}
    />
  );
}
