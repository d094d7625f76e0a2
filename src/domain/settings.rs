//! What a deployment sets: every variable and secret, its bounds and its default.

use super::click_id::ClickKeys;
use super::cookie::CookieKey;
use super::credit::{Precedence, Rule, VIEW_DAYS, WINDOW_DAYS, WINDOW_MOST_DAYS};
use super::destination::Fold;
use super::host::Hosts;
use super::money::{Basis, Currency};
use super::privacy::keep::Keep;
use super::shard::Shards;
use super::slug::Compose;
use super::verdict::Networks;

/// The settings of a deployment, read once per isolate.
pub struct Settings {
    /// `HOSTS`: JSON list of hosts; the first is where links are made that name none. Others are kept by `/v1/domains`.
    pub hosts: Hosts,
    /// `ZONE`: IANA name of the reporting days' zone; `UTC` by default. Set it before the first event.
    pub zone: String,
    /// `CLICK_PARAMETER`: the click id's name in the destination's query; `wm` by default.
    pub click_parameter: String,
    /// `CLICK_KEYS` (secret): `number:base64url of 32 bytes or more`, newest first.
    pub click_keys: ClickKeys,
    /// `ADMIN_KEY` (secret, 24 characters or more): the bootstrap key.
    pub admin_key: String,
    /// `CUSTOMER_KEY` (secret, 24 characters or more): hashes customer references; changing it parts old from new.
    pub customer_key: String,
    /// Makes visitors of cookies on hosts in mode `full`; derived from `CUSTOMER_KEY`.
    pub cookie_key: CookieKey,
    /// `CODE_PRECEDENCE`, `click_first` by default, `REVENUE_BASIS`, `merchandise` by default, `CLICK_WINDOW_DAYS` and
    /// `LEAD_CLICK_WINDOW_DAYS`, 30 by default, and `VIEW_WINDOW_DAYS`, 1 by default; a change counts for the days that are
    /// counted from then on.
    pub rule: Rule,
    /// `REPORTING_CURRENCY`: what sums across currencies are told in, by the rates of `/v1/rates`; none by default. A change
    /// counts for the days that are counted from then on.
    pub reporting_currency: Option<Currency>,
    /// `MARGIN_PERCENT`: how much of net revenue is profit, 1 to 100; none by default, then there is no profit ROI.
    pub margin_percent: Option<u8>,
    /// `INTERNAL`: the brand's own networks, `203.0.113.0/24, 2001:db8::/48`; none by default.
    pub internal: Networks,
    /// `KEEP_EVENTS_DAYS` and `KEEP_PARTS_DAYS`, 395 by default, and `KEEP_EVIDENCE_DAYS`, 760 by default.
    pub keep: Keep,
    /// `EVENTS_FROM`: the first UTC day of each event shard after `EVENTS_0`; none by default.
    pub shards: Shards,
    /// `BENCH_UNCACHED` = `1`: no link cache and no shared messages, for `scripts/bench` only.
    pub uncached: bool,
    /// How the platform writes hosts in ASCII.
    pub fold: Fold,
    /// How the platform composes letters of slugs.
    pub compose: Compose,
}

