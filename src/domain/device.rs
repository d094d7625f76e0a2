//! What somebody holds in the hand: class of device, operating system and in-app browser, as small stored numbers.

use super::pattern::{After, Around, Before, Pattern, Table, Text};

/// By what somebody came, as the numbers that are stored; 0 where nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Class of device, see [`class`].
    pub class: u8,
    /// Operating system, see [`system`].
    pub system: u8,
    /// In-app browser or mail program, see [`app`].
    pub app: u8,
}

/// Names of the classes; a name's place is its number: append only.
pub const CLASSES: &[&str] = &["unknown", "mobile", "tablet", "desktop", "tv", "console", "headset"];

/// Names of the operating systems; a name's place is its number: append only.
#[rustfmt::skip]
pub const SYSTEMS: &[&str] = &[
    "unknown", "ios", "android", "windows", "macos", "linux", "chromeos", "harmonyos", "kaios", "tizen", "webos",
    "playstation", "xbox", "nintendo", "windows_phone",
];

/// Names of the apps; a name's place is its number: append only.
#[rustfmt::skip]
pub const APPS: &[&str] = &[
    "none", "instagram", "facebook", "messenger", "threads", "tiktok", "snapchat", "pinterest", "wechat", "google_app",
    "line", "kakaotalk", "twitter", "linkedin", "reddit", "telegram", "whatsapp", "gmail_proxy", "yahoo_proxy",
    "apple_mail", "outlook", "thunderbird", "qq", "weibo", "naver", "viber", "zalo", "discord", "slack", "teams",
    "twitch", "spotify", "baidu", "alipay", "kwai", "tumblr", "vk", "flipboard", "youtube", "skype", "lemon8",
    "opera_mini", "uc_mini",
];

/// Which of the three a word speaks of, in its mark above the weight and the number.
const CLASS: u32 = 0;
const SYSTEM: u32 = 1;
const APP: u32 = 2;

