// The address as state: which page, and over what days, model, windows and filters, so that a view can be shared by its link.
import { computed, signal } from "@preact/signals";

/** Where the pages lie. */
export const BASE = "/dashboard";

/** What every page shares and every link of ours carries along. */
export const SHARED = ["from", "to", "model", "basis", "click_window_days", "view_window_days", "codes", "campaign", "platform", "content_kind"] as const;

export interface Place {
  /** The page's path under /dashboard, decoded, without slashes at its ends: `creators/7`, empty for the overview. */
  parts: string[];
  query: URLSearchParams;
}

const read = (): Place => ({
  parts: location.pathname.slice(BASE.length).split("/").filter(Boolean).map(decoded),
  query: new URLSearchParams(location.search),
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where we are. */
export const place = signal<Place>(read());

/** One parameter of the address, empty where it is not there. */
export const said = (name: string): string => place.value.query.get(name) ?? "";

/** The shared part of the address as it stands, without what is empty. */
export const view = computed(() => {
  const kept: Record<string, string> = {};
  for (const name of SHARED) {
    const value = place.value.query.get(name);
    if (value) kept[name] = value;
  }
  return kept;
});

/** The address of a page of ours, with the shared view and `query` beside it; a part is encoded. */
export function to(parts: (string | number)[], query: Record<string, string | number | null> = {}): string {
  const asked = new URLSearchParams(view.value);
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === "") asked.delete(name);
    else asked.set(name, String(value));
  }
  const path = [BASE, ...parts.map((part) => encodeURIComponent(part))].join("/");
  return asked.size > 0 ? `${path}?${asked}` : path;
}

/** Goes to an address of ours; the page's heading is announced and the top is shown. */
export function go(address: string, { replace = false } = {}): void {
  const moved = new URL(address, location.href).pathname !== location.pathname;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  place.value = read();
  if (moved) scrollTo(0, 0);
}

/** Changes parameters of the address we are at; null or nothing takes one out. What stands behind # goes unless `hash` keeps it. */
export function change(changes: Record<string, string | number | null>, { replace = false, hash = false } = {}): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, String(value));
  }
  const address = `${location.pathname}${query.size > 0 ? `?${query}` : ""}${hash ? location.hash : ""}`;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  place.value = read();
}

/** Goes where Back and Forward lead. */
export const back = (): void => addEventListener("popstate", () => (place.value = read()));

/** Follows our own links without loading the page anew; everything else stays the browser's. */
export function follow(): void {
  back();
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    go(link.href);
  });
}
