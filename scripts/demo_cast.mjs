// Who is in the demo: eight creators, each a story that a report should tell, and chance that is the same in every run.

export const CURRENCY = 'EUR';
export const SHOP = 'https://shop.example';

// `clicks`: of the history, some. `buyers`: whose last click was theirs. `opened`: the share of these whom the opener
// brought first. `heard`: orders with the code alone. `landed`: the share of clicks whose page was reached. `refunds`: the
// share that went back. `reach` and `pull` are of today's visitors, who come through the doors one by one.
export const CAST = [
  { name: 'Nova Lane', story: 'a mega-creator who loses money', code: 'NOVA10', clicks: 7_400, buyers: 50, opened: 0.1, heard: 8,
    landed: 0.52, refunds: 0.16, followers: 2_400_000, reach: 6, pull: 0.02,
    costs: [['fee', 1_200_000], ['agency', 180_000], ['travel', 60_000]], posts: [
    { slug: 'nova-haul', platform: 'tiktok', kind: 'video', post: 'nova-haul', day: 8, path: '/winter-roast?variant=250g' },
    { slug: 'nova-story', platform: 'instagram', kind: 'story', post: 'nova-story', day: 31, path: '/winter-roast' }] },
  { name: 'Jonas Berg', story: 'a mid-tier creator who wins', code: 'BERG15', clicks: 3_300, buyers: 175, opened: 0.5, heard: 25,
    landed: 0.9, refunds: 0.04, followers: 86_000, reach: 4, pull: 0.14,
    costs: [['fee', 240_000], ['amplification', 30_000]], posts: [
    { slug: 'jonas-review', platform: 'youtube', kind: 'video', post: 'long-review', day: 5, path: '/winter-roast' },
    { slug: 'jonas-gear', platform: 'youtube', kind: 'video', post: 'gear-2026', day: 26, path: '/bundles/starter?ref=a%2Fb' },
    { slug: 'jonas-live', platform: 'youtube', kind: 'live', post: 'friday-live', day: 44, path: '/winter-roast' }] },
  { name: 'Ada Okafor', story: 'an opener without last clicks', code: 'ADA10', clicks: 2_300, buyers: 0, opened: 0, heard: 0,
    landed: 0.88, refunds: 0, followers: 140_000, reach: 4, pull: 0,
    costs: [['fee', 180_000]], posts: [
    { slug: 'ada-first', platform: 'tiktok', kind: 'video', post: 'first-sip', day: 2, path: '/winter-roast?variant=1kg' },
    { slug: 'ada-duet', platform: 'tiktok', kind: 'video', post: 'duet', day: 20, path: '/winter-roast' },
    { slug: 'ada-again', platform: 'instagram', kind: 'reel', post: 'second-sip', day: 36, path: '/gift-cards' }] },
  { name: 'Luca & Noor', story: 'a code that leaked to a coupon site', code: 'LUCANOOR', clicks: 1_100, buyers: 28, opened: 0.2, heard: 12,
    landed: 0.9, refunds: 0.05, followers: 52_000, reach: 2, pull: 0.06, leaked: { orders: 110, day: 41 },
    costs: [['fee', 60_000], ['commission_order', 500]], posts: [
    { slug: 'luca-kitchen', platform: 'instagram', kind: 'reel', post: 'kitchen-tour', day: 10, path: '/bundles/duo' },
    { slug: 'luca-brunch', platform: 'youtube', kind: 'video', post: 'brunch', day: 33, path: '/winter-roast/recipes' }] },
  { name: 'Tess Wilder', story: 'an underpriced creator', code: 'TESS5', clicks: 1_500, buyers: 110, opened: 0.35, heard: 15,
    landed: 0.93, refunds: 0.03, followers: 18_000, reach: 1, pull: 0.12,
    costs: [['fee', 25_000], ['product', 6_000]], posts: [
    { slug: 'tess-van', platform: 'tiktok', kind: 'video', post: 'van-coffee', day: 12, path: '/travel-press?utm_content=kept' },
    { slug: 'tess-camp', platform: 'instagram', kind: 'reel', post: 'camp-reel', day: 38, path: '/travel-press' }] },
  { name: 'Mira Sol', story: 'good, at another fee', code: 'MIRA10', clicks: 2_900, buyers: 105, opened: 0.55, heard: 20,
    landed: 0.9, refunds: 0.06, followers: 210_000, reach: 5, pull: 0.08,
    costs: [['fee', 320_000], ['commission_percent', 500]], posts: [
    { slug: 'mira-morning', platform: 'instagram', kind: 'reel', post: 'morning-reel', day: 4, path: '/winter-roast?variant=250g' },
    { slug: 'mira-recipe', platform: 'instagram', kind: 'story', post: 'recipe-story', day: 22, path: '/winter-roast/recipes#cardamom' },
    { slug: 'mira-grinder', platform: 'tiktok', kind: 'video', post: 'grinder-test', day: 40, path: '/grinders?sort=price&sort=weight' }] },
  { name: 'Kofi Mensah', story: 'at the target, not surely', code: 'KOFI10', clicks: 1_400, buyers: 50, opened: 0.4, heard: 6,
    landed: 0.9, refunds: 0.04, followers: 41_000, reach: 2, pull: 0.06,
    costs: [['fee', 98_000]], posts: [
    { slug: 'kofi-run', platform: 'instagram', kind: 'reel', post: 'after-the-run', day: 15, path: '/winter-roast' },
    { slug: 'kofi-desk', platform: 'youtube', kind: 'video', post: 'desk-setup', day: 35, path: '/travel-press' }] },
  { name: 'Ines Duarte', story: 'too few to say', code: 'INES10', clicks: 260, buyers: 5, opened: 0.2, heard: 1,
    landed: 0.9, refunds: 0, followers: 6_500, reach: 1, pull: 0.03,
    costs: [['fee', 20_000]], posts: [
    { slug: 'ines-latte', platform: 'instagram', kind: 'story', post: 'latte-art', day: 46, path: '/winter-roast' }] },
];

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function dice(seed) {
  let state = seed;
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { chance, one: (list) => list[Math.floor(chance() * list.length)] };
}

/** What somebody buys: an order of goods, tax at 7 % and shipping below 50. */
export function basket({ chance, one }) {
  const goods = one([1290, 1890, 2490, 2490, 3780, 5900, 8900]) * (chance() < 0.3 ? 2 : 1);
  const shipping = goods < 5000 ? 490 : 0;
  const total = goods + shipping;
  return { currency: CURRENCY, total_minor: total, tax_minor: Math.round((total * 7) / 107), shipping_minor: shipping };
}
