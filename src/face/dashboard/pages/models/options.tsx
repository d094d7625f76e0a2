// What can be chosen on the page of models; everything stands in the address, and a refusal beside its field.
import { change, said } from "../../address";
import type { Problem } from "../../api";
import { CreatorChoice, Field } from "../../fields";
import { Choice, Days, Filters, Window } from "../../view";
import { settings } from "../../session";
import { MODELS, USUAL } from "./words";

/** The models that are asked for, in the order in which they are listed. */
export const chosen = (): string[] => {
  const named = said("models");
  return named === "" ? USUAL : named.split(",");
};

const OPTIONS = ["click_window_days", "view_window_days", "codes", "views", "half_life_days", "position", "weights", "except"];

/** The options that the address names, as the API takes them. */
export const options = (): Record<string, string> => Object.fromEntries(OPTIONS.map((name) => [name, said(name)]));

function toggle(word: string, on: boolean) {
  const now = chosen();
  // Words that nobody listed stay, so that the API says what is wrong with them.
  const unlisted = now.filter((known) => !MODELS.some((model) => model.word === known));
  const next = MODELS.map((model) => model.word).filter((known) => (known === word ? on : now.includes(known)));
  const usual = next.length === USUAL.length && USUAL.every((known) => next.includes(known));
  change({ models: usual ? null : [...next, ...unlisted].join(",") });
}

export function Options({ problem }: { problem: Problem | null }) {
  const now = chosen();
  const wrong = (name: string) => problem?.at(name);
  const open = OPTIONS.some((name) => said(name) !== "") || now.includes("custom") || now.includes("last_non");
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Days />
      <Choice name="by" label="Rows" options={[["creator", "Creators"], ["campaign", "Campaigns"], ["link", "Links"], ["channel", "Channels"]]} />
      <Choice name="show" label="Show" options={[["orders", "Orders"], ["net_minor", "Net revenue"], ["gross_minor", "Gross revenue"], ["refunded_minor", "Refunded"]]} />
      <Choice name="kind" label="Of" options={[["sale", "Sales"], ["lead", "Leads"], ["event", "Events of the shop"]]} />
      <Choice name="basis" label="On the day of" options={[["conversion_date", "The order"], ["touch_date", "The click or code"]]} />
      <Filters only={["campaign"]} />
      <CreatorChoice wrong={wrong("creator")} />
      <fieldset class="checks">
        <legend>Models side by side</legend>
        {MODELS.map(({ word, label, means }) => (
          <label title={means}>
            <input type="checkbox" checked={now.includes(word)} onChange={(event) => toggle(word, event.currentTarget.checked)} />
            <span>{label}</span>
          </label>
        ))}
        <details>
          <summary>What each does</summary>
          <dl>
            {MODELS.map(({ label, means }) => (
              <>
                <dt>{label}</dt>
                <dd>{means}</dd>
              </>
            ))}
          </dl>
        </details>
        {wrong("models") && <p class="wrong">{wrong("models")}</p>}
      </fieldset>
      <details open={open}>
        <summary>Windows, codes and weights</summary>
        <div class="controls">
          <Window />
          <Window name="view_window_days" label="View window" usual={settings.value!.windows.view_days} />
          <Choice name="codes" label="A code at the order" options={[["as_touch", "is the last step"], ["ignore", "counts for nothing"], ["override", "takes all"], ["if_no_click", "counts where nobody was clicked"]]} />
          <Choice name="views" label="Pixel views" options={[["ignore", "count for nothing"], ["as_touch", "are steps like clicks"]]} />
          <Field name="half_life_days" label="Half life, days" usual="7" kind="numeric" wrong={wrong("half_life_days")} hint="Of “Decay”, 1 to 90." />
          <Field name="position" label="First, middle, last, percent" usual="40,20,40" wrong={wrong("position")} hint="Of “Position”; they add up to 100." />
          <Field name="weights" label="Weights" usual='{"first":0.3,"middle":0.2,"last":0.5}' wrong={wrong("weights")} hint="Of “Custom”; they add up to 1. Or a list from the end: [0.5,0.3,0.2]." />
          <Field name="except" label="Left out" usual="google/organic" wrong={wrong("except")} hint="Of “Last but those left out”: a creator's id or a channel." />
        </div>
      </details>
    </form>
  );
}
