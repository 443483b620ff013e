//! Which code a plan or a state belongs to, and what then counts.
//!
//! It belongs to the root module in whose directory it lies, or to the one that the flag `--plan-root` names for it;
//! else it stands alone, under its own path. Two plans of one directory are two deployments of the same code: they
//! stand alone too, with the places of that code.

use std::ops::Range;
use std::sync::Arc;

use super::configuration::{parts, plain};
use crate::native::{NativeResource, Node, Shape, Value};
use crate::source::code::Found;
use crate::source::tree::{normalise, parent};
use crate::table::{HashMap, HashSet};

/// Where a plan or state belongs.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// The root that its resources are given.
    pub(super) root: Arc<str>,
    /// The root module it was made from, where that is in the tree.
    pub(super) directory: Option<Arc<str>>,
    /// Its resources among those of all plans, or states.
    pub(super) range: Range<usize>,
    /// What its configuration declares, without keys.
    pub(super) declared: HashSet<String>,
}

/// A home for each file. `given` are pairs of a plan's path and its directory.
pub(super) fn homes(found: &[&Found], roots: &[Arc<str>], given: &[(String, String)]) -> Vec<Home> {
    let directories: Vec<Option<Arc<str>>> = found
        .iter()
        .map(|file| {
            let named = given.iter().find(|(plan, _)| normalise(plan) == *file.path);
            let directory = named.map_or_else(|| beside(&file.path), |(_, directory)| normalise(directory));
            let directory = if directory.is_empty() { "." } else { &directory };
            roots.iter().find(|root| &***root == directory).cloned()
        })
        .collect();
    let mut times: HashMap<Arc<str>, usize> = HashMap::default();
    for directory in directories.iter().flatten() {
        *times.entry(directory.clone()).or_default() += 1;
    }
    let alone = |directory: &Arc<str>| times.get(directory) == Some(&1);
    found
        .iter()
        .zip(directories)
        .map(|(file, directory)| Home {
            root: directory.clone().filter(alone).unwrap_or_else(|| file.path.clone()),
            directory,
            range: 0..0,
            declared: HashSet::default(),
        })
        .collect()
}

/// The directory of a file; that of the code, where Terraform keeps the states of workspaces apart.
fn beside(path: &str) -> String {
    match path.split_once("terraform.tfstate.d/") {
        Some((before, _)) => before.trim_end_matches('/').to_owned(),
        None => parent(path).to_owned(),
    }
}

/// Gives planned resources the places of the code they come from, and takes that code's resources away.
pub(super) fn in_place_of_code(
    homes: &[Home],
    planned: &mut [NativeResource],
    code: &mut Vec<NativeResource>,
) {
    let by_address = index(code);
    // positions in the code, and the resources that the plan says are no more
    let mut replaced: HashSet<usize> = HashSet::default();
    for home in homes {
        let Some(directory) = &home.directory else { continue };
        let Some(natives) = planned.get_mut(home.range.clone()) else { continue };
        let mut made: HashSet<String> = HashSet::default();
        for native in natives {
            let whole = without_keys(&native.address);
            let position = by_address
                .get(&(directory.clone(), native.address.clone()))
                .or_else(|| by_address.get(&(directory.clone(), whole.as_str().into())));
            if let Some(position) = position {
                stand_at(native, &code[*position]);
                replaced.insert(*position);
            }
            made.insert(whole);
        }
        for (position, native) in code.iter().enumerate().filter(|(_, n)| n.root == *directory) {
            let whole = without_keys(&native.address);
            // what the plan declares and does not make is not there: a count of none, or other keys
            if made.contains(&whole) || home.declared.contains(&whole) {
                replaced.insert(position);
            }
        }
    }
    drop(by_address);
    let mut position = 0;
    code.retain(|_| {
        position += 1;
        !replaced.contains(&(position - 1))
    });
}

