// What is typed into forms becomes the very number and moment that is meant: no float, no guess, in any currency and zone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const FOLDER = fileURLToPath(new URL("../../../src/face/dashboard/pages/settings/", import.meta.url));
const { outputFiles } = await esbuild.build({
  stdin: { contents: 'export * from "./fields"; export * from "./clock";', resolveDir: FOLDER, loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
});
const { body, clock, instant, minor, scaled, unscaled } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const AROUND = { zone: "UTC", names: {} };
/** The body of a form with these texts. */
const sent = (fields, texts, row = null) => body(fields, (name) => texts[name] ?? "", row, AROUND);

test("an amount is read to its smallest part, and one that could be read in two ways is refused", () => {
  const read = (text, digits = 2) => scaled(text, digits).value;
  assert.deepEqual([read("1200.5"), read("0.07"), read("70.29"), read("1580", 0), read("1.005", 3), read("9007199254740.99")], [120_050, 7, 7_029, 1_580, 1_005, 900_719_925_474_099]);
  for (const text of ["1,200.50", "1200,50", "1.200,50", "1e3", "0x10", "", "12.345", "٣", "99999999999999999"]) assert.ok(scaled(text, 2).wrong, text);
  assert.match(scaled("1580.5", 0).wrong, /no smaller unit/);
  assert.deepEqual(["JPY", "eur", "KWD", "???"].map((currency) => minor(() => currency)), [0, 2, 3, 2]);
});

test("an amount is written as it was read, whatever its size", () => {
  for (const digits of [0, 2, 3, 4])
    for (const value of [0, 1, 9, 10, 99, 100, 12_345, 100_000_000_000, 900_719_925_474_099]) assert.equal(scaled(unscaled(value, digits), digits).value, value, `${value} of ${digits}`);
  assert.deepEqual([unscaled(1_250, 2, false), unscaled(1_000, 2, false), unscaled(5, 2)], ["12.5", "10", "0.05"]);
});

test("a moment is the one that a clock of the zone shows, on both sides of a change of clocks", () => {
  assert.equal(instant("2026-07-01T12:00", "Europe/Berlin"), "2026-07-01T10:00:00.000Z");
  assert.equal(instant("2026-12-01T12:00", "Europe/Berlin"), "2026-12-01T11:00:00.000Z");
  assert.equal(instant("2026-11-20T00:00", "Asia/Kathmandu"), "2026-11-19T18:15:00.000Z");
  for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
    for (let at = Date.UTC(2026, 0, 1, 12); at < Date.UTC(2027, 0, 1); at += 26.5 * 3_600_000) assert.equal(instant(clock(at, zone), zone), new Date(at).toISOString(), `${zone} ${clock(at, zone)}`);
  for (const text of ["", "2026-13-01T00:00", "tomorrow", "2026-11-20"]) assert.equal(instant(text, "UTC"), null, text);
});

test("a change says what differs, an object whole, and what a field no longer asks for as null", () => {
  const fields = [
    { name: "name", label: "" },
    { name: "enabled", label: "", kind: "flag" },
    { name: "kind", label: "" },
    { name: "amount", label: "", kind: "whole", when: (get) => get("kind") === "fee" },
    { name: "page/name", label: "" },
    { name: "page/color", label: "" },
  ];
  const row = { name: "A", enabled: true, kind: "fee", amount: 5, page: { name: "B", text: null, color: null, link: null } };
  const texts = { name: "A", enabled: "true", kind: "fee", amount: "5", "page/name": "B", "page/color": "" };
  assert.deepEqual(sent(fields, texts, row), { body: {}, wrong: {} });
  assert.deepEqual(sent(fields, { ...texts, "page/color": "#123456", enabled: "" }, row).body, { enabled: false, page: { name: "B", color: "#123456" } });
  assert.deepEqual(sent(fields, { ...texts, kind: "other", "page/name": "" }, row).body, { kind: "other", amount: null, page: null });
  assert.deepEqual(sent(fields, { name: " ", kind: "fee", amount: "five" }), { body: { enabled: false, kind: "fee" }, wrong: { amount: "Write a whole number." } });
});
