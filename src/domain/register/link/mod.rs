//! A link: a slug, where it leads, and whose it is.

pub mod import;
pub mod listing;
pub mod many;
mod options;
pub mod table;

use serde::Serialize;
use serde_json::{Value, json};

use super::{flag, listed};
use crate::domain::app_link::AppLinks;
use crate::domain::destination::{self, Flaw};
use crate::domain::fields::Fields;
use crate::domain::host::{self, Hosts, SLUG_LEAST};
use crate::domain::idn;
use crate::domain::json;
use crate::domain::key::Who;
use crate::domain::link::{More, Published};
use crate::domain::refusal::Fault;
use crate::domain::rule::{self, Place};
use crate::domain::settings::Settings;
use crate::domain::slug::{self, Slug};
use crate::domain::stored::{Misfit, Stored};
use crate::domain::time;
use crate::domain::utm::hygiene::Hygiene;
use crate::domain::utm::known::Known;
use crate::domain::utm::lint::{self, Note, Subject};
use crate::domain::utm::preset::{Parts, Preset};
use crate::domain::utm::{self, Tags};
use crate::stored;
pub use options::Options;

/// The most characters of a brand's own name for a link.
const EXTERNAL_MOST: usize = 128;
/// The most characters of a post's or platform's name.
const WORD_MOST: usize = 64;
/// One version of a link as its history shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Counted from 1.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub at: i64,
    /// Who made it; empty where nobody knows.
    pub by: String,
    /// Where it led, as given.
    pub destination: String,
    /// Where it led, with its tags on.
    pub target: String,
    /// What it was set to beside.
    #[serde(flatten)]
    pub more: Options,
    /// Whether it led anywhere at all.
    pub enabled: bool,
    /// From when on it led nowhere.
    #[serde(serialize_with = "time::shown_if")]
    pub expires_at: Option<i64>,
    /// When it was put away.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Version { version, at, by, destination, target, more as options_of, enabled as flag, expires_at, archived_at });

/// What a link is made and changed on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The deployment's settings.
    pub settings: &'a Settings,
    /// Every host that is served here, see [`Hosts::own`] for those that no link may lead to.
    pub hosts: &'a Hosts,
    /// What tags should look like.
    pub hygiene: &'a Hygiene,
    /// Who does it.
    pub who: Who,
    /// When, Unix milliseconds.
    pub now: i64,
}

impl Ground<'_> {
    /// Checks that the link at `place` (host and slug) may send somebody to `address`, as [`destination::sendable`], and not
    /// to itself; gives the text to store, or a stable word and what to send instead.
    fn sendable(self, address: &str, place: (&str, &str)) -> Result<String, (&'static str, &'static str)> {
        self.elsewhere(destination::sendable(address, self.hosts.own(), self.settings.fold), place)
    }

    /// The same for what is tagged and gets a click id, as [`destination::check`].
    fn checked(self, address: &str, place: (&str, &str)) -> Result<String, (&'static str, &'static str)> {
        let Settings { click_parameter, fold, .. } = self.settings;
        self.elsewhere(destination::check(address, self.hosts.own(), click_parameter, *fold), place)
    }

    fn elsewhere(
        self,
        checked: Result<String, Flaw>,
        place: (&str, &str),
    ) -> Result<String, (&'static str, &'static str)> {
        let there = |address: &String| self.hosts.is_at(place, address, self.settings.compose);
        let checked = checked.and_then(|address| if there(&address) { Err(Flaw::OwnHost) } else { Ok(address) });
        checked.map_err(|flaw| (flaw.code(), flaw.detail()))
    }
}

/// Whose a link is, as its tags say it.
#[derive(Clone, Copy, Debug)]
pub struct Owners<'a> {
    /// The creator's handle.
    pub creator: &'a str,
    /// The creator's name for people.
    pub creator_name: &'a str,
    /// The campaign's handle.
    pub campaign: Option<&'a str>,
}

/// A link as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Ours; it travels in click ids.
    pub id: u32,
    /// The host it is served on.
    pub host: String,
    /// The word in the address.
    pub slug: String,
    /// Where it leads, as given.
    pub destination: String,
    /// Where it leads, with its tags on.
    pub target: String,
    /// Whose it is.
    pub creator_id: u32,
    /// The campaign it belongs to.
    pub campaign_id: Option<u32>,
    /// The piece of content it stands in.
    pub post: Option<String>,
    /// The platform that content is on, by one word for each.
    pub platform: Option<String>,
    /// Tags chosen on purpose; the others are derived.
    pub utm: Tags,
    /// From when on it leads nowhere.
    #[serde(serialize_with = "time::shown_if")]
    pub expires_at: Option<i64>,
    /// Whether it leads anywhere at all.
    pub enabled: bool,
    /// What it is set to beside.
    #[serde(flatten)]
    pub more: Options,
    /// The brand's own name for it, there once.
    pub external_id: Option<String>,
    /// Who made this version; empty where nobody knows.
    pub changed_by: String,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its slug stays taken and its history stays.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Link { id, host, slug, destination, target, creator_id, campaign_id, post, platform, utm as listed, expires_at, enabled as flag, more as options_of, external_id, changed_by, version, created_at, updated_at, archived_at });

