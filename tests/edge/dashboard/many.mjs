// Made answers of the reports for as many creators as one likes, in the shape of the real ones; run by itself it measures how
// soon the ranking of 1,000 creators over 90 days stands on the screen once its answer is there.
import { pathToFileURL } from "node:url";
import { DAY, dayOf } from "../start.mjs";
import { audience, stage } from "./stage.mjs";

const RANGE = `from=${dayOf(Date.now() - 90 * DAY)}&to=${dayOf(Date.now() - DAY)}`;

/** Answers the ranking and what stands beside it on `page` with `count` creators, made of the rows of the real answers. */
export async function many(edge, page, count) {
  for (const [name, query] of [["ranking", RANGE], ["performance", `by=creator&${RANGE}`]]) {
    const real = await edge.must(200, "GET", `/v1/reports/${name}?${query}`);
    const creator = (n) => ({ id: n + 1, name: `Creator ${n + 1}`, handle: `creator-${n + 1}` });
    const rank = (n) => (name === "ranking" ? { rank: n + 1, rank_by_lower_bound: count - n } : {});
    const rows = Array.from({ length: count }, (_, n) => ({ ...real.rows[n % real.rows.length], ...rank(n), creator: creator(n) }));
    const body = JSON.stringify({ ...real, rows, next: null });
    await page.route(`**/v1/reports/${name}*`, (route) => route.fulfill({ contentType: "application/json", body }));
  }
}

/** Milliseconds from the answer's first byte to the frame with its rows. */
async function took(page) {
  await page.evaluate(() => {
    const ask = globalThis.fetch;
    globalThis.fetch = async (...said) => {
      const reply = await ask(...said);
      if (/reports\/ranking/.test(said[0])) globalThis.arrived = performance.now();
      return reply;
    };
    const look = () => {
      if (document.querySelectorAll("tbody th[scope=row]").length > 10) globalThis.shown = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.click("nav a >> text=Creators");
  await page.waitForFunction(() => globalThis.shown);
  return page.evaluate(() => Math.round(globalThis.shown - globalThis.arrived));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const count = Number(process.argv[2] ?? 1_000);
  const edge = await stage();
  const seen = await audience(edge);
  const found = [];
  for (let round = 0; round < 5; round++) {
    const page = await seen.open(`/settings?${RANGE}`);
    await page.waitForSelector("h1");
    await many(edge, page, count);
    found.push(await took(page));
    await page.close();
  }
  console.log(`${count} creators over 90 days stand on the screen ${found.join(", ")} ms after their answer arrived`);
  await seen.close();
  await edge.close();
}
