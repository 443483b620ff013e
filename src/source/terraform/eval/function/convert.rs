//! Conversions between types, and the marks of sensitive values.

use std::sync::Arc;

use crate::native::{Node, Value};

use super::super::super::types::{to_bool, to_number, to_string};
use super::super::value::set;
use super::{Arguments, Outcome, boolean, text};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    let first = || a.node(0).cloned();
    Some(match name {
        "tostring" => first().and_then(to_string),
        "tonumber" => first().and_then(to_number),
        "tobool" => first().and_then(to_bool),
        "tolist" => first().and_then(|node| collection(node, |items| Value::List(Arc::new(items)))),
        "toset" => first().and_then(|node| collection(node, set)),
        "tomap" => first().and_then(|node| match node.value {
            Value::Object(_) | Value::Null | Value::Unknown(_) => Ok(node),
            _ => Err("the argument must be a map or object".to_owned()),
        }),
        "sensitive" => first().map(|node| Node { sensitive: true, ..node }),
        "nonsensitive" => first().map(unmark),
        "issensitive" => first().map(|node| boolean(node.sensitive)),
        "ephemeralasnull" => first(),
        "type" => first().map(|node| text(type_name(&node))),
        _ => return None,
    })
}

fn collection(node: Node, make: impl Fn(Vec<Node>) -> Value) -> Outcome {
    match &node.value {
        Value::Null | Value::Unknown(_) => Ok(node),
        Value::List(items) | Value::Set(items) => {
            let mut items = items.to_vec();
            // Elements of one collection are of one type: a string among them makes all of them strings.
            if items.iter().any(|item| matches!(item.value, Value::String(_))) {
                items = items.into_iter().map(|item| to_string(item.clone()).unwrap_or(item)).collect();
            }
            Ok(Node { value: make(items), ..node })
        }
        _ => Err("the argument must be a list or set".to_owned()),
    }
}

/// Only the outermost mark is taken off, as a part may be sensitive for its own reasons.
fn unmark(node: Node) -> Node {
    Node { sensitive: false, ..node }
}

fn type_name(node: &Node) -> &'static str {
    match node.value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "list",
        Value::Set(_) => "set",
        Value::Object(_) => "object",
        Value::Unknown(_) => "unknown",
    }
}
