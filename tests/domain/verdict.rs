//! Verdicts over real user agents: the audience is never lost, programs are never people.

use waymark::domain::verdict::{self, Networks, Reason, Signs, Verdict};

use crate::given;

/// People: browsers of phones and desktops, and the in-app browsers in which most of the audience lives.
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
        "Instagram, iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 327.1.3.32.91 (iPhone14,5; iOS 17_4_1; en_US; en; scale=3.00; 1170x2532; 589480736)",
    ),
    (
        "Instagram, Android",
        "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.64 Mobile Safari/537.36 Instagram 321.0.0.39.106 Android (33/13; 450dpi; 1080x2177; samsung; SM-A536B; a53x; s5e8825; de_DE; 572648372)",
    ),
    (
        "TikTok, iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_31.4.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US RevealType/Dialog isDarkMode/1 WKWebView/1 BytedanceWebview/d8a21c6 FalconTag/9A1B2C",
    ),
    (
        "TikTok, Android",
        "Mozilla/5.0 (Linux; Android 12; M2101K6G Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 trill_320605 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/32.6.5 ByteLocale/de-DE ByteFullLocale/de-DE Region/DE BytedanceWebview/d8a21c6",
    ),
    (
        "Facebook, iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/454.0.0.35.109;FBBV/568940192;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/17.4;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBRV/570512839]",
    ),
    (
        "Facebook, Android",
        "Mozilla/5.0 (Linux; Android 13; Pixel 6 Build/TQ3A.230901.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.90 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/455.0.0.44.88;]",
    ),
    (
        "Messenger",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/MessengerForiOS;FBAV/413.0.0.30.107;FBBV/484512871;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/16.5;FBSS/2;FBCR/;FBID/phone;FBLC/de_DE;FBOP/0]",
    ),
    (
        "Snapchat, iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Snapchat/12.66.0.29 (like Safari/8617.1.17.10.9, panda)",
    ),
    (
        "Snapchat, Android",
        "Mozilla/5.0 (Linux; Android 11; SM-A125U Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/103.0.5060.129 Mobile Safari/537.36Snapchat/11.92.0.36 (SM-A125U; Android 11#A125USQU3CVG2#30; gzip; )",
    ),
    (
        "Pinterest, iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]",
    ),
    (
        "Pinterest, Android",
        "Mozilla/5.0 (Linux; Android 12; SM-G991U Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.105 Mobile Safari/537.36 [Pinterest/Android]",
    ),
    (
        "WeChat",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.28(0x18001c2b) NetType/WIFI Language/zh_CN",
    ),
    (
        "Google app",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/309.1.625967228 Mobile/15E148 Safari/604.1",
    ),
    (
        "Viber",
        "Mozilla/5.0 (Linux; Android 11; Redmi Note 9 Build/RP1A.200720.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.65 Mobile Safari/537.36 Viber/19.1.0.7",
    ),
    (
        "Line",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/13.2.0",
    ),
    (
        "KakaoTalk",
        "Mozilla/5.0 (Linux; Android 13; SM-S901N Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.154 Mobile Safari/537.36;KAKAOTALK 2410080",
    ),
    (
        "X, formerly Twitter",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/10.6",
    ),
    (
        "LinkedIn",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.28.7586",
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

/// Crawlers, monitors and tools.
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
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
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
    "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
    "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GoogleOther) Chrome/126.0.6478.114 Safari/537.36",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/100.0.4896.127 Safari/537.36",
    "Mozilla/5.0 zgrab/0.x",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.102 Safari/537.36; 360Spider",
];

fn judge(signs: Signs<'_>) -> (Verdict, Reason) {
    let judged = verdict::judge(&signs, &Networks::default());
    (judged.verdict, judged.reason)
}

fn seen(user_agent: &str) -> (Verdict, Reason) {
    judge(Signs { user_agent, ..Signs::default() })
}

#[test]
fn people_are_people_also_inside_an_app() {
    for (name, agent) in PEOPLE {
        assert_eq!(seen(agent), (Verdict::Human, Reason::None), "{name}");
    }
}

#[test]
fn a_link_preview_is_no_person() {
    for agent in PREVIEWS {
        assert_eq!(seen(agent), (Verdict::Preview, Reason::PreviewToken), "{agent}");
    }
}

#[test]
fn crawlers_monitors_and_tools_are_bots() {
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
    assert_eq!(seen("SomeApp/1.0"), (Verdict::Bot, Reason::NotABrowser));
}

#[test]
fn letters_in_another_case_change_nothing() {
    for agent in PREVIEWS.iter().chain(BOTS) {
        let shouted = agent.to_uppercase();
        assert_ne!(seen(&shouted).0, Verdict::Human, "{shouted}");
    }
}

#[test]
fn every_header_that_says_loaded_ahead_is_believed() {
    let ahead = [
        Signs { purpose: "prefetch", ..Signs::default() },
        Signs { purpose: "prefetch;prerender", ..Signs::default() },
        Signs { purpose: "prefetch;anonymous-client-ip", ..Signs::default() },
        Signs { purpose: "Prefetch", ..Signs::default() },
        Signs { purpose: "preview", ..Signs::default() },
        Signs { x_moz: "prefetch", ..Signs::default() },
        Signs { x_purpose: "preview", ..Signs::default() },
        Signs { x_purpose: "instant", ..Signs::default() },
    ];
    for signs in ahead {
        let judged = judge(Signs { user_agent: given::PHONE, ..signs });
        assert_eq!(judged, (Verdict::Prefetch, Reason::PrefetchHeader), "{signs:?}");
    }
}

#[test]
fn a_header_with_another_word_says_nothing() {
    let other = [
        Signs { purpose: "navigate", ..Signs::default() },
        Signs { x_moz: "yes", ..Signs::default() },
        Signs { x_purpose: "é", ..Signs::default() },
        Signs { purpose: "pre", ..Signs::default() },
    ];
    for signs in other {
        assert_eq!(judge(Signs { user_agent: given::PHONE, ..signs }).0, Verdict::Human, "{signs:?}");
    }
}

#[test]
fn the_stored_numbers_are_read_back() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::of(verdict as u8), Some(verdict));
    }
    for reason in Reason::ALL {
        assert_eq!(Reason::of(reason as u8), Some(reason));
    }
    assert_eq!((Verdict::of(7), Reason::of(11)), (None, None));
}

proptest::proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn no_user_agent_breaks_the_judge(agent in proptest::prelude::any::<String>()) {
        let (verdict, reason) = seen(&agent);
        proptest::prop_assert_eq!(verdict == Verdict::Human, reason == Reason::None);
    }
}
