//! Which door an address is: read once from method and path, before anything else is looked at.

use super::face::File;
use super::key::ANY;
use super::refusal::Refusal;
use super::report::Report;
use super::slug::Slug;

/// A kind of thing that is listed, made and changed at `/v1/...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// `/v1/creators`
    Creator,
    /// `/v1/creator_pages`
    CreatorPage,
    /// `/v1/campaigns`
    Campaign,
    /// `/v1/links`
    Link,
    /// `/v1/domains`
    Domain,
    /// `/v1/codes`
    Code,
    /// `/v1/surveys`
    Survey,
    /// `/v1/keys`
    Key,
    /// `/v1/sources`
    Source,
    /// `/v1/webhooks`
    Webhook,
    /// `/v1/sites`
    Site,
    /// `/v1/costs`
    Cost,
    /// `/v1/posts`
    Post,
    /// `/v1/stats`
    Stat,
    /// `/v1/targets`
    Target,
    /// `/v1/rates`
    Rate,
    /// `/v1/baselines`
    Baseline,
}

impl Thing {
    /// The thing of the ledger that is kept at `/v1/{collection}`.
    fn of_ledger(collection: &str) -> Option<Self> {
        Some(match collection {
            "costs" => Self::Cost,
            "posts" => Self::Post,
            "stats" => Self::Stat,
            "targets" => Self::Target,
            "rates" => Self::Rate,
            "baselines" => Self::Baseline,
            _ => return None,
        })
    }
}

/// What is done with a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// `GET` on the collection.
    List,
    /// `POST` on the collection.
    Make,
    /// `GET` on one.
    Show(u32),
    /// `PATCH` on one.
    Change(u32),
    /// `DELETE` on one.
    Remove(u32),
}

/// How a QR code is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// As lines and boxes of any size.
    Svg,
    /// As points.
    Png,
}

/// Which of a phone's systems asks what apps a host's links belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phone {
    /// `apple-app-site-association`
    Ios,
    /// `assetlinks.json`
    Android,
}

/// What is done with many links at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// `POST`
    Make,
    /// `PATCH`
    Change,
    /// `DELETE`
    Remove,
}

/// A door and what is asked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// `GET /{slug}`, as it is asked for; `None` where the words can be no slug.
    Follow(Option<Slug>),
    /// `GET /px/{slug}.gif`; `None` where the words can be no slug.
    View(Option<Slug>),
    /// `GET /{slug}+`: what is behind a link.
    About(Slug),
    /// `GET /{slug}.qr`, `.qr.svg` and `.qr.png`
    Qr(Slug, Picture),
    /// `GET /dashboard`, `/docs`, `/openapi.json` and what they are made of.
    Face(File),
    /// `GET /v1/settings`: who asks, and by which settings figures are counted.
    Settings,
    /// `GET /v1/creator_page`: what a creator's own address shows.
    CreatorPage,
    /// `GET /healthz`
    Health,
    /// `POST /v1/conversions`
    Convert,
    /// `POST /v1/hooks/{handle}`: the source's handle.
    Hook(String),
    /// `GET` or `POST /postback`
    Postback,
    /// `POST /v1/import`
    Import,
    /// `GET /v1/import/{name}`
    ShowImport(String),
    /// `GET /v1/conversions`
    ListConversions,
    /// `GET /v1/conversions/{id}`: the id as it was reported, percent-decoded.
    ShowConversion(String),
    /// One of the things that marketers make.
    Register(Thing, Act),
    /// `GET /v1/links/{id}/history`
    LinkHistory(u32),
    /// `POST /v1/links/{id}/check`
    CheckLink(u32),
    /// `/v1/links/bulk`
    BulkLinks(Bulk),
    /// `PUT /v1/links`: makes a link, or changes the one that is there.
    PutLink,
    /// `POST /v1/links/import`
    ImportLinks,
    /// `GET /v1/links/export`
    ExportLinks,
    /// `GET /v1/utm`: what tags should look like.
    ShowHygiene,
    /// `PUT /v1/utm`
    PutHygiene,
    /// `POST /v1/utm/lint`: what is to be said of tags.
    Lint,
    /// `GET /.well-known/apple-app-site-association` and `assetlinks.json`
    Apps(Phone),
    /// `POST /v1/codes/import`
    ImportCodes,
    /// `POST /v1/{thing}/import` of the ledger
    ImportLedger(Thing),
    /// `GET /v1/surveys/{handle}/options`
    SurveyOptions(String),
    /// `POST /v1/surveys/{handle}/answers`
    SurveyAnswer(String),
    /// `OPTIONS` on a door for pages: a browser asks whether another site's page may.
    Preflight,
    /// `POST /v1/collect`
    Collect,
    /// `GET /wm.js` and `GET /wm-1.js`: which version, none for the newest.
    Snippet(Option<u8>),
    /// `GET /.well-known/gpc.json`
    Gpc,
    /// `POST /v1/privacy/export`
    Export,
    /// `POST /v1/privacy/erase`
    Erase,
    /// `GET /v1/privacy/receipts`
    ListReceipts,
    /// `GET /v1/privacy/receipts/{id}`
    ShowReceipt(u32),
    /// `GET /survey.js`
    SurveyScript,
    /// `GET /v1/reports/{word}`
    Report(Report),
    /// `GET /v1/rollups`
    ListRollups,
    /// `POST /v1/rollups`
    RunRollup,
    /// `GET /v1/dead_letters`
    ListDeadLetters,
    /// `POST /v1/dead_letters/{id}/replay`
    ReplayDeadLetter(u32),
    /// `GET /v1/deliveries`
    ListDeliveries,
    /// `GET /v1/deliveries/{id}`
    ShowDelivery(u32),
    /// `POST /v1/deliveries/{id}/replay`
    ReplayDelivery(u32),
    /// `GET /v1/webhooks/{id}/messages`
    ListWebhookMessages(u32),
    /// `POST /v1/webhook_messages/{id}/replay`
    ReplayWebhookMessage(u32),
}