impl Settings {
    /// Reads the settings through `get`, which gives a variable's or secret's text; `fold` writes hosts in ASCII, `compose`
    /// composes letters.
    ///
    /// # Errors
    /// A sentence that names the first setting that is missing or wrong, and how to set it.
    pub fn read(get: impl Fn(&str) -> Option<String>, fold: Fold, compose: Compose) -> Result<Self, String> {
        let zone = get("ZONE").filter(|zone| !zone.is_empty()).unwrap_or_else(|| "UTC".into());
        let click_parameter = get("CLICK_PARAMETER").filter(|name| !name.is_empty()).unwrap_or_else(|| "wm".into());
        let plain = click_parameter.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !plain || click_parameter.len() > 16 || click_parameter.starts_with("utm_") {
            let bounds = "1 to 16 letters, digits or underscores, and no utm_ tag";
            return Err(format!("Correct CLICK_PARAMETER in wrangler.toml: {bounds}."));
        }
        let hosts =
            get("HOSTS").ok_or("Set HOSTS in wrangler.toml: a JSON list such as [{\"host\":\"go.brand.example\"}].")?;
        let hosts = Hosts::of_variable(&hosts, &click_parameter, fold)
            .map_err(|wrong| format!("Correct HOSTS in wrangler.toml: {wrong}"))?;
        let click_keys = get("CLICK_KEYS")
            .and_then(|keys| ClickKeys::parse(&keys))
            .ok_or("Set the secret CLICK_KEYS to 1:<base64url of 32 random bytes>: wrangler secret put CLICK_KEYS.")?;
        let letters = "three letters of ISO 4217, such as EUR";
        let reporting_currency = said(&get, "REPORTING_CURRENCY", Currency::parse, letters)?;
        let rule = Rule {
            click_days: days(&get, "CLICK_WINDOW_DAYS", 1, WINDOW_DAYS)?,
            lead_click_days: days(&get, "LEAD_CLICK_WINDOW_DAYS", 1, WINDOW_DAYS)?,
            view_days: days(&get, "VIEW_WINDOW_DAYS", 0, VIEW_DAYS)?,
            reporting: reporting_currency,
            precedence: chosen(&get, "CODE_PRECEDENCE", Precedence::named).ok_or(
                "Correct CODE_PRECEDENCE in wrangler.toml: click_first, code_first, code_always or code_as_touch.",
            )?,
            basis: chosen(&get, "REVENUE_BASIS", Basis::named)
                .ok_or("Correct REVENUE_BASIS in wrangler.toml: merchandise or order_total.")?,
        };
        let customer_key = secret(&get, "CUSTOMER_KEY")?;
        let cookie_key = CookieKey::of(&customer_key).ok_or("Correct the secret CUSTOMER_KEY.")?;
        Ok(Self {
            rule,
            hosts,
            zone,
            click_parameter,
            click_keys,
            admin_key: secret(&get, "ADMIN_KEY")?,
            customer_key,
            cookie_key,
            reporting_currency,
            margin_percent: said(&get, "MARGIN_PERCENT", percent, "a whole number from 1 to 100")?,
            internal: Networks::parse(&get("INTERNAL").unwrap_or_default())
                .map_err(|wrong| format!("Correct INTERNAL in wrangler.toml: {wrong}"))?,
            keep: Keep::read(&get)?,
            shards: Shards::parse(&get("EVENTS_FROM").unwrap_or_default()).ok_or(
                "Correct EVENTS_FROM in wrangler.toml: UTC days in their order, such as 2027-01-01, 2027-06-01.",
            )?,
            uncached: get("BENCH_UNCACHED").as_deref() == Some("1"),
            fold,
            compose,
        })
    }
}

/// One of a few words; the default where nothing is set.
fn chosen<T: Default>(get: &impl Fn(&str) -> Option<String>, name: &str, named: fn(&str) -> Option<T>) -> Option<T> {
    get(name).filter(|word| !word.is_empty()).map_or_else(|| Some(T::default()), |word| named(&word))
}

/// What may be left out; the error says what may stand there.
fn said<T>(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    read: fn(&str) -> Option<T>,
    may: &str,
) -> Result<Option<T>, String> {
    let Some(text) = get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    read(&text).map(Some).ok_or_else(|| format!("Correct {name} in wrangler.toml: {may}."))
}

/// A window in days, up to the widest that a path reaches back.
fn days(get: &impl Fn(&str) -> Option<String>, name: &str, least: i64, default: i64) -> Result<i64, String> {
    let bounds = least..=WINDOW_MOST_DAYS;
    let Some(text) = get(name).filter(|text| !text.is_empty()) else { return Ok(default) };
    text.parse().ok().filter(|days| bounds.contains(days)).ok_or_else(|| {
        format!("Correct {name} in wrangler.toml: a whole number of days from {least} to {WINDOW_MOST_DAYS}.")
    })
}

fn percent(text: &str) -> Option<u8> {
    text.parse().ok().filter(|percent| (1..=100).contains(percent))
}

fn secret(get: &impl Fn(&str) -> Option<String>, name: &str) -> Result<String, String> {
    get(name)
        .filter(|value| value.len() >= 24)
        .ok_or_else(|| format!("Set the secret {name} to 24 random characters or more: wrangler secret put {name}."))
}
