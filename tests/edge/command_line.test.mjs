// scripts/waymark: links, creators, files of links, checks and QR codes from a terminal; what it says and how it ends.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import jsQR from "jsqr";
import { Response } from "miniflare";
import { PNG } from "pngjs";
import { ADMIN_KEY, iso, start, word } from "./start.mjs";

// Every shop answers with a page, but for one that is gone.
const shop = ({ url }) => new Response("<p>a shop", { status: url.includes("gone.example") ? 404 : 200, headers: { "content-type": "text/html" } });
const edge = await start({ outbound: shop });
// The host that links are made on, so that their addresses lead here.
const URL_HERE = `http://localhost:${edge.origin.port}`;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "waymark-command-"));
for (const name of ["scripts", "docs"]) symlinkSync(join(ROOT, name), join(folder, name));
after(async () => {
  rmSync(folder, { recursive: true });
  await edge.close();
});

/** Runs a program in the test's folder; gives how it ended and what it said. */
function ran(program, args, { key = ADMIN_KEY, url = URL_HERE, ...options } = {}) {
  const env = { ...process.env, ADMIN_KEY: key, WAYMARK_URL: url, NO_COLOR: "1" };
  const child = spawn(program, args, { cwd: folder, env, ...options });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  return new Promise((done) => child.on("close", (code) => done({ code, out, err })));
}
const waymark = (...args) => ran("scripts/waymark", args);

/** Runs the command, which must end with `code`; never is a stack trace shown. */
async function ends(code, ...args) {
  const said = await waymark(...args);
  assert.equal(said.code, code, `${args.join(" ")}\n${said.out}${said.err}`);
  assert.doesNotMatch(said.err, /^\s+at .*:\d+/m);
  return said;
}
const json = async (...args) => JSON.parse((await ends(0, ...args, "--json")).out);
const file = (name, text) => (writeFileSync(join(folder, name), text), name);

test("a link is made, shown, changed, put away, and its history tells it", async () => {
  const handle = word("creator");
  await ends(0, "creators", "make", "--name", `Sarah ${handle}`, "--handle", handle);
  assert.ok((await json("creators")).some((creator) => creator.handle === handle));
  const slug = word();
  const { out } = await ends(0, "links", "make", "--destination", "https://shop.example/lamp", "--creator", handle, "--slug", slug, "--platform", "tiktok", "--utm-term", "x y");
  assert.match(out, new RegExp(`/${slug}\n  leads to   https://shop.example/lamp\n  with tags  https://shop.example/lamp\\?utm_source=tiktok&.*utm_term=x\\+y`));
  await ends(0, "links", "change", slug, "--destination", "https://shop.example/other", "--utm-content", "c", "--body", '{"enabled": false}');
  const link = await json("links", "show", slug);
  assert.deepEqual([link.destination, link.enabled, link.utm], ["https://shop.example/other", false, { term: "x y", content: "c" }]);
  const names = [String(link.id), `localhost/${slug}`, link.url, `${link.url}?utm_source=x`];
  assert.deepEqual(await Promise.all(names.map(async (name) => (await json("links", "show", name)).id)), names.map(() => link.id));
  await ends(0, "links", "change", slug, "--utm-content", "none", "--platform", "none");
  await ends(0, "links", "archive", slug);
  const history = await json("links", "history", slug);
  assert.deepEqual(history.map(({ version }) => version), [4, 3, 2, 1]);
  assert.match((await ends(0, "links", "history", slug)).out, /^version +at +by +state +destination\n4 .* archived /);
});

test("a list is narrowed, cut and followed to its end", async () => {
  const { id, handle } = await edge.make.creator();
  for (let n = 0; n < 3; n += 1) await edge.make.link({ creator_id: id });
  assert.equal((await json("links", "--creator", handle)).length, 3);
  const { out, err } = await ends(0, "links", "--creator", String(id), "--limit", "2");
  assert.equal(out.trim().split("\n").length, 3, "a header and two links");
  assert.match(err, /there are more than these 2/);
  assert.equal((await json("links", "list", "--creator", handle, "--all")).length, 3);
});

