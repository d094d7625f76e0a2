//! People whom lists of programs lose: inside apps with a program's word in their name, on old telephones, in text
//! browsers; and programs in the same coat, which are found all the same.

use waymark::domain::verdict::{Networks, Signs, Verdict, judge};

/// What apps add to the user agent of a web view, on either system.
const IN_APPS: &[&str] = &[
    "MMWEBID/4711 MicroMessenger/7.0.15.1680(0x27000F51) Process/tools WeChat/arm64 NetType/WIFI Language/en ABI/arm64",
    "SmartNews/8.44.0",
    "jp.gocro.smartnews.android/23.5.1",
    "JsSdk/2 NewsArticle/9.1.0 NetType/wifi TTWebView/0751130025454",
    "NewsArticle/8.5.0.46 JsSdk/2.0 NetType/WIFI (News 8.5.0 14.800000)",
    "JsSdk/2 NewsArticle/7.4.9 NetType/wifi (NewsLite 7.4.9)",
    "Opera News/9.7.2254",
    "OperaNews/9.7",
    "NewsBreak/10.1",
    "BBCNews/5.1",
    "Feedly/80.0",
    "FeedlyApp",
    "Grab/5.123.0 (Android 10)",
    "TripAdvisor/40.1",
    "QRScanner/2.1",
];

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; SM-G960F Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36";
const IOS: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20A362";

/// Browsers that are not like any other, or that a list of programs does not know.
const BROWSERS: &[&str] = &[
    "Mozilla/5.0 (Linux; Android 9; MI 8 Build/PKQ1.180729.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.126 MQQBrowser/6.2 TBS/045136 Mobile Safari/537.36 MicroMessenger/7.0.15.1680(0x27000F51) Process/tools WeChat/arm64 NetType/WIFI",
    "UCWEB/2.0 (Linux; U; Adr 9; en-US; SM-J730F) U2/1.0.0 UCMini/12.11.2.1184 (SpeedMode; Proxy; Android 9; SM-J730F ) U2/1.0.0 Mobile",
    "UCWEB/2.0 (Java; U; MIDP-2.0; Nokia203/20.37) U2/1.0.0 UCMini/10.9.8.1006 (SpeedMode; Proxy; Android 4.4.4; SM-J110H ) U2/1.0.0 Mobile",
    "Mozilla/5.0 (Linux; Android 9; X19 Build/CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0.4692.98 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 4.4.2; de-de; P9 Build/CUBOT) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
    "SonyEricssonK750i/R1AA Browser/SEMC-Browser/4.2 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "LG-GD510/V100 Obigo/WAP2.0 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "LG/KU990i/v10a Browser/Obigo-Q05A/3.6 MMS/LG-MMS-V1.0/1.2 Java/ASVM/1.1 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "LGE-VX8500/1.0 UP.Browser/6.2.3.2 (GUI) MMP/2.0",
    "MOT-V3r/08.BD.43R MIB/2.2.1 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "HUAWEI-M750/001.00 ACS-NetFront/3.2",
    "HUAWEI-U8500/1.0",
    "HUAWEI_T8951_TD/1.0 Android/4.0 Release/05.20.2012 Browser/WAP2.0 appleWebkit/534.30",
    "SEC-SGHE900/1.0 NetFront/3.2 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "SEC-SGHX427M/1.0",
    "ALCATEL-OT708/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1 ObigoInternetBrowser/Q03C",
    "Alcatel-OH5/1.0 UP.Browser/6.1.0.7.7 (GUI) MMP/1.0",
    "SAMSUNG-GT-S3650/S3650XEII3 SHP/VPP/R5 Jasmine/1.0 Nextreaming SMM-MMS/1.2.0 profile/MIDP-2.1 configuration/CLDC-1.1",
    "SCH-U660 UP.Browser/6.2",
    "BlackBerry8320/4.2.2",
    "Nokia6100/1.0",
    "BenQ-CF61/1.00/WAP2.0/MIDP2.0/CLDC1.0 UP.Browser/6.3.0.4.c.1.102 (GUI)",
    "SIE-S68/36 UP.Browser/7.1.0.e.18 (GUI) MMP/2.0 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "ZTE-F930/1.0 Profile/MIDP-2.0",
    "HTC-8900/1.2 Mozilla/4.0 (compatible; MSIE 6.0; Windows CE; IEMobile 7.6) UP.Link/6.3.0.0.0",
    "NoMakerAnybodyKnows/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "DoCoMo/2.0 N905i(c100;TB;W24H16)",
    "DoCoMo/1.0/N505i/c20/TB/W20H10",
    "KDDI-CA39 UP.Browser/6.2.0.13.1.5 (GUI) MMP/2.0",
    "SoftBank/1.0/910T/TJ001/SN123456789012345 Browser/NetFront/3.3 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "Vodafone/1.0/V802SE/SEJ001 Browser/SEMC-Browser/4.1 Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "J-PHONE/3.0/J-SH07",
    "JUC (Linux; U; 2.3.7; zh-cn; MB200; 320*480) UCWEB7.9.3.103/139/999",
    "JUC(Linux;U;Android2.2;Zh_cn;ZTE;480*800;)UCWEB7.8.0.95/139/355",
    "IUC(U;iOS 5.1;Zh-cn;320*480;)/UCWEB8.8.0.212/42/997",
    "MQQBrowser/3.6/Adr (Linux; U; 4.0.3; zh-cn; HUAWEI U8818 Build/U8818V100R001C17B926;480*800)",
    "Roku/DVP-9.10 (519.10E04111A)",
    "Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1d",
    "w3m/0.5.3",
    "w3m/0.5.3+git20230121",
    "Links (2.29; Linux 5.10 x86_64; GNU C 10.2.1; text)",
    "ELinks/0.13.GIT (textmode; Linux 5.4 x86_64; 190x50-3)",
    "ELinks (0.4pre5; Linux 2.6.10-ac7 i686; 80x33)",
    "Dillo/3.0.5",
];

