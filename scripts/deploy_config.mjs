// Makes of wrangler.toml and an environment the whole configuration that is deployed.
//
// Why: wrangler's own [env.NAME] inherits no binding and no variable, so every environment would repeat the whole file by hand
// and drift from it. A generated file is complete, can be looked at (.wrangler/deploy/ENV/wrangler.json), and is never
// committed: the ids in it are asked of the account by name each time.

/** Names of what an environment has; databases by their bindings. */
export function names({ name, plan, hosts, events_from }) {
  const shards = Array.from({ length: 1 + events_from.length }, (_, n) => [`EVENTS_${n}`, `${name}-events-${n}`]);
  return {
    kv: name,
    databases: Object.fromEntries([['DB', name], ...shards]),
    // The consumer tells queues apart by how their names end.
    queues: plan === 'free' ? [] : [`${name}-events`, `${name}-events-dead`, `${name}-webhooks`],
    origin: hosts.some(({ mode }) => mode === 'route') ? `${name}-origin` : undefined,
  };
}

/** A number for an environment's rate limits: those of one number count together, over all Workers of an account. */
const limits_of = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 1_000_000, 7) * 10 + 1_000;

/** Where a host is reached: a custom domain, a route of its zone, or nothing where it is at workers.dev. */
function routes(hosts) {
  const own = hosts.filter(({ host }) => !host.endsWith('.workers.dev'));
  return own.map(({ host, zone_name }) => (zone_name ? { pattern: `${host}/*`, zone_name } : { pattern: host, custom_domain: true }));
}

/**
 * The configuration: `base` is wrangler.toml as it was read, `ids` are { kv, databases: { DB, ... } }, `up` leads from the
 * generated file's folder to the project's, `migrations` is the folder of migrations, as seen from the project's; /healthz
 * tells `release`, the name of this deployment.
 */
export function configuration(base, environment, ids, { up, migrations = 'src/sql/migrations', release }) {
  const { plan, hosts, zone, vars, events_from, account_id } = environment;
  const named = names(environment);
  const at = (path) => `${up}/${path}`;
  const queue = (base) => named.queues.find((name) => name.endsWith(base.replace(/^waymark/, '')));
  const paid = plan === 'paid';
  const config = {
    ...base,
    name: environment.name,
    ...(account_id && { account_id }),
    main: at(base.main),
    vars: { ...base.vars, HOSTS: hosts.map(({ zone_name, ...host }) => host), ZONE: zone, ...vars },
    kv_namespaces: [{ binding: 'KV', id: ids.kv }],
    d1_databases: Object.entries(named.databases).map(([binding, database_name]) => ({
      binding,
      database_name,
      database_id: ids.databases[binding],
      migrations_dir: at(`${migrations}/${binding === 'DB' ? 'control' : 'events'}`),
    })),
    ratelimits: base.ratelimits.map((limit, n) => ({ ...limit, namespace_id: String(limits_of(environment.name) + n) })),
    routes: routes(hosts),
  };
  if (release) config.vars.RELEASE = release;
  if (events_from.length > 0) config.vars.EVENTS_FROM = events_from.join(', ');
  if (base.assets) config.assets = { ...base.assets, directory: at(base.assets.directory) };
  if (named.origin) config.services = [...(base.services ?? []), { binding: 'ORIGIN', service: named.origin }];
  // scripts/deploy has built already, and deploys what it has built.
  delete config.build;
  if (paid) {
    const consumers = base.queues.consumers.map(({ queue: of, dead_letter_queue: dead, ...rest }) => ({
      queue: queue(of),
      ...rest,
      ...(dead && { dead_letter_queue: queue(dead) }),
    }));
    config.queues = { producers: base.queues.producers.map((one) => ({ ...one, queue: queue(one.queue) })), consumers };
  } else {
    // CPU time cannot be asked for, and a check of 200 links needs more than the 50 requests of a run.
    delete config.queues;
    delete config.limits;
    config.triggers = { ...base.triggers, crons: base.triggers.crons.slice(0, 2) };
  }
  return config;
}
