// Prints what npm isbot says, a JSON line each: [user agent, bot or not, "crawler" | "browser" | "made"].
// Crawlers are all instances of npm crawler-user-agents, browsers those of npm user-agents; the rest is made of both:
// cut, crossed, filled with the words of the patterns, and short ones of the letters that the patterns look at.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { isbot, list } = require("isbot");
const crawlers = require("crawler-user-agents").flatMap(({ instances }) => instances);
const browsers = JSON.parse(readFileSync(new URL("../../node_modules/user-agents/dist/user-agents.json", import.meta.url)));
const people = [...new Set(browsers.map(({ userAgent }) => userAgent))];

let state = Number(process.argv[2] ?? 1);
const chance = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const one = (all) => all[chance(all.length)];
const any = () => Array.from(one(chance(2) ? people : crawlers));
const words = list.flatMap((source) => source.match(/[\w /.;-]{2,}/g) ?? []);
const LETTERS = [..."aAgbotNews019_-./();:,|@% \t\u00a0\u3000é\u{1F600}"];
const short = () => Array.from({ length: chance(24) }, () => one(LETTERS)).join("");
const MAKE = [
  () => any().slice(0, chance(200)).join(""),
  () => any().slice(chance(200)).join(""),
  () => any().slice(0, chance(150)).join("") + any().slice(chance(150)).join(""),
  () => {
    const letters = any();
    letters.splice(chance(letters.length), chance(3), ...one(words));
    return letters.join("");
  },
  () => {
    const letters = any();
    for (let times = chance(6); times >= 0; times--) letters.splice(chance(letters.length), chance(2), one(LETTERS));
    return letters.join("");
  },
  short,
  () => short() + one(words) + short(),
  () => `Mozilla/${chance(10)}.${chance(10)} ${short()}`,
  () => `Mozilla/5.0 (${one(["compatible;", ""])}${short()}${one(["a/1.0", "b 2.33", ""])})${one(["", " "])}`,
  () => "x".repeat(46 + chance(8)) + one(["", " ", "é", "\u{1F600}"]),
  () => any().join("").toUpperCase(),
];

const print = (kind) => (agent) => console.log(JSON.stringify([agent, isbot(agent), kind]));
crawlers.forEach(print("crawler"));
people.forEach(print("browser"));
for (let times = Number(process.argv[3] ?? 40_000); times > 0; times--) print("made")(one(MAKE)());
