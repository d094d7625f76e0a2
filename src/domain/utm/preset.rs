//! How tags are derived from whose a link is and where it stands: three conventions, or templates of the brand's own.
//!
//! # Why
//! Teams disagree about what is the source: the platform, or the creator. Each convention is a row of templates like
//! anybody's own, so there is one way to fill them, and what is missing leaves no trace of itself.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{NAMES, Tags};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::stored::{Misfit, Stored};

/// The most characters of a template.
pub const TEMPLATE_MOST: usize = 200;

/// What may stand between braces in a template.
pub const PLACEHOLDERS: [&str; 10] = [
    "creator",
    "creator_id",
    "creator_name",
    "platform",
    "campaign",
    "campaign_id",
    "post",
    "slug",
    "host",
    "external_id",
];

/// What stands between two parts of a tag.
const SEPARATORS: [char; 9] = ['-', '_', '.', '|', '~', '+', ':', '/', ' '];

/// Templates in the order of [`NAMES`]; an empty one makes no tag.
type Templates<'a> = [&'a str; 7];

const PLATFORM: Templates<'static> = ["{platform}", "influencer", "{campaign}", "", "{creator}-{post}", "", ""];
const CREATOR: Templates<'static> = ["{creator}", "{platform}", "{campaign}", "", "{post}", "", ""];
const CAMPAIGN: Templates<'static> = ["{platform}", "influencer", "{creator}", "{campaign}", "{post}", "", ""];

/// A convention by which tags are derived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Source is the platform, medium `influencer`, content creator and post.
    #[default]
    Platform,
    /// Source is the creator, medium the platform, content the post.
    Creator,
    /// Campaign is the creator, source the platform, medium `influencer`, term the campaign, content the post.
    Campaign,
    /// Templates of the brand's own.
    Own(Box<Tags>),
}

/// What a link's tags are derived from; what is absent is not known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// The creator's handle.
    pub creator: &'a str,
    /// The creator's number.
    pub creator_id: u32,
    /// The creator's name for people.
    pub creator_name: &'a str,
    /// The platform.
    pub platform: Option<&'a str>,
    /// The campaign's handle.
    pub campaign: Option<&'a str>,
    /// The campaign's number.
    pub campaign_id: Option<u32>,
    /// The piece of content, folded to a handle.
    pub post: Option<&'a str>,
    /// The word in the address.
    pub slug: &'a str,
    /// The host in the address.
    pub host: &'a str,
    /// The brand's own name for the link.
    pub external_id: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// What stands for the placeholder `name`; empty where that is not known.
    fn get(&self, name: &str) -> Cow<'a, str> {
        match name {
            "creator" => self.creator.into(),
            "creator_id" => self.creator_id.to_string().into(),
            "creator_name" => self.creator_name.into(),
            "platform" => self.platform.unwrap_or_default().into(),
            "campaign" => self.campaign.unwrap_or_default().into(),
            "campaign_id" => self.campaign_id.map(|id| id.to_string()).unwrap_or_default().into(),
            "post" => self.post.unwrap_or_default().into(),
            "slug" => self.slug.into(),
            "host" => self.host.into(),
            "external_id" => self.external_id.unwrap_or_default().into(),
            _ => Cow::Borrowed(""),
        }
    }
}

impl Preset {
    /// The conventions with a name.
    const WORDS: [(Self, &'static str); 3] =
        [(Self::Platform, "platform"), (Self::Creator, "creator"), (Self::Campaign, "campaign")];

    /// Reads what a body says: a convention's word, or templates for some of [`NAMES`]; `base` is the value's JSON pointer.
    ///
    /// # Errors
    /// Every fault with its pointer.
    pub fn say(value: &Value, base: &str) -> Result<Self, Vec<Fault>> {
        if !value.is_object() {
            let named = Self::WORDS.into_iter().find(|(_, word)| value.as_str() == Some(word));
            let detail =
                "Send platform, creator or campaign, or an object of templates such as {\"source\": \"{platform}\"}.";
            return named.map(|(preset, _)| preset).ok_or_else(|| vec![Fault::at(base, "unknown_preset", detail)]);
        }
        let mut fields = Fields::of(value, base)?;
        let mut templates = NAMES.map(|name| fields.text(name, TEMPLATE_MOST));
        for (name, template) in NAMES.iter().zip(&mut templates) {
            if let Some((code, detail)) = template.as_deref().and_then(flaw) {
                *template = fields.fault(name, code, detail);
            }
        }
        let own = Tags::of(templates);
        fields.finish()?;
        if own == Tags::default() {
            return Err(vec![Fault::at(base, "empty", "Send a template for one of the tags at least.")]);
        }
        Ok(Self::Own(Box::new(own)))
    }

    /// Reads the field `utm_preset`; none where it is absent or something is wrong with it.
    pub fn field(fields: &mut Fields<'_>) -> Option<Self> {
        let read = Self::say(fields.value("utm_preset")?, &fields.pointer("utm_preset"));
        read.map_err(|faults| fields.faults(faults)).ok()
    }

    /// The tags that this convention derives.
    pub fn fill(&self, parts: &Parts<'_>) -> Tags {
        let templates = match self {
            Self::Platform => PLATFORM,
            Self::Creator => CREATOR,
            Self::Campaign => CAMPAIGN,
            Self::Own(own) => own.values().map(Option::unwrap_or_default),
        };
        Tags::of(templates.map(|template| filled(template, parts)))
    }
}

/// What is wrong with a template: a stable word, and what to write instead.
fn flaw(template: &str) -> Option<(&'static str, String)> {
    let unbalanced = || {
        let detail =
            "Close every brace that opens around one placeholder, such as {creator}; no other braces can stand here.";
        Some(("unbalanced_brace", detail.to_owned()))
    };
    let mut pieces = template.split('{');
    if pieces.next().is_some_and(|before| before.contains('}')) {
        return unbalanced();
    }
    for piece in pieces {
        let Some((name, behind)) = piece.split_once('}') else { return unbalanced() };
        if behind.contains('}') {
            return unbalanced();
        }
        if !PLACEHOLDERS.contains(&name) {
            let there = PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
            return Some(("unknown_placeholder", format!("There are {there}.")));
        }
    }
    None
}

/// A template with its placeholders filled; none where nothing of them is known.
///
/// A part that is missing takes the separators before it away, and where nothing stands before it those behind it.
fn filled(template: &str, parts: &Parts<'_>) -> Option<String> {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let (mut asked, mut known) = (false, false);
    for piece in pieces {
        let (name, behind) = piece.split_once('}').unwrap_or((piece, ""));
        let part = parts.get(name);
        asked = true;
        if part.is_empty() {
            text.truncate(text.trim_end_matches(SEPARATORS).len());
            text.push_str(if text.is_empty() { behind.trim_start_matches(SEPARATORS) } else { behind });
        } else {
            known = true;
            text.push_str(&part);
            text.push_str(behind);
        }
    }
    (!text.is_empty() && known == asked).then_some(text)
}

impl Serialize for Preset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = Self::WORDS.iter().find(|(preset, _)| preset == self);
        match (named, self) {
            (Some((_, word)), _) => serializer.serialize_str(word),
            (None, Self::Own(own)) => own.serialize(serializer),
            (None, _) => serializer.serialize_none(),
        }
    }
}

impl Stored for Preset {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        Self::say(&value, "").unwrap_or_else(|_| {
            misfit.note("an unknown preset");
            Self::default()
        })
    }
}
