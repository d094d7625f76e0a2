// Files of links as the command line reads them; how they are cut into calls is waymark_links_pieces.mjs.

import { readFileSync } from 'node:fs';
import { Halt } from './waymark_call.mjs';
import { parse, text_of } from './waymark_links_pieces.mjs';

export { pieces, sent } from './waymark_links_pieces.mjs';

/** What a file of links holds: { table, header, rows }; `list` where it must be JSON. */
export function read(file, list = false) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Halt(`${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  }
  const text = text_of(bytes);
  if (text === null) throw new Halt(`${file} is not UTF-8: save it as "CSV UTF-8"`, 1);
  let held;
  try {
    held = parse(text, list);
  } catch (error) {
    throw new Halt(`${file} is no JSON: ${error.message}`, 1);
  }
  if (held.rows.length === 0) throw new Halt(`${file} has no rows`, 1);
  return held;
}
