// Importing links on the dashboard, and the rules and the audit of tags: row by row, line by line, as the API says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { word } from "../start.mjs";
import { press } from "./hands.mjs";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

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

const cells = (page, caption) =>
  page.getByRole("table", { name: caption }).locator("tbody tr:not([aria-hidden])").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
const count = async () => (await edge.control("SELECT count(*) AS n FROM link"))[0].n;

test("a dry run says of every row by its line what would become of it, and stores nothing", { skip }, async () => {
  const [good, odd] = [word(), word()];
  const file = `destination,slug,creator,utm_source\nhttps://shop.example/a,${good},nova-lane,instagram\nhttps://shop.example/a,${odd},nova-lane,IG\nhps://x,${word()},nova-lane,\n"https://shop.example/a",${word()},"nobody\nknows",\n`;
  const before = await count();
  const page = await seen.open("/links/import");
  await page.fill("[name=text]", file);
  await press(page, "Look at every row first");
  await page.waitForSelector("[data-import=looked]");
  const rows = await cells(page, "What would become of each row");
  assert.deepEqual(rows.map(([line, outcome]) => [line, outcome]), [["2", "To be made"], ["3", "To be made"], ["4", "Refused"], ["5", "Refused"]]);
  assert.match(rows[1][4], /rather “instagram”/);
  assert.match(rows[2][3], /^destination: Use https/);
  assert.match(rows[3][3], /^creator: /);
  assert.equal(await count(), before);
  // One wrong row keeps all out until somebody says otherwise.
  assert.ok(await page.getByRole("button", { name: "Import 4 rows" }).isDisabled());
  assert.deepEqual(await faults(page), []);

  const [repair] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the 2 refused rows" }).click()]);
  const lines = readFileSync(await repair.path(), "utf8").split("\r\n");
  assert.equal(lines[0], "problem,destination,slug,creator,utm_source");
  assert.match(lines[1], /^"line 4: destination: [^"]*",hps:\/\/x,/);

  await page.getByLabel("Store the others").check();
  await press(page, "Import 2 rows");
  await page.waitForSelector("[data-import=done]");
  await page.getByText("Done: 2 created, 2 refused.").waitFor();
  assert.equal(await count(), before + 2);
  assert.equal((await edge.must(200, "GET", `/v1/links?slug=${odd}`)).items[0].utm.source, "IG");
  seen.fine();
  await page.close();
});

test("an import whose answers are lost goes on where it stopped, also after a reload, and stores every row once", { skip }, async () => {
  const rows = Array.from({ length: 1_300 }, (_, n) => `https://shop.example/${n},nova-lane`);
  const buffer = Buffer.from(["destination,creator", ...rows].join("\n"));
  const before = await count();
  const page = await seen.open("/links/import");
  await page.setInputFiles("input[type=file]", { name: "links.csv", mimeType: "text/csv", buffer });
  await press(page, "Look at every row first");
  await page.waitForSelector("[data-import=looked]");
  // The second call of two is stored, and its answer never comes.
  let calls = 0;
  await page.route("**/v1/links/import?on_error*", async (route) => {
    calls += 1;
    if (calls !== 2) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await press(page, "Import 1,300 rows");
  await page.getByText("The service could not be reached.").waitFor();
  assert.equal(await count(), before + 1_300);
  await page.getByRole("button", { name: "Go on from row 1,001" }).waitFor();
  await page.reload();
  await press(page, "Look at every row first");
  await page.waitForSelector("[data-import=looked]");
  await press(page, "Import 1,300 rows");
  await page.waitForSelector("[data-import=done]");
  await page.getByText("Done: 1,300 created.").waitFor();
  assert.equal(await count(), before + 1_300);
  await page.close();
});

test("rules of tags are kept, refused at their field, and held against the next link", { skip }, async () => {
  const page = await seen.open("/links/tags");
  await page.getByLabel("Other words (aliases)").fill("kol = influencer\nno sign");
  await press(page, "Save the rules");
  await page.getByText("Line 2: write a word").waitFor();
  await page.getByLabel("Other words (aliases)").fill("kol = influencer");
  await page.getByLabel("Only these for medium").fill("influencer, social");
  await page.getByRole("checkbox", { name: "campaign" }).check();
  // Somebody else was faster.
  await edge.must(200, "PUT", "/v1/utm", { aliases: {}, allowed: {}, required: [], case: "as_is" });
  await press(page, "Save the rules");
  await page.getByText("Somebody changed the rules meanwhile.").waitFor();
  await press(page, "Save the rules");
  await page.getByText("Links that are made or changed from now on are held to it.").waitFor();
  const { aliases, allowed, required } = await edge.must(200, "GET", "/v1/utm");
  assert.deepEqual([aliases, allowed, required], [{ kol: "influencer" }, { medium: ["influencer", "social"] }, ["campaign"]]);
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("the audit of tags shows score and values as the report has them", { skip }, async () => {
  const range = `from=${FROM}&to=${TO}`;
  const whole = new Intl.NumberFormat("en-US");
  const share = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });
  for (const width of [1280, 390]) {
    const page = await seen.open(`/links/tags?${range}`, { width });
    await page.getByRole("table", { name: "Values of tags" }).waitFor();
    await settled(page);
    const report = await edge.must(200, "GET", `/v1/reports/utm?${range}&limit=100`);
    assert.deepEqual(
      (await cells(page, "Values of tags")).map(([, value, clicks, of, links, brought]) => [value, clicks, of, links, brought]),
      report.rows.map((row) => [row.value ?? (row.state === "missing" ? "missing" : "not known"), whole.format(row.clicks), share.format(row.share), whole.format(row.links), whole.format(row.brought)]),
    );
    assert.equal(await page.locator(".tile .value").first().textContent(), whole.format(report.score));
    assert.deepEqual(await faults(page), []);
    await page.close();
  }
  const page = await seen.open(`/links/tags?${range}&tags_by=link`);
  const { rows } = await edge.must(200, "GET", `/v1/reports/utm?${range}&by=link&limit=100`);
  await page.getByRole("table", { name: "Links, worst first" }).waitFor();
  assert.deepEqual((await cells(page, "Links, worst first")).map(([slug, score, clicks]) => [slug, score, clicks]), rows.map(({ link, score, clicks }) => [link.slug, whole.format(score), whole.format(clicks)]));
  seen.fine();
  await page.close();
});

test("where every row is refused none is offered to be imported, and a file in UTF-16 is told how to be saved", { skip }, async () => {
  const page = await seen.open("/links/import");
  await page.fill("[name=text]", "destination,creator\nhps://x,nova-lane\nhps://y,nova-lane\n");
  await page.getByLabel("Store the others").check();
  await press(page, "Look at every row first");
  await page.waitForSelector("[data-import=looked]");
  await page.getByText("Repair the rows and look again.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Import/ }).count(), 0);
  await page.setInputFiles("[type=file]", { name: "links.csv", mimeType: "text/csv", buffer: Buffer.from("destination,creator\nhttps://shop.example/,nova-lane\n", "utf16le") });
  await page.getByText("links.csv is UTF-16, not UTF-8. Save it as “CSV UTF-8” and choose it again.").waitFor();
  seen.fine();
  await page.close();
});
