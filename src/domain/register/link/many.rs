//! Many links at once: what is wished of each, what that comes to beside what is there, and what is said of it.
//!
//! # Why
//! One link is a list of one: every door that writes links goes this way, so that a rule stands once. Nothing is read or
//! written here; the caller asks for [`Many::names`], tells what it found, and stores what [`Many::fresh`] and
//! [`Many::changed`] say. What is wrong with one link costs no other.

use serde_json::{Map, Value, json};

use super::{Ground, Link, Options, Owners};
use crate::domain::fields;
use crate::domain::host;
use crate::domain::host::SLUG_LEAST;
use crate::domain::idempotency::KEPT_MS;
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::slug::Slug;
use crate::domain::utm::known::Known;
use crate::domain::utm::lint::Note;

/// The most links of a list.
pub const ITEMS_MOST: usize = 1_000;
/// The most bytes of a list.
pub const BODY_MOST: usize = 2 * 1024 * 1024;

/// What is wished of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// That they are made.
    Make,
    /// That they are changed; each is named by `id` or `external_id`.
    Change,
    /// That they are put away; named alike, or by the id alone.
    Remove,
    /// That they are there: made, or changed where `external_id`, else host and slug, are there.
    Put,
    /// The same of a row of a file, whose empty cells leave tags as they are.
    Import,
}

impl Wish {
    fn puts(self) -> bool {
        matches!(self, Self::Put | Self::Import)
    }
}

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Made.
    Created,
    /// Changed.
    Updated,
    /// There as it was wished before anybody wished it.
    Unchanged,
    /// Put away.
    Archived,
    /// Refused.
    Error,
}

impl Status {
    /// Every status with its word.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Created, "created"),
        (Self::Updated, "updated"),
        (Self::Unchanged, "unchanged"),
        (Self::Archived, "archived"),
        (Self::Error, "error"),
    ];

    /// The printed word.
    pub fn word(self) -> &'static str {
        Self::NAMES.iter().find(|(status, _)| *status == self).map_or("error", |(_, word)| word)
    }
}

/// Deals bytes for the slug of the link at a place of the list, in a turn of its own, counted from 1.
pub type Deal<'a> = &'a mut dyn FnMut(usize, u32) -> [u8; 32];

/// How a link that is there is named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Id(u32),
    External(String),
}

/// One link of the list.
#[derive(Clone, Debug)]
pub struct Item {
    /// What the link reads, without what names it.
    body: Value,
    name: Option<Name>,
    /// Host and slug, where these are named.
    place: Option<(String, String)>,
    /// The version that the caller knows.
    version: Option<u32>,
    /// Whether it is decided already.
    done: bool,
    /// How often it was dealt a slug.
    turns: u32,
    /// What is there.
    pub before: Option<Link>,
    /// What there shall be.
    pub after: Option<Link>,
    /// What is said about its tags.
    pub notes: Vec<Note>,
    /// Why not.
    pub refusal: Option<Refusal>,
}

/// A list of links and what is wished of them.
#[derive(Clone, Debug)]
pub struct Many {
    wish: Wish,
    /// What `If-Match` says of links that are there; empty for any version.
    pub versions: String,
    /// Each in its place.
    pub items: Vec<Item>,
}

/// The links of a body: a list of 1 to [`ITEMS_MOST`].
pub fn listed(body: Value) -> Result<Vec<Value>, Refusal> {
    match body {
        Value::Array(items) if (1..=ITEMS_MOST).contains(&items.len()) => Ok(items),
        _ => {
            let detail = format!("Send a JSON list of 1 to {ITEMS_MOST} links.");
            Err(Refusal::invalid(Fault::at("", "not_a_list", detail)))
        }
    }
}

