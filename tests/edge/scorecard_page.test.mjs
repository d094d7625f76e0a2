// The page that `scripts/waymark try` writes, in a real browser: nothing runs, nothing is fetched, nothing is cut off.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { profile, skip } from "./chromium.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SAMPLES = ["--orders", "docs/try/orders-shopify.csv", "--creators", "docs/try/creators.csv", "--margin", "60"];

describe("the scorecard's page", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "waymark-scorecard-"));
  let browser;

  /** Makes a page and opens it; gives it with what it told the console and what it asked for. */
  async function opened(name, ask, { width = 1280, scheme = "light" } = {}) {
    const out = join(folder, name);
    execFileSync("target/debug/waymark-try", [...ask, "--out", out], { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
    const page = await browser.page();
    const told = [];
    const asked = [];
    page.on("console", (message) => told.push(message.text()));
    page.on("request", (request) => asked.push(request.url()));
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(pathToFileURL(join(out, "scorecard.html")).href);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    return { page, told, asked };
  }

  before(async () => {
    execFileSync("cargo", ["build", "--quiet", "--locked", "--bin", "waymark-try"], { cwd: ROOT, stdio: "inherit" });
    browser = await profile();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const width of [320, 360, 768, 1280]) {
    test(`fits into ${width} pixels with everything open`, async () => {
      const { page, told, asked } = await opened(`w${width}`, SAMPLES, { width });
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= room, `${wide} in ${room}`);
      assert.deepEqual(told, []);
      assert.deepEqual(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), []);
    });
  }

  test("prints on paper as tables, in the colours of paper, with everything open", async () => {
    const { page } = await opened("print", SAMPLES, { width: 720, scheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const [wide, room, paper] = await page.evaluate(() => {
      document.querySelectorAll("details").forEach((one) => (one.open = true));
      return [document.documentElement.scrollWidth, innerWidth, getComputedStyle(document.body).backgroundColor];
    });
    assert.ok(wide <= room, `${wide} in ${room}`);
    assert.equal(paper, "rgb(255, 255, 255)");
  });

  test("is dark where the reader's system is", async () => {
    const lightness = async (scheme) => {
      const { page } = await opened(scheme, SAMPLES, { scheme });
      const [paper, ink] = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        return [style.backgroundColor, style.color].map((text) => Number(text.match(/\d+/)[0]));
      });
      return paper > ink;
    };
    assert.deepEqual([await lightness("light"), await lightness("dark")], [true, false]);
  });

  test("names its charts for those who do not see them, and has their figures beside them", async () => {
    const { page } = await opened("named", SAMPLES);
    const charts = await page.getByRole("img").all();
    assert.equal(charts.length, 3);
    const figures = await page.evaluate(() =>
      [...document.querySelectorAll("figure")].map((one) => [one.querySelector("title").textContent, one.querySelectorAll("tbody tr").length]),
    );
    assert.deepEqual(figures, [
      ["Return on cost by creator", 6],
      ["Net revenue and cost by creator", 6],
      ["Orders per week", 7],
    ]);
  });

  test("runs nothing that strangers wrote into the tables", async () => {
    const attack = "<img src=http://127.0.0.1:9/x onerror=\"document.title='run'\"><script>document.title='run'</script>";
    const cell = `"${attack.replaceAll('"', '""')}"`;
    const orders = join(folder, "orders.csv");
    const creators = join(folder, "creators.csv");
    const row = (number) => `#${number},,paid,EUR,10,0,0,10,${cell},0,2026-11-20,,0,x\n`;
    const head = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Cancelled at,Refunded Amount,Lineitem name\n";
    writeFileSync(orders, head + [1, 2, 3].map(row).join("") + `${cell},,paid,EUR,10,0,0,10,,0,${cell},,0,x\n`);
    writeFileSync(creators, `creator,code,fee,platform\n${cell},MIRA10,5,${cell}\n`);
    const { page, told, asked } = await opened("hostile", ["--orders", orders, "--creators", creators]);
    assert.match(await page.title(), /^Creator scorecard/);
    assert.deepEqual([told, asked.filter((url) => url.startsWith("http"))], [[], []]);
    assert.ok((await page.textContent("main")).includes("onerror="));
    assert.equal(await page.locator("main img, main script").count(), 0);
  });
});
