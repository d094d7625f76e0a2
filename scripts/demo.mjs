// The demo campaign: eight creators over sixty days, and a day of an audience that comes through the doors in seconds.
//
// The past comes in by the import (demo_history.mjs), what it cost by the ledger, today by the doors that creators'
// audiences, the shop and marketers use. The table is the reports' own answer: this program sums nothing but what it sent,
// to know when the consumer has caught up. The cast is seeded, so two runs send the same clicks and the same orders.

import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { CAST, CURRENCY, SHOP, basket, dice } from './demo_cast.mjs';
import { DAYS, history } from './demo_history.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    key: { type: 'string', default: process.env.ADMIN_KEY },
    empty: { type: 'boolean', default: false },
    try: { type: 'boolean', default: false },
    until: { type: 'string' }, // the last day of the history, yesterday by default
    'no-visits': { type: 'boolean', default: false }, // the history alone
  },
});
const url = options.url.replace(/\/$/, '');

// Today's audience

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S911B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36';
const SAFARI = `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`;
const CHROME = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36';
const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36';
const BROWSERS = {
  instagram: [
    `${IPHONE} Mobile/15E148 Instagram 334.0.4.32.98 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 606380971)`,
    `${ANDROID} Instagram 333.0.0.42.91 Android (34/14; 480dpi; 1080x2106; samsung; SM-S911B; dm1q; qcom; de_DE; 604247862)`,
  ],
  tiktok: [
    `${IPHONE} Mobile/15E148 musical_ly_34.3.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US BytedanceWebview/d8a21c6`,
    `${ANDROID} trill_340302 BytedanceWebview/d8a21c6 musical_ly_2023403020 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly ByteLocale/en`,
  ],
  youtube: [SAFARI, CHROME, DESKTOP],
  elsewhere: [
    SAFARI, CHROME, DESKTOP,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
    `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/467.0.0.40.101;FBBV/605246521;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]`,
    `${ANDROID} [FB_IAB/FB4A;FBAV/466.1.0.56.70;]`,
    `${IPHONE} Version/17.5.1 Mobile/15E148 Safari/604.1 Snapchat/12.92.0.43 (like Safari/8618.2.12.10.9, panda)`,
    `${IPHONE} Mobile/15E148 [Pinterest/iOS]`,
    `${ANDROID} [Pinterest/Android]`,
  ],
};
const MACHINES = [
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'WhatsApp/2.24.11.79 A', 'Twitterbot/1.0',
  'TelegramBot (like TwitterBot)', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'python-requests/2.32.3', 'curl/8.7.1',
];

const { chance, one } = dice(20_261_121);
const CROWD = CAST.flatMap((creator) => Array(creator.reach).fill(creator));

// The audience: each visitor has an address, a browser and a path of posts that is walked in order.

let strangers = 0;
function address() { // from the ranges kept for documentation; every third visitor has IPv6
  const n = strangers++;
  if (n % 3 === 2) return `2001:db8:${(n >> 8).toString(16)}:${(n & 255).toString(16)}::1`;
  return `${['192.0.2', '198.51.100', '203.0.113'][Math.floor(n / 250) % 3]}.${(n % 250) + 1}`;
}

function person() {
  const path = [];
  do {
    const creator = one(CROWD);
    path.push({ creator, post: one(creator.posts), looks: chance() < 0.4, clicks: true });
  } while (path.length < 4 && chance() < 0.3);
  if (chance() < 0.15) path.at(-1).clicks = false; // saw the post, went no further
  const agents = chance() < 0.7 ? BROWSERS[path[0].post.platform] : BROWSERS.elsewhere;
  // Some have left again before the page was there.
  return { address: address(), agent: one(agents), headers: { 'accept-language': 'en' }, path, lands: chance() < 0.92 };
}

function machine() {
  const creator = one(CROWD);
  const path = [{ creator, post: one(creator.posts), looks: false, clicks: true }];
  const prefetch = chance() < 0.2; // a browser that loads a page nobody asked for yet
  return {
    address: address(), path,
    agent: prefetch ? CHROME : one(MACHINES),
    headers: prefetch ? { 'sec-purpose': 'prefetch;prerender' } : {},
  };
}

