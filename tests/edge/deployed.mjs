// Starts the built Worker with exactly what a configuration of scripts/deploy binds, and migrates its databases.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { ROOT } from "./guide_blocks.mjs";
import { ADMIN_KEY, CLICK_SECRET, CUSTOMER_KEY, PHONE, statementsOf, until } from "./start.mjs";

export { until };
const BUILD = join(ROOT, "build");

/** `config` is what configuration() gave; `outbound` answers what the Worker asks of others; `persist` keeps D1 in a folder. */
export async function mini(config, { outbound, persist } = {}) {
  const databases = Object.fromEntries(config.d1_databases.map(({ binding, database_id }) => [binding, database_id]));
  const producers = config.queues?.producers ?? [];
  const consumers = config.queues?.consumers ?? [];
  const miniflare = new Miniflare({
    name: "waymark",
    modules: [
      { type: "ESModule", path: join(BUILD, "index.js") },
      { type: "CompiledWasm", path: join(BUILD, "index_bg.wasm") },
    ],
    modulesRoot: BUILD,
    compatibilityDate: config.compatibility_date,
    kvNamespaces: Object.fromEntries(config.kv_namespaces.map(({ binding, id }) => [binding, id])),
    d1Databases: databases,
    queueProducers: Object.fromEntries(producers.map(({ binding, queue }) => [binding, { queueName: queue }])),
    queueConsumers: Object.fromEntries(consumers.map(({ queue }) => [queue, { maxBatchTimeout: 0.2, maxRetries: 100 }])),
    ratelimits: Object.fromEntries(config.ratelimits.map(({ name, simple }) => [name, { simple }])),
    bindings: {
      ...Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])),
      ADMIN_KEY,
      CLICK_KEYS: `1:${CLICK_SECRET}`,
      CUSTOMER_KEY,
    },
    ...(outbound && { outboundService: outbound }),
    ...(persist && { d1Persist: persist }),
  });
  const host = config.vars.HOSTS[0].host;
  const database = (binding) => miniflare.getD1Database(binding);
  const sql = async (binding, text, ...values) => (await (await database(binding)).prepare(text).bind(...values).all()).results;
  for (const { binding, migrations_dir } of config.d1_databases) {
    const done = (await sql(binding, "SELECT name FROM sqlite_master WHERE name = 'meta'")).length > 0;
    const folder = join(ROOT, migrations_dir);
    const files = done ? [] : readdirSync(folder).sort();
    const db = await database(binding);
    const statements = files.flatMap((file) => statementsOf(readFileSync(join(folder, file), "utf8")));
    if (statements.length > 0) await db.batch(statements.map((text) => db.prepare(text)));
  }
  const request = async (path, { method = "GET", body, headers = {} } = {}) =>
    miniflare.dispatchFetch(`http://${host}${path}`, { method, body, redirect: "manual", headers: { "user-agent": PHONE, "accept-language": "de", ...headers } });
  return {
    request, sql,
    /** A call with the bootstrap key that must work; gives what it answers. */
    async call(method, path, body) {
      const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
      const reply = await request(path, { method, headers, body: body && JSON.stringify(body) });
      const text = await reply.text();
      assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    cron: async (cron) => (await miniflare.getWorker()).scheduled({ cron }),
    close: () => miniflare.dispose(),
  };
}
