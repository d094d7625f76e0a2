//! Who is asking, without keeping who it is: a number of 48 bits that says how it came about.
//!
//! # Why
//! Two bits say how a visitor is known, so that a recount may treat a cookie as an identity and an address hash as
//! the crowd that it may be (thousands share a carrier's address and an in-app user agent). 48 bits are exact in
//! JavaScript, in JSON and in SQLite.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::cookie::{self, Cookie};

/// Bits of the number below the two that say how the visitor is known.
const HASH_BITS: u32 = 46;
/// Those bits.
const HASH: u64 = (1 << HASH_BITS) - 1;

/// How visitors of a host are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Not at all: every click is a visitor of its own.
    None,
    /// By address and user agent under a random salt of the day that is thrown away with it.
    Anonymous,
    /// By a cookie of the link's host, for brands that hold consent; until it has come back as [`Mode::Anonymous`].
    Full,
}

impl Mode {
    /// Every mode with its word.
    pub const NAMES: &[(Self, &'static str)] =
        &[(Self::None, "none"), (Self::Anonymous, "anonymous"), (Self::Full, "full")];
}

/// What decides how the visitor of a request is known.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What the host allows.
    pub mode: Mode,
    /// Whether the browser asks that its user not be known (GPC, DNT).
    pub refused: bool,
    /// The `Cookie` header.
    pub cookies: &'a str,
    /// Whether a person follows a link that leads somewhere: only then is a cookie given.
    pub followed: bool,
    /// Who got the letter in which the pixel stands, see [`super::pixel`]; by [`by_recipient`].
    pub recipient: Option<u64>,
}

/// How the visitor of a request is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not at all.
    Random,
    /// By address and user agent under the day's salt; not at all where there is none.
    Hash,
    /// By the cookie that came.
    Cookie(Cookie),
    /// By a cookie that it is given now.
    NewCookie,
    /// By this number, of who got the letter.
    Recipient(u64),
}

impl Asked<'_> {
    /// The best way that host and visitor allow: a letter's recipient, then the cookie, then the crowd behind an address.
    pub fn way(&self) -> Way {
        if self.refused || self.mode == Mode::None {
            return Way::Random;
        }
        match (self.recipient, self.mode) {
            (Some(visitor), _) => Way::Recipient(visitor),
            (None, Mode::Full) => match Cookie::read(self.cookies) {
                Some(cookie) => Way::Cookie(cookie),
                None if self.followed => Way::NewCookie,
                None => Way::Hash,
            },
            (None, _) => Way::Hash,
        }
    }

    /// Whether the browser holds a cookie that nobody may read: of a user who asks not to be known, or of former settings.
    pub fn forgets(&self) -> bool {
        (self.refused || self.mode != Mode::Full) && cookie::is_in(self.cookies)
    }
}

/// The day's salt: 32 random bytes that live in KV until their day is over and nowhere else, ready to hash with.
#[derive(Clone)]
pub struct Salt(Hmac<Sha256>);

impl Salt {
    /// The salt of these random bytes.
    pub fn of(bytes: &[u8; 32]) -> Option<Self> {
        Hmac::new_from_slice(bytes).ok().map(Self)
    }
}

/// A visitor nobody can recognise again, from six random bytes.
pub fn random(bytes: u64) -> u64 {
    bytes & HASH
}

/// The visitor whose cookie has this hash.
pub fn by_cookie(hash: u64) -> u64 {
    (2 << HASH_BITS) | (hash & HASH)
}

/// The visitor whose customer reference has this hash, as [`super::conversion::hashed`] prints it; none for another text.
///
/// A letter's reader and the customer of an order are thus known to be one, wherever the shop uses one reference for both.
pub fn by_recipient(hash: &str) -> Option<u64> {
    let hash = u64::from_str_radix(hash.get(..16)?, 16).ok()?;
    Some((3 << HASH_BITS) | (hash & HASH))
}

/// The visitor of `address` and `user_agent` under the day's salt; the same all day, unlinkable afterwards.
///
/// IPv6 addresses count by their /64, the part that a household or handset keeps.
pub fn anonymous(salt: &Salt, address: &str, user_agent: &str) -> u64 {
    let mut mac = salt.0.clone();
    match network(address) {
        Some(IpAddr::V4(address)) => mac.update(&address.octets()),
        Some(IpAddr::V6(address)) => mac.update(&address.octets()),
        None => mac.update(address.as_bytes()),
    }
    mac.update(&[0]);
    mac.update(user_agent.as_bytes());
    let hash = mac.finalize().into_bytes().iter().take(8).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
    (1 << HASH_BITS) | (hash & HASH)
}

/// Whether the visitor is an address hash, for which alone it matters which connection the visit came by.
pub fn is_hash(visitor: u64) -> bool {
    visitor >> HASH_BITS == 1
}

/// Whether the visitor is one person for longer than a day: a cookie, a newsletter's reader, or one that a history names.
pub fn lasts(visitor: u64) -> bool {
    visitor >> HASH_BITS >= 2
}

/// The address as it counts: IPv4 whole (also inside IPv6), IPv6 cut to /64.
pub fn network(address: &str) -> Option<IpAddr> {
    match address.trim().parse().ok()? {
        IpAddr::V4(address) => Some(IpAddr::V4(address)),
        IpAddr::V6(address) => {
            Some(address.to_ipv4_mapped().map_or_else(|| cut(address), |v4: Ipv4Addr| IpAddr::V4(v4)))
        }
    }
}

fn cut(address: Ipv6Addr) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX)))
}
