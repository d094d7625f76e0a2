// The click: where it leads, what it carries, what is kept of it and what it never lets a visitor change.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BOT, CLICK, DAY, HUMAN, PHONE, PREFETCH, PREVIEW, address, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const CLICK_ID = /^[A-Za-z0-9_-]{39}$/;

/** The location without the click id that the Worker added. */
const withoutId = (location) => location.replace(/([?&])wm=[^&#]*(&?)/, (_, before, more) => (more === "&" ? before : ""));

test("a click is sent on with 302, no body and nothing for a cache to keep", async () => {
  const link = await edge.make.link();
  const { reply } = await edge.click(link);
  assert.equal(reply.status, 302);
  assert.equal(reply.text, "");
  assert.equal(reply.headers["cache-control"], "private, no-store");
});

test("a click carries a click id of 39 base64url characters, another each time", async () => {
  const link = await edge.make.link();
  const ids = new Set();
  for (let turn = 0; turn < 5; turn += 1) {
    const { id } = await edge.click(link, { ip: "198.51.100.7" });
    assert.match(id, CLICK_ID);
    ids.add(id);
  }
  assert.equal(ids.size, 5);
});

test("the link's tags follow from platform, campaign, creator and post", async () => {
  const creator = await edge.make.creator({ handle: word("anna-") });
  const campaign = await edge.make.campaign({ handle: word("spring-") });
  const link = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id, platform: "instagram", post: "reel-7", destination: "https://shop.example/p" });
  const { location } = await edge.click(link);
  const tags = Object.fromEntries(new URL(location).searchParams);
  delete tags.wm;
  assert.deepEqual(tags, {
    utm_source: "instagram",
    utm_medium: "influencer",
    utm_campaign: campaign.handle,
    utm_content: `${creator.handle}-reel-7`,
  });
});

test("destinations keep their untouched bytes", async (t) => {
  const creator_id = (await edge.make.creator()).id;
  const destinations = {
    "a signed address": "https://files.example/o/lamp%20red.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261120%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261120T120000Z&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe",
    "a fragment": "https://shop.example/p?color=red#details",
    "a fragment that looks like a query": "https://shop.example/app?v=1#/route?x=1&y=2",
    "a fragment without a query": "https://shop.example/p#top",
    "repeated keys": "https://shop.example/p?a=1&a=2&b=3&a=1",
    "a key without a value": "https://shop.example/p?flag&empty=&x=1",
    "an empty query": "https://shop.example/p?",
    "a query that ends with &": "https://shop.example/p?a=1&",
    "lower-case and upper-case escapes": "https://shop.example/caf%c3%a9/%C3%89?q=%e2%82%ac&r=%E2%82%AC",
    "plus and %20": "https://shop.example/s?q=red+lamp&r=red%20lamp",
    "an escaped slash and ampersand": "https://shop.example/a%2Fb?next=%2Fcart%3Fid%3D1%26x%3D2",
    "a question mark in a value": "https://shop.example/p?a=b?c=d",
    "characters that serialisers change": "https://shop.example/p?q='quoted'&s=a;b&t=(x)*!~,:@/$",
    "semicolon parameters and doubled slashes in the path": "https://shop.example//a;v=1//b/;c=2?x",
    "a port": "https://shop.example:8443/p?x=1",
    "an empty fragment": "https://shop.example/p?x=1#",
    "an encoded percent": "https://shop.example/p?discount=10%25&raw=%2525",
    "a key named like a prefix of the click parameter": "https://shop.example/p?wmx=1&xwm=2",
  };
  for (const [name, destination] of Object.entries(destinations))
    await t.test(name, async () => {
      const link = await edge.make.link({ creator_id, destination });
      assert.equal(link.destination, destination);
      const { location, id } = await edge.click(link);
      assert.match(id, CLICK_ID);
      const [head, ...tail] = destination.split("#");
      const cut = location.indexOf("#");
      const [front, back] = cut < 0 ? [location, undefined] : [location.slice(0, cut), location.slice(cut + 1)];
      assert.equal(back, tail.length === 0 ? undefined : tail.join("#"), "the fragment");
      assert.ok(front.startsWith(head), `${front} begins with ${head}`);
      const added = front.slice(head.length);
      assert.match(added, head.includes("?") ? /^&?[a-z_]+=/ : /^\?[a-z_]+=/);
      const names = [...new URLSearchParams(added.replace(/^[?&]+/, "")).keys()];
      assert.ok(names.every((one) => one.startsWith("utm_") || one === "wm"), `only our own parameters are added: ${names}`);
      assert.equal(names.filter((one) => one === "wm").length, 1);
    });
});

