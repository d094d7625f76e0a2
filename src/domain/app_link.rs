//! App links: the brand's app where it is installed, the web where it is not.
//!
//! # Why
//! An address with `https` that the app claims (a universal link, an Android app link) is opened by the system itself, so
//! it is a redirect like any other. A scheme of the app's own has no way back: on iOS a small page tries it and goes on to
//! the web, on Android the `intent:` address carries the way back with it. In an in-app browser neither is sure: many
//! show an error in place of the page, so there the try is made in a frame and the page stays with a link for both.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::destination::{self, Flaw};
use super::device;
use super::facets::Facets;
use super::fields::Fields;
use super::host::apps::is_package;
use super::html;
use super::refusal::Fault;
use super::reply::Reply;
use super::rule::{Checked, Place};
use super::stored::{Misfit, Stored};
use super::verdict::Verdict;

/// The most characters of an Android package.
const PACKAGE_MOST: usize = 255;
/// The most characters of a scheme.
const SCHEME_MOST: usize = 64;

/// Schemes that are no app's own: they run or show what they carry, reach files, dial, or open another address.
const REFUSED: [&str; 31] = [
    "about",
    "android-app",
    "blob",
    "callto",
    "content",
    "data",
    "facetime",
    "facetime-audio",
    "feed",
    "file",
    "filesystem",
    "firefox",
    "ftp",
    "ftps",
    "intent",
    "itms-services",
    "jar",
    "javascript",
    "livescript",
    "mailto",
    "mocha",
    "news",
    "search-ms",
    "sftp",
    "shell",
    "sms",
    "tel",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];
/// What schemes begin with that open another address in a browser, or a part of the system.
const REFUSED_STARTS: [&str; 8] = ["http", "chrome", "googlechrome", "microsoft-", "moz-", "ms-", "opera", "x-safari-"];

/// What `encodeURIComponent` leaves as it is.
const FALLBACK: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// An address of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppLink {
    /// With `https`, or with the app's own scheme; such a one carries no tags.
    pub place: Place,
    /// The app's package, Android only.
    pub package: Option<String>,
}

/// The app's addresses by system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppLinks {
    /// For iPhones and iPads.
    pub ios: Option<AppLink>,
    /// For Android.
    pub android: Option<AppLink>,
}

/// How an app is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a redirect to its address with `https`.
    Web,
    /// By a redirect that carries the way back.
    Intent,
    /// By a page that tries it.
    Page,
    /// By a page that tries it in a frame.
    Framed,
}

impl AppLinks {
    /// Reads the addresses at `pointer` and notes what is wrong with them.
    pub fn read(said: &Value, pointer: &str, checked: Checked<'_>, faults: &mut Vec<Fault>) -> Self {
        let Some(mut fields) = Fields::inside(said, pointer, faults) else { return Self::default() };
        let mut link = |name, android| {
            let said = fields.value(name)?;
            Some(AppLink::read(said, &fields.pointer(name), android, checked, faults))
        };
        let (ios, android) = (link("ios", false), link("android", true));
        if (&ios, &android) == (&None, &None) {
            fields.fault::<()>("ios", "required", "Send `ios`, `android` or both.");
        }
        fields.note(faults);
        Self { ios, android }
    }

    /// The address for who asks, and how it is opened; none where the web is all there is: of programs, and elsewhere.
    pub fn way(&self, verdict: Verdict, facets: &Facets) -> Option<(&AppLink, Way)> {
        let person = matches!(verdict, Verdict::Human | Verdict::Internal);
        let system = device::SYSTEMS.get(usize::from(facets.system)).filter(|_| person)?;
        let inside = facets.app != 0;
        match *system {
            "ios" => self.ios.as_ref().map(|link| (link, if link.is_web() { Way::Web } else { Way::Page })),
            "android" => self.android.as_ref().map(|link| match (link.is_web(), inside) {
                (true, _) => (link, Way::Web),
                (false, true) => (link, Way::Framed),
                (false, false) => (link, Way::Intent),
            }),
            _ => None,
        }
    }

    /// The places of every address.
    pub(super) fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        self.ios.iter_mut().chain(self.android.iter_mut()).map(|link| &mut link.place)
    }

    /// The same by the systems' words.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &Place)> {
        let links = [("ios", &self.ios), ("android", &self.android)].into_iter();
        links.filter_map(|(name, link)| Some((name, &link.as_ref()?.place)))
    }

    /// The addresses as they are shown, kept and read.
    pub(super) fn value(&self) -> Value {
        let mut shown = Map::new();
        for (name, link) in [("ios", &self.ios), ("android", &self.android)] {
            let Some(link) = link else { continue };
            let mut inside = Map::new();
            link.place.put(&mut inside, "url");
            if let Some(package) = &link.package {
                inside.insert("package".into(), package.as_str().into());
            }
            shown.insert(name.into(), inside.into());
        }
        shown.into()
    }

    /// The addresses as the edge reads them: without what only people read.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut links = self.clone();
        for place in links.places() {
            place.address.clear();
        }
        links
    }

    /// Makes the target of every address by `tagged`.
    pub fn aim(&mut self, tagged: &dyn Fn(&str) -> String) {
        for place in self.places() {
            place.target = if is_web(&place.address) { tagged(&place.address) } else { place.address.clone() };
        }
    }
}

