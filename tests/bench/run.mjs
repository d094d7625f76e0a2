// The bench: starts the servers, measures them in one go, prints what was found and keeps a copy in target/bench.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { measure } from "./clicks.mjs";
import { LINKS as SALE_LINKS, conversions, countConversions } from "./conversions.mjs";
import { count } from "./counting.mjs";
import { links } from "./links.mjs";
import { pinnable, plan, tool } from "./load.mjs";
import { cores, pinSelf } from "./machine.mjs";
import { LINKS as NIGHT_LINKS, night } from "./night.mjs";
import { PRICES, perMillionClicks } from "./prices.mjs";
import * as report from "./report.mjs";
import { endAll } from "./server.mjs";
import { WASM, built, startExpert, startRedirect, startWaymark } from "./servers.mjs";

const { values: given } = parseArgs({
  options: {
    only: { type: "string" }, events: { type: "string", default: "200000" }, links: { type: "string", default: "100000" },
    rounds: { type: "string", default: "3" }, seconds: { type: "string", default: "4" }, connections: { type: "string", default: "16" },
  },
});
const amount = (name) => {
  const value = Number(given[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`bench: --${name} needs a whole number above 0, not "${given[name]}"`);
  process.exit(2);
};
const [events, many, rounds, seconds, connections] = ["events", "links", "rounds", "seconds", "connections"].map(amount);
const groups = given.only ? given.only.split(",") : ["click", "conversions", "night"];
const wants = (group) => groups.includes(group);
const bench = fileURLToPath(new URL("../../target/bench", import.meta.url));
const core = cores();
const say = (text) => console.error(`bench: ${text}`);
const MIX = 1000;

let loading;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    say(`${signal}: ending what was started`);
    loading?.kill("SIGKILL");
    await endAll();
    process.exit(130);
  });
}

/** The timed group: interleaved rounds of the yardsticks and, unless they are wanted alone, of Waymark. */
async function clicks(alone) {
  const five = plan(bench, 5);
  const lanes = [
    { key: "a", title: "(a) constant redirect, JavaScript", server: await startRedirect(core.server), plan: five, keeps: false },
    { key: "b", title: "(b) KV and queue, JavaScript", server: await startExpert(core.server, 5), plan: five, keeps: true, singly: true },
  ];
  if (!alone) {
    const waymark = await startWaymark(core.server, MIX);
    const uncached = await startWaymark(core.server, 5, { vars: { BENCH_UNCACHED: "1" } });
    lanes.push(
      { key: "five", title: "Waymark, 5 links", server: waymark, plan: five, keeps: true },
      { key: "mix", title: "Waymark, 1,000 links", server: waymark, plan: plan(bench, MIX), keeps: true },
      { key: "uncached", title: "Waymark, nothing cached, one message each", server: uncached, plan: five, keeps: true, singly: true },
    );
  }
  const measured = await measure(lanes, {
    rounds, seconds, connections, warmUp: 2,
    core: core.load, say, onStart: (child) => { loading = child; },
  });
  const started = lanes.map(({ key, server }) => ({ key, ready_ms: server.ready_ms, first_ms: server.first_ms }));
  await endAll();
  return { lanes: measured, started };
}

/** The counting group: operations a click, and with the measured CPU what a million cost. */
async function operations(lanes, alone) {
  const runs = [];
  const counted = async (title, server, how, key = how.key) => {
    if (!how.cold) await count(server, how); // once before, so that the links are cached as on a busy day
    const run = { key, title, ...(await count(server, how)) };
    run.dollars = perMillionClicks(run, run.clicks, lanes.find((lane) => lane.key === key).cpu_us);
    runs.push(run);
  };
  await counted("(b), 100 clicks at once", await startExpert(core.server, 5, { counting: true }), { key: "b", clicks: 100, links: 5 });
  if (!alone) {
    const waymark = await startWaymark(core.server, MIX, { counting: true });
    await counted("Waymark, 100 clicks at once", waymark, { key: "five", clicks: 100, links: 5 });
    await counted("Waymark, each click another link", waymark, { key: "mix", clicks: MIX, links: MIX, cold: true });
  }
  await endAll();
  return runs;
}

/** How much longer than (b), which has the same bindings, Waymark takes until it is ready, and its first answer. */
function startUp(started) {
  const [b, waymark] = ["b", "five"].map((key) => started.find((one) => one.key === key));
  return { ms: Math.max(0, waymark.ready_ms - b.ready_ms) + waymark.first_ms, started };
}