impl Door {
    /// Reads the door from `method` and the raw path of the address.
    ///
    /// # Errors
    /// `NotFound` under `/v1` where no door is, `MethodNotAllowed` where the door serves other methods.
    pub fn of(method: &str, path: &str) -> Result<Self, Refusal> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let mut parts = path.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("v1"), Some(collection), id, act, None) => api(method, collection, id, act),
            (Some(".well-known"), Some("gpc.json"), None, ..) => only(method, "GET, HEAD", Self::Gpc),
            (Some(".well-known"), Some("apple-app-site-association"), None, ..) => {
                only(method, "GET, HEAD", Self::Apps(Phone::Ios))
            }
            (Some(".well-known"), Some("assetlinks.json"), None, ..) => {
                only(method, "GET, HEAD", Self::Apps(Phone::Android))
            }
            // Browsers and crawlers ask for the last three by themselves: nobody followed a link.
            (Some("v1" | "favicon.ico" | "robots.txt" | ".well-known"), ..) => Err(Refusal::NotFound),
            (Some("healthz"), None, ..) => only(method, "GET, HEAD", Self::Health),
            (Some("dashboard" | "docs" | "openapi.json"), ..) => {
                only(method, "GET, HEAD", Self::Face(File::of(path).ok_or(Refusal::NotFound)?))
            }
            (Some("survey.js"), None, ..) => only(method, "GET, HEAD", Self::SurveyScript),
            (Some("wm.js"), None, ..) => only(method, "GET, HEAD", Self::Snippet(None)),
            (Some("wm-1.js"), None, ..) => only(method, "GET, HEAD", Self::Snippet(Some(1))),
            (Some("px"), Some(_), ..) => {
                let slug = path.strip_prefix("px/").and_then(|file| file.strip_suffix(".gif")).and_then(Slug::parse);
                only(method, "GET, HEAD", Self::View(slug))
            }
            // HEAD is not served: it must not record, and nobody needs to know more of this door.
            (Some("postback"), None | Some(""), None, ..) => only(method, "GET, POST", Self::Postback),
            _ => only(
                method,
                "GET, HEAD",
                beside(path.trim_end_matches('/')).unwrap_or_else(|| Self::Follow(Slug::parse(path))),
            ),
        }
    }

    /// The scope that a key needs at this door; `None` where no key is asked for.
    pub fn scope(&self) -> Option<&'static str> {
        Some(match self {
            // A source's signature or token is its key.
            Self::Follow(_)
            | Self::View(_)
            | Self::Face(_)
            // The token of the page is its key.
            | Self::CreatorPage
            | Self::Health
            | Self::Hook(_)
            | Self::Postback
            | Self::SurveyOptions(_)
            | Self::SurveyAnswer(_)
            | Self::Preflight
            | Self::Collect
            | Self::Snippet(_)
            | Self::Gpc
            | Self::About(_)
            | Self::Qr(..)
            | Self::Apps(_)
            | Self::SurveyScript => return None,
            Self::Settings => ANY,
            Self::Convert => "conversions:write",
            Self::Register(Thing::Key | Thing::CreatorPage | Thing::Source | Thing::Webhook | Thing::Site, _)
            | Self::RunRollup
            | Self::Import
            | Self::ShowImport(_)
            | Self::ListDeadLetters
            | Self::ReplayDeadLetter(_)
            | Self::ListDeliveries
            | Self::ShowDelivery(_)
            | Self::ReplayDelivery(_)
            | Self::ListWebhookMessages(_)
            | Self::ReplayWebhookMessage(_)
            | Self::Export
            | Self::Erase
            | Self::ListReceipts
            | Self::ShowReceipt(_) => "admin",
            Self::Register(_, Act::List | Act::Show(_))
            | Self::LinkHistory(_)
            | Self::ExportLinks
            | Self::ShowHygiene
            | Self::Lint => "links:read",
            Self::Register(Thing::Domain, _) | Self::PutHygiene => "admin",
            Self::Register(..)
            | Self::CheckLink(_)
            | Self::BulkLinks(_)
            | Self::PutLink
            | Self::ImportLinks
            | Self::ImportCodes
            | Self::ImportLedger(_) => "links:write",
            Self::Report(_) | Self::ListRollups | Self::ListConversions | Self::ShowConversion(_) => "reports:read",
        })
    }
}

