//! Where somebody came from is told by a table of our own; what is not in it brought nobody.

use proptest::prelude::*;
use waymark::domain::channel::{NONE, UNLISTED, canonical, of_referrer, word};

use crate::given;

/// Every source in the order of its number: these numbers are stored, so this list only grows.
const WORDS: &str = "instagram facebook messenger threads tiktok youtube twitter snapchat pinterest linkedin reddit tumblr vk \
    ok mastodon bluesky quora nextdoor weibo xiaohongshu douyin kuaishou discord whatsapp telegram wechat qq line kakaotalk \
    viber slack teams twitch vimeo dailymotion bilibili rumble spotify apple_podcasts soundcloud google google_news bing \
    yahoo duckduckgo ecosia brave qwant startpage yandex baidu naver daum seznam sogou so kagi aol ask chatgpt perplexity \
    gemini claude copilot deepseek mistral meta_ai grok you poe doubao gmail outlook yahoo_mail icloud gmx web_de proton \
    mail_ru yandex_mail aol_mail t_online qq_mail naver_mail zoho_mail fastmail substack beehiiv patreon linktree beacons \
    stan lnk_bio bio_link bio_site linkin_bio campsite milkshake carrd hoobe komi medium wordpress blogger flipboard \
    hacker_news product_hunt";

fn source(referrer: &str) -> &'static str {
    word(of_referrer(referrer))
}

fn told(source: &str, medium: &str) -> String {
    canonical(source, medium).map(|(source, medium)| format!("{source}/{medium}")).unwrap_or_default()
}

#[test]
fn every_source_keeps_its_number() {
    for (number, name) in (2..).zip(WORDS.split_whitespace()) {
        assert_eq!(word(number), name);
    }
    assert_eq!(word(u8::try_from(WORDS.split_whitespace().count()).unwrap() + 2), "other");
    assert_eq!((word(NONE), word(UNLISTED), word(255)), ("", "other", "other"));
}

#[test]
fn no_word_stands_for_two_sources() {
    let mut words: Vec<&str> = WORDS.split_whitespace().collect();
    words.sort_unstable();
    let all = words.len();
    words.dedup();
    assert_eq!(words.len(), all);
}

#[test]
fn what_an_app_sends_its_people_through_is_that_app() {
    for (host, name) in [
        ("l.instagram.com", "instagram"),
        ("instagram.com", "instagram"),
        ("l.facebook.com", "facebook"),
        ("lm.facebook.com", "facebook"),
        ("m.facebook.com", "facebook"),
        ("l.messenger.com", "messenger"),
        ("l.threads.com", "threads"),
        ("l.threads.net", "threads"),
        ("t.co", "twitter"),
        ("out.reddit.com", "reddit"),
        ("old.reddit.com", "reddit"),
        ("lnkd.in", "linkedin"),
        ("vm.tiktok.com", "tiktok"),
        ("www.tiktok.com", "tiktok"),
        ("www.youtube.com", "youtube"),
        ("m.youtube.com", "youtube"),
        ("youtu.be", "youtube"),
        ("www.pinterest.de", "pinterest"),
        ("www.pinterest.co.uk", "pinterest"),
        ("pin.it", "pinterest"),
        ("story.snapchat.com", "snapchat"),
        ("away.vk.com", "vk"),
        ("go.bsky.app", "bluesky"),
        ("web.whatsapp.com", "whatsapp"),
        ("web.telegram.org", "telegram"),
        ("liff.line.me", "line"),
        ("mp.weixin.qq.com", "wechat"),
        ("linktr.ee", "linktree"),
        ("android-app://com.instagram.android/", "instagram"),
        ("android-app://com.google.android.gm/", "gmail"),
        ("android-app://com.google.android.googlequicksearchbox/https/www.google.com", "google"),
    ] {
        assert_eq!(source(host), name, "{host}");
    }
}

#[test]
fn a_search_engine_is_one_under_every_countrys_end() {
    for host in ["google.com", "www.google.de", "www.google.co.uk", "www.google.com.br", "https://www.google.com.tr/"] {
        assert_eq!(source(host), "google", "{host}");
    }
    for (host, name) in [
        ("cn.bing.com", "bing"),
        ("search.yahoo.co.jp", "yahoo"),
        ("r.search.yahoo.com", "yahoo"),
        ("de.search.yahoo.com", "yahoo"),
        ("yandex.com.tr", "yandex"),
        ("duckduckgo.com", "duckduckgo"),
        ("m.search.naver.com", "naver"),
    ] {
        assert_eq!(source(host), name, "{host}");
    }
}

#[test]
fn a_mailbox_or_an_assistant_is_no_search() {
    for (host, name) in [
        ("mail.google.com", "gmail"),
        ("gemini.google.com", "gemini"),
        ("news.google.com", "google_news"),
        ("mail.yahoo.com", "yahoo_mail"),
        ("outlook.live.com", "outlook"),
        ("eur01.safelinks.protection.outlook.com", "outlook"),
        ("navigator.gmx.net", "gmx"),
        ("deref-gmx.net", "gmx"),
        ("chatgpt.com", "chatgpt"),
        ("chat.openai.com", "chatgpt"),
        ("www.perplexity.ai", "perplexity"),
        ("copilot.microsoft.com", "copilot"),
    ] {
        assert_eq!(source(host), name, "{host}");
    }
}

