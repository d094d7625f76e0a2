// What is behind a link: shown before anybody follows it, to people and programs; in a real browser nothing of it runs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { profile, skip } from "./chromium.mjs";
import { address, iso, start, until, word } from "./start.mjs";

const edge = await start();
let browser;
before(async () => {
  if (!skip) browser = await profile();
});
after(() => Promise.all([edge.close(), browser?.close()]));

const PAGE = "text/html,application/xhtml+xml,*/*;q=0.8";
const ask = (path, over = {}) => edge.request(path, { ip: address(), headers: { accept: PAGE }, ...over });

/** Payloads of our own, each for another place of a page. */
const HOSTILE = [
  `https://shop.example/"><script>document.title='ran'</script>`,
  `https://shop.example/'onmouseover='document.title=1`,
  `https://shop.example/?q=</h1></a><img/src=x/onerror=document.title='ran'>`,
  `https://shop.example/#--></style></title></textarea><svg/onload=document.title='ran'>`,
  `https://shop.example/?a=javascript:document.title='ran'//"'\`><iframe/srcdoc='<script>1</script>'>`,
  `https://shop.example/&#34;&quot;><meta/http-equiv=refresh/content=0;url=//evil.example>`,
  `https://shop.example/<base/href=//evil.example><link/rel=stylesheet/href=//evil.example/x.css>`,
  `https://shop.example/?{{constructor.constructor('document.title=1')()}}\${7*7}<%=7*7%>`,
];

/** A link whose destination is as it stands, past what the API would take; unknown to the isolate until it is asked for. */
async function hostile(destination) {
  const link = await edge.make.link();
  const slug = word();
  await edge.control(
    `INSERT INTO link (host, slug, destination, target, creator_id, utm, enabled, version, published, created_at, updated_at)
     SELECT host, ?1, ?2, ?2, creator_id, utm, enabled, version, version, created_at, updated_at FROM link WHERE id = ?3`,
    slug, destination, link.id,
  );
  return slug;
}

test("the page says where a link goes, with its tags and without a click id", async () => {
  const { slug } = await edge.make.link({ destination: "https://shop.example/lamp?a=1#top", platform: "tiktok" });
  for (const end of ["+", "%2B", "%2b", "+/"]) {
    const reply = await ask(`/${slug}${end}`);
    assert.equal(reply.status, 200, end);
    assert.match(reply.text, /<h1>shop\.example<\/h1>/);
    const href = reply.text.match(/<a href="([^"]*)" rel="noopener noreferrer nofollow">\1<\/a>/)[1].replaceAll("&amp;", "&");
    assert.match(href, /^https:\/\/shop\.example\/lamp\?a=1&utm_source=tiktok&.*#top$/);
    assert.doesNotMatch(href, /[?&]wm=/);
    const { headers } = reply;
    assert.match(headers["content-security-policy"], /^default-src 'none';/);
    assert.match(headers["cache-control"], /no-store/);
    assert.match(headers["x-robots-tag"], /noindex/);
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["set-cookie"], undefined);
  }
});

test("programs get JSON", async () => {
  const expires_at = iso(Date.now() + 3_600_000);
  const { slug } = await edge.make.link({ destination: "https://münchen.example/x", expires_at });
  const { status, json, headers } = await ask(`/${slug}+`, { headers: { accept: "application/json" } });
  assert.equal(status, 200);
  assert.equal(headers["content-type"], "application/json");
  assert.deepEqual([json.host, json.hosts, json.depends_on, json.ends_at], ["xn--mnchen-3ya.example", ["xn--mnchen-3ya.example"], [], expires_at]);
  assert.match(json.destination, /^https:\/\/xn--mnchen-3ya\.example\/x\?/);
});

test("looking counts nothing and keeps nothing, also of a cookie's host", async () => {
  const link = await edge.make.link({ host: "full.test" });
  for (const path of [`/${link.slug}+`, `/${link.slug}.qr`, `/${link.slug}.qr.png`, `/${link.slug}-no+`])
    assert.equal((await ask(path, { host: "full.test" })).headers["set-cookie"], undefined, path);
  await edge.drained();
  assert.deepEqual(await edge.eventsOf(link), []);
  assert.deepEqual(await edge.events("SELECT * FROM event WHERE link = 0 AND address LIKE ?", `%${link.slug}%`), []);
});

