//! A link: a slug, where it leads, and whose it is.

mod options;

use serde::Serialize;
use serde_json::Value;

use super::{flag, listed};
use crate::domain::case;
use crate::domain::destination::{self, Flaw};
use crate::domain::fields::Fields;
use crate::domain::host::{Hosts, SLUG_LEAST};
use crate::domain::key::Who;
use crate::domain::link::{More, Published};
use crate::domain::refusal::Fault;
use crate::domain::settings::Settings;
use crate::domain::slug::{self, Slug};
use crate::domain::time;
use crate::domain::utm::{self, Tags};
use crate::stored;
pub use options::Options;

/// The most characters of a brand's own name for a link.
const EXTERNAL_MOST: usize = 128;
/// The most characters of a post's or platform's name.
const WORD_MOST: usize = 64;
/// The most characters of a tag.
const TAG_MOST: usize = 100;

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

stored!(Version { version, at, by, destination, target, more as listed, enabled as flag, expires_at, archived_at });

/// What a link is made and changed on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The deployment's settings.
    pub settings: &'a Settings,
    /// Every host that is served here, see [`Hosts::own`] for those that no link may lead to.
    pub hosts: &'a Hosts,
    /// Who does it.
    pub who: Who,
    /// When, Unix milliseconds.
    pub now: i64,
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
    /// The platform that content is on, in lower case.
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

stored!(Link { id, host, slug, destination, target, creator_id, campaign_id, post, platform, utm as listed, expires_at, enabled as flag, more as listed, external_id, changed_by, version, created_at, updated_at, archived_at });

impl Link {
    /// Reads the body that makes a link; of `random` the slug is made that it gets when none is chosen.
    pub fn make(body: &Value, ground: Ground<'_>, random: [u8; 32]) -> Result<Self, Vec<Fault>> {
        let Ground { settings, hosts, now, .. } = ground;
        let mut fields = Fields::of(body, "")?;
        let host = match fields.text("host", 255).map(|host| host.trim_end_matches('.').to_ascii_lowercase()) {
            None => hosts.first(),
            Some(named) => hosts.find(&named).or_else(|| {
                let detail = "Name a host of HOSTS or of `GET /v1/domains`, without a port.";
                fields.fault("host", "unknown_host", detail)
            }),
        };
        let (length, exact_case) = host.map_or((SLUG_LEAST, false), |host| (host.slug_length, host.exact_case));
        let slug = match fields.text("slug", slug::MOST * 3) {
            None => Slug::random(random, length).to_string(),
            Some(said) => Slug::chosen(&said, exact_case, settings.compose).unwrap_or_else(|| {
                let detail = "Use up to three words with / between them, each of 1 to 64 letters, digits, _ and -, 128 characters \
                    in all; the first is no word of the service itself.";
                fields.fault("slug", "not_a_slug", detail).unwrap_or_default()
            }),
        };
        let blank = Self {
            id: 0,
            host: host.map(|host| host.host.clone()).unwrap_or_default(),
            slug,
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
            changed_by: ground.who.to_string(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(fields, ground)
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

    /// The link put away.
    #[must_use]
    pub fn archived(&self, ground: Ground<'_>) -> Self {
        Self { archived_at: self.archived_at.or(Some(ground.now)), ..self.next(ground) }
    }

    /// The link with its target made: chosen tags, and the preset from platform, campaign, creator and post.
    #[must_use]
    pub fn aimed(self, creator_handle: &str, campaign_handle: Option<&str>) -> Self {
        let post = self.post.as_deref().map(super::handle).filter(|post| !post.is_empty());
        let derived = Tags::preset(self.platform.as_deref(), campaign_handle, creator_handle, post.as_deref());
        Self { target: utm::tagged(&self.destination, &self.utm, &derived), ..self }
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
        };
        (more != More::default()).then_some(more)
    }

    fn read(mut self, mut fields: Fields<'_>, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        let settings = ground.settings;
        let fresh = self.id == 0;
        let address = fields.text("destination", destination::MOST);
        let address = if fresh || fields.has("destination") { fields.need("destination", address) } else { None };
        let own = ground.hosts.own();
        let (parameter, fold) = (&settings.click_parameter, settings.fold);
        match address.map(|address| destination::check(&address, own, parameter, fold)) {
            Some(Ok(address)) if ground.hosts.is_at((&self.host, &self.slug), &address, settings.compose) => {
                fields.fault::<()>("destination", Flaw::OwnHost.code(), Flaw::OwnHost.detail());
            }
            Some(Ok(destination)) => self.destination = destination,
            Some(Err(flaw)) => {
                fields.fault::<()>("destination", flaw.code(), flaw.detail());
            }
            None => {}
        }
        let creator = fields.id("creator_id");
        let creator = if fresh || fields.has("creator_id") { fields.need("creator_id", creator) } else { None };
        self.creator_id = creator.unwrap_or(self.creator_id);
        let (campaign, post) = (fields.id("campaign_id"), fields.text("post", WORD_MOST));
        self.campaign_id = if fields.has("campaign_id") { campaign } else { self.campaign_id };
        self.post = if fields.has("post") { post } else { self.post };
        let platform = fields.text("platform", WORD_MOST).map(|platform| case::lower(&platform));
        self.platform = if fields.has("platform") { platform } else { self.platform };
        let expires = fields.moment("expires_at");
        self.expires_at = if fields.has("expires_at") { expires } else { self.expires_at };
        self.enabled = fields.flag("enabled").unwrap_or(self.enabled);
        let external = fields.text("external_id", EXTERNAL_MOST);
        self.external_id = if fields.has("external_id") { external } else { self.external_id };
        self.more.say(&mut fields, ground);
        let end = self.more.expired_destination.as_deref().filter(|_| fields.has("expired_destination"));
        if end.is_some_and(|end| ground.hosts.is_at((&self.host, &self.slug), end, settings.compose)) {
            fields.fault::<()>("expired_destination", Flaw::OwnHost.code(), Flaw::OwnHost.detail());
        }
        if self.more.starts_at.zip(self.expires_at).is_some_and(|(start, end)| start >= end) {
            fields.fault::<()>("expires_at", "not_after_start", "Send a time after `starts_at`.");
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

fn read_tags(value: &Value) -> Result<Tags, Vec<Fault>> {
    let mut fields = Fields::of(value, "/utm")?;
    let tags = Tags {
        source: fields.text("source", TAG_MOST),
        medium: fields.text("medium", TAG_MOST),
        campaign: fields.text("campaign", TAG_MOST),
        term: fields.text("term", TAG_MOST),
        content: fields.text("content", TAG_MOST),
        id: fields.text("id", TAG_MOST),
    };
    fields.finish()?;
    Ok(tags)
}