const audience = [...Array.from({ length: 250 }, person), ...Array.from({ length: 75 }, machine)];

// The orders: decided now, sent once the clicks they came from are known.

let orders = 0;
function order(facts) {
  orders += 1;
  return { kind: 'sale', order_id: `WR-${1000 + orders}`, customer: `customer-${orders}`, ...basket({ chance, one }), ...facts };
}

const buyers = [];
for (const visitor of audience.slice(0, 250)) {
  const last = visitor.path.findLast((step) => step.clicks);
  if (!last || chance() > last.creator.pull) continue;
  const spoken = chance(); // most codes name the creator of the click, some another one
  const code = spoken < 0.3 ? last.creator.code : spoken < 0.36 ? one(CAST.filter(({ heard }) => heard > 0)).code : undefined;
  buyers.push({ visitor, sale: order(code ? { code } : {}) });
}
const hoursAgo = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const withoutClick = [ // heard it, typed the code; and five who came by themselves
  ...CAST.filter(({ heard }) => heard > 0).flatMap((creator) => Array.from({ length: Math.ceil(creator.reach / 3) }, (_, n) =>
    order({ code: creator.code, occurred_at: hoursAgo(5 + 17 * n) }))),
  ...Array.from({ length: 5 }, (_, n) => order({ occurred_at: hoursAgo(2 + 11 * n) })),
];

// The doors

async function ask(method, path, body, type = 'application/json') {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await fetch(url + path, {
      method,
      // A connection of its own: wrangler was seen to lose what comes behind a rollup of many seconds, and it is asked again.
      headers: { authorization: `Bearer ${options.key}`, connection: 'close', ...(body && { 'content-type': type }) },
      ...(method === 'GET' && { signal: AbortSignal.timeout(20_000) }),
      body: typeof body === 'string' ? body : body && JSON.stringify(body),
    }).catch((error) => error);
    if (reply instanceof Error) {
      if (attempt === 3) throw reply;
      continue;
    }
    const text = await reply.text();
    if (reply.ok) return text ? JSON.parse(text) : null;
    const patience = reply.headers.get('retry-after');
    const busy = patience !== null || text.includes('rollup_running');
    if (!busy || attempt === 10) throw new Error(`${method} ${path} answered ${reply.status}: ${text.trim()}`);
    await sleep(1000 * Math.min(Number(patience) || 1, 10));
  }
}

async function visit(path, visitor) {
  const reply = await fetch(url + path, {
    redirect: 'manual',
    headers: { 'user-agent': visitor.agent, 'cf-connecting-ip': visitor.address, ...visitor.headers },
  });
  await reply.arrayBuffer();
  return reply;
}

function progress(words) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${words}`);
}

async function each(list, width, words, work) { // at most `width` at a time
  let next = 0;
  let done = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < list.length) {
      await work(list[next++]);
      progress(`${words} ${++done} of ${list.length}`);
    }
  }));
}

// The campaign, from the contract to the refunds

const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY) * DAY;
const end = options.until ? Date.parse(options.until) + DAY : today;
const dayOf = (at) => new Date(at).toISOString().slice(0, 10);
const dayIn = (day) => dayOf(end - (DAYS - day) * DAY);
const [from, to] = [dayIn(0), dayOf(options['no-visits'] ? end - DAY : today + DAY)]; // no zone is a day ahead of tomorrow

async function load() {
  progress('making the campaign');
  await ask('POST', '/v1/rollups'); // makes the day's salt: without it every click is a new visitor
  const campaign = await ask('POST', '/v1/campaigns', { name: 'Winter Roast', goal: 'sales' });
  const [links, creators] = [{}, {}];
  for (const creator of CAST) {
    const { id, handle } = await ask('POST', '/v1/creators', { name: creator.name });
    creators[creator.name] = id;
    await ask('POST', '/v1/codes', { code: creator.code, creator_id: id, campaign_id: campaign.id, valid_from: `${dayIn(0)}T00:00:00Z` });
    for (const { path, slug, post, platform, kind, day } of creator.posts) {
      await ask('POST', '/v1/posts', {
        handle: post, creator: handle, campaign: campaign.handle, platform, content_kind: kind,
        planned_day: dayIn(day), delivered_day: dayIn(day), url: `https://${platform}.example/${post}`,
      });
      const link = await ask('POST', '/v1/links', {
        slug, platform, post, destination: SHOP + path, creator_id: id, campaign_id: campaign.id,
      });
      links[slug] = link.id;
    }
    await effort({ ...creator, handle }, campaign);
  }
  const whole = { from_day: dayIn(0), to_day: dayOf(today + 365 * DAY) };
  await ask('POST', '/v1/targets', { metric: 'roi', value: '1', ...whole });
  await ask('POST', '/v1/baselines', { metric: 'conversion_rate', value: '0.018' });
  await ask('POST', '/v1/baselines', { metric: 'aov', value: '4900', currency: CURRENCY });

  const sent = await bring(history({ end, links, creators }));
  if (!options['no-visits']) await visitors(sent);
  await caughtUp(sent);
  progress('');
}

