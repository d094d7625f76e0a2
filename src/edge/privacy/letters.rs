//! Dead letters with events of somebody: what can be read is made nobody's and kept for its replay, what cannot is emptied.

use serde_json::{Value, json};
use worker::{D1Database, Result};

use crate::domain::event::Message;
use crate::domain::privacy::{Scramble, Work};
use crate::edge::db::{self, Arg};
use crate::sql;
use crate::stored;

/// Letters that are read at once: each has 128 KB at most.
const LETTERS: i64 = 10;

struct Letter {
    id: u32,
    body: String,
}

stored!(Letter { id, body });

fn numbers(work: &Work) -> String {
    let numbers: Vec<String> = work.visitors.iter().map(u64::to_string).chain(work.words.iter().cloned()).collect();
    json!(numbers).to_string()
}

/// The letters with their events, as they are kept; the first hundred.
pub async fn shown(db: &D1Database, work: &Work) -> Result<Vec<Value>> {
    let args = [Arg::Owned(numbers(work)), Arg::Int(0), Arg::Int(100)];
    db::rows(db, sql::PRIVACY_LETTERS, &args).await
}

/// Makes their events in letters nobody's; gives how many letters were changed.
pub async fn erase(db: &D1Database, work: &Work, scramble: &Scramble) -> Result<u32> {
    let (numbers, mut behind, mut changed) = (numbers(work), 0_u32, 0_u32);
    loop {
        let args = [numbers.as_str().into(), behind.into(), Arg::Int(LETTERS)];
        let letters: Vec<Letter> = db::rows(db, sql::PRIVACY_LETTERS, &args).await?;
        let Some(last) = letters.last() else { return Ok(changed) };
        behind = last.id;
        for letter in &letters {
            let Some(body) = rewritten(&letter.body, work, scramble) else { continue };
            db::run(db, sql::PRIVACY_LETTER_PUT, &[letter.id.into(), body.as_str().into()]).await?;
            changed += 1;
        }
    }
}

/// The letter without them; none where its number was another's.
fn rewritten(body: &str, work: &Work, scramble: &Scramble) -> Option<String> {
    let Ok(mut events) = Message::parse(body) else { return Some(String::new()) };
    let mut theirs = false;
    for event in events.iter_mut().filter(|event| work.visitors.contains(&event.visitor)) {
        scramble.event(event);
        theirs = true;
    }
    if !theirs {
        return None;
    }
    serde_json::to_string(&Message { v: 2, events }).ok()
}
