// Takes the regular expressions of user agent lists apart into words with what stands around them, for domain/pattern.rs.
// Whatever it cannot express exactly it refuses: a list's new shapes then stop the build, they do not go missing.

// Upper case never comes up in a folded text: A stands for any letter outside ASCII, B for any space outside it.
const ALL = [...Array(128).keys()].filter((code) => code < 65 || code > 90 || code === 65 || code === 66);
const of = (text) => [...text].map((letter) => letter.charCodeAt(0));
const DIGITS = of("0123456789");
const WORD = [...of("abcdefghijklmnopqrstuvwxyz_"), ...DIGITS];
const SPACES = [9, 10, 11, 12, 13, 32, 66];
const except = (codes) => ALL.filter((code) => !codes.includes(code));
const ESCAPES = {
  w: WORD, d: DIGITS, s: SPACES, W: except(WORD), D: except(DIGITS), S: except(SPACES),
};
const unique = (codes) => [...new Set(codes)].sort((a, b) => a - b);

/** Alternatives, each a list of { set } { group } { repeat, least, most } { edge } { start } { end } { behind } { ahead }. */
export function parse(source) {
  let at = 0;
  const refuse = (what) => {
    throw new Error(`${what} at ${at} of /${source}/: teach it to scripts/bots_regex.mjs and src/domain/pattern.rs`);
  };
  const letter = (text) => {
    const code = text.toLowerCase().charCodeAt(0);
    return code < 128 ? [code] : refuse(`the letter ${text}`);
  };
  const escaped = () => {
    const name = source[at++];
    if (ESCAPES[name]) return ESCAPES[name];
    return /[a-zA-Z0-9]/.test(name) ? refuse(`the escape \\${name}`) : letter(name);
  };
  const bracket = () => {
    const not = source[at] === "^" && ++at > 0;
    const codes = [];
    while (source[at] !== "]") {
      const one = source[at] === "\\" ? (at++, escaped()) : letter(source[at++]);
      if (source[at] === "-" && source[at + 1] !== "]" && one.length === 1) {
        at++;
        const until = source[at] === "\\" ? (at++, escaped()) : letter(source[at++]);
        for (let code = one[0]; code <= until[0]; code++) codes.push(code);
      } else {
        codes.push(...one);
      }
    }
    at++;
    return not ? except(codes) : codes;
  };
  const alternatives = () => {
    const all = [[]];
    while (at < source.length && source[at] !== ")") {
      if (source[at] === "|") {
        at++;
        all.push([]);
      } else {
        all.at(-1).push(counted(atom()));
      }
    }
    return all;
  };
  const atom = () => {
    const name = source[at++];
    if (name === "^") return { start: true };
    if (name === "$") return { end: true };
    if (name === ".") return { set: except([10, 13]) };
    if (name === "[") return { set: unique(bracket()) };
    if (name === "\\" && source[at] === "b") return at++, { edge: true };
    if (name === "\\") return { set: unique(escaped()) };
    if (name !== "(") return { set: letter(name) };
    const kind = /^\?(:|!|<!)/.exec(source.slice(at))?.[1];
    if (source[at] === "?" && !kind) refuse("a group of another kind");
    at += kind ? kind.length + 1 : 0;
    const group = alternatives();
    at++;
    if (kind === "!") return { ahead: group.flatMap(words) };
    if (kind === "<!") return { behind: group.flatMap(words) };
    return { group };
  };
  const counted = (node) => {
    const [text, least, more, most] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(source.slice(at)) ?? [];
    if (!text) return node;
    at += text.length;
    if (source[at] === "?") at++; // lazy or not, the same texts match
    const bounds = { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] }[text];
    return { repeat: node, ...counts(bounds ?? [+least, more ? +(most || Infinity) : +least]) };
  };
  const counts = ([least, most]) => ({ least, most });
  const words = (sequence) => {
    const all = expanded(flat(sequence), Infinity);
    return all.rest.length === 0 ? all.words : refuse("a look that is no word");
  };
  const flat = (sequence) => sequence.flatMap((node) => (node.group?.length === 1 ? flat(node.group[0]) : [node]));
  const all = alternatives();
  return at === source.length ? all : refuse("an end that nothing began");
}

/** The words with which a sequence begins, as far as there are few of them, and the nodes after them. */
export function expanded(sequence, most) {
  let words = [""];
  for (const [index, node] of sequence.entries()) {
    const next = few(node, most);
    const all = next && words.flatMap((word) => next.map((tail) => word + tail));
    if (!all || all.length > most) return { words, rest: sequence.slice(index) };
    words = all;
  }
  return { words, rest: [] };
}

