//! What the request alone says about who is asking: a person, or why not.
//!
//! # Why
//! Nothing is deleted or refused over a verdict: it is stored with its reason and reported beside the valid clicks.
//! The test runs in two passes, as the IAB asks: first a visitor must look like a browser, then it must not be a bot.
//! In-app browsers (Instagram, TikTok, Snapchat, ...) are the audience itself and must never fall out here.

mod again;
mod judge;
mod network;
mod patterns;
mod people;

pub use again::{RULES, again};
pub use judge::{Judgement, Signs, judge};
pub use network::{DATA_CENTRES, NETWORKS_MOST, Networks};

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
