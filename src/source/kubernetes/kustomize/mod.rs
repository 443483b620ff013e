//! Kustomizations: bases, components and overlays put together as `kustomize build` does. A value stands where it was
//! written, in a base, in a patch or in the kustomization itself.

mod generate;
mod patch;
mod transform;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::object::{Objects, name};
use super::{documents, placed_documents};
use crate::native::{FileId, Files, NativeResource, Node, Span};
use crate::posture::SourceKind;
use crate::source::code::{Format, Input, Reading};
use crate::source::terraform::{Problem, SourceReport};
use crate::source::tree::{join, parent};

/// Kustomizations within each other.
const DEPTH: usize = 32;
/// Objects of one kustomization.
const OBJECTS: usize = 20_000;
/// Size of a file that a kustomization names, in bytes.
const FILE_BYTES: u64 = 64 << 20;
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// An object on its way, with every name it has had.
#[derive(Debug, Clone)]
struct Item {
    node: Node,
    names: Vec<Arc<str>>,
}

impl Item {
    fn of(node: Node) -> Self {
        let names = node.as_object().map(|body| vec![name(body)]).unwrap_or_default();
        Self { node, names }
    }

    fn text(&self, path: &[&str]) -> Option<Arc<str>> {
        path.iter().try_fold(&self.node, |node, part| node.as_object()?.get(*part))?.as_text()
    }

    fn kind(&self) -> Arc<str> {
        self.text(&["kind"]).unwrap_or_default()
    }
}

struct Renderer<'a> {
    input: &'a Input<'a>,
    files: &'a mut Files,
    known: BTreeMap<Arc<str>, FileId>,
    used: BTreeSet<Arc<str>>,
    /// Kustomizations that others build on.
    bases: BTreeSet<String>,
    report: SourceReport,
}