function few(node, most) {
  if (node.set) return node.set.length > 2 ? undefined : node.set.map((code) => String.fromCharCode(code));
  if (node.repeat && node.least === 0 && node.most === 1) {
    const one = few(node.repeat, most);
    return one && ["", ...one];
  }
  if (!node.group) return undefined;
  const all = node.group.map((sequence) => expanded(sequence, most));
  return all.every(({ rest }) => rest.length === 0) ? all.flatMap(({ words }) => words) : undefined;
}

/** Glushkov's automaton of a sequence without conditions. */
export function shape(sequence) {
  const places = [];
  const none = () => ({ empty: true, first: [], last: [] });
  const linked = (a, b) => {
    for (const from of a.last) places[from].follow.push(...b.first);
    return {
      empty: a.empty && b.empty,
      first: a.empty ? [...a.first, ...b.first] : a.first,
      last: b.empty ? [...b.last, ...a.last] : b.last,
    };
  };
  const built = (node) => {
    if (node.set) {
      places.push({ set: node.set, follow: [] });
      return { empty: false, first: [places.length - 1], last: [places.length - 1] };
    }
    if (node.group) {
      const all = node.group.map((one) => one.map(built).reduce(linked, none()));
      const every = (part) => all.flatMap((one) => one[part]);
      return { empty: all.some((one) => one.empty), first: every("first"), last: every("last") };
    }
    if (!node.repeat) throw new Error("a condition stands within a shape");
    let whole = none();
    const copies = Math.max(node.least, node.most === Infinity ? 1 : node.most);
    for (let copy = 0; copy < copies; copy++) {
      const one = built(node.repeat);
      if (copy === copies - 1 && node.most === Infinity) linked(one, one);
      whole = linked(whole, copy < node.least ? one : { ...one, empty: true });
    }
    return whole;
  };
  const whole = sequence.map(built).reduce(linked, none());
  if (places.length > 64) throw new Error(`a shape of ${places.length} places, 64 at most`);
  return { first: whole.first, last: whole.last, empty: whole.empty, places };
}

/** The sequence once for each alternative of its groups that hold conditions. */
export function distributed(sequence) {
  const index = sequence.findIndex((node) => node.group?.some((one) => one.some(conditional)));
  if (index < 0) return [sequence];
  const [head, tail] = [sequence.slice(0, index), sequence.slice(index + 1)];
  return sequence[index].group.flatMap((one) => distributed([...head, ...one, ...tail]));
}

const conditional = (node) =>
  node.start || node.end || node.edge || node.behind || node.ahead || (node.group ?? []).some((one) => one.some(conditional));

const isWord = (set) => set?.join() === unique(WORD).join();

/** The patterns of a regular expression: { start, before, word, after, shape }. */
export function patterns(source) {
  return parse(source).flatMap(distributed).flatMap((sequence) => pattern(source, [...sequence]));
}

function pattern(source, body) {
  const refuse = (what) => {
    throw new Error(`${what} in /${source}/: teach it to scripts/bots_regex.mjs`);
  };
  const found = { start: false, before: "Any", after: "Any" };
  if (body[0]?.start) {
    found.start = Boolean(body.shift());
  } else if (body[0]?.behind) {
    found.before = { not: body.shift().behind };
  } else if (body[0]?.edge) {
    body.shift();
    found.before = "Edge";
  }
  if (body.at(-1)?.end) {
    found.after = body.pop() && "End";
  } else if (body.at(-1)?.ahead) {
    found.after = { not: body.pop().ahead };
  } else if (body.at(-1)?.edge) {
    found.after = body.pop() && "Edge";
  }
  if (body.some(conditional)) refuse("a condition amid the letters");
  const [head] = body;
  if (!found.start && found.before === "Edge" && isWord(head?.repeat?.set) && head.least === 1) {
    // A word's letter before what follows always has the word's edge before it.
    body[0] = head.repeat;
    found.before = "Any";
  }
  if (!found.start && found.before === "Any" && body[0]?.set?.length > 2) found.before = { in: body.shift().set };
  const { words, rest } = expanded(body, 12);
  if (!found.start && words.includes("")) refuse("no word to look for");
  if (rest.length === 0) return words.map((word) => ({ ...found, word }));
  const tail = shape(rest);
  if (tail.empty || found.after.not) refuse("a tail that may be empty, or that may not be followed");
  return words.map((word) => ({ ...found, word, shape: tail }));
}
