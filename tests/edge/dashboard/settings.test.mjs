// Settings in a browser: what is made there is what the API has, what is secret is shown once, and what was typed is not lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, address, dayOf, word } from "../start.mjs";
import * as sign from "../signers.mjs";
import { audience, settled, skip, stage } from "./stage.mjs";

let edge;
let seen;
let page;
before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
  page = await seen.open("/settings");
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

/** Opens an address of settings anew, so that nothing of an earlier test is left. */
async function at(path) {
  await page.goto(`${seen.url}/dashboard/settings/${path}`);
  await settled(page);
}
const field = (label) => page.getByLabel(label, { exact: false }).first();
const press = (name) => page.getByRole("button", { name, exact: true }).click();
/** The words of a table's rows. */
const cells = (caption) =>
  page.locator("table").filter({ has: page.locator("caption", { hasText: caption }) }).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
const get = (path) => edge.must(200, "GET", path);
const euros = (minor) => new Intl.NumberFormat("en-US", { style: "currency", currency: "EUR" }).format(minor / 100);

test("a key is made with its scopes and its end, shown once, and taken back", { skip }, async () => {
  await at("keys/new");
  await field("What it is for").fill("Agency");
  await page.getByRole("checkbox", { name: /Read reports/ }).check();
  await field("Until").fill(`${dayOf(Date.now() + 30 * DAY)}T12:30`);
  await press("Make the key");
  await page.getByText("This is shown once").waitFor();
  const shown = await page.getByRole("group", { name: "The key Agency" }).textContent();
  const made = (await get("/v1/keys")).items.find(({ name }) => name === "Agency");
  assert.deepEqual([made.scopes, made.expires_at], [["reports:read"], `${dayOf(Date.now() + 30 * DAY)}T12:30:00.000Z`]);
  assert.equal(shown.slice(-4), made.hint);
  await edge.must(200, "GET", "/v1/rollups", undefined, { key: shown });
  await at("keys");
  assert.ok(!(await page.content()).includes(shown), "a second look shows no key");
  await press("Take back");
  await press("Take it back");
  await page.getByText("Agency is taken back.").waitFor();
  assert.equal((await edge.call("GET", "/v1/rollups", undefined, { key: shown })).status, 401);
});

test("the key that one is signed in with is marked, and asked about twice", { skip }, async () => {
  const mine = await edge.make.key(["admin"], { name: "Mine" });
  const own = await seen.open("/settings/keys", { key: mine.key });
  const row = own.getByRole("row", { name: /Mine \(yours, now\)/ });
  await row.getByRole("button", { name: "Take back" }).click();
  await own.getByText("You will be signed out at once").waitFor();
  await own.getByRole("button", { name: "Go on" }).click();
  assert.equal((await edge.call("GET", "/v1/settings", undefined, { key: mine.key })).status, 200, "once is not enough");
  await own.getByRole("button", { name: "Take it back" }).click();
  await own.getByRole("heading", { name: "Waymark" }).waitFor();
  assert.equal((await edge.call("GET", "/v1/settings", undefined, { key: mine.key })).status, 401);
  await own.close();
});

test("a source's secret is shown once, with the address to paste, and another one signs beside it", { skip }, async () => {
  await at("sources/new");
  await page.getByRole("radio", { name: /A shop of your own/ }).check();
  await field("Name").fill("Own shop");
  await press("Make it");
  await page.getByText("This is shown once").waitFor();
  const secret = await page.getByRole("group", { name: "The secret of Own shop" }).textContent();
  assert.equal(await page.getByRole("group", { name: "The address for the platform" }).textContent(), `${seen.url}/v1/hooks/own-shop`);
  const send = async (secret) => {
    const body = JSON.stringify({ type: "order.paid", data: edge.sale() });
    return (await edge.request("/v1/hooks/own-shop", { method: "POST", headers: sign.standard(secret, body), body, ip: address() })).status;
  };
  assert.equal(await send(secret), 200);
  await press("I have stored it");
  await press("Make a new secret");
  await press("Make it");
  await page.getByText("This is shown once").waitFor();
  const next = await page.getByRole("group", { name: "The secret of Own shop" }).textContent();
  assert.notEqual(next, secret);
  assert.deepEqual([await send(next), await send(secret)], [200, 200]);
  await page.reload();
  await settled(page);
  assert.ok(!(await page.content()).includes(next));
  await press("End the former secret");
  await press("End it");
  await page.getByRole("button", { name: "End the former secret" }).waitFor({ state: "detached" });
  assert.equal(await send(secret), 401);
});

