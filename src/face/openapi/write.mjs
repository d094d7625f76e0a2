// Writes the document as openapi.json into the folder that is named.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { document } from "./index.mjs";

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
