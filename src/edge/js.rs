//! The four things only the platform knows: the time, chance, how far a zone is from UTC, and letters outside ASCII.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::time;

/// Now, in Unix milliseconds; it stands still between I/O.
#[expect(clippy::cast_possible_truncation, reason = "a date of this age is far below 2^53")]
pub fn now() -> i64 {
    Date::now() as i64
}

/// Random bytes from the platform's generator.
pub fn random<const N: usize>() -> worker::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| worker::Error::RustError(format!("no random bytes: {error}")))?;
    Ok(bytes)
}

thread_local! {
    /// Random bytes in stock: asking the platform for each click's twelve costs more than making the click id.
    static STOCK: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Sixty-four random bits from the stock, each handed out once.
pub fn chance() -> worker::Result<u64> {
    STOCK.with_borrow_mut(|stock| {
        if stock.len() < 8 {
            *stock = random::<2048>()?.to_vec();
        }
        let rest = stock.len() - 8;
        Ok(stock.drain(rest..).fold(0, |bits, byte| (bits << 8) | u64::from(byte)))
    })
}

/// A zone that can say how far it is ahead of UTC at a moment.
pub struct Zone(Option<Function>);

impl Zone {
    /// The zone named `name` in the IANA database; an unknown name is an error.
    pub fn named(name: &str) -> worker::Result<Self> {
        if name == "UTC" {
            return Ok(Self(None));
        }
        // Swedish prints `2026-11-20 13:00:00`, which is RFC 3339 but for the zone.
        let options = Object::new();
        for (key, value) in [("timeZone", name), ("dateStyle", "short"), ("timeStyle", "medium")] {
            Reflect::set(&options, &key.into(), &value.into())?;
        }
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
        let formatter = Reflect::construct(&class, &Array::of2(&"sv-SE".into(), &options))?;
        Ok(Self(Some(formatter.unchecked_into::<Intl::DateTimeFormat>().format())))
    }

    /// Milliseconds that the zone is ahead of UTC at `at`.
    pub fn ahead(&self, at: i64) -> i64 {
        let Some(format) = &self.0 else { return 0 };
        let seconds = at.div_euclid(1000) * 1000;
        let printed = format.call1(&JsValue::UNDEFINED, &number(seconds)).ok().and_then(|text| text.as_string());
        printed.and_then(|text| time::parse(&format!("{text}Z"))).map_or(0, |local| local - seconds)
    }
}

/// A host as browsers write it, by the platform's own tables of Unicode; none where it is refused.
pub fn host_in_ascii(host: &str) -> Option<String> {
    web_sys::Url::new(&format!("https://{host}/")).ok().map(|url| url.hostname())
}

/// A text with its letters composed (NFKC), by the platform's own tables of Unicode.
pub fn composed(text: &str) -> Option<String> {
    JsString::from(text).normalize("NFKC").as_string()
}

/// An integer as JavaScript has it: exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "every number of ours is below 2^53")]
pub fn number(value: i64) -> JsValue {
    JsValue::from_f64(value as f64)
}
