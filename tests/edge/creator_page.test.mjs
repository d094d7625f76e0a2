// A creator's own page: who gets an address, what it shows, and how it is taken back.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { audience, faults, skip } from "./dashboard/stage.mjs";
import { cells } from "./dashboard/written.mjs";
import { ADMIN_KEY, DAY, dayOf, iso, start } from "./start.mjs";

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), "../../scripts/waymark");
const today = { from: dayOf(Date.now() - 600_000), to: dayOf() };

let edge;
let seen;
let sarah;
let link;
let page;
before(async () => {
  edge = await start({ face: true });
  if (!skip) seen = await audience(edge);
  sarah = await edge.make.creator({ name: "Sarah <img src=x onerror=alert(1)>" });
  link = await edge.make.link({ creator_id: sarah.id });
  const code = await edge.make.code({ creator_id: sarah.id, code: "SARAH10" });
  const other = await edge.make.link();
  const { id } = await edge.click(link);
  const { id: others } = await edge.click(other);
  await edge.accepted(edge.sale({ click_ids: [id], code: code.code, customer: "jo@example.com" }));
  await edge.accepted(edge.sale({ click_ids: [others], total_minor: 99_900 }));
  await edge.drained();
  await edge.make.cost({ creator_id: sarah.id, amount_minor: 123_457 });
  await edge.rollup({});
  page = await made({ creator_id: sarah.id, money: true });
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const made = (body) => edge.must(201, "POST", "/v1/creator_pages", body);
const token = ({ address }) => address.split("#")[1];
const opened = (of, query = today) => edge.call("GET", `/v1/creator_page?${new URLSearchParams(query)}`, undefined, { key: token(of) });

test("it shows the creator's own links, codes and orders as the report has them", async () => {
  const { json: shown } = await opened(page);
  const row = await edge.reported("link", link.id, { creator: sarah.id });
  assert.equal(shown.links.length, 1);
  assert.equal(shown.links[0].address, `https://localhost/${link.slug}`);
  for (const name of ["clicks", "orders", "orders_both"]) assert.equal(shown.links[0][name], row[name], name);
  assert.equal(shown.total.revenue[0].net_minor, row.revenue[0].net_minor);
  assert.deepEqual([shown.codes[0].code, shown.codes[0].code_uses], ["SARAH10", 1]);
});

test("nothing of the brand, of others or of a customer is in it", async () => {
  const { text } = await opened(page);
  assert.doesNotMatch(text, /cost|123457|123_457|99900|98400|customer|jo@|roi|unattributed|order_id/);
});

test("without money it says no sum and no currency", async () => {
  const plain = await made({ creator_id: sarah.id });
  const { text, json } = await opened(plain);
  assert.equal(json.total.orders, 1);
  assert.doesNotMatch(text, /minor|EUR/);
});

test("an address that was taken back, has ended or was made up opens nothing, and which is not said", async () => {
  const back = await made({ creator_id: sarah.id });
  await edge.must(204, "DELETE", `/v1/creator_pages/${back.id}`);
  const short = await made({ creator_id: sarah.id, expires_at: iso(Date.now() + DAY) });
  assert.equal((await opened(short)).status, 200);
  await edge.control("UPDATE creator_page SET expires_at = ? WHERE id = ?", Date.now(), short.id);
  const replies = [await opened(back), await opened(short), await edge.call("GET", "/v1/creator_page", undefined, { key: `wmc_${"A".repeat(36)}` }), await edge.call("GET", "/v1/creator_page", undefined, { key: null })];
  assert.deepEqual(replies.map(({ status }) => status), [401, 401, 401, 401]);
  assert.equal(new Set(replies.map(({ text }) => text)).size, 1);
});

test("the address is no key of the API, and a key of the API is no address", async () => {
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key: token(page) })).status, 401);
  assert.equal((await edge.call("GET", "/v1/creator_page", undefined, { key: ADMIN_KEY })).status, 401);
});

test("an address can be shown again, changed and listed by whoever holds the scope", async () => {
  const again = await edge.must(200, "GET", `/v1/creator_pages/${page.id}`);
  assert.equal(again.address, page.address);
  assert.notEqual(again.seen_at, null);
  const changed = await edge.must(200, "PATCH", `/v1/creator_pages/${page.id}`, { expires_at: "2099-01-01T00:00:00Z" });
  assert.deepEqual([changed.address, changed.expires_at], [page.address, "2099-01-01T00:00:00.000Z"]);
  const { items } = await edge.must(200, "GET", `/v1/creator_pages?creator=${sarah.id}`);
  assert.ok(items.some(({ id }) => id === page.id));
  assert.deepEqual((await edge.must(200, "GET", "/v1/creator_pages?creator=4000000000")).items, []);
  const { key } = await edge.make.key(["links:write", "reports:read"]);
  assert.equal((await edge.call("GET", "/v1/creator_pages", undefined, { key })).status, 403);
});

