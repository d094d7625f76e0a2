//! Money by currency, and how a row shows it: as one figure, or apart where currencies cannot be added.

use serde_json::{Map, Value, json};

/// Why a figure of money is null.
pub const SEVERAL: &str = "several_currencies";

/// Gross and refunded money, minor units, by currency.
#[derive(Clone, Debug, Default)]
pub struct Purse(Vec<(String, i64, i64)>);

impl Purse {
    /// Adds money; without a currency there is none.
    pub fn add(&mut self, currency: &str, gross: i64, refunded: i64) {
        if currency.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|known| known.0 == currency) {
            Some(known) => {
                known.1 += gross;
                known.2 += refunded;
            }
            None => self.0.push((currency.to_owned(), gross, refunded)),
        }
    }

    /// Its currencies.
    pub fn currencies(&self) -> Vec<&str> {
        self.0.iter().map(|known| known.0.as_str()).collect()
    }

    /// What is left after refunds, by currency.
    pub fn net(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0.iter().map(|known| (known.0.as_str(), known.1 - known.2))
    }

    /// Puts the net money into `row` as `name`.
    pub fn put_net(&self, row: &mut Map<String, Value>, name: &str, several: bool) {
        put(row, name, several, self.net());
    }

    /// Puts gross, refunded and net money into `row`.
    pub fn put(&self, row: &mut Map<String, Value>, several: bool) {
        put(row, "gross_minor", several, self.0.iter().map(|known| (known.0.as_str(), known.1)));
        put(row, "refunded_minor", several, self.0.iter().map(|known| (known.0.as_str(), known.2)));
        self.put_net(row, "net_minor", several);
    }
}

/// Puts money into `row` as `name`: one figure, or where there are `several` currencies in the report null, the reason, and
/// under `by_currency` each by itself.
fn put<'a>(row: &mut Map<String, Value>, name: &str, several: bool, money: impl Iterator<Item = (&'a str, i64)>) {
    if !several {
        row.insert(name.to_owned(), money.map(|one| one.1).sum::<i64>().into());
        return;
    }
    for (currency, sum) in money {
        place(row, "by_currency", currency, name, sum.into());
    }
    null(row, name, SEVERAL);
}

/// Puts `value` at `outer.inner.name` of `row`.
pub fn place(row: &mut Map<String, Value>, outer: &str, inner: &str, name: &str, value: Value) {
    let outer = row.entry(outer).or_insert_with(|| json!({}));
    let inner = outer.as_object_mut().map(|outer| outer.entry(inner).or_insert_with(|| json!({})));
    if let Some(inner) = inner.and_then(Value::as_object_mut) {
        inner.insert(name.to_owned(), value);
    }
}

/// Says that `row` has no `name`, and why.
pub fn null(row: &mut Map<String, Value>, name: &str, why: &str) {
    row.insert(name.to_owned(), Value::Null);
    let reasons = row.entry("why").or_insert_with(|| json!({}));
    if let Some(reasons) = reasons.as_object_mut() {
        reasons.insert(name.to_owned(), why.into());
    }
}
