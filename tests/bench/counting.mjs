// The counting group: what a given number of clicks asks of KV, queue and D1, counted around the Worker, never timed.
import { ask, visit } from "./http.mjs";
import { visits } from "./load.mjs";

/** Sends so many clicks over so many links at once and returns the operations they took, consumers drained. */
export async function count(server, { clicks, links }) {
  const counts = `${server.url}/__bench/counts`;
  await ask(counts, { method: "DELETE" });
  await Promise.all(visits(links, clicks).map((one) => visit(server.url, one)));
  await server.rest(); // so that what was sent last is counted too
  const stored = await server.gained(clicks);
  const counted = JSON.parse((await ask(counts)).text);
  return { clicks, links, stored, ...counted };
}
