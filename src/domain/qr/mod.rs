//! A link's QR code: what was asked for, the address in it, and the picture.
//!
//! # Why
//! The picture is the same for everybody and says nothing but the short address, so caches may keep it. Who scanned it
//! is told apart from who tapped by the private parameter, which the edge keeps and never forwards.

mod png;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::refusal::{Fault, Refusal};
use super::reply::{Body, Reply};
use super::route::Picture;
use super::slug::in_address;

/// Points of a PNG's side: the least, those where nothing is said, the most.
pub const SIZES: (usize, usize, usize) = (32, 512, 2048);
/// Squares of white around the code: as many as its standard (ISO/IEC 18004) asks for, and the most.
pub const MARGINS: (usize, usize) = (4, 16);
/// The most characters of `sub`.
pub const SUB_MOST: usize = 64;
/// Seconds that caches keep a picture.
const KEPT: &str = "public, max-age=600";

/// What is asked of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Points of a PNG's side, or the width that an SVG says it has; as wide as where it stands where nothing is said.
    pub size: Option<usize>,
    /// Squares of white around.
    pub margin: usize,
    /// How much of the code may be lost: about 7, 15, 25 or 30 percent.
    pub ecc: QrCodeEcc,
    /// What the private parameter says of whoever scans; none where it is left out.
    pub sub: Option<String>,
}

impl Asked {
    /// Reads what the `query` asks for; parameters of others are left alone.
    ///
    /// # Errors
    /// Every parameter that is out of its bounds.
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let mut asked = Self { size: None, margin: MARGINS.0, ecc: QrCodeEcc::Medium, sub: Some("qr".into()) };
        let mut faults = Vec::new();
        let (mut plain, mut fault) =
            (false, |name, code, detail: String| faults.push(Fault::query(name, code, detail)));
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let number = value.parse::<usize>().ok().filter(|_| value.len() < 6);
            match &*name {
                "size" => match number.filter(|size| (SIZES.0..=SIZES.2).contains(size)) {
                    None => fault("size", "out_of_range", format!("Send {} to {} points.", SIZES.0, SIZES.2)),
                    size => asked.size = size,
                },
                "margin" => match number.filter(|margin| *margin <= MARGINS.1) {
                    None => fault("margin", "out_of_range", format!("Send 0 to {} squares.", MARGINS.1)),
                    Some(margin) => asked.margin = margin,
                },
                "ecc" => match level(&value) {
                    None => fault("ecc", "unknown_word", "Send L, M, Q or H.".into()),
                    Some(ecc) => asked.ecc = ecc,
                },
                "sub" if worded(&value) => asked.sub = Some(value.into_owned()),
                "sub" => {
                    let detail = format!("Send 1 to {SUB_MOST} of letters, digits and . _ - ~, or plain=1.");
                    fault("sub", "not_a_word", detail);
                }
                "plain" => plain = value == "1" || value == "true",
                _ => {}
            }
        }
        asked.sub = asked.sub.filter(|_| !plain);
        if faults.is_empty() { Ok(asked) } else { Err(Refusal::Invalid(faults)) }
    }
}

fn level(word: &str) -> Option<QrCodeEcc> {
    Some(match word {
        "L" | "l" => QrCodeEcc::Low,
        "M" | "m" => QrCodeEcc::Medium,
        "Q" | "q" => QrCodeEcc::Quartile,
        "H" | "h" => QrCodeEcc::High,
        _ => return None,
    })
}

/// Whether a word can stand in an address as it is.
fn worded(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'~');
    (1..=SUB_MOST).contains(&word.len()) && word.bytes().all(plain)
}

/// Scheme, host and port of the addresses in codes: what is printed stays, so only this machine's own host goes without
/// encryption.
pub fn origin(scheme: &str, authority: &str) -> String {
    let ported = authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let scheme = if scheme == "http" && (ported || authority == "localhost") { "http" } else { "https" };
    format!("{scheme}://{authority}")
}

/// The address that the code holds; `origin` is scheme, host and port, `parameter` the host's private one.
pub fn address(origin: &str, slug: &str, parameter: &str, asked: &Asked) -> String {
    let slug = in_address(slug);
    let sub = asked.sub.as_ref().filter(|_| !parameter.is_empty());
    sub.map_or_else(|| format!("{origin}/{slug}"), |sub| format!("{origin}/{slug}?{parameter}={sub}"))
}

/// A code as dark and white squares, with its white margin.
pub struct Squares {
    code: QrCode,
    margin: usize,
}

impl Squares {
    fn side(&self) -> usize {
        usize::try_from(self.code.size()).unwrap_or_default() + 2 * self.margin
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        let at = |i: usize| i32::try_from(i).unwrap_or_default() - i32::try_from(self.margin).unwrap_or_default();
        self.code.get_module(at(x), at(y))
    }
}

/// The picture of `address`; `known` is the tag of the one that the caller has.
///
/// # Errors
/// `Invalid` where the address does not go into any code, or the code not into so few points.
pub fn draw(address: &str, picture: Picture, asked: &Asked, known: &str) -> Result<Reply, Refusal> {
    let refused = |name, code, detail: String| Refusal::invalid(Fault::query(name, code, detail));
    let too_long = |_| refused("ecc", "too_long", "The address is too long for this; send L.".into());
    // Bytes alone: the modes for digits and capitals fit no address of ours, and would weigh.
    let bytes = [QrSegment::make_bytes(address.as_bytes())];
    let code = QrCode::encode_segments(&bytes, asked.ecc).map_err(too_long)?;
    let squares = Squares { code, margin: asked.margin };
    let (kind, body) = match picture {
        Picture::Svg => ("image/svg+xml", svg(&squares, asked.size).into_bytes()),
        Picture::Png => {
            let size = asked.size.unwrap_or(SIZES.1);
            let scale = size / squares.side();
            if scale == 0 {
                return Err(refused("size", "too_small", format!("Send {} or more points.", squares.side())));
            }
            ("image/png", png::print(&squares, size, scale))
        }
    };
    let tag =
        Sha256::digest(&body).iter().take(8).fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    let reply = if known == tag { Reply::empty(304) } else { Reply { body: Body::Made(body), ..Reply::empty(200) } };
    Ok(reply
        .with("content-type", kind)
        .with("cache-control", KEPT)
        .with("etag", tag)
        // A picture that is opened by itself is a page of its own.
        .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .with("cross-origin-resource-policy", "cross-origin")
        .with("x-content-type-options", "nosniff")
        .with("x-robots-tag", "noindex"))
}

/// Each row's dark squares as boxes, neighbours as one; `width` is what the picture says of itself.
fn svg(squares: &Squares, width: Option<usize>) -> String {
    let side = squares.side();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let wide = (x..side).take_while(|x| squares.dark(*x, y)).count();
            if wide > 0 {
                path += format!("M{x} {y}h{wide}v1h-{wide}z").as_str();
            }
            x += wide + 1;
        }
    }
    let width = width.map_or_else(String::new, |width| format!(" width=\"{width}\" height=\"{width}\""));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"{width} viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    )
}