test("what is wrong with a page or a question for one is named", async () => {
  const refused = async (method, path, body, options) => {
    const { status, json } = await edge.call(method, path, body, options);
    return [status, json.errors?.[0]?.code ?? json.code];
  };
  assert.deepEqual(await refused("POST", "/v1/creator_pages", { creator_id: 4_000_000_000 }), [422, "not_found"]);
  assert.deepEqual(await refused("GET", "/v1/creator_pages?creator=sarah"), [422, "not_an_id"]);
  const back = await made({ creator_id: sarah.id });
  await edge.must(204, "DELETE", `/v1/creator_pages/${back.id}`);
  assert.deepEqual(await refused("PATCH", `/v1/creator_pages/${back.id}`, { money: true }), [409, "archived"]);
  assert.deepEqual(await refused("GET", "/v1/creator_page?from=2026-01-01&to=yesterday", undefined, { key: token(page) }), [422, "not_a_day"]);
});

test("the command line prints the same figures", async () => {
  const run = (...args) => promisify(execFile)(SCRIPT, args, { env: { ...process.env, ADMIN_KEY } });
  const url = edge.origin.origin;
  const { stdout } = await run("creator", token(page), "--url", url, "--from", today.from, "--to", today.to, "--json");
  assert.deepEqual(JSON.parse(stdout), (await opened(page)).json);
  const { stdout: table } = await run("creator", token(page), "--url", url, "--from", today.from, "--to", today.to);
  assert.match(table, new RegExp(`localhost/${link.slug}`));
  assert.match(table, /SARAH10 +1 +1/);
  assert.match(table, /\nall +1 +–\n/, "uses of all codes");
  const { gross_minor, refunded_minor, net_minor } = (await opened(page)).json.total.revenue[0];
  const sums = [gross_minor, refunded_minor, net_minor].map((minor) => `${(minor / 100).toFixed(2)} EUR`).join(" +");
  assert.match(table, new RegExp(`${link.slug} .* live .*${sums}\n`), "the link's state and sums");
  assert.doesNotMatch(table, new RegExp(`^${today.to}`, "m"));
  const { stdout: daily } = await run("creator", token(page), "--url", url, "--from", today.from, "--to", today.to, "--days");
  assert.match(daily, new RegExp(`^${today.to} +1 +1 .*${sums} +1$`, "m"));
  const { stdout: address } = await run("creator", "page", String(sarah.id), "--url", url);
  assert.match(address, /\/dashboard\/creator#wmc_[\w-]{36}\n$/);
});

for (const width of [390, 1280])
  test(`a creator sees their figures at ${width} points, and the token goes into no request's address`, { skip }, async () => {
    const asked = [];
    const tab = await seen.open(`/creator?from=${today.from}&to=${today.to}#${token(page)}`, { key: null, width });
    tab.on("request", (request) => asked.push(request.url()));
    await tab.getByText("SARAH10").waitFor();
    const { json: shown } = await opened(page);
    const text = await tab.textContent("main");
    assert.match(text, /Sarah <img src=x onerror=alert\(1\)>/);
    assert.equal(await tab.getAttribute("[data-figure='clicks']", "data-value"), String(shown.total.clicks));
    assert.equal(await tab.getAttribute("[data-figure='net EUR']", "data-value"), String(shown.total.revenue[0].net_minor));
    assert.deepEqual(await faults(tab), []);
    await tab.reload();
    await tab.getByText("SARAH10").waitFor();
    assert.ok(asked.length > 0 && asked.every((address) => !address.includes("wmc_")), asked.join(" "));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} points too wide`);
    seen.fine();
    await tab.close();
  });

test("Back brings the figures of the days that the address then has", { skip }, async () => {
  const days = { from: dayOf(Date.now() - 2 * DAY), to: dayOf(Date.now() - DAY) };
  const tab = await seen.open(`/creator?${new URLSearchParams(days)}#${token(page)}`, { key: null });
  const clicks = (value) => tab.waitForSelector(`[data-figure='clicks'][data-value='${value}']`);
  await clicks(0);
  await tab.getByLabel("Days").selectOption("Last 7 days");
  await clicks(1);
  await tab.goBack();
  await clicks(0);
  assert.equal(new URL(tab.url()).search, `?${new URLSearchParams(days)}`);
  await tab.close();
});

test("days without anything are 0 in the pictures, and the file has plain minor units", { skip }, async () => {
  const from = dayOf(Date.now() - 6 * DAY);
  const tab = await seen.open(`/creator?from=${from}&to=${today.to}#${token(page)}`, { key: null });
  await tab.getByText("SARAH10").waitFor();
  for (const [title, last] of [["Clicks", "1"], ["Orders", "1"]])
    assert.deepEqual((await cells(tab, `${title}, table`)).map(([, value]) => value), ["0", "0", "0", "0", "0", "0", last], title);
  const [file] = await Promise.all([tab.waitForEvent("download"), tab.click("text=Save this table as CSV")]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n").map((line) => line.split(","));
  const { net_minor } = (await opened(page)).json.total.revenue[0];
  assert.deepEqual(lines.map((line) => line.at(-1)), ["net_minor_EUR", String(net_minor)]);
  await tab.close();
});

test("an address that opens nothing says so in words, and how to go on", { skip }, async () => {
  const tab = await seen.open(`/creator#wmc_${"A".repeat(36)}`, { key: null });
  await tab.getByText("This address opens nothing").waitFor();
  assert.deepEqual(await faults(tab), []);
  await tab.close();
});
