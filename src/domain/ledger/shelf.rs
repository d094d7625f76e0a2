//! A thing of the ledger as a table of columns: what a body may say, how it is shown, what a statement takes.
//!
//! # Why
//! Six registers that differ in their fields alone would be six copies of the same machine code. Here there is one, and the
//! fields are data: from a column follow the reading of JSON and of a cell, its fault, its JSON, its cell and its place among a
//! statement's values.

use serde_json::{Map, Value, json};

use super::decimal;
use super::proration::Days;
use crate::domain::conversion::MOST_MINOR;
use crate::domain::fields::Fields;
use crate::domain::money::Currency;
use crate::domain::refusal::Fault;
use crate::domain::time::{self, Day};
use crate::stored;

/// A thing as the store has it: values by column, ids for names, days as numbers.
pub type Row = Map<String, Value>;

/// The first day that is taken for real: 2000-01-01.
const DAY_FIRST: i64 = 10_957;
/// How far ahead a plan may reach, days.
const AHEAD_MOST: i64 = 3_660;
/// How far ahead something that has happened may lie, for the sake of zones, days.
const TOMORROW: i64 = 1;

/// What stands in a column.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// Something that is named by its handle or id, kept as `{name}_id`.
    Named,
    /// A text of at most so many characters.
    Text(usize),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// Minor units, 0 to 10^12 as of conversions.
    Minor,
    /// A decimal number of 0 or more, kept times ten to this.
    Decimal(u32),
    /// Letters of ISO 4217.
    Currency,
    /// A day, also one to come.
    Day,
    /// A day that is there already.
    Past,
    /// An address on the web.
    Address,
    /// True or false; false where nothing is said.
    Flag,
}

/// A column that may be written.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in JSON, CSV and SQL.
    pub name: &'static str,
    /// What stands in it.
    pub what: What,
    /// Whether it must be there.
    pub needed: bool,
}

/// How a thing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// In place, with a version.
    Versions,
    /// In place, whole: the same columns said again are what stands.
    Latest,
    /// Never: what is new stands beside what was.
    History,
}

/// A thing of the ledger.
#[derive(Debug)]
pub struct Shelf {
    /// The collection in the address.
    pub name: &'static str,
    /// What may be written, in the order of a statement's values and of a CSV's header.
    pub columns: &'static [Column],
    /// How it changes.
    pub keeps: Keeps,
    /// The keys that make two rows the same thing.
    pub same: &'static [&'static str],
    /// The keys by which rows are found that others may be held against.
    pub near: &'static [&'static str],
    /// The query parameters of a list, in the order of its statement's values.
    pub filters: &'static [&'static str],
    /// What else must hold of a row, and what follows from it.
    pub check: fn(&mut Row, &mut Fields<'_>, &Around<'_>),
}

/// Creators, campaigns and posts by what somebody calls them, each list in the order of its words.
#[derive(Debug, Default)]
pub struct Names {
    creators: Vec<(String, u32)>,
    campaigns: Vec<(String, u32)>,
    posts: Vec<(String, u32, u32)>,
}

stored!(Names { creators, campaigns, posts });

/// What a row is read beside.
#[derive(Debug)]
pub struct Around<'a> {
    /// What its words name.
    pub names: &'a Names,
    /// `REPORTING_CURRENCY`.
    pub reporting: Option<Currency>,
    /// Today in UTC.
    pub today: i64,
}

impl Names {
    /// The id that `word` names.
    pub fn find(&self, column: &str, word: &str) -> Option<u32> {
        let list = match column {
            "creator" => &self.creators,
            "campaign" => &self.campaigns,
            _ => {
                let at = self.posts.binary_search_by(|post| post.0.as_str().cmp(word)).ok()?;
                return self.posts.get(at).map(|post| post.1);
            }
        };
        let at = list.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok()?;
        list.get(at).map(|known| known.1)
    }

    /// Whose post this is.
    fn holder(&self, post: i64) -> Option<u32> {
        self.posts.iter().find(|known| i64::from(known.1) == post).map(|known| known.2)
    }
}