test("a delivery says what was wrong with it, shows what was sent as text, and is replayed by who vouches for it", { skip }, async () => {
  const source = await edge.must(201, "POST", "/v1/sources", { name: "Rough", kind: "standard" });
  const order = `<img src=x onerror=alert(1)>${word()}`.slice(0, 60);
  await edge.request(`/v1/hooks/${source.handle}`, { method: "POST", body: JSON.stringify({ type: "order.paid", data: edge.sale({ order_id: order }) }), ip: address() });
  await at(`deliveries?source=${source.id}&outcome=wrong_signature`);
  const [delivery] = (await get(`/v1/deliveries?source=${source.id}`)).items;
  const [row] = await cells("Deliveries, newest first");
  assert.deepEqual([row[0], row[2], row[4], row[5], row[6]], ["Wrong signature", "Rough", String(delivery.status), "no", delivery.reason]);
  await page.locator("tbody a").first().click();
  await page.getByRole("button", { name: "Replay it" }).click();
  await page.getByText("if you vouch for it").waitFor();
  assert.equal((await edge.control("SELECT count(*) AS n FROM conversion WHERE order_id = ?", order))[0].n, 0);
  assert.ok((await page.getByRole("group", { name: "What was sent" }).textContent()).includes(order));
  assert.equal(await page.locator("main img").count(), 0);
  await page.getByRole("checkbox", { name: /vouch/ }).check();
  await press("Replay it");
  await page.getByText("Replayed: counted.").waitFor();
  assert.equal((await edge.control("SELECT count(*) AS n FROM conversion WHERE order_id = ?", order))[0].n, 1);
  assert.equal((await get(`/v1/deliveries/${delivery.id}`)).outcome, "accepted");
});

test("a webhook's secret is shown once, and its messages stand with what became of them and are sent again", { skip }, async () => {
  await at("webhooks/new");
  await field("Name").fill("CRM");
  await field("Where messages go").fill("https://crm.example/hook");
  await page.getByRole("checkbox", { name: /An order/ }).check();
  await press("Make it");
  assert.match(await page.getByRole("group", { name: "The secret of CRM" }).textContent(), /^whsec_.{40}/);
  const [webhook] = (await get("/v1/webhooks")).items;
  assert.deepEqual([webhook.url, webhook.events, webhook.enabled], ["https://crm.example/hook", ["conversion.accepted"], true]);
  const order = edge.sale();
  await edge.accepted(order);
  await page.reload();
  await settled(page);
  const [message] = (await get(`/v1/webhooks/${webhook.id}/messages`)).items;
  const [row] = await cells("Messages");
  assert.deepEqual([row[0], row[2]], ["conversion.accepted", message.key]);
  const sent = page.waitForResponse((reply) => reply.url().endsWith(`/v1/webhook_messages/${message.id}/replay`));
  await press("Send again");
  assert.equal((await sent).status(), 202);
  await page.getByText(`Message ${message.id} is on its way again.`).waitFor();
});

test("a site shows the snippet with its own key", { skip }, async () => {
  await at("sites/new");
  await field("Name").fill("Shop");
  await field("Where its pages are").fill("https://shop.example\nshop.example/page");
  await press("Make it");
  await page.getByText("Send a scheme and a host").waitFor();
  await field("Where its pages are").fill("https://shop.example\nhttps://www.shop.example");
  await press("Make it");
  await page.getByText("Shop is made.").waitFor();
  const [site] = (await get("/v1/sites")).items;
  assert.deepEqual(site.origins, ["https://shop.example", "https://www.shop.example"]);
  assert.ok((await page.getByRole("group", { name: "The snippet" }).textContent()).endsWith(`<script async src="${seen.url}/wm.js" data-site="${site.key}"></script>`));
});

