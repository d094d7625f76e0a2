// Links on the dashboard: making one and changing it; nothing typed is lost, nothing is made twice, nobody is overwritten unseen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until, word } from "../start.mjs";
import { choose, made, making, open, press } from "./hands.mjs";
import { audience, faults, skip, stage } from "./stage.mjs";

let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const linkAt = (id) => edge.must(200, "GET", `/v1/links/${id}`);

test("a link is made with a lint's suggestion applied, and leads where the preview said", { skip }, async () => {
  const page = await making(seen);
  await choose(page, "Campaign", "winter");
  await page.fill("[name=platform]", "instagram");
  await open(page, "Tags");
  await page.fill("[name='utm/source']", "IG");
  await page.getByRole("button", { name: "Use “instagram” as source" }).click();
  assert.equal(await page.inputValue("[name='utm/source']"), "instagram");
  await page.getByText("Nothing odd about the tags.").waitFor();
  const preview = await page.textContent("[data-preview]");
  const slug = word();
  await page.fill("[name=slug]", slug);
  await press(page, "Make the link");
  const link = await linkAt(await made(page));
  assert.deepEqual([link.slug, link.utm, link.creator_id, link.campaign_id], [slug, { source: "instagram" }, 1, 1]);
  assert.equal(link.target, preview);
  assert.match((await edge.click(link)).location, new RegExp(`^${preview.replace(/[?.]/g, "\\$&")}&wm=`));
  seen.fine();
  await page.close();
});

