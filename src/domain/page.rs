//! The fixed bodies of the audience's doors: the plain page for a dead link, the pixel, and what is said of GPC.

use super::host::Brand;
use super::html::safe;
use super::reply::{Body, Reply};

/// A transparent GIF of one pixel, 42 bytes (GIF89a).
pub const PIXEL: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
    0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02,
    0x01, 0x44, 0x00, 0x3b,
];

const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>TITLE</title>\
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#222}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}</style>\
<h1>TITLE</h1><p>TEXT</p></html>";

/// The page for an address that leads nowhere, in the words of its host's brand where it has some; it gives no hint whether
/// a link was ever there.
pub fn nothing_here(brand: Option<&Brand>) -> Reply {
    let plain = page("This link leads nowhere", "Please check the address, or ask whoever shared it.");
    Reply::page(404, brand.map_or(plain, branded))
}

/// The page of a brand; its words are escaped, and its colour was checked.
fn branded(brand: &Brand) -> String {
    let text = brand.text.as_deref().unwrap_or("Please check the address, or ask whoever shared it.");
    let mut page = page("This link leads nowhere", "WORDS").replace("WORDS", &safe(text));
    let name = brand.name.as_deref().map(safe);
    if let Some(color) = &brand.color {
        page = page.replace("</style>", &format!("body{{border-top:.5rem solid {color};padding-top:1rem}}</style>"));
    }
    let from_here = match (&brand.link, &name) {
        (Some(link), name) => {
            let link = safe(link);
            format!("<p><a href=\"{link}\" rel=\"noreferrer\">{}</a></p>", name.as_deref().unwrap_or(&link))
        }
        (None, Some(name)) => format!("<p>{name}</p>"),
        (None, None) => String::new(),
    };
    page.replace("</html>", &format!("{from_here}</html>"))
}

/// The page for a shop's page that could not be had of the shop.
pub fn out_of_reach() -> Reply {
    Reply::page(502, page("Please try again in a moment", "This page could not be reached just now."))
        .with("retry-after", "5")
}

/// The page for a host that is not served here.
pub fn unknown_host() -> Reply {
    Reply::page(421, page("This host is not served here", "Please check the address."))
}

/// The page for the moment when no copy of the link can be read.
pub fn try_again() -> Reply {
    Reply::page(503, page("Please try again in a moment", "The link could not be looked up just now."))
        .with("retry-after", "5")
}

/// The page for whoever tries address after address that no link ever had.
pub fn too_many() -> Reply {
    Reply::page(429, page("Please wait a moment", "Too many addresses that lead nowhere were asked for."))
        .with("retry-after", "10")
}

/// That Global Privacy Control is honoured here, as its specification wants it said.
pub fn gpc() -> Reply {
    Reply { body: Body::Bytes(br#"{"gpc":true,"lastUpdate":"2026-11-21"}"#), ..Reply::empty(200) }
        .with("content-type", "application/json")
        .with("cache-control", "public, max-age=86400")
        .with("x-content-type-options", "nosniff")
}

/// The pixel with `status`: never cached, loadable from any page.
pub fn pixel(status: u16) -> Reply {
    Reply { body: Body::Bytes(PIXEL), ..Reply::empty(status) }
        .with("content-type", "image/gif")
        .with("cache-control", "private, no-store")
        .with("cross-origin-resource-policy", "cross-origin")
        .with("access-control-allow-origin", "*")
        .with("x-content-type-options", "nosniff")
}

/// Only words of our own are put in, so nothing needs escaping.
fn page(title: &'static str, text: &'static str) -> String {
    PAGE.replace("TITLE", title).replace("TEXT", text)
}
