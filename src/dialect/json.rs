//! JSON documents held in text arguments: policies, container definitions, job properties.
//!
//! A document may come from a literal, a here-document with interpolations, or `jsonencode`. Parts that are not
//! known stay unknown nodes, so the rest of the document can still be judged.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Reader;
use super::reader::Found;
use crate::native::{Fragment, Node, Shape, Unknown, Value, Why};
use crate::resource::At;

/// A JSON document of a text argument.
#[derive(Debug, Clone)]
pub enum Document {
    /// Not written.
    Absent,
    /// Read; parts of it may be unknown nodes.
    Known(Node),
    /// Not readable as a whole, with the reason.
    Unknown(Arc<Why>, At),
}

/// Opens and closes the stand-in for an unknown part; private-use characters that no document holds.
const OPEN: char = '\u{F0000}';
const CLOSE: char = '\u{F0001}';

/// Reads the document of a node.
pub fn document(node: &Node) -> Document {
    let at = At { origin: node.origin, site: node.site };
    if let Some(structure) = &node.json {
        return Document::Known((**structure).clone());
    }
    let invalid = || Document::Unknown(Arc::new(Why::Invalid("not a JSON document".into())), at);
    match &node.value {
        Value::Null => Document::Absent,
        Value::String(text) if text.trim().is_empty() => Document::Absent,
        Value::String(text) => parse(text, &[], node).map_or_else(invalid, Document::Known),
        // already decoded: the argument takes a structure, as in `.tf.json`
        Value::List(_) | Value::Set(_) | Value::Object(_) => Document::Known(node.clone()),
        Value::Unknown(unknown) => match &unknown.shape {
            Shape::Json(inner) => Document::Known((**inner).clone()),
            Shape::Template(fragments) => {
                let (text, parts) = with_stand_ins(fragments);
                parse(&text, &parts, node)
                    .map_or_else(|| Document::Unknown(Arc::new(unknown.why.clone()), at), Document::Known)
            }
            Shape::Opaque => Document::Unknown(Arc::new(unknown.why.clone()), at),
        },
        Value::Bool(_) | Value::Number(_) => invalid(),
    }
}

impl<'a> Reader<'a> {
    /// The JSON document an argument holds.
    pub fn document(&self, path: &str) -> Document {
        match self.find(path) {
            Found::Nothing => Document::Absent,
            Found::Unknown(unknown, at) => Document::Unknown(Arc::new(unknown.why.clone()), at),
            Found::Node(node) => document(node),
        }
    }
}

/// The template's text with a stand-in for each unknown part, quoted where it stands outside a JSON text.
fn with_stand_ins(fragments: &[Fragment]) -> (String, Vec<Arc<Unknown>>) {
    let (mut text, mut parts, mut quoted) = (String::new(), Vec::new(), false);
    for fragment in fragments {
        match fragment {
            Fragment::Text(literal) => {
                let mut escaped = false;
                for c in literal.chars() {
                    match c {
                        '"' if !escaped => quoted = !quoted,
                        _ => {}
                    }
                    escaped = c == '\\' && !escaped;
                }
                text.push_str(literal);
            }
            Fragment::Unknown(unknown) => {
                let stand_in = format!("{OPEN}{}{CLOSE}", parts.len());
                if quoted {
                    text.push_str(&stand_in);
                } else {
                    text.push('"');
                    text.push_str(&stand_in);
                    text.push('"');
                }
                parts.push(unknown.clone());
            }
        }
    }
    (text, parts)
}

fn parse(text: &str, parts: &[Arc<Unknown>], from: &Node) -> Option<Node> {
    let value: serde_json::Value = serde_json::from_str(text.trim()).ok()?;
    Some(convert(value, parts, from))
}

