// Writes src/domain/verdict/patterns.rs: isbot's patterns decide, the tags of crawler-user-agents only say what kind it is.
// Why not the second list for both: it takes a phone's build number and Facebook's in-app browser for crawlers.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { patterns } from "./bots_regex.mjs";

const require = createRequire(import.meta.url);
const { isbot, list } = require("isbot");
const crawlers = require("crawler-user-agents");
const PATH = "src/domain/verdict/patterns.rs";

// Programs that the first list lets through, and cards that the second one does not name.
const OWN = ["gtmetrix", "ylt chrome"];
const OWN_PREVIEWS = ["applebot-preview", "bitlybot", "cardyb", "googlemessages", "nuzzel", "snapchatads"];
// Patterns that would lose people: Alipay's in-app browser gives its window as `ws:390|780|3.0`, Cubot's telephones their
// build as `Build/CUBOT_X19`, LG's old ones their machine for programs as `Java/ASVM`.
const AMENDED = {
  "\\|": "(?<!0|1|2|3|4|5|6|7|8|9)\\|",
  "(?<! cu)bots?(?:\\b|_)": "(?<! cu|/cu)bots?(?:\\b|_)",
  "java(?!;)": "java(?!;|/asvm|/jbed)",
};
// Words of programs that are also words of apps: WeChat's `Process/tools`, UC Mini's `Proxy`, SmartNews, Toutiao, Opera
// News, Feedly, Grab, TripAdvisor, readers of QR codes. Within an app they tell no program, see domain/verdict/people.rs.
const APP_WORDS = ["tools", "proxy", "(?:^|[^g])news(?!sapphire)", "feed", "grab", "advisor", "(?<!cam)scan"];
const MONITOR = 1 << 12;

/** A number for a pattern that stays its own whatever else is listed: the high bits of its FNV-1a. */
function mark(text, bits) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Math.max(hash >>> (32 - bits), 1);
}

const tagged = (tag) =>
  crawlers
    .filter(({ tags = [], instances }) => tags.includes(tag) && !tags.includes("ai-crawler") && !instances.some((one) => !isbot(one)))
    .map(({ pattern }) => pattern);
const bots = [...list, ...OWN].flatMap((source) =>
  patterns(AMENDED[source] ?? source).map((one) => ({ ...one, mark: mark(source, 19) })),
);
for (const source of [...Object.keys(AMENDED), ...APP_WORDS])
  if (!list.includes(source)) throw new Error(`/${source}/ is no longer listed: amend scripts/bots.mjs`);
const labels = [
  ...[...tagged("social-preview"), ...OWN_PREVIEWS].map((source) => [source, 0]),
  ...tagged("monitoring").map((source) => [source, MONITOR]),
].flatMap(([source, kind]) => patterns(source).map((one) => ({ ...one, mark: mark(source, 12) | kind })));

const classes = new Map();
const shapes = [];
const group = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "_");
const number = (value) => group(value.toString());
const bits = (places) => number(places.reduce((all, place) => all | (1n << BigInt(place)), 0n));

function named(set) {
  const half = (from) => bits(set.filter((code) => code >= from && code < from + 64).map((code) => code - from));
  const value = `[${half(0)}, ${half(64)}]`;
  if (!classes.has(value)) classes.set(value, `C${classes.size}`);
  return classes.get(value);
}

function drawn({ first, last, places }, after) {
  const cells = places.map(({ set, follow }) => `(${named(set)}, ${bits(follow)})`);
  const text = `Shape { first: ${bits(first)}, places: &[${cells.join(", ")}], last: ${bits(last)}, after: ${after} }`;
  if (!shapes.includes(text)) shapes.push(text);
  return `After::Rest(&S${shapes.indexOf(text)})`;
}

function printed({ before, word, after, shape, mark }) {
  const words = ({ not }) => `Not(&[${not.map((one) => JSON.stringify(one)).join(", ")}])`;
  const ahead = before.in ? `In(${named(before.in)})` : before.not ? words(before) : before;
  const then = `After::${after.not ? words(after) : after}`;
  const behind = shape ? drawn(shape, then) : then;
  if (ahead === "Any" && behind === "After::Any") return `w(${JSON.stringify(word)}, ${number(mark)})`;
  const around = `&Around { before: Before::${ahead}, after: ${behind} }`;
  return `p(${JSON.stringify(word)}, ${number(mark)}, ${around})`;
}

/** As many to a line as fit. */
function wrapped(cells) {
  const lines = [""];
  for (const cell of cells) {
    if (lines.at(-1).length + cell.length > 116) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : "    "}${cell},`;
  }
  return lines.join("\n");
}

const by = (key) => (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
const table = (name, about, all) => {
  const key = JSON.stringify;
  const once = [...new Map(all.map((one) => [key([one.start, one.before, one.word, one.after, one.shape]), one])).values()];
  const cells = (start) => once.filter((one) => one.start === start).sort(by((one) => one.word)).map(printed);
  return `/// ${about}
#[rustfmt::skip]
pub static ${name}: Table = Table::of(&[
${wrapped(cells(true))}
], &[
${wrapped(cells(false))}
]);
`;
};

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const tables = [
  table("BOTS", "What tells a program; marks of 19 bits.", bots),
  table("LABELS", "What kind of program it is; marks of 12 bits, above them whether it is a monitor.", labels),
];
const text = `//! The patterns that tell programs, written by \`scripts/bots\`: not by hand.
//!
//! What is a program at all: npm isbot ${version("isbot")} (the Unlicense). What kind of program: the tags \`social-preview\` and
//! \`monitoring\` of npm crawler-user-agents ${version("crawler-user-agents")} (MIT, copyright its authors:
//! <https://github.com/monperrus/crawler-user-agents>).

use crate::domain::pattern::{After, Around, Before, Class, Pattern, Shape, Table};

/// In the mark of a label: it is a monitor, not a preview.
pub const MONITOR: u32 = ${number(MONITOR)};

/// Marks of words that tell no program within an app.
#[rustfmt::skip]
pub const APP_WORDS: [u32; ${APP_WORDS.length}] = [
${wrapped(APP_WORDS.map((source) => number(mark(source, 19))))}
];

const fn w(word: &'static str, mark: u32) -> Pattern {
    Pattern { word, mark, around: None }
}

const fn p(word: &'static str, mark: u32, around: &'static Around) -> Pattern {
    Pattern { word, mark, around: Some(around) }
}

${[...classes].map(([value, name]) => `const ${name}: Class = ${value};`).join("\n")}

${shapes.map((shape, index) => `#[rustfmt::skip]\nstatic S${index}: Shape =\n${wrapped(shape.match(/\S+(?: \{)?/g).join(" ").split(/(?<=,) /).map((cell) => cell.replace(/,$/, ""))).replace(/,$/, ";")}`).join("\n")}

${tables.join("\n")}`;

if (process.argv[2] !== "--check") {
  writeFileSync(PATH, text);
} else if (readFileSync(PATH, "utf8") !== text) {
  console.error(`${PATH} is not what the pinned lists give: scripts/bots writes it.`);
  process.exit(1);
}
