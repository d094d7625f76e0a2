// scripts/deploy with the real wrangler against a stand-in of Cloudflare's API: made, broken off, gone on with, made again.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { ACCOUNT, start_cloudflare } from "./cloudflare.mjs";
import { ran } from "./deployed.mjs";
import { until } from "./start.mjs";

const folder = mkdtempSync(join(tmpdir(), "waymark-account-"));
const cloudflare = await start_cloudflare();
after(async () => {
  await cloudflare.close();
  rmSync(folder, { recursive: true, force: true });
});
const ENVIRONMENT = 'zone = "Europe/Berlin"\n[[hosts]]\nhost = "go.brand.test"\n';
writeFileSync(join(folder, "trial.toml"), ENVIRONMENT);

async function deploy(env = cloudflare.env) {
  cloudflare.calls.length = 0;
  const url = await cloudflare.origin();
  const words = ["trial", "--built", "--environments", folder, "--url", url, "--patience", "20"];
  return ran(words, { HOME: folder, XDG_CONFIG_HOME: folder, ...env });
}

const secrets = () => readFileSync(join(folder, "trial.secrets"), "utf8");
const made = () => cloudflare.calls.filter((call) => /^POST \/(storage|d1|queues)/.test(call) && !call.includes("/consumers"));
const sent = () => cloudflare.state.worker.metadata.bindings.filter(({ type }) => type === "secret_text").map(({ name }) => name);

// Each of wrangler's calls takes a second, so the story is told in as few runs as show it: some of what is needed is there.
test("a run makes what lacks, and one that breaks off says so and keeps what it made", async () => {
  const door = (path, body) => fetch(`${cloudflare.env.CLOUDFLARE_API_BASE_URL}/accounts/${ACCOUNT}/${path}`, { method: "POST", body: JSON.stringify(body), headers: { authorization: "Bearer stand-in" } });
  await door("storage/kv/namespaces", { title: "waymark-trial" });
  await door("d1/database", { name: "waymark-trial" });
  for (const end of ["events", "events-dead", "webhooks"]) await door("queues", { queue_name: `waymark-trial-${end}` });
  cloudflare.fails.next = /^PUT .*\/schedules$/;
  const { code, said } = await deploy();
  assert.equal(code, 1, said);
  assert.match(said, /was told to fail here/);
  assert.match(said, /the same command goes on here/);
  assert.deepEqual(made(), ["POST /d1/database"]);
  assert.match(said, /KV namespace waymark-trial: found/);
  assert.match(said, /D1 database waymark-trial-events-0 \(EVENTS_0\): made/);
  assert.match(said, /waymark-trial-events-0: migrated/);
  assert.deepEqual(sent().sort(), ["ADMIN_KEY", "CLICK_KEYS", "CUSTOMER_KEY"]);
  assert.equal(statSync(join(folder, "trial.secrets")).mode & 0o777, 0o600);
});

test("the next run goes on: it makes nothing twice, leaves the secrets, tries it out, and says how to go back", async () => {
  const [before, [first]] = [secrets(), cloudflare.state.versions];
  const { code, said } = await deploy();
  assert.equal(code, 0, said);
  assert.deepEqual(made(), []);
  assert.equal(secrets(), before);
  assert.deepEqual(sent(), [], "no secret is sent again");
  for (const line of before.split("\n").filter((line) => line.includes("="))) assert.ok(!said.includes(line.split("=")[1]), "no secret is printed");
  assert.match(said, /waymark-trial: nothing to apply/);
  const releases = cloudflare.state.versions.map(({ bindings }) => bindings.find(({ name }) => name === "RELEASE").text);
  assert.equal(new Set(releases).size, releases.length, "no two deployments have one name");
  assert.match(releases.at(-1), /^\w+(-changed)?-\d{8}T\d{6}Z$/);
  assert.ok(said.includes(`, release ${releases.at(-1)}, on schema`), said);
  assert.match(said, /ok {2}\/healthz tells of version/);
  assert.match(said, /ok {2}a link is made, followed without being counted, and put away/);
  assert.match(said, new RegExp(`wrangler rollback ${first.id} -c `));
  assert.equal(cloudflare.state.schedules.length, 3);
  assert.equal(cloudflare.state.consumers.length, 3);
  assert.deepEqual(cloudflare.state.domains.map(({ hostname }) => hostname), ["go.brand.test"]);
});

describe("what is refused, beside each other", { concurrency: true }, () => {
  test("another zone is refused once a click is stored", async () => {
    const shard = cloudflare.state.d1.find(({ name }) => name === "waymark-trial-events-0").uuid;
    const stored = async () => (await cloudflare.query(shard, { sql: "SELECT count(*) AS n FROM event" }))[0].results[0].n;
    await until("the click that tried it out is kept, as nobody's that counts", async () => (await stored()) > 0);
    writeFileSync(join(folder, "trial.toml"), ENVIRONMENT.replace("Europe/Berlin", "UTC"));
    const { code, said } = await deploy();
    assert.equal(code, 2, said);
    assert.match(said, /refused, nothing was made:\n {2}zone is UTC, what runs counts days of Europe\/Berlin/);
    assert.deepEqual(cloudflare.calls, []);
  });

  test("without a login, or with several accounts, it says what to do", async (t) => {
    const other = await start_cloudflare({ accounts: [{ id: ACCOUNT, name: "Brand" }, { id: "b".repeat(32), name: "Agency" }] });
    t.after(() => other.close());
    const [several, lacking] = await Promise.all([deploy(other.env), deploy({ ...other.env, CLOUDFLARE_API_TOKEN: "wrong" })]);
    assert.match(several.said, /has 2 accounts; say in environments\/trial\.toml/);
    assert.match(several.said, new RegExp(`account_id = "${"b".repeat(32)}" {2}# Agency`));
    assert.equal(lacking.code, 2, lacking.said);
    assert.match(lacking.said, /npx wrangler login.*CLOUDFLARE_API_TOKEN.*D1/s);
  });
});
