// Links as a file: page by page into a file that stands there only when it is whole.

import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { FILTER_OPTIONS, filters } from './waymark_links_ask.mjs';
import { Halt, ask, asked, bar, bar_off, number, print } from './waymark_call.mjs';

const USAGE = `scripts/waymark links export [FILE] [filters] [--format csv|json|ndjson] [--limit N] [--json]
  FILE       where to; without one it is printed. .csv, .json or .ndjson says the format, else it is csv
  --limit    links of a call, 1 to 5000 (1000)
  filters    as of "links list"; links that were put away come along unless --archived false`;

export async function exported(args) {
  const to = asked(args, USAGE, { ...FILTER_OPTIONS, format: { type: 'string' }, limit: { type: 'string', default: '1000' } }, [0, 1]);
  const [file] = to.words;
  const format = to.format ?? file?.match(/\.(csv|json|ndjson)$/)?.[1] ?? 'csv';
  const part = file && `${file}.part`;
  const out = part ? createWriteStream(part) : process.stdout;
  let failed;
  out.on('error', (error) => (failed = error));
  const write = async (text) => {
    if (failed) throw new Halt(`${file ?? 'the output'} cannot be written: ${failed.message}`);
    if (text !== '' && !out.write(text)) await Promise.race([once(out, 'drain'), once(out, 'error').catch(() => {})]);
  };
  // A list is written as it comes, so that no file is too large for memory.
  const each = format === 'json' ? 'ndjson' : format;
  const query = new URLSearchParams({ ...(await filters(to, to)), format: each, limit: to.limit });
  const began = Date.now();
  let rows = 0;
  try {
    for (let path = `/v1/links/export?${query}`, page = 0; path; page += 1) {
      const { text, headers } = await ask(to, 'GET', path, { headers: { accept: '*/*' } });
      const lines = format === 'csv' ? records(text) : text.split('\n').filter(Boolean);
      if (format === 'csv') {
        const [header, ...more] = lines;
        await write(`${page === 0 ? header : ''}${more.join('')}`);
        rows += more.length;
      } else {
        const opened = format === 'json' && page === 0 ? '[\n' : '';
        const joint = format === 'json' && rows > 0 && lines.length > 0 ? ',\n' : '';
        await write(opened + joint + lines.join(format === 'json' ? ',\n' : '\n') + (format === 'ndjson' && lines.length > 0 ? '\n' : ''));
        rows += lines.length;
      }
      bar(undefined, `${number(rows)} links, ${number(Math.round(rows / Math.max((Date.now() - began) / 1000, 0.001)))} a second`);
      path = headers.get('link')?.match(/<([^>]+)>;\s*rel="next"/)?.[1];
    }
    if (format === 'json') await write(rows > 0 ? '\n]\n' : ']\n');
    bar_off();
    if (!part) return;
    out.end();
    await once(out, 'close');
    if (failed) throw new Halt(`${file} cannot be written: ${failed.message}`);
    renameSync(part, file);
  } catch (error) {
    if (part) rmSync(part, { force: true });
    throw error;
  }
  if (to.json) print({ file, format, links: rows });
  else console.log(`${file}: ${number(rows)} links`);
}

/** The records of a table as they stand in it; a quoted cell may go over lines. */
function records(text) {
  const found = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') quoted = !quoted;
    else if (letter === '\n' && !quoted) {
      found.push(text.slice(from, at + 1));
      from = at + 1;
    }
  }
  if (from < text.length) found.push(`${text.slice(from)}\r\n`);
  return found;
}
