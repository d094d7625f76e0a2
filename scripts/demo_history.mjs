// The demo's sixty days as lines for the import: journeys of people over days, with cookies as it were, and what they bought.
//
// Nothing is drawn from reports: an audience is made, person by person, and whatever the reports say of it they found out.
// The dice are seeded and ids are counted, so the same day of ending gives the same bytes.

import { CAST, basket, dice } from './demo_cast.mjs';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
export const DAYS = 60;
const COUNTRIES = ['DE', 'DE', 'DE', 'DE', 'AT', 'CH', 'NL', 'FR', 'GB', 'US'];
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const CHANNELS = [['google', 'organic'], ['google', 'organic'], ['newsletter', 'email'], ['newsletter', 'email'], ['google', 'cpc'], ['instagram', 'social']];

/**
 * The lines, in the order of time: `end` is the moment behind the last day (Unix milliseconds), `links` the ids of links by
 * slug, `creators` those of creators by name.
 */
export function history({ end, links, creators }) {
  const { chance, one } = dice(20_261_120);
  const begin = end - DAYS * DAY;
  const lines = [];
  const count = { visitor: 0, click: 0, order: 0, customer: 0 };
  const clicked = new Map(CAST.map((creator) => [creator, 0]));
  const put = (type, at, rest) => lines.push({ type, at: Math.floor(at), ...rest });
  const within = (at) => at >= begin && at < end - 5 * MINUTE;

  // A post is clicked on most when it is new: half of its clicks come within four days.
  const postAndTime = (creator) => {
    for (;;) {
      const post = one(creator.posts);
      const at = begin + (post.day + -Math.log(1 - chance()) * 5.8) * DAY + (chance() - 0.5) * HOUR;
      if (within(at)) return { post, at };
    }
  };
  const person = () => ({ visitor: `demo-${(count.visitor += 1)}`, country: one(COUNTRIES), device: chance() < 0.82 ? 'mobile' : 'desktop' });
  const app = (post, who) => (who.device === 'mobile' && post.platform !== 'youtube' && chance() < 0.7 ? { app: post.platform } : {});

  function click(who, creator, post, at) {
    const id = `demo-c${(count.click += 1)}`;
    clicked.set(creator, clicked.get(creator) + 1);
    const of = { visitor: who.visitor, link: links[post.slug], country: who.country, device: who.device, ...app(post, who) };
    put('click', at, { id, ...of });
    if (chance() < creator.landed) put('landing', at + 1_500 + chance() * 4_000, { ...of, click: id });
    // An impatient finger: the same click again, which the night finds.
    if (chance() < 0.02) {
      clicked.set(creator, clicked.get(creator) + 1);
      put('click', at + 4_000, { id: `demo-c${(count.click += 1)}`, ...of });
    }
  }
  const came = (who, [source, medium], at) =>
    put('landing', at, { id: `demo-l${lines.length}`, visitor: who.visitor, country: who.country, device: who.device, source, medium });
  const known = CAST.filter(({ heard }) => heard > 0);
  const opener = CAST.find((creator) => creator.name === 'Ada Okafor');
  const open = (who, before) => { // some days before what comes next
    const at = before - (1 + chance() * 9) * DAY;
    const posts = opener.posts.filter((post) => begin + post.day * DAY < at);
    if (posts.length === 0) return false;
    click(who, opener, one(posts), at);
    return true;
  };

  function buy(who, at, { code, refunds = 0.04, named, customer, repeats = 0.16, goods = basket({ chance, one }) }) {
    const order_id = `demo-${10_000 + (count.order += 1)}`;
    const of = customer ?? `demo-customer-${(count.customer += 1)}`;
    put('sale', at, { order_id, visitor: who.visitor, customer: of, ...goods, ...(code && { code }) });
    if (chance() < refunds) {
      const share = chance() < 0.5 ? 1 : 0.5;
      const back = at + (3 + chance() * 12) * DAY;
      const part = Object.fromEntries(['total_minor', 'tax_minor', 'shipping_minor'].map((field) => [field, Math.round(goods[field] * share)]));
      if (within(back)) put('refund', back, { order_id, refund_id: `R-${order_id}`, currency: goods.currency, ...part });
    }
    if (named && chance() < 0.22) {
      const said = chance() < 0.85 ? { creator_id: creators[named.name] } : { text: 'a friend' };
      put('survey', at + MINUTE, { order_id, question: 'Where did you hear of us?', ...said });
    }
    if (chance() < repeats) {
      const again = at + (9 + chance() * 25) * DAY;
      if (within(again)) {
        if (chance() < 0.6) came(who, ['newsletter', 'email'], again - 20 * MINUTE);
        buy(who, again, { customer: of, repeats: 0 });
      }
    }
  }

  for (const creator of CAST) {
    for (let n = 0; n < creator.buyers; n += 1) {
      const who = person();
      const { post, at } = postAndTime(creator);
      const opened = chance() < creator.opened && open(who, at);
      if (chance() < 0.12) came(who, one(CHANNELS), at - (2 + chance() * 20) * HOUR);
      click(who, creator, post, at);
      const lag = chance() < 0.6 ? (4 + chance() * 50) * MINUTE : chance() * 6 * DAY;
      const bought = Math.min(at + lag, end - 2 * MINUTE);
      if (lag > DAY && chance() < 0.3) came(who, ['google', 'organic'], bought - 12 * MINUTE);
      const spoken = chance(); // most codes are those of whom they came from last, some another's
      const code = spoken < 0.32 ? creator.code : spoken < 0.36 ? one(known).code : undefined;
      buy(who, bought, { code, refunds: creator.refunds, named: opened && chance() < 0.7 ? opener : creator });
    }
    for (let n = 0; n < creator.heard; n += 1) { // heard it, typed the code
      buy(person(), postAndTime(creator).at, { code: creator.code, refunds: creator.refunds, named: creator });
    }
  }

  const { leaked, code } = CAST.find((creator) => creator.leaked);
  for (let n = 0; n < leaked.orders; n += 1) { // people who would have bought anyway, and looked for a code
    const who = person();
    const at = begin + (leaked.day + chance() * (DAYS - leaked.day - 0.1)) * DAY;
    came(who, ['couponking', 'affiliate'], at - (3 + chance() * 10) * MINUTE);
    buy(who, at, { code, refunds: 0.1, repeats: 0 });
  }
  for (let n = 0; n < 120; n += 1) { // who came by themselves, or from elsewhere
    const who = person();
    const at = begin + (0.2 + chance() * (DAYS - 0.5)) * DAY;
    if (chance() < 0.85) came(who, one(CHANNELS), at - (5 + chance() * 200) * MINUTE);
    buy(who, at, {});
  }
  for (let n = 0; n < 80; n += 1) { // a newsletter that somebody signs up for
    const who = person();
    const creator = chance() < 0.5 ? opener : one(CAST);
    const { post, at } = postAndTime(creator);
    click(who, creator, post, at);
    put('lead', Math.min(at + 5 * MINUTE, end - MINUTE), { lead_id: `demo-lead-${n + 1}`, lead_type: 'newsletter', visitor: who.visitor });
  }

  // And all the others, who look and go: some come back, some by somebody else.
  for (const creator of CAST) {
    while (clicked.get(creator) < creator.clicks) {
      const who = person();
      const { post, at } = postAndTime(creator);
      if (chance() < 0.02) {
        clicked.set(creator, clicked.get(creator) + 1);
        put('click', at, { id: `demo-c${(count.click += 1)}`, link: links[post.slug], country: 'US', user_agent: GOOGLEBOT });
        continue;
      }
      click(who, creator, post, at);
      if (chance() < 0.1) {
        const next = chance() < 0.5 ? creator : one(CAST);
        const later = at + (0.3 + chance() * 6) * DAY;
        if (within(later)) click(who, next, one(next.posts), later);
      }
    }
  }
  const order = (line, place) => [line.at, place];
  return lines
    .map((line, place) => ({ line, key: order(line, place) }))
    .sort((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1])
    .map(({ line }) => ({ ...line, at: new Date(line.at).toISOString() }));
}
