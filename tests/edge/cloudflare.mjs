// Plays the parts of Cloudflare's API that wrangler calls in scripts/deploy, with an account's real consequences: databases
// are D1 in workerd, and what is uploaded runs there with exactly the bindings that the upload names.
//
// Why: scripts/deploy then runs the real wrangler, every step of it, without an account. What stays untried is Cloudflare's own
// side: certificates, routes, permissions, the spread of a new version.
import { randomBytes, randomUUID } from "node:crypto";
import http from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { ROOT } from "./guide_blocks.mjs";

export const ACCOUNT = "a".repeat(32);
const PROBE = `export default { async fetch(request, env) {
  const { id, sql, params } = await request.json();
  try {
    // As the API does: several statements in one text.
    if ((params ?? []).length === 0 && /;\\s*\\S/.test(sql)) {
      const results = [];
      for (const one of await split(sql)) results.push(await env[id].prepare(one).all());
      return Response.json({ results });
    }
    return Response.json({ results: [await env[id].prepare(sql).bind(...(params ?? [])).all()] });
  } catch (error) { return Response.json({ error: error.message }); }
} };
async function split(sql) {
  const found = []; let text = "";
  for (const line of sql.split("\\n")) {
    const bare = line.replace(/--.*$/, "").trimEnd();
    if (bare === "" ) continue;
    text += bare + "\\n";
    const trigger = /CREATE\\s+TRIGGER/i.test(text);
    if (bare.endsWith(";") && (!trigger || /^END;$/.test(bare.trim()))) { found.push(text); text = ""; }
  }
  if (text.trim() !== "") found.push(text);
  return found;
}`;

const CODES = { notFound: [404, 10007, "workers.api.error.script_not_found"], auth: [403, 10000, "Authentication error"] };

/**
 * Starts the stand-in; `accounts` are what the login sees. Gives { url, env, state, calls, fails, origin, close }: `calls` are
 * the requests that changed something, `fails.next` a pattern of "METHOD path" that is answered 500 once.
 */
