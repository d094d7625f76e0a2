// Decides what a deployment has to do, of facts alone: which steps, which refusals, which migrations come when.

/** The steps that make what is lacking: { what, found } and, where it is not, the `command` that makes it. */
export function resources(named, facts) {
  const step = (what, found, command) => ({ what, found: Boolean(found), command });
  return [
    step(`KV namespace ${named.kv}`, facts?.kv, ['kv', 'namespace', 'create', named.kv]),
    ...Object.entries(named.databases).map(([binding, name]) =>
      step(`D1 database ${name} (${binding})`, facts?.databases[binding], ['d1', 'create', name])),
    ...named.queues.map((queue) => step(`queue ${queue}`, facts?.queues.includes(queue), ['queues', 'create', queue])),
  ];
}

/**
 * What forbids the deployment, a sentence each. `before` are the variables that run (none before the first time), `has` says
 * whether there are events, customers and creators' pages already, `may` is what was allowed by name, `today` is a UTC day.
 */
export function refusals(environment, { facts, before, has, may, today }) {
  const said = [];
  for (const { host } of environment.hosts) if (/(^|\.)example$|^example\.(com|org|net)$/.test(host)) said.push(`host ${host} is an example: name your own.`);
  const zone = before?.ZONE;
  if (zone !== undefined && zone !== environment.zone && has.events && !may.has('new-zone'))
    said.push(
      `zone is ${environment.zone}, what runs counts days of ${zone}, and events are stored: every total was made by those days. ` +
        'Put the zone back, or say --new-zone and count all days again afterwards (POST /v1/rollups).',
    );
  if ((has.customers || has.pages) && facts.lacks.includes('CUSTOMER_KEY') && !may.has('new-customer-key')) {
    const hang = [has.customers && 'customers who were hashed by one', has.pages && "creators' pages that were signed by one"].filter(Boolean);
    const ends = [has.customers && 'who bought before is then a stranger', has.pages && "no creator's page opens any more"].filter(Boolean);
    said.push(
      `the Worker has no CUSTOMER_KEY and none is kept in ${facts.kept}, but the database has ${hang.join(' and ')}. ` +
        `Put the old line CUSTOMER_KEY=... back into that file. Only where it is lost for good say --new-customer-key: ${ends.join(', and ')}.`,
    );
  }
  const shards = (before?.EVENTS_FROM ?? '').split(',').map((day) => day.trim()).filter(Boolean);
  const soon = new Date(Date.parse(today) + 2 * 86_400_000).toISOString().slice(0, 10);
  for (const [n, day] of environment.events_from.entries()) {
    if (shards[n] === day) continue;
    if (shards[n] !== undefined && shards[n] < soon) said.push(`EVENTS_${n + 1} began on ${shards[n]}, which cannot be changed: what a day keeps lies where it lies.`);
    // Two days are left in which every instance and every message on its way is done with the day before.
    else if (day < soon) said.push(`EVENTS_${n + 1} cannot begin on ${day}: say ${soon} or later, so that no day has two counts of shards.`);
  }
  if (shards.length > environment.events_from.length && shards[environment.events_from.length] < soon)
    said.push(`EVENTS_${environment.events_from.length + 1} holds events since ${shards[environment.events_from.length]}: put its day back into events_from.`);
  return said;
}

/** Migrations that take something away wait until the new version runs. */
export const contracts = (file) => /_contract\.sql$/.test(file);

/** What `files`, the migrations of a database, come when: before the new version runs, and behind it. */
export const phases = (files) => ({ expand: files.filter((file) => !contracts(file)), contract: files.filter(contracts) });

/** The line that leads back, and what stays. */
export function way_back({ config, version, schema }) {
  if (version === undefined) return ['Nothing ran before this: to take it off the air run', `  npx wrangler delete -c ${config}`];
  return [
    'To go back to the version that ran before:',
    `  npx wrangler rollback ${version} -c ${config}`,
    `The schema stays as it is now (control ${schema.control}, events ${schema.events}): it has only grown, and that version works with it.`,
    'Secrets and what was stored meanwhile stay too. Do not restore a database for this: orders since then would be lost.',
  ];
}
