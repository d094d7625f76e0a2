// Faults: what people, shops and marketers see while storage fails, hangs or lies, and that nothing is lost or counted twice.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { INTRADAY, VIEW, address, dayOf, start, until, word } from "./start.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

const DATABASES = ["DB", "EVENTS_0"];
const down = (targets, mode = "before", over = {}) => targets.map((target) => ({ target, mode, ...over }));
// Rules for bindings that a door should not even need.
const unneeded = (targets, mode = "before") => down(targets, mode, { optional: true });

const timed = async (work) => {
  const began = Date.now();
  const result = await work();
  return [result, Date.now() - began];
};

const unavailable = (reply) => {
  assert.equal(reply.status, 503, reply.text);
  assert.match(reply.headers["retry-after"], /^[1-9]\d*$/);
  assert.match(reply.headers["content-type"], /^application\/problem\+json\b/);
  assert.equal(reply.json.code, "unavailable");
};

const pixelOf = async (link) => {
  const reply = await edge.request(`/px/${link.slug}.gif`, { ip: address() });
  assert.equal(reply.status, 200);
  assert.match(reply.bytes.subarray(0, 6).toString("latin1"), /^GIF8[79]a$/);
};

/** JSON values inside the lines that were printed since `mark`. */
const printed = (mark) => edge.output().slice(mark).filter(({ from }) => from === "out").map(({ line }) => JSON.parse(line));

/** Every event row of `link` anywhere inside a printed value. */
function rowsIn(value, link) {
  if (!Array.isArray(value)) return value !== null && typeof value === "object" ? Object.values(value).flatMap((one) => rowsIn(one, link)) : [];
  if (value.length === 12 && value[4] === link.id) return [value];
  return value.flatMap((one) => rowsIn(one, link));
}

test("a link is followed while both databases and the queue fail", async () => {
  const link = await edge.linkElsewhere();
  await edge.faults.during([...unneeded(["DB", "EVENTS_0"]), { target: "EVENTS_QUEUE", mode: "before" }], async () => {
    const { location } = await edge.click(link);
    assert.ok(location.startsWith(link.destination));
    await until("the send is tried", async () => (await edge.faults.seen()).rules[2].fired > 0);
  });
});

test("a pixel is shown while both databases and the queue fail", async () => {
  const link = await edge.linkElsewhere();
  await edge.faults.during([...unneeded(["DB", "EVENTS_0"]), { target: "EVENTS_QUEUE", mode: "before" }], async () => {
    await pixelOf(link);
    await until("the send is tried", async () => (await edge.faults.seen()).rules[2].fired > 0);
  });
});

test("a link is followed at once while both databases and the queue hang", async () => {
  const link = await edge.linkElsewhere();
  await edge.faults.during(unneeded([...DATABASES, "EVENTS_QUEUE"], "hang"), async () => {
    const [{ location }, took] = await timed(() => edge.click(link));
    assert.ok(location.startsWith(link.destination));
    assert.ok(took < 1_000, `${took} ms`);
    const [, shown] = await timed(() => pixelOf(link));
    assert.ok(shown < 1_000, `${shown} ms`);
  });
  await edge.drained();
});

test("a link that was just followed is followed while KV, the databases and the queue all fail", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.faults.during(unneeded(["KV", ...DATABASES, "EVENTS_QUEUE"]), async () => {
    for (let turn = 0; turn < 5; turn += 1) assert.ok((await edge.click(link)).location.startsWith(link.destination));
    await pixelOf(link);
  });
});

test("a link that nobody followed yet is found in D1 while KV fails", async () => {
  const link = await edge.linkElsewhere({ inKv: false });
  await edge.faults.during([{ target: "KV", op: "get", match: link.slug, mode: "before" }], async () => {
    assert.ok((await edge.click(link)).location.startsWith(link.destination));
  });
});

test("a link that nobody followed yet is found in D1 within 3 seconds while KV hangs", async () => {
  const link = await edge.linkElsewhere({ inKv: false });
  await edge.faults.during([{ target: "KV", op: "get", match: link.slug, mode: "hang" }], async () => {
    const [{ location }, took] = await timed(() => edge.click(link));
    assert.ok(location.startsWith(link.destination));
    assert.ok(took < 3_000, `${took} ms`);
  });
});