/** What a creator cost, and how the posts stood on their platforms. */
async function effort({ handle, costs, posts, followers }, { handle: campaign }) {
  const days = { from_day: dayIn(0), to_day: dayIn(DAYS - 1) };
  for (const [kind, amount] of costs) {
    const sum = kind === 'commission_percent' ? { basis_points: amount } : { amount_minor: amount, currency: CURRENCY };
    await ask('POST', '/v1/costs', { external_id: `${handle}-${kind}`, creator: handle, campaign, kind, ...sum, ...days });
  }
  await ask('POST', '/v1/stats', { creator: handle, platform: posts[0].platform, day: dayIn(DAYS - 1), followers });
  for (const { post, platform } of posts) {
    const reach = Math.round(followers * (0.2 + chance() * 0.4));
    const [views, likes] = [Math.round(reach * 1.3), Math.round(reach * 0.04)];
    const counts = { reach, platform_views: views, likes, comments: Math.round(likes / 18), shares: Math.round(likes / 30), saves: Math.round(likes / 12) };
    await ask('POST', '/v1/stats', { creator: handle, post, platform, day: dayIn(DAYS - 1), ...counts });
  }
}

/** Brings the history in; gives how many clicks and landings of links it has. */
async function bring(lines) {
  const size = 5_000;
  for (let at = 0; at < lines.length; at += size) {
    const body = lines.slice(at, at + size).map((line) => JSON.stringify(line)).join('\n');
    const said = await ask('POST', `/v1/import?name=demo&offset=${at}`, body, 'application/x-ndjson');
    if (said.refused) throw new Error(`lines of the history were refused: ${JSON.stringify(said.errors.slice(0, 3))}`);
    progress(`history: ${said.next_offset} of ${lines.length} lines`);
  }
  const of = (type) => lines.filter((line) => line.type === type && line.link).length;
  return { clicks: of('click'), views: 0, landings: of('landing') };
}

