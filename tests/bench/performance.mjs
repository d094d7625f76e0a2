// The performance report of 90 days x 1,000 creators: 90,000 rows of visit_total and 20,000 of credit_total, with and without
// the blocks that the night keeps. Wall time of the request through the harness, and of its statements alone.
import { readFileSync, readdirSync } from "node:fs";
import { DAY, dayOf, start } from "../edge/start.mjs";

const DAYS = 90;
const CREATORS = 1_000;
const CREDITS = 20_000;
const TURNS = Number(process.env.TURNS ?? 25);

/** CPU time of every workerd that this process has begun, milliseconds; a machine that others use lengthens no CPU time. */
function cpu() {
  const of = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  const mine = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const parts = of(pid);
      return Number(parts[1]) === process.pid ? [Number(parts[11]) + Number(parts[12])] : [];
    } catch {
      return [];
    }
  });
  return mine.reduce((sum, ticks) => sum + 10 * ticks, 0);
}

const edge = await start({ faulty: false });
try {
  const today = Math.floor(Date.now() / DAY);
  const first = today - DAYS + 1;
  const series = (count) => `WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${count - 1})`;
  await edge.control(`INSERT INTO creator (id, name, handle, version, created_at, updated_at)
    ${series(CREATORS)} SELECT n + 1, 'Creator ' || n, 'creator-' || n, 1, 0, 0 FROM n`);
  await edge.control(`INSERT INTO link (id, host, slug, destination, target, creator_id, campaign_id, utm, enabled, version, published, created_at, updated_at)
    ${series(2 * CREATORS)} SELECT n + 1, 'localhost', 's' || n, 'https://shop.example/', 'https://shop.example/', n % ${CREATORS} + 1, NULL, '{}', 1, 1, 1, 0, 0 FROM n`);
  await edge.control(`INSERT INTO visit_total
    ${series(DAYS * CREATORS)}
    SELECT 2, ${first} + n / ${CREATORS}, n % ${CREATORS} + 1, 130, 100, 9, 5, 5, 80, 40, 40, 2, 1, 2, 5, 1, 70, 60, 20 FROM n`);
  // Two links and a code to a creator; every fifth touch is of the day before.
  await edge.control(`INSERT INTO credit_total
    ${series(CREDITS)}
    SELECT 1, 1, day, day - (n % 5 = 0), creator, 0, CASE n % 3 WHEN 2 THEN 0 ELSE creator + n % 3 * ${CREATORS} END,
      CASE n % 3 WHEN 2 THEN creator ELSE 0 END, '', 'EUR', 3000000, 2000000, 1000000, 3, 2, 0, 1, 0, 0, 2, 0, 1,
      30000 + n, 1000, 30000 + n, 1000, 300000000.0
    FROM (SELECT n, ${first} + n % ${DAYS} AS day, n / ${CREDITS / CREATORS} + 1 AS creator FROM n)`);
  await edge.control(`INSERT INTO cost (creator_id, kind, amount_minor, currency, from_day, to_day, version, created_at, updated_at)
    ${series(CREATORS)} SELECT n + 1, 'fee', 50000 + n, 'EUR', ${first}, ${today}, 1, 0, 0 FROM n`);
  const range = { from: dayOf(first * DAY), to: dayOf() };
  await edge.control('DELETE FROM block');
  const path = `/v1/reports/performance?${new URLSearchParams({ by: "creator", ...range })}`;
  const measure = async (what, more = '') => {
    const times = [];
    let bytes = 0;
    const before = cpu();
    for (let turn = 0; turn < TURNS; turn += 1) {
      const began = performance.now();
      const reply = await edge.call("GET", path + more);
      times.push(performance.now() - began);
      if (reply.status !== 200) throw new Error(reply.text.slice(0, 300) + JSON.stringify(edge.output()).slice(-900));
      bytes = reply.text.length;
    }
    times.sort((one, other) => one - other);
    const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, best ${at(0)} ms; workerd CPU ${((cpu() - before) / TURNS).toFixed(1)} ms; ${(bytes / 1e6).toFixed(2)} MB`);
  };
  await measure("without blocks");
  const sql = (name) => readFileSync(new URL(`../../src/sql/${name}.sql`, import.meta.url), "utf8");
  const missing = await edge.control(sql("blocks_missing"), first, today - 1, 1_000);
  const began = performance.now();
  for (const { about, day, size } of missing) {
    await edge.control(sql(about === 1 ? "visit_blocks_put" : "credit_blocks_put"), day, size);
    await edge.control(sql("block_put"), about, day, size);
  }
  console.log(`${missing.length} blocks made in ${(performance.now() - began).toFixed(0)} ms`);
  await measure("with blocks");
  await measure("with blocks, one row of the page", "&limit=1");
  await measure("with blocks, as lines", "&format=ndjson");
  const timed = async (what, text, ...args) => {
    const times = [];
    const before = cpu();
    for (let turn = 0; turn < TURNS; turn += 1) {
      const began = performance.now();
      await edge.control(text, ...args);
      times.push(performance.now() - began);
    }
    const spent = (cpu() - before) / TURNS;
    times.sort((one, other) => one - other);
    console.log(`  ${what}: p50 ${times[Math.floor(TURNS / 2)].toFixed(1)} ms, best ${times[0].toFixed(1)} ms; CPU ${spent.toFixed(1)} ms`);
  };
  const part = readFileSync(new URL("../../src/sql/days_covered.part", import.meta.url), "utf8");
  const mature = today - 31;
  await timed("nothing", "SELECT 1");
  await timed("visits", part + sql("report_visits"), first, mature, today, 1, 2, 0);
  await timed("credit", part + sql("report_credit"), first, mature, today, 2, "[[1,1],[1,0],[1,8],[1,9],[1,10],[3,1]]", 1, "{}", 0);
  await timed("converting", sql("report_converting"), first, mature, 1, "{}");
  await timed("stats", sql("report_stats"), first, today);
  await timed("costs", sql("costs_read"), first, today);
  await timed("earned", sql("costs_earned"), first, today, "", 0);
  await timed("creators", sql("report_creators"));
} finally {
  await edge.close();
}
