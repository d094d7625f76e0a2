// Surveys: the register, the doors for thank-you pages, the script that asks, and what the answers add up to.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import vm from "node:vm";
import { address, dayOf, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const make = (over = {}) => edge.must(201, "POST", "/v1/surveys", { question: `How? ${word()}`, other_options: ["A friend", "Search"], ...over });
const options = (handle, rest = {}) => edge.request(`/v1/surveys/${handle}/options`, { ip: address(), ...rest });
const answer = (handle, body, rest = {}) =>
  edge.request(`/v1/surveys/${handle}/answers`, {
    method: "POST",
    ip: address(),
    headers: { "content-type": "text/plain;charset=UTF-8" },
    body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    ...rest,
  });
const answered = async (handle, body) => {
  const reply = await answer(handle, body);
  assert.equal(reply.status, 200, reply.text);
  return reply.json.outcome;
};
const report = (handle) =>
  edge.must(200, "GET", `/v1/reports/surveys?${new URLSearchParams({ survey: handle, from: dayOf(Date.now() - 600_000), to: dayOf() })}`);

test("a survey is made, read, listed, changed and put away like everything else", async () => {
  const creator = await edge.make.creator();
  const handle = word("how-");
  const reply = await edge.call("POST", "/v1/surveys", { handle, question: "Who?", creator_ids: [creator.id], free_text: false });
  assert.equal(reply.status, 201, reply.text);
  const { id, created_at, updated_at, ...rest } = reply.json;
  assert.equal(reply.headers.location, `/v1/surveys/${id}`);
  assert.deepEqual(rest, {
    handle, question: "Who?", creator_ids: [creator.id], other_options: [], free_text: false, enabled: true, version: 1, archived_at: null,
  });
  assert.deepEqual(await edge.must(200, "GET", `/v1/surveys/${id}`), reply.json);
  const changed = await edge.must(200, "PATCH", `/v1/surveys/${id}`, { enabled: false });
  assert.deepEqual([changed.enabled, changed.version], [false, 2]);
  const listed = async () => (await edge.must(200, "GET", "/v1/surveys?limit=100")).items.some((item) => item.id === id);
  assert.equal(await listed(), true);
  await edge.must(204, "DELETE", `/v1/surveys/${id}`);
  await edge.must(204, "DELETE", `/v1/surveys/${id}`);
  assert.equal(await listed(), false);
  assert.notEqual((await edge.must(200, "GET", `/v1/surveys/${id}`)).archived_at, null);
});

test("a handle belongs to one survey, also one that was put away", async () => {
  const { id, handle } = await make();
  await edge.must(204, "DELETE", `/v1/surveys/${id}`);
  const reply = await edge.call("POST", "/v1/surveys", { question: "Again?", handle });
  assert.equal(reply.status, 409, reply.text);
  assert.equal(reply.json.code, "handle_taken");
  const other = await make();
  assert.equal((await edge.call("PATCH", `/v1/surveys/${other.id}`, { handle })).status, 409);
});

test("a survey offers only creators that are there", async () => {
  const { id } = await edge.make.creator();
  const gone = (await edge.make.creator()).id;
  await edge.must(204, "DELETE", `/v1/creators/${gone}`);
  const reply = await edge.call("POST", "/v1/surveys", { question: "Who?", creator_ids: [id, gone, 4_000_000_000] });
  assert.equal(reply.status, 422, reply.text);
  assert.deepEqual(reply.json.errors.map(({ pointer, code }) => [pointer, code]), [["/creator_ids/1", "not_found"], ["/creator_ids/2", "not_found"]]);
});

test("reading and writing surveys are two scopes", async () => {
  const { key } = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("GET", "/v1/surveys", undefined, { key })).status, 200);
  assert.equal((await edge.call("POST", "/v1/surveys", { question: "Who?" }, { key })).status, 403);
  assert.equal((await edge.call("GET", "/v1/surveys", undefined, { key: null })).status, 401);
});

test("any page may read the options, for a minute from its cache", async () => {
  const creator = await edge.make.creator();
  const survey = await make({ creator_ids: [creator.id] });
  const reply = await options(survey.handle);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(reply.json, {
    question: survey.question,
    options: [
      { id: `creator-${creator.id}`, label: creator.name },
      { id: "other-0", label: "A friend" },
      { id: "other-1", label: "Search" },
    ],
    free_text: true,
  });
  assert.equal(reply.headers["access-control-allow-origin"], "*");
  assert.equal(reply.headers["cache-control"], "public, max-age=60");
});

test("a page of another site may ask before it answers", async () => {
  for (const door of ["options", "answers"]) {
    const reply = await edge.request(`/v1/surveys/any/${door}`, { method: "OPTIONS", headers: { origin: "https://shop.example" } });
    assert.equal(reply.status, 204);
    assert.equal(reply.headers["access-control-allow-origin"], "*");
    assert.equal(reply.headers["access-control-allow-headers"], "content-type");
  }
});

