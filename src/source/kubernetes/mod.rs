//! Kubernetes objects: as manifests, as a kustomization renders them, and as a chart does. Every object becomes a native
//! resource in Kubernetes' own form, whose values stand where a person edits them.

mod helm;
mod kustomize;
mod object;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

use crate::native::{
    Bounds, FileId, Files, NativeResource, Node, Span, Value, json_document, yaml_documents,
};
use crate::posture::SourceKind;
use crate::source::code::{Format, Found, Input, Reading};
use crate::source::terraform::{Problem, SourceReport};

use object::Objects;

/// Reads manifests, kustomizations and charts. A file that a kustomization uses is not read again by itself.
pub(super) fn read(input: &Input<'_>, files: &mut Files) -> Vec<Reading> {
    let (kustomized, used) = kustomize::read(input, files);
    let manifests: Vec<&Found> =
        input.found.iter().filter(|f| f.format == Format::Kubernetes && !used.contains(&f.path)).collect();
    let mut readings = Vec::new();
    if !manifests.is_empty() {
        readings.push(read_manifests(&manifests, files));
    }
    readings.extend(kustomized);
    readings.extend(helm::read(input, files));
    readings
}

/// Manifests, each file by itself.
fn read_manifests(found: &[&Found], files: &Files) -> Reading {
    let read: Vec<(Vec<NativeResource>, Vec<Problem>)> = found
        .par_iter()
        .map(|file| {
            let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
            let (documents, problems) = documents(&text, file.id, &file.path);
            let mut objects = Objects::new(&file.path);
            for document in &documents {
                objects.add(document);
            }
            (objects.into_natives(), problems)
        })
        .collect();
    let mut report = SourceReport { files_read: found.len(), ..SourceReport::default() };
    let mut natives = Vec::new();
    for (own, problems) in read {
        natives.extend(own);
        for problem in problems {
            report.failed.push(problem);
        }
    }
    Reading { kind: SourceKind::Kubernetes, natives, report }
}

/// The documents of a text that stands somewhere else than it is read: `place` tells where each part of it is written.
fn placed_documents(
    text: &str,
    id: FileId,
    path: &Arc<str>,
    place: &dyn Fn(Span) -> Span,
) -> (Vec<Node>, Vec<Problem>) {
    let (mut nodes, problems) = documents(text, id, path);
    for node in &mut nodes {
        relocate(node, place);
    }
    (nodes, problems)
}

/// Moves a value and all within it to where `place` says.
fn relocate(node: &mut Node, place: &dyn Fn(Span) -> Span) {
    node.origin = node.origin.map(place);
    node.site = node.site.map(place);
    match &mut node.value {
        Value::Object(members) => Arc::make_mut(members).values_mut().for_each(|n| relocate(n, place)),
        Value::List(items) => Arc::make_mut(items).iter_mut().for_each(|n| relocate(n, place)),
        _ => {}
    }
}

/// The documents of a text, YAML or JSON, with what is wrong with it.
fn documents(text: &str, id: FileId, path: &Arc<str>) -> (Vec<Node>, Vec<Problem>) {
    let bounds = Bounds::default();
    let start = text.trim_start();
    let read = if start.starts_with('{') || start.starts_with('[') {
        let json = json_document(text, id, &bounds);
        // YAML's flow style begins alike
        if json.documents.is_empty() && !path.ends_with(".json") {
            yaml_documents(text, id, &bounds, plain_tag)
        } else {
            json
        }
    } else {
        yaml_documents(text, id, &bounds, plain_tag)
    };
    let problems = read
        .faults
        .into_iter()
        .map(|fault| Problem {
            path: path.clone(),
            line: fault.line,
            column: fault.column,
            message: fault.message,
            hint: Some(
                if fault.is_limit {
                    "split the file, or leave it out with --exclude"
                } else {
                    "mend the file; what stands behind this place was not read"
                }
                .to_owned(),
            ),
        })
        .collect();
    (read.documents, problems)
}

/// Kubernetes has no tags of its own: the value stays as it is.
fn plain_tag(_: &str, node: Node) -> Node {
    node
}
