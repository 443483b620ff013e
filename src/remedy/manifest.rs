//! Kubernetes' manifests and Compose files: members of objects, pods, containers and services.

use serde_json::Value as Json;

use super::document;
use super::format::{Change, Format, literal};
use crate::check::{Edit, Level, Member, On};
use crate::native::{Bounds, FileId, Node, Provider, Span, yaml_documents};
use crate::resource::{Resource, Side};

/// Manifests of Kubernetes.
pub(super) struct Manifest;

/// Compose files.
pub(super) struct Compose;

/// Lists of containers that a pod has.
const LISTS: [&str; 2] = ["containers", "initContainers"];

impl Format for Manifest {
    fn speaks(&self, resource: &Resource) -> bool {
        resource.scope.side == Side::Declared
            && resource.scope.provider == Provider::Kubernetes
            && resource.vendor_type.is_some()
    }

    fn changes(&self, resource: &Resource, edit: &Edit) -> Option<Vec<Change>> {
        let Edit::Member(member) = edit else { return None };
        let change = |path: String| change(member, path);
        let pod = super::kubernetes_words(resource).1.join(".");
        match member.level {
            Level::Object => Some(vec![change(member.path.to_owned())?]),
            Level::Pod => Some(vec![change(format!("{pod}.{}", member.path))?]),
            Level::Container => {
                LISTS.iter().map(|list| change(format!("{pod}.{list}[*].{}", member.path))).collect()
            }
        }
    }

    fn in_its_words(&self) -> bool {
        true
    }

    fn apply(&self, text: &str, place: Span, change: &Change) -> Option<String> {
        apply(text, change, |documents| document::map_at(documents, place))
    }
}

impl Format for Compose {
    fn speaks(&self, resource: &Resource) -> bool {
        &*resource.native_type == "compose_service"
    }

    fn changes(&self, _: &Resource, edit: &Edit) -> Option<Vec<Change>> {
        let Edit::Member(member) = edit else { return None };
        if member.level != Level::Object {
            return None;
        }
        Some(vec![change(member, member.path.to_owned())?])
    }

    fn in_its_words(&self) -> bool {
        true
    }

    fn apply(&self, text: &str, place: Span, change: &Change) -> Option<String> {
        apply(text, change, |documents| document::member_at(documents, place))
    }
}

/// Where a member stands in Terraform's words; nothing for containers, of which there may be many.
pub(super) fn in_terraform(resource: &Resource, member: &Member) -> Option<String> {
    let path: Vec<&str> = match member.level {
        Level::Object => vec![member.path],
        Level::Pod => super::kubernetes_words(resource).1.iter().copied().chain([member.path]).collect(),
        Level::Container => return None,
    };
    let plain = member.value.is_some_and(|v| !v.starts_with(['[', '{'])) && !member.path.contains(['"', '[']);
    plain.then(|| snake_case(&path.join(".")))
}

fn snake_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut before = '.';
    for c in text.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        before = c;
    }
    out
}

/// The change of a member at a path; nothing where its value is no literal.
fn change(member: &Member, path: String) -> Option<Change> {
    let value = match member.value {
        None => None,
        Some(value) => Some(literal(value)?),
    };
    Some(Change::Where(path, value, member.on))
}

/// The text with a change everywhere it belongs; nothing for a template, and where it cannot be made by rule.
fn apply(text: &str, change: &Change, find: impl Fn(&[Node]) -> Option<&Node>) -> Option<String> {
    let Change::Where(path, value, on) = change else { return None };
    if text.contains("{{") || text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let parse = |text: &str| yaml_documents(text, FileId(0), &Bounds::default(), |_, node| node);
    let read = parse(text);
    if !read.faults.is_empty() {
        return None;
    }
    let paths = paths(find(&read.documents)?, path);
    let mut text = text.to_owned();
    for path in paths {
        let read = parse(&text);
        let map = find(&read.documents)?;
        let there = document::at(map, &path).filter(|n| !n.is_null());
        let wanted = match (on, there) {
            (On::Everywhere, there) => there.is_none_or(|n| !is(n, value.as_ref())),
            (On::There, Some(node)) => !is(node, value.as_ref()),
            (On::Reading(texts), Some(node)) => node.as_text().is_some_and(|t| texts.contains(&&*t)),
            (_, None) => false,
        };
        if wanted {
            text = document::in_map(&text, map, &path, value.as_ref())?;
        }
    }
    Some(text)
}

/// Whether a node says a value already.
fn is(node: &Node, value: Option<&Json>) -> bool {
    match value {
        None => false,
        Some(Json::Array(wanted)) => node.items().is_some_and(|items| {
            items.len() == wanted.len() && items.iter().zip(wanted).all(|(i, w)| is(i, Some(w)))
        }),
        Some(Json::String(text)) => node.as_text().is_some_and(|t| &*t == text.as_str()),
        Some(other) => {
            let wanted = other.to_string();
            node.as_text().is_some_and(|t| *t == *wanted)
        }
    }
}

/// A path for every element that `[*]` stands for.
fn paths(map: &Node, path: &str) -> Vec<String> {
    let Some((before, after)) = path.split_once("[*]") else { return vec![path.to_owned()] };
    let count = document::at(map, before).and_then(Node::items).map_or(0, <[Node]>::len);
    (0..count).map(|at| format!("{before}[{at}]{after}")).collect()
}

#[cfg(test)]
mod tests;
