//! A bound on every wait: storage that hangs is storage that is down.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::future::{Either, select};
use worker::{Context, Delay, Error, Result};

/// Waits for `work`, at most `milliseconds`.
pub async fn within<T, E: Into<Error>>(milliseconds: u64, work: impl Future<Output = Result<T, E>>) -> Result<T> {
    let done = in_time(milliseconds, work).await;
    done.map_or_else(
        || Err(Error::RustError(format!("no answer within {milliseconds} ms"))),
        |done| done.map_err(Into::into),
    )
}

/// What `work` gives, where it takes at most `milliseconds`.
pub async fn in_time<T>(milliseconds: u64, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(Delay::from(Duration::from_millis(milliseconds)))).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// Waits `milliseconds`.
pub async fn pause(milliseconds: u64) {
    Delay::from(Duration::from_millis(milliseconds)).await;
}

/// Does `work` behind the reply.
///
/// Boxed: the platform's promise around each kind of future would weigh a kilobyte and a half of wasm.
pub fn behind(ctx: &Context, work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    ctx.wait_until(work);
}
