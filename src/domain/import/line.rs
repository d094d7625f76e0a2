//! One line: a visit with its own time, visitor and link, or a report as the API takes it.

use hmac::{Hmac, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::LINE_MOST;
use crate::domain::channel;
use crate::domain::device;
use crate::domain::event::{Event, Kind};
use crate::domain::facets::Facets;
use crate::domain::fields::{self, Fields};
use crate::domain::host::Hosts;
use crate::domain::letters::Letters;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::domain::time::{self, DAY_MS, EARLIEST};
use crate::domain::verdict::{self, Reason, Signs, Verdict};
use crate::domain::visit::HEADER_MOST;
use crate::domain::visitor;

/// The most characters of an id, of a visitor's name, and of what names a link.
const WORD_MOST: usize = 320;
/// The most clicks that a line names.
const CLICKS_MOST: usize = 50;

/// A line that was understood; whether its link is known is not said yet.
#[derive(Debug)]
pub enum Line {
    /// A click, view, landing or further page.
    Visit(Box<Visit>),
    /// A conversion.
    Report(Report),
}

/// A visit whose link is still to be found.
#[derive(Debug)]
pub struct Visit {
    /// What is stored of it; link 0 until it is found.
    pub event: Event,
    /// The word that its link is looked up by (`12`, `host/slug`, `@creator`), and the field that said so.
    pub place: Option<(String, &'static str)>,
    /// Its own id, where it has one: of a click what conversions name it by.
    pub id: Option<String>,
}

/// A conversion as the API takes it, and who the history says it was.
#[derive(Debug)]
pub struct Report {
    /// The report in the API's own words.
    pub value: Value,
    /// The visitor, 48 bits; 0 where the line names none.
    pub visitor: u64,
    /// Ids of imported clicks.
    pub clicks: Vec<String>,
    /// When it happened, Unix milliseconds, where that can be read.
    pub at: i64,
    /// Fields that the line calls otherwise: the API's pointer and the line's.
    said: Vec<(&'static str, &'static str)>,
}

impl Report {
    /// A fault of the report by the names that its line uses.
    pub fn fault(&self, fault: Fault) -> Fault {
        let said = self.said.iter().find(|(reported, _)| fault.pointer.as_deref() == Some(reported));
        match said {
            Some((_, said)) => Fault { pointer: Some((*said).to_owned()), ..fault },
            None => fault,
        }
    }
}

/// Reads lines of one deployment at one time.
pub struct Reader<'a> {
    settings: &'a Settings,
    hosts: &'a Hosts,
    key: Hmac<Sha256>,
    now: i64,
    /// Before this moment visits were forgotten and cannot be counted any more, Unix milliseconds.
    forgotten: i64,
}

impl<'a> Reader<'a> {
    /// A reader at `now`; events of UTC days before `purged` are gone. None where the deployment's key cannot be used.
    pub fn new(settings: &'a Settings, hosts: &'a Hosts, now: i64, purged: i64) -> Option<Self> {
        let forgotten = purged.saturating_mul(DAY_MS).max(EARLIEST);
        Some(Self { settings, hosts, key: derived(&settings.customer_key)?, now, forgotten })
    }

    /// Reads one line.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, line: &[u8]) -> Result<Line, Vec<Fault>> {
        let whole = |code, detail: String| Err(vec![Fault::at("", code, detail)]);
        if line.len() > LINE_MOST {
            return whole("line_too_long", format!("Send lines of at most {LINE_MOST} bytes."));
        }
        let Ok(text) = std::str::from_utf8(line) else { return whole("not_utf8", "Send lines in UTF-8.".into()) };
        if text.trim().is_empty() {
            return whole("empty_line", "Send a JSON object a line, and no line without one.".into());
        }
        let value = match fields::parse(line) {
            Ok(value) => value,
            Err(Refusal::MalformedJson(why)) => return whole("malformed_json", format!("Send strict JSON: {why}.")),
            Err(refusal) => return whole("malformed_json", refusal.detail()),
        };
        let mut fields = Fields::of(&value, "")?;
        let word = fields.text("type", 16);
        let word = fields.need("type", word);
        let kind = match word.as_deref() {
            Some("click") => Kind::Click,
            Some("view") => Kind::View,
            Some("landing") => Kind::Landing,
            Some("page") => Kind::Page,
            Some(word @ ("sale" | "renewal" | "refund" | "lead" | "survey" | "event" | "conversion")) => {
                return self.report(word, &value).map(Line::Report);
            }
            Some(_) => {
                let detail =
                    "Send click, view, landing, page, sale, renewal, refund, lead, survey, event, or conversion.";
                fields.fault::<()>("type", "unknown_type", detail);
                return Err(fields.stop());
            }
            None => return Err(fields.stop()),
        };
        self.visit(kind, fields, &value).map(|visit| Line::Visit(Box::new(visit)))
    }

    fn visit(&self, kind: Kind, mut fields: Fields<'_>, value: &Value) -> Result<Visit, Vec<Fault>> {
        let at = self.moment(&mut fields);
        let at = fields.need("at", at).unwrap_or_default();
        if at != 0 && at < self.forgotten {
            let detail =
                format!("Visits before {} are forgotten here and cannot be counted.", time::print(self.forgotten));
            fields.fault::<()>("at", "forgotten", detail);
        }
        let id = fields.text("id", WORD_MOST);
        let click = if kind == Kind::Landing { fields.text("click", WORD_MOST) } else { None };
        // A landing of a click has the click's own bits and stands behind it, so that the two are never one.
        let of = match kind {
            Kind::Click => "click",
            Kind::View => "view",
            Kind::Landing => "landing",
            _ => "page",
        };
        let (nonce, at) = match (&click, &id) {
            (Some(click), _) => (self.nonce("click", click), at + 1),
            (None, Some(id)) => (self.nonce(of, id), at),
            (None, None) => (self.nonce("line", &value.to_string()), at),
        };
        let name = fields.text("visitor", WORD_MOST);
        let visitor = match (&name, &click, &id) {
            (Some(name), ..) => self.visitor(name),
            (None, Some(id), _) | (None, None, Some(id)) => self.nobody(id),
            (None, None, None) => self.nobody(&value.to_string()),
        };
        let labels = if kind == Kind::Landing { came_by(&mut fields) } else { None };
        let place = match (self.place(&mut fields), &labels) {
            (None, None) if kind != Kind::Page && !fields.has("link") && !fields.has("creator") => {
                let detail = match kind {
                    Kind::Landing => "Name a link or a creator, or send the source (and medium) of another channel.",
                    _ => "Name a link (its id, or host/slug) or a creator (handle or id).",
                };
                fields.fault("link", "required", detail)
            }
            (Some((_, field)), Some(_)) => fields.fault(field, "doubled", "Name a link or a source, not both."),
            (place, _) => place,
        };
        let (seen, facets) = self.facets(&mut fields, kind == Kind::View);
        fields.finish()?;
        let event = Event { labels, ..Event::new(kind, 0, seen, (visitor, at, nonce)) };
        Ok(Visit { event: event.with(facets), place, id })
    }

    /// By what and from where: as words, or as the headers of a log; these are not kept.
    fn facets(&self, fields: &mut Fields<'_>, image: bool) -> ((Verdict, Reason), Facets) {
        let agent = fields.text("user_agent", HEADER_MOST);
        let languages = fields.text("language", 64);
        let told = agent.as_deref().map(device::of).unwrap_or_default();
        let mut seen = ((Verdict::Human, Reason::None), 0);
        if let Some(user_agent) = agent.as_deref() {
            let language = languages.as_deref().unwrap_or_default();
            let signs = Signs { user_agent, language, image, ..Signs::default() };
            let judged = verdict::judge(&signs, &self.settings.internal);
            seen = ((judged.verdict, judged.reason), judged.sign);
        }
        let mut code = |name, names: &[&str], told| match fields.text(name, 32) {
            None => told,
            Some(word) => match names.iter().position(|known| *known == word) {
                Some(place) => u8::try_from(place).unwrap_or_default(),
                None => fields.fault(name, "unknown_word", format!("Send one of: {}.", names.join(", "))).unwrap_or(0),
            },
        };
        let device = code("device", device::CLASSES, told.class);
        let system = code("system", device::SYSTEMS, told.system);
        let app = code("app", device::APPS, told.app);
        let country = fields.text("country", 2).map(|word| Letters::of(&word.to_ascii_uppercase())).unwrap_or_default();
        let region = fields.text("region", 3).map(|word| Letters::of(&word.to_ascii_uppercase())).unwrap_or_default();
        let source = fields.text("referrer", 2048).map_or(0, |referrer| channel::of_referrer(&referrer));
        let facets = Facets {
            sign: seen.1,
            device,
            system,
            app,
            source,
            country,
            region: if country.is_empty() { Letters::default() } else { region },
            language: languages.map(|words| Letters::language(&words)).unwrap_or_default(),
            ..Facets::default()
        };
        (seen.0, facets)
    }

    /// A conversion in the API's words: `type` is its kind, `at` its time, `id` what it is unique by, `lead_type` a lead's type.
    fn report(&self, word: &str, value: &Value) -> Result<Report, Vec<Fault>> {
        let mut fields = Fields::of(value, "")?;
        let mut map: Map<String, Value> = value.as_object().cloned().unwrap_or_default();
        let mut said = Vec::new();
        map.remove("type");
        if word != "conversion" {
            if map.insert("kind".into(), word.into()).is_some() {
                fields.fault::<()>("kind", "doubled", "Send type or kind; kind with the type conversion.");
            }
            said.push(("/kind", "/type"));
        }
        let kind = map.get("kind").and_then(Value::as_str).unwrap_or_default();
        let unique = match kind {
            "sale" | "renewal" => ("order_id", "/order_id"),
            "refund" => ("refund_id", "/refund_id"),
            "lead" => ("lead_id", "/lead_id"),
            _ => ("event_id", "/event_id"),
        };
        for (name, reported, pointer) in
            [("at", "occurred_at", "/occurred_at"), ("id", unique.0, unique.1), ("lead_type", "type", "/type")]
        {
            let Some(value) = map.remove(name) else { continue };
            if map.insert(reported.into(), value).is_some() {
                fields.fault::<()>(name, "doubled", format!("Send {name} or {reported}, not both."));
            }
            said.push((pointer, pointer_of(name)));
        }
        if !said.iter().any(|(reported, _)| *reported == "/occurred_at") && !map.contains_key("occurred_at") {
            said.push(("/occurred_at", "/at"));
        }
        let mut at = 0;
        if let Some(stated) = map.get_mut("occurred_at") {
            // What is no time at all the reader of reports refuses.
            at = stated.as_str().map_or_else(|| stated.as_i64(), time::parse).unwrap_or_default();
            if at > self.now {
                let name = if value.get("at").is_some() { "at" } else { "occurred_at" };
                fields.fault::<()>(name, "in_the_future", "Send the time at which it happened.");
            }
            if stated.is_i64() && at >= EARLIEST {
                *stated = time::print(at).into();
            }
        }
        map.remove("visitor");
        map.remove("clicks");
        let visitor = fields.text("visitor", WORD_MOST).map_or(0, |name| self.visitor(&name));
        let clicks = clicks(&mut fields);
        let faults = fields.stop();
        if faults.is_empty() { Ok(Report { value: map.into(), visitor, clicks, at, said }) } else { Err(faults) }
    }

    /// When it was: RFC 3339 or Unix milliseconds, and not in the future.
    fn moment(&self, fields: &mut Fields<'_>) -> Option<i64> {
        let value = fields.value("at")?;
        let at = value.as_str().map_or_else(|| value.as_i64(), time::parse).filter(|at| *at >= EARLIEST);
        let Some(at) = at else {
            let detail = "Send RFC 3339 with its offset, such as 2025-11-20T12:00:00Z, or Unix milliseconds.";
            return fields.fault("at", "not_a_time", detail);
        };
        if at > self.now {
            return fields.fault("at", "in_the_future", "Send the time at which it happened.");
        }
        Some(at)
    }

    /// The visitor whom a history calls `name`: as lasting as a cookie's, and kept as such.
    pub fn visitor(&self, name: &str) -> u64 {
        visitor::by_cookie(hash(&self.key, "visitor", name))
    }

    /// The visitor of a line that names none: nobody knows them again.
    pub fn nobody(&self, id: &str) -> u64 {
        visitor::random(hash(&self.key, "nobody", id))
    }

    /// The 32 bits that stand for an id.
    pub fn nonce(&self, of: &str, id: &str) -> u32 {
        u32::try_from(hash(&self.key, of, id) >> 32).unwrap_or_default()
    }
}

