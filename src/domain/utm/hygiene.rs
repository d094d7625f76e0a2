//! What a brand's tags should look like: its names for things, the values it allows, and what each link must carry.
//!
//! # Why
//! `IG`, `insta` and `Instagram` become three sources in every report, for good. One word for each thing is agreed on here,
//! once, and links are held to it where they are made: afterwards nobody can change what clicks have carried.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use url::form_urlencoded::parse;

use super::near::skeleton;
use super::{NAMES, TAG_MOST};
use crate::domain::case;
use crate::domain::channel;
use crate::domain::fields::{Fields, step};
use crate::domain::refusal::Fault;
use crate::domain::register::texts;
use crate::domain::stored::{Misfit, Stored};
use crate::stored;

/// The most aliases of a brand's own.
pub const ALIASES_MOST: usize = 500;
/// The most characters of an alias.
pub const ALIAS_MOST: usize = 64;
/// The most values that are allowed of a tag.
pub const ALLOWED_MOST: usize = 100;

/// Media under other words, by their skeleton; source words are in `domain/channel/table.rs`.
const MEDIA: [(&str, &str); 24] = [
    ("affiliate", "affiliate"),
    ("affiliatemarketing", "affiliate"),
    ("affiliates", "affiliate"),
    ("email", "email"),
    ("emails", "email"),
    ("mail", "email"),
    ("influencer", "influencer"),
    ("influencermarketing", "influencer"),
    ("influencers", "influencer"),
    ("influncer", "influencer"),
    ("paidsearch", "paid_search"),
    ("paidsocial", "paid_social"),
    ("socialpaid", "paid_social"),
    ("podcast", "podcast"),
    ("podcasts", "podcast"),
    ("referral", "referral"),
    ("referrals", "referral"),
    ("sms", "sms"),
    ("textmessage", "sms"),
    ("social", "social"),
    ("socialmedia", "social"),
    ("socialnetwork", "social"),
    ("socials", "social"),
    ("videos", "video"),
];

/// What tags should look like; the default asks for nothing but lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hygiene {
    /// Other words, and what each stands for; for sources, media, source platforms and links' platforms.
    aliases: Map<String, Value>,
    /// The same by the skeletons of the words.
    bare: Map<String, Value>,
    /// Of each tag in the order of [`NAMES`] the values that it may have; any where there are none.
    allowed: [Vec<String>; 7],
    /// The tags that no link may be without, by their place in [`NAMES`].
    required: [bool; 7],
    /// Whether values are in small letters.
    lower: bool,
    /// Counts the changes; 0 where nobody ever said anything.
    pub version: u32,
    /// Values that links carry: the key with `=`, the value as it stands in a query, and how many carry it.
    used: Vec<(String, String, u32)>,
}

impl Default for Hygiene {
    fn default() -> Self {
        Self {
            aliases: Map::new(),
            bare: Map::new(),
            allowed: Default::default(),
            required: [false; 7],
            lower: true,
            version: 0,
            used: Vec::new(),
        }
    }
}

/// The row of `hygiene`, and beside it what links carry.
struct Kept {
    said: Option<String>,
    version: Option<u32>,
    used: Option<String>,
}

stored!(Kept { said, version, used });

impl Stored for Hygiene {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let kept = Kept::read(value, misfit);
        let said: Option<Value> = kept.said.and_then(|said| serde_json::from_str(&said).ok());
        let stands = said.map_or_else(|| Ok(Self::default()), |said| Self::say(&said));
        let used = kept.used.and_then(|used| crate::domain::stored::parse(&used).ok()).unwrap_or_default();
        let hygiene = stands.unwrap_or_else(|_| {
            misfit.note("what tags should look like does not fit");
            Self::default()
        });
        Self { version: kept.version.unwrap_or_default(), used, ..hygiene }
    }
}