test("a link that was just made elsewhere is found though KV still says that there is none", async () => {
  const link = await edge.linkElsewhere({ inKv: false });
  await edge.faults.during([{ target: "KV", op: "get", match: link.slug, mode: "absent" }], async () => {
    assert.ok((await edge.click(link)).location.startsWith(link.destination));
  });
});

test("a pixel is shown while everything fails, and while everything hangs", async (t) => {
  const all = ["KV", ...DATABASES, "EVENTS_QUEUE"];
  for (const mode of ["before", "hang"])
    await t.test(mode, async () => {
      const link = await edge.make.link();
      await edge.faults.during(unneeded(all, mode), async () => {
        const [, took] = await timed(() => pixelOf(link));
        assert.ok(took < 5_000, `${took} ms`);
      });
    });
  await edge.drained();
});

test("a click whose message cannot be sent reaches D1 directly", async () => {
  const link = await edge.make.link();
  await edge.faults.during(down(["EVENTS_QUEUE"]), async () => {
    await edge.click(link);
    await edge.request(`/px/${link.slug}.gif`, { ip: address() });
    await until("the events are stored", async () => (await edge.eventsOf(link)).length + (await edge.eventsOf(link, VIEW)).length === 2);
  });
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 1 });
});

test("a hundred clicks whose messages cannot be sent all reach D1", async () => {
  const link = await edge.make.link();
  await edge.faults.during(down(["EVENTS_QUEUE"]), async () => {
    await Promise.all(Array.from({ length: 250 }, () => edge.click(link)));
    await until("the events are stored", async () => (await edge.eventsOf(link)).length >= 250);
  });
  assert.deepEqual(await edge.countOf(link), { clicks: 250, valid: 250, views: 0 });
});

test("a click whose message was sent and yet reported as failed counts once", async () => {
  const link = await edge.make.link();
  await edge.faults.during(down(["EVENTS_QUEUE"], "after"), async () => {
    await edge.click(link);
    await until("the event is stored", async () => (await edge.eventsOf(link)).length > 0);
  });
  await edge.drained();
  assert.equal((await edge.eventsOf(link)).length, 1);
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});

test("a click that can be stored nowhere is printed whole, without an address, and counts once it is brought back", async () => {
  const link = await edge.linkElsewhere();
  const ip = "203.0.113.231";
  const mark = edge.output().length;
  await edge.faults.during([{ target: "EVENTS_QUEUE", mode: "before" }, { target: "EVENTS_0", mode: "before" }], async () => {
    for (let turn = 0; turn < 3; turn += 1) await edge.click(link, { ip });
    await until("the events are printed", () => rowsIn(printed(mark), link).length === 3);
  });
  assert.deepEqual(await edge.eventsOf(link), []);
  assert.ok(!edge.output().some(({ line }) => line.includes(ip)), "no address in the log");
  const rows = rowsIn(printed(mark), link);
  for (let turn = 0; turn < 2; turn += 1) await edge.deliver([edge.message(rows)]);
  assert.deepEqual(await edge.countOf(link), { clicks: 3, valid: 3, views: 0 });
});

test("many clicks that can be stored nowhere are printed in lines that no log cuts", async () => {
  const link = await edge.linkElsewhere();
  const mark = edge.output().length;
  await edge.faults.during([{ target: "EVENTS_QUEUE", mode: "before" }, { target: "EVENTS_0", mode: "before" }], async () => {
    await Promise.all(Array.from({ length: 200 }, () => edge.click(link)));
    await until("the events are printed", () => rowsIn(printed(mark), link).length === 200);
  });
  assert.ok(edge.output().slice(mark).every(({ line }) => Buffer.byteLength(line) <= 16_384));
});

test("an order is credited by its click id though the click was never stored", async () => {
  const link = await edge.linkElsewhere();
  let id;
  await edge.faults.during([{ target: "EVENTS_QUEUE", mode: "before" }, { target: "EVENTS_0", mode: "before" }], async () => {
    ({ id } = await edge.click(link));
    await until("the events are given up", async () => (await edge.faults.seen()).rules.every(({ fired }) => fired > 0));
  });
  await edge.accepted(edge.sale({ click_id: id }));
  await edge.rollup();
  assert.deepEqual(await edge.eventsOf(link), []);
  assert.equal((await edge.reported("link", link.id)).orders, 1);
});

test("a sale is refused with 503 while D1 fails, keeps nothing, and is accepted afterwards", async () => {
  const sale = edge.sale();
  await edge.faults.during(down(["DB"]), async () => unavailable(await edge.convert(sale)));
  assert.ok(!JSON.stringify(await edge.dump(edge.databases.control)).includes(sale.order_id));
  await edge.accepted(sale);
});

