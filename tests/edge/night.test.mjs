// The night: dirty days are counted again into totals, any number of times to the same end, and job rows say so.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BOT, CLICK, DAY, HUMAN, INTRADAY, NIGHT, PREFETCH, PREVIEW, VIEW, address, dayOf, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const today = () => Math.floor(Date.now() / DAY) * DAY;

// Job rows, leases and dirty marks tell of the runs themselves; everything else is what the runs leave behind.
const OF_THE_RUN = /^(job|dirty_day|journey_day|meta)$/;
const everything = async () => ({
  control: await edge.dump(edge.databases.control, { without: OF_THE_RUN }),
  events: await edge.dump(edge.databases.events, { without: OF_THE_RUN }),
});

/** A spread of rows over days, links, visitors, verdicts and kinds that is the same at every run. */
function spread(links, days, count) {
  let state = 20_261_120;
  const draw = (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  return Array.from({ length: count }, (_, nonce) => {
    const verdict = [HUMAN, HUMAN, HUMAN, HUMAN, BOT, PREVIEW, PREFETCH][draw(7)];
    return edge.row({
      visitor: 1_000 + draw(40),
      at: days[draw(days.length)] + draw(DAY),
      nonce,
      kind: draw(4) === 0 ? VIEW : CLICK,
      link: links[draw(links.length)].id,
      verdict,
    });
  });
}

test("a click appears in the report after the rollup", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.drained();
  await edge.rollup();
  for (const [by, of] of [["link", link.id], ["creator", link.creator_id]]) {
    const row = await edge.reported(by, of);
    assert.equal(row.clicks, 1, by);
    assert.equal(row.clicks_gross, 1, by);
    assert.equal(row.visitor_days, 1, by);
  }
});

test("a rollup answers with its job row", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.drained();
  const began = Date.now();
  const job = await edge.rollup();
  assert.ok(Number.isInteger(job.id));
  assert.equal(job.kind, "manual");
  assert.equal(job.state, "done");
  assert.equal(job.error, null);
  assert.match(job.started_at, TIME);
  assert.match(job.finished_at, TIME);
  assert.ok(Date.parse(job.started_at) >= began - 1_000);
  assert.ok(job.duration_ms >= 0 && job.duration_ms < 60_000);
  assert.ok(job.days.includes(dayOf()), job.days.join());
  assert.ok(job.events >= 1);
});

test("job rows are listed newest first and page by page", async () => {
  const jobs = [];
  for (let turn = 0; turn < 3; turn += 1) jobs.push((await edge.rollup()).id);
  const first = await edge.must(200, "GET", "/v1/rollups?limit=2");
  assert.deepEqual(first.items.map(({ id }) => id), [jobs[2], jobs[1]]);
  const second = await edge.must(200, "GET", `/v1/rollups?limit=1&cursor=${first.next}`);
  assert.deepEqual(second.items.map(({ id }) => id), [jobs[0]]);
});

test("a rollup run twice changes nothing in any table", async () => {
  const creator = await edge.make.creator();
  const links = [await edge.make.link({ creator_id: creator.id }), await edge.make.link(), await edge.make.link()];
  const days = [today() - 3 * DAY, today() - 2 * DAY, today() - DAY];
  await edge.deliver([edge.message(spread(links, days, 300))]);
  const { code } = await edge.make.code({ creator_id: creator.id });
  const { id } = await edge.click(links[1]);
  const sold = edge.sale({ click_id: id });
  await edge.convert([sold, edge.sale({ code, occurred_at: iso(days[1]) }), edge.refund(sold.order_id), edge.sale()]);
  await edge.drained();
  await edge.rollup();
  const before = await everything();
  assert.ok(Object.keys(before.control).length > 5 && before.events.event.length >= 300, "the comparison sees the tables");
  await edge.rollup();
  assert.deepEqual(await everything(), before);
});

test("a recount of clean days gives the same totals", async () => {
  const links = [await edge.make.link(), await edge.make.link()];
  const days = [today() - 5 * DAY, today() - 4 * DAY];
  await edge.deliver([edge.message(spread(links, days, 200))]);
  await edge.rollup();
  const range = { from: dayOf(days[0]), to: dayOf(days[1]) };
  const shown = async () => Promise.all(["creator", "link", "day"].map(async (by) => (await edge.report(by, range)).rows));
  const before = await shown();
  const tables = await everything();
  const job = await edge.rollup(range);
  assert.deepEqual([...job.days].sort(), [range.from, range.to], "clean days are recounted when they are asked for");
  assert.ok(job.events >= 200);
  assert.deepEqual(await shown(), before);
  assert.deepEqual(await everything(), tables);
});

