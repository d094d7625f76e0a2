// Whom and which links the words of a command mean.

import { Halt, ask, listed } from './waymark_call.mjs';

const FILTERS = ['platform', 'host', 'slug', 'external-id', 'q', 'changed-since'];

export const texts = (names) => Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
export const field = (name) => name.replaceAll('-', '_');

/** The id of whom a handle or an id names. */
export async function id_of(to, kind, word) {
  if (/^[1-9]\d*$/.test(word)) return Number(word);
  for await (const { id, handle } of listed(to, `/v1/${kind}s`)) if (handle === word.toLowerCase()) return id;
  throw new Halt(`there is no ${kind} "${word}"; scripts/waymark ${kind}s lists their handles`, 1);
}

/** The link that an id, a slug, host/slug or a whole address names. */
export async function link_of(to, word) {
  if (/^[1-9]\d*$/.test(word)) {
    const { status, json } = await ask(to, 'GET', `/v1/links/${word}`, { expected: [404] });
    if (status !== 404) return json;
  }
  const path = word.replace(/^https?:\/\//, '').replace(/[?#].*$/, '').replace(/\/+$/, '');
  const [first, ...rest] = path.split('/');
  const hosted = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const host = hosted ? first.replace(/:\d+$/, '').toLowerCase() : undefined;
  const slug = decodeURIComponent(hosted ? rest.join('/') : path);
  const found = [];
  const same = (link) => link.slug === slug || link.slug === slug.toLowerCase();
  for await (const link of listed(to, '/v1/links', { slug, archived: 'all', ...(host && { host }) })) if (same(link) && (!host || link.host === host) && !found.some(({ id }) => id === link.id)) found.push(link);
  if (found.length > 1) throw new Halt(`"${word}" is on several hosts: ${found.map((link) => `${link.host}/${link.slug}`).join(', ')}; name one so`, 1);
  if (found.length === 0) throw new Halt(`there is no link "${word}"`, 1);
  return found[0];
}

/** What filters a list, as the API names it. */
export async function filters(to, values) {
  const query = {};
  for (const name of FILTERS) if (values[name] !== undefined) query[field(name)] = values[name];
  for (const kind of ['creator', 'campaign']) if (values[kind] !== undefined) query[`${kind}_id`] = String(await id_of(to, kind, values[kind]));
  if (values.archived !== undefined) query.archived = values.archived;
  if (values.failing) query.failing = 'true';
  return query;
}

export const FILTER_OPTIONS = { ...texts([...FILTERS, 'creator', 'campaign', 'archived']), failing: { type: 'boolean' } };
