//! Patches: strategic merges and lists of JSON operations, in files of their own or in the kustomization.

use std::sync::Arc;

use regex::Regex;

use super::{Item, Renderer, entries};
use crate::native::{Node, Object, Value};

/// Lists whose elements are told apart by a member, and that member.
const MERGE_KEYS: &[(&str, &[&str])] = &[
    ("containers", &["name"]),
    ("initContainers", &["name"]),
    ("ephemeralContainers", &["name"]),
    ("volumes", &["name"]),
    ("env", &["name"]),
    ("imagePullSecrets", &["name"]),
    ("volumeMounts", &["mountPath"]),
    ("volumeDevices", &["devicePath"]),
    ("ports", &["containerPort", "port"]),
    ("hostAliases", &["ip"]),
    ("topologySpreadConstraints", &["topologyKey"]),
    ("secrets", &["name"]),
];

/// Applies all patches of a kustomization.
pub(super) fn apply(
    renderer: &mut Renderer<'_>,
    directory: &str,
    path: &str,
    file: &Node,
    items: &mut Vec<Item>,
) {
    for entry in entries(file, "patchesStrategicMerge") {
        for patch in renderer.inline_or_file(directory, path, entry) {
            merge_named(renderer, path, entry, &patch, items);
        }
    }
    for list in ["patches", "patchesJson6902"] {
        for entry in entries(file, list) {
            one(renderer, directory, path, entry, items);
        }
    }
}

fn one(renderer: &mut Renderer<'_>, directory: &str, path: &str, entry: &Node, items: &mut Vec<Item>) {
    let Some(members) = entry.as_object() else {
        // a bare name of a file, as kustomize took it once
        for patch in renderer.inline_or_file(directory, path, entry) {
            merge_named(renderer, path, entry, &patch, items);
        }
        return;
    };
    let documents = match (members.get("path"), members.get("patch")) {
        (Some(file), _) => renderer.inline_or_file(directory, path, file),
        (None, Some(inline)) => match inline.as_text() {
            Some(text) => renderer.inline(path, inline, &text),
            None => Vec::new(),
        },
        (None, None) => Vec::new(),
    };
    let target = members.get("target").and_then(Node::as_object).map(Target::of);
    for patch in documents {
        if let Some(operations) = patch.items() {
            let Some(target) = &target else {
                renderer.fail(
                    path,
                    entry,
                    "a list of operations without a target",
                    "say which objects it is for",
                );
                continue;
            };
            for item in items.iter_mut().filter(|i| target.fits(i)) {
                for operation in operations {
                    if let Err(message) = operate(&mut item.node, operation) {
                        renderer.fail(path, operation, message, "mend the operation of the patch");
                    }
                }
            }
        } else if let Some(target) = &target {
            for item in items.iter_mut().filter(|i| target.fits(i)) {
                merge(&mut item.node, &without_identity(&patch));
            }
            items.retain(|i| !i.node.is_null());
        } else {
            merge_named(renderer, path, entry, &patch, items);
        }
    }
}

/// A patch with a target changes neither the kind nor the name.
fn without_identity(patch: &Node) -> Node {
    let mut patch = patch.clone();
    if let Value::Object(members) = &mut patch.value {
        let members = Arc::make_mut(members);
        members.shift_remove("kind");
        members.shift_remove("apiVersion");
        if let Some(Node { value: Value::Object(metadata), .. }) = members.get_mut("metadata") {
            Arc::make_mut(metadata).shift_remove("name");
        }
    }
    patch
}

/// Merges a patch into the object of its own kind and name.
fn merge_named(renderer: &mut Renderer<'_>, path: &str, entry: &Node, change: &Node, items: &mut Vec<Item>) {
    let wanted = Item::of(change.clone());
    let (kind, name) = (wanted.kind(), wanted.names.first().cloned().unwrap_or_default());
    let namespace = wanted.text(&["metadata", "namespace"]);
    let mut found = false;
    for item in items.iter_mut() {
        let same_place = namespace.is_none()
            || item.text(&["metadata", "namespace"]).is_none()
            || item.text(&["metadata", "namespace"]) == namespace;
        if item.kind() == kind && item.names.contains(&name) && same_place {
            found = true;
            let own = item.text(&["metadata", "name"]);
            merge(&mut item.node, change);
            // the name stays what a prefix made of it
            if let Some(own) = own
                && !item.node.is_null()
                && own != name
            {
                let value = Node { origin: item.node.origin, ..Node::new(Value::String(own)) };
                super::transform::set(&mut item.node, &["metadata", "name"], value);
            }
        }
    }
    items.retain(|i| !i.node.is_null());
    if !found {
        renderer.fail(
            path,
            entry,
            format!("no object {kind}/{name} for this patch"),
            "name an object of the resources",
        );
    }
}

