//! What a kustomization changes on every object: namespace, names, labels, replicas and images.

use std::sync::Arc;

use super::{Item, entries};
use crate::native::{Node, Object, Value};
use crate::source::kubernetes::object::is_cluster_wide;

/// Levels of an object that are searched for containers.
const DEPTH: usize = 24;

/// Applies the transformers in kustomize's order.
pub(super) fn apply(file: &Node, items: &mut [Item]) {
    let Some(file_object) = file.as_object() else { return };
    if let Some(namespace) =
        file_object.get("namespace").filter(|n| n.as_text().is_some_and(|t| !t.is_empty()))
    {
        for item in items.iter_mut() {
            set_namespace(item, namespace);
        }
    }
    rename(file_object, items);
    if let Some(pairs) = file_object.get("commonLabels") {
        for item in items.iter_mut() {
            label(item, pairs, true);
        }
    }
    for entry in entries(file, "labels") {
        let Some(entry) = entry.as_object() else { continue };
        let yes = |name: &str| entry.get(name).and_then(Node::as_bool) == Some(true);
        if let Some(pairs) = entry.get("pairs") {
            let everywhere = yes("includeSelectors") || yes("includeTemplates");
            for item in items.iter_mut() {
                label(item, pairs, everywhere);
            }
        }
    }
    if let Some(annotations) = file_object.get("commonAnnotations") {
        for item in items.iter_mut() {
            add_all(&mut item.node, &["metadata", "annotations"], annotations);
            if let Some(template) = template(&item.kind()) {
                let path: Vec<&str> = template.iter().copied().chain(["metadata", "annotations"]).collect();
                add_all(&mut item.node, &path, annotations);
            }
        }
    }
    for entry in entries(file, "replicas") {
        let Some(entry) = entry.as_object() else { continue };
        let (Some(name), Some(count)) = (entry.get("name").and_then(Node::as_text), entry.get("count"))
        else {
            continue;
        };
        for item in items.iter_mut().filter(|i| i.names.contains(&name)) {
            if matches!(&*item.kind(), "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController")
            {
                set(&mut item.node, &["spec", "replicas"], count.clone());
            }
        }
    }
    for entry in entries(file, "images") {
        if let Some(entry) = entry.as_object() {
            for item in items.iter_mut() {
                images(&mut item.node, entry, DEPTH);
            }
        }
    }
}

/// Members that lead to the template of pods.
fn template(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" | "Job" => {
            Some(&["spec", "template"])
        }
        "CronJob" => Some(&["spec", "jobTemplate", "spec", "template"]),
        _ => None,
    }
}

fn set_namespace(item: &mut Item, namespace: &Node) {
    let kind = item.kind();
    if &*kind == "Namespace" {
        set(&mut item.node, &["metadata", "name"], namespace.clone());
        return;
    }
    if !is_cluster_wide(&kind) {
        set(&mut item.node, &["metadata", "namespace"], namespace.clone());
    }
    if kind.ends_with("RoleBinding") {
        each(&mut item.node, "subjects", |subject| {
            let is_account = subject
                .as_object()
                .and_then(|s| s.get("kind")?.as_text())
                .is_some_and(|k| &*k == "ServiceAccount");
            if is_account {
                set(subject, &["namespace"], namespace.clone());
            }
        });
    }
}

/// Adds prefix and suffix to names, and to what refers to the objects that were renamed.
fn rename(file: &Object, items: &mut [Item]) {
    let part = |name: &str| file.get(name).and_then(Node::as_text).unwrap_or_default();
    let (prefix, suffix) = (part("namePrefix"), part("nameSuffix"));
    if prefix.is_empty() && suffix.is_empty() {
        return;
    }
    let mut renamed: Vec<(Arc<str>, Arc<str>, Arc<str>)> = Vec::new();
    for item in items.iter_mut() {
        let kind = item.kind();
        if matches!(&*kind, "Namespace" | "CustomResourceDefinition" | "APIService") {
            continue;
        }
        let Some(old) = item.text(&["metadata", "name"]) else { continue };
        let new: Arc<str> = format!("{prefix}{old}{suffix}").into();
        with_text(&mut item.node, &["metadata", "name"], &new);
        item.names.push(new.clone());
        renamed.push((kind, old, new));
    }
    let new_name = |kind: &str, old: &str| {
        renamed.iter().find(|(k, o, _)| &**k == kind && &**o == old).map(|r| r.2.clone())
    };
    for item in items.iter_mut() {
        let kind = item.kind();
        let pod: Option<Vec<&str>> = if &*kind == "Pod" {
            Some(vec!["spec"])
        } else {
            template(&kind).map(|t| t.iter().copied().chain(["spec"]).collect())
        };
        if let Some(mut path) = pod {
            path.push("serviceAccountName");
            if let Some(new) = item.text(&path).and_then(|old| new_name("ServiceAccount", &old)) {
                with_text(&mut item.node, &path, &new);
            }
        }
        if kind.ends_with("RoleBinding") {
            let role = item.text(&["roleRef", "kind"]).unwrap_or_default();
            if let Some(new) = item.text(&["roleRef", "name"]).and_then(|old| new_name(&role, &old)) {
                with_text(&mut item.node, &["roleRef", "name"], &new);
            }
            each(&mut item.node, "subjects", |subject| {
                let old = subject.as_object().and_then(|s| s.get("name")?.as_text());
                if let Some(new) = old.and_then(|old| new_name("ServiceAccount", &old)) {
                    with_text(subject, &["name"], &new);
                }
            });
        }
    }
}

