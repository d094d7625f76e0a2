// The demo campaign behind the dashboard, and a real Chromium before it: what every test of the pages starts from.
//
// # Why
// Loading the demo takes seconds, so its databases are kept under target/ by what they were made from, and each Worker starts
// on a copy.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { profile, skip } from "../chromium.mjs";
import { ADMIN_KEY, DAY, dayOf, start } from "../start.mjs";

export { skip };

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
/** The days of the demo, as reports are asked for them. */
const NOW = Date.now(); // read once: midnight may come while the tests run
export const FROM = dayOf(NOW - 60 * DAY);
export const TO = dayOf(NOW - DAY);

/** What the kept databases were made from: the day, the demo, the tables and the Worker. */
function made() {
  const hash = createHash("sha256").update(TO);
  const folders = ["scripts", "src/sql/migrations/control", "src/sql/migrations/events"];
  for (const folder of folders)
    for (const name of readdirSync(join(ROOT, folder)).sort())
      if (/^demo|\.sql$/.test(name)) hash.update(readFileSync(join(ROOT, folder, name)));
  return hash.update(readFileSync(join(ROOT, "build/index_bg.wasm"))).digest("hex").slice(0, 16);
}

/** The folder of a loaded demo, made where there is none yet. */
async function kept() {
  const folder = join(ROOT, "target/stage", made());
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const edge = await start({ persist: join(making, "d1"), persistKv: join(making, "kv") });
  try {
    const url = edge.origin.origin.replace("127.0.0.1", "localhost");
    const said = await new Promise((done) => {
      const child = spawn(join(ROOT, "scripts/demo"), ["--no-visits", "--until", TO, "--url", url], { env: { ...process.env, ADMIN_KEY } });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (text += piece));
      child.on("close", (code) => done({ code, text }));
    });
    assert.equal(said.code, 0, said.text);
  } finally {
    await edge.close();
  }
  // Whoever was first stands; two at once make the same.
  try {
    renameSync(making, folder);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
  outdated(dirname(folder));
  return folder;
}

/** Removes all but the newest two: this one, and that of a build beside it. What is being made has a dot in its name. */
function outdated(stages) {
  const age = (name) => statSync(join(stages, name)).mtimeMs;
  const names = readdirSync(stages).filter((name) => !name.includes(".")).sort((one, other) => age(other) - age(one));
  for (const name of names.slice(2)) rmSync(join(stages, name), { recursive: true, force: true });
}

/** A Worker over the demo (or over nothing, with `empty`), with the face. Close it, also where a test fails. */
export async function stage({ empty = false, ...options } = {}) {
  if (empty) return start({ face: true, ...options });
  const folder = mkdtempSync(join(tmpdir(), "waymark-stage-"));
  cpSync(await kept(), folder, { recursive: true });
  const edge = await start({ face: true, persist: join(folder, "d1"), persistKv: join(folder, "kv"), migrated: true, ...options });
  return {
    ...edge,
    close: async () => {
      await edge.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * A browser before a Worker. `open` gives a page at an address of the dashboard, signed in unless `key` is null; whatever a page
 * may not do by its policy, and every error, lands in `wrong` and must be asserted empty by `fine`.
 */
export async function audience(edge) {
  const browser = await profile();
  const url = edge.origin.origin.replace("127.0.0.1", "localhost");
  const wrong = [];
  async function open(path = "", { key = ADMIN_KEY, width = 1280, height = 900, dark = false } = {}) {
    const page = await browser.page();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    page.on("console", (said) => {
      if (said.type() === "error" && !/Failed to load resource/.test(said.text())) wrong.push(`${path}: ${said.text()}`);
    });
    page.on("pageerror", (error) => wrong.push(`${path}: ${error}`));
    page.on("request", (asked) => {
      if (!asked.url().startsWith(url) && !/^(data|blob):/.test(asked.url())) wrong.push(`${path} asked ${asked.url()}`);
    });
    if (key !== null) await page.addInitScript((key) => sessionStorage.setItem("waymark.key", key), key);
    await page.goto(`${url}/dashboard${path}`);
    return page;
  }
  return {
    open,
    browser,
    url,
    wrong,
    fine: () => assert.deepEqual([...wrong, ...browser.errors], [], "nothing was refused by the policy, asked elsewhere or broken"),
    close: () => browser.close(),
  };
}

/** What axe finds on a page that is serious or worse, as sentences. */
export async function faults(page) {
  // By the debugger's way in: the page's own policy lets nobody add a script.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(" ")).slice(0, 5).join(", ")})`);
}

/** Waits until the page has its figures and no longer waits for any. */
export const settled = (page) =>
  page.waitForFunction(() => document.querySelector("main h1, .sign-in") && ![...document.querySelectorAll("[role=status]")].some((one) => /on (their|its) way|longer than usual/.test(one.textContent)));

/** Lets a page ask in pages of one row, whatever it asks for, where an address fits. */
export const short = (page, fits) =>
  page.route(fits, (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", "1");
    return route.continue({ url: url.href });
  });
