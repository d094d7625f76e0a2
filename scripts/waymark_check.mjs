// Whether links lead where they should: each is followed by the Worker, and what fails is told; for people and for CI.

import { FILTER_OPTIONS, filters, link_of } from './waymark_links_ask.mjs';
import { Halt, ask, asked, bar, bar_off, listed, number, plain, print, red, run, say } from './waymark_call.mjs';

const USAGE = `scripts/waymark check LINK... | --all | --failing [filters] [--at-once N] [--json]
  LINK       its id, its slug, host/slug, or its whole address
  --all      every link that is not put away; --failing those that failed their last check
  filters    as of "links list": --campaign HANDLE, --creator HANDLE, ...
  --at-once  links that are checked at the same time, 1 to 8 (4)
A link that was checked a moment ago is not followed again. Exit: 0 none fails, 1 one fails, 2 it could not be asked.`;

await run(async () => {
  const to = asked(process.argv.slice(2), USAGE, { ...FILTER_OPTIONS, all: { type: 'boolean' }, 'at-once': { type: 'string', default: '4' } }, [0, 1_000]);
  const lanes = Number(to['at-once']);
  if (!(Number.isInteger(lanes) && lanes >= 1 && lanes <= 8)) throw new Halt(`--at-once ${to['at-once']}: send 1 to 8`);
  const query = await filters(to, to);
  const wide = to.all || to.failing || Object.keys(query).length > 0;
  if ((to.words.length > 0) === wide) throw new Halt(`name links, or --all, --failing or a filter\n${USAGE}`);
  const links = [];
  for (const word of to.words) links.push(await link_of(to, word));
  if (wide) for await (const link of listed(to, '/v1/links', query)) if (!link.archived_at) links.push(link);
  const found = [];
  let done = 0;
  const queue = links.map((link, at) => [at, link]);
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, { id, url }] = next;
      const { json } = await ask(to, 'POST', `/v1/links/${id}/check`);
      found[at] = { id, url, ...json };
      done += 1;
      bar(done / links.length, `${number(done)} of ${number(links.length)} checked, ${number(found.filter((one) => one?.ok === false).length)} fail`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  bar_off();
  const failing = found.filter(({ ok }) => ok === false);
  const unknown = found.filter(({ ok }) => ok === null);
  if (to.json) print({ checked: found.length, failing: failing.length, unknown: unknown.length, items: found });
  else {
    for (const { url, ok, targets = [] } of [...failing, ...unknown]) {
      console.log(`${ok === false ? red('fails') : 'unknown'}  ${plain(url)}`);
      for (const { for: whom, problems = [], notes = [] } of targets)
        for (const { code, detail } of ok === false ? problems : notes) console.log(`       for ${plain(whom)}: ${plain(code)}: ${plain(detail)}`);
    }
    console.log(`${number(found.length)} checked: ${number(failing.length)} fail, ${number(unknown.length)} cannot be told`);
  }
  if (links.length === 0) say('no link was checked');
  return failing.length > 0 ? 1 : 0;
});