/// What is asked of a link beside following it; none where the address is a link's own.
fn beside(address: &str) -> Option<Door> {
    // Mail clients and people add a slash.
    let address = address.trim_end_matches('/');
    let before = |end: &str| {
        let (slug, found) = address.split_at_checked(address.len().checked_sub(end.len())?)?;
        Slug::parse(slug).filter(|_| found.eq_ignore_ascii_case(end))
    };
    let drawn = |end, picture| before(end).map(|slug| Door::Qr(slug, picture));
    match address.as_bytes().last()? {
        b'+' => before("+").map(Door::About),
        b'B' | b'b' => before("%2B").map(Door::About),
        b'R' | b'r' => drawn(".qr", Picture::Svg),
        b'G' | b'g' => drawn(".qr.svg", Picture::Svg).or_else(|| drawn(".qr.png", Picture::Png)),
        _ => None,
    }
}

/// Gives `door` where `method` is among `allow`.
fn only(method: &str, allow: &'static str, door: Door) -> Result<Door, Refusal> {
    if allow.split(", ").any(|allowed| allowed == method) { Ok(door) } else { Err(Refusal::MethodNotAllowed(allow)) }
}

fn api(method: &str, collection: &str, id: Option<&str>, act: Option<&str>) -> Result<Door, Refusal> {
    let ledger = Thing::of_ledger(collection);
    let thing = match (collection, id, act) {
        ("links", Some("bulk"), None) => {
            let bulk = match method {
                "POST" => Bulk::Make,
                "PATCH" => Bulk::Change,
                _ => Bulk::Remove,
            };
            return only(method, "POST, PATCH, DELETE", Door::BulkLinks(bulk));
        }
        ("links", Some("import"), None) => return only(method, "POST", Door::ImportLinks),
        ("links", Some("export"), None) => return only(method, "GET", Door::ExportLinks),
        ("links", Some(id), Some("history")) => return only(method, "GET", Door::LinkHistory(number(id)?)),
        ("links", Some(id), Some("check")) => return only(method, "POST", Door::CheckLink(number(id)?)),
        ("links", None, None) if method == "PUT" => return Ok(Door::PutLink),
        ("creator_page", None, None) => return only(method, "GET", Door::CreatorPage),
        ("creator_pages", _, None) => Thing::CreatorPage,
        ("settings", None, None) => return only(method, "GET", Door::Settings),
        ("utm", None, None) => {
            let door = if method == "PUT" { Door::PutHygiene } else { Door::ShowHygiene };
            return only(method, "GET, PUT", door);
        }
        ("utm", Some("lint"), None) => return only(method, "POST", Door::Lint),
        ("domains", _, None) => Thing::Domain,
        ("codes", Some("import"), None) => return only(method, "POST", Door::ImportCodes),
        ("surveys", Some(handle), Some(act @ ("options" | "answers"))) => return survey(method, handle, act),
        ("creators", _, None) => Thing::Creator,
        ("campaigns", _, None) => Thing::Campaign,
        ("links", _, None) => Thing::Link,
        ("codes", _, None) => Thing::Code,
        ("surveys", _, None) => Thing::Survey,
        ("keys", _, None) => Thing::Key,
        ("sources", _, None) => Thing::Source,
        ("webhooks", Some(id), Some("messages")) => {
            return only(method, "GET", Door::ListWebhookMessages(number(id)?));
        }
        ("webhook_messages", Some(id), Some("replay")) => {
            return only(method, "POST", Door::ReplayWebhookMessage(number(id)?));
        }
        ("webhooks", _, None) => Thing::Webhook,
        ("sites", _, None) => Thing::Site,
        ("collect", None, None) if method == "OPTIONS" => return Ok(Door::Preflight),
        ("collect", None, None) => return only(method, "POST, OPTIONS", Door::Collect),
        ("privacy", Some("export"), None) => return only(method, "POST", Door::Export),
        ("privacy", Some("erase"), None) => return only(method, "POST", Door::Erase),
        ("privacy", Some("receipts"), None) => return only(method, "GET", Door::ListReceipts),
        ("privacy", Some("receipts"), Some(id)) => return only(method, "GET", Door::ShowReceipt(number(id)?)),
        ("hooks", Some(handle), None) => return only(method, "POST", Door::Hook(handle.to_owned())),
        ("import", None, None) => return only(method, "POST", Door::Import),
        ("import", Some(name), None) => return only(method, "GET", Door::ShowImport(name.to_owned())),
        ("conversions", None, None) => {
            let door = if method == "POST" { Door::Convert } else { Door::ListConversions };
            return only(method, "GET, POST", door);
        }
        ("conversions", Some(id), None) if !id.is_empty() => {
            // Another system's id: of any characters.
            let id = percent_encoding::percent_decode_str(id).decode_utf8().map_err(|_| Refusal::NotFound)?;
            return only(method, "GET", Door::ShowConversion(id.into_owned()));
        }
        ("reports", Some(word), None) => {
            return only(method, "GET", Door::Report(Report::named(word).ok_or(Refusal::NotFound)?));
        }
        ("dead_letters", None, None) => return only(method, "GET", Door::ListDeadLetters),
        ("dead_letters", Some(id), Some("replay")) => {
            return only(method, "POST", Door::ReplayDeadLetter(number(id)?));
        }
        ("deliveries", None, None) => return only(method, "GET", Door::ListDeliveries),
        ("deliveries", Some(id), None) => return only(method, "GET", Door::ShowDelivery(number(id)?)),
        ("deliveries", Some(id), Some("replay")) => {
            return only(method, "POST", Door::ReplayDelivery(number(id)?));
        }
        ("rollups", None, None) => {
            let door = if method == "POST" { Door::RunRollup } else { Door::ListRollups };
            return only(method, "GET, POST", door);
        }
        (_, id, None) => match ledger.ok_or(Refusal::NotFound)? {
            thing if id == Some("import") => return only(method, "POST", Door::ImportLedger(thing)),
            thing => thing,
        },
        _ => return Err(Refusal::NotFound),
    };
    let act = match (id.map(number).transpose()?, method) {
        (None, "GET") => Act::List,
        (None, "POST") => Act::Make,
        (None, _) if thing == Thing::Link => return Err(Refusal::MethodNotAllowed("GET, POST, PUT")),
        (None, _) => return Err(Refusal::MethodNotAllowed("GET, POST")),
        (Some(id), "GET") => Act::Show(id),
        // A key is shown once and never changes: it is removed, and another is made.
        (Some(id), "PATCH") if thing != Thing::Key => Act::Change(id),
        (Some(id), "DELETE") => Act::Remove(id),
        (Some(_), _) if thing == Thing::Key => return Err(Refusal::MethodNotAllowed("GET, DELETE")),
        (Some(_), _) => return Err(Refusal::MethodNotAllowed("GET, PATCH, DELETE")),
    };
    Ok(Door::Register(thing, act))
}

/// A survey's doors for the pages of shops.
fn survey(method: &str, handle: &str, act: &str) -> Result<Door, Refusal> {
    let handle = handle.to_owned();
    match (method, act) {
        ("OPTIONS", _) => Ok(Door::Preflight),
        (_, "options") => only(method, "GET, HEAD, OPTIONS", Door::SurveyOptions(handle)),
        _ => only(method, "POST, OPTIONS", Door::SurveyAnswer(handle)),
    }
}

/// An id in an address: decimal digits without a sign, 1 to 2^32 - 1.
fn number(text: &str) -> Result<u32, Refusal> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|id| plain && *id > 0).ok_or(Refusal::NotFound)
}