test("totals equal a count of the events", async () => {
  const links = [await edge.make.link(), await edge.make.link(), await edge.make.link()];
  const days = [today() - 9 * DAY, today() - 8 * DAY, today() - 7 * DAY];
  const rows = spread(links, days, 1_000);
  for (let at = 0; at < rows.length; at += 250) await edge.deliver([edge.message(rows.slice(at, at + 250))]);
  await edge.rollup();
  const kept = rows.map(([visitor, at, , kind, link, verdict]) => ({ visitor, day: dayOf(at), kind, link, verdict }));
  for (const day of days.map((one) => dayOf(one)))
    for (const link of links) {
      const mine = kept.filter((one) => one.day === day && one.link === link.id);
      const clicks = mine.filter(({ kind }) => kind === CLICK);
      const judged = (verdict) => clicks.filter((one) => one.verdict === verdict).length;
      const row = await edge.reported("link", link.id, { from: day, to: day });
      assert.equal(row.clicks_gross, clicks.length, `${day} gross`);
      assert.equal(row.clicks, judged(HUMAN), `${day} valid`);
      const { bot, preview, prefetch, ...others } = row.clicks_by_verdict;
      assert.deepEqual({ bot, preview, prefetch }, { bot: judged(BOT), preview: judged(PREVIEW), prefetch: judged(PREFETCH) });
      assert.deepEqual(Object.values(others), [0, 0, 0, 0, 0]);
      const people = new Set(clicks.filter(({ verdict }) => verdict === HUMAN).map(({ visitor }) => visitor));
      assert.equal(row.visitor_days, people.size, `${day} visitors`);
    }
  const whole = await edge.report("day", { from: dayOf(days[0]), to: dayOf(days[2]) });
  assert.equal(whole.rows.reduce((sum, row) => sum + row.clicks_gross, 0), kept.filter(({ kind }) => kind === CLICK).length);
});

test("received is counted, flagged or orphaned, to the last visit of a day", async () => {
  const day = today() - 20 * DAY;
  const link = await edge.make.link();
  const rows = spread([link], [day], 120);
  const lost = Array.from({ length: 30 }, (_, n) => edge.row({ at: day + n, nonce: n, link: 0, address: `localhost/${word()}` }));
  await edge.deliver([edge.message([...rows, ...lost])]);
  await edge.rollup();
  const { rows: [row] } = await edge.report("day", { from: dayOf(day), to: dayOf(day) });
  const clicks = rows.filter(([, , , kind]) => kind === CLICK).length;
  assert.equal(row.clicks_gross, clicks);
  assert.equal(row.clicks + Object.values(row.clicks_by_verdict).reduce((sum, count) => sum + count), clicks);
});

test("a late event reopens its day", async () => {
  const link = await edge.make.link();
  const day = today() - 2 * DAY;
  const range = { from: dayOf(day), to: dayOf(day) };
  await edge.deliver([edge.message([edge.row({ link: link.id, at: day + 1_000 })])]);
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id, range)).clicks, 1);
  await edge.deliver([edge.message([edge.row({ link: link.id, at: day + 2_000 })])]);
  const job = await edge.rollup();
  assert.ok(job.days.includes(dayOf(day)));
  assert.equal((await edge.reported("link", link.id, range)).clicks, 2);
});

test("a clean day is not counted again by a plain rollup", async () => {
  await edge.drained();
  await edge.rollup();
  const again = await edge.rollup();
  assert.deepEqual(again.days, []);
  assert.equal(again.events, 0);
});

test("the newest days are counted first, so that today never waits behind a year", async () => {
  const { code } = await edge.make.code({ creator_id: (await edge.make.creator()).id });
  const link = await edge.make.link();
  const days = [30, 20, 28, 0].map((back) => today() - back * DAY);
  await edge.deliver([edge.message(days.map((at) => edge.row({ link: link.id, at: at + 1 })))]);
  for (const at of days) await edge.accepted(edge.sale({ code, occurred_at: iso(at + 1) }));
  await edge.control("CREATE TABLE seen (n INTEGER PRIMARY KEY, what TEXT, day INTEGER)");
  for (const [table, once] of [["visit_total", "NEW.scope = 2"], ["credit_total", "NEW.model = 1"]])
    await edge.control(`CREATE TRIGGER seen_${table} AFTER INSERT ON ${table} WHEN ${once} BEGIN INSERT INTO seen (what, day) VALUES ('${table}', NEW.day); END`);
  await edge.rollup();
  const newest = days.map((at) => at / DAY).sort((one, other) => other - one);
  for (const table of ["visit_total", "credit_total"]) {
    const counted = await edge.control("SELECT day FROM seen WHERE what = ? ORDER BY n", table);
    assert.deepEqual(counted.map(({ day }) => day), newest, table);
    await edge.control(`DROP TRIGGER seen_${table}`);
  }
  await edge.control("DROP TABLE seen");
});

