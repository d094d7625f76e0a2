// Headers of a visit as nobody should send them: whatever they hold, the link is followed, the pixel shown, the visit kept.
import assert from "node:assert/strict";
import net from "node:net";
import { after, test } from "node:test";
import { CLICK, HUMAN, PHONE, VIEW, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

/** As many bytes of a header as are looked at (domain/visit.rs). */
const MOST = 1_024;

/** Sends bytes as they are, gives the status and the headers of the answer. */
const raw = (lines) =>
  new Promise((done, failed) => {
    let text = "";
    const socket = net.connect(Number(edge.origin.port), edge.origin.hostname);
    socket.setTimeout(10_000, () => failed(new Error("no answer")));
    socket.on("error", failed);
    socket.on("close", () => failed(new Error("cut off")));
    socket.on("data", (piece) => {
      text += piece.toString("latin1");
      const [head, body] = text.split("\r\n\r\n", 2);
      if (body === undefined) return;
      done({ status: Number(head.split(" ")[1]), head });
      socket.destroy();
    });
    socket.write(Buffer.from(`${lines.join("\r\n")}\r\nconnection: close\r\n\r\n`, "latin1"));
  });

/** Each list of headers at a link, at its pixel and at an address that leads nowhere, on a host of each mode. */
async function everywhere(lists, { verdict } = {}) {
  const creator_id = (await edge.make.creator()).id;
  const sent = [];
  for (const headers of lists)
    for (const host of ["localhost", "full.test", "none.test"]) {
      const link = await edge.make.link({ host, creator_id });
      const lines = (path) => [`GET ${path} HTTP/1.1`, `host: ${host}`, ...headers];
      const [click, view, gone] = await Promise.all([`/${link.slug}`, `/px/${link.slug}.gif`, `/${link.slug}-gone`].map((path) => raw(lines(path))));
      sent.push({ host, link, click, view, gone, about: JSON.stringify(headers).slice(0, 200) });
    }
  await edge.drained();
  for (const { host, link, click, view, gone, about } of sent) {
    assert.equal(click.status, 302, `${about} ${click.head}`);
    assert.match(click.head, /^location: https:\/\/shop\.example\/products\/lamp\?color=red&/im);
    assert.equal(view.status, 200, `${about} ${view.head}`);
    assert.match(view.head, /^content-type: image\/gif$/im);
    assert.equal(gone.status, 404, about);
    const kept = [...(await edge.eventsOf(link, CLICK)), ...(await edge.eventsOf(link, VIEW)), ...(await edge.orphansAt(`${host}/${link.slug}-gone`))];
    assert.deepEqual(kept.map(({ kind, link }) => [kind, link]), [[CLICK, link.id], [VIEW, link.id], [CLICK, 0]], about);
    if (verdict !== undefined) assert.deepEqual(kept.map((one) => one.verdict), [verdict, verdict, verdict], about);
  }
}

const agent = `user-agent: ${PHONE}`;

test("a user agent at, below and above what is looked at is followed and kept", () =>
  everywhere([0, 1, MOST - 1, MOST, MOST + 1, 8_000, 64_000, 120_000].map((bytes) => [`user-agent: ${(PHONE + " Mobile".repeat(20_000)).slice(0, bytes)}`])));

test("a person with a very long user agent is a person", () => everywhere([[`user-agent: ${PHONE} ${"x".repeat(60_000)}`]], { verdict: HUMAN }));

test("a referrer, languages and cookies at, below and above what is looked at are followed and kept", async (t) => {
  const headers = {
    referer: (n) => `https://www.instagram.com/${"a".repeat(n)}`.slice(0, n),
    "accept-language": (n) => "de-DE,de;q=0.9,".repeat(n).slice(0, n),
    cookie: (n) => "a=b; ".repeat(n).slice(0, n),
  };
  for (const [name, value] of Object.entries(headers))
    await t.test(name, () => everywhere([0, 1, MOST - 1, MOST, MOST + 1, 60_000].map((bytes) => [agent, `${name}: ${value(bytes)}`]), { verdict: HUMAN }));
});

test("bytes that are no UTF-8 are followed and kept", async (t) => {
  const bytes = ["\xe9\xfc\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80b\xfe\xffc", `${"a".repeat(MOST - 2)}\xc3\xa9\xc3\xa9`];
  for (const name of ["user-agent", "referer", "accept-language", "cookie", "sec-gpc", "dnt", "sec-purpose", "purpose", "x-purpose", "x-moz", "cf-connecting-ip", "cf-ipcountry", "origin"])
    await t.test(name, () => everywhere(bytes.map((value) => [...(name === "user-agent" ? [] : [agent]), `${name}: ${value}`])));
});

test("control characters and odd spaces are followed and kept", () =>
  everywhere(["\x01\x02\x1f\x7f", "a\tb", "   ", "\x0b\x0c", "a\r\n folded", "a\r\n\tfolded\r\n again"].map((value) => [
    `user-agent: ${PHONE}${value}`, `referer: ${value}`, `accept-language: ${value}`, `cookie: ${value}`,
  ]), { verdict: HUMAN }));

test("a header that comes twice is followed and kept", () =>
  everywhere([
    [agent, agent],
    [agent, "referer: https://t.co/", "referer: https://l.instagram.com/"],
    [agent, "accept-language: de", "accept-language: en"],
    [agent, "cookie: a=b", "cookie: __Host-wm=broken", "cookie: __Host-wm=BwcHBwcHBwcHBwcHBwcHBw"],
    [agent, "cf-connecting-ip: 192.0.2.1", "cf-connecting-ip: 192.0.2.2"],
    [agent, "sec-purpose: navigate", "sec-purpose: navigate"],
    [...["referer", "accept-language", "cookie", "sec-gpc", "dnt", "origin", "cf-ipcountry"].flatMap((name) => Array(40).fill(`${name}: 1`)), agent],
  ], { verdict: HUMAN }));

test("a header that injects another says nothing of its own", async () => {
  const link = await edge.make.link({ host: "full.test" });
  for (const value of ["x%0d%0aset-cookie: a=b", "x\\r\\nset-cookie: a=b", "x\x0bset-cookie: a=b"]) {
    const { status, head } = await raw([`GET /${link.slug}?utm_term=${encodeURIComponent(value)} HTTP/1.1`, "host: full.test", `user-agent: ${PHONE}${value}`, `cookie: ${value}`, `referer: ${value}`]);
    assert.equal(status, 302);
    const names = head.split("\r\n").slice(1).map((line) => line.split(":")[0].toLowerCase());
    assert.equal(names.filter((name) => name === "set-cookie").length, 1, "only ours");
    assert.match(head, /^set-cookie: __Host-wm=/im);
    assert.doesNotMatch(head, /^set-cookie: a=b/im);
  }
});

test("five hundred headers that nobody knows are followed and kept", () =>
  everywhere([[agent, ...Array.from({ length: 500 }, (_, n) => `x-${n}: ${"y".repeat(40)}`)]], { verdict: HUMAN }));

test("absurd addresses and countries are followed and kept without them", () =>
  everywhere(["", "not an address", "999.999.999.999", "::ffff:1.2.3.4.5", "1.2.3.4, 5.6.7.8", "a".repeat(4_000)].map((value) => [
    agent, `cf-connecting-ip: ${value}`, `cf-ipcountry: ${value}`,
  ]), { verdict: HUMAN }));

test("nothing panicked", () => {
  const cries = edge.output().filter(({ line }) => /panick|unreachable|RuntimeError|TypeError|request_failed/i.test(line));
  assert.deepEqual(cries, []);
});