test("a survey that is unknown, switched off or put away is not there", async (t) => {
  const off = await make({ enabled: false });
  const away = await make();
  await edge.must(204, "DELETE", `/v1/surveys/${away.id}`);
  for (const handle of [word("nowhere-"), off.handle, away.handle, "%00", "a%20b"])
    await t.test(handle, async () => {
      for (const reply of [await options(handle), await answer(handle, { order_id: word(), shown: true })]) {
        assert.equal(reply.status, 404, reply.text);
        assert.equal(reply.json.code, "not_found");
        assert.equal(reply.headers["access-control-allow-origin"], "*", "a page can read why");
      }
    });
});

test("answers are counted by creator, option and text, with the rate of response", async () => {
  const anna = await edge.make.creator({ name: `Anna ${word()}`, aliases: [word("lamp lady ")] });
  const twins = word("twin");
  await edge.make.creator({ aliases: [twins] });
  await edge.make.creator({ aliases: [twins.toUpperCase()] });
  const { handle } = await make({ creator_ids: [anna.id] });
  const orders = Array.from({ length: 8 }, () => word("order-"));
  for (const order_id of orders) assert.equal(await answered(handle, { order_id, shown: true }), "accepted");
  assert.equal(await answered(handle, { order_id: orders[0], option: `creator-${anna.id}` }), "revision");
  assert.equal(await answered(handle, { order_id: orders[1], text: ` @${anna.handle.replaceAll("-", ".")}` }), "revision");
  assert.equal(await answered(handle, { order_id: orders[2], text: anna.aliases[0].toUpperCase() }), "revision");
  assert.equal(await answered(handle, { order_id: orders[3], option: "other-1" }), "revision");
  assert.equal(await answered(handle, { order_id: orders[4], text: twins }), "revision");
  assert.equal(await answered(handle, { order_id: orders[5], text: "A poster" }), "revision");
  const told = await report(handle);
  assert.deepEqual([told.shown, told.answered, told.response_rate], [8, 6, 0.75]);
  assert.deepEqual(told.creators, [{ creator: { id: anna.id, name: anna.name }, answers: 3 }]);
  assert.deepEqual(told.other_options, [{ option: "Search", answers: 1 }]);
  assert.equal(told.unmatched, 2);
  assert.deepEqual(told.unmatched_texts.map(({ text }) => text).sort(), ["A poster", twins].sort());
});

test("the latest answer stands, and a page that is loaded again takes nothing back", async () => {
  const creator = await edge.make.creator();
  const { handle } = await make({ creator_ids: [creator.id] });
  const order_id = word("order-");
  assert.equal(await answered(handle, { order_id, option: `creator-${creator.id}` }), "accepted");
  assert.equal(await answered(handle, { order_id, option: "other-0" }), "revision");
  assert.equal(await answered(handle, { order_id, shown: true }), "duplicate");
  const told = await report(handle);
  assert.deepEqual([told.shown, told.answered, told.creators, told.other_options], [1, 1, [], [{ option: "A friend", answers: 1 }]]);
});

test("what a page sends is kept as a browser's word", async () => {
  const { handle } = await make();
  const order_id = word("order-");
  await answered(handle, { order_id, text: "tv" });
  const rows = await edge.control("SELECT kind, rank, source, order_id, detail FROM conversion WHERE key = ?", `${order_id}/${handle}`);
  assert.equal(rows.length, 1);
  const { detail, ...rest } = rows[0];
  assert.deepEqual(rest, { kind: 4, rank: 1, source: 0, order_id });
  assert.deepEqual(JSON.parse(detail), { option: "text", text: "tv" });
});

test("a survey that nobody saw has no rate and says why", async () => {
  const { handle } = await make();
  const told = await report(handle);
  assert.deepEqual([told.shown, told.response_rate, told.reasons], [0, null, { response_rate: "not_shown" }]);
});

test("a report on surveys needs one that is there", async () => {
  const reply = await edge.call("GET", `/v1/reports/surveys?survey=${word("no-")}&from=${dayOf()}&to=${dayOf()}`);
  assert.equal(reply.status, 422, reply.text);
  assert.deepEqual([reply.json.errors[0].parameter, reply.json.errors[0].code], ["survey", "not_found"]);
});

