//! CloudFormation and SAM templates, in YAML and JSON: resources as they would be deployed, with the place of every
//! value. What a deployment settles stays unknown with its reason.

mod condition;
mod evaluate;
mod function;
mod model;
mod repeat;
mod resource;
mod sam;
mod stack;
#[cfg(test)]
mod tests;

pub use model::Parameters;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::native::{Bounds, Documents, FileId, Files, NativeResource, Node, json_document, yaml_documents};
use crate::posture::SourceKind;
use crate::source::code::{Found, Input, Reading};
use crate::source::terraform::{Problem, SourceReport};
use model::Template;

/// Bounds on templates. Reaching one is reported with its name.
const BOUNDS: Bounds = Bounds { nesting_depth: 100, values: 2_000_000 };

/// A template that was parsed, under its path.
struct Parsed {
    path: Arc<str>,
    template: Option<Template>,
    problems: Vec<Problem>,
    limits: Vec<Problem>,
}

/// Templates by path, for those that others name.
type Library<'a> = BTreeMap<&'a str, &'a Template>;

/// Reads every template that discovery found.
pub(crate) fn read(input: &Input<'_>, files: &mut Files) -> Vec<Reading> {
    let texts: Vec<(&Found, Arc<str>)> = input
        .found
        .iter()
        .map(|found| (found, files.get(found.id).map(|f| f.text.clone()).unwrap_or_default()))
        .collect();
    let parsed: Vec<Parsed> = texts.par_iter().map(|(found, text)| parse(found, text)).collect();
    let library: Library<'_> = parsed.iter().filter_map(|p| Some((&*p.path, p.template.as_ref()?))).collect();
    let nested: BTreeSet<Arc<str>> = parsed
        .par_iter()
        .filter_map(|p| Some(stack::nested_paths(&p.path, p.template.as_ref()?, &library)))
        .flatten()
        .collect();
    // two templates that name each other have no root: both are read on their own
    let roots: Vec<&Parsed> = parsed.iter().filter(|p| !nested.contains(&p.path)).collect();
    let reached: BTreeSet<Arc<str>> = roots.iter().flat_map(|p| stack::reached(&p.path, &library)).collect();
    let rest = parsed.iter().filter(|p| nested.contains(&p.path) && !reached.contains(&p.path));
    let roots: Vec<&Parsed> = roots.into_iter().chain(rest).collect();
    let done: Vec<(Vec<NativeResource>, SourceReport)> = roots
        .par_iter()
        .map(|p| match &p.template {
            Some(template) => stack::read(&stack::Root {
                path: &p.path,
                template,
                library: &library,
                parameters: &input.options.parameters,
            }),
            None => Default::default(),
        })
        .collect();
    let mut report = SourceReport { files_read: parsed.len(), ..SourceReport::default() };
    for p in &parsed {
        report.failed.extend(p.problems.iter().cloned());
        report.limits.extend(p.limits.iter().cloned());
    }
    let mut natives = Vec::with_capacity(done.iter().map(|(n, _)| n.len()).sum());
    for (own, told) in done {
        natives.extend(own);
        report.skipped.extend(told.skipped);
        report.failed.extend(told.failed);
        report.unavailable.extend(told.unavailable);
        report.limits.extend(told.limits);
        report.invalid.extend(told.invalid);
    }
    // templates are many small parts, and nobody waits for them
    drop(library);
    rayon::spawn(move || drop(parsed));
    vec![Reading { kind: SourceKind::CloudFormation, natives, report }]
}

/// One template from its text.
fn parse(found: &Found, text: &str) -> Parsed {
    let Documents { documents, faults } = documents(text, found.id);
    let mut parsed =
        Parsed { path: found.path.clone(), template: None, problems: Vec::new(), limits: Vec::new() };
    for fault in faults {
        let problem = Problem {
            path: found.path.clone(),
            line: fault.line,
            column: fault.column,
            message: fault.message,
            hint: None,
        };
        if fault.is_limit { parsed.limits.push(problem) } else { parsed.problems.push(problem) }
    }
    let template = documents.iter().find(|d| d.as_object().is_some_and(|o| o.contains_key("Resources")));
    match template.map(Template::of) {
        Some(Ok(template)) => parsed.template = Some(template),
        Some(Err((span, message))) => parsed.problems.push(Problem {
            path: parsed.path.clone(),
            line: span.map_or(0, |s| s.line),
            column: span.map_or(0, |s| s.column),
            message,
            hint: None,
        }),
        None if parsed.problems.is_empty() && parsed.limits.is_empty() => {
            parsed.problems.push(
                Problem::file(parsed.path.clone(), "the template has no Resources")
                    .hint("add Resources, or leave the file out with --exclude"),
            );
        }
        None => {}
    }
    parsed
}

/// The documents of a text in either language.
fn documents(text: &str, id: FileId) -> Documents {
    if text.trim_start().starts_with(['{', '[']) {
        json_document(text, id, &BOUNDS)
    } else {
        yaml_documents(text, id, &BOUNDS, own_tag)
    }
}

/// The short form of a function as the long one: `!Ref x` is `{"Ref": x}`, `!Sub x` is `{"Fn::Sub": x}`.
fn own_tag(tag: &str, node: Node) -> Node {
    if tag.trim_start_matches('!').is_empty() {
        // no tag of anybody's: the value is what it looks like
        return node;
    }
    let name: Arc<str> = match tag {
        "Ref" | "Condition" => tag.into(),
        _ => format!("Fn::{tag}").into(),
    };
    model::object_at(&node.clone(), [(name, node)])
}

/// The path that a template names, from its own; nothing where it is no path of the tree.
fn beside(path: &str, named: &str) -> Option<String> {
    if named.contains("://") || named.is_empty() {
        return None;
    }
    Some(crate::source::tree::join(crate::source::tree::parent(path), named.trim_start_matches("./")))
}
