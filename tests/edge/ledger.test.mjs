// The ledger of effort: costs, posts, stats, targets, rates and baselines, by JSON and by table.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, iso, start, word } from "./start.mjs";

const edge = await start({ vars: { REPORTING_CURRENCY: "EUR" } });
after(() => edge.close());

const CSV = { "content-type": "text/csv" };
const ago = (days) => dayOf(Date.now() - days * DAY);
const imported = (thing, text, query = "") => edge.call("POST", `/v1/${thing}/import${query}`, text, { headers: CSV });
const outcomes = (reply) => {
  assert.equal(reply.status, 200, reply.text);
  return reply.json.items.map(({ outcome }) => outcome);
};
const exported = async (thing, query = "") => {
  const reply = await edge.call("GET", `/v1/${thing}?format=csv${query}`);
  assert.equal(reply.status, 200, reply.text);
  assert.match(reply.headers["content-type"], /^text\/csv/);
  return reply.text;
};
const rowsOf = (text) => text.trim().split("\r\n").slice(1);
/** A refusal over one field. */
const refused = (reply, status, pointer, code) => {
  assert.equal(reply.status, status, reply.text);
  assert.deepEqual(reply.json.errors.map((error) => [error.pointer, error.code]), [[pointer, code]], reply.text);
};

/** A creator, a campaign and a post of hers, and a body for each thing. */
async function world() {
  const creator = await edge.make.creator({ handle: word("sarah-") });
  const campaign = await edge.make.campaign({ handle: word("spring-") });
  const post = await edge.must(201, "POST", "/v1/posts", { handle: word("reel-"), creator: creator.handle, campaign: campaign.handle, platform: "instagram" });
  return {
    creator,
    campaign,
    post,
    bodies: {
      costs: { creator: creator.handle, campaign: campaign.handle, post: post.handle, kind: "fee", amount_minor: 500_000, currency: "EUR", from_day: ago(9), to_day: ago(0), note: "as agreed" },
      posts: { handle: word("story-"), creator: creator.handle, campaign: campaign.handle, platform: "tiktok", content_kind: "story", planned_day: ago(5), delivered_day: ago(4), url: "https://tiktok.example/v/1", ugc_value_minor: 30_000, currency: "EUR", ugc_method: "what a studio asks", quality: 4 },
      stats: { creator: creator.handle, post: post.handle, platform: "instagram", day: ago(1), reach: 10_000, likes: 800, comments: 40, shares: 12, saves: 90 },
      targets: { creator: creator.handle, campaign: campaign.handle, metric: "roi", value: "4.5", from_day: ago(9), to_day: ago(0) },
      rates: { currency: "USD", day: ago(3), rate: "0.92", source: "ECB" },
      baselines: { metric: "aov", value: 6_200, currency: "EUR" },
    },
  };
}

test("a thing is made, shown, listed and read back as it was said", async (t) => {
  const { creator, campaign, post, bodies } = await world();
  for (const [thing, body] of Object.entries(bodies))
    await t.test(thing, async () => {
      const reply = await edge.call("POST", `/v1/${thing}`, body);
      assert.equal(reply.status, 201, reply.text);
      const made = reply.json;
      assert.equal(reply.headers.location, `/v1/${thing}/${made.id}`);
      for (const [field, value] of Object.entries(body)) assert.equal(String(made[field]), String(value), field);
      if (body.creator) assert.equal(made.creator_id, creator.id);
      if (body.campaign) assert.equal(made.campaign_id, campaign.id);
      if (body.post) assert.equal(made.post_id, post.id);
      assert.deepEqual(await edge.must(200, "GET", `/v1/${thing}/${made.id}`), made);
      const list = await edge.must(200, "GET", `/v1/${thing}?limit=100`);
      assert.deepEqual(list.items.find(({ id }) => id === made.id), made);
      // What is shown may be said again.
      const { id, version, set_at, superseded_at, created_at, updated_at, archived_at, ...said } = made;
      assert.deepEqual(await edge.must(200, "PATCH", `/v1/${thing}/${made.id}`, said), made);
    });
});

