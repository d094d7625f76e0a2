//! What goes back to the caller: status, headers and body as plain values.

use std::borrow::Cow;

use serde::Serialize;

/// The body of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// No body at all.
    Empty,
    /// Text in UTF-8.
    Text(String),
    /// Fixed bytes.
    Bytes(&'static [u8]),
    /// Bytes made for this reply.
    Made(Vec<u8>),
}

/// A reply; a header set twice has the later value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case with their values.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub body: Body,
}

impl Reply {
    /// A reply without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::with_capacity(4), body: Body::Empty }
    }

    /// A JSON reply that no cache keeps.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        // Serialising our own plain structs to a string cannot fail; an empty object is the honest remainder.
        Self::printed(status, serde_json::to_string(value).unwrap_or_else(|_| "{}".into()))
    }

    /// A JSON reply from its text, apart from what is one copy per shape.
    fn printed(status: u16, body: String) -> Self {
        Self { body: Body::Text(body), ..Self::empty(status) }
            .with("content-type", "application/json")
            .with("cache-control", "no-store")
            .with("x-content-type-options", "nosniff")
    }

    /// A small HTML page that may load and run nothing.
    pub fn page(status: u16, html: String) -> Self {
        Self { body: Body::Text(html), ..Self::empty(status) }
            .with("content-type", "text/html; charset=utf-8")
            .with("cache-control", "private, no-store")
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
            .with("x-content-type-options", "nosniff")
            .with("x-robots-tag", "noindex, nofollow")
    }

    /// The same reply with header `name` set to `value`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    /// The value of header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }
}
