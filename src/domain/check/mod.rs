//! The check of a link: what a phone meets between the link and the page, and whether people and tags arrive.
//!
//! # Why
//! The check goes to the destination itself, not through our own redirect, so it is no click; what it sends in place of a
//! click id is a signed one of the link 0, which is no link: it has the length and the letters of every other, so whatever
//! cuts those cuts this too, and nobody who reads click ids takes it for a click ([`super::click_id`]).
//! A link fails where people do not get to a page, or the page is not told who sent them. Where a server only turns us away
//! (403, 429, a puzzle), or the way leads where we do not go, nothing is known, and nothing is said to fail.

pub mod chain;
mod jar;
pub mod page;
pub mod tags;

use serde_json::{Value, json};

use super::click_id::{Click, ClickKeys};
use super::register::link::Link;
use super::time;
use super::utm::with_pair;
use crate::stored;

/// Requests on the way to a page.
pub const HOPS_MOST: usize = 10;
/// How long one answer may take, milliseconds.
pub const HOP_MS: i64 = 5_000;
/// How long one way may take, page and all, milliseconds.
pub const WAY_MS: i64 = 15_000;
/// How long all ways of a link may take together, milliseconds: no further one is begun after.
pub const LINK_MS: i64 = 30_000;
/// Requests for one link, whatever number of ways it has: no further way is begun after.
pub const REQUESTS_MOST: usize = 100;
/// The most bytes of a page that are read.
pub const PAGE_MOST: usize = 256 * 1024;
/// A link that was checked so lately is not asked again, milliseconds.
pub const FRESH_MS: i64 = 5_000;
/// When a link is due again: after a check without a fault, after a first failed one, and while it goes on failing.
pub const DUE_MS: [i64; 3] = [24 * time::HOUR_MS, 5 * 60_000, time::HOUR_MS];

/// How much a word says of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// People or their tags do not arrive.
    Problem,
    /// It could not be found out.
    Unknown,
    /// Good to know.
    Note,
}

/// What was found out on a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant has its sentence in `TOLD`")]
pub enum Word {
    Loop,
    TooManyHops,
    Timeout,
    ConnectionFailed,
    TlsFailed,
    NameNotFound,
    NotFound,
    ServerError,
    BadStatus,
    BadRedirect,
    SchemeNotAllowed,
    PrivateAddress,
    OwnHost,
    TagsLost,
    ClickIdLost,
    Blocked,
    NotFollowed,
    LeftTheWeb,
    NotReached,
    Downgrade,
    PageCut,
}

/// Every word as it is said, what it weighs, and its sentence.
pub const TOLD: [(Word, &str, Weight, &str); 21] = [
    (Word::Loop, "loop", Weight::Problem, "The redirects go in a circle."),
    (Word::TooManyHops, "too_many_hops", Weight::Problem, "There is no page behind 10 requests."),
    (Word::Timeout, "timeout", Weight::Problem, "There was no answer within 5 seconds, or no page within 15."),
    (Word::ConnectionFailed, "connection_failed", Weight::Problem, "The server cannot be reached, or broke off."),
    (Word::TlsFailed, "tls_failed", Weight::Problem, "The server's certificate or its TLS is not accepted."),
    (Word::NameNotFound, "name_not_found", Weight::Problem, "The host's name leads to no server."),
    (Word::NotFound, "not_found", Weight::Problem, "The page is not there (404 or 410)."),
    (Word::ServerError, "server_error", Weight::Problem, "The server answered that it failed."),
    (Word::BadStatus, "bad_status", Weight::Problem, "The server answered a status that is no page."),
    (Word::BadRedirect, "bad_redirect", Weight::Problem, "A redirect names no address that can be read."),
    (
        Word::SchemeNotAllowed,
        "scheme_not_allowed",
        Weight::Problem,
        "A redirect leads to a scheme that browsers refuse.",
    ),
    (Word::PrivateAddress, "private_address", Weight::Problem, "It leads into a private network or to a local name."),
    (Word::OwnHost, "own_host", Weight::Problem, "It leads back to a short-link host: a circle."),
    (Word::TagsLost, "tags_lost", Weight::Problem, "Tags of the link are missing or changed at the page."),
    (
        Word::ClickIdLost,
        "click_id_lost",
        Weight::Problem,
        "The click id is missing or changed at the page, so orders bring it back in vain.",
    ),
    (Word::Blocked, "blocked", Weight::Unknown, "The server turned the check away; it may let people in."),
    (
        Word::NotFollowed,
        "not_followed",
        Weight::Unknown,
        "The check goes only to names on the usual ports, without a password.",
    ),
    (Word::LeftTheWeb, "left_the_web", Weight::Unknown, "A redirect opens an app."),
    (Word::NotReached, "not_reached", Weight::Unknown, "The check ended before this was looked at."),
    (Word::Downgrade, "downgrade", Weight::Note, "A redirect leads from https to http."),
    (
        Word::PageCut,
        "page_cut",
        Weight::Note,
        "The page's text did not come in time, so nobody knows whether it has the snippet.",
    ),
];

