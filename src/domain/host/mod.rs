//! The hosts whose short links are served here, and what each of them is set to.
//!
//! # Why
//! What is stored of a host is what was said of it; all else has its default when it is read, so a default that an update
//! changes counts for every host that never named it. The variable `HOSTS`, bodies of `/v1/domains` and the edge's copy are
//! read by one reader.

pub mod apps;
mod brand;
mod hosts;

pub use brand::Brand;
pub use hosts::{Hosts, KV_KEY, Kept, MOST, Row};

use serde::Serialize;
use serde_json::Value;

use super::destination::{self, Fold};
use super::fields::Fields;
use super::import;
use super::refusal::Fault;
use super::utm::forward::AD_CLICK_IDS;
use super::utm::policy::Policy;
use super::utm::preset::Preset;
use super::visitor::Mode;

/// The letters of a random slug where a host names no number of them, and the bounds of that number.
pub const SLUG_LEAST: u8 = 7;
/// See [`SLUG_LEAST`].
pub const SLUG_MOST: u8 = 32;
/// The most parameters that a host forwards beside `utm_*`.
pub const FORWARD_MOST: usize = 30;
/// The most characters of a parameter's name.
const PARAMETER_MOST: usize = 32;
/// The most bytes of a host's name (RFC 1035), and of each of its labels.
const NAME_MOST: usize = 253;
const LABEL_MOST: usize = 63;

/// What is served on a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Serving {
    /// Links only: whatever is none of them leads nowhere.
    #[default]
    Links,
    /// Links of a shop's own host: whatever is none of them goes on to the shop.
    Route,
}

/// A host whose short links are served here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Host {
    /// Name as browsers write it, without a port.
    pub host: String,
    /// `links` (default) or `route`, see [`Serving`].
    pub mode: Serving,
    /// Where the address without a word leads; a plain page when absent.
    pub root: Option<String>,
    /// Where an address without a live link leads; a plain page when absent.
    pub not_found: Option<String>,
    /// Whether `/Abc` and `/abc` are two links.
    pub exact_case: bool,
    /// What becomes of a visitor's own tags where the link does not say.
    pub query_policy: Policy,
    /// Parameters that are forwarded beside `utm_*`.
    pub forward: Vec<String>,
    /// The parameter that is kept with a click and never forwarded; `sub` by default.
    pub private_parameter: String,
    /// `anonymous` (default), `none` or `full`, see [`Mode`].
    pub visitor: Mode,
    /// How tags are derived where a link does not say.
    pub utm_preset: Option<Preset>,
    /// Letters of a random slug, 7 to 32.
    pub slug_length: u8,
    /// What a dead link's page shows of the brand.
    pub page: Option<Brand>,
    /// The apps that links of this host open in, see [`apps`].
    pub apps: Option<Value>,
}

/// What a host is read on.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Hosts of ours that serve nothing but links: a host that leads to one of them would go in circles.
    pub own: &'a [String],
    /// The click id's name.
    pub parameter: &'a str,
    /// How the platform writes hosts in ASCII.
    pub fold: Fold,
}

impl Host {
    /// Reads what is said of a host; `base` is its own JSON pointer.
    pub fn read(said: &Value, base: &str, around: Around<'_>) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(said, base)?;
        let host = Self::of(&mut fields, around);
        fields.finish()?;
        Ok(host)
    }

    /// Reads what was checked when it was stored; what another version of this program stored otherwise has its default.
    pub fn stored(said: &Value) -> Option<Self> {
        let around = Around { own: &[], parameter: "", fold: |host| Some(host.to_owned()) };
        let host = Self::of(&mut Fields::of(said, "").ok()?, around);
        (!host.host.is_empty()).then_some(host)
    }

    fn of(fields: &mut Fields<'_>, around: Around<'_>) -> Self {
        let host = fields.text("host", NAME_MOST).and_then(|text| {
            let named = name(&text, around.fold);
            named.or_else(|| {
                fields.fault("host", "not_a_host", format!("{text} is no host; send a name without a port."))
            })
        });
        let slug_length = fields.integer("slug_length", SLUG_LEAST.into(), SLUG_MOST.into());
        Self {
            host: fields.need("host", host).unwrap_or_default(),
            mode: fields.word("mode", &[(Serving::Links, "links"), (Serving::Route, "route")]).unwrap_or_default(),
            root: address(fields, "root", around),
            not_found: address(fields, "not_found", around),
            exact_case: fields.flag("exact_case").unwrap_or_default(),
            query_policy: fields.word("query_policy", Policy::NAMES).unwrap_or_default(),
            forward: forward(fields, around.parameter)
                .unwrap_or_else(|| AD_CLICK_IDS.iter().map(|name| (*name).to_owned()).collect()),
            private_parameter: parameter(fields, "private_parameter", around.parameter).unwrap_or_else(|| "sub".into()),
            visitor: fields.word("visitor", Mode::NAMES).unwrap_or(Mode::Anonymous),
            utm_preset: Preset::field(fields),
            slug_length: slug_length.and_then(|length| u8::try_from(length).ok()).unwrap_or(SLUG_LEAST),
            page: brand::read(fields, around),
            apps: apps::read(fields),
        }
    }
}

/// A host's name as browsers write it, without a port and a final dot; none for what is no name of a host.
///
/// ```
/// use waymark::domain::host::name;
/// assert_eq!(name(" GO.Brand.Example. ", |_| None).as_deref(), Some("go.brand.example"));
/// assert_eq!(name("go.brand.example:443", |_| None), None);
/// ```
pub fn name(text: &str, fold: Fold) -> Option<String> {
    let name = destination::ascii(text.trim().trim_end_matches('.'), fold)?.to_ascii_lowercase();
    let plain = |label: &str| {
        let inside = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        inside && (1..=LABEL_MOST).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let fits = name.len() <= NAME_MOST && name.split('.').all(plain) && name != import::HOST;
    fits.then_some(name)
}

/// An address that people may be sent to.
fn address(fields: &mut Fields<'_>, name: &'static str, around: Around<'_>) -> Option<String> {
    let address = fields.text(name, destination::MOST)?;
    let checked = destination::sendable(&address, around.own.iter().map(String::as_str), around.fold);
    checked.map_or_else(|flaw| fields.fault(name, flaw.code(), flaw.detail()), Some)
}

/// A parameter's name that is neither a tag's nor the click id's.
fn parameter(fields: &mut Fields<'_>, name: &'static str, click_id: &str) -> Option<String> {
    let text = fields.text(name, PARAMETER_MOST)?;
    match unfit(&text, click_id) {
        None => Some(text),
        Some((code, detail)) => fields.fault(name, code, detail),
    }
}

fn forward(fields: &mut Fields<'_>, click_id: &str) -> Option<Vec<String>> {
    let names = super::register::texts(fields, "forward", FORWARD_MOST, PARAMETER_MOST)?;
    for (at, name) in names.iter().enumerate() {
        if let Some((code, detail)) = unfit(name, click_id) {
            fields.fault::<()>(&format!("forward/{at}"), code, detail);
        }
    }
    Some(names)
}

/// Why nothing of this name is forwarded or kept.
fn unfit(name: &str, click_id: &str) -> Option<(&'static str, &'static str)> {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if !plain {
        return Some(("not_a_parameter", "Use letters, digits, `_`, `-` and `.`."));
    }
    let taken = name == click_id || name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("utm_"));
    taken.then_some(("reserved_parameter", "Name neither the click id nor a tag: these have rules of their own."))
}
