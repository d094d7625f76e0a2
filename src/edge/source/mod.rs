//! The doors of sources: raw bytes are proved before anything is read, and what came is kept with what became of it.

pub mod delivery;

use std::rc::Rc;

use serde_json::Value;
use worker::{D1PreparedStatement, Env};

use super::http::{self, header};
use super::{Call, Stop, auth, conversions, db, isolate};
use crate::domain::conversion::{Batch, Reporter};
use crate::domain::fields;
use crate::domain::refusal::Refusal;
use crate::domain::register::{self, source::Source};
use crate::domain::reply::Reply;
use crate::domain::settings::Settings;
use crate::domain::source::answer::Answer;
use crate::domain::source::{self, Kind, signature};
use crate::sql;
use delivery::Came;

/// The most bytes of a webhook's body.
const BODY_MOST: usize = 1024 * 1024;
/// The most bytes of a postback's form.
const FORM_MOST: usize = 16 * 1024;
/// How long a source is used without asking D1 again, milliseconds.
const FRESH_MS: i64 = 5_000;
/// Sources that an isolate remembers.
const MOST: usize = 1_000;

/// `POST /v1/hooks/{handle}`
pub async fn hook(call: Call<'_>, handle: &str) -> Result<Reply, Stop> {
    let source = open(&call, handle, |kind| kind != Kind::Postback).await?;
    let headers = call.request.headers();
    let sent = |name: &str| header(&headers, name);
    let topic = source.kind.topic(&sent);
    let bytes = http::start_of_body(Clone::clone(&call.request), BODY_MOST).await?;
    if source::is_ping(source.kind, &sent("content-type"), &bytes) {
        return Ok(Answer::ignored("", "ping").reply());
    }
    let proved = if bytes.len() > BODY_MOST {
        Err(Refusal::TooLarge(BODY_MOST))
    } else if source.kind == Kind::Ga4 {
        token(&source, &call.address.query("api_secret").unwrap_or_default())
    } else {
        signature::verify(source.kind, &source.secrets(), &sent, &bytes, call.now)
    };
    let text = String::from_utf8_lossy(&bytes);
    let came = Came::new(&source, &topic, &text, call.now)?;
    if let Err(refusal) = proved {
        return Err(turned_away(&call, came, refusal).await);
    }
    let body = match fields::parse(&bytes) {
        Ok(body) => body,
        Err(refusal) => {
            came.keep(call.env, true, &Answer::refused(&topic, &refusal)).await?;
            return Err(refusal.into());
        }
    };
    Ok(take(call.env, call.settings, came, &body).await?.reply())
}

/// `GET` or `POST /postback`
pub async fn postback(call: Call<'_>) -> Result<Reply, Stop> {
    let form = http::body(Clone::clone(&call.request), FORM_MOST).await?;
    let (body, sent) = source::postback::parameters(call.address.query, &form).map_err(Refusal::Invalid)?;
    let handle = body.get("source").and_then(Value::as_str).unwrap_or_default();
    let source = open(&call, handle, |kind| kind == Kind::Postback).await?;
    // The parameters without the token, as they are read again by a replay.
    let text = body.to_string();
    let came = Came::new(&source, "", &text, call.now)?;
    if let Err(refusal) = token(&source, &sent) {
        return Err(turned_away(&call, came, refusal).await);
    }
    // Anybody may know the token of one that is not trusted.
    if !source.trusted {
        auth::limit_address(&call).await?;
    }
    let unread = source::postback::unread(&body, source.order_field.as_deref());
    Ok(take(call.env, call.settings, came, &body).await?.small(&unread))
}

/// The source at this handle; one that is closed, or of a kind that this door does not serve, is as unknown as any.
async fn open(call: &Call<'_>, handle: &str, served: impl Fn(Kind) -> bool) -> Result<Rc<Source>, Stop> {
    let source = match isolate::with(|isolate| isolate.sources.get(handle).cloned()) {
        Some((source, until)) if call.now < until => source,
        // What can be no handle is not looked for.
        _ if register::handle(handle) != handle => None,
        _ => look_up(call, handle).await?,
    };
    if let Some(source) = source.filter(|source| source.is_open() && served(source.kind)) {
        return Ok(source);
    }
    auth::limit_address(call).await?;
    Err(Refusal::NotFound.into())
}

/// Asks D1 for a source and remembers the answer, also that there is none.
async fn look_up(call: &Call<'_>, handle: &str) -> Result<Option<Rc<Source>>, Stop> {
    let source: Option<Source> = db::row(&db::control(call.env)?, sql::SOURCE_FIND, &[handle.into()]).await?;
    let source = source.map(Rc::new);
    isolate::with(|isolate| {
        if isolate.sources.len() >= MOST {
            isolate.sources.clear();
        }
        isolate.sources.insert(handle.to_owned(), (source.clone(), call.now + FRESH_MS));
    });
    Ok(source)
}

fn token(source: &Source, sent: &str) -> Result<(), Refusal> {
    if signature::is_token(sent, &source.secrets()) { Ok(()) } else { Err(Refusal::WrongSignature) }
}

/// Slows who proved nothing, keeps the start of what was sent, and gives what is said.
async fn turned_away(call: &Call<'_>, came: Came<'_>, refusal: Refusal) -> Stop {
    if let Err(stop) = auth::limit_address(call).await {
        return stop;
    }
    match came.keep(call.env, false, &Answer::refused(came.topic, &refusal)).await {
        Ok(()) => refusal.into(),
        Err(error) => error.into(),
    }
}

/// Takes a delivery that was proved: what it reports and that it came are one transaction.
async fn take(env: &Env, settings: &Settings, came: Came<'_>, body: &Value) -> Result<Answer, Stop> {
    match reading(came.source, settings, came.topic, body, came.received_at) {
        Ok(read) => {
            let answer = recorded(env, read, came.insert(env, true, None)?).await?;
            came.done(env, &answer).await;
            Ok(answer)
        }
        Err(answer) => {
            came.keep(env, true, &answer).await?;
            Ok(answer)
        }
    }
}

/// The reports of a body that came at `now` with its topic, or what is said where there is nothing to record.
fn reading(
    source: &Source,
    settings: &Settings,
    topic: &str,
    body: &Value,
    now: i64,
) -> Result<(Batch, String), Answer> {
    let read = source::translate(source.kind, topic, source.order_field.as_deref(), body, now);
    let mut read = read.map_err(|faults| Answer::refused(topic, &Refusal::Invalid(faults)))?;
    if let Some(answer) = Answer::of_nothing(&read) {
        return Err(answer);
    }
    let reporter = Reporter { source: source.id, rank: source.kind.rank(source.trusted) };
    if source.kind.has_token() {
        source::without_made_up_times(&mut read.reports, now);
    }
    let batch = Batch::read(&Value::Array(read.reports), settings, reporter, now);
    Ok((batch.map_err(|refusal| Answer::refused(&read.topic, &refusal))?, read.topic))
}

/// Records the reports together with `also`.
async fn recorded(env: &Env, (batch, topic): (Batch, String), also: D1PreparedStatement) -> Result<Answer, Stop> {
    Ok(Answer::recorded(&topic, conversions::record(env, &batch, vec![also]).await?))
}
