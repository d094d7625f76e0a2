// The signs that somebody should look at (docs/reports/quality.md), as sentences: what was seen, and what to do about it.
import { day, number, percent } from "../../format";

/** The figures of a sign, as the report gives them. */
export type Figures = Record<string, number | string | null | undefined> & { codes?: Leaked[] };

export interface Leaked {
  code: string;
  orders: number;
  share_without_owner_click: number | null;
  share_from_coupon_sites: number | null;
  sudden_rate?: Sudden | null;
}

export interface Sudden {
  day: string;
  orders: number;
  median_before: number;
  days_before: number;
}

interface Sign {
  name: string;
  /** What was seen. */
  seen: (figures: Figures) => string;
  /** What to do about it. */
  next: string;
}

const count = (figures: Figures, name: string) => number(figures[name] as number);
const share = (figures: Figures, name: string) => percent(figures[name] as number, 1);

/** A day on which a code was used far more often than before. */
export const suddenly = ({ day: on, orders, median_before, days_before }: Sudden): string =>
  `${number(orders)} orders on ${day(on)}, where ${number(median_before)} a day were usual in the ${days_before} days before`;

/** A code that may have leaked. */
export const leaked = (one: Leaked): string =>
  `${one.code}: ${number(one.orders)} orders, ${percent(one.share_without_owner_click, 0)} without a click of its owner, ${percent(one.share_from_coupon_sites, 0)} from sites that collect codes${one.sudden_rate ? `; ${suddenly(one.sudden_rate)}` : ""}.`;

export const SIGNS: Record<string, Sign> = {
  landing_gap: {
    name: "Clicks that reach no page",
    seen: (f) => `Of ${count(f, "clicks")} clicks only ${count(f, "landings")} (${share(f, "share")}) reached a page of the shop.`,
    next: "Check the links now: a slow page, a lost click id or a page without the snippet keeps people from being seen, and bots never arrive.",
  },
  ctr_gt_1: {
    name: "More clicks than views",
    seen: (f) => `${count(f, "clicks")} clicks, but only ${count(f, "pixel_views")} pixel views on links that have both.`,
    next: "The pixel is blocked or missing where the post is read: look at how it was placed, and do not use views or CTR here.",
  },
  ctc_injection: {
    name: "Orders seconds after the click",
    seen: (f) => `${count(f, "within_10_s")} of ${count(f, "orders")} orders (${share(f, "share")}) came within ten seconds of their click; ${share(f, "usual_share")} is usual with the others.`,
    next: "Look where these clicks come from: a browser extension or a pop-up may click at the checkout, for orders that were already on their way.",
  },
  ctc_flooding: {
    name: "Clicks thrown wide",
    seen: (f) =>
      `${count(f, "after_24_h")} of ${count(f, "orders")} orders (${share(f, "share")}) came more than a day after the click, where ${share(f, "usual_share")} is usual; ${percent(f.conversion_rate as number, 2)} of clicks are followed by an order, where ${percent(f.usual_conversion_rate as number, 2)} is usual.`,
    next: "Ask where the links stand: many clicks that nobody meant catch orders by chance. Compare the days of posts with the days of clicks.",
  },
  code_leak: {
    name: "A code that may have leaked",
    seen: (f) => (f.codes ?? []).map(leaked).join(" "),
    next: "Search for the code, ask the creator, and give out a new one if it stands on coupon sites. Orders stay credited until the code ends.",
  },
};

/** Sentences of all signs of a creator, in the order of the table above. */
export const signs = (flags: Record<string, Figures>) =>
  Object.entries(flags).map(([word, figures]) => {
    const sign = SIGNS[word];
    return { word, name: sign?.name ?? word, seen: sign?.seen(figures) ?? "", next: sign?.next ?? "" };
  });
