//! Conversions that several families need.

use std::sync::Arc;

use crate::dialect::live::{Source, document, put};
use crate::native::{Node, Object, Reference, Value};

/// The id of the resource being read.
pub(super) fn itself(source: &Source<'_>, at: &Node) -> Node {
    let address = source.resource.id.clone();
    let reference = Reference { address: address.clone(), attribute: Arc::default() };
    Node { value: Value::String(address), refs: Some(Arc::new([reference])), ..at.clone() }
}

/// Attributes that a list of keys and values at a path holds, each under its argument. Where the list is not known,
/// neither is any of them.
pub(super) fn attributes(
    source: &Source<'_>,
    body: &mut Object,
    path: &str,
    known: &[(&str, &str)],
    names: (&str, &str),
) {
    let Some(node) = source.at(path) else { return };
    if node.as_unknown().is_some() {
        for (_, argument) in known {
            put(body, argument, node.clone());
        }
        return;
    }
    let mut unclear = None;
    for item in node.items().unwrap_or_default() {
        let key = Source::within(item, names.0);
        if item.as_unknown().is_some() || key.is_some_and(|k| k.as_unknown().is_some()) {
            unclear = unclear.or(Some(item));
            continue;
        }
        let (Some(key), Some(value)) = (key.and_then(Node::as_text), Source::within(item, names.1)) else {
            continue;
        };
        if let Some((_, argument)) = known.iter().find(|(name, _)| *name == &*key) {
            put(body, argument, value.clone());
        }
    }
    // an element of which nobody knows what it sets may set any that is not there
    let Some(unknown) = unclear.and_then(|item| {
        item.as_unknown().is_some().then_some(item).or_else(|| Source::within(item, names.0))
    }) else {
        return;
    };
    for (_, argument) in known {
        let first = argument.split('.').next().unwrap_or(argument);
        if !body.contains_key(first) {
            put(body, argument, unknown.clone());
        }
    }
}

/// Parameters by name, as the blocks of names and values that code has.
pub(super) fn parameters(node: &Node) -> Option<Node> {
    let of = |name: &Arc<str>, value: &Node| {
        let text = |t: Arc<str>| Node { value: Value::String(t), ..value.clone() };
        let body =
            Object::from_iter([(Arc::from("name"), text(name.clone())), (Arc::from("value"), value.clone())]);
        Node { value: Value::Object(Arc::new(body)), ..value.clone() }
    };
    let blocks: Vec<Node> = match node.as_object() {
        Some(members) => members.iter().map(|(name, value)| of(name, value)).collect(),
        None => return None,
    };
    Some(Node { value: Value::List(Arc::new(blocks)), ..node.clone() })
}

/// A structure whose names begin with a small letter, as the service's own JSON has them.
pub(super) fn small_names(node: &Node) -> Option<Node> {
    document(&lowered(node))
}

fn lowered(node: &Node) -> Node {
    match &node.value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let mut letters = name.chars();
                let first = letters.next().map(|c| c.to_ascii_lowercase());
                let name: String = first.into_iter().chain(letters).collect();
                (Arc::from(name), lowered(value))
            });
            Node { value: Value::Object(Arc::new(members.collect())), ..node.clone() }
        }
        Value::List(items) => {
            Node { value: Value::List(Arc::new(items.iter().map(lowered).collect())), ..node.clone() }
        }
        _ => node.clone(),
    }
}

/// The text behind Base64.
pub(super) fn decoded(node: &Node) -> Option<Node> {
    use base64::Engine as _;
    let text = node.as_text()?;
    let plain = base64::engine::general_purpose::STANDARD.decode(text.as_bytes()).ok();
    let plain = plain.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(text, Into::into);
    Some(Node { value: Value::String(plain), ..node.clone() })
}

/// A text in capitals.
pub(super) fn capitals(node: &Node) -> Option<Node> {
    Some(Node { value: Value::String(node.as_text()?.to_ascii_uppercase().into()), ..node.clone() })
}

/// A text in small letters.
pub(super) fn small(node: &Node) -> Option<Node> {
    Some(Node { value: Value::String(node.as_text()?.to_ascii_lowercase().into()), ..node.clone() })
}

/// A text in the place of another value.
pub(super) fn text(at: &Node, text: &str) -> Node {
    Node { value: Value::String(text.into()), ..at.clone() }
}
