// What was sent and never answered: it may have been made all the same, so it is looked for before it is sent again.
import { Problem, answer, asProblem, listed } from "../../api";
import type { Row } from "./fields";

/** By door: what was sent, and when by the clock of this page. */
const unheard = new Map<string, { body: Row; at: number }>();

/** Whether nobody can say from this answer if the call was carried out. */
export const lost = ({ status, code }: Problem): boolean => code === "offline" || code === "timeout" || code === "unreadable" || status >= 500;

const holds = (there: unknown, sent: unknown): boolean => {
  if (Array.isArray(sent) && Array.isArray(there)) return sent.length === there.length && sent.every((one) => there.some((other) => holds(other, one)));
  if (typeof sent === "object" && sent !== null) return typeof there === "object" && there !== null && Object.entries(sent).every(([name, value]) => holds((there as Row)[name], value));
  return there === sent;
};

/**
 * The row that a call whose answer was lost has made: it has everything that was sent and the answer names, and is as young as
 * the call. How young is told by the service's clock alone, for the browser's may be wrong.
 */
async function find<T extends Row>(door: string, { body, at }: { body: Row; at: number }): Promise<T | undefined> {
  const { headers } = await answer("GET", door, { query: { limit: 1 } });
  const since = Date.parse(headers.get("date") ?? "") - (performance.now() - at) - 2_000;
  const rows = await listed<T>(door);
  return rows.find((row) => !(Date.parse(String(row.created_at)) < since) && Object.entries(body).every(([name, value]) => !(name in row) || holds(row[name], value)));
}

/** Makes one by `send`; gives what an earlier call of it made that was never answered, in its place, where there is such a one. */
export async function once<T extends Row>(door: string, body: Row, send: () => Promise<T>): Promise<{ row: T; heard: boolean }> {
  const earlier = unheard.get(door);
  if (earlier) {
    const row = await find<T>(door, earlier);
    unheard.delete(door);
    if (row && JSON.stringify(earlier.body) === JSON.stringify(body)) return { row, heard: false };
    if (row) throw new Problem(0, "made", "What you sent before was made.", "Change it in the list, where it stands now; what you typed since is still here, and saving again makes another.");
  }
  const at = performance.now();
  try {
    return { row: await send(), heard: true };
  } catch (error) {
    const problem = asProblem(error);
    if (!lost(problem)) throw error;
    unheard.set(door, { body, at });
    throw new Problem(problem.status, problem.code, problem.title, `${problem.detail} It may have been made all the same: saving again looks first.`, problem.faults, problem.said);
  }
}