test("ids stand where handles may", async () => {
  const { creator, campaign, post } = await world();
  const body = { kind: "travel", amount_minor: 1, currency: "EUR", from_day: ago(1), to_day: ago(1) };
  const made = await edge.must(201, "POST", "/v1/costs", { ...body, creator_id: creator.id, campaign: campaign.id, post: String(post.id) });
  assert.deepEqual([made.creator, made.campaign, made.post], [creator.handle, campaign.handle, post.handle]);
  const of_post = await edge.must(201, "POST", "/v1/costs", { ...body, kind: "product", post: post.handle });
  assert.equal(of_post.creator, creator.handle, "a post says whose it is");
  refused(await edge.call("POST", "/v1/costs", { ...body, creator: (await edge.make.creator()).handle, post: post.handle }), 422, "/post", "not_of_creator");
  refused(await edge.call("POST", "/v1/costs", { ...body, creator: creator.handle, creator_id: (await edge.make.creator()).id }), 422, "/creator", "differs");
});

test("what is wrong is refused with its field", async (t) => {
  const { creator, bodies } = await world();
  const rule = { creator: creator.handle, kind: "commission_percent", basis_points: 1_000, from_day: ago(9), to_day: ago(0) };
  const { costs, posts, stats, targets, rates, baselines } = bodies;
  const cases = [
    ["costs", { ...costs, amount_minor: -1 }, "/amount_minor", "out_of_range"],
    ["costs", { ...costs, amount_minor: 1_000_000_000_001 }, "/amount_minor", "out_of_range"],
    ["costs", { ...costs, amount_minor: 1.5 }, "/amount_minor", "not_an_integer"],
    ["costs", { ...costs, currency: undefined }, "/currency", "required"],
    ["costs", { ...costs, currency: "EURO" }, "/currency", "not_a_currency"],
    ["costs", { ...costs, kind: "bribe" }, "/kind", "unknown_word"],
    ["costs", { ...costs, kind: undefined }, "/kind", "required"],
    ["costs", { ...costs, creator: undefined, post: undefined }, "/creator", "required"],
    ["costs", { ...costs, creator: "nobody-at-all", post: undefined }, "/creator", "not_found"],
    ["costs", { ...costs, post: "no-such-post" }, "/post", "not_found"],
    ["costs", { ...costs, from_day: undefined }, "/from_day", "required"],
    ["costs", { ...costs, to_day: undefined }, "/to_day", "required"],
    ["costs", { ...costs, from_day: ago(0), to_day: ago(1) }, "/to_day", "reversed"],
    ["costs", { ...costs, from_day: "1066-10-14" }, "/from_day", "out_of_range"],
    ["costs", { ...costs, to_day: "2999-01-01" }, "/to_day", "out_of_range"],
    ["costs", { ...costs, to_day: "2026-02-30" }, "/to_day", "not_a_day"],
    ["costs", { ...costs, basis_points: 5 }, "/basis_points", "not_for_this"],
    ["costs", { ...costs, amont: 5 }, "/amont", "unknown_field"],
    ["costs", { ...rule, basis_points: 0 }, "/basis_points", "out_of_range"],
    ["costs", { ...rule, basis_points: 10_001 }, "/basis_points", "out_of_range"],
    ["costs", { ...rule, basis_points: undefined }, "/basis_points", "required"],
    ["costs", { ...rule, amount_minor: 5 }, "/amount_minor", "not_for_this"],
    ["costs", { ...rule, kind: "labour", basis_points: undefined, minutes: 90, currency: "EUR" }, "/hourly_minor", "required"],
    ["posts", { ...posts, quality: 6 }, "/quality", "out_of_range"],
    ["posts", { ...posts, ugc_method: undefined }, "/ugc_method", "required"],
    ["posts", { ...posts, delivered_day: ago(-9) }, "/delivered_day", "out_of_range"],
    ["posts", { ...posts, url: "javascript:alert(1)" }, "/url", "not_an_address"],
    ["stats", { ...stats, post: "no-such-post" }, "/post", "not_found"],
    ["stats", { ...stats, likes: -1 }, "/likes", "out_of_range"],
    ["stats", { ...stats, day: ago(-3) }, "/day", "out_of_range"],
    ["stats", { creator: creator.handle, platform: "instagram", day: ago(1) }, "", "nothing_said"],
    ["targets", { ...targets, metric: undefined }, "/metric", "required"],
    ["targets", { ...targets, metric: "fame" }, "/metric", "unknown_word"],
    ["targets", { ...targets, value: "four" }, "/value", "not_a_decimal"],
    ["targets", { ...targets, value: "0.0000001" }, "/value", "not_a_decimal"],
    ["targets", { ...targets, metric: "cpa" }, "/currency", "required"],
    ["targets", { ...targets, currency: "EUR" }, "/currency", "not_for_this"],
    ["targets", { ...targets, from_day: ago(0), to_day: ago(1) }, "/to_day", "reversed"],
    ["rates", { ...rates, rate: 0 }, "/rate", "out_of_range"],
    ["rates", { ...rates, rate: "-0.9" }, "/rate", "not_a_decimal"],
    ["rates", { ...rates, currency: "EUR" }, "/currency", "is_reporting_currency"],
    ["rates", { ...rates, day: ago(-9) }, "/day", "out_of_range"],
    ["rates", { ...rates, source: undefined }, "/source", "required"],
    ["baselines", { ...baselines, metric: "conversion_rate", currency: undefined, value: 2.1 }, "/value", "out_of_range"],
    ["baselines", { ...baselines, currency: undefined }, "/currency", "required"],
  ];
  for (const [thing, body, pointer, code] of cases)
    await t.test(`${thing} ${pointer} ${code}`, async () => refused(await edge.call("POST", `/v1/${thing}`, body), 422, pointer, code));
});

