//! Functions over lists, sets, maps and objects. What is known of a collection with unknown parts stays known.

use std::sync::Arc;

use crate::native::{Node, Object, Value};
use crate::table::{HashSet, IndexMap};

use super::super::expression::{attribute, iterate};
use super::super::value::{equal, first_unknown, is_certain_text, scalar_key, sorted, unknown_from};
use super::{Arguments, Outcome, TOO_MUCH_WORK, boolean, list, number, object, set, text};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    Some(match name {
        "length" => length(a),
        "merge" => merge(a),
        "concat" => concat(a),
        "flatten" => flatten(a),
        "lookup" => lookup(a),
        "element" => element(a),
        "keys" => keys(a),
        "values" => values(a),
        "zipmap" => zipmap(a),
        "reverse" => known(a, 0).and_then(|()| Ok(list(a.items(0)?.iter().rev().cloned().collect()))),
        "slice" => slice(a),
        "contains" => contains(a),
        "index" => index(a),
        "compact" => compact(a),
        "distinct" => distinct(a),
        "coalesce" => coalesce(a),
        "coalescelist" => coalesce_list(a),
        "one" => one(a),
        "chunklist" => chunk_list(a),
        "matchkeys" => match_keys(a),
        "setproduct" => set::product(a),
        "setintersection" => set::operation(a, |all| set::intersection(&all)),
        "setunion" => set::operation(a, |all| all.into_iter().flatten().collect()),
        "setsubtract" => set::operation(a, |all| set::subtraction(&all, false)),
        "setsymmetricdifference" => set::operation(a, |all| set::subtraction(&all, true)),
        "range" => range(a),
        "sum" => sum(a),
        "sort" => sort(a),
        "transpose" => transpose(a),
        "alltrue" => all_or_any(a, true),
        "anytrue" => all_or_any(a, false),
        "list" => Ok(list(a.nodes.to_vec())),
        "map" => pairs(a),
        _ => return None,
    })
    .map(|outcome| match outcome {
        // An argument that is unknown as a whole makes the result unknown.
        Err(message) if message == UNKNOWN => match a.nodes.iter().find_map(Node::as_unknown) {
            Some(unknown) => Ok(unknown_from(unknown, a.nodes)),
            None => match a.nodes.iter().find_map(|node| first_unknown(node, a.meter).ok().flatten()) {
                Some(unknown) => Ok(unknown_from(&unknown, a.nodes)),
                None => Err("the result is unknown".to_owned()),
            },
        },
        other => other,
    })
}

/// Told instead of a message by functions that met an unknown they cannot see past.
const UNKNOWN: &str = "\0unknown";

fn unknown<T>() -> Result<T, String> {
    Err(UNKNOWN.to_owned())
}

fn known(a: &Arguments<'_>, i: usize) -> Result<(), String> {
    if a.node(i)?.as_unknown().is_some() { unknown() } else { Ok(()) }
}

pub(super) fn items<'n>(a: &Arguments<'n>, i: usize) -> Result<&'n [Node], String> {
    known(a, i)?;
    a.items(i)
}

fn fields<'n>(a: &Arguments<'n>, i: usize) -> Result<&'n Object, String> {
    known(a, i)?;
    a.object(i)
}

fn has_unknown(items: &[Node]) -> bool {
    items.iter().any(|item| item.as_unknown().is_some())
}

fn length(a: &Arguments<'_>) -> Outcome {
    known(a, 0)?;
    let node = a.node(0)?;
    let count = match &node.value {
        // Unknown elements of a set may turn out to be equal.
        Value::Set(items) if items.len() > 1 && has_unknown(items) => return unknown(),
        Value::List(items) | Value::Set(items) => items.len(),
        Value::Object(object) => object.len(),
        Value::String(text) => unicode_segmentation::UnicodeSegmentation::graphemes(&**text, true).count(),
        _ => return Err("the argument must be a collection or a string".to_owned()),
    };
    let mut node = number(count as f64);
    node.sensitive = a.node(0)?.sensitive;
    Ok(node)
}

