//! What the request alone says about who is asking: a person, or why not.
//!
//! # Why
//! Nothing is deleted or refused over a verdict: it is stored with its reason and reported beside the valid clicks.
//! The test runs in two passes, as the IAB asks: first a visitor must look like a browser, then it must not be a bot.
//! In-app browsers (Instagram, TikTok, Snapchat, ...) are the audience itself and must never fall out here.

use super::letters::Letters;
use super::pattern::{Pattern, Table, Text};
use patterns::{BOTS, LABELS, MONITOR};

mod network;
mod patterns;

pub use network::{DATA_CENTRES, NETWORKS_MOST, Networks, is_data_centre};

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

    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Bot => "bot",
            Self::Preview => "preview",
            Self::Prefetch => "prefetch",
            Self::Monitor => "monitor",
            Self::Internal => "internal",
            Self::Suspect => "suspect",
        }
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
    /// The user agent names a monitor.
    MonitorToken = 6,
    /// The address asked to be left out: `?wm=internal`.
    AskedInternal = 7,
    /// It came from one of the networks of `INTERNAL`.
    InternalNetwork = 8,
    /// It came out of a data centre and asked for no language.
    DataCentre = 9,
    /// A mail program loads every image ahead, whether or not anybody reads.
    ImageProxy = 10,
}

impl Reason {
    /// Every reason, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::None,
        Self::UserAgentMissing,
        Self::NotABrowser,
        Self::BotToken,
        Self::PreviewToken,
        Self::PrefetchHeader,
        Self::MonitorToken,
        Self::AskedInternal,
        Self::InternalNetwork,
        Self::DataCentre,
        Self::ImageProxy,
    ];

    /// The reason with this number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| *reason as u8 == number)
    }

    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::UserAgentMissing => "user_agent_missing",
            Self::NotABrowser => "not_a_browser",
            Self::BotToken => "bot_token",
            Self::PreviewToken => "preview_token",
            Self::PrefetchHeader => "prefetch_header",
            Self::MonitorToken => "monitor_token",
            Self::AskedInternal => "asked_internal",
            Self::InternalNetwork => "internal_network",
            Self::DataCentre => "data_centre",
            Self::ImageProxy => "image_proxy",
        }
    }
}

/// What a verdict is read from; what is absent is empty.
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
    /// `Accept-Language`
    pub language: &'a str,
    /// Number of the autonomous system, 0 where nobody knows.
    pub network: u32,
    /// The address it came from.
    pub address: &'a str,
    /// Whether it asks for an image: a pixel.
    pub image: bool,
    /// Whether the address asks to be left out: `?wm=internal`.
    pub asked_internal: bool,
}

/// A verdict, why it is that, and which pattern said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Who asked.
    pub verdict: Verdict,
    /// Why the verdict is that.
    pub reason: Reason,
    /// Stands for the patterns that matched, see [`again`]; 0 where none did.
    pub sign: u32,
}

/// The version of all the rules; another one means that kept events are to be judged [`again`].
pub const RULES: u32 = rules();

/// Changed by hand whenever [`judge`] itself or [`again`] decides something otherwise.
const EDITION: u32 = 1;

/// In a sign: the user agent does not look like a browser's. Below stands the label, above the pattern of a program.
const NO_BROWSER: u32 = 1 << LABEL_BITS;

/// Bits of a label's mark in a sign.
const LABEL_BITS: u32 = 12;

/// The name of Apple's mail program, and of nobody else who looks at images.
const APPLE_MAIL: &str = "Mozilla/5.0";

/// Judges a request by what it says of itself; `internal` are the brand's own networks.
pub fn judge(signs: &Signs<'_>, internal: &Networks) -> Judgement {
    let judged = |verdict, reason| Judgement { verdict, reason, sign: 0 };
    let starts = |value: &str, word: &str| value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if starts(signs.purpose, "prefetch")
        || starts(signs.purpose, "preview")
        || starts(signs.x_moz, "prefetch")
        || starts(signs.x_purpose, "preview")
        || starts(signs.x_purpose, "instant")
    {
        return judged(Verdict::Prefetch, Reason::PrefetchHeader);
    }
    if signs.asked_internal {
        return judged(Verdict::Internal, Reason::AskedInternal);
    }
    if internal.hold(signs.address) {
        return judged(Verdict::Internal, Reason::InternalNetwork);
    }
    let user_agent = signs.user_agent.trim();
    if user_agent.is_empty() {
        return judged(Verdict::Bot, Reason::UserAgentMissing);
    }
    if signs.image && user_agent == APPLE_MAIL {
        return judged(Verdict::Prefetch, Reason::ImageProxy);
    }
    let text = Text::of(signs.user_agent);
    // These two ask for an image when somebody opens the mail.
    if signs.image && (text.holds("googleimageproxy") || text.holds("yahoomailproxy")) {
        return judged(Verdict::Human, Reason::None);
    }
    if let Some(judged) = program(&text) {
        return judged;
    }
    match of_network(signs.network, !Letters::language(signs.language).is_empty()) {
        Verdict::Suspect => judged(Verdict::Suspect, Reason::DataCentre),
        verdict => judged(verdict, Reason::None),
    }
}