test("two commissions over one order, or one fee twice, are refused unless they are meant", async () => {
  const { creator, campaign } = await world();
  const rule = { creator: creator.handle, kind: "commission_percent", basis_points: 1_000, from_day: ago(9), to_day: ago(0) };
  const { id } = await edge.must(201, "POST", "/v1/costs", rule);
  const overlaps = async (body) => {
    const reply = await edge.call("POST", "/v1/costs", body);
    refused(reply, 409, "/from_day", "overlaps");
    assert.equal(reply.json.code, "overlaps");
  };
  await overlaps(rule);
  await overlaps({ ...rule, allow_overlap: true });
  const order = { ...rule, kind: "commission_order", basis_points: undefined, amount_minor: 500, currency: "EUR" };
  await overlaps({ ...order, from_day: ago(0), to_day: ago(-5) });
  // Beside it: other days, and a narrower rule.
  await edge.must(201, "POST", "/v1/costs", { ...order, from_day: ago(-1), to_day: ago(-5) });
  await edge.must(201, "POST", "/v1/costs", { ...rule, campaign: campaign.handle });
  const fee = { creator: creator.handle, kind: "fee", amount_minor: 100, currency: "EUR", from_day: ago(2), to_day: ago(1) };
  await edge.must(201, "POST", "/v1/costs", fee);
  await overlaps({ ...fee, amount_minor: 7, from_day: ago(1), to_day: ago(0) });
  const second = await edge.must(201, "POST", "/v1/costs", { ...fee, allow_overlap: true });
  assert.equal(second.allow_overlap, true);
  await edge.must(201, "POST", "/v1/costs", { ...fee, kind: "travel" });
  // A change may not run into another either, but into itself.
  refused(await edge.call("PATCH", `/v1/costs/${second.id}`, { allow_overlap: false }), 409, "/from_day", "overlaps");
  assert.equal((await edge.must(200, "PATCH", `/v1/costs/${id}`, { basis_points: 900 })).version, 2);
  await edge.must(204, "DELETE", `/v1/costs/${id}`);
  await edge.must(201, "POST", "/v1/costs", { ...rule, basis_points: 800 });
});

test("hours cost what they come to", async () => {
  const { creator } = await world();
  const body = { creator: creator.handle, kind: "labour", minutes: 90, hourly_minor: 4_000, currency: "EUR", from_day: ago(2), to_day: ago(1) };
  const made = await edge.must(201, "POST", "/v1/costs", body);
  assert.equal(made.amount_minor, 6_000);
  assert.equal((await edge.must(200, "PATCH", `/v1/costs/${made.id}`, { minutes: 30 })).amount_minor, 2_000);
  refused(await edge.call("PATCH", `/v1/costs/${made.id}`, { amount_minor: 5 }), 422, "/amount_minor", "differs");
});

