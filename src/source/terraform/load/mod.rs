//! Reads and parses everything before anything is evaluated: the scanned directories, the modules they call, and the
//! variable files.

mod documents;
mod library;
mod manifest;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::native::{FileId, Files};
use crate::source::tree::{join, parent};
use crate::source::{Tree, Walked};
use crate::table::{HashMap, HashSet};

use super::config::{Module, definitions};
use super::eval::{Given, constant};
use super::options::Options;
use super::parse::{self, SyntaxError};
use super::parse_json;
use super::report::{Problem, SourceReport};
use super::syntax::Body;

pub(super) use library::{Library, Target, Variant};
use library::{is_local, shown};

/// What loading came to.
pub(super) struct Loaded {
    pub(super) files: Files,
    pub(super) library: Library,
    pub(super) roots: Vec<String>,
    pub(super) given: HashMap<String, HashMap<Arc<str>, Given>>,
    pub(super) report: SourceReport,
}

/// Whether a file belongs to a configuration, by its name.
pub(super) fn is_configuration(name: &str) -> bool {
    stem(name).is_some() && !name.starts_with('.') && !name.ends_with('~') && !name.starts_with('#')
}

/// The name without its extension, and whether it is JSON.
fn stem(name: &str) -> Option<(&str, bool)> {
    for (suffix, is_json) in [(".tf.json", true), (".tofu.json", true), (".tf", false), (".tofu", false)] {
        if let Some(stem) = name.strip_suffix(suffix) {
            return Some((stem, is_json));
        }
    }
    None
}

fn is_override(name: &str) -> bool {
    stem(name).is_some_and(|(stem, _)| stem == "override" || stem.ends_with("_override"))
}

/// How a file is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Hcl,
    Json,
    Values,
    JsonValues,
}

/// What came of one file.
struct Parsed {
    text: Arc<str>,
    /// Of a broken file, the blocks that could be read all the same.
    body: Body,
    problem: Option<Problem>,
    /// Whether a bound is the problem.
    is_limit: bool,
}

/// The parsed files of one directory.
#[derive(Default)]
struct Directory {
    files: Vec<(String, FileId, Body)>,
    overrides: Vec<Body>,
}

struct Loader<'a> {
    tree: &'a Tree,
    options: &'a Options,
    files: Files,
    library: Library,
    report: SourceReport,
}

/// Reads everything.
pub(super) fn load(tree: &Tree, options: &Options, walked: &Walked) -> Loaded {
    let mut loader = Loader {
        tree,
        options,
        files: Files::default(),
        library: Library::default(),
        report: SourceReport::default(),
    };
    let mut directories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in walked.files.iter().filter(|f| is_configuration(f.rsplit('/').next().unwrap_or(f))) {
        directories.entry(parent(file).to_owned()).or_default().push(file.clone());
    }
    let scanned: Vec<String> = directories.keys().cloned().collect();
    loader.read_modules(directories);
    loader.read_called(&scanned);
    let roots = loader.roots(&scanned);
    for root in &roots {
        loader.read_manifest(root);
    }
    loader.read_documents(&roots);
    let given = loader.given(&roots);
    let Loader { files, library, mut report, .. } = loader;
    report.files_read = files.len();
    report.roots = roots.iter().map(|root| shown(root).into()).collect();
    Loaded { files, library, roots, given, report }
}

