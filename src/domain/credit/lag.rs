//! How long a conversion took, in stretches that grow: from touch to conversion, seconds to months.

/// Where each stretch begins, seconds; the last is open.
pub const EDGES: [i64; 17] =
    [0, 1, 2, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400, 259_200, 604_800, 1_209_600, 2_592_000, 7_776_000];

/// The stretch that `ms` milliseconds fall into, 0 to 16: at least its edge and below the next; what is below 0 is in the
/// first.
///
/// ```
/// use waymark::domain::credit::lag_bin;
/// assert_eq!((lag_bin(999), lag_bin(1_000), lag_bin(7_776_000_000)), (0, 1, 16));
/// ```
pub fn lag_bin(ms: i64) -> u8 {
    let seconds = ms.div_euclid(1000);
    let reached = EDGES.iter().skip(1).filter(|edge| seconds >= **edge).count();
    u8::try_from(reached).unwrap_or_default()
}
