// Tries out what was deployed: health, release and schema, a link made, followed as nobody who counts, and put away; the pages.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request to `host`, over the address `url`; gives { status, headers, text, json }. */
function request({ url, host, key }, method, path, body) {
  const { protocol, hostname, port } = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = { host, 'user-agent': 'Mozilla/5.0 (scripts/deploy)', accept: '*/*' };
  if (key && path.startsWith('/v1/')) headers.authorization = `Bearer ${key}`;
  if (text !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  return new Promise((done, failed) => {
    const asking = (protocol === 'https:' ? https : http).request({ hostname, port, path, method, headers, timeout: 15_000 }, (reply) => {
      let said = '';
      reply.on('data', (part) => (said += part));
      reply.on('end', () => {
        let json;
        try {
          json = JSON.parse(said);
        } catch { /* a page */ }
        done({ status: reply.statusCode, headers: reply.headers, text: said, json });
      });
    });
    asking.on('timeout', () => asking.destroy(new Error('no answer in 15 s')));
    asking.on('error', failed);
    asking.end(text);
  });
}

const short = ({ status, text }) => `${status} ${text.slice(0, 200)}`;

/** The sentence by which the Worker at `to` says that it is not set up, if it does. */
const sentence = ({ json }) => (json?.code === 'not_set_up' ? json.detail : undefined);
export const shut = (to) => request(to, 'GET', '/healthz').then(sentence, () => undefined);

/**
 * Waits until /healthz tells of `release`: a new domain and a new version take their time to be everywhere. A version that is
 * not set up never will be; only what ran `before` may have said so too, with the same sentence, and is waited for.
 */
async function healthy(to, { version, release, schema, before }, patience) {
  const end = Date.now() + patience;
  for (;;) {
    let why;
    try {
      const reply = await request(to, 'GET', '/healthz');
      const wrong = sentence(reply);
      if (wrong && wrong !== before) return wrong;
      const runs = reply.json ?? {};
      const at = runs.schema_version ?? {};
      if (reply.status === 200 && runs.release === release && runs.version === version) {
        if (at.control >= schema.control && at.events >= schema.events) return;
        return `the databases are at schema ${at.control} and ${at.events}, not at ${schema.control} and ${schema.events}`;
      }
      why = reply.status === 200 ? `version ${runs.version}, release ${runs.release} answers, not ${version}, ${release}` : `answered ${short(reply)}`;
    } catch (error) {
      why = error.code ?? error.message;
    }
    if (Date.now() > end) return `${to.url} (${to.host}): ${why}`;
    await sleep(Math.min(2_000, patience / 4));
  }
}

/** Makes and follows a link of a creator of its own. Both are put away: whoever picks a creator from a list never meets this one. */
async function link(to) {
  const handle = `deployment-check-${Date.now().toString(36)}`; // one that is put away keeps its handle, and makes no more links
  const made = await request(to, 'POST', '/v1/creators', { name: 'Deployment check', handle });
  if (made.status !== 201) return `a creator for the check was not made: ${short(made)}`;
  const wrong = await followed(to, made.json.id).catch((error) => error.code ?? error.message);
  const away = await request(to, 'DELETE', `/v1/creators/${made.json.id}`);
  return wrong ?? (away.status >= 300 ? `the creator ${made.json.id} was not put away: ${short(away)}` : undefined);
}

async function followed(to, creator_id) {
  const destination = 'https://www.iana.org/help/example-domains';
  const made = await request(to, 'POST', '/v1/links', { destination, creator_id, host: to.host });
  if (made.status !== 201) return `a link was not made: ${short(made)}`;
  const { id, slug } = made.json;
  const reply = await request(to, 'GET', `/${slug}?wm=internal`);
  const away = await request(to, 'DELETE', `/v1/links/${id}`);
  if (reply.status !== 302 || !reply.headers.location?.startsWith(destination)) return `/${slug} did not lead to its destination: ${short(reply)}`;
  if (away.status >= 300) return `the link ${id} was not put away: ${short(away)}`;
}

/**
 * Tries the deployment at `to` ({ url, host, key }); gives what was tried, each with what is wrong with it, if anything.
 * What follows a failure is not tried.
 */
export async function smoke(to, expected, { pages, patience = 300_000 }) {
  const tried = [];
  const attempt = async (what, work) => {
    if (tried.some(({ wrong }) => wrong)) return;
    const wrong = await work().catch((error) => error.code ?? error.message);
    tried.push({ what, wrong });
  };
  await attempt(`/healthz tells of version ${expected.version}, release ${expected.release}, on schema ${expected.schema.control} and ${expected.schema.events}`, () => healthy(to, expected, patience));
  if (to.key) await attempt('a link is made, followed without being counted, and put away', () => link(to));
  for (const page of pages)
    await attempt(`${page} is served`, async () => {
      const reply = await request(to, 'GET', page);
      return reply.status === 200 ? undefined : `answered ${short(reply)}`;
    });
  return tried;
}
