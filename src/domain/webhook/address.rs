//! Where a message may be sent: to a public name over https and nowhere else, checked when it is said and at every sending.
//!
//! # Why
//! A Worker reaches no private network, but it does reach itself, its neighbours and whatever a name leads to. Addresses
//! in numbers are refused in every spelling, for the parser that a browser has writes them all the same way; redirects
//! are not followed, so a name that was checked cannot lead on.

use url::Url;

use crate::domain::destination::{Flaw, Fold, sendable};
use crate::domain::public::{Reach, reach};

const DETAIL: &str = "Name a public host such as hooks.brand.example, not an address in numbers.";

/// Checks `input` and gives the text to store: the address as browsers write it. `own_hosts` are the deployment's.
///
/// # Errors
/// A stable word and what to send instead.
pub fn check<'a>(
    input: &str,
    own_hosts: impl Iterator<Item = &'a str>,
    fold: Fold,
) -> Result<String, (&'static str, &'static str)> {
    let told = |flaw: Flaw| match flaw {
        Flaw::OwnHost => ("not_public", "Name a host of your own, outside this deployment."),
        Flaw::NotPublic => ("not_public", DETAIL),
        flaw => (flaw.code(), flaw.detail()),
    };
    let written = sendable(input, own_hosts, fold).map_err(told)?;
    let url = Url::parse(&written).map_err(|_| told(Flaw::NotAnAddress))?;
    if url.scheme() != "https" {
        return Err(("not_https", "Use https://."));
    }
    if url.port().is_some() {
        return Err(("port_not_allowed", "Leave the port out: messages go to 443."));
    }
    // A name with a final dot is another host to certificates.
    let named = url.host().filter(|_| !url.authority().ends_with('.')).is_some_and(|host| reach(&host) == Reach::World);
    if named { Ok(url.to_string()) } else { Err(("not_public", DETAIL)) }
}
