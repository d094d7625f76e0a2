// Which pages settings have.
import type { ComponentType } from "preact";
import { DeliveryPages } from "./deliveries";
import { Deployment } from "./deployment";
import { Hosts } from "./hosts";
import { Keys } from "./keys";
import { Ledger } from "./ledger";
import { Privacy } from "./privacy";
import { Register } from "./register";
import { Sites } from "./sites";
import { Sources } from "./sources";
import { CAMPAIGNS, CODES, CREATORS } from "./things";
import { Webhooks } from "./webhooks";

interface Place {
  /** Its word behind /settings. */
  at: string;
  title: string;
  /** What one does there. */
  says: string;
  /** `rest` is the address behind that word. */
  Shape: ComponentType<{ rest: string[] }>;
}

export const PLACES: Place[] = [
  { at: "ledger", title: "Ledger", says: "Fees and other costs, posts, targets, exchange rates: what ROI hangs on.", Shape: Ledger },
  { at: "creators", title: "Creators", says: "Whose links and codes are counted.", Shape: ({ rest }) => <Register thing={CREATORS} rest={rest} /> },
  { at: "campaigns", title: "Campaigns", says: "What links of several creators have in common, and its goal.", Shape: ({ rest }) => <Register thing={CAMPAIGNS} rest={rest} /> },
  { at: "codes", title: "Codes", says: "Promo codes, and who held them when.", Shape: ({ rest }) => <Register thing={CODES} rest={rest} /> },
  { at: "hosts", title: "Hosts", says: "Where short links are served, and how visitors are known there.", Shape: Hosts },
  { at: "sites", title: "Sites", says: "The shop's pages, with the snippet to paste.", Shape: Sites },
  { at: "sources", title: "Sources", says: "Who reports orders: Shopify, Stripe, WooCommerce, tags, networks.", Shape: Sources },
  { at: "deliveries", title: "Deliveries", says: "What sources sent last, what was wrong with it, and the same again.", Shape: DeliveryPages },
  { at: "webhooks", title: "Webhooks", says: "Which of your systems hear what happened.", Shape: Webhooks },
  { at: "keys", title: "Keys", says: "Who may use the API and this dashboard.", Shape: Keys },
  { at: "privacy", title: "Privacy", says: "What is kept of one person: show it, or erase it.", Shape: Privacy },
  { at: "deployment", title: "Deployment", says: "Currencies, zone, windows, retention, versions, and counting now.", Shape: Deployment },
];
