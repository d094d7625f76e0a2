// Starts the built Worker on this machine with the variables that would be deployed, and hears whether it takes them.
//
// Why: where one of them is wrong every door of the Worker answers 503, and all links are off the air. What may stand in each is
// the Worker's to know, so it is asked, and nothing of it is written here again.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECRETS } from './deploy_environment.mjs';
import { fresh } from './deploy_secrets.mjs';
import { Halt } from './waymark_call.mjs';

const BUILD = fileURLToPath(new URL('../build', import.meta.url));
const MODULES = [{ type: 'ESModule', path: join(BUILD, 'index.js') }, { type: 'CompiledWasm', path: join(BUILD, 'index_bg.wasm') }];

/**
 * The sentence by which the Worker refuses the variables of `config` (configuration() gave it) or the `secrets` that are known,
 * if it does; those that are not known are made up. The databases are empty, so that it is "unavailable" is no refusal.
 */
export async function objection(config, secrets = {}) {
  for (const { path } of MODULES) if (!existsSync(path)) throw new Halt(`there is no ${path}: leave --built away, so that it is made`);
  const { Miniflare } = await import('miniflare'); // it takes half a second, which --help need not
  const named = (list, give) => Object.fromEntries(list.map(give));
  const edge = new Miniflare({
    modules: MODULES,
    modulesRoot: BUILD,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    kvNamespaces: config.kv_namespaces.map(({ binding }) => binding),
    d1Databases: config.d1_databases.map(({ binding }) => binding),
    ratelimits: named(config.ratelimits, ({ name, simple }) => [name, { simple }]),
    bindings: { ...config.vars, ...named(SECRETS, (name) => [name, secrets[name] ?? fresh(name)]) },
    cf: false, // else it asks Cloudflare where this machine is
    handleRuntimeStdio: () => {}, // it logs that the databases are empty
  });
  try {
    const reply = await edge.dispatchFetch('http://localhost/healthz');
    const text = await reply.text();
    const { code, detail } = /json/.test(reply.headers.get('content-type')) ? JSON.parse(text) : {};
    if (code === 'not_set_up') return detail;
    return reply.ok || code === 'unavailable' ? undefined : `/healthz answers ${reply.status} ${text.slice(0, 200)}`;
  } finally {
    await edge.dispose();
  }
}
