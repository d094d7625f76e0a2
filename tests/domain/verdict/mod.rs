//! Verdicts over real user agents: the audience is never lost, programs are never people.

mod again;
mod network;
mod oracle;
mod people;
mod signs;

use waymark::domain::verdict::{self, Networks, Reason, Signs, Verdict};

use crate::given;
use crate::in_app::IN_APP;

/// People: browsers of telephones, desktops and televisions.
const PEOPLE: &[(&str, &str)] = &[
    ("Safari, iPhone", given::PHONE),
    (
        "Chrome, Android",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    ),
    (
        "Chrome, Windows",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    ("Firefox, Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"),
    (
        "Safari, Mac",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    ),
    (
        "Edge",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
    ),
    (
        "Samsung Internet",
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
    ),
    (
        "Opera Mini",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54",
    ),
    (
        "Cubot telephone",
        "Mozilla/5.0 (Linux; Android 9; CUBOT P30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/106.0.0.0 Mobile Safari/537.36",
    ),
    (
        "YouTube on a television",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
    ),
];

/// What messengers and networks send to draw a link's card.
const PREVIEWS: &[&str] = &[
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "facebookexternalhit/1.1;line-poker/1.0",
    "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
    "WhatsApp/2.23.20.0 A",
    "WhatsApp/2.2412.54 W",
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy (+https://api.slack.com/robots)",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)",
    "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
    "Iframely/1.3.1 (+https://iframely.com/docs/about)",
    "http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.example/)",
    "Mozilla/5.0 (compatible; Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots)",
];

/// What watches whether pages are up, or how fast they are.
const MONITORS: &[&str] = &[
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
    "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
    "Mozilla/5.0 (compatible; Better Uptime Bot; Mozilla/5.0)",
    "Datadog/Synthetics DatadogSynthetics",
    "Uptime-Kuma/1.23.11",
    "Site24x7",
    "StatusCake",
];

/// Crawlers and tools.
const BOTS: &[&str] = &[
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.114 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "AdsBot-Google (+http://www.google.com/adsbot.html)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_7_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.1.2 Mobile/15E148 Safari/604.1 (compatible; AdsBot-Google-Mobile; +http://www.google.com/mobile/adsbot.html)",
    "Mediapartners-Google",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
    "Screaming Frog SEO Spider/19.4",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
    "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "curl/8.5.0",
    "Wget/1.21.4",
    "python-requests/2.31.0",
    "Python/3.11 aiohttp/3.9.1",
    "okhttp/4.12.0",
    "axios/1.6.8",
    "PostmanRuntime/7.37.3",
    "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "node",
    "Go-http-client/2.0",
    "Java/17.0.9",
    "Apache-HttpClient/4.5.13 (Java/11.0.20)",
    "libwww-perl/6.67",
    "Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ3A.230901.001)",
    "Instagram 327.1.3.32.91 CFNetwork/1494.0.7 Darwin/23.4.0",
    "Expanse, a Palo Alto Networks company, searches across the global IPv4 space",
    "x",
];

/// Programs whose user agent is a browser's but for one word that none of the usual endings catches.
const PROGRAMS_IN_A_BROWSERS_COAT: &[&str] = &[
    "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GoogleOther) Chrome/126.0.6478.114 Safari/537.36",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/100.0.4896.127 Safari/537.36",
    "Mozilla/5.0 zgrab/0.x",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.102 Safari/537.36; 360Spider",
];

fn seen(user_agent: &str) -> (Verdict, Reason) {
    let judged = verdict::judge(&Signs { user_agent, ..Signs::default() }, &Networks::default());
    (judged.verdict, judged.reason)
}

#[test]
fn people_are_people() {
    for (name, agent) in PEOPLE {
        assert_eq!(seen(agent), (Verdict::Human, Reason::None), "{name}");
    }
}

#[test]
fn no_one_inside_an_app_is_lost() {
    assert!(IN_APP.len() > 40);
    let lost: Vec<_> = IN_APP.iter().filter(|(_, agent)| seen(agent).0 != Verdict::Human).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn a_link_preview_is_no_person() {
    for agent in PREVIEWS {
        assert_eq!(seen(agent), (Verdict::Preview, Reason::PreviewToken), "{agent}");
    }
}

#[test]
fn a_monitor_is_no_person() {
    for agent in MONITORS {
        assert_eq!(seen(agent), (Verdict::Monitor, Reason::MonitorToken), "{agent}");
    }
}

#[test]
fn who_names_a_preview_and_a_monitor_is_a_preview() {
    assert_eq!(seen("UptimeRobot/2.0 Discordbot/2.0").0, Verdict::Preview);
    assert_eq!(seen("Discordbot/2.0 UptimeRobot/2.0").0, Verdict::Preview);
}

#[test]
fn crawlers_and_tools_are_bots() {
    for agent in BOTS {
        assert_eq!(seen(agent).0, Verdict::Bot, "{agent}");
    }
}

#[test]
fn a_program_in_a_browsers_coat_is_no_person() {
    let people: Vec<_> = PROGRAMS_IN_A_BROWSERS_COAT.iter().filter(|agent| seen(agent).0 == Verdict::Human).collect();
    assert!(people.is_empty(), "{people:#?}");
}

#[test]
fn without_a_user_agent_it_is_a_bot() {
    assert_eq!(seen(""), (Verdict::Bot, Reason::UserAgentMissing));
    assert_eq!(seen("  "), (Verdict::Bot, Reason::UserAgentMissing));
}

#[test]
fn the_reason_says_what_spoke_against_a_person() {
    assert_eq!(seen("Mozilla/5.0 (compatible; Googlebot/2.1)"), (Verdict::Bot, Reason::BotToken));
    assert_eq!(
        seen("Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ3A.230901.001)"),
        (Verdict::Bot, Reason::NotABrowser)
    );
}

#[test]
fn letters_in_another_case_change_nothing() {
    for agent in PREVIEWS.iter().chain(MONITORS).chain(BOTS) {
        assert_eq!(seen(&agent.to_uppercase()), seen(agent), "{agent}");
    }
}

#[test]
fn a_word_is_seen_up_to_the_last_letter_that_is_looked_at() {
    let with = |filler: usize| format!("Mozilla/5.0 ({}crawl", "; ".repeat(filler));
    // 13 letters, 503 times two, 5 letters: 1,024.
    assert_eq!(seen(&with(503)), (Verdict::Bot, Reason::BotToken));
    assert_eq!(seen(&with(504)), (Verdict::Human, Reason::None));
}

#[test]
fn a_user_agent_of_64_kb_is_judged_by_its_start() {
    let long = format!("{} {}", given::PHONE, "a ".repeat(32 * 1024));
    assert_eq!(seen(&long), (Verdict::Human, Reason::None));
    assert_eq!(seen(&format!("Googlebot {long}")).0, Verdict::Bot);
}

#[test]
fn of_a_user_agent_made_to_take_long_only_the_start_is_looked_at() {
    let hostile =
        ["9".repeat(65_536), "a/1.1".repeat(9_999), ".1".repeat(9_999), "@a".repeat(9_999), "; a;".repeat(9_999)];
    for agent in &hostile {
        for start in ["", "Mozilla/5.0 (", "a/1", "x/v1.1"] {
            let agent = format!("{start}{agent}");
            assert_eq!(seen(&agent), seen(&agent[..1024]), "{start}");
        }
    }
}

#[test]
fn bytes_that_are_no_utf_8_arrive_as_replaced_letters_and_change_no_verdict() {
    for (agent, verdict) in [(given::PHONE, Verdict::Human), ("Mozilla/5.0 (compatible; Googlebot/2.1)", Verdict::Bot)]
    {
        let broken = String::from_utf8_lossy(&[agent.as_bytes(), &[0x20, 0xff, 0xfe, 0xc3]].concat()).into_owned();
        assert_eq!(seen(&broken).0, verdict, "{broken}");
    }
}

proptest::proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn no_user_agent_breaks_the_judge(agent in proptest::prelude::any::<String>()) {
        let (verdict, reason) = seen(&agent);
        proptest::prop_assert_eq!(verdict == Verdict::Human, reason == Reason::None);
    }

    #[test]
    fn no_bytes_break_the_judge(agent in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..3000)) {
        seen(&String::from_utf8_lossy(&agent));
    }
}