fn convert(json: serde_json::Value, parts: &[Arc<Unknown>], from: &Node) -> Node {
    let value = match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(b) => Value::Bool(b),
        serde_json::Value::Number(n) => Value::Number(n.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(s) => text(&s, parts),
        serde_json::Value::Array(items) => {
            Value::List(Arc::new(items.into_iter().map(|i| convert(i, parts, from)).collect()))
        }
        serde_json::Value::Object(entries) => Value::Object(Arc::new(
            entries
                .into_iter()
                .map(|(k, v)| (Arc::from(k), convert(v, parts, from)))
                .collect::<IndexMap<_, _>>(),
        )),
    };
    Node { value, origin: from.origin, site: from.site, refs: None, sensitive: from.sensitive, json: None }
}

/// A text of the document: a template again, where it holds stand-ins.
fn text(s: &str, parts: &[Arc<Unknown>]) -> Value {
    if parts.is_empty() || !s.contains(OPEN) {
        return Value::String(s.into());
    }
    let mut fragments = Vec::new();
    let mut first = None;
    for piece in s.split(OPEN) {
        let (part, literal) = match piece.split_once(CLOSE) {
            Some((index, literal)) => (index.parse().ok().and_then(|i: usize| parts.get(i)), literal),
            None => (None, piece),
        };
        if let Some(unknown) = part {
            first.get_or_insert(unknown);
            fragments.push(Fragment::Unknown(unknown.clone()));
        }
        if !literal.is_empty() {
            fragments.push(Fragment::Text(literal.into()));
        }
    }
    let Some(unknown) = first else { return Value::String(s.into()) };
    if fragments.len() == 1 {
        return Value::Unknown(unknown.clone());
    }
    let refs = fragments
        .iter()
        .filter_map(|f| match f {
            Fragment::Unknown(u) => Some(u.refs.iter().cloned()),
            Fragment::Text(_) => None,
        })
        .flatten()
        .collect();
    Value::Unknown(Arc::new(Unknown { why: unknown.why.clone(), refs, shape: Shape::Template(fragments) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(document: Document) -> Node {
        match document {
            Document::Known(node) => node,
            other => panic!("expected a known document, got {other:?}"),
        }
    }

    fn unknown(name: &str) -> Arc<Unknown> {
        Arc::new(Unknown { why: Why::Variable(name.into()), refs: Vec::new(), shape: Shape::Opaque })
    }

    fn template(fragments: Vec<Fragment>) -> Node {
        Node::new(Value::Unknown(Arc::new(Unknown {
            why: Why::Variable("var.x".into()),
            refs: Vec::new(),
            shape: Shape::Template(fragments),
        })))
    }

    #[test]
    fn a_literal_is_parsed() {
        let node = known(document(&Node::new(Value::String(r#"[{"privileged": true}]"#.into()))));
        let items = node.items().unwrap();
        assert_eq!(items[0].as_object().unwrap()["privileged"].as_bool(), Some(true));
    }

    #[test]
    fn unknown_parts_leave_the_rest_known() {
        let node = known(document(&template(vec![
            Fragment::Text(r#"{"image": "app:"#.into()),
            Fragment::Unknown(unknown("var.tag")),
            Fragment::Text(r#"", "cpu": "#.into()),
            Fragment::Unknown(unknown("var.cpu")),
            Fragment::Text(r#", "privileged": false}"#.into()),
        ])));
        let object = node.as_object().unwrap();
        assert_eq!(object["privileged"].as_bool(), Some(false));
        assert!(matches!(&object["image"].as_unknown().unwrap().shape, Shape::Template(f) if f.len() == 2));
        assert_eq!(object["cpu"].as_unknown().unwrap().why, Why::Variable("var.cpu".into()));
    }

    #[test]
    fn what_is_no_document_is_unknown_and_what_is_empty_is_absent() {
        assert!(matches!(document(&Node::new(Value::String("{".into()))), Document::Unknown(..)));
        assert!(matches!(document(&Node::new(Value::String(" ".into()))), Document::Absent));
        assert!(matches!(
            document(&template(vec![Fragment::Unknown(unknown("var.x")), Fragment::Text("}{".into())])),
            Document::Unknown(..)
        ));
    }
}
