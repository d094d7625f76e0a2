// Tables as files: cells as src/domain/csv.rs writes them, and money in minor units beside its currency or by each of several.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const FOLDER = fileURLToPath(new URL("../../../src/face/dashboard/", import.meta.url));
const { outputFiles } = await esbuild.build({
  stdin: { contents: 'export * from "./csv"; export * from "./purse";', resolveDir: FOLDER, loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
});
const { cell, csv, pursed } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

test("a cell is quoted where any separator could part it, and no text is a formula", () => {
  // The cases of tests/domain/shown.rs.
  const cases = [
    ["plain", "plain"],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@sum", "'@sum"],
    ["\tx", "\"'\tx\""],
    ["\rx", "\"'\rx\""],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a;b "c"\r\nd', '"a;b ""c""\r\nd"'],
    ["a;b", '"a;b"'],
    ["a\tb", '"a\tb"'],
    ["'tis", "''tis"],
    ["'=1", "''=1"],
    [-5, "-5"],
    [null, ""],
  ];
  for (const [given, written] of cases) assert.equal(cell(given), written);
});

test("money of one currency stands beside it, and money of several has a column for each", () => {
  const columns = [{ key: "path", by: (row) => row.path }, { key: "net_minor", by: (row) => row.net_minor, csv: null }];
  const file = (rows, currency) => csv([...columns, ...pursed(rows, ["net_minor"], currency)], rows);
  assert.equal(file([{ path: "3", net_minor: 1_380 }], "JPY"), "path,net_minor,currency\r\n3,1380,JPY\r\n");
  const several = [
    { path: "3", net_minor: null, by_currency: { EUR: { net_minor: 100 }, USD: { net_minor: 200 } } },
    { path: "4", net_minor: null, by_currency: { USD: { net_minor: -5 } } },
  ];
  assert.equal(file(several, null), "path,net_minor_EUR,net_minor_USD\r\n3,100,200\r\n4,,-5\r\n");
});
