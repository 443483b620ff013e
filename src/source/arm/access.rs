//! Members, elements and the turns of loops.

use std::sync::Arc;

use super::eval::{COPY, Frame, Instance};
use super::syntax::{Expr, Loop};
use super::unknown::{because, unknown};
use crate::native::{Node, Reference, Span, Value, Why};

impl Instance<'_> {
    pub(super) fn member(of: &Node, name: &str, safe: bool, span: Span) -> Node {
        let mut made = match &of.value {
            Value::Object(members) => {
                let found = members
                    .get(name)
                    .or_else(|| members.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v));
                match found {
                    Some(node) => node.clone(),
                    None if safe => Node::at(Value::Null, span),
                    None => unknown(Why::Invalid(format!("there is no {name}").into()), Vec::new(), span),
                }
            }
            Value::Null => Node::at(Value::Null, span),
            Value::Unknown(u) => unknown(below(&u.why, name), deeper(of.references(), name), span),
            _ => unknown(Why::Invalid(format!("there is no {name}").into()), Vec::new(), span),
        };
        made.sensitive |= of.sensitive;
        made
    }

    pub(super) fn index(of: &Node, index: &Node, safe: bool, span: Span) -> Node {
        match (&of.value, &index.value) {
            (Value::List(items) | Value::Set(items), Value::Number(n)) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a cast saturates"
                )]
                let found = (*n >= 0.0).then(|| items.get(*n as usize)).flatten();
                match found {
                    Some(node) => node.clone(),
                    None if safe => Node::at(Value::Null, span),
                    None => unknown(Why::Invalid("an index lies outside its list".into()), Vec::new(), span),
                }
            }
            (Value::Null, _) => Node::at(Value::Null, span),
            (_, Value::String(name)) => Self::member(of, name, safe, span),
            _ => {
                let all = [of.clone(), index.clone()];
                let cause = all.iter().find(|n| n.as_unknown().is_some()).unwrap_or(of);
                because(cause, &all, span)
            }
        }
    }

    /// The elements that a loop makes; an unknown where nobody knows how many there are.
    pub(super) fn repeated(&self, repeat: &Loop, body: &Expr, span: Span, frame: &Frame) -> Node {
        match self.frames(repeat, span, frame) {
            Ok(frames) => {
                let all = frames.iter().map(|inner| self.eval(body, inner)).collect();
                Node::at(Value::List(Arc::new(all)), span)
            }
            Err(why) => why,
        }
    }

    /// A frame for each turn of a loop.
    pub(super) fn frames(&self, repeat: &Loop, span: Span, frame: &Frame) -> Result<Vec<Frame>, Node> {
        let bound = self.world.bounds.elements;
        let too_many = || self.limit(span, format!("more than {bound} turns of a loop (bound elements)"));
        let number = |i: usize| Node::at(Value::Number(f64::from(u32::try_from(i).unwrap_or(0))), span);
        match repeat {
            Loop::Count { name, count } => {
                let count = self.eval(count, frame);
                let Some(n) = count.as_number() else {
                    return Err(because(&count, std::slice::from_ref(&count), span));
                };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a cast saturates"
                )]
                let n = n.max(0.0) as usize;
                if n > bound {
                    return Err(too_many());
                }
                Ok((0..n).map(|i| frame.copying(name, &number(i))).collect())
            }
            Loop::Each { item, index, list } => {
                let list = self.eval(list, frame);
                let Some(items) = list.items() else {
                    return Err(because(&list, std::slice::from_ref(&list), span));
                };
                if items.len() > bound {
                    return Err(too_many());
                }
                let turns = items.iter().enumerate().map(|(i, node)| {
                    let inner = frame.with(&COPY.into(), number(i)).with(item, node.clone());
                    index.as_ref().map_or_else(|| inner.clone(), |name| inner.with(name, number(i)))
                });
                Ok(turns.collect())
            }
        }
    }
}

/// The reason for a part of an unknown value.
fn below(why: &Why, name: &str) -> Why {
    match why {
        Why::Apply(path) => Why::Apply(format!("{path}.{name}").into()),
        Why::Runtime(path) => Why::Runtime(format!("{path}.{name}").into()),
        other => other.clone(),
    }
}

fn deeper(refs: &[Reference], name: &str) -> Vec<Reference> {
    refs.iter()
        .map(|r| {
            let dot = if r.attribute.is_empty() { "" } else { "." };
            Reference { address: r.address.clone(), attribute: format!("{}{dot}{name}", r.attribute).into() }
        })
        .collect()
}
