// What was not counted and why, what looks odd, and codes that may have leaked (src/domain/report/quality, codes.rs, lags.rs).
import { count, day, flag, id, list, mapOf, nullable, said, shownText, shows, time } from "../words.mjs";
import { byVerdict, chance, counted, days, filters, frame, intervals, maybe, places, ratio, report, sample, share, tries, visits, why } from "./shared.mjs";

const sudden = said("The busiest day, against the median of the days before.", shows({ day, orders: count, median_before: count, days_before: count }));
const code = shows({
  code: shows({ id, code: shownText }),
  creator: shows({ id, name: shownText }),
  orders: counted("Orders that carried it"),
  orders_with_owner_click: counted("With a click of its owner"),
  orders_without_owner_click: counted("Without one"),
  share_without_owner_click: share("Of all"),
  orders_from_coupon_sites: counted("That came from sites which collect codes"),
  flags: said("Signs that somebody should look at; nothing is taken from anybody.", shows(
    { no_owner_click: shows({ orders: count, share: share("Of all") }), coupon_site: shows({ orders: count, share: share("Of all"), sites: mapOf(count) }), sudden_rate: sudden },
    ["no_owner_click", "coupon_site", "sudden_rate"],
  )),
});

export const codes = report("reportCodes", "Show codes that may have leaked", {
  about: "Codes that are only spoken come without clicks too: these are signs for a person to judge. 1,000 codes at most, those with most orders first.",
  parameters: days,
  head: { from: day, to: day, zone: shownText, cut: said("Whether there are more.", flag) },

  row: code,
  tries: tries(),
});

const signs = shows(
  {
    landing_gap: shows({ clicks: count, landings: count, share: share("Of clicks") }),
    ctr_gt_1: shows({ clicks: count, pixel_views: count, ctr: ratio("Of the two") }),
    ctc_injection: shows({ orders: count, within_10_s: count, share: share("Of orders"), usual_share: share("Of all others"), p: chance("Of so many by chance") }),
    ctc_flooding: shows({
      orders: count, after_24_h: count, share: share("Of orders"), usual_share: share("Of all others"), conversion_rate: share("Orders by clicks"), usual_conversion_rate: share("Of all others"),
    }),
    code_leak: shows({
      codes: list(shows({ code: shownText, orders: count, share_without_owner_click: share("Of orders"), share_from_coupon_sites: share("Of orders"), sudden_rate: nullable(sudden) })),
    }),
  },
  ["landing_gap", "ctr_gt_1", "ctc_injection", "ctc_flooding", "code_leak"],
);

const row = shows({
  creator: shows({ id, name: shownText, handle: shownText }),
  clicks_gross: counted("Every click"),
  clicks: counted("Valid ones"),
  clicks_by_verdict: byVerdict,
  invalid_share: maybe(share("Clicks that do not count")),
  landings: counted("Pages that were reached"),
  landing_rate: maybe(ratio("Landings by clicks")),
  pixel_views: counted("Pixel views of people"),
  pixel_coverage: maybe(share("Clicks of links whose pixel was seen")),
  ctr: maybe(ratio("Those clicks by views")),
  orders: counted("Orders of payout"),
  sample,
  flags: signs,
  interval: intervals(["invalid_share", "landing_rate"], []),
  why: why("no_clicks", "no_snippet", "no_views", "too_few", "not_known"),
});

const bySum = mapOf(count);

export const quality = report("reportQuality", "Show what was not counted", {
  about: "`received` is `counted`, `flagged` and `rejected`, to the last one.",
  parameters: [...days, ...places("creator")],
  head: {
    ...frame("quality"), visits, filters,
    signs: shownText,
    received: counted("Events that came"),
    counted: counted("Of these, counted"),
    flagged: counted("Of these, kept and not counted"),
    rejected: counted("Of these, not taken"),
    flagged_by_verdict: bySum,
    flagged_by_reason: bySum,
    rejected_by_reason: bySum,
    landings: counted("Pages that were reached"),
    pixel_views: counted("Pixel views of people"),
    pixel_coverage: maybe(share("Clicks of links whose pixel was seen")),
    ctr: maybe(ratio("Those clicks by views")),
    orphan_visits: counted("Visits to addresses without a live link"),
    orphans: said("The 100 of them that were asked for most.", list(shows({ address: shownText, clicks: count, clicks_of_people: count, pixel_views: count, last_at: time }))),
    orphans_cut: said("Whether more events were there than were read.", flag),
    orphans_events_read: count,
    orphans_kept_from: said("The first day of which events are kept, where older ones are gone.", nullable(day)),
    why: why("not_kept", "no_clicks", "no_views"),
  },
  row,
  tries: tries({}, { "of one": { creator: 1 } }),
});