impl Item {
    fn read(wish: Wish, body: Value, ground: Ground<'_>) -> Self {
        let blank = Self {
            body: Value::Null,
            name: None,
            place: None,
            version: None,
            done: false,
            turns: 0,
            before: None,
            after: None,
            notes: Vec::new(),
            refusal: None,
        };
        let mut map = match body {
            Value::Object(map) => map,
            Value::Number(id) if wish == Wish::Remove => Map::from_iter([("id".to_owned(), Value::Number(id))]),
            // Whoever reads it says what is wrong.
            other if wish == Wish::Make => return Self { body: other, ..blank },
            _ => {
                let detail = "Send an object that names the link by `id` or `external_id`.";
                return blank.refused(Refusal::invalid(Fault::at("", "not_an_object", detail)));
            }
        };
        if wish == Wish::Make {
            return Self { body: Value::Object(map), ..blank };
        }
        let mut faults = Vec::new();
        let mut number = |name: &str, map: &mut Map<String, Value>| {
            let value = map.remove(name).filter(|value| !value.is_null())?;
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
            if number.is_none() {
                faults.push(Fault::at(format!("/{name}"), "not_an_id", "Send a whole number from 1."));
            }
            number
        };
        let version = number("version", &mut map);
        let id = if wish.puts() { None } else { number("id", &mut map) };
        let external = map.get("external_id").and_then(Value::as_str).map(|text| text.trim().to_owned());
        let name = id.map(Name::Id).or_else(|| external.map(Name::External));
        if !wish.puts() && id.is_none() {
            map.remove("external_id");
        }
        if wish == Wish::Remove && faults.is_empty() && !map.is_empty() {
            faults.push(Fault::at("", "unknown_field", "Send `id` or `external_id`, and `version`, and nothing else."));
        } else if !wish.puts() && name.is_none() && faults.is_empty() {
            faults.push(Fault::at("/id", "required", "Name the link by `id` or `external_id`."));
        }
        let body = Value::Object(map);
        let place = if wish.puts() { Link::place(&body, ground) } else { None };
        let item = Self { body, name, place, version, ..blank };
        if faults.is_empty() { item } else { item.refused(Refusal::Invalid(faults)) }
    }

    fn refused(mut self, refusal: Refusal) -> Self {
        self.refuse(refusal);
        self
    }

    /// Notes why not.
    pub fn refuse(&mut self, refusal: Refusal) {
        (self.refusal, self.done) = (Some(refusal), true);
    }

    fn chose_slug(&self) -> bool {
        self.body.get("slug").is_some_and(|slug| !slug.is_null())
    }

    fn dealt(&mut self, at: usize, deal: Deal<'_>) -> [u8; 32] {
        self.turns += 1;
        deal(at, self.turns)
    }

    fn is_named(&self, link: &Link) -> bool {
        match &self.name {
            Some(Name::Id(id)) => link.id == *id,
            Some(Name::External(word)) => link.external_id.as_ref() == Some(word),
            None => false,
        }
    }

    fn is_at(&self, link: &Link) -> bool {
        self.place.as_ref().is_some_and(|(host, slug)| (host, slug) == (&link.host, &link.slug))
    }

    /// What is wished, in place of what `before` is.
    fn wished(&self, wish: Wish, ground: Ground<'_>, random: [u8; 32]) -> Result<Link, Refusal> {
        let Some(before) = &self.before else {
            return match wish {
                Wish::Make | Wish::Put | Wish::Import => {
                    Link::make(&self.body, ground, random).map_err(Refusal::Invalid)
                }
                _ => Err(Refusal::NotFound),
            };
        };
        if self.version.is_some_and(|version| version != before.version) {
            return Err(Refusal::ChangedMeanwhile);
        }
        match wish {
            Wish::Remove => Ok(before.archived(ground)),
            Wish::Put | Wish::Import => {
                before.change(&self.rest(wish, before, ground)?, ground).map_err(Refusal::Invalid)
            }
            _ => before.change(&self.body, ground).map_err(Refusal::Invalid),
        }
    }

