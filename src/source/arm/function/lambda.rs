//! Functions that are given a function.

use std::sync::Arc;

use super::{because, deep, unknown};
use crate::native::{Node, Object, Span, Value, Why};
use crate::source::arm::eval::{Frame, Instance};
use crate::source::arm::syntax::{Expr, Kind};

/// A function written where it is used.
struct Lambda<'e, 'i, 'w> {
    of: &'i Instance<'w>,
    names: &'e [Arc<str>],
    body: &'e Expr,
    frame: &'i Frame,
}

impl Lambda<'_, '_, '_> {
    fn apply(&self, values: &[Node]) -> Node {
        let mut frame = self.frame.clone();
        for (name, value) in self.names.iter().zip(values) {
            frame = frame.with(name, value.clone());
        }
        self.of.eval(self.body, &frame)
    }
}

/// The value of a call whose name is one of these functions.
pub(super) fn call(of: &Instance<'_>, lower: &str, arguments: &[Expr], span: Span, frame: &Frame) -> Node {
    let make = |expr: Option<&Expr>| match expr.map(|e| (&e.kind, e)) {
        Some((Kind::Lambda(names, body), _)) => Some((names.clone(), (**body).clone())),
        _ => None,
    };
    let Some(first) = arguments.first().map(|a| of.eval(a, frame)) else {
        return unknown(Why::Invalid("a list is expected".into()), Vec::new(), span);
    };
    // reduce has a start before its function
    let position = if lower == "reduce" { 2 } else { 1 };
    let Some((names, body)) = make(arguments.get(position)) else {
        return of.invalid(span, "a lambda is expected");
    };
    let lambda = Lambda { of, names: &names, body: &body, frame };
    if lower == "mapvalues" {
        let Some(members) = first.as_object() else {
            return because(&first, std::slice::from_ref(&first), span);
        };
        let mapped =
            members.iter().map(|(k, v)| (k.clone(), lambda.apply(std::slice::from_ref(v)))).collect();
        return Node::at(Value::Object(Arc::new(mapped)), span);
    }
    let Some(items) = first.items() else { return because(&first, std::slice::from_ref(&first), span) };
    let number = |i: usize| Node::at(Value::Number(f64::from(u32::try_from(i).unwrap_or(0))), span);
    let list = |items: Vec<Node>| Node::at(Value::List(Arc::new(items)), span);
    match lower {
        "map" => list(items.iter().enumerate().map(|(i, n)| lambda.apply(&[n.clone(), number(i)])).collect()),
        "filter" => {
            let mut kept = Vec::new();
            for (i, item) in items.iter().enumerate() {
                let keep = lambda.apply(&[item.clone(), number(i)]);
                match keep.as_bool() {
                    Some(true) => kept.push(item.clone()),
                    Some(false) => {}
                    None => return because(&keep, &[first.clone(), keep.clone()], span),
                }
            }
            list(kept)
        }
        "reduce" => {
            let start = arguments.get(1).map_or_else(|| Node::at(Value::Null, span), |a| of.eval(a, frame));
            items
                .iter()
                .enumerate()
                .fold(start, |so_far, (i, item)| lambda.apply(&[so_far, item.clone(), number(i)]))
        }
        "sort" => sorted(&lambda, items, span),
        "toobject" => {
            let values = make(arguments.get(2));
            let mut object = Object::default();
            for item in items {
                let key = lambda.apply(std::slice::from_ref(item));
                let Some(name) = key.as_text() else {
                    return because(&key, std::slice::from_ref(&key), span);
                };
                let value = match &values {
                    Some((names, body)) => {
                        Lambda { of, names, body, frame }.apply(std::slice::from_ref(item))
                    }
                    None => item.clone(),
                };
                object.insert(name, value);
            }
            Node::at(Value::Object(Arc::new(object)), span)
        }
        _ => {
            let mut groups: Vec<(Arc<str>, Vec<Node>)> = Vec::new();
            for item in items {
                let key = lambda.apply(std::slice::from_ref(item));
                let Some(name) = key.as_text() else {
                    return because(&key, std::slice::from_ref(&key), span);
                };
                match groups.iter_mut().find(|(k, _)| *k == name) {
                    Some((_, group)) => group.push(item.clone()),
                    None => groups.push((name, vec![item.clone()])),
                }
            }
            let object = groups.into_iter().map(|(k, v)| (k, list(v))).collect();
            Node::at(Value::Object(Arc::new(object)), span)
        }
    }
}

/// By insertion, because the order is whatever the function says and it may contradict itself.
fn sorted(lambda: &Lambda<'_, '_, '_>, items: &[Node], span: Span) -> Node {
    let mut all: Vec<Node> = Vec::with_capacity(items.len());
    for item in items {
        let mut at = all.len();
        for (i, other) in all.iter().enumerate() {
            let before = lambda.apply(&[item.clone(), other.clone()]);
            match before.as_bool() {
                Some(true) => {
                    at = i;
                    break;
                }
                Some(false) => {}
                None => {
                    let cause = if deep(&before).is_some() { before } else { item.clone() };
                    return because(&cause, items, span);
                }
            }
        }
        all.insert(at, item.clone());
    }
    Node::at(Value::List(Arc::new(all)), span)
}