test("the fee, the goods and the hours of the guide are eight thousand in the report", async () => {
  const { creator } = await world();
  const cost = { creator: creator.handle, currency: "EUR", from_day: ago(9), to_day: ago(0) };
  await edge.must(201, "POST", "/v1/costs", { ...cost, kind: "fee", amount_minor: 500_000 });
  await edge.must(201, "POST", "/v1/costs", { ...cost, kind: "product", amount_minor: 200_000, to_day: ago(9) });
  await edge.must(201, "POST", "/v1/costs", { ...cost, kind: "labour", minutes: 1_200, hourly_minor: 5_000 });
  const of = async (from, to) => {
    const { rows } = await edge.must(200, "GET", `/v1/reports/performance?by=creator&from=${from}&to=${to}`);
    return rows.find((row) => row.creator === creator.id || row.creator?.id === creator.id).cost_minor;
  };
  assert.equal(await of(ago(9), ago(0)), 800_000);
  assert.equal(await of(ago(9), ago(9)), 50_000 + 200_000 + 10_000);
  assert.equal((await of(ago(9), ago(4))) + (await of(ago(3), ago(0))), 800_000);
});

test("what a platform shows is said again as it grows", async () => {
  const { bodies } = await world();
  const first = await edge.must(201, "POST", "/v1/stats", bodies.stats);
  assert.deepEqual(await edge.must(200, "POST", "/v1/stats", bodies.stats), first);
  const grown = await edge.must(200, "POST", "/v1/stats", { ...bodies.stats, likes: 900 });
  assert.deepEqual([grown.id, grown.likes], [first.id, 900]);
  const account = await edge.must(201, "POST", "/v1/stats", { creator: bodies.stats.creator, platform: "instagram", day: ago(1), followers: 52_000 });
  assert.deepEqual([account.post, account.followers], [null, 52_000]);
  refused(await edge.call("PATCH", `/v1/stats/${account.id}`, { day: ago(2) }), 422, "", "fixed");
  assert.equal((await edge.must(200, "PATCH", `/v1/stats/${account.id}`, { followers: 52_001 })).followers, 52_001);
  const listed = await edge.must(200, "GET", `/v1/stats?post=${bodies.stats.post}`);
  assert.deepEqual(listed.items.map(({ id }) => id), [first.id]);
  await edge.must(204, "DELETE", `/v1/stats/${account.id}`);
  assert.equal((await edge.call("GET", `/v1/stats/${account.id}`)).status, 404);
});

test("a target that is set anew keeps the one before", async () => {
  const { creator, bodies } = await world();
  const first = await edge.must(201, "POST", "/v1/targets", bodies.targets);
  const second = await edge.must(201, "POST", "/v1/targets", { ...bodies.targets, value: 3, from_day: ago(2) });
  const third = await edge.must(200, "PATCH", `/v1/targets/${second.id}`, { value: "2.5" });
  assert.deepEqual([third.value, third.superseded_at], ["2.5", null]);
  assert.notEqual((await edge.must(200, "GET", `/v1/targets/${first.id}`)).superseded_at, null);
  const ids = async (query) => (await edge.must(200, "GET", `/v1/targets?creator=${creator.handle}${query}`)).items.map(({ id }) => id);
  assert.deepEqual(await ids(""), [third.id]);
  assert.deepEqual(await ids("&all=true"), [first.id, second.id, third.id]);
  const late = await edge.call("PATCH", `/v1/targets/${first.id}`, { value: 1 });
  assert.deepEqual([late.status, late.json.code], [409, "replaced"]);
  // Another metric, another time, everybody's: beside it.
  await edge.must(201, "POST", "/v1/targets", { ...bodies.targets, metric: "cpa", value: 2_500, currency: "EUR" });
  await edge.must(201, "POST", "/v1/targets", { ...bodies.targets, from_day: ago(-1), to_day: ago(-9) });
  await edge.must(201, "POST", "/v1/targets", { ...bodies.targets, creator: undefined });
  assert.equal((await ids("")).length, 3);
  await edge.must(204, "DELETE", `/v1/targets/${third.id}`);
  assert.equal((await ids("")).includes(third.id), false);
});

test("the newest baseline of a metric stands", async () => {
  const first = await edge.must(201, "POST", "/v1/baselines", { metric: "conversion_rate", value: 0.021 });
  const second = await edge.must(201, "POST", "/v1/baselines", { metric: "conversion_rate", value: "0.024" });
  assert.deepEqual([first.value, second.value], ["0.021", "0.024"]);
  const { items } = await edge.must(200, "GET", "/v1/baselines?metric=conversion_rate");
  assert.deepEqual(items.map(({ id }) => id), [second.id]);
});

