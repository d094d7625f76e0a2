// The night group: a day of many events and two orders in a hundred clicks, recounted on demand and timed.
import { ask, post, visit } from "./http.mjs";
import { visits } from "./load.mjs";
import { forgetPeak, peakMemory, workerdOf } from "./machine.mjs";
import { sql } from "./servers.mjs";

export const LINKS = 1000;
const CHUNK = 5000;
const BUYER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"; // an order's click is a person's
const DAY = 86_400_000;

/** Fills today up to a quarter and then to `events`, recounting at both, which also shows how the time grows. */
export async function night(server, { events, say }) {
  const first = await filled(server, { from: 0, to: Math.round(events / 4), say });
  const whole = await filled(server, { from: first.events, to: events, say });
  return { quarter: first, whole, growth: whole.cpu_seconds / first.cpu_seconds / (whole.events / first.events) };
}

async function filled(server, { from, to, say }) {
  const orders = Math.round((to - from) / 50);
  say(`night: ${to - from - orders} events straight into D1, ${orders} clicks with an order each`);
  await insert(server, to - from - orders);
  await buy(server, orders, Math.round(from / 50));
  const workerd = workerdOf(server.pid);
  const memory = peakMemory(workerd);
  forgetPeak(workerd);
  const today = new Date().toISOString().slice(0, 10);
  const before = server.cpu().all;
  const started = performance.now();
  const job = await post(server.url, "/v1/rollups", { from: today, to: today });
  const seconds = (performance.now() - started) / 1000;
  const cpu_seconds = (server.cpu().all - before) / 1e6; // other work on the machine hardly moves this one
  if (job.state !== "done") throw new Error(`the recount ended as ${job.state}: ${job.error}`);
  if (job.events < to) throw new Error(`the recount saw ${job.events} events of ${to}`);
  const counts = JSON.parse((await ask(`${server.url}/__bench/counts`)).text);
  return {
    events: to, orders: Math.round(to / 50), seconds, cpu_seconds, job,
    workerd_before_bytes: memory, workerd_peak_bytes: peakMemory(workerd), wasm_memory_bytes: counts.memory_bytes,
  };
}

/** Stores clicks of today over the links, one in ten not human, by the Worker's own statements. */
async function insert(server, clicks) {
  const now = Date.now();
  const start = now - (now % DAY);
  const whole = (below) => Math.floor(Math.random() * below);
  const verdict = () => (whole(10) === 0 ? 1 : 0);
  const event = () => // visitor, at, nonce, kind, link, verdict, reason, address
    [whole(2 ** 46), start + whole(now - start + 1), whole(2 ** 32), 1, server.links[whole(LINKS)], verdict(), 0, null];
  for (let left = clicks; left > 0; left -= CHUNK) {
    const rows = JSON.stringify(Array.from({ length: Math.min(CHUNK, left) }, event));
    const days = JSON.stringify([...new Set(JSON.parse(rows).map((row) => Math.floor(row[1] / 86_400_000)))]);
    await server.batch("EVENTS_0", [[sql("events_count"), rows], [sql("events_insert"), rows], [sql("events_dirty"), days]]);
  }
}

/** Clicks through the door and reports an order for each, a hundred to a call, by the click id that the target carries. */
async function buy(server, orders, before) {
  const all = visits(LINKS, orders).map((one) => ({ ...one, agent: BUYER }));
  await server.mark();
  for (let at = 0; at < orders; at += 100) {
    const some = await Promise.all(all.slice(at, at + 100).map((one) => visit(server.url, one)));
    const sales = some.map((target, next) => ({
      kind: "sale", order_id: `night-${before + at + next}`, occurred_at: new Date().toISOString(),
      click_id: new URL(target).searchParams.get("wm"),
      total_minor: 5000 + ((at + next) % 1000), tax_minor: 800, shipping_minor: 490, currency: "EUR",
    }));
    const { items } = await post(server.url, "/v1/conversions", sales);
    const refused = items.find(({ outcome }) => outcome !== "accepted");
    if (refused) throw new Error(`an order of the night was not accepted: ${JSON.stringify(refused)}`);
  }
  const stored = await server.gained(orders);
  if (stored !== orders) throw new Error(`${stored} of ${orders} clicks with an order were stored`);
}
