// Every address of the dashboard, on a telephone and on a desk, light and dark: nothing that keeps somebody out, nothing from
// elsewhere, nothing wider than the screen. `SCREENSHOTS=folder` keeps a picture of each.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

const FACE = new URL("../../../src/face/dashboard/", import.meta.url);
/** The first words of addresses that a file of the dashboard names. */
const named = (file) => [...readFileSync(new URL(file, FACE), "utf8").matchAll(/\bat: "([^"]*)"/g)].map(([, at]) => at);

const SIZES = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
const QUERY = `?from=${FROM}&to=${TO}`;
const PICTURES = process.env.SCREENSHOTS;

let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
  await furnish();
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

/** One of everything that the demo has not, so that no page is empty. */
async function furnish() {
  await edge.make.key(["reports:read"], { name: "A marketer" });
  await edge.make.site();
  await edge.must(201, "POST", "/v1/webhooks", { name: "CRM", url: "https://crm.example/hook", events: ["conversion.accepted"] });
  await edge.must(201, "POST", "/v1/domains", { host: "go.brand.test", page: { name: "Brand", color: "#3342c4" } });
  const source = await edge.must(201, "POST", "/v1/sources", { name: "Shop", kind: "standard" });
  await edge.request(`/v1/hooks/${source.handle}`, { method: "POST", body: '{"type":"order.paid"}' });
}

/** An address without what tells one thing from another: pages of one kind are looked at once, and so are imports. */
const kind = (path) => (path.endsWith("/import") ? "import" : path.split("/").map((part, at) => (at > 0 && /\d/.test(part) ? "#" : part)).join("/"));

/** Goes to an address within the page that is open. */
async function go(page, path) {
  await page.evaluate((address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/dashboard/${path}${QUERY}`);
  await settled(page);
  // What just arrived is drawn before it is looked at.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Addresses of ours that the open page leads to, without what they are asked for. */
const ways = (page) =>
  page.evaluate(() => [...document.querySelectorAll("main a[href]")].filter((a) => a.origin === location.origin && /^\/dashboard\/./.test(a.pathname)).map((a) => decodeURIComponent(a.pathname.slice("/dashboard/".length))));

/** What is wrong with the page as it stands; at a desk by day and on a telephone by night, which are all that there is to see. */
async function wrongs(page, path, { width, dark }) {
  const found = dark === width < 1000 ? (await faults(page)).map((fault) => `${path} at ${width}${dark ? ", dark" : ""}: ${fault}`) : [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) found.push(`${path} is ${wide} px wider than ${width}`);
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${path.replaceAll("/", "-") || "overview"}-${width}${dark ? "-dark" : ""}.png`), fullPage: true });
  return found;
}

/** Looks at one address in every size and scheme; gives what is wrong, and where its links lead. */
async function look(page, path) {
  await page.setViewportSize(SIZES[0]);
  await go(page, path);
  const wrong = (await page.getByText("There is no such page.").count()) > 0 ? [`${path} is no page`] : [];
  const found = await ways(page);
  for (const { width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    for (const dark of [false, true]) {
      if (!PICTURES && dark && width > 1000) continue;
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      wrong.push(...(await wrongs(page, path, { width, dark })));
    }
  }
  return { wrong, found };
}

test("no page keeps anybody out, asks elsewhere or is wider than the screen, wherever its links lead", { skip }, async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  const left = [...named("pages.ts"), ...named("pages/settings/places.tsx").map((at) => `settings/${at}`)];
  const known = new Set(left.map(kind));
  const wrong = [];
  // Two at a time, as there are cores.
  const walk = async () => {
    const page = await seen.open(QUERY);
    await settled(page);
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      const looked = await look(page, path);
      wrong.push(...looked.wrong);
      left.push(...looked.found.filter((way) => !known.has(kind(way)) && known.add(kind(way))));
    }
    await page.close();
  };
  await Promise.all([walk(), walk()]);
  assert.deepEqual(wrong, []);
  assert.ok(known.size > named("pages.ts").length + 20, `few pages were found: ${[...known].join(", ")}`);
  seen.fine();
});

/** Forms that somebody fills in for minutes. */
const FORMS = ["settings/keys/new", "settings/ledger/costs/new", "settings/hosts/new", "settings/sources/new", "settings/codes/new", "settings/privacy"];

test("a key that ends over a half-filled form takes nothing of it", { skip }, async () => {
  let held = await edge.make.key(["admin"]);
  const page = await seen.open(QUERY, { key: held.key });
  await settled(page);
  for (const path of FORMS) {
    await go(page, path);
    const form = page.locator("main form.form").first();
    const fields = form.locator("input:not([type=checkbox], [type=radio], [type=date], [type=datetime-local]), textarea");
    assert.ok((await fields.count()) > 0, path);
    for (const field of await fields.all()) await field.fill("7");
    await edge.must(204, "DELETE", `/v1/keys/${held.id}`);
    await form.locator("button:not([type])").click();
    await page.locator("dialog .sign-in input").waitFor();
    held = await edge.make.key(["admin"]);
    await page.fill("dialog .sign-in input", held.key);
    await page.keyboard.press("Enter");
    await page.locator("dialog .sign-in").waitFor({ state: "detached" });
    const kept = await fields.evaluateAll((all) => all.map(({ value }) => value));
    assert.ok(kept.length > 0 && kept.every((value) => value === "7"), `${path}: ${kept}`);
  }
  seen.fine();
  await page.close();
});
