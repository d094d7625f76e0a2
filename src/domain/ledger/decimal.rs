//! Decimal numbers as whole numbers of a fixed fineness, exactly.

use serde_json::Value;

/// The most digits of a number.
const DIGITS_MOST: usize = 24;

/// What `value` says, a JSON number or a decimal text, times ten to the `places`: `"0.92"` is 920,000 of six.
///
/// None where it is no number, finer than that, or beyond 2^53 - 1. JSON writes small numbers with an exponent, so one may
/// be there.
pub fn read(value: &Value, places: u32) -> Option<i64> {
    match value {
        Value::Number(number) => scaled(&number.to_string(), places),
        Value::String(text) => scaled(text.trim(), places),
        _ => None,
    }
}

fn scaled(text: &str, places: u32) -> Option<i64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent| (-30..=30).contains(exponent))?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or((1, mantissa), |rest| (-1, rest));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let part = part.trim_end_matches('0');
    let digits = || whole.bytes().chain(part.bytes());
    let lengths = whole.is_empty() || whole.len() + part.len() > DIGITS_MOST || mantissa.ends_with('.');
    if lengths || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = digits().fold(0_i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
    let shift = i32::try_from(places).ok()? + exponent - i32::try_from(part.len()).ok()?;
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let scaled = match shift {
        0.. => number.checked_mul(power)?,
        _ if number % power == 0 => number / power,
        _ => return None,
    };
    i64::try_from(sign * scaled).ok().filter(|scaled| scaled.abs() <= crate::domain::fields::MOST_INTEGER)
}

/// The decimal text of a number that is kept times ten to the `places`, which [`read`] takes back.
pub fn print(scaled: i64, places: u32) -> String {
    let (sign, amount, one) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs(), 10_u64.pow(places));
    let width = usize::try_from(places).unwrap_or_default();
    let text = format!("{sign}{}.{:0width$}", amount / one, amount % one);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
