// Once and only once: what was confirmed is stored though workerd is killed, and many deliveries of one order are one order.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { start, word } from "./start.mjs";

const folder = mkdtempSync(join(tmpdir(), "waymark-killed-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The workerd that this process started itself: the only one that is ever killed. */
function ownWorkerd() {
  const mine = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return parent === process.pid && stat.includes("(workerd)");
    } catch {
      return false; // it ended meanwhile
    }
  });
  assert.equal(mine.length, 1, "one workerd is ours");
  return Number(mine[0]);
}

test("no confirmed conversion is missing and none is doubled after twenty times kill -9", { timeout: 240_000, skip: process.platform !== "linux" }, async () => {
  const ROUNDS = 20;
  const confirmed = new Map(); // order_id to what was told of it
  let unanswered = []; // batches that were under way when workerd died
  let struck = 0;
  let edge;
  /** Sends a batch and notes what was confirmed; a batch that got no answer is kept for the next round. */
  async function deliver(batch, outcomes) {
    let reply;
    try {
      reply = await edge.convert(batch);
    } catch {
      unanswered.push(batch);
      return;
    }
    if (reply.status !== 200) {
      unanswered.push(batch);
      return;
    }
    for (const { index, outcome } of reply.json.items) {
      assert.ok(outcomes.includes(outcome), `${outcome}: ${reply.text}`);
      confirmed.set(batch[index].order_id, batch[index].total_minor);
    }
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    edge = await start({ persist: folder, migrated: round > 0, salted: false });
    const pid = ownWorkerd();
    // What had no answer is sent again, as every sender does.
    const again = unanswered;
    unanswered = [];
    await Promise.all(again.map((batch) => deliver(batch, ["accepted", "duplicate"])));
    assert.deepEqual(unanswered, [], "a healthy Worker answers");
    let alive = true;
    const senders = Array.from({ length: 8 }, async () => {
      while (alive) await deliver(Array.from({ length: 10 }, (_, at) => edge.sale({ total_minor: 2_100 + at, tax_minor: 0, shipping_minor: 0 })), ["accepted"]);
    });
    await pause(60 + 15 * round);
    process.kill(pid, "SIGKILL");
    alive = false;
    await Promise.all(senders);
    struck += unanswered.length > 0 ? 1 : 0;
    await edge.close();
  }

  edge = await start({ persist: folder, migrated: true, salted: false });
  try {
    await Promise.all(unanswered.splice(0).map((batch) => deliver(batch, ["accepted", "duplicate"])));
    assert.ok(struck > ROUNDS / 2, `only ${struck} kills struck while something was under way`);
    const stored = await edge.control("SELECT key, total_minor FROM conversion WHERE kind = 1");
    assert.equal(new Set(stored.map(({ key }) => key)).size, stored.length, "no order is stored twice");
    const kept = new Map(stored.map(({ key, total_minor }) => [key, total_minor]));
    assert.deepEqual([...confirmed].filter(([id, total]) => kept.get(id) !== total), [], "every confirmed order is there as it was told");
    assert.deepEqual([...kept.keys()].filter((id) => !confirmed.has(id)), [], "everything stored was told at last");
    // The money adds up to the cent: a doubled order or a half one would show.
    await edge.rollup();
    const { unattributed } = await edge.report("creator");
    const all = [...confirmed.values()].reduce((sum, total) => sum + total, 0);
    assert.equal(unattributed.orders, confirmed.size);
    assert.deepEqual(unattributed.revenue.map(({ currency, net_minor }) => [currency, net_minor]), [["EUR", all]]);
  } finally {
    await edge.close();
  }
});

test("200 concurrent deliveries of 10 orders are 10 orders", async () => {
  const edge = await start();
  try {
    const orders = Array.from({ length: 10 }, (_, at) => edge.sale({ order_id: word("once-"), total_minor: 5_000 + at, tax_minor: 0, shipping_minor: 0 }));
    const replies = await Promise.all(Array.from({ length: 200 }, (_, at) => edge.convert(orders[at % 10])));
    const outcomes = replies.map((reply) => reply.json.outcome);
    for (const [at, { order_id }] of orders.entries()) {
      const mine = outcomes.filter((_, n) => n % 10 === at).sort();
      assert.deepEqual(mine, ["accepted", ...Array(19).fill("duplicate")], order_id);
    }
    const stored = await edge.control("SELECT key, total_minor FROM conversion WHERE kind = 1 ORDER BY total_minor");
    assert.deepEqual(stored.map(({ key, total_minor }) => [key, total_minor]), orders.map(({ order_id, total_minor }) => [order_id, total_minor]));
  } finally {
    await edge.close();
  }
});