/// The visitor whom histories of the deployment with this key call `name`.
pub fn visitor(name: &str, customer_key: &str) -> Option<u64> {
    derived(customer_key).map(|key| visitor::by_cookie(hash(&key, "visitor", name)))
}

/// The key of everything that a history calls by names of its own.
fn derived(customer_key: &str) -> Option<Hmac<Sha256>> {
    let derived = Hmac::<Sha256>::new_from_slice(customer_key.as_bytes()).ok()?.chain_update("imported history");
    Hmac::new_from_slice(&derived.finalize().into_bytes()).ok()
}

fn hash(key: &Hmac<Sha256>, of: &str, text: &str) -> u64 {
    let hash = key.clone().chain_update(of).chain_update([0]).chain_update(text).finalize().into_bytes();
    hash.iter().take(8).fold(0, |all, byte| (all << 8) | u64::from(*byte))
}

fn pointer_of(name: &str) -> &'static str {
    match name {
        "at" => "/at",
        "id" => "/id",
        _ => "/lead_type",
    }
}

impl Reader<'_> {
    /// The word that a link is looked up by, and the field that said so.
    fn place(&self, fields: &mut Fields<'_>) -> Option<(String, &'static str)> {
        let link = fields.value("link");
        let creator = fields.value("creator");
        match (link, creator) {
            (Some(_), Some(_)) => {
                fields.fault("creator", "doubled", "Name a link or a creator: a link has its creator.")
            }
            (Some(Value::Number(id)), None) => Some((id.to_string(), "link")),
            (Some(link), None) => match link.as_str().and_then(|link| self.address(link)) {
                Some(word) => Some((word, "link")),
                None => fields.fault("link", "not_a_link", "Send a link's id, or its host/slug."),
            },
            (None, Some(Value::Number(id))) => Some((format!("@{id}"), "creator")),
            (None, Some(creator)) => match creator.as_str().map(str::trim) {
                Some(handle) if (1..=WORD_MOST).contains(&handle.len()) => Some((format!("@{handle}"), "creator")),
                _ => fields.fault("creator", "not_a_creator", "Send a creator's handle or id."),
            },
            (None, None) => None,
        }
    }

    /// `host/slug` of an address, or an id that was sent as a text.
    fn address(&self, text: &str) -> Option<String> {
        let text = text.trim();
        if !text.is_empty() && text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(text.to_owned());
        }
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let (host, slug) = text.split_once('/')?;
        let host = host.to_ascii_lowercase();
        let exact_case = self.hosts.find(&host).is_some_and(|host| host.exact_case);
        let slug = Slug::parse(slug)?;
        let slug = slug.normal(exact_case, self.settings.compose)?;
        let plain = (1..=255).contains(&host.len()) && host.bytes().all(|byte| byte.is_ascii_graphic());
        plain.then(|| format!("{host}/{slug}"))
    }
}

