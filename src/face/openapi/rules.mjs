// Destinations by rule, apps and cards of a link (src/domain/rule, app_link.rs, card.rs).
import { address, integer, list, listOf, mapOf, oneOf, ref, said, shownText, shows, takes, text, time } from "./words.mjs";

/** The words of src/domain/device.rs. */
const DEVICES = ["unknown", "mobile", "tablet", "desktop", "tv", "console", "headset"];
const SYSTEMS = [
  "unknown", "ios", "android", "windows", "macos", "linux", "chromeos", "harmonyos", "kaios", "tizen", "webos",
  "playstation", "xbox", "nintendo", "windows_phone",
];
const APPS = [
  "none", "instagram", "facebook", "messenger", "threads", "tiktok", "snapchat", "pinterest", "wechat", "google_app",
  "line", "kakaotalk", "twitter", "linkedin", "reddit", "telegram", "whatsapp", "gmail_proxy", "yahoo_proxy",
  "apple_mail", "outlook", "thunderbird", "qq", "weibo", "naver", "viber", "zalo", "discord", "slack", "teams",
  "twitch", "spotify", "baidu", "alipay", "kwai", "tumblr", "vk", "flipboard", "youtube", "skype", "lemon8",
  "opera_mini", "uc_mini",
];

/** Values of a condition: 1 to 20, one of which must hold. */
const anyOf = (items) => listOf(items, 20, { minItems: 1 });
const value = { type: "string", minLength: 1, maxLength: 128 };
const conditions = {
  device: said("Class of device.", anyOf(oneOf(...DEVICES))),
  system: said("Operating system.", anyOf(oneOf(...SYSTEMS))),
  app: said("In-app browser; `none` is a browser of its own.", anyOf(oneOf(...APPS))),
  country: said("ISO 3166-1; Great Britain is GB.", anyOf({ type: "string", pattern: "^[A-Za-z][A-Za-z0-9]$" })),
  region: said("ISO 3166-2, such as DE-BY.", anyOf({ type: "string", pattern: "^[A-Za-z][A-Za-z0-9]-[A-Za-z0-9]{1,3}$" })),
  language: said("The first language that is asked for: ISO 639-1 or 639-3, without a region.", anyOf({ type: "string", pattern: "^[A-Za-z]{2,3}$" })),
  from: said("From when on.", time),
  until: said("Until when, exclusive; a time to come, behind `from`.", time),
  query: said(
    "Query parameters, 1 to 5: by name (1 to 64 visible ASCII characters) a value, 1 to 20 values, or `true` for any.",
    mapOf({ anyOf: [{ const: true }, value, anyOf(value)] }, { minProperties: 1, maxProperties: 5 }),
  ),
};

/** What is ours: shown with its tags on, taken back as it was shown, and made anew. */
const ours = { description: "Shown by us; taken back, and made anew." };
const share = takes(
  {
    name: said("What reports call it; another one for each destination of the split.", text(32)),
    weight: said("Of a hundred visitors so many; the weights sum to 100.", integer(1, 99)),
    destination: address,
    target: ours,
    variant: ours,
  },
  ["name", "weight", "destination"],
);
const link = { url: said("With `https`, or with the app's own scheme (which carries no tags).", text(2048)), target: ours };
const shownPlace = { destination: shownText, target: said("With the link's tags on.", shownText) };
const shownApp = { url: shownText, target: shownText };

export const schemas = {
  When: takes(conditions, [], { description: "Conditions, all of which must hold; without any it holds for everybody." }),
  App: takes(
    {
      ios: takes(link, ["url"]),
      android: takes({ ...link, package: said("The app's package, such as com.brand.app; an own scheme's `url` has no fragment.", text(255)) }, ["url"]),
    },
    [],
    { description: "The brand's app, where it is installed: for `ios`, `android` or both." },
  ),
  Rule: takes(
    {
      when: ref("When"),
      destination: address,
      target: ours,
      split: said("In place of `destination` and `app`: 2 to 10 destinations with weights.", list(share, { minItems: 2, maxItems: 10 })),
      app: ref("App"),
    },
    [],
    { description: "It leads to a `destination`, a `split` or into an `app`, or to a destination and an app." },
  ),
  Card: takes(
    { title: text(120), description: text(300), image: address },
    ["title"],
    { description: "What the bots of social networks get in place of the redirect." },
  ),
  ShownApp: shows({ ios: shows(shownApp), android: shows({ ...shownApp, package: shownText }, ["package"]) }, ["ios", "android"]),
  ShownRule: shows(
    {
      when: shows(
        {
          ...Object.fromEntries(["device", "system", "app", "country", "region", "language"].map((name) => [name, list(shownText)])),
          from: time,
          until: time,
          query: mapOf({ anyOf: [{ const: true }, list(shownText)] }),
        },
        Object.keys(conditions),
      ),
      ...shownPlace,
      split: list(shows({ name: shownText, ...shownPlace, weight: integer(1, 99), variant: said("Its number on events.", integer(1, 250)) })),
      app: ref("ShownApp"),
    },
    ["destination", "target", "split", "app"],
  ),
  ShownCard: shows({ title: shownText, description: shownText, image: shownText }, ["description", "image"]),
};
