// Stands around a Worker in the counting runs: counts what it asks of KV, queue and D1, and answers with the sums.
//
// D1 prepared statements stay the originals and so does each binding's `constructor`: the Worker looks at both.
import { WorkerEntrypoint } from "cloudflare:workers";
import { memoryBytes } from "./watch_memory.mjs";
import Worker from "./worker.js";

const QUEUE_UNIT = 64 * 1024;
const none = () => ({
  kv_reads: 0, kv_writes: 0, messages: 0, message_bytes: 0, queue_operations: 0, consumer_runs: 0,
  batches: 0, rows_written: 0, rows_read: 0, statements: 0, batched: 0,
});
let counts = none();

const around = (binding, calls) => new Proxy(binding, {
  get(target, name) {
    const value = Reflect.get(target, name);
    if (typeof value !== "function" || name === "constructor") return value;
    return (...given) => (calls[name] ? calls[name](target, ...given) : value.apply(target, given));
  },
});

const kv = {
  get: (target, ...given) => (counts.kv_reads += [given[0]].flat().length, target.get(...given)),
  getWithMetadata: (target, ...given) => (counts.kv_reads += 1, target.getWithMetadata(...given)),
  put: (target, ...given) => (counts.kv_writes += 1, target.put(...given)),
};

function message(body) {
  const bytes = new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)).length;
  counts.messages += 1;
  counts.message_bytes += bytes;
  counts.queue_operations += 3 * Math.ceil(bytes / QUEUE_UNIT); // written, read, deleted
}
const queue = {
  send: (target, ...given) => (message(given[0]), target.send(...given)),
  sendBatch: (target, all, ...more) => {
    const list = [...all];
    for (const { body } of list) message(body);
    return target.sendBatch(list, ...more);
  },
};

const d1 = {
  prepare: (target, sql) => (counts.statements += 1, target.prepare(sql)),
  batch: async (target, statements) => {
    const results = await target.batch(statements);
    counts.batches += 1;
    counts.batched += results.length;
    for (const { meta } of results) {
      counts.rows_written += meta.rows_written;
      counts.rows_read += meta.rows_read;
    }
    return results;
  },
};

let env;
function counted(bare) {
  env ??= {
    ...bare,
    KV: around(bare.KV, kv),
    EVENTS_QUEUE: around(bare.EVENTS_QUEUE, queue),
    EVENTS_0: around(bare.EVENTS_0, d1),
    ...(bare.DB && { DB: around(bare.DB, d1) }),
  };
  return env;
}

export default class extends WorkerEntrypoint {
  fetch(request) {
    if (!request.url.endsWith("/__bench/counts")) return this.pass("fetch", request);
    const answer = { ...counts, memory_bytes: memoryBytes() };
    if (request.method === "DELETE") counts = none();
    return Response.json(answer);
  }

  queue(batch) {
    counts.consumer_runs += 1;
    return this.pass("queue", batch);
  }

  scheduled(event) {
    return this.pass("scheduled", event);
  }

  pass(name, given) {
    if (typeof Worker !== "function") return Worker[name](given, counted(this.env), this.ctx);
    return new Worker(this.ctx, counted(this.env))[name](given);
  }
}
