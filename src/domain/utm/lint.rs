//! What is wrong with the tags that a link's clicks will carry, or looks as if nobody meant it.
//!
//! # Why
//! What clicks have carried cannot be corrected, so a link says at once what an analyst would find months later. What the
//! brand ruled out is an error and keeps the link from being made; what is only unusual is a warning with the value that was
//! most likely meant, and never changes anything by itself.

use serde::Serialize;

use super::known::Known;
use super::near::skeleton;
use super::{KEYS, NAMES, TAG_MOST, Tags, carries, ga4, times};
use crate::domain::case;
use crate::domain::refusal::Fault;

/// Places in [`NAMES`].
const SOURCE: usize = 0;
const MEDIUM: usize = 1;
const CAMPAIGN: usize = 2;
const ID: usize = 5;
const SOURCE_PLATFORM: usize = 6;

/// Whether a link can be made with what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It cannot.
    Error,
    /// It can.
    Warning,
}

/// One thing about a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Whether it keeps a link from being made.
    pub level: Level,
    /// The tag, one of [`NAMES`].
    pub key: &'static str,
    /// Stable word for programs.
    pub code: &'static str,
    /// What the tag says; null where it is not there.
    pub value: Option<String>,
    /// What was most likely meant, if anything can be told.
    pub suggested: Option<String>,
    /// A sentence for a person.
    pub detail: String,
    /// JSON pointer to what said so; shown of what is said beside the link's own destination and tags.
    #[serde(skip_serializing_if = "is_own")]
    pub pointer: String,
}

/// Whether a pointer is to a link's own destination or tags.
fn is_own(pointer: &str) -> bool {
    pointer == "/destination" || pointer.starts_with("/utm/")
}

/// What is looked at: where a link leads as given, its chosen tags, and where it leads with all tags on.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Where it leads, as given.
    pub destination: &'a str,
    /// Tags chosen on purpose.
    pub chosen: &'a Tags,
    /// Where it leads, with its tags on.
    pub target: &'a str,
}

/// Everything about a link's tags, errors and warnings in the order of [`NAMES`], then what Google Analytics makes of them.
pub fn lint(subject: &Subject<'_>, known: &mut Known<'_>) -> Vec<Note> {
    let hygiene = known.hygiene;
    let mut notes = Notes { known, list: Vec::new(), key: "", value: None, pointer: String::new() };
    let (carried, chosen) = (Tags::carried(subject.target), subject.chosen.values());
    for (place, ((name, key), value)) in NAMES.into_iter().zip(KEYS).zip(carried.values()).enumerate() {
        let own = chosen.get(place).copied().flatten().is_none() && carries(subject.destination, key);
        let value = value.filter(|value| !value.trim().is_empty());
        notes.about(name, value, if own { "/destination".to_owned() } else { format!("/utm/{name}") });
        let Some(value) = value else {
            if hygiene.requires(place) {
                notes.error("required", None, format!("This brand's links carry utm_{name}; send one."));
            }
            continue;
        };
        if times(subject.target, key) > 1 {
            notes.warn("repeated", None, format!("The destination has {key} more than once; tools read one of them."));
        }
        if !notes.refused(place, value) && !notes.misspelt(place, value) {
            notes.resembles(place, value);
        }
    }
    notes.filed(&carried);
    notes.list
}

/// The errors as faults of a body: those about tags of a target that carries `now` which nothing of `before`, what targets
/// carried until now, said like that.
pub fn faults(notes: &[Note], now: &Tags, before: &[Tags]) -> Vec<Fault> {
    let stood = |note: &Note| {
        let place = NAMES.iter().position(|name| *name == note.key).unwrap_or_default();
        before.iter().any(|before| before.values().get(place) == now.values().get(place))
    };
    let fresh = notes.iter().filter(|note| note.level == Level::Error && !stood(note));
    fresh.map(|note| Fault::at(note.pointer.as_str(), note.code, note.detail.as_str())).collect()
}

/// The notes so far, and the tag that is looked at.
struct Notes<'a, 'b> {
    known: &'a mut Known<'b>,
    list: Vec<Note>,
    key: &'static str,
    value: Option<String>,
    pointer: String,
}

