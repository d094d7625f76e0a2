// The demo campaign: five creators, their posts and codes, and some weeks of an audience told in seconds.
//
// Everything goes through the doors that creators' audiences, the shop and marketers use, and the table is the
// report's own answer: this program sums nothing but what it sent, to know when the consumer has caught up.
// The cast is seeded, so two runs send the same clicks and the same orders.

import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    key: { type: 'string', default: process.env.ADMIN_KEY },
    empty: { type: 'boolean', default: false },
    try: { type: 'boolean', default: false },
  },
});
const url = options.url.replace(/\/$/, '');

// The cast

const CURRENCY = 'EUR';
const SHOP = 'https://shop.example';
// `reach` is a creator's share of the audience, `pull` the chance that a visitor who last came from there buys.
const CREATORS = [
  { name: 'Mira Sol', fee: 45_000, code: 'MIRA10', reach: 5, pull: 0.11, posts: [
    { slug: 'mira-morning', platform: 'instagram', post: 'morning-reel', path: '/winter-roast?variant=250g' },
    { slug: 'mira-recipe', platform: 'instagram', post: 'recipe-story', path: '/winter-roast/recipes#cardamom' },
    { slug: 'mira-grinder', platform: 'tiktok', post: 'grinder-test', path: '/grinders?sort=price&sort=weight' }] },
  { name: 'Jonas Berg', fee: 60_000, code: 'BERG15', reach: 4, pull: 0.14, posts: [
    { slug: 'jonas-review', platform: 'youtube', post: 'long-review', path: '/winter-roast' },
    { slug: 'jonas-gear', platform: 'youtube', post: 'gear-2026', path: '/bundles/starter?ref=a%2Fb' }] },
  { name: 'Ada Okafor', fee: 25_000, code: 'ADA10', reach: 4, pull: 0.07, posts: [
    { slug: 'ada-first', platform: 'tiktok', post: 'first-sip', path: '/winter-roast?variant=1kg' },
    { slug: 'ada-duet', platform: 'tiktok', post: 'duet', path: '/winter-roast' },
    { slug: 'ada-story', platform: 'instagram', post: 'story-week-47', path: '/gift-cards' }] },
  { name: 'Luca & Noor', fee: 30_000, code: 'LUCANOOR', reach: 2, pull: 0.12, posts: [
    { slug: 'luca-kitchen', platform: 'instagram', post: 'kitchen-tour', path: '/bundles/duo' },
    { slug: 'luca-brunch', platform: 'youtube', post: 'brunch', path: '/winter-roast/recipes' }] },
  { name: 'Tess Wilder', fee: 15_000, code: 'TESS5', reach: 1, pull: 0.03, posts: [
    { slug: 'tess-van', platform: 'tiktok', post: 'van-coffee', path: '/travel-press?utm_content=kept' },
    { slug: 'tess-camp', platform: 'instagram', post: 'camp-reel', path: '/travel-press' }] },
];

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

// Chance, seeded (mulberry32)

let seed = 20_261_120;
function chance() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const one = (list) => list[Math.floor(chance() * list.length)];
const CROWD = CREATORS.flatMap((creator) => Array(creator.reach).fill(creator));

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
  const goods = one([1290, 1890, 2490, 2490, 3780, 5900, 8900]) * (chance() < 0.3 ? 2 : 1);
  const shipping = goods < 5000 ? 490 : 0;
  orders += 1;
  return {
    kind: 'sale', order_id: `WR-${1000 + orders}`, customer: `customer-${orders}`, currency: CURRENCY,
    total_minor: goods + shipping, tax_minor: Math.round((goods + shipping) * 7 / 107), shipping_minor: shipping, ...facts,
  };
}

const buyers = [];
for (const visitor of audience.slice(0, 250)) {
  const last = visitor.path.findLast((step) => step.clicks);
  if (!last || chance() > last.creator.pull) continue;
  const spoken = chance(); // most codes name the creator of the click, some another one
  const code = spoken < 0.3 ? last.creator.code : spoken < 0.36 ? one(CREATORS).code : undefined;
  buyers.push({ visitor, sale: order(code ? { code } : {}) });
}
const hoursAgo = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const withoutClick = [ // heard it, typed the code; and five who came by themselves
  ...CREATORS.flatMap((creator) => Array.from({ length: Math.ceil(creator.reach / 1.5) }, (_, n) =>
    order({ code: creator.code, occurred_at: hoursAgo(5 + 17 * n) }))),
  ...Array.from({ length: 5 }, (_, n) => order({ occurred_at: hoursAgo(2 + 11 * n) })),
];

// The doors