impl Link {
    /// Reads the body that makes a link; of `random` the slug is made that it gets when none is chosen.
    pub fn make(body: &Value, ground: Ground<'_>, random: [u8; 32]) -> Result<Self, Vec<Fault>> {
        let now = ground.now;
        let mut fields = Fields::of(body, "")?;
        let (host, slug) = read_place(&mut fields, ground);
        let length = ground.hosts.find(&host).map_or(SLUG_LEAST, |host| host.slug_length);
        let link = Self {
            host,
            slug: slug.unwrap_or_else(|| Slug::random(random, length).to_string()),
            changed_by: ground.who.to_string(),
            created_at: now,
            updated_at: now,
            ..Self::blank()
        };
        link.read(fields, ground)
    }

    /// A link of which nothing is said yet.
    pub fn blank() -> Self {
        Self {
            id: 0,
            host: String::new(),
            slug: String::new(),
            destination: String::new(),
            target: String::new(),
            creator_id: 0,
            campaign_id: None,
            post: None,
            platform: None,
            utm: Tags::default(),
            expires_at: None,
            enabled: true,
            more: Options::default(),
            external_id: None,
            changed_by: String::new(),
            version: 1,
            created_at: 0,
            updated_at: 0,
            archived_at: None,
        }
    }

    /// The host and the slug that a body names; none where it names no slug, or one that there cannot be.
    pub fn place(body: &Value, ground: Ground<'_>) -> Option<(String, String)> {
        let mut fields = Fields::of(body, "").ok()?;
        let (host, slug) = read_place(&mut fields, ground);
        Some((host, slug?)).filter(|_| fields.stop().is_empty())
    }

    /// Reads the body that changes this link; host and slug stay.
    pub fn change(&self, body: &Value, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        self.next(ground).read(Fields::of(body, "")?, ground)
    }

    /// The same as the version that is made now.
    fn next(&self, ground: Ground<'_>) -> Self {
        let changed_by = ground.who.to_string();
        Self { updated_at: ground.now, version: self.version + 1, changed_by, ..self.clone() }
    }

    /// Whether `changed` says anything else about whose clicks these are.
    pub fn moves(&self, changed: &Self) -> bool {
        let whose = |link: &Self| (link.creator_id, link.campaign_id, link.post.clone(), link.platform.clone());
        whose(self) != whose(changed)
    }

    /// Whether `changed` is this very link, but for who made the version and when.
    pub fn says(&self, changed: &Self) -> bool {
        let of_version = Self {
            version: self.version,
            updated_at: self.updated_at,
            changed_by: self.changed_by.clone(),
            ..changed.clone()
        };
        *self == of_version
    }

    /// What statements store of a link, in the order of their columns: host and slug, which stay, and what may change.
    fn values(&self) -> [Vec<Value>; 2] {
        let json = |value: serde_json::Result<String>| value.unwrap_or_else(|_| "{}".into());
        let (utm, more) = (json(serde_json::to_string(&self.utm)), json(serde_json::to_string(&self.more)));
        let place = vec![self.host.as_str().into(), self.slug.as_str().into()];
        let said = json!([
            self.destination,
            self.target,
            self.creator_id,
            self.campaign_id,
            self.post,
            self.platform,
            utm,
            self.expires_at,
            u8::from(self.enabled),
            more,
            self.external_id,
            self.changed_by,
            self.updated_at,
            self.archived_at,
        ]);
        [place, if let Value::Array(said) = said { said } else { Vec::new() }]
    }

    /// The link as `links_insert.sql` makes it.
    pub fn new_row(&self) -> Value {
        Value::from(self.values().concat())
    }

    /// The link as `links_update.sql` puts it in place of `before`.
    pub fn next_row(&self, before: &Self) -> Value {
        let [_, said] = self.values();
        Value::from([vec![before.id.into(), before.version.into()], said].concat())
    }

    /// The link put away.
    #[must_use]
    pub fn archived(&self, ground: Ground<'_>) -> Self {
        Self { archived_at: self.archived_at.or(Some(ground.now)), ..self.next(ground) }
    }

