//! The words that tell a program, until the generated patterns are here.

/// Words that stand alone in the user agents of link previews; sorted, in lower case.
pub const PREVIEWS: &[&str] = &[
    "applebot-preview",
    "bitlybot",
    "cardyb",
    "discordbot",
    "embedly",
    "facebookexternalhit",
    "facebot",
    "flipboardproxy",
    "googlemessages",
    "iframely",
    "kakaotalk-scrap",
    "linkedinbot",
    "mastodon",
    "microsoftpreview",
    "nuzzel",
    "pinterestbot",
    "redditbot",
    "skypeuripreview",
    "slack-imgproxy",
    "slackbot",
    "snapchatads",
    "telegrambot",
    "twitterbot",
    "viberbot",
    "vkshare",
    "whatsapp",
];

/// Words that stand alone in the user agents of programs and that no browser carries; sorted, in lower case.
pub const BOTS: &[&str] = &[
    "adsbot-google",
    "axios",
    "bingpreview",
    "censysinspect",
    "chrome-lighthouse",
    "curl",
    "dataprovider",
    "electron-fetch",
    "feedfetcher",
    "go-http-client",
    "google-inspectiontool",
    "google-read-aloud",
    "googleother",
    "headlesschrome",
    "httpx",
    "ia_archiver",
    "insomnia",
    "libwww",
    "masscan",
    "mediapartners-google",
    "nmap",
    "okhttp",
    "perl",
    "phantomjs",
    "pingdom",
    "playwright",
    "postman",
    "puppeteer",
    "python",
    "ruby",
    "scrapy",
    "selenium",
    "site24x7",
    "slurp",
    "statuscake",
    "uptimerobot",
    "wget",
    "zgrab",
];

/// How the names of programs end.
const ENDINGS: [&str; 7] = ["bot", "bots", "crawler", "spider", "scraper", "-fetch", "monitor"];

/// Letters of the longest word that is looked at: a bit each in [`LENGTHS`].
const WORD_MOST: usize = 31;

/// The verdict of the words.
pub fn told(user_agent: &str) -> Option<super::Verdict> {
    let (mut bot, mut snap) = (false, false);
    let letters = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    for word in user_agent.as_bytes().split(|b| !letters(b)) {
        // `Slackbot-LinkExpanding` is Slackbot.
        let head = word.split(|b| *b == b'-').next().filter(|head| head.len() < word.len());
        for word in [Some(word), head].into_iter().flatten() {
            match meaning(word) {
                Meaning::Preview => return Some(super::Verdict::Preview),
                Meaning::Bot => bot = true,
                // "Snap URL Preview Service" is three ordinary words; "Snapchat/13.0" is a person.
                Meaning::Nothing if word.eq_ignore_ascii_case(b"snap") => snap = true,
                Meaning::Nothing if snap && word.eq_ignore_ascii_case(b"preview") => {
                    return Some(super::Verdict::Preview);
                }
                Meaning::Nothing => {}
            }
        }
    }
    bot.then_some(super::Verdict::Bot)
}

/// What a single word of a user agent says.
enum Meaning {
    Nothing,
    Bot,
    Preview,
}

fn meaning(word: &[u8]) -> Meaning {
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return Meaning::Nothing };
    // Most words are out by their first letter and length, or by their last letter.
    let listed = LENGTHS.get(usize::from(first | 0x20)).is_some_and(|lengths| lengths >> word.len().min(31) & 1 == 1);
    let ending = matches!(last | 0x20, b't' | b's' | b'r' | b'h');
    let mut lower = [0; WORD_MOST];
    let Some(lower) = lower.get_mut(..word.len()).filter(|_| listed || ending) else { return Meaning::Nothing };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    let is = |list: &[&str]| list.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok();
    if listed && is(PREVIEWS) {
        return Meaning::Preview;
    }
    // Cubot makes telephones.
    let built_like_one = ending && lower != b"cubot" && ENDINGS.iter().any(|ending| lower.ends_with(ending.as_bytes()));
    if built_like_one || (listed && is(BOTS)) { Meaning::Bot } else { Meaning::Nothing }
}

/// For each first letter, a bit for each length that a listed word with it has.
const LENGTHS: [u32; 128] = lengths();

#[expect(clippy::indexing_slicing, reason = "runs at compile time, where a mistake is an error of the build")]
const fn lengths() -> [u32; 128] {
    let mut lengths = [0; 128];
    let lists = [PREVIEWS, BOTS];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let word = lists[list][at].as_bytes();
            lengths[word[0] as usize] |= 1 << word.len();
            at += 1;
        }
        list += 1;
    }
    lengths
}