impl Serialize for AppLinks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl Stored for AppLinks {
    fn read(value: Value, _: &mut Misfit) -> Self {
        Self::read(&value, "", &|address| Ok(address.to_owned()), &mut Vec::new())
    }
}

impl AppLink {
    fn read(said: &Value, pointer: &str, android: bool, checked: Checked<'_>, faults: &mut Vec<Fault>) -> Self {
        let Some(mut fields) = Fields::inside(said, pointer, faults) else { return Self::default() };
        let address = |address: &str| if is_web(address) { checked(address) } else { own_scheme(address) };
        let place = Place::read(&mut fields, "url", &address);
        let place = fields.need("url", place).unwrap_or_default();
        let package = if android { fields.text("package", PACKAGE_MOST) } else { None };
        if android && place.address.contains('#') && !is_web(&place.address) {
            fields.fault::<()>(
                "url",
                "fragment_not_allowed",
                "Send it without a fragment; Android puts its own there.",
            );
        }
        if let Some(package) = &package {
            if !is_package(package) {
                fields.fault::<()>("package", "not_a_package", "Send the app's id, such as com.brand.shop.");
            } else if is_web(&place.address) {
                let detail = "Leave it out; an address with https is opened by whichever app claims it.";
                fields.fault::<()>("package", "package_not_used", detail);
            }
        }
        fields.note(faults);
        Self { place, package }
    }

    /// Whether the system itself knows which app opens it.
    pub fn is_web(&self) -> bool {
        is_web(&self.place.target)
    }

    /// The address by which Android opens `app` (with the app's own scheme), and `web` where the app is not there.
    pub fn intent(&self, app: &str, web: &str) -> String {
        let (scheme, rest) = app.split_once(':').unwrap_or_default();
        let package = self.package.as_ref().map(|package| format!("package={package};")).unwrap_or_default();
        let back = utf8_percent_encode(web, FALLBACK);
        format!("intent:{rest}#Intent;scheme={scheme};{package}S.browser_fallback_url={back};end")
    }
}

/// Whether an address is the web's, be it one that is refused.
pub(super) fn is_web(address: &str) -> bool {
    address.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("https:"))
}

/// Checks an address with an app's own scheme, and gives it with the scheme in lower case, as Android compares it.
fn own_scheme(address: &str) -> Result<String, (&'static str, &'static str)> {
    const OTHER: (&str, &str) =
        ("not_an_address", "Send an address such as brand://product/7 or https://brand.example/product/7.");
    if address.len() > destination::MOST {
        return Err((Flaw::TooLong.code(), Flaw::TooLong.detail()));
    }
    if !address.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'`')) {
        return Err(("not_plain", "Send visible ASCII; write everything else, spaces, quotes and <> percent-encoded."));
    }
    let (scheme, rest) = address.split_once(':').filter(|(_, rest)| !rest.is_empty()).ok_or(OTHER)?;
    let scheme = scheme.to_ascii_lowercase();
    let letters = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let named =
        (2..=SCHEME_MOST).contains(&scheme.len()) && scheme.starts_with(|first: char| first.is_ascii_lowercase());
    if !letters || !named {
        return Err(OTHER);
    }
    if REFUSED.contains(&scheme.as_str()) || REFUSED_STARTS.iter().any(|start| scheme.starts_with(start)) {
        return Err(("scheme_not_allowed", "Use https, or a scheme that is the app's own."));
    }
    Ok(format!("{scheme}:{rest}"))
}

/// The one script of the page: tries the app unless a frame does, and goes on to the web unless the app has come up.
pub const SCRIPT: &str = "(()=>{const to=id=>document.getElementById(id).href;\
document.querySelector('iframe')||(location.href=to('app'));\
setTimeout(()=>document.hidden||location.replace(to('web')),1500)})()";
/// The hash under which a browser runs [`SCRIPT`] and nothing else.
pub const SCRIPT_HASH: &str = "sha256-wK8DcmqwnZJUEAIHwtOSqNUlBhcbBVOUBO9BOPQf2D4=";

const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Opening the app</title>\
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#222}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8cf}}</style>\
<h1>Opening the app</h1>";

/// The page that tries the app at `app` and goes on to `web`; in `frame` where there is an address for it.
pub fn page(app: &str, web: &str, frame: Option<&str>) -> Reply {
    let (app, web) = (html::safe(app), html::safe(web));
    let scheme = frame.and_then(|frame| frame.split_once(':')).map(|(scheme, _)| format!("; frame-src {scheme}:"));
    let frame = frame.map(|frame| format!("<iframe hidden src=\"{}\"></iframe>", html::safe(frame)));
    let body = format!(
        "{PAGE}<p><a id=\"app\" href=\"{app}\">Open the app</a></p>\
         <p><a id=\"web\" href=\"{web}\">Go on to the website</a></p>{}<script>{SCRIPT}</script></html>",
        frame.unwrap_or_default()
    );
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'{}",
        scheme.unwrap_or_default()
    );
    Reply::page(200, body)
        .with("content-security-policy", policy)
        .with("referrer-policy", "strict-origin-when-cross-origin")
}