async function ask(method, path, body) {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${options.key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
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

async function load() {
  progress('making the campaign');
  await ask('POST', '/v1/rollups'); // makes the day's salt: without it every click is a new visitor
  const campaign = await ask('POST', '/v1/campaigns', { name: 'Winter Roast' });
  for (const { name, fee, code, posts } of CREATORS) {
    const creator = await ask('POST', '/v1/creators', { name });
    await ask('POST', '/v1/costs', { creator: creator.handle, kind: 'fee', amount_minor: fee, currency: CURRENCY, from_day: day(24 * 29), to_day: day(0) });
    await ask('POST', '/v1/codes', { code, creator_id: creator.id, valid_from: hoursAgo(24 * 30) });
    for (const { path, ...post } of posts) {
      await ask('POST', '/v1/links', { ...post, destination: SHOP + path, creator_id: creator.id, campaign_id: campaign.id });
    }
  }

  const { key } = await ask('POST', '/v1/sites', { name: 'Shop', origins: [SHOP] });
  const sent = { clicks: 0, views: 0, landings: 0 };
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

  await caughtUp(sent);
  progress('');
}

async function report(conversions) {
  const { items } = await ask('POST', '/v1/conversions', conversions);
  const refused = items.filter((item) => item.outcome !== 'accepted');
  if (refused.length) throw new Error(`conversions were not accepted: ${JSON.stringify(refused)}`);
}

async function caughtUp({ clicks, views, landings }) { // events reach the database some seconds after the reply
  const deadline = Date.now() + 60_000;
  for (;;) {
    await ask('POST', '/v1/rollups');
    const { rows } = await performance();
    const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
    const [clicksIn, viewsIn, landingsIn] = [sum('clicks_gross'), sum('pixel_views'), sum('landings')];
    progress(`counted ${clicksIn} of ${clicks} clicks and ${viewsIn} of ${views} views`);
    if (clicksIn >= clicks && viewsIn >= views && landingsIn >= landings) return;
    const counted = `${clicksIn} of ${clicks} clicks, ${viewsIn} of ${views} views and ${landingsIn} of ${landings} landings`;
    if (Date.now() > deadline) throw new Error(`after a minute ${counted} are counted`);
    await sleep(1500);
  }
}

// The report

const day = (hours) => hoursAgo(hours).slice(0, 10);
const PERFORMANCE = `/v1/reports/performance?by=creator&from=${day(24 * 29)}&to=${day(-24)}`; // to: no zone is a day ahead of tomorrow
const performance = () => ask('GET', PERFORMANCE);

function money(minor, currency) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}
const orNone = (value, write) => (value === null || value === undefined ? '–' : write(value));
const percent = (digits) => (value) => `${(value * 100).toFixed(digits)} %`;
const inEach = (row, field) => row.revenue.map((r) => orNone(r[field], (v) => money(v, r.currency))).join(' + ') || '–';

const COLUMNS = [ // a heading of two lines, and the cell
  ['', 'creator', (row) => row.creator?.name ?? 'unattributed'],
  ['', 'clicks', (row) => row.clicks],
  ['with', 'bots', (row) => row.clicks_gross],
  ['visitor-', 'days', (row) => row.visitor_days],
  ['', 'landed', (row) => row.creator && orNone(row.landing_rate, percent(0))],
  ['', 'orders', (row) => row.orders],
  ['by link/code/', 'both/survey', ({ orders_by: by }) => by && `${by.link}/${by.code}/${by.both}/${by.survey}`],
  ['conv.', 'rate', (row) => row.creator && orNone(row.conversion_rate, percent(1))],
  ['net', 'revenue', (row) => inEach(row, 'net_minor')],
  ['', 'AOV', (row) => inEach(row, 'average_order_value_minor')],
  ['', 'cost', (row) => row.creator && orNone(row.cost, (cost) => money(cost.cost_minor, cost.currency))],
  ['', 'ROAS', (row) => row.creator && orNone(row.roas, (roas) => roas.toFixed(2))],
  ['', 'ROI', (row) => row.creator && orNone(row.roi, percent(0))],
];

function print(answer) {
  const cells = [...answer.rows, answer.unattributed].map((row) => COLUMNS.map(([, , cell]) => String(cell(row) ?? '')));
  const lines = [COLUMNS.map(([above]) => above), COLUMNS.map(([, title]) => title), ...cells];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const [above, title, ...rows] = lines.map((line) =>
    line.map((word, i) => (i ? word.padStart(widths[i]) : word.padEnd(widths[i]))).join('  ').trimEnd());
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const unattributed = rows.pop();
  const reasons = new Set(answer.rows.flatMap((row) => Object.values(row.reasons ?? {})));
  console.log([
    '', above, title, rule, ...rows, rule, unattributed,
    `${answer.from} to ${answer.to} (${answer.zone}), ${answer.model.replace('_', ' ')} within ${answer.click_window_days} days, as of ${answer.as_of}`,
    ...(reasons.size ? [`– where a figure cannot be told: ${[...reasons].join(', ')}`] : []),
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
    ['who came, by the app they came in; received = counted + flagged + rejected', call(PERFORMANCE.replace('performance?by=creator', 'visits?by=app'))],
  ];
  if (link) lines.push(['a new link, with an address of its own', call('/v1/links', json(made))]);
  else lines.unshift(
    ['a creator', call('/v1/creators', json({ name: 'Mira Sol' }))],
    ['what she costs', call('/v1/costs', json({ creator: 'mira-sol', kind: 'fee', amount_minor: 45_000, currency: CURRENCY, from_day: day(0), to_day: day(0) }))],
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
  if (items.length || !options.empty) print(await performance());
  if (options.try) await linesToTry();
} catch (error) {
  progress('');
  console.error(`demo: ${error.message}${error.cause ? ` (${error.cause.message})` : ''}`);
  process.exitCode = 1;
}