impl Hygiene {
    /// What is asked for where nobody said anything.
    pub fn plain() -> &'static Self {
        static PLAIN: OnceLock<Hygiene> = OnceLock::new();
        PLAIN.get_or_init(Self::default)
    }

    /// Reads what a body says, whole: what it does not name is as when nobody said anything.
    ///
    /// # Errors
    /// Every fault with its pointer.
    pub fn say(body: &Value) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let mut hygiene = Self::default();
        let words = [(true, "lower"), (false, "as_is")];
        hygiene.lower = fields.word("case", &words).unwrap_or(true);
        if let Some(value) = fields.value("aliases") {
            if let Some(map) = value.as_object().filter(|map| map.len() <= ALIASES_MOST) {
                hygiene.bare = aliases(map, &mut fields);
            } else {
                let detail = format!("Send an object of at most {ALIASES_MOST} texts.");
                fields.fault::<()>("aliases", "not_aliases", detail);
            }
        }
        hygiene.aliases = body.get("aliases").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(value) = fields.value("allowed") {
            match Fields::of(value, "/allowed").and_then(allowed) {
                Ok(allowed) => hygiene.allowed = allowed,
                Err(faults) => fields.faults(faults),
            }
        }
        let listed = texts(&mut fields, "required", NAMES.len(), TAG_MOST).unwrap_or_default();
        for (name, asked) in NAMES.iter().zip(&mut hygiene.required) {
            *asked = listed.iter().any(|said| said == name);
        }
        if listed.iter().any(|said| !NAMES.contains(&said.as_str())) {
            fields.fault::<()>("required", "not_tags", format!("Name some of {}.", NAMES.join(", ")));
        }
        fields.finish()?;
        Ok(hygiene)
    }

    /// As it is kept and shown.
    pub fn said(&self) -> Value {
        let text = |text: &String| Value::from(text.as_str());
        let named = || NAMES.iter().map(|name| (*name).to_owned());
        let lists = self.allowed.iter().map(|list| list.iter().map(text).collect::<Vec<_>>());
        let allowed: Map<String, Value> =
            named().zip(lists).filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name, list.into())).collect();
        let required: Vec<String> =
            named().zip(self.required).filter(|(_, asked)| *asked).map(|(name, _)| name).collect();
        let case = if self.lower { "lower" } else { "as_is" };
        json!({ "aliases": self.aliases, "allowed": allowed, "required": required, "case": case })
    }

    /// A link's platform as this brand calls it: one word for each, in small letters.
    pub fn platform(&self, said: &str) -> String {
        self.meant(said, None).unwrap_or_else(|| case::lower(said))
    }

    /// The word that `value` of the tag at `place` stands for, be it itself; none where nobody knows it.
    pub fn word(&self, place: usize, value: &str) -> Option<String> {
        match NAMES.get(place) {
            Some(&"medium") => self.meant(value, Some(&MEDIA)),
            Some(&("source" | "source_platform")) => self.meant(value, None),
            _ => None,
        }
    }

    /// What `said` stands for: by the brand's own word first, then by the one that is built in.
    fn meant(&self, said: &str, media: Option<&[(&str, &str)]>) -> Option<String> {
        let own = |bare: &str| self.bare.get(bare).and_then(Value::as_str).map(str::to_owned);
        let bare = skeleton(said);
        if let Some(own) = own(&bare) {
            return Some(own);
        }
        let built_in = match media {
            Some(media) => media.iter().find(|(from, _)| *from == bare).map(|(_, to)| *to),
            None => channel::meant(said),
        };
        built_in.map(|word| own(&skeleton(word)).unwrap_or_else(|| word.to_owned()))
    }

    /// The values that the tag at `place` may have; none asked for where it is empty.
    pub fn allowed(&self, place: usize) -> &[String] {
        self.allowed.get(place).map_or(&[], Vec::as_slice)
    }

    /// Whether no link may be without the tag at `place`.
    pub fn requires(&self, place: usize) -> bool {
        self.required.get(place).is_some_and(|asked| *asked)
    }

    /// Whether values are in small letters.
    pub(super) fn lower(&self) -> bool {
        self.lower
    }

    /// The values that links carry, decoded, each behind its key and before how many carry it.
    pub(super) fn used(&self) -> impl Iterator<Item = (&str, String, u32)> {
        self.used.iter().filter_map(|(pair, value, links)| {
            let said = format!("{pair}{value}");
            let (_, value) = parse(said.as_bytes()).next()?;
            Some((pair.strip_suffix('=')?, value.into_owned(), *links))
        })
    }
}

/// Reads the aliases, by the skeletons of the words.
fn aliases(map: &Map<String, Value>, fields: &mut Fields<'_>) -> Map<String, Value> {
    let fits = |text: &str, most| (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let mut bare = Map::new();
    let mut fault = |from: &str, code, detail: String| {
        fields.fault::<()>(&format!("aliases/{}", step(from)), code, detail);
    };
    for (from, to) in map {
        let stands = to.as_str().filter(|to| fits(to, TAG_MOST) && *to == to.trim());
        let word = skeleton(from);
        if stands.is_none() || word.is_empty() || !fits(from, ALIAS_MOST) {
            let detail =
                format!("Send a word of 1 to {ALIAS_MOST} characters and what it stands for, of 1 to {TAG_MOST}.");
            fault(from, "not_an_alias", detail);
        } else if bare.insert(word, to.clone()).is_some_and(|other| other != *to) {
            let detail = "The same word stands for something else too; case, spaces, -, _, . and + do not part words.";
            fault(from, "doubled", detail.into());
        }
    }
    for (from, to) in map {
        if let Some(end) = to.as_str().and_then(|to| bare.get(&skeleton(to))).filter(|end| *end != to) {
            fault(from, "alias_of_an_alias", format!("What it stands for is an alias itself; send {end}."));
        }
    }
    bare
}

/// Reads the values that are allowed of each tag.
fn allowed(mut fields: Fields<'_>) -> Result<[Vec<String>; 7], Vec<Fault>> {
    let mut lists = <[Vec<String>; 7]>::default();
    for (name, list) in NAMES.into_iter().zip(&mut lists) {
        *list = texts(&mut fields, name, ALLOWED_MOST, TAG_MOST).unwrap_or_default();
    }
    fields.finish()?;
    Ok(lists)
}
