//! Values that are not known: made from others, and shown as people would write them.

use std::sync::Arc;

use crate::native::{Fragment, Node, Reference, Shape, Span, Unknown, Value, Why};

/// An unknown value.
pub(super) fn unknown(why: Why, refs: Vec<Reference>, span: Span) -> Node {
    Node::at(Value::Unknown(Arc::new(Unknown { why, refs, shape: Shape::Opaque })), span)
}

/// The first unknown among values, or in what they hold.
pub(super) fn deep(node: &Node) -> Option<&Node> {
    match &node.value {
        Value::Unknown(_) => Some(node),
        Value::List(items) | Value::Set(items) => items.iter().find_map(deep),
        Value::Object(members) => members.values().find_map(deep),
        _ => None,
    }
}

/// Everything that values refer to.
pub(super) fn references<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Vec<Reference> {
    let mut all: Vec<Reference> = Vec::new();
    for node in nodes {
        collect(node, &mut all);
    }
    all
}

fn collect(node: &Node, all: &mut Vec<Reference>) {
    for reference in node.references() {
        if !all.contains(reference) {
            all.push(reference.clone());
        }
    }
    match &node.value {
        Value::List(items) | Value::Set(items) => items.iter().for_each(|n| collect(n, all)),
        Value::Object(members) => members.values().for_each(|n| collect(n, all)),
        _ => {}
    }
}

/// What a computation gives when one of its values is not known.
pub(super) fn because(cause: &Node, all: &[Node], span: Span) -> Node {
    let why = deep(cause)
        .and_then(Node::as_unknown)
        .map_or_else(|| Why::Invalid("a value of another type is expected".into()), |u| u.why.clone());
    let mut made = unknown(why, references(all), span);
    made.sensitive = all.iter().any(|n| n.sensitive);
    made
}

/// A text of parts, some of which may not be known; nothing where a part cannot stand in a text.
pub(super) fn join(parts: &[Node], span: Span) -> Option<Node> {
    let refs = references(parts);
    let sensitive = parts.iter().any(|n| n.sensitive);
    let mut made = if let Some(cause) = parts.iter().find(|n| n.as_unknown().is_some()) {
        let mut fragments = Vec::with_capacity(parts.len());
        for part in parts {
            match &part.value {
                Value::Unknown(u) => match &u.shape {
                    Shape::Template(inner) => fragments.extend(inner.iter().cloned()),
                    _ => fragments.push(Fragment::Unknown(u.clone())),
                },
                Value::Null => {}
                _ => fragments.push(Fragment::Text(part.as_text()?)),
            }
        }
        let why = cause.as_unknown().map(|u| u.why.clone())?;
        let value = Unknown { why, refs, shape: Shape::Template(fragments) };
        Node::at(Value::Unknown(Arc::new(value)), span)
    } else {
        let mut text = String::new();
        for part in parts {
            match &part.value {
                Value::Null => {}
                Value::Bool(b) => text.push_str(if *b { "True" } else { "False" }),
                _ => text.push_str(&part.as_text()?),
            }
        }
        let made = Node::at(Value::String(text.into()), span);
        Node { refs: (!refs.is_empty()).then(|| refs.into()), ..made }
    };
    made.sensitive = sensitive;
    Some(made)
}

/// A text with what is not known of it in brackets, as an address shows it.
pub(super) fn shown(node: &Node) -> Arc<str> {
    match &node.value {
        Value::Unknown(unknown) => shown_unknown(unknown).into(),
        _ => node.as_text().unwrap_or_default(),
    }
}

fn shown_unknown(unknown: &Unknown) -> String {
    if let Shape::Template(fragments) = &unknown.shape {
        return fragments
            .iter()
            .map(|f| match f {
                Fragment::Text(text) => text.to_string(),
                Fragment::Unknown(inner) => shown_unknown(inner),
            })
            .collect();
    }
    match &unknown.why {
        Why::Variable(name)
        | Why::Apply(name)
        | Why::Data(name)
        | Why::Module(name)
        | Why::Function(name)
        | Why::Runtime(name) => format!("[{name}]"),
        _ => "[…]".to_owned(),
    }
}
