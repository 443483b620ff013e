//! Config maps and secrets that a kustomization makes.

use std::sync::Arc;

use super::{Item, Renderer, entries};
use crate::native::{Node, Object, Span, Value};

/// Adds what the generators make. The suffix that kustomize takes from the contents is left out of the names.
pub(super) fn add(
    renderer: &mut Renderer<'_>,
    directory: &str,
    path: &str,
    file: &Node,
    items: &mut Vec<Item>,
) {
    for (list, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for entry in entries(file, list) {
            let (Some(members), Some(at)) = (entry.as_object(), entry.origin) else { continue };
            let data = data(renderer, directory, path, entry, members);
            let mut metadata = Object::default();
            for name in ["name", "namespace"] {
                if let Some(node) = members.get(name) {
                    metadata.insert(name.into(), node.clone());
                }
            }
            let mut body = Object::default();
            body.insert("apiVersion".into(), text("v1", at));
            body.insert("kind".into(), text(kind, at));
            body.insert("metadata".into(), Node::at(Value::Object(Arc::new(metadata)), at));
            let member = if kind == "Secret" { "stringData" } else { "data" };
            body.insert(member.into(), Node::at(Value::Object(Arc::new(data)), at));
            let made = Item::of(Node::at(Value::Object(Arc::new(body)), at));
            let behaves =
                |how: &str| members.get("behavior").and_then(Node::as_text).is_some_and(|b| &*b == how);
            let name = made.names.first().cloned().unwrap_or_default();
            let old = items.iter().position(|i| &*i.kind() == kind && i.names.contains(&name));
            let old = if behaves("merge") || behaves("replace") { old } else { None };
            let Some(old) = old.and_then(|at| items.get_mut(at)) else {
                items.push(made);
                continue;
            };
            if behaves("replace") {
                *old = made;
                continue;
            }
            let own = made.node.as_object().and_then(|o| o.get(member)?.as_object());
            for (key, value) in own.into_iter().flatten() {
                super::transform::set(&mut old.node, &[member, &**key], value.clone());
            }
        }
    }
}

fn text(text: &str, at: Span) -> Node {
    Node::at(Value::String(text.into()), at)
}

/// The entries of a generator: literals, files and files of variables.
fn data(renderer: &mut Renderer<'_>, directory: &str, path: &str, entry: &Node, members: &Object) -> Object {
    let mut data = Object::default();
    for literal in entries(entry, "literals") {
        if let (Some(written), Some(at)) = (literal.as_text(), literal.origin)
            && let Some((name, value)) = written.split_once('=')
        {
            data.insert(name.trim().into(), text(value.trim_matches(['"', '\'']), at));
        }
    }
    for file in entries(entry, "files") {
        let Some(written) = file.as_text() else { continue };
        let (name, source) = match written.split_once('=') {
            Some((name, source)) => (name.to_owned(), source.to_owned()),
            None => (written.rsplit('/').next().unwrap_or(&written).to_owned(), written.to_string()),
        };
        let named = Node { value: Value::String(source.into()), ..file.clone() };
        let Some(target) = renderer.local(directory, &named, path) else { continue };
        if let Some((id, contents)) = renderer.text(&target.as_str().into(), Some((path, file))) {
            let lines = u32::try_from(contents.lines().count()).unwrap_or(u32::MAX).max(1);
            data.insert(
                name.as_str().into(),
                text(&contents, Span { file: id, line: 1, end_line: lines, column: 1 }),
            );
        }
    }
    let single = members.get("env").into_iter();
    for file in entries(entry, "envs").iter().chain(single) {
        let Some(target) = renderer.local(directory, file, path) else { continue };
        let Some((id, contents)) = renderer.text(&target.as_str().into(), Some((path, file))) else {
            continue;
        };
        for (written, line) in contents.lines().zip(1u32..) {
            if written.trim_start().starts_with('#') {
                continue;
            }
            if let Some((name, value)) = written.split_once('=') {
                data.insert(
                    name.trim().into(),
                    text(value.trim(), Span { file: id, line, end_line: line, column: 1 }),
                );
            }
        }
    }
    data
}
