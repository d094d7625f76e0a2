// A Worker of its own for the fuzzer, with the small cast of the examples: says on one line where it is and its key, and lives
// until its input ends. The document is written with every object of an answer closed: a field that nobody tells is found.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { document } from "../src/face/openapi/index.mjs";
import { cast, vars } from "../tests/edge/cast.mjs";
import { closed } from "../tests/edge/document.mjs";
import { ADMIN_KEY, start } from "../tests/edge/start.mjs";

const [path] = process.argv.slice(2);
// What the Worker asks of others ends here: a check of a link, a webhook.
const outbound = async () => new Response("<!doctype html><title>A page</title>", { headers: { "content-type": "text/html" } });
const edge = await start({ vars, face: true, outbound });
const names = await cast(edge);

/** The document as the fuzzer reads it: closed, and with what only the cast knows, so that calls come further than the door. */
function told() {
  const named = JSON.stringify(closed(document)).replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  const { paths, ...rest } = JSON.parse(named);
  const only = (value) => ({ type: "string", enum: [value] });
  const sent = (operation, name, value) => {
    const parameters = (operation.parameters ??= []);
    const known = parameters.find((one) => one.name === name);
    if (known) known.schema = only(value);
    else parameters.push({ name, in: "query", required: true, schema: only(value) });
  };
  for (const operation of [paths["/postback"].get, paths["/postback"].post]) {
    sent(operation, "source", "network");
    sent(operation, "token", names.postback_secret);
  }
  sent(paths["/v1/hooks/{handle}"], "handle", "analytics");
  sent(paths["/v1/hooks/{handle}"].post, "api_secret", names.ga4_secret);
  sent(paths["/v1/collect"].post, "Origin", "https://shop.example");
  paths["/v1/collect"].post.requestBody.content["application/json"].schema.properties.key = only(names.site_key);
  return { ...rest, paths };
}
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, JSON.stringify(told()));
process.stdout.write(`http://localhost:${edge.origin.port} ${ADMIN_KEY}\n`);
process.stdin.resume().on("end", async () => {
  await edge.close();
  process.exit(0);
});
