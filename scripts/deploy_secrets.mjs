// Makes the secrets of an environment, each once, and keeps them in environments/ENV.secrets, which git ignores.
//
// Why: Cloudflare never shows a secret again, and CUSTOMER_KEY must be the same for ever: without this file a Worker that was
// deleted could not be made again. What the Worker has already is never made and never sent anew.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { SECRETS } from './deploy_environment.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
export const kept_in = (environment, folder) => `${folder}/${environment.key}.secrets`;

/** The secrets in a file, by name. */
export function kept(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return Object.fromEntries(lines.map((line) => /^([A-Z_]+)=(.+)$/.exec(line.trim())).filter(Boolean).map(([, name, value]) => [name, value]));
}

/** A value for the secret `name` that nobody can guess. */
export const fresh = (name) => `${name === 'CLICK_KEYS' ? '1:' : ''}${randomBytes(32).toString('base64url')}`;

/** Adds to the file what is neither there nor at the Worker (`has`, names); gives what the Worker has not, by name. */
export function made(path, has) {
  const found = kept(path);
  const lacking = SECRETS.filter((name) => !has.includes(name));
  const wanted = lacking.filter((name) => found[name] === undefined);
  if (wanted.length > 0) {
    for (const name of wanted) found[name] = fresh(name);
    const head = '# Secrets of this environment. Keep a copy where you keep passwords: Cloudflare never shows them again.\n';
    const before = existsSync(path) ? readFileSync(path, 'utf8').trimEnd() + '\n' : head;
    writeFileSync(path, before + wanted.map((name) => `${name}=${found[name]}\n`).join(''), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  return { fresh: wanted, send: Object.fromEntries(lacking.map((name) => [name, found[name]])) };
}

/** The file by which wrangler gets the secrets `send`, where there are any: { path, remove }; it does not outlive the program. */
export function passing(environment, send = {}) {
  const path = `.wrangler/deploy/${environment.key}/secrets.json`;
  const remove = () => {
    for (const signal of SIGNALS) process.off(signal, stopped);
    rmSync(path, { force: true });
  };
  const stopped = (signal) => {
    remove();
    process.kill(process.pid, signal); // and so it ends, as it would have
  };
  if (Object.keys(send).length === 0) return { remove };
  for (const signal of SIGNALS) process.on(signal, stopped);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(send), { mode: 0o600 });
  return { path, remove };
}
