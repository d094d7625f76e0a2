//! What the request alone says about who is asking: a person, or why not.
//!
//! # Why
//! Nothing is deleted or refused over a verdict: it is stored with its reason and reported beside the valid clicks.
//! The test runs in two passes, as the IAB asks: first a visitor must look like a browser, then it must not be a bot.
//! In-app browsers (Instagram, TikTok, Snapchat, ...) are the audience itself and must never fall out here.

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Verdict {
    /// A person, as far as the request tells.
    Human = 0,
    /// A program: crawler, monitor, script.
    Bot = 1,
    /// A messenger or network fetching a link preview.
    Preview = 2,
    /// A browser loading ahead of a decision that nobody has made yet.
    Prefetch = 3,
    /// A program that watches whether pages are up.
    Monitor = 4,
    /// The brand's own people.
    Internal = 5,
    /// Out of a data centre, with a second sign that nobody sits there.
    Suspect = 6,
}

impl Verdict {
    /// Every verdict, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Human, Self::Bot, Self::Preview, Self::Prefetch, Self::Monitor, Self::Internal, Self::Suspect];

    /// The verdict with this number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| *verdict as u8 == number)
    }
}

/// Why the verdict is what it is; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reason {
    /// Nothing spoke against a person.
    None = 0,
    /// No user agent was sent.
    UserAgentMissing = 1,
    /// The user agent does not look like a browser's.
    NotABrowser = 2,
    /// The user agent names a bot.
    BotToken = 3,
    /// The user agent names a link preview.
    PreviewToken = 4,
    /// A header says that the page is loaded ahead.
    PrefetchHeader = 5,
}

/// The headers that a verdict is read from; absent ones are empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    /// `User-Agent`
    pub user_agent: &'a str,
    /// `Sec-Purpose` and `Purpose`, in this order, the first that is present.
    pub purpose: &'a str,
    /// `X-Purpose`
    pub x_purpose: &'a str,
    /// `X-Moz`
    pub x_moz: &'a str,
}

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

/// Judges a request by its headers.
pub fn judge(signs: Signs<'_>) -> (Verdict, Reason) {
    let starts = |value: &str, word: &str| value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if starts(signs.purpose, "prefetch")
        || starts(signs.purpose, "preview")
        || starts(signs.x_moz, "prefetch")
        || starts(signs.x_purpose, "preview")
        || starts(signs.x_purpose, "instant")
    {
        return (Verdict::Prefetch, Reason::PrefetchHeader);
    }
    if signs.user_agent.trim().is_empty() {
        return (Verdict::Bot, Reason::UserAgentMissing);
    }
    let (mut bot, mut snap) = (false, false);
    let letters = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    for word in signs.user_agent.as_bytes().split(|b| !letters(b)) {
        // `Slackbot-LinkExpanding` is Slackbot.
        let head = word.split(|b| *b == b'-').next().filter(|head| head.len() < word.len());
        for word in [Some(word), head].into_iter().flatten() {
            match meaning(word) {
                Meaning::Preview => return (Verdict::Preview, Reason::PreviewToken),
                Meaning::Bot => bot = true,
                // "Snap URL Preview Service" is three ordinary words; "Snapchat/13.0" is a person.
                Meaning::Nothing if word.eq_ignore_ascii_case(b"snap") => snap = true,
                Meaning::Nothing if snap && word.eq_ignore_ascii_case(b"preview") => {
                    return (Verdict::Preview, Reason::PreviewToken);
                }
                Meaning::Nothing => {}
            }
        }
    }
    if bot {
        return (Verdict::Bot, Reason::BotToken);
    }
    // "Mozilla/5.0 (" opens the user agent of every browser and web view of the last twenty years; Opera Mini keeps its own.
    let browser = signs.user_agent.starts_with("Mozilla/") || signs.user_agent.starts_with("Opera/");
    if browser { (Verdict::Human, Reason::None) } else { (Verdict::Bot, Reason::NotABrowser) }
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
