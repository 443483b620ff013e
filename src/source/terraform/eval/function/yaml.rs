//! YAML text to values and back, as far as `yamldecode` and `yamlencode` need it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::native::{Node, Object, Value, format_number};

use super::super::value::{sorted, write_json_text};
use super::{Arguments, Outcome, boolean, list, number, text};

/// Lists and maps within each other.
const DEPTH: usize = 60;

enum Open {
    List(Vec<Node>, usize),
    Map(Object, Option<Arc<str>>, usize),
}

/// The value of a document of YAML. Aliases count with their full size against the bound on entries.
pub(super) fn decode(source: &str, a: &Arguments<'_>) -> Outcome {
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, Node> = HashMap::new();
    let mut result: Option<Node> = None;
    let mut documents = 0;
    let mut total = 0usize;
    for event in Parser::new_from_str(source) {
        let (event, _) = event.map_err(|error| format!("the text is not YAML: {error}"))?;
        let (node, anchor) = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err("the text holds more than one document".to_owned());
                }
                continue;
            }
            Event::SequenceStart(anchor, _) => {
                open.push(Open::List(Vec::new(), anchor));
                depth(&open)?;
                continue;
            }
            Event::MappingStart(anchor, _) => {
                open.push(Open::Map(Object::default(), None, anchor));
                depth(&open)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items, anchor)) => (list(items), anchor),
                Some(Open::Map(object, _, anchor)) => (Node::new(Value::Object(Arc::new(object))), anchor),
                None => return Err("the text is not YAML".to_owned()),
            },
            Event::Scalar(value, style, anchor, tag) => {
                let quoted = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                (if quoted { text(&*value) } else { plain(&value) }, anchor)
            }
            Event::Alias(anchor) => {
                let node = anchors.get(&anchor).cloned().ok_or("an alias without an anchor")?;
                total += super::super::value::size(&node, a.entries);
                (node, 0)
            }
            _ => continue,
        };
        total += 1;
        a.room_for_entries(total)?;
        if anchor != 0 {
            anchors.insert(anchor, node.clone());
        }
        match open.last_mut() {
            None => result = Some(node),
            Some(Open::List(items, _)) => items.push(node),
            Some(Open::Map(object, key, _)) => match key.take() {
                None => *key = Some(node.as_text().unwrap_or_else(|| "null".into())),
                Some(key) if &*key == "<<" => {
                    // A merge key: what is written out wins.
                    for (key, value) in node.as_object().into_iter().flatten() {
                        object.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
                Some(key) => {
                    object.insert(key, node);
                }
            },
        }
    }
    Ok(result.unwrap_or_else(|| Node::new(Value::Null)))
}

fn depth(open: &[Open]) -> Result<(), String> {
    if open.len() > DEPTH {
        Err(format!("more than {DEPTH} lists and maps within each other"))
    } else {
        Ok(())
    }
}

/// A scalar without quotes.
fn plain(value: &str) -> Node {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Node::new(Value::Null),
        "true" | "True" | "TRUE" => return boolean(true),
        "false" | "False" | "FALSE" => return boolean(false),
        _ => {}
    }
    if let Some(digits) = value.strip_prefix("0x")
        && let Ok(n) = u32::from_str_radix(digits, 16)
    {
        return number(f64::from(n));
    }
    let numeric = value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    match value.parse::<f64>() {
        Ok(n) if numeric && n.is_finite() => number(n),
        _ => text(value),
    }
}

/// A value as YAML, with the keys of maps in order and every string quoted.
pub(super) fn encode(node: &Node, a: &Arguments<'_>) -> Result<String, String> {
    let mut out = String::new();
    write(node, 0, &mut out, a)?;
    if !out.ends_with('\n') {
        out.push('\n');
    }
    Ok(out)
}

fn write(node: &Node, level: usize, out: &mut String, a: &Arguments<'_>) -> Result<(), String> {
    a.room_for_text(out.len())?;
    let indent = "  ".repeat(level);
    match &node.value {
        Value::Object(object) if !object.is_empty() => {
            for (i, (key, value)) in sorted(object).into_iter().enumerate() {
                if i > 0 || !out.ends_with("- ") {
                    out.push_str(&indent);
                }
                write_json_text(key, out);
                out.push(':');
                child(value, level, out, a)?;
            }
        }
        Value::List(items) | Value::Set(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 || !out.ends_with("- ") {
                    out.push_str(&indent);
                }
                out.push_str("- ");
                if is_block(item) {
                    write(item, level + 1, out, a)?;
                } else {
                    scalar(item, out);
                    out.push('\n');
                }
            }
        }
        _ => scalar(node, out),
    }
    Ok(())
}

fn child(value: &Node, level: usize, out: &mut String, a: &Arguments<'_>) -> Result<(), String> {
    if is_block(value) {
        out.push('\n');
        // A list stands at the level of its key.
        let level = if value.items().is_some() { level } else { level + 1 };
        write(value, level, out, a)
    } else {
        out.push(' ');
        scalar(value, out);
        out.push('\n');
        Ok(())
    }
}

fn is_block(node: &Node) -> bool {
    match &node.value {
        Value::Object(object) => !object.is_empty(),
        Value::List(items) | Value::Set(items) => !items.is_empty(),
        _ => false,
    }
}

fn scalar(node: &Node, out: &mut String) {
    match &node.value {
        Value::Bool(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Number(n) => out.push_str(&format_number(*n)),
        Value::String(text) => write_json_text(text, out),
        Value::List(_) | Value::Set(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        Value::Null | Value::Unknown(_) => out.push_str("null"),
    }
}
