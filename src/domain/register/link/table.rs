//! Links as a table: the columns that an export writes and an import reads, and by what names others call them.
//!
//! # Why
//! Dub's export has `Short link`, `Destination URL`, `Clicks`, `Created at`, `Updated at`, `Tags`, `Archived` (dubinc/dub,
//! apps/web, its export dialogue and `format-links-for-export.ts`); Bitly's has `Link`, `Custom Link`, `Destination URL`
//! (URLR's guide to moving from Bitly, `docs/migration/bitly.md`), and its API says `link`, `long_url`, `custom_bitlinks`.
//! Spreadsheets say what they like. So names are compared by their words alone, and of two columns that say the same the
//! first in [`NAMES`] is asked first.

use serde_json::{Map, Value};

use super::{Link, Options};
use crate::domain::case;
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::time;
use crate::domain::utm;

/// What a link is read from, by each name that its column may have.
pub const NAMES: [(&str, &[&str]); 13] = [
    (
        "destination",
        &[
            "destination",
            "destination url",
            "destination link",
            "long url",
            "long link",
            "original url",
            "original link",
            "target url",
            "landing page",
            "url",
        ],
    ),
    ("slug", &["slug", "back half", "backhalf", "custom back half", "key", "alias", "short code", "keyword"]),
    (
        "short",
        &["custom link", "custom bitlinks", "short link", "short url", "shortened url", "bitlink", "link", "url"],
    ),
    ("host", &["host", "domain"]),
    ("creator", &["creator", "creator handle", "influencer", "partner", "affiliate", "ambassador"]),
    ("creator_name", &["creator name", "influencer name", "partner name"]),
    ("campaign", &["campaign", "campaign handle"]),
    ("post", &["post", "post handle"]),
    ("platform", &["platform", "network"]),
    ("external_id", &["external id"]),
    ("expires_at", &["expires at", "expires", "expiration date", "expiry"]),
    ("archived", &["archived", "is archived"]),
    ("enabled", &["enabled", "active", "is active"]),
];

/// Columns of our own export that say what is and cannot be set.
const TOLD: [&str; 18] = [
    "id",
    "url",
    "target",
    "campaign name",
    "variants",
    "version",
    "changed by",
    "created at",
    "updated at",
    "archived at",
    "post cost minor",
    "post cost currency",
    "creator cost minor",
    "creator cost currency",
    "clicks",
    "valid clicks",
    "pixel views",
    "counts as of",
];

/// A column's name by its words: in small letters, one blank between them.
///
/// ```
/// use waymark::domain::register::link::table::words;
/// assert_eq!([words("Back-half"), words("shortLink"), words(" UTM_Source ")], ["back half", "short link", "utm source"]);
/// ```
pub fn words(name: &str) -> String {
    let (mut words, mut small) = (String::with_capacity(name.len() + 2), false);
    for letter in name.trim().chars() {
        if small && letter.is_ascii_uppercase() {
            words.push(' ');
        }
        small = letter.is_ascii_lowercase();
        words.push(if matches!(letter, '_' | '-' | '.') { ' ' } else { letter });
    }
    let words = case::lower(&words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The options of a link that a column of the same name sets, and what is said of none.
pub fn options() -> Map<String, Value> {
    match serde_json::to_value(Options::default()) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Whether a column with these words tells what cannot be set.
pub fn is_told(words: &str) -> bool {
    TOLD.contains(&words) || words.starts_with("target utm ")
}

/// What stands beside a link in its row.
#[derive(Clone, Debug, Default)]
pub struct Beside<'a> {
    /// Its address.
    pub url: String,
    /// Whose it is.
    pub creator: Option<&'a Creator>,
    /// The campaign it belongs to.
    pub campaign: Option<&'a Campaign>,
    /// What its post and its creator cost, each in minor units by currency.
    pub costs: [Vec<(&'a str, i64)>; 2],
    /// Clicks, valid clicks, pixel views, and when they were counted; none where nobody has.
    pub counts: Option<([u64; 3], i64)>,
}

/// A link's row: every column with its value.
pub fn row(link: &Link, beside: &Beside<'_>) -> Vec<(String, Value)> {
    let mut row: Vec<(String, Value)> = Vec::with_capacity(64);
    let mut put = |name: &str, value: Value| row.push((name.to_owned(), value));
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    put("id", link.id.into());
    put("url", beside.url.as_str().into());
    put("host", link.host.as_str().into());
    put("slug", link.slug.as_str().into());
    put("destination", link.destination.as_str().into());
    put("target", link.target.as_str().into());
    put("creator", text(beside.creator.map(|creator| creator.handle.as_str())));
    put("creator_name", text(beside.creator.map(|creator| creator.name.as_str())));
    put("campaign", text(beside.campaign.map(|campaign| campaign.handle.as_str())));
    put("campaign_name", text(beside.campaign.map(|campaign| campaign.name.as_str())));
    put("post", text(link.post.as_deref()));
    put("platform", text(link.platform.as_deref()));
    let tags = serde_json::to_value(&link.utm).unwrap_or_default();
    for key in utm::KEYS {
        put(key, tags.get(key.trim_start_matches("utm_")).cloned().unwrap_or_default());
    }
    let query = link.target.split_once('#').map_or(link.target.as_str(), |(head, _)| head);
    let query = query.split_once('?').map_or("", |(_, query)| query);
    for key in utm::KEYS {
        let carried = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == key);
        put(&format!("target_{key}"), carried.map_or(Value::Null, |(_, value)| value.as_ref().into()));
    }
    let moment = |at: Option<i64>| at.map_or(Value::Null, |at| time::print(at).into());
    put("enabled", link.enabled.into());
    put("expires_at", moment(link.expires_at));
    put("archived", link.archived_at.is_some().into());
    let said = serde_json::to_value(&link.more).unwrap_or_default();
    for name in options().keys() {
        put(name, said.get(name).cloned().unwrap_or_default());
    }
    put("external_id", text(link.external_id.as_deref()));
    put("version", link.version.into());
    put("changed_by", link.changed_by.as_str().into());
    put("created_at", moment(Some(link.created_at)));
    put("updated_at", moment(Some(link.updated_at)));
    put("archived_at", moment(link.archived_at));
    for (whose, costs) in ["post", "creator"].iter().zip(&beside.costs) {
        let listed = |part: &dyn Fn(&(&str, i64)) -> String| costs.iter().map(part).collect::<Vec<_>>().join("+");
        // One sum stays a number; of several currencies both columns list theirs in one order.
        let minor = match costs.as_slice() {
            [] => Value::Null,
            [(_, minor)] => (*minor).into(),
            _ => listed(&|cost| cost.1.to_string()).into(),
        };
        put(&format!("{whose}_cost_minor"), minor);
        let currency = listed(&|cost| cost.0.to_owned());
        put(&format!("{whose}_cost_currency"), text(Some(currency.as_str()).filter(|currency| !currency.is_empty())));
    }
    let counts = beside.counts;
    for (at, name) in ["clicks", "valid_clicks", "pixel_views"].into_iter().enumerate() {
        put(name, counts.and_then(|(counts, _)| counts.get(at).copied()).map_or(Value::Null, Value::from));
    }
    put("counts_as_of", moment(counts.map(|(_, as_of)| as_of)));
    row
}

/// A value as a cell.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
