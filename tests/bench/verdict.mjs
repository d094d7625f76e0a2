// Times a verdict in wasm, as the Worker is compiled but for wasm-opt: node tests/bench/verdict.mjs
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const TARGET = "wasm32-unknown-unknown";
const KINDS = [
  ["a verdict, in-app browsers", 1_000, 3], ["a device, in-app browsers", 1_000],
  ["a verdict, programs", 1_000], ["a verdict, 1,024 letters made to take long", 100],
];

const run = (program, given) => execFileSync(program, given, { stdio: "inherit" });
const built = `target/${TARGET}/release`;
const wasm = "target/verdict.wasm";
run("cargo", ["build", "--locked", "--release", "--lib", "--target", TARGET]);
run("rustc", [
  "tests/bench/verdict.rs", "--edition", "2024", "--target", TARGET, "-C", "opt-level=z", "-C", "panic=abort", "-o", wasm,
  "--extern", `waymark=${built}/libwaymark.rlib`, "-L", `dependency=${built}/deps`, "-L", "dependency=target/release/deps",
]);
const module = new WebAssembly.Module(readFileSync(wasm));
const imports = {};
// What the platform gives a Worker is never called here, it only has to be there.
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  if (kind !== "function") throw new Error(`${name} of ${from} is a ${kind}`);
  (imports[from] ??= {})[name] = () => {
    throw new Error(`${name} of ${from} was called`);
  };
}
const { main } = new WebAssembly.Instance(module, imports).exports;
const best = KINDS.map(() => Infinity);
for (let turn = 0; turn < 200; turn++) {
  for (const [index, [, times]] of KINDS.entries()) {
    const began = process.hrtime.bigint();
    main(0, 0);
    best[index] = Math.min(best[index], Number(process.hrtime.bigint() - began) / 1000 / times);
  }
}
for (const [index, [title, , most]] of KINDS.entries()) {
  console.log(`${title.padEnd(45)} ${best[index].toFixed(2).padStart(7)} us${most ? `, ${most} at most` : ""}`);
  if (most && best[index] > most) process.exitCode = 1;
}
