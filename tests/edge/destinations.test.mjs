// Where a link may lead, by every parser on the way: what is stored has the host that Node and Chromium read, and what a network,
// a machine or a cloud knows by itself is refused. The table follows the facts of the URL Standard and its tests
// (web-platform-tests, url/resources/urltestdata.json), retyped; the rest is generated.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, test } from "node:test";
import { profile, skip } from "./chromium.mjs";
import { start } from "./start.mjs";

const edge = await start({ vars: { HOSTS: JSON.stringify([{ host: "go.brand.example" }, { host: "m\u00fcller.example" }]) } });
after(() => edge.close());
const creator_id = (await edge.make.creator()).id;
const make = (destination) => edge.call("POST", "/v1/links", { creator_id, destination });

/** As a browser reads it: its host, or null where it is no address of the web. */
const read = (address) => {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) ? url.host : null;
  } catch {
    return null;
  }
};

// Absolute addresses of the web, each a trick of its own. (The capital sharp s is left out: Unicode 15.1 changed what it is
// folded to, and workerd and Node follow different versions; what is stored is ASCII, so nobody is sent elsewhere by that.)
const TABLE = [
  "http://example.com:80/", "http://example.com:443/x", "https://example.com:443/", "https://example.com:0/", "https://example.com:65535/",
  "https://example.com:65536/", "https://example.com:00000000000080/", "https://example.com:/", "https://example.com:b/", "https://example.com:-80/",
  "https:example.com/", "https:/example.com/", "https:///example.com/", "https:////example.com///a", "https:\\\\example.com\\a", "https:/\\example.com",
  "HTTPS://EXAMPLE.COM/../x", "hTtP://Ex%41mple.com", "https://example.com\\@evil.example/", "https://example.com\\.evil.example/",
  "https://example.com?@evil.example/", "https://example.com#@evil.example/", "https://example.com/@evil.example", "https://example.com;.evil.example/",
  "https://example.com%2fevil.example/", "https://example.com%2eevil.example/", "https://example.com%00.evil.example/", "https://exam%70le.com/",
  "https://exa%23mple.com/", "https://a%C2%ADb.example/", "https://ex\u00adample.com/", "https://example\u3002com/", "https://example\uff0ecom/",
  "https://ex\uff41mple.com/", "https://\u2460\u24d4x.example/", "https://fa\u00df.example/", "https://xn--fa-hia.example/",
  "https://m\u00fcnchen.example/", "https://mu\u0308nchen.example/", "https://M\u00dcNCHEN.EXAMPLE/", "https://xn--mnchen-3ya.example/", "https://XN--MNCHEN-3YA.example/",
  "https://\u4f60\u597d\u4f60\u597d.example/", "https://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example/", "https://\u2603.example/", "https://\u{1f4a9}.example/",
  "https://xn--.example/", "https://xn--a.example/", "https://xn--a\u00df.example/", "https://\u200b.example/", "https://\u00ad/", "https://\ufdd0zyx.example/",
  "https://\u2260.example/", "https://a_b.example/", "https://-a-.example/", "https://a..example/", "https://.example/", "https://example.com./", "https://example.com../",
  "https://a b.example/", "https://a^b.example/", "https://a|b.example/", "https://a<b.example/", "https://a>b.example/", "https://a[b.example/", "https://a]b.example/",
  "https://a{b}.example/", "https://a!$&'()*+,;=.example/", "https://%/", "https://%zz.example/", "https://", "https:///", "https://?x", "https://#x", "https://@/", "https://:80/",
  "https://user@example.com/", "https://user:pass@example.com/", "https://:@example.com/", "https://@example.com/", "https://a@b@example.com/", "https://a%40b@example.com/",
  "http://8.8.8.8/", "http://8.8.8.8./", "http://8.8.2056/", "http://8.526344/", "http://134744072/", "http://0x8080808/", "http://0X8.010.8.0x8/", "http://010.010.010.010/",
  "http://8.8.8.8.8/", "http://8.8.8.08/", "http://8.8.8.256/", "http://4294967296/", "http://0x100000000/", "http://8..8/", "http://8.8.8.x/", "http://foo.0x/", "http://foo.09/",
  "http://foo.0x4/", "http://1.2.3.4.example/", "http://\uff18.8.8.8/", "http://%38.8.8.8/", "http://0xffffffff/", "http://256/", "http://08/",
  "http://[2606:4700::1111]/", "http://[2606:4700:0:0:0:0:0:1111]/", "http://[2606:4700::0:1111]:8080/", "http://[2606:4700::8.8.8.8]/", "http://[2606:4700::1111%25eth0]/",
  "http://[::1.2.3]/", "http://[:::]/", "http://[1::2::3]/", "http://[google.com]/", "http://[]/", "http://[2606:4700::1111/", "http://2606:4700::1111/",
  "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.1/", "http://\u2460\u2461\u2466.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/",
  "http://[::ffff:127.0.0.1]/", "http://0/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://169.254.169.254/", "http://0xa9fea9fe/", "http://[fe80::1]/",
  "http://[fd00::1]/", "http://localhost/", "http://LOCALHOST./", "http://\uff4cocalhost/", "http://loc%61lhost:3000/", "http://a.localhost/", "http://metadata.google.internal/",
  "http://intranet/", "http://com./", "http://router.local/", "http://x.onion/", "https://go.brand.example/", "https://GO.BRAND.EXAMPLE.:8443/", "https://m\u00fcller.example/",
  "https://XN--MLLER-KVA.example/", "https://g\u24de.brand.example/", "https://go\uff61brand\uff0eexample/",
];
// What Rust's parser is stricter about than browsers: labels that claim to be punycode and are not, or not in its one form.
const STRICTER = /xn--/i;
// What browsers strip in silence, and so what is read is not what was written.
const STRIPPED = /[\u0000-\u0020\u007f-\u00a0]/;