export async function start_cloudflare({ accounts = [{ id: ACCOUNT, name: "Brand" }] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "waymark-cloudflare-"));
  const state = { kv: [], d1: [], queues: [], consumers: [], worker: undefined, schedules: [], domains: [], versions: [], asked: [] };
  const [calls, fails] = [[], { next: undefined }];
  const bound = () => Object.fromEntries(state.d1.map(({ uuid }) => [uuid, uuid]));
  const probe = () => ({ name: "probe", modules: [{ type: "ESModule", path: "probe.mjs", contents: PROBE }], d1Databases: bound(), routes: ["probe.invalid/*"] });
  const options = () => ({ workers: [...(state.worker ? [running(state)] : []), probe()], d1Persist: join(folder, "d1"), kvPersist: join(folder, "kv"), port: 0 });
  const miniflare = new Miniflare(options());
  await miniflare.ready;
  const again = () => miniflare.setOptions(options());
  const query = async (id, { sql, params, batch }) => {
    const results = [];
    for (const one of batch ?? [{ sql, params }]) {
      const reply = await miniflare.dispatchFetch("http://probe.invalid/", { method: "POST", body: JSON.stringify({ id, ...one }) });
      const said = await reply.json();
      if (said.error) throw Object.assign(new Error(said.error), { code: 7500, status: 400 });
      results.push(...said.results);
    }
    return results;
  };

  /** The doors: a pattern of "METHOD path", and what it gives. */
  const account = `/accounts/(?:[0-9a-f]{32})`;
  const doors = [
    ["GET /user/tokens/verify", () => ({ id: "t", status: "active" })],
    ["GET /user", () => ({ id: "u", email: "engineer@brand.example" })],
    ["GET /accounts", () => accounts],
    ["GET /memberships", () => accounts.map((one) => ({ id: one.id, account: one }))],
    [`GET ${account}/storage/kv/namespaces`, () => state.kv],
    [`POST ${account}/storage/kv/namespaces`, (_, { title }) => put(state.kv, { id: randomBytes(16).toString("hex"), title })],
    [`GET ${account}/d1/database`, () => state.d1],
    [`POST ${account}/d1/database`, async (_, { name }) => {
      const made = put(state.d1, { uuid: randomUUID(), name, version: "production" });
      await again();
      return made;
    }],
    [`GET ${account}/d1/database/([^/]+)/time_travel/bookmark`, () => ({ bookmark: "00000001-00000002-00000003-00000004" })],
    [`GET ${account}/d1/database/([^/]+)`, ([id]) => state.d1.find(({ uuid }) => uuid === id)],
    [`POST ${account}/d1/database/([^/]+)/query`, ([id], body) => query(id, body)],
    [`GET ${account}/queues`, (_, __, search) => {
      const wanted = state.queues.filter(({ queue_name }) => !search.has("name") || search.getAll("name").includes(queue_name));
      return wanted.map((queue) => ({ ...queue, consumers: state.consumers.filter(({ queue_id }) => queue_id === queue.queue_id) }));
    }],
    [`POST ${account}/queues`, (_, { queue_name }) => put(state.queues, { queue_id: randomBytes(16).toString("hex"), queue_name, created_on: "", modified_on: "", producers: [], consumers: [], producers_total_count: 0, consumers_total_count: 0 })],
    [`GET ${account}/queues/([^/]+)/consumers`, ([id]) => state.consumers.filter(({ queue_id }) => queue_id === id)],
    [`POST ${account}/queues/([^/]+)/consumers`, ([id], body) => put(state.consumers, { consumer_id: randomUUID(), queue_id: id, ...body, script: body.script_name })],
    [`PUT ${account}/queues/([^/]+)/consumers/([^/]+)`, ([, id], body) => Object.assign(state.consumers.find(({ consumer_id }) => consumer_id === id), body)],
    [`GET ${account}/workers/scripts/([^/]+)/settings`, () => ({ bindings: of_worker(state).bindings, tags: [] })],
    [`GET ${account}/workers/scripts/([^/]+)/deployments`, () => (of_worker(state), { deployments: state.versions.map(({ id, at }) => ({ id, created_on: at, source: "wrangler", strategy: "percentage", versions: [{ version_id: id, percentage: 100 }] })).reverse() })],
    [`GET ${account}/workers/scripts/([^/]+)/versions/([^/]+)`, ([, id]) => ({ id, metadata: {}, number: 1, resources: { bindings: state.versions.find((one) => one.id === id).bindings, script: {}, script_runtime: {} } })],
    [`GET ${account}/workers/services/([^/]+)`, () => (of_worker(state), { id: state.worker.name, default_environment: { script: { last_deployed_from: "wrangler" } } })],
    [`POST ${account}/workers/scripts/([^/]+)/assets-upload-session`, (_, { manifest }) => ((state.manifest = Object.keys(manifest)), { jwt: "j", buckets: [] })],
    [`PUT ${account}/workers/scripts/([^/]+)`, async ([name], form) => upload(state, name, form, again)],
    [`POST ${account}/workers/scripts/([^/]+)/versions`, async ([name], form) => ({ id: (await upload(state, name, form, again)).deployment_id, metadata: {}, number: 2, startup_time_ms: 5, resources: { script: { etag: "e" } } })],
    [`POST ${account}/workers/scripts/([^/]+)/deployments`, (_, body) => ({ id: randomUUID(), ...body })],
    [`PATCH ${account}/workers/scripts/([^/]+)/(?:script-)?settings`, (_, body) => body],
    [`PUT ${account}/workers/scripts/([^/]+)/schedules`, (_, body) => (state.schedules = body)],
    [`GET ${account}/workers/subdomain`, () => ({ subdomain: "brand" })],
    [`GET ${account}/workers/scripts/([^/]+)/subdomain`, () => ({ enabled: true, previews_enabled: true })],
    [`POST ${account}/workers/scripts/([^/]+)/subdomain`, (_, body) => body],
    [`POST ${account}/workers/scripts/([^/]+)/domains/changeset`, () => ({ added: [], removed: [], updated: [], conflicting: [] })],
    [`PUT ${account}/workers/scripts/([^/]+)/domains/records`, (_, { origins }) => (state.domains = origins)],
  ].map(([pattern, give]) => [new RegExp(`^${pattern}$`), give]);

  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://api");
    const asked = `${request.method} ${pathname.replace(/^\/client\/v4/, "")}`;
    const answer = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ success: status < 300, errors: [], messages: [], result: null, ...body }));
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      const type = request.headers["content-type"] ?? "";
      const raw = Buffer.concat(parts);
      const body = type.startsWith("multipart/") ? await new Response(raw, { headers: { "content-type": type } }).formData() : raw.length > 0 ? JSON.parse(raw) : undefined;
      state.asked.push(asked);
      if (request.headers.authorization !== "Bearer stand-in") return answer(403, { errors: [{ code: 9109, message: "Invalid access token" }] });
      if (fails.next?.test(asked)) {
        fails.next = undefined;
        return answer(400, { errors: [{ code: 10001, message: "the stand-in was told to fail here" }] });
      }
      const [pattern, give] = doors.find(([one]) => one.test(asked)) ?? [];
      if (!give) {
        state.unknown = asked;
        return answer(404, { errors: [{ code: 7003, message: `the stand-in does not know ${asked}` }] });
      }
      if (request.method !== "GET" && !asked.endsWith("/query")) calls.push(asked.replace(/\/accounts\/[^/]+/, ""));
      const whole = await give(pattern.exec(asked).slice(1), body, searchParams);
      // wrangler asks for pages until one is empty.
      const result = Array.isArray(whole) && Number(searchParams.get("page") ?? 1) > 1 ? [] : whole;
      const paged = Array.isArray(result) ? { result_info: { page: 1, per_page: 1000, count: result.length, total_count: result.length, total_pages: 1 } } : {};
      answer(200, { result, ...paged });
    } catch (error) {
      const [status, code, message] = CODES[error.message] ?? [error.status ?? 500, error.code ?? 1, error.message];
      answer(status, { errors: [{ code, message }] });
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}/client/v4`;
  return {
    state, calls, fails, query,
    /** What wrangler needs to come here. */
    env: { CLOUDFLARE_API_BASE_URL: url, CLOUDFLARE_API_TOKEN: "stand-in", WRANGLER_SEND_METRICS: "false" },
    /** Where the uploaded Worker answers. */
    origin: async () => (await miniflare.ready).origin,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function put(list, one) {
  list.push(one);
  return one;
}

function of_worker({ worker }) {
  if (worker === undefined) throw new Error("notFound");
  return worker;
}

/** Takes an upload: its modules, and its bindings with the secrets that the version before had. */
async function upload(state, name, form, again) {
  const metadata = JSON.parse(form.get("metadata"));
  const modules = [];
  for (const [part, file] of form.entries()) {
    if (part === "metadata") continue;
    const bytes = Buffer.from(await file.arrayBuffer());
    modules.push({ type: file.type === "application/wasm" ? "CompiledWasm" : "ESModule", path: part, contents: file.type === "application/wasm" ? bytes : bytes.toString() });
  }
  modules.sort((one) => (one.path === metadata.main_module ? -1 : 1));
  const named = new Set(metadata.bindings.map((binding) => binding.name));
  // "Secrets are never deleted by deployments" (wrangler deploy --help).
  const keeps = ({ name, type }) => type === "secret_text" && !named.has(name);
  const kept = (state.worker?.bindings ?? []).filter(keeps);
  state.worker = { name, metadata, modules, bindings: [...metadata.bindings, ...kept] };
  const version = { id: randomUUID(), at: new Date(Date.now() + state.versions.length).toISOString(), bindings: state.worker.bindings };
  state.versions.push(version);
  await again();
  return { id: name, startup_time_ms: 5, deployment_id: version.id, etag: "e", entry_point: metadata.main_module, tag: name };
}

/** The uploaded Worker for Miniflare: what its bindings name, nothing more. */
function running({ worker, consumers, queues }) {
  const { bindings, metadata } = worker;
  const of = (...types) => bindings.filter(({ type }) => types.includes(type));
  const map = (list, give) => Object.fromEntries(list.map((one) => [one.name, give(one)]));
  const queue_of = (id) => queues.find(({ queue_id }) => queue_id === id).queue_name;
  return {
    name: "waymark",
    modules: worker.modules.map((module) => ({ ...module, path: join(ROOT, "build", module.path) })),
    modulesRoot: join(ROOT, "build"),
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags ?? [],
    kvNamespaces: map(of("kv_namespace"), ({ namespace_id }) => namespace_id),
    d1Databases: map(of("d1"), ({ id }) => id),
    queueProducers: map(of("queue"), ({ queue_name }) => ({ queueName: queue_name })),
    queueConsumers: Object.fromEntries(consumers.map(({ queue_id }) => [queue_of(queue_id), { maxBatchTimeout: 0.2, maxRetries: 100 }])),
    ratelimits: map(of("ratelimit"), ({ simple }) => ({ simple })),
    bindings: { ...map(of("plain_text", "secret_text"), ({ text }) => text), ...map(of("json"), ({ json }) => json) },
    ...(of("assets").length > 0 && {
      assets: {
        directory: join(ROOT, "build/face"),
        binding: of("assets")[0].name,
        routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
        assetConfig: { html_handling: "none", not_found_handling: "none" },
      },
    }),
  };
}