/** Today: every visitor walks their path through the doors, and some buy. */
async function visitors(sent) {
  const { key } = await ask('POST', '/v1/sites', { name: 'Shop', origins: [SHOP] });
  await each(audience, 8, 'visitors', async (visitor) => {
    visitor.clickIds = [];
    for (const { post, looks, clicks } of visitor.path) {
      if (looks) {
        const reply = await visit(`/px/${post.slug}.gif`, visitor);
        if (!reply.ok) throw new Error(`the pixel of ${post.slug} answered ${reply.status}`);
        sent.views += 1;
      }
      if (clicks) {
        const reply = await visit(`/${post.slug}`, visitor);
        const clickId = reply.status === 302 && new URL(reply.headers.get('location')).searchParams.get('wm');
        if (!clickId) throw new Error(`/${post.slug} answered ${reply.status} without a click id`);
        visitor.clickIds.push(clickId);
        sent.clicks += 1;
        if (!visitor.lands) continue;
        // What the snippet on the shop's page sends.
        const landed = await fetch(`${url}/v1/collect`, {
          method: 'POST',
          headers: { origin: SHOP, 'user-agent': visitor.agent, 'cf-connecting-ip': visitor.address },
          body: JSON.stringify({ key, events: [{ type: 'landing', touch: clickId }] }),
        });
        if (!landed.ok) throw new Error(`a landing was answered ${landed.status}: ${await landed.text()}`);
        await landed.arrayBuffer();
        sent.landings += 1;
      }
    }
  });

  progress('sales');
  const now = new Date().toISOString();
  const clicked = buyers.map(({ visitor: { clickIds }, sale }) => ({
    ...sale, occurred_at: now, ...(clickIds.length > 1 ? { click_ids: clickIds } : { click_id: clickIds[0] }),
  }));
  await report([...clicked, ...withoutClick]);
  // Two send something back: one order whole, one item of another.
  const refund = ({ order_id, currency, ...sold }, share) => ({
    kind: 'refund', order_id, refund_id: `R-${order_id}`, currency, occurred_at: new Date().toISOString(),
    ...Object.fromEntries(['total_minor', 'tax_minor', 'shipping_minor'].map((field) => [field, Math.round(sold[field] * share)])),
  });
  await report([refund(clicked[0], 1), refund(clicked.at(-1), 0.5)]);
}

async function report(conversions) {
  const { items } = await ask('POST', '/v1/conversions', conversions);
  const refused = items.filter((item) => item.outcome !== 'accepted');
  if (refused.length) throw new Error(`conversions were not accepted: ${JSON.stringify(refused)}`);
}

async function caughtUp({ clicks, views, landings }) { // events reach the database some seconds after the reply
  const deadline = Date.now() + 120_000;
  for (;;) {
    await ask('POST', '/v1/rollups');
    const { rows } = await performance();
    const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
    const [clicksIn, viewsIn, landingsIn] = [sum('clicks_gross'), sum('pixel_views'), sum('landings')];
    progress(`counted ${clicksIn} of ${clicks} clicks and ${viewsIn} of ${views} views`);
    if (clicksIn >= clicks && viewsIn >= views && landingsIn >= landings) return;
    const counted = `${clicksIn} of ${clicks} clicks, ${viewsIn} of ${views} views and ${landingsIn} of ${landings} landings`;
    if (Date.now() > deadline) throw new Error(`after two minutes ${counted} are counted`);
    await sleep(1500);
  }
}

// The reports

const RANGE = `from=${from}&to=${to}`;
const PERFORMANCE = `/v1/reports/performance?by=creator&${RANGE}`;
const performance = () => ask('GET', PERFORMANCE);

function money(minor, currency) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  return format.format(minor / 10 ** new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits);
}
const orNone = (value, write = String) => (value === null || value === undefined ? '–' : write(value));
const minor = (row, value) => orNone(value, (known) => money(known, row.currency ?? CURRENCY));

const COLUMNS = [ // a heading of two lines, and the cell
  ['', 'creator', (row) => row.creator?.name ?? 'unattributed'],
  ['', 'clicks', (row) => orNone(row.clicks, (count) => count.toLocaleString('en'))],
  ['', 'fee', (row) => minor(row, row.cost?.fee_minor)],
  ['all', 'costs', (row) => minor(row, row.cost_minor)],
  ['by link / code /', 'both orders', (row) => (row.creator ? `${row.orders_link} / ${row.orders_code} / ${row.orders_both}` : orNone(row.orders))],
  ['net', 'revenue', (row) => minor(row, row.net_minor)],
  ['', 'ROI', (row) => orNone(row.roi, (roi) => `${Math.round(roi * 100)} %`)],
  ['', 'verdict', (row) => orNone(row.judged?.verdict)],
  ['fee at', 'target', (row) => minor(row, row.judged?.fee_at_target_minor)],
  ['', '', (row) => CAST.find(({ name }) => name === row.creator?.name)?.story ?? ''],
];