test("a list of sales is refused whole with 503 while D1 fails", async () => {
  const list = [edge.sale(), edge.sale()];
  await edge.faults.during(down(["DB"]), async () => unavailable(await edge.convert(list)));
  const { items } = (await edge.convert(list)).json;
  assert.deepEqual(items.map(({ outcome }) => outcome), ["accepted", "accepted"]);
});

test("a sale needs neither KV nor the queue nor the events' database", async () => {
  await edge.faults.during(unneeded(["KV", "EVENTS_0", "EVENTS_QUEUE"]), async () => edge.accepted(edge.sale()));
});

test("a sale that D1 kept and yet reported as failed counts once when it comes again", async () => {
  const { code, creator_id } = await edge.make.code();
  const sale = edge.sale({ code });
  await edge.faults.during([{ target: "DB", match: "insert[^;]*into conversion\\b", mode: "after", times: 1 }], async () => {
    const { status } = await edge.convert(sale);
    assert.ok([503, 201, 200].includes(status), `${status}`);
  });
  assert.equal((await edge.convert(sale)).json.outcome, "duplicate");
  await edge.rollup();
  const { orders, revenue } = await edge.reported("creator", creator_id);
  assert.deepEqual([orders, revenue[0].gross_minor], [1, 10_000]);
});

test("sixty sales that are sent again until they are confirmed count once each while D1 fails before and after its commits", async () => {
  const { code, creator_id } = await edge.make.code();
  const sales = Array.from({ length: 60 }, () => edge.sale({ code }));
  const writes = "insert[^;]*into conversion\\b";
  const rules = [
    { target: "DB", match: writes, mode: "after", times: 25 },
    { target: "DB", match: writes, mode: "before", times: 25 },
  ];
  await edge.faults.during(rules, () =>
    Promise.all(
      sales.map((sale) =>
        until("the sale is confirmed", async () => {
          const { status } = await edge.convert(sale);
          assert.ok([200, 201, 503].includes(status), `${status}`);
          return status < 300;
        }),
      ),
    ));
  await edge.rollup();
  assert.equal((await edge.reported("creator", creator_id)).orders, 60);
});

test("the API says 503 while D1 fails, to every key, and never 401", async (t) => {
  const { key } = await edge.make.key(["links:read", "links:write", "reports:read", "conversions:write"]);
  const { id } = await edge.make.link();
  const doors = [
    ["GET", "/v1/links"],
    ["GET", `/v1/links/${id}`],
    ["POST", "/v1/creators", { name: word() }],
    ["PATCH", `/v1/links/${id}`, { enabled: true }],
    ["DELETE", `/v1/links/${id}`],
    ["POST", "/v1/conversions", edge.sale()],
    ["GET", "/v1/rollups"],
    ["GET", `/v1/reports/performance?by=creator&from=${dayOf()}&to=${dayOf()}`],
  ];
  for (const mode of ["before", "after"])
    for (const [method, path, body] of doors)
      for (const [name, using] of [["the bootstrap key", undefined], ["a further key", key]])
        await t.test(`${method} ${path.split("?")[0]} with ${name}, ${mode}`, () =>
          edge.faults.during(down(["DB"], mode), async () => unavailable(await edge.call(method, path, body, using && { key: using }))));
});

test("a link is made while KV fails, works from D1, and reaches KV by the next cron", async () => {
  const link = await edge.faults.during([{ target: "KV", op: "put", mode: "before" }], async () => {
    const made = await edge.make.link();
    await until("the put is tried", async () => (await edge.faults.seen()).rules[0].fired > 0);
    return made;
  });
  assert.ok((await edge.click(link)).location.startsWith(link.destination));
  assert.ok(!(await edge.kvText()).includes(`/${link.slug} `));
  await edge.cron(INTRADAY);
  await until("the link is in KV", async () => (await edge.kvText()).includes(`/${link.slug} `));
});

test("a link that KV has is not put there again by later crons", async () => {
  const link = await edge.linkElsewhere();
  await edge.cron(INTRADAY);
  await edge.faults.plan([]);
  await edge.cron(INTRADAY);
  const puts = (await edge.faults.seen()).calls.filter(({ target, op, asked }) => target === "KV" && op === "put" && asked.endsWith(`/${link.slug}`));
  assert.deepEqual(puts, []);
});

