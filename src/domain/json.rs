//! JSON from outside, read strictly: every key once, and no deeper than anything that is meant for us.
//!
//! # Why
//! Of two equal keys most readers keep the last in silence, and whoever signed or checked the text may have read the
//! first. Which one was meant nobody can say, so neither is taken.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How many lists and objects may stand inside one another.
pub const DEPTH_MOST: u8 = 32;

/// Reads `text` as one JSON value; the error says what is wrong and where.
pub fn parse(text: &str) -> serde_json::Result<Value> {
    parse_nested(text, DEPTH_MOST)
}

/// Reads `text` as one JSON value that is nested at most `depth` deep.
pub fn parse_nested(text: &str, depth: u8) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict(depth).deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads one value that may be nested this deep.
#[derive(Clone, Copy)]
struct Strict(u8);

impl Strict {
    /// For what stands inside a list or an object.
    fn inside<E: Error>(self) -> Result<Self, E> {
        let left = self.0.checked_sub(1).map(Self);
        left.ok_or_else(|| E::custom(format_args!("it is nested more than {DEPTH_MOST} deep")))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let (inside, mut values) = (self.inside()?, Vec::new());
        while let Some(value) = list.next_element_seed(inside)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let (inside, mut values) = (self.inside()?, Map::new());
        while let Some(key) = object.next_key::<String>()? {
            if values.contains_key(&key) {
                let key: String = key.chars().take(64).collect();
                return Err(A::Error::custom(format_args!("the key \"{key}\" stands twice in one object")));
            }
            values.insert(key, object.next_value_seed(inside)?);
        }
        Ok(Value::Object(values))
    }
}
