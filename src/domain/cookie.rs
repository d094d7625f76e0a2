//! The cookie by which a host in mode `full` knows a browser again: 128 random bits, of which only a keyed hash is kept.
//!
//! # Why
//! It is made once and never renewed: whoever clicks every month is forgotten after 390 days as anybody is, within the
//! thirteen months that European regulators allow. `__Host-` binds it to this very host and to TLS, `HttpOnly` keeps it
//! from scripts, `Lax` lets it travel with a tap on a link but not with a picture on somebody else's page.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::visitor;

/// Its name.
pub const NAME: &str = "__Host-wm";

/// How long a browser keeps it: 390 days.
const ATTRIBUTES: &str = "Max-Age=33696000; Path=/; Secure; HttpOnly; SameSite=Lax";

/// The key that makes a visitor of a cookie: derived from `CUSTOMER_KEY`, for this one purpose.
#[derive(Clone)]
pub struct CookieKey(Hmac<Sha256>);

impl CookieKey {
    /// Derives the key.
    pub fn of(customer_key: &str) -> Option<Self> {
        let derived = Hmac::<Sha256>::new_from_slice(customer_key.as_bytes()).ok()?.chain_update("visitor cookie");
        Hmac::new_from_slice(&derived.finalize().into_bytes()).ok().map(Self)
    }
}

/// What a browser brings along or is given; never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie([u8; 16]);

impl Cookie {
    /// The cookie of these random bytes.
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The whole one in a `Cookie` header; one that is cut off, lengthened or quoted is none.
    ///
    /// # Why
    /// A browser holds one of this name. Of two that differ somebody else planted one, and nobody knows which: then
    /// neither is believed, so that no stranger chooses who somebody is.
    ///
    /// ```
    /// use waymark::domain::cookie::Cookie;
    /// let cookie = Cookie::of([7; 16]);
    /// assert_eq!(Cookie::read("a=b; __Host-wm=BwcHBwcHBwcHBwcHBwcHBw"), Some(cookie));
    /// assert_eq!(Cookie::read("__Host-wm=BwcH"), None);
    /// ```
    pub fn read(header: &str) -> Option<Self> {
        let mut whole = values(header).filter_map(|value| {
            let mut bytes = [0; 16];
            let whole = value.len() == 22 && URL_SAFE_NO_PAD.decode_slice(value, &mut bytes).is_ok();
            whole.then_some(Self(bytes))
        });
        let first = whole.next()?;
        whole.all(|other| other == first).then_some(first)
    }

    /// The 48 bits that stand for whoever brings it.
    pub fn visitor(&self, key: &CookieKey) -> u64 {
        let hash = key.0.clone().chain_update(self.0).finalize().into_bytes();
        visitor::by_cookie(hash.iter().take(8).fold(0, |all, byte| (all << 8) | u64::from(*byte)))
    }
}

/// What is done about a browser's cookie with a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// Nothing.
    #[default]
    Nothing,
    /// It is given one.
    Keep(Cookie),
    /// It is told to forget the one it has.
    Forget,
}

impl Told {
    /// The value of `Set-Cookie`.
    pub fn header(&self) -> Option<String> {
        let of = |value: &str, attributes: &str| Some([NAME, "=", value, "; ", attributes].concat());
        match self {
            Self::Nothing => None,
            Self::Keep(cookie) => of(&URL_SAFE_NO_PAD.encode(cookie.0), ATTRIBUTES),
            Self::Forget => of("", &ATTRIBUTES.replace("33696000", "0")),
        }
    }
}

/// Whether a `Cookie` header has one of this name, whole or not.
pub fn is_in(header: &str) -> bool {
    values(header).next().is_some()
}

/// The values under the name, in their order. Only semicolons part cookies: a comma may stand within another one's value,
/// which a script of a sibling host can write.
fn values(header: &str) -> impl Iterator<Item = &str> {
    header.split(';').filter_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}
