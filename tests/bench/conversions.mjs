// The conversions group: orders through the API in batches of ten, each in D1 before it is answered, by how many a second.
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { ADMIN_KEY, ask, post, visit } from "./http.mjs";
import { slug, visits } from "./load.mjs";
import { median } from "./clicks.mjs";

export const LINKS = 100;
const BATCH = 10;
const CODES = 50;

/** What an order may come with: real click ids, and codes of ours. */
async function evidence(server) {
  const clicks = await Promise.all(visits(LINKS, 500).map(async (one) => new URL(await visit(server.url, one)).searchParams.get("wm")));
  const creator = await post(server.url, "/v1/creators", { name: "Conversions" });
  const codes = [];
  for (let at = 0; at < CODES; at += 1) codes.push((await post(server.url, "/v1/codes", { code: `SAVE${slug(at)}`, creator_id: creator.id })).code);
  return { clicks, codes };
}

/** Ten new orders: one half came by a click, the other by a code, and every one has a customer. */
function batch({ clicks, codes }, number) {
  const whose = randomUUID();
  return JSON.stringify(Array.from({ length: BATCH }, (_, at) => ({
    kind: "sale", order_id: `${whose}-${at}`, occurred_at: new Date().toISOString(), customer: `${whose}-${at}@example.com`,
    total_minor: 5000 + ((number * BATCH + at) % 1000), tax_minor: 800, shipping_minor: 490, currency: "EUR",
    ...(at % 2 ? { click_id: clicks[(number * BATCH + at) % clicks.length] } : { code: codes[(number * BATCH + at) % codes.length] }),
  })));
}

/** Sends batches over kept connections for so many seconds; gives what each call took and how many orders were accepted. */
async function send(server, known, { seconds, connections }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { host: "localhost", authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
  const taken = [];
  let [number, accepted, failed] = [0, 0, 0];
  const call = (body, again = false) => new Promise((done, fail) => {
    const sent = performance.now();
    const asked = request(`${server.url}/v1/conversions`, { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, async (answer) => {
      let text = "";
      for await (const piece of answer) text += piece;
      taken.push(performance.now() - sent);
      const outcomes = answer.statusCode === 200 ? JSON.parse(text).items.map(({ outcome }) => outcome) : [];
      const good = outcomes.filter((outcome) => outcome === "accepted" || (again && outcome === "duplicate")).length;
      accepted += good;
      failed += BATCH - good;
      done();
    });
    // The server may close a kept connection just as we use it again; the call is safe to repeat.
    asked.on("error", (error) => (asked.reusedSocket && !again ? call(body, true).then(done, fail) : fail(error))).end(body);
  });
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() < end) await call(batch(known, number += 1));
  }));
  const lasted = (performance.now() - started) / 1000;
  agent.destroy();
  taken.sort((a, b) => a - b);
  const percentile = (share) => taken[Math.floor((taken.length - 1) * share)] ?? 0;
  return { seconds: lasted, calls: taken.length, accepted, failed, p50_ms: percentile(0.5), p99_ms: percentile(0.99) };
}

const stored = async (server) => (await server.batch("DB", [["SELECT count(*) AS n FROM conversion WHERE kind = 1"]]))[0][0].n;

/** Rounds of `seconds` each; what was accepted must be what is stored. */
export async function conversions(server, { seconds, connections, rounds, say }) {
  const known = await evidence(server);
  await send(server, known, { seconds: 2, connections });
  const taken = [];
  let before = await stored(server);
  for (let round = 0; round < rounds; round += 1) {
    const cpu = server.cpu();
    const one = await send(server, known, { seconds, connections });
    const after = server.cpu();
    const kept = await stored(server);
    const each = (part) => (after[part] - cpu[part]) / one.accepted;
    taken.push({
      ...one, stored: kept - before, per_second: one.accepted / one.seconds,
      cpu_us: each("all"), workerd_us: each("workerd"), node_us: each("node"),
    });
    before = kept;
    say(`conversions, round ${round + 1}: ${taken.at(-1).per_second.toFixed(0)}/s, ${taken.at(-1).cpu_us.toFixed(0)} us each`);
  }
  const middle = (part) => median(taken.map((one) => one[part]));
  const total = (part) => taken.reduce((all, one) => all + one[part], 0);
  return {
    per_second: middle("per_second"), cpu_us: middle("cpu_us"), workerd_us: middle("workerd_us"), node_us: middle("node_us"),
    p50_ms: middle("p50_ms"), p99_ms: middle("p99_ms"),
    accepted: total("accepted"), failed: total("failed"), stored: total("stored"), rounds: taken, connections,
  };
}

/** What a conversion asks of D1, counted around the Worker over some batches, never timed. */
export async function countConversions(server) {
  const known = await evidence(server);
  await server.rest();
  const counts = `${server.url}/__bench/counts`;
  await ask(counts, { method: "DELETE" });
  const { accepted } = await send(server, known, { seconds: 1, connections: 1 });
  const counted = JSON.parse((await ask(counts)).text);
  return { accepted, ...counted };
}
