// The small fixed cast that the examples of the API's document are about: its ids are 1 (a second creator is 2), its history is
// of September 2025, and what cannot be known beforehand has a name in braces.
import assert from "node:assert/strict";
import { DEAD, iso, mint } from "./start.mjs";

/** What a deployment of the cast has set. */
export const vars = {
  HOSTS: JSON.stringify([{
    host: "localhost", root: "https://shop.example/",
    apps: { ios: ["TEAMID1234.com.brand.app"], android: [{ package: "com.brand.app", sha256: [Array(32).fill("AB").join(":")] }] },
  }]),
  REPORTING_CURRENCY: "EUR",
  MARGIN_PERCENT: "40",
};

/** What came of September 2025, as POST /v1/import takes it. */
function past() {
  const lines = [];
  for (let day = 1; day <= 5; day += 1) {
    const at = `2025-09-${String(day).padStart(2, "0")}`;
    const visitor = `person-${day}`;
    const whose = day % 3 === 0 ? { creator: "luna" } : { link: "localhost/sarah" };
    lines.push({ type: "click", id: `c-${day}`, at: `${at}T10:00:00Z`, visitor, country: "DE", device: "mobile", ...whose });
    lines.push({ type: "landing", id: `s-${day}`, at: `${at}T10:05:00Z`, visitor, source: "google", medium: "organic" });
    if (day % 2 === 0) {
      lines.push({ type: "sale", order_id: `past-${10_000 + day}`, at: `${at}T11:00:00Z`, visitor, total_minor: 7_930, currency: "EUR", customer: `person-${day % 7}@example.com` });
    }
  }
  lines.push({ type: "sale", order_id: "past-10031", at: "2025-09-05T11:00:00Z", visitor: "person-4", total_minor: 7_930, currency: "EUR", code: "MIRA10" });
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

/** Makes the cast on a Worker that was just started; gives the names in braces. */
export async function cast(edge) {
  const { must } = edge;
  const mira = await must(201, "POST", "/v1/creators", { name: "Mira Sol" });
  await must(201, "POST", "/v1/creators", { name: "Luna" });
  const page = await must(201, "POST", "/v1/creator_pages", { creator_id: mira.id });
  await must(201, "POST", "/v1/campaigns", { name: "Autumn", goal: "sales" });
  const split = [{ destination: "https://shop.example/a", weight: 50, name: "a" }, { destination: "https://shop.example/b", weight: 50, name: "b" }];
  const link = await must(201, "POST", "/v1/links", { destination: "https://shop.example/lamp", creator_id: mira.id, campaign_id: 1, slug: "sarah", rules: [{ when: { device: ["tablet"] }, split }] });
  assert.deepEqual([mira.id, link.id], [1, 1], "the cast is made on a Worker that has nothing yet");
  await must(201, "POST", "/v1/codes", { code: "MIRA10", creator_id: 1 });
  await must(201, "POST", "/v1/surveys", { handle: "how", question: "Who sent you?", creator_ids: [1], other_options: ["A friend"] });
  await must(201, "POST", "/v1/costs", { creator_id: 1, kind: "fee", amount_minor: 50_000, currency: "EUR", from_day: "2025-09-01", to_day: "2025-09-30" });
  await must(201, "POST", "/v1/posts", { handle: "reel-0", creator_id: 1, platform: "instagram" });
  await must(201, "POST", "/v1/stats", { creator_id: 1, platform: "instagram", day: "2025-09-20", followers: 48_000 });
  await must(201, "POST", "/v1/targets", { metric: "roas", value: 3, from_day: "2025-09-01", to_day: "2025-09-30" });
  await must(201, "POST", "/v1/rates", { currency: "GBP", day: "2025-09-01", rate: "1.15", source: "ECB" });
  await must(201, "POST", "/v1/baselines", { metric: "cac", value: 2_000, currency: "EUR" });
  await must(201, "POST", "/v1/domains", { host: "links.brand.example" });
  await must(201, "POST", "/v1/keys", { name: "Report", scopes: ["reports:read"] });
  const site = await must(201, "POST", "/v1/sites", { name: "Shop", origins: ["https://shop.example"] });
  const analytics = await must(201, "POST", "/v1/sources", { name: "Analytics", handle: "analytics", kind: "ga4" });
  const network = await must(201, "POST", "/v1/sources", { name: "Network", handle: "network", kind: "postback", trusted: true });
  await must(201, "POST", "/v1/webhooks", { name: "CRM", url: "https://crm.example/hook", events: ["conversion.accepted"] });
  const { text } = await edge.call("POST", "/v1/import?name=past-2025", past(), { headers: { "content-type": "application/x-ndjson" } });
  assert.equal(JSON.parse(text).refused, 0, text);
  await must(201, "POST", "/v1/conversions", { kind: "sale", order_id: "cast-1", total_minor: 1_000, currency: "EUR", occurred_at: iso() });
  const bought = JSON.stringify({ client_id: "1.1", events: [{ name: "purchase", params: { transaction_id: "T-cast", value: 10, currency: "EUR" } }] });
  await must(200, "POST", `/v1/hooks/analytics?api_secret=${encodeURIComponent(analytics.secret)}`, bought);
  await edge.control("INSERT INTO dead_letter (queue, reason, body, received_at) VALUES (?, 'retries were exhausted', ?, ?)", DEAD, edge.message([edge.row({ link: 1 })]), Date.now());
  await must(200, "POST", "/v1/privacy/erase", { visitor: "77" });
  await must(200, "POST", "/v1/rollups", {});
  return { page_token: page.address.split("#")[1], click_id: mint({ link: 1 }), site_key: site.key, ga4_secret: analytics.secret, postback_secret: network.secret };
}