#[test]
fn where_people_sign_in_or_pay_is_no_source() {
    for host in [
        "accounts.google.com",
        "pay.google.com",
        "docs.google.com",
        "login.yahoo.com",
        "login.live.com",
        "access.accounts.kakao.com",
        "accounts.kakao.com",
        "api.twitter.com",
        "nid.naver.com",
        "pay.naver.com",
        "passport.yandex.ru",
        "appleid.apple.com",
        "checkout.stripe.com",
        "paypal.com",
        "pay.line.me",
        "hooks.stripe.com",
        "shop.app",
        "klarna.com",
        "brand.example",
    ] {
        assert_eq!(of_referrer(host), UNLISTED, "{host}");
        assert_eq!(told(host, "referrer"), "", "{host}");
    }
}

#[test]
fn a_host_that_only_looks_like_a_source_is_none() {
    for host in [
        "notinstagram.com",
        "instagram.com.evil.example",
        "google.evil.example",
        "google.com.evil",
        "evil-t.co",
        "t.co.example",
        "google.",
        "google",
        "com",
        "instagram",
        "x.example",
        "l.instagram.comm",
        "google.co.uk.com",
        "xt.co",
        "127.0.0.1",
        "[::1]",
        "localhost:8787",
    ] {
        assert_eq!(of_referrer(host), UNLISTED, "{host}");
    }
}

#[test]
fn an_address_is_told_by_its_host_however_it_is_written() {
    for address in [
        "https://l.instagram.com/?u=https%3A%2F%2Fgo.brand.example",
        "HTTPS://L.INSTAGRAM.COM/",
        "l.instagram.com.",
        "http://l.instagram.com:8080/x",
        "https://user:pass@l.instagram.com/",
        "WWW.Instagram.com",
        "//instagram.com",
        "https://instagram.com?x#y",
        "https://instagram.com\\@evil.example/",
        " instagram.com ",
    ] {
        let known = if address.starts_with("//") { "" } else { "instagram" };
        assert_eq!(source(address), known, "{address}");
    }
}

#[test]
fn no_referrer_is_no_source() {
    for text in ["", " ", "https://", "/", "about:blank#x"] {
        assert!([NONE, UNLISTED].contains(&of_referrer(text)), "{text}");
    }
    assert_eq!(of_referrer(""), NONE);
    assert_eq!(of_referrer("https:///path"), NONE);
}

#[test]
fn a_referrer_is_told_as_its_source_and_way() {
    for (host, channel) in [
        ("www.google.com", "google/organic"),
        ("l.instagram.com", "instagram/social"),
        ("t.co", "twitter/social"),
        ("youtube.com", "youtube/video"),
        ("chatgpt.com", "chatgpt/ai"),
        ("mail.google.com", "gmail/email"),
        ("web.whatsapp.com", "whatsapp/messenger"),
        ("linktr.ee", "linktree/bio"),
        ("open.spotify.com", "spotify/audio"),
    ] {
        assert_eq!(told(host, "referrer"), channel);
    }
}

#[test]
fn an_ads_click_id_is_told_as_the_ad() {
    for (parameter, channel) in [
        ("gclid", "google/cpc"),
        ("gbraid", "google/cpc"),
        ("wbraid", "google/cpc"),
        ("dclid", "google/display"),
        ("msclkid", "bing/cpc"),
        ("yclid", "yandex/cpc"),
        ("ttclid", "tiktok/paid_social"),
        ("twclid", "twitter/paid_social"),
        ("li_fat_id", "linkedin/paid_social"),
        ("epik", "pinterest/paid_social"),
        ("ScCid", "snapchat/paid_social"),
        ("rdt_cid", "reddit/paid_social"),
        ("fbclid", "facebook/social"),
    ] {
        assert_eq!(told(parameter, "ad"), channel);
    }
}

#[test]
fn a_shops_own_words_pass_in_their_plain_form() {
    assert_eq!(told("Newsletter", "E-Mail"), "newsletter/e-mail");
    assert_eq!(told("google", "cpc"), "google/cpc");
    assert_eq!(told("partner", "ad"), "partner/ad");
    assert_eq!(told("partner", "referrer"), "partner/referrer");
    assert_eq!(told("spring_sale", "none"), "spring_sale/none");
    assert_eq!(told("brand.example", "banner"), "brand.example/banner");
    assert_eq!(told("x y", ""), "x-y/none");
    assert_eq!(told("", "cpc"), "");
}

#[test]
fn one_source_has_one_name() {
    for name in ["IG", "insta", "Instagram", "instagram.com", "l.instagram.com"] {
        assert_eq!(told(name, "story"), "instagram/story");
    }
    for name in ["fb", "facebook", "m.facebook.com"] {
        assert_eq!(told(name, "cpc"), "facebook/cpc");
    }
    // What an assistant puts behind its links.
    assert_eq!(told("chatgpt.com", "none"), "chatgpt/ai");
}

proptest! {
    #![proptest_config(given::tries(500))]

    #[test]
    fn any_referrer_has_a_number_with_a_word(text in "\\PC{0,300}") {
        let code = of_referrer(&text);
        prop_assert_eq!(word(code).is_empty(), code == NONE);
    }

    #[test]
    fn what_is_canonical_stays_so(source in "[ -~]{0,80}", medium in "[ -~]{0,40}") {
        if let Some((source, medium)) = canonical(&source, &medium) {
            prop_assert_eq!(canonical(&source, &medium), Some((source, medium)));
        }
    }
}

#[test]
fn a_hostile_referrer_is_one_that_is_not_listed() {
    for text in ["a".repeat(65_536), ".".repeat(65_536), "=google.*".into(), ".google.com".into(), "\u{0}".into()] {
        assert!([NONE, UNLISTED].contains(&of_referrer(&text)) || text.len() < 20);
        assert_eq!(told(&text, "referrer").matches(['\u{0}', '*', '=']).count(), 0);
    }
}
