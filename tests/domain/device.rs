//! Devices: what somebody holds in the hand, told from real user agents.

use waymark::domain::device::{self, APPS, CLASSES, SYSTEMS, app, class, shares_connections, system};

use crate::given;
use crate::in_app::IN_APP;

/// Class, system and app of each.
const DEVICES: &[(&str, &str, &str, &str)] = &[
    ("mobile", "ios", "none", given::PHONE),
    (
        "mobile",
        "android",
        "none",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    ),
    (
        "tablet",
        "android",
        "none",
        "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    (
        "tablet",
        "ios",
        "none",
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    ),
    (
        "tablet",
        "ios",
        "instagram",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 327.1.3.32.91 (iPad13,4; iPadOS 17_4_1; en_US; en; scale=2.00; 750x1334; 589480736)",
    ),
    (
        "tablet",
        "ios",
        "pinterest",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]",
    ),
    ("tablet", "android", "none", "Mozilla/5.0 (Android 13; Tablet; rv:127.0) Gecko/127.0 Firefox/127.0"),
    ("mobile", "android", "none", "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0"),
    (
        "desktop",
        "windows",
        "none",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    (
        "desktop",
        "macos",
        "none",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    ),
    ("desktop", "linux", "none", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"),
    (
        "desktop",
        "chromeos",
        "none",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    (
        "tv",
        "tizen",
        "none",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
    ),
    (
        "tv",
        "webos",
        "none",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36",
    ),
    (
        "tv",
        "android",
        "none",
        "Mozilla/5.0 (Linux; Android 9; BRAVIA 4K GB) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.91 Safari/537.36",
    ),
    (
        "console",
        "playstation",
        "none",
        "Mozilla/5.0 (PlayStation; PlayStation 5/5.10) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
    ),
    (
        "console",
        "xbox",
        "none",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.212 Safari/537.36 Edge/44.18363.8131",
    ),
    (
        "headset",
        "android",
        "none",
        "Mozilla/5.0 (X11; Linux x86_64; Quest 3; Android 12) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/33.0.0.1 Chrome/126.0.0.0 VR Safari/537.36",
    ),
    ("mobile", "kaios", "none", "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5"),
    (
        "mobile",
        "windows_phone",
        "none",
        "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
    ),
    (
        "unknown",
        "unknown",
        "gmail_proxy",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    ),
    ("unknown", "unknown", "yahoo_proxy", "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"),
    ("unknown", "unknown", "apple_mail", "Mozilla/5.0"),
    (
        "mobile",
        "android",
        "opera_mini",
        "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16",
    ),
    ("mobile", "unknown", "opera_mini", "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119"),
    (
        "mobile",
        "ios",
        "opera_mini",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) OPiOS/16.0.15 Mobile/16A366 Safari/9537.53",
    ),
    (
        "mobile",
        "android",
        "uc_mini",
        "UCWEB/2.0 (Linux; U; Adr 9; en-US; SM-J730F) U2/1.0.0 UCMini/12.11.2.1184 (SpeedMode; Proxy; Android 9; SM-J730F ) U2/1.0.0 Mobile",
    ),
    (
        "mobile",
        "linux",
        "uc_mini",
        "UCWEB/2.0 (Linux; U; Opera Mini/7.1.32052/30.3697; en-US; Lenny4) U2/1.0.0 UCBrowser/10.7.0.636 Mobile",
    ),
    ("mobile", "linux", "uc_mini", "JUC (Linux; U; 2.3.7; zh-cn; MB200; 320*480) UCWEB7.9.3.103/139/999"),
    (
        "mobile",
        "android",
        "none",
        "Mozilla/5.0 (Linux; U; Android 10; en-US; RMX2027 Build/QP1A.190711.020) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.0.1306 Mobile Safari/537.36",
    ),
    ("unknown", "unknown", "none", "curl/8.5.0"),
    ("unknown", "unknown", "none", ""),
];

#[test]
fn class_system_and_app_are_told() {
    for (class_word, system_word, app_word, agent) in DEVICES {
        let told = device::of(agent);
        let words = (class(told.class), system(told.system), app(told.app));
        assert_eq!(words, (*class_word, *system_word, *app_word), "{agent}");
    }
}

#[test]
fn each_in_app_browser_has_its_name() {
    for (name, agent) in IN_APP {
        assert_eq!(app(device::of(agent).app), *name, "{agent}");
    }
}

#[test]
fn an_in_app_browser_runs_on_a_telephone_or_a_tablet() {
    for (_, agent) in IN_APP {
        assert!(["mobile", "tablet"].contains(&class(device::of(agent).class)), "{agent}");
    }
}

#[test]
fn a_stored_number_keeps_its_name_for_ever() {
    assert_eq!(CLASSES, ["unknown", "mobile", "tablet", "desktop", "tv", "console", "headset"]);
    assert_eq!((system(1), system(2), system(14)), ("ios", "android", "windows_phone"));
    assert_eq!((app(0), app(1), app(17), app(40)), ("none", "instagram", "gmail_proxy", "lemon8"));
    assert_eq!((app(18), app(19), app(41), app(42)), ("yahoo_proxy", "apple_mail", "opera_mini", "uc_mini"));
}

#[test]
fn behind_a_proxy_one_connection_is_many_people_and_nowhere_else() {
    let shared: Vec<_> = (0..=u8::MAX).filter(|&code| shares_connections(code)).map(app).collect();
    assert_eq!(shared, ["gmail_proxy", "yahoo_proxy", "apple_mail", "opera_mini", "uc_mini"]);
}

#[test]
fn every_name_fits_its_number_and_is_there_once() {
    for names in [CLASSES, SYSTEMS, APPS] {
        assert!(names.len() < 256);
        let once: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(once.len(), names.len());
    }
}

#[test]
fn a_newer_number_is_unknown() {
    assert_eq!((class(255), system(255), app(255)), ("unknown", "unknown", "unknown"));
}

proptest::proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn no_user_agent_breaks_it_and_every_number_has_a_name(agent in proptest::prelude::any::<String>()) {
        let told = device::of(&agent);
        proptest::prop_assert!(usize::from(told.class) < CLASSES.len());
        proptest::prop_assert!(usize::from(told.system) < SYSTEMS.len());
        proptest::prop_assert!(usize::from(told.app) < APPS.len());
    }
}