impl Word {
    fn told(self) -> (&'static str, Weight, &'static str) {
        let found = TOLD.iter().find(|(word, ..)| *word == self);
        found.map_or(("unknown", Weight::Note, ""), |(_, code, weight, detail)| (code, *weight, detail))
    }

    /// The stable word.
    pub fn code(self) -> &'static str {
        self.told().0
    }

    /// How much it says.
    pub fn weight(self) -> Weight {
        self.told().1
    }
}

/// The words of one weight, `[{code, detail}]`.
fn listed(words: &[Word], weight: Weight) -> Vec<Value> {
    let of_weight = words.iter().map(|word| word.told()).filter(|told| told.1 == weight);
    of_weight.map(|(code, _, detail)| json!({ "code": code, "detail": detail })).collect()
}

/// What words say together: whether people and tags arrive, none where nobody can tell.
fn judged(words: &[Word]) -> Option<bool> {
    let has = |weight| words.iter().any(|word| word.weight() == weight);
    if has(Weight::Problem) {
        Some(false)
    } else if has(Weight::Unknown) {
        None
    } else {
        Some(true)
    }
}

/// One of the addresses that a link sends people to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Who is sent there, in words.
    pub who: String,
    /// Where to, with tags and a click id that is none.
    pub address: String,
}

/// Every address of the web that `link` sends people to, its rules' too, each once (an app's are the app's); the click id of each is made of `now` and `nonce`.
pub fn ways(link: &Link, keys: &ClickKeys, parameter: &str, (now, nonce): (i64, u32)) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let id = keys.print(&Click { link: 0, at: now, nonce, visitor: 0 });
    let mut add = |who: String, target: &str| {
        let address = if link.more.click_id { with_pair(target, parameter, &id) } else { target.to_owned() };
        match ways.iter_mut().find(|way| way.address == address) {
            Some(known) => known.who = format!("{}, {who}", known.who),
            None => ways.push(Way { who, address }),
        }
    };
    add("everybody".into(), &link.target);
    for (number, rule) in (1..).zip(&link.more.rules) {
        if let Some(place) = &rule.place {
            add(format!("rule {number}"), &place.target);
        }
        for share in &rule.split {
            add(format!("rule {number}, {}", share.name), &share.place.target);
        }
    }
    ways
}

/// What a check of a link found: what is kept and shown, and whether people and tags arrive on every way.
pub fn found(ways: &[(Option<bool>, Value)]) -> (Option<bool>, Value) {
    let verdicts = || ways.iter().map(|(ok, _)| *ok);
    let ok = if verdicts().any(|ok| ok == Some(false)) {
        Some(false)
    } else {
        verdicts().all(|ok| ok == Some(true)).then_some(true)
    };
    let mut problems: Vec<&Value> = Vec::new();
    for problem in ways.iter().filter_map(|(_, said)| said.get("problems")?.as_array()).flatten() {
        if let Some(code) = problem.get("code").filter(|code| !problems.contains(code)) {
            problems.push(code);
        }
    }
    let targets: Vec<&Value> = ways.iter().map(|(_, said)| said).collect();
    (ok, json!({ "ok": ok, "problems": problems, "targets": targets }))
}

/// The last check of a link as it is stored.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The link.
    pub link: u32,
    /// The link's version that was checked.
    pub version: u32,
    /// When it was checked, none where it never was.
    pub at: Option<i64>,
    /// Failed checks in a row.
    pub failures: u32,
    /// The first of them.
    pub failing_since: Option<i64>,
    /// What was found, see [`found`].
    pub said: String,
}

stored!(Kept { link, version, at, failures, failing_since, said });

impl Kept {
    /// The check as it is shown; none where the link was never checked.
    pub fn shown(&self) -> Option<Value> {
        let at = time::print(self.at?);
        let mut shown: Value = serde_json::from_str(&self.said).ok()?;
        let fields = shown.as_object_mut()?;
        fields.insert("at".into(), at.into());
        fields.insert("version".into(), self.version.into());
        fields.insert("failures".into(), self.failures.into());
        fields.insert("failing_since".into(), self.failing_since.map(time::print).into());
        Some(shown)
    }
}
