//! What is stored, read into the shape that is asked for.
//!
//! # Why
//! Every shape gets its own copy of its reader's code, so every shape has one reader. This one does little, so a copy
//! weighs half of what it would with the reader of `serde_json`; and what it says of a misfit needs no printing of
//! fractions, which weighs 5 KB of gzip.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, Expected, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::json;

/// What does not fit, in words.
#[derive(Debug, PartialEq, Eq)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl Error for Unfit {
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self(said.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("something else stands in place of {expected}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

/// Reads the JSON `text` as a `T`.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Unfit> {
    read(value(text)?)
}

/// The JSON `text` as a value.
fn value(text: &str) -> Result<Value, Unfit> {
    json::parse_nested(text, u8::MAX).map_err(|error| Unfit(error.to_string()))
}

/// Reads `value` as a `T`.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Unfit> {
    T::deserialize(Stored(value))
}

struct Stored(Value);

impl Stored {
    /// What is said of a value of another kind than the shape asks for.
    #[cold]
    fn unfit(&self, expected: &str) -> Unfit {
        let found = match self.0 {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Unfit(format!("{found} stands in place of {expected}"))
    }

    /// The fields of an object; those of a list are named by `names`, each its own.
    fn fields(self, names: &'static [&'static str]) -> Result<Vec<(Cow<'static, str>, Self)>, Unfit> {
        match self.0 {
            Value::Object(map) => Ok(map.into_iter().map(|(name, value)| (name.into(), Self(value))).collect()),
            Value::Array(list) if list.len() == names.len() => {
                Ok(names.iter().zip(list).map(|(name, value)| ((*name).into(), Self(value))).collect())
            }
            _ => Err(self.unfit("an object")),
        }
    }
}

impl IntoDeserializer<'_, Unfit> for Stored {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Reads a number of any of these kinds; whether it is within the kind's bounds, the visitor says.
macro_rules! numbers {
    ($($kind:ident)*) => {
        $(fn $kind<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            match (self.0.as_u64(), self.0.as_i64(), self.0.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(self.unfit("a number")),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Stored {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.unfit("true or false")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.unfit("a text")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Array(list) => {
                let mut list = SeqDeserializer::new(list.into_iter().map(Stored));
                let read = visitor.visit_seq(&mut list)?;
                list.end()?;
                Ok(read)
            }
            _ => Err(self.unfit("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_map(MapDeserializer::new(self.fields(names)?.into_iter()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(StringDeserializer::new(name)),
            _ => Err(self.unfit("a name")),
        }
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct identifier ignored_any
    }
}