test("a fee that is entered is in the API to the cent, and every cell of the ledger is the API's", { skip }, async () => {
  await at("ledger/costs/new");
  await field("Creator").fill("Nova Lane");
  await field("Amount").fill("1234.5");
  await field("Currency").fill("eur");
  await field("First day").fill("2026-11-01");
  await field("Last day").fill("2026-11-30");
  await field("Note").fill('="<script>alert(1)</script>"');
  await press("Make it");
  await page.getByText("is made.").waitFor();
  const { items } = await get("/v1/costs?limit=100");
  const made = items.at(-1);
  assert.deepEqual([made.creator, made.kind, made.amount_minor, made.currency, made.from_day, made.to_day], ["nova-lane", "fee", 123_450, "EUR", "2026-11-01", "2026-11-30"]);
  const amount = (cost) => (cost.kind === "commission_percent" ? `${cost.basis_points / 100} % of net revenue` : euros(cost.amount_minor) + (cost.kind === "commission_order" ? " an order" : ""));
  const kind = (cost) => (cost.kind[0].toUpperCase() + cost.kind.slice(1)).replaceAll("_", " ");
  const expected = items.map((cost) => [cost.creator, kind(cost), amount(cost), cost.currency ?? "", cost.from_day, cost.to_day, cost.campaign ?? "", cost.post ?? "", cost.note ?? "", ""]);
  assert.deepEqual(await cells("Costs"), expected);
});

test("what cannot be is refused at its field, and nothing that was typed goes, whether by a refusal or a lost network", { skip }, async () => {
  await at("ledger/costs/new");
  await field("Creator").fill("nobody-of-this-name");
  await field("Amount").fill("1580.5");
  await field("Currency").fill("JPY");
  await field("First day").fill("2026-11-02");
  await field("Last day").fill("2026-11-01");
  await press("Make it");
  await page.getByText("This currency has no smaller unit").waitFor();
  assert.equal(await field("Amount").getAttribute("aria-invalid"), "true");
  await field("Amount").fill("1580");
  await press("Make it");
  await page.getByText("Send a last day that is not before the first.").waitFor();
  assert.deepEqual([await field("Creator").getAttribute("aria-invalid"), await field("Last day").getAttribute("aria-invalid"), await field("Amount").getAttribute("aria-invalid")], ["true", "true", "false"]);
  await page.route("**/v1/costs", (route) => route.abort());
  await press("Make it");
  await page.getByText("The service could not be reached.").waitFor();
  await page.unroute("**/v1/costs");
  await page.getByRole("link", { name: "Back to costs" }).click();
  await page.getByRole("link", { name: "Make a cost" }).click();
  assert.deepEqual([await field("Creator").inputValue(), await field("Amount").inputValue(), await field("Last day").inputValue()], ["nobody-of-this-name", "1580", "2026-11-01"]);
});

test("a table is looked at before it is stored, row by row", { skip }, async () => {
  const note = word("imported");
  await at("ledger/costs/import");
  await field("Or its text").fill(`creator,kind,amount_minor,currency,from_day,to_day,note\nnova-lane,travel,4000,EUR,2026-11-03,2026-11-03,${note}\nnobody,fee,1,EUR,2026-11-03,2026-11-03,\n`);
  await press("Look at it, store nothing");
  await page.getByText("Nothing is stored yet. 1 would be made, 0 would be changed, 0 there already, 1 rejected.").waitFor();
  assert.equal((await cells("Rows that are wrong"))[0][0], "3");
  assert.ok(!JSON.stringify((await get("/v1/costs?limit=100")).items).includes(note));
  await page.getByRole("checkbox", { name: /leave the rejected rows out/ }).check();
  await press("Store 1");
  await page.getByText("Stored. 1 made").waitFor();
  assert.ok(JSON.stringify((await get("/v1/costs?limit=100")).items).includes(note));
});

test("a host is made with every field, is shown as it will look, and is changed by what differs", { skip }, async () => {
  await at("hosts/new");
  await field("Host").fill("go.shop.test");
  await page.getByRole("radio", { name: /By a cookie/ }).check();
  await field("your brand's name").fill("<b>Brand</b>");
  await field("colour").fill("red");
  await field("iOS apps").fill("TEAMID1234.com.brand.app");
  await press("Make it");
  await page.getByText("Send a color as #rrggbb.").waitFor();
  assert.equal(await page.locator(".lost-page b").count(), 0);
  await field("colour").fill("#3342c4");
  assert.equal(await page.locator(".lost-page > div").evaluate((box) => getComputedStyle(box).borderTopColor), "rgb(51, 66, 196)");
  await press("Make it");
  await page.getByText("go.shop.test is made.").waitFor();
  const made = (await get("/v1/domains")).items.find(({ host }) => host === "go.shop.test");
  assert.deepEqual([made.visitor, made.page.name, made.page.color, made.apps.ios], ["full", "<b>Brand</b>", "#3342c4", ["TEAMID1234.com.brand.app"]]);
  await page.getByRole("link", { name: "go.shop.test", exact: true }).click();
  await field("Letters of a random slug").fill("9");
  const asked = page.waitForRequest((request) => request.method() === "PATCH");
  await press("Save");
  assert.deepEqual([(await asked).postDataJSON(), (await asked).headers()["if-match"]], [{ slug_length: 9 }, '"1"']);
  await page.getByText("It is saved.").waitFor();
});

