//! The performance report: what each creator, campaign, post, link, day and so on brought in, from totals alone.
//!
//! # Why
//! Statements add up by creator, campaign, link, code or day; what only a link knows (its post, platform, tags) is told
//! apart here, by the register of links. A figure that a row cannot have is null and says why, never 0.

mod by;
mod facts;
mod row;
mod sum;
mod table;
mod text;
mod variants;

use serde_json::{Map, Value};

use super::ask::{Frame, Range};
use super::shown::{self, Printed};
use crate::domain::money::Currency;
use crate::domain::ordered;
use crate::domain::recount::Dimension;
pub use by::{Asked, By};
pub use facts::{
    CreditRow, Facts, Flagged, Link, Money, PartCredit, PartVisits, Post, Seen, StatRow, VERDICTS, VisitRow,
};
pub use row::{Footing, currency, decimal, earned, engagements, row, spent};
pub use sum::{Revenue, Single, Sum};
pub use table::{Key, Table};

/// What a deployment says about all rows.
#[derive(Clone, Debug)]
pub struct Set {
    /// What stands over the report.
    pub frame: Frame,
    /// `MARGIN_PERCENT`
    pub margin_percent: Option<u8>,
}

impl Asked {
    /// What rows have in common.
    pub fn common(&self, set: &Set) -> Footing {
        let (by, filters) = (self.by, &self.ask.filters);
        let part = self.part().is_some();
        let placed = !filters.places.is_empty();
        let narrow = ["link", "code"].iter().any(|name| filters.place(name).is_some());
        let of_places = !matches!(by, By::Link | By::Code | By::Tag(_) | By::Part(_)) && !part && !narrow;
        Footing {
            reporting: set.frame.reporting,
            margin_percent: set.margin_percent,
            part,
            variants: by == By::Part(Dimension::Variant),
            clicks: by != By::Code && filters.place("code").is_none(),
            visitor_days: !by.is_of_links() && (!placed || by == By::Link),
            costs: of_places,
            seen: of_places && !by.is_time(),
            mature: set.frame.today.0 - 1 - set.frame.click_window_days,
        }
    }
}

/// Makes the report of `facts`, beside `before` where it is compared.
pub fn report(asked: &Asked, set: &Set, facts: &Facts, before: Option<&Facts>) -> Printed {
    let common = asked.common(set);
    let range = asked.ask.range;
    let mut table = Table::of(asked, range, facts);
    let earlier = before.map(|facts| Table::of(asked, range.previous(), facts));
    for (key, _) in earlier.iter().flat_map(|table| &table.rows) {
        table.at(key.clone());
    }
    let used = ordered::once(table.rows.iter().flat_map(|(_, sum)| sum.currencies()));
    let mut head = asked.ask.head("performance", &set.frame, &used);
    head.insert("by".into(), asked.by.word().into());
    let span =
        |key: &Key, range: Range| if asked.by.is_time() { table::last(asked.by, key.0, range) } else { range.to.0 };
    let mut rows = Vec::with_capacity(table.rows.len());
    for (key, sum) in &table.rows {
        let creator = table::by_id(&facts.subjects, key.0).filter(|_| asked.by == By::Creator);
        let (name, about) = if let Some(creator) = creator {
            ("creator", shown::printed(creator))
        } else {
            let (name, about) = table.about(asked.by, key, facts);
            (name, shown::printed(&about))
        };
        let figures = row(sum, &common, span(key, range));
        let mut text = format!("{{\"{name}\":{about},{figures}");
        if let Some(earlier) = &earlier {
            let none = Sum::default();
            let sum = earlier.find(key).unwrap_or(&none);
            // A stretch of time has no counterpart before.
            if asked.by.is_time() {
                text.push_str(",\"previous\":null");
            } else {
                text = text + ",\"previous\":{" + &row(sum, &common, range.previous().to.0) + "}";
            }
        }
        text.push('}');
        rows.push(text);
    }
    let mut beside = total(asked, &common, &table, facts, range);
    if let (Some(earlier), Some(facts), Some(sum)) =
        (&earlier, before, beside.get_mut("total").and_then(Value::as_object_mut))
    {
        let mut previous = total(asked, &common, earlier, facts, range.previous());
        sum.insert("previous".into(), previous.remove("total").unwrap_or_default());
    }
    if common.variants {
        beside.insert("verdict".into(), variants::verdict(&variants::arms(&table, facts)));
    }
    Printed { head, rows, beside }
}

/// A row as values, where not all of it is wanted.
pub fn values(sum: &Sum, common: &Footing, until: i64) -> Map<String, Value> {
    let text = format!("{{{}}}", row(sum, common, until));
    if let Ok(Value::Object(row)) = serde_json::from_str(&text) { row } else { Map::new() }
}

/// What stands beside rows: their total, and orders that are nobody's here.
fn total(asked: &Asked, common: &Footing, table: &Table, facts: &Facts, range: Range) -> Map<String, Value> {
    let mut sum = Sum::default();
    for (_, one) in &table.rows {
        sum.add(one);
    }
    sum.reach = alone(table, |sum| sum.reach);
    sum.followers = alone(table, |sum| sum.followers);
    let mut common = common.clone();
    if !asked.by.is_time() && !matches!(asked.by, By::Part(_)) {
        // A visitor of two links is one of the whole.
        common.visitor_days = asked.ask.filters.is_empty();
        sum.visitor_days = facts.whole.iter().map(|row| row.visitor_days).sum();
    }
    let apart = |who: u8, model: u8| {
        let mut sum = Sum::default();
        let mine = facts.credit.iter().filter(|row| row.kind == 1 && row.who == who && row.model == model);
        mine.for_each(|row| sum.see_credit(row, model));
        apart(&sum, common.reporting)
    };
    let model = asked.ask.model.number.unwrap_or(1);
    let mut beside = Map::new();
    beside.insert("total".into(), Value::Object(values(&sum, &common, range.to.0)));
    if !common.part {
        beside.insert("unattributed".into(), apart(1, model));
        beside.insert("other_channels".into(), apart(2, model));
        beside.insert("unverified".into(), apart(1, 0));
    }
    beside.insert("orphan_visits".into(), facts.orphan_visits.into());
    beside
}

/// What is known of one row alone.
fn alone(table: &Table, of: fn(&Sum) -> Single) -> Single {
    let mut all = Single::Unknown;
    table.rows.iter().for_each(|(_, sum)| all.see_all(of(sum)));
    all
}

/// Orders that are no row's, with their money: always of the whole shop, and the answer says so.
fn apart(sum: &Sum, reporting: Option<Currency>) -> Value {
    let whole = values(
        sum,
        &Footing {
            reporting,
            margin_percent: None,
            part: false,
            variants: false,
            clicks: false,
            visitor_days: false,
            costs: false,
            seen: false,
            mature: 0,
        },
        0,
    );
    let fields =
        ["orders", "net_orders", "new_customers", "revenue", "currency", "gross_minor", "refunded_minor", "net_minor"];
    let mut row: Map<String, Value> =
        fields.iter().filter_map(|name| Some(((*name).to_owned(), whole.get(*name)?.clone()))).collect();
    row.insert("of".into(), "shop".into());
    Value::Object(row)
}