fn merge(a: &Arguments<'_>) -> Outcome {
    let mut merged = Object::default();
    let mut sensitive = false;
    for (i, node) in a.nodes.iter().enumerate() {
        sensitive |= node.sensitive;
        match &node.value {
            Value::Null => {}
            Value::Unknown(_) => return unknown(),
            _ => {
                for (key, value) in a.object(i)? {
                    merged.insert(key.clone(), value.clone());
                }
                a.room_for_entries(merged.len())?;
            }
        }
    }
    let mut node = Node::new(Value::Object(Arc::new(merged)));
    node.sensitive = sensitive;
    // One argument alone is passed on as it is, with what it was read from.
    if let [single] = a.nodes {
        node.refs.clone_from(&single.refs);
    }
    Ok(node)
}

fn concat(a: &Arguments<'_>) -> Outcome {
    let mut all = Vec::new();
    let mut sensitive = false;
    for i in 0..a.len() {
        let more = items(a, i)?;
        a.room_for_entries(all.len() + more.len())?;
        all.extend(more.iter().cloned());
        sensitive |= a.node(i)?.sensitive;
    }
    let mut node = list(all);
    node.sensitive = sensitive;
    Ok(node)
}

fn flatten(a: &Arguments<'_>) -> Outcome {
    fn into(items: &[Node], sensitive: bool, a: &Arguments<'_>, out: &mut Vec<Node>) -> Result<(), String> {
        for item in items {
            a.meter.step(1).map_err(|_| TOO_MUCH_WORK.to_owned())?;
            match &item.value {
                // It may turn out to be a list, unless it is certain to be a text.
                Value::Unknown(cause) if !is_certain_text(cause) => return unknown(),
                Value::List(inner) | Value::Set(inner) => into(inner, sensitive || item.sensitive, a, out)?,
                _ => {
                    a.room_for_entries(out.len() + 1)?;
                    let mut item = item.clone();
                    item.sensitive |= sensitive;
                    out.push(item);
                }
            }
        }
        Ok(())
    }
    let mut flat = Vec::new();
    into(items(a, 0)?, a.node(0)?.sensitive, a, &mut flat)?;
    Ok(list(flat))
}

fn lookup(a: &Arguments<'_>) -> Outcome {
    known(a, 0)?;
    known(a, 1)?;
    let map = a.node(0)?;
    a.object(0)?;
    let key = a.text(1)?;
    match attribute(map, &key) {
        Ok(node) => Ok(node),
        Err(_) => match a.nodes.get(2) {
            Some(default) => Ok(default.clone()),
            None => Err(format!("the map has no key {:?}", &*key)),
        },
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the remainder lies within the list"
)]
fn element(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    known(a, 1)?;
    let at = a.integer(1)?;
    if all.is_empty() {
        return Err("the list is empty".to_owned());
    }
    let at = (at as f64).rem_euclid(all.len() as f64) as usize;
    let mut node = all.get(at).cloned().ok_or("the index is out of range")?;
    node.sensitive |= a.node(0)?.sensitive;
    Ok(node)
}

fn keys(a: &Arguments<'_>) -> Outcome {
    Ok(list(sorted(fields(a, 0)?).into_iter().map(|(key, _)| text(key.clone())).collect()))
}

fn values(a: &Arguments<'_>) -> Outcome {
    known(a, 0)?;
    a.object(0)?;
    Ok(list(iterate(a.node(0)?).unwrap_or_default().into_iter().map(|(_, value)| value).collect()))
}

fn zipmap(a: &Arguments<'_>) -> Outcome {
    let (keys, values) = (items(a, 0)?, items(a, 1)?);
    if has_unknown(keys) {
        return unknown();
    }
    if keys.len() != values.len() {
        return Err("both lists must be of the same length".to_owned());
    }
    let keys = a.texts(0)?;
    Ok(object(keys.into_iter().zip(values.iter().cloned())))
}

