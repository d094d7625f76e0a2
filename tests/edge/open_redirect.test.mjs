// Open redirects: payloads by rule, as path, as query and as slug. A redirect leads to the stored host or there is none.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const EVIL = "evil.example";

/** What makes a browser or a server take what follows for another host. */
const STARTS = [
  "//", "///", "////", "/////", "\\\\", "\\/", "/\\", "/\\/", "\\/\\/", "//\\", "\\\\\\", "/%5c", "%5c%5c", "%2f%2f", "/%2f", "%2f/", "/%2f%2f",
  "%252f%252f", "/%09/", "%09//", "//%09/", "/%0a/", "/%0d/", "/%00/", "%00//", "//%00", "/%20/", "%20//", "/;/", ";//", "/.//", "/..//", "/../../",
  "/%2e%2e//", "/%2e%2e%2f%2f", "/./\\", "//;@", "/~//", "/?//", "/%23//", "//?@", "/%3f//",
];
const SCHEMES = [
  "http://", "https://", "HTTPS://", "hTtPs://", "https:", "https:/", "https:///", "https:\\\\", "https:/\\", "http:%2f%2f", "https%3a%2f%2f", "ftp://",
  "ws://", "javascript://", "javascript:alert(1)//", "java%0ascript:alert(1)//", "java%09script:alert(1)//", "data:text/html,", "data:;base64,",
  "vbscript:", "file://", "blob:https://", "view-source:https://", "intent://", "about:blank#", "mailto:a@", "x:", ":", "://", "%68ttps://", "ht%74ps://",
];
const USERS = [
  "https://localhost@", "https://localhost:80@", "https://shop.example@", "https://shop.example%40", "https://shop.example%2540", "//localhost@",
  "//localhost%40", "//shop.example:pass@", "https://shop.example\\@", "https://shop.example%5c@", "https://shop.example%2f@", "https://shop.example%23@",
  "https://shop.example%3f@", "https://shop.example;@", "https://@", "https://:@", "//@", "@", "%40", "https://a:b@c:d@",
];
const HOSTS = [
  EVIL, "evil%E3%80%82example", "evil%EF%BC%8Eexample", "evil%EF%BD%A1example", "%65vil.example", "EVIL.example", "evil.example.", "evil.example%2e",
  "evil.example:80", "evil.example:443", "evil.example%00.shop.example", "evil.example%23.shop.example", "evil.example%3f.shop.example",
  "evil.example%5c.shop.example", "evil.example;.shop.example", "shop.example.evil.example", "localhost.evil.example", "2130706433", "0x7f000001",
  "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "xn--vil-zia.example", "ev%C2%ADil.example", "%e2%93%94vil.example",
];
const HEADERS = [
  "%0d%0aLocation:%20https://evil.example", "%0d%0aSet-Cookie:%20a=b", "%0aLocation:%20//evil.example", "%0dLocation:%20//evil.example",
  "%0d%0a%0d%0a<script>alert(1)</script>", "%E5%98%8A%E5%98%8DLocation:%20https://evil.example", "%23%0d%0aLocation:%20//evil.example",
  "%3f%0d%0aLocation:%20//evil.example", "%5cr%5cnLocation:%20//evil.example", "%250d%250aLocation:%20//evil.example", "%u000d%u000aLocation:x",
  "%c4%8d%c4%8aLocation:%20//evil.example", "x%0d%0a%20Location:%20//evil.example", "%E2%80%A8Location:%20//evil.example",
];
const NAMES = [
  "url", "u", "redir_url", "redirect", "redirect_uri", "redirect_url", "next", "to", "goto", "target", "dest", "destination", "return", "returnTo",
  "return_url", "continue", "link", "out", "view", "image_url", "go", "rurl", "forward", "host", "location", "wm", "sub", "utm_source", "utm_campaign",
  "utm_id", "gclid", "fbclid", "expired_destination", "not_found", "x-forwarded-host",
];

const PAYLOADS = [
  ...new Set([
    ...STARTS.map((start) => `${start}${EVIL}/%2e%2e`),
    ...STARTS.map((start) => `${start}${EVIL}`),
    ...SCHEMES.map((start) => `${start}${EVIL}`),
    ...SCHEMES.map((start) => `/${start}${EVIL}`),
    ...USERS.map((start) => `${start}${EVIL}`),
    ...HOSTS.flatMap((host) => [`//${host}`, `https://${host}/`]),
    ...HEADERS,
    ...NAMES.map((name) => `?${name}=https://${EVIL}`),
  ]),
];

/** Does something for each, some at once. */
async function forEach(things, act) {
  const left = [...things];
  const acting = async () => {
    for (let thing = left.pop(); thing !== undefined; thing = left.pop()) await act(thing);
  };
  await Promise.all(Array.from({ length: 16 }, acting));
}

