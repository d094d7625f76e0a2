//! How every report is sent: in the format that is asked for, in pages, and not at all where the caller has it already.

use crate::domain::reply::Reply;
use crate::domain::report::shown::{Printed, Shown, Want};
use crate::edge::http;
use crate::edge::{Call, Stop};

/// The reply that `call` wants of report `name`.
pub fn answer(call: &Call<'_>, name: &str, shown: Shown) -> Result<Reply, Stop> {
    let headers = call.request.headers();
    let want = Want::read(&|name| call.address.query(name), &http::header(&headers, "accept"))?;
    Ok(shown.reply(name, &want, call.address.query, &http::header(&headers, "if-none-match"))?)
}

/// The same of a report whose rows are printed already.
pub fn answer_printed(call: &Call<'_>, name: &str, printed: Printed) -> Result<Reply, Stop> {
    let headers = call.request.headers();
    let want = Want::read(&|name| call.address.query(name), &http::header(&headers, "accept"))?;
    Ok(printed.reply(name, &want, call.address.query, &http::header(&headers, "if-none-match"))?)
}
