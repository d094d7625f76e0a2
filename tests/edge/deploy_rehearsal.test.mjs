// What scripts/deploy finds out with a real Worker: variables that it refuses, whether the new release answers, a link tried.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { objection } from "../../scripts/deploy_rehearsal.mjs";
import { smoke } from "../../scripts/deploy_smoke.mjs";
import { FREE, PAID, configured, mini, ran } from "./deployed.mjs";
import { ROOT } from "./guide_blocks.mjs";
import { ADMIN_KEY } from "./start.mjs";

const folder = mkdtempSync(join(tmpdir(), "waymark-rehearsal-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("what the Worker would shut its doors for is told in its own sentence", async () => {
  const cases = [
    ['visitor = "annonymous"', /^Correct HOSTS .*visitor of go\.brand\.test: Send one of none, anonymous, full\.$/],
    ['not_found = "javascript:alert(1)"', /^Correct HOSTS .*not_found of go\.brand\.test: Use https/],
    ['[vars]\nCLICK_WINDOW_DAYS = "999"', /^Correct CLICK_WINDOW_DAYS .*from 1 to 90\.$/],
    ['[vars]\nCODE_PRECEDENCE = "bogus"', /^Correct CODE_PRECEDENCE /],
    ['[vars]\nREPORTING_CURRENCY = "EURO"', /^Correct REPORTING_CURRENCY /],
    ['[vars]\nINTERNAL = "our office"', /^Correct INTERNAL /],
    ['[vars]\nKEEP_EVENTS_DAYS = "3"', /^Correct KEEP_EVENTS_DAYS /],
  ];
  for (const [more, sentence] of cases) assert.match((await objection(configured(`${PAID}${more}\n`))) ?? "nothing", sentence, more);
  assert.match(await objection(configured(PAID), { ADMIN_KEY: "short" }), /^Set the secret ADMIN_KEY /);
  for (const fine of [PAID, FREE, readFileSync(join(ROOT, "tests/edge/samples/host_more.toml"), "utf8")]) assert.equal(await objection(configured(fine)), undefined);
});

test("and nothing is made, nor asked of Cloudflare", async () => {
  writeFileSync(join(folder, "typo.toml"), `${PAID}mode = "rout"\n`);
  const words = ["typo", "--built", "--environments", folder];
  for (const { code, said } of await Promise.all([[...words, "--dry-run"], words].map((args) => ran(args, { CLOUDFLARE_API_TOKEN: "", HOME: folder })))) {
    assert.equal(code, 2, said);
    assert.match(said, /refused, nothing was made: by .*typo\.toml.*\n {2}Correct HOSTS .*mode of go\.brand\.test: Send one of links, route\./);
    assert.doesNotMatch(said, /account|wrangler deploy/);
  }
});

test("in a fresh clone what is lacking is named before anything of npm is loaded", () => {
  const clone = join(folder, "clone");
  for (const part of ["scripts", "Cargo.toml", "package-lock.json"]) cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  const PATH = join(clone, "bin");
  mkdirSync(PATH);
  const where = (name) => spawnSync("bash", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
  for (const name of ["bash", "cmp", "dirname", "sed", "uname"]) symlinkSync(where(name), join(PATH, name));
  symlinkSync(process.execPath, join(PATH, "node"));
  const { stderr, status } = spawnSync("scripts/deploy", ["live"], { cwd: clone, env: { PATH }, encoding: "utf8" });
  assert.match(stderr, /missing: cargo \(from rustup\)\. This line installs it/);
  assert.doesNotMatch(stderr, /ERR_MODULE_NOT_FOUND/);
  assert.equal(status, 1);
});

const RUNS = { version: /^version = "(.*)"/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))[1], schema: { control: 1, events: 1 } };
const outside = async (edge) => ({ url: await edge.url(), host: "go.brand.test", key: ADMIN_KEY });

test("a trial waits for its own release, for the one before has the same version, and leaves no creator in lists", async (t) => {
  const edge = await mini(configured(PAID, "new-1"));
  t.after(() => edge.close());
  const to = await outside(edge);
  const [old] = await smoke(to, { ...RUNS, release: "new-2" }, { pages: [], patience: 50 });
  assert.match(old.wrong, /release new-1 answers, not .*new-2/);
  for (const time of ["first", "second"]) assert.deepEqual((await smoke(to, { ...RUNS, release: "new-1" }, { pages: [], patience: 5_000 })).map(({ wrong }) => wrong), [undefined, undefined], time);
  assert.deepEqual((await edge.call("GET", "/v1/creators")).items, []);
  assert.deepEqual((await edge.call("GET", "/v1/links")).items, []);
});

test("a trial of what is not set up ends at once with the Worker's sentence, unless what ran before said the same", async (t) => {
  const edge = await mini(configured(`${PAID}[vars]\nCLICK_WINDOW_DAYS = "999"\n`));
  t.after(() => edge.close());
  const to = await outside(edge);
  const began = Date.now();
  const [{ wrong }] = await smoke(to, { ...RUNS, release: "new" }, { pages: [], patience: 60_000 });
  assert.match(wrong, /^Correct CLICK_WINDOW_DAYS /);
  assert.ok(Date.now() - began < 20_000);
  const [waited] = await smoke(to, { ...RUNS, release: "new", before: wrong }, { pages: [], patience: 50 });
  assert.match(waited.wrong, /answered 503/);
});
