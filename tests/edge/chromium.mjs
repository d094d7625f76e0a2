// A real Chromium without a window, and a shop for it to visit: pages by path, and a record of what they send.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { until } from "./start.mjs";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = PLACES.find((place) => place && existsSync(place));

/** Why tests in a browser are left out here, or false. */
export const skip =
  executablePath === undefined && "no Chromium: `sudo apt-get install -y chromium` installs it, or CHROMIUM names one elsewhere";

// A Chromium without a window calls itself headless, which is a bot's name.
const PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", `--user-agent=${PERSON}`];
const SNIPPET = new URL("../../src/edge/snippet/wm-1.js", import.meta.url);
export const KEY = "wms_1_aaaaaaaaaaaaaaaaaaaaaa";

/**
 * A new browser profile; `blocked` lets pages store nothing, as when all cookies are blocked, `gpc` is Global Privacy
 * Control, `back` keeps pages to go back to, as browsers do that nobody steers. Errors that reach a page are kept in `errors`.
 */
export async function profile({ blocked = false, gpc = false, back = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "waymark-chromium-"));
  mkdirSync(join(folder, "Default"));
  const preferences = blocked ? { profile: { default_content_setting_values: { cookies: 2 } } } : {};
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: FLAGS,
    ...(back && { ignoreDefaultArgs: ["--disable-back-forward-cache"] }),
    ...(gpc && { extraHTTPHeaders: { "sec-gpc": "1" } }),
  });
  if (gpc) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
  const errors = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  return {
    context,
    errors,
    /** A new page; `before` runs in it ahead of everything, `ago` puts its clock back by so many milliseconds. */
    async page({ before, ago = 0 } = {}) {
      const page = await context.newPage();
      if (ago) await page.addInitScript(`{ const now = Date.now; Date.now = () => now() - ${ago}; }`);
      if (before) await page.addInitScript(before);
      return page;
    },
    async close() {
      await context.close();
      await remove(folder);
    },
  };
}

/** Opens an address in a browser that nobody steers; gives what closes it. */
export function alone(address) {
  const folder = mkdtempSync(join(tmpdir(), "waymark-chromium-"));
  // A group of its own: the browser's children go with it, and write nothing into the folder that is being removed.
  const running = spawn(executablePath, ["--headless", ...FLAGS, `--user-data-dir=${folder}`, address], { stdio: "ignore", detached: true });
  return async () => {
    const ended = new Promise((done) => running.on("exit", done));
    process.kill(-running.pid, "SIGKILL");
    await ended;
    await remove(folder);
  };
}

// A dying browser may write once more between the listing and the removal of a folder, so the whole is tried again. What
// stays after that is the system's to clear: it says nothing about a page.
async function remove(folder) {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** A server for `shop.localhost` and `go.localhost`: the shop's pages, and in the Worker's place the snippet and a record. */
export async function serve() {
  const pages = new Map([["/nothing", "<p>nothing"]]);
  const bodies = [];
  const carts = [];
  const asked = [];
  const server = http.createServer((request, answer) => {
    const { pathname } = new URL(request.url, "http://shop.localhost");
    asked.push(request.url);
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString("utf8");
      if (pathname === "/wm.js") return answer.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(SNIPPET));
      if (pathname === "/v1/collect") {
        bodies.push({ type: request.headers["content-type"], origin: request.headers.origin, ...JSON.parse(body) });
        return answer.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" }).end('{"items":[]}');
      }
      if (pathname === "/cart/update.js") {
        carts.push({ type: request.headers["content-type"], body });
        return answer.writeHead(200, { "content-type": "application/json", "set-cookie": "cart=c1; Path=/" }).end("{}");
      }
      const html = pages.get(pathname);
      answer.writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" }).end(html);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  const shop = `http://shop.localhost:${port}`;
  const go = `http://go.localhost:${port}`;
  let path = 0;
  return {
    shop,
    go,
    pages,
    bodies,
    carts,
    asked,
    /** Puts a page with the snippet into the shop and gives its address; `attributes` are the script's. */
    put(attributes = "", body = "", { origin = go, key = KEY, head = "" } = {}) {
      path += 1;
      const script = `<script async src="${origin}/wm.js" data-site="${key}" ${attributes}></script>`;
      pages.set(`/p${path}`, `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${head}${script}<body>${body}`);
      return `${shop}/p${path}`;
    },
    /** Puts a page without the snippet into the shop and gives its address. */
    bare(html) {
      path += 1;
      pages.set(`/p${path}`, html);
      return `${shop}/p${path}`;
    },
    /**
     * Everything that pages have sent since the last call. A page's own `page` event comes last and is left out: what was
     * not sent before it never is.
     */
    async sent(page) {
      await loaded(page);
      await page.evaluate(() => waymark("page"));
      const events = () => bodies.flatMap((body) => body.events.map((event) => ({ ...event, consent: body.consent })));
      await until("the page's own event has come", () => events().at(-1)?.type === "page");
      const all = events().slice(0, -1);
      bodies.length = 0;
      return all;
    },
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}

/** Waits until the snippet runs in a page. */
export const loaded = (page) => page.waitForFunction(() => window.waymark?.length === 2);

/** What the snippet has stored in a page, as a list. */
export const stored = (page) => page.evaluate(() => localStorage.wm?.split(",") ?? null);

/** A click id in form only: of `number`, of no key of anybody. */
export const clickId = (number = 1) => String(number).padStart(39, "EAAAAAQGk");

/** Seconds as touches write them. */
export const seconds = (ms = Date.now()) => Math.floor(ms / 1000).toString(36);
