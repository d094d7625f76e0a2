// What a page shows, as somebody reads it: tables cell by cell, and figures as an American browser writes them.
import assert from "node:assert/strict";
import { settled } from "./stage.mjs";

const write = (options) => new Intl.NumberFormat("en-US", options);

/** A number as the pages write it; what cannot be is a dash. */
export const number = (value, digits = 2) => (value === null || value === undefined ? "–" : write({ maximumFractionDigits: digits }).format(value));
export const percent = (value, digits = 1) => (value === null || value === undefined ? "–" : write({ style: "percent", maximumFractionDigits: digits }).format(value));
export const euros = (minor) => (minor === null || minor === undefined ? "–" : write({ style: "currency", currency: "EUR" }).format(minor / 100));
export const day = (text) => new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(text));
export const month = (text) => new Intl.DateTimeFormat("en-US", { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${text}-01`));

/** The cells of a table by its caption, also where it is folded away: its head, its rows and its foot, from left to right. */
export async function table(page, caption) {
  const read = await page.evaluate((caption) => {
    const table = [...document.querySelectorAll("table")].find((one) => one.caption?.textContent === caption);
    const cells = (section) => [...(section?.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    return table ? { head: cells(table.tHead)[0], rows: cells(table.tBodies[0]), foot: cells(table.tFoot)[0] } : null;
  }, caption);
  assert.ok(read, `there is a table "${caption}"`);
  return read;
}

/** Does something that asks a report anew, and waits until what came is drawn. */
export async function anew(page, report, act) {
  const reply = page.waitForResponse((reply) => reply.url().includes(`/v1/reports/${report}?`));
  await act();
  await reply;
  await settled(page);
}

/** The page says what is wrong and shows no figure at all. */
export async function refused(page, words) {
  await page.waitForSelector(".trouble");
  assert.match(await page.textContent(".trouble"), words);
  assert.equal(await page.locator("main table, main .chart, main .figure").count(), 0, "no number stands beside it");
}