test("a destination beyond ASCII leads to the same place, in ASCII", async () => {
  const destination = "https://shop.example/caf\u00e9?q=\u00fcber#\u00e4";
  const { location } = await edge.click(await edge.make.link({ destination }));
  assert.match(location, /^[\x21-\x7e]+$/);
  const [led, meant] = [new URL(location), new URL(destination)];
  assert.equal(led.pathname, meant.pathname);
  assert.equal(led.hash, meant.hash);
  assert.equal(led.searchParams.get("q"), "\u00fcber");
});

test("a tag in the destination stays and is not doubled", async () => {
  const link = await edge.make.link({ platform: "tiktok", destination: "https://shop.example/p?utm_source=newsletter&x=1" });
  const { location } = await edge.click(link);
  assert.deepEqual(new URL(location).searchParams.getAll("utm_source"), ["newsletter"]);
  assert.ok(location.startsWith("https://shop.example/p?utm_source=newsletter&x=1&"));
});

test("a tag set on the link replaces the one in the destination and leaves the rest", async () => {
  const link = await edge.make.link({
    destination: "https://shop.example/p?a=%2f&utm_source=newsletter&b=2",
    utm: { source: "insta & co", term: "r\u00f6d" },
  });
  const { location } = await edge.click(link);
  const query = new URL(location).searchParams;
  assert.deepEqual(query.getAll("utm_source"), ["insta & co"]);
  assert.deepEqual(query.getAll("utm_term"), ["r\u00f6d"]);
  assert.match(location, /[?&]a=%2f(&|$)/);
  assert.match(location, /[?&]b=2(&|$)/);
});

test("a visitor's own tag is forwarded only where the link has none", async () => {
  const link = await edge.make.link({ destination: "https://shop.example/p", platform: "instagram", utm: { campaign: "spring" } });
  const { reply } = await edge.click(link, {});
  assert.deepEqual(new URL(reply.headers.location).searchParams.getAll("utm_term"), []);
  const visited = await edge.request(`/${link.slug}?utm_source=evil&utm_campaign=evil&utm_term=shoes%26more`, { ip: address() });
  const query = new URL(visited.headers.location).searchParams;
  assert.deepEqual(query.getAll("utm_source"), ["instagram"]);
  assert.deepEqual(query.getAll("utm_campaign"), ["spring"]);
  assert.deepEqual(query.getAll("utm_term"), ["shoes&more"]);
});

test("a visitor's query never changes the click id or the place", async (t) => {
  const link = await edge.make.link({ destination: "https://shop.example/p?x=1" });
  const mine = (await edge.click(link)).id;
  for (const query of [
    `wm=${mine}`,
    "wm=evil",
    "wm=",
    "wm",
    "%77m=evil",
    "w%6D=evil",
    "WM=evil",
    "utm_source=a&wm=evil&wm=evil2",
    "utm_term=x%26wm%3Devil",
    "utm_term=x&amp;wm=evil",
    "utm_term=x%23wm=evil",
    "utm_wm=evil",
    "url=https://evil.example/&u=https://evil.example/&redirect=//evil.example",
    "utm_source=%0d%0alocation:%20https://evil.example/",
    "?utm_source=@evil.example/",
    "utm_term=%ff%fe%00",
    "&&==&=&",
  ])
    await t.test(query, async () => {
      const reply = await edge.request(`/${link.slug}?${query}`, { ip: address() });
      assert.equal(reply.status, 302);
      const led = new URL(reply.headers.location);
      assert.equal(led.origin + led.pathname, "https://shop.example/p");
      assert.equal(led.searchParams.get("x"), "1");
      const ids = led.searchParams.getAll("wm");
      assert.equal(ids.length, 1);
      assert.match(ids[0], CLICK_ID);
      assert.notEqual(ids[0], mine);
      assert.equal(led.searchParams.get("url"), null);
      assert.equal(led.searchParams.get("redirect"), null);
    });
});

