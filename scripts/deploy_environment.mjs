// Reads environments/ENV.toml: what an environment is, with everything that is wrong in it said at once.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { parse } from 'smol-toml';
import { Halt } from './waymark_call.mjs';

const PLANS = ['paid', 'free'];
const KEYS = ['plan', 'zone', 'name', 'account_id', 'events_from', 'hosts', 'vars'];
/** What the Worker reads beside HOSTS, ZONE and EVENTS_FROM, which have keys of their own. */
export const VARIABLES = [
  'CLICK_PARAMETER', 'CODE_PRECEDENCE', 'REVENUE_BASIS', 'CLICK_WINDOW_DAYS', 'LEAD_CLICK_WINDOW_DAYS', 'VIEW_WINDOW_DAYS',
  'REPORTING_CURRENCY', 'MARGIN_PERCENT', 'KEEP_EVENTS_DAYS', 'KEEP_EVIDENCE_DAYS', 'KEEP_PARTS_DAYS', 'INTERNAL',
];
export const SECRETS = ['ADMIN_KEY', 'CLICK_KEYS', 'CUSTOMER_KEY'];
const WORD = /^[a-z][a-z0-9-]{0,30}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether `zone` is an IANA name that this machine knows; `+01:00`, which JavaScript takes too, is none. */
function is_zone(zone) {
  if (typeof zone !== 'string' || !/^[A-Za-z]/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** What `text`, the file of the environment `name`, says; { environment } or { faults }, a sentence each. */
export function environment(name, text) {
  const faults = [];
  const wrong = (sentence) => void faults.push(sentence);
  if (!WORD.test(name)) return { faults: [`"${name}" is no name of an environment: small letters, digits and "-", 31 at most.`] };
  let said;
  try {
    said = parse(text);
  } catch (error) {
    return { faults: [`It is no TOML: ${error.message.split('\n')[0]}, line ${error.line}.`] };
  }
  for (const key of Object.keys(said)) if (!KEYS.includes(key)) wrong(`"${key}" is no key of an environment; there are ${KEYS.join(', ')}.`);

  const { plan = 'paid', zone, account_id, events_from = [], vars = {}, hosts } = said;
  const own = said.name ?? `waymark-${name}`;
  if (!PLANS.includes(plan)) wrong(`plan is "paid" or "free", not ${JSON.stringify(plan)}.`);
  if (zone === undefined) wrong('zone is missing: the IANA name of the zone whose days are reported, such as "Europe/Berlin".');
  else if (!is_zone(zone)) wrong(`zone ${JSON.stringify(zone)} is no IANA name of a zone; send one such as "Europe/Berlin" or "UTC".`);
  if (typeof own !== 'string' || !WORD.test(own)) wrong(`name is a text of small letters, digits and "-", 31 at most, not ${JSON.stringify(own)}.`);
  if (account_id !== undefined && !/^[0-9a-f]{32}$/.test(account_id)) wrong('account_id is 32 letters of 0-9a-f, as `npx wrangler whoami` shows them.');

  // A TOML date without quotes is taken too.
  const days = [events_from].flat().map((day) => (day instanceof Date ? day.toISOString().slice(0, 10) : day));
  if (days.some((day) => !DAY.test(day) || Number.isNaN(Date.parse(day)))) wrong('events_from is a list of days such as ["2027-06-01"].');
  else if (days.some((day, n) => n > 0 && day < days[n - 1])) wrong('events_from has its days in their order.');

  const is_table = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  if (is_table(hosts)) wrong('hosts is one table: write [[hosts]], with two brackets, above each host.');
  else if (!Array.isArray(hosts) || hosts.length === 0) wrong('no host: say [[hosts]] with host = "go.brand.example".');
  for (const one of Array.isArray(hosts) ? hosts : []) {
    const { host, mode, zone_name } = is_table(one) ? one : {};
    if (!is_table(one)) wrong(`hosts holds ${JSON.stringify(one)}: write [[hosts]] and below it host = "go.brand.example".`);
    else if (typeof host !== 'string' || !/^[^\s/:]+\.[^\s/:]+$/.test(host)) wrong(`host ${JSON.stringify(host)} is no name such as go.brand.example, without https:// and port.`);
    else if (mode === 'route' && zone_name === undefined) wrong(`${host} is in mode "route": say zone_name, the zone whose route it is.`);
    else if (zone_name !== undefined && (typeof zone_name !== 'string' || !zone_name.includes('.'))) wrong(`zone_name of ${host} is the name of a zone in quotes, such as "brand.example", not ${JSON.stringify(zone_name)}.`);
  }
  if (!is_table(vars)) wrong(`vars is a table: write [vars] and the variables below it, not ${JSON.stringify(vars)}.`);
  for (const [key, value] of Object.entries(is_table(vars) ? vars : {})) {
    if (SECRETS.includes(key)) wrong(`${key} is a secret and does not belong into a file that is committed; scripts/deploy makes it.`);
    else if (!VARIABLES.includes(key)) wrong(`"${key}" is no variable of the Worker; there are ${VARIABLES.join(', ')}.`);
    else if (!['string', 'number'].includes(typeof value)) wrong(`${key} is a text in quotes or a number, not ${JSON.stringify(value)}.`);
  }
  if (faults.length > 0) return { faults };
  const texts = Object.fromEntries(Object.entries(vars).map(([key, value]) => [key, String(value)]));
  return { environment: { key: name, name: own, plan, zone, account_id, hosts, vars: texts, events_from: days } };
}

/** The environment `name` of the folder `environments`, or an end with everything that is wrong in its file. */
export function read(name, folder) {
  const path = `${folder}/${name}.toml`;
  const there = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.toml')).map((file) => file.slice(0, -5)) : [];
  if (!existsSync(path)) {
    const known = there.filter((one) => one !== 'example');
    throw new Halt(`there is no ${path}: copy environments/example.toml to it and say your host there${known.length > 0 ? `; there are ${known.join(', ')}` : ''}`);
  }
  const { environment: read, faults } = environment(name, readFileSync(path, 'utf8'));
  if (faults) throw new Halt(`${path}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return read;
}
