//! What is stored, read into the shape that is asked for.
//!
//! # Why
//! Every shape gets its own copy of its reader's code, and what `serde` derives weighs some 100 bytes of wasm a field: it
//! knows every format, doubled fields, and a way back after each. Here what does not fit is noted and reading goes on, so
//! a copy is one call a field.

use std::fmt;

use serde_json::{Map, Value};

use super::json;

/// What does not fit, in words.
#[derive(Debug, PartialEq, Eq)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first thing that did not fit.
#[derive(Default)]
pub struct Misfit(Option<String>);

impl Misfit {
    /// Notes in words that something does not fit.
    #[cold]
    pub fn note(&mut self, said: &str) {
        self.0.get_or_insert_with(|| said.to_owned());
    }

    #[cold]
    fn instead(&mut self, value: &Value, expected: &str) {
        let found = match value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "another number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.note(&format!("{found} stands in place of {expected}"));
    }
}

/// A shape that can be stored.
pub trait Stored: Sized {
    /// Reads `value`; where it does not fit, that is noted and what is given means nothing.
    fn read(value: Value, misfit: &mut Misfit) -> Self;
}

/// Reads the JSON `text` as a `T`.
///
/// # Errors
/// What is no JSON, or does not fit.
pub fn parse<T: Stored>(text: &str) -> Result<T, Unfit> {
    read(value(text)?)
}

fn value(text: &str) -> Result<Value, Unfit> {
    json::parse_nested(text, u8::MAX).map_err(|error| Unfit(error.to_string()))
}

/// Reads `value` as a `T`.
///
/// # Errors
/// What does not fit.
pub fn read<T: Stored>(value: Value) -> Result<T, Unfit> {
    let mut misfit = Misfit::default();
    let read = T::read(value, &mut misfit);
    misfit.0.map_or(Ok(read), |said| Err(Unfit(said)))
}

/// The fields of an object by name, or those of a list in order.
pub enum Row {
    /// By name; what nobody asks for is left.
    Named(Map<String, Value>),
    /// In order.
    Listed(std::vec::IntoIter<Value>),
}

impl Row {
    /// The fields of `value`, of which a list must have `count`.
    pub fn of(value: Value, count: usize, misfit: &mut Misfit) -> Self {
        match value {
            Value::Object(map) => Self::Named(map),
            Value::Array(list) if list.len() == count => Self::Listed(list.into_iter()),
            other => {
                misfit.instead(&other, "a row");
                Self::Listed(Vec::new().into_iter())
            }
        }
    }

    /// The next field, `name`; null where there is none.
    pub fn take(&mut self, name: &str) -> Value {
        let value = match self {
            Self::Named(map) => map.get_mut(name).map(Value::take),
            Self::Listed(list) => list.next(),
        };
        value.unwrap_or_default()
    }

    /// The next field, `name`, as a `T`.
    pub fn field<T: Stored>(&mut self, name: &str, misfit: &mut Misfit) -> T {
        T::read(self.take(name), misfit)
    }
}

/// Reads structs by their fields; a list has them in the order that they have here. `as` names a reader of its own.
#[macro_export]
macro_rules! stored {
    ($name:ident { $($field:ident $(as $with:path)?),* $(,)? }) => {
        impl $crate::domain::stored::Stored for $name {
            fn read(value: serde_json::Value, misfit: &mut $crate::domain::stored::Misfit) -> Self {
                let count = [$(stringify!($field)),*].len();
                let mut row = $crate::domain::stored::Row::of(value, count, misfit);
                Self { $($field: $crate::stored!(@ row misfit $field $($with)?)),* }
            }
        }
    };
    ($name:ident ( $($field:ident),* $(,)? )) => {
        impl $crate::domain::stored::Stored for $name {
            fn read(value: serde_json::Value, misfit: &mut $crate::domain::stored::Misfit) -> Self {
                let count = [$(stringify!($field)),*].len();
                let mut row = $crate::domain::stored::Row::of(value, count, misfit);
                Self($(row.field(stringify!($field), misfit)),*)
            }
        }
    };
    (@ $row:ident $misfit:ident $field:ident) => { $row.field(stringify!($field), $misfit) };
    (@ $row:ident $misfit:ident $field:ident $with:path) => { $with($row.take(stringify!($field)), $misfit) };
}

/// Reads enums by the words of their variants.
#[macro_export]
macro_rules! stored_word {
    ($name:ident { $first:ident = $word:literal $(, $variant:ident = $other:literal)* $(,)? }) => {
        impl $crate::domain::stored::Stored for $name {
            fn read(value: serde_json::Value, misfit: &mut $crate::domain::stored::Misfit) -> Self {
                match value.as_str() {
                    Some($word) => Self::$first,
                    $(Some($other) => Self::$variant,)*
                    _ => {
                        misfit.note("an unknown word");
                        Self::$first
                    }
                }
            }
        }
    };
}

impl Stored for Value {
    fn read(value: Value, _: &mut Misfit) -> Self {
        value
    }
}

impl Stored for String {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        if let Value::String(text) = value {
            return text;
        }
        misfit.instead(&value, "a text");
        Self::new()
    }
}

impl Stored for bool {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        value.as_bool().unwrap_or_else(|| {
            misfit.instead(&value, "true or false");
            false
        })
    }
}

impl<T: Stored> Stored for Option<T> {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        if value.is_null() { None } else { Some(T::read(value, misfit)) }
    }
}

/// Reads a list that may be left out where it is empty; `as list` names it.
pub fn list<T: Stored>(value: Value, misfit: &mut Misfit) -> Vec<T> {
    Option::read(value, misfit).unwrap_or_default()
}

impl<T: Stored> Stored for Vec<T> {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let Value::Array(list) = value else {
            misfit.instead(&value, "a list");
            return Self::new();
        };
        let mut read = Self::with_capacity(list.len());
        for value in list {
            read.push(T::read(value, misfit));
        }
        read
    }
}

/// Whole numbers within the bounds of their kind.
macro_rules! numbers {
    ($($kind:ident by $as:ident),*) => {
        $(impl Stored for $kind {
            fn read(value: Value, misfit: &mut Misfit) -> Self {
                value.$as().and_then(|number| number.try_into().ok()).unwrap_or_else(|| {
                    misfit.instead(&value, "a number");
                    0
                })
            }
        })*
    };
}

numbers! { u8 by as_u64, u16 by as_u64, u32 by as_u64, u64 by as_u64, usize by as_u64, i64 by as_i64 }

/// Lists of a fixed length.
macro_rules! lists {
    ($(($($kind:ident)*))*) => {
        $(impl<$($kind: Stored),*> Stored for ($($kind,)*) {
            fn read(value: Value, misfit: &mut Misfit) -> Self {
                let mut row = Row::of(value, [$(stringify!($kind)),*].len(), misfit);
                ($(row.field::<$kind>("", misfit),)*)
            }
        })*
    };
}

lists! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G H) }
