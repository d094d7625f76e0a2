//! The day's salt: made a day ahead by the crons, read by every isolate, gone when its day is over.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use worker::{Env, Result};

use super::wait::within;
use super::{isolate, js};
use crate::domain::time::{DAY_MS, Day};
use crate::domain::visitor::Salt;

/// How long a look-up may hold a redirect up, milliseconds.
const PATIENCE: u64 = 500;
/// How long making one may wait for KV, milliseconds.
const MAKE_PATIENCE: u64 = 5_000;
/// After how long a missing salt is looked for again.
const RETRY_MS: i64 = 15_000;

/// The salt of the UTC day of `now`; none where none is readable, and then every click is a visitor of its own.
pub async fn of_day(env: &Env, now: i64) -> Option<Salt> {
    let day = Day::of_utc(now);
    match isolate::with(|isolate| isolate.salt.clone()) {
        Some((known, Some(salt), _)) if known == day => return Some(salt),
        Some((known, None, retry_at)) if known == day && now < retry_at => return None,
        _ => {}
    }
    let salt = within(PATIENCE, read(env, day)).await.ok().flatten();
    isolate::with(|isolate| isolate.salt = Some((day, salt.clone(), now + RETRY_MS)));
    salt
}

/// Makes the salts of today and tomorrow where they are missing.
pub async fn make_ahead(env: &Env, now: i64) -> Result<()> {
    let kv = env.kv("KV")?;
    for day in [Day::of_utc(now), Day::of_utc(now + DAY_MS)] {
        if within(MAKE_PATIENCE, read(env, day)).await?.is_none() {
            let salt: [u8; 32] = js::random()?;
            // Gone when its day is over; KV wants a minute's notice.
            let end = (day.start_utc() + DAY_MS).max(now + 2 * 60_000);
            let expires = u64::try_from(end / 1000).unwrap_or_default();
            let put = kv.put_bytes(&key(day), URL_SAFE_NO_PAD.encode(salt).as_bytes())?.expiration(expires);
            within(MAKE_PATIENCE, put.execute()).await?;
        }
    }
    // This isolate may have noted that there was none.
    isolate::with(|isolate| isolate.salt = None);
    Ok(())
}

async fn read(env: &Env, day: Day) -> Result<Option<Salt>> {
    let text = env.kv("KV")?.get(&key(day)).text().await?;
    let bytes = text.and_then(|text| <[u8; 32]>::try_from(URL_SAFE_NO_PAD.decode(text).ok()?).ok());
    Ok(bytes.and_then(|bytes| Salt::of(&bytes)))
}

fn key(day: Day) -> String {
    format!("salt:{day}")
}
