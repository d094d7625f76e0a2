//! What requests of one isolate share: settings, links read lately, the day's salt, keys, sources, sites, and events on their way.
//!
//! # Why
//! Only plain values live here, never anything that belongs to one request, and no borrow is held across an await.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use worker::Env;

use super::hosts::Known;
use super::js;
use crate::domain::key::Stored;
use crate::domain::link_cache::LinkCache;
use crate::domain::outbox::Outbox;
use crate::domain::refusal::Refusal;
use crate::domain::register::site::Site;
use crate::domain::register::source::Source;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::visitor::Salt;

/// The shared values.
#[derive(Default)]
pub struct Isolate {
    settings: Option<Rc<Settings>>,
    /// Every host as it was read last.
    pub hosts: Option<Known>,
    /// When one of the first requests began to read them.
    pub hosts_asked: i64,
    /// Links read lately.
    pub links: LinkCache,
    /// The salt of a UTC day, or none, and until when not to look again.
    pub salt: Option<(Day, Option<Salt>, i64)>,
    /// Keys asked for lately, none where there is no such key, and until when D1 is not asked again.
    pub keys: HashMap<u32, (Option<Rc<Stored>>, i64)>,
    /// Sources asked for lately by handle, none where there is no such source, and until when D1 is not asked again.
    pub sources: HashMap<String, (Option<Rc<Source>>, i64)>,
    /// Sites asked for lately by id, none where there is no such site, and until when D1 is not asked again.
    pub sites: Vec<(u32, Option<Rc<Site>>, i64)>,
    /// Nonce and time of landings that came lately.
    pub landings: Vec<(u32, i64)>,
    /// When many links were last written at once.
    pub many_at: i64,
    /// Events that wait for their message.
    pub outbox: Outbox,
    /// Messages to webhooks that were noted lately and are not handed to the queue yet.
    pub webhook_messages: Vec<u32>,
}

thread_local! {
    static ISOLATE: RefCell<Isolate> = RefCell::default();
}

/// Gives the shared values to `use_them`, which must not wait for anything.
pub fn with<T>(use_them: impl FnOnce(&mut Isolate) -> T) -> T {
    ISOLATE.with_borrow_mut(use_them)
}

/// The settings, read by the isolate's first request.
pub fn settings(env: &Env) -> Result<Rc<Settings>, Refusal> {
    if let Some(settings) = with(|isolate| isolate.settings.clone()) {
        return Ok(settings);
    }
    let read = Settings::read(|name| variable(env, name), js::host_in_ascii, js::composed);
    let settings = Rc::new(read.map_err(Refusal::Unset)?);
    with(|isolate| isolate.settings = Some(settings.clone()));
    Ok(settings)
}

/// A variable or secret as text; one that is set as JSON is printed as JSON.
fn variable(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env, &name.into()).ok().filter(|value| !value.is_undefined())?;
    value.as_string().or_else(|| js_sys::JSON::stringify(&value).ok().and_then(|text| text.as_string()))
}
