// The document as a page that is read without a script: /docs, made when the face is built.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kind, rows } from "./fields.mjs";
import { anchor, paragraphs, safe, sentence, table } from "./html.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const FIELDS = ["Field", "What may stand there", "Meaning"];
/** Refusals that every door with a key has, told in one line. */
const USUAL = new Set(["unauthorized", "forbidden", "too_fast", "unavailable", "not_set_up"]);
const SAMPLES = { id: "1", slug: "sarah", handle: "heard", file: "docs.css", view: "creators" };

/** What somebody has to put in themselves, by the name that stands in braces in the document; on the page they are $NAMES. */
const OWN = {
  click_id: "A click id: what a followed link adds to the destination as `wm` (`CLICK_PARAMETER`).",
  page_token: "The token of a creator's page: what stands behind `#` in the `address` that `POST /v1/creator_pages` answers.",
  site_key: "The publishable `key` of a site: `POST /v1/sites` answers it.",
  postback_secret: "The `secret` of a source of the kind `postback`: `POST /v1/sources` answers it, once.",
  ga4_secret: "The `secret` of a source of the kind `ga4`: `POST /v1/sources` answers it, once.",
};
const OWNS = new RegExp(`\\{(${Object.keys(OWN).join("|")})\\}`, "g");
const variable = (name) => `$${name.toUpperCase()}`;

