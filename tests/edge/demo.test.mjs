// The demo: the same sixty days every time, and reports that find out what each creator's story is.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ADMIN_KEY, DAY, dayOf, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), "../../scripts");
const url = edge.origin.origin.replace("127.0.0.1", "localhost");
const run = (name, args) =>
  new Promise((done) => {
    const child = spawn(join(SCRIPTS, name), [...args, "--url", url], { env: { ...process.env, ADMIN_KEY } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    child.on("close", (code) => done({ code, said }));
  });

const today = Math.floor(Date.now() / DAY) * DAY;
const range = new URLSearchParams({ from: dayOf(today - 60 * DAY), to: dayOf(today - DAY) });

// [clicks, link, code, both orders, verdict]
const STORIES = {
  "Jonas Berg": [3221, 138, 25, 55, "scale"],
  "Luca & Noor": [1095, 17, 122, 13, "scale"],
  "Tess Wilder": [1468, 79, 15, 40, "scale"],
  "Mira Sol": [2782, 79, 20, 36, "renegotiate"],
  "Nova Lane": [7193, 42, 8, 13, "cut"],
  "Kofi Mensah": [1338, 38, 6, 16, "keep"],
  "Ines Duarte": [251, 2, 1, 3, "insufficient"],
  "Ada Okafor": [2247, 0, 0, 0, "insufficient"],
};

test("sixty days are loaded by the doors, and each creator is judged as their story goes", async () => {
  const { code, said } = await run("demo", ["--no-visits"]);
  assert.equal(code, 0, said);
  const { rows } = await edge.must(200, "GET", `/v1/reports/performance?by=creator&${range}`);
  const ranking = await edge.must(200, "GET", `/v1/reports/ranking?${range}`);
  const found = Object.fromEntries(
    rows.map((row) => [
      row.creator.name,
      [row.clicks, row.orders_link, row.orders_code, row.orders_both, ranking.rows.find(({ creator }) => creator.id === row.creator.id).verdict],
    ]),
  );
  assert.deepEqual(found, STORIES);
  for (const [name, [, link, by, both, verdict]] of Object.entries(STORIES))
    assert.match(said, new RegExp(`${name} .* ${link} / ${by} / ${both} .* ${verdict} `), `the table tells of ${name}`);
});

test("there is enough for models that learn, and the opener is found by the first touch alone", async () => {
  const { rows, ...head } = await edge.must(200, "GET", `/v1/reports/models?models=first,last,markov&${range}`);
  const { gate } = head;
  assert.ok(gate.open, JSON.stringify(gate));
  const ada = rows.find(({ creator }) => creator?.name === "Ada Okafor").models;
  assert.deepEqual([ada.first.orders, ada.last.orders], [210, 0]);
  assert.ok(rows.some(({ channel }) => channel === "google/organic"), "other channels stand beside creators");
});

test("a report is printed as a table, and a wrong word is told", async () => {
  const words = [...range].flatMap(([name, value]) => [`--${name}`, value]);
  const { code, said } = await run("waymark", ["report", "performance", "--columns", "creator,orders,roi", ...words]);
  assert.equal(code, 0, said);
  assert.match(said, /Jonas Berg +218 +2\.7212/);
  const wrong = await run("waymark", ["report", "performance", "--by", "nonsense", ...words]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.said, /by: Send one of/);
});
