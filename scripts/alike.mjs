// Renames the functions of a wasm file by their order in a row where each stands behind those it is most alike:
// gzip writes a repetition in few bytes, but only looks 32 KB back. wasm-opt then sorts them by name.

import { readFileSync, writeFileSync } from "node:fs";

const LOOK_BACK = 16_000; // a function must find its like well within gzip's window: what it is compared with comes before it
const PIECE = 6; // bytes; shorter ones stand everywhere, longer ones miss what differs in one number
const COMMON = 200; // pieces of so many functions tell nothing

const [path] = process.argv.slice(2);
const wasm = readFileSync(path);
let at = 8;

/** The unsigned number (LEB128) at the place reached. */
function number() {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = wasm[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
    shift += 7;
  }
}

function printed(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

/** Goes behind what has its length before it. */
function skip() {
  const length = number();
  at += length;
}

function limits() {
  const bounded = wasm[at++] & 1;
  number();
  if (bounded) number();
}

/** How many functions are imported; they come first and stay where they are. */
function importedFunctions() {
  let functions = 0;
  for (let left = number(); left > 0; left--) {
    skip();
    skip();
    const kind = wasm[at++];
    if (kind === 0) functions += 1;
    if (kind === 0) number();
    else if (kind === 2) limits();
    else if (kind === 1) (at++, limits());
    else if (kind === 3) at += 2;
    else (at++, number());
  }
  return functions;
}

/** The bodies of the functions, each with its length before it, as it stands in the file. */
function bodies() {
  return Array.from({ length: number() }, () => {
    const from = at;
    skip();
    return wasm.subarray(from, at);
  });
}

/** The functions in a row: always the one that has most in common with the last ones, for its size. */
function row(functions) {
  const holders = new Map();
  functions.forEach((body, index) => {
    for (let from = 0; from + PIECE <= body.length; from++) {
      const piece = body.readUIntBE(from, PIECE);
      const known = holders.get(piece);
      if (!known) holders.set(piece, [index]);
      else if (known.at(-1) !== index) known.push(index);
    }
  });
  const shared = functions.map(() => []);
  for (const indexes of holders.values()) {
    if (indexes.length > COMMON || indexes.length < 2) continue;
    const piece = { indexes, seen: 0 };
    for (const index of indexes) shared[index].push(piece);
  }

  const score = new Float64Array(functions.length);
  const weight = functions.map((body) => 1 / Math.sqrt(body.length + 8));
  const left = new Set(functions.keys());
  const order = [];
  let [oldest, bytes] = [0, 0];
  while (left.size > 0) {
    let best = -1;
    for (const index of left) if (best < 0 || score[index] * weight[index] > score[best] * weight[best]) best = index;
    left.delete(best);
    order.push(best);
    for (const piece of shared[best]) if (piece.seen++ === 0) for (const index of piece.indexes) score[index] += 1;
    for (bytes += functions[best].length; bytes > LOOK_BACK && oldest < order.length - 1; oldest++) {
      bytes -= functions[order[oldest]].length;
      for (const piece of shared[order[oldest]]) if (--piece.seen === 0) for (const index of piece.indexes) score[index] -= 1;
    }
  }
  return order;
}

let imported = 0;
let functions = [];
const kept = [wasm.subarray(0, at)];
while (at < wasm.length) {
  const from = at;
  const id = wasm[at++];
  const size = number();
  const end = at + size;
  if (id === 2) imported = importedFunctions();
  if (id === 10) functions = bodies();
  const name = id === 0 ? wasm.toString("latin1", at + 1, at + 1 + wasm[at]) : "";
  if (name !== "name") kept.push(wasm.subarray(from, end));
  at = end;
}

const place = new Map(row(functions).map((index, rank) => [index, String(rank).padStart(6, "0")]));
const names = functions.flatMap((_, index) => [...printed(imported + index), 6, ...Buffer.from(place.get(index))]);
const map = [...printed(functions.length), ...names];
const section = [4, ...Buffer.from("name"), 1, ...printed(map.length), ...map];
writeFileSync(path, Buffer.concat([...kept, Buffer.from([0, ...printed(section.length), ...section])]));
