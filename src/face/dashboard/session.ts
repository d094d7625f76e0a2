// Who is signed in: the key, kept for this tab only, and the settings by which everything here is counted.
import { signal } from "@preact/signals";

const PLACE = "waymark.key";
/** What names of kept drafts begin with. */
export const DRAFTS = "waymark.draft.";

/** `GET /v1/settings`. */
export interface Settings {
  key: { id: number | null; name: string; scopes: string[]; expires_at: string | null };
  version: string;
  zone: string;
  today: string;
  reporting_currency: string | null;
  margin_percent: number | null;
  click_parameter: string;
  code_precedence: string;
  revenue_basis: string;
  windows: { click_days: number; lead_click_days: number; view_days: number };
  keep: { events_days: number; evidence_days: number; parts_days: number };
  hosts: { host: string; mode: string; visitor: string }[];
}

/** Where a browser stores nothing, the key lives as long as the page. */
function stored(): string {
  try {
    return sessionStorage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

/** The API key in use, empty where nobody is signed in. */
export const key = signal(stored());
/** Whether the service refused the key while it was in use. */
export const expired = signal(false);
/** What the deployment says of itself; null until somebody is signed in. */
export const settings = signal<Settings | null>(null);

/** Takes a key that opened the door. */
export function enter(text: string, known: Settings): void {
  key.value = text;
  settings.value = known;
  expired.value = false;
  try {
    sessionStorage.setItem(PLACE, text);
  } catch {
    // It stays in memory.
  }
}

/** Forgets the key, and what was typed under it (`pages/links/draft.ts`): the next one may be somebody else's. */
export function leave(): void {
  key.value = "";
  settings.value = null;
  expired.value = false;
  try {
    for (const name of Object.keys(sessionStorage)) if (name === PLACE || name.startsWith(DRAFTS)) sessionStorage.removeItem(name);
  } catch {
    // Nothing was stored.
  }
}

/** Whether the key in use opens doors of `scope`. */
export const may = (scope: string): boolean => settings.value?.key.scopes.some((held) => held === scope || held === "admin") ?? false;
