// Asks the account what there is, and makes what is not, through wrangler: it holds the login, and is what an engineer would type.
import { spawn } from 'node:child_process';
import { Halt } from './waymark_call.mjs';

/** What a token needs, where no login is used: permissions as the dashboard names them. */
export const SCOPES =
  'Account: Workers Scripts, Workers KV Storage, D1, Queues (edit), Account Settings (read); User: User Details, Memberships (read); Zone: Workers Routes, DNS (edit), Zone (read)';

/** Runs wrangler; gives { code, out, said }, what it printed and all that it said. */
export function wrangler(args, { account, input } = {}) {
  // Without its banner it asks no registry for a newer wrangler: the pinned one is meant.
  const env = { ...process.env, CI: 'true', NO_COLOR: '1', WRANGLER_HIDE_BANNER: 'true', ...(account && { CLOUDFLARE_ACCOUNT_ID: account }) };
  return new Promise((done) => {
    const child = spawn('node_modules/.bin/wrangler', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.on('data', (text) => ((out += text), (said += text)));
    child.stderr.on('data', (text) => (said += text));
    // Its colours and its invitation to report a fault of its own are for nobody here.
    const plain = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');
    child.on('close', (code) => done({ code, out: plain(out), said: plain(said).trim() }));
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
  // A token may be too narrow to list accounts; what it may do shows at the first step.
  if (wanted && (who.accounts.length === 0 || who.accounts.some(({ id }) => id === wanted))) return wanted;
  if (wanted) throw new Halt(`the login does not see the account ${wanted}, but ${who.accounts.map(({ id, name }) => `${id} (${name})`).join(', ')}`);
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

/** The ids of its namespace and databases, by name: { kv, databases }, undefined for what is not there. */
export async function ids(named, { account }) {
  const [spaces, all] = await Promise.all([['kv', 'namespace', 'list'], ['d1', 'list', '--json']].map((args) => told(args, { account })));
  return {
    kv: spaces.find(({ title }) => title === named.kv)?.id,
    databases: Object.fromEntries(Object.entries(named.databases).map(([binding, name]) => [binding, all.find((one) => one.name === name)?.uuid])),
  };
}

/** What the account has of what an environment needs, by name: { kv, databases, queues } and what runs, { version, variables, secrets }. */
export async function facts(environment, named, { account }) {
  const [found, queues, running] = await Promise.all([
    ids(named, { account }),
    named.queues.length > 0 ? must(['queues', 'list'], { account }) : '',
    worker(environment.name, account),
  ]);
  const cells = new Set(queues.split(/[│|\n]/).map((cell) => cell.trim()));
  return {
    ...found,
    queues: named.queues.filter((name) => cells.has(name)),
    ...running,
  };
}

/** Makes what `command` says; false where it was there, on a page of a list that was not looked at. */
export async function make(command, { account }) {
  const { code, said } = await wrangler(command, { account });
  if (code === 0) return true;
  if (/already (exists|taken)|11009|7502/.test(said)) return false;
  throw new Halt(`wrangler ${command.join(' ')} failed:\n${said}`, 1);
}

/** What runs: the version with most of the traffic, its variables and the names of its secrets; nothing where there is no Worker. */
async function worker(name, account) {
  const { code, out, said } = await wrangler(['deployments', 'list', '--name', name, '--json'], { account });
  if (code !== 0) {
    if (/not found|does not exist|10007/i.test(said)) return {};
    throw new Halt(`wrangler deployments list failed:\n${said}`, 1);
  }
  const newest = json(out).sort((a, b) => Date.parse(b.created_on) - Date.parse(a.created_on))[0];
  const version = newest?.versions.sort((a, b) => b.percentage - a.percentage)[0]?.version_id;
  if (version === undefined) return {};
  const { resources } = await told(['versions', 'view', version, '--name', name, '--json'], { account });
  const bindings = resources?.bindings ?? [];
  const texts = bindings.filter(({ type }) => ['plain_text', 'json'].includes(type));
  return {
    version,
    variables: Object.fromEntries(texts.map(({ name, text, json }) => [name, text ?? json])),
    secrets: bindings.filter(({ type }) => type === 'secret_text').map(({ name }) => name),
  };
}

/** The first row of a query in a database of `config`, or undefined where it has no such table yet. */
export async function row(database, config, sql, { account }) {
  const { code, out, said } = await wrangler(['d1', 'execute', database, '--remote', '-c', config, '--json', '--command', sql], { account });
  if (code === 0) return json(out)?.[0]?.results?.[0];
  if (/no such table/.test(`${out}${said}`)) return undefined;
  throw new Halt(`${database} could not be asked:\n${said}`, 1);
}
