// Orders on the dashboard: the lists, and one order's reason with its evidence, money, refunds and other reports, as the API has them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayOf, word } from "../start.mjs";
import { audience, faults, settled, skip, stage } from "./stage.mjs";

let edge;
let seen;
/** An order by Sarah's click though it carried Tom's code, with a part given back and another report that contradicts it. */
let order;
let sarah;
let tom;
/** The days of what is stored: one, or two where midnight came meanwhile. */
let days;
before(async () => {
  const began = dayOf();
  edge = await stage({ empty: true });
  [sarah, tom] = [await edge.make.creator({ name: "Sarah" }), await edge.make.creator({ name: "Tom" })];
  const link = await edge.make.link({ creator_id: sarah.id });
  const { code } = await edge.make.code({ creator_id: tom.id });
  order = edge.sale({ order_id: `a/b ?#%${word("")}<b>x</b>`, click_id: (await edge.click(link)).id, code });
  await edge.accepted(order);
  await edge.accepted({ ...edge.refund(order.order_id), refund_id: word("back-"), total_minor: 3_000 });
  const other = await edge.call("POST", "/v1/conversions", { ...order, total_minor: order.total_minor + 1 });
  assert.equal(other.status, 409);
  days = `from=${began}&to=${dayOf()}`;
  await edge.rollup({});
  if (!skip) seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const at = () => `/orders/${encodeURIComponent(order.order_id)}?${days}`;
const read = () => edge.must(200, "GET", `/v1/conversions/${encodeURIComponent(order.order_id)}`);
const money = (minor, currency) => new Intl.NumberFormat("en-US", { style: "currency", currency }).format(minor / 100);
/** The terms of a list of facts and what stands beside them. */
const facts = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("dl.told div")].map((pair) => [pair.children[0].textContent, pair.children[1].textContent])));

test("an order says why it is whose it is, with every piece of evidence and what it lost to", { skip }, async () => {
  const page = await seen.open(at());
  await page.waitForSelector(".reason");
  const { decision, net, total_minor, currency } = await read();
  assert.equal(await page.textContent(".reason"), decision.sentence);
  const pieces = await page.locator("section:has(h2:text('Evidence')) li").allTextContents();
  assert.equal(pieces.length, decision.evidence.length);
  for (const { creator, lost_because: lost, decided } of decision.evidence) {
    const piece = pieces.find((text) => text.includes(creator.name));
    assert.equal(piece.includes("Decided"), decided);
    if (lost) assert.ok(piece.includes(lost.detail), piece);
  }
  const told = await facts(page);
  assert.deepEqual([told["Net revenue"], told["Before refunds"], told.Refunded, told.Total], [money(net.net_minor, currency), money(net.gross_minor, currency), money(net.refunded_minor, currency), money(total_minor, currency)]);
  seen.fine();
  await page.close();
});

test("what contradicts it and what was given back stand beside it, and lead on", { skip }, async () => {
  const page = await seen.open(at());
  await page.getByText("One report contradicts it.").waitFor();
  await page.getByText("It contradicts what stands, and is kept beside it.").waitFor();
  const { refunds } = await read();
  await page.click(`a >> text=${refunds[0].id}`);
  await page.waitForURL(/kind=refund/);
  await page.waitForSelector(`h2 >> text=${refunds[0].id}`);
  await page.goBack();
  await page.waitForSelector("h2 >> text=a/b ?#%");
  await page.click("main a >> text=Sarah >> nth=0");
  await page.waitForURL(new RegExp(`creators/${sarah.id}`));
  seen.fine();
  await page.close();
});

test("the list leads to orders whose names are no addresses, and tells by what each is whose", { skip }, async () => {
  const page = await seen.open(`/orders?${days}`);
  await page.waitForSelector("caption");
  const { items } = await edge.must(200, "GET", `/v1/conversions?creator=all&${days}`);
  const rows = await page.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows.map(([id, , creator, , gross, refunded, net]) => [id, creator, gross, refunded, net]), items.map(({ id, creator, credited }) => [id, creator.name, ...["gross_minor", "refunded_minor", "net_minor"].map((name) => money(credited[name], credited.currency))]));
  await page.getByText(order.order_id).click();
  await page.waitForSelector(".reason");
  assert.equal(await page.evaluate(() => document.querySelectorAll("main b").length), 0, "an id is text");
  await page.goBack();
  await page.getByLabel("List").selectOption("conflict");
  await page.waitForURL(/list=conflict/);
  await page.waitForSelector("caption >> text=Conflicts");
  await page.getByLabel("List").selectOption("parked");
  await page.getByText("waits for its order.").waitFor();
  seen.fine();
  await page.close();
});

test("an order that is not there is said to be so, and what was asked for stays in sight", { skip }, async () => {
  const page = await seen.open(`/orders/no-such-order?${days}`);
  await page.getByText("There is no sale no-such-order.").waitFor();
  await page.click("text=All orders");
  await page.getByLabel("Order id, any of its names").fill(order.order_id);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".reason");
  await page.close();
});

// The list and orders of the demo are looked at by everywhere.test.mjs; this one has a name that does not break.
test("an order with everything about it is fit for everybody, on a desk and on a phone", { skip }, async () => {
  const page = await seen.open(at(), { dark: true });
  await page.waitForSelector(".reason");
  await settled(page);
  for (const [width, colorScheme] of [[1280, "dark"], [390, "light"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await faults(page), [], `at ${width}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `not wider than ${width}`);
  }
  await page.close();
});
