// What the words for "not counted" mean (README, Who counts as a person; What pages report), as sentences.
export const VERDICTS: Record<string, [string, string]> = {
  bot: ["Bots", "Programs that say so, or whose browser is none."],
  preview: ["Previews", "Chats and networks that draw a picture of a link before anybody taps it."],
  prefetch: ["Loaded ahead", "A browser or a mail program loaded it before anybody chose to; if its page was reached after all, it counts."],
  monitor: ["Monitors", "Programs that watch whether an address answers."],
  internal: ["Your own", "Networks of INTERNAL, and addresses with ?wm=internal."],
  suspect: ["Suspects", "Out of a data centre, by a browser that asks for no language."],
  duplicate: ["Repeats", "The same person on the same link within 30 seconds, or a second landing of one click."],
  rate: ["Too many", "More than 20 clicks of one person on one link in a day: what goes beyond them."],
  unknown: ["Others", "Told by rules that this version does not have."],
};

export const REASONS: Record<string, string> = {
  user_agent_missing: "It did not say which browser it is.",
  not_a_browser: "What it calls itself is no browser's name.",
  bot_token: "It calls itself a bot.",
  preview_token: "It calls itself what draws previews.",
  prefetch_header: "It says that the page is loaded ahead.",
  monitor_token: "It calls itself what watches addresses.",
  asked_internal: "The address said ?wm=internal.",
  internal_network: "It came from a network of INTERNAL.",
  data_centre: "It came out of a data centre and asked for no language.",
  image_proxy: "Apple's mail program loads every image, read or not.",
  body_malformed: "What the page sent could not be read.",
  body_too_large: "What the page sent is larger than 16 KiB.",
  key_unknown: "No site has this key: compare data-site with Settings, Sites.",
  origin_not_allowed: "The page's address is none of the site's origins: add it at Settings, Sites.",
  too_many_events: "More than 50 events came at once.",
  event_malformed: "An event has a field that is wrong or unknown.",
  click_id_not_ours: "A landing named a click id that this service did not give out.",
  time_absurd: "Its time is not of the last day.",
  too_fast: "Its address sent more than is taken.",
  not_a_touch: "A landing named a touch that is none.",
  unavailable: "The database could not be reached.",
};

/** Values of a dimension that have no word of their own. */
const PLAIN: Record<string, string> = { "": "none", none: "none", unknown: "not known", other: "all others" };

const regions = typeof Intl.DisplayNames === "undefined" ? null : new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });
const languages = typeof Intl.DisplayNames === "undefined" ? null : new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });

/** A value of `by` as people call it. */
export function called(by: string, value: string): string {
  if (PLAIN[value] !== undefined) return by === "app" && value === "none" ? "a browser" : PLAIN[value];
  try {
    if (by === "country") return regions?.of(value) ?? value;
    if (by === "language") return languages?.of(value) ?? value;
  } catch {
    // What was kept is no code that the browser knows.
  }
  return value;
}