/// Leaves of the resources of states those that neither code nor a plan declares.
pub(super) fn not_declared_any_more(
    homes: &[Home],
    applied: &mut Vec<NativeResource>,
    code: &[NativeResource],
    planned: Vec<(Option<Arc<str>>, Arc<str>)>,
) {
    let mut declared: HashSet<(Arc<str>, String)> =
        code.iter().map(|n| (n.root.clone(), without_keys(&n.address))).collect();
    let planned = planned.into_iter().filter_map(|(root, address)| Some((root?, without_keys(&address))));
    declared.extend(planned);
    let directories: Vec<Option<Arc<str>>> =
        homes.iter().flat_map(|home| std::iter::repeat_n(home.directory.clone(), home.range.len())).collect();
    let mut directories = directories.into_iter();
    applied.retain(|native| match directories.next().flatten() {
        Some(directory) => !declared.contains(&(directory, without_keys(&native.address))),
        None => true,
    });
}

fn index(code: &[NativeResource]) -> HashMap<(Arc<str>, Arc<str>), usize> {
    code.iter().enumerate().map(|(i, n)| ((n.root.clone(), n.address.clone()), i)).collect()
}

/// An address without instance keys, those of modules included.
fn without_keys(address: &str) -> String {
    if !address.contains('[') {
        return address.to_owned();
    }
    parts(address).into_iter().map(plain).collect::<Vec<_>>().join(".")
}

/// The plan's values at the places of the code.
fn stand_at(planned: &mut NativeResource, code: &NativeResource) {
    planned.span = code.span;
    planned.calls = code.calls.clone();
    planned.lifecycle = code.lifecycle.clone();
    for (name, node) in &mut planned.body {
        place(node, code.body.get(name));
    }
    // arguments that the plan leaves out because it cannot know them, and the code may know in part
    for (name, node) in &code.body {
        if !planned.body.contains_key(name) && node.as_unknown().is_some() {
            planned.body.insert(name.clone(), node.clone());
        }
    }
}

fn place(planned: &mut Node, code: Option<&Node>) {
    let Some(code) = code else {
        // the provider's own value: it stands nowhere, so that the resource is what is shown
        nowhere(planned);
        return;
    };
    let says_more = |u: &crate::native::Unknown| !matches!(u.shape, Shape::Opaque);
    if planned.as_unknown().is_some() && code.as_unknown().is_none_or(|u| says_more(u)) && !code.is_null() {
        *planned = Node { sensitive: planned.sensitive || code.sensitive, ..code.clone() };
        return;
    }
    (planned.origin, planned.site) = (code.origin, code.site);
    planned.refs = planned.refs.take().or_else(|| code.refs.clone());
    planned.sensitive |= code.sensitive;
    if planned.json.is_none()
        && matches!((&planned.value, &code.value), (Value::String(a), Value::String(b)) if a == b)
    {
        planned.json.clone_from(&code.json);
    }
    match (&mut planned.value, &code.value) {
        (Value::Object(own), Value::Object(theirs)) => {
            for (name, node) in Arc::make_mut(own) {
                place(node, theirs.get(name));
            }
        }
        (Value::List(own) | Value::Set(own), Value::List(theirs) | Value::Set(theirs)) => {
            for (i, node) in Arc::make_mut(own).iter_mut().enumerate() {
                place(node, theirs.get(i).or(theirs.last()));
            }
        }
        // one block is written as an object where the plan has a list of one
        (Value::List(own), Value::Object(_)) => {
            for node in Arc::make_mut(own) {
                place(node, Some(code));
            }
        }
        _ => {}
    }
}

fn nowhere(node: &mut Node) {
    (node.origin, node.site) = (None, None);
    match &mut node.value {
        Value::Object(object) => Arc::make_mut(object).values_mut().for_each(nowhere),
        Value::List(items) | Value::Set(items) => Arc::make_mut(items).iter_mut().for_each(nowhere),
        _ => {}
    }
}