/// Which objects a patch is for. Names are patterns that match as a whole.
struct Target {
    patterns: Vec<(&'static [&'static str], Regex)>,
    group: Option<Arc<str>>,
    labels: Vec<(String, String)>,
}

impl Target {
    fn of(members: &Object) -> Self {
        const PATHS: &[(&str, &[&str])] = &[
            ("kind", &["kind"]),
            ("name", &["metadata", "name"]),
            ("namespace", &["metadata", "namespace"]),
        ];
        let text = |name: &str| members.get(name).and_then(Node::as_text).filter(|t| !t.is_empty());
        let patterns = PATHS
            .iter()
            .filter_map(|(name, path)| {
                let pattern = text(name)?;
                let whole = Regex::new(&format!("^(?:{pattern})$"));
                let literal = || Regex::new(&format!("^{}$", regex::escape(&pattern)));
                Some((*path, whole.or_else(|_| literal()).ok()?))
            })
            .collect();
        let labels = text("labelSelector")
            .map(|selector| {
                selector
                    .split(',')
                    .filter_map(|pair| {
                        pair.split_once('=')
                            .map(|(k, v)| (k.trim().to_owned(), v.trim_matches(['=', ' ']).to_owned()))
                    })
                    .collect()
            })
            .unwrap_or_default();
        Self { patterns, group: text("group"), labels }
    }

    fn fits(&self, item: &Item) -> bool {
        let patterns = self.patterns.iter().all(|(path, pattern)| match *path {
            ["metadata", "name"] => item.names.iter().any(|n| pattern.is_match(n)),
            path => item.text(path).is_some_and(|text| pattern.is_match(&text)),
        });
        let version = item.text(&["apiVersion"]).unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        patterns
            && self.group.as_deref().is_none_or(|wanted| wanted == group)
            && self
                .labels
                .iter()
                .all(|(k, v)| item.text(&["metadata", "labels", k.as_str()]).is_some_and(|t| *t == **v))
    }
}

/// The directive of a map of a patch.
fn directive(node: &Node) -> Option<Arc<str>> {
    node.as_object()?.get("$patch")?.as_text()
}

/// A strategic merge. An object that the patch deletes becomes null.
fn merge(target: &mut Node, patch: &Node) {
    match directive(patch).as_deref() {
        Some("delete") => {
            target.value = Value::Null;
            return;
        }
        Some("replace") => {
            *target = without_directives(patch);
            return;
        }
        _ => {}
    }
    let (Value::Object(members), Value::Object(changes)) = (&mut target.value, &patch.value) else {
        *target = without_directives(patch);
        return;
    };
    let members = Arc::make_mut(members);
    for (name, change) in changes.iter() {
        if name.starts_with('$') {
            continue;
        }
        if change.is_null() {
            members.shift_remove(name);
            continue;
        }
        match members.get_mut(name) {
            Some(own) if own.items().is_some() && change.items().is_some() => merge_list(name, own, change),
            Some(own) => {
                merge(own, change);
                if own.is_null() {
                    members.shift_remove(name);
                }
            }
            None if directive(change).as_deref() == Some("delete") => {}
            None => {
                members.insert(name.clone(), without_directives(change));
            }
        }
    }
}

fn merge_list(name: &str, own: &mut Node, change: &Node) {
    let keys = MERGE_KEYS.iter().find(|(list, _)| *list == name).map(|(_, keys)| *keys);
    let changes = change.items().unwrap_or_default();
    let replace = changes.iter().any(|c| directive(c).as_deref() == Some("replace"));
    let key = keys.and_then(|keys| {
        keys.iter().find(|key| changes.iter().all(|c| c.as_object().is_some_and(|o| o.contains_key(**key))))
    });
    let (Some(key), false, Value::List(items)) = (key, replace, &mut own.value) else {
        *own = without_directives(change);
        return;
    };
    let items = Arc::make_mut(items);
    for change in changes {
        let wanted = change.as_object().and_then(|o| o.get(*key)?.as_text());
        let same = |item: &Node| item.as_object().and_then(|o| o.get(*key)?.as_text()) == wanted;
        match items.iter_mut().find(|item| same(item)) {
            Some(item) => merge(item, change),
            None if directive(change).as_deref() != Some("delete") => items.push(without_directives(change)),
            None => {}
        }
    }
    items.retain(|item| !item.is_null());
}

