// Moments as a clock of the deployment's zone shows them: in tables, and in forms, where they are typed so and sent in UTC.
import { moment } from "../../format";
import { settings } from "../../session";

/** A moment for people; nothing where there is none. */
export const when = (value: unknown): string => (value ? moment(String(value), settings.value?.zone) : "");

/** What a clock of `zone` shows at `at`, to the minute: `2026-11-20T12:00`. */
export const clock = (at: number, zone: string): string =>
  // Swedes write dates as ISO 8601 does.
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at).replace(" ", "T");

/** The moment at which a clock of `zone` shows `text`; null for what is none. */
export function instant(text: string, zone: string): string | null {
  const wanted = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(wanted)) return null;
  // The zone's distance from UTC depends on the moment that is looked for, so the second round corrects the first.
  let at = wanted;
  for (let round = 0; round < 2; round += 1) at = wanted - (Date.parse(`${clock(at, zone)}Z`) - at);
  return new Date(at).toISOString();
}
