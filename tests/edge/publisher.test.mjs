// Publishing many links: behind the reply, again where something failed or moved on, and by cron after a kill.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { INTRADAY, start, until, word } from "./start.mjs";

const destination = "https://shop.example/lamp";
const owedOf = async (edge) => (await edge.control("SELECT id FROM link WHERE published < version ORDER BY id")).map(({ id }) => id);
/** As if every put that is on its way had begun minutes ago. */
const aged = (edge) => edge.control("UPDATE link SET published = published + 64 * 200000 WHERE published < 0");
const make = async (edge, count, creator_id) => {
  const slug = word("p");
  const items = Array.from({ length: count }, (_, at) => ({ destination, creator_id, slug: `${slug}-${at}` }));
  return (await edge.must(200, "POST", "/v1/links/bulk", items)).items.map(({ id }, at) => ({ id, slug: items[at].slug }));
};
const copyOf = async (edge, { slug }) => JSON.parse(await edge.kv.get(`link:localhost/${slug}`));

test("with faults", async (t) => {
  const edge = await start({ faulty: true });
  after(() => edge.close());
  const { id: creator_id } = await edge.make.creator();

  await t.test("what could not be put stays owed and the cron brings it", async () => {
    let links;
    await edge.faults.during([{ target: "KV", op: "put", match: "-3$|-5$", mode: "before" }], async () => {
      links = await make(edge, 10, creator_id);
      await until("the others are noted", async () => (await owedOf(edge)).length === 2);
    });
    assert.deepEqual(await owedOf(edge), [links[3].id, links[5].id]);
    assert.equal(await copyOf(edge, links[3]), null);
    await edge.cron(INTRADAY);
    assert.deepEqual(await owedOf(edge), []);
    assert.equal((await copyOf(edge, links[3])).id, links[3].id);
  });

  await t.test("a link that is changed while its copy is on the way has the newer one in the end", async () => {
    let link;
    await edge.faults.during([{ target: "KV", op: "put", match: "^link:", mode: "slow", ms: 400, times: 1 }], async () => {
      [link] = await make(edge, 1, creator_id);
      await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/new" });
      await until("nothing is owed", async () => (await owedOf(edge)).length === 0);
      await until("the newer copy is there", async () => (await copyOf(edge, link))?.version === 2);
    });
    // The slow put of the older version has landed by now, and was followed by one more of the newer.
    await until("it stays", async () => (await edge.faults.seen()).calls !== undefined && (await copyOf(edge, link)).version === 2);
  });

  await t.test("a put that lands last with an old copy is healed though nobody could note its end", async () => {
    const [link] = await make(edge, 1, creator_id);
    await until("nothing is owed", async () => (await owedOf(edge)).length === 0);
    const patch = (to) => edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: `https://shop.example/${to}` });
    const plan = [
      { target: "KV", op: "put", match: link.slug, mode: "slow", ms: 700, times: 1 },
      // The newer put is noted; the one that lands behind it is not.
      { target: "DB", op: "batch", match: "published = CASE", mode: "slow", ms: 0, times: 1 },
      { target: "DB", op: "batch", match: "published = CASE", mode: "before", times: 1 },
    ];
    await edge.faults.during(plan, async () => {
      await patch("old");
      await patch("new");
      await until("the mark failed", async () => (await edge.faults.seen()).rules[2].fired === 1);
    });
    assert.equal((await copyOf(edge, link)).target.includes("/old"), true, "the old copy landed last");
    assert.deepEqual(await owedOf(edge), [link.id]);
    await aged(edge);
    await edge.cron(INTRADAY);
    assert.equal((await copyOf(edge, link)).target.includes("/new"), true);
    assert.deepEqual(await owedOf(edge), []);
  });

  await t.test("a repeat of a call whose answer was lost finds the links that it made", async () => {
    const { id: owner } = await edge.make.creator();
    const items = Array.from({ length: 20 }, (_, at) => ({ destination: `${destination}?at=${at % 2}`, creator_id: owner }));
    const headers = { "idempotency-key": word("key-") };
    const call = () => edge.call("POST", "/v1/links/bulk", items, { headers });
    await edge.faults.during([{ target: "DB", op: "batch", match: "INSERT OR IGNORE INTO link ", mode: "after", times: 1 }], async () => {
      assert.equal((await call()).status >= 500, true);
    });
    const again = (await call()).json;
    assert.deepEqual([again.created, again.errors], [20, 0]);
    const stored = (await edge.control("SELECT id FROM link WHERE creator_id = ? ORDER BY id", owner)).map(({ id }) => id);
    assert.deepEqual(again.items.map(({ id }) => id), stored);
    // A file of links, the same way.
    const file = `destination,creator\n${destination},${owner}\n${destination}?2,${owner}\n`;
    const load = () => edge.call("POST", "/v1/links/import", file, { headers: { ...headers, "content-type": "text/csv" } });
    await edge.faults.during([{ target: "DB", op: "batch", match: "INSERT OR IGNORE INTO link ", mode: "after", times: 1 }], async () => {
      headers["idempotency-key"] = word("file-");
      assert.equal((await load()).status >= 500, true);
    });
    assert.equal((await load()).status, 200);
    assert.equal((await edge.control("SELECT id FROM link WHERE creator_id = ?", owner)).length, 22);
    await aged(edge);
    await edge.cron(INTRADAY);
  });

  await t.test("twenty puts of one link at once are all taken", async () => {
    const { id: owner } = await edge.make.creator();
    const put = (_, at) => edge.call("PUT", "/v1/links", { external_id: "one-of-twenty", destination: `${destination}?at=${at}`, creator_id: owner });
    const replies = await Promise.all(Array.from({ length: 20 }, put));
    const refused = replies.filter(({ status }) => status >= 300).length;
    assert.equal(refused, 0);
    await until("nothing is owed", async () => (await owedOf(edge)).length === 0);
  });

  await t.test("a reply does not wait for KV", async () => {
    await edge.faults.during([{ target: "KV", op: "put", mode: "hang" }], async () => {
      const began = Date.now();
      await make(edge, 20, creator_id);
      assert.ok(Date.now() - began < 3_000);
      await until("puts hang", async () => (await edge.faults.seen()).rules[0].fired >= 6);
      assert.equal((await edge.faults.seen()).rules[0].fired, 6, "six connections are all there are");
    });
    await until("those behind them are put", async () => (await owedOf(edge)).length === 6);
  });

  await t.test("a thousand links are noted by a few statements, and a cron with nothing owed asks once", async () => {
    await edge.cron(INTRADAY);
    await edge.faults.plan([]);
    const [{ slug }] = await make(edge, 1_000, creator_id);
    await until("nothing is owed", async () => (await owedOf(edge)).length === 0);
    const { calls } = await edge.faults.heal();
    const puts = calls.filter(({ target, op, asked }) => target === "KV" && op === "put" && asked.includes(slug.slice(0, -1)));
    assert.equal(puts.length, 1_000);
    const asked = calls.filter(({ target }) => target === "DB").length;
    assert.ok(asked <= 30, `${asked} calls of D1`);
    await edge.faults.plan([]);
    await edge.cron(INTRADAY);
    const quiet = (await edge.faults.heal()).calls.filter(({ target, asked }) => target === "DB" && /published < version/.test(asked));
    assert.equal(quiet.length, 1);
  });
});

