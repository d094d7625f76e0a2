//! How figures are written for people: money with its thousands apart, percentages, ratios, and why one is missing.

use super::scorecard::Known;
use crate::domain::money::{self, Currency};
use crate::domain::statistics::Interval;

/// `12,345.60`, without the currency.
pub fn money(minor: i64, currency: Currency) -> String {
    let plain = money::decimal(minor, currency);
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |plain| ("-", plain));
    let (whole, part) =
        plain.split_once('.').map_or((plain, String::new()), |(whole, part)| (whole, format!(".{part}")));
    format!("{sign}{}{part}", thousands(whole))
}

/// `12,345`.
pub fn count(count: u64) -> String {
    thousands(&count.to_string())
}

/// `1 row was`, `2 rows were`.
pub fn many(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { several })
}

fn thousands(digits: &str) -> String {
    let mut apart = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}

/// A share or a return in percent: `150 %`, `-12.5 %`.
pub fn percent(ratio: f64) -> String {
    let text = format!("{:.1}", ratio * 100.0);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let text = if text == "-0" { "0" } else { text };
    format!("{text} %")
}

/// A ratio as it is: `5.0`.
pub fn times(ratio: f64) -> String {
    format!("{ratio:.2}")
}

/// `12 % to 80 %`.
pub fn interval(interval: Interval) -> String {
    format!("{} to {}", percent(interval.low), percent(interval.high))
}

/// A figure, or a dash.
pub fn or_dash<T: Copy>(known: Known<T>, said: impl Fn(T) -> String) -> String {
    known.map_or_else(|_| "-".into(), said)
}

/// Why a figure is missing, in words.
pub fn why(word: &str) -> &'static str {
    match word {
        "no_cost" => "it cost nothing",
        "no_conversions" => "no orders",
        "no_new_customers" => "no new customers",
        "no_customers" => "the export has no e-mails",
        "no_followers" => "followers are not stated",
        "no_margin" => "no margin is stated",
        "several_currencies" => "its cost is in another currency",
        "too_few" => "fewer than 10 orders",
        "other_costs_alone_exceed_it" => "the other costs alone are too high",
        _ => "not known",
    }
}

/// A creator's verdict in a word or two.
pub fn verdict(word: &str) -> &'static str {
    match word {
        "scale" => "scale",
        "keep" => "keep",
        "renegotiate" => "renegotiate",
        "cut" => "cut",
        "insufficient" => "too few",
        _ => "unclear",
    }
}