test("a link is read without its counts while KV fails", async () => {
  const link = await edge.make.link();
  await edge.faults.during([{ target: "KV", op: "get", mode: "before" }], async () => {
    const { id, counts } = await edge.must(200, "GET", `/v1/links/${link.id}`);
    assert.deepEqual([id, counts], [link.id, null]);
  });
});

test("a change whose copy could not be put in KV is there after the next cron", async () => {
  const link = await edge.make.link({ destination: "https://shop.example/before" });
  await until("the link is in KV", async () => (await edge.kvText()).includes(`/${link.slug} `));
  await edge.faults.during([{ target: "KV", op: "put", mode: "before" }], async () => {
    await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/behind" });
    await until("the put is tried", async () => (await edge.faults.seen()).rules[0].fired > 0);
  });
  await edge.cron(INTRADAY);
  await until("the new destination is in KV", async () => (await edge.kvText()).includes("https://shop.example/behind"));
  await until("and followed", async () => (await edge.click(link)).location.startsWith("https://shop.example/behind"), { within: 10_000 });
});

test("an unknown slug that is asked for three hundred times asks D1 a handful of times", async () => {
  const slug = word("flood");
  await edge.faults.plan([]);
  for (let turn = 0; turn < 300; turn += 1) assert.equal((await edge.request(`/${slug}`, { ip: address() })).status, 404);
  const asked = (await edge.faults.seen()).calls.filter(({ target }) => target === "DB");
  assert.ok(asked.length <= 10, `${asked.length} questions`);
});

test("while KV is down nobody is told that a link is none: who finds D1 busy is asked to come again", async () => {
  const { id } = await edge.make.creator();
  const part = word("kv");
  await edge.control(
    `INSERT INTO link (host, slug, destination, target, creator_id, utm, enabled, version, published, created_at, updated_at)
     SELECT 'localhost', ?1 || value, 'https://shop.example/', 'https://shop.example/', ?2, '{}', 1, 1, 1, 5, 5
     FROM json_each(?3)`, part, id, JSON.stringify([...Array(80).keys()]));
  await edge.faults.during([{ target: "KV", op: "get", match: `localhost/${part}`, mode: "before" }], async () => {
    const statuses = await Promise.all([...Array(80).keys()].map(async (at) => (await edge.request(`/${part}${at}`, { ip: address() })).status));
    assert.deepEqual([...new Set(statuses)].sort(), [302, 503]);
  });
});

test("a thousand unknown slugs do not lean on D1, and live links stay live", async () => {
  const link = await edge.linkElsewhere();
  const slugs = Array.from({ length: 1_000 }, () => word("scan"));
  await edge.faults.plan([]);
  const began = Date.now();
  const statuses = await Promise.all(slugs.map(async (slug) => (await edge.request(`/${slug}`, { ip: address() })).status));
  const seconds = (Date.now() - began) / 1_000;
  assert.ok(statuses.every((status) => status === 404));
  const asked = (await edge.faults.seen()).calls.filter(({ target }) => target === "DB").length;
  assert.ok(asked > 0 && asked <= 100 + 40 * seconds, `${asked} questions in ${seconds} s`);
  assert.ok((await edge.click(link)).location.startsWith(link.destination));
});

test("a rollup that fails says so in its job row, and the next one makes up for it", async (t) => {
  const cases = {
    "the events cannot be read": { target: "EVENTS_0", match: "from event\\b", mode: "before" },
    "the totals cannot be written": { target: "DB", match: "visit_total", mode: "before", times: 1 },
    "the totals were written and yet reported as failed": { target: "DB", match: "visit_total", mode: "after", times: 1 },
    "the orders cannot be read": { target: "DB", match: "from conversion\\b", mode: "before" },
    "the dirty marks cannot be cleared": { target: "EVENTS_0", match: "dirty_day", mode: "before" },
  };
  for (const [name, rule] of Object.entries(cases))
    await t.test(name, async () => {
      const link = await edge.make.link();
      const { id } = await edge.click(link);
      await edge.click(link);
      await edge.accepted(edge.sale({ click_id: id }));
      await edge.drained();
      await edge.faults.during([rule], async () => {
        const reply = await edge.call("POST", "/v1/rollups");
        assert.ok(reply.status === 503 || reply.json.state === "failed", `${reply.status} ${reply.text}`);
      });
      const [job] = (await edge.must(200, "GET", "/v1/rollups?limit=1")).items;
      assert.equal(job.state, "failed");
      assert.ok(typeof job.error === "string" && job.error !== "");
      assert.equal((await edge.rollup()).state, "done");
      const row = await edge.reported("link", link.id);
      assert.deepEqual([row.clicks, row.clicks_gross, row.orders], [2, 2, 1]);
    });
});

