// Shows a creator's own page on the terminal, or makes the address of one: the same figures, by the same door.

import { Halt, ask, asked, digits, listed, plain, print, run, table } from './waymark_call.mjs';

const USAGE = `scripts/waymark creator ADDRESS [--from DAY] [--to DAY] [--days] [--json]
    prints what a creator's own page shows, with --days each day, too; ADDRESS is the whole address, or its token with --url
scripts/waymark creator page CREATOR [--money] [--until TIME] [--json]
    makes the address of a creator's page (CREATOR is an id; scope admin); --money shows revenue too
scripts/waymark creator pages [--creator ID] [--json]
    lists the addresses that open something
scripts/waymark creator revoke PAGE
    takes an address back`;

const PAGES = '/v1/creator_pages';
/** Sums of every currency, `79.30 EUR`; digits as ISO 4217 has them. */
const money = (revenue, name) => (revenue ?? []).map(({ currency, [name]: minor }) => `${(minor / 10 ** digits(currency)).toFixed(digits(currency))} ${currency}`).join(', ');

/** The figures of a row in the words of the page. */
const figures = (row, shown) => ({
  clicks: row.clicks, orders: row.orders, 'by link': row.orders_link, 'by code': row.orders_code, both: row.orders_both,
  ...(shown.money ? { gross: money(row.revenue, 'gross_minor'), refunded: money(row.revenue, 'refunded_minor'), 'net revenue': money(row.revenue, 'net_minor') } : {}),
});

async function show([address, ...args]) {
  // The token stands behind #, or is the word itself.
  const [origin, token = address] = address.includes('#') ? [new URL(address).origin, address.split('#')[1]] : [];
  const to = asked(['--key', token, ...(origin ? ['--url', origin] : []), ...args], USAGE, { from: { type: 'string' }, to: { type: 'string' }, days: { type: 'boolean' } });
  const days = new URLSearchParams(Object.entries({ from: to.from, to: to.to }).filter(([, day]) => day));
  const { json: shown } = await ask(to, 'GET', `/v1/creator_page?${days}`);
  if (to.json) return print(shown);
  console.log(`${plain(shown.creator.name)}, ${shown.from} to ${shown.to} (${shown.zone}), as of ${shown.as_of ?? 'never counted'}\n`);
  const about = Object.keys(figures(shown.total, shown));
  const links = shown.links.map((link) => ({ link: link.address, platform: link.platform, state: link.live ? 'live' : 'put away', ...figures(link, shown) }));
  table(['link', 'platform', 'state', ...about], [...links, { link: 'all', ...figures(shown.total, shown) }]);
  if (shown.codes.length > 0) {
    console.log('');
    const codes = shown.codes.map(({ code, code_uses: uses, orders }) => ({ code, uses, orders }));
    // Orders of codes are no sum: one with two codes of theirs is one order.
    table(['code', 'uses', 'orders'], [...codes, { code: 'all', uses: shown.total.code_uses }]);
  }
  if (!to.days) return;
  console.log('');
  table(['day', ...about, 'code uses'], shown.days.map((row) => ({ day: row.day, ...figures(row, shown), 'code uses': row.code_uses })));
}

async function make(args) {
  const to = asked(args, USAGE, { money: { type: 'boolean' }, until: { type: 'string' } }, [1, 1]);
  const creator_id = Number(to.words[0]);
  if (!Number.isInteger(creator_id)) throw new Halt(`${to.words[0]}: send a creator's id; scripts/waymark creators lists them`);
  const { json } = await ask(to, 'POST', PAGES, { body: { creator_id, money: to.money ?? false, expires_at: to.until }, once: true });
  if (to.json) return print(json);
  console.log(json.address);
}

async function pages(args) {
  const to = asked(args, USAGE, { creator: { type: 'string' } });
  const items = [];
  for await (const page of listed(to, PAGES, to.creator ? { creator: to.creator } : {})) items.push(page);
  if (to.json) return print(items);
  table(['id', 'creator_id', 'money', 'expires_at', 'seen_at', 'address'], items);
}

async function revoke(args) {
  const to = asked(args, USAGE, {}, [1, 1]);
  await ask(to, 'DELETE', `${PAGES}/${encodeURIComponent(to.words[0])}`);
}

run(async () => {
  const [first, ...rest] = process.argv.slice(2);
  if (first === undefined || first === '--help' || first === '-h') return console.log(USAGE);
  const verb = { page: make, pages, revoke }[first];
  return verb ? verb(rest) : show([first, ...rest]);
});
