// Brings a history in: cuts a file of any size into calls, shows how far it is, and goes on where it stopped.
//
// Why: how far a history has come stands in the Worker's own row, so nothing is kept here. Whatever kills this program,
// the same command goes on behind the last line that was taken, and lines that come twice are known.

import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createGunzip, gzipSync } from 'node:zlib';

const USAGE = `scripts/waymark import FILE [--name NAME] [--url URL] [--key KEY] [--lines N]
  FILE     lines of JSON, as docs/import.md tells; one that ends in .gz is unpacked
  --name   what the history is called; by default the file's name. The same name goes on where it stopped
  --lines  lines of a call, 1 to 10000 (5000)
Lines that are refused are named on standard error. Exit: 0 all taken, 1 some were refused, 2 it could not go on.`;

const BYTES = 4 * 1024 * 1024; // of a call, before it is packed
const LINE = 8 * 1024; // the Worker's bound: of a longer line as much is sent as it takes to be refused
const ATTEMPTS = 8;

class Halt extends Error {}

function asked() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string', default: process.env.WAYMARK_URL ?? 'http://localhost:8787' },
        key: { type: 'string', default: process.env.ADMIN_KEY },
        name: { type: 'string' },
        lines: { type: 'string', default: '5000' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new Halt(`${error.message}\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const lines = Number(values.lines);
  if (positionals.length !== 1 || !(Number.isInteger(lines) && lines >= 1 && lines <= 10_000)) throw new Halt(USAGE);
  if (!values.key) throw new Halt('no key: give --key or ADMIN_KEY');
  const [file] = positionals;
  const name = values.name ?? basename(file).replace(/\.gz$/, '').replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);
  return { file, name, lines, key: values.key, url: values.url.replace(/\/$/, '') };
}

// What is shown

const shown = process.stderr.isTTY;
function say(words) { // a line that stays, above the bar
  process.stderr.write(`${shown ? '\r\x1b[2K' : ''}${words}\n`);
}
const number = (count) => count.toLocaleString('en');
const began = Date.now();
function bar({ share, lines, taken, refused }) {
  if (!shown) return;
  const width = 30;
  const full = Math.round(Math.min(share, 1) * width);
  const rate = Math.round(taken / Math.max((Date.now() - began) / 1000, 0.001));
  const words = [`${number(lines)} lines`, `${number(rate)} a second`, ...(refused ? [`${number(refused)} refused`] : [])];
  process.stderr.write(`\r\x1b[2K${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor(share * 100)} %  ${words.join(', ')}`);
}

let options; // what the command line says

/** One call that is repeated while the Worker is busy or out of reach: every call is safe to repeat. */
async function ask(method, path, body) {
  const { url, key } = options;
  for (let attempt = 1; ; attempt += 1) {
    let wait = Math.min(2 ** attempt * 250, 10_000);
    let why;
    try {
      const reply = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }) },
        body,
      });
      const text = await reply.text();
      if (reply.ok) return JSON.parse(text);
      if (reply.status === 404 && method === 'GET') return null;
      why = `answered ${reply.status}: ${text.trim()}`;
      if (reply.status !== 429 && reply.status < 500) throw new Halt(`${method} ${path} ${why}`);
      wait = Math.max(wait, 1000 * Math.min(Number(reply.headers.get('retry-after')) || 0, 30));
    } catch (error) {
      if (error instanceof Halt) throw error;
      why ??= error.cause?.message ?? error.message;
    }
    if (attempt === ATTEMPTS) throw new Halt(`${method} ${path}: ${why}; the same command goes on from here`);
    say(`${why}; again in ${Math.round(wait / 1000)} s`);
    await sleep(wait);
  }
}

/** The lines of the file as bytes, cut a little beyond what a line may have; and how much of the file was read for them. */
async function* cut(file) {
  const raw = createReadStream(file, { highWaterMark: 1 << 18 });
  const size = statSync(file).size;
  let stream = raw;
  if (file.endsWith('.gz')) {
    stream = raw.pipe(createGunzip());
    raw.on('error', (error) => stream.destroy(error));
  }
  let kept = []; // of the line that goes on in the next piece
  let length = 0;
  const keep = (bytes) => {
    if (bytes.length > 0 && length <= LINE) kept.push(bytes.subarray(0, LINE + 1 - length));
    length = Math.min(length + bytes.length, LINE + 1);
  };
  for await (const piece of stream) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      keep(piece.subarray(from, end));
      yield { line: Buffer.concat(kept), share: raw.bytesRead / size };
      [kept, length, from] = [[], 0, end + 1];
    }
    keep(piece.subarray(from));
  }
  if (length > 0) yield { line: Buffer.concat(kept), share: 1 };
}

async function bring() {
  options = asked();
  const { file, name, lines: most } = options;
  const before = await ask('GET', `/v1/import/${name}`);
  const skip = before?.lines ?? 0;
  if (skip) say(`${name}: ${number(skip)} lines are taken already; goes on behind them`);
  const sum = { lines: 0, stored: 0, repeated: 0, refused: 0 };
  let seen = 0;
  let batch = [];
  let bytes = 0;

  const send = async (share) => {
    const offset = seen - batch.length;
    const body = gzipSync(Buffer.concat(batch.flatMap((line) => [line, Buffer.from('\n')])), { level: 1 });
    const said = await ask('POST', `/v1/import?name=${name}&offset=${offset}`, body);
    for (const field of Object.keys(sum)) sum[field] += said[field];
    for (const { line, pointer, code, detail } of said.errors) say(`${file}:${line}: ${pointer ? `${pointer} ` : ''}${code}: ${detail}`);
    if (said.errors_left_out) say(`${file}: and ${number(said.errors_left_out)} more in lines ${offset + 1} to ${seen}`);
    bar({ share, lines: seen, taken: sum.lines, refused: sum.refused });
    [batch, bytes] = [[], 0];
  };

  for await (const { line, share } of cut(file)) {
    seen += 1;
    if (seen <= skip) continue;
    batch.push(line);
    bytes += line.length + 1;
    if (batch.length === most || bytes > BYTES) await send(share);
  }
  if (batch.length) await send(1);
  if (seen < skip) throw new Halt(`${file} has ${number(seen)} lines, but ${number(skip)} are taken as ${name}: give another --name`);
  if (shown) process.stderr.write('\r\x1b[2K');
  const seconds = (Date.now() - began) / 1000;
  const rate = sum.lines ? `, in ${seconds.toFixed(1)} s (${number(Math.round(sum.lines / seconds))} a second)` : '';
  console.log(`${name}: ${number(sum.lines)} lines: ${number(sum.stored)} stored, ${number(sum.repeated)} known, ${number(sum.refused)} refused${rate}`);
  process.exitCode = sum.refused ? 1 : 0;
}

function fail(error) {
  say(`import: ${error.message}`);
  process.exit(2);
}

await bring().catch(fail);