fn label(item: &mut Item, pairs: &Node, everywhere: bool) {
    add_all(&mut item.node, &["metadata", "labels"], pairs);
    if !everywhere {
        return;
    }
    let kind = item.kind();
    if let Some(template) = template(&kind) {
        let path: Vec<&str> = template.iter().copied().chain(["metadata", "labels"]).collect();
        add_all(&mut item.node, &path, pairs);
    }
    match &*kind {
        "Service" | "ReplicationController" => add_all(&mut item.node, &["spec", "selector"], pairs),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
            add_all(&mut item.node, &["spec", "selector", "matchLabels"], pairs);
        }
        "NetworkPolicy" if item.text(&["spec", "podSelector", "matchLabels"]).is_none() => {
            let selects_some = item
                .node
                .as_object()
                .and_then(|o| o.get("spec")?.as_object()?.get("podSelector")?.as_object())
                .is_some_and(|s| s.contains_key("matchLabels"));
            if selects_some {
                add_all(&mut item.node, &["spec", "podSelector", "matchLabels"], pairs);
            }
        }
        _ => {}
    }
}

/// Changes the images of every list of containers below a node.
fn images(node: &mut Node, entry: &Object, depth: usize) {
    if depth == 0 {
        return;
    }
    match &mut node.value {
        Value::Object(members) => {
            for (name, member) in Arc::make_mut(members).iter_mut() {
                if matches!(&**name, "containers" | "initContainers" | "ephemeralContainers") {
                    if let Value::List(list) = &mut member.value {
                        for container in Arc::make_mut(list) {
                            image(container, entry);
                        }
                    }
                } else {
                    images(member, entry, depth - 1);
                }
            }
        }
        Value::List(list) => Arc::make_mut(list).iter_mut().for_each(|n| images(n, entry, depth - 1)),
        _ => {}
    }
}

fn image(container: &mut Node, entry: &Object) {
    let Some(old) = container.as_object().and_then(|c| c.get("image")).cloned() else { return };
    let Some(text) = old.as_text() else { return };
    let (tagged, digest) = text.split_once('@').map_or((&*text, None), |(n, d)| (n, Some(d)));
    let colon = tagged.rfind(':').filter(|at| *at > tagged.rfind('/').unwrap_or(0));
    let (name, tag) = colon.map_or((tagged, None), |at| (&tagged[..at], tagged.get(at + 1..)));
    let part = |name: &str| entry.get(name).filter(|n| n.as_text().is_some_and(|t| !t.is_empty()));
    if part("name").and_then(Node::as_text).is_none_or(|wanted| &*wanted != name) {
        return;
    }
    let said = |name: &str| part(name).and_then(Node::as_text);
    let mut made = said("newName").unwrap_or_else(|| name.into()).to_string();
    if let Some(digest) = said("digest") {
        made = format!("{made}@{digest}");
    } else if let Some(tag) = said("newTag") {
        made = format!("{made}:{tag}");
    } else if let Some(digest) = digest {
        made = format!("{made}@{digest}");
    } else if let Some(tag) = tag {
        made = format!("{made}:{tag}");
    }
    let decides = part("digest").or_else(|| part("newTag")).or_else(|| part("newName"));
    let origin = decides.and_then(|n| n.origin).or(old.origin);
    set(container, &["image"], Node { value: Value::String(made.into()), origin, ..old });
}

/// Sets a member, making the maps on the way.
pub(super) fn set(node: &mut Node, path: &[&str], value: Node) {
    let [first, rest @ ..] = path else {
        *node = value;
        return;
    };
    if !matches!(node.value, Value::Object(_)) {
        node.value = Value::Object(Arc::new(Object::default()));
    }
    if let Value::Object(members) = &mut node.value {
        let member = Arc::make_mut(members).entry((*first).into()).or_insert_with(|| Node {
            origin: value.origin,
            site: value.site,
            ..Node::new(Value::Null)
        });
        set(member, rest, value);
    }
}

/// Gives a text that is there another value, in its place.
fn with_text(node: &mut Node, path: &[&str], text: &Arc<str>) {
    let [first, rest @ ..] = path else {
        node.value = Value::String(text.clone());
        return;
    };
    if let Value::Object(members) = &mut node.value
        && let Some(member) = Arc::make_mut(members).get_mut(*first)
    {
        with_text(member, rest, text);
    }
}

/// Adds every member of a map at a path.
fn add_all(node: &mut Node, path: &[&str], pairs: &Node) {
    let Some(pairs) = pairs.as_object() else { return };
    for (name, value) in pairs {
        let full: Vec<&str> = path.iter().copied().chain([&**name]).collect();
        set(node, &full, value.clone());
    }
}

fn each(node: &mut Node, list: &str, mut change: impl FnMut(&mut Node)) {
    if let Value::Object(members) = &mut node.value
        && let Some(Node { value: Value::List(items), .. }) = Arc::make_mut(members).get_mut(list)
    {
        for item in Arc::make_mut(items) {
            change(item);
        }
    }
}
