//! Values of templates.

use std::sync::Arc;

use crate::native::{Node, Value, Why, format_number};
use crate::table::IndexMap;

/// A value while a template is rendered.
#[derive(Debug, Clone, Default)]
pub(super) enum Val {
    #[default]
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Arc<str>),
    List(Arc<Vec<Val>>),
    Map(Arc<Map>),
    /// Not known here.
    Unknown(Arc<Why>),
}

pub(super) type Map = IndexMap<Arc<str>, Val>;

impl Val {
    pub(super) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn map(entries: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().map(|(k, v)| (k.into(), v)).collect()))
    }

    /// A value of YAML or JSON.
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Nil,
            Value::Bool(b) => Self::Bool(*b),
            #[expect(clippy::cast_possible_truncation, reason = "guarded by the range check")]
            Value::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => Self::Int(*n as i64),
            Value::Number(n) => Self::Float(*n),
            Value::String(s) => Self::Text(s.clone()),
            Value::List(items) | Value::Set(items) => {
                Self::List(Arc::new(items.iter().map(Self::of).collect()))
            }
            Value::Object(members) => {
                Self::Map(Arc::new(members.iter().map(|(k, v)| (k.clone(), Self::of(v))).collect()))
            }
            Value::Unknown(u) => Self::Unknown(Arc::new(u.why.clone())),
        }
    }

    /// Whether a condition takes it for yes; nothing when that is not known.
    pub(super) fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::Unknown(_) => return None,
            Self::Nil => false,
            Self::Bool(b) => *b,
            Self::Int(n) => *n != 0,
            Self::Float(n) => *n != 0.0,
            Self::Text(s) => !s.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Map(members) => !members.is_empty(),
        })
    }

    pub(super) fn get(&self, name: &str) -> Self {
        match self {
            Self::Map(members) => members.get(name).cloned().unwrap_or_default(),
            Self::Unknown(why) => Self::Unknown(why.clone()),
            _ => Self::Nil,
        }
    }

    /// The value as it is printed.
    pub(super) fn print(&self) -> String {
        match self {
            Self::Nil => String::new(),
            Self::Bool(b) => b.to_string(),
            Self::Int(n) => n.to_string(),
            Self::Float(n) => format_number(*n),
            Self::Text(s) => s.to_string(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::print).collect::<Vec<_>>().join(" "))
            }
            Self::Map(members) => {
                let each = members.iter().map(|(k, v)| format!("{k}:{}", v.print()));
                format!("map[{}]", each.collect::<Vec<_>>().join(" "))
            }
            Self::Unknown(_) => "?".to_owned(),
        }
    }

    /// Why some part of it is not known.
    pub(super) fn doubt(&self, depth: usize) -> Option<Arc<Why>> {
        match self {
            Self::Unknown(why) => Some(why.clone()),
            _ if depth == 0 => None,
            Self::List(items) => items.iter().find_map(|v| v.doubt(depth - 1)),
            Self::Map(members) => members.values().find_map(|v| v.doubt(depth - 1)),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "numbers of templates are small")]
            Self::Int(n) => Some(*n as f64),
            Self::Float(n) => Some(*n),
            Self::Text(s) => s.trim().parse().ok(),
            Self::Bool(b) => Some(f64::from(u8::from(*b))),
            Self::Nil => Some(0.0),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "invalid",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
            Self::List(_) => "slice",
            Self::Map(_) => "map",
            Self::Unknown(_) => "unknown",
        }
    }

    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Members of this map over those of another.
    pub(super) fn over(self, base: Self) -> Self {
        match (self, base) {
            (Self::Map(own), Self::Map(base)) => {
                let mut merged = (*base).clone();
                for (name, value) in own.iter() {
                    let under = merged.get(name).cloned().unwrap_or_default();
                    let value =
                        if matches!(value, Self::Map(_)) { value.clone().over(under) } else { value.clone() };
                    merged.insert(name.clone(), value);
                }
                Self::Map(Arc::new(merged))
            }
            (Self::Nil, base) => base,
            (own, _) => own,
        }
    }

    /// The value as YAML, in block style. Unknown parts are written by `stand_in`.
    pub(super) fn yaml(&self, indent: usize, stand_in: &mut dyn FnMut(&Arc<Why>) -> String) -> String {
        let pad = " ".repeat(indent);
        match self {
            Self::Map(members) if !members.is_empty() => {
                let mut names: Vec<&Arc<str>> = members.keys().collect();
                names.sort();
                let each = names.into_iter().map(|name| {
                    let value = members.get(name).cloned().unwrap_or_default();
                    let key = scalar(name);
                    match &value {
                        Self::Map(m) if !m.is_empty() => {
                            format!("{pad}{key}:\n{}", value.yaml(indent + 2, stand_in))
                        }
                        Self::List(l) if !l.is_empty() => {
                            format!("{pad}{key}:\n{}", value.yaml(indent, stand_in))
                        }
                        _ => format!("{pad}{key}: {}", value.yaml(0, stand_in)),
                    }
                });
                each.collect::<Vec<_>>().join("\n")
            }
            Self::List(items) if !items.is_empty() => {
                let each = items.iter().map(|item| {
                    let text = item.yaml(indent + 2, stand_in);
                    format!("{pad}- {}", text.trim_start())
                });
                each.collect::<Vec<_>>().join("\n")
            }
            Self::Map(_) => "{}".to_owned(),
            Self::List(_) => "[]".to_owned(),
            Self::Nil => "null".to_owned(),
            Self::Text(text) => scalar(text),
            Self::Unknown(why) => stand_in(why),
            other => other.print(),
        }
    }
}

/// A text as YAML: in quotes where it would be read as something else.
pub(super) fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '_' | '.' | '\u{e000}'))
        && text.chars().all(|c| !c.is_control())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !matches!(
            &*text.to_ascii_lowercase(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n" | ".nan" | ".inf"
        );
    if plain { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
