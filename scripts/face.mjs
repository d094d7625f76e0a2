// Builds build/face: bundles the pages with the hash of what is in them in their names, and weighs what a browser loads first.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { heaviest, needed } from "./face_weight.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FACE = join(ROOT, "src/face");
const OUT = join(ROOT, "build/face");
/** The most that a first load may weigh, packed by gzip: the page itself, scripts and styles, with those of whichever page is opened. */
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
  const packed = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
  const weighed = PAGES.map(({ page, script }) => {
    const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === `src/face/${script}`);
    const at = (path) => `/${relative(made, join(ROOT, path))}`;
    const first = [...needed(metafile.outputs, entry)];
    const styles = first.filter((path) => path.endsWith(".css")).map((path) => `<link rel="stylesheet" href="${at(path)}">`);
    const preload = first.filter((path) => path !== entry && !path.endsWith(".css")).map((path) => `<link rel="modulepreload" href="${at(path)}">`);
    const html = readFileSync(join(FACE, page), "utf8")
      .replace("<!-- style -->", styles.join(""))
      .replace("<!-- script -->", [...preload, `<script type="module" src="${at(entry)}"></script>`].join(""));
    writeFileSync(join(made, page), html);
    const own = packed(join(made, page));
    const { entry: least, all, page: most } = heaviest(metafile.outputs, entry, (path) => packed(join(ROOT, path)));
    return { page, least: own + least, all: own + all, most: most && metafile.outputs[most].entryPoint };
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
  const kilo = (bytes) => (bytes / 1024).toFixed(1);
  for (const { page, least, all, most } of weighed) {
    const opened = most ? `, ${kilo(all)} KB with ${most.replace("src/face/", "")}` : "";
    console.log(`build/face/${page}: first load ${kilo(least)} KB gzip${opened} (at most ${MOST / 1024})`);
    if (all > MOST) throw new Error(`${page} is too heavy for a telephone: load what is not needed at once by import()`);
  }
}

await build();
