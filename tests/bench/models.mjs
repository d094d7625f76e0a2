// Times models in wasm, as the Worker is compiled but for wasm-opt, and a million orders natively: node tests/bench/models.mjs
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const TARGET = "wasm32-unknown-unknown";
const MARKOV = [["Markov, 100 creators"], ["Markov, 500 creators", 100], ["Markov, 1,000 creators"]];

const run = (program, given) => execFileSync(program, given, { stdio: "inherit" });
// Time of the processor, for others may be at work on the machine.
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const took = (work) => {
  const began = spent();
  work();
  return spent() - began;
};
const compile = (built, out, ...given) =>
  run("rustc", [
    "tests/bench/models.rs", "--edition", "2024", "-C", "panic=abort", "-o", out, "--extern", `waymark=${built}/libwaymark.rlib`,
    "-L", `dependency=${built}/deps`, "-L", "dependency=target/release/deps", ...given,
  ]);
run("cargo", ["build", "--locked", "--release", "--lib", "--target", TARGET]);
compile(`target/${TARGET}/release`, "target/models.wasm", "--target", TARGET, "-C", "opt-level=z");
const module = new WebAssembly.Module(readFileSync("target/models.wasm"));
const imports = {};
// What the platform gives a Worker is never called here, it only has to be there.
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  if (kind !== "function") throw new Error(`${name} of ${from} is a ${kind}`);
  (imports[from] ??= {})[name] = () => {
    throw new Error(`${name} of ${from} was called`);
  };
}
const { main, memory } = new WebAssembly.Instance(module, imports).exports;
const say = (title, ms, most) => {
  console.log(`${title.padEnd(45)} ${ms.toFixed(1).padStart(8)} ms${most ? `, ${most} at most` : ""}`);
  if (most && ms > most) process.exitCode = 1;
};
main(0, 0);
say("100,000 orders by six rules, wasm", took(() => main(0, 0)));
const best = MARKOV.map(() => Infinity);
const first = [];
for (let turn = 0; turn < 9; turn++) {
  for (const index of MARKOV.keys()) {
    const ms = took(() => main(0, 0));
    first[index] ??= ms;
    best[index] = Math.min(best[index], ms);
  }
}
for (const [index, [title, most]] of MARKOV.entries()) {
  say(`${title}, wasm, at first`, first[index]);
  say(`${title}, wasm`, best[index], most);
}
console.log(`memory: ${(memory.buffer.byteLength / 1e6).toFixed(1)} MB`);
run("cargo", ["build", "--locked", "--release", "--lib"]);
compile("target/release", "target/models", "-C", "opt-level=z");
const seconds = execFileSync("bash", ["-c", "TIMEFORMAT=%U; { time target/models 9; } 2>&1"], { encoding: "utf8" });
say("1,000,000 orders by six rules, natively", Number(seconds) * 1000);
