// Every code block of docs/guides and docs/operate is what a tested file holds, runs, or is spelled as its program asks.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { stage } from "./dashboard/stage.mjs";
import { ROOT, blocks, commands, lacking, links, named, numbers, overDemo, pages } from "./guide_blocks.mjs";
import { ADMIN_KEY, CLICK_SECRET, CUSTOMER_KEY, start } from "./start.mjs";

const all = pages().map((page) => {
  const markdown = readFileSync(join(ROOT, page), "utf8");
  return { page, found: blocks(markdown), over: overDemo(markdown) };
});

// A clone to run in: everything of this one by links, so that what the commands write stays outside.
const clone = mkdtempSync(join(tmpdir(), "waymark-guides-"));
for (const name of readdirSync(ROOT)) if (![".dev.vars", ".git"].includes(name)) symlinkSync(join(ROOT, name), join(clone, name));
// As scripts/dev leaves it.
writeFileSync(join(clone, ".dev.vars"), `ADMIN_KEY=${ADMIN_KEY}\nCLICK_KEYS=1:${CLICK_SECRET}\nCUSTOMER_KEY=${CUSTOMER_KEY}\n`);
// Databases that are migrated, for each page to start on a copy; and one Worker over the demo for all pages that read it.
const empty = mkdtempSync(join(tmpdir(), "waymark-guides-"));
let demo;
before(async () => {
  const kept = { persist: join(empty, "d1"), persistKv: join(empty, "kv") };
  const edge = await start(kept);
  await edge.close();
  demo = await stage();
});
after(async () => {
  await demo?.close();
  for (const folder of [clone, empty]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A Worker that knows nothing but how to begin, for one page. */
async function fresh() {
  const folder = mkdtempSync(join(tmpdir(), "waymark-guides-"));
  cpSync(empty, folder, { recursive: true });
  const edge = await start({ persist: join(folder, "d1"), persistKv: join(folder, "kv"), migrated: true, salted: false });
  const close = async () => {
    await edge.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { ...edge, close };
}

/** Runs a program and gives { code, said }. */
const run = (program, args, options = {}) =>
  new Promise((done) => {
    const child = spawn(program, args, { cwd: clone, stdio: ["pipe", "pipe", "pipe"], ...options });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    child.on("close", (code) => done({ code, said }));
    child.stdin.end();
  });

/** Every file under the tests' folder as one text, but this one: what they name they test. */
function tested() {
  const files = readdirSync(join(ROOT, "tests"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.map((one) => readFileSync(join(one.parentPath ?? one.path, one.name), "utf8")).join("\n");
}

test("a block says where it comes from", () => {
  for (const { page, found } of all)
    for (const { line, how } of found)
      assert.ok(how, `${page}:${line}: no comment before this block says how it is held true (tests/edge/guide_blocks.mjs has the ways)`);
});

test("a block from a file equals it, and a test knows that file", () => {
  const tests = tested();
  for (const { page, found } of all)
    for (const block of found.filter(({ how }) => how === "from")) {
      const where = `${page}:${block.line}`;
      assert.ok(existsSync(join(ROOT, block.path)), `${where}: there is no ${block.path}`);
      assert.ok(block.path.startsWith("tests/") || tests.includes(block.path), `${where}: no test names ${block.path}`);
      assert.equal(block.text.trimEnd(), named(block), where);
    }
});

test("a page's commands run from top to bottom, and print what it says", { concurrency: 2 }, async (t) => {
  const running = all.filter(({ found }) => found.some(({ how }) => how === "run")).map(({ page, found, over }) =>
    t.test(page, async (t) => {
      const edge = over ? demo : await fresh();
      if (!over) t.after(() => edge.close());
      const url = edge.origin.origin.replace("127.0.0.1", "localhost");
      // One shell for the page, so that what a block exports holds in the next; a line of its own ends each block's output.
      const parts = found.filter(({ how }) => how === "run");
      const mark = (n) => `--- end of block ${n} ---`;
      const script = parts.map(({ text }, n) => `${text.replaceAll("http://localhost:8787", url)}\necho '${mark(n)}'`).join("\n");
      const env = { ...process.env, WAYMARK_URL: url, ADMIN_KEY, NO_COLOR: "1" };
      const { code, said } = await run("bash", ["-euo", "pipefail", "-c", script], { env });
      assert.equal(code, 0, `${page}: a command failed:\n${said}`);
      let rest = said;
      for (const [n, part] of parts.entries()) {
        const [printed, ...others] = rest.split(mark(n));
        rest = others.join(mark(n));
        const next = found[found.indexOf(part) + 1];
        if (next?.how !== "prints") continue;
        assert.equal(lacking(next.text, printed), undefined, `${page}:${next.line}: not printed in this order:\n${printed}`);
      }
    }),
  );
  await Promise.all(running);
});

test("what a page says of the demo's figures behind them says no number that was not printed", () => {
  for (const { page, found } of all.filter(({ over }) => over))
    for (const { line, text, after } of found.filter(({ how }) => how === "prints")) {
      const printed = numbers(text);
      assert.deepEqual(numbers(after).filter((one) => !printed.includes(one)), [], `${page}:${line}: the paragraph behind this block`);
    }
});

test("a command that cannot be run here is spelled as its program asks", async () => {
  const helps = new Map();
  const help = (words) => {
    const key = words.join(" ");
    if (!helps.has(key)) helps.set(key, run(words[0], [...words.slice(1), "--help"], { env: { ...process.env, ADMIN_KEY, NO_COLOR: "1", WRANGLER_SEND_METRICS: "false" } }));
    return helps.get(key);
  };
  for (const { page, found } of all)
    for (const { text, line } of found.filter(({ how }) => how === "spelled"))
      for (const command of commands(text)) {
        const words = command.replace(/^npx wrangler\b/, "node_modules/.bin/wrangler").split(/\s+/);
        assert.match(words[0], /^(node_modules\/\.bin\/wrangler|scripts\/\w+)$/, `${page}:${line}: only wrangler and scripts/ are asked, not ${words[0]}`);
        assert.ok(existsSync(join(ROOT, words[0])), `${page}:${line}: there is no ${words[0]}`);
        // A command is up to three small words: `d1 time-travel restore`.
        const wrangler = words[0].endsWith("wrangler");
        const end = words.findIndex((word, n) => n > 0 && !/^[a-z][a-z0-9-]*$/.test(word));
        const verbs = words.slice(1, end < 0 ? undefined : end).slice(0, 3);
        const { code, said } = await help([words[0], ...verbs]);
        assert.ok(code === 0 || said.includes("usage:"), `${page}:${line}: ${command}: ${said}`);
        // Of a word that it does not know wrangler shows the help of the words before it.
        const usage = said.split("\n")[0];
        const takes = /[<[]/.test(usage);
        if (wrangler) assert.ok(takes || usage === ["wrangler", ...verbs].join(" "), `${page}:${line}: wrangler has no ${verbs.join(" ")}`);
        for (const option of words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]))
          assert.ok(said.includes(option), `${page}:${line}: ${words[0]} ${verbs.join(" ")} knows no ${option}`);
      }
});

/** Every page under docs, and the README. */
const every = () => ["README.md", ...readdirSync(join(ROOT, "docs"), { recursive: true }).filter((name) => name.endsWith(".md")).map((name) => join("docs", name))];
/** Where a page leads to: its line, and a path from the project's folder. */
const linked = (page) => links(readFileSync(join(ROOT, page), "utf8")).map(({ line, to }) => ({ line, to: join(dirname(page), to) }));

test("every page under docs stands in its index, and every link from page to page leads to a file that is there", () => {
  const index = linked("docs/README.md").map(({ to }) => to);
  for (const page of every()) {
    if (!["README.md", "docs/README.md"].includes(page)) assert.ok(index.includes(page), `docs/README.md does not list ${page}`);
    for (const { line, to } of linked(page)) assert.ok(existsSync(join(ROOT, to)), `${page}:${line}: there is no ${to}`);
  }
});

test("the reading of links passes over code and other sites", () => {
  const page = "[a](b.md#c) and ![d](e%20f.svg)\n```\n[x](y.md)\n```\n`[x](y.md)` [w](https://w.example) [here](#here)\n[g]: h.md\n";
  assert.deepEqual(links(page), [{ line: 1, to: "b.md" }, { line: 1, to: "e f.svg" }, { line: 6, to: "h.md" }]);
});

test("the reading of blocks finds what is wrong", () => {
  const [said, unsaid] = blocks("<!-- from: a.sh#b -->\n```sh\none\n```\n\ntext\n```\ntwo\n```\n");
  assert.deepEqual([said.how, said.path, said.region, said.text], ["from", "a.sh", "b", "one"]);
  assert.equal(unsaid.how, undefined);
  assert.throws(() => blocks("```sh\nno end"), /does not end/);
  assert.equal(lacking("a ... c\nd", "x\na b c\ny\nd"), undefined);
  assert.equal(lacking("d\na", "a\nd"), "a");
  assert.deepEqual(numbers("1,095 clicks, 27.4 % of 7."), ["1095", "27.4", "7"]);
  assert.equal(blocks("```\n1\n```\n\none\nline\n\nanother")[0].after, "one\nline");
  assert.deepEqual(commands("one \\\n  two # three\n# four\n"), ["one two"]);
});
