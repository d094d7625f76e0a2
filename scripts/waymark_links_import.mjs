// Many links from a file: a table or a list of any size, cut into calls; what is wrong is told by the file's own lines.
//
// Why: every row is looked at before the first is stored, so that a wrong one keeps all out, unless --on-error skip lets
// the good ones in. Each call goes under a key made of what it holds: whatever ends this program, the same command makes
// nothing twice within a day.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Halt, Refused, ask, asked, bar, bar_off, number, print, say } from './waymark_call.mjs';
import { pieces, read, sent } from './waymark_links_file.mjs';

const IMPORT = `scripts/waymark links import FILE [--dry-run] [--on-error stop|skip] [--creator HANDLE|ID] [--make-creators]
                             [--host H] [--rejects FILE] [--json]
  FILE            CSV (ours, Bitly's, Dub's, a spreadsheet's), JSON, or a JSON object a line; docs/links.md has the columns
  --dry-run       says what would become of each row and stores nothing
  --on-error      skip stores the good rows although others are wrong; else one wrong row keeps all out
  --creator       whose the links are whose row names nobody; --make-creators makes those that there are not
  --host          where links stand whose row names no host
  --rejects       writes the rows that were refused into FILE, to be corrected and imported
Wrong rows are named on standard error. Exit: 0 all taken, 1 some were refused, 2 it could not go on.`;

const BULK = `scripts/waymark links bulk FILE [--change | --archive] [--json]
  FILE        a JSON list of links as the API takes them, or one a line
  --change    changes them; each names its link by id or external_id. --archive puts them away
What is wrong with one costs no other. Exit: 0 all done, 1 some were refused, 2 it could not go on.`;

const COUNTED = ['created', 'updated', 'unchanged', 'archived', 'errors'];

/** What became of rows so far, and of those that were refused. */
class Tally {
  sums = Object.fromEntries(COUNTED.map((word) => [word, 0]));
  refused = [];
  creators = new Set();
  notes = new Map();

  constructor(file, unit) {
    [this.file, this.unit] = [file, unit];
  }

  /** Notes what is wrong with a row, by its place in the file. */
  refuse(row, errors = []) {
    this.refused.push({ row, errors });
    for (const { line, pointer = '', code, detail } of errors) {
      // In a list the pointer begins with the place of the row, in a table that is its line.
      const column = pointer.split('/').slice(line === undefined ? 2 : 1).join('/');
      say(`${this.file}:${row.line}: ${column ? `${column} ` : ''}${code}: ${detail}`);
    }
  }

  note({ items, ignored = [] }) {
    if (ignored.length > 0) this.notes.set(`nothing is set by: ${ignored.join(', ')}`, 'columns_ignored');
    for (const { code, detail } of items.flatMap(({ notes = [] }) => notes)) this.notes.set(detail, code);
  }

  add(answer) {
    for (const word of COUNTED) this.sums[word] += answer[word] ?? 0;
    for (const handle of answer.creators_made ?? []) this.creators.add(handle);
  }
}

const key_of = (...parts) => createHash('sha256').update(parts.join('\n')).digest('base64url');

async function post(to, path, method, { body, type }, key) {
  const headers = key ? { 'idempotency-key': key } : {};
  const { json, status } = await ask(to, method, path, { body, type, headers, expected: [422] });
  // Rows that are wrong are an answer; a file that cannot be read is none.
  if (status === 422 && !Array.isArray(json?.items)) throw new Refused(status, json);
  return json;
}