fn slice(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    known(a, 1)?;
    known(a, 2)?;
    let bound =
        |i| a.integer(i).and_then(|n| usize::try_from(n).map_err(|_| "an index is negative".to_owned()));
    let (from, to) = (bound(1)?, bound(2)?);
    all.get(from..to).map(|part| list(part.to_vec())).ok_or_else(|| "the indexes are out of range".to_owned())
}

fn contains(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    let wanted = a.node(1)?;
    let mut undecided = false;
    for item in all {
        // `contains` converts as the collection's type would.
        let same = match (item.as_text(), wanted.as_text()) {
            (Some(item), Some(wanted)) => Some(item == wanted),
            _ => equal(item, wanted, a.meter).map_err(|_| TOO_MUCH_WORK.to_owned())?,
        };
        match same {
            Some(true) => return Ok(boolean(true)),
            Some(false) => {}
            None => undecided = true,
        }
    }
    if undecided { unknown() } else { Ok(boolean(false)) }
}

fn index(a: &Arguments<'_>) -> Outcome {
    let wanted = a.node(1)?;
    for (i, item) in a.items(0)?.iter().enumerate() {
        if equal(item, wanted, a.meter).map_err(|_| TOO_MUCH_WORK.to_owned())? == Some(true) {
            return Ok(number(i as f64));
        }
    }
    Err("the list has no such element".to_owned())
}

fn compact(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    if all.iter().filter_map(Node::as_unknown).any(|cause| !is_certain_text(cause)) {
        return unknown();
    }
    let empty = |item: &&Node| item.is_null() || item.as_text().is_some_and(|text| text.is_empty());
    Ok(list(all.iter().filter(|item| !empty(item)).cloned().collect()))
}

fn distinct(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    for item in all {
        if first_unknown(item, a.meter).map_err(|_| TOO_MUCH_WORK.to_owned())?.is_some() {
            return unknown();
        }
    }
    let mut seen = HashSet::default();
    Ok(list(all.iter().filter(|item| seen.insert(scalar_key(item))).cloned().collect()))
}

fn coalesce(a: &Arguments<'_>) -> Outcome {
    let mut spread;
    let nodes = match a.nodes {
        [Node { value: Value::List(items), .. }] => {
            spread = items.to_vec();
            &mut spread
        }
        nodes => {
            spread = nodes.to_vec();
            &mut spread
        }
    };
    for node in nodes.iter() {
        match &node.value {
            Value::Unknown(cause) if !is_certain_text(cause) => return unknown(),
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            _ => return Ok(node.clone()),
        }
    }
    Err("every argument is null or empty".to_owned())
}

fn coalesce_list(a: &Arguments<'_>) -> Outcome {
    for (i, node) in a.nodes.iter().enumerate() {
        if node.is_null() {
            continue;
        }
        if !items(a, i)?.is_empty() {
            return Ok(node.clone());
        }
    }
    Err("every argument is empty".to_owned())
}

fn one(a: &Arguments<'_>) -> Outcome {
    if a.node(0)?.is_null() {
        return Ok(Node::new(Value::Null));
    }
    match items(a, 0)? {
        [] => Ok(Node::new(Value::Null)),
        [single] => {
            let mut node = single.clone();
            node.sensitive |= a.node(0)?.sensitive;
            Ok(node)
        }
        _ => Err("the collection has more than one element".to_owned()),
    }
}

fn chunk_list(a: &Arguments<'_>) -> Outcome {
    let all = items(a, 0)?;
    known(a, 1)?;
    let size = usize::try_from(a.integer(1)?).map_err(|_| "the size is negative".to_owned())?;
    if size == 0 {
        return Ok(list(vec![list(all.to_vec())]));
    }
    Ok(list(all.chunks(size).map(|chunk| list(chunk.to_vec())).collect()))
}