impl Notes<'_, '_> {
    fn about(&mut self, key: &'static str, value: Option<&str>, pointer: String) {
        (self.key, self.value, self.pointer) = (key, value.map(str::to_owned), pointer);
    }

    fn note(&mut self, level: Level, code: &'static str, suggested: Option<String>, detail: String) {
        let (value, pointer) = (self.value.clone(), self.pointer.clone());
        self.list.push(Note { level, key: self.key, code, value, suggested, detail, pointer });
    }

    fn error(&mut self, code: &'static str, suggested: Option<String>, detail: String) {
        self.note(Level::Error, code, suggested, detail);
    }

    fn warn(&mut self, code: &'static str, suggested: Option<String>, detail: String) {
        self.note(Level::Warning, code, suggested, detail);
    }

    /// Notes what no link may carry; whether there is any.
    fn refused(&mut self, place: usize, value: &str) -> bool {
        let hygiene = self.known.hygiene;
        let listed = hygiene.allowed(place);
        if unfilled(value) {
            let detail =
                "This is a template's mark that nobody filled; send the value, or set templates in `utm_preset`.";
            self.error("placeholder", None, detail.into());
        } else if personal(value) {
            let detail =
                "This looks like an e-mail address or a telephone number; tags are read by many, so send no person's.";
            self.error("personal_data", None, detail.into());
        } else if !listed.is_empty() && !listed.iter().any(|known| known == value) {
            let word = hygiene.word(place, value).unwrap_or_else(|| value.to_owned());
            let meant = self.known.nearest(place, &word);
            let all = listed.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = if listed.len() > 20 { " and others" } else { "" };
            let detail = format!("This brand allows {all}{more} here; `PUT /v1/utm` allows others.");
            self.error("not_allowed", meant, detail);
        } else {
            // What is allowed is as it should be.
            return !listed.is_empty();
        }
        true
    }

    /// Notes in what a value's spelling differs from how it should be; whether it does.
    fn misspelt(&mut self, place: usize, value: &str) -> bool {
        let hygiene = self.known.hygiene;
        if value.chars().count() > TAG_MOST {
            let detail = format!("It has more than {TAG_MOST} characters, and tools cut what is longer.");
            self.warn("long", None, detail);
        }
        if let Some(word) = hygiene.word(place, value) {
            if word == value {
                return true; // A known word is none that looks like another.
            }
            let code = if skeleton(&word) == skeleton(value) { "spelling" } else { "alias" };
            let detail = format!("Other links say {word}; two words for one thing part its clicks in every report.");
            self.warn(code, Some(word), detail);
            return true;
        }
        let before = self.list.len();
        let lower = hygiene.lower() && place != ID;
        let better = tidy(value, lower);
        let suggested = || Some(better.clone()).filter(|better| !better.is_empty() && better != value);
        if lower && case::lower(value) != value {
            self.warn("case", suggested(), "Tools tell capitals from small letters; write small ones only.".into());
        }
        if value.chars().any(char::is_whitespace) {
            self.warn("spaces", suggested(), "Spaces become + or %20 on their way; write - in their place.".into());
        }
        if doubled(value) {
            let detail = "Separators stand doubled, or at an end: most likely a part is missing.";
            self.warn("doubled_separator", suggested(), detail.into());
        }
        if !value.is_ascii() {
            let detail =
                "Letters beyond ASCII are written in two ways and shown as %C3%A9 by some tools; write a to z.";
            self.warn("non_ascii", None, detail.into());
        }
        self.list.len() > before
    }

    /// Notes a value of other links that is most likely the same; what more links carry is the right one.
    fn resembles(&mut self, place: usize, value: &str) {
        if !matches!(place, SOURCE | MEDIUM | CAMPAIGN | SOURCE_PLATFORM) {
            return;
        }
        let other = self.known.resembling(place, value);
        if let Some((other, links)) = other {
            let detail = format!("{links} of the newest links say {other}; if that is meant, write it alike.");
            self.warn("near_duplicate", Some(other), detail);
        }
    }