    /// The body of an upsert without the place, which must be where the link is.
    fn rest(&self, wish: Wish, before: &Link, ground: Ground<'_>) -> Result<Value, Refusal> {
        let mut rest = self.body.clone();
        let Some(map) = rest.as_object_mut() else { return Ok(rest) };
        if let (Wish::Import, Some(Value::Object(tags))) = (wish, map.get_mut("utm")) {
            let Ok(Value::Object(mut all)) = serde_json::to_value(&before.utm) else { return Ok(rest) };
            all.extend(std::mem::take(tags));
            *tags = all;
        }
        let (host, slug) = (map.remove("host"), map.remove("slug"));
        let host = host.as_ref().and_then(Value::as_str).map(|host| host::name(host, ground.settings.fold));
        let slug = slug.filter(|slug| !slug.is_null()).map(|_| self.place.as_ref().map(|place| &place.1));
        let moved = [
            ("/host", host.is_some_and(|host| host.as_ref() != Some(&before.host))),
            ("/slug", slug.is_some_and(|slug| slug != Some(&before.slug))),
        ];
        if let Some((pointer, _)) = moved.iter().find(|(_, moved)| *moved) {
            let detail = format!("This link is at {}/{} and stays there; make another one.", before.host, before.slug);
            return Err(Refusal::invalid(Fault::at(*pointer, "fixed", detail)));
        }
        match (&self.name, &before.external_id) {
            (Some(Name::External(said)), Some(held)) if said != held => Err(taken_by(before)),
            _ => Ok(rest),
        }
    }

    /// Whether the link is to be made.
    fn is_fresh(&self) -> bool {
        !self.done && self.before.is_none() && self.after.is_some()
    }

    /// What became of it.
    pub fn status(&self) -> Status {
        match (&self.refusal, &self.before, &self.after) {
            (Some(_), ..) | (None, None, None) => Status::Error,
            (None, None, Some(_)) => Status::Created,
            (None, Some(_), None) => Status::Unchanged,
            (None, Some(before), Some(after)) if before.archived_at.is_none() && after.archived_at.is_some() => {
                Status::Archived
            }
            _ => Status::Updated,
        }
    }

    /// What is said of its addresses and tags, `warnings` and `lint`, where anything is.
    pub fn said(&self) -> Map<String, Value> {
        let warnings = self.link().map(Link::warnings).unwrap_or_default();
        let lists = [("warnings", Value::from(warnings)), ("lint", json!(self.notes))];
        lists.into_iter().filter(|(_, list)| *list != json!([])).map(|(name, list)| (name.to_owned(), list)).collect()
    }

    /// The link as it is now.
    pub fn link(&self) -> Option<&Link> {
        self.after.as_ref().or(self.before.as_ref()).filter(|_| self.refusal.is_none())
    }
}

fn taken_by(link: &Link) -> Refusal {
    let held = link.external_id.as_deref().map(|word| format!(", which you call {word}")).unwrap_or_default();
    let detail = format!("Link {}{held} has this slug on this host; choose another.", link.id);
    Refusal::Taken("slug_taken", "/slug", detail)
}

impl Many {
    /// Reads what is wished of each of `list`.
    pub fn read(wish: Wish, list: Vec<Value>, ground: Ground<'_>) -> Self {
        Self {
            wish,
            versions: String::new(),
            items: list.into_iter().map(|body| Item::read(wish, body, ground)).collect(),
        }
    }

    fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.done)
    }

    fn open_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.items.iter_mut().filter(|item| !item.done)
    }

    /// How the links are named that are asked for: ids, the brand's own names, hosts with slugs, each a JSON list.
    pub fn names(&self) -> [String; 3] {
        let (mut ids, mut externals, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for item in self.open() {
            match &item.name {
                Some(Name::Id(id)) => ids.push(*id),
                Some(Name::External(word)) => externals.push(word),
                None => {}
            }
            places.extend(&item.place);
        }
        [json!(ids), json!(externals), json!(places)].map(|list| list.to_string())
    }

    /// Decides each link beside those that were `found` by their names; `deal` gives those that chose no slug bytes for one, by
    /// their place in the list and the turn in which they are dealt, from 1.
    pub fn decide(&mut self, found: &[Link], ground: Ground<'_>, deal: Deal<'_>) {
        let wish = self.wish;
        for (at, item) in self.items.iter_mut().enumerate().filter(|(_, item)| !item.done) {
            let named = found.iter().find(|link| item.is_named(link));
            item.before = named.or_else(|| found.iter().find(|link| item.is_at(link))).cloned();
            let unmet =
                |link: &Link| !self.versions.is_empty() && !fields::matches_version(&self.versions, link.version);
            if item.before.as_ref().is_some_and(unmet) {
                item.refuse(Refusal::ChangedMeanwhile);
                continue;
            }
            let random = if item.before.is_none() { item.dealt(at, deal) } else { [0; 32] };
            match item.wished(wish, ground, random) {
                Ok(link) => item.after = Some(link),
                Err(refusal) => item.refuse(refusal),
            }
        }
        self.deal_apart(deal);
    }

    /// Deals a slug again that an item above has.
    fn deal_apart(&mut self, deal: Deal<'_>) {
        let mut taken: Vec<(String, String)> = Vec::new();
        for (at, item) in self.items.iter_mut().enumerate().filter(|(_, item)| item.refusal.is_none()) {
            let dealt = item.before.is_none() && !item.done && !item.chose_slug();
            let Some(mut after) = item.after.take() else { continue };
            let place = |link: &Link| (link.host.clone(), link.slug.clone());
            while dealt && taken.binary_search(&place(&after)).is_ok() {
                let length = u8::try_from(after.slug.len()).unwrap_or(SLUG_LEAST);
                after.slug = Slug::random(item.dealt(at, deal), length).to_string();
            }
            if let Err(at) = taken.binary_search(&place(&after)) {
                taken.insert(at, place(&after));
            }
            item.after = Some(after);
        }
    }

    /// Refuses what an item above says too; what was refused says nothing.
    fn tell_doubles(&mut self) {
        let mut known: Vec<(String, usize)> = Vec::new();
        for (at, item) in self.items.iter_mut().enumerate() {
            let Some(link) = item.link() else { continue };
            let id = item.before.as_ref().map(|before| ("", format!("id {}", before.id)));
            let place = ("/slug", format!("at {}/{}", link.host, link.slug));
            let external = link.external_id.as_ref().map(|word| ("/external_id", format!("called {word}")));
            let words = [id, Some(place), external].into_iter().flatten();
            let mut first = None;
            for (pointer, word) in words {
                let place = known.partition_point(|other| other.0 < word);
                match known.get(place) {
                    Some((other, above)) if *other == word => first = first.or(Some((pointer, *above))),
                    _ => known.insert(place, (word, at)),
                }
            }
            if let Some((pointer, above)) = first.filter(|(_, above)| *above != at) {
                let detail = format!("Number {above} of this list says the same; send it once.");
                item.refuse(Refusal::invalid(Fault::at(pointer, "doubled", detail)));
            }
        }
    }

    /// The creators and campaigns that the links name, as JSON lists of ids.
    pub fn owners(&self) -> [String; 2] {
        let links = || self.open().filter_map(|item| item.after.as_ref());
        let creators = ordered::once(links().map(|link| link.creator_id));
        let campaigns = ordered::once(links().filter_map(|link| link.campaign_id));
        [json!(creators), json!(campaigns)].map(|list| list.to_string())
    }

    /// Gives each link to whom it names, makes its target, lints its tags, and tells those apart that say nothing
    /// new, and those that say what one above says.
    pub fn own(&mut self, creators: &[Creator], campaigns: &[Campaign], ground: Ground<'_>) {
        let away = self.wish == Wish::Remove;
        let mut known = Known::of(ground.hygiene);
        for item in self.open_mut() {
            let Some(link) = item.after.take() else { continue };
            let before = item.before.as_ref();
            let owned = if away { Ok(link) } else { owned(before, link, creators, campaigns, ground) };
            let linted = owned.and_then(|link| {
                let notes = if away { Ok(Vec::new()) } else { link.linted(before, &mut known) };
                notes.map(|notes| (link, notes)).map_err(Refusal::Invalid)
            });
            match linted.map(|(link, notes)| {
                item.notes = notes;
                link
            }) {
                Ok(link) => match &item.before {
                    Some(before) if before.says(&link) => item.done = true,
                    Some(before) if before.archived_at.is_some() && link.archived_at.is_some() => {
                        item.refuse(Refusal::Archived);
                    }
                    _ => item.after = Some(link),
                },
                Err(refusal) => item.refuse(refusal),
            }
        }
        self.tell_doubles();
    }

    /// The links that are given to somebody else, of whom it must be known whether they were ever used.
    pub fn moved(&self) -> Vec<u32> {
        let moves =
            |item: &Item| item.before.as_ref().zip(item.after.as_ref()).is_some_and(|(old, new)| old.moves(new));
        self.open().filter(|item| moves(item)).filter_map(|item| Some(item.before.as_ref()?.id)).collect()
    }

    /// Refuses to give away those that were `used`.
    pub fn keep_used(&mut self, used: &[u32]) {
        let moved = self.moved();
        for item in self.open_mut() {
            let id = item.before.as_ref().map_or(0, |before| before.id);
            if used.contains(&id) && moved.contains(&id) {
                item.refuse(Refusal::LinkInUse);
            }
        }
    }

    /// The links that are to be made.
    pub fn fresh(&self) -> Vec<&Link> {
        self.items.iter().filter(|item| item.is_fresh()).filter_map(|item| item.after.as_ref()).collect()
    }

    /// The links that are to be changed, each behind what is there.
    pub fn changed(&self) -> Vec<(&Link, &Link)> {
        self.open().filter_map(|item| item.before.as_ref().zip(item.after.as_ref())).collect()
    }

    /// Gives creators that were made meanwhile their ids: `(stand-in, id)`.
    pub fn renumber(&mut self, ids: &[(u32, u32)]) {
        for link in self.items.iter_mut().filter_map(|item| item.after.as_mut()) {
            if let Some((_, id)) = ids.iter().find(|(stand_in, _)| *stand_in == link.creator_id) {
                link.creator_id = *id;
            }
        }
    }

    /// Notes what is stored: those `made`, by id, host and slug in any order, and the ids of those `changed`. The links that
    /// are stored now are given back; of the others it is to be told why not.
    pub fn stored(&mut self, mut made: Vec<(u32, String, String)>, mut changed: Vec<u32>) -> Vec<Link> {
        made.sort_unstable_by(|one, other| (&one.1, &one.2).cmp(&(&other.1, &other.2)));
        changed.sort_unstable();
        let mut links = Vec::new();
        for item in self.items.iter_mut().filter(|item| !item.done) {
            let Some(after) = &mut item.after else { continue };
            let kept = if let Some(before) = &item.before {
                ordered::has(&changed, &before.id)
            } else {
                let place = (after.host.as_str(), after.slug.as_str());
                let row = made.binary_search_by(|row| (row.1.as_str(), row.2.as_str()).cmp(&place)).ok();
                let id = row.and_then(|at| made.get(at)).map(|row| row.0);
                after.id = id.unwrap_or(0);
                id.is_some()
            };
            if kept {
                item.done = true;
                links.push(after.clone());
            }
        }
        links
    }

    /// How what was not stored is named, see [`Self::names`]; none where all of it was.
    pub fn lost(&self) -> Option<[String; 3]> {
        let lost: Vec<&Item> = self.open().filter(|item| item.after.is_some()).collect();
        let ids: Vec<u32> = lost.iter().filter_map(|item| Some(item.before.as_ref()?.id)).collect();
        let links = || lost.iter().filter_map(|item| item.after.as_ref());
        let externals: Vec<&String> = links().filter_map(|link| link.external_id.as_ref()).collect();
        let places: Vec<(&String, &String)> = links().map(|link| (&link.host, &link.slug)).collect();
        (!lost.is_empty()).then(|| [json!(ids), json!(externals), json!(places)].map(|list| list.to_string()))
    }

    /// Tells of what was not stored why not, beside what was `found`; what may be tried again (a slug that was dealt, a link
    /// that somebody else has just made) stays open while `again`, and whether there is any of it is given back.
    pub fn tell_lost(&mut self, found: &[Link], again: bool) -> bool {
        let (wish, mut open) = (self.wish, false);
        for item in self.open_mut() {
            let Some(after) = item.after.clone() else { continue };
            let id = item.before.as_ref().map_or(0, |before| before.id);
            let external =
                |link: &&Link| link.id != id && link.external_id.is_some() && link.external_id == after.external_id;
            let named = found.iter().find(external);
            let at = found.iter().find(|link| link.id != id && (&link.host, &link.slug) == (&after.host, &after.slug));
            let dealt = item.before.is_none() && !item.chose_slug() && named.is_none();
            // The same bytes are dealt to the same call again: its first answer was lost, and this link was made by it.
            let own = |link: &&Link| {
                let of = |link: &Link| (link.creator_id, link.destination.clone());
                dealt && of(link) == of(&after) && after.created_at - link.created_at < KEPT_MS
            };
            if let Some(own) = at.filter(own) {
                (item.after, item.done) = (Some(own.clone()), true);
                continue;
            }
            if again && (wish.puts() || dealt) {
                open = true;
                (item.before, item.after) = (None, None);
                continue;
            }
            item.refuse(match (named, at) {
                (Some(named), _) => {
                    let detail = format!("Link {} is called so; choose another name, or change that one.", named.id);
                    Refusal::Taken("external_id_taken", "/external_id", detail)
                }
                (None, Some(at)) if item.before.is_none() => taken_by(at),
                _ => {
                    let detail = "Somebody else changed it meanwhile; read it again and repeat the change.";
                    Refusal::Taken("changed_meanwhile", "", detail.into())
                }
            });
        }
        open
    }
}

