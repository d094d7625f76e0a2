// Starts the built Worker in workerd with every binding it knows, and gives tests small verbs over it.
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { document } from "../../src/face/openapi/index.mjs";
import { judgeOf } from "./document.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
// Set only to prove these files against a stand-in.
const BUILD = process.env.WAYMARK_TEST_BUILD ?? join(ROOT, "build");

export const ADMIN_KEY = "bootstrap-key-of-the-edge-tests-7c41";
export const CLICK_SECRET = "dGhlIGNsaWNrIHNlY3JldCBvZiB0aGUgZWRnZSB0ZXM";
export const CUSTOMER_KEY = "customer-key-of-the-edge-tests-19ab";

// The first host has no address for the lost, the second has one, the third knows no visitors, the fourth knows them again.
export const HOSTS = [
  { host: "localhost", visitor: "anonymous" },
  { host: "brand.test", visitor: "anonymous", not_found: "https://brand.example/gone?from=link#top" },
  { host: "none.test", visitor: "none" },
  { host: "full.test", visitor: "full" },
];

export const QUEUE = "waymark-events";
export const DEAD = "waymark-events-dead";
export const WEBHOOKS = "waymark-webhooks";
export const INTRADAY = "*/10 * * * *";
export const NIGHT = "25 0 * * *";
export const DAY = 86_400_000;

export const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/** Kinds and verdicts as the event table spells them. */
export const CLICK = 1;
export const VIEW = 2;
export const HUMAN = 0;
export const BOT = 1;
export const PREVIEW = 2;
export const PREFETCH = 3;

const judge = judgeOf(document);

/** A word that no other test uses. */
export const word = (start = "t") => `${start}${randomBytes(5).toString("hex")}`;

/** A time as the API writes it. */
export const iso = (ms = Date.now()) => new Date(ms).toISOString();

/** A report's row by what tied its orders. */
export const tied = (row) => ({ link: row.orders_link, code: row.orders_code, both: row.orders_both, survey: row.orders_survey });

/** The UTC day of a time, as reports write it. */
export const dayOf = (ms = Date.now()) => iso(ms).slice(0, 10);

/** An address of the documentation range, another at each call. */
let nextAddress = 0;
export const address = () => {
  nextAddress += 1;
  return `198.51.${100 + Math.floor(nextAddress / 250)}.${1 + (nextAddress % 250)}`;
};

/** A click id of the Worker's first key, of any click at any time. */
export function mint({ link, at = Date.now(), nonce = randomBytes(4).readUInt32BE(), visitor = 77, secret = CLICK_SECRET }) {
  const derive = (purpose) => createHmac("sha256", Buffer.from(secret, "base64url")).update(purpose).digest();
  const bytes = Buffer.alloc(29);
  bytes[0] = 0x11;
  bytes.writeUInt32BE(link, 1);
  bytes.writeUIntBE(at, 5, 6);
  bytes.writeUInt32BE(nonce, 11);
  const mask = createHmac("sha256", derive("click mask")).update(bytes.subarray(0, 15)).digest().readUIntBE(0, 6);
  bytes.writeUIntBE(Number(BigInt(visitor) ^ BigInt(mask)), 15, 6);
  createHmac("sha256", derive("click tag")).update(bytes.subarray(0, 21)).digest().copy(bytes, 21, 0, 8);
  return bytes.toString("base64url");
}

/** Waits until `check` gives something true, and gives it back; fails with `what` after `within` milliseconds. */
export async function until(what, check, { within = 15_000, every = 40 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) assert.fail(`not within ${within} ms: ${what}`);
    await new Promise((done) => setTimeout(done, every));
  }
}

