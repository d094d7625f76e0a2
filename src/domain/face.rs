//! The face: which built file a browser is given at `/dashboard`, `/docs` and `/openapi.json`, and under what headers.
//!
//! # Why
//! What these files weigh stands in the platform's static assets and not in the Worker. Still the Worker is asked first, so that
//! a shop's own host keeps its own `/docs`, and so that the headers are said here, where they are tested, not in a file of the
//! platform's.

/// A file of the face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies among the assets, from `/`.
    pub path: String,
    /// Whether its name changes with what is in it, so that it may be kept for good.
    fixed: bool,
}

/// Where files with the hash of what is in them lie.
const BUILT: &str = "/built/";
/// What a page of ours may do: run, show and ask what comes from its own host, and stand in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types 'none'";

impl File {
    /// The file at `path`, an address without the slash before it; `None` where none can be.
    ///
    /// The dashboard's own addresses (`dashboard/creators/7`) are all of one page, which reads them.
    pub fn of(path: &str) -> Option<Self> {
        let path = path.trim_end_matches('/');
        let plain = |part: &str| {
            let signs = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
            !part.is_empty() && !part.starts_with('.') && part.bytes().all(signs)
        };
        let (place, rest) = path.split_once('/').unwrap_or((path, ""));
        let last = rest.rsplit('/').next().unwrap_or_default();
        let built = |rest: &str| rest.split('/').all(plain).then(|| format!("/{place}/{rest}"));
        let path = match (place, rest) {
            ("openapi.json", "") => "/openapi.json".into(),
            ("docs" | "dashboard", "") => format!("/{place}/index.html"),
            ("docs", _) => built(rest)?,
            ("dashboard", "creator") => "/dashboard/creator.html".into(),
            ("dashboard", _) if rest.starts_with("built/") || !rest.contains('/') && last.contains('.') => built(rest)?,
            ("dashboard", _) => "/dashboard/index.html".into(),
            _ => return None,
        };
        Some(Self { fixed: path.contains(BUILT), path })
    }

    /// The headers that the file goes out under, beside those that say what it is.
    pub fn headers(&self) -> [(&'static str, &'static str); 8] {
        [
            ("cache-control", if self.fixed { "public, max-age=31536000, immutable" } else { "no-cache" }),
            ("content-security-policy", POLICY),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-robots-tag", "noindex, nofollow"),
        ]
    }
}