test("a code has its owner by name, its time in the deployment's zone, and its discount", { skip }, async () => {
  await at("codes/new");
  await field("Code").fill("nova99");
  await field("Whose it is").fill("Nova Lane");
  await field("From").fill("2026-11-01T08:00");
  await field("What it takes off").selectOption("percent");
  await field("How much").fill("12.5");
  await press("Make it");
  await page.getByText("NOVA99 is made.").waitFor();
  const made = (await get("/v1/codes?limit=100")).items.find(({ code }) => code === "NOVA99");
  assert.deepEqual([made.creator_id, made.valid_from, made.discount_kind, made.discount_value], [1, "2026-11-01T08:00:00.000Z", "percent", 1_250]);
  const row = (await cells("Codes")).find(([code]) => code === "NOVA99");
  assert.deepEqual([row[1], row[5]], ["Nova Lane", "12.5%"]);
});

test("somebody is erased once their name is typed again, and the receipt does not say who it was", { skip }, async () => {
  const order = word("erase-");
  await edge.accepted(edge.sale({ order_id: order, customer: "kim@example.org" }));
  await at("privacy");
  const erase = page.locator("section").filter({ has: page.getByRole("heading", { name: "Erase somebody" }) });
  await erase.getByRole("radio", { name: /An order/ }).check();
  await erase.getByLabel("Named by").fill(order);
  await erase.getByRole("button", { name: "Go on" }).click();
  const button = erase.getByRole("button", { name: "Erase", exact: true });
  assert.equal(await button.isDisabled(), true);
  await erase.getByLabel(/To erase it, type/).fill(order);
  await button.click();
  await erase.getByText("All of it is done.").waitFor();
  const [receipt] = (await get("/v1/privacy/receipts")).items;
  assert.equal(receipt.named_by, "order_id");
  assert.equal((await cells("Receipts"))[0][3], "Order id");
  assert.ok(!(await page.locator("table").textContent()).includes(order));
});

test("the settings stand beside the line that changes each, and days are counted on demand", { skip }, async () => {
  await at("deployment");
  const known = await get("/v1/settings");
  const rows = Object.fromEntries((await cells("Settings")).map(([name, value, line]) => [name, [value, line]]));
  assert.deepEqual(rows.ZONE, [known.zone, `ZONE = "${known.zone}"`]);
  assert.deepEqual(rows.CLICK_WINDOW_DAYS, [String(known.windows.click_days), 'CLICK_WINDOW_DAYS = "30"']);
  assert.deepEqual(rows.KEEP_EVENTS_DAYS, [String(known.keep.events_days), 'KEEP_EVENTS_DAYS = "395"']);
  assert.deepEqual(rows.REPORTING_CURRENCY, ["not set", '# REPORTING_CURRENCY = "..."']);
  await press("Count now");
  await page.getByText(/^Counted: /).waitFor();
  const [job] = (await get("/v1/rollups?limit=1")).items;
  const [row] = await cells("Runs, newest first");
  assert.deepEqual([row[0], row[2], row[4], row[5]], ["Manual", "Done", String(job.events), String(job.orders)]);
});

test("a key without the scope is told which one is needed and shown no form", { skip }, async () => {
  const { key } = await edge.make.key(["links:read"], { name: "Reader" });
  const reader = await seen.open("/settings/keys", { key });
  const said = async (path) => {
    await reader.goto(`${seen.url}/dashboard/settings/${path}`);
    await settled(reader);
    await reader.locator("main .state").first().waitFor();
    return [await reader.locator("main .state code").first().textContent(), await reader.locator("main form.form").count()];
  };
  for (const path of ["keys", "keys/new", "hosts", "sources/new", "deliveries", "webhooks", "sites", "privacy"]) assert.deepEqual(await said(path), ["admin", 0], path);
  for (const path of ["ledger/costs", "ledger/costs/new", "codes/1"]) assert.deepEqual(await said(path), ["links:write", 0], path);
  await reader.close();
  seen.fine();
});
