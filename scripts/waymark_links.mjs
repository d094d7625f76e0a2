// Links, creators and campaigns from the command line: what there is, one more, another destination, an end, a QR code.

import { readFileSync, writeFileSync } from 'node:fs';
import { Halt, ask, asked, listed, print, run, say, table } from './waymark_call.mjs';
import { FILTER_OPTIONS, field, filters, id_of, link_of, texts } from './waymark_links_ask.mjs';
import { exported } from './waymark_links_export.mjs';
import { bulk, imported } from './waymark_links_import.mjs';

const FIELDS = ['destination', 'host', 'slug', 'post', 'platform', 'starts-at', 'expires-at', 'expired-destination', 'query-policy', 'utm-preset', 'external-id'];
const TAGS = ['source', 'medium', 'campaign', 'term', 'content', 'id', 'source-platform'];
const FLAGS = ['enabled', 'archived', 'click-id'];

const ABOUT_FIELDS = `  --destination URL --creator HANDLE|ID --campaign HANDLE|ID --host H --slug S --post P --platform P
  --starts-at TIME --expires-at TIME --expired-destination URL    times as 2026-12-31T23:59:59Z
  --utm-source S, -medium, -campaign, -term, -content, -id, -source-platform, --utm-preset NAME
  --query-policy link_wins|visitor_wins|drop --click-id true|false --enabled true|false --external-id ID
  --body JSON    every other field (rules, app, card) as the API takes it; @FILE reads it from a file
"none" in place of a value takes it away.`;

const USAGES = {
  list: `scripts/waymark links [list] [filters] [--limit N | --all] [--json]
  --creator HANDLE|ID --campaign HANDLE|ID --platform P --host H --slug S --external-id ID
  --q PART (of slug or destination) --changed-since TIME --archived true|false|all --failing
Shows 100 links unless --limit or --all says otherwise.`,
  show: `scripts/waymark links show LINK [--json]
  LINK    its id, its slug, host/slug, or its whole address`,
  make: `scripts/waymark links make --destination URL --creator HANDLE|ID [fields] [--json]\n${ABOUT_FIELDS}`,
  change: `scripts/waymark links change LINK [fields] [--json]\n${ABOUT_FIELDS}`,
  archive: 'scripts/waymark links archive LINK...\n  puts links away: they lead nowhere, keep their slug, and their history stays',
  history: 'scripts/waymark links history LINK [--json]',
  creators: `scripts/waymark creators [list] [--json]
scripts/waymark creators make --name NAME [--handle H] [--aliases A,B] [--json]`,
  campaigns: `scripts/waymark campaigns [list] [--json]
scripts/waymark campaigns make --name NAME [--handle H] [--goal awareness|leads|sales] [--json]`,
  qr: `scripts/waymark qr LINK FILE.svg|FILE.png [--size POINTS] [--margin SQUARES] [--ecc L|M|Q|H] [--sub WORD | --plain]
  the link's QR code; what is scanned is told apart by sub=qr in the address, --sub says another word, --plain none`,
};

const state = (link) => (link.archived_at ? 'archived' : !link.enabled ? 'off' : link.expires_at && link.expires_at <= new Date().toISOString() ? 'over' : link.starts_at > new Date().toISOString() ? 'to come' : 'live');

async function list(args) {
  const to = asked(args, USAGES.list, { ...FILTER_OPTIONS, limit: { type: 'string', default: '100' }, all: { type: 'boolean' } });
  const most = to.all ? Infinity : Number(to.limit);
  if (!(most >= 1)) throw new Halt(`--limit ${to.limit}: send a number from 1, or --all`);
  const items = [];
  let more = false;
  for await (const link of listed(to, '/v1/links', await filters(to, to))) {
    if ((more = items.length === most)) break;
    items.push(link);
  }
  if (to.json) return print(items);
  table(['id', 'url', 'state', 'creator_id', 'platform', 'destination'], items.map((link) => ({ ...link, state: state(link) })));
  if (more) say(`there are more than these ${most}; --all shows every one`);
}

/** What the options say of a link, as the API takes it. */
async function body(to) {
  const said = {};
  if (to.body !== undefined) {
    const text = to.body.startsWith('@') ? readFileSync(to.body.slice(1), 'utf8') : to.body;
    try {
      Object.assign(said, JSON.parse(text));
    } catch (error) {
      throw new Halt(`--body is no JSON: ${error.message}`);
    }
  }
  const value = (text) => (text === 'none' ? null : text);
  for (const name of FIELDS) if (to[name] !== undefined) said[field(name)] = value(to[name]);
  for (const name of FLAGS)
    if (to[name] !== undefined) {
      if (!['true', 'false'].includes(to[name])) throw new Halt(`--${name} ${to[name]}: send true or false`);
      said[field(name)] = to[name] === 'true';
    }
  for (const kind of ['creator', 'campaign']) if (to[kind] !== undefined) said[`${kind}_id`] = to[kind] === 'none' ? null : await id_of(to, kind, to[kind]);
  const tags = TAGS.filter((tag) => to[`utm-${tag}`] !== undefined);
  if (tags.length > 0) said.utm = { ...said.utm, ...Object.fromEntries(tags.map((tag) => [field(tag), value(to[`utm-${tag}`])])) };
  return said;
}

