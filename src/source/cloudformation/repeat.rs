//! `Fn::ForEach`: members that a loop makes, by putting each element in place of the loop's name.

use std::sync::Arc;

use super::evaluate::Stack;
use crate::native::{Node, Object, Value, Why};

/// Members that the loops of one map may make.
const MOST: usize = 20_000;
/// Loops within loops.
const DEPTH: usize = 8;

impl Stack<'_> {
    /// The members of a map with its loops unrolled.
    pub(super) fn unroll(&self, members: &Object, depth: usize) -> Result<Object, Why> {
        let mut made = Object::default();
        self.unroll_into(members, depth, 0, &mut made)?;
        Ok(made)
    }

    fn unroll_into(
        &self,
        members: &Object,
        depth: usize,
        loops: usize,
        made: &mut Object,
    ) -> Result<(), Why> {
        if loops > DEPTH {
            return Err(Why::Invalid("loops within loops go too deep (bound evaluation)".into()));
        }
        for (name, member) in members {
            if !name.starts_with("Fn::ForEach") {
                made.insert(name.clone(), member.clone());
                continue;
            }
            let wrong = || {
                self.error(member, "Fn::ForEach needs a name, a collection and a map");
                Why::Invalid("Fn::ForEach needs a name, a collection and a map".into())
            };
            let Some([identifier, collection, body]) = member.items() else { return Err(wrong()) };
            let (Some(identifier), Some(body)) = (identifier.as_text(), body.as_object()) else {
                return Err(wrong());
            };
            let collection = self.value_at(collection, depth + 1).ok_or_else(wrong)?;
            if let Some(unknown) = collection.as_unknown() {
                return Err(unknown.why.clone());
            }
            for element in collection.items().unwrap_or(std::slice::from_ref(&collection)) {
                if let Some(unknown) = element.as_unknown() {
                    return Err(unknown.why.clone());
                }
                let Some(text) = element.as_text() else { return Err(wrong()) };
                let filled: Object = body
                    .iter()
                    .map(|(k, v)| (put(k, &identifier, &text), filled(v, &identifier, &text)))
                    .collect();
                self.unroll_into(&filled, depth, loops + 1, made)?;
                if made.len() > MOST {
                    self.error(member, "a loop makes too many members (bound instances)");
                    return Err(Why::Invalid("a loop makes too many members (bound instances)".into()));
                }
            }
        }
        Ok(())
    }
}

/// A text with the element in place of `${Name}` and, without what is no letter or digit, of `&{Name}`.
fn put(text: &str, name: &str, element: &str) -> Arc<str> {
    if !text.contains('{') {
        return text.into();
    }
    let plain: String = element.chars().filter(char::is_ascii_alphanumeric).collect();
    text.replace(&format!("${{{name}}}"), element).replace(&format!("&{{{name}}}"), &plain).into()
}

/// A value with the element in place of the loop's name.
fn filled(node: &Node, name: &str, element: &str) -> Node {
    match &node.value {
        Value::String(text) => Node { value: Value::String(put(text, name, element)), ..node.clone() },
        Value::List(items) => {
            let items = items.iter().map(|i| filled(i, name, element)).collect();
            Node { value: Value::List(Arc::new(items)), ..node.clone() }
        }
        Value::Object(members) => {
            if members.len() == 1 && members.get("Ref").and_then(Node::as_text).is_some_and(|r| &*r == name) {
                return Node { value: Value::String(element.into()), ..node.clone() };
            }
            let members =
                members.iter().map(|(k, v)| (put(k, name, element), filled(v, name, element))).collect();
            Node { value: Value::Object(Arc::new(members)), ..node.clone() }
        }
        _ => node.clone(),
    }
}
