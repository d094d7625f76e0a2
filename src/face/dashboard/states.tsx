// What a page shows while it waits, when there is nothing, and when something went wrong: each says what to do.
import { Component, type ComponentChildren } from "preact";
import { change, place, said } from "./address";
import type { Coming, Fault, Problem } from "./api";
import { words } from "./format";

/** On its way; `one` where what is waited for is a single thing. */
export function Waiting({ slow, what = "The figures", one = false }: { slow?: boolean; what?: string; one?: boolean }) {
  return (
    <p class="state" role="status">
      {slow ? `${what} ${one ? "takes" : "take"} longer than usual. Nothing is lost; you can wait, or ask for fewer days.` : `${what} ${one ? "is on its way" : "are on their way"}.`}
    </p>
  );
}

/** Nothing to show, and what would bring something. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="state">{children}</p>;
}

/** Says which scope opens a door that the key in use does not open. */
export function Needs({ scope, what }: { scope: string; what: string }) {
  return (
    <Empty>
      {what} needs a key with the scope <code>{scope}</code>, which yours has not. An administrator makes one at Settings, Keys.
    </Empty>
  );
}

/** What the API's parameters are called on the pages, where their own words do not say it. */
const LABELS: Record<string, string> = {
  after_days: "Days after",
  basis: "Orders stand on",
  before_days: "Usual is",
  by: "Rows",
  click_window_days: "Click window",
  codes: "A code at the order",
  content_kind: "Content",
  control_creator: "Compare with",
  except: "Left out",
  half_life_days: "Half life, days",
  margin_percent: "Margin, percent",
  metric: "Ranked by",
  not_channel: "Without the channel",
  not_creator: "Without the creator",
  position: "First, middle, last, percent",
  view_window_days: "View window",
  without: "Days left out",
};

/** Where a fault lies, in the words of the page: the control's name, or the field's with the number of its row. */
const placed = ({ pointer, parameter, header }: Fault): string =>
  (parameter ?? pointer ?? header ?? "")
    .split("/")
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? `number ${Number(part) + 1}` : (LABELS[part] ?? words(part))))
    .join(", ");

/** What takes a parameter that is refused out of the address. */
const WITHOUT: Record<string, string> = { from: "Show the usual days", to: "Show the usual days", campaign: "Show all campaigns", creator: "Show all creators", platform: "Show all platforms", content_kind: "Show all content" };

/** The ways on from what the address says wrong: what each is called, and what it takes out. */
function waysOut(faults: Fault[]): [string, string[]][] {
  const ways = new Map<string, string[]>();
  for (const { parameter } of faults) {
    if (!parameter || said(parameter) === "") continue;
    const way = WITHOUT[parameter] ?? `Go on without “${LABELS[parameter] ?? words(parameter)}”`;
    ways.set(way, /^(from|to)$/.test(parameter) ? ["from", "to"] : [parameter]);
  }
  return [...ways];
}

/** Whether the same call may end otherwise: it never arrived, came too often, or the service was at fault. */
const passing = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

/** What went wrong, and how to go on: `again` where that can help, or always where `way` says what it does. */
export function Trouble({ problem, again, way }: { problem: Problem; again?: () => void; way?: string }) {
  return (
    <div class="state trouble" role="alert">
      <p>
        <strong>{problem.title}</strong> {problem.detail}
      </p>
      {problem.faults.length > 0 && (
        <ul>
          {problem.faults.map((fault) => (
            <li>
              {placed(fault)}: {fault.detail}
            </li>
          ))}
        </ul>
      )}
      {waysOut(problem.faults).map(([text, names]) => (
        <button type="button" onClick={() => change(Object.fromEntries(names.map((name) => [name, null])), { hash: true })}>
          {text}
        </button>
      ))}
      {again && (way || passing(problem.status)) && (
        <button type="button" onClick={again}>
          {way ?? "Try again"}
        </button>
      )}
    </div>
  );
}

interface Told {
  what?: string;
  one?: boolean;
}

/** An answer once it is there; until then what one waits for. `none` stands where the thing itself does not exist. */
export function Shown<T>({ coming, none, children, ...told }: Told & { coming: Coming<T>; none?: ComponentChildren; children: (data: T) => ComponentChildren }) {
  if (coming.problem?.status === 404 && none) return <Empty>{none}</Empty>;
  if (coming.problem) return <Trouble problem={coming.problem} again={coming.again} />;
  if (coming.data === null) return <Waiting slow={coming.slow} {...told} />;
  return <>{children(coming.data)}</>;
}

/** Keeps a part that breaks from taking the rest along: it says so, until the address is another or the page is loaded anew. */
export class Guarded extends Component<{ children: ComponentChildren }, { broken: unknown }> {
  state = { broken: null };

  componentDidCatch(error: unknown) {
    this.setState({ broken: place.value });
    // The browser's console has it, as if nothing had caught it.
    reportError(error);
  }

  render() {
    if (this.state.broken !== place.value) return this.props.children;
    return (
      <div class="state trouble" role="alert">
        <p>
          <strong>This page broke.</strong> It made a mistake, or was answered something that it cannot read; what is kept by the service is as it was.
        </p>
        <button type="button" onClick={() => location.reload()}>
          Load the page anew
        </button>
      </div>
    );
  }
}
