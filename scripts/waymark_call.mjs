// What the commands share: calls that are repeated while the Worker is busy, what is said on the terminal, and how it ends.
//
// Why: an exit code is all that a script reads. 0: done. 1: the Worker refused something, or a link fails; what is told.
// 2: it could not be asked (no key, not there, a wrong option). Nobody is shown a stack trace.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const ATTEMPTS = 6;
const shown = process.stderr.isTTY;

/** Ends the program with its sentence and exit code. */
export class Halt extends Error {
  constructor(message, code = 2) {
    super(message);
    this.code = code;
  }
}

/** A refusal of the Worker: what it says, sentence by sentence. */
export class Refused extends Halt {
  constructor(status, problem) {
    const faults = (problem?.errors ?? []).map(({ pointer, parameter, header, code, detail }) => `${pointer || parameter || header || '/'} ${code}: ${detail}`);
    const title = [problem?.title, problem?.detail].filter(Boolean).join(': ') || `answered ${status}`;
    // Without the right key nothing can be asked.
    super([title, ...faults].join('\n'), [401, 403].includes(status) ? 2 : 1);
    this.problem = problem;
    this.status = status;
  }
}

const COMMON = {
  url: { type: 'string', default: process.env.WAYMARK_URL ?? 'http://localhost:8787' },
  key: { type: 'string', default: process.env.ADMIN_KEY },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** What the words `args` ask for: `options` as parseArgs takes them, `least` to `most` words without a name. */
export function asked(args, usage, options = {}, [least, most] = [0, 0]) {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { ...COMMON, ...options } });
  } catch (error) {
    throw new Halt(`${error.message}\n${usage}`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  if (positionals.length < least || positionals.length > most) throw new Halt(usage);
  if (!values.key) throw new Halt('no key: give --key or ADMIN_KEY');
  if (!URL.canParse(values.url)) throw new Halt(`--url ${values.url} is no address; send one such as https://go.brand.example`);
  return { ...values, url: values.url.replace(/\/+$/, ''), words: positionals };
}

/**
 * One call; gives { status, headers, text, json }, or throws what was refused. `body` is sent as JSON unless `type` says
 * otherwise; `expected` are statuses beside 2xx that are answers. A call is repeated while the Worker is busy or out of
 * reach; of what would make a second thing (`once`) only what was not looked at.
 */
export async function ask({ url, key }, method, path, { body, type = 'application/json', headers = {}, expected = [], bytes = false, once = false } = {}) {
  const sent = { accept: 'application/json', authorization: `Bearer ${key}`, ...headers };
  if (body !== undefined) sent['content-type'] = type;
  const text = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const address = path.startsWith('http') ? path : url + path;
  for (let attempt = 1; ; attempt += 1) {
    let wait = Math.min(2 ** attempt * 250, 10_000);
    let why;
    let reply;
    try {
      reply = await fetch(address, { method, headers: sent, body: text, redirect: 'manual' });
      if (reply.ok && bytes) return Buffer.from(await reply.arrayBuffer());
      const said = { status: reply.status, headers: reply.headers, text: await reply.text() };
      said.json = /[/+]json\b/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(said.text) : null;
      if (reply.ok || expected.includes(reply.status)) return said;
      const busy = said.json?.code === 'at_work' || (!once && reply.status >= 500 && said.json?.code !== 'not_set_up');
      const again = reply.status === 429 || busy;
      if (!again || attempt === ATTEMPTS) throw new Refused(reply.status, said.json);
      why = said.json?.title ?? `answered ${reply.status}`;
      wait = Math.max(wait, 1000 * Math.min(Number(reply.headers.get('retry-after')) || 0, 30));
    } catch (error) {
      if (error instanceof Halt) throw error;
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
      why = error instanceof SyntaxError ? 'the answer broke off' : (error.cause?.code ?? error.cause?.message ?? error.message);
      // Nobody listens there: it will not get better by asking.
      if (once || attempt === ATTEMPTS || ['ECONNREFUSED', 'ENOTFOUND', 'bad port'].includes(why)) throw new Halt(`${new URL(address).origin} cannot be asked: ${why}`);
    }
    say(`${why}; again in ${Math.round(wait / 1000)} s`);
    await sleep(wait);
  }
}

/** Every item of a list, page by page; `query` are its filters. */
export async function* listed(to, path, query = {}) {
  const rest = new URLSearchParams({ limit: '100', ...query });
  for (;;) {
    const { json } = await ask(to, 'GET', `${path}?${rest}`);
    yield* json.items;
    if (!json.next) return;
    rest.set('cursor', json.next);
  }
}

// What is shown

export const number = (count) => count.toLocaleString('en');
/** A text without what a terminal would obey. */
export const plain = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** Digits behind a currency's point by ISO 4217, as src/domain/money.rs has them; two where it is not listed. */
const DIGITS = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);
export const digits = (currency) => DIGITS[currency] ?? 2;

/** A line that stays, above the bar. */
export function say(words) {
  process.stderr.write(`${shown ? '\r\x1b[2K' : ''}${words.split('\n').map(plain).join('\n')}\n`);
}

/** A bar with its words, or without a known end (`share` undefined) the words alone; on a terminal only. */
export function bar(share, words) {
  if (!shown) return;
  const full = Math.round(Math.min(share ?? 0, 1) * 30);
  const drawn = share === undefined ? '' : `${'█'.repeat(full)}${'░'.repeat(30 - full)} ${Math.floor(Math.min(share, 1) * 100)} %  `;
  process.stderr.write(`\r\x1b[2K${drawn}${words}`);
}

export function bar_off() {
  if (shown) process.stderr.write('\r\x1b[2K');
}

const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
export const red = (text) => (coloured ? `\x1b[31m${text}\x1b[0m` : text);

/** Rows as a table under the names of `columns`; what is not there is a dash. */
export function table(columns, rows) {
  const cells = rows.map((row) => columns.map((column) => (row[column] === null || row[column] === undefined || row[column] === '' ? '–' : plain(row[column]))));
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((line) => line[at].length)));
  const line = (words) => words.map((word, at) => word.padEnd(widths[at])).join('  ').trimEnd();
  for (const words of [columns, ...cells]) console.log(line(words));
}

/** Prints what programs read. */
export const print = (value) => console.log(JSON.stringify(value, null, 2));

/** Runs `work` and ends with 0, or with the code of what stopped it. */
export async function run(work) {
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2)); // `| head` has seen enough
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    bar_off();
    const told = error instanceof Halt ? error : new Halt(error.message);
    if (process.argv.includes('--json') && told.problem) process.stderr.write(`${JSON.stringify(told.problem)}\n`);
    else say(told.message);
    process.exitCode = told.code;
  }
}
