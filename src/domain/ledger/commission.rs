//! What a commission comes to, and an hour of work.
//!
//! # Why
//! Networks pay what was agreed of what is left after refunds, and never less than nothing. Half a cent goes to the even
//! one: rounding up always would cost a brand with many small creators what it never agreed to.

use super::exchange::half_even;

/// All of a revenue, in basis points.
const WHOLE: i128 = 10_000;
/// Minutes of an hour.
const HOUR: i128 = 60;

/// So much for each of `orders` of the payout model; 0 where there are none.
pub fn per_order(amount_minor: i64, orders: i64) -> i64 {
    amount_minor.saturating_mul(orders).max(0)
}

/// `basis_points` of the payout model's net revenue, rounded half to even; a loss is no commission.
///
/// ```
/// use waymark::domain::ledger::commission::of_revenue;
/// assert_eq!(of_revenue(4_000_000, 1_000), 400_000); // 10 % of 40,000.00
/// assert_eq!(of_revenue(-500, 1_000), 0);
/// ```
pub fn of_revenue(net_minor: i64, basis_points: i64) -> i64 {
    narrow(half_even(i128::from(net_minor) * i128::from(basis_points), WHOLE))
}

/// What `minutes` of work cost at `hourly_minor` an hour, rounded half to even.
pub fn labour(minutes: i64, hourly_minor: i64) -> i64 {
    narrow(half_even(i128::from(minutes) * i128::from(hourly_minor), HOUR))
}

fn narrow(minor: i128) -> i64 {
    i64::try_from(minor.max(0)).unwrap_or(i64::MAX)
}