test("a dead link is answered as one that never was", async (t) => {
  const never = await ask(`/${word()}+`);
  assert.equal(never.status, 404);
  assert.match(never.text, /leads nowhere/);
  const archived = await edge.make.link();
  await edge.must(204, "DELETE", `/v1/links/${archived.id}`);
  const expired = await edge.make.link({ expires_at: iso(Date.now() + 900) });
  await until("it is over", async () => (await ask(`/${expired.slug}`)).status === 404);
  const dead = {
    archived, expired,
    disabled: await edge.make.link({ enabled: false }),
    "not begun": await edge.make.link({ starts_at: iso(Date.now() + 3_600_000) }),
    "on another host": await edge.make.link({ host: "none.test" }),
  };
  for (const [name, { slug }] of Object.entries(dead))
    await t.test(name, async () => {
      for (const path of [`/${slug}+`, `/${slug}.qr`, `/${slug}.qr.png`]) {
        const reply = await ask(path);
        assert.deepEqual([reply.status, reply.text, reply.headers["cache-control"]], [404, never.text, never.headers["cache-control"]], path);
      }
      assert.equal((await ask(`/${slug}+`, { headers: { accept: "application/json" } })).status, 404);
    });
  // Also where the host has an address for the lost: nobody is sent anywhere by looking.
  assert.equal((await ask(`/${word()}+`, { host: "brand.test" })).status, 404);
  assert.equal((await ask(`/${word()}+`, { host: "nobody.test" })).status, 421);
});

test("whoever looks for links behind addresses is slowed as whoever follows them", async (t) => {
  const strict = await start({ scan: 3 });
  t.after(() => strict.close());
  const link = await strict.make.link();
  const ip = address();
  const statuses = [];
  for (let turn = 0; turn < 6; turn += 1) statuses.push((await strict.request(`/${word("guess")}${["+", ".qr"][turn % 2]}`, { ip })).status);
  assert.ok(statuses.includes(429) && statuses.filter((status) => status === 404).length >= 3, statuses.join(" "));
  assert.equal((await strict.request(`/${link.slug}+`, { ip })).status, 200);
});

test("where nobody can say, it is said to try again", async (t) => {
  const faulty = await start({ faulty: true });
  t.after(() => faulty.close());
  await faulty.faults.during([{ target: "KV", mode: "before" }, { target: "DB", mode: "before" }], async () => {
    for (const end of ["+", ".qr"]) assert.equal((await faulty.request(`/${word()}${end}`)).status, 503, end);
  });
});

test("hostile destinations are text in the answer", async () => {
  const plain = (await ask(`/${await hostile("https://shop.example/")}+`)).text;
  const tags = (text) => text.match(/[<>]/g).length;
  for (const destination of HOSTILE) {
    const { status, text } = await ask(`/${await hostile(destination)}+`);
    assert.equal(status, 200, destination);
    assert.equal(tags(text), tags(plain), destination);
  }
});

test("hostile destinations are text in a browser: nothing runs, nothing is loaded, the link leads to its host", { skip }, async () => {
  const page = await browser.page();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => (asked.push(dialog.message()), dialog.dismiss()));
  for (const destination of [...HOSTILE, "javascript:document.title='ran'", "data:text/html,<script>1</script>"]) {
    asked.length = 0;
    const at = `http://localhost:${edge.origin.port}/${await hostile(destination)}+`;
    await page.goto(at);
    assert.equal(await page.title(), "Where this link leads");
    const tags = await page.$$eval("*", (all) => all.map(({ tagName }) => tagName.toLowerCase()));
    const web = destination.startsWith("https:");
    assert.deepEqual(tags, ["html", "head", "meta", "meta", "title", "style", "body", "p", "h1", "p", ...(web ? ["a"] : []), "p"], destination);
    const shown = await page.locator(web ? "a" : "h1 + p").innerText();
    assert.equal(shown.replace(/\s/g, ""), destination.replace(/\s/g, ""));
    if (web) {
      assert.equal(await page.locator("a").evaluate((link) => link.host), "shop.example");
      await page.locator("a").hover();
    }
    assert.deepEqual(asked.filter((url) => url !== at && !url.endsWith("/favicon.ico")), []);
    assert.deepEqual(await page.$$eval("a", (all) => all.map(({ attributes }) => attributes.length)), web ? [2] : []);
  }
  await page.close();
});