/** A text for the shell: what is one's own is put in by it, all else stands as it is. */
function quoted(text) {
  const pieces = String(text).split(OWNS);
  if (pieces.length > 1 && !/["$`\\]/.test(text)) return `"${pieces.map((piece, n) => (n % 2 ? variable(piece) : piece)).join("")}"`;
  return pieces.map((piece, n) => (n % 2 ? `"${variable(piece)}"` : piece && `'${piece.replaceAll("'", "'\\''")}'`)).join("");
}

/** A text for an address or a form, in which names in braces stand as they are. */
const bare = (text) => text.replace(/%7B(\w+)%7D/g, "{$1}");

/** A body as it is sent. */
function written(type, body) {
  if (typeof body === "string") return body;
  return type === "application/x-www-form-urlencoded" ? bare(String(new URLSearchParams(body))) : JSON.stringify(body);
}

/** The page of `document`. */
export function page(document) {
  const { info, components, tags } = document;
  const at = (ref) => ref.split("/").slice(1).reduce((part, name) => part[name], document);
  const told = (part) => (part.$ref ? at(part.$ref) : part);
  const fieldsOf = (schema) => rows(schema, (part) => part.description ?? (part.$ref ? at(part.$ref).description : part.anyOf?.find((one) => one.$ref) && told(part.anyOf.find((one) => one.$ref)).description) ?? "");
  const { "x-words": words } = components.schemas.Problem;

  /** Every operation of a section, with its methods and path; HEAD stands beside its GET. */
  const doorsOf = (tag) =>
    Object.entries(document.paths).flatMap(([path, doors]) =>
      Object.entries(doors)
        .filter(([method, operation]) => method !== "head" && operation.tags?.includes(tag))
        .map(([method, operation]) => ({ path, method, also: method === "get" && doors.head ? ["head"] : [], operation, inPath: doors.parameters ?? [] })),
    );

  const parameters = (list) => table("Parameters", ["Name", "What may stand there", "Meaning"], list.map(told).map((one) => [
    `<code>${safe(one.name)}</code> <small>${one.in === "path" ? "in the path" : one.in === "query" ? "query" : "header"}</small>`, kind(one.schema), sentence(one.description ?? ""),
  ]));

  function body(requestBody) {
    if (requestBody === undefined) return "";
    const forms = Object.entries(requestBody.content).map(([type, { schema }]) => {
      const whole = schema.$ref ? at(schema.$ref) : schema;
      const of = whole.properties ? "" : `: ${kind(whole)}`;
      return `<p><code>${safe(type)}</code>${of}. ${sentence(whole.description ?? "")}</p>${table(`Fields of the body, ${type}`, FIELDS, fieldsOf(whole))}`;
    });
    return `<p class="label">Body</p><p>${sentence(requestBody.description)}</p>${forms.join("")}`;
  }

  function answers(responses) {
    const good = Object.entries(responses).map(([status, one]) => [status, told(one)]).filter(([status]) => Number(status) < 400);
    const shown = good.map(([status, { description, content = {}, headers = {} }]) => [
      safe(status),
      sentence(description),
      Object.entries(content).map(([type, { schema }]) => `<code>${safe(type)}</code> ${/json$/.test(type) && !type.endsWith("ndjson") ? kind(schema) : sentence(schema.description ?? "")}`).join("<br>"),
      Object.entries(headers).map(([name, { description }]) => `<code>${safe(name)}</code> ${sentence(description ?? "")}`).join("<br>"),
    ]);
    // What is no schema by name is told field by field here.
    const fields = good.flatMap(([status, { content = {} }]) => Object.values(content).map(({ schema }) => table(`Fields of the answer ${status}`, FIELDS, fieldsOf(schema))));
    return table("Answers", ["Status", "When", "Body", "Headers"], shown) + fields.join("");
  }

  const codesOf = (schema) => (schema.anyOf ? schema.anyOf.flatMap((one) => codesOf(one.$ref ? at(one.$ref) : one)) : (schema.properties?.code?.enum ?? []));

  function refusals(responses) {
    const all = Object.entries(responses).filter(([status]) => Number(status) >= 400).flatMap(([status, one]) => {
      const { description, content } = told(one);
      const codes = codesOf(content["application/problem+json"]?.schema ?? {});
      const [seen] = Object.entries({ "text/html": "a page", "image/gif": "the pixel" }).filter(([type]) => content[type]);
      return [...(seen ? [[status, seen[1], description]] : []), ...codes.map((code) => [status, code, words[code].next])];
    });
    const special = all.filter(([, code]) => !USUAL.has(code));
    const usual = all.filter(([, code]) => USUAL.has(code)).map(([status, code]) => `${safe(status)} <code>${safe(code)}</code>`);
    const shown = special.map(([status, code, next]) => [safe(status), words[code] ? `<code>${safe(code)}</code>` : safe(code), sentence(next)]);
    return table("Refusals", ["Status", "Word", "What to do"], shown) + (usual.length > 0 ? `<p class="usual"><a href="#refusals">As everywhere</a>: ${usual.join(", ")}.</p>` : "");
  }

  /** The first call that the document shows of an operation, as somebody would type it. */
  function curl({ path, method, operation, inPath }) {
    const [shown] = Object.values(operation["x-examples"] ?? {});
    const [[form, { examples = {} }]] = [...Object.entries(operation.requestBody?.content ?? {}), ["", {}]];
    const { type = form || "application/json", body = Object.values(examples)[0]?.value, ...asked } = shown ?? {};
    const all = [...inPath, ...(operation.parameters ?? [])].map(told);
    const said = (place) => Object.fromEntries(all.filter((one) => one.in === place && one.example !== undefined).map(({ name, example }) => [name, example]));
    const names = { ...SAMPLES, ...said("path"), ...asked.path };
    const query = Object.entries({ ...said("query"), ...asked.query }).map(([name, value]) => `${name}=${bare(encodeURIComponent(value)).replace(OWNS, (_, own) => variable(own))}`);
    const address = path.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? name) + (query.length > 0 ? `?${query.join("&")}` : "");
    const parts = [`curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "$URL${address}"`];
    if (operation["x-scope"]) parts.push('-H "Authorization: Bearer $KEY"');
    for (const [name, value] of Object.entries({ ...said("header"), ...asked.headers })) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (body !== undefined) parts.push(`-H "Content-Type: ${type}"`, `--data-binary ${quoted(written(type, body))}`);
    return `<p class="label">Example</p><pre tabindex="0"><code>${safe(parts.join(" \\\n  "))}</code></pre>`;
  }

  function door(one) {
    const { path, method, also, operation, inPath } = one;
    const badges = [method, ...also].map((name) => `<span class="method ${name}">${name.toUpperCase()}</span>`).join(" ");
    return `<section class="door" aria-labelledby="${safe(operation.operationId)}">
<h4 id="${safe(operation.operationId)}"><a href="#${safe(operation.operationId)}">${badges} <code>${safe(path)}</code></a> <span>${safe(operation.summary)}</span></h4>
${paragraphs(operation.description)}${parameters([...inPath, ...(operation.parameters ?? [])])}${body(operation.requestBody)}${answers(operation.responses)}${refusals(operation.responses)}${curl(one)}</section>`;
  }

  const sections = document["x-tagGroups"].map(({ name, tags: names }) => {
    const parts = names.map((tag) => {
      const doors = doorsOf(tag);
      const list = doors.map(({ path, method, operation }) => `<li><a href="#${safe(operation.operationId)}"><code>${method.toUpperCase()} ${safe(path)}</code></a> ${safe(operation.summary)}</li>`);
      return `<h3 id="${anchor(tag)}">${safe(tag)}</h3>${paragraphs(tags.find((one) => one.name === tag).description)}<ul class="doors">${list.join("")}</ul>${doors.map(door).join("\n")}`;
    });
    return `<section aria-labelledby="who-${anchor(name)}"><h2 id="who-${anchor(name)}">${safe(name)}</h2>${parts.join("\n")}</section>`;
  });
  const contents = document["x-tagGroups"].map(({ name, tags: names }) => {
    const items = names.map((tag) => `<li><a href="#${anchor(tag)}">${safe(tag)}</a></li>`).join("");
    return `<li><a href="#who-${anchor(name)}">${safe(name)}</a><ul>${items}</ul></li>`;
  });
  const everyWord = Object.entries(words).map(([word, { status, title, next }]) => [`<code>${safe(word)}</code>`, safe([status].flat().join(", ")), sentence(title), sentence(next)]);
  const things = Object.entries(components.schemas).map(([name, schema]) => {
    const whole = schema.properties ? "" : `<p>${kind(schema)}</p>`;
    return `<h3 id="schema-${safe(name)}">${safe(name)}</h3>${paragraphs(schema.description)}${whole}${table(`Fields of ${name}`, FIELDS, fieldsOf(schema))}`;
  });
  const opens = Object.entries(components.securitySchemes).map(([name, { description }]) => [`<code>${safe(name)}</code>`, sentence(description)]);

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${safe(info.title)}: the API</title>
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><p><strong>${safe(info.title)}</strong> <span>${safe(info.summary)}</span></p><p><a href="/openapi.json">openapi.json</a> <a href="/dashboard">Dashboard</a></p></header>
<nav aria-label="Contents"><ul><li><a href="#start">Every door</a></li>${contents.join("")}<li><a href="#refusals">Refusals</a></li><li><a href="#schemas">Schemas</a></li></ul></nav>
<main id="main" tabindex="-1">
<h1 id="start">The API of ${safe(info.title)}</h1>
${paragraphs(info.description)}
<p>This page is made of <a href="/openapi.json">the OpenAPI 3.1 document</a>, for programs. In the examples <code>$URL</code> is the deployment, such as <code>http://localhost:8787</code>, and <code>$KEY</code> a key; what else begins with <code>$</code> is yours to put in, too:</p>
${table("What is yours in the examples", ["Name", "What it is"], Object.entries(OWN).map(([name, means]) => [`<code>${variable(name)}</code>`, sentence(means)]))}
${table("What opens a door", ["Name", "What it is"], opens)}
${sections.join("\n")}
<section aria-labelledby="refusals"><h2 id="refusals">Refusals</h2><p>A stable word for each fact, in <code>code</code>.</p>${table("Every word", ["Word", "Status", "Title", "What to do"], everyWord)}</section>
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${things.join("\n")}</section>
</main>
</body>
</html>
`;
}

/** Writes the page of `document` into `folder`. */
export function write(document, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), page(document));
  cpSync(join(HERE, "docs.css"), join(folder, "docs.css"));
}
