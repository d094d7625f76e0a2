//! What a click costs to decide, natively: the pure parts alone, without a platform around them.
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up has nothing to say")]

use divan::{Bencher, black_box};
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::cookie;
use waymark::domain::credit::Owner;
use waymark::domain::event::{Event, Kind};
use waymark::domain::facets::Facets;
use waymark::domain::follow::{Found, Outcome, Visit, follow};
use waymark::domain::letters::Letters;
use waymark::domain::link::Published;
use waymark::domain::outbox::{Outbox, Turn};
use waymark::domain::recount::{Seen, VisitRecount};
use waymark::domain::settings::Settings;
use waymark::domain::verdict::{self, Judgement, Networks, Reason, Signs, Verdict};
use waymark::domain::visitor::{Salt, anonymous};

/// 2026-11-20T12:00:00Z.
const NOON: i64 = 1_795_176_000_000;
const KEYS: &str = "1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
/// An in-app browser: the longest user agents there are, and most of the audience.
const IN_APP: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
    Mobile/15E148 Instagram 327.1.3.32.91 (iPhone14,5; iOS 17_4_1; en_US; en; scale=3.00; 1170x2532; 589480736)";

fn main() {
    divan::main();
}

fn settings() -> Settings {
    let read = |name: &str| match name {
        "HOSTS" => Some(r#"[{"host":"go.brand.example"}]"#.to_owned()),
        "CLICK_KEYS" => Some(KEYS.to_owned()),
        "ADMIN_KEY" | "CUSTOMER_KEY" => Some("x".repeat(24)),
        _ => None,
    };
    Settings::read(read, |_| None, |_| None).expect("the settings are complete")
}

fn keys() -> ClickKeys {
    ClickKeys::parse(KEYS).expect("the key is one")
}

fn salt() -> Salt {
    Salt::of(&[1; 32]).expect("any 32 bytes are a salt")
}

fn click() -> Click {
    Click { link: 7, at: NOON, nonce: 5, visitor: (1 << 46) | 0x63 }
}

fn event() -> Event {
    Event::new(Kind::Click, 7, (Verdict::Human, Reason::None), ((1 << 46) | 0x63, NOON, 5))
}

/// A link as the demo's: a destination with every tag that the preset gives.
fn link() -> Published {
    Published {
        id: 7,
        version: 1,
        target: "https://brand.example/shop/spring?utm_source=instagram&utm_medium=influencer\
            &utm_campaign=spring-26&utm_content=sarah-reel-1"
            .to_owned(),
        on: true,
        expires_at: None,
        more: None,
    }
}

/// Everything that is decided for one click: who asked, as whom, and where they land.
fn decided(settings: &Settings, salt: &Salt, link: &Published, query: &str) -> Outcome {
    let judged = verdict::judge(&Signs { user_agent: IN_APP, ..Signs::default() }, &Networks::default());
    let seen = (judged.verdict, judged.reason);
    let visitor = anonymous(salt, "2001:db8:1:2:aaaa::1", IN_APP);
    let visit = Visit {
        word: "spring",
        query,
        now: NOON,
        nonce: 5,
        visitor,
        cookie: cookie::Told::Nothing,
        seen,
        facets: Facets::default(),
        head: false,
    };
    let host = settings.hosts.first().expect("there is a host");
    follow(settings, host, &visit, Found::Link(link))
}

#[divan::bench]
fn a_click(bencher: Bencher) {
    let (settings, salt, link) = (settings(), salt(), link());
    bencher.bench_local(|| decided(&settings, &salt, black_box(&link), black_box("")));
}

#[divan::bench]
fn a_click_with_a_tag_of_the_visitors_own(bencher: Bencher) {
    let (settings, salt, link) = (settings(), salt(), link());
    bencher.bench_local(|| decided(&settings, &salt, black_box(&link), black_box("fbclid=abc&utm_term=shoes")));
}

#[divan::bench]
fn a_verdict() -> Judgement {
    verdict::judge(black_box(&Signs { user_agent: IN_APP, ..Signs::default() }), &Networks::default())
}

#[divan::bench]
fn a_visitor(bencher: Bencher) {
    let salt = salt();
    bencher.bench_local(|| anonymous(&salt, black_box("2001:db8:1:2:aaaa::1"), black_box(IN_APP)));
}

#[divan::bench]
fn a_click_id_printed(bencher: Bencher) {
    let keys = keys();
    bencher.bench_local(|| keys.print(black_box(&click())));
}

#[divan::bench]
fn a_click_id_read(bencher: Bencher) {
    let keys = keys();
    let id = keys.print(&click());
    bencher.bench_local(|| keys.read(black_box(&id)));
}

#[divan::bench]
fn an_event_put_into_the_outbox(bencher: Bencher) {
    let (mut outbox, event) = (Outbox::default(), event());
    bencher.bench_local(|| matches!(outbox.put(black_box(&event)), Turn::Send(_)));
}

/// One of these letters, twice.
fn some(letters: &str, number: u32) -> Letters {
    let letter = letters.chars().cycle().nth(number as usize % letters.len()).unwrap_or('x');
    Letters::of(&format!("{letter}{letter}"))
}

/// A day of 100,000 events over 1,000 links of 50 creators, four events to a visitor.
fn day() -> Vec<(Seen, Owner)> {
    (0..100_000_u32)
        .map(|number| {
            let link = 1 + number.wrapping_mul(2_654_435_761) % 1_000;
            let seen = Seen {
                visitor: u64::from(number / 4),
                nonce: number,
                kind: if number % 10 == 0 { Kind::View as u8 } else { Kind::Click as u8 },
                link,
                verdict: u8::from(number % 7 == 0),
                // Some ten values each, as a campaign in several countries has them.
                facets: Facets {
                    device: u8::try_from(number % 3 + 1).unwrap_or_default(),
                    system: u8::try_from(number % 5 + 1).unwrap_or_default(),
                    app: u8::try_from(number.wrapping_mul(2_654_435_761) % 9).unwrap_or_default(),
                    source: u8::try_from(number.wrapping_mul(40_503) % 12).unwrap_or_default(),
                    country: some("CDEFGIJKLMNP", number),
                    region: some("ABCDEFGHIJKLMNOPQRST", number / 7),
                    language: some("abcdefghij", number / 3),
                    ..Facets::default()
                },
                ..Seen::default()
            };
            (seen, Owner { creator: 1 + link % 50, campaign: link % 5 })
        })
        .collect()
}

#[divan::bench(sample_count = 20)]
fn a_recount_of_100_000_events(bencher: Bencher) {
    let day = day();
    bencher.bench_local(|| {
        let mut recount = VisitRecount::default();
        for (seen, owner) in &day {
            recount.see(seen, *owner);
        }
        recount.totals().0.len()
    });
}
