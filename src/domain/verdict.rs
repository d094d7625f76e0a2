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
}

impl Verdict {
    /// The verdict with this number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Human, Self::Bot, Self::Preview, Self::Prefetch].into_iter().find(|verdict| *verdict as u8 == number)
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
    "curl",
    "dataprovider",
    "electron-fetch",
    "feedfetcher",
    "go-http-client",
    "google-read-aloud",
    "headlesschrome",
    "httpx",
    "ia_archiver",
    "insomnia",
    "libwww",
    "lighthouse",
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
];

/// How the names of programs end.
const ENDINGS: [&str; 7] = ["bot", "bots", "crawler", "spider", "scraper", "-fetch", "monitor"];

/// Letters of the longest word that is looked at.
const WORD_MOST: usize = 64;

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
    let mut lower = [0; WORD_MOST];
    for word in signs.user_agent.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        let Some(word) = lowered(word, &mut lower) else { continue };
        // `Slackbot-LinkExpanding` is Slackbot.
        let head = word.split_once('-').map_or(word, |(head, _)| head);
        let is = |list: &[&str]| list.binary_search(&word).is_ok() || list.binary_search(&head).is_ok();
        if is(PREVIEWS) || (snap && word == "preview") {
            return (Verdict::Preview, Reason::PreviewToken);
        }
        // "Snap URL Preview Service" is three ordinary words; "Snapchat/13.0" is a person.
        snap |= word == "snap";
        bot |= is(BOTS) || bot_like(word) || bot_like(head);
    }
    if bot {
        return (Verdict::Bot, Reason::BotToken);
    }
    // "Mozilla/5.0 (" opens the user agent of every browser and web view of the last twenty years; Opera Mini keeps its own.
    let browser = signs.user_agent.starts_with("Mozilla/") || signs.user_agent.starts_with("Opera/");
    if browser { (Verdict::Human, Reason::None) } else { (Verdict::Bot, Reason::NotABrowser) }
}

/// `word` in lower case; none for what is too short to name a program, a mere number, or longer than any name.
fn lowered<'a>(word: &str, space: &'a mut [u8; WORD_MOST]) -> Option<&'a str> {
    let number = word.as_bytes().first().is_none_or(u8::is_ascii_digit);
    if word.len() < 3 || number {
        return None;
    }
    let lower = space.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok()
}

/// Whether a word in lower case is built like a program's name: `...bot`, `...crawler`, `...spider`.
fn bot_like(word: &str) -> bool {
    // Cubot makes telephones.
    word != "cubot" && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