/// Renders every kustomization that no other builds on. Gives back the files that were used as well.
pub(super) fn read(input: &Input<'_>, files: &mut Files) -> (Option<Reading>, BTreeSet<Arc<str>>) {
    let directories: BTreeSet<String> = input
        .found
        .iter()
        .filter(|f| f.format == Format::Kustomize && NAMES.contains(&last(&f.path)))
        .map(|f| parent(&f.path).to_owned())
        .collect();
    if directories.is_empty() {
        return (None, BTreeSet::new());
    }
    let known = input.found.iter().map(|f| (f.path.clone(), f.id)).collect();
    let report = SourceReport { files_read: directories.len(), ..SourceReport::default() };
    let mut renderer =
        Renderer { input, files, known, used: BTreeSet::new(), bases: BTreeSet::new(), report };
    let mut built: Vec<(String, Vec<Item>)> = Vec::new();
    for directory in &directories {
        let items = renderer.render(directory, &mut Vec::new());
        built.push((directory.clone(), items));
    }
    let mut natives: Vec<NativeResource> = Vec::new();
    for (directory, items) in built {
        if renderer.bases.contains(&directory) {
            continue;
        }
        let root: Arc<str> = if directory.is_empty() { ".".into() } else { directory.as_str().into() };
        let mut objects = Objects::new(&root);
        for item in &items {
            objects.add(&item.node);
        }
        natives.extend(objects.into_natives());
    }
    let Renderer { used, mut report, .. } = renderer;
    // a base is rendered once for itself and once for each overlay, and says the same every time
    for problems in [&mut report.failed, &mut report.unavailable, &mut report.skipped] {
        problems.sort();
        problems.dedup();
    }
    (Some(Reading { kind: SourceKind::Kustomize, natives, report }), used)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Renderer<'_> {
    /// The objects of a kustomization. `stack` holds the ones that are being rendered.
    fn render(&mut self, directory: &str, stack: &mut Vec<String>) -> Vec<Item> {
        let Some(path) = NAMES.iter().map(|n| join(directory, n)).find(|p| self.input.tree.is_file(p)) else {
            return Vec::new();
        };
        let Some(file) = self.load(&path, None).into_iter().next() else { return Vec::new() };
        stack.push(directory.to_owned());
        let mut items = Vec::new();
        for list in ["resources", "bases"] {
            for entry in entries(&file, list) {
                items.extend(self.resource(directory, entry, &path, stack));
            }
        }
        for entry in entries(&file, "components") {
            items = self.component(directory, entry, &path, stack, items);
        }
        items = self.build(directory, &path, &file, items);
        stack.pop();
        if items.len() > OBJECTS {
            self.fail(
                &path,
                &file,
                format!("more than {OBJECTS} objects (bound objects)"),
                "split the kustomization",
            );
            items.truncate(OBJECTS);
        }
        items
    }

    /// What a kustomization adds to the objects it builds on, in kustomize's own order.
    fn build(&mut self, directory: &str, path: &str, file: &Node, mut items: Vec<Item>) -> Vec<Item> {
        generate::add(self, directory, path, file, &mut items);
        for list in ["generators", "transformers", "validators", "helmCharts", "helmChartInflationGenerator"]
        {
            for entry in entries(file, list) {
                let what = if list.starts_with("helm") { "a chart" } else { "a plug-in" };
                self.unavailable(
                    path,
                    entry,
                    format!("{list}: {what} is not run here: what it makes is not measured"),
                );
            }
        }
        patch::apply(self, directory, path, file, &mut items);
        transform::apply(file, &mut items);
        items
    }

    fn component(
        &mut self,
        directory: &str,
        entry: &Node,
        path: &str,
        stack: &mut Vec<String>,
        items: Vec<Item>,
    ) -> Vec<Item> {
        let Some(target) = self.local(directory, entry, path) else { return items };
        if !self.may_enter(&target, entry, path, stack) {
            return items;
        }
        let Some(own) = NAMES.iter().map(|n| join(&target, n)).find(|p| self.input.tree.is_file(p)) else {
            self.fail(path, entry, format!("{target} holds no kustomization"), "name the directory of one");
            return items;
        };
        self.bases.insert(target.clone());
        let Some(file) = self.load(&own, Some((path, entry))).into_iter().next() else { return items };
        stack.push(target.clone());
        let mut items = items;
        for entry in entries(&file, "resources") {
            items.extend(self.resource(&target, entry, &own, stack));
        }
        for entry in entries(&file, "components") {
            items = self.component(&target, entry, &own, stack, items);
        }
        stack.pop();
        self.build(&target, &own, &file, items)
    }

    /// The objects that an entry of `resources` names: a file, or another kustomization.
    fn resource(&mut self, directory: &str, entry: &Node, path: &str, stack: &mut Vec<String>) -> Vec<Item> {
        let Some(target) = self.local(directory, entry, path) else { return Vec::new() };
        if self.input.tree.is_dir(&target) {
            if !self.may_enter(&target, entry, path, stack) {
                return Vec::new();
            }
            self.bases.insert(target.clone());
            if !NAMES.iter().any(|n| self.input.tree.is_file(&join(&target, n))) {
                self.fail(
                    path,
                    entry,
                    format!("{target} holds no kustomization"),
                    "name the directory of one",
                );
                return Vec::new();
            }
            return self.render(&target, stack);
        }
        self.load(&target, Some((path, entry))).into_iter().flat_map(objects).map(Item::of).collect()
    }

    fn may_enter(&mut self, target: &str, entry: &Node, path: &str, stack: &[String]) -> bool {
        if stack.iter().any(|open| open == target) {
            self.fail(path, entry, format!("{target} builds on itself"), "break the cycle of kustomizations");
            return false;
        }
        if stack.len() >= DEPTH {
            let message = format!("more than {DEPTH} kustomizations within each other (bound depth)");
            self.fail(path, entry, message, "build on fewer levels");
            return false;
        }
        true
    }

    /// The path that an entry means; nothing where it is not in the tree.
    fn local(&mut self, directory: &str, entry: &Node, path: &str) -> Option<String> {
        let text = entry.as_text()?;
        if is_remote(&text) && !self.input.tree.is_file(&join(directory, &text)) {
            self.unavailable(
                path,
                entry,
                format!("{text} is not downloaded here: what it holds is not measured"),
            );
            return None;
        }
        let target = join(directory, &text);
        if !self.input.options.terraform.follow_outside && !self.input.tree.contains(&target) {
            self.unavailable(path, entry, format!("{text} lies outside of what is scanned: it was not read"));
            return None;
        }
        Some(target)
    }

    /// The documents of a file of the tree. `from` is the entry that names it.
    fn load(&mut self, path: &str, from: Option<(&str, &Node)>) -> Vec<Node> {
        let path: Arc<str> = path.into();
        let Some((id, text)) = self.text(&path, from) else { return Vec::new() };
        let (nodes, problems) = documents(&text, id, &path);
        self.report.failed.extend(problems);
        nodes
    }

    /// The text of a file of the tree, which counts as used from now on.
    fn text(&mut self, path: &Arc<str>, from: Option<(&str, &Node)>) -> Option<(FileId, Arc<str>)> {
        self.used.insert(path.clone());
        if let Some(id) = self.known.get(path) {
            return Some((*id, self.files.get(*id)?.text.clone()));
        }
        let limit = self.input.options.file_bytes.unwrap_or(FILE_BYTES);
        let read = self.input.tree.read(path, limit).map_err(|e| e.to_string());
        match read.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "the text is not UTF-8".to_owned()))
        {
            Ok(text) => {
                let id = self.files.add(path.clone(), text.as_str());
                self.known.insert(path.clone(), id);
                Some((id, text.into()))
            }
            Err(message) => {
                if let Some((file, entry)) = from {
                    self.fail(
                        file,
                        entry,
                        format!("failed to read {path}: {message}"),
                        "name a file that is there",
                    );
                }
                None
            }
        }
    }

    /// The documents of a text that stands in a kustomization, or in the file that it names.
    fn inline_or_file(&mut self, directory: &str, path: &str, entry: &Node) -> Vec<Node> {
        let Some(text) = entry.as_text() else { return Vec::new() };
        let is_inline =
            text.contains('\n') || text.trim_start().starts_with(['{', '[']) || text.contains(": ");
        if is_inline {
            return self.inline(path, entry, &text);
        }
        match self.local(directory, entry, path) {
            Some(target) => self.load(&target, Some((path, entry))),
            None => Vec::new(),
        }
    }

    /// The documents of a text that is the value of `entry`.
    fn inline(&mut self, path: &str, entry: &Node, text: &str) -> Vec<Node> {
        let Some(at) = entry.origin else { return Vec::new() };
        let (nodes, mut problems) =
            placed_documents(text, at.file, &path.into(), &|span: Span| within(at, span));
        for problem in &mut problems {
            problem.line = within(at, Span { line: problem.line, end_line: problem.line, ..at }).line;
        }
        self.report.failed.extend(problems);
        nodes
    }

    fn fail(&mut self, path: &str, at: &Node, message: impl Into<String>, hint: &str) {
        self.report.failed.push(problem(path, at, message.into()).hint(hint));
    }

    fn unavailable(&mut self, path: &str, at: &Node, message: impl Into<String>) {
        self.report.unavailable.push(problem(path, at, message.into()));
    }
}