/// The words; of several for one thing the heavier one counts, then the first.
///
/// Words are in the order of their first letters.
#[rustfmt::skip]
static WORDS: Table = Table::of(&[], &[
    says(APP, 1, "twitter", " twitter for ip"), says(APP, 1, "threads", " barcelona "), says(APP, 1, "qq", " qq/"),
    says(SYSTEM, 2, "android", "android"), says(CLASS, 3, "tv", "android tv"), says(CLASS, 3, "tv", "appletv"),
    says(CLASS, 3, "tv", "apple tv"), says(APP, 1, "alipay", "alipayclient"),
    says(APP, 1, "tiktok", "bytedancewebview"), says(APP, 1, "baidu", "baiduboxapp"), says(CLASS, 3, "tv", "bravia"),
    at_edge(SYSTEM, 3, "chromeos", "cros "), says(CLASS, 3, "tv", "crkey"),
    at_edge(APP, 1, "discord", "discord/"),
    says(APP, 1, "facebook", "fban/"), says(APP, 1, "facebook", "fbav/"), says(APP, 1, "facebook", "fb_iab/"),
    says(APP, 2, "messenger", "fban/messenger"), says(APP, 2, "messenger", "fb_iab/messenger"),
    says(APP, 2, "messenger", "fb_iab/orca"), says(APP, 1, "flipboard", "flipboard/"),
    at_edge(APP, 1, "google_app", "gsa/"), says(APP, 1, "gmail_proxy", "googleimageproxy"),
    says(CLASS, 3, "tv", "googletv"), says(CLASS, 3, "tv", "google tv"),
    says(SYSTEM, 3, "harmonyos", "harmonyos"), says(CLASS, 3, "tv", "hbbtv"),
    at_edge(APP, 1, "instagram", "instagram "),
    says(SYSTEM, 2, "ios", "iphone"), says(SYSTEM, 2, "ios", "ipad"), says(CLASS, 2, "tablet", "ipad"),
    says(SYSTEM, 2, "ios", "ipod"),
    says(SYSTEM, 3, "kaios", "kaios"), says(APP, 1, "kakaotalk", "kakaotalk"), at_edge(APP, 1, "kwai", "kwai"),
    says(SYSTEM, 1, "linux", "linux"), says(APP, 1, "linkedin", "linkedinapp"), at_edge(APP, 1, "line", "line/"),
    at_edge(APP, 1, "lemon8", "lemon8"),
    says(CLASS, 1, "mobile", "mobile"), says(SYSTEM, 1, "macos", "macintosh"), says(APP, 1, "tiktok", "musical_ly"),
    says(APP, 1, "wechat", "micromessenger"), says(APP, 1, "facebook", "metaiab facebook"),
    says(APP, 2, "messenger", "metaiab messenger"), says(APP, 1, "outlook", "microsoft outlook"),
    says(CLASS, 1, "mobile", "midp"), says(APP, 2, "messenger", "messengerlite"),
    says(SYSTEM, 3, "nintendo", "nintendo"), says(APP, 1, "naver", "naver(inapp"), says(CLASS, 1, "mobile", "nokia"),
    says(CLASS, 1, "mobile", "opera mini"), says(APP, 1, "opera_mini", "opera mini"),
    says(APP, 1, "opera_mini", "opios/"), says(CLASS, 3, "headset", "oculusbrowser"),
    says(APP, 1, "outlook", "outlook-ios"), says(APP, 1, "outlook", "outlook-android"),
    says(APP, 1, "pinterest", "pinterest"), says(SYSTEM, 3, "playstation", "playstation"),
    says(CLASS, 3, "headset", "quest "),
    at_edge(APP, 1, "reddit", "reddit/"), says(CLASS, 3, "tv", "roku"),
    says(APP, 1, "snapchat", "snapchat"), says(CLASS, 3, "tv", "smart-tv"), says(CLASS, 3, "tv", "smarttv"),
    at_edge(APP, 1, "spotify", "spotify/"), at_edge(APP, 1, "slack", "slack"), at_edge(APP, 1, "skype", "skype"),
    at_edge(CLASS, 2, "tablet", "tablet"), says(APP, 1, "tiktok", "tiktok"), at_edge(APP, 1, "tiktok", "trill_"),
    says(SYSTEM, 3, "tizen", "tizen"), says(APP, 1, "telegram", "telegram"), says(APP, 1, "twitter", "twitterandroid"),
    at_edge(APP, 1, "thunderbird", "thunderbird/"), at_edge(APP, 1, "teams", "teams/"), says(APP, 1, "twitch", "twitch"),
    at_edge(APP, 1, "tumblr", "tumblr"),
    says(CLASS, 1, "mobile", "ucweb"), says(APP, 2, "uc_mini", "ucweb"), says(APP, 2, "uc_mini", "ucmini/"),
    says(APP, 1, "viber", "viber"), says(APP, 1, "vk", "vkclient"), says(APP, 1, "vk", "vkandroidapp"),
    says(SYSTEM, 1, "windows", "windows"), says(SYSTEM, 4, "windows_phone", "windows phone"),
    says(SYSTEM, 3, "webos", "web0s"), says(SYSTEM, 3, "webos", "webos"), says(APP, 1, "weibo", "weibo"),
    says(APP, 1, "whatsapp", "whatsapp/"),
    says(SYSTEM, 3, "xbox", "xbox"),
    says(APP, 1, "yahoo_proxy", "yahoomailproxy"), at_edge(APP, 1, "youtube", "youtube/"),
    says(APP, 1, "zalo", "zalo"),
]);

const MOBILE: u8 = number(CLASSES, "mobile");
const TABLET: u8 = number(CLASSES, "tablet");
const DESKTOP: u8 = number(CLASSES, "desktop");
const TV: u8 = number(CLASSES, "tv");
const CONSOLE: u8 = number(CLASSES, "console");
const IOS: u8 = number(SYSTEMS, "ios");
const MACOS: u8 = number(SYSTEMS, "macos");

/// For each system the class of its devices where the user agent names none; telephones with Android say "Mobile".
#[rustfmt::skip]
const USUAL: &[u8] = &[
    0, MOBILE, TABLET, DESKTOP, DESKTOP, DESKTOP, DESKTOP, TABLET, MOBILE, TV, TV, CONSOLE, CONSOLE, CONSOLE, MOBILE,
];

