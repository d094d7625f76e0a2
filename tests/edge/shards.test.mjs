// A second event shard: clicks go on, what was stored stays where it is, and totals are those of a recount over both.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "smol-toml";
import { configuration, names } from "../../scripts/deploy_config.mjs";
import { environment } from "../../scripts/deploy_environment.mjs";
import { mini, until } from "./deployed.mjs";
import { ROOT } from "./guide_blocks.mjs";
import { DAY, dayOf } from "./start.mjs";

const base = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "waymark-shards-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const NOW = Date.now();
const [today, before] = [dayOf(NOW), dayOf(NOW - 2 * DAY)];
const ENVIRONMENT = 'plan = "free"\nzone = "UTC"\n[[hosts]]\nhost = "go.brand.test"\n';
// What an engineer adds, some days ahead of its day; here its day has come.
const SHARDED = `events_from = ["${today}"]\n${ENVIRONMENT}`;

function started(text) {
  const { environment: read, faults } = environment("shards", text);
  assert.equal(faults, undefined);
  const ids = { kv: "kv", databases: Object.fromEntries(Object.entries(names(read).databases)) };
  return mini(configuration(base, read, ids, { up: "." }), { persist: folder });
}

const HISTORY = Array.from({ length: 60 }, (_, n) => ({ type: "click", id: `c-${n}`, at: `${before}T10:00:${String(n).padStart(2, "0")}Z`, visitor: `v-${n % 40}`, link: "go.brand.test/sarah" }));
const brought = (edge, name) => edge.call("POST", `/v1/import?name=${name}`, HISTORY.map((line) => JSON.stringify(line)).join("\n"));
const stored = async (edge, binding, from, to) => (await edge.sql(binding, "SELECT count(*) AS n FROM event WHERE day BETWEEN ?1 AND ?2", Date.parse(from) / DAY, Date.parse(to) / DAY))[0].n;
/** The creator's clicks of some days as the report has them: all, those that count, and whose they were. */
async function told(edge, from, to) {
  const { rows: [row] } = await edge.call("GET", `/v1/reports/performance?by=creator&from=${from}&to=${to}`);
  return [row.clicks_gross, row.clicks, row.visitor_days];
}

test("a shard more moves nothing, loses nothing and counts nothing twice", async (t) => {
  const alone = await started(ENVIRONMENT);
  let figures;
  try {
    const { id } = await alone.call("POST", "/v1/creators", { name: "Sarah" });
    await alone.call("POST", "/v1/links", { destination: "https://shop.brand.example/lamp", creator_id: id, slug: "sarah" });
    assert.equal((await brought(alone, "one")).stored, HISTORY.length);
    await alone.call("POST", "/v1/rollups", { from: before, to: today });
    figures = await told(alone, before, before);
    assert.equal(figures[0], HISTORY.length);
  } finally {
    await alone.close();
  }

  const both = await started(SHARDED);
  t.after(() => both.close());
  const visitors = 60;
  for (let n = 0; n < visitors; n += 1) {
    const reply = await both.request("/sarah", { headers: { "cf-connecting-ip": `198.51.100.${n}` } });
    assert.equal(reply.status, 302);
    await reply.text();
  }
  const parts = await until("every click is stored, in one shard or the other", async () => {
    const found = [await stored(both, "EVENTS_0", today, dayOf()), await stored(both, "EVENTS_1", today, dayOf())];
    return found[0] + found[1] === visitors && found;
  });
  assert.ok(parts[0] > 10 && parts[1] > 10, `both take their part: ${parts}`);

  const again = await brought(both, "two");
  assert.deepEqual([again.stored, again.repeated], [0, HISTORY.length], "what came before the shard is found where it was");
  assert.equal(await stored(both, "EVENTS_1", before, before), 0);

  await both.call("POST", "/v1/rollups", { from: before, to: dayOf() });
  assert.deepEqual(await told(both, before, before), figures, "the days before it are what they were");
  const [gross, clicks, people] = await told(both, today, dayOf());
  assert.deepEqual([gross, clicks, people], [visitors, visitors, visitors]);
  const health = await (await both.request("/healthz")).json();
  assert.equal(health.schema_version.events, 3);
});
