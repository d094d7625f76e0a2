//! The script that shops put on their pages, in its versions.

use super::http;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;

/// The first version; what shops name by its hash never changes.
const FIRST: &[u8] = include_bytes!("snippet/wm-1.js");

/// `GET /wm.js`, the newest version for an hour, and `GET /wm-1.js`, one version for good.
pub fn serve(version: Option<u8>) -> Result<Reply, Refusal> {
    let (script, keep) = match version {
        None => (FIRST, "public, max-age=3600"),
        Some(1) => (FIRST, "public, max-age=31536000, immutable"),
        Some(_) => return Err(Refusal::NotFound),
    };
    Ok(http::script(script).with("cache-control", keep).with("access-control-allow-origin", "*"))
}
