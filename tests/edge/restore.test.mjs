// Backup and restore as docs/operate/backup.md has it: both databases exported and read into empty ones, KV empty, by wrangler itself.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { parse } from "smol-toml";
import { configuration } from "../../scripts/deploy_config.mjs";
import { environment } from "../../scripts/deploy_environment.mjs";
import { mini, until } from "./deployed.mjs";
import { ROOT } from "./guide_blocks.mjs";
import { dayOf } from "./start.mjs";

const run = promisify(execFile);
const base = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "waymark-restore-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// The same Worker twice: with the databases that are lost, and with new ones of other ids.
const { environment: read } = environment("restore", 'plan = "free"\nzone = "UTC"\n[[hosts]]\nhost = "go.brand.test"\n');
const [old, fresh] = ["old", "new"].map((id) =>
  configuration(base, read, { kv: `kv-${id}`, databases: { DB: `${id}-control`, EVENTS_0: `${id}-events` } }, { up: ROOT, migrations: "src/sql/migrations" }));
const store = join(folder, ".wrangler/state/v3/d1");
for (const [name, config] of Object.entries({ old, fresh })) writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));

/** wrangler in the folder, over databases of this machine; what its words mean for those of an account is its own affair. */
const wrangler = (name, ...args) =>
  run(join(ROOT, "node_modules/.bin/wrangler"), [...args, "--local", "-c", `${name}.json`], { cwd: folder, env: { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false" } });
const dumps = { DB: join(folder, "backup/control.sql"), EVENTS_0: join(folder, "backup/events-0.sql") };
mkdirSync(join(folder, "backup"));

const today = dayOf();
const report = async (edge) => (await edge.call("GET", `/v1/reports/performance?by=creator&from=${today}&to=${today}`)).rows.map(({ creator, clicks, orders, net_minor }) => ({ creator, clicks, orders, net_minor }));

test("what is exported and read into empty databases leads, counts and reports as before, with KV rebuilt", async (t) => {
  let before;
  const lost = await mini(old, { persist: store });
  try {
    const { id } = await lost.call("POST", "/v1/creators", { name: "Sarah" });
    const link = await lost.call("POST", "/v1/links", { destination: "https://shop.brand.example/lamp", creator_id: id, slug: "sarah" });
    await lost.call("PATCH", `/v1/links/${link.id}`, { destination: "https://shop.brand.example/lamp-2" });
    const went = await lost.request("/sarah");
    const click = new URL(went.headers.get("location")).searchParams.get("wm");
    await lost.call("POST", "/v1/conversions", { kind: "sale", order_id: "1001", total_minor: 5900, currency: "EUR", occurred_at: new Date().toISOString(), click_id: click });
    await until("the click is stored", async () => (await lost.sql("EVENTS_0", "SELECT count(*) AS n FROM event"))[0].n === 1);
    await lost.call("POST", "/v1/rollups", { from: today, to: today });
    before = await report(lost);
    assert.equal(before[0].clicks, 1);
  } finally {
    await lost.close();
  }
  // The export has the tables in an order of its own; what refers to a later one is looked at when all is there.
  await Promise.all(Object.entries(dumps).map(async ([binding, file]) => {
    await wrangler("old", "d1", "export", binding, "--output", file);
    await wrangler("fresh", "d1", "execute", binding, "--file", file, "--yes");
  }));

  const restored = await mini(fresh, { persist: store });
  t.after(() => restored.close());
  const went = await restored.request("/sarah?wm=internal");
  assert.equal(went.status, 302, "a link leads before KV has it");
  assert.match(went.headers.get("location"), /^https:\/\/shop\.brand\.example\/lamp-2\?/);
  assert.equal(await restored.kv("link:go.brand.test/sarah"), null, "KV is empty");
  await restored.sql("DB", "UPDATE link SET published = 0");
  await restored.cron("*/10 * * * *");
  assert.notEqual(await restored.kv("link:go.brand.test/sarah"), null, "the cron has put it again");
  assert.deepEqual(await report(restored), before);
  await restored.call("POST", "/v1/rollups", { from: today, to: today });
  assert.equal((await report(restored))[0].orders, before[0].orders);
  const [{ n }] = await restored.sql("DB", "SELECT count(*) AS n FROM link_history");
  assert.equal(n, 2, "the triggers were not at work while it was read in");
});
