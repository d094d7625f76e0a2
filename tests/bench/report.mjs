// Says what was measured: the tables, the targets with what was reached, and the machine-readable copy.
import { mkdirSync, writeFileSync } from "node:fs";

const whole = (value) => value.toFixed(0);
const two = (value) => value.toFixed(2);
const three = (value) => value.toFixed(3);

/** Rows of text as aligned columns; the first to the left, the others to the right. */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  const line = (row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  ").trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

function spread(rounds) {
  const each = rounds.map((round) => round.cpu_us);
  return `${whole(Math.min(...each))}..${whole(Math.max(...each))}`;
}

export function clicksTable(lanes) {
  const of = (key) => lanes.find((lane) => lane.key === key);
  const ratio = (lane, key) => (of(key) ? two(lane.cpu_us / of(key).cpu_us) : "");
  return table(
    ["clicks", "CPU us", "min..max", "of (a)", "of (b)", "workerd us", "Node us", "clicks/s", "p50 ms", "p99 ms",
      "answered", "stored", "failed"],
    lanes.map((lane) => [
      lane.title, whole(lane.cpu_us), spread(lane.rounds), ratio(lane, "a"), ratio(lane, "b"),
      whole(lane.workerd_us), whole(lane.node_us), whole(lane.per_second), two(lane.p50_ms), two(lane.p99_ms), String(lane.requests),
      lane.stored === null ? "none kept" : `${lane.stored} (+${lane.stored - lane.requests} in flight)`, String(lane.failed),
    ]),
  );
}

const COUNTED = ["kv_reads", "messages", "queue_operations", "batches", "rows_written", "rows_read"];

export function countsTable(runs) {
  const each = (run, part) => three(run[part] / run.clicks);
  return table(
    ["operations, per click", "clicks", "links", "KV reads", "messages", "queue ops", "D1 batches", "rows written", "rows read"],
    runs.map((run) => [run.title, String(run.clicks), String(run.links), ...COUNTED.map((part) => each(run, part))]),
  );
}

export function costTable(runs) {
  const parts = ["requests", "cpu", "kv", "queue", "d1", "all"];
  return table(["dollars a million clicks", ...parts], runs.map((run) => [run.title, ...parts.map((part) => three(run.dollars[part]))]));
}

export function conversionsTable(sold) {
  const each = (part) => two(sold.counts[part] / sold.counts.accepted);
  return table(
    ["conversions, durable", "a second", "CPU us", "workerd us", "Node us", "p50 ms", "p99 ms", "rows written", "rows read", "accepted", "stored"],
    [[
      `batches of 10, ${sold.connections} connections`, whole(sold.per_second), whole(sold.cpu_us), whole(sold.workerd_us), whole(sold.node_us),
      two(sold.p50_ms), two(sold.p99_ms), each("rows_written"), each("rows_read"), String(sold.accepted), String(sold.stored),
    ]],
  );
}

const MB = 1e6;
export function nightTable({ quarter, whole: all }) {
  return table(
    ["recount of a day", "orders", "seconds", "CPU s", "events/s", "workerd peak MB", "wasm memory MB"],
    [quarter, all].map((run) => [
      `${run.events} events`, String(run.orders), two(run.seconds), two(run.cpu_seconds), whole(run.events / run.seconds),
      whole(run.workerd_peak_bytes / MB), two(run.wasm_memory_bytes / MB),
    ]),
  );
}

export function linksTable({ listed, filtered, ...made }) {
  const head = ["links, durable", "a second", "call p50 ms", "p99 ms", "CPU us each", "owed at end", "at rest", "after s", "a cron's run", "in s", "page ms", "last page ms"];
  const row = [
    String(made.links), whole(made.per_second), whole(made.call_p50_ms), whole(made.call_p99_ms), whole(made.cpu_us),
    String(made.owed_at_end), String(made.owed_at_rest), two(made.published_seconds), String(made.healed.links), two(made.healed.seconds),
    two(listed.page_ms), two(listed.last_ms),
  ];
  const found = Object.entries(filtered).map(([name, ms]) => [name, two(ms)]);
  const clicks = [["before", whole(made.click_before_us)], ["after", whole(made.click_after_us)]];
  return [table(head, [row]), table(["a page by", "ms"], found), table(["a click", "CPU us"], clicks)].join("\n\n");
}

/** What must be reached, for the parts that were measured. */
export function targets({ lanes = [], counts = [], size, startup, night, conversions, links }) {
  const found = [];
  const must = (what, value, limit, unit = "") => found.push({ what, value, limit, unit, reached: value <= limit });
  const of = (list, key) => list.find((one) => one.key === key);
  const ratio = (key, yardstick) => of(lanes, key).cpu_us / of(lanes, yardstick).cpu_us;
  if (of(lanes, "five")) {
    must("CPU of a recorded click against (b)", ratio("five", "b"), 0.45);
    must("CPU of a recorded click against (a)", ratio("five", "a"), 1.6);
    must("CPU with nothing cached, one message each, against (b)", ratio("uncached", "b"), 1.4);
  }
  const rows = (key) => of(counts, key).rows_written / of(counts, key).clicks;
  if (of(counts, "five")) must("D1 rows a click, 100 clicks over 5 links", rows("five"), 1.1);
  if (of(counts, "mix")) must("D1 rows a click, each on a link of its own", rows("mix"), 2);
  if (size) must("wasm, gzip", size.gzip / 1024, 350, "KB");
  if (startup) must("start-up, more than (b) takes, and the first request", startup.ms, 1000, "ms");
  if (conversions) {
    const value = conversions.per_second;
    found.push({ what: "durable conversions a second, batches of 10", value, limit: 1500, unit: "", least: true, reached: value >= 1500 });
  }
  if (links) {
    const value = links.per_second;
    found.push({ what: "links made in bulk a second, durable", value, limit: 2000, unit: "", least: true, reached: value >= 2000 });
    must(`CPU of a click beside ${links.links} links, against none`, links.click_after_us / links.click_before_us, 1.1);
  }
  if (night) {
    const { whole: all } = night;
    const share = all.events / 1e6;
    must(`recount of ${all.events} events${share === 1 ? "" : " (15 s for 1,000,000, in proportion)"}`, all.seconds, 15 * share, "s");
    must("recount, wasm memory", all.wasm_memory_bytes / 2 ** 20, 64, "MiB");
    must("recount, growth of CPU against linear", night.growth, 1.25);
  }
  return found;
}

export const targetsTable = (found) => table(
  ["target", "measured", "must be", "reached"],
  found.map(({ what, value, limit, unit, least, reached }) =>
    [what, `${three(value)} ${unit}`.trim(), `${least ? ">=" : "<="} ${two(limit)} ${unit}`.trim(), reached ? "yes" : "NO"]),
);

/** Writes the copies: latest.json, and one that stays. */
export function keep(folder, result) {
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify(result, null, 2)}\n`;
  writeFileSync(`${folder}/latest.json`, text);
  writeFileSync(`${folder}/${result.at.replace(/[:.]/g, "-")}.json`, text);
}
