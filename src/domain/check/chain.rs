//! One way from a link to its page: each answer says whether it goes on, and no step is made that is not looked at first.

use serde_json::{Value, json};
use url::Url;

use super::jar::Jar;
use super::tags::{fate, shown, tags};
use super::{HOPS_MOST, Weight, Word, judged, listed, page};
use crate::domain::public::{Reach, is_loopback, reach};

/// The most bytes of an address that is followed.
const ADDRESS_MOST: usize = 8192;
/// The most characters of a content type that are kept.
const TYPE_MOST: usize = 100;
/// Schemes that open an app on a phone.
const APPS: [&str; 6] = ["intent", "itms-apps", "itms-appss", "market", "mailto", "tel"];

/// Resolves an address against another as browsers do; none where they refuse it.
pub type Join = fn(&str, &str) -> Option<String>;

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Location`, empty where there is none.
    pub location: String,
    /// The header `Content-Type`.
    pub content_type: String,
    /// Every header `Set-Cookie`.
    pub cookies: Vec<String>,
    /// Whether the answer says that it is a puzzle for robots (`cf-mitigated`).
    pub puzzle: bool,
}

/// What all ways of a deployment have in common.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Whether a host is one of ours that serves nothing but links.
    pub own: &'a dyn Fn(&str) -> bool,
    /// Whether a host is one of ours at all: the snippet is served on each.
    pub served: &'a dyn Fn(&str) -> bool,
    /// The click id's name.
    pub parameter: &'a str,
    /// How addresses are resolved.
    pub join: Join,
}

/// A way that is being followed.
pub struct Chain<'a> {
    ground: Ground<'a>,
    who: String,
    first: String,
    /// Where it is now; asked next, unless it has ended.
    at: String,
    ended: bool,
    /// Whether the last answer is the one that people see.
    landed: bool,
    hops: Vec<Value>,
    seen: Vec<(String, u32)>,
    jar: Jar,
    words: Vec<Word>,
    status: Option<u16>,
    content_type: Option<String>,
    snippet: Option<bool>,
}

impl<'a> Chain<'a> {
    /// A way that begins at `address`, for `who` in words.
    pub fn new(ground: Ground<'a>, who: String, address: String) -> Self {
        let mut chain = Self {
            ground,
            who,
            first: address,
            at: String::new(),
            ended: false,
            landed: false,
            hops: Vec::new(),
            seen: Vec::new(),
            jar: Jar::default(),
            words: Vec::new(),
            status: None,
            content_type: None,
            snippet: None,
        };
        let first = chain.first.clone();
        chain.step(&first);
        chain
    }

    /// The address to ask next, and the cookies to send; none where the way has ended.
    pub fn next(&self) -> Option<(&str, Option<String>)> {
        (!self.ended).then(|| (self.at.as_str(), self.jar.for_host(&host_of(&self.at))))
    }

    /// Takes the answer of the address that was asked.
    pub fn heard(&mut self, answer: &Answer) {
        self.note_hop(Some(answer.status));
        self.status = Some(answer.status);
        let host = host_of(&self.at);
        for cookie in &answer.cookies {
            self.jar.take(cookie, &host);
        }
        match answer.status {
            _ if answer.puzzle => self.land(Some(Word::Blocked), answer),
            301 | 302 | 303 | 307 | 308 => self.redirected(&answer.location),
            200..=299 => self.land(None, answer),
            403 | 429 => self.land(Some(Word::Blocked), answer),
            404 | 410 => self.end(Word::NotFound),
            // What Cloudflare answers in place of servers that it cannot reach.
            520 | 521 | 523 => self.end(Word::ConnectionFailed),
            522 | 524 => self.end(Word::Timeout),
            525 | 526 => self.end(Word::TlsFailed),
            530 => self.end(Word::NameNotFound),
            500.. => self.end(Word::ServerError),
            _ => self.end(Word::BadStatus),
        }
    }

    /// Ends the way without an answer of the address that was asked.
    pub fn silent(&mut self, word: Word) {
        self.note_hop(None);
        self.end(word);
    }

    /// Ends the way without having asked.
    pub fn left(&mut self) {
        self.end(Word::NotReached);
    }

    /// Whether the text of the page is worth reading.
    pub fn wants_page(&self) -> bool {
        let html = |kind: &String| kind.contains("html") || kind.is_empty();
        self.landed && !self.words.contains(&Word::Blocked) && self.content_type.as_ref().is_some_and(html)
    }

    /// Takes the beginning of the page's text; none where it did not come.
    pub fn read(&mut self, text: Option<&[u8]>) {
        match text {
            Some(text) => self.snippet = Some(page::has_snippet(text, &host_of(&self.at), self.ground.served)),
            None => self.words.push(Word::PageCut),
        }
    }

    /// What was found, after `ms` milliseconds: whether people and tags arrive, and everything as it is kept.
    pub fn found(mut self, ms: i64) -> (Option<bool>, Value) {
        let (mut told, mut click_id) = (Value::Null, None);
        if self.landed {
            let kept;
            (kept, told) = tags(&self.first, &self.at);
            click_id = fate(&self.first, &self.at, self.ground.parameter);
            if !kept {
                self.words.push(Word::TagsLost);
            }
            if matches!(click_id, Some("lost" | "changed")) {
                self.words.push(Word::ClickIdLost);
            }
        }
        let ok = judged(&self.words);
        let mut notes = listed(&self.words, Weight::Unknown);
        notes.extend(listed(&self.words, Weight::Note));
        let said = json!({
            "for": self.who,
            "ok": ok,
            "problems": listed(&self.words, Weight::Problem),
            "notes": notes,
            "hops": self.hops,
            "final_host": host_of(&self.at),
            "final_status": self.status,
            "content_type": self.content_type.filter(|_| self.landed),
            "tags": told,
            "click_id": click_id,
            "snippet": self.snippet,
            "ms": ms,
        });
        (ok, said)
    }

    fn redirected(&mut self, location: &str) {
        let next = Some(location).filter(|location| !location.is_empty() && location.len() <= ADDRESS_MOST);
        match next.and_then(|location| (self.ground.join)(&self.at, location)) {
            Some(next) => self.step(&next),
            None => self.end(Word::BadRedirect),
        }
    }

    /// Goes to `next` where that is allowed; else ends in front of it, and shows it.
    fn step(&mut self, next: &str) {
        let next = next.split_once('#').map_or(next, |(head, _)| head).to_owned();
        let (before, asked) = (std::mem::replace(&mut self.at, next), self.hops.len());
        let word = if let Err(word) = self.allowed() {
            Some(word)
        } else if self.seen.contains(&(self.at.clone(), self.jar.changes)) {
            Some(Word::Loop)
        } else if asked >= HOPS_MOST {
            Some(Word::TooManyHops)
        } else {
            None
        };
        if before.starts_with("https:") && self.at.starts_with("http:") && !self.words.contains(&Word::Downgrade) {
            self.words.push(Word::Downgrade);
        }
        self.seen.push((self.at.clone(), self.jar.changes));
        if let Some(word) = word {
            self.status = None;
            self.silent(word);
        }
    }

    /// Whether the check may go to where it is now.
    fn allowed(&self) -> Result<(), Word> {
        let url = Url::parse(&self.at).map_err(|_| Word::BadRedirect)?;
        match url.scheme() {
            "http" | "https" => {}
            app if APPS.contains(&app) => return Err(Word::LeftTheWeb),
            _ => return Err(Word::SchemeNotAllowed),
        }
        let host = url.host().ok_or(Word::BadRedirect)?;
        let (reach, own) = (reach(&host), (self.ground.own)(host.to_string().trim_end_matches('.')));
        if reach == Reach::Inside && (!own || is_loopback(&host)) {
            return Err(Word::PrivateAddress);
        }
        if own {
            return Err(Word::OwnHost);
        }
        let named = !url.username().is_empty() || url.password().is_some();
        let usual = url.port().is_none() && !named && self.at.len() <= ADDRESS_MOST;
        if usual && reach == Reach::World { Ok(()) } else { Err(Word::NotFollowed) }
    }

    fn land(&mut self, word: Option<Word>, answer: &Answer) {
        (self.ended, self.landed) = (true, true);
        let kind: String = answer.content_type.chars().filter(|c| !c.is_control()).take(TYPE_MOST).collect();
        self.content_type = Some(kind.to_ascii_lowercase());
        self.words.extend(word);
    }

    fn end(&mut self, word: Word) {
        self.ended = true;
        self.words.push(word);
    }

    fn note_hop(&mut self, status: Option<u16>) {
        self.hops.push(json!({ "status": status, "address": shown(&self.at, self.ground.parameter) }));
    }
}

/// The host of an address, empty where there is none.
fn host_of(address: &str) -> String {
    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

impl Word {
    /// What a request that ended without an answer says, by the platform's `error`.
    pub fn of_error(error: &str) -> Self {
        let error = error.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| error.contains(word));
        if says(&["subrequest"]) {
            Self::NotReached
        } else if says(&["tls", "ssl", "certificate"]) {
            Self::TlsFailed
        } else if says(&["dns", "name not resolved", "getaddrinfo"]) {
            Self::NameNotFound
        } else {
            Self::ConnectionFailed
        }
    }
}
