// Over what a page is counted: days, model, windows and filters, all of it in the address.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { change, said } from "./address";
import { useAnswer } from "./api";
import { day, plus, span, words } from "./format";
import { may, settings } from "./session";

/** Days that are shown where the address names none: up to yesterday, for today is not over. */
const DAYS = 30;
/** The widest range that a report takes. */
const MOST = 400;

/** The range that is shown; where the address says something else than two days in order that a report takes, the usual one. */
export function range(): { from: string; to: string } {
  const today = settings.value!.today;
  const [from, to] = [said("from"), said("to")];
  // Browsers take the 30th of February for the 1st or 2nd of March, the API does not.
  const right = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && plus(text, 0) === text;
  if (right(from) && right(to) && from <= to && span(from, to) <= MOST) return { from, to };
  return { from: plus(today, -DAYS), to: plus(today, -1) };
}

/** As many days right before. */
export function before({ from, to }: { from: string; to: string }): { from: string; to: string } {
  return { from: plus(from, -span(from, to)), to: plus(from, -1) };
}

/** The filters that the address names, for reports that take them. */
export const filters = (...names: string[]): Record<string, string> =>
  Object.fromEntries((names.length > 0 ? names : ["campaign", "platform", "content_kind"]).map((name) => [name, said(name)]).filter(([, value]) => value !== ""));

/** Models that are kept by day; the others are worked out by /v1/reports/models. */
export const MODELS = ["payout", "last", "first", "linear", "linear_unique", "position", "decay"];

/** What is wrong with two days that somebody chose; nothing where a report takes them. */
function wrongDays(from: string, to: string): string {
  if (from === "" || to === "") return "A day is missing or half typed: choose both.";
  if (from > to) return `${day(from)} is after ${day(to)}: choose a first day that is not after the last.`;
  if (to > settings.value!.today) return `${day(to)} is still to come: choose today or a day before.`;
  if (span(from, to) > MOST) return `These are ${span(from, to)} days, and a report takes at most ${MOST}.`;
  return "";
}

/** Chooses days: ranges by name or two days. */
export function Days() {
  const shown = range();
  const { from, to } = shown;
  const today = settings.value!.today;
  const month = today.slice(0, 8);
  const lastMonth = plus(`${month}01`, -1);
  const named: [string, string, string][] = [
    ["Today", today, today],
    ["Last 7 days", plus(today, -7), plus(today, -1)],
    ["Last 30 days", plus(today, -30), plus(today, -1)],
    ["Last 90 days", plus(today, -90), plus(today, -1)],
    ["This month", `${month}01`, today],
    ["Last month", `${lastMonth.slice(0, 8)}01`, lastMonth],
  ];
  // Days that are none are said, so that nobody reads the usual ones for those that were meant.
  const other = (said("from") !== "" && said("from") !== from) || (said("to") !== "" && said("to") !== to);
  const chosen = named.find(([, first, last]) => first === from && last === to)?.[0] ?? "";
  // What was typed over the days of the address, until these are others.
  const of = `${from} ${to}`;
  const [typed, type] = useState<{ of: string; from: string; to: string; wrong: string } | null>(null);
  useEffect(() => type(null), [of]);
  const now = typed?.of === of ? typed : { of, ...shown, wrong: "" };
  const commit = (days = now) => {
    const wrong = wrongDays(days.from, days.to);
    type({ ...days, wrong });
    if (!wrong && (days.from !== from || days.to !== to)) change({ from: days.from, to: days.to });
  };
  return (
    <fieldset class="days">
      <legend>Days</legend>
      <label>
        <span>Range</span>
        <select
          value={chosen}
          onChange={(event) => {
            const range = named.find(([name]) => name === event.currentTarget.value);
            if (range) change({ from: range[1], to: range[2] });
          }}
        >
          <option value="">Days of your own</option>
          {named.map(([name]) => (
            <option value={name}>{name}</option>
          ))}
        </select>
      </label>
      <Day label="From" value={now.from} wrong={now.wrong !== ""} type={(from) => type({ ...now, from })} commit={(from) => commit({ ...now, from })} />
      <Day label="To" value={now.to} wrong={now.wrong !== ""} type={(to) => type({ ...now, to })} commit={(to) => commit({ ...now, to })} />
      <p class="wrong" role="status">
        {now.wrong ? `${now.wrong} The figures are of ${day(from)} to ${day(to)}.` : other ? `The address names no two days in order, or more than ${MOST}, so these are the usual ones.` : ""}
      </p>
    </fieldset>
  );
}

