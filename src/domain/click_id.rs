//! The click id: signed, self-describing, 39 characters that an order brings back.
//!
//! # Why
//! It carries the click event's own key (link, time, nonce, visitor), so an order can be credited though the click
//! row is late or lost, a forged id is refused without a read, and no id column is stored. The visitor is masked by
//! a keyed stream, so whoever holds two ids cannot tell whether they belong to one person.
//!
//! An id of the link 0, which is no link, is what the check of links sends: it is signed and is read as no click.
//!
//! # Layout (29 bytes, base64url without padding)
//! `version:4 key:4 | link:32 | at:48 | nonce:32 | visitor xor mask:48 | HMAC-SHA256 tag:64`, big endian.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

const VERSION: u8 = 1;
const BODY: usize = 21;
const SIZE: usize = 29;

/// Characters of a printed click id.
pub const LENGTH: usize = 39;

type Keyed = Hmac<Sha256>;

/// What a click id says once its tag has been verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Click {
    /// The link that was followed.
    pub link: u32,
    /// When, Unix milliseconds, below 2^48.
    pub at: i64,
    /// The click's own random bits.
    pub nonce: u32,
    /// The visitor, 48 bits.
    pub visitor: u64,
}

/// The signing keys, newest first: the first signs, all verify.
#[derive(Clone)]
pub struct ClickKeys(Vec<Key>);

#[derive(Clone)]
struct Key {
    number: u8,
    tag: Keyed,
    mask: Keyed,
}

impl ClickKeys {
    /// Reads `number:base64url,number:base64url,...`: numbers 0 to 15, secrets of 32 bytes or more.
    pub fn parse(text: &str) -> Option<Self> {
        let mut keys = Vec::new();
        for entry in text.split(',') {
            let (number, secret) = entry.trim().split_once(':')?;
            let number = number.parse().ok().filter(|n| *n < 16)?;
            let secret = URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')).ok().filter(|s| s.len() >= 32)?;
            // One secret, two purposes: each gets a key of its own.
            keys.push(Key { number, tag: derive(&secret, b"click tag")?, mask: derive(&secret, b"click mask")? });
        }
        let distinct = keys.iter().enumerate().all(|(at, key)| keys.iter().take(at).all(|k| k.number != key.number));
        distinct.then_some(Self(keys))
    }

    /// Prints the id of a click.
    pub fn print(&self, click: &Click) -> String {
        let Some(key) = self.0.first() else { return String::new() };
        let mut bytes = [0_u8; SIZE];
        let link = click.link.to_be_bytes();
        let (at, nonce) = (click.at.to_be_bytes(), click.nonce.to_be_bytes());
        let head = [(VERSION << 4) | key.number];
        let open = head.iter().chain(&link).chain(at.iter().skip(2)).chain(&nonce);
        bytes.iter_mut().zip(open).for_each(|(to, from)| *to = *from);
        let visitor = (click.visitor ^ key.mask(&bytes)).to_be_bytes();
        bytes.iter_mut().skip(15).zip(visitor.iter().skip(2)).for_each(|(to, from)| *to = *from);
        let tag = key.tag(&bytes);
        bytes.iter_mut().skip(BODY).zip(tag).for_each(|(to, from)| *to = from);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Each key by itself, newest first.
    pub fn each(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.iter().map(|key| Self(vec![key.clone()]))
    }

    /// Reads an id that one of these keys has signed; `None` for anything else, in constant time over the tag.
    pub fn read(&self, text: &str) -> Option<Click> {
        if text.len() != LENGTH {
            return None;
        }
        let bytes: [u8; SIZE] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let [head, ..] = bytes;
        let key = self.0.iter().find(|key| head == (VERSION << 4) | key.number)?;
        if !bool::from(key.tag(&bytes).ct_eq(bytes.get(BODY..)?)) {
            return None;
        }
        let number = |from: usize, size: usize| {
            bytes.iter().skip(from).take(size).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte))
        };
        Some(Click {
            link: u32::try_from(number(1, 4)).ok().filter(|link| *link != 0)?,
            at: i64::try_from(number(5, 6)).ok()?,
            nonce: u32::try_from(number(11, 4)).ok()?,
            visitor: number(15, 6) ^ key.mask(&bytes),
        })
    }
}

impl Key {
    /// The 48 bits that hide the visitor: a keyed function of everything in the open.
    fn mask(&self, bytes: &[u8; SIZE]) -> u64 {
        let stream = self.mask.clone().chain_update(bytes.get(..15).unwrap_or_default()).finalize().into_bytes();
        stream.iter().take(6).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte))
    }

    /// The first 64 bits of the HMAC over the body.
    fn tag(&self, bytes: &[u8; SIZE]) -> [u8; 8] {
        let full = self.tag.clone().chain_update(bytes.get(..BODY).unwrap_or_default()).finalize().into_bytes();
        let mut tag = [0; 8];
        tag.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        tag
    }
}

/// A key for one purpose, made from the deployment's secret.
fn derive(secret: &[u8], purpose: &[u8]) -> Option<Keyed> {
    let derived = Keyed::new_from_slice(secret).ok()?.chain_update(purpose).finalize().into_bytes();
    Keyed::new_from_slice(&derived).ok()
}
