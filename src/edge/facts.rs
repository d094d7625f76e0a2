//! Gathers what a visit's request says of itself, in one crossing from JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Request;

use super::{Call, js, salt};
use crate::domain::settings::Host;
use crate::domain::visit::Told;
use crate::domain::visitor::{self, Mode};

#[wasm_bindgen(module = "/src/edge/facts.js")]
extern "C" {
    /// The lines that [`Told::of`] reads.
    pub fn told(request: &Request) -> String;
}

/// Who asks: by the host's mode, and a visitor of its own for whoever asks not to be known or where there is no salt.
pub async fn visitor(call: &Call<'_>, host: &Host, told: &Told<'_>) -> worker::Result<u64> {
    let salt = match Mode::from(host.visitor) {
        Mode::Anonymous if !told.asks_not_to_be_known() => salt::of_day(call.env, call.now).await,
        _ => None,
    };
    Ok(match salt {
        Some(salt) => visitor::anonymous(&salt, told.address, told.user_agent),
        None => visitor::random(js::chance()?),
    })
}
