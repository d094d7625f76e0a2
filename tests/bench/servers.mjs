// Which servers are measured: the Miniflare options of the two yardsticks and of Waymark, and what each needs before the load.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Server } from "./server.mjs";
import { slug } from "./load.mjs";
import { statements } from "./statements.mjs";
import { ADMIN_KEY, post } from "./http.mjs";

const root = new URL("../../", import.meta.url);
const file = (path) => readFileSync(new URL(path, root), "utf8");
const here = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

const build = process.env.WAYMARK_BUILD ? pathToFileURL(`${process.env.WAYMARK_BUILD}/`) : new URL("build/", root);
const SCRIPT = new URL("index.js", build);
export const WASM = new URL("index_bg.wasm", build);
export const built = () => existsSync(SCRIPT) && existsSync(WASM);
export const sql = (name) => file(`src/sql/${name}.sql`);

const PLATFORM = {
  compatibilityDate: "2026-04-01",
  kvNamespaces: ["KV"],
  d1Databases: ["DB", "EVENTS_0"],
  queueProducers: { EVENTS_QUEUE: { queueName: "waymark-events" } },
  queueConsumers: { "waymark-events": { maxBatchSize: 100, maxBatchTimeout: 1, maxRetries: 100, deadLetterQueue: "waymark-events-dead" } },
};

/** A Worker's modules; `counting` puts count_operations.mjs around them. */
function modules(worker, counting) {
  const module = (path, contents) => ({ type: "ESModule", path, contents });
  const own = [module("worker.js", worker.script), ...(worker.wasm ? [{ type: "CompiledWasm", path: "index_bg.wasm", contents: worker.wasm }] : [])];
  if (!counting) return own;
  return [module("main.js", here("count_operations.mjs")), module("watch_memory.mjs", here("watch_memory.mjs")), ...own];
}

export const startRedirect = (core) =>
  Server.start("(a)", { compatibilityDate: PLATFORM.compatibilityDate, modules: modules({ script: here("yardstick_redirect.mjs") }) }, core);

export async function startExpert(core, links, { counting = false } = {}) {
  const server = await Server.start("(b)", {
    ...PLATFORM,
    modules: modules({ script: here("yardstick_expert.mjs") }, counting),
    bindings: { COUNT_SQL: sql("events_count"), INSERT_SQL: sql("events_insert") },
  }, core);
  await migrate(server, "events", "EVENTS_0");
  await server.put(Array.from({ length: links }, (_, at) => {
    const tags = `utm_source=instagram&utm_medium=influencer&utm_campaign=winter&utm_content=mia-${slug(at)}`;
    return [slug(at), JSON.stringify({ id: at + 1, target: `${destination(at)}&${tags}` })];
  }));
  return server;
}

export async function startWaymark(core, links, { counting = false, vars = {} } = {}) {
  const server = await Server.start("Waymark", {
    ...PLATFORM,
    queueConsumers: { ...PLATFORM.queueConsumers, "waymark-events-dead": { maxBatchSize: 100, maxBatchTimeout: 1 } },
    ratelimits: { LIMIT: { simple: { limit: 1_000_000, period: 60 } }, SCAN: { simple: { limit: 1_000_000, period: 60 } } },
    modules: modules({ script: readFileSync(SCRIPT, "utf8"), wasm: readFileSync(WASM) }, counting),
    bindings: {
      HOSTS: JSON.stringify([{ host: "localhost" }]), ZONE: "UTC", CLICK_PARAMETER: "wm", ADMIN_KEY,
      CLICK_KEYS: `1:${Buffer.alloc(32, 7).toString("base64url")}`, CUSTOMER_KEY: "waymark-bench-customer-key", ...vars,
    },
  }, core);
  await migrate(server, "control", "DB");
  await migrate(server, "events", "EVENTS_0");
  const creator = await post(server.url, "/v1/creators", { name: "Mia" });
  const campaign = await post(server.url, "/v1/campaigns", { name: "Winter" });
  const whose = { creator_id: creator.id, campaign_id: campaign.id, platform: "instagram" };
  const of = (at) => ({ slug: slug(at), destination: destination(at), post: slug(at), ...whose });
  server.links = [];
  for (let at = 0; at < links; at += 10) {
    const made = await Promise.all(Array.from({ length: Math.min(10, links - at) }, (_, next) => post(server.url, "/v1/links", of(at + next))));
    server.links.push(...made.map(({ id }) => id));
  }
  await post(server.url, "/v1/rollups", {}); // a night makes the salts, without which every visitor is random
  return server;
}

const destination = (at) => `https://shop.example/jackets/winter-${at}?size=m&colour=black`;

async function migrate(server, folder, database) {
  const path = `src/sql/migrations/${folder}/`;
  for (const name of readdirSync(new URL(path, root)).sort()) {
    await server.batch(database, statements(file(path + name)).map((statement) => [statement]));
  }
}
