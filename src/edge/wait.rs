//! A bound on every wait: storage that hangs is storage that is down.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use worker::{Delay, Error, Result};

/// Waits for `work`, at most `milliseconds`.
pub async fn within<T, E: Into<Error>>(milliseconds: u64, work: impl Future<Output = Result<T, E>>) -> Result<T> {
    match select(pin!(work), pin!(Delay::from(Duration::from_millis(milliseconds)))).await {
        Either::Left((done, _)) => done.map_err(Into::into),
        Either::Right(_) => Err(Error::RustError(format!("no answer within {milliseconds} ms"))),
    }
}

/// Waits `milliseconds`.
pub async fn pause(milliseconds: u64) {
    Delay::from(Duration::from_millis(milliseconds)).await;
}
