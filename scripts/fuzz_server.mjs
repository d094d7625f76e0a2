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
await cast(edge);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, JSON.stringify(closed(document)));
process.stdout.write(`http://localhost:${edge.origin.port} ${ADMIN_KEY}\n`);
process.stdin.resume().on("end", async () => {
  await edge.close();
  process.exit(0);
});
