//! The patterns that tell programs, written by `scripts/bots`: not by hand.
//!
//! What is a program at all: npm isbot 5.2.3 (the Unlicense). What kind of program: the tags `social-preview` and
//! `monitoring` of npm crawler-user-agents 1.60.0 (MIT, copyright its authors:
//! <https://github.com/monperrus/crawler-user-agents>).

use crate::domain::pattern::{After, Around, Before, Class, Pattern, Shape, Table};

/// In the mark of a label: it is a monitor, not a preview.
pub const MONITOR: u32 = 4_096;

/// Marks of words that tell no program within an app.
#[rustfmt::skip]
pub const APP_WORDS: [u32; 7] = [
    490_033, 257_296, 11_283, 350_635, 330_964, 105_641, 184_530,
];

const fn w(word: &'static str, mark: u32) -> Pattern {
    Pattern { word, mark, around: None }
}

const fn p(word: &'static str, mark: u32, around: &'static Around) -> Pattern {
    Pattern { word, mark, around: Some(around) }
}

const C0: Class = [1_729_383_356_421_898_240, 0];
const C1: Class = [9_799_660_307_566_559_232, 576_460_745_860_972_544];
const C2: Class = [140_737_488_355_328, 0];
const C3: Class = [0, 18_014_398_509_481_984];
const C4: Class = [287_948_901_175_001_088, 0];
const C5: Class = [70_368_744_177_664, 0];
const C6: Class = [17_592_186_044_416, 0];
const C7: Class = [287_984_085_547_089_920, 576_460_745_860_972_544];
const C8: Class = [287_948_901_175_001_088, 576_460_745_860_972_544];
const C9: Class = [18_446_744_069_414_584_319, 18_446_744_073_575_333_895];
const C10: Class = [0, 2_251_799_813_685_248];
const C11: Class = [0, 137_438_953_472];
const C12: Class = [0, 8_589_934_592];
const C13: Class = [0, 1_125_899_906_842_624];
const C14: Class = [0, 34_359_738_368];
const C15: Class = [0, 1_099_511_627_776];
const C16: Class = [287_952_199_709_884_416, 576_460_745_860_972_544];
const C17: Class = [4_294_983_168, 4];
const C18: Class = [1_099_511_627_776, 0];
const C19: Class = [287_948_901_175_001_088, 576_460_745_860_972_545];
const C20: Class = [2_199_023_255_552, 0];
const C21: Class = [288_054_454_291_267_584, 576_460_745_860_972_544];
const C22: Class = [0, 140_737_488_355_328];
const C23: Class = [0, 35_184_372_088_832];
const C24: Class = [0, 281_474_976_710_656];
const C25: Class = [0, 4_503_599_627_370_496];
const C26: Class = [0, 2_199_023_255_552];
const C27: Class = [0, 17_179_869_184];
const C28: Class = [0, 17_592_186_044_416];
const C29: Class = [576_460_752_303_423_488, 0];
const C30: Class = [140_741_783_338_496, 4];
const C31: Class = [0, 576_460_743_713_488_896];
const C32: Class = [18_446_744_073_709_551_615, 18_446_743_523_819_520_007];

#[rustfmt::skip]
static S0: Shape =
    Shape { first: 1, places: &[(C0, 0)], last: 1, after: After::Any };
#[rustfmt::skip]
static S1: Shape =
    Shape { first: 1, places: &[(C1, 131_075), (C2, 12), (C3, 8), (C4, 131_160), (C5, 32), (C4, 131_168), (C5, 128),
    (C4, 261_952), (C4, 261_696), (C4, 261_184), (C4, 260_160), (C4, 258_112), (C4, 254_016), (C4, 245_824), (C4,
    229_440), (C4, 196_672), (C4, 131_136), (C6, 0)], last: 131_072, after: After::Any };
#[rustfmt::skip]
static S2: Shape =
    Shape { first: 1, places: &[(C1, 3), (C2, 12), (C3, 8), (C4, 88), (C5, 32), (C4, 96), (C5, 128), (C4, 130_880),
    (C4, 130_624), (C4, 130_112), (C4, 129_088), (C4, 127_040), (C4, 122_944), (C4, 114_752), (C4, 98_368), (C4,
    65_600), (C4, 64)], last: 130_985, after: After::End };