/// What `object` calls the creator, campaign or post of `column`, by handle and by id.
pub fn words<'a>(object: &'a Value, column: &str) -> impl Iterator<Item = String> + 'a {
    let names = [column.to_owned(), format!("{column}_id")];
    names.into_iter().filter_map(|name| word(object.get(name)?))
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(word) if !word.trim().is_empty() => Some(word.trim().to_owned()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

impl Column {
    /// Where its value stands in a [`Row`].
    pub fn key(&self) -> &'static str {
        match (self.what, self.name) {
            (What::Named, "creator") => "creator_id",
            (What::Named, "campaign") => "campaign_id",
            (What::Named, _) => "post_id",
            (_, name) => name,
        }
    }

    /// What the body says here, as it is stored; none where it says nothing or something wrong.
    fn take(&self, fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Value> {
        let name = self.name;
        match self.what {
            What::Named => named(fields, self, around),
            What::Text(most) => fields.text(name, most).map(Value::from),
            What::Word(words) => {
                let said = fields.value(name)?;
                let word = words.iter().find(|word| said.as_str() == Some(**word));
                let detail = || format!("Send one of: {}.", words.join(", "));
                word.map(|word| (*word).into()).or_else(|| fields.fault(name, "unknown_word", detail()))
            }
            What::Whole(least, most) => fields.integer(name, least, most).map(Value::from),
            What::Minor => fields.integer(name, 0, MOST_MINOR).map(Value::from),
            What::Decimal(places) => {
                let number = decimal::read(fields.value(name)?, places).filter(|number| *number >= 0);
                let detail =
                    || format!("Send a decimal number of 0 or more with at most {places} digits behind the point.");
                number.map(Value::from).or_else(|| fields.fault(name, "not_a_decimal", detail()))
            }
            What::Currency => fields.currency(name).map(|currency| currency.to_string().into()),
            What::Day => day(fields, name, around.today + AHEAD_MOST),
            What::Past => day(fields, name, around.today + TOMORROW),
            What::Address => {
                let address = fields.text(name, 2_048)?;
                let web = ["https://", "http://"].iter().any(|start| address.starts_with(start));
                if web {
                    Some(address.into())
                } else {
                    fields.fault(name, "not_an_address", "Send one that begins with https://.")
                }
            }
            What::Flag => fields.flag(name).map(|flag| i64::from(flag).into()),
        }
    }

    /// What the store has, as JSON shows it.
    fn shown(&self, value: &Value) -> Value {
        match (self.what, value.as_i64()) {
            (What::Day | What::Past, Some(day)) => json!(Day(day)),
            (What::Decimal(places), Some(number)) => decimal::print(number, places).into(),
            (What::Flag, number) => (number == Some(1)).into(),
            _ => value.clone(),
        }
    }
}

/// Something named by its handle or id under the column's name, or by its id under `{name}_id`.
fn named(fields: &mut Fields<'_>, column: &Column, around: &Around<'_>) -> Option<Value> {
    let (by_id, by_word) = (fields.value(column.key()), fields.value(column.name));
    let mut found = None;
    for (name, value) in [(column.key(), by_id), (column.name, by_word)] {
        let Some(value) = value else { continue };
        let one = word(value).and_then(|word| around.names.find(column.name, &word));
        let Some(id) = one else {
            let detail = format!("Name the handle or id of a {} that there is.", column.name);
            return fields.fault(name, "not_found", detail);
        };
        if found.is_some_and(|other| other != id) {
            return fields.fault(name, "differs", format!("Name one {}, by its handle or by its id.", column.name));
        }
        found = Some(id);
    }
    found.map(Value::from)
}

fn day(fields: &mut Fields<'_>, name: &'static str, last: i64) -> Option<Value> {
    let Some(day) = fields.value(name)?.as_str().and_then(Day::parse) else {
        return fields.fault(name, "not_a_day", "Send a day such as 2026-11-20.");
    };
    if (DAY_FIRST..=last).contains(&day.0) {
        return Some(day.0.into());
    }
    fields.fault(name, "out_of_range", format!("Send a day from {} to {}.", Day(DAY_FIRST), Day(last)))
}

impl Shelf {
    /// The row that `body` makes, or what it makes of `before`.
    ///
    /// # Errors
    /// A fault for each field that is wrong, missing or not known.
    pub fn read(&self, body: &Value, before: Option<&Row>, around: &Around<'_>) -> Result<Row, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let mut row = Row::new();
        for column in self.columns {
            let said = fields.has(column.name) || fields.has(column.key());
            let taken = column.take(&mut fields, around);
            let kept = before.filter(|_| !said).and_then(|before| before.get(column.key()).cloned());
            let value = taken.or(kept.filter(|value| !value.is_null()));
            // A post says whose it is, and what was sent by id has a fault of its own.
            let by_id = column.key() != column.name && fields.has(column.key());
            let by_post = column.name == "creator" && ["post", "post_id"].iter().any(|name| fields.has(name));
            if column.needed && value.is_none() && (before.is_none() || said) && !by_id && !by_post {
                fields.need::<()>(column.name, None);
            }
            let nothing = if matches!(column.what, What::Flag) { 0.into() } else { Value::Null };
            row.insert(column.key().to_owned(), value.unwrap_or(nothing));
        }
        if let Some(holder) = number(&row, "post_id").and_then(|post| around.names.holder(post)) {
            let creator = row.entry("creator_id").or_insert(Value::Null);
            if creator.is_null() {
                *creator = holder.into();
            } else if creator.as_u64() != Some(holder.into()) {
                fields.fault::<()>("post", "not_of_creator", "Name a post of this creator.");
            }
        }
        (self.check)(&mut row, &mut fields, around);
        fields.finish()?;
        Ok(row)
    }

    /// The values of a statement, in the order of the columns.
    pub fn values(&self, row: &Row) -> Vec<Value> {
        self.columns.iter().map(|column| row.get(column.key()).cloned().unwrap_or_default()).collect()
    }

    /// Whether both say the same.
    pub fn says(&self, one: &Row, other: &Row) -> bool {
        let is = |row: &Row, column: &Column| row.get(column.key()).cloned().unwrap_or_default();
        self.columns.iter().all(|column| is(one, column) == is(other, column))
    }

    /// What makes `row` the same thing as another; of a thing with versions none where it is not said.
    pub fn identity(&self, row: &Row) -> Option<String> {
        let part = |name: &&str| row.get(*name).and_then(word).unwrap_or_default();
        let identity = self.same.iter().map(part).collect::<Vec<_>>().join("\n");
        Some(identity).filter(|identity| self.keeps != Keeps::Versions || !identity.is_empty())
    }

    /// The row as JSON: handles beside ids, days and moments in their printed form.
    pub fn show(&self, row: &Row) -> Value {
        let mut shown = Map::new();
        for column in self.columns {
            let value = |key: &str| row.get(key).cloned().unwrap_or_default();
            if column.key() != column.name {
                shown.insert(column.key().to_owned(), value(column.key()));
            }
            shown.insert(column.name.to_owned(), column.shown(&value(column.name)));
        }
        for name in ["id", "version"] {
            shown.extend(row.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        for name in ["set_at", "superseded_at", "created_at", "updated_at", "archived_at"] {
            let printed = |value: &Value| value.as_i64().map(time::print);
            shown.extend(row.get(name).map(|value| (name.to_owned(), json!(printed(value)))));
        }
        Value::Object(shown)
    }

    /// The cells of `row`, in the order of the columns; creators, campaigns and posts by their handles.
    pub fn cells(&self, row: &Row) -> Vec<String> {
        let cell = |column: &Column| match column.shown(row.get(column.name).unwrap_or(&Value::Null)) {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        self.columns.iter().map(cell).collect()
    }
}

/// The whole number in a column.
pub fn number(row: &Row, name: &str) -> Option<i64> {
    row.get(name)?.as_i64()
}

/// The text in a column.
pub fn text<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    row.get(name)?.as_str()
}

/// The days from `from_day` to `to_day`.
pub fn days(row: &Row) -> Option<Days> {
    Some(Days { from: number(row, "from_day")?, to: number(row, "to_day")? })
}