/// Programs that fetch a mail's images for people: the device is theirs.
const PROXIES: [u8; 2] = [number(APPS, "gmail_proxy"), number(APPS, "yahoo_proxy")];

/// The whole user agent of Apple's, which fetches images whether or not anybody reads.
const APPLE_MAIL: (&str, u8) = ("Mozilla/5.0", number(APPS, "apple_mail"));

/// Whose requests a proxy makes for many people over connections of its own.
const SHARED: [u8; 5] = [
    number(APPS, "opera_mini"),
    number(APPS, "uc_mini"),
    number(APPS, "gmail_proxy"),
    number(APPS, "yahoo_proxy"),
    number(APPS, "apple_mail"),
];

/// Whether many people come over one connection in this app: then a connection does not tell one from the other.
pub fn shares_connections(app: u8) -> bool {
    SHARED.contains(&app)
}

/// Whether [`of`] can tell of a device that has this class, this system and this app.
pub fn possible(class: u8, system: u8, app: u8) -> bool {
    if PROXIES.contains(&app) || app == APPLE_MAIL.1 {
        return (class, system) == (0, 0);
    }
    // No word names a desktop or a console: only what runs on them does.
    let named = ![0, DESKTOP, CONSOLE].contains(&class) && (class, system) != (MOBILE, MACOS);
    named || USUAL.get(usize::from(system)) == Some(&class)
}

/// What `user_agent` tells of the device.
pub fn of(user_agent: &str) -> Device {
    let mut heaviest = [0; 3];
    WORDS.walk(&Text::of(user_agent), &mut |pattern| {
        if let Some(known) = heaviest.get_mut((pattern.mark >> 16) as usize)
            && *known >> 8 < pattern.mark >> 8 & 0xff
        {
            *known = pattern.mark & 0xffff;
        }
        false
    });
    let [class, system, app] = heaviest.map(|mark| mark.to_le_bytes()[0]);
    if PROXIES.contains(&app) {
        return Device { app, ..Device::default() };
    }
    if user_agent.trim() == APPLE_MAIL.0 {
        return Device { app: APPLE_MAIL.1, ..Device::default() };
    }
    // An iPad that shows itself as a Mac is given away by an app's web view.
    if (class, system) == (MOBILE, MACOS) {
        return Device { class: TABLET, system: IOS, app };
    }
    let usual = USUAL.get(usize::from(system)).copied().unwrap_or_default();
    Device { class: if class == 0 { usual } else { class }, system, app }
}

/// The name of a class of device.
pub fn class(code: u8) -> &'static str {
    name(CLASSES, code)
}

/// The name of an operating system.
pub fn system(code: u8) -> &'static str {
    name(SYSTEMS, code)
}

/// The name of an in-app browser or a mail program.
pub fn app(code: u8) -> &'static str {
    name(APPS, code)
}

/// A newer Worker's number is unknown to an older one.
fn name(names: &'static [&'static str], code: u8) -> &'static str {
    names.get(usize::from(code)).copied().unwrap_or("unknown")
}

const fn at_edge(of: u32, weight: u32, name: &str, word: &'static str) -> Pattern {
    Pattern { around: Some(&Around { before: Before::Edge, after: After::Any }), ..says(of, weight, name, word) }
}

const fn says(of: u32, weight: u32, name: &str, word: &'static str) -> Pattern {
    let names = match of {
        CLASS => CLASSES,
        SYSTEM => SYSTEMS,
        _ => APPS,
    };
    let mark = of << 16 | weight << 8 | number(names, name) as u32;
    Pattern { word, mark, around: None }
}

/// The number of a name; a name that is not listed stops the build.
#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "the compiler runs it")]
const fn number(names: &[&str], name: &str) -> u8 {
    let mut at = 0;
    while !same(names[at].as_bytes(), name.as_bytes()) {
        at += 1;
    }
    at as u8
}

#[expect(clippy::indexing_slicing, reason = "the compiler runs it")]
const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