/** Splits a migration into statements: comments go, and the semicolons inside quotes and triggers stay. */
export function statementsOf(sql) {
  const found = [];
  let text = "";
  for (let at = 0; at < sql.length; ) {
    const rest = sql.slice(at);
    const token =
      /^--[^\n]*/.exec(rest)?.[0] ??
      /^\/\*[\s\S]*?\*\//.exec(rest)?.[0] ??
      /^'(?:[^']|'')*'/.exec(rest)?.[0] ??
      /^"(?:[^"]|"")*"/.exec(rest)?.[0] ??
      rest[0];
    at += token.length;
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    if (token !== ";") {
      text += token;
      continue;
    }
    const times = (pattern) => text.match(pattern)?.length ?? 0;
    const open = /^\s*CREATE\s+(?:TEMP\s+)?TRIGGER\b/i.test(text) && times(/\b(?:BEGIN|CASE)\b/gi) > times(/\bEND\b/gi);
    if (open) text += token;
    else {
      if (text.trim() !== "") found.push(text.trim());
      text = "";
    }
  }
  if (text.trim() !== "") found.push(text.trim());
  return found;
}

/** The migrations of one folder as statements. */
const migrations = (folder) => {
  const path = join(ROOT, "src/sql/migrations", folder);
  const files = readdirSync(path).filter((name) => name.endsWith(".sql")).sort();
  return files.flatMap((file) => statementsOf(readFileSync(join(path, file), "utf8")));
};

// Beside the Worker runs a probe with the same storage: it reads and writes for assertions, and hands batches and crons to
// the Worker's own handlers. (Miniflare's own proxies for that block the test's thread, and now and then lose an answer.)
const PROBE_HOST = "probe.invalid";
const PROBE = `
  const doors = {
    async sql({ statements }, env) {
      const results = [];
      for (const { db, sql, values } of statements) results.push((await env[db].prepare(sql).bind(...values).all()).results);
      return results;
    },
    get: ({ key }, env) => env.KV.get(key),
    async list(_, env) {
      const found = [];
      let cursor;
      do {
        const page = await env.KV.list({ cursor });
        for (const { name, metadata } of page.keys) found.push({ name, value: await env.KV.get(name), metadata: metadata ?? null });
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
      return found;
    },
    queue: ({ name, messages }, env) =>
      env.WAYMARK.queue(name, messages.map((message) => ({ ...message, timestamp: new Date() }))),
    scheduled: ({ cron }, env) => env.WAYMARK.scheduled({ cron, scheduledTime: new Date() }),
  };
  export default {
    async fetch(request, env) {
      try {
        const { door, ...asked } = await request.json();
        return Response.json({ answer: await doors[door](asked, env) });
      } catch (error) {
        return Response.json({ error: String(error) });
      }
    },
  };
`;

function modulesOf(faulty) {
  const built = [
    { type: "ESModule", path: join(BUILD, "index.js") },
    { type: "CompiledWasm", path: join(BUILD, "index_bg.wasm") },
  ];
  if (!faulty) return built;
  const contents = readFileSync(join(HERE, "faulty.mjs"), "utf8");
  return [{ type: "ESModule", path: join(BUILD, "faulty.mjs"), contents }, ...built];
}

/**
 * Starts one Worker. `faulty` puts faulty.mjs around it; `limit` is the rate limit a minute, `scan` that of addresses without a
 * link; `vars` replace variables;
 * `salted: false` leaves out the first cron run, which makes the day's salt. `persist` is a folder that keeps D1, `persistKv` one that keeps KV beyond
 * this Worker; `migrated` says that one before it has made the tables there. `outbound` answers what the Worker asks of
 * others; `webhooksQueue: false` leaves the queue of webhooks unbound; `shop` is where the binding ORIGIN of a shop's own host
 * leads, without it there is none. `face` serves what scripts/face has built, through the platform's own router.
 */