    /// The link with its target made: chosen tags, and what its own convention, or else that of its host, derives.
    #[must_use]
    pub fn aimed(mut self, owners: &Owners<'_>, hosts: &Hosts) -> Self {
        let derived = self.derived(owners, hosts);
        let tagged = |destination: &str| utm::tagged(destination, &self.utm, &derived);
        self.more.aim(&tagged);
        self.target = tagged(&self.destination);
        self
    }

    /// The tags that fill what was not chosen, at whichever address this link leads to.
    pub fn derived(&self, owners: &Owners<'_>, hosts: &Hosts) -> Tags {
        let of_host = hosts.find(&self.host).and_then(|host| host.utm_preset.as_ref());
        let post = self.post.as_deref().map(super::handle);
        let parts = Parts {
            creator: owners.creator,
            creator_id: self.creator_id,
            creator_name: owners.creator_name,
            platform: self.platform.as_deref(),
            campaign: owners.campaign,
            campaign_id: self.campaign_id,
            post: post.as_deref(),
            slug: &self.slug,
            host: &self.host,
            external_id: self.external_id.as_deref(),
        };
        self.more.utm_preset.as_ref().or(of_host).unwrap_or(&Preset::default()).fill(&parts)
    }

    /// What is said about the tags that its clicks will carry.
    ///
    /// # Errors
    /// What no link may carry, but for what `before` carried the same.
    pub fn linted(&self, before: Option<&Self>, known: &mut Known<'_>) -> Result<Vec<Note>, Vec<Fault>> {
        let mut notes = self.lint_own(known);
        let own = |link: &Self| Tags::carried(&link.target);
        let mut faults = lint::faults(&notes, &own(self), before.map(own).as_slice());
        let others = self.lint_others(&notes, known);
        if !others.is_empty() {
            let before: Vec<Tags> = before.into_iter().flat_map(Self::targets).map(Tags::carried).collect();
            for (target, more) in others {
                faults.extend(lint::faults(&more, &Tags::carried(target), &before));
                notes.extend(more);
            }
        }
        if faults.is_empty() { Ok(notes) } else { Err(faults) }
    }

    /// What is said about the tags that its clicks will carry, errors too.
    pub fn lint(&self, known: &mut Known<'_>) -> Vec<Note> {
        let mut notes = self.lint_own(known);
        let others = self.lint_others(&notes, known);
        notes.extend(others.into_iter().flat_map(|(_, notes)| notes));
        notes
    }

    fn lint_own(&self, known: &mut Known<'_>) -> Vec<Note> {
        let Self { destination, utm, target, .. } = self;
        lint::lint(&Subject { destination, chosen: utm, target }, known)
    }

    /// What is said about the tags everywhere else that it leads to, which is not said in `notes` already: each target that
    /// carries what no other does, with its notes.
    fn lint_others(&self, notes: &[Note], known: &mut Known<'_>) -> Vec<(&str, Vec<Note>)> {
        let mut seen = vec![utm::pairs(&self.target)];
        let mut others = Vec::new();
        for (pointer, Place { address, target }) in self.more.places().filter(|(_, place)| place.is_web()) {
            let pairs = utm::pairs(target);
            if seen.contains(&pairs) {
                continue;
            }
            seen.push(pairs);
            let mut more = lint::lint(&Subject { destination: address, chosen: &self.utm, target }, known);
            let same =
                |one: &Note, other: &Note| (one.key, one.code, &one.value) == (other.key, other.code, &other.value);
            more.retain(|note| !notes.iter().any(|other| same(note, other)));
            for note in &mut more {
                note.pointer.clone_from(&pointer);
            }
            others.push((target.as_str(), more));
        }
        others
    }

    /// Every target that it leads to.
    fn targets(&self) -> impl Iterator<Item = &str> {
        [self.target.as_str()].into_iter().chain(self.more.places().map(|(_, place)| place.target.as_str()))
    }

