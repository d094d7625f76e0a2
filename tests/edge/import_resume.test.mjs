// The command that brings a history in: killed at any time, and the same command again takes what is left, once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ADMIN_KEY, DAY, iso, start, until, word } from "./start.mjs";

const edge = await start();
const folder = mkdtempSync(join(tmpdir(), "waymark-import-"));
after(async () => {
  rmSync(folder, { recursive: true });
  await edge.close();
});

const COMMAND = join(dirname(fileURLToPath(import.meta.url)), "../../scripts/waymark");

/** Runs the command; gives how it ended and what it said. */
function run(args, { kill } = {}) {
  const child = spawn(COMMAND, ["import", ...args, "--url", edge.origin.origin], { env: { ...process.env, ADMIN_KEY } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  const ended = new Promise((done) => child.on("close", (code, signal) => done({ code, signal, out, err })));
  kill?.(child);
  return ended;
}

const AT = Date.now() - 30 * DAY;

/** A file of clicks of one link; every thousandth line is wrong. */
async function history(count, name = "history.ndjson", write = (text) => text) {
  const link = await edge.make.link();
  const line = (n) => (n % 1000 === 999 ? "{broken" : JSON.stringify({ type: "click", id: `${link.id}-${n}`, at: iso(AT + n * 1000), link: link.id, visitor: `v${n % 97}` }));
  const file = join(folder, name);
  writeFileSync(file, write(Array.from({ length: count }, (_, n) => line(n)).join("\n")));
  return { link, file };
}

const row = (name) => edge.must(200, "GET", `/v1/import/${name}`);

test("an import that is killed goes on where it stopped and takes every line once", async () => {
  const { link, file } = await history(20_000);
  const name = word("killed-");
  const args = [file, "--name", name, "--lines", "250"];
  let killed = 0;
  for (const most of [2_000, 9_000]) {
    const { signal } = await run(args, {
      kill: (child) =>
        until("it has come far enough", async () => {
          const reply = await edge.call("GET", `/v1/import/${name}`);
          return reply.status === 200 && reply.json.lines >= most;
        }).then(() => child.kill("SIGKILL")),
    });
    assert.equal(signal, "SIGKILL");
    const { lines } = await row(name);
    assert.ok(lines >= most && lines < 20_000, `${lines} lines were taken before it was killed`);
    killed = lines;
  }
  const last = await run(args);
  assert.equal(last.code, 1, last.err);
  const goesOn = Number(last.err.match(/: ([\d,]+) lines are taken already/)[1].replaceAll(",", ""));
  // What was on its way when it was killed may still have been taken.
  assert.ok(goesOn >= killed && goesOn <= killed + 1_000, `${goesOn} after ${killed}`);
  const stands = await row(name);
  assert.deepEqual([stands.lines, stands.refused, stands.stored + stands.repeated], [20_000, 20, 19_980]);
  const [{ n }] = await edge.events("SELECT count(*) AS n FROM event WHERE link = ?", link.id);
  assert.equal(n, 19_980);
  assert.equal((await edge.countOf(link)).clicks, 19_980);
});

test("refused lines are named by the file's own line numbers, and the exit says that there were some", async () => {
  const { file } = await history(2_500);
  const { code, out, err } = await run([file, "--name", word("named-"), "--lines", "300"]);
  assert.equal(code, 1);
  assert.deepEqual(err.match(/history\.ndjson:\d+: malformed_json/g), ["history.ndjson:1000: malformed_json", "history.ndjson:2000: malformed_json"]);
  assert.match(out, /2,500 lines: 2,498 stored, 0 known, 2 refused/);
});

test("a packed file is unpacked, and a second run takes nothing more", async () => {
  const { file } = await history(900, "packed.ndjson.gz", gzipSync);
  const name = word("packed-");
  assert.equal((await run([file, "--name", name])).code, 0);
  const again = await run([file, "--name", name]);
  assert.deepEqual([again.code, again.out], [0, `${name}: 0 lines: 0 stored, 0 known, 0 refused\n`]);
});

test("a line of any length is refused as one line", async () => {
  const { link, file } = await history(3, "long.ndjson", (text) => `${text}\n"${"x".repeat(3_000_000)}"\r\n${text}`);
  const { code, out, err } = await run([file, "--name", word("long-")]);
  assert.equal(code, 1, err);
  assert.match(err, /long\.ndjson:4: line_too_long/);
  assert.match(out, /7 lines: 3 stored, 3 known, 1 refused/);
  assert.equal((await edge.eventsOf(link)).length, 3);
});

test("what cannot go on says why and exits with 2", async () => {
  const { file } = await history(10);
  const name = word("wrong-");
  for (const [args, why] of [
    [[], /scripts\/waymark import FILE/],
    [[join(folder, "missing.ndjson")], /ENOENT/],
    [[file, "--lines", "0"], /scripts\/waymark import FILE/],
    [[file, "--name", "no name"], /404|422/],
    [[file, "--name", name, "--key", "wrong"], /401/],
    [[file, "--colour", "red"], /colour/],
  ]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, `${args}: ${err}`);
    assert.match(err, why);
  }
  await run([file, "--name", name]);
  const { file: shorter } = await history(5, "shorter.ndjson");
  const { code, err } = await run([shorter, "--name", name]);
  assert.equal(code, 2);
  assert.match(err, /shorter\.ndjson has 5 lines, but 10 are taken/);
});
