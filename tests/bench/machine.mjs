// What this machine is and what a server's processes have used of it, read from /proc.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** The grain of /proc's CPU times. */
export const TICK_US = 1e6 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** The cores this process may use: the server gets the first, the load the second (or the same, where there is one). */
export function cores() {
  const list = readFileSync("/proc/self/status", "utf8").match(/Cpus_allowed_list:\s*(\S+)/)[1];
  const allowed = list.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  return { server: allowed[0], load: allowed[1] ?? allowed[0], allowed: allowed.length, model: cpus()[0].model };
}

/** Keeps this process, and what it starts unless told otherwise, on one core. */
export const pinSelf = (core) => execFileSync("taskset", ["-acp", String(core), String(process.pid)], { stdio: "ignore" });

/** Whether a command can be started from the search path. */
export function installed(command) {
  try {
    execFileSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The process and everything it started, with the CPU microseconds each has used. */
export function tree(root) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).map(stat).filter(Boolean);
  const found = all.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...all.filter(({ ppid }) => ppid === parent.pid));
  return found;
}

/** CPU microseconds used so far, as a sum and apart: workerd, and the Node process that holds Miniflare. */
export function cpuUsed(root) {
  const used = { all: 0, workerd: 0, node: 0 };
  for (const { name, cpu } of tree(root)) {
    used.all += cpu;
    used[name === "workerd" ? "workerd" : "node"] += cpu;
  }
  return used;
}

/** The pid of the workerd under this Node process. */
export const workerdOf = (root) => tree(root).find(({ name }) => name === "workerd")?.pid;

/** Throws unless every thread of the tree may run on this one core only. */
export function mustBePinned(root, core) {
  for (const { pid, name } of tree(root)) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
      const list = status.match(/Cpus_allowed_list:\s*(\S+)/)[1];
      if (list !== String(core)) throw new Error(`thread ${thread} of ${name} may run on cores ${list}, not only on ${core}`);
    }
  }
}

/** Peak resident memory of a process in bytes since its start or the last `forgetPeak`. */
export const peakMemory = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s*(\d+)/)[1]) * 1024;

/** Starts the peak of `peakMemory` again from the present size. */
export const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5");

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const field = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid, name, ppid: Number(field[1]), cpu: (Number(field[11]) + Number(field[12])) * TICK_US };
  } catch {
    return undefined; // it ended while we were reading
  }
}