test("a rate reopens the days of the orders that it may be of, and no others", async () => {
  await edge.convert([
    edge.sale({ currency: "CHF", occurred_at: iso(Date.now() - 20 * DAY) }),
    edge.sale({ currency: "CHF", occurred_at: iso(Date.now() - 17 * DAY) }),
    edge.sale({ currency: "CHF", occurred_at: iso(Date.now() - 12 * DAY) }),
    edge.sale({ currency: "EUR", occurred_at: iso(Date.now() - 18 * DAY) }),
  ]);
  await edge.rollup();
  const dirty = async () => (await edge.control("SELECT day FROM dirty_day ORDER BY day DESC")).map(({ day }) => dayOf(day * DAY));
  assert.deepEqual(await dirty(), []);
  const rate = { currency: "CHF", day: ago(20), rate: 1.06, source: "SNB" };
  const { id } = await edge.must(201, "POST", "/v1/rates", rate);
  assert.deepEqual(await dirty(), [ago(17), ago(20)], "a week, where there are orders");
  await edge.rollup();
  await edge.must(201, "POST", "/v1/rates", { ...rate, day: ago(17), rate: "1.07" });
  assert.deepEqual(await dirty(), [ago(12), ago(17)]);
  await edge.rollup();
  await edge.must(200, "POST", "/v1/rates", rate);
  assert.deepEqual(await dirty(), [], "what stands changes nothing");
  await edge.must(200, "POST", "/v1/rates", { ...rate, rate: "1.05" });
  assert.deepEqual(await dirty(), [ago(20)], "up to the next rate");
  await edge.rollup();
  await edge.must(204, "DELETE", `/v1/rates/${id}`);
  assert.deepEqual(await dirty(), [ago(20)]);
});

test("a table is stored once, whoever sends it again", async (t) => {
  const { creator, campaign, post } = await world();
  const story = word("story-");
  const tables = {
    costs: `creator;campaign;post;kind;amount_minor;currency;basis_points;from_day;to_day\r\n${creator.handle};;${post.handle};fee;50000;EUR;;${ago(9)};${ago(0)}\r\n${creator.id};${campaign.handle};;commission_percent;;;1000;${ago(9)};${ago(0)}\r\n`,
    posts: `handle,creator,platform,quality\n${story},${creator.handle},tiktok,5\n`,
    stats: `creator,platform,day,followers\n${creator.handle},tiktok,${ago(1)},1000\n${creator.handle},tiktok,${ago(0)},1010\n`,
    targets: `creator,metric,value,currency,from_day,to_day\n${creator.handle},roas,4,,${ago(9)},${ago(0)}\n${creator.handle},cpa,2500,EUR,${ago(9)},${ago(0)}\n`,
    rates: `currency,day,rate,source\nGBP,${ago(3)},1.17,ECB\nGBP,${ago(2)},"1.171",ECB\n`,
    baselines: `metric,value,currency\nfollowers,12000,\n`,
  };
  for (const [thing, text] of Object.entries(tables))
    await t.test(thing, async () => {
      const count = text.trim().split("\n").length - 1;
      const all = (outcome) => Array(count).fill(outcome);
      const foreseen = await imported(thing, text, "?dry_run=true");
      assert.deepEqual(outcomes(foreseen), all("made"));
      assert.equal(foreseen.json.dry_run, true);
      assert.deepEqual(outcomes(await imported(thing, text)), all("made"), "the first call changed nothing");
      const again = await imported(thing, text);
      assert.deepEqual(outcomes(again), all("unchanged"));
      assert.equal(again.json.unchanged, count);
      // What export writes, import reads.
      const table = await exported(thing);
      const whole = await imported(thing, table);
      assert.deepEqual([...new Set(outcomes(whole))], ["unchanged"]);
      assert.equal(whole.json.items.length, rowsOf(table).length);
    });
});