fn match_keys(a: &Arguments<'_>) -> Outcome {
    let (values, keys, wanted) = (items(a, 0)?, items(a, 1)?, items(a, 2)?);
    if has_unknown(keys) || has_unknown(wanted) {
        return unknown();
    }
    if values.len() != keys.len() {
        return Err("both lists must be of the same length".to_owned());
    }
    let wanted: HashSet<String> = wanted.iter().map(scalar_key).collect();
    let kept = values.iter().zip(keys).filter(|(_, key)| wanted.contains(&scalar_key(key)));
    Ok(list(kept.map(|(value, _)| value.clone()).collect()))
}

fn range(a: &Arguments<'_>) -> Outcome {
    let (start, limit, step) = match a.len() {
        1 => (0.0, a.number(0)?, None),
        2 => (a.number(0)?, a.number(1)?, None),
        _ => (a.number(0)?, a.number(1)?, Some(a.number(2)?)),
    };
    let step = step.unwrap_or(if limit < start { -1.0 } else { 1.0 });
    if step == 0.0 || (limit - start) * step < 0.0 {
        return if step == 0.0 { Err("the step is zero".to_owned()) } else { Ok(list(Vec::new())) };
    }
    let count = ((limit - start) / step).ceil();
    if count > a.entries as f64 {
        a.room_for_entries(usize::MAX)?;
    }
    let mut items = Vec::new();
    let mut next = start;
    while (step > 0.0 && next < limit) || (step < 0.0 && next > limit) {
        items.push(number(next));
        a.room_for_entries(items.len())?;
        next += step;
    }
    Ok(list(items))
}

fn sum(a: &Arguments<'_>) -> Outcome {
    let all = a.items(0)?;
    if all.is_empty() {
        return Err("the list is empty".to_owned());
    }
    let mut total = 0.0;
    for item in all {
        total += item.as_number().ok_or("the list must hold numbers")?;
    }
    Ok(number(total))
}

fn sort(a: &Arguments<'_>) -> Outcome {
    let mut all: Vec<(Arc<str>, &Node)> = a.texts(0)?.into_iter().zip(a.items(0)?).collect();
    all.sort_by(|x, y| x.0.cmp(&y.0));
    Ok(list(all.into_iter().map(|(key, node)| Node { value: Value::String(key), ..node.clone() }).collect()))
}

fn transpose(a: &Arguments<'_>) -> Outcome {
    let mut turned: IndexMap<Arc<str>, Vec<Node>> = IndexMap::default();
    for (key, values) in sorted(a.object(0)?) {
        for value in values.items().ok_or("the map must hold lists")? {
            let value = value.as_text().ok_or("the lists must hold strings")?;
            turned.entry(value).or_default().push(text(key.clone()));
        }
    }
    Ok(object(turned.into_iter().map(|(key, values)| (key, list(values)))))
}

fn all_or_any(a: &Arguments<'_>, all: bool) -> Outcome {
    let mut undecided = false;
    for item in items(a, 0)? {
        match (item.as_unknown(), item.as_bool()) {
            (Some(_), _) => undecided = true,
            (None, Some(value)) if value != all => return Ok(boolean(!all)),
            (None, Some(_)) => {}
            (None, None) if item.is_null() && all => return Ok(boolean(false)),
            (None, None) if item.is_null() => {}
            _ => return Err("the list must hold bools".to_owned()),
        }
    }
    if undecided { unknown() } else { Ok(boolean(all)) }
}

/// The old `map("k", v, …)`.
fn pairs(a: &Arguments<'_>) -> Outcome {
    let mut entries = Object::default();
    for pair in a.nodes.chunks(2) {
        let [key, value] = pair else { return Err("needs keys and values in turn".to_owned()) };
        let key = key.as_text().ok_or("a key must be a string")?;
        entries.insert(key, value.clone());
    }
    Ok(Node::new(Value::Object(Arc::new(entries))))
}