/// `source/medium` of another channel's landing, in the words that it is known by.
fn came_by(fields: &mut Fields<'_>) -> Option<String> {
    let (source, medium) = (fields.text("source", WORD_MOST), fields.text("medium", WORD_MOST));
    let Some(source) = source else {
        return medium.and_then(|_| fields.fault("source", "required", "A medium stands behind its source."));
    };
    match channel::canonical(&source, medium.as_deref().unwrap_or_default()) {
        Some((source, medium)) => Some(format!("{source}/{medium}")),
        None => fields.fault("source", "not_a_source", "Send who sent them, such as google, and how, such as organic."),
    }
}

/// Ids of imported clicks, each once.
fn clicks(fields: &mut Fields<'_>) -> Vec<String> {
    let Some(value) = fields.value("clicks") else { return Vec::new() };
    let ids = value.as_array().filter(|list| list.len() <= CLICKS_MOST);
    let ids: Option<Vec<&str>> = ids.and_then(|list| list.iter().map(|id| id.as_str().map(str::trim)).collect());
    let fits = |id: &&str| (1..=WORD_MOST).contains(&id.chars().count());
    let Some(ids) = ids.filter(|ids| ids.iter().all(fits)) else {
        let detail = format!("Send a list of at most {CLICKS_MOST} ids of clicks of this history.");
        return fields.fault("clicks", "not_a_list", detail).unwrap_or_default();
    };
    let mut once: Vec<String> = Vec::with_capacity(ids.len());
    for id in ids {
        if once.iter().all(|known| known != id) {
            once.push(id.to_owned());
        }
    }
    once
}