test("a slug that is taken or reserved is told at its field, and everything typed stays", { skip }, async () => {
  const page = await making(seen);
  const slug = page.getByLabel("Slug");
  const told = page.locator(`#${await slug.evaluate((field) => field.id)}-wrong`);
  await slug.fill("nova-haul");
  await told.getByText("Link 1 has this slug on this host").waitFor();
  assert.equal(await slug.getAttribute("aria-invalid"), "true");
  await press(page, "Make the link");
  await page.getByRole("alert").getByText("The link was not made.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.name), "slug");
  await slug.fill("v1/lamp");
  await told.getByText("the first is no word of the service itself").waitFor();
  assert.equal(await page.inputValue("[name=destination]"), "https://shop.example/lamp");
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("an answer that is lost, and a button that is pressed twice, make one link", { skip }, async () => {
  const page = await making(seen);
  const before = (await edge.control("SELECT count(*) AS n FROM link"))[0].n;
  // The first call arrives, and its answer does not.
  let lost = 0;
  await page.route("**/v1/links/bulk", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Make the link" }).dblclick();
  await page.getByRole("alert").getByText("saving again finds it, or makes it once").waitFor();
  // Across a reload too, and what is typed meanwhile is a change of that link.
  await page.reload();
  await page.getByText("What you typed before is still here").waitFor();
  assert.equal(await page.inputValue("[name=destination]"), "https://shop.example/lamp");
  await page.getByLabel("Post").fill("Reel 9");
  await press(page, "Make the link");
  const id = await made(page);
  assert.equal((await edge.control("SELECT count(*) AS n FROM link"))[0].n, before + 1);
  await page.getByText("What you typed before is still here").waitFor();
  await press(page, "Save changes");
  await page.getByText("Saved. It is seen everywhere").waitFor();
  assert.equal((await linkAt(id)).post, "Reel 9");
  await page.close();
});

test("a creator who is not there yet is made on the spot, and a name with script in it is a name", { skip }, async () => {
  const page = await seen.open("/links/new");
  const name = `<script>alert(1)</script> ${word()}`;
  await page.getByRole("combobox", { name: "Creator" }).fill(name);
  await press(page, `Make the creator “${name}”`);
  await press(page, "Yes, make it");
  await page.waitForFunction((name) => [...document.querySelectorAll("[role=combobox]")].some((one) => one.value === name && one.getAttribute("aria-expanded") === "false"), name);
  await page.fill("[name=destination]", "https://shop.example/lamp");
  await press(page, "Make the link");
  const link = await linkAt(await made(page));
  assert.equal((await edge.must(200, "GET", `/v1/creators/${link.creator_id}`)).name, name);
  seen.fine();
  await page.close();
});

test("a creator is chosen by keyboard among those who fit, and no key of the list makes one", { skip }, async () => {
  const [part, posted] = [word(), []];
  const wanted = await edge.make.creator({ name: `Tess ${part}` });
  await edge.make.creator({ name: `Not Tess ${part}` });
  const page = await seen.open("/links/new");
  page.on("request", (request) => request.method() === "POST" && posted.push(request.url()));
  const field = page.getByRole("combobox", { name: "Creator" });
  await field.fill(`tess ${part}`);
  await page.getByRole("button", { name: `Make the creator` }).waitFor({ state: "detached" });
  const offered = page.locator(".offers").getByRole("option");
  await offered.nth(1).waitFor();
  assert.deepEqual(await offered.allTextContents(), [`Tess ${part} (tess-${part})`, `Not Tess ${part} (not-tess-${part})`]);
  await field.press("ArrowDown");
  await field.press("Enter");
  assert.equal(await field.inputValue(), wanted.name);
  // Where nobody fits, Enter makes nobody.
  await field.fill(`nobody ${part}`);
  await page.getByRole("button", { name: "Make the creator" }).waitFor();
  for (const key of ["ArrowDown", "Enter", "Enter"]) await field.press(key);
  assert.deepEqual(posted, []);
  await field.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("There is no such name yet.").waitFor();
  assert.deepEqual(posted, []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction((name) => [...document.querySelectorAll("[role=combobox]")].some((one) => one.value === name && one.getAttribute("aria-expanded") === "false"), `nobody ${part}`);
  assert.equal(posted.length, 1);
  await page.close();
});

test("what somebody else changed meanwhile is shown and chosen, never overwritten unseen", { skip }, async () => {
  const link = await edge.make.link({ creator_id: 1 });
  const page = await seen.open(`/links/${link.id}`);
  await page.fill("[name=destination]", "https://shop.example/mine");
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/theirs", post: "Story 2" });
  await press(page, "Save changes");
  await page.getByText("This link was changed meanwhile").waitFor();
  assert.equal(await page.getByLabel("Post").inputValue(), "Story 2");
  assert.equal(await page.inputValue("[name=destination]"), "https://shop.example/mine");
  await page.getByLabel("Theirs: https://shop.example/theirs").check();
  assert.equal(await page.inputValue("[name=destination]"), "https://shop.example/theirs");
  await page.getByLabel("Yours: https://shop.example/mine").check();
  assert.deepEqual(await faults(page), []);
  await press(page, "Save changes");
  await page.getByText("Saved. It is seen everywhere").waitFor();
  const now = await linkAt(link.id);
  assert.deepEqual([now.destination, now.post, now.version], ["https://shop.example/mine", "Story 2", 3]);
  await page.close();
});

test("what is typed while a save is on its way is neither lost nor saved unasked", { skip }, async () => {
  const link = await edge.make.link({ creator_id: 1 });
  const page = await seen.open(`/links/${link.id}`);
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(`**/v1/links/${link.id}`, async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue();
  });
  await page.fill("[name=destination]", "https://shop.example/first");
  await press(page, "Save changes");
  await page.getByRole("button", { name: "Saving" }).waitFor();
  await page.getByLabel("Post").fill("typed meanwhile");
  go();
  await page.getByText("Saved. It is seen everywhere").waitFor();
  assert.equal(await page.getByLabel("Post").inputValue(), "typed meanwhile");
  const now = await linkAt(link.id);
  assert.deepEqual([now.destination, now.post], ["https://shop.example/first", null]);
  await press(page, "Save changes");
  await until("the second change is saved", async () => (await linkAt(link.id)).post === "typed meanwhile");
  await page.close();
});

test("rules, apps, cards and times are forms that the API takes and gives back unchanged", { skip }, async () => {
  const page = await making(seen);
  await open(page, "Schedule");
  await page.fill("[name=expires_at]", "2027-04-01T10:30");
  await page.fill("[name=expired_destination]", "https://shop.example/over");
  await open(page, "Rules");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Countries").fill("DE, AT");
  await page.fill("[name='rules/0/destination']", "https://shop.example/de");
  await page.getByRole("button", { name: "Add a split test" }).click();
  await page.getByLabel("Leads to 2").fill("https://shop.example/b");
  await page.fill("[name='app/ios/url']", "brand://lamp");
  await page.fill("[name='card/title']", "The lamp");
  await page.getByLabel("Add a click id").uncheck();
  await press(page, "Make the link");
  const id = await made(page);
  const link = await linkAt(id);
  assert.deepEqual([link.expires_at, link.expired_destination, link.click_id], ["2027-04-01T10:30:00.000Z", "https://shop.example/over", false]);
  assert.deepEqual(link.rules.map(({ when, split }) => [when, split?.map(({ name, weight }) => [name, weight])]), [[{ country: ["DE", "AT"] }, undefined], [{}, [["old page", 50], ["new page", 50]]]]);
  assert.deepEqual([link.app.ios.url, link.card.title], ["brand://lamp", "The lamp"]);
  // Shown again it differs in nothing: there is nothing to save.
  await page.getByText("Nothing is changed.").waitFor();
  await page.close();
});
