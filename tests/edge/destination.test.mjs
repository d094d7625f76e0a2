// Destinations outside ASCII: the platform writes their hosts as browsers do, before anything is checked.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { HOSTS, start } from "./start.mjs";

const edge = await start({
  vars: {
    HOSTS: JSON.stringify([
      ...HOSTS,
      { host: "go.brand.example" },
      { host: "M\u00fcller.Example", not_found: "https://m\u00fcnchen.example/f?X-Sig=a%2fB==" },
    ]),
  },
});
after(() => edge.close());
const creator_id = (await edge.make.creator()).id;
const make = (destination) => edge.call("POST", "/v1/links", { creator_id, destination });

test("a host outside ASCII is stored as browsers write it, and every other byte as it was", async (t) => {
  const stored = {
    "https://m\u00fcnchen.example": "https://xn--mnchen-3ya.example",
    "https://M\u00dcNCHEN.example:8443/a;b%2f?X-Sig=a%2fB%2F+c==&q='#c@d": "https://xn--mnchen-3ya.example:8443/a;b%2f?X-Sig=a%2fB%2F+c==&q='#c@d",
    "https://m%C3%BCnchen.example/x": "https://xn--mnchen-3ya.example/x",
    "https://fa\u00df.example/": "https://xn--fa-hia.example/",
    "https://\u2460\u24d4\u24e5il.example/": "https://1evil.example/",
    "https://\uff18.8.8.8/": "https://8.8.8.8/",
    "https://b\u00fccher\u3002example\u3002/": "https://xn--bcher-kva.example./",
    "https://m\u00fcnchen.example/\u00fc?q=\u00fc": "https://xn--mnchen-3ya.example/%C3%BC?q=%C3%BC",
    "https://xn--pple-43d.example/": "https://xn--pple-43d.example/",
  };
  for (const [asked, expected] of Object.entries(stored))
    await t.test(asked, async () => {
      const reply = await make(asked);
      assert.equal(reply.status, 201, reply.text);
      assert.equal(reply.json.destination, expected);
      assert.equal(new URL(reply.json.destination).href, new URL(asked).href);
    });
});

const refused = (word, addresses) => async (t) => {
  for (const asked of addresses)
    await t.test(asked, async () => {
      const reply = await make(asked);
      assert.equal(reply.status, 422, reply.text);
      assert.deepEqual(reply.json.errors.map(({ pointer, code }) => [pointer, code]), [["/destination", word]]);
    });
};

test("a loop is seen however the host is written", refused("own_host", [
  "https://go\u3002brand.example/x",
  "https://\uff47o.brand.example/x",
  "https://\uff27\uff2f.Brand.Example:8443/x",
  "https://\u24d6\u24de.brand.example/x",
  "https://go.br\u00adand.example/x",
  "https://go\u200b.brand.example/x",
  "https://%EF%BD%87o.brand.example/x",
  "https:\\\\\uff47o.brand.example\\x",
  "https:\uff47o.brand.example",
  "https://m\u00fcller.example/x",
  "https://mu\u0308ller.example./x",
  "https://XN--MLLER-KVA.example/x",
  "https://\uff4cocalhost/x",
]));

test("a host that browsers refuse is no address", refused("not_an_address", [
  "https://xn--a.example/",
  "https://XN--A.example:8443/x",
  "https://a\ufffdb.example/",
  "https://%ff.example/",
  "https://m\u00fc%2fnchen.example/",
  "https://\u00fc:x.example/",
  "https://brand.example:\uff18\uff10/",
  "https://\u00ad/",
]));

test("what is hidden in front of a folded host is still refused", refused("userinfo_not_allowed", [
  "https://good.example@m\u00fcnchen.example/",
  "https://g\u00fct.example:443@m\u00fcnchen.example/",
]));

test("a host of ours may be named outside ASCII, and its address for the lost too", async () => {
  const link = await edge.make.link({ host: "xn--mller-kva.example", creator_id });
  assert.ok((await edge.click(link)).id);
  const lost = await edge.request("/nothing-here", { host: "xn--mller-kva.example" });
  assert.equal(lost.status, 302);
  assert.ok(lost.headers.location.startsWith("https://xn--mnchen-3ya.example/f?X-Sig=a%2fB=="), lost.headers.location);
});
