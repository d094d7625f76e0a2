// Text as HTML: everything that comes from the document is escaped here, and the little markup of its descriptions is read.

/** `text` where only text may stand, in an attribute too. */
export const safe = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign]);

/** A sentence with `code` and **strong** words. */
export const sentence = (text) =>
  safe(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>");

/** Paragraphs, which are parted by empty lines. */
export const paragraphs = (text = "") =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => `<p>${sentence(part)}</p>`)
    .join("");

/** A table with its caption; cells are HTML already, the first of a row names it. */
export function table(caption, heads, rows) {
  if (rows.length === 0) return "";
  const row = ([first, ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const head = heads.map((name) => `<th scope="col">${safe(name)}</th>`).join("");
  // A wide table is scrolled by itself, also by keyboard.
  return `<div class="table" role="region" tabindex="0" aria-label="${safe(caption)}"><table><caption>${safe(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(row).join("")}</tbody></table></div>`;
}

/** A word as part of an anchor. */
export const anchor = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
