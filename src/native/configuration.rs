//! A configuration as an inventory gives it. One that was kept is text until it is read: an estate has many, and each
//! as values takes several times its text.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A configuration.
#[derive(Clone, Default)]
pub struct Configuration {
    /// JSON.
    text: Option<Arc<str>>,
    value: OnceLock<Value>,
}

impl Configuration {
    /// One that is still text, which must be JSON; what is not reads as nothing.
    pub const fn of_text(text: Arc<str>) -> Self {
        Self { text: Some(text), value: OnceLock::new() }
    }

    /// Its values, made for this once where it is text.
    pub fn read(&self) -> Cow<'_, Value> {
        match (self.value.get(), &self.text) {
            (Some(value), _) => Cow::Borrowed(value),
            (None, Some(text)) => Cow::Owned(parse(text)),
            (None, None) => Cow::Owned(Value::Null),
        }
    }

    /// Its text without spaces, made where there is none.
    pub fn text(&self) -> Arc<str> {
        self.text.clone().unwrap_or_else(|| self.read().to_string().into())
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

impl From<Value> for Configuration {
    fn from(value: Value) -> Self {
        Self { text: None, value: OnceLock::from(value) }
    }
}

impl Deref for Configuration {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.value.get_or_init(|| self.text.as_deref().map(parse).unwrap_or_default())
    }
}

impl DerefMut for Configuration {
    fn deref_mut(&mut self) -> &mut Value {
        if self.value.get().is_none() {
            self.value = OnceLock::from(self.text.as_deref().map(parse).unwrap_or_default());
        }
        // it is about to become another
        self.text = None;
        match self.value.get_mut() {
            Some(value) => value,
            None => unreachable!("it was set above"),
        }
    }
}

impl PartialEq for Configuration {
    fn eq(&self, other: &Self) -> bool {
        *self.read() == *other.read()
    }
}

impl fmt::Debug for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Serialize for Configuration {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.read().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Configuration {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_values_are_one() {
        let text = Configuration::of_text(r#"{"a":{"b":[1,null]}}"#.into());
        let value = Configuration::from(json!({"a": {"b": [1, null]}}));
        assert_eq!(text, value);
        assert_eq!(text.to_string(), value.to_string());
        assert_eq!(text["a"]["b"][0], 1);
        let mut changed = text.clone();
        changed["a"] = json!(2);
        assert_eq!((changed.to_string().as_str(), &text), (r#"{"a":2}"#, &value));
        assert!(Configuration::of_text("{".into()).is_null() && Configuration::default().is_null());
    }
}
