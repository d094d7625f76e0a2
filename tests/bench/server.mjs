// A running server under measurement: its process on the server core, what it can be asked, and how it ends.
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { TICK_US, cpuUsed, mustBePinned, tree } from "./machine.mjs";
import { ask } from "./http.mjs";
import { pinnable } from "./load.mjs";

const PROGRAM = fileURLToPath(new URL("server_process.mjs", import.meta.url));
const REST_MS = 1500; // the queue waits 1 s for a batch to fill, and Waymark 0.1 s for a message
const running = new Set();

export class Server {
  #child;
  #waiting = new Map();
  #asked = 0;
  #kept = 0;

  /** Starts Miniflare with these options on this core and waits until it answers. */
  static async start(name, options, core) {
    const server = new Server();
    const command = [...(pinnable ? ["taskset", "-c", String(core)] : []), process.execPath, PROGRAM];
    server.name = name;
    server.#child = spawn(command[0], command.slice(1), { stdio: ["ignore", "inherit", "inherit", "ipc"], serialization: "advanced" });
    running.add(server);
    server.#child.on("message", ({ id, value, error }) => {
      const { done, fail } = server.#waiting.get(id);
      server.#waiting.delete(id);
      if (error) fail(new Error(`${name}: ${error}`));
      else done(value);
    });
    server.#child.on("exit", (code) => {
      running.delete(server);
      for (const { fail } of server.#waiting.values()) fail(new Error(`the process of ${name} ended with ${code}`));
    });
    Object.assign(server, await server.#ask("start", { options }));
    const asked = performance.now();
    await ask(`${server.url}/healthz`); // any answer will do
    server.first_ms = performance.now() - asked;
    if (pinnable) mustBePinned(server.pid, core);
    return server;
  }

  get pid() {
    return this.#child.pid; // taskset becomes the program it starts
  }

  cpu() {
    return cpuUsed(this.pid);
  }

  /** Runs statements `[sql, ...values]` in one D1 batch and returns the rows of each. */
  batch(database, statements) {
    return this.#ask("batches", { database, batches: [statements] });
  }

  batches(database, batches) {
    return this.#ask("batches", { database, batches });
  }

  /** Puts `[key, value]` pairs into the KV namespace. */
  put(pairs) {
    return this.#ask("put", { pairs });
  }

  /** Clicks stored so far, by the hourly counts. */
  async stored() {
    const [[{ clicks }]] = await this.batch("EVENTS_0", [["SELECT coalesce(sum(clicks), 0) AS clicks FROM hour_count"]]);
    return clicks;
  }

  /** Waits until the server has rested for longer than a queue batch waits; asking it would cost CPU (15 ms a question). */
  async rest() {
    let used = this.cpu().all;
    let since = performance.now();
    for (const end = since + 60_000; performance.now() < end && performance.now() - since < REST_MS;) {
      await pause(50);
      const now = this.cpu().all;
      if (now - used <= 2 * TICK_US) continue; // idle ticks
      used = now;
      since = performance.now();
    }
  }

  /** Takes what is stored now as the start of the next `gained`. */
  async mark() {
    this.#kept = await this.stored();
  }

  /** How many clicks were stored since the last time, waiting for more while they are fewer than `expected`. */
  async gained(expected) {
    const before = this.#kept;
    await this.mark();
    for (let tries = 0; tries < 8 && this.#kept < before + expected; tries += 1) {
      await this.rest();
      await this.mark();
    }
    return this.#kept - before;
  }

  /** The end of what the Worker and workerd wrote to their logs. */
  said() {
    return this.#ask("said");
  }

  /** Ends this server's processes, in order first and by id where that does not do. */
  async end() {
    if (!running.has(this)) return;
    const family = tree(this.pid).map(({ pid }) => pid);
    const gone = new Promise((done) => { this.#child.once("exit", done); });
    if (this.#child.connected) this.#child.send({ ask: "end" });
    await Promise.race([gone, pause(5000, undefined, { ref: false })]);
    for (const pid of family) if (tree(pid).some(({ name }) => ["node", "workerd"].includes(name))) process.kill(pid, "SIGKILL");
  }

  #ask(ask, given) {
    this.#asked += 1;
    return new Promise((done, fail) => {
      this.#waiting.set(this.#asked, { done, fail });
      this.#child.send({ id: this.#asked, ask, ...given });
    });
  }
}

export const endAll = () => Promise.all([...running].map((server) => server.end()));