test("a refund reopens its order's day", async () => {
  const creator = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: creator.id });
  const at = today() - 3 * DAY + 3_600_000;
  const sale = edge.sale({ code, occurred_at: iso(at) });
  await edge.accepted(sale);
  await edge.rollup();
  const job = await edge.accepted(edge.refund(sale.order_id)).then(() => edge.rollup());
  assert.ok(job.days.includes(dayOf(at)), job.days.join());
});

test("earlier orders follow their code when its ownership is told, corrected or ended", async () => {
  const [first, second] = [await edge.make.creator(), await edge.make.creator()];
  const code = word("LATE");
  const orders = async () => {
    await edge.rollup();
    const of = async ({ id }) => (await edge.reported("creator", id))?.orders ?? 0;
    return [await of(first), await of(second)];
  };
  await edge.accepted(edge.sale({ code }));
  assert.deepEqual(await orders(), [0, 0]);
  const { id } = await edge.make.code({ code, creator_id: first.id });
  assert.deepEqual(await orders(), [1, 0], "told");
  await edge.must(200, "PATCH", `/v1/codes/${id}`, { creator_id: second.id });
  assert.deepEqual(await orders(), [0, 1], "corrected");
  await edge.must(204, "DELETE", `/v1/codes/${id}`);
  assert.deepEqual(await orders(), [0, 1], "ended: what was sold before stays");
  await edge.accepted(edge.sale({ code }));
  assert.deepEqual(await orders(), [0, 1], "and what is sold afterwards is nobody's");
});

test("a rollup that was killed is taken over once it has been silent for two minutes, and not before", async () => {
  const link = await edge.make.link();
  await edge.deliver([edge.message([edge.row({ link: link.id })])]);
  const killed = async (silent) => {
    const [{ id }] = await edge.control(
      "INSERT INTO job (kind, state, started_at, heartbeat_at, days, events, orders) VALUES ('night', 'running', ?1, ?1, '[]', 0, 0) RETURNING id",
      Date.now() - silent,
    );
    return id;
  };
  const fresh = await killed(60_000);
  assert.equal((await edge.call("POST", "/v1/rollups")).status, 409);
  await edge.control("DELETE FROM job WHERE id = ?", fresh);
  const silent = await killed(180_000);
  assert.equal((await edge.rollup()).state, "done");
  const { items } = await edge.must(200, "GET", "/v1/rollups?limit=2");
  assert.equal(items.find(({ id }) => id === silent).state, "abandoned");
  assert.equal((await edge.reported("link", link.id)).clicks, 1);
});

test("the intraday cron keeps the open day fresh by itself", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.drained();
  const result = await edge.cron(INTRADAY);
  assert.equal(result.outcome, "ok");
  await until("the click is in the report", async () => (await edge.reported("link", link.id))?.clicks === 1);
});

test("the night cron counts dirty days and leaves a job row of its own kind", async () => {
  const link = await edge.make.link();
  const day = today() - DAY;
  await edge.deliver([edge.message([edge.row({ link: link.id, at: day + 5_000 })])]);
  const latest = (await edge.must(200, "GET", "/v1/rollups?limit=1")).items[0].id;
  await edge.cron(NIGHT);
  const range = { from: dayOf(day), to: dayOf(day) };
  await until("yesterday is counted", async () => (await edge.reported("link", link.id, range))?.clicks === 1);
  const jobs = (await edge.must(200, "GET", "/v1/rollups?limit=10")).items.filter(({ id }) => id > latest);
  assert.ok(jobs.some(({ kind, state, days }) => kind !== "manual" && state === "done" && days.includes(dayOf(day))), JSON.stringify(jobs));
});

test("a cron makes the salts of today and of tomorrow, and another run keeps them", async () => {
  const salts = () => Promise.all([0, DAY].map((ahead) => edge.kv.get(`salt:${dayOf(Date.now() + ahead)}`)));
  const before = await salts();
  assert.ok(before.every((salt) => salt !== null && salt.length >= 32), "both are there");
  assert.notEqual(before[0], before[1]);
  await edge.cron(NIGHT);
  await edge.cron(INTRADAY);
  await edge.rollup();
  assert.deepEqual(await salts(), before);
});

test("what an expired link got after its end is not its clicks", async () => {
  const end = Date.now() + 1_000;
  const link = await edge.make.link({ expires_at: iso(end) });
  await edge.click(link);
  await until("it has ended", () => Date.now() > end + 50);
  await edge.request(`/${link.slug}`, { ip: address() });
  await edge.drained();
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id)).clicks_gross, 1);
});