/// The link given to whom it names, where they are there and not put away (who has it already may be).
///
/// # Errors
/// Whom it names is not there, or put away.
pub fn owned(
    before: Option<&Link>,
    link: Link,
    creators: &[Creator],
    campaigns: &[Campaign],
    ground: Ground<'_>,
) -> Result<Link, Refusal> {
    let unknown = |pointer: &str, collection: &str| {
        let detail = format!("Name one that `GET /v1/{collection}` lists.");
        Refusal::invalid(Fault::at(pointer, "not_found", detail))
    };
    let creator = creators.iter().find(|creator| creator.id == link.creator_id);
    let held = before.is_some_and(|before| before.creator_id == link.creator_id);
    let creator = creator.filter(|creator| held || creator.archived_at.is_none());
    let creator = creator.ok_or_else(|| unknown("/creator_id", "creators"))?;
    let held = before.is_some_and(|before| before.campaign_id == link.campaign_id);
    let campaign = campaigns.iter().find(|campaign| Some(campaign.id) == link.campaign_id);
    let campaign = campaign.filter(|campaign| held || campaign.archived_at.is_none());
    if link.campaign_id.is_some() && campaign.is_none() {
        return Err(unknown("/campaign_id", "campaigns"));
    }
    let campaign = campaign.map(|campaign| campaign.handle.as_str());
    let owners = Owners { creator: &creator.handle, creator_name: &creator.name, campaign };
    let link = link.aimed(&owners, ground.hosts);
    if serde_json::to_string(&link.more).map_or(0, |more| more.len()) > Options::MOST {
        let detail = format!("Let it say at most {} KB in all, the targets of rules among it.", Options::MOST / 1024);
        return Err(Refusal::invalid(Fault::at("/rules", "too_long", detail)));
    }
    // What rests is not aimed anew because its creator is called otherwise by now.
    Ok(match before.filter(|before| before.archived_at.is_some() && link.archived_at.is_some()) {
        Some(before) => {
            let same = before.clone().aimed(&owners, ground.hosts).more == link.more;
            let more = if same { before.more.clone() } else { link.more };
            Link { target: before.target.clone(), more, ..link }
        }
        None => link,
    })
}
