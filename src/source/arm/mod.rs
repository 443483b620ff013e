//! Azure's templates: ARM's JSON and Bicep, with their parameter files. Both become one form, which is evaluated to the
//! resources that a deployment would make; these are read by the shapes of live Azure resources.

mod access;
mod convert;
mod deploy;
mod eval;
mod expression;
mod function;
mod identity;
mod json;
mod linked;
pub(crate) mod syntax;
#[cfg(test)]
mod tests;
mod unknown;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use eval::{Instance, State, World};
pub(crate) use linked::normal as normal_path;
use syntax::{Arguments, Template};

use super::bicep;
use super::code::{Format, Found, Input, Reading};
use super::terraform::{Problem, SourceReport};
use crate::native::{Bounds, FileId, Files, NativeResource, relaxed_json_document};
use crate::posture::SourceKind;

/// What one file was read as.
enum Parsed {
    Template(Template),
    /// Values of parameters: those of Bicep may be computed by what stands beside them.
    Parameters {
        path: Arc<str>,
        own: Template,
        values: Arguments,
        using: Option<Arc<str>>,
    },
}

/// A file as it was read, with what is wrong with it.
struct Opened {
    format: Format,
    parsed: Option<Parsed>,
    failed: Vec<Problem>,
    limits: Vec<Problem>,
}

/// Reads ARM templates and Bicep.
pub(crate) fn read(input: &Input<'_>, files: &mut Files) -> Vec<Reading> {
    let opened: Vec<Opened> = input
        .found
        .par_iter()
        .map(|found| {
            let text = files.get(found.id).map(|f| f.text.clone()).unwrap_or_default();
            open(found, &text)
        })
        .collect();
    let mut reports: BTreeMap<Format, SourceReport> = BTreeMap::new();
    let mut templates: HashMap<Arc<str>, Arc<Template>> = HashMap::new();
    let mut given: Vec<Given> = Vec::new();
    for file in opened {
        let report = reports.entry(file.format).or_default();
        report.files_read += usize::from(file.parsed.is_some());
        report.failed.extend(file.failed);
        report.limits.extend(file.limits);
        match file.parsed {
            Some(Parsed::Template(template)) => {
                templates.insert(template.path.clone(), Arc::new(template));
            }
            Some(Parsed::Parameters { path, own, values, using }) => given.push((path, own, values, using)),
            None => {}
        }
    }
    let mut paths: Vec<&Arc<str>> = templates.keys().collect();
    paths.sort();
    let results: Vec<(&Arc<str>, Vec<NativeResource>, State)> = paths
        .into_par_iter()
        .filter_map(|path| {
            let template = templates.get(path)?;
            let world = World::new(input.tree, &templates);
            let mut made = Vec::new();
            let mut instance = Instance::root(&world, template.clone());
            if let Some((_, own, values, _)) = chosen(path, &given) {
                let by = Instance::root(&world, Arc::new(own.clone()));
                instance.give(values, &by);
            }
            instance.resources(&mut made);
            drop(instance);
            let natives = convert::natives(&made, path);
            Some((path, natives, world.into_state()))
        })
        .collect();
    // a template that another one deploys is measured where it is deployed
    let mut called: BTreeSet<Arc<str>> = BTreeSet::new();
    for (path, _, state) in &results {
        if !called.contains(*path) {
            called.extend(state.called.iter().filter(|c| *c != *path).cloned());
        }
    }
    let mut natives: BTreeMap<Format, Vec<NativeResource>> = BTreeMap::new();
    for (path, made, state) in results {
        let bicep = templates.get(path).is_some_and(|t| t.bicep);
        let format = if bicep { Format::Bicep } else { Format::Arm };
        if called.contains(path) {
            continue;
        }
        let report = reports.entry(format).or_default();
        report.roots.push(path.clone());
        report.module_calls += state.called.len();
        report.unavailable.extend(state.unavailable);
        report.limits.extend(state.limits);
        report.invalid.extend(state.invalid);
        natives.entry(format).or_default().extend(made);
    }
    reports
        .into_iter()
        .map(|(format, report)| Reading {
            kind: if format == Format::Bicep { SourceKind::Bicep } else { SourceKind::Arm },
            natives: natives.remove(&format).unwrap_or_default(),
            report,
        })
        .collect()
}

fn open(found: &Found, text: &str) -> Opened {
    let mut opened = Opened { format: found.format, parsed: None, failed: Vec::new(), limits: Vec::new() };
    let problem = |line: u32, column: u32, message: String| {
        let mut problem = Problem::file(found.path.clone(), message);
        (problem.line, problem.column) = (line, column);
        problem
    };
    if found.format == Format::Bicep {
        let file = bicep::parse(text, found.id, &found.path);
        opened.failed.extend(file.faults.into_iter().map(|(line, column, why)| problem(line, column, why)));
        opened.parsed = Some(if found.path.ends_with(".bicepparam") {
            let path = found.path.clone();
            Parsed::Parameters { path, own: file.template, values: file.arguments, using: file.using }
        } else {
            Parsed::Template(file.template)
        });
        return opened;
    }
    let read = relaxed_json_document(text, found.id, &Bounds::default());
    for fault in read.faults {
        let all = if fault.is_limit { &mut opened.limits } else { &mut opened.failed };
        all.push(problem(fault.line, fault.column, fault.message));
    }
    if let Some(root) = read.documents.first() {
        opened.parsed = Some(of_json(root, found.id, &found.path));
    }
    opened
}

fn of_json(root: &crate::native::Node, file: FileId, path: &Arc<str>) -> Parsed {
    if json::is_parameters(root) {
        let own = Template::new(file, path.clone(), false);
        return Parsed::Parameters { path: path.clone(), own, values: json::arguments(root), using: None };
    }
    Parsed::Template(json::template(root, file, path))
}

type Given = (Arc<str>, Template, Arguments, Option<Arc<str>>);

/// The parameter file of a template: the one of its own name, or the only one that is its.
fn chosen<'g>(path: &str, given: &'g [Given]) -> Option<&'g Given> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let own: Vec<&Given> = given
        .iter()
        .filter(|(name, _, _, using)| {
            if let Some(target) = using {
                &**target == path
            } else {
                let rest = name.strip_prefix(stem).map(str::to_ascii_lowercase);
                rest.is_some_and(|r| r.starts_with(".parameters") || r.starts_with(".param"))
            }
        })
        .collect();
    let by_name = own.iter().find(|(name, ..)| {
        ["bicepparam", "parameters.json", "param.json"].iter().any(|end| **name == *format!("{stem}.{end}"))
    });
    by_name.or_else(|| own.first().filter(|_| own.len() == 1)).copied()
}
