// Runs scripts/deploy, makes configurations as it does, and starts the built Worker with exactly what such a one binds, migrated.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { configuration, names } from "../../scripts/deploy_config.mjs";
import { environment } from "../../scripts/deploy_environment.mjs";
import { ROOT } from "./guide_blocks.mjs";
import { ADMIN_KEY, CLICK_SECRET, CUSTOMER_KEY, PHONE, statementsOf, until } from "./start.mjs";

export { until };
const BUILD = join(ROOT, "build");

// Beside the Worker, with the same storage: Miniflare's own proxies for that now and then lose an answer.
const PROBE = `export default { async fetch(request, env) {
  const { binding, sql, values = [], batch, key, cron } = await request.json();
  const db = env[binding];
  if (batch) await db.batch(batch.map((one) => db.prepare(one)));
  if (cron) await env.WAYMARK.scheduled({ cron, scheduledTime: new Date() });
  const answer = sql ? (await db.prepare(sql).bind(...values).all()).results : key ? await env.KV.get(key) : null;
  return Response.json({ answer });
} }`;

export const base = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
export const PAID = 'zone = "Europe/Berlin"\n[[hosts]]\nhost = "go.brand.test"\n';
export const FREE = `plan = "free"\n${PAID}`;

/** The environment that a text says, which must have no fault. */
export function said(text, name = "live") {
  const { environment: read, faults } = environment(name, text);
  assert.equal(faults, undefined);
  return read;
}

/** Its configuration, named `release`, with made-up ids, as seen from the project's folder. */
export function configured(text, release) {
  const read = said(text);
  const databases = Object.fromEntries(Object.keys(names(read).databases).map((binding, n) => [binding, `id-${n}`]));
  return configuration(base, read, { kv: "kv-id", databases }, { up: ".", release });
}

/** A run of scripts/deploy with `args`: its exit code and all that it said. */
export const ran = (args, env) =>
  new Promise((done) => {
    const child = spawn("scripts/deploy", args, { cwd: ROOT, env: { ...process.env, ...env } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    child.on("close", (code) => done({ code, said }));
  });

/** `config` is what configuration() gave; `outbound` answers what the Worker asks of others; `persist` keeps D1 in a folder. */
export async function mini(config, { outbound, persist } = {}) {
  const named = (list, give) => Object.fromEntries(list.map(give));
  const storage = {
    kvNamespaces: named(config.kv_namespaces, ({ binding, id }) => [binding, id]),
    d1Databases: named(config.d1_databases, ({ binding, database_id }) => [binding, database_id]),
  };
  const miniflare = new Miniflare({
    workers: [
      {
        name: "waymark",
        modules: [
          { type: "ESModule", path: join(BUILD, "index.js") },
          { type: "CompiledWasm", path: join(BUILD, "index_bg.wasm") },
        ],
        modulesRoot: BUILD,
        compatibilityDate: config.compatibility_date,
        ...storage,
        queueProducers: named(config.queues?.producers ?? [], ({ binding, queue }) => [binding, { queueName: queue }]),
        queueConsumers: named(config.queues?.consumers ?? [], ({ queue }) => [queue, { maxBatchTimeout: 0.2, maxRetries: 100 }]),
        ratelimits: named(config.ratelimits, ({ name, simple }) => [name, { simple }]),
        bindings: { ...config.vars, ADMIN_KEY, CLICK_KEYS: `1:${CLICK_SECRET}`, CUSTOMER_KEY },
        ...(outbound && { outboundService: outbound }),
      },
      {
        name: "probe",
        modules: [{ type: "ESModule", path: join(BUILD, "probe.mjs"), contents: PROBE }],
        modulesRoot: BUILD,
        compatibilityDate: config.compatibility_date,
        compatibilityFlags: ["experimental", "service_binding_extra_handlers"],
        routes: ["probe.invalid/*"],
        serviceBindings: { WAYMARK: "waymark" },
        ...storage,
      },
    ],
    ...(persist && { d1Persist: persist }),
  });
  const probe = async (asked) => {
    const reply = await miniflare.dispatchFetch("http://probe.invalid/", { method: "POST", body: JSON.stringify(asked) });
    assert.ok(reply.ok, `${JSON.stringify(asked).slice(0, 300)}: ${reply.status}`);
    return (await reply.json()).answer;
  };
  const sql = (binding, text, ...values) => probe({ binding, sql: text, values });
  for (const { binding, migrations_dir } of config.d1_databases) {
    if ((await sql(binding, "SELECT name FROM sqlite_master WHERE name = 'meta'")).length > 0) continue;
    const folder = resolve(ROOT, migrations_dir);
    await probe({ binding, batch: readdirSync(folder).sort().flatMap((file) => statementsOf(readFileSync(join(folder, file), "utf8"))) });
  }
  const host = config.vars.HOSTS[0].host;
  const request = async (path, { method = "GET", body, headers = {} } = {}) =>
    miniflare.dispatchFetch(`http://${host}${path}`, { method, body, redirect: "manual", headers: { "user-agent": PHONE, "accept-language": "de", ...headers } });
  return {
    request, sql,
    /** A call with the bootstrap key that must work, of JSON or of lines of it; gives what it answers. */
    async call(method, path, body) {
      const lines = typeof body === "string";
      const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": lines ? "application/x-ndjson" : "application/json" };
      const reply = await request(path, { method, headers, body: lines ? body : body && JSON.stringify(body) });
      const text = await reply.text();
      assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    /** Where it answers, as from outside. */
    url: async () => (await miniflare.ready).origin,
    kv: (key) => probe({ key }),
    cron: (cron) => probe({ cron }),
    close: () => miniflare.dispose(),
  };
}
