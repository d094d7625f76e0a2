// Builds build/face: bundles the pages with the hash of what is in them in their names, and weighs what a browser loads first.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FACE = join(ROOT, "src/face");
const OUT = join(ROOT, "build/face");
/** The most that a first load may weigh, packed by gzip: scripts, styles and the page itself. */
const MOST = 180 * 1024;

/** The pages: where each lies, what it starts with, and its stylesheet. */
const PAGES = [
  { page: "dashboard/index.html", script: "dashboard/main.tsx" },
  { page: "dashboard/creator.html", script: "creator/main.tsx" },
];

async function build() {
  // Made beside and put in place at once: whoever reads while it is built again finds all of one build.
  const made = `${OUT}.made-${process.pid}`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(join(made, "dashboard"), { recursive: true });
  const { metafile } = await esbuild.build({
    entryPoints: PAGES.map(({ script }) => join(FACE, script)),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outdir: join(made, "dashboard/built"),
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
    absWorkingDir: ROOT,
    tsconfig: join(FACE, "tsconfig.json"),
  });
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => [relative(made, join(ROOT, path)), output]);
  const weighed = PAGES.map(({ page, script }) => {
    const [entry, { cssBundle }] = outputs.find(([, output]) => output.entryPoint === `src/face/${script}`);
    const style = cssBundle && relative(made, join(ROOT, cssBundle));
    const first = new Set([entry]);
    for (const path of first) {
      const { imports } = outputs.find(([known]) => known === path)[1];
      for (const { path: other, kind } of imports)
        if (kind === "import-statement") first.add(relative(made, join(ROOT, other)));
    }
    const preload = [...first].filter((path) => path !== entry).map((path) => `<link rel="modulepreload" href="/${path}">`);
    const html = readFileSync(join(FACE, page), "utf8")
      .replace("<!-- style -->", style ? `<link rel="stylesheet" href="/${style}">` : "")
      .replace("<!-- script -->", [...preload, `<script type="module" src="/${entry}"></script>`].join(""));
    writeFileSync(join(made, page), html);
    const files = [page, ...first, ...(style ? [style] : [])];
    return [page, files.reduce((sum, file) => sum + gzipSync(readFileSync(join(made, file)), { level: 9 }).length, 0)];
  });
  for (const name of readdirSync(join(FACE, "dashboard")))
    if (/\.(svg|webmanifest)$/.test(name)) cpSync(join(FACE, "dashboard", name), join(made, "dashboard", name));
  if (existsSync(join(FACE, "openapi/index.mjs"))) {
    const { document } = await import(join(FACE, "openapi/index.mjs"));
    writeFileSync(join(made, "openapi.json"), JSON.stringify(document));
    const { write } = await import(join(FACE, "docs/index.mjs"));
    write(document, join(made, "docs"));
  }
  rmSync(OUT, { recursive: true, force: true });
  renameSync(made, OUT);
  for (const [page, bytes] of weighed) {
    console.log(`build/face/${page}: first load ${(bytes / 1024).toFixed(1)} KB gzip (at most ${MOST / 1024})`);
    if (bytes > MOST) throw new Error(`${page} is too heavy for a telephone: load what is not needed at once by import()`);
  }
}

await build();