#[rustfmt::skip]
static S3: Shape =
    Shape { first: 1, places: &[(C7, 3), (C2, 4), (C8, 4)], last: 4, after: After::End };
#[rustfmt::skip]
static S4: Shape =
    Shape { first: 1, places: &[(C9, 2), (C9, 4), (C9, 8), (C9, 16), (C9, 32), (C9, 64), (C9, 128), (C9, 256), (C9,
    512), (C9, 1_024), (C9, 2_048), (C9, 4_096), (C9, 8_192), (C9, 16_384), (C9, 32_768), (C9, 65_536), (C9, 131_072),
    (C9, 262_144), (C9, 524_288), (C9, 1_048_576), (C9, 2_097_152), (C9, 4_194_304), (C9, 8_388_608), (C9,
    16_777_216), (C9, 33_554_432), (C9, 67_108_864), (C9, 134_217_728), (C9, 268_435_456), (C9, 536_870_912), (C9,
    1_073_741_824), (C9, 2_147_483_648), (C9, 4_294_967_296), (C9, 8_589_934_592), (C9, 17_179_869_184), (C9,
    34_359_738_368), (C9, 68_719_476_736), (C9, 137_438_953_472), (C9, 274_877_906_944), (C9, 549_755_813_888), (C9,
    1_099_511_627_776), (C9, 2_199_023_255_552), (C9, 4_398_046_511_104), (C9, 8_796_093_022_208), (C9,
    17_592_186_044_416), (C9, 35_184_372_088_832), (C9, 70_368_744_177_664), (C9, 140_737_488_355_328), (C9,
    281_474_976_710_656), (C9, 562_949_953_421_312), (C9, 562_949_953_421_312)], last: 562_949_953_421_312,
    after: After::End };
#[rustfmt::skip]
static S5: Shape =
    Shape { first: 1, places: &[(C4, 1)], last: 1, after: After::Edge };
#[rustfmt::skip]
static S6: Shape =
    Shape { first: 3, places: &[(C8, 3), (C10, 4), (C11, 8), (C12, 16), (C13, 32), (C14, 64), (C15, 0)], last: 64,
    after: After::Edge };
#[rustfmt::skip]
static S7: Shape =
    Shape { first: 1, places: &[(C8, 3), (C2, 4), (C16, 4)], last: 6, after: After::End };
#[rustfmt::skip]
static S8: Shape =
    Shape { first: 1, places: &[(C8, 3), (C2, 4), (C4, 8), (C5, 16), (C4, 32), (C17, 64), (C18, 128), (C19, 384),
    (C20, 0)], last: 256, after: After::End };
#[rustfmt::skip]
static S9: Shape =
    Shape { first: 1, places: &[(C4, 0)], last: 1, after: After::Any };
#[rustfmt::skip]
static S10: Shape =
    Shape { first: 1, places: &[(C4, 2), (C5, 4), (C4, 8), (C17, 16), (C21, 16)], last: 16, after: After::End };
#[rustfmt::skip]
static S11: Shape =
    Shape { first: 1, places: &[(C4, 2), (C5, 4), (C4, 8), (C17, 16), (C18, 4_390_944), (C14, 64), (C22, 128), (C23,
    256), (C24, 512), (C12, 1_024), (C25, 2_048), (C26, 4_096), (C27, 8_192), (C28, 16_384), (C11, 32_768), (C29,
    4_390_912), (C17, 131_072), (C21, 393_216), (C30, 524_288), (C4, 1_572_864), (C5, 2_097_152), (C4, 6_291_456),
    (C20, 0)], last: 4_194_304, after: After::End };
#[rustfmt::skip]
static S12: Shape =
    Shape { first: 1, places: &[(C17, 2), (C8, 6), (C29, 0)], last: 4, after: After::End };
#[rustfmt::skip]
static S13: Shape =
    Shape { first: 1, places: &[(C31, 2), (C7, 6), (C5, 0)], last: 4, after: After::Any };

