// What a page shows while it waits, when there is nothing, and when something went wrong: each says what to do.
import type { ComponentChildren } from "preact";
import type { Coming, Problem } from "./api";

/** On its way. */
export function Waiting({ slow, what = "The figures" }: { slow?: boolean; what?: string }) {
  return (
    <p class="state" role="status">
      {slow ? `${what} take longer than usual. Nothing is lost; you can wait, or ask for fewer days.` : `${what} are on their way.`}
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

/** What went wrong, and how to go on. */
export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="state trouble" role="alert">
      <p>
        <strong>{problem.title}</strong> {problem.detail}
      </p>
      {problem.faults.length > 0 && (
        <ul>
          {problem.faults.map((fault) => (
            <li>
              {fault.pointer ?? fault.parameter ?? fault.header ?? ""}: {fault.detail}
            </li>
          ))}
        </ul>
      )}
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

/** An answer once it is there; until then what one waits for. */
export function Shown<T>({ coming, what, children }: { coming: Coming<T>; what?: string; children: (data: T) => ComponentChildren }) {
  if (coming.problem) return <Trouble problem={coming.problem} again={coming.again} />;
  if (coming.data === null) return <Waiting slow={coming.slow} what={what} />;
  return <>{children(coming.data)}</>;
}