/// A value of a patch without what only tells how to merge it.
fn without_directives(node: &Node) -> Node {
    let mut node = node.clone();
    match &mut node.value {
        Value::Object(members) => {
            let members = Arc::make_mut(members);
            members.retain(|name, member| !name.starts_with('$') && !member.is_null());
            for member in members.values_mut() {
                *member = without_directives(member);
            }
        }
        Value::List(items) => {
            let items = Arc::make_mut(items);
            items.retain(|item| !item.as_object().is_some_and(|o| o.len() == 1 && o.contains_key("$patch")));
            for item in items.iter_mut() {
                *item = without_directives(item);
            }
        }
        _ => {}
    }
    node
}

/// One JSON operation (RFC 6902).
fn operate(node: &mut Node, operation: &Node) -> Result<(), String> {
    let text = |name: &str| operation.as_object().and_then(|o| o.get(name)?.as_text());
    let (Some(op), Some(path)) = (text("op"), text("path")) else {
        return Err("an operation needs op and path".to_owned());
    };
    let value = || operation.as_object().and_then(|o| o.get("value")).cloned();
    let steps = pointer(&path);
    match &*op {
        "add" | "replace" => {
            let value = value().ok_or_else(|| format!("{op} {path} has no value"))?;
            put(node, &steps, value, &*op == "add").ok_or_else(|| format!("nothing stands at {path}"))
        }
        "remove" => take(node, &steps).map(|_| ()).ok_or_else(|| format!("nothing stands at {path}")),
        "move" | "copy" => {
            let from = pointer(&text("from").ok_or("an operation needs from")?);
            let value = if &*op == "move" { take(node, &from) } else { get(node, &from).cloned() };
            let value = value.ok_or_else(|| format!("nothing to {op} to {path}"))?;
            put(node, &steps, value, true).ok_or_else(|| format!("nothing stands at {path}"))
        }
        "test" => Ok(()),
        other => Err(format!("{other} is no operation")),
    }
}

fn pointer(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

fn get<'n>(node: &'n Node, steps: &[String]) -> Option<&'n Node> {
    steps.iter().try_fold(node, |node, step| match &node.value {
        Value::Object(members) => members.get(step.as_str()),
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

fn put(node: &mut Node, steps: &[String], value: Node, is_new: bool) -> Option<()> {
    let [step, rest @ ..] = steps else {
        *node = value;
        return Some(());
    };
    match &mut node.value {
        Value::Object(members) => {
            let members = Arc::make_mut(members);
            if rest.is_empty() {
                members.insert(step.as_str().into(), value);
                return Some(());
            }
            put(members.get_mut(step.as_str())?, rest, value, is_new)
        }
        Value::List(items) => {
            let items = Arc::make_mut(items);
            let index = if step == "-" { items.len() } else { step.parse().ok()? };
            if !rest.is_empty() {
                return put(items.get_mut(index)?, rest, value, is_new);
            }
            if is_new && index <= items.len() {
                items.insert(index, value);
            } else {
                *items.get_mut(index)? = value;
            }
            Some(())
        }
        _ => None,
    }
}

fn take(node: &mut Node, steps: &[String]) -> Option<Node> {
    let [step, rest @ ..] = steps else { return None };
    match &mut node.value {
        Value::Object(members) => {
            let members = Arc::make_mut(members);
            if rest.is_empty() {
                members.shift_remove(step.as_str())
            } else {
                take(members.get_mut(step.as_str())?, rest)
            }
        }
        Value::List(items) => {
            let items = Arc::make_mut(items);
            let index: usize = step.parse().ok()?;
            if rest.is_empty() {
                (index < items.len()).then(|| items.remove(index))
            } else {
                take(items.get_mut(index)?, rest)
            }
        }
        _ => None,
    }
}