async function print() {
  const answer = await performance();
  const ranking = await ask('GET', `/v1/reports/ranking?${RANGE}`);
  const judged = (row) => ranking.rows.find(({ creator }) => creator?.id === row.creator?.id);
  const rows = answer.rows.filter((row) => row.creator).map((row) => ({ ...row, judged: judged(row) }));
  rows.sort((one, other) => (other.net_minor ?? 0) - (one.net_minor ?? 0));
  const cells = [...rows, answer.unattributed].map((row) => COLUMNS.map(([, , cell]) => String(cell(row) ?? '')));
  const lines = [COLUMNS.map(([above]) => above), COLUMNS.map(([, title]) => title), ...cells];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const left = (i) => i === 0 || i === COLUMNS.length - 1;
  const [above, title, ...table] = lines.map((line) =>
    line.map((word, i) => (left(i) ? word.padEnd(widths[i]) : word.padStart(widths[i]))).join('  ').trimEnd());
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const unattributed = table.pop();
  console.log([
    '', above, title, rule, ...table, rule, unattributed,
    `${answer.from} to ${answer.to} (${answer.zone}), ${answer.model} within ${answer.click_window_days} days, as of ${answer.as_of}`,
    ...rows.filter((row) => ['cut', 'renegotiate'].includes(row.judged?.verdict)).map((row) => `${row.creator.name}: ${row.judged.sentence}`),
  ].join('\n'));
}

async function linesToTry() {
  const [link] = (await ask('GET', '/v1/links?limit=1')).items;
  const [code] = (await ask('GET', '/v1/codes?limit=1')).items;
  const json = (body) => `-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const call = (path, rest = '') => `curl -sS -H "Authorization: Bearer $KEY" '${url}${path}' ${rest}`.trim();
  const sale = {
    kind: 'sale', order_id: `try-${Date.now()}`, total_minor: 4900, tax_minor: 321, shipping_minor: 0, currency: CURRENCY,
    occurred_at: new Date().toISOString(), ...(code && { code: code.code }),
  };
  const made = { platform: 'instagram', destination: `${SHOP}/hello`, creator_id: link?.creator_id ?? 1 };
  const lines = [
    ['a click: 302, with the tags and a click id on the destination (without -A curl counts as a bot)', `curl -i -A 'Mozilla/5.0 (iPhone)' '${url}/${link?.slug ?? 'hello'}'`],
    ['a sale: accepted; sent again, a duplicate that counts once', call('/v1/conversions', json(sale))],
    ['why that sale is whose it is', call(`/v1/conversions/${sale.order_id}`)],
    ['a rollup: works out what came in (a click comes in some five seconds after its reply)', call('/v1/rollups', '-X POST')],
    ['the report', call(PERFORMANCE)],
    ['against the target, with a verdict and the reason', call(`/v1/reports/ranking?${RANGE}`)],
    ['what other models say: the opener wins', call(`/v1/reports/models?${RANGE}`)],
    ['who came, by the app they came in; received = counted + flagged + rejected', call(`/v1/reports/visits?by=app&${RANGE}`)],
  ];
  if (link) lines.push(['a new link, with an address of its own', call('/v1/links', json(made))]);
  else lines.unshift(
    ['a creator', call('/v1/creators', json({ name: 'Mira Sol' }))],
    ['a link', call('/v1/links', json({ slug: 'hello', ...made }))],
  );
  console.log(`\nThe admin key, and ${lines.length} lines to try:\n\nKEY=${options.key}`);
  for (const [words, command] of lines) console.log(`# ${words}\n${command}`);
}

try {
  if (!options.key) throw new Error('no key: give --key or ADMIN_KEY');
  const { items } = await ask('GET', '/v1/creators?limit=1');
  // No cron fires locally: a run makes the day's salt, without which every click is a visitor of its own.
  if (options.empty) await ask('POST', '/v1/rollups');
  if (!options.empty) {
    if (items.length) console.log('There are creators already, so the demo campaign is not loaded again.');
    else await load();
  }
  if (items.length || !options.empty) await print();
  if (options.try) await linesToTry();
} catch (error) {
  progress('');
  console.error(`demo: ${error.message}${error.cause ? ` (${error.cause.message})` : ''}`);
  process.exitCode = 1;
}