async function main() {
  const started = performance.now();
  const alone = wants("yardsticks");
  if (!alone && !built()) throw new Error("there is no build/ yet: run scripts/build, or ask for --only yardsticks");
  if (tool !== "wrk") say("wrk is missing, so a slower load in Node takes its place: sudo apt-get install wrk");
  if (!pinnable) say("taskset is missing, so nothing is pinned and the figures waver: sudo apt-get install util-linux");
  else pinSelf(core.load);
  const [busy] = loadavg();
  if (busy > 0.3) say(`other work runs here (load ${busy.toFixed(2)}): figures waver, ratios less so`);
  if (core.allowed < 2) say("there is one core only: the load takes time from the server, so trust CPU figures alone");
  const result = {
    at: new Date().toISOString(), given, prices: PRICES,
    machine: { ...core, node: process.version, workerd: workerdVersion(), load: tool, pinned: pinnable, load_average: busy },
  };
  const { workerd, node } = result.machine;
  console.log(`${workerd}, Node ${node}, ${core.model}: server on core ${core.server}, ${tool} on core ${core.load},`);
  console.log(`${connections} connections, ${rounds} rounds of ${seconds} s\n`);
  if (wants("click") || alone) {
    Object.assign(result, await clicks(alone));
    console.log(`${report.clicksTable(result.lanes)}\n`);
    for (const line of wrong(result)) say(`WRONG: ${line}`);
    for (const { title, said } of result.lanes) if (said) say(`${title}: the end of its log:\n${said}`);
    result.counts = await operations(result.lanes, alone);
    console.log(`${report.countsTable(result.counts)}\n`);
    console.log(`${report.costTable(result.counts)}\n(list of ${PRICES.read_on}, without what the plan includes)\n`);
    if (!alone) result.startup = startUp(result.started);
  }
  if (!alone) {
    const wasm = readFileSync(WASM);
    result.size = { raw: wasm.length, gzip: gzipSync(wasm, { level: 9 }).length };
    console.log(`index_bg.wasm: ${(result.size.raw / 1024).toFixed(0)} KB, ${(result.size.gzip / 1024).toFixed(0)} KB gzip\n`);
  }
  if (wants("conversions")) {
    const server = await startWaymark(core.server, SALE_LINKS);
    result.conversions = await conversions(server, { seconds, connections, rounds, say });
    await endAll();
    result.conversions.counts = await countConversions(await startWaymark(core.server, SALE_LINKS, { counting: true }));
    await endAll();
    console.log(`${report.conversionsTable(result.conversions)}\n`);
  }
  if (wants("night")) {
    const server = await startWaymark(core.server, NIGHT_LINKS, { counting: true });
    result.night = await night(server, { events, say });
    await endAll();
    console.log(`${report.nightTable(result.night)}\n`);
  }
  if (wants("links")) {
    const server = await startWaymark(core.server, 5);
    const onStart = (child) => { loading = child; };
    result.links = await links(server, { links: many, bench, seconds, connections, core: core.load, onStart, say });
    await endAll();
    console.log(`${report.linksTable(result.links)}\n`);
  }
  result.targets = report.targets(result);
  if (result.targets.length > 0) console.log(`${report.targetsTable(result.targets)}\n`);
  result.wrong = wrong(result);
  result.seconds = (performance.now() - started) / 1000;
  report.keep(bench, result);
  console.log(`kept as target/bench/latest.json after ${result.seconds.toFixed(0)} s`);
  for (const line of result.wrong) say(`WRONG: ${line}`);
  return result.wrong.length === 0 ? 0 : 1;
}

/** What makes the figures worthless, whatever they are: a failed request, a lost event or one too many. */
function wrong({ lanes = [], counts = [], conversions: sold }) {
  const found = [];
  if (sold?.failed > 0) found.push(`${sold.failed} conversions were not accepted`);
  if (sold && sold.stored !== sold.accepted) found.push(`${sold.stored} conversions stored of ${sold.accepted} accepted`);
  for (const { title, failed, unexplained, uncounted } of lanes) {
    if (failed > 0) found.push(`${title}: ${failed} answers were not a 302`);
    if (unexplained > 0) found.push(`${title}: stored and answered differ by ${unexplained} more than was in flight`);
    if (uncounted !== 0) found.push(`${title}: the events are ${uncounted} more than the hourly counts say`);
  }
  for (const { title, clicks, stored } of counts) {
    if (clicks !== stored) found.push(`${title}: ${stored} of ${clicks} clicks stored`);
  }
  return found;
}

function workerdVersion() {
  const program = fileURLToPath(new URL("../../node_modules/.bin/workerd", import.meta.url));
  return execFileSync(program, ["--version"], { encoding: "utf8" }).trim();
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  await endAll();
}
