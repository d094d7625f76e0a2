//! Kept events under today's rules: what no longer speaks against somebody no longer counts, what nobody kept stays.

use waymark::domain::verdict::{Judgement, Networks, RULES, Reason, Signs, Verdict, again, judge};

use crate::given;

const AMAZON: u32 = 16_509;
const HOME: u32 = 3_320;

fn seen(user_agent: &str) -> Judgement {
    judge(&Signs { user_agent, ..Signs::default() }, &Networks::default())
}

/// What the rules say again of a kept event of this user agent, with another sign.
fn replayed(judged: Judgement, sign: u32) -> Verdict {
    again(judged.verdict, judged.reason as u8, sign, HOME, true)
}

const BOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1)";
const PREVIEW: &str = "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)";
const MONITOR: &str = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)";

/// A sign of the same label and browser, made by a pattern that nobody lists.
fn of_no_pattern(sign: u32) -> u32 {
    sign | 0xffff_e000
}

#[test]
fn under_the_same_rules_every_verdict_stands() {
    let agents =
        [BOT, PREVIEW, MONITOR, given::PHONE, "", "curl/8.5.0", "Dalvik/2.1.0 (Linux; U)", "WhatsApp/2.23.20.0 A"];
    for agent in agents {
        for network in [AMAZON, HOME] {
            for language in ["", "de"] {
                let signs = Signs { user_agent: agent, network, language, ..Signs::default() };
                let judged = judge(&signs, &Networks::default());
                let now = again(judged.verdict, judged.reason as u8, judged.sign, network, !language.is_empty());
                assert_eq!(now, judged.verdict, "{signs:?}");
            }
        }
    }
}

#[test]
fn who_was_found_by_a_pattern_that_is_no_longer_listed_is_a_person_again() {
    for agent in [BOT, PREVIEW, MONITOR] {
        let judged = seen(agent);
        assert_eq!(replayed(judged, of_no_pattern(judged.sign)), Verdict::Human, "{agent}");
    }
}

#[test]
fn who_was_found_by_a_lost_pattern_in_a_data_centre_is_suspect() {
    let judged = seen(BOT);
    let now = again(judged.verdict, judged.reason as u8, of_no_pattern(judged.sign), AMAZON, false);
    assert_eq!(now, Verdict::Suspect);
}

#[test]
fn what_does_not_look_like_a_browser_stays_a_bot_whatever_is_listed() {
    let judged = seen("curl/8.5.0");
    assert_eq!(replayed(judged, of_no_pattern(judged.sign)), Verdict::Bot);
}

#[test]
fn a_preview_whose_label_is_no_longer_listed_is_a_bot() {
    for agent in [PREVIEW, MONITOR] {
        let judged = seen(agent);
        // The twelve bits of the label: the next number that no label has.
        assert_eq!(replayed(judged, judged.sign & !0xfff | 1), Verdict::Bot, "{agent}");
    }
}

#[test]
fn a_network_that_became_a_data_centre_makes_suspects_and_one_that_is_none_any_more_makes_people() {
    assert_eq!(again(Verdict::Human, Reason::None as u8, 0, AMAZON, false), Verdict::Suspect);
    assert_eq!(again(Verdict::Human, Reason::None as u8, 0, AMAZON, true), Verdict::Human);
    assert_eq!(again(Verdict::Suspect, Reason::DataCentre as u8, 0, HOME, false), Verdict::Human);
}

#[test]
fn who_opens_a_mail_behind_a_proxy_in_a_data_centre_stays_a_person() {
    for user_agent in [
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    ] {
        let google = 396_982;
        let signs = Signs { user_agent, image: true, network: google, ..Signs::default() };
        let judged = judge(&signs, &Networks::default());
        assert_eq!(judged.verdict, Verdict::Human, "{user_agent}");
        let now = again(judged.verdict, judged.reason as u8, judged.sign, google, false);
        assert_eq!(now, Verdict::Human, "{user_agent}");
    }
}

#[test]
fn what_nobody_kept_cannot_be_judged_again_and_stays() {
    let kept = [
        (Verdict::Prefetch, Reason::PrefetchHeader),
        (Verdict::Prefetch, Reason::ImageProxy),
        (Verdict::Internal, Reason::AskedInternal),
        (Verdict::Internal, Reason::InternalNetwork),
        (Verdict::Bot, Reason::UserAgentMissing),
        (Verdict::Bot, Reason::NotABrowser),
    ];
    for (verdict, reason) in kept {
        assert_eq!(again(verdict, reason as u8, 0, AMAZON, false), verdict, "{reason:?}");
    }
}

#[test]
fn what_an_older_worker_kept_without_a_sign_stays() {
    for (verdict, reason) in [(Verdict::Bot, Reason::BotToken), (Verdict::Preview, Reason::PreviewToken)] {
        assert_eq!(again(verdict, reason as u8, 0, HOME, true), verdict);
    }
}

#[test]
fn a_newer_workers_reason_stays() {
    assert_eq!(again(Verdict::Bot, 200, 77, HOME, true), Verdict::Bot);
}

#[test]
fn the_rules_have_a_version() {
    assert_ne!(RULES, 0);
}
