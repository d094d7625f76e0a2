//! Who is asking, without keeping who it is: a number of 48 bits that says how it came about.
//!
//! # Why
//! Two bits say how a visitor is known, so that a recount may treat a cookie as an identity and an address hash as
//! the crowd that it may be (thousands share a carrier's address and an in-app user agent). 48 bits are exact in
//! JavaScript, in JSON and in SQLite.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bits of the number below the two that say how the visitor is known.
const HASH_BITS: u32 = 46;

/// How visitors of a host are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Not at all: every click is a visitor of its own.
    None,
    /// By address and user agent under a random salt of the day that is thrown away with it.
    Anonymous,
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
    bytes & ((1 << HASH_BITS) - 1)
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
    (1 << HASH_BITS) | (hash & ((1 << HASH_BITS) - 1))
}

/// The address as it counts: IPv4 whole (also inside IPv6), IPv6 cut to /64.
fn network(address: &str) -> Option<IpAddr> {
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