test("the click id goes under the name that is set, and a visitor cannot take that name", async (t) => {
  const other = await start({ vars: { CLICK_PARAMETER: "via" } });
  t.after(() => other.close());
  const link = await other.make.link({ destination: "https://shop.example/p?wm=kept" });
  const reply = await other.request(`/${link.slug}?via=evil`);
  const query = new URL(reply.headers.location).searchParams;
  assert.equal(query.getAll("via").length, 1);
  assert.match(query.get("via"), CLICK_ID);
  assert.deepEqual(query.getAll("wm"), ["kept"]);
});

test("the same link answers in any case and when its letters are escaped", async () => {
  const link = await edge.make.link({ slug: word("abc-d_") });
  for (const asked of [link.slug.toUpperCase(), link.slug.replace("a", "%61"), link.slug.replace("a", "%41")]) {
    const { location } = await edge.click(asked);
    assert.ok(location.startsWith("https://shop.example/products/lamp"), asked);
  }
  await edge.drained();
  assert.equal((await edge.eventsOf(link)).length, 3);
});

test("a stored click is one row that says when, whose and what, and nothing else", async () => {
  const link = await edge.make.link();
  const before = Date.now();
  await edge.click(link);
  const later = Date.now();
  await edge.drained();
  const [event, ...more] = await edge.eventsOf(link);
  assert.deepEqual(more, []);
  assert.ok(event.at >= before - 5 && event.at <= later + 5, `${before} <= ${event.at} <= ${later}`);
  assert.equal(event.day, Math.floor(event.at / DAY));
  assert.equal(event.kind, CLICK);
  assert.equal(event.verdict, HUMAN);
  assert.equal(event.address, null);
  assert.ok(event.visitor >= 0 && event.visitor < 2 ** 48);
  assert.ok(event.nonce >= 0 && event.nonce < 2 ** 32);
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});

