//! Works models out over and over, each time it is run another one: `tests/bench/models.mjs` times it in wasm and natively.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use waymark::domain::credit::model::markov::Walks;
use waymark::domain::credit::model::{Model, Money, Options, Place, Step, StepKind, credits, eligible};

/// A noon.
const AT: i64 = 1_795_176_000_000;
/// The rules that the night works out.
const RULES: [Model; 6] =
    [Model::Last, Model::First, Model::Linear, Model::LinearUnique, Model::Position, Model::Decay];

static RUN: AtomicUsize = AtomicUsize::new(0);

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// 20 alike journeys a creator, of 1 to 7 steps.
fn journeys(creators: u64) -> Walks {
    let chance = &mut Chance(creators);
    let mut walks = Walks::default();
    for _ in 0..creators * 20 {
        let steps = 1 + chance.below(7);
        let path: Vec<String> = (0..steps).map(|_| (1 + chance.below(creators)).to_string()).collect();
        walks.add(&path.join(" > "), steps, chance.below(2), 5_000, 1 + chance.below(9));
    }
    walks
}

/// Credits so many orders, of 4 touches on average and each with a refund now and then, by every rule.
fn rules(orders: u64) {
    let chance = &mut Chance(7);
    let options = Options::default();
    for order in 0..orders {
        let touches = 1 + chance.below(7);
        let steps: Vec<Step> = (0..touches)
            .map(|touch| {
                let before = (touches - touch) * 86_400_000 + chance.below(80_000_000);
                let creator = 1 + chance.below(500) as u32;
                Step::touch(StepKind::Click, AT - before as i64, Place { creator, link: creator, ..Place::default() })
            })
            .collect();
        let path = eligible(&steps, AT, &options);
        let gross = chance.below(20_000) as i64;
        let refunded = if order % 8 == 0 { gross / 2 } else { 0 };
        let money = Money { gross, refunded, gross_reporting: Some(gross), refunded_reporting: Some(refunded) };
        for model in RULES {
            black_box(credits(model, black_box(&path), AT, money, &options));
        }
    }
}

fn solve(walks: &Walks) {
    black_box(black_box(walks).solve().map(|removal| removal.credit(1 << 40)));
}

thread_local! {
    static WALKS: [Walks; 3] = [journeys(100), journeys(500), journeys(1_000)];
}

fn main() {
    let natively = std::env::args().nth(1);
    let run = natively.map_or_else(|| RUN.fetch_add(1, Ordering::Relaxed), |run| run.parse().unwrap_or_default());
    match run {
        0 => WALKS.with(|walks| _ = black_box(walks)),
        1 => rules(100_000),
        9 => rules(1_000_000),
        run => WALKS.with(|walks| solve(&walks[(run - 2) % 3])),
    }
}