/// A line of a block scalar as a line of its file; a scalar on one line is that line.
fn within(at: Span, span: Span) -> Span {
    if at.end_line == at.line {
        return at;
    }
    let line = |n: u32| (at.line + n).min(at.end_line);
    Span { file: at.file, line: line(span.line), end_line: line(span.end_line), column: span.column }
}

fn problem(path: &str, at: &Node, message: String) -> Problem {
    let (line, column) = at.origin.map_or((0, 0), |s| (s.line, s.column));
    Problem { line, column, ..Problem::file(path, message) }
}

/// The elements of a list of the kustomization.
fn entries<'n>(file: &'n Node, list: &str) -> &'n [Node] {
    file.as_object().and_then(|f| f.get(list)).and_then(Node::items).unwrap_or_default()
}

/// The objects of a document: itself, or those of a list.
fn objects(document: Node) -> Vec<Node> {
    let is_list = document
        .as_object()
        .and_then(|o| o.get("kind")?.as_text())
        .is_some_and(|kind| kind.ends_with("List"));
    let items = document.as_object().and_then(|o| o.get("items")?.items()).filter(|_| is_list);
    if let Some(items) = items {
        return items.to_vec();
    }
    let is_object = document.as_object().is_some_and(|o| o.contains_key("kind"));
    if is_object { vec![document] } else { Vec::new() }
}

/// Whether an entry names something on a network.
fn is_remote(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("git@")
        || text.contains("?ref=")
        || text.contains(".git//")
        || ["github.com/", "gitlab.com/", "bitbucket.org/"].iter().any(|host| text.starts_with(host))
}
