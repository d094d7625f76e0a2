//! Every way Waymark says no: one variant per fact, one status and one stable word each.

use serde::Serialize;

use super::collect::EVENTS_MOST;
use super::reply::Reply;

/// What is wrong with one field (`pointer`), one query parameter (`parameter`) or one header (`header`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Of a body of many lines the line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// JSON pointer (RFC 6901) into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Name of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<&'static str>,
    /// Stable word for programs.
    pub code: &'static str,
    /// A sentence for a person: what to send instead.
    pub detail: String,
}

impl Fault {
    /// A fault of the body's field at `pointer`.
    pub fn at(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::of(code, detail.into()) }
    }

    /// A fault of the header `name`.
    pub fn header(name: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        Self { header: Some(name), ..Self::of(code, detail.into()) }
    }

    /// A fault of the query parameter `name`.
    pub fn query(name: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name.to_owned()), ..Self::of(code, detail.into()) }
    }

    fn of(code: &'static str, detail: String) -> Self {
        Self { line: None, pointer: None, parameter: None, header: None, code, detail }
    }
}

/// A refusal: the fact that keeps a request from being served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The body is not JSON (or not UTF-8); the text says where.
    MalformedJson(String),
    /// The body is not a table in CSV; the text names the line and what to do.
    MalformedCsv(String),
    /// The cursor was not made by this service.
    MalformedCursor,
    /// No key, an unknown one, an expired one: which is not said.
    Unauthorized,
    /// No live secret of the source signed this; what exactly is wrong is not said.
    WrongSignature,
    /// The signature is right, but too old (or from the future) to be taken.
    Stale,
    /// The key is good but lacks this scope.
    Forbidden(&'static str),
    /// There is nothing at this address.
    NotFound,
    /// The address exists; these methods are served there.
    MethodNotAllowed(&'static str),
    /// Something unique is taken: a stable word, the field, and what to do.
    Taken(&'static str, &'static str, String),
    /// It is of another version by now than `If-Match` names.
    ChangedMeanwhile,
    /// A link's creator, campaign, post and platform are fixed after its first event.
    LinkInUse,
    /// A conversion with the same key but another body is stored already.
    Conflict(Vec<Fault>),
    /// The first call under this `Idempotency-Key` is not answered yet.
    AtWork,
    /// This `Idempotency-Key` was used for another call.
    KeyReused,
    /// Another rollup holds the lease.
    RollupRunning,
    /// A rollup ran, and some days failed; they stay marked.
    RollupFailed,
    /// The body has more bytes than this door takes.
    TooLarge(usize),
    /// No host of this deployment has that name.
    UnknownHost,
    /// No site that is heard has this key.
    KeyUnknown,
    /// The page is not where the site's pages are.
    OriginNotAllowed,
    /// More events than one body may have.
    TooManyEvents,
    /// Fields are wrong; each is named.
    Invalid(Vec<Fault>),
    /// The caller is over its rate.
    TooFast,
    /// Storage did not answer, or not in time; every call is safe to repeat.
    Unavailable,
    /// The deployment lacks a setting; the text names it and says how to set it.
    Unset(String),
}

impl Refusal {
    /// A refusal over a single fault.
    pub fn invalid(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }

    /// HTTP status, stable word and title of every refusal.
    pub fn meaning(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::MalformedJson(_) => (400, "malformed_json", "The body is not valid JSON"),
            Self::MalformedCsv(_) => (400, "malformed_csv", "The body is not valid CSV"),
            Self::MalformedCursor => (400, "malformed_cursor", "The cursor is not one of ours"),
            Self::Unauthorized => (401, "unauthorized", "A valid key is needed"),
            Self::WrongSignature => (401, "wrong_signature", "The signature does not fit"),
            Self::Stale => (400, "stale", "The signature is too old"),
            Self::Forbidden(_) => (403, "forbidden", "The key lacks a scope"),
            Self::NotFound => (404, "not_found", "Nothing is here"),
            Self::MethodNotAllowed(_) => (405, "method_not_allowed", "This method is not served here"),
            Self::Taken(word, ..) => (409, word, "Already taken"),
            Self::ChangedMeanwhile => (412, "changed_meanwhile", "It was changed meanwhile"),
            Self::LinkInUse => (409, "link_in_use", "The link has events"),
            Self::Conflict(_) => (409, "conflict", "Another report is stored under this key"),
            Self::AtWork => (409, "at_work", "The first call under this key is at work"),
            Self::KeyReused => (422, "idempotency_key_reused", "This key was used for another call"),
            Self::RollupRunning => (409, "rollup_running", "A rollup is running"),
            Self::RollupFailed => (503, "rollup_failed", "Some days could not be counted"),
            Self::TooLarge(_) => (413, "too_large", "The body is too large"),
            Self::UnknownHost => (421, "unknown_host", "This host is not served here"),
            Self::KeyUnknown => (403, "key_unknown", "No site has this key"),
            Self::OriginNotAllowed => (403, "origin_not_allowed", "The page is none of this site's"),
            Self::TooManyEvents => (422, "too_many_events", "Too many events"),
            Self::Invalid(_) => (422, "invalid", "Some fields are wrong"),
            Self::TooFast => (429, "too_fast", "Too many requests"),
            Self::Unavailable => (503, "unavailable", "Storage did not answer"),
            Self::Unset(_) => (503, "not_set_up", "A setting is missing"),
        }
    }

    /// What the caller can do next, in a sentence.
    pub fn detail(&self) -> String {
        match self {
            Self::MalformedJson(why) => format!("Send JSON in UTF-8: {why}."),
            Self::MalformedCsv(why) => format!("Send CSV in UTF-8: {why}."),
            Self::MalformedCursor => "Start again without a cursor and follow `next`.".into(),
            Self::Unauthorized => "Send `Authorization: Bearer <key>` with a key that is live.".into(),
            Self::WrongSignature => {
                "Sign the raw body with a live secret of this source, or send its token; `/v1/deliveries` shows what came."
                    .into()
            }
            Self::Stale => "Sign it anew; its time may lie five minutes from ours, either way.".into(),
            Self::Forbidden(scope) => format!("Use a key with the scope `{scope}`."),
            Self::NotFound => "Check the address; what there is stands in the lists under /v1.".into(),
            Self::MethodNotAllowed(allow) => format!("Use one of: {allow}."),
            Self::Taken(_, _, detail) | Self::Unset(detail) => detail.clone(),
            Self::ChangedMeanwhile => "Read it again and repeat the change with the `ETag` it has now.".into(),
            Self::LinkInUse => {
                "Creator, campaign, post and platform are fixed after a link's first event; make a new link.".into()
            }
            Self::Conflict(_) => {
                "The stored report stays. To give money back send a refund; another order needs an order_id of its own."
                    .into()
            }
            Self::AtWork => "Wait for the first call, then send the same again to hear its answer.".into(),
            Self::KeyReused => "Use a key of its own for every call; only a repeat has the same one.".into(),
            Self::RollupRunning => "Wait for it to finish; `GET /v1/rollups` shows it.".into(),
            Self::RollupFailed => {
                "`GET /v1/rollups` says which days and why; they are tried again by the next run.".into()
            }
            Self::TooLarge(limit) => format!("Send at most {limit} bytes."),
            Self::UnknownHost => "Name the host in HOSTS or at `/v1/domains` to serve it.".into(),
            Self::KeyUnknown => "Send the key that `GET /v1/sites` shows, of a site that is enabled.".into(),
            Self::OriginNotAllowed => "Name the origin of the page among the `origins` of its site.".into(),
            Self::TooManyEvents => format!("Send at most {EVENTS_MOST} events at once."),
            Self::Invalid(_) => "Correct the fields named in `errors` and send it again.".into(),
            Self::TooFast => "Wait for the seconds in `Retry-After`.".into(),
            Self::Unavailable => {
                "Send it again after `Retry-After` seconds; a conversion counts once however often it comes.".into()
            }
        }
    }

    /// The fields at fault, where fields are at fault.
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Invalid(faults) | Self::Conflict(faults) => faults.clone(),
            Self::Taken(word, pointer, detail) => vec![Fault::at(*pointer, word, detail.clone())],
            _ => Vec::new(),
        }
    }

    /// The refusal as `application/problem+json` (RFC 9457) with its headers.
    pub fn reply(&self) -> Reply {
        #[derive(Serialize)]
        struct Problem {
            r#type: String,
            title: &'static str,
            status: u16,
            detail: String,
            code: &'static str,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            errors: Vec<Fault>,
        }
        let (status, code, title) = self.meaning();
        let problem = Problem {
            r#type: format!("urn:waymark:problem:{code}"),
            title,
            status,
            detail: self.detail(),
            code,
            errors: self.faults(),
        };
        let reply = Reply::json(status, &problem).with("content-type", "application/problem+json");
        match self {
            Self::Unauthorized => reply.with("www-authenticate", "Bearer realm=\"waymark\""),
            Self::WrongSignature => reply.with("www-authenticate", "Signature realm=\"waymark\""),
            Self::MethodNotAllowed(allow) => reply.with("allow", *allow),
            Self::TooFast => reply.with("retry-after", "10"),
            Self::Unavailable | Self::Unset(_) | Self::AtWork | Self::RollupRunning | Self::RollupFailed => {
                reply.with("retry-after", "5")
            }
            _ => reply,
        }
    }
}
