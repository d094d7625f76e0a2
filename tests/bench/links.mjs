// The links group: a hundred thousand links made by bulk calls, published behind, listed page by page, and followed.
import { load, plan } from "./load.mjs";
import { ADMIN_KEY, ask, post } from "./http.mjs";
import { median } from "./clicks.mjs";

const EACH = 1_000; // links a call
const ROUNDS = 3;
const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

async function get(server, path) {
  const { status, text } = await ask(server.url + path, { headers });
  if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text}`);
  return JSON.parse(text);
}

const count = async (server, where = "true") =>
  (await server.batch("DB", [[`SELECT count(*) AS n FROM link WHERE ${where}`]]))[0][0].n;

/** Makes `links` by bulk calls, one behind the other; gives how long each took. */
async function fill(server, links) {
  const creator = await post(server.url, "/v1/creators", { name: "Bulk" });
  const whose = { creator_id: creator.id, platform: "tiktok" };
  const taken = [];
  for (let at = 0; at < links; at += EACH) {
    const items = Array.from({ length: EACH }, (_, next) => ({
      ...whose, destination: `https://shop.example/jackets/winter-${at + next}?size=m&colour=black`, post: `reel-${at + next}`,
      external_id: `crm-${at + next}`,
    }));
    const began = performance.now();
    const answer = await post(server.url, "/v1/links/bulk", items);
    taken.push(performance.now() - began);
    if (answer.created !== EACH) throw new Error(`${answer.created} of ${EACH} links were made`);
  }
  return { creator, taken };
}

/** Pages through all links of the creator, one more being made at each page, and says what a page takes. */
async function list(server, creator, links) {
  const [seen, taken] = [new Set(), []];
  let [cursor, made] = ["", 0];
  do {
    const began = performance.now();
    const page = await get(server, `/v1/links?limit=100&creator_id=${creator.id}${cursor && `&cursor=${cursor}`}`);
    taken.push(performance.now() - began);
    for (const { id } of page.items) {
      if (seen.has(id)) throw new Error(`link ${id} is on two pages`);
      seen.add(id);
    }
    if (page.next && taken.length % 50 === 0) {
      await post(server.url, "/v1/links", { destination: "https://shop.example/", creator_id: creator.id });
      made += 1;
    }
    cursor = page.next;
  } while (cursor);
  if (seen.size !== links + made) throw new Error(`${seen.size} links were listed of ${links + made}`);
  return { pages: taken.length, page_ms: median(taken), last_ms: taken.at(-1) };
}

/** What each filter takes where it finds one link, or none, of all. */
async function filters(server, creator, links) {
  const of = { external_id: `external_id=crm-${links - 1}`, q: "q=nowhere-to-be-found", platform: "platform=youtube", changed_since: "changed_since=2099-01-01T00:00:00Z", failing: "failing=true", slug: "slug=nowhere" };
  const taken = {};
  for (const [name, query] of Object.entries(of)) {
    const began = performance.now();
    await get(server, `/v1/links?${query}`);
    taken[name] = performance.now() - began;
  }
  return taken;
}

/** CPU of a click before and after there were so many links. */
async function clicks(server, { file, seconds, connections, core, onStart }) {
  const taken = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = server.cpu();
    const loaded = await load({ url: server.url, file, seconds, connections, core, onStart });
    await server.rest();
    taken.push((server.cpu().all - before.all) / loaded.requests);
  }
  return median(taken);
}

/** Fills, waits until what is published behind the replies is, lets a cron go on, pages, asks by each filter, and compares clicks. */
export async function links(server, { links: wanted, bench, say, ...how }) {
  const file = plan(bench, 5);
  await clicks(server, { file, ...how }); // warm
  const click_before_us = await clicks(server, { file, ...how });
  say(`links: ${wanted} by bulk calls of ${EACH}`);
  const cpu = server.cpu().all;
  const began = performance.now();
  const { creator, taken } = await fill(server, wanted);
  const seconds = (performance.now() - began) / 1000;
  const stored = await count(server, `creator_id = ${creator.id}`);
  if (stored !== wanted) throw new Error(`${stored} links are stored of ${wanted}`);
  const owed_at_end = await count(server, "published < version");
  // Those that publish behind a reply give up after 25 s; the rest is the cron's.
  await server.rest();
  const published_seconds = (performance.now() - began) / 1000;
  const owed_at_rest = await count(server, "published < version");
  const cpu_us = (server.cpu().all - cpu) / wanted;
  const run = performance.now();
  await post(server.url, "/v1/rollups", {});
  const healed = { links: owed_at_rest - (await count(server, "published < version")), seconds: (performance.now() - run) / 1000 };
  const sorted = [...taken].sort((a, b) => a - b);
  say(`links: ${(wanted / seconds).toFixed(0)}/s, ${owed_at_rest} not published when it rested`);
  const listed = await list(server, creator, wanted);
  const filtered = await filters(server, creator, wanted);
  const click_after_us = await clicks(server, { file, ...how });
  return {
    links: wanted, seconds, per_second: wanted / seconds, call_p50_ms: median(taken), call_p99_ms: sorted[Math.floor(sorted.length * 0.99)],
    owed_at_end, owed_at_rest, published_seconds, healed, cpu_us, listed, filtered, click_before_us, click_after_us,
  };
}
