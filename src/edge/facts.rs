//! Gathers what a visit's request says of itself, in one crossing from JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Request;

use super::{Call, js, salt};
use crate::domain::cookie::{self, Cookie};
use crate::domain::visit::Told;
use crate::domain::visitor::{self, Asked, Way};

#[wasm_bindgen(module = "/src/edge/facts.js")]
extern "C" {
    /// The lines that [`Told::of`] reads.
    pub fn told(request: &Request) -> String;
}

/// Who asks, and what the browser is told about its cookie where a link is followed.
pub async fn visitor(call: &Call<'_>, asked: &Asked<'_>, told: &Told<'_>) -> worker::Result<(u64, cookie::Told)> {
    let nothing = if asked.forgets() { cookie::Told::Forget } else { cookie::Told::Nothing };
    let key = &call.settings.cookie_key;
    Ok(match asked.way() {
        Way::Recipient(visitor) => (visitor, nothing),
        Way::Cookie(cookie) => (cookie.visitor(key), nothing),
        Way::NewCookie => {
            let cookie = Cookie::of(js::random()?);
            (cookie.visitor(key), cookie::Told::Keep(cookie))
        }
        way => {
            let salt = if way == Way::Hash { salt::of_day(call.env, call.now).await } else { None };
            let visitor = match salt {
                Some(salt) => visitor::anonymous(&salt, told.address, told.user_agent),
                None => visitor::random(js::chance()?),
            };
            (visitor, nothing)
        }
    })
}
