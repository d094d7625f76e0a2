//! People whom the patterns of programs would lose: in apps with a program's word in their name, and on old telephones.
//!
//! # Why
//! None may be lost. The lists of programs were made for today's browsers on the open web: they take the `Process/tools`
//! of Tencent's messenger, UC Mini's `Proxy` and every app for news for a program, and telephones without `Mozilla` for
//! scripts. So the lists below are our own and depart from npm isbot where a browser is known to send what it takes for a
//! bot's.
//! What says `compatible;` or gives an address stays a program, for crawlers do and apps do not.

use super::patterns::APP_WORDS;
use crate::domain::pattern::{Pattern, Text};

/// Apps that are known by name, and web views of Android. Web views of iOS are told by what they lack.
#[rustfmt::skip]
const APPS: [&str; 9] = [
    "; wv)", "micromessenger/", "speedmode; ", "smartnews", "newsarticle", "newslite", "opera news", "operanews", " feedly/",
];

/// With what old telephones, text browsers and televisions open their user agent in place of `Mozilla/5.0 (`.
#[rustfmt::skip]
const OLD: [&str; 52] = [
    "alcatel", "benq", "blackberry", "coolpad", "dillo/", "docomo/", "elinks", "gt-", "htc-", "htc_", "huawei ", "huawei-",
    "huawei/", "huawei_", "iuc(", "j-phone/", "juc (", "juc(", "kddi-", "lenovo-", "lg-", "lg/", "lge-", "links (", "lynx/",
    "maui wap", "maui_wap", "micromax", "mot-", "motorola", "mqqbrowser/", "nokia", "oppo_", "palm", "panasonic", "pantech",
    "philips", "portalmmm/", "roku/", "sagem", "samsung", "sch-", "sec-s", "sgh-", "sharp-", "sie-", "softbank/",
    "sonyericsson", "t-mobile ", "vodafone/", "w3m/", "zte",
];

/// Whether it is an old telephone's, a text browser's or a television's: by the name of its maker, or by the profile that
/// telephones named before they had a browser like any other.
pub(super) fn old(text: &Text) -> bool {
    OLD.iter().any(|name| text.letters().starts_with(name.as_bytes()))
        || text.holds("profile/midp-")
        || text.holds("up.browser/")
}

/// Whether a pattern of programs says nothing here: of an old browser the bare form of a name with a number, within an app
/// a word that apps use too.
pub(super) fn excused(text: &Text, old: bool, pattern: &Pattern) -> bool {
    old && pattern.word.is_empty() || APP_WORDS.contains(&pattern.mark) && in_app(text)
}

/// Whether it is an app's, which shows pages within itself.
fn in_app(text: &Text) -> bool {
    !text.holds("compatible;") && (APPS.iter().any(|word| text.holds(word)) || web_view_of_ios(text))
}

/// "Mobile/15E148" and no Safari.
fn web_view_of_ios(text: &Text) -> bool {
    let build = |letters: &[u8]| matches!(letters, [name @ .., b'0'..=b'9'] if name == b"mobile/");
    text.letters().windows(8).any(build) && !text.holds("safari/")
}
