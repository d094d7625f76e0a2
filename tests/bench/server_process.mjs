// The other side of server.mjs: a process of its own holding one Miniflare, so that the harness's work is not in its CPU.
import { Miniflare } from "miniflare";

let miniflare;
let said = "";

const answers = {
  async start({ options }) {
    const started = performance.now();
    miniflare = new Miniflare({
      ...options,
      host: "127.0.0.1",
      port: 0,
      cf: false, // otherwise Miniflare fetches a sample `cf` object from the network
      handleRuntimeStdio: (out, errors) => {
        for (const stream of [out, errors]) stream.on("data", (text) => { said = (said + text).slice(-4000); });
      },
    });
    const url = (await miniflare.ready).origin;
    return { url, ready_ms: performance.now() - started };
  },
  async batches({ database, batches }) { // each batch: a list of [sql, ...values]
    const d1 = await miniflare.getD1Database(database);
    let last = [];
    for (const batch of batches) last = await d1.batch(batch.map(([sql, ...values]) => d1.prepare(sql).bind(...values)));
    return last.map(({ results }) => results);
  },
  async put({ pairs }) {
    const kv = await miniflare.getKVNamespace("KV");
    for (const [key, value] of pairs) await kv.put(key, value);
  },
  async said() {
    return said;
  },
};

async function end() {
  await miniflare?.dispose();
  process.exit(0);
}

process.on("SIGINT", () => {}); // the harness ends us in order
process.on("SIGTERM", end);
process.on("disconnect", end);
process.on("message", async ({ id, ask, ...given }) => {
  if (ask === "end") return end();
  try {
    process.send({ id, value: await answers[ask](given) });
  } catch (error) {
    process.send({ id, error: `${ask}: ${error.stack ?? error}` });
  }
});
