//! Splits a whole number by weights so that the parts add up to it exactly.
//!
//! # Why
//! Rounding each part by itself loses or invents money. By the largest remainder (Hamilton) every part is its share
//! rounded down or up, and the sum is right; remainders that are alike go to the later part, as a path's later touch is
//! nearer to the order. The method is not monotone: more to split can take one from a part. The sum is what is promised.

/// Splits `total` by `weights`, 0 to 2^64, by the largest remainder; of a negative total every part is negative or 0.
///
/// Without any weight the last part is everything; of no parts there are none.
///
/// ```
/// use waymark::domain::credit::model::split;
/// assert_eq!(split(100, &[1, 1, 1]), [33, 33, 34]);
/// assert_eq!(split(-5, &[1, 1]), [-2, -3]);
/// ```
pub fn split(total: i64, weights: &[u64]) -> Vec<i64> {
    let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if whole == 0 {
        let last = weights.len().saturating_sub(1);
        return (0..weights.len()).map(|place| if place == last { total } else { 0 }).collect();
    }
    let size = total.unsigned_abs();
    let mut left = size;
    let mut parts: Vec<(u64, u128)> = Vec::with_capacity(weights.len());
    for weight in weights {
        let (part, rest) = divide(size, *weight, whole);
        left -= part;
        parts.push((part, rest));
    }
    // Fewer are left than there are parts with a remainder.
    while left > 0 {
        let Some((part, rest)) = parts.iter_mut().max_by_key(|(_, rest)| *rest) else { break };
        *part += 1;
        *rest = 0;
        left -= 1;
    }
    let signed = |(part, _): (u64, u128)| {
        if total < 0 { 0_i64.saturating_sub_unsigned(part) } else { 0_i64.saturating_add_unsigned(part) }
    };
    parts.into_iter().map(signed).collect()
}

/// `total * weight / whole`, rounded down, and its remainder; in 64 bits where these suffice, several times faster.
fn divide(total: u64, weight: u64, whole: u128) -> (u64, u128) {
    if let (Some(product), Ok(whole)) = (total.checked_mul(weight), u64::try_from(whole)) {
        return (product / whole, u128::from(product % whole));
    }
    let product = u128::from(total) * u128::from(weight);
    // At most `total`, for a weight is at most the whole.
    (u64::try_from(product / whole).unwrap_or(total), product % whole)
}

/// Splits `refunded` by the weights that `whole` was split by into `parts`, no part above its own of these.
///
/// What a part cannot take goes to the latest that can; more than `parts` add up to is left out.
pub fn split_within(refunded: i64, weights: &[u64], parts: &[i64]) -> Vec<i64> {
    let most: i64 = parts.iter().map(|part| part.max(&0)).sum();
    let mut back = split(refunded.clamp(0, most), weights);
    let mut over = 0;
    for (back, part) in back.iter_mut().zip(parts) {
        let fits = (*back).min(*part.max(&0));
        over += *back - fits;
        *back = fits;
    }
    for (back, part) in back.iter_mut().zip(parts).rev() {
        let more = over.min(*part.max(&0) - *back);
        *back += more;
        over -= more;
    }
    back
}
