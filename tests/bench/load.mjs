// The load: which visitors ask for which links, replayed by wrk (or by load_node.mjs where wrk is missing) on its own core.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { installed } from "./machine.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const LINES = 4000;
const AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 385.0.0.22.84 (iPhone15,2; iOS 18_5; de_DE; de; scale=3.00; 1179x2556; 741163520)",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; SM-S921B Build/AP3A.240905.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/137.0.7151.89 Mobile Safari/537.36 musical_ly_2024001030 BytedanceWebview/d8a21c6",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
];

export const slug = (at) => `bench${String(at).padStart(4, "0")}`;

/** The visits of a plan: every link in turn, each visit by another of some thousand visitors. */
export const visits = (links, count = LINES) => Array.from({ length: count }, (_, at) => ({
  path: `/${slug(at % links)}`,
  address: `203.${at % 7}.${(at * 7919 >> 8) & 255}.${(at * 7919) & 255}`,
  agent: AGENTS[at % AGENTS.length],
}));

/** Writes the plan of so many links where both loads can read it, and returns its path. */
export function plan(folder, links) {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/plan-${links}-links.tsv`;
  writeFileSync(file, visits(links).map((one) => `${one.path}\t${one.address}\t${one.agent}\n`).join(""));
  return file;
}

export const tool = installed("wrk") ? "wrk" : "node";
export const pinnable = installed("taskset");

/** Loads `url` for whole seconds and returns what was answered; `onStart` receives the process, to end it on Ctrl-C. */
export function load({ url, file, seconds, connections, core, onStart }) {
  const wrk = ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", here("load.lua"), url, "--", file];
  const node = [process.execPath, here("load_node.mjs"), url, file, seconds, connections];
  const [command, ...rest] = [...(pinnable ? ["taskset", "-c", core] : []), ...(tool === "wrk" ? wrk : node)].map(String);
  return new Promise((done, fail) => {
    const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"], timeout: (seconds + 30) * 1000 });
    onStart?.(child);
    let said = "";
    child.stdout.on("data", (text) => { said += text; });
    child.stderr.on("data", (text) => { said += text; });
    child.on("error", fail);
    child.on("close", (code) => {
      const result = said.match(/^RESULT (.*)$/m);
      if (code === 0 && result) done(JSON.parse(result[1]));
      else fail(new Error(`the load ended with ${code}: ${said.trim()}`));
    });
  });
}
