//! The verdict against its oracle, npm isbot itself, over real crawlers, real browsers, and what can be made of both.

use std::process::Command;
use std::sync::OnceLock;

use waymark::domain::verdict::{Judgement, Networks, Signs, Verdict, judge};

struct Line {
    agent: String,
    bot: bool,
    kind: String,
}

/// What the oracle says; it runs in node, for it is the package itself.
fn oracle() -> &'static [Line] {
    static LINES: OnceLock<Vec<Line>> = OnceLock::new();
    LINES.get_or_init(|| {
        let seed = std::env::var("ORACLE_SEED").unwrap_or_else(|_| "1".into());
        let tries = std::env::var("ORACLE_TRIES").unwrap_or_else(|_| "40000".into());
        let node = Command::new("node").args(["tests/domain/oracle.mjs", &seed, &tries]).output();
        let node = node.unwrap_or_else(|error| panic!("node asks the oracle: {error}"));
        assert!(node.status.success(), "npm ci first: {}", String::from_utf8_lossy(&node.stderr));
        let read = |line: &str| {
            let (agent, bot, kind) = serde_json::from_str(line).unwrap();
            Line { agent, bot, kind }
        };
        String::from_utf8(node.stdout).unwrap().lines().map(read).collect()
    })
}

fn of(kind: &str) -> Vec<&'static Line> {
    let lines: Vec<_> = oracle().iter().filter(|line| line.kind == kind).collect();
    assert!(lines.len() > 900, "{kind}: only {} lines", lines.len());
    lines
}

fn seen(agent: &str) -> Judgement {
    judge(&Signs { user_agent: agent, language: "en", ..Signs::default() }, &Networks::default())
}

/// Whether a pattern spoke, whatever else did.
fn named(agent: &str) -> bool {
    seen(agent).sign >> 13 != 0
}

/// Without letters the oracle asks whether there is a user agent at all; we say that there is none.
fn blank(agent: &str) -> bool {
    agent.trim().is_empty()
}

/// Programs that the oracle does not name.
fn ours(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    agent.contains("gtmetrix") || agent.contains("ylt chrome")
}

/// People whom the oracle takes for programs, see src/domain/verdict/people.rs and `scripts/bots.mjs`: Alipay's
/// "ws:390|780", Cubot's telephones, LG's Java, words of programs within an app, and old makers' bare names.
fn lost_by_the_oracle(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    let window = |pair: &[u8]| matches!(pair, [b'0'..=b'9', b'|']);
    let has = |words: &[&str]| words.iter().any(|word| agent.contains(word));
    let apps = ["; wv)", "mobile/", "micromessenger/", "speedmode; ", "smartnews", "newsarticle", "newslite"];
    let more = ["opera news", "operanews", " feedly/"];
    let app = !agent.contains("compatible;") && (has(&apps) || has(&more));
    let opens = |names: &[&str]| names.iter().any(|name| agent.starts_with(name));
    agent.as_bytes().windows(2).any(window)
        || has(&["/cubot", "java/asvm", "java/jbed", "profile/midp-", "up.browser/"])
        || app && has(&["tools", "proxy", "news", "feed", "grab", "advisor", "scan"])
        || opens(OLD_NAMES)
}

/// How old telephones, text browsers and televisions begin.
#[rustfmt::skip]
const OLD_NAMES: &[&str] = &[
    "alcatel", "benq", "blackberry", "coolpad", "dillo/", "docomo/", "elinks", "gt-", "htc", "huawei", "iuc(",
    "j-phone/", "juc", "kddi-", "lenovo-", "lg", "links (", "lynx/", "maui", "micromax", "mot", "mqqbrowser/", "nokia",
    "oppo_", "palm", "panasonic", "pantech", "philips", "portalmmm/", "roku/", "sagem", "samsung", "sch-", "sec-s",
    "sgh-", "sharp-", "sie-", "softbank/", "sonyericsson", "t-mobile ", "vodafone/", "w3m/", "zte",
];

#[test]
fn the_patterns_say_exactly_what_the_oracle_says() {
    let other: Vec<_> = oracle()
        .iter()
        .filter(|line| !blank(&line.agent) && named(&line.agent) != line.bot)
        .filter(|line| !if line.bot { lost_by_the_oracle(&line.agent) } else { ours(&line.agent) })
        .map(|line| (&line.agent, line.bot))
        .collect();
    assert!(other.is_empty(), "{} of {}: {:#?}", other.len(), oracle().len(), &other[..other.len().min(20)]);
}

#[test]
fn over_crawlers_and_browsers_the_verdict_is_the_oracles_in_999_of_1000() {
    let all = [of("crawler"), of("browser")].concat();
    let same = all.iter().filter(|line| (seen(&line.agent).verdict != Verdict::Human) == line.bot).count();
    assert!(same * 1000 >= all.len() * 999, "{same} of {}", all.len());
}

#[test]
fn of_1000_crawlers_995_are_found() {
    let crawlers = of("crawler");
    let found = crawlers.iter().filter(|line| seen(&line.agent).verdict != Verdict::Human).count();
    assert!(found * 1000 >= crawlers.len() * 995, "{found} of {}", crawlers.len());
}

#[test]
fn no_crawler_that_the_oracle_finds_is_let_through_for_looking_like_an_app_or_an_old_telephone() {
    let through: Vec<_> =
        of("crawler").into_iter().filter(|line| line.bot && seen(&line.agent).verdict == Verdict::Human).collect();
    assert!(through.is_empty(), "{:#?}", through.iter().map(|line| &line.agent).collect::<Vec<_>>());
}

#[test]
fn no_browser_is_lost() {
    let lost: Vec<_> = of("browser")
        .into_iter()
        .map(|line| &line.agent)
        .filter(|agent| seen(agent).verdict != Verdict::Human)
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
}
