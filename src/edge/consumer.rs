//! The queues' consumer: stores what can be read, puts aside what cannot, sends messages, and asks for the rest again.
//!
//! # Why
//! It never returns an error (that would panic): a database that is down means "again, later". The delay grows with
//! a message's age, for the platform does not say how often it was tried.

use serde_json::json;
use wasm_bindgen::JsValue;
use worker::{Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage};

use super::{dead_letters, js, log, store, webhook};
use crate::domain::event::Message;

/// Seconds until a message is tried again: half its age, within these bounds.
const DELAY: (i64, i64) = (5, 600);

/// Takes a batch of whichever queue it comes from.
pub async fn take(batch: &MessageBatch<()>, env: &Env) {
    let messages: Vec<RawMessage> = batch.raw_iter().collect();
    if batch.queue().ends_with("-webhooks") {
        messages_out(&messages, env).await;
    } else {
        events(batch, &messages, env).await;
    }
}

/// Sends what others are to hear; what is to be tried again soon comes back by the queue.
async fn messages_out(messages: &[RawMessage], env: &Env) {
    let ids: Vec<u32> = messages.iter().map(|message| text(&message.body()).parse().unwrap_or_default()).collect();
    let waits = webhook::send_all(env, &ids).await;
    for (message, wait) in messages.iter().zip(waits) {
        match wait.and_then(|wait| u32::try_from(wait / 1000 + 1).ok()) {
            None => message.ack(),
            Some(delay) => {
                message.retry_with_options(&QueueRetryOptionsBuilder::new().with_delay_seconds(delay).build());
            }
        }
    }
}

/// Takes events, of the queue or of its dead-letter queue.
async fn events(batch: &MessageBatch<()>, messages: &[RawMessage], env: &Env) {
    let queue = batch.queue();
    let (mut events, mut aside) = (Vec::new(), Vec::new());
    let exhausted = queue.ends_with("-dead");
    for message in messages {
        let body = text(&message.body());
        match Message::parse(&body) {
            Ok(_) if exhausted => aside.push((body, "retries were exhausted".to_owned())),
            Ok(read) => events.extend(read),
            Err(reason) => aside.push((body, reason)),
        }
    }
    let mut kept = store::events(env, &events).await.map(drop);
    if kept.is_ok() && !aside.is_empty() {
        kept = dead_letters::keep(env, &queue, &aside).await;
    }
    match kept {
        Ok(()) => {
            batch.ack_all();
            let facts = json!({ "messages": messages.len(), "events": events.len(), "put_aside": aside.len() });
            log::line("info", "batch_stored", &facts);
        }
        Err(error) => {
            let facts = json!({ "messages": messages.len(), "events": events.len(), "error": error.to_string() });
            log::line("error", "batch_failed", &facts);
            for message in messages {
                again(message);
            }
        }
    }
}

fn again(message: &RawMessage) {
    #[expect(clippy::cast_possible_truncation, reason = "a date of this age is far below 2^53")]
    let age = (js::now() - js_sys::Date::from(message.timestamp()).get_time() as i64) / 1000;
    let delay = u32::try_from((age / 2).clamp(DELAY.0, DELAY.1)).unwrap_or(5);
    message.retry_with_options(&QueueRetryOptionsBuilder::new().with_delay_seconds(delay).build());
}

/// A body as text, also one that some other producer sent as an object.
fn text(body: &JsValue) -> String {
    body.as_string()
        .or_else(|| js_sys::JSON::stringify(body).ok().and_then(|text| text.as_string()))
        .unwrap_or_default()
}
