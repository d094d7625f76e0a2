//! Builds the reports that `POST /v1/conversions` takes, so that its reader takes them.
//!
//! # Why
//! What only describes a sale is cut to what a report may hold: a product name with a line break must not lose an order.

use serde_json::{Map, Value, json};

use crate::domain::conversion::{ALIASES_MOST, CODES_MOST, ITEMS_MOST};
use crate::domain::money::Currency;
use crate::domain::time;

/// `text` without control characters and no longer than `most`; `None` where nothing is left.
pub fn clean(text: &str, most: usize) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !letter.is_control()).take(most).collect();
    Some(kept.trim().to_owned()).filter(|kept| !kept.is_empty())
}

/// A line of an order: stock number, name, quantity, and the amount of all of them.
pub type Line<'a> = (Option<&'a str>, Option<&'a str>, i64, i64);

/// A report being put together, field by field.
#[derive(Default)]
pub struct Report(Map<String, Value>);

impl Report {
    /// A report of `kind` that happened at `at`, Unix milliseconds.
    pub fn of(kind: &str, at: i64) -> Self {
        Self::default().with("kind", kind).with("occurred_at", time::print(at))
    }

    /// Puts `value`; null and an empty list are left out.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        self.put(name, value.into())
    }

    fn put(mut self, name: &str, value: Value) -> Self {
        if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// Puts a text cut to `most` letters.
    #[must_use]
    pub fn text(self, name: &str, value: Option<&str>, most: usize) -> Self {
        self.put(name, value.and_then(|value| clean(value, most)).into())
    }

    /// Puts the currency.
    #[must_use]
    pub fn currency(self, currency: Option<Currency>) -> Self {
        self.put("currency", currency.map(String::from).into())
    }

    /// Puts the names of an order: the first there is as its id, the others as aliases.
    #[must_use]
    pub fn names(self, names: Vec<Option<String>>) -> Self {
        let mut all: Vec<String> = Vec::new();
        for name in names.into_iter().flatten() {
            let fits = name.chars().count() <= 128 && !name.chars().any(char::is_control);
            if !all.contains(&name) && (all.is_empty() || fits) {
                all.push(name);
            }
        }
        let mut all = all.into_iter();
        let order = all.next();
        self.put("order_id", order.into()).put("aliases", all.take(ALIASES_MOST).collect())
    }

    /// Puts what the total is made of, where it adds up to the minor unit; `other` is part of the total but neither goods
    /// nor tax nor shipping (tips, duties, fees). With such, shipping is left out: the three would not make up the total.
    /// Where it does not add up, only a tax that fits is certain.
    #[must_use]
    pub fn parts(
        self,
        total: i64,
        goods: Option<i64>,
        tax: Option<i64>,
        shipping: Option<i64>,
        other: Option<i64>,
    ) -> Self {
        let within = |part: &i64| (0..=total).contains(part);
        let parts: Vec<i64> = [goods, tax, shipping, other].into_iter().flatten().filter(within).collect();
        // Four parts within a total of 64 bits are added wider than that.
        if parts.len() == 4 && parts.iter().map(|part| i128::from(*part)).sum::<i128>() == i128::from(total) {
            let report = self.with("merchandise_minor", goods).with("tax_minor", tax);
            return if other == Some(0) { report.with("shipping_minor", shipping) } else { report };
        }
        self.with("tax_minor", tax.filter(within))
    }

    /// Puts promo codes with what each took off.
    #[must_use]
    pub fn codes(self, codes: impl IntoIterator<Item = (Option<String>, Option<i64>)>) -> Self {
        let codes = codes.into_iter().filter_map(|(code, discount)| {
            let code = clean(&code?, 64)?;
            let discount = discount.filter(|discount| *discount >= 0);
            Some(
                discount
                    .map_or_else(|| json!({ "code": code }), |minor| json!({ "code": code, "discount_minor": minor })),
            )
        });
        let codes: Vec<Value> = codes.take(CODES_MOST).collect();
        self.put("codes", codes.into())
    }

    /// Puts the lines of an order; none of them where one could not be read or they are too many, for a part would look like
    /// all.
    #[must_use]
    pub fn items(self, items: Vec<Option<Line<'_>>>) -> Self {
        let count = items.len();
        let items: Vec<Value> = items
            .into_iter()
            .flatten()
            .filter(|(_, _, quantity, amount)| *quantity > 0 && *amount >= 0)
            .map(|(sku, name, quantity, amount)| {
                let line = Self::default().text("sku", sku, 64).text("name", name, 128);
                line.with("quantity", quantity).with("amount_minor", amount).done()
            })
            .collect();
        if items.len() == count && count <= ITEMS_MOST { self.put("items", items.into()) } else { self }
    }

    /// The report as a value.
    pub fn done(self) -> Value {
        Value::Object(self.0)
    }
}
