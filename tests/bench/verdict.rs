//! Judges user agents over and over, each time it is run those of another kind: `tests/bench/verdict.mjs` times it in wasm.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use waymark::domain::device;
use waymark::domain::verdict::{Networks, Signs, judge};

#[path = "../domain/in_app.rs"]
mod in_app;

/// How many user agents are judged in one run.
const TIMES: usize = 1_000;

/// Programs, of which every pattern is asked, then every label.
const PROGRAMS: &[&str] = &[
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.114 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "curl/8.5.0",
];

static RUN: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let internal = Networks::default();
    let verdict = |user_agent: &str| {
        black_box(judge(black_box(&Signs { user_agent, ..Signs::default() }), &internal));
    };
    let people = || in_app::IN_APP.iter().map(|(_, user_agent)| *user_agent).cycle().take(TIMES);
    // Letters at which nearly every pattern has to be asked.
    let hostile = "Mozilla/5.0 (@a;secochrescosedetrapr ".repeat(40);
    match RUN.fetch_add(1, Ordering::Relaxed) % 4 {
        0 => people().for_each(verdict),
        1 => people().for_each(|user_agent| _ = black_box(device::of(black_box(user_agent)))),
        2 => PROGRAMS.iter().cycle().take(TIMES).for_each(|user_agent| verdict(user_agent)),
        _ => (0..TIMES / 10).for_each(|_| verdict(&hostile)),
    }
}
