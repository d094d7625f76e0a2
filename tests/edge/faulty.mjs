// An outer Worker that hands the built Worker its own bindings behind proxies, which fail, hang or linger as a test has planned.
//
// start.mjs mounts this file beside build/index.js, hence the import. A test sets its plan with POST /__faults, reads what
// happened since with GET, and reads and heals with DELETE; every other request goes to the Worker as it came.
//
// A plan is a list of rules, the first that fits applies:
//   target  DB | EVENTS_0 | KV | EVENTS_QUEUE | WEBHOOKS_QUEUE | LIMIT | SCAN
//   op      run, all, first, raw, batch, exec | get, put, delete, list | send, sendBatch | limit; left out: every one
//   match   a regular expression on what is asked: the SQL, the KV key, the message, who; left out: everything
//   mode    before: it fails and nothing was done; after: it fails though all was done; hang: no answer until healed;
//           slow: done after `ms`; absent: a KV read finds nothing, as behind a stale edge
//   times   how often the rule applies; left out: always
// What happened is { rules, calls, sent }: each rule with how often it struck (`fired`), each call on a binding with the bytes
// of the longest text bound to it (`bound`), and each message body that was sent.
import Worker from "./index.js";

const KEPT = 5000;
let rules = [];
let calls = [];
let sent = [];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function under(target, op, asked, act, { absent = null, bound = 0 } = {}) {
  if (calls.length < KEPT) calls.push({ target, op, asked: asked.slice(0, 200), bound });
  const rule = rules.find(
    (one) =>
      one.target === target &&
      (one.op === undefined || one.op === op) &&
      (one.match === undefined || new RegExp(one.match, "i").test(asked)) &&
      one.left !== 0,
  );
  if (rule === undefined) return act();
  rule.fired += 1;
  if (rule.left !== undefined) rule.left -= 1;
  switch (rule.mode) {
    case "before":
      break;
    case "after":
      await act();
      break;
    case "hang":
      // A timer, not a bare promise: workerd would notice that nothing is pending and end the request by itself.
      while (rules.includes(rule)) await pause(25);
      break;
    case "slow":
      await pause(rule.ms);
      return act();
    case "absent":
      return absent;
    default:
      throw new TypeError(`no such mode: ${rule.mode}`);
  }
  throw new Error(`planned fault: ${target}.${op} ${rule.mode}`);
}

// `constructor` must come through as it is: the worker crate recognises a binding by the name of its constructor.
function over(real, own) {
  return new Proxy(real, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return own[name];
      const value = Reflect.get(real, name, real);
      return typeof value === "function" && name !== "constructor" ? value.bind(real) : value;
    },
  });
}

// D1's own batch() takes its own statements only, so the proxies remember what they stand for.
const statements = new WeakMap();

const largest = (values) => Math.max(0, ...values.map((one) => (typeof one === "string" ? new TextEncoder().encode(one).length : 0)));

function statement(target, real, sql, bound = 0) {
  const own = { bind: (...values) => statement(target, real.bind(...values), sql, largest(values)) };
  for (const op of ["run", "all", "first", "raw"]) own[op] = (...given) => under(target, op, sql, () => real[op](...given), { bound });
  const shown = over(real, own);
  statements.set(shown, { real, sql, bound });
  return shown;
}

function database(target, real) {
  return over(real, {
    prepare: (sql) => statement(target, real.prepare(sql), sql),
    batch: (list) => {
      const known = [...list].map((one) => statements.get(one) ?? { real: one, sql: "", bound: 0 });
      const sql = known.map((one) => one.sql).join(";\n");
      const bound = Math.max(0, ...known.map((one) => one.bound));
      return under(target, "batch", sql, () => real.batch(known.map((one) => one.real)), { bound });
    },
    exec: (sql) => under(target, "exec", sql, () => real.exec(sql)),
    withSession: (...given) => database(target, real.withSession(...given)),
  });
}

function store(target, real) {
  const spied = (op, name, absent) => (key, ...given) => {
    const nothing = Array.isArray(key) ? new Map(key.map((one) => [one, absent])) : absent;
    return under(target, op, [key].flat().join(" "), () => real[name](key, ...given), { absent: nothing });
  };
  return over(real, {
    get: spied("get", "get", null),
    getWithMetadata: spied("get", "getWithMetadata", { value: null, metadata: null, cacheStatus: null }),
    put: spied("put", "put"),
    delete: spied("delete", "delete"),
    list: (...given) => under(target, "list", JSON.stringify(given), () => real.list(...given)),
  });
}

function queue(target, real) {
  const note = (bodies) => {
    if (sent.length < KEPT) sent.push(...bodies);
  };
  return over(real, {
    send: (body, ...given) => {
      note([body]);
      return under(target, "send", String(body), () => real.send(body, ...given));
    },
    sendBatch: (messages, ...given) => {
      const list = [...messages];
      note(list.map((one) => one.body));
      return under(target, "sendBatch", JSON.stringify(list), () => real.sendBatch(list, ...given));
    },
  });
}

function limiter(target, real) {
  return over(real, { limit: (asked) => under(target, "limit", asked.key, () => real.limit(asked)) });
}

const WRAPPED = {
  DB: database, EVENTS_0: database, KV: store, EVENTS_QUEUE: queue, WEBHOOKS_QUEUE: queue, LIMIT: limiter, SCAN: limiter,
};
const shown = new WeakMap();

function faulty(env) {
  if (!shown.has(env)) {
    const copy = { ...env };
    for (const [name, wrap] of Object.entries(WRAPPED)) if (env[name] !== undefined) copy[name] = wrap(name, env[name]);
    shown.set(env, copy);
  }
  return shown.get(env);
}

async function control(request) {
  const seen = { rules, calls, sent };
  if (request.method === "POST") {
    rules = (await request.json()).map((rule) => ({ ...rule, left: rule.times, fired: 0 }));
    calls = [];
    sent = [];
  } else if (request.method === "DELETE") {
    rules = [];
  }
  return Response.json(seen);
}

// worker-build exports a class; a hand-written Worker exports an object.
const inside = (env, ctx) => (typeof Worker === "function" ? new Worker(ctx, faulty(env)) : Worker);

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/__faults") return control(request);
    return inside(env, ctx).fetch(request, faulty(env), ctx);
  },
  queue: (batch, env, ctx) => inside(env, ctx).queue(batch, faulty(env), ctx),
  scheduled: (event, env, ctx) => inside(env, ctx).scheduled(event, faulty(env), ctx),
};