/** Asks for every path and says what is wrong with each answer. */
async function wrongs(paths, allowed, host = "localhost") {
  const found = [];
  await forEach(paths, async (path) => {
    const reply = await edge.request(path, { host, ip: address() });
    const { location } = reply.headers;
    const say = (what) => found.push(`${path}: ${what}`);
    if (reply.status >= 500) say(`status ${reply.status}`);
    if (reply.headers["set-cookie"] !== undefined) say("a cookie");
    if (location === undefined) {
      if (reply.status < 400) say(`status ${reply.status} without a location`);
    } else if (!/^[\x21-\x7e]+$/.test(location)) say(`a location that is not plain: ${location}`);
    else if (!allowed.includes(new URL(location).origin)) say(`to ${location}`);
  });
  return found;
}

const link = await edge.make.link({ destination: "https://shop.example/p?color=red" });
const anyTag = await edge.make.link({ destination: "https://shop.example/p?utm_source=a", query_policy: "visitor_wins" });
const ruled = await edge.make.link({
  destination: "https://shop.example/p",
  rules: [{ when: { query: { url: true } }, destination: "https://shop.example/rule" }],
});

test("there are at least 240 payloads", () => assert.ok(PAYLOADS.length >= 240, String(PAYLOADS.length)));

test("no payload as a path leads to another host", async () => {
  const paths = PAYLOADS.map((payload) => (payload.startsWith("/") ? payload : `/${payload}`));
  assert.deepEqual(await wrongs(paths, ["https://shop.example"]), []);
});

test("no payload as a path of a host with a not-found address leads elsewhere than there", async () => {
  const paths = PAYLOADS.map((payload) => (payload.startsWith("/") ? payload : `/${payload}`));
  assert.deepEqual(await wrongs(paths, ["https://brand.example"], "brand.test"), []);
});

test("no payload behind or inside a link's slug leads to another host", async () => {
  const paths = PAYLOADS.flatMap((payload) => [`/${link.slug}/${payload}`, `/${link.slug}${payload}`]);
  assert.deepEqual(await wrongs(paths, ["https://shop.example"]), []);
});

test("no payload as a query leads to another host, whatever the link's policy and rules", async () => {
  const links = [link, anyTag, ruled];
  const paths = PAYLOADS.map((payload, at) => `/${links[at % 3].slug}?${NAMES[at % NAMES.length]}=${payload.replaceAll("#", "%23")}`);
  assert.deepEqual(await wrongs(paths, ["https://shop.example"]), []);
  const named = NAMES.flatMap((name) => [link, anyTag, ruled].map(({ slug }) => `/${slug}?${name}=https://${EVIL}/&${name}=//${EVIL}`));
  assert.deepEqual(await wrongs(named, ["https://shop.example"]), []);
});

test("no payload is taken as a slug, and none ends in an error of ours", async () => {
  const creator_id = (await edge.make.creator()).id;
  await forEach(PAYLOADS, async (payload) => {
    const reply = await edge.call("POST", "/v1/links", { destination: "https://shop.example/p", creator_id, slug: payload });
    assert.ok(reply.status === 422 || reply.status === 201, `${payload}: ${reply.status} ${reply.text}`);
    if (reply.status === 201) assert.deepEqual(await wrongs([`/${reply.json.slug}`], ["https://shop.example"]), []);
  });
});

test("a header of the request moves nothing either", async () => {
  for (const name of ["x-forwarded-host", "x-host", "x-original-url", "x-rewrite-url", "forwarded", "referer", "origin"]) {
    const reply = await edge.request(`/${link.slug}`, { ip: address(), headers: { [name]: `https://${EVIL}/` } });
    assert.equal(new URL(reply.headers.location).origin, "https://shop.example", name);
  }
});

test("a signed destination arrives byte for byte with our tags behind it", async () => {
  const creator_id = (await edge.make.creator()).id;
  for (const destination of [
    "https://files.example/o/lamp%20red.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261120%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0",
    "https://d111111abcdef8.cloudfront.example/a/b.mp4?Expires=1795176000&Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC~GdpGQyyOSKQim-TxAnW7d8F5Kkai9HVx0FIu-5jcQb0UEmatEXAMPLE_&Key-Pair-Id=K2JCJMDEHXQW5F&empty&x=",
  ]) {
    for (const query_policy of ["link_wins", "visitor_wins", "drop"]) {
      const made = await edge.make.link({ creator_id, slug: word(), destination, query_policy });
      const { location } = await edge.click(`${made.slug}?utm_term=shoes&Signature=forged&Expires=9`);
      assert.ok(location.startsWith(`${destination}&`), location);
      const added = new URLSearchParams(location.slice(destination.length + 1));
      assert.deepEqual([...added.keys()].filter((key) => !key.startsWith("utm_")), ["wm"]);
    }
  }
});
