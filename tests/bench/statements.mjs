// Splits a migration into its statements, since D1's binding takes one at a time.

/** Statements end at a semicolon outside quotes and comments; that of a trigger at the one after its `END`. */
export function statements(text) {
  const found = [];
  let statement = "";
  for (const [token] of text.matchAll(/--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|;|[^;'"\/-]+|[^]/g)) {
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    const open = /^\s*CREATE\s+(TEMP\s+)?TRIGGER\b/i.test(statement) && !/\bEND\s*$/i.test(statement);
    if (token === ";" && !open) {
      found.push(statement.trim());
      statement = "";
    } else {
      statement += token;
    }
  }
  return [...found, statement.trim()].filter((one) => one !== "");
}
