//! Functions of lists and objects, and comparison.

use std::sync::Arc;

use super::{Given, deep};
use crate::native::{Node, Object, Value};

/// Whether two values are the same; nothing where that cannot be told. Texts compare with their case.
pub(super) fn same(a: &Node, b: &Node) -> Option<bool> {
    compare(a, b, &|a, b| a == b)
}

fn compare(a: &Node, b: &Node, texts: &dyn Fn(&str, &str) -> bool) -> Option<bool> {
    Some(match (&a.value, &b.value) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => return None,
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => (a - b).abs() < f64::EPSILON,
        (Value::String(a), Value::String(b)) => texts(a, b),
        (Value::List(a) | Value::Set(a), Value::List(b) | Value::Set(b)) => {
            if a.len() != b.len() {
                return Some(false);
            }
            return all(a.iter().zip(b.iter()).map(|(a, b)| compare(a, b, texts)));
        }
        (Value::Object(a), Value::Object(b)) => {
            if a.len() != b.len() {
                return Some(false);
            }
            return all(a.iter().map(|(k, v)| b.get(k).map_or(Some(false), |o| compare(v, o, texts))));
        }
        _ => false,
    })
}

fn all(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for result in results {
        match result {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = false,
        }
    }
    known.then_some(true)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
const fn size(n: f64) -> usize {
    if n < 0.0 { 0 } else { n as usize }
}

fn count(n: usize) -> Value {
    Value::Number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

/// The function of this name; nothing where the name or the values are not its own.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    let made = |value: Value| Some(given.at(value));
    let chars = |at: usize| given.text(at).map(str::chars);
    match lower {
        "equals" => made(Value::Bool(same(given.node(0)?, given.node(1)?)?)),
        "not" => made(Value::Bool(!given.node(0)?.as_bool()?)),
        "true" => made(Value::Bool(true)),
        "false" => made(Value::Bool(false)),
        "null" => made(Value::Null),
        "array" => {
            let node = given.node(0)?;
            if node.items().is_some() { Some(node.clone()) } else { Some(given.list(vec![node.clone()])) }
        }
        "createarray" => Some(given.list(given.all.to_vec())),
        "createobject" => {
            let mut object = Object::default();
            for pair in given.all.chunks(2) {
                let [key, value] = pair else { return None };
                let mut value = value.clone();
                value.site = Some(given.span);
                object.insert(key.as_text()?, value);
            }
            made(Value::Object(Arc::new(object)))
        }
        "empty" => {
            let empty = match &given.node(0)?.value {
                Value::Null => true,
                Value::String(s) => s.is_empty(),
                Value::Object(o) => o.is_empty(),
                Value::List(l) | Value::Set(l) => l.is_empty(),
                _ => return None,
            };
            made(Value::Bool(empty))
        }
        "length" => made(match &given.node(0)?.value {
            Value::String(s) => count(s.chars().count()),
            Value::Object(o) => count(o.len()),
            Value::List(l) | Value::Set(l) => count(l.len()),
            _ => return None,
        }),
        "contains" => contains(given),
        "first" => match given.items(0) {
            Some(items) => Some(items.first().cloned().unwrap_or_else(|| given.at(Value::Null))),
            None => made(Value::String(chars(0)?.take(1).collect::<String>().into())),
        },
        "last" => match given.items(0) {
            Some(items) => Some(items.last().cloned().unwrap_or_else(|| given.at(Value::Null))),
            None => made(Value::String(chars(0)?.last().map(String::from).unwrap_or_default().into())),
        },
        "skip" => {
            let n = size(given.number(1)?);
            match given.items(0) {
                Some(items) => Some(given.list(items.iter().skip(n).cloned().collect())),
                None => made(Value::String(chars(0)?.skip(n).collect::<String>().into())),
            }
        }
        "take" => {
            let n = size(given.number(1)?);
            match given.items(0) {
                Some(items) => Some(given.list(items.iter().take(n).cloned().collect())),
                None => made(Value::String(chars(0)?.take(n).collect::<String>().into())),
            }
        }
        "range" => {
            let (start, n) = (given.number(0)?, size(given.number(1)?));
            if n > given.elements {
                return None;
            }
            let numbers =
                (0..n).map(|i| given.at(Value::Number(start + f64::from(u32::try_from(i).unwrap_or(0)))));
            Some(given.list(numbers.collect()))
        }
        "flatten" => {
            let items = given.items(0)?;
            let nested = items.iter().all(|n| n.items().is_some());
            nested.then(|| {
                let all = items.iter().filter_map(Node::items).flatten().cloned().collect();
                given.list(all)
            })
        }
        "indexfromend" => {
            let items = given.items(0)?;
            let at = items.len().checked_sub(size(given.number(1)?))?;
            items.get(at).cloned()
        }
        "indexof" | "lastindexof" => {
            let (items, wanted) = (given.items(0)?, given.node(1)?);
            let is = |n: &Node| same(n, wanted) == Some(true);
            let at = if lower == "indexof" { items.iter().position(is) } else { items.iter().rposition(is) };
            made(at.map_or(Value::Number(-1.0), count))
        }
        "tryget" => {
            let mut node = given.node(0)?.clone();
            for key in given.all.iter().skip(1) {
                let next = match (&node.value, &key.value) {
                    (Value::Object(members), Value::String(name)) => members.get(name).cloned(),
                    (Value::List(items), Value::Number(n)) => items.get(size(*n)).cloned(),
                    (Value::Unknown(_), _) => return Some(node),
                    _ => None,
                };
                let Some(next) = next else { return made(Value::Null) };
                node = next;
            }
            Some(node)
        }
        "objectkeys" => {
            let mut keys: Vec<_> = given.node(0)?.as_object()?.keys().cloned().collect();
            keys.sort();
            Some(given.list(keys.into_iter().map(|k| given.at(Value::String(k))).collect()))
        }
        "items" => {
            let mut members: Vec<_> = given.node(0)?.as_object()?.iter().collect();
            members.sort_by(|a, b| a.0.cmp(b.0));
            let pairs = members.into_iter().map(|(key, value)| {
                let pair =
                    [("key".into(), given.at(Value::String(key.clone()))), ("value".into(), value.clone())];
                given.at(Value::Object(Arc::new(pair.into_iter().collect())))
            });
            Some(given.list(pairs.collect()))
        }
        "union" => union(given, true),
        "shallowmerge" => {
            let mut object = Object::default();
            for node in given.items(0)? {
                object.extend(node.as_object()?.iter().map(|(k, v)| (k.clone(), v.clone())));
            }
            made(Value::Object(Arc::new(object)))
        }
        "intersection" => intersection(given),
        _ => None,
    }
}

fn contains(given: &Given<'_>) -> Option<Node> {
    let (within, wanted) = (given.node(0)?, given.node(1)?);
    let found = match &within.value {
        Value::String(text) => text.contains(&*wanted.as_text()?),
        Value::Object(members) => {
            let name = wanted.as_text()?;
            members.keys().any(|k| k.eq_ignore_ascii_case(&name))
        }
        Value::List(items) | Value::Set(items) => {
            let results: Vec<_> = items.iter().map(|n| same(n, wanted)).collect();
            if results.contains(&Some(true)) {
                true
            } else if results.iter().all(Option::is_some) {
                false
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(given.at(Value::Bool(found)))
}

/// Lists without what stands twice, or objects within each other; the later one holds.
fn union(given: &Given<'_>, _deep: bool) -> Option<Node> {
    if given.all.iter().all(|n| n.items().is_some()) {
        let mut all: Vec<Node> = Vec::new();
        for node in given.all.iter().filter_map(Node::items).flatten() {
            if !all.iter().any(|n| same(n, node) == Some(true)) {
                all.push(node.clone());
            }
        }
        return Some(given.list(all));
    }
    let mut object = Object::default();
    for node in given.all {
        merge(&mut object, node.as_object()?);
    }
    Some(given.at(Value::Object(Arc::new(object))))
}

fn merge(into: &mut Object, from: &Object) {
    for (name, node) in from {
        let both = into.get_mut(name).filter(|own| own.as_object().is_some() && node.as_object().is_some());
        match both {
            Some(Node { value: Value::Object(own), .. }) => {
                if let Some(members) = node.as_object() {
                    merge(Arc::make_mut(own), members);
                }
            }
            _ => {
                into.insert(name.clone(), node.clone());
            }
        }
    }
}

fn intersection(given: &Given<'_>) -> Option<Node> {
    if given.all.iter().any(|n| deep(n).is_some()) {
        return None;
    }
    let (first, rest) = given.all.split_first()?;
    if let Some(items) = first.items() {
        let lists: Option<Vec<&[Node]>> = rest.iter().map(Node::items).collect();
        let lists = lists?;
        let within = |n: &&Node| lists.iter().all(|l| l.iter().any(|o| same(n, o) == Some(true)));
        return Some(given.list(items.iter().filter(within).cloned().collect()));
    }
    let members = first.as_object()?;
    let objects: Option<Vec<&Object>> = rest.iter().map(Node::as_object).collect();
    let objects = objects?;
    let within = |(k, v): &(&Arc<str>, &Node)| {
        objects.iter().all(|o| o.get(*k).is_some_and(|n| same(n, v) == Some(true)))
    };
    let kept = members.iter().filter(within).map(|(k, v)| (k.clone(), v.clone())).collect();
    Some(given.at(Value::Object(Arc::new(kept))))
}