    /// Notes where Google Analytics files such clicks under nothing, or under something else than the medium says.
    fn filed(&mut self, carried: &Tags) {
        let [source, medium, campaign, ..] = carried.values();
        if source.or(medium).is_none() {
            return;
        }
        let [said, way, name] = [source, medium, campaign].map(Option::unwrap_or_default);
        let place = ga4::channel(said, way, name);
        let by_medium = ga4::channel("", way, "");
        let pointer = |name: &str| format!("/utm/{name}");
        if place.is_none() {
            self.about("medium", medium, pointer("medium"));
            let better = ga4::medium_for(said);
            let detail = "Google Analytics files this source and medium under Unassigned; a custom channel group there, or \
                another medium, gives them a place.";
            self.warn("ga4_unassigned", Some(better.to_owned()), detail.into());
        } else if let Some(place) = place.filter(|place| ga4::channel(said, way, "") != Some(place)) {
            self.about("campaign", campaign, pointer("campaign"));
            let detail = format!("Google Analytics files this under {place}, for the campaign's name alone.");
            self.warn("ga4_other_channel", None, detail);
        } else if let Some((place, meant)) =
            place.zip(by_medium).filter(|(place, meant)| place != meant && !paid(meant))
        {
            self.about("medium", medium, pointer("medium"));
            let detail = format!("Google Analytics files this under {place} for its source, not under {meant}.");
            self.warn("ga4_other_channel", None, detail);
        }
    }
}

/// Whether a channel is of what is paid for, which Google Analytics tells apart further by the source.
fn paid(channel: &str) -> bool {
    channel.starts_with("Paid")
}

/// A value without what tidiness forbids: spaces as `-`, separators once and none at the ends.
fn tidy(value: &str, lower: bool) -> String {
    let value = if lower { case::lower(value) } else { value.to_owned() };
    let mut tidy = String::with_capacity(value.len());
    for letter in value.chars().map(|letter| if letter.is_whitespace() { '-' } else { letter }) {
        if !separates(letter) || tidy.chars().next_back().is_some_and(|last| !separates(last)) {
            tidy.push(letter);
        }
    }
    tidy.truncate(tidy.trim_end_matches(separates).len());
    tidy
}

fn separates(letter: char) -> bool {
    matches!(letter, '-' | '_' | '.' | '|' | '~')
}

/// Whether separators stand beside each other or at an end.
fn doubled(value: &str) -> bool {
    let beside = value.chars().zip(value.chars().skip(1)).any(|(one, next)| separates(one) && separates(next));
    beside || value.starts_with(separates) || value.ends_with(separates)
}

/// Whether a template's mark is left in a value: `{creator}`, `{{ad.name}}`, `<name>`, `%%name%%`, `__NAME__`. Words in brackets
/// (`[UK]`) are what people write themselves.
fn unfilled(value: &str) -> bool {
    let value = value.trim();
    let within = |open: &str, close: &str| {
        let inside = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|inside| !inside.is_empty())
    };
    let marks = [("<", ">"), ("%%", "%%"), ("*|", "|*"), ("$(", ")")];
    let capitals = !value.bytes().any(|b| b.is_ascii_lowercase()) && within("__", "__");
    value.contains(['{', '}']) || capitals || marks.iter().any(|(open, close)| within(open, close))
}

/// What names of pictures and films end in: `hero@2x.png` is nobody's address.
const FILES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "pdf", "mp4"];

/// Whether a value holds an e-mail address, or is a telephone number with its country.
fn personal(value: &str) -> bool {
    let mail = value.match_indices('@').any(|(at, _)| {
        let (before, behind) = value.split_at_checked(at).unwrap_or_default();
        let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-');
        let host = behind.trim_start_matches('@').split(|letter| !word(letter)).next().unwrap_or_default();
        let ends = host.trim_end_matches(['.', '-']).rsplit_once('.').is_some_and(|(name, end)| {
            let named = end.chars().count() >= 2 && end.chars().all(char::is_alphabetic);
            named && !name.is_empty() && !FILES.iter().any(|file| end.eq_ignore_ascii_case(file))
        });
        ends && before.chars().next_back().is_some_and(|letter| letter.is_alphanumeric() || "._-+%".contains(letter))
    });
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let dials = |letter: char| letter.is_ascii_digit() || " -()./".contains(letter);
    let dialled = value.strip_prefix('+').is_some_and(|rest| rest.chars().all(dials));
    mail || (dialled && (9..=15).contains(&digits))
}