test("what is refused is told with its field and a sentence, and the exit is 1", async () => {
  const { handle } = await edge.make.creator();
  const { err } = await ends(1, "links", "make", "--destination", "javascript:alert(1)", "--creator", handle, "--slug", "a b");
  assert.match(err, /^\/slug not_a_slug: /m);
  assert.match(err, /^\/destination [a-z_]+: /m);
  const problem = JSON.parse((await ends(1, "links", "make", "--creator", handle, "--json")).err);
  assert.deepEqual(problem.errors.map(({ pointer, code }) => [pointer, code]), [["/destination", "required"]]);
  assert.match((await ends(1, "links", "show", word("nobody"))).err, /^there is no link "nobody/);
  assert.match((await ends(1, "links", "make", "--destination", "https://a.example", "--creator", word("nobody"))).err, /^there is no creator "nobody/);
});

test("what cannot be asked ends with 2 and says what to do", async () => {
  const said = (args, options) => ran("scripts/waymark", args, options);
  await Promise.all([
    [["links", "make", "--nonsense"], {}, /--nonsense/],
    [["links", "frobnicate"], {}, /there is no "links frobnicate"/],
    [["links", "show"], {}, /^scripts\/waymark links show LINK/],
    [["links"], { key: "waymark_nobody" }, /A valid key is needed/],
    [["links"], { url: "http://127.0.0.1:9" }, /cannot be asked/],
    [["links"], { url: "nowhere" }, /is no address/],
    [["links", "--limit", "0"], {}, /--limit 0/],
    [["links", "import", "missing.csv"], {}, /there is no such file/],
    [["check"], {}, /name links, or --all/],
    [["qr", "x", "x.gif"], {}, /ends in \.svg or \.png/],
    [["nonsense"], {}, /there is no "nonsense"/],
  ].map(async ([args, options, words]) => {
    const { code, err } = await said(args, options);
    assert.equal(code, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, words);
    assert.doesNotMatch(err, /^\s+at .*:\d+/m);
  }));
});

test("every verb has its own help", async () => {
  const verbs = ["list", "show", "make", "change", "archive", "history", "import", "export", "bulk"].map((verb) => ["links", verb]);
  await Promise.all([["links"], ...verbs, ["creators"], ["campaigns"], ["check"], ["qr"], ["import"]].map(async (args) => {
    const { out } = await ends(0, ...args, "--help");
    assert.match(out.replace(/[[\]]/g, ""), new RegExp(`^scripts/waymark ${args.join(" ")}`), args.join(" "));
  }));
});

test("a name that a terminal would obey is shown as text", async () => {
  const { id } = await edge.make.creator();
  await edge.control("UPDATE creator SET name = ? WHERE id = ?", "\u001b]0;owned\u0007\u001b[31mred\u202e", id);
  assert.doesNotMatch((await ends(0, "creators")).out, /[\u001b\u0007\u202e]/);
});

test("a QR code is written as PNG and SVG, also before its link begins", async () => {
  const { slug } = await edge.make.link({ starts_at: iso(Date.now() + 3_600_000) });
  await ends(0, "qr", slug, "code.png", "--size", "300", "--sub", "poster");
  const { data, width, height } = PNG.sync.read(readFileSync(join(folder, "code.png")));
  assert.equal(width, 300);
  assert.equal(jsQR(new Uint8ClampedArray(data), width, height).data, `${URL_HERE}/${slug}?sub=poster`);
  await ends(0, "qr", slug, "code.svg", "--plain");
  assert.match(readFileSync(join(folder, "code.svg"), "utf8"), /^<svg /);
  assert.match((await ends(1, "qr", slug, "code.png", "--size", "9999")).err, /^size out_of_range: /m);
});

// Files

const HEADER = "creator,destination,slug,note\n";
/** Rows of a table; a quoted note goes over two lines in every tenth. */
const rows = (count, { handle, mark, wrong = () => false }) =>
  Array.from({ length: count }, (_, n) => `${handle},${wrong(n) ? "ftp://shop.example" : `https://shop.example/${n}`},${mark}-${n},${n % 10 === 0 ? '"two\nlines, ""quoted"""' : ""}`).join("\n");

test("a table of more rows than a call takes is imported, in pieces that keep the header", async () => {
  const [mark, { handle }] = [word(), await edge.make.creator()];
  const dry = file("dry.csv", `${HEADER}${rows(12, { handle, mark })}`);
  assert.match((await ends(0, "links", "import", dry, "--dry-run")).out, /12 rows: 12 created \(nothing is stored: a dry run\)/);
  assert.equal((await json("links", "--creator", handle, "--all")).length, 0);
  const name = file("many.csv", `\ufeff${HEADER}${rows(1_003, { handle, mark })}`);
  const { out, err } = await ends(0, "links", "import", name);
  assert.match(out, /1,003 rows: 1,003 created$/m);
  assert.match(err, /^columns_ignored: nothing is set by: note$/m);
  // The same file again makes nothing twice.
  await ends(0, "links", "import", name);
  assert.equal((await edge.control("SELECT count(*) AS n FROM link WHERE slug LIKE ?", `${mark}-%`))[0].n, 1_003);
});

test("a wrong row keeps all out and is named by the file's own line, over pieces and lines in cells", async () => {
  const [mark, { handle }] = [word(), await edge.make.creator()];
  const wrong = (n) => n === 5 || n === 1_003;
  const text = `${HEADER}${rows(1_005, { handle, mark, wrong })}`;
  const name = file("wrong.csv", text);
  const lines = text.split("\n").flatMap((line, at) => (line.includes("ftp:") ? [at + 1] : []));
  const { err, out } = await ends(1, "links", "import", name);
  assert.deepEqual([...err.matchAll(/wrong\.csv:(\d+): destination /g)].map(([, line]) => Number(line)), lines);
  assert.match(out, /2 refused \(nothing is stored; --on-error skip stores the good rows\)/);
  const count = async () => (await edge.control("SELECT count(*) AS n FROM link WHERE slug LIKE ?", `${mark}-%`))[0].n;
  assert.equal(await count(), 0);
  const skipped = await ends(1, "links", "import", name, "--on-error", "skip", "--rejects", "rejects.csv");
  assert.match(skipped.out, /1,005 rows: 1,003 created, 2 refused$/m);
  assert.equal(await count(), 1_003);
  writeFileSync(join(folder, "rejects.csv"), readFileSync(join(folder, "rejects.csv"), "utf8").replaceAll("ftp:", "https:"));
  await ends(0, "links", "import", "rejects.csv");
  assert.equal(await count(), 1_005);
});

test("creators that there are not are made where that is asked", async () => {
  const handle = word("fresh");
  const name = file("fresh.json", JSON.stringify([{ creator: handle, destination: "https://shop.example/", slug: word() }]));
  assert.match((await ends(1, "links", "import", name)).err, /fresh\.json:1: creator not_found/);
  const said = await json("links", "import", name, "--make-creators");
  assert.deepEqual([said.created, said.creators_made, said.stored], [1, [handle], true]);
});

test("an export is the register, page by page, and an import reads it back without a change", async () => {
  const { id, handle } = await edge.make.creator();
  for (let n = 0; n < 5; n += 1) await edge.make.link({ creator_id: id, post: n === 2 ? "=cmd" : undefined });
  await ends(0, "links", "export", "out.csv", "--creator", handle, "--limit", "2");
  const lines = readFileSync(join(folder, "out.csv"), "utf8").trim().split("\r\n");
  assert.equal(lines.length, 6);
  assert.equal(lines.filter((line) => line.startsWith("id,")).length, 1);
  assert.ok(lines.some((line) => line.includes(",'=cmd,")), "no cell is a formula");
  assert.match((await ends(0, "links", "import", "out.csv")).out, /5 rows: 5 unchanged/);
  for (const [end, read] of [["json", JSON.parse], ["ndjson", (text) => text.trim().split("\n").map(JSON.parse)]]) {
    await ends(0, "links", "export", `out.${end}`, "--creator", handle, "--limit", "2");
    assert.equal(read(readFileSync(join(folder, `out.${end}`), "utf8")).length, 5);
  }
  await ends(1, "links", "export", "gone.csv", "--changed-since", "yesterday");
  assert.throws(() => readFileSync(join(folder, "gone.csv")), "a file that is not whole is not there");
  const { out } = await ends(0, "links", "export", "--creator", handle);
  assert.equal(out.trim().split("\r\n").length, 6);
});

test("bodies of the API go up as a list, and what is wrong with one costs no other", async () => {
  const { id: creator_id } = await edge.make.creator();
  const slug = word();
  const links = [{ creator_id, destination: "https://shop.example/", slug, external_id: slug }, { creator_id, destination: "ftp://x", slug: word() }];
  const made = await ends(1, "links", "bulk", file("bulk.json", JSON.stringify(links)));
  assert.match(made.err, /bulk\.json:2: destination /);
  assert.match(made.out, /2 rows: 1 created, 1 refused/);
  await ends(0, "links", "bulk", file("change.ndjson", `${JSON.stringify({ external_id: slug, enabled: false })}\n`), "--change");
  assert.equal((await json("links", "show", slug)).enabled, false);
  await ends(0, "links", "bulk", file("away.json", JSON.stringify([{ external_id: slug }])), "--archive");
  assert.notEqual((await json("links", "show", slug)).archived_at, null);
});

test("a check says what fails and ends with 1, so that a pipeline stops", async () => {
  const { id, handle } = await edge.make.creator();
  const { slug } = await edge.make.link({ creator_id: id, destination: "https://gone.example/lamp" });
  const one = await ends(1, "check", slug, "--json");
  const { checked, failing } = JSON.parse(one.out);
  assert.deepEqual([checked, failing], [1, 1]);
  const all = await ends(1, "check", "--creator", handle);
  assert.match(all.out, /^1 checked: 1 fail, 0 cannot be told$/m);
  assert.match(all.out, /^fails .*\n +for everybody: [a-z_]+: .*\.$/m);
});

test("while the Worker is busy a call is made again", async () => {
  let turn = 0;
  const busy = http.createServer((request, answer) => {
    turn += 1;
    const problem = { title: "Storage did not answer", code: "unavailable" };
    if (turn === 1) return answer.writeHead(503, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    answer.writeHead(200, { "content-type": "application/json" }).end('{"items":[],"next":null}');
  });
  await new Promise((done) => busy.listen(0, "127.0.0.1", done));
  const { code, err } = await ran("scripts/waymark", ["links"], { url: `http://127.0.0.1:${busy.address().port}` });
  busy.close();
  assert.deepEqual([code, turn], [0, 2]);
  assert.match(err, /Storage did not answer; again in/);
});

test("what docs/links.md shows is what can be typed", async () => {
  const page = readFileSync(join(ROOT, "docs/links.md"), "utf8");
  const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block.trim().split("\n"));
  assert.ok(lines.length > 12, lines.join("\n"));
  for (const line of lines) {
    const { code, out, err } = await ran("bash", ["-c", line]);
    // A shop that is not there fails its check.
    const fine = line.startsWith("scripts/waymark check") ? [0, 1] : [0];
    assert.ok(fine.includes(code), `${line}\n${out}${err}`);
  }
});
