//! Dead letters with events of somebody, looked through page by page.

use serde_json::{Value, json};
use worker::{D1Database, Result};

use crate::domain::privacy::{Scramble, Work, letter};
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

/// What a page of letters behind id `behind` is asked for by.
fn args(work: &Work, behind: u32, most: i64) -> [Arg<'static>; 4] {
    let numbers: Vec<String> = work.visitors.iter().map(u64::to_string).collect();
    [Arg::Owned(json!(numbers).to_string()), Arg::Owned(work.needle().words), behind.into(), Arg::Int(most)]
}

/// The letters with their events, as they are kept; of the first hundred that may be such.
pub async fn shown(db: &D1Database, work: &Work) -> Result<Vec<Value>> {
    let mut letters: Vec<Value> = db::rows(db, sql::PRIVACY_LETTERS, &args(work, 0, 100)).await?;
    if let Some(scramble) = Scramble::of(&work.key) {
        letters.retain(|row| {
            let body = row.get("body").and_then(Value::as_str).unwrap_or_default();
            letter::without(body, work, &scramble).is_some()
        });
    }
    Ok(letters)
}

/// Makes their events in letters nobody's; gives how many letters were changed.
pub async fn erase(db: &D1Database, work: &Work, scramble: &Scramble) -> Result<u32> {
    let (mut behind, mut changed) = (0_u32, 0_u32);
    loop {
        let letters: Vec<Letter> = db::rows(db, sql::PRIVACY_LETTERS, &args(work, behind, LETTERS)).await?;
        let Some(last) = letters.last() else { return Ok(changed) };
        behind = last.id;
        for kept in &letters {
            let Some(body) = letter::without(&kept.body, work, scramble) else { continue };
            db::run(db, sql::PRIVACY_LETTER_PUT, &[kept.id.into(), body.as_str().into()]).await?;
            changed += 1;
        }
    }
}