    /// What is to be said of where it leads, `[{code, detail}]`.
    pub fn warnings(&self) -> Vec<Value> {
        let mut warnings = Vec::new();
        let places = self.more.places().filter(|(_, place)| place.is_web()).map(|(_, place)| &place.address);
        for address in [&self.destination].into_iter().chain(&self.more.expired_destination).chain(places) {
            for warning in idn::warnings(address) {
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
        warnings
    }

    /// The edge's copy of this link.
    pub fn published(&self) -> Published {
        Published {
            id: self.id,
            version: self.version,
            target: self.target.clone(),
            on: self.enabled && self.archived_at.is_none(),
            expires_at: self.expires_at,
            more: self.published_more(),
        }
    }

    /// What the edge reads beside; none of a plain link.
    fn published_more(&self) -> Option<More> {
        let said = &self.more;
        let more = More {
            starts_at: said.starts_at,
            expired: said.expired_destination.clone(),
            policy: said.query_policy,
            bare: (!said.click_id).then_some(true),
            rules: rule::published(&said.rules),
            app: said.app.as_ref().map(AppLinks::published),
            card: said.card.clone(),
        };
        (more != More::default()).then_some(more)
    }

    fn read(mut self, mut fields: Fields<'_>, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        let fresh = self.id == 0;
        let address = fields.text("destination", destination::MOST);
        let address = if fresh || fields.has("destination") { fields.need("destination", address) } else { None };
        match address.map(|address| ground.checked(&address, (&self.host, &self.slug))) {
            Some(Ok(destination)) => self.destination = destination,
            Some(Err((code, detail))) => {
                fields.fault::<()>("destination", code, detail);
            }
            None => {}
        }
        let creator = fields.id("creator_id");
        let creator = if fresh || fields.has("creator_id") { fields.need("creator_id", creator) } else { None };
        self.creator_id = creator.unwrap_or(self.creator_id);
        let (campaign, post) = (fields.id("campaign_id"), fields.text("post", WORD_MOST));
        self.campaign_id = if fields.has("campaign_id") { campaign } else { self.campaign_id };
        self.post = if fields.has("post") { post } else { self.post };
        let platform = fields.text("platform", WORD_MOST).map(|platform| ground.hygiene.platform(&platform));
        self.platform = if fields.has("platform") { platform } else { self.platform };
        let expires = fields.moment("expires_at");
        self.expires_at = if fields.has("expires_at") { expires } else { self.expires_at };
        self.enabled = fields.flag("enabled").unwrap_or(self.enabled);
        let external = fields.text("external_id", EXTERNAL_MOST);
        self.external_id = if fields.has("external_id") { external } else { self.external_id };
        self.more.say(&mut fields, ground, (&self.host, &self.slug));
        let schedule = (self.more.starts_at, self.expires_at);
        if schedule.0.zip(schedule.1).is_some_and(|(start, end)| start >= end) {
            fields.fault::<()>("expires_at", "not_after_start", "Send a time after `starts_at`.");
        } else if ["rules", "starts_at", "expires_at"].iter().any(|name| fields.has(name)) {
            fields.faults(rule::never::faults(&self.more.rules, "/rules", schedule));
        }
        match fields.flag("archived") {
            Some(true) => self.archived_at = self.archived_at.or(Some(self.updated_at)),
            Some(false) => self.archived_at = None,
            None => {}
        }
        match fields.value("utm").map(read_tags) {
            Some(Ok(tags)) => self.utm = tags,
            Some(Err(faults)) => fields.faults(faults),
            None if fields.has("utm") => self.utm = Tags::default(),
            None => {}
        }
        fields.finish()?;
        Ok(self)
    }
}

/// Reads the host, the first one where none is named, and the slug in its normal form there.
fn read_place(fields: &mut Fields<'_>, ground: Ground<'_>) -> (String, Option<String>) {
    let named = fields.text("host", 255);
    let host = match &named {
        None => ground.hosts.first(),
        Some(named) => {
            host::name(named, ground.settings.fold).and_then(|named| ground.hosts.find(&named)).or_else(|| {
                fields.fault("host", "unknown_host", "Name a host of HOSTS or of `GET /v1/domains`, without a port.")
            })
        }
    };
    let exact_case = host.is_some_and(|host| host.exact_case);
    let slug = fields.text("slug", slug::MOST * 3).and_then(|said| {
        Slug::chosen(&said, exact_case, ground.settings.compose).or_else(|| {
            let detail = "Use up to three words with / between them, each of 1 to 64 letters, digits, _ and -, 128 characters \
                in all; the first is no word of the service itself.";
            fields.fault("slug", "not_a_slug", detail)
        })
    });
    (host.map(|host| host.host.clone()).unwrap_or_default(), slug)
}

fn read_tags(value: &Value) -> Result<Tags, Vec<Fault>> {
    let mut fields = Fields::of(value, "/utm")?;
    let tags = Tags::of(utm::NAMES.map(|name| fields.text(name, utm::TAG_MOST)));
    fields.finish()?;
    Ok(tags)
}

/// Reads the options; what another version of this program says in words that this one does not know is as of a plain link,
/// for one such row must not keep all others from being read.
fn options_of(value: Value, misfit: &mut Misfit) -> Options {
    let text = String::read(value, misfit);
    json::parse(&text).map_or_else(|_| Options::default(), |said| Options::read(said, &mut Misfit::default()))
}