/// Which program a user agent names, if any. The labels alone decide nothing: some of them stand in browsers too.
fn program(text: &Text) -> Option<Judgement> {
    let no_browser = if looks_like_a_browser(text) { 0 } else { NO_BROWSER };
    let mut bot = 0;
    BOTS.walk(text, &mut |pattern| {
        bot = pattern.mark;
        true
    });
    if bot == 0 && no_browser == 0 {
        return None;
    }
    let mut label = 0;
    LABELS.walk(text, &mut |pattern| {
        if label == 0 || pattern.mark & MONITOR == 0 {
            label = pattern.mark;
        }
        label & MONITOR == 0
    });
    let (verdict, reason) = match label {
        0 if bot == 0 => (Verdict::Bot, Reason::NotABrowser),
        0 => (Verdict::Bot, Reason::BotToken),
        label if label & MONITOR == 0 => (Verdict::Preview, Reason::PreviewToken),
        _ => (Verdict::Monitor, Reason::MonitorToken),
    };
    let sign = bot << (LABEL_BITS + 1) | no_browser | label & !MONITOR;
    Some(Judgement { verdict, reason, sign })
}

/// "Mozilla/5.0 (" opens the user agent of every browser and web view of the last twenty years; a few old telephones
/// that are still about keep their own names.
fn looks_like_a_browser(text: &Text) -> bool {
    ["mozilla/", "opera/", "ucweb/", "nokia", "blackberry", "samsung-"]
        .iter()
        .any(|name| text.letters().starts_with(name.as_bytes()))
}

/// Nobody sits in a data centre who does not even ask for a language.
fn of_network(network: u32, language_known: bool) -> Verdict {
    if !language_known && is_data_centre(network) { Verdict::Suspect } else { Verdict::Human }
}

/// What today's rules say of a kept event; `language_known` is whether a language was kept with it.
///
/// # Why
/// The user agent is not kept, but its sign says which patterns spoke: one that is no longer listed speaks no more. What
/// was not kept cannot be asked again: a pattern that is new finds only who comes from then on.
pub fn again(verdict: Verdict, reason: u8, sign: u32, network: u32, language_known: bool) -> Verdict {
    match Reason::of(reason) {
        Some(Reason::None) if verdict == Verdict::Human => of_network(network, language_known),
        Some(Reason::DataCentre) => of_network(network, language_known),
        Some(Reason::BotToken | Reason::PreviewToken | Reason::MonitorToken) if sign != 0 => {
            let bot = sign >> (LABEL_BITS + 1);
            if sign & NO_BROWSER == 0 && !listed(&BOTS, bot) {
                return of_network(network, language_known);
            }
            let kind = if verdict == Verdict::Monitor { MONITOR } else { 0 };
            let label = sign & (NO_BROWSER - 1);
            if label != 0 && listed(&LABELS, label | kind) { verdict } else { Verdict::Bot }
        }
        _ => verdict,
    }
}

fn listed(table: &Table, mark: u32) -> bool {
    table.start.iter().chain(table.within).any(|pattern| pattern.mark == mark)
}

/// A sum over everything that is listed, so that no list changes without its version.
#[expect(clippy::indexing_slicing, reason = "runs at compile time, where a mistake is an error of the build")]
const fn rules() -> u32 {
    const fn mixed(sum: u32, value: u32) -> u32 {
        (sum ^ value).wrapping_mul(0x0100_0193)
    }
    const fn patterns(mut sum: u32, patterns: &[Pattern]) -> u32 {
        let mut at = 0;
        while at < patterns.len() {
            sum = mixed(sum, patterns[at].mark);
            at += 1;
        }
        sum
    }
    let mut sum = mixed(0x811c_9dc5, EDITION);
    sum = patterns(patterns(sum, BOTS.start), BOTS.within);
    sum = patterns(patterns(sum, LABELS.start), LABELS.within);
    let mut at = 0;
    while at < DATA_CENTRES.len() {
        sum = mixed(sum, DATA_CENTRES[at]);
        at += 1;
    }
    sum
}
