//! Small exports, and the scorecard of them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use waymark::desk::asked::Asked;
use waymark::desk::json;
use waymark::desk::run::{Made, Stop, run};
use waymark::domain::money::Currency;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A file with these bytes that no other test has.
pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = folder();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A folder that no other test has.
pub fn folder() -> PathBuf {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("desk-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What is asked for by default of these two tables.
pub fn asked(orders: &str, creators: &str) -> Asked {
    Asked {
        orders: vec![file("orders.csv", orders)],
        creators: file("creators.csv", creators),
        out: None,
        from: None,
        to: None,
        target_micro: 1_000_000,
        margin_micro: None,
        currency: None,
        mark: None,
        day_first: None,
        json: false,
    }
}

pub fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

/// The scorecard of two tables.
pub fn made(orders: &str, creators: &str) -> Made {
    try_made(&asked(orders, creators)).unwrap_or_else(|stop| panic!("{stop:?}"))
}

pub fn try_made(asked: &Asked) -> Result<Made, Stop> {
    run(asked, |_, _, _| ())
}

/// The scorecard as JSON.
pub fn shown(orders: &str, creators: &str) -> Value {
    json::of(&made(orders, creators).card)
}

/// Why there is no scorecard.
pub fn refused(asked: &Asked) -> String {
    match try_made(asked) {
        Err(Stop::Refused(why) | Stop::File(why)) => why,
        Ok(_) => panic!("it was made"),
    }
}

/// The columns of a short Shopify export.
pub const SHOPIFY: &str = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,\
     Cancelled at,Refunded Amount,Lineitem name\n";

/// A paid order over `net` of 2026-11-20, with a code.
pub fn order(number: u32, net: &str, code: &str) -> String {
    format!(
        "#{number},c{number}@example.com,paid,EUR,{net},0,0,{net},{code},1.00,2026-11-20 12:00:00 +0100,,0.00,Shirt\n"
    )
}

/// A Shopify export of these rows.
pub fn shopify(rows: &[String]) -> String {
    format!("{SHOPIFY}{}", rows.concat())
}