const pick = (list) => list[randomInt(list.length)];
/** An address of random parts, most of them of the kinds that parsers differ about. */
function generated() {
  const number = () => pick([randomInt(256), randomInt(2 ** 32), 0x7f000001, 0x0a000001, 0xa9fea9fe, 0x08080808, 127, 10, 8]);
  const spelled = (value) => pick([String(value), `0x${value.toString(16)}`, `0${value.toString(8)}`]);
  const label = () => pick(["shop", "Shop", "b\u00fccher", "\uff42rand", "xn--bcher-kva", "a%2db", "a-b", "\u24d0b", "a_b", "%73hop", "go", "brand", "localhost", ""]);
  const host = pick([
    () => `${label()}.${label()}.${pick(["example", "EXAMPLE", "example.", "local", "internal", "ex\u00adample"])}`,
    () => Array.from({ length: 1 + randomInt(4) }, () => spelled(number())).join("."),
    () => `[${pick(["::", "2606:4700::", "::ffff:", "fd00::", "64:ff9b::"])}${pick(["1", "7f00:1", "127.0.0.1", "8.8.8.8", "a:b"])}]`,
  ])();
  return pick(["https://", "http://", "https:", "https:\\\\", "HTTP:///"]) + pick(["", "", "", "u@", ":@", "@"]) + host + pick(["", "", ":", ":80", ":8443", ":0", ":99999"]) + pick(["/", "/a?b#c", "?x", "#y", "\\z", ""]);
}
const ALL = [...TABLE, ...Array.from({ length: 200 }, generated)];

/** Every address with what came of it, several at once. */
const results = [];
async function asked() {
  if (results.length === 0)
    for (let at = 0; at < ALL.length; at += 16)
      results.push(...(await Promise.all(ALL.slice(at, at + 16).map(async (address) => ({ address, reply: await make(address) })))));
  return results;
}

