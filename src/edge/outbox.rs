//! Sends events on their way after the reply: by the queue, else straight to D1, else to the log.

use serde_json::json;
use wasm_bindgen::JsValue;
use worker::{Env, QueueContentType, RawMessageBuilder, Result};

use super::wait::{behind, pause, within};
use super::{Call, isolate, log, store};
use crate::domain::event::{self, Event, Message};
use crate::domain::json as strict;
use crate::domain::outbox::{Outbox, Turn};

/// How long the first click of a message waits for company, milliseconds.
const SHARE_MS: u64 = 100;
/// How long a send may take, milliseconds.
const PATIENCE: u64 = 10_000;
/// Characters of a log line's message part: lines are cut beyond some kilobytes.
const LINE_MOST: usize = 4_000;

/// Keeps `event` after the reply.
pub fn keep(call: &Call<'_>, event: &Event) {
    let turn = if call.settings.uncached {
        let mut own = Outbox::default();
        own.put(event);
        own.take().map_or(Turn::Ride, Turn::Send)
    } else {
        isolate::with(|isolate| isolate.outbox.put(event))
    };
    match turn {
        Turn::Ride => {}
        Turn::Send(message) => {
            let env = call.env.clone();
            behind(call.ctx, async move { deliver(&env, &message).await });
        }
        Turn::Wait => {
            let env = call.env.clone();
            behind(call.ctx, async move {
                pause(SHARE_MS).await;
                if let Some(message) = isolate::with(|isolate| isolate.outbox.take()) {
                    deliver(&env, &message).await;
                }
            });
        }
    }
}

/// Delivers a message by the first way that works; ids make it safe when a way that seemed to fail did not.
async fn deliver(env: &Env, message: &str) {
    let Err(queue) = within(PATIENCE, send(env, message)).await else { return };
    let events = Message::parse(message).unwrap_or_default();
    // Without a queue (free plan) the direct way is the ordinary one and nothing to talk about.
    let bound = env.queue("EVENTS_QUEUE").is_ok();
    if bound {
        log::line("warn", "queue_send_failed", &json!({ "events": events.len(), "error": queue.to_string() }));
    }
    if let Err(error) = store::events(env, &events).await {
        log::line("error", "events_not_stored", &json!({ "events": events.len(), "error": error.to_string() }));
        // Whole messages again, so that what reads a message can read them back.
        for rows in event::lists(&events.iter().collect::<Vec<_>>(), LINE_MOST) {
            let rows = strict::parse(&rows).unwrap_or_default();
            log::line("error", "lost_events", &json!({ "v": 2, "events": rows }));
        }
    }
}

async fn send(env: &Env, message: &str) -> Result<()> {
    let message = RawMessageBuilder::new(JsValue::from_str(message)).build_with_content_type(QueueContentType::Text);
    env.queue("EVENTS_QUEUE")?.send_raw(message).await
}