/// What tells a program; marks of 19 bits.
#[rustfmt::skip]
pub static BOTS: Table = Table::of(&[
    p("", 203_736, &Around { before: Before::Any, after: After::Rest(&S0) }),
    p("", 178_513, &Around { before: Before::Any, after: After::Rest(&S1) }),
    p("", 178_513, &Around { before: Before::Any, after: After::Rest(&S2) }),
    p("", 309_746, &Around { before: Before::Any, after: After::Rest(&S3) }),
    p("", 329_313, &Around { before: Before::Any, after: After::Rest(&S4) }),
    p("", 221_828, &Around { before: Before::Any, after: After::Rest(&S5) }),
    p("", 122_180, &Around { before: Before::Any, after: After::Rest(&S6) }),
    p("", 338_228, &Around { before: Before::Any, after: After::Rest(&S7) }),
    p("", 418_070, &Around { before: Before::Any, after: After::Rest(&S8) }), w("active", 43_495),
    w("ad muncher", 53_469), w("amaya", 449_471), w("apache/", 180_739), w("avsdevicesdk/", 110_870),
    w("azure", 182_027), w("biglotron", 163_801), w("blackbox exporter", 396_519), w("bot", 250_481),
    w("clamav ", 182_307), w("clamav/", 182_307), w("claude-code/", 371_166), w("client/", 443_004),
    w("cobweb/", 165_471), w("custom", 225_824), w("ddg-android", 375_201), w("ddg_android", 375_201),
    w("discourse", 200_658), p("dispatch/", 245_648, &Around { before: Before::Any, after: After::Rest(&S9) }),
    w("downcast/", 464_305), w("duckduckgo", 453_760), w("email", 86_687), w("exodusmovement", 212_887),
    w("facebook", 415_263), w("getright/", 209_554), w("gozilla/", 136_343), w("hobbit", 204_474),
    w("hotzonu", 326_411), w("hwcdn/", 357_314), w("igetter/", 506_743), w("jeode/", 81_827), w("jetty/", 476_793),
    w("jigsaw", 256_382), w("microsoft bits", 216_757), w("movabletype", 323_315),
    p("mozilla/", 336_536, &Around { before: Before::Any, after: After::Rest(&S10) }),
    p("mozilla/", 163_905, &Around { before: Before::Any, after: After::Rest(&S11) }), w("navermailapp", 283_144),
    w("netsurf", 115_923), p("news", 11_283, &Around { before: Before::Any, after: After::Not(&["sapphire"]) }),
    w("offline", 376_897), w("openai/", 243_867), w("owler", 33_203), w("php", 213_821), w("postman", 188_028),
    w("ps_daily/", 183_779), w("python", 309_266), w("rank", 330_187), w("read", 271_313), w("reed", 238_473),
    w("remove.bg/", 471_314), w("rest", 197_945), w("rss", 190_785), w("snapchat", 196_010), w("sora ", 55_273),
    w("space bison", 393_509), w("stape/", 150_764), w("svn", 428_072), w("swcd ", 242_725), w("taringa", 187_579),
    w("thumbor/", 5_397), w("track", 93_713), w("w3c", 252_347), w("webbandit/", 490_415), w("webcopier", 25_584),
    w("wget", 92_101), w("whatsapp", 76_296), w("wordpress", 394_230), w("xenu link sleuth", 389_775),
    w("yahoo", 291_580), w("yandex", 61_008),
    p("zdm/", 72_275, &Around { before: Before::Any, after: After::Rest(&S9) }), w("zoom marketplace/", 418_058),
], &[
    w(" daum ", 122_022), w(" daum/", 122_022), w(" deusu/", 19_667), w("()", 412_355),
    p(".com", 140_995, &Around { before: Before::Any, after: After::Edge }),
    p("/1.0;", 409_058, &Around { before: Before::In(C8), after: After::Any }), w("24x7", 287_282),
    p(";", 490_415, &Around { before: Before::Any, after: After::Rest(&S12) }),
    p("@", 419_708, &Around { before: Before::Any, after: After::Rest(&S13) }), w("abuse", 434_048),
    w("advisor", 105_641), p("agent", 355_135, &Around { before: Before::Any, after: After::Edge }),
    w("analyzer", 374_559), w("archive", 313_328), w("ask jeeves/teoma", 520_441), w("attracta", 116_812),
    w("audit", 502_538), w("bluecoat drtr", 133_178),
    p("bot", 409_545, &Around { before: Before::Not(&[" cu", "/cu"]), after: After::Edge }),
    p("bot_", 409_545, &Around { before: Before::Not(&[" cu", "/cu"]), after: After::Any }),
    p("bots", 409_545, &Around { before: Before::Not(&[" cu", "/cu"]), after: After::Edge }),
    p("bots_", 409_545, &Around { before: Before::Not(&[" cu", "/cu"]), after: After::Any }), w("browsex", 35_481),
    w("burpcollaborator", 318_689), p("bw/", 434_704, &Around { before: Before::Edge, after: After::Any }),
    w("capture", 517_312), w("catch", 136_263),
    p("check", 59_391, &Around { before: Before::Any, after: After::Edge }), w("checker", 104_587),
    w("chrome-lighthouse", 264_979), w("chromeframe", 11_545), w("classifier", 220_010), w("cloudflare", 330_815),
    p("collapsify", 54_225, &Around { before: Before::Any, after: After::Edge }), w("convertify", 207_247),
    w("cookiehubverify/", 448_056), w("crawl", 62_130), w("cursor/", 422_535), w("cypress/", 47_357),
    w("dareboost", 295_054), w("datanyze", 282_272), w("dejaclick", 195_055), w("detect", 1_084),
    w("discovery", 282_579), p("dlc", 482_495, &Around { before: Before::Edge, after: After::Edge }),
    w("dmbrowser", 215_970), w("download", 100_421), w("exaleadcloudview", 105_697), w("feed", 350_635),
    w("firephp", 310_588), w("foregenix", 35_046), w("functionize", 381_085),
    p("google", 333_744, &Around { before: Before::Not(&[" channel/", "google/"]), after: After::Not(&["wv", "app", "/google", " pixel"]) }),
    w("grab", 330_964), w("gtmetrix", 381_333),
    p("hardenize", 492_379, &Around { before: Before::Any, after: After::Edge }), w("headless", 472_165),
    w("hotjar", 399_877), p("http", 327_888, &Around { before: Before::Not(&["lib"]), after: After::Any }),
    w("httrack", 432_044), w("hubspot marketing grader", 460_473), w("ibisbrowser", 142_351),
    w("infrawatch", 117_713), w("insight", 502_569), w("inspect", 25_805), w("iplabel", 88_296),
    p("java", 50_608, &Around { before: Before::Any, after: After::Not(&[";", "/asvm", "/jbed"]) }),
    w("library", 296_887), w("linkcheck", 489_708), w("linktiger", 454_035), w("mail.ru/", 501_710),
    w("manus-user/", 11_321), w("marketgoo/", 284_004), w("measure", 34_297),
    p("monitor", 354_419, &Around { before: Before::Any, after: After::Edge }), w("neustar wpm", 197_888),
    p("news", 11_283, &Around { before: Before::In(C32), after: After::Not(&["sapphire"]) }),
    p("node", 16_882, &Around { before: Before::Any, after: After::Edge }), w("nutch", 251_465),
    w("offbyone", 423_477), w("openvas", 6_626), w("optimize", 511_801),
    p("ort/", 167_732, &Around { before: Before::Edge, after: After::Any }), w("pageburst", 4_734),
    w("pagespeed", 38_113), w("parser", 461_390),
    p("perl", 151_261, &Around { before: Before::Edge, after: After::Edge }), w("phantomjs", 264_364),
    w("pingdom", 57_032), w("playwright", 37_712), w("powermarks", 13_704), w("preview", 153_555),
    w("productfinder", 16_663), w("prospectingstudio", 480_114), w("proxy", 257_296),
    p("ptst ", 477_651, &Around { before: Before::Any, after: After::Rest(&S9) }),
    p("ptst/", 477_651, &Around { before: Before::Any, after: After::Rest(&S9) }), w("radar", 334_492),
    w("readable/", 71_460), w("retriever", 260_169), w("rexx;", 152_450), w("rigor", 231_295),
    p("rss", 13_704, &Around { before: Before::Any, after: After::Edge }),
    p("scan", 184_530, &Around { before: Before::Not(&["cam"]), after: After::Any }), w("scrape", 381_630),
    w("securityheaders", 506_602), w("selenium", 494_380), w("server", 132_449), w("silktide", 192_693),
    w("sindup/", 1_620), w("sogou", 499_299), w("sparkler/", 420_774), w("speedcurve", 6_811), w("spider", 215_234),
    w("splash", 309_016), w("statuscake", 197_560), w("supercleaner", 233_963), w("synapse", 258_244),
    w("synthetic", 144_390), w("testlocally", 92_460),
    p("time/", 521_516, &Around { before: Before::Edge, after: After::Any }), w("tools", 490_033),
    w("torrent", 292_168), w("transcoder", 365_003), w("url", 103_546), w("validator", 54_294),
    w("virtuoso", 158_933), w("wappalyzer", 178_279), w("watchtowr", 455_987), w("webglance", 260_897),
    w("webkit2png", 369_750), w("whatcms/", 105_351), w("xtate/", 288_924), w("ylt chrome", 476_663),
    p("|", 174_153, &Around { before: Before::Not(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), after: After::Any }),
]);