test("the host that is stored is the host that Node reads, and what Node refuses is refused", async () => {
  let taken = 0;
  for (const { address, reply } of await asked()) {
    assert.ok([201, 422].includes(reply.status), `${address}: ${reply.status} ${reply.text}`);
    const host = read(address);
    if (reply.status === 201) {
      taken += 1;
      const { destination } = reply.json;
      assert.equal(read(destination), host, address);
      assert.equal(new URL(destination).href, new URL(address).href, address);
      // As a text too: nobody has to parse it to see where it leads.
      const shown = destination.split("://")[1].split(/[/?#]/)[0];
      assert.equal(shown.replace(/:\d*$/, ""), host.replace(/:\d+$/, ""), address);
    } else {
      const [{ code, pointer }] = reply.json.errors;
      assert.equal(pointer, "/destination");
      if (code === "not_an_address") assert.ok(host === null || STRICTER.test(address) || new URL(address).port === "0", `${address}: browsers go to ${host}`);
    }
    if (host === null) assert.equal(reply.status, 422, address);
    if (STRIPPED.test(address)) assert.equal(reply.status, 422, address);
  }
  assert.ok(taken > 50, `${taken} taken of ${ALL.length}`);
});

/** Whether a host, as Node has written it, is this machine's, a network's, or a cloud's own; told another way than in the Worker. */
function inside(host) {
  const name = host.replace(/:\d+$/, "").replace(/\.$/, "");
  const numbers = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name)?.slice(1).map(Number);
  if (numbers) {
    const [a, b] = numbers;
    return a === 0 || a === 10 || a === 127 || a >= 224 || (a === 169 && b === 254) || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128);
  }
  if (name.startsWith("[")) return !/^\[[23]/.test(name);
  return !name.includes(".") || /(^|\.)(localhost|local|internal|onion)$/.test(name);
}

test("nothing that only a network or a machine knows is stored, and no host of ours", async () => {
  let refused = 0;
  for (const { address, reply } of await asked()) {
    const host = read(address);
    if (host === null) continue;
    const own = /^(go\.brand|xn--mller-kva)\.example\.?(:\d+)?$/.test(host);
    if (reply.status === 201) assert.ok(!inside(host) && !own, `${address} leads to ${host}`);
    if (!inside(host) && !own) continue;
    refused += 1;
    assert.equal(reply.status, 422, address);
    assert.ok(["own_host", "not_public", "userinfo_not_allowed", "not_an_address"].includes(reply.json.errors[0].code), `${address}: ${reply.text}`);
  }
  assert.ok(refused > 40, `${refused} refused`);
});

test("the host that is stored is the host that Chromium goes to", { skip, timeout: 60_000 }, async () => {
  const taken = (await asked()).filter(({ reply }) => reply.status === 201).map(({ address, reply }) => [address, reply.json.destination]);
  const { context, close } = await profile();
  const page = await context.newPage();
  const hosts = await page.evaluate((pairs) => pairs.map((pair) => pair.map((address) => new URL(address).host)), taken);
  for (const [at, [meant, stored]] of hosts.entries()) assert.equal(stored, meant, taken[at][0]);
  // Not only its parser: the requests that leave for the written and the stored address go to one host.
  let gone;
  await page.route("**/*", (route) => ((gone = new URL(route.request().url()).host), route.fulfill({ status: 200, body: "there" })));
  await page.goto("http://begin.example/");
  const goes = async (address) => {
    gone = undefined;
    await page.evaluate((to) => fetch(to, { mode: "no-cors" }).catch(() => {}), address);
    return gone;
  };
  const written = taken.filter(([address, stored]) => address !== stored).slice(0, 40);
  for (const [address, stored] of written) {
    const host = await goes(stored);
    assert.ok(host !== undefined, stored);
    assert.equal(await goes(address), host, address);
  }
  await close();
});

test("a redirect leads to the very host that is stored", async () => {
  for (const { reply } of (await asked()).filter(({ reply }) => reply.status === 201).slice(0, 60)) {
    const { location } = await edge.click(reply.json);
    assert.equal(new URL(location).host, new URL(reply.json.destination).host);
  }
});

test("an address for the time after the end, and one in a rule, are checked alike", async () => {
  for (const [address, code] of [["http://127.1/", "not_public"], ["http://metadata.google.internal/", "not_public"], ["https://go.brand.example./x", "own_host"], ["https://u@shop.example/", "userinfo_not_allowed"], ["https://shop.example/\u0007", "control_character"]]) {
    const refused = async (body, pointer) => {
      const reply = await edge.call("POST", "/v1/links", { creator_id, destination: "https://shop.example/", ...body });
      assert.equal(reply.status, 422, address);
      assert.deepEqual(reply.json.errors.map((error) => [error.pointer, error.code]), [[pointer, code]]);
    };
    await refused({ expired_destination: address }, "/expired_destination");
    await refused({ rules: [{ when: { device: ["mobile"] }, destination: address }] }, "/rules/0/destination");
  }
});

test("a name that looks like another is taken, shown in ASCII, and warned of", async () => {
  const said = async (destination, over = {}) => {
    const link = await edge.make.link({ creator_id, destination, ...over });
    const shown = await edge.must(200, "GET", `/v1/links/${link.id}`);
    assert.deepEqual(shown.warnings, link.warnings);
    assert.ok(/^[ -~]*$/.test(link.destination));
    return link.warnings.map(({ code }) => code);
  };
  assert.deepEqual(await said("https://p\u0430ypal.com/"), ["idn_mixed_script", "idn_confusable"]);
  assert.deepEqual(await said("https://\u0430\u0440\u0440\u04cf\u0435.com/"), ["idn_confusable"]);
  assert.deepEqual(await said("https://m\u00fcnchen.example/"), []);
  assert.deepEqual(await said("https://shop.example/"), []);
  assert.deepEqual(await said("https://shop.example/", { expired_destination: "https://g\u043e\u043egle.com/" }), ["idn_mixed_script", "idn_confusable"]);
});

test("a host's address for the lost is no private one either", async () => {
  const broken = await start({ salted: false, vars: { HOSTS: JSON.stringify([{ host: "go.brand.example", not_found: "http://169.254.169.254/" }]) } });
  const reply = await broken.call("GET", "/v1/links");
  assert.equal(reply.status, 503);
  assert.match(reply.text, /not_found of go\.brand\.example/);
  await broken.close();
});

test("on somebody's own machine a page of that machine is a destination, with its port", async () => {
  const local = await start();
  const creator = (await local.make.creator()).id;
  const to = (destination) => local.call("POST", "/v1/links", { creator_id: creator, destination });
  for (const destination of ["http://localhost:3000/shop", "http://127.0.0.1:3000/", "http://shop.localhost:3000/"]) assert.equal((await to(destination)).status, 201, destination);
  for (const destination of ["http://localhost/", "http://127.0.0.1/", "http://10.0.0.1:3000/"]) assert.equal((await to(destination)).status, 422, destination);
  await local.close();
});