test("a cron outlives a failing database and the next one makes up for it", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.drained();
  for (const target of DATABASES)
    await edge.faults.during(down([target]), async () => assert.equal((await edge.cron(INTRADAY)).outcome, "ok"));
  await edge.cron(INTRADAY);
  await until("the click is in the report", async () => (await edge.reported("link", link.id))?.clicks === 1);
});

test("an event that comes while its day is counted is counted by the next rollup", async () => {
  const link = await edge.make.link();
  await edge.deliver([edge.message([edge.row({ link: link.id })])]);
  await edge.faults.during([{ target: "DB", match: "visit_total", mode: "slow", ms: 800, times: 1 }], async () => {
    const running = edge.call("POST", "/v1/rollups");
    await until("the totals are being written", async () => (await edge.faults.seen()).rules[0].fired > 0);
    await edge.deliver([edge.message([edge.row({ link: link.id })])]);
    assert.equal((await running).status, 200);
  });
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id)).clicks, 2);
});

test("a rollup while another runs is refused with 409", async () => {
  await edge.deliver([edge.message([edge.row({ link: (await edge.make.link()).id })])]);
  await edge.faults.during([{ target: "EVENTS_0", match: "from event\\b", mode: "slow", ms: 800 }], async () => {
    const running = edge.call("POST", "/v1/rollups");
    await until("the first one reads", async () => (await edge.faults.seen()).rules[0].fired > 0);
    const second = await edge.call("POST", "/v1/rollups");
    assert.equal(second.status, 409, second.text);
    assert.equal(second.json.code, "rollup_running");
    assert.equal((await running).status, 200);
  });
  assert.equal((await edge.rollup()).state, "done");
});

// These wait for the clock, so each has a Worker of its own and they wait together.
describe("slow faults", { concurrency: true }, () => {
  test("a link that was followed stays followed for minutes while KV and the databases fail", { timeout: 60_000 }, async (t) => {
    const own = await start({ faulty: true });
    t.after(() => own.close());
    const link = await own.make.link();
    await own.click(link);
    const end = Date.now() + 7_000;
    await own.faults.during([{ target: "KV", mode: "before" }, { target: "DB", mode: "before", optional: true }], async () => {
      while (Date.now() < end) {
        assert.ok((await own.click(link)).location.startsWith(link.destination));
        await new Promise((done) => setTimeout(done, 250));
      }
    });
  });

  test("a sale whose database hangs is given up within 15 seconds, and so is a message, whose click is then stored directly", { timeout: 60_000 }, async (t) => {
    const own = await start({ faulty: true });
    t.after(() => own.close());
    const link = await own.make.link();
    await own.click(link);
    await own.drained();
    const sale = own.sale();
    await own.faults.during([{ target: "DB", mode: "hang" }, { target: "EVENTS_QUEUE", mode: "hang" }], async () => {
      await own.click(link);
      const [reply, took] = await timed(() => own.convert(sale));
      unavailable(reply);
      assert.ok(took < 15_000, `${took} ms`);
      await until("the event is stored", async () => (await own.eventsOf(link)).length === 2);
    });
    await own.accepted(sale);
  });

  test("an unreadable salt makes nobody recognisable and stops nobody", async (t) => {
    const own = await start({ faulty: true, salted: false });
    t.after(() => own.close());
    const link = await own.make.link();
    await own.faults.during([{ target: "KV", op: "get", match: "^salt:", mode: "before" }], async () => {
      for (let turn = 0; turn < 2; turn += 1) await own.click(link, { ip: "203.0.113.5" });
      await own.drained();
    });
    const events = await own.eventsOf(link);
    assert.equal(events.length, 2);
    assert.notEqual(events[0].visitor, events[1].visitor);
  });
});

test("counts that could not be published go out with the next run", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.drained();
  await edge.faults.during([{ target: "KV", op: "put", match: "^counts", mode: "before", times: 1 }], async () => {
    assert.equal((await edge.rollup()).state, "partial");
  });
  assert.equal((await edge.rollup()).state, "done");
  assert.equal((await edge.must(200, "GET", `/v1/links/${link.id}`)).counts.clicks, 1);
});
