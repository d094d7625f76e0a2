// Asks the account what there is, and makes what is not, through wrangler: it holds the login, and is what an engineer would type.
import { spawn } from 'node:child_process';
import { Halt } from './waymark_call.mjs';

/** What a token needs, where no login is used: permissions as the dashboard names them. */
export const SCOPES =
  'Account: Workers Scripts, Workers KV Storage, D1, Queues (edit), Account Settings (read); User: User Details, Memberships (read); Zone: Workers Routes, DNS (edit), Zone (read)';

/** Runs wrangler; gives { code, out, said }, what it printed and all that it said. */
export function wrangler(args, { account, input } = {}) {
  const env = { ...process.env, CI: 'true', NO_COLOR: '1', ...(account && { CLOUDFLARE_ACCOUNT_ID: account }) };
  return new Promise((done) => {
    const child = spawn('node_modules/.bin/wrangler', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.on('data', (text) => ((out += text), (said += text)));
    child.stderr.on('data', (text) => (said += text));
    child.on('close', (code) => done({ code, out, said: said.trim() }));
    child.stdin.end(input);
  });
}

/** What wrangler printed as JSON, behind whatever it warns of. */
function json(text) {
  const begin = text.search(/^[[{]/m);
  try {
    return JSON.parse(text.slice(begin));
  } catch {
    return undefined;
  }
}

/** Which account: the environment's, the variable's, or the only one of the login. */
export async function account(environment) {
  const { out, said } = await wrangler(['whoami', '--json']);
  const who = json(out);
  if (!who?.loggedIn) {
    const why = who === undefined ? `\n${said}` : '';
    throw new Halt(`wrangler is not logged in: run \`npx wrangler login\`, or set CLOUDFLARE_API_TOKEN to a token with ${SCOPES}${why}`);
  }
  const wanted = environment.account_id ?? process.env.CLOUDFLARE_ACCOUNT_ID;
  if (wanted) return wanted;
  if (who.accounts.length === 1) return who.accounts[0].id;
  if (who.accounts.length === 0) throw new Halt('the login or token sees no account: say account_id in the environment, or give the token "Memberships: read"');
  const list = who.accounts.map(({ id, name }) => `  account_id = "${id}"  # ${name}`).join('\n');
  throw new Halt(`the login has ${who.accounts.length} accounts; say in environments/${environment.key}.toml which one:\n${list}`);
}

/** A command that must work; gives what it printed. */
export async function must(args, options) {
  const { code, out, said } = await wrangler(args, options);
  if (code !== 0) throw new Halt(`wrangler ${args.join(' ')} failed:\n${said}`, 1);
  return out;
}

/** Like `must`, for a command that prints JSON. */
export async function told(args, options) {
  const out = await must(args, options);
  const found = json(out);
  if (found === undefined) throw new Halt(`wrangler ${args.join(' ')} printed no JSON:\n${out}`, 1);
  return found;
}

/** What the account has of what an environment needs, by name: { kv, databases, queues, secrets, versions }. */
export async function facts(environment, named, { account }) {
  const spaces = await told(['kv', 'namespace', 'list'], { account });
  const all = await told(['d1', 'list', '--json'], { account });
  const databases = {};
  for (const [binding, name] of Object.entries(named.databases)) databases[binding] = all.find((one) => one.name === name)?.uuid;
  const queues = [];
  for (const queue of named.queues) {
    const { code, said } = await wrangler(['queues', 'info', queue], { account });
    if (code === 0) queues.push(queue);
    else if (!said.includes('does not exist')) throw new Halt(`wrangler queues info ${queue} failed:\n${said}`, 1);
  }
  return {
    kv: spaces.find(({ title }) => title === named.kv)?.id,
    databases,
    queues,
    ...(await worker(environment.name, account)),
  };
}

/** The Worker that runs: the names of its secrets and its newest version, or nothing of either where there is none. */
async function worker(name, account) {
  const { code, out, said } = await wrangler(['secret', 'list', '--name', name], { account });
  if (code !== 0) {
    if (/not found|does not exist|10007/i.test(said)) return { secrets: undefined, version: undefined };
    throw new Halt(`wrangler secret list failed:\n${said}`, 1);
  }
  const deployments = await told(['deployments', 'list', '--name', name, '--json'], { account });
  const newest = deployments.map((one) => [Date.parse(one.created_on), one]).sort(([a], [b]) => b - a)[0]?.[1];
  const parts = [...(newest?.versions ?? [])].sort((a, b) => b.percentage - a.percentage);
  return { secrets: json(out).map((secret) => secret.name), version: parts[0]?.version_id };
}

/** The variables that a version of the Worker has, by name. */
export async function variables(name, version, { account }) {
  const { resources } = await told(['versions', 'view', version, '--name', name, '--json'], { account });
  const found = (resources?.bindings ?? []).filter(({ type }) => ['plain_text', 'json'].includes(type));
  return Object.fromEntries(found.map(({ name, text, json }) => [name, text ?? json]));
}

/** The first row of a query in a database of the account, or undefined where it has no such table yet. */
export async function row(database, sql, { account }) {
  const { code, out, said } = await wrangler(['d1', 'execute', database, '--remote', '--json', '--command', sql], { account });
  if (code === 0) return json(out)?.[0]?.results?.[0];
  if (/no such table/.test(`${out}${said}`)) return undefined;
  throw new Halt(`${database} could not be asked:\n${said}`, 1);
}
