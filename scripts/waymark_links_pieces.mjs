// Texts of links cut into calls: a table keeps its header in every piece, and every row its line. The command line and the
// dashboard both send files by this, so it knows neither files nor terminals.

/** The Worker's bounds of a call: rows, and bytes with some room. */
const ROWS = 1_000;
const BYTES = 1_000_000;

const bytes_of = (text) => new TextEncoder().encode(text).length;

/** The text of a file's bytes, of a spreadsheet's "Unicode text" too; null where it is neither. */
export function text_of(bytes) {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(wide, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The rows of a table as they stand, each with its first line and how many it has; empty lines are none. */
function rows_of(text) {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = first.match(/[,;\t]/)?.[0] ?? ',';
  const rows = [];
  let [from, line, begun, quoted, start] = [0, 1, 1, false, true];
  for (let at = 0; at <= text.length; at += 1) {
    const letter = text[at];
    const newline = letter === '\n' || (letter === '\r' && text[at + 1] !== '\n');
    if (letter === '"' && (quoted || start)) {
      if (quoted && text[at + 1] === '"') at += 1;
      else quoted = !quoted;
      start = false;
    } else if (letter === undefined || (newline && !quoted)) {
      const raw = text.slice(from, at);
      if (raw.trim() !== '') rows.push({ raw: raw.replace(/\r$/, ''), line: begun, lines: line - begun + 1 });
      if (newline) line += 1;
      [from, begun, start] = [at + 1, line, true];
    } else {
      if (newline) line += 1;
      start = letter === separator;
    }
  }
  return rows;
}

/** The rows of a list: of JSON, or of a JSON object a line. */
function items_of(text) {
  const items = text.trimStart().startsWith('[') ? JSON.parse(text) : text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
  return items.map((item, at) => ({ raw: JSON.stringify(item), line: at + 1, lines: 0 }));
}

/** What a text of links holds: { table, header, rows }; `list` where it must be JSON. Throws where it is no JSON but should be. */
export function parse(text, list = false) {
  const table = !list && !/^\s*[[{]/.test(text);
  const [header, rows] = table ? (([first, ...rest]) => [first, rest])(rows_of(text)) : [null, items_of(text)];
  return { table, header, rows };
}

/** Rows in pieces that a call takes. */
export function pieces(rows, header) {
  const found = [];
  let bytes = Infinity;
  for (const row of rows) {
    const length = bytes_of(row.raw) + 2;
    if (bytes + length > BYTES || found.at(-1).length === ROWS) {
      found.push([]);
      bytes = header ? bytes_of(header.raw) + 2 : 2;
    }
    bytes += length;
    found.at(-1).push(row);
  }
  return found;
}

/** A piece as it is sent, and the row that an answer's line or index means. */
export function sent(piece, header) {
  if (!header) return { type: 'application/json', body: `[${piece.map(({ raw }) => raw).join(',')}]`, row_at: (index) => piece[index] };
  const by_line = new Map();
  let line = 1 + header.lines;
  for (const row of piece) {
    by_line.set(line, row);
    line += row.lines;
  }
  return { type: 'text/csv; charset=utf-8', body: [header, ...piece].map(({ raw }) => `${raw}\n`).join(''), row_at: (at) => by_line.get(at) };
}