/**
 * One of the two days. While it is typed, a browser tells every part of it as a day of its own (the year 2 on the way to 2026),
 * so it is taken once the field is left or Enter is pressed; a day out of the browser's own calendar is whole at once.
 */
function Day({ label, value, wrong, type, commit }: { label: string; value: string; wrong: boolean; type: (text: string) => void; commit: (text: string) => void }) {
  const id = useId();
  const keyed = useRef(false);
  return (
    <label for={id}>
      <span>{label}</span>
      <input
        id={id}
        type="date"
        value={value}
        max={settings.value!.today}
        aria-invalid={wrong}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          keyed.current = true;
          if (event.key === "Enter") commit(event.currentTarget.value);
        }}
        onChange={(event) => !keyed.current && commit(event.currentTarget.value)}
        onBlur={(event) => {
          keyed.current = false;
          commit(event.currentTarget.value);
        }}
      />
    </label>
  );
}

/**
 * Chooses one word out of several, kept in the address under `name`; the first is what stands where nothing is said. `some` says
 * that there are more than are offered.
 */
export function Choice({ name, label, options, some = false }: { name: string; label: string; options: [string, string][]; some?: boolean }) {
  const chosen = said(name) || options[0]?.[0];
  return (
    <label>
      <span>{label}</span>
      <select value={chosen} onChange={(event) => change({ [name]: event.currentTarget.value === options[0]?.[0] ? null : event.currentTarget.value })}>
        {options.map(([value, text]) => (
          <option value={value}>{text}</option>
        ))}
        {/* What the address names stands there too, so that it can be seen and taken out. */}
        {options.every(([value]) => value !== chosen) && <option value={chosen}>{some ? chosen : `${chosen} (unknown)`}</option>}
      </select>
    </label>
  );
}

/** Chooses the model among those that are kept. */
export const Model = () => <Choice name="model" label="Model" options={MODELS.map((word) => [word, words(word)])} />;

/** Chooses a window in days. */
export function Window({ name = "click_window_days", label = "Click window", usual = settings.value!.windows.click_days }: { name?: string; label?: string; usual?: number }) {
  const days = [1, 7, 14, 28, 30, 60, 90].filter((days) => days !== usual);
  return <Choice some name={name} label={label} options={[["", `${usual} ${usual === 1 ? "day" : "days"} (as paid)`], ...days.map((days): [string, string] => [String(days), `${days} ${days === 1 ? "day" : "days"}`])]} />;
}

interface Named {
  id: number;
  name: string;
}

/** Filters by campaign, platform and content kind. */
export function Filters({ only = ["campaign", "platform", "content_kind"] }: { only?: string[] }) {
  const campaigns = useAnswer<{ items: Named[]; next: string | null }>(only.includes("campaign") && may("links:read") ? "/v1/campaigns" : null, { limit: 100 });
  const any = (label: string): [string, string] => ["", `All ${label}`];
  return (
    <>
      {only.includes("campaign") && <Choice some={!campaigns.data || Boolean(campaigns.data.next)} name="campaign" label="Campaign" options={[any(may("links:read") ? "campaigns" : "campaigns (names need links:read)"), ...(campaigns.data?.items ?? []).map(({ id, name }): [string, string] => [String(id), name])]} />}
      {only.includes("platform") && <Choice some name="platform" label="Platform" options={[any("platforms"), ...PLATFORMS.map((word): [string, string] => [word, words(word)])]} />}
      {only.includes("content_kind") && <Choice some name="content_kind" label="Content" options={[any("content"), ...KINDS.map((word): [string, string] => [word, words(word)])]} />}
    </>
  );
}

/** Platforms that are offered; the address takes any. */
export const PLATFORMS = ["instagram", "tiktok", "youtube", "twitch", "facebook", "x", "pinterest", "podcast", "newsletter", "blog"];
const KINDS = ["post", "story", "reel", "short", "video", "live", "podcast", "newsletter", "article"];
