//! What sets make of each other.

use std::sync::Arc;

use crate::native::{Node, Value};
use crate::table::HashSet;

use super::super::value::{scalar_key, set};
use super::collection::items;
use super::{Arguments, Outcome, list};

pub(super) fn product(a: &Arguments<'_>) -> Outcome {
    let mut all_sets = true;
    let mut size = 1usize;
    for i in 0..a.len() {
        size = size.saturating_mul(items(a, i)?.len());
        all_sets &= matches!(a.node(i)?.value, Value::Set(_));
        a.room_for_entries(size)?;
    }
    if a.len() < 2 {
        return Err("needs at least two collections".to_owned());
    }
    let mut product: Vec<Vec<Node>> = vec![Vec::new()];
    for i in 0..a.len() {
        let more = items(a, i)?;
        let mut next = Vec::with_capacity(product.len() * more.len());
        for prefix in &product {
            for item in more {
                let mut tuple = prefix.clone();
                tuple.push(item.clone());
                next.push(tuple);
            }
        }
        product = next;
    }
    let tuples = product.into_iter().map(list).collect();
    Ok(if all_sets { Node::new(Value::Set(Arc::new(tuples))) } else { list(tuples) })
}

pub(super) fn operation(a: &Arguments<'_>, combine: impl Fn(Vec<Vec<Node>>) -> Vec<Node>) -> Outcome {
    let all = (0..a.len()).map(|i| a.items(i).map(<[Node]>::to_vec)).collect::<Result<Vec<_>, _>>()?;
    a.room_for_entries(all.iter().map(Vec::len).sum())?;
    Ok(Node::new(set(combine(all))))
}

fn keys_of(items: &[Node]) -> HashSet<String> {
    items.iter().map(scalar_key).collect()
}

pub(super) fn intersection(all: &[Vec<Node>]) -> Vec<Node> {
    let Some((first, rest)) = all.split_first() else { return Vec::new() };
    let rest: Vec<HashSet<String>> = rest.iter().map(|items| keys_of(items)).collect();
    first.iter().filter(|item| rest.iter().all(|keys| keys.contains(&scalar_key(item)))).cloned().collect()
}

pub(super) fn subtraction(all: &[Vec<Node>], symmetric: bool) -> Vec<Node> {
    let [first, second] = all else { return all.first().cloned().unwrap_or_default() };
    let (left, right) = (keys_of(first), keys_of(second));
    let mut kept: Vec<Node> =
        first.iter().filter(|item| !right.contains(&scalar_key(item))).cloned().collect();
    if symmetric {
        kept.extend(second.iter().filter(|item| !left.contains(&scalar_key(item))).cloned());
    }
    kept
}