const LINK_OPTIONS = texts([...FIELDS, ...FLAGS, ...TAGS.map((tag) => `utm-${tag}`), 'creator', 'campaign', 'body']);

/** Prints a link, and what is to be said of it. */
function told(to, link) {
  if (to.json) return print(link);
  const { url, destination, target, id, version, warnings = [], lint = [] } = link;
  console.log(`${url}\n  leads to   ${destination}\n  with tags  ${target}\n  id ${id}, version ${version}, ${state(link)}`);
  if (link.starts_at) console.log(`  from ${link.starts_at}`);
  if (link.expires_at) console.log(`  until ${link.expires_at}${link.expired_destination ? `, then ${link.expired_destination}` : ''}`);
  if (link.counts) console.log(`  ${link.counts.clicks} clicks, ${link.counts.valid_clicks} valid, as of ${link.counts.as_of}`);
  for (const { code, detail } of [...warnings, ...lint]) say(`${code}: ${detail}`);
}

const LINKS = {
  list,
  async show(args) {
    const to = asked(args, USAGES.show, {}, [1, 1]);
    const { id } = await link_of(to, to.words[0]);
    told(to, (await ask(to, 'GET', `/v1/links/${id}`)).json);
  },
  async make(args) {
    const to = asked(args, USAGES.make, LINK_OPTIONS);
    told(to, (await ask(to, 'POST', '/v1/links', { body: await body(to), once: true })).json);
  },
  async change(args) {
    const to = asked(args, USAGES.change, LINK_OPTIONS, [1, 1]);
    const [before, said] = [await link_of(to, to.words[0]), await body(to)];
    if (Object.keys(said).length === 0) throw new Halt(`nothing to change\n${USAGES.change}`);
    // Tags that are not named stay.
    if (said.utm) said.utm = { ...before.utm, ...said.utm };
    const headers = { 'if-match': `"${before.version}"` };
    told(to, (await ask(to, 'PATCH', `/v1/links/${before.id}`, { body: said, headers })).json);
  },
  async archive(args) {
    const to = asked(args, USAGES.archive, {}, [1, 1_000]);
    for (const word of to.words) {
      const { id, url } = await link_of(to, word);
      await ask(to, 'DELETE', `/v1/links/${id}`);
      if (!to.json) console.log(`${url} is put away`);
    }
  },
  async history(args) {
    const to = asked(args, USAGES.history, {}, [1, 1]);
    const { items } = (await ask(to, 'GET', `/v1/links/${(await link_of(to, to.words[0])).id}/history`)).json;
    if (to.json) return print(items);
    table(['version', 'at', 'by', 'state', 'destination'], items.map((version) => ({ ...version, state: state(version) })));
  },
  import: imported,
  export: exported,
  bulk,
};

/** Creators or campaigns: all of them, or one more. */
async function shelf(kind, args) {
  const [verb, ...rest] = args[0]?.startsWith('-') || args.length === 0 ? ['list', ...args] : args;
  const usage = USAGES[kind];
  const to = asked(rest, usage, texts(['name', 'handle', kind === 'creators' ? 'aliases' : 'goal']));
  if (verb === 'make') {
    const { name, handle, goal } = to;
    const aliases = to.aliases?.split(',').map((alias) => alias.trim());
    const { json } = await ask(to, 'POST', `/v1/${kind}`, { body: { name, handle, goal, aliases }, once: true });
    return to.json ? print(json) : console.log(`${json.handle} is made: id ${json.id}`);
  }
  if (verb !== 'list') throw new Halt(usage);
  const items = [];
  for await (const item of listed(to, `/v1/${kind}`)) items.push(item);
  if (to.json) return print(items);
  table(['id', 'handle', 'name'], items);
}

async function qr(args) {
  const to = asked(args, USAGES.qr, { ...texts(['size', 'margin', 'ecc', 'sub']), plain: { type: 'boolean' } }, [2, 2]);
  const [word, file] = to.words;
  const kind = file.match(/\.(svg|png)$/i)?.[1].toLowerCase();
  if (!kind) throw new Halt(`${file}: name a file that ends in .svg or .png`);
  const query = new URLSearchParams(Object.entries({ size: to.size, margin: to.margin, ecc: to.ecc, sub: to.sub, plain: to.plain && '1' }).filter(([, value]) => value));
  const { url } = await link_of(to, word);
  const bytes = await ask(to, 'GET', `${url}.qr.${kind}?${query}`, { bytes: true });
  writeFileSync(file, bytes);
  if (!to.json) console.log(`${file} leads to ${url}`);
}

const [verb, ...args] = process.argv.slice(2);
const ALL = `${Object.keys(LINKS).join(', ')}; scripts/waymark links VERB --help says more`;
await run(() => {
  if (verb === 'creators' || verb === 'campaigns') return shelf(verb, args);
  if (verb === 'qr') return qr(args);
  const [first = 'list', ...rest] = args;
  if (first.startsWith('-')) return first === '--help' || first === '-h' ? console.log(`${USAGES.list}\nscripts/waymark links VERB: ${ALL}`) : list(args);
  if (!Object.hasOwn(LINKS, first)) throw new Halt(`there is no "links ${first}"; there are ${ALL}`);
  return LINKS[first](rest);
});
