// The weight of a first load, as scripts/face sums it up: of made-up files, so that each counts by its own number.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heaviest, needed } from "../../scripts/face_weight.mjs";

const now = (path) => ({ path, kind: "import-statement" });
const later = (path) => ({ path, kind: "dynamic-import" });
const OUTPUTS = {
  "main.js": { imports: [now("shared.js"), later("light.js"), later("heavy.js")], cssBundle: "main.css" },
  "shared.js": { imports: [] },
  "light.js": { imports: [now("shared.js")] },
  "heavy.js": { imports: [now("shared.js"), now("charts.js"), later("rare.js")], cssBundle: "heavy.css" },
  "charts.js": { imports: [] },
  "rare.js": { imports: [] },
  "main.css": { imports: [] },
  "heavy.css": { imports: [] },
};
const WEIGHT = { "main.js": 1, "shared.js": 2, "main.css": 4, "light.js": 8, "heavy.js": 16, "charts.js": 32, "heavy.css": 64, "rare.js": 128 };

test("a first load is the entry with the heaviest page behind it, what both share once, and nothing that page loads later", () => {
  assert.deepEqual(heaviest(OUTPUTS, "main.js", (path) => WEIGHT[path]), { entry: 7, page: "heavy.js", all: 7 + 16 + 32 + 64 });
});

test("without pages behind it the entry is all", () => {
  assert.deepEqual(heaviest(OUTPUTS, "charts.js", (path) => WEIGHT[path]), { entry: 32, all: 32 });
  assert.deepEqual([...needed(OUTPUTS, "light.js")], ["light.js", "shared.js"]);
});
