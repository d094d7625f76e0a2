//! What a request says of itself, cropped at birth to what is kept of it.
//!
//! # Why
//! The edge reads every header in one text, a line each, for a crossing from JavaScript costs more than what is done with
//! it. Nothing of these lines is stored but the codes of [`Facets`]: neither address nor user agent nor referrer.

use super::facets::Facets;
use super::letters::Letters;
use super::{channel, device};

/// The most bytes of a user agent, a referrer or a list of languages that are looked at.
pub const HEADER_MOST: usize = 1024;

/// What a request says of itself; what it does not say is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// `User-Agent`
    pub user_agent: &'a str,
    /// `Sec-Purpose`, else `Purpose`
    pub purpose: &'a str,
    /// `X-Purpose`
    pub x_purpose: &'a str,
    /// `X-Moz`
    pub x_moz: &'a str,
    /// `Sec-GPC`
    pub gpc: &'a str,
    /// `DNT`
    pub dnt: &'a str,
    /// The address it came from, as the platform saw it: used in memory only.
    pub address: &'a str,
    /// `Accept-Language`
    pub languages: &'a str,
    /// `Referer`
    pub referrer: &'a str,
    /// `Cookie`
    pub cookies: &'a str,
    /// The country, two letters, as the platform saw it.
    pub country: &'a str,
    /// The region without its country.
    pub region: &'a str,
    /// Number of the autonomous system.
    pub network: u32,
    /// The random bytes that opened the TLS connection.
    pub connection: &'a str,
}

impl<'a> Told<'a> {
    /// Reads the lines as `edge/facts.js` writes them; a header cannot hold a line break.
    pub fn of(lines: &'a str) -> Self {
        let mut lines = lines.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        let user_agent = cut(next());
        let (sec_purpose, purpose) = (next(), next());
        let purpose = if sec_purpose.is_empty() { purpose } else { sec_purpose };
        let (x_purpose, x_moz, gpc, dnt, address) = (next(), next(), next(), next(), next());
        let (languages, referrer, cookies, country) = (cut(next()), cut(next()), next(), next());
        let network = next().parse().unwrap_or_default();
        let (region, connection) = (next(), next());
        // The header is what the zone's own rules see; where it is off the platform knows all the same.
        let known = next();
        let country = if country.is_empty() { known } else { country };
        Self {
            user_agent,
            purpose,
            x_purpose,
            x_moz,
            gpc,
            dnt,
            address,
            languages,
            referrer,
            cookies,
            country,
            region,
            network,
            connection,
        }
    }

    /// Whether the browser asks that its user not be known: Global Privacy Control or Do Not Track, also said twice.
    pub fn asks_not_to_be_known(&self) -> bool {
        [self.gpc, self.dnt].iter().any(|said| said.split(',').any(|one| one.trim() == "1"))
    }

    /// The codes that are kept.
    pub fn facets(&self) -> Facets {
        // `XX` is nowhere, `T1` is Tor.
        let country = if self.country.len() == 2 && self.country != "XX" {
            Letters::of(self.country)
        } else {
            Letters::default()
        };
        let (device, language) = (device::of(self.user_agent), Letters::language(self.languages));
        let region = if country.is_empty() { Letters::default() } else { Letters::of(self.region) };
        Facets {
            country,
            region,
            language,
            // Only a rule about whoever names no language asks for it.
            network: if language.is_empty() { self.network } else { 0 },
            connection: mark(self.connection),
            device: device.class,
            system: device.system,
            app: device.app,
            source: channel::of_referrer(self.referrer),
            sign: 0,
            consent: 0,
            variant: 0,
        }
    }
}

/// Whether a link's own query asks that the visit not count: `?wm=internal`, for whoever tries a link.
pub fn asks_to_be_left_out(query: &str, click_parameter: &str) -> bool {
    // Nearly no query says so, and a look at its bytes costs nothing.
    query.contains("=internal")
        && query.split('&').any(|pair| pair.split_once('=') == Some((click_parameter, "internal")))
}

/// 32 bits that are alike for texts that are alike (FNV-1a), 0 for none: of a connection's random bytes they tell nothing
/// of a person.
pub fn mark(text: &str) -> u32 {
    if text.is_empty() {
        return 0;
    }
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)).max(1)
}

/// The start of a header, as much of it as is looked at.
fn cut(header: &str) -> &str {
    let mut end = header.len().min(HEADER_MOST);
    while !header.is_char_boundary(end) {
        end -= 1;
    }
    header.get(..end).unwrap_or_default()
}
