//! The page of one creator: the signed token that opens it, and what of the reports it shows.
//!
//! # Why
//! Whoever holds the address sees the figures, so it is signed: a guessed one is refused before anything is read. The token
//! stands behind `#` in the address, where browsers send it to nobody; the page sends it as a key. It can be shown again, for
//! nothing in it is random, and the row behind it takes it back.
//!
//! # Layout (27 bytes, base64url without padding, behind `wmc_`)
//! `version:8 | id:32 | created_at:48 | HMAC-SHA256 tag:128`, big endian.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::register::creator_page::CreatorPage;
use super::report::shown::Printed;
use super::time::{self, Day};
use crate::stored;

const PREFIX: &str = "wmc_";
const VERSION: u8 = 1;
const BODY: usize = 11;
const SIZE: usize = 27;

/// Links and codes that a page lists, the newest.
pub const MOST: i64 = 500;

/// The key that signs tokens: derived from `CUSTOMER_KEY`, for this one purpose.
fn keyed(customer_key: &str) -> Option<Hmac<Sha256>> {
    let derived = Hmac::<Sha256>::new_from_slice(customer_key.as_bytes()).ok()?.chain_update("creator page");
    Hmac::new_from_slice(&derived.finalize().into_bytes()).ok()
}

/// The token of page `id` that was made at `created_at`, Unix milliseconds.
pub fn token(id: u32, created_at: i64, customer_key: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(SIZE);
    bytes.push(VERSION);
    bytes.extend(id.to_be_bytes());
    bytes.extend(created_at.to_be_bytes().into_iter().skip(2));
    let tag = keyed(customer_key)?.chain_update(&bytes).finalize().into_bytes();
    bytes.extend(tag.into_iter().take(SIZE - BODY));
    Some(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// The page that a token names, and when that was made; none for anything that was not signed here.
pub fn verified(token: &str, customer_key: &str) -> Option<(u32, i64)> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok().filter(|bytes| bytes.len() == SIZE)?;
    let (body, tag) = bytes.split_at_checked(BODY)?;
    keyed(customer_key)?.chain_update(body).verify_truncated_left(tag).ok()?;
    let (version, rest) = body.split_first()?;
    let (id, at) = rest.split_at_checked(4)?;
    let at = at.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte));
    Some((u32::from_be_bytes(id.try_into().ok()?), at)).filter(|_| *version == VERSION)
}

/// What is a creator's own.
#[derive(Clone, Debug)]
pub struct Own {
    /// The name.
    pub name: Option<String>,
    /// The newest links: `id, host, slug, platform, post, live`.
    pub links: Vec<Link>,
    /// The newest codes: `id, code, valid_from, valid_until`.
    pub codes: Vec<Code>,
}

/// A link of the creator's.
#[derive(Clone, Debug)]
pub struct Link {
    /// Ours.
    pub id: u32,
    /// Where it is.
    pub host: String,
    /// Its word there.
    pub slug: String,
    /// Where it is posted.
    pub platform: Option<String>,
    /// The post.
    pub post: Option<String>,
    /// Whether it leads anywhere.
    pub live: bool,
}

/// A code of the creator's.
#[derive(Clone, Debug)]
pub struct Code {
    /// Ours.
    pub id: u32,
    /// In normal form.
    pub code: String,
    /// When it begins to count.
    pub valid_from: Option<i64>,
    /// When it ends.
    pub valid_until: Option<i64>,
}

stored!(Link { id, host, slug, platform, post, live });
stored!(Code { id, code, valid_from, valid_until });

/// Figures of a link or a code without money.
const COUNTED: [&str; 6] = ["clicks", "orders", "orders_link", "orders_code", "orders_both", "code_uses"];
/// What of each currency is shown where money is.
const EARNED: [&str; 5] = ["currency", "orders", "gross_minor", "refunded_minor", "net_minor"];

/// What a page shows: of three reports over the same days (by link, code and day) the rows of the creator alone, and of these
/// the figures that are the creator's own. Costs, targets and whatever is of the shop are no business of theirs.
pub fn shown(page: &CreatorPage, own: &Own, today: Day, [links, codes, days]: [Printed; 3]) -> Value {
    let head = links.head.clone();
    let of = |name: &str| head.get(name).cloned().unwrap_or_default();
    let total = links.beside.get("total").cloned().unwrap_or_default();
    let rows = |printed: Printed| -> Vec<Value> {
        printed.rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect()
    };
    let (by_link, by_code) = (rows(links), rows(codes));
    let figures = |row: Option<&Value>| figures(row.unwrap_or(&Value::Null), page.money);
    let row = |rows: &[Value], name: &str, id: u32| {
        let is = |row: &Value| row.get(name).and_then(|of| of.get("id")).and_then(Value::as_u64) == Some(id.into());
        rows.iter().position(is)
    };
    let listed_links: Vec<Value> = own
        .links
        .iter()
        .map(|link| {
            let row = row(&by_link, "link", link.id).and_then(|at| by_link.get(at));
            let mut shown = json!({
                "address": format!("https://{}/{}", link.host, link.slug), "platform": link.platform, "post": link.post,
                "live": link.live,
            });
            add(&mut shown, figures(row));
            shown
        })
        .collect();
    let listed_codes: Vec<Value> = own
        .codes
        .iter()
        .map(|code| {
            let row = row(&by_code, "code", code.id).and_then(|at| by_code.get(at));
            let mut shown = json!({
                "code": code.code, "valid_from": code.valid_from.map(time::print),
                "valid_until": code.valid_until.map(time::print),
            });
            add(&mut shown, figures(row));
            shown
        })
        .collect();
    let listed_days: Vec<Value> = rows(days)
        .iter()
        .map(|row| {
            let mut shown = json!({ "day": row["day"] });
            add(&mut shown, figures(Some(row)));
            shown
        })
        .collect();
    json!({
        "creator": { "name": own.name },
        "from": of("from"), "to": of("to"), "today": today, "zone": of("zone"), "as_of": of("as_of"),
        "revenue_basis": of("revenue_basis"), "click_window_days": of("click_window_days"),
        "money": page.money,
        "total": figures(Some(&total)),
        "links": listed_links, "codes": listed_codes, "days": listed_days,
    })
}

/// The figures of a row that are the creator's own; 0 where there is no row, null where a figure is not kept.
fn figures(row: &Value, money: bool) -> Map<String, Value> {
    let mut shown: Map<String, Value> = COUNTED
        .iter()
        .map(|name| ((*name).to_owned(), if row.is_null() { json!(0) } else { row[*name].clone() }))
        .collect();
    if money {
        let earned = row["revenue"].as_array().cloned().unwrap_or_default();
        let earned = earned.iter().map(|sum| {
            EARNED.iter().map(|name| ((*name).to_owned(), sum[*name].clone())).collect::<Map<_, _>>().into()
        });
        shown.insert("revenue".into(), Value::Array(earned.collect()));
    }
    shown
}

/// Puts `figures` beside what an object says already.
fn add(shown: &mut Value, figures: Map<String, Value>) {
    if let Some(shown) = shown.as_object_mut() {
        shown.extend(figures);
    }
}
