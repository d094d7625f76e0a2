// The timed group: every server under the same load in turn, CPU per click from /proc, consumers drained, nothing lost.
import { load } from "./load.mjs";

/** One turn of one lane: load it, let its consumers finish, and see what that took and whether all was kept. */
async function turn(lane, seconds, { connections, core, onStart }) {
  const before = lane.server.cpu();
  const loaded = await load({ url: lane.server.url, file: lane.plan, seconds, connections, core, onStart });
  await lane.server.rest(); // the consumers belong to the click; a question to the server would not
  const after = lane.server.cpu();
  const stored = lane.keeps ? await lane.server.gained(loaded.requests) : null;
  const each = (part) => (after[part] - before[part]) / loaded.requests;
  return {
    ...loaded, stored, cpu_us: each("all"), workerd_us: each("workerd"), node_us: each("node"),
    per_second: loaded.requests / loaded.seconds,
    // wrk does not count the requests that are under way when it stops, at most one a connection
    unexplained: stored === null ? 0 : Math.max(0, loaded.requests - stored, stored - loaded.requests - connections),
  };
}

/** Warms every lane, then measures all of them in each round, starting with another one each time. */
export async function measure(lanes, { rounds, seconds, warmUp, say, ...how }) {
  const taken = lanes.map(() => []);
  const lasts = [];
  for (const lane of lanes) {
    const { per_second: rate } = await turn(lane, warmUp, how);
    // the local queue fails beyond 10,000 waiting messages
    lasts.push(lane.singly ? Math.max(1, Math.min(seconds, Math.floor(8000 / rate))) : seconds);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < lanes.length; step += 1) {
      const at = (round + step) % lanes.length;
      const one = await turn(lanes[at], lasts[at], how);
      taken[at].push(one);
      say(`round ${round + 1}: ${lanes[at].title}: ${one.cpu_us.toFixed(0)} us, ${one.per_second.toFixed(0)}/s`);
    }
  }
  return Promise.all(lanes.map(async (lane, at) => ({ key: lane.key, title: lane.title, ...(await sum(lane, taken[at])), rounds: taken[at] })));
}

async function sum(lane, taken) {
  const faulty = taken.some(({ failed, unexplained }) => failed + unexplained > 0);
  const middle = (part) => median(taken.map((one) => one[part]));
  const total = (part) => taken.reduce((all, one) => all + one[part], 0);
  return {
    cpu_us: middle("cpu_us"), workerd_us: middle("workerd_us"), node_us: middle("node_us"),
    per_second: middle("per_second"), p50_ms: middle("p50_ms"), p99_ms: middle("p99_ms"),
    requests: total("requests"), failed: total("failed"), unexplained: total("unexplained"),
    stored: lane.keeps ? total("stored") : null,
    said: faulty ? await lane.server.said() : "",
    // the rows themselves, once, against the counts that were watched
    uncounted: lane.keeps ? (await events(lane.server)) - (await lane.server.stored()) : 0,
  };
}

const events = async (server) => (await server.batch("EVENTS_0", [["SELECT count(*) AS n FROM event WHERE kind = 1"]]))[0][0].n;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
