// Brings an environment onto Cloudflare, step by step; a run that broke off goes on where it stopped.
//
// Why: every step first asks whether its work is done, so nothing has to be noted anywhere. Migrations that only add come before
// the new version, for the old one works with them; those that take away come behind it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'smol-toml';
import { account as find_account, facts as find_facts, ids, make, must, row } from './deploy_cloudflare.mjs';
import { configuration, names } from './deploy_config.mjs';
import { SECRETS, read } from './deploy_environment.mjs';
import { phases, refusals, resources, way_back } from './deploy_plan.mjs';
import { objection } from './deploy_rehearsal.mjs';
import { kept, kept_in, made, passing } from './deploy_secrets.mjs';
import { shut, smoke } from './deploy_smoke.mjs';
import { Halt, run } from './waymark_call.mjs';

const USAGE = `usage: scripts/deploy ENV [--dry-run] [--url URL] [--environments DIR]
  ENV                 the environment that environments/ENV.toml describes (environments/example.toml)
  --dry-run           shows every step, makes nothing, and ends with wrangler's own dry run
  --url URL           tries the deployment out at this address (the first host else), before its domain leads there
  --built             deploys what build/ holds
  --new-zone          the zone may change although events are stored
  --new-customer-key  a lost CUSTOMER_KEY is made anew although customers or creators' pages are stored
  --environments DIR  where environments are, "environments"
It exits with 0 (done), 1 (a step failed: the same command goes on there) or 2 (nothing was begun).`;
const MIGRATIONS = 'src/sql/migrations';
/** Names this run, so that what it deploys is told from what ran before: the commit of this folder, and the time. */
const RELEASE = [
  spawnSync('git', ['describe', '--always', '--dirty=-changed', '--exclude=*'], { encoding: 'utf8' }).stdout?.trim() || 'no-commit',
  new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
].join('-');
/** What the face serves, of what is built. */
const pages = () => ['/dashboard', '/docs', '/openapi.json'].filter((page) => existsSync(`build/face${page}`) || existsSync(`build/face${page}.html`));

const say = (words) => console.log(words);
const files = (room) => readdirSync(`${MIGRATIONS}/${room}`).filter((name) => name.endsWith('.sql')).sort();
const newest = (room) => Number.parseInt(phases(files(room)).expand.at(-1), 10);

function asked(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        url: { type: 'string' },
        built: { type: 'boolean' },
        'new-zone': { type: 'boolean' },
        'new-customer-key': { type: 'boolean' },
        environments: { type: 'string', default: 'environments' },
        patience: { type: 'string', default: '300' }, // seconds that /healthz may take
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Halt(`${error.message}\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  if (positionals.length !== 1) throw new Halt(`name one environment\n${USAGE}`);
  return { ...values, name: positionals[0], may: new Set(['new-zone', 'new-customer-key'].filter((word) => values[word])) };
}

/** Writes the configuration, and with it the folder of migrations that may come before the new version; gives their paths. */
function written(environment, ids, base) {
  const folder = `.wrangler/deploy/${environment.key}`;
  rmSync(`${folder}/migrations`, { recursive: true, force: true });
  for (const room of ['control', 'events']) {
    mkdirSync(`${folder}/migrations/${room}`, { recursive: true });
    for (const file of phases(files(room)).expand) cpSync(`${MIGRATIONS}/${room}/${file}`, `${folder}/migrations/${room}/${file}`);
  }
  const put = (name, migrations) => {
    const path = `${folder}/${name}`;
    const config = configuration(base, environment, ids, { up: '../../..', migrations, release: RELEASE });
    writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`);
    return path;
  };
  return { expand: put('expand.json', `${folder}/migrations`), config: put('wrangler.json') };
}

