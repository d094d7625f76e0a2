// Prints a report as a table: what its rows have in common, money as money, what nobody knows as a dash with its reason.

import { parseArgs } from 'node:util';
import { digits } from './waymark_call.mjs';

const USAGE = `scripts/waymark report NAME [--word value ...] [--columns a,b,c] [--all] [--top N] [--url URL] [--key KEY]
  NAME       performance, models, paths, ranking, cohorts, reconciliation, lift, quality, visits, ...
  --word     whatever the report takes: --by creator --from 2026-11-01 --to 2026-11-30 --model linear
  --columns  only these, in this order, inner ones with dots: creator.name,orders,interval.roi.low
  --top      only the first so many rows
  --all      every column; else those that most ask for, or the first that the terminal has room for`;

const OWN = ['url', 'key', 'columns', 'all', 'top', 'help'];
const USUAL = {
  performance: ['clicks', 'landings', 'orders', 'orders_link', 'orders_code', 'orders_both', 'conversion_rate', 'gross_minor', 'net_minor', 'cost_minor', 'roas', 'roi'],
  ranking: ['metric', 'target', 'estimate', 'attainment', 'status', 'verdict', 'fee_at_target_minor'],
};

/** Every value of a row under its name; inner names stand behind a dot, lists as JSON. */
function flat(value, name = '', into = {}) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [field, inner] of Object.entries(value)) flat(inner, name ? `${name}.${field}` : field, into);
  } else into[name] = Array.isArray(value) ? JSON.stringify(value) : value;
  return into;
}

function cell(name, value, row) {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('_minor')) {
    const places = digits(row.currency ?? row['revenue.currency']);
    return (value / 10 ** places).toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
  }
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(4);
}

/** What a row is about, in a word: whose or which it is, another channel, or nobody's. */
const subject = (row, by) => ['.name', '.handle', '.slug', ''].map((end) => row[by + end]).concat(row.channel, row.kind).find((word) => typeof word === 'string') ?? '–';

function columns(name, rows, by, { columns: chosen, all }) {
  if (chosen) return chosen.split(',');
  const known = [...new Set(rows.flatMap(Object.keys))];
  const others = known.filter((column) => column !== by && !column.startsWith(`${by}.`));
  if (all) return [by, ...others];
  const usual = USUAL[name] ?? others.filter((column) => !/^(why|interval|previous)\b/.test(column));
  return [by, ...usual.filter((column) => known.includes(column))];
}

function table(name, answer, options) {
  const rows = answer.rows.slice(0, Number(options.top ?? Infinity)).map((row) => flat(row));
  const by = answer.by ?? (rows[0] && 'creator.id' in rows[0] ? 'creator' : Object.keys(rows[0] ?? {})[0]);
  let shown = columns(name, rows, by, options);
  const cells = rows.map((row) => shown.map((column) => (column === by && typeof row[by] !== 'number' ? subject(row, by) : cell(column, row[column], row))));
  const widths = shown.map((column, i) => Math.max(column.length, ...cells.map((line) => line[i].length)));
  // Without a wish, what does not fit beside the others is left out.
  const room = options.all || options.columns || !process.stdout.isTTY ? Infinity : process.stdout.columns;
  let fits = 0;
  for (let used = 0; fits < widths.length && (used += widths[fits] + 2) <= room + 2;) fits += 1;
  shown = shown.slice(0, Math.max(fits, 1));
  const numeric = shown.map((column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (words) => shown.map((_, i) => (numeric[i] ? words[i].padStart(widths[i]) : words[i].padEnd(widths[i]))).join('  ').trimEnd();
  console.log(line(shown));
  for (const words of cells) console.log(line(words));
  const reasons = new Set(answer.rows.flatMap((row) => Object.values(row.why ?? {})));
  const model = answer.model ? `, ${answer.model}` : '';
  console.log(`${answer.from} to ${answer.to} (${answer.zone})${model}, as of ${answer.as_of}`);
  if (reasons.size) console.log(`– where a figure cannot be told: ${[...reasons].join(', ')}`);
}

try {
  const args = process.argv.slice(2);
  const words = args.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')[0]);
  const flags = new Set(['all', 'help']);
  const options = Object.fromEntries([...new Set([...OWN, ...words])].map((word) => [word, { type: flags.has(word) ? 'boolean' : 'string' }]));
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  if (values.help || positionals.length !== 1) throw new Error(USAGE);
  const key = values.key ?? process.env.ADMIN_KEY;
  if (!key) throw new Error('no key: give --key or ADMIN_KEY');
  const url = (values.url ?? process.env.WAYMARK_URL ?? 'http://localhost:8787').replace(/\/$/, '');
  const query = new URLSearchParams(Object.entries(values).filter(([word]) => !OWN.includes(word)));
  const [name] = positionals;
  if (name === 'performance' && !query.has('by')) query.set('by', 'creator');
  let answer;
  for (let next; !answer || next; next = answer.next) { // page by page
    if (next) query.set('cursor', next);
    const reply = await fetch(`${url}/v1/reports/${encodeURIComponent(name)}?${query}`, { headers: { authorization: `Bearer ${key}` } });
    const page = await reply.json();
    if (!reply.ok) throw new Error([page.title, page.detail, ...(page.errors ?? []).map((e) => `${e.parameter ?? e.pointer}: ${e.detail}`)].join('\n'));
    answer = { ...page, rows: [...(answer?.rows ?? []), ...(page.rows ?? [])] };
  }
  table(name, answer, values);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
