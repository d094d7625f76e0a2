//! How long conversions took: from the first touch, and from the click that decided.

use serde_json::{Value, json};

use crate::domain::credit::LAG_EDGES as EDGES;
use crate::domain::statistics::share;
use crate::stored;

/// Units of time, seconds, the largest first.
const UNITS: [(i64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];

/// Conversions of one stretch: `[bin, by the time since the first touch, by the time since the click that decided]`.
#[derive(Clone, Copy, Debug)]
pub struct LagRow(pub u8, pub u64, pub u64);

stored!(LagRow(a, b, c));

/// Where stretch `bin` begins and ends, seconds.
fn edges(bin: usize) -> (i64, Option<i64>) {
    (EDGES.get(bin).copied().unwrap_or_default(), EDGES.get(bin + 1).copied())
}

/// A time as people say it: `30 min`, `14 d`; edges are whole numbers of their unit.
fn said(seconds: i64) -> String {
    let unit = UNITS.iter().find(|(size, _)| seconds >= *size && seconds % size == 0);
    unit.map_or_else(|| "0 s".into(), |(size, word)| format!("{} {word}", seconds / size))
}

/// The 17 stretches with both counts.
pub fn rows(lags: &[LagRow]) -> Vec<Value> {
    let of = |bin: usize| {
        let found = lags.iter().filter(|row| usize::from(row.0) == bin);
        found.fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2))
    };
    let (first, last): (u64, u64) = lags.iter().fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
    let row = |bin: usize| {
        let ((from, to), (begun, decided)) = (edges(bin), of(bin));
        let stretch = match to {
            Some(to) => format!("{} to {}", said(from), said(to)),
            None => format!("{} and more", said(from)),
        };
        json!({
            "stretch": stretch,
            "from_seconds": from,
            "to_seconds": to,
            "since_first_touch": begun,
            "since_first_touch_share": share(begun, first),
            "since_deciding_click": decided,
            "since_deciding_click_share": share(decided, last),
        })
    };
    (0..EDGES.len()).map(row).collect()
}

/// The median of each: the stretch that it lies in, and where in it if times are spread evenly there.
pub fn medians(lags: &[LagRow]) -> Value {
    let of = |count: fn(&LagRow) -> u64| {
        let all: u64 = lags.iter().map(count).sum();
        let mut before = 0;
        for bin in 0..EDGES.len() {
            let here: u64 = lags.iter().filter(|row| usize::from(row.0) == bin).map(count).sum();
            if here > 0 && 2 * (before + here) >= all {
                let (from, to) = edges(bin);
                let inside = |to: i64| {
                    let into = i128::from(to - from) * i128::from(all - 2 * before) / i128::from(2 * here);
                    from + i64::try_from(into).unwrap_or_default()
                };
                return json!({ "from_seconds": from, "to_seconds": to, "seconds": to.map(inside) });
            }
            before += here;
        }
        Value::Null
    };
    json!({ "since_first_touch": of(|row| row.1), "since_deciding_click": of(|row| row.2) })
}