async function migrate(named, config, account) {
  const one = async ([binding, name]) => {
    const out = await must(['d1', 'migrations', 'apply', binding, '--remote', '-c', config], { account });
    say(`  ${name}: ${/No migrations to apply/.test(out) ? 'nothing to apply' : 'migrated'}`);
  };
  // Side by side, and all of them to their end: what failed is told when none is at work any more.
  const ended = await Promise.allSettled(Object.entries(named.databases).map(one));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

function build() {
  const { status } = spawnSync('scripts/build', { stdio: 'inherit' });
  if (status !== 0) throw new Halt('scripts/build failed: nothing was deployed', 1);
}

/** Where it is tried out: a shop's own host would pass these addresses on to its shop. */
const tried_at = ({ hosts }, url) => {
  const { host } = hosts.find(({ mode }) => mode !== 'route') ?? hosts[0];
  return { url: url ?? `https://${host}`, host };
};

/** Ids for a configuration that is not deployed. */
const nobodys = (named) => ({ kv: '0'.repeat(32), databases: Object.fromEntries(Object.keys(named.databases).map((binding) => [binding, '00000000-0000-0000-0000-000000000000'])) });

/** Builds the Worker, and ends where it does not take what it would be given. */
async function prepare(environment, named, base, options) {
  if (!options.built) build();
  const path = kept_in(environment, options.environments);
  const wrong = await objection(configuration(base, environment, nobodys(named), { up: '.' }), kept(path));
  const by = `${options.environments}/${environment.key}.toml${existsSync(path) ? ` and ${path}` : ''}`;
  if (wrong) throw new Halt(`refused, nothing was made: by ${by} the Worker would answer 503 to everybody, for it says\n  ${wrong}`);
}

/** Every step of a deployment that asks nobody, and wrangler's own dry run at its end. */
async function rehearse(environment, named, base, options) {
  say(`${environment.key}: a rehearsal; nothing is asked of Cloudflare, nothing is made.`);
  await prepare(environment, named, base, options);
  const { config, expand } = written(environment, nobodys(named), base);
  const steps = [
    'start the Worker here with its variables, and refuse what it refuses',
    'ask `wrangler whoami` which account it is',
    ...resources(named).map(({ what, command }) => `find ${what}, or make it: wrangler ${command.join(' ')}`),
    `make the secrets that neither the Worker nor ${kept_in(environment, options.environments)} has`,
    `write ${config}: wrangler.toml with what the environment says, and the ids that were found`,
    'note which version runs now, to go back to',
    ...Object.keys(named.databases).map((binding) => `wrangler d1 migrations apply ${binding} --remote -c ${expand}`),
    ...(named.origin ? [`wrangler deploy -c src/edge/origin/wrangler.toml --name ${named.origin}`] : []),
    `wrangler deploy -c ${config}`,
    `try it out at ${tried_at(environment, options.url).url}: /healthz until it tells of release ${RELEASE}, a link, ${pages().join(', ')}`,
    ...(['control', 'events'].some((room) => phases(files(room)).contract.length > 0) ? [`wrangler d1 migrations apply ... --remote -c ${config}: what takes away`] : []),
    'say how to go back',
  ];
  steps.forEach((step, n) => say(`${String(n + 1).padStart(3)}. ${step}`));
  // Absolute: wrangler takes a relative one from the folder of the `-c` file.
  const dry = ['--dry-run', '--outdir', resolve(`.wrangler/deploy/${environment.key}/rehearsed`)];
  if (named.origin) say(await must(['deploy', '-c', 'src/edge/origin/wrangler.toml', '--name', named.origin, ...dry]));
  say(await must(['deploy', '-c', config, ...dry]));
  say(`${environment.key}: rehearsed`);
}

/** What runs already, as far as it forbids something. */
async function standing(environment, base, facts, options, account) {
  const path = kept_in(environment, options.environments);
  // By a configuration of its own: wrangler.toml would give names of databases other ids.
  const { config } = written(environment, facts, base);
  const lacks = SECRETS.filter((name) => !facts.secrets?.includes(name) && !kept(path)[name]);
  const there = async (binding, table, where = '') => {
    if (!facts.databases[binding]) return false;
    const found = await row(binding, config, `SELECT EXISTS (SELECT 1 FROM ${table} ${where}) AS there`, { account });
    return found?.there === 1;
  };
  const before = facts.variables;
  const has = {
    events: before?.ZONE !== undefined && before.ZONE !== environment.zone && (await there('EVENTS_0', 'event')),
    customers: lacks.includes('CUSTOMER_KEY') && (await there('DB', 'conversion', 'WHERE customer IS NOT NULL')),
    pages: lacks.includes('CUSTOMER_KEY') && (await there('DB', 'creator_page', 'WHERE revoked_at IS NULL')),
  };
  const today = new Date().toISOString().slice(0, 10);
  return refusals(environment, { facts: { lacks, kept: path }, before, has, may: options.may, today });
}

async function deploy(environment, named, base, options) {
  passing(environment).remove(); // where a run was killed
  await prepare(environment, named, base, options);
  const account = await find_account(environment);
  say(`${environment.key}: account ${account}`);
  let facts = await find_facts(environment, named, { account });
  const refused = await standing(environment, base, facts, options, account);
  if (refused.length > 0) throw new Halt(`refused, nothing was made:\n${refused.map((sentence) => `  ${sentence}`).join('\n')}`);

  say('What it needs:');
  const steps = resources(named, facts);
  for (const { what, found, command } of steps) say(`  ${what}: ${!found && (await make(command, { account })) ? 'made' : 'found'}`);
  // Ids are told by the lists.
  if (!facts.kv || Object.values(facts.databases).includes(undefined)) facts = { ...facts, ...(await ids(named, { account })) };
  const lost = resources(named, facts).filter(({ what, found }) => !found && !what.startsWith('queue'));
  if (lost.length > 0) throw new Halt(`made, but not to be found yet: ${lost.map(({ what }) => what).join(', ')}; run the same command again`, 1);

  const path = kept_in(environment, options.environments);
  const { fresh, send } = made(path, facts.secrets ?? []);
  say(fresh.length > 0 ? `  secrets ${fresh.join(', ')}: made, kept in ${path}; put a copy where you keep passwords, Cloudflare never shows them` : '  secrets: there');

  const { config, expand } = written(environment, facts, base);
  const began = new Date().toISOString();
  say(`Migrating, while the version before goes on (what the databases were before is Time Travel's ${began}):`);
  await migrate(named, expand, account);

  const version = /^version = "(.*)"/m.exec(readFileSync('Cargo.toml', 'utf8'))[1];
  const schema = { control: newest('control'), events: newest('events') };
  say(`Deploying version ${version}, release ${RELEASE}:`);
  if (named.origin) await must(['deploy', '-c', 'src/edge/origin/wrangler.toml', '--name', named.origin], { account });
  const to = { ...tried_at(environment, options.url), key: process.env.ADMIN_KEY || kept(path).ADMIN_KEY };
  const before = await shut(to);
  const words = ['deploy', '-c', config, '--message', `waymark ${version}, ${RELEASE}, schema ${schema.control} and ${schema.events}`];
  const { path: sent, remove } = passing(environment, send);
  if (sent) words.push('--secrets-file', sent);
  try {
    const out = await must(words, { account });
    say(out.trim().split('\n').filter((line) => /https?:|custom domain|schedule|Producer|Consumer|Version ID|cron/i.test(line)).join('\n'));
  } finally {
    remove();
  }

  say(`Trying it out at ${to.url}:`);
  if (!to.key) say(`  no ADMIN_KEY in ${path} or in the variable ADMIN_KEY: no link is tried`);
  const tried = await smoke(to, { version, release: RELEASE, schema, before }, { pages: pages(), patience: 1000 * Number(options.patience) });
  for (const { what, wrong } of tried) say(`  ${wrong ? 'NOT' : 'ok '} ${what}${wrong ? `: ${wrong}` : ''}`);
  const back = way_back({ config, version: facts.version, schema });
  if (tried.some(({ wrong }) => wrong)) throw new Halt(['it is deployed, but does not do what it should', ...back].join('\n'), 1);

  if (['control', 'events'].some((room) => phases(files(room)).contract.length > 0)) {
    say('Taking away what no version needs any more:');
    await migrate(named, config, account);
  }
  say([`${environment.key} runs version ${version}, release ${RELEASE}.`, ...back].join('\n'));
}

run(async () => {
  const options = asked(process.argv.slice(2));
  if (options.help) return void say(USAGE);
  const environment = read(options.name, options.environments);
  const named = names(environment);
  const base = parse(readFileSync('wrangler.toml', 'utf8'));
  if (options['dry-run']) return rehearse(environment, named, base, options);
  try {
    await deploy(environment, named, base, options);
  } catch (error) {
    if (error instanceof Halt && error.code === 1) error.message += '\nNothing that was made is lost: the same command goes on here.';
    throw error;
  }
});
