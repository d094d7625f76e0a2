//! What visits are parted by, and the words of its values.

use super::ground::Ground;
use super::known::Flag;
use super::part::{OTHER, REST};
use crate::domain::collect::Rejected;
use crate::domain::event::Kind;
use crate::domain::letters::Letters;
use crate::domain::{channel, device, verdict};

/// What visits are parted by; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Dimension {
    /// Human, or why not: every event that was taken, once.
    Verdict = 1,
    /// What made the verdict, of those that are not human.
    Reason = 2,
    /// Why something was not taken.
    Rejected = 3,
    /// Click, view, landing or page.
    Kind = 4,
    /// Class of device.
    Device = 5,
    /// Operating system.
    System = 6,
    /// In-app browser or mail proxy.
    App = 7,
    /// Where the visit came from, by its referrer.
    Referrer = 8,
    /// Country.
    Country = 9,
    /// Country and region.
    Region = 10,
    /// Language.
    Language = 11,
    /// `source/medium` of landings of other channels.
    Channel = 12,
    /// A pixel's placement.
    Placement = 13,
    /// A pixel's post.
    Post = 14,
    /// A pixel's creator.
    Creator = 15,
    /// A pixel's campaign.
    Campaign = 16,
    /// Which destination of a split a click was sent to, by the link's own numbers.
    Variant = 17,
    /// The private parameter of a click.
    Sub = 18,
    /// By which version and variant of a link a click was sent on, where the link's tags alone do not say; see [`Ground`].
    Ground = 19,
    /// The source and medium that a visitor's own query brought, together: channels are told by both.
    BroughtSource = 20,
    /// The campaign that a visitor's own query brought.
    BroughtCampaign = 21,
    /// The same of the term.
    BroughtTerm = 22,
    /// The same of the content.
    BroughtContent = 23,
    /// The same of the campaign's id.
    BroughtId = 24,
    /// The same of the source's platform.
    BroughtPlatform = 25,
    /// Of credit: the variant of a click that an order followed, with the click's day.
    Converting = 26,
}

impl Dimension {
    /// Every dimension with its word; those without one are for reports of their own.
    pub const ALL: [(Self, &'static str); 26] = [
        (Self::Verdict, "verdict"),
        (Self::Reason, "reason"),
        (Self::Rejected, "rejected"),
        (Self::Kind, "kind"),
        (Self::Device, "device"),
        (Self::System, "system"),
        (Self::App, "app"),
        (Self::Referrer, "referrer"),
        (Self::Country, "country"),
        (Self::Region, "region"),
        (Self::Language, "language"),
        (Self::Channel, "channel"),
        (Self::Placement, "placement"),
        (Self::Post, "post"),
        (Self::Creator, "creator_label"),
        (Self::Campaign, "campaign_label"),
        (Self::Variant, "variant"),
        (Self::Sub, "sub"),
        (Self::Ground, ""),
        (Self::BroughtSource, ""),
        (Self::BroughtCampaign, ""),
        (Self::BroughtTerm, ""),
        (Self::BroughtContent, ""),
        (Self::BroughtId, ""),
        (Self::BroughtPlatform, ""),
        (Self::Converting, ""),
    ];

    /// The dimension that the tag `key` of a visitor's own query is kept by.
    pub fn brought(key: &str) -> Option<Self> {
        Some(match key {
            "utm_source" | "utm_medium" => Self::BroughtSource,
            "utm_campaign" => Self::BroughtCampaign,
            "utm_term" => Self::BroughtTerm,
            "utm_content" => Self::BroughtContent,
            "utm_id" => Self::BroughtId,
            "utm_source_platform" => Self::BroughtPlatform,
            _ => return None,
        })
    }

    /// Whether its values mean something at one link alone: of such there is no whole, and they are told of a day that goes
    /// on, for few links have any.
    pub fn is_of_links(self) -> bool {
        (self as u8) > Self::Sub as u8 || self == Self::Variant
    }

    /// Whether the whole, and links with variants, are told by it of a day that goes on: it has few values, or is told beside
    /// them with the clicks that have none.
    pub fn is_told_at_once(self) -> bool {
        (self as u8) <= Self::Referrer as u8 || self == Self::Sub
    }

    /// The dimension that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word && !word.is_empty()).map(|(dimension, _)| *dimension)
    }
}

/// The word of a value; empty where nobody knows.
pub(super) fn word(dimension: Dimension, value: u64, texts: &[&str]) -> String {
    let letters = |number: u64| Letters::from_number(u32::try_from(number & 0xffff_ffff).unwrap_or_default());
    let code = u8::try_from(value).unwrap_or_default();
    let named = match dimension {
        _ if value == REST => OTHER,
        Dimension::Verdict => Flag::ALL.iter().find(|(flag, _)| *flag as u8 == code).map_or("", |(_, word)| *word),
        Dimension::Kind => match Kind::of(code) {
            Some(Kind::Click) => "click",
            Some(Kind::View) => "view",
            Some(Kind::Landing) => "landing",
            Some(Kind::Page) => "page",
            _ => "",
        },
        Dimension::Country | Dimension::Language => return letters(value).to_string(),
        Dimension::Region if letters(value).is_empty() => return letters(value >> 32).to_string(),
        Dimension::Region => return format!("{}-{}", letters(value >> 32), letters(value)),
        Dimension::Reason => verdict::Reason::of(code).map_or("", verdict::Reason::word),
        Dimension::Rejected => Rejected::of(code).map_or("", Rejected::word),
        Dimension::Device => device::class(code),
        Dimension::System => device::system(code),
        Dimension::App => device::app(code),
        Dimension::Referrer => channel::word(code),
        Dimension::Variant => return code.to_string(),
        Dimension::Ground => return Ground::of_number(value).to_string(),
        Dimension::Converting => "",
        Dimension::Sub
        | Dimension::BroughtSource
        | Dimension::BroughtCampaign
        | Dimension::BroughtTerm
        | Dimension::BroughtContent
        | Dimension::BroughtId
        | Dimension::BroughtPlatform
        | Dimension::Channel
        | Dimension::Placement
        | Dimension::Post
        | Dimension::Creator
        | Dimension::Campaign => {
            usize::try_from(value).ok().and_then(|place| texts.get(place)).copied().unwrap_or_default()
        }
    };
    named.to_owned()
}