export async function start({ faulty = false, limit = 1_000_000, scan = 1_000_000, vars = {}, salted = true, persist, persistKv, migrated = false, outbound, webhooksQueue = true, shop, face = false } = {}) {
  const output = [];
  const storage = { kvNamespaces: { KV: "kv" }, d1Databases: { DB: "control", EVENTS_0: "events" } };
  const miniflare = new Miniflare({
    workers: [
      {
        name: "waymark",
        modules: modulesOf(faulty),
        modulesRoot: BUILD,
        compatibilityDate: "2026-04-01",
        ...storage,
        ...(face
          ? {
              assets: {
                directory: join(BUILD, "face"),
                binding: "ASSETS",
                routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
                assetConfig: { html_handling: "none", not_found_handling: "none" },
              },
            }
          : {}),
        queueProducers: { EVENTS_QUEUE: { queueName: QUEUE }, ...(webhooksQueue ? { WEBHOOKS_QUEUE: { queueName: WEBHOOKS } } : {}) },
        queueConsumers: {
          [QUEUE]: { maxBatchSize: 100, maxBatchTimeout: 0.2, maxRetries: 100, deadLetterQueue: DEAD },
          [DEAD]: { maxBatchSize: 100, maxBatchTimeout: 0.2, maxRetries: 100 },
          [WEBHOOKS]: { maxBatchSize: 5, maxBatchTimeout: 0.05, maxRetries: 100 },
        },
        ...(outbound ? { outboundService: outbound } : {}),
        ...(shop ? { serviceBindings: { ORIGIN: "origin" } } : {}),
        ratelimits: { LIMIT: { simple: { limit, period: 60 } }, SCAN: { simple: { limit: scan, period: 60 } } },
        bindings: {
          HOSTS: JSON.stringify(HOSTS),
          ZONE: "UTC",
          CLICK_PARAMETER: "wm",
          ADMIN_KEY,
          CLICK_KEYS: `1:${CLICK_SECRET}`,
          CUSTOMER_KEY,
          ...vars,
        },
      },
      {
        name: "probe",
        modules: [{ type: "ESModule", path: join(BUILD, "probe.mjs"), contents: PROBE }],
        modulesRoot: BUILD,
        compatibilityDate: "2026-04-01",
        compatibilityFlags: ["experimental", "service_binding_extra_handlers"],
        routes: [`${PROBE_HOST}/*`],
        serviceBindings: { WAYMARK: "waymark" },
        ...storage,
      },
      // What the platform does by itself: a request that this Worker makes goes to the zone's own server.
      ...(shop
        ? [{
            name: "origin",
            modules: [{ type: "ESModule", path: join(BUILD, "origin.mjs"), contents: readFileSync(join(ROOT, "src/edge/origin/index.js"), "utf8") }],
            modulesRoot: BUILD,
            compatibilityDate: "2026-04-01",
            outboundService: { external: { address: shop, http: {} } },
          }]
        : []),
    ],
    ...(persist !== undefined && { d1Persist: persist }),
    ...(persistKv !== undefined && { kvPersist: persistKv }),
    handleRuntimeStdio(stdout, stderr) {
      for (const [stream, from] of [[stdout, "out"], [stderr, "err"]])
        createInterface({ input: stream }).on("line", (line) => output.push({ from, line }));
    },
  });
  const origin = await miniflare.ready;

  // workerd closes a connection that was idle for five seconds, and one whose request was answered before its body was
  // read: the first is left in time, and a request with a body has a connection of its own.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 128, timeout: 3_000 });
  const once = new http.Agent({ keepAlive: false, maxSockets: 48 });
  const transcript = [];

  /**
   * One HTTP request, byte for byte as asked. `userAgent: null` sends none; `chunks` sends a body in pieces without
   * a content-length; `using` chooses the connections; `cf` is what the platform knows of the request. Redirects are not
   * followed.
   */
  function request(path, { method = "GET", host = "localhost", ip, userAgent = PHONE, headers = {}, body, chunks, using, cf } = {}) {
    const sending = { host, ...headers };
    if (userAgent !== null) sending["user-agent"] = userAgent;
    if (ip !== undefined) sending["cf-connecting-ip"] = ip;
    if (cf !== undefined) sending["mf-cf-blob"] = JSON.stringify(cf);
    if (body !== undefined) sending["content-length"] = Buffer.byteLength(body);
    const bodied = body !== undefined || chunks !== undefined;
    return new Promise((done, failed) => {
      let answered = false;
      const asking = http.request(
        { host: origin.hostname, port: origin.port, path, method, headers: sending, agent: using ?? (bodied ? once : agent), setHost: false },
        (answer) => {
          answered = true;
          const pieces = [];
          answer.on("data", (piece) => pieces.push(piece));
          answer.on("error", failed);
          answer.on("end", () => {
            const bytes = Buffer.concat(pieces);
            const reply = {
              status: answer.statusCode,
              headers: answer.headers,
              bytes,
              text: bytes.toString("utf8"),
              get json() {
                return JSON.parse(this.text);
              },
            };
            if (transcript.length < 5_000 && host !== PROBE_HOST) transcript.push({ method, path, status: reply.status, headers: reply.headers, text: reply.text });
            // What a shop answers on its own host is the shop's, and the probe and the faults are the tests' own.
            const ours = shop === undefined && host !== PROBE_HOST && !path.startsWith("/__faults");
            const wrong = ours ? judge(method, path, reply) : undefined;
            if (wrong === undefined) done(reply);
            else failed(new assert.AssertionError({ message: `not as /openapi.json says: ${wrong}` }));
          });
        },
      );
      // A Worker may answer before it has read the whole body; what breaks after that is not the test's business. A kept
      // connection that workerd closed as this request was on its way never reached it: it is asked again on a new one.
      asking.on("error", (error) => {
        if (answered) return;
        const closed = error.code === "ECONNRESET" && asking.reusedSocket && chunks === undefined;
        if (closed) request(path, { method, host, ip, userAgent, headers, body, using: once, cf }).then(done, failed);
        else failed(error);
      });
      if (chunks === undefined) asking.end(body);
      else {
        for (const piece of chunks) asking.write(piece);
        asking.end();
      }
    });
  }

  async function probe(door, asked) {
    const { answer, error } = (await request("/", { method: "POST", host: PROBE_HOST, body: JSON.stringify({ door, ...asked }), using: agent })).json;
    assert.equal(error, undefined, `the probe at ${door}`);
    return answer;
  }

  const sql = (db, statements) => probe("sql", { statements: statements.map(([text, ...values]) => ({ db, sql: text, values })) });

  /** One JSON call with a key; `key: null` sends none. */
  function call(method, path, body, { key = ADMIN_KEY, headers = {}, ...rest } = {}) {
    const sending = { accept: "application/json", ...headers };
    if (key !== null) sending.authorization = `Bearer ${key}`;
    if (body === undefined) return request(path, { method, headers: sending, ...rest });
    sending["content-type"] ??= "application/json";
    return request(path, { method, headers: sending, body: typeof body === "string" ? body : JSON.stringify(body), ...rest });
  }

  /** A JSON call that must succeed with `status`; gives the JSON. */
  async function must(status, method, path, body, options) {
    const reply = await call(method, path, body, options);
    assert.equal(reply.status, status, `${method} ${path}: ${reply.text}`);
    return reply.text === "" ? null : reply.json;
  }

  const make = {
    creator: (over = {}) => must(201, "POST", "/v1/creators", { name: `Creator ${word()}`, ...over }),
    /** A fee of today unless told otherwise. */
    async cost(over = {}) {
      const creator_id = over.creator_id ?? (await make.creator()).id;
      const day = dayOf();
      return must(201, "POST", "/v1/costs", { kind: "fee", amount_minor: 4_000, currency: "EUR", from_day: day, to_day: day, ...over, creator_id });
    },
    campaign: (over = {}) => must(201, "POST", "/v1/campaigns", { name: `Campaign ${word()}`, ...over }),
    async link(over = {}) {
      const creator_id = over.creator_id ?? (await make.creator()).id;
      return must(201, "POST", "/v1/links", { destination: "https://shop.example/products/lamp?color=red", slug: word(), ...over, creator_id });
    },
    async code(over = {}) {
      const creator_id = over.creator_id ?? (await make.creator()).id;
      return must(201, "POST", "/v1/codes", { code: word("C").toUpperCase(), ...over, creator_id });
    },
    site: (over = {}) => must(201, "POST", "/v1/sites", { name: `Site ${word()}`, origins: ["https://shop.example"], ...over }),
    key: (scopes, over = {}) => must(201, "POST", "/v1/keys", { name: word("key"), scopes, ...over }),
  };

  /** Follows a link as a person would; gives the address it leads to and the click id in it. */
  async function click(link, options = {}) {
    const slug = typeof link === "string" ? link : link.slug;
    const host = typeof link === "string" ? "localhost" : link.host;
    const reply = await request(`/${slug}`, { host, ip: address(), ...options });
    assert.equal(reply.status, 302, `click on ${slug}: ${reply.status} ${reply.text}`);
    const { location } = reply.headers;
    return { reply, location, id: new URL(location).searchParams.get("wm") };
  }

  /** A sale as the checkout reports it; a test gives what it is about. */
  const sale = (over = {}) => ({
    kind: "sale",
    order_id: word("order-"),
    total_minor: 12_000,
    tax_minor: 1_500,
    shipping_minor: 500,
    currency: "EUR",
    occurred_at: iso(),
    ...over,
  });

  /** A refund of one order. */
  const refund = (order_id, over = {}) => ({
    kind: "refund",
    order_id,
    refund_id: word("refund-"),
    total_minor: 2_400,
    tax_minor: 300,
    shipping_minor: 100,
    currency: "EUR",
    occurred_at: iso(),
    ...over,
  });

  const report_conversion = (conversion, options) => call("POST", "/v1/conversions", conversion, options);

  /** Reports a conversion that must be accepted. */
  async function accepted(conversion, options) {
    const reply = await report_conversion(conversion, options);
    assert.equal(reply.status, 201, reply.text);
    assert.equal(reply.json.outcome, "accepted", reply.text);
    return reply.json;
  }

  const all = async (db, text, ...values) => (await sql(db, [[text, ...values]]))[0];
  const eventsOf = (link, kind = CLICK) =>
    all("EVENTS_0", "SELECT * FROM event WHERE link = ? AND kind = ? ORDER BY at, nonce", link.id ?? link, kind);
  const orphansAt = (asked) => all("EVENTS_0", "SELECT * FROM event WHERE link = 0 AND address = ?", asked);
  const countOf = async (link) =>
    (await all("EVENTS_0", "SELECT total(clicks) AS clicks, total(valid) AS valid, total(views) AS views FROM hour_count WHERE link = ?", link.id ?? link))[0];

  /**
   * A link as another isolate has made it: in D1, and in KV unless `inKv` is false, but unknown to the isolate under test,
   * which remembers what it made itself.
   */
  async function linkElsewhere({ inKv = true, slug = word(), ...over } = {}) {
    const made = await make.link(over);
    const [{ id }] = await all(
      "DB",
      `INSERT INTO link (host, slug, destination, target, creator_id, campaign_id, post, platform, utm, expires_at, enabled, version, published, created_at, updated_at)
       SELECT host, ?1, destination, target, creator_id, campaign_id, post, platform, utm, expires_at, enabled, version, ?2, created_at, updated_at
       FROM link WHERE id = ?3 RETURNING id`,
      slug,
      inKv ? 0 : made.version,
      made.id,
    );
    if (inKv) {
      await cron(INTRADAY);
      await until("the link is in KV", async () => (await kvText()).includes(`/${slug} `));
    }
    return { ...made, id, slug };
  }

  // Messages keep their order, so once a marker's click is stored everything before it is.
  let marker;
  /** Waits until every event of the requests answered so far is stored. */
  async function drained({ within = 20_000 } = {}) {
    marker ??= await make.link({ slug: word("marker") });
    const before = (await eventsOf(marker)).length;
    await click(marker);
    await until("the queue is drained", async () => (await eventsOf(marker)).length > before, { within });
  }

  /** Delivers messages to the Worker's own queue consumer; gives what it wants done with them. */
  const deliver = (bodies, { queue = QUEUE, attempts = 1 } = {}) =>
    probe("queue", { name: queue, messages: bodies.map((body) => ({ id: word("message"), attempts, body })) });

  /** A message of event rows, as the edge sends it. */
  const message = (rows) => JSON.stringify({ v: 1, events: rows });

  /** One event row as the edge makes it; a test gives what it is about. */
  const row = ({ visitor, at = Date.now(), nonce, kind = CLICK, link, verdict = HUMAN, reason = 0, address: asked = null }) => [
    visitor ?? Number.parseInt(randomBytes(5).toString("hex"), 16),
    at,
    nonce ?? randomBytes(4).readUInt32BE(),
    kind,
    link,
    verdict,
    reason,
    asked,
  ];

  /** Runs the Worker's own handler of a cron. */
  const cron = (expression) => probe("scheduled", { cron: expression });
  const rollup = (body) => must(200, "POST", "/v1/rollups", body);

  /** The performance report of today unless from and to are given; a test that began before midnight still sees its clicks. */
  const report = (by, { from = dayOf(Date.now() - 600_000), to = dayOf(), ...rest } = {}) =>
    must(200, "GET", `/v1/reports/performance?${new URLSearchParams({ by, from, to, ...rest })}`);

  /** The row of one creator, link, campaign or day in a report, or undefined. */
  async function reported(by, of, range) {
    const { rows } = await report(by, range);
    return rows.find((one) => (by === "day" ? one.day === of : one[by]?.id === of));
  }

  /** Every row of every table, as sorted text by table name; tables that `without` names are left out. */
  async function dump(db, { without = /^$/ } = {}) {
    const names = await all(
      db,
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND name NOT LIKE '^_cf^_%' ESCAPE '^' ORDER BY name",
    );
    const wanted = names.map(({ name }) => name).filter((name) => !without.test(name));
    const tables = await sql(db, wanted.map((name) => [`SELECT * FROM "${name}"`]));
    return Object.fromEntries(wanted.map((name, n) => [name, tables[n].map((one) => JSON.stringify(one)).sort()]));
  }

  /** Every key and value in KV as one text. */
  const kvText = async () =>
    (await probe("list")).map(({ name, value, metadata }) => `${name} ${value} ${JSON.stringify(metadata)}`).join("\n");

  const faults = {
    async plan(rules) {
      const reply = await request("/__faults", { method: "POST", body: JSON.stringify(rules) });
      assert.equal(reply.status, 200, "the plan needs a Worker started with `faulty: true`");
    },
    /** What was asked of the bindings since the plan was set: { rules, calls, sent }. */
    seen: async () => (await request("/__faults")).json,
    heal: async () => (await request("/__faults", { method: "DELETE" })).json,
    /** Runs `work` under a plan, heals, and fails where a rule never struck: a fault that never came proves nothing, unless
     * the rule is `optional`, there to show that the door does not need that binding. */
    async during(rules, work) {
      await faults.plan(rules);
      let result;
      let seen;
      try {
        result = await work();
      } finally {
        seen = await faults.heal();
      }
      for (const rule of seen.rules) assert.ok(rule.fired > 0 || rule.optional, `the planned fault never came: ${JSON.stringify(rule)}`);
      return result;
    },
  };

  if (!migrated) {
    await sql("DB", migrations("control").map((text) => [text]));
    await sql("EVENTS_0", migrations("events").map((text) => [text]));
  }
  if (salted) await cron(INTRADAY);

  return {
    request, call, must, make, linkElsewhere, click, sale, refund, convert: report_conversion, accepted,
    eventsOf, orphansAt, countOf, drained, deliver, message, row, cron, rollup, report, reported, dump, kvText, faults,
    control: (text, ...values) => all("DB", text, ...values),
    events: (text, ...values) => all("EVENTS_0", text, ...values),
    databases: { control: "DB", events: "EVENTS_0" },
    kv: { get: (key) => probe("get", { key }) },
    transcript,
    /** Where it listens, for what http cannot send. */
    origin,
    /** What the Worker has printed so far. */
    output: () => output,
    close: async () => {
      agent.destroy();
      once.destroy();
      await miniflare.dispose();
    },
  };
}
