//! One JSON line per notable fact; never an address, a key, a customer or a whole URL.

use serde_json::{Map, Value, json};
use worker::{Result, console_log};

/// Says `what` happened at `level` (`info`, `warn`, `error`) with `facts`, a JSON object.
pub fn line(level: &str, what: &str, facts: &Value) {
    let mut line = Map::new();
    line.insert("level".into(), level.into());
    line.insert("what".into(), what.into());
    if let Value::Object(facts) = facts {
        line.extend(facts.clone());
    }
    console_log!("{}", Value::Object(line));
}

/// Says that rows of `table` were not forgotten, where that went wrong.
pub fn failed<T>(table: &str, done: Result<T>) {
    if let Err(error) = done {
        line("error", "not_forgotten", &json!({ "table": table, "error": error.to_string() }));
    }
}
