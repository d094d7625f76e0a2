// Serves the dashboard over the demo until Ctrl-C, for whoever draws a page: prints the address and the key.
import { ADMIN_KEY } from "../start.mjs";
import { FROM, TO, stage } from "./stage.mjs";

const edge = await stage({ empty: process.argv.includes("--empty") });
const url = edge.origin.origin.replace("127.0.0.1", "localhost");
console.log(`${url}/dashboard?from=${FROM}&to=${TO}\n${ADMIN_KEY}`);
process.on("SIGINT", () => void edge.close().then(() => process.exit(0)));
process.on("SIGTERM", () => void edge.close().then(() => process.exit(0)));