export async function imported(args) {
  const to = asked(args, IMPORT, {
    'dry-run': { type: 'boolean' }, 'on-error': { type: 'string', default: 'stop' }, creator: { type: 'string' },
    'make-creators': { type: 'boolean' }, host: { type: 'string' }, rejects: { type: 'string' },
  }, [1, 1]);
  const [file] = to.words;
  const skip = to['on-error'] === 'skip';
  if (!skip && to['on-error'] !== 'stop') throw new Halt(`--on-error ${to['on-error']}: send stop or skip`);
  const query = { ...(to.creator && { creator: to.creator }), ...(to['make-creators'] && { make_creators: 'true' }), ...(to.host && { host: to.host }) };
  const path = (more) => `/v1/links/import?${new URLSearchParams({ ...query, ...more })}`;
  const { header, rows } = read(file);
  const tally = new Tally(file, header ? 'line' : 'row');

  /** Asks what would become of rows; gives the good ones. */
  const looked = async (piece) => {
    const said = sent(piece, header);
    const answer = await post(to, path({ dry_run: 'true' }), 'POST', said);
    const wrong = new Map(answer.items.filter(({ status }) => status === 'error').map((item) => [said.row_at(item.line ?? item.index), item.errors]));
    for (const [row, errors] of wrong) if (row) tally.refuse(row, errors);
    tally.note(answer);
    if (to['dry-run'] || (!skip && wrong.size > 0)) tally.add(answer);
    return piece.filter((row) => !wrong.has(row));
  };
  const store = async (piece) => {
    const said = sent(piece, header);
    const answer = await post(to, path({ on_error: skip ? 'skip' : 'stop' }), 'POST', said, key_of(said.body, JSON.stringify(query)));
    const wrong = answer.items.filter(({ status }) => status === 'error');
    for (const item of wrong) tally.refuse(said.row_at(item.line ?? item.index) ?? piece[0], item.errors);
    if (wrong.length > 0 && !skip) throw new Halt(left(piece[0]), 1);
    tally.add(answer);
  };
  const left = (row) => `the rows from ${tally.unit} ${row.line} on are not stored; the same command goes on from there and makes nothing twice`;

  const all = pieces(rows, header);
  const steps = to['dry-run'] || skip ? 1 : 2;
  let done = 0;
  const each = async (step, work) => {
    const began = Date.now();
    for (const piece of all) {
      try {
        await work(piece);
      } catch (error) {
        if (step === 'stored' && !(error instanceof Refused)) say(left(piece[0]));
        throw error;
      }
      done += piece.length;
      const rate = Math.round((done % rows.length || rows.length) / Math.max((Date.now() - began) / 1000, 0.001));
      bar(done / rows.length / steps, `${number(done % rows.length || rows.length)} of ${number(rows.length)} ${step}, ${number(rate)} a second${tally.refused.length ? `, ${number(tally.refused.length)} refused` : ''}`);
    }
  };
  if (steps === 2 || to['dry-run']) await each('looked at', looked);
  const stopped = steps === 2 && tally.refused.length > 0;
  if (!stopped && steps === 2) await each('stored', store);
  if (skip && !to['dry-run'])
    await each('stored', async (piece) => {
      const good = await looked(piece);
      if (good.length > 0) await store(good);
    });
  bar_off();
  if (to.rejects && tally.refused.length > 0) writeFileSync(to.rejects, rejects(header, tally.refused));
  return told(to, tally, { rows: rows.length, dry_run: to['dry-run'] === true, stored: !stopped && !to['dry-run'] });
}

/** Refused rows as a file of the same kind. */
function rejects(header, refused) {
  const raws = refused.map(({ row }) => row.raw);
  return header ? [header.raw, ...raws].map((raw) => `${raw}\n`).join('') : `[\n${raws.join(',\n')}\n]\n`;
}

/** Says what became of the rows; gives the exit code. */
function told(to, tally, { rows, dry_run, stored }) {
  const sums = stored || dry_run ? tally.sums : Object.fromEntries(COUNTED.map((word) => [word, 0]));
  const counts = { ...sums, errors: tally.refused.length };
  if (to.json) {
    const refused = tally.refused.map(({ row, errors }) => ({ [tally.unit]: row.line, errors }));
    print({ file: tally.file, rows, dry_run, stored, ...counts, creators_made: [...tally.creators], notes: [...tally.notes].map(([detail, code]) => ({ code, detail })), refused });
  } else {
    for (const [detail, code] of tally.notes) say(`${code}: ${detail}`);
    const words = COUNTED.filter((word) => counts[word] > 0).map((word) => `${number(counts[word])} ${word === 'errors' ? 'refused' : word}`);
    const how = dry_run ? ' (nothing is stored: a dry run)' : stored ? '' : ' (nothing is stored; --on-error skip stores the good rows)';
    console.log(`${tally.file}: ${number(rows)} rows: ${words.join(', ') || 'nothing to do'}${how}`);
    if (tally.creators.size > 0) console.log(`creators ${dry_run ? 'to be made' : 'made'}: ${[...tally.creators].slice(0, 20).join(', ')}${tally.creators.size > 20 ? ', ...' : ''}`);
    if (to.rejects && tally.refused.length > 0) console.log(`refused rows are in ${to.rejects}`);
  }
  return tally.refused.length > 0 ? 1 : 0;
}

export async function bulk(args) {
  const to = asked(args, BULK, { change: { type: 'boolean' }, archive: { type: 'boolean' } }, [1, 1]);
  if (to.change && to.archive) throw new Halt('--change or --archive, not both');
  const method = to.change ? 'PATCH' : to.archive ? 'DELETE' : 'POST';
  const [file] = to.words;
  const { rows } = read(file, true);
  const tally = new Tally(file, 'row');
  let done = 0;
  for (const piece of pieces(rows, null)) {
    const said = sent(piece, null);
    try {
      const answer = await post(to, '/v1/links/bulk', method, said, key_of(method, said.body));
      for (const { index, status, errors } of answer.items) if (status === 'error') tally.refuse(piece[index], errors);
      tally.add(answer);
    } catch (error) {
      say(`the rows from ${piece[0].line} on are not done; the same command goes on from there and does nothing twice`);
      throw error;
    }
    done += piece.length;
    bar(done / rows.length, `${number(done)} of ${number(rows.length)}`);
  }
  bar_off();
  return told(to, tally, { rows: rows.length, dry_run: false, stored: true });
}
