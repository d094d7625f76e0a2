// How the pages write figures, said once more in few words, and what a table or a figure on a page says.
const shown = (value, options) => (value === null || value === undefined ? "–" : new Intl.NumberFormat("en-US", options).format(value));

export const number = (value, digits = 2) => shown(value, { maximumFractionDigits: digits });
export const percent = (value, digits = 1) => shown(value, { style: "percent", maximumFractionDigits: digits });
export const times = (value) => (value === null ? "–" : `${number(value)}×`);
/** Digits behind the point are those of ISO 4217: none of a yen. */
export const money = (minor, currency) => {
  const digits = { JPY: 0, KWD: 3 }[currency] ?? 2;
  return minor === null || !currency ? "–" : shown(minor / 10 ** digits, { style: "currency", currency, minimumFractionDigits: digits });
};
/** A day as people write it. */
export const day = (text) => new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));

/** The text of a figure by its label, as a screen reader has it and as it is seen. */
export async function figure(page, label) {
  const [said, seen] = await page.locator(`button.figure[aria-label^="${label}: "]`).first().evaluate((one) => [one.getAttribute("aria-label"), one.textContent]);
  return said.endsWith(": no figure") && seen === "–" ? "–" : said === `${label}: ${seen}` ? seen : `${said} / ${seen}`;
}

/** The cells of a table's body, row by row, by the label of the group or section around it. */
export const cells = (page, label) =>
  page.$$eval(`[aria-label="${label}"] tbody tr`, (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