test("an answer that is not understood is refused, and the page can read why", async (t) => {
  const { handle } = await make({ free_text: false });
  const order_id = word("order-");
  const cases = {
    "an unknown option": [{ order_id, option: "other-2" }, 422, "/option"],
    "another creator's option": [{ order_id, option: "creator-4000000000" }, 422, "/option"],
    "a text where none is asked for": [{ order_id, text: "tv" }, 422, "/text"],
    "no order": [{ option: "other-0" }, 422, "/order_id"],
    "an order id of 129 characters": [{ order_id: "x".repeat(129), shown: true }, 422, "/order_id"],
    "nothing said": [{ order_id }, 422, "/option"],
    "a text of 201 characters": [{ order_id, text: "x".repeat(201) }, 422, "/text"],
    "an unknown field": [{ order_id, shown: true, creator_id: 1 }, 422, "/creator_id"],
    "a list": [[], 422, ""],
    "no JSON": ["order=1", 400],
    "an empty body": ["", 400],
    "bytes that are no UTF-8": [Buffer.from('{"order_id":"\xff"}', "latin1"), 400],
    "more than 4 KiB": [{ order_id, text: "x".repeat(5_000) }, 413],
  };
  for (const [name, [body, status, pointer]] of Object.entries(cases))
    await t.test(name, async () => {
      const reply = await answer(handle, body);
      assert.equal(reply.status, status, reply.text);
      assert.equal(reply.headers["access-control-allow-origin"], "*");
      if (pointer !== undefined) assert.equal(reply.json.errors[0].pointer, pointer);
    });
  assert.deepEqual(await edge.control("SELECT * FROM conversion WHERE order_id = ?", order_id), []);
});

test("somebody who answers without end is slowed", async () => {
  const slow = await start({ limit: 5 });
  try {
    const ip = address();
    const statuses = [];
    for (let turn = 0; turn < 8; turn += 1) statuses.push((await slow.request("/v1/surveys/how/options", { ip })).status);
    assert.deepEqual(statuses.slice(-2), [429, 429]);
  } finally {
    await slow.close();
  }
});

test("the script is small, old-fashioned, cacheable, and loads on any page", async () => {
  const reply = await edge.request("/survey.js");
  assert.equal(reply.status, 200);
  assert.match(reply.headers["content-type"], /^text\/javascript\b/);
  assert.equal(reply.headers["cache-control"], "public, max-age=3600");
  assert.equal(reply.headers["x-content-type-options"], "nosniff");
  assert.equal(reply.headers["cross-origin-resource-policy"], "cross-origin");
  assert.ok(reply.bytes.length < 1_229, `${reply.bytes.length} bytes`);
  assert.doesNotMatch(reply.text, /=>|\b(?:let|const|class|async)\b|`|innerHTML|document\.write|eval|localStorage|cookie/);
});

/** As much of a page as the script uses; requests go to the Worker under test. */
function page(attributes) {
  const sent = [];
  const element = (tag) => ({
    tag,
    children: [],
    text: "",
    value: "",
    appendChild(child) {
      this.children.push(child);
      return child;
    },
    set textContent(text) {
      this.text = text;
      this.children = [];
    },
  });
  const parent = element("body");
  parent.insertBefore = (child) => parent.children.push(child);
  const currentScript = { parentNode: parent, nextSibling: null, getAttribute: (name) => attributes[name] ?? null };
  const post = async (method, url, body) => {
    const { pathname } = new URL(url);
    return edge.request(pathname, { method, ip: address(), ...(body == null ? {} : { body, headers: { "content-type": "text/plain" } }) });
  };
  class XMLHttpRequest {
    open(method, url) {
      Object.assign(this, { method, url });
    }
    send(body) {
      sent.push(
        post(this.method, this.url, body).then((reply) => {
          Object.assign(this, { status: reply.status, responseText: reply.text });
          this.onload();
          return reply;
        }),
      );
    }
  }
  return { parent, sent, globals: { document: { currentScript, createElement: element }, navigator: {}, XMLHttpRequest, encodeURIComponent, JSON } };
}

test("the script asks the question, and sends that it was shown and what was chosen", async () => {
  const { text: script } = await edge.request("/survey.js");
  const creator = await edge.make.creator({ name: `<b>Anna</b> ${word()}` });
  const { handle, question } = await make({ creator_ids: [creator.id] });
  const order_id = word("order-");
  const { parent, sent, globals } = page({ "data-order": order_id, "data-survey": handle, "data-host": "https://go.brand.example/" });
  vm.runInNewContext(script, globals);
  for (let at = 0; at < sent.length; at += 1) await sent[at];
  const [form] = parent.children;
  const [fieldset] = form.children;
  assert.equal(fieldset.children[0].text, question);
  const labels = fieldset.children.filter(({ tag }) => tag === "label");
  assert.deepEqual(labels.map(({ children, text }) => children[1]?.text ?? text), [` ${creator.name}`, " A friend", " Search", "Other: "]);
  assert.deepEqual([(await report(handle)).shown, (await report(handle)).answered], [1, 0]);
  labels[0].children[0].onchange();
  form.onsubmit({ preventDefault() {} });
  for (let at = 0; at < sent.length; at += 1) assert.equal((await sent[at]).status, 200);
  assert.deepEqual((await report(handle)).creators, [{ creator: { id: creator.id, name: creator.name }, answers: 1 }]);
});

test("the script does nothing on a page without an order", async () => {
  const { text: script } = await edge.request("/survey.js");
  const { parent, sent, globals } = page({ "data-survey": "how", "data-host": "https://go.brand.example" });
  vm.runInNewContext(script, globals);
  assert.deepEqual([sent, parent.children], [[], []]);
});
