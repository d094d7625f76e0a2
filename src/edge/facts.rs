//! Gathers what a visit's request says of itself, in one crossing from JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Request;

use super::{Call, js, salt};
use crate::domain::cookie::{self, Cookie};
use crate::domain::facets::Facets;
use crate::domain::verdict::{self, Reason, Signs, Verdict};
use crate::domain::visit::{self, Told};
use crate::domain::visitor::{self, Asked, Way};

#[wasm_bindgen(module = "/src/edge/facts.js")]
extern "C" {
    /// The lines that [`Told::of`] reads.
    pub fn told(request: &Request) -> String;
}

/// What the request looks like and by what and from where it came; `image` where it asks for a pixel.
pub fn seen(call: &Call<'_>, told: &Told<'_>, image: bool) -> ((Verdict, Reason), Facets) {
    let signs = Signs {
        user_agent: told.user_agent,
        purpose: told.purpose,
        x_purpose: told.x_purpose,
        x_moz: told.x_moz,
        language: told.languages,
        network: told.network,
        address: told.address,
        image,
        asked_internal: visit::asks_to_be_left_out(call.address.query, &call.settings.click_parameter),
    };
    let judged = verdict::judge(&signs, &call.settings.internal);
    ((judged.verdict, judged.reason), Facets { sign: judged.sign, ..told.facets() })
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
