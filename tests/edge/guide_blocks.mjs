// Reads the code blocks of docs/guides and docs/operate with the HTML comment before each, which says how it is held true.
//
// Why: a sample that no test knows rots. So a block without such a comment is a fault, and there are four ways to be true:
//   from: PATH            the block is that file, which a test names or which lies under tests/
//   from: PATH#REGION     the block is what stands between the lines `region: REGION` and `endregion` of that file
//   run                   the lines are run by bash against a started Worker, page by page from top to bottom
//   prints                what the block before printed, line behind line, with others between; `...` stands for anything in a line
//   spelled: REASON       not run, for the reason given: each command and option is asked of the program's own --help
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FOLDERS = ["docs/guides", "docs/operate"];
const SAID = /^<!-- (?:(from): (\S+?)(?:#(\S+))?|(run|prints)|(spelled): (.+)) -->$/;

/** The pages, as paths from the project's folder. */
export const pages = () =>
  FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".md")).sort().map((name) => `${folder}/${name}`));

/** Whether a page's commands run over the demo campaign: it says so in a line of its own. */
export const overDemo = (markdown) => /^<!-- over: the demo campaign -->$/m.test(markdown);

/** The numbers of a text as they are written, without the commas between thousands. */
export const numbers = (text) => (text.match(/\d[\d,.]*/g) ?? []).map((one) => one.replace(/[,.]+$/, "").replaceAll(",", ""));

/**
 * The code blocks of a page: { line, language, text, how, path, region, reason, after }; `how` is undefined where nothing is said,
 * `after` is the paragraph right behind.
 */
export function blocks(markdown) {
  const found = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent, fence, language] = /^(\s*)(`{3,}|~{3,})(\S*)/.exec(lines[at]) ?? [];
    if (fence === undefined) continue;
    const end = lines.findIndex((line, n) => n > at && line.trim() === fence);
    if (end < 0) throw new Error(`line ${at + 1}: the code block does not end`);
    const [, from, path, region, word, spelled, reason] = SAID.exec(lines[at - 1]?.trim() ?? "") ?? [];
    const text = lines.slice(at + 1, end).map((line) => line.replace(indent, "")).join("\n");
    const behind = lines.slice(end + 1).join("\n").trim();
    const after = /^(```|~~~|<!--|#)/.test(behind) ? "" : behind.split(/\n\s*\n/)[0];
    found.push({ line: at + 1, language, text, how: from ?? word ?? spelled, path, region, reason, after });
    at = end;
  }
  return found;
}

/** The text that `from` names: a whole file, or its region without the indent that all its lines share. */
export function named({ path, region }) {
  const text = readFileSync(join(ROOT, path), "utf8").trimEnd();
  if (region === undefined) return text;
  const lines = text.split("\n");
  const word = (line) => /\bregion: ([\w-]+)/.exec(line)?.[1];
  const begin = lines.findIndex((line) => word(line) === region);
  if (begin < 0) throw new Error(`${path} has no line "region: ${region}"`);
  const end = lines.findIndex((line, n) => n > begin && /\bendregion\b/.test(line));
  if (end < 0) throw new Error(`${path}: no line "endregion" ends the region ${region}`);
  const inside = lines.slice(begin + 1, end).filter((line) => word(line) === undefined);
  const indent = Math.min(...inside.filter((line) => line.trim() !== "").map((line) => /^\s*/.exec(line)[0].length));
  return inside.map((line) => line.slice(indent)).join("\n");
}

/** The commands of a shell block: continued lines joined, comments and empty lines left out. */
export const commands = (text) =>
  text.replace(/\s*\\\n\s*/g, " ").split("\n").map((line) => line.replace(/(^|\s)#.*/, "").trim()).filter(Boolean);

/** The first line of `wanted` that `printed` lacks, behind what the lines before it stand for; undefined where it has all. */
export function lacking(wanted, printed) {
  let rest = printed;
  for (const line of wanted.split("\n").map((one) => one.trim()).filter((one) => one !== "" && one !== "...")) {
    const parts = line.split("...").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const found = new RegExp(parts.join(".*?")).exec(rest);
    if (found === null) return line;
    rest = rest.slice(found.index + found[0].length);
  }
  return undefined;
}

/** Where a page's links lead among the files: { line, to }, as seen from the page, without the place in it. */
export function links(markdown) {
  // Code blocks keep their lines, so that what comes behind is named by its own.
  const text = markdown.replace(/^\s*(`{3,}|~{3,})[\s\S]*?^\s*\1\s*$/gm, (block) => block.replace(/[^\n]/g, "")).replace(/`[^`\n]*`/g, "");
  const found = [];
  for (const [n, line] of text.split("\n").entries())
    for (const [, inline, apart] of line.matchAll(/\]\(<?([^)\s>]+)|^\[[^\]]+\]:\s+(\S+)/g)) {
      const to = decodeURI((inline ?? apart).split("#")[0]);
      if (to !== "" && !/^[a-z][a-z+.-]*:/i.test(to)) found.push({ line: n + 1, to });
    }
  return found;
}
