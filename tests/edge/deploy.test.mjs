// scripts/deploy without an account: what an environment may say, what is made of it, what is refused, and wrangler's own dry run.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { configuration, names } from "../../scripts/deploy_config.mjs";
import { SECRETS, VARIABLES, environment } from "../../scripts/deploy_environment.mjs";
import { phases, refusals, resources, way_back } from "../../scripts/deploy_plan.mjs";
import { kept, made } from "../../scripts/deploy_secrets.mjs";
import { ROOT } from "./guide_blocks.mjs";
import { FREE, PAID, base, configured, mini, ran, said, until } from "./deployed.mjs";

const folder = mkdtempSync(join(tmpdir(), "waymark-deploy-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const deploy = (...args) => ran(args, { CLOUDFLARE_API_TOKEN: "", HOME: folder, XDG_CONFIG_HOME: folder });

test("without an environment nothing happens, and it says how to name one", async () => {
  for (const [args, word] of [[[], /name one environment/], [["nowhere"], /copy environments\/example\.toml/], [["live", "--dry-rum"], /usage/], [["--help"], /usage/]]) {
    const { code, said } = await deploy(...args);
    assert.equal(code, args[0] === "--help" ? 0 : 2, said);
    assert.match(said, word);
  }
});

test("everything that is wrong in an environment is said at once", () => {
  const { faults } = environment("live", 'plan = "cheap"\nzone = "+01:00"\nhost = "go.brand.test"\n[vars]\nADMIN_KEY = "x"\nMARGIN = "60"\n');
  for (const word of [/"host" is no key/, /plan is "paid" or "free"/, /zone "\+01:00" is no IANA name/, /no host/, /ADMIN_KEY is a secret/, /"MARGIN" is no variable/])
    assert.ok(faults.some((fault) => word.test(fault)), `${word}: ${faults.join("\n")}`);
});

test("each wrong line is named with what may stand there", () => {
  for (const [text, word] of [
    [PAID.replace("Europe/Berlin", "Berlin"), /no IANA name/],
    [PAID.replace('zone = "Europe/Berlin"\n', ""), /zone is missing/],
    [PAID.replace("go.brand.test", "https://go.brand.test/"), /without https/],
    [PAID.replace("go.brand.test", "localhost:8787"), /no name such as/],
    [`${PAID}mode = "route"\n`, /say zone_name/],
    [`account_id = "mine"\n${PAID}`, /32 letters/],
    [`events_from = ["soon"]\n${PAID}`, /list of days/],
    [`events_from = ["2027-06-01", "2027-01-01"]\n${PAID}`, /in their order/],
    [`${PAID}zone_name = 5\n`, /zone_name of go\.brand\.test is the name of a zone in quotes, such as "brand\.example", not 5\./],
    [PAID.replace("[[hosts]]", "[hosts]"), /hosts is one table: write \[\[hosts\]\], with two brackets/],
    [`hosts = ["go.brand.test"]\nzone = "UTC"\n`, /hosts holds "go\.brand\.test": write \[\[hosts\]\]/],
    [`vars = "INTERNAL"\n${PAID}`, /vars is a table/],
    [`${PAID}[vars]\nMARGIN_PERCENT = true\n`, /MARGIN_PERCENT is a text in quotes or a number, not true/],
    [`name = 5\n${PAID}`, /name is a text of small letters.*not 5/],
    ["zone = ", /no TOML/],
  ])
    assert.match(environment("live", text).faults?.join("\n") ?? "none", word, text);
  assert.match(environment("Live!", PAID).faults[0], /no name of an environment/);
});

test("the example is an environment, but its hosts are nobody's", () => {
  const example = said(readFileSync(join(ROOT, "environments/example.toml"), "utf8"), "example");
  const refused = refusals(example, { facts: { lacks: [] }, has: {}, may: new Set(), today: "2026-11-21" });
  assert.deepEqual(refused, ["host go.brand.example is an example: name your own."]);
});

test("the sample of a host and a shard more is an environment", () => {
  const sample = said(readFileSync(join(ROOT, "tests/edge/samples/host_more.toml"), "utf8"));
  assert.deepEqual(sample.hosts.map(({ host }) => host), ["go.brand.example", "vip.brand.example"]);
  assert.deepEqual(Object.keys(names(sample).databases), ["DB", "EVENTS_0", "EVENTS_1"]);
});

test("every variable and secret that the Worker reads can be said, and no other", () => {
  const read = ["settings.rs", "privacy/keep.rs"].map((file) => readFileSync(join(ROOT, "src/domain", file), "utf8")).join("\n");
  const known = new Set([...read.matchAll(/"([A-Z]+(?:_[A-Z]+)*)"/g)].map(([, name]) => name).filter((name) => name !== "UTC" && !name.startsWith("BENCH")));
  assert.deepEqual([...known].sort(), [...VARIABLES, ...SECRETS, "HOSTS", "ZONE", "EVENTS_FROM"].sort());
});

test("a configuration is wrangler.toml with the environment's names, ids, hosts and variables", () => {
  const config = configured(`${PAID}visitor = "none"\n[[hosts]]\nhost = "brand.test"\nmode = "route"\nzone_name = "brand.test"\n[vars]\nMARGIN_PERCENT = 60\n`);
  assert.equal(config.name, "waymark-live");
  assert.deepEqual(config.kv_namespaces, [{ binding: "KV", id: "kv-id" }]);
  assert.deepEqual(config.d1_databases.map((one) => [one.binding, one.database_name, one.database_id]), [["DB", "waymark-live", "id-0"], ["EVENTS_0", "waymark-live-events-0", "id-1"]]);
  assert.deepEqual(config.vars.HOSTS, [{ host: "go.brand.test", visitor: "none" }, { host: "brand.test", mode: "route" }]);
  assert.deepEqual([config.vars.ZONE, config.vars.MARGIN_PERCENT, config.vars.CLICK_PARAMETER], ["Europe/Berlin", "60", "wm"]);
  assert.deepEqual(config.routes, [{ pattern: "go.brand.test", custom_domain: true }, { pattern: "brand.test/*", zone_name: "brand.test" }]);
  assert.deepEqual(config.services, [{ binding: "ORIGIN", service: "waymark-live-origin" }]);
  assert.deepEqual(config.queues.producers.map(({ queue }) => queue), ["waymark-live-events", "waymark-live-webhooks"]);
  assert.equal(config.queues.consumers[0].dead_letter_queue, "waymark-live-events-dead");
  assert.equal(config.queues.consumers.length, 3);
  assert.equal(config.build, undefined);
});

test("two environments share no name and no rate limit", () => {
  const [one, two] = ["live", "shop"].map((name) => configuration(base, said(PAID, name), { databases: {} }, { up: "." }));
  for (const part of [({ name }) => [name], ({ d1_databases }) => d1_databases.map((one) => one.database_name), ({ ratelimits }) => ratelimits.map((one) => one.namespace_id), ({ queues }) => queues.consumers.map((one) => one.queue)])
    assert.equal(new Set([...part(one), ...part(two)]).size, 2 * part(one).length);
});

test("the free plan has no queues, no limits and no cron for checks", () => {
  const config = configured(FREE);
  assert.deepEqual([config.queues, config.limits], [undefined, undefined]);
  assert.deepEqual(config.triggers.crons, ["*/10 * * * *", "25 0 * * *"]);
  assert.deepEqual(names(said(FREE)).queues, []);
});

test("the Worker runs on what the free plan binds: clicks are stored at once, webhooks sent by the cron", async (t) => {
  const heard = [];
  const edge = await mini(configured(FREE), { outbound: async (request) => (heard.push(await request.text()), new Response("ok")) });
  t.after(() => edge.close());
  const creator = await edge.call("POST", "/v1/creators", { name: "Sarah" });
  const link = await edge.call("POST", "/v1/links", { destination: "https://shop.brand.example/lamp", creator_id: creator.id, slug: "sarah" });
  assert.equal(link.host, "go.brand.test");
  await edge.call("POST", "/v1/webhooks", { name: "crm", url: "https://crm.brand.example/in", events: ["conversion.accepted"] });
  assert.equal((await edge.request("/sarah")).status, 302);
  await until("the click is stored without a queue", async () => (await edge.sql("EVENTS_0", "SELECT count(*) AS n FROM event"))[0].n === 1);
  const sale = { kind: "sale", order_id: "1001", total_minor: 5900, currency: "EUR", occurred_at: new Date().toISOString() };
  await edge.call("POST", "/v1/conversions", sale);
  await edge.cron("*/10 * * * *");
  await until("the webhook is sent by the cron", () => heard.some((text) => text.includes("1001")));
});

test("what there is is found, what lacks is made", () => {
  const named = names(said(PAID));
  const none = resources(named, { databases: {}, queues: [] });
  assert.deepEqual(none.map(({ found }) => found), Array(6).fill(false));
  assert.deepEqual(none[1].command, ["d1", "create", "waymark-live"]);
  const all = resources(named, { kv: "k", databases: { DB: "a", EVENTS_0: "b" }, queues: named.queues });
  assert.deepEqual(all.map(({ found }) => found), Array(6).fill(true));
});

test("a zone that changes under stored events is refused, unless told", () => {
  const about = { facts: { lacks: [] }, before: { ZONE: "UTC" }, has: { events: true }, today: "2026-11-21" };
  assert.match(refusals(said(PAID), { ...about, may: new Set() })[0], /what runs counts days of UTC/);
  assert.deepEqual(refusals(said(PAID), { ...about, may: new Set(["new-zone"]) }), []);
  assert.deepEqual(refusals(said(PAID), { ...about, has: { events: false }, may: new Set() }), []);
});

test("a lost CUSTOMER_KEY is not made anew over customers, unless told", () => {
  const about = { facts: { lacks: ["CUSTOMER_KEY"], kept: "environments/live.secrets" }, has: { customers: true }, today: "2026-11-21" };
  assert.match(refusals(said(PAID), { ...about, may: new Set() })[0], /Put the old line CUSTOMER_KEY/);
  assert.deepEqual(refusals(said(PAID), { ...about, may: new Set(["new-customer-key"]) }), []);
});

test("nor over creators' pages, whose addresses it signs", () => {
  const about = { facts: { lacks: ["CUSTOMER_KEY"], kept: "environments/live.secrets" }, has: { pages: true }, today: "2026-11-21" };
  const [refused] = refusals(said(PAID), { ...about, may: new Set() });
  assert.match(refused, /has creators' pages that were signed by one\. .*no creator's page opens any more/);
  assert.doesNotMatch(refused, /bought/);
  assert.deepEqual(refusals(said(PAID), { ...about, may: new Set(["new-customer-key"]) }), []);
});

test("a new event shard begins in two days at the earliest, and never moves once it has begun", () => {
  const about = { facts: { lacks: [] }, has: {}, may: new Set(), today: "2026-11-21" };
  const asked = (day, before) => refusals(said(day ? `events_from = ["${day}"]\n${PAID}` : PAID), { ...about, before: before && { ZONE: "Europe/Berlin", EVENTS_FROM: before } });
  assert.match(asked("2026-11-22")[0], /say 2026-11-23 or later/);
  assert.deepEqual(asked("2026-11-23"), []);
  assert.deepEqual(asked("2026-11-01", "2026-11-01"), [], "it has begun, and stays");
  assert.match(asked("2027-01-01", "2026-11-01")[0], /cannot be changed/);
  assert.match(asked(undefined, "2026-11-01")[0], /holds events since 2026-11-01/);
  assert.deepEqual(asked(undefined, "2027-01-01"), [], "before its day it may be taken back");
});

test("what takes away comes behind the new version, all else before it", () => {
  assert.deepEqual(phases(["0014_a.sql", "0015_b_contract.sql", "0016_c.sql"]), { expand: ["0014_a.sql", "0016_c.sql"], contract: ["0015_b_contract.sql"] });
});

test("the way back names the version that ran before, and what stays", () => {
  const back = way_back({ config: "c.json", version: "v-1", schema: { control: 15, events: 3 } }).join("\n");
  assert.match(back, /wrangler rollback v-1 -c c\.json/);
  assert.match(back, /control 15, events 3/);
});

test("secrets are made once, are long, and what the Worker has is not made", () => {
  const path = join(folder, "live.secrets");
  const first = made(path, ["ADMIN_KEY"]);
  assert.deepEqual(first.fresh, ["CLICK_KEYS", "CUSTOMER_KEY"]);
  assert.match(first.send.CLICK_KEYS, /^1:[\w-]{43}$/);
  assert.ok(first.send.CUSTOMER_KEY.length >= 24);
  const second = made(path, ["ADMIN_KEY"]);
  assert.deepEqual([second.fresh, second.send], [[], first.send], "a run that broke off sends the same");
  assert.equal(kept(path).ADMIN_KEY, undefined);
});

test("the file that hands secrets to wrangler is gone when the program is told to end", async () => {
  const script = `
    import { passing } from ${JSON.stringify(join(ROOT, "scripts/deploy_secrets.mjs"))};
    const { path } = passing({ key: "live" }, { ADMIN_KEY: "x" });
    process.stdout.write(path + "\\n");
    setInterval(() => {}, 1_000);`;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
    const [path] = await once(child.stdout, "data");
    const there = join(folder, String(path).trim());
    assert.equal(statSync(there).mode & 0o777, 0o600);
    child.kill(signal);
    assert.deepEqual(await once(child, "close"), [null, signal]);
    assert.ok(!existsSync(there), signal);
  }
});

test("what git would take holds no secret and nothing that wrangler made", () => {
  const ignored = (path) => spawnSync("git", ["check-ignore", "-q", path], { cwd: ROOT }).status === 0;
  for (const path of ["environments/live.secrets", "ours/live.secrets", ".wrangler/deploy/live/secrets.json", "src/edge/origin/.wrangler/tmp/index.js"])
    assert.ok(ignored(path), path);
});

test("a dry run shows every step, makes nothing, and wrangler takes the configuration, on both plans", async () => {
  writeFileSync(join(folder, "paid.toml"), PAID);
  writeFileSync(join(folder, "free.toml"), `${FREE}[[hosts]]\nhost = "brand.test"\nmode = "route"\nzone_name = "brand.test"\n`);
  const [paid, free] = await Promise.all(["paid", "free"].map((name) => deploy(name, "--dry-run", "--built", "--environments", folder)));
  for (const { code, said } of [paid, free]) {
    assert.equal(code, 0, said);
    for (const word of [/find KV namespace/, /make the secrets/, /migrations apply EVENTS_0/, /wrangler deploy -c/, /try it out at https:\/\/go\.brand\.test/, /--dry-run: exiting now/, /rehearsed/]) assert.match(said, word);
  }
  assert.match(paid.said, /env\.EVENTS_QUEUE \(waymark-paid-events\)/);
  assert.doesNotMatch(free.said, /QUEUE/);
  assert.match(free.said, /env\.ORIGIN \(waymark-free-origin\)/);
  assert.ok(existsSync(join(ROOT, ".wrangler/deploy/free/rehearsed/index.js")));
  assert.ok(!existsSync(join(ROOT, "src/edge/origin/.wrangler/deploy")), "what was rehearsed lies in the project's own folder");
});