test("a row that is wrong keeps a table out, or only itself where that is asked for", async () => {
  const { creator } = await world();
  const head = "creator,kind,amount_minor,currency,from_day,to_day";
  const good = `${creator.handle},fee,100,EUR,${ago(1)},${ago(1)}`;
  const text = [
    head,
    good,
    `nobody-at-all,fee,100,EUR,${ago(1)},${ago(1)}`,
    `${creator.handle},fee,7,EUR,${ago(1)},${ago(0)}`,
    `${creator.handle},travel,-7,EUR,${ago(1)},${ago(0)}`,
    `${creator.handle},travel,7`,
    `${creator.handle},product,many,EUR,soon,${ago(0)}`,
  ].join("\n");
  const all = await imported("costs", text);
  assert.equal(all.status, 422, all.text);
  assert.equal(all.json.code, "rows_rejected");
  const said = all.json.items.map(({ line, outcome, errors }) => [line, outcome, errors.map(({ pointer, code }) => `${pointer} ${code}`).join()]);
  const expected = [
    [2, "made", ""],
    [3, "rejected", "/creator not_found"],
    [4, "rejected", "/from_day overlaps"],
    [5, "rejected", "/amount_minor out_of_range"],
    [6, "rejected", " cells"],
    [7, "rejected", "/amount_minor not_an_integer,/from_day not_a_day"],
  ];
  assert.deepEqual(said, expected);
  assert.match(all.json.items[2].errors[0].detail, /Line 2/);
  const of = async () => (await edge.must(200, "GET", `/v1/costs?creator=${creator.handle}`)).items.length;
  assert.equal(await of(), 0, "nothing was stored");
  const partial = await imported("costs", text, "?partial=true");
  assert.equal(partial.status, 200, partial.text);
  assert.deepEqual([partial.json.made, partial.json.rejected], [1, 5]);
  assert.equal(await of(), 1);
});

test("a table that is no table is refused whole", async (t) => {
  const { creator } = await world();
  const long = Array.from({ length: 5_001 }, () => "1,2").join("\n");
  for (const [name, text, status, code] of [
    ["without a column", "creator,kind\na,fee\n", 422, "missing_column"],
    ["with one of its own", "creator,kind,amount,from_day,to_day\na,fee,1,2,3\n", 422, "unknown_column"],
    ["without rows", "creator,kind,from_day,to_day\n", 422, "no_rows"],
    ["with an open quote", `creator,kind,from_day,to_day\n"${creator.handle},fee\n`, 400, undefined],
    ["too long", `kind,creator\n${long}`, 400, undefined],
  ])
    await t.test(name, async () => {
      const reply = await imported("costs", text);
      assert.equal(reply.status, status, reply.text);
      if (code) assert.equal(reply.json.errors[0].code, code);
      else assert.match(reply.json.detail, /line \d+/);
    });
  const reply = await edge.call("POST", "/v1/costs/import?partial=yes", "a,b\n", { headers: CSV });
  assert.deepEqual([reply.status, reply.json.errors[0].parameter], [422, "partial"]);
});

test("another system's cost comes again corrected", async () => {
  const { creator } = await world();
  const external = word("invoice-");
  const row = (amount) => `external_id,creator,kind,amount_minor,currency,from_day,to_day\n${external},${creator.handle},agency,${amount},EUR,${ago(1)},${ago(1)}\n`;
  assert.deepEqual(outcomes(await imported("costs", row(100))), ["made"]);
  assert.deepEqual(outcomes(await imported("costs", row(120))), ["changed"]);
  assert.deepEqual(outcomes(await imported("costs", row(120))), ["unchanged"]);
  const { items } = await edge.must(200, "GET", `/v1/costs?creator=${creator.handle}`);
  assert.deepEqual(items.map(({ amount_minor, version }) => [amount_minor, version]), [[120, 2]]);
  const body = { external_id: external, creator: creator.handle, kind: "fee", amount_minor: 1, currency: "EUR", from_day: ago(1), to_day: ago(1) };
  refused(await edge.call("POST", "/v1/costs", body), 409, "/external_id", "external_id_taken");
});

test("a handle of a post is one post's", async () => {
  const { creator, post, bodies } = await world();
  refused(await edge.call("POST", "/v1/posts", { ...bodies.posts, handle: post.handle }), 409, "/handle", "handle_taken");
  const other = await edge.must(201, "POST", "/v1/posts", bodies.posts);
  refused(await edge.call("PATCH", `/v1/posts/${other.id}`, { handle: post.handle }), 409, "/handle", "handle_taken");
  await edge.must(204, "DELETE", `/v1/posts/${post.id}`);
  assert.notEqual((await edge.must(200, "GET", `/v1/posts/${post.id}`)).archived_at, null);
  refused(await edge.call("POST", "/v1/posts", { handle: post.handle, creator: creator.handle }), 422, "/handle", "put_away");
});

