// The load without wrk: replays a plan over kept connections for some seconds; slower, so a fast server is not filled.
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";

const [url, file, seconds, connections] = process.argv.slice(2);
const plan = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const started = performance.now();
const end = started + Number(seconds) * 1000;
const taken = [];
let at = 0;
let failed = 0;

const one = ([path, address, userAgent]) => new Promise((done) => {
  const headers = { host: "localhost", "cf-connecting-ip": address, "user-agent": userAgent };
  const sent = performance.now();
  get(url + path, { agent, headers, timeout: 10_000 }, (answer) => {
    if (answer.statusCode !== 302) failed += 1;
    answer.resume().on("end", () => done(taken.push(performance.now() - sent)));
  }).on("timeout", function () { this.destroy(); }).on("error", () => done(failed += 1));
});

await Promise.all(Array.from({ length: Number(connections) }, async () => {
  while (performance.now() < end) await one(plan[at++ % plan.length]);
}));
agent.destroy();
taken.sort((a, b) => a - b);
const percentile = (share) => taken[Math.floor((taken.length - 1) * share)] ?? 0;
const result = { requests: taken.length, seconds: (performance.now() - started) / 1000, failed, p50_ms: percentile(0.5), p99_ms: percentile(0.99) };
console.log(`RESULT ${JSON.stringify(result)}`);