test("HEAD answers as GET does and counts nothing", async () => {
  const link = await edge.make.link();
  const got = await edge.request(`/${link.slug}`, { ip: address() });
  const head = await edge.request(`/${link.slug}`, { method: "HEAD", ip: address() });
  assert.equal(head.status, got.status);
  assert.equal(head.text, "");
  assert.equal(head.headers["cache-control"], got.headers["cache-control"]);
  assert.equal(withoutId(head.headers.location), withoutId(got.headers.location));
  for (let turn = 0; turn < 4; turn += 1) await edge.request(`/${link.slug}`, { method: "HEAD", ip: address() });
  await edge.drained();
  assert.equal((await edge.eventsOf(link)).length, 1);
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/127.0.6533.103 Mobile Safari/537.36";
const DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

test("the verdict follows from the user agent and the headers", async (t) => {
  const creator_id = (await edge.make.creator()).id;
  const visits = [
    ["Safari on a phone", HUMAN, PHONE],
    ["Chrome on a desktop", HUMAN, DESKTOP],
    ["Firefox on a desktop", HUMAN, "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"],
    ["a Cubot phone", HUMAN, "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"],
    ["Instagram's browser on iOS", HUMAN, `${IPHONE} Instagram 340.0.0.22.109 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 619461319)`],
    ["Instagram's browser on Android", HUMAN, `${ANDROID} Instagram 342.0.0.33.103 Android (34/14; 420dpi; 1080x2205; Google/google; Pixel 8; shiba; shiba; en_US; 627400398)`],
    ["Instagram's browser with an AP3A build", HUMAN, `${ANDROID} Instagram 350.0.0.1 Android (34/14; AP3A.240617.008)`],
    ["Facebook's browser on iOS", HUMAN, `${IPHONE} [FBAN/FBIOS;FBAV/470.0.0.38.104;FBBV/612345678;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]`],
    ["Facebook's browser on Android", HUMAN, `${ANDROID} [FB_IAB/FB4A;FBAV/474.0.0.45.109;]`],
    ["Meta's newer browser", HUMAN, `${ANDROID} MetaIAB Facebook`],
    ["TikTok's browser on iOS", HUMAN, `${IPHONE} musical_ly_35.3.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US isDarkMode/0 WKWebView/1 BytedanceWebview/d8a21c6 FalconTag/1A2B`],
    ["TikTok's browser on Android", HUMAN, `${ANDROID} trill_340503 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly ByteLocale/en BytedanceWebview/d8a21c6`],
    ["Snapchat's browser", HUMAN, `${IPHONE} Snapchat/12.95.0.38 (like Safari/8618.2.12.10.9, panda)`],
    ["Pinterest's browser", HUMAN, `${IPHONE} [Pinterest/iOS]`],
    ["X's browser", HUMAN, `${IPHONE} Twitter for iPhone/10.53`],
    ["LinkedIn's browser", HUMAN, `${IPHONE} [LinkedInApp]/9.30.1234`],
    ["WeChat's browser", HUMAN, `${IPHONE} MicroMessenger/8.0.50(0x1800323a) NetType/WIFI Language/en`],
    ["LINE's browser", HUMAN, `${IPHONE} Safari Line/14.11.0`],
    ["the Google app", HUMAN, `${IPHONE} GSA/330.0.665110000 Mobile/15E148 Safari/604.1`],
    ["KakaoTalk's browser", HUMAN, `${IPHONE} KAKAOTALK 10.8.3`],
    ["Threads' browser", HUMAN, `${IPHONE} Barcelona 340.0.0.22.109 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 619461319)`],
    ["Telegram's browser", HUMAN, "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 Telegram-Android/11.2.3 (Samsung SM-S918B; Android 14; SDK 34; HIGH)"],
    ["Reddit's browser", HUMAN, `${IPHONE} Reddit/Version 2024.45.0/Build 619461/iOS Version 17.5.1`],
    ["Samsung's browser", HUMAN, "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36"],
    ["Opera Mini", HUMAN, "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16"],
    ["Viber's browser", HUMAN, `${ANDROID} Viber/21.9.0.5`],
    ["Googlebot", BOT, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    ["a Googlebot that looks like a phone", BOT, "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    ["bingbot", BOT, "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36"],
    ["AhrefsBot", BOT, "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"],
    ["GPTBot", BOT, "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"],
    ["a crawler by name", BOT, "ExampleCrawler/1.0"],
    ["curl", BOT, "curl/8.5.0"],
    ["wget", BOT, "Wget/1.21.4"],
    ["python-requests", BOT, "python-requests/2.32.3"],
    ["Go's client", BOT, "Go-http-client/2.0"],
    ["headless Chrome", BOT, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36"],
    ["an empty user agent", BOT, ""],
    ["no user agent", BOT, null],
    ["Facebook's preview", PREVIEW, "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"],
    ["WhatsApp's preview", PREVIEW, "WhatsApp/2.24.20.89 A"],
    ["X's preview", PREVIEW, "Twitterbot/1.0"],
    ["Slack's preview", PREVIEW, "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"],
    ["Slack's older preview", PREVIEW, "Slackbot 1.0 (+https://api.slack.com/robots)"],
    ["Slack's image proxy", PREVIEW, "Slack-ImgProxy 0.19 (+https://api.slack.com/robots)"],
    ["Messages' preview", PREVIEW, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"],
    ["Snapchat's preview", PREVIEW, "Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots"],
    ["Skype's preview", PREVIEW, "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"],
    ["Telegram's preview", PREVIEW, "TelegramBot (like TwitterBot)"],
    ["Discord's preview", PREVIEW, "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"],
    ["LinkedIn's preview", PREVIEW, "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"],
    ["Chrome's prefetch", PREFETCH, DESKTOP, { "sec-purpose": "prefetch" }],
    ["Chrome's prerender", PREFETCH, DESKTOP, { "sec-purpose": "prefetch;prerender" }],
    ["Chrome's private prefetch", PREFETCH, DESKTOP, { "sec-purpose": "prefetch;anonymous-client-ip" }],
    ["an older prefetch", PREFETCH, DESKTOP, { purpose: "prefetch" }],
    ["Firefox's older prefetch", PREFETCH, DESKTOP, { "x-moz": "prefetch" }],
    ["Safari's top sites preview", PREFETCH, DESKTOP, { "x-purpose": "preview" }],
    ["an instant page", PREFETCH, DESKTOP, { "x-purpose": "instant" }],
    ["another purpose", HUMAN, DESKTOP, { purpose: "navigate", "sec-fetch-mode": "navigate" }],
  ];
  const seen = [];
  for (const [name, verdict, userAgent, headers] of visits) {
    const link = await edge.make.link({ creator_id });
    const reply = await edge.request(`/${link.slug}`, { ip: address(), userAgent, headers });
    seen.push({ name, verdict, link, reply });
  }
  await edge.drained();
  for (const { name, verdict, link, reply } of seen)
    await t.test(name, async () => {
      const events = await edge.eventsOf(link);
      assert.equal(events.length, 1, `${reply.status}: kept once, whatever it is`);
      assert.equal(events[0].verdict, verdict);
      assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: verdict === HUMAN ? 1 : 0, views: 0 });
    });
});

test("a bot is sent on as a person is", async () => {
  const link = await edge.make.link();
  const { location } = await edge.click(link, { userAgent: "curl/8.5.0" });
  assert.ok(location.startsWith(link.destination));
});

test("visitors are told apart as far as the host allows", async (t) => {
  const creator_id = (await edge.make.creator()).id;
  const other = PHONE.replace("17_5", "16_2");
  const cases = [
    ["one person on one day is one visitor", true, { ip: "203.0.113.20" }, { ip: "203.0.113.20" }],
    ["another address is another visitor", false, { ip: "203.0.113.21" }, { ip: "203.0.113.22" }],
    ["another browser is another visitor", false, { ip: "203.0.113.23" }, { ip: "203.0.113.23", userAgent: other }],
    ["addresses in one IPv6 /64 are one visitor", true, { ip: "2001:db8:1:2::a" }, { ip: "2001:db8:1:2:ffff:1:2:3" }],
    ["an IPv6 address is the same however it is written", true, { ip: "2001:db8:1:3::a" }, { ip: "2001:0DB8:0001:0003:0:0:0:000a" }],
    ["another IPv6 /64 is another visitor", false, { ip: "2001:db8:1:4::a" }, { ip: "2001:db8:1:5::a" }],
    ["Sec-GPC forbids recognition", false, { ip: "203.0.113.24", headers: { "sec-gpc": "1" } }, { ip: "203.0.113.24", headers: { "sec-gpc": "1" } }],
    ["DNT forbids recognition", false, { ip: "203.0.113.25", headers: { dnt: "1" } }, { ip: "203.0.113.25", headers: { dnt: "1" } }],
    ["a host that knows no visitors recognises nobody", false, { ip: "203.0.113.26" }, { ip: "203.0.113.26" }, "none.test"],
    ["two addresses that are none are two visitors", false, { ip: "not an address" }, { ip: "not an address either" }],
  ];
  const seen = [];
  for (const [name, same, first, second, host = "localhost"] of cases) {
    const link = await edge.make.link({ creator_id, host });
    await edge.click(link, first);
    await edge.click(link, second);
    seen.push({ name, same, link });
  }
  await edge.drained();
  for (const { name, same, link } of seen)
    await t.test(name, async () => {
      const events = await edge.eventsOf(link);
      assert.equal(events.length, 2);
      assert.equal(events[0].visitor === events[1].visitor, same);
    });
});

test("one person is one visitor over two links of a host", async () => {
  const [one, two] = [await edge.make.link(), await edge.make.link()];
  const ip = address();
  await edge.click(one, { ip });
  await edge.click(two, { ip });
  await edge.drained();
  assert.equal((await edge.eventsOf(one))[0].visitor, (await edge.eventsOf(two))[0].visitor);
});

test("a visit to no live link is kept as an orphan with the address that was asked for", async () => {
  const slug = word("nowhere");
  for (const host of ["localhost", "brand.test"]) await edge.request(`/${slug}?x=secret`, { host, ip: address() });
  await edge.drained();
  for (const asked of [`localhost/${slug}`, `brand.test/${slug}`]) {
    const [orphan, ...more] = await edge.orphansAt(asked);
    assert.ok(orphan, asked);
    assert.deepEqual(more, []);
    assert.equal(orphan.link, 0);
    assert.equal(orphan.kind, CLICK);
  }
});

test("HEAD on no live link leaves no orphan", async () => {
  const slug = word("nowhere");
  await edge.request(`/${slug}`, { method: "HEAD", ip: address() });
  await edge.drained();
  assert.deepEqual(await edge.orphansAt(`localhost/${slug}`), []);
});

test("a link made a second ago works", async () => {
  const link = await edge.make.link();
  const { location } = await edge.click(link);
  assert.ok(location.startsWith(link.destination));
});

test("a link works within 4 seconds though its slug was asked for just before it was made", async () => {
  const slug = word("soon");
  assert.equal((await edge.request(`/${slug}`, { ip: address() })).status, 404);
  const link = await edge.make.link({ slug });
  const found = await until("the new link is found", async () => {
    const reply = await edge.request(`/${slug}`, { ip: address() });
    return reply.status === 302 && reply;
  }, { within: 4_000 });
  assert.ok(found.headers.location.startsWith(link.destination));
});

test("no address of a visitor is kept in any table, in KV or in the log", async () => {
  const link = await edge.make.link();
  const [four, six] = ["203.0.113.199", "2001:db8:dead:beef:1234:5678:9abc:def0"];
  const customer = "hidden.customer@mail.example";
  for (const ip of [four, six]) {
    const { id } = await edge.click(link, { ip });
    await edge.request(`/px/${link.slug}.gif`, { ip });
    await edge.request(`/${word("orphan")}`, { ip });
    await edge.accepted(edge.sale({ click_id: id, customer }), { ip });
    await edge.convert("{", { ip });
  }
  await edge.drained();
  await edge.rollup();
  const kept = [
    JSON.stringify(await edge.dump(edge.databases.control)),
    JSON.stringify(await edge.dump(edge.databases.events)),
    await edge.kvText(),
    edge.output().map(({ line }) => line).join("\n"),
  ].join("\n").toLowerCase();
  assert.ok(kept.includes(link.slug), "the search sees what is kept");
  const number = String(Buffer.from([203, 0, 113, 199]).readUInt32BE());
  for (const trace of [four, "203.0.113.", "cb0071c7", number, six, "2001:db8:dead", "dead:beef", "20010db8deadbeef", customer, "hidden.customer"])
    assert.ok(!kept.includes(trace), `${trace} is kept somewhere`);
});

test("20,000 clicks from one client in a row are 20,000 events", { timeout: 300_000 }, async () => {
  const link = await edge.make.link();
  const clicks = 20_000;
  let begun = 0;
  const statuses = {};
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (begun < clicks) {
        begun += 1;
        const { status } = await edge.request(`/${link.slug}`, { ip: "192.0.2.77" });
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  assert.deepEqual(statuses, { 302: clicks });
  await edge.drained({ within: 45_000 });
  const [{ n, visitors }] = await edge.events("SELECT count(*) AS n, count(DISTINCT visitor) AS visitors FROM event WHERE link = ?", link.id);
  assert.equal(n, clicks);
  assert.equal(visitors, 1);
  assert.deepEqual(await edge.countOf(link), { clicks, valid: clicks, views: 0 });
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.equal(row.clicks_gross, clicks);
  assert.equal(row.clicks + Object.values(row.clicks_by_verdict).reduce((sum, one) => sum + one, 0), clicks);
});
