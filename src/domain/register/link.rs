//! A link: a slug, where it leads, and whose it is.

use serde::Serialize;
use serde_json::Value;

use super::{flag, listed};
use crate::domain::case;
use crate::domain::destination;
use crate::domain::fields::Fields;
use crate::domain::link::Published;
use crate::domain::refusal::Fault;
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::domain::time;
use crate::domain::utm::{self, Tags};
use crate::stored;

/// The most characters of a post's or platform's name.
const WORD_MOST: usize = 64;
/// The most characters of a tag.
const TAG_MOST: usize = 100;

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

stored!(Link { id, host, slug, destination, target, creator_id, campaign_id, post, platform, utm as listed, expires_at, enabled as flag, version, created_at, updated_at, archived_at });

impl Link {
    /// Reads the body that makes a link at `now`; `random` is the slug it gets when none is chosen.
    pub fn make(body: &Value, settings: &Settings, random: Slug, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let host = fields.text("host", 255).map(|host| host.trim_end_matches('.').to_ascii_lowercase());
        if host.as_ref().is_some_and(|host| settings.host(host).is_none()) {
            fields.fault::<()>("host", "unknown_host", "Name a host that is listed in HOSTS, without a port.");
        }
        let said = fields.text("slug", 3 * WORD_MOST);
        let slug = match said.as_deref().map(Slug::parse) {
            None => random,
            Some(Some(slug)) => slug,
            Some(None) => {
                let detail = "Use 1 to 64 of a-z, 0-9, _ and -, and no word of the service itself.";
                fields.fault::<()>("slug", "not_a_slug", detail);
                random
            }
        };
        let blank = Self {
            id: 0,
            host: host.or_else(|| settings.hosts.first().map(|host| host.host.clone())).unwrap_or_default(),
            slug: slug.to_string(),
            destination: String::new(),
            target: String::new(),
            creator_id: 0,
            campaign_id: None,
            post: None,
            platform: None,
            utm: Tags::default(),
            expires_at: None,
            enabled: true,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(fields, settings)
    }

    /// Reads the body that changes this link at `now`; host and slug stay.
    pub fn change(&self, body: &Value, settings: &Settings, now: i64) -> Result<Self, Vec<Fault>> {
        let link = Self { updated_at: now, version: self.version + 1, ..self.clone() };
        link.read(Fields::of(body, "")?, settings)
    }

    /// Whether `changed` says anything else about whose clicks these are.
    pub fn moves(&self, changed: &Self) -> bool {
        let whose = |link: &Self| (link.creator_id, link.campaign_id, link.post.clone(), link.platform.clone());
        whose(self) != whose(changed)
    }

    /// The link put away at `now`.
    #[must_use]
    pub fn archived(&self, now: i64) -> Self {
        Self { archived_at: self.archived_at.or(Some(now)), version: self.version + 1, updated_at: now, ..self.clone() }
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
        }
    }

    fn read(mut self, mut fields: Fields<'_>, settings: &Settings) -> Result<Self, Vec<Fault>> {
        let fresh = self.id == 0;
        let address = fields.text("destination", destination::MOST);
        let address = if fresh || fields.has("destination") { fields.need("destination", address) } else { None };
        let own = settings.hosts.iter().map(|host| host.host.as_str());
        let (parameter, fold) = (&settings.click_parameter, settings.fold);
        match address.map(|address| destination::check(&address, own, parameter, fold)) {
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
