// Which page stands at which address; each is loaded when it is first opened.
import type { ComponentType } from "preact";
import { may } from "./session";

export interface Page {
  /** Its first word in the address. */
  at: string;
  title: string;
  /** Whether the way to it stands in the navigation. */
  listed: boolean;
  /** Whether a group of ways begins with it: what came in, how to read it, what to work on. */
  opens?: boolean;
  /** The scope without which it shows nothing; a page that has parts of several says it at each. */
  needs?: string;
  /** Where that is not `needs`: the scopes of which one opens what the way leads to. */
  scopes?: string[];
  load: () => Promise<{ default: ComponentType }>;
}

export const PAGES: Page[] = [
  { at: "", title: "Overview", listed: true, needs: "reports:read", load: () => import("./pages/overview") },
  { at: "creators", title: "Creators", listed: true, scopes: ["reports:read"], load: () => import("./pages/creators") },
  { at: "orders", title: "Orders", listed: true, needs: "reports:read", load: () => import("./pages/orders") },
  { at: "models", title: "Models", listed: true, opens: true, needs: "reports:read", load: () => import("./pages/models") },
  { at: "paths", title: "Paths", listed: true, needs: "reports:read", load: () => import("./pages/paths") },
  { at: "reconciliation", title: "Links and codes", listed: true, needs: "reports:read", load: () => import("./pages/reconciliation") },
  { at: "cohorts", title: "Cohorts", listed: true, needs: "reports:read", load: () => import("./pages/cohorts") },
  { at: "lift", title: "Lift", listed: true, needs: "reports:read", load: () => import("./pages/lift") },
  { at: "quality", title: "Quality", listed: true, needs: "reports:read", load: () => import("./pages/quality") },
  { at: "links", title: "Links", listed: true, opens: true, scopes: ["links:read", "links:write"], load: () => import("./pages/links") },
  { at: "settings", title: "Settings", listed: true, load: () => import("./pages/settings") },
];

/** The page of an address, by its first word. */
export const pageOf = (word: string | undefined): Page | undefined => PAGES.find(({ at }) => at === (word ?? ""));

/** The scopes of which the key in use has none, so that the way to a page leads to nothing; empty where it opens. */
export function lacking({ needs, scopes = needs ? [needs] : [] }: Page): string {
  return scopes.some(may) ? "" : scopes.join(" or ");
}
