// The pixel's own address: placements and recipients, at their limits, and that nothing in it loses the view or the picture.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CUSTOMER_KEY, HUMAN, PREFETCH, VIEW, address, start, word } from "./start.mjs";
import { createHmac } from "node:crypto";

const edge = await start();
after(() => edge.close());

const view = (slug, query, options = {}) => edge.request(`/px/${slug}.gif?${query}`, { ip: address(), ...options });
const way = ({ visitor }) => Math.floor(visitor / 2 ** 46);

/** The one view of a link of its own at this query. */
async function seen(query, options = {}) {
  const link = await edge.make.link({ host: options.host ?? "localhost" });
  const reply = await view(link.slug, query, options);
  assert.equal(reply.status, 200);
  assert.equal(reply.bytes.length, 42);
  await edge.drained();
  const events = await edge.eventsOf(link, VIEW);
  assert.equal(events.length, 1);
  return events[0];
}

/** The visitor that a recipient's reference stands for. */
const visitorOf = (reference) => {
  const hash = BigInt(`0x${createHmac("sha256", CUSTOMER_KEY).update(reference).digest("hex").slice(0, 16)}`);
  return Number((3n << 46n) | (hash & ((1n << 46n) - 1n)));
};

test("a view is kept with placement, post, creator and campaign, in this order", async () => {
  const { labels } = await seen("campaign=Spring%2026&creator=Anna&post=reel-7&placement=header&r=123");
  assert.equal(labels, "placement=header&post=reel-7&creator=anna&campaign=spring 26");
});

test("a view without any has none", async () => {
  for (const query of ["", "r=1", "placement=", "placement=%00%01", "PLACEMENT=x", "&&=&%"]) assert.equal((await seen(query)).labels, null, query);
});

test("a label at, below and above its limit is kept as far as it goes, beside the others", async () => {
  for (const [length, kept] of [[63, 63], [64, 64], [65, 64], [8_000, 64]])
    assert.equal((await seen(`placement=${"p".repeat(length)}&post=x`)).labels, `placement=${"p".repeat(kept)}&post=x`);
});

test("hostile labels are kept as text, cropped, or left out, and the picture comes", async () => {
  const queries = {
    "placement=%ff%fe": null,
    "placement=a%00b%0d%0ac": "placement=a b c",
    "placement=%F0%9F%98%80": "placement=\u{1f600}",
    "placement=a%26post%3Db": "placement=a%26post%3db",
    "placement='%3B%20DROP%20TABLE%20event": "placement='; drop table event",
    "placement=a&placement=b": "placement=a",
    "placement=%": "placement=%25",
    "placement=%E2%80%AEabc%E2%80%8B": "placement=abc",
    "placement[]=a&placement[0]=b": null,
    "placement=a?post=b": "placement=a?post%3db",
    [`${"x=1&".repeat(3_000)}placement=a`]: "placement=a",
  };
  for (const [query, labels] of Object.entries(queries)) assert.equal((await seen(query)).labels, labels, query.slice(0, 60));
});

test("a letter's recipient is the visitor, the same as the customer of that reference, from anywhere", async () => {
  const reference = word("reader-");
  for (const options of [{}, { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36" }, { host: "full.test" }]) {
    const event = await seen(`recipient=${reference}&placement=letter-7`, options);
    assert.equal(event.visitor, visitorOf(reference));
    assert.equal(event.labels, "placement=letter-7");
  }
  const { order_id } = edge.sale();
  await edge.accepted(edge.sale({ order_id, customer: reference }));
  const [{ customer }] = await edge.control("SELECT customer FROM conversion WHERE order_id = ?", order_id);
  const start = BigInt(`0x${customer.slice(0, 16)}`) & ((1n << 46n) - 1n);
  assert.equal(Number((3n << 46n) | start), visitorOf(reference));
});

test("an e-mail address is one recipient however it is written, and is kept nowhere", async () => {
  const [name, domain] = [word("jo"), "mail.example"];
  const one = await seen(`recipient=${name}%40${domain}`);
  const two = await seen(`recipient=%20${name.toUpperCase()}%40Mail.Example`);
  assert.equal(one.visitor, two.visitor);
  await edge.rollup();
  const kept = [JSON.stringify(await edge.dump(edge.databases.control)), JSON.stringify(await edge.dump(edge.databases.events)), await edge.kvText(), edge.output().map(({ line }) => line).join("\n")].join("\n").toLowerCase();
  for (const trace of [name, createHmac("sha256", CUSTOMER_KEY).update(`${name}@${domain}`).digest("hex").slice(0, 16)]) assert.ok(!kept.includes(trace), `${trace} is kept somewhere`);
});

test("a recipient that is none leaves the visitor as it is", async () => {
  for (const query of ["recipient=", "recipient=%20", "recipient=%7B%7Bemail%7D%7D", "recipient=*%7CEMAIL%7C*", "recipient=a%00b", `recipient=${"a".repeat(321)}`, `recipient=${"a".repeat(8_000)}`])
    assert.equal(way(await seen(query)), 1, query.slice(0, 40));
  assert.equal(way(await seen(`recipient=${"a".repeat(320)}`)), 3);
});

test("who asks not to be known is no recipient either, nor is anybody on a host that knows nobody", async () => {
  const reference = word("reader-");
  for (const options of [{ headers: { "sec-gpc": "1" } }, { headers: { dnt: "1" } }, { host: "none.test" }]) {
    const [one, two] = [await seen(`recipient=${reference}`, options), await seen(`recipient=${reference}`, options)];
    assert.deepEqual([way(one), way(two)], [0, 0]);
    assert.notEqual(one.visitor, two.visitor);
  }
});

test("pictures that a mail service loads when a letter is opened are views, those it loads ahead are not", async () => {
  const reference = word("reader-");
  const by = async (userAgent) => {
    const { verdict, visitor } = await seen(`recipient=${reference}`, { userAgent });
    return [verdict, visitor];
  };
  const visitor = visitorOf(reference);
  assert.deepEqual(await by("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"), [HUMAN, visitor]);
  assert.deepEqual(await by("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"), [HUMAN, visitor]);
  assert.deepEqual(await by("Mozilla/5.0"), [PREFETCH, visitor]);
});

test("the same bytes, headers and no cookie for every id there is or is not, whatever else is asked", async () => {
  const link = await edge.make.link({ host: "full.test" });
  const off = await edge.make.link({ host: "full.test", enabled: false });
  const replies = [];
  for (const slug of [link.slug, off.slug, word("nowhere"), "a%20b", "%ff", "", "x".repeat(300), "v1"])
    for (const query of ["", "placement=x&recipient=y", "recipient=%ff&%"]) replies.push(await view(slug, query, { host: "full.test" }));
  for (const reply of replies) {
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.bytes, replies[0].bytes);
    for (const [name, value] of Object.entries({
      "content-type": "image/gif",
      "content-length": "42",
      "cache-control": "private, no-store",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
    }))
      assert.equal(reply.headers[name], value);
    assert.equal(reply.headers["set-cookie"], undefined);
  }
});

test("a view of no link is kept with its address and its labels", async () => {
  const slug = word("nowhere");
  await view(slug, "placement=footer");
  await edge.drained();
  const [orphan] = await edge.orphansAt(`localhost/px/${slug}.gif`);
  assert.deepEqual([orphan.kind, orphan.link, orphan.labels], [VIEW, 0, "placement=footer"]);
});
