//! What stands behind a link, for whoever wants to know before they follow it.
//!
//! # Why
//! A short address hides where it leads, which is what frauds use them for. So anybody may look: the page names the host
//! as browsers compare it, loads and runs nothing, and looking is no click. It says nothing of whose link it is. What is
//! dead is answered as if it had never been.

use serde_json::{Value, json};
use url::Url;

use super::host::Brand;
use super::html::safe;
use super::link::{More, Published};
use super::page;
use super::refusal::Refusal;
use super::reply::Reply;
use super::rule::Rule;
use super::rule::word::KINDS;
use super::time;

const STYLE: &str = "body{font:18px/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1rem;color:#222}\
h1{font-size:2.2rem;line-height:1.2;margin:.3rem 0}h1,a,li{overflow-wrap:anywhere}a{color:#06c}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#6bf}}";

/// Where somebody who follows a link may come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// Where most are sent, without a click id.
    pub target: &'a str,
    /// Where others are.
    pub others: Vec<&'a str>,
    /// What it depends on who is sent where, in plain words; nothing where everybody comes out in one place.
    pub depends_on: Vec<&'static str>,
    /// Unix milliseconds from which on it leads there no longer.
    pub ends_at: Option<i64>,
}

impl<'a> About<'a> {
    /// What is behind `link` at `now`; none where it leads nowhere.
    pub fn of(link: &'a Published, now: i64) -> Option<Self> {
        let plain = |target, ends_at| Self { target, others: Vec::new(), depends_on: Vec::new(), ends_at };
        if !link.live(now) {
            return link.after(now).map(|target| plain(target, None));
        }
        let mut about = plain(&link.target, link.expires_at);
        if let Some(more) = &link.more {
            about.depend(more, now);
        }
        Some(about)
    }

    /// Adds where rules and apps lead, as far as anybody can still come there.
    fn depend(&mut self, more: &'a More, now: i64) {
        let open: Vec<&Rule> =
            more.rules.iter().filter(|rule| rule.when.until.is_none_or(|until| now < until)).collect();
        // A rule for everybody is where most come out, and what stands behind it is out of reach.
        let last = open.iter().position(|rule| rule.when.is_empty());
        let everybody = last.and_then(|at| open.get(at)).copied();
        let open = open.get(..last.map_or(open.len(), |at| at + 1)).unwrap_or_default();
        let apps = open.iter().filter_map(|rule| rule.app.as_ref());
        let apps: Vec<_> = apps.chain(more.app.as_ref().filter(|_| everybody.is_none())).collect();
        let when = |has: &dyn Fn(&Rule) -> bool| open.iter().any(|rule| has(rule));
        for (kind, name) in KINDS {
            self.depends_on.extend(when(&|rule| rule.when.codes(kind).is_some()).then_some(name));
        }
        let timed = |rule: &Rule| rule.when.from.is_some() || rule.when.until.is_some();
        let said: [(bool, &'static str); 4] = [
            (when(&timed), "time"),
            (when(&|rule| !rule.when.query.is_empty()), "query"),
            (when(&|rule| !rule.split.is_empty()), "chance"),
            (!apps.is_empty(), "installed app"),
        ];
        self.depends_on.extend(said.iter().filter(|(is, _)| *is).map(|(_, name)| *name));
        let split = |rule: &'a Rule| rule.split.iter().map(|share| &share.place);
        let most = everybody.and_then(|rule| {
            rule.split.iter().max_by_key(|share| share.weight).map(|share| &share.place).or(rule.place.as_ref())
        });
        self.target = most.map_or(self.target, |place| &place.target);
        let links = apps.iter().flat_map(|app| app.ios.iter().chain(&app.android)).map(|app| &app.place);
        let places = open.iter().flat_map(|rule| rule.place.iter().chain(split(rule))).chain(links);
        self.others = places.map(|place| place.target.as_str()).collect();
    }

    /// Every host that it may lead to, each once, that of most people first.
    fn hosts(&self) -> Vec<String> {
        let mut hosts = Vec::new();
        for target in std::iter::once(&self.target).chain(&self.others) {
            let host = host(target);
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// The answer for programs.
    fn value(&self) -> Value {
        let hosts = self.hosts();
        json!({
            "host": hosts.first(), "destination": self.target, "depends_on": self.depends_on, "hosts": hosts,
            "ends_at": self.ends_at.map(time::print),
        })
    }

    /// The page for people.
    fn page(&self) -> String {
        let hosts = self.hosts();
        let target = safe(self.target);
        // What is no address of the web is shown and cannot be tapped.
        let web = ["https://", "http://"].iter().any(|scheme| starts(self.target, scheme));
        let address = if web {
            format!("<a href=\"{target}\" rel=\"noopener noreferrer nofollow\">{target}</a>")
        } else {
            target
        };
        let mut said = String::new();
        let mut say = |sentence: &str| said.extend(["<p>", sentence, "</p>"]);
        if starts(self.target, "http://") {
            say("The way to this page is not encrypted.");
        }
        if hosts.iter().any(|host| host.contains("xn--")) {
            say("A name with <code>xn--</code> has letters outside a to z, written in code: look twice whose it is.");
        }
        if !self.depends_on.is_empty() {
            say(&format!("Where it leads depends on: {}. It may lead to:", self.depends_on.join(", ")));
            said.push_str("<ul>");
            for host in &hosts {
                said.extend(["<li>", &safe(host), "</li>"]);
            }
            said.push_str("</ul>");
        }
        let mut say = |sentence: &str| said.extend(["<p>", sentence, "</p>"]);
        if let Some(end) = self.ends_at {
            let end = time::print(end);
            say(&format!(
                "Until <time datetime=\"{end}\">{}</time> UTC.",
                end.get(..16).unwrap_or(&end).replace('T', " ")
            ));
        }
        say(
            "The address above is without the mark that the short link adds to count a visit. Nothing was counted now.",
        );
        let host = hosts.first().map_or_else(String::new, |host| safe(host));
        format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>Where this link leads</title>\
             <style>{STYLE}</style><p>This link leads to</p><h1>{host}</h1><p>{address}</p>{said}</html>"
        )
    }

    /// The answer, as JSON where `accept` asks for it.
    pub fn reply(&self, accept: &str) -> Reply {
        let reply = if wants_json(accept) { Reply::json(200, &self.value()) } else { Reply::page(200, self.page()) };
        reply
            .with("cache-control", "private, no-store")
            .with("vary", "accept")
            .with("referrer-policy", "no-referrer")
            .with("x-robots-tag", "noindex, nofollow")
    }
}

/// The answer where the link leads nowhere, whyever.
pub fn nothing(accept: &str, brand: Option<&Brand>) -> Reply {
    if wants_json(accept) { Refusal::NotFound.reply() } else { page::nothing_here(brand) }
}

/// Whether a caller asks for JSON and for no page.
fn wants_json(accept: &str) -> bool {
    accept.contains("application/json") && !accept.contains("text/html")
}

fn starts(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start))
}

/// The host of an address as browsers compare it, with its port; of an app's own address the scheme; empty where there is
/// neither.
fn host(target: &str) -> String {
    let Ok(url) = Url::parse(target) else { return String::new() };
    match (url.host_str(), url.port()) {
        _ if !matches!(url.scheme(), "http" | "https") => format!("{}:", url.scheme()),
        (host, Some(port)) => format!("{}:{port}", host.unwrap_or_default()),
        (host, None) => host.unwrap_or_default().to_owned(),
    }
}
