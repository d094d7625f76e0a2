//! Where a message may be sent: to a public name over https and nowhere else, checked when it is said and at every sending.
//!
//! # Why
//! A Worker reaches no private network, but it does reach itself, its neighbours and whatever a name leads to. Addresses
//! in numbers are refused in every spelling, for the parser that a browser has writes them all the same way; redirects
//! are not followed, so a name that was checked cannot lead on.

use url::{Host, Url};

use crate::domain::destination::{Flaw, Fold, sendable};

/// Names that mean something inside a network or a machine only, with everything under them.
const INSIDE: [&str; 25] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "svc",
    "consul",
    "private",
    "test",
    "invalid",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
    "metadata.goog",
    "metadata.tencentyun.com",
    // Names that lead to whatever address stands in them.
    "nip.io",
    "sslip.io",
    "xip.io",
    "localtest.me",
    "lvh.me",
    // Workers, this one among them.
    "workers.dev",
];

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
    match url.host() {
        Some(Host::Domain(name)) if is_public(name) => Ok(url.to_string()),
        _ => Err(("not_public", "Name a public host such as hooks.brand.example, not an address in numbers.")),
    }
}

/// Whether `name`, in lower case, is one that the whole world may know: with a dot, and under none of [`INSIDE`].
fn is_public(name: &str) -> bool {
    let under = |inside: &&str| name.strip_suffix(*inside).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let labels = name.split('.').all(|label| !label.is_empty() && label.len() <= 63);
    name.contains('.') && labels && name.len() <= 253 && !INSIDE.iter().any(under)
}