/** The workerd that this process started itself: the only one that is ever killed. */
function ownWorkerd() {
  const of = (name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === process.pid && stat.includes("(workerd)");
    } catch {
      return false; // it ended meanwhile
    }
  };
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && of(name)).map(Number);
}

test("links that were confirmed when workerd was killed are all there, and the cron publishes those that were not", { skip: process.platform !== "linux" }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "waymark-publisher-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kept = { persist: join(folder, "d1"), persistKv: join(folder, "kv"), salted: false };
  const before = new Set(ownWorkerd());
  let edge = await start(kept);
  const [pid] = ownWorkerd().filter((one) => !before.has(one));
  const { id: creator_id } = await edge.make.creator();
  const links = [...(await make(edge, 1_000, creator_id)), ...(await make(edge, 1_000, creator_id))];
  process.kill(pid, "SIGKILL");
  await edge.close().catch(() => {});

  edge = await start({ ...kept, migrated: true });
  try {
    const [{ stored }] = await edge.control("SELECT count(*) AS stored FROM link WHERE creator_id = ?", creator_id);
    assert.equal(stored, 2_000);
    const owed = (await owedOf(edge)).length;
    assert.ok(owed > 0, "it was killed before all was published");
    await aged(edge);
    for (let run = 0; run < 3; run += 1) await edge.cron(INTRADAY);
    assert.deepEqual(await owedOf(edge), []);
    for (const link of [links[0], links[999], links[1_000], links[1_999]]) assert.equal((await copyOf(edge, link)).id, link.id);
  } finally {
    await edge.close();
  }
});