test("a formula leaves as a text and comes back as it was", async () => {
  const { creator } = await world();
  const notes = ["=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(A1)", "'quoted", "plain, with \"quotes\" and ; marks"];
  for (const [at, note] of notes.entries())
    await edge.must(201, "POST", "/v1/costs", { creator: creator.handle, kind: "travel", amount_minor: at, currency: "EUR", from_day: ago(at), to_day: ago(at), note });
  const table = await exported("costs", `&creator=${creator.handle}`);
  for (const line of rowsOf(table)) assert.doesNotMatch(line, /(^|,)"?[=+@-]/, line);
  assert.deepEqual(outcomes(await imported("costs", table)), notes.map(() => "unchanged"));
});

test("lists go by filter and by cursor", async () => {
  const { creator, campaign, bodies } = await world();
  const made = [];
  for (let at = 0; at < 5; at += 1)
    made.push((await edge.must(201, "POST", "/v1/costs", { ...bodies.costs, kind: at < 3 ? "travel" : "product", from_day: ago(at), to_day: ago(at) })).id);
  const ids = async (query) => (await edge.must(200, "GET", `/v1/costs?${query}`)).items.map(({ id }) => id);
  assert.deepEqual(await ids(`creator=${creator.id}&kind=travel`), made.slice(0, 3));
  assert.deepEqual(await ids(`campaign=${campaign.handle}&post=${bodies.costs.post}`), made);
  const walked = [];
  for (let cursor = ""; cursor !== null; ) {
    const list = await edge.must(200, "GET", `/v1/costs?creator=${creator.handle}&limit=2${cursor && `&cursor=${cursor}`}`);
    walked.push(...list.items.map(({ id }) => id));
    cursor = list.next;
  }
  assert.deepEqual(walked, made);
  const nobody = await edge.call("GET", "/v1/costs?creator=nobody-at-all");
  assert.deepEqual([nobody.status, nobody.json.errors[0].parameter], [422, "creator"]);
  assert.equal((await edge.call("GET", "/v1/costs?format=xml")).status, 422);
});

test("of two changes at once one is told that it came late", async () => {
  const { bodies } = await world();
  const { id } = await edge.must(201, "POST", "/v1/costs", bodies.costs);
  const replies = await Promise.all([1, 2, 3, 4].map((amount_minor) => edge.call("PATCH", `/v1/costs/${id}`, { amount_minor })));
  const statuses = replies.map(({ status }) => status);
  assert.ok(statuses.every((status) => status === 200 || status === 409), statuses.join());
  const { version } = await edge.must(200, "GET", `/v1/costs/${id}`);
  assert.equal(version - 1, statuses.filter((status) => status === 200).length, "each change that was taken counts one");
});

test("who may read links may read the ledger, who may write them may write it", async () => {
  const { bodies } = await world();
  const { key: reader } = await edge.make.key(["links:read"]);
  const { key: writer } = await edge.make.key(["links:write"]);
  for (const [thing, body] of Object.entries(bodies)) {
    assert.equal((await edge.call("GET", `/v1/${thing}`, undefined, { key: reader })).status, 200, thing);
    assert.equal((await edge.call("POST", `/v1/${thing}`, body, { key: reader })).status, 403, thing);
    assert.equal((await edge.call("POST", `/v1/${thing}/import`, "a\n1", { key: reader, headers: CSV })).status, 403, thing);
    assert.equal((await edge.call("GET", `/v1/${thing}`, undefined, { key: writer })).status, 403, thing);
    assert.equal((await edge.call("GET", `/v1/${thing}`, undefined, { key: null })).status, 401, thing);
    assert.equal((await edge.call("PUT", `/v1/${thing}`)).status, 405, thing);
    assert.equal((await edge.call("GET", `/v1/${thing}/import`)).status, 405, thing);
    assert.equal((await edge.call("GET", `/v1/${thing}/4000000000`)).status, 404, thing);
  }
});

test("five thousand rows are stored at once, and known again", async () => {
  const { creator } = await world();
  const rows = Array.from({ length: 5_000 }, (_, at) => `${creator.handle},platform-${at % 10},${ago(Math.floor(at / 10) + 1)},${at}`);
  const text = ["creator,platform,day,followers", ...rows].join("\n");
  const first = await imported("stats", text);
  assert.equal(first.status, 200, first.text.slice(0, 500));
  assert.equal(first.json.made, 5_000);
  assert.equal((await imported("stats", text)).json.unchanged, 5_000);
  assert.equal(rowsOf(await exported("stats", `&creator=${creator.handle}`)).length, 5_000);
});