/// Programs that come as an app or as an old telephone, or with a word of either.
const PROGRAMS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0 Safari/537.36 newsai/1.0",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT) NewsNow/1.0",
    "Mozilla/5.0 (feeder.co; Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/106.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K; wv) AppleWebKit/537.36 Version/4.0 Chrome/97.0 Mobile Safari/537.36 (compatible; NewsFetcher/1.0)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1 FeedFetcher",
    "Mozilla/5.0 (Linux; Android 10; K; wv) AppleWebKit/537.36 Version/4.0 Chrome/97.0 Mobile Safari/537.36 SmartNewsBot/1.0",
    "Mozilla/5.0 (compatible; proxy checker)",
    "Mozilla/5.0 zgrab/0.x",
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
    "DoCoMo/2.0 N905i(c100;TB;W24H16) (compatible; Googlebot-Mobile/2.1; +http://www.google.com/bot.html)",
    "KDDI-CA31 UP.Browser/6.2.0.7.3.129 (GUI) MMP/2.0 (compatible; ichiro/mobile goo; +http://help.goo.ne.jp/help/article/1142/)",
    "SAMSUNG-SGH-E250/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2.3.3.c.1.101 (GUI) MMP/2.0 (compatible; Googlebot-Mobile/2.1)",
    "HuaweiSymantecSpider/1.0+DSE-support@huaweisymantec.com",
    "SmartNews/8.44.0",
    "findlinks/2.0.1 (+http://wortschatz.uni-leipzig.de/findlinks/)",
    "Dalvik/2.1.0 (Linux; U; Android 6.0.1; MI 4LTE) NewsArticle/5.1.3",
    "Java/ASVM",
    "robot_X19",
];

fn lost<'a>(agents: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let person = |agent: &&str| {
        let signs = Signs { user_agent: agent, language: "en", ..Signs::default() };
        judge(&signs, &Networks::default()).verdict != Verdict::Human
    };
    agents.filter(person).collect()
}

#[test]
fn no_app_is_lost_for_a_word_in_its_name() {
    let agents: Vec<_> =
        IN_APPS.iter().flat_map(|app| [ANDROID, IOS].map(|browser| format!("{browser} {app}"))).collect();
    assert_eq!(lost(agents.iter().map(String::as_str)), [""; 0]);
}

#[test]
fn no_old_telephone_no_text_browser_and_no_television_is_lost() {
    assert_eq!(lost(BROWSERS.iter().copied()), [""; 0]);
}

#[test]
fn a_program_in_the_same_coat_is_found() {
    assert_eq!(lost(PROGRAMS.iter().copied()), PROGRAMS);
}