impl Loader<'_> {
    /// Reads and parses files in parallel; the result is in the order of the paths, each with its id.
    fn parse(&mut self, wanted: &[(String, Form)]) -> Vec<Body> {
        let first = self.files.len();
        let limits = &self.options.limits;
        let tree = self.tree;
        let parsed: Vec<Parsed> = wanted
            .par_iter()
            .enumerate()
            .map(|(i, (path, form))| {
                let failed = |problem: Problem, is_limit: bool| Parsed {
                    text: "".into(),
                    body: Body::default(),
                    problem: Some(problem),
                    is_limit,
                };
                let bytes = match tree.read(path, limits.file_bytes) {
                    Ok(bytes) => bytes,
                    Err(error @ crate::source::ReadError::TooLarge { .. }) => {
                        let problem = Problem::file(path.as_str(), format!("{error} (bound file_bytes)"));
                        return failed(problem, true);
                    }
                    Err(error) => {
                        return failed(
                            Problem::file(path.as_str(), format!("failed to read: {error}")),
                            false,
                        );
                    }
                };
                let text = match String::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(error) => {
                        let at = error.utf8_error().valid_up_to();
                        let line = error.as_bytes()[..at].split(|byte| *byte == b'\n').count();
                        let mut problem = Problem::file(path.as_str(), "not UTF-8 text")
                            .hint("save the file as UTF-8; Terraform reads nothing else");
                        problem.line = u32::try_from(line).unwrap_or(u32::MAX);
                        return failed(problem, false);
                    }
                };
                let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
                let id = FileId(u32::try_from(first + i).unwrap_or(u32::MAX));
                let whole = |parsed: Result<Body, SyntaxError>| match parsed {
                    Ok(body) => (body, None),
                    Err(error) => (Body::default(), Some(error)),
                };
                let (body, error) = match form {
                    Form::Hcl | Form::Values => parse::parse_body(id, &text, limits),
                    Form::Json => whole(parse_json::parse_body(id, &text, limits)),
                    Form::JsonValues => whole(parse_json::parse_values(id, &text, limits)),
                };
                let is_limit = matches!(&error, Some(SyntaxError { limit: Some(_), .. }));
                Parsed { text, body, problem: error.map(|error| problem(path, error)), is_limit }
            })
            .collect();
        let mut bodies = Vec::with_capacity(parsed.len());
        for ((path, _), parsed) in wanted.iter().zip(parsed) {
            self.files.add(path.as_str(), parsed.text);
            if let Some(problem) = parsed.problem {
                if parsed.is_limit {
                    self.report.limits.push(problem.clone());
                }
                self.report.failed.push(problem);
            }
            bodies.push(parsed.body);
        }
        bodies
    }

    /// Reads the files of directories and puts each directory together as a module.
    fn read_modules(&mut self, directories: BTreeMap<String, Vec<String>>) {
        let mut wanted = Vec::new();
        let mut owners = Vec::new();
        for (directory, mut files) in directories {
            // OpenTofu reads x.tofu instead of x.tf.
            let tofu: HashSet<String> = files.iter().filter(|f| f.contains(".tofu")).cloned().collect();
            files.retain(|file| !(file.contains(".tf") && tofu.contains(&file.replace(".tf", ".tofu"))));
            files.sort();
            for file in files {
                let form = if stem(&file).is_some_and(|(_, json)| json) { Form::Json } else { Form::Hcl };
                owners.push((directory.clone(), file.clone()));
                wanted.push((file, form));
            }
        }
        let first = self.files.len();
        let bodies = self.parse(&wanted);
        let mut grouped: BTreeMap<String, Directory> = BTreeMap::new();
        for (i, ((directory, path), body)) in owners.into_iter().zip(bodies).enumerate() {
            let group = grouped.entry(directory).or_default();
            if is_override(path.rsplit('/').next().unwrap_or(&path)) {
                group.overrides.push(body);
            } else {
                let id = FileId(u32::try_from(first + i).unwrap_or(u32::MAX));
                group.files.push((path, id, body));
            }
        }
        for (directory, group) in &grouped {
            self.separate(directory, group);
        }
        let modules: Vec<Module> = grouped
            .into_par_iter()
            .map(|(directory, group)| {
                let files = group.files.into_iter().map(|(_, _, body)| body).collect();
                Module::assemble(directory, files, group.overrides, &constant)
            })
            .collect();
        self.library.modules.extend(modules.into_iter().map(|module| (module.directory.clone(), module)));
    }

    /// Where two files define the same thing, Terraform refuses the directory; collections of examples are often laid
    /// out like that. Then each of these files is read by itself, with the files that no other contradicts.
    fn separate(&mut self, directory: &str, group: &Directory) {
        let mut owners: HashMap<String, usize> = HashMap::default();
        let mut contradicting: BTreeSet<usize> = BTreeSet::new();
        let mut first = None;
        for (i, (_, _, body)) in group.files.iter().enumerate() {
            for name in definitions(body) {
                let owner = *owners.entry(name.clone()).or_insert(i);
                if owner != i {
                    first.get_or_insert((name, owner, i));
                    contradicting.extend([owner, i]);
                }
            }
        }
        let Some((name, one, other)) = first else { return };
        let shared: HashSet<FileId> = group
            .files
            .iter()
            .enumerate()
            .filter(|(i, _)| !contradicting.contains(i))
            .map(|(_, (_, id, _))| *id)
            .collect();
        let message = format!("{name} is defined here and in {}", group.files[one].0);
        self.report.invalid.push(
            Problem::file(group.files[other].0.as_str(), message)
                .hint("Terraform refuses this directory; each of the files is read by itself"),
        );
        let variants = contradicting.iter().enumerate().map(|(n, &chosen)| {
            let files =
                group.files.iter().enumerate().filter(|(i, _)| *i == chosen || !contradicting.contains(i));
            let files = files.map(|(_, (_, _, body))| body.clone()).collect();
            let overrides = group.overrides.clone();
            Variant {
                path: group.files[chosen].0.clone(),
                module: Module::assemble(directory.to_owned(), files, overrides, &constant),
                shown_elsewhere: if n == 0 { HashSet::default() } else { shared.clone() },
            }
        });
        self.library.variants.insert(directory.to_owned(), variants.collect());
    }

    /// Reads modules called by path that are not read yet, and what they call in turn.
    fn read_called(&mut self, from: &[String]) {
        let mut pending: BTreeSet<String> = from.iter().cloned().collect();
        while !pending.is_empty() {
            let mut next: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for directory in &pending {
                let Some(module) = self.library.modules.get(directory) else { continue };
                for call in module.calls.values() {
                    let Some(source) = call.source.as_deref().filter(|source| is_local(source)) else {
                        continue;
                    };
                    let target = join(directory, source);
                    if self.library.modules.contains_key(&target) || next.contains_key(&target) {
                        continue;
                    }
                    if !self.tree.is_dir(&target) {
                        continue;
                    }
                    if !self.options.follow_outside && !self.tree.contains(&target) {
                        let path = self.files.path(call.span.file).to_owned();
                        let message =
                            format!("module {:?} leaves the scanned tree: {}", &*call.name, shown(&target));
                        let mut problem = Problem::file(path, message)
                            .hint("scan the directory above both, or allow sources outside the scanned tree");
                        problem.line = call.span.line;
                        problem.column = call.span.column;
                        self.report.skipped.push(problem);
                        continue;
                    }
                    let files = self.configuration_files(&target);
                    if !files.is_empty() {
                        next.insert(target, files);
                    }
                }
            }
            pending = next.keys().cloned().collect();
            self.read_modules(next);
        }
    }

    fn configuration_files(&self, directory: &str) -> Vec<String> {
        let names = self.tree.list(directory).into_iter().filter(|name| is_configuration(name));
        let files = names.map(|name| join(directory, &name));
        // A link may lead out of the tree though its directory lies within.
        files.filter(|file| self.options.follow_outside || self.tree.contains(file)).collect()
    }

    /// Directories to be planned by themselves: the scanned paths, and every directory that no other one calls.
    fn roots(&self, scanned: &[String]) -> Vec<String> {
        let targets = |directory: &str| -> Vec<String> {
            let Some(module) = self.library.modules.get(directory) else { return Vec::new() };
            let sources = module.calls.values().filter_map(|call| call.source.as_deref());
            sources.filter(|source| is_local(source)).map(|source| join(directory, source)).collect()
        };
        let called: HashSet<String> = scanned
            .iter()
            .flat_map(|directory| targets(directory).into_iter().filter(move |target| target != directory))
            .collect();
        let starts = self.tree.starts();
        let mut roots: BTreeSet<String> = scanned
            .iter()
            .filter(|directory| !called.contains(*directory) || starts.contains(directory))
            .cloned()
            .collect();
        // Modules that only call each other would never be looked at.
        let mut reached: HashSet<String> = HashSet::default();
        let mut pending: Vec<String> = roots.iter().cloned().collect();
        let mut rest = scanned.iter();
        loop {
            while let Some(directory) = pending.pop() {
                if reached.insert(directory.clone()) {
                    pending.extend(targets(&directory));
                }
            }
            match rest.find(|directory| !reached.contains(*directory)) {
                Some(directory) => {
                    roots.insert(directory.clone());
                    pending.push(directory.clone());
                }
                None => return roots.into_iter().collect(),
            }
        }
    }
}

fn problem(path: &str, error: SyntaxError) -> Problem {
    Problem {
        path: path.into(),
        line: error.line,
        column: error.column,
        message: format!("failed to parse: {}", error.message),
        hint: error.hint,
    }
}