/// What kind of program it is; marks of 12 bits, above them whether it is a monitor.
#[rustfmt::skip]
pub static LABELS: Table = Table::of(&[
    w("arenaunfurlbot", 3_001), w("ptst/", 6_890), w("sentry/", 6_039),
], &[
    w(" ptst/", 6_890), w(" sentry/", 6_039), w("aasa-bot", 2_071), w("abevalbot", 7_911),
    w("accessible web bot", 4_514), w("accessstatus", 6_846), w("acquia optimize", 7_017), w("activecomply", 6_536),
    w("addthis", 2_564), w("alertsite", 7_173), w("appinsights", 4_781), w("applebot-preview", 1_218),
    w("atvowbot", 4_759), w("automaton", 6_596), w("baidu-yunguance", 7_582), w("better uptime bot", 5_301),
    w("betteruptimebot", 4_764), w("binarycanary", 5_804), w("bingpreview/", 1_681), w("bitlybot", 910),
    w("blackbox exporter/", 7_876), w("bling erp", 7_721), w("blockaid", 6_459), w("blogvault", 7_643),
    w("bluesky-domain-status-classifier", 28), w("bluesky/", 3_970), w("blueskypreviewbot", 2_050), w("buck/", 6_339),
    w("buddybot", 6_300), w("bufferlinkpreviewbot", 2_816), w("bugsnag", 5_438), w("capsulechecker", 4_339),
    w("capterrabot", 8_133), w("carbon-umbrella-bot", 6_924), w("cardyb", 3_278), w("catchpoint", 5_016),
    w("caveman-hunter", 6_000), w("changedetection", 4_561), w("chatwork linkpreview", 3_418), w("check_http", 7_505),
    w("checkhost", 5_760), w("checkly", 5_677), w("checkmarknetwork/", 4_496), w("chirp", 7_111),
    w("chrome-lighthouse", 5_424), w("clickuplinkunfurler", 2_289), w("cloudflare-alwaysonline", 7_559),
    w("cloudflare-csup", 6_149), w("cloudflare-custom-error-page-crawler", 4_578),
    w("cloudflare-healthchecks", 5_866), w("cloudflare-speedtest", 7_607), w("cloudflare-traffic-manager", 5_647),
    w("cloudflare-validator", 5_733), w("cloudflareradarurlscanner", 7_998), w("cludo", 6_372), w("codabot", 7),
    w("corporama matcher", 4_284), w("crazy egg", 4_711), w("critical css bot", 6_110), w("cron-job.org", 6_360),
    w("cronless", 5_495), w("curebot", 5_356), w("dareboost", 5_719), w("dark visitor", 4_559),
    w("datadog agent", 5_913), w("datadog synthetic", 6_096), w("datadogsynthetics", 7_636),
    w("dazzle bluesky bot", 2_020), w("dbot)", 2_734), w("deepnoc", 4_691), w("determ", 7_835),
    w("dingtalkbot-linkservice", 4_006), w("discordbot", 3_165), w("discourse forum onebox", 79),
    w("dmbrowser", 7_088), w("dominicbot", 6_073), w("dotcom-monitor", 7_648), w("dow jones searchbot", 7_072),
    w("downnotifier.com", 5_161), w("downtimedetector/", 6_041), w("drataautopilot", 7_536),
    w("dreamhost data team", 7_415), w("drupalbot", 6_885), w("dubbotbot", 7_076), w("easycron/", 5_994),
    w("easydns monitoring", 5_568), w("edgewatch", 5_574), w("elmah.io uptime monitoring", 7_501),
    w("elmahio-uptimebot", 4_232), w("embedly", 2_555), w("emoney advisor", 4_101), w("evernoterichlinkbot", 4_045),
    w("everyonesocialbot", 174), w("evouptimebot", 5_118), w("experibot", 6_020), w("facebookexternalhit", 2_515),
    w("facebot", 1_515), w("fastdast", 6_493), w("fastmailua", 494), w("fedidb", 8_095), w("fedilist agent", 7_711),
    w("fedistatscrawler", 5_675), w("fedreporter bot for ffiec", 4_121), w("feedvalidator", 7_321),
    w("flipboardproxy", 3_124), w("freewebmonitoring sitechecker", 7_936), w("freshbot", 6_007),
    w("freshpingbot", 7_932), w("friendica", 3_635), w("genomecrawlerd", 6_883), w("gg peekbot", 2_542),
    w("github-camo", 2_761), w("goodreads", 835), w("google trust services", 7_923), w("google web preview", 1_517),
    w("googleimageproxy", 456), w("googlemessages", 3_030), w("googlestackdrivermonitoring", 5_595),
    w("gotosocial", 7_111), w("gotsitemonitor.com", 8_075), w("groupmebot", 846), w("halobot", 8_109),
    w("hanaleibot", 5_335), w("hatena", 899), w("headonlyscraper", 6_479), w("hetrixtools", 6_948),
    w("honeybadger uptime check", 4_169), w("honeybadgerbot", 4_385), w("hosttracker/", 6_591),
    w("hydrozen.io", 7_896), w("iframely", 422), w("internetvista monitor", 6_763), w("irokez.cz monitoring", 5_085),
    w("isdownbot/", 4_991), w("jetmon/", 5_140), w("jetslide", 3_092), w("keybasebot", 3_974),
    w("keycdn-tools/", 5_678), w("known agent", 5_274), w("lemmy", 1_431), w("linespider", 1_911),
    w("linkedinbot", 3_588), w("linko", 7_516), w("linkpadbot", 4_476), w("listgembot", 2_326),
    w("lmarenaunfurlbot", 3_616), w("logicmonitor", 7_699), w("loomlybot", 261), w("loopimprovements.com", 6_891),
    w("magnetmebot", 5_170), w("magus bot", 6_909), w("mastodon", 3_583), w("mattermost-bot/", 1_482),
    w("mediatoolkitbot", 6_048), w("mediumbot-metatagfetcher", 354), w("meta-externalfetcher/", 3_342),
    w("meta-externalhit/", 1_211), w("meta-webindexer", 1_153), w("microsoftpreview/", 1_741),
    w("minicrawler", 8_015), w("minoru's fediverse crawler", 6_922), w("modatscanner", 7_910), w("monitis -", 5_505),
    w("monitoring360bot/", 4_165), w("monsidobot", 4_519), w("monspark/", 6_281), w("montastic-monitor", 8_187),
    w("montasticmonitor", 5_333), w("mxtoolbox", 7_172), w("netumo", 7_337), w("netvigie", 6_962),
    w("new york times newsgathering", 5_394), w("newrelicbot/", 4_159), w("newrelicsynthetics", 5_411),
    w("newsharecounts", 3_384), w("newsify feed fetcher", 6_596), w("ning/", 588), w("nixstatsbot", 6_786),
    w("noahbot", 6_785), w("nodeping", 5_419), w("noibu", 4_528), w("notion/", 3_785), w("nuzzel", 1_997),
    w("observepoint", 4_458), w("odklbot/", 3_335), w("ohdear/", 7_179), w("onetrust", 6_981),
    w("onlineornot.com_bot", 6_653), w("opengraph.io/", 1_739), w("orlo-linkpreview/", 1_671), w("owler-w", 7_946),
    w("pagespeed/", 6_277), w("panopta", 6_447), w("parselysharesbot", 4_750), w("pingadmin.ru/", 7_243),
    w("pingdom", 5_595), w("pingping.io/", 7_155), w("pinterest.com/bot", 3_969), w("plagawarebot", 8_056),
    w("poduptime", 7_708), w("pomothy-bot", 8_097), w("prtg network monitor", 6_410), w("prtgcloudbot/", 6_655),
    w("pulsetic.com", 8_080), w("qualys", 5_768), w("quora-bot", 3_431), w("rackspace monitoring/", 7_397),
    w("rakuten image extraction bot", 7_760), w("red/", 5_667), w("redditbot", 3_137), w("rigor)", 6_238),
    w("ruxitsynthetic", 7_015), w("scrunchbot", 5_073), w("sentinel-linkcheck", 6_413), w("sentryuptimebot/", 7_098),
    w("sequelwp", 5_490), w("server density service monitoring", 6_238), w("serverdensity", 4_913),
    w("shortwave image fetcher", 3_089), w("silktide", 6_473), w("sindup", 6_141), w("site24x7", 6_594),
    w("siteimprove.com", 5_012), w("sitelock", 6_970), w("siteuptime.com", 6_386), w("skypeuripreview", 1_623),
    w("slack-imgproxy", 3_108), w("slackbot", 66), w("sleepbot", 6_958), w("snap url preview service", 2_684),
    w("snapchatads", 95), w("snapurlpreview/", 1_981), w("solarwinds/", 5_435), w("spectate/", 6_246),
    w("splunk", 4_896), w("sqwatcher", 8_158), w("statuscake", 7_688), w("streamline3bot/", 7_784),
    w("summalybot", 1_611), w("supabase paired crawler", 683), w("sv-watchagent", 6_905), w("synapse", 2_391),
    w("synthesibot", 7_085), w("synthetic-monitoring-agent/", 6_393), w("telegrambot", 1_251), w("termly", 8_155),
    w("thousandeyes", 6_173), w("tsmbot", 4_216), w("tumblr/", 2_209), w("tweetmemebot", 3_466),
    w("twilioproxy/", 281), w("twitterbot", 1_903), w("updown.io", 5_666), w("uptime-kuma", 6_024),
    w("uptime/", 5_280), w("uptimebot.org", 6_031), w("uptimebot/", 7_263), w("uptimedoctor", 6_555),
    w("uptimerobot", 4_867), w("uptimestatistics", 7_729), w("uptimia", 7_623), w("uptrends", 7_851),
    w("urlsuma.de crawler", 4_699), w("validator.nu", 4_479), w("valve/steam", 1_481), w("viber", 2_419),
    w("videootv bot", 5_815), w("vigil/", 6_798), w("vkrobot", 676), w("vkshare", 3_731), w("vmcrawl", 4_640),
    w("w3c-checklink", 4_667), w("w3c-mobileok", 5_797), w("w3c_css_validator", 5_076), w("w3c_i18n-checker", 4_644),
    w("w3c_unicorn", 7_796), w("w3c_validator", 7_872), w("watchbot monitoring robot", 4_215),
    w("watchforbot", 5_862), w("watchful", 5_443), w("watchmouse", 6_992), w("webmon ", 6_772),
    w("websiteops", 8_079), w("websitepulse", 7_306), w("wedos online", 7_779), w("whatsapp", 2_835),
    w("wheresitup.com/", 7_904), w("wisebot", 5_504), w("wormlybot", 5_793), w("wovn crawler", 8_164),
    w("wpmu dev hub", 7_640), w("wpmudev uptime monitor", 6_542), w("wpumbrella", 7_204), w("www.uptime.com", 6_942),
    w("xing bot", 943), w("yahoo link preview", 1_544), w("yahoomailproxy", 2_232), w("zabbix", 5_349),
]);
