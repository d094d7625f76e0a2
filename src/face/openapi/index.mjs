// The OpenAPI 3.1 document of Waymark, put together from its parts; scripts/openapi writes it as JSON.
import { introduction, securitySchemes } from "./about.mjs";
import { audience } from "./audience.mjs";
import { campaigns } from "./campaigns.mjs";
import { codes } from "./codes.mjs";
import { collecting } from "./collect.mjs";
import { conversions } from "./conversions.mjs";
import { creatorPages } from "./creator_pages.mjs";
import { creators } from "./creators.mjs";
import { deliveries } from "./deliveries.mjs";
import { deployment } from "./deployment.mjs";
import { domains } from "./domains.mjs";
import { face } from "./face.mjs";
import { history } from "./history.mjs";
import { keys } from "./keys.mjs";
import { ledger, schemas as ofLedger } from "./ledger.mjs";
import { linkLists } from "./link_lists.mjs";
import { links } from "./links.mjs";
import { nights } from "./nights.mjs";
import { privacy } from "./privacy.mjs";
import { responses, schemas } from "./problem.mjs";
import { reports } from "./reports/index.mjs";
import { sites } from "./sites.mjs";
import { sources } from "./source_register.mjs";
import { surveys } from "./surveys.mjs";
import { utm } from "./utm.mjs";
import { webhooks } from "./webhooks.mjs";

/** The sections by who calls, in the order of the page. */
const groups = {
  "The audience": [audience],
  Marketers: [links, linkLists, utm, creators, creatorPages, campaigns, codes, surveys, reports, ...ledger],
  "The checkout": [conversions, deliveries, collecting],
  Administrators: [history, nights, privacy, domains, keys, sites, sources, webhooks],
  Everybody: [face, deployment],
};

const METHODS = new Set(["get", "head", "post", "put", "patch", "delete", "options"]);

/** Adds what `more` has to `all`; two parts that say the same thing are a mistake. */
function add(all, more, what) {
  for (const [name, value] of Object.entries(more)) {
    if (all[name] !== undefined) throw new Error(`two parts have the ${what} ${name}`);
    all[name] = value;
  }
}

function together() {
  const parts = Object.values(groups).flat();
  const [paths, known] = [{}, { ...schemas, ...ofLedger }];
  for (const part of parts) {
    add(known, part.schemas, "schema");
    for (const [path, doors] of Object.entries(part.paths)) {
      const { parameters, ...operations } = doors;
      paths[path] ??= {};
      if (parameters !== undefined) paths[path].parameters = parameters;
      add(paths[path], operations, `door ${path}`);
    }
  }
  for (const [path, doors] of Object.entries(paths)) {
    for (const method of Object.keys(doors)) {
      if (method !== "parameters" && !METHODS.has(method)) throw new Error(`${path} has the unknown method ${method}`);
    }
  }
  return {
    openapi: "3.1.0",
    info: introduction,
    servers: [{ url: "/", description: "This deployment." }],
    tags: parts.map(({ tag }) => tag),
    "x-tagGroups": Object.entries(groups).map(([name, sections]) => ({ name, tags: sections.map(({ tag }) => tag.name) })),
    paths,
    components: { schemas: known, responses, securitySchemes },
  };
}

export const document = together();
