//! Compose files: services with their variables filled in, what they extend, and the files that complete them.

use std::sync::Arc;

use super::variables::{Escape, Value as Variable, fill};
use super::{environment_of, reading, text_at};
use crate::native::{
    Bounds, FileId, Files, Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Silence,
    Span, Value, Why, yaml_documents,
};
use crate::posture::SourceKind;
use crate::source::Tree;
use crate::source::code::{Format, Found, Reading};
use crate::source::terraform::{Problem, SourceReport};
use crate::source::tree::{join, parent};
use crate::table::HashMap;

/// Services that extend services.
const EXTENDS: usize = 16;
/// Files of one tree, with those that are included.
const FILES: usize = 10_000;
/// Size of a file of variables, in bytes.
const VARIABLES_BYTES: u64 = 1 << 20;

pub(super) fn read(found: &[&Found], tree: &Tree, files: &mut Files) -> Reading {
    let mut reading = reading(SourceKind::Compose);
    let paths: Vec<Arc<str>> = found.iter().map(|f| f.path.clone()).collect();
    let mut reader = Reader {
        tree,
        files,
        report: SourceReport::default(),
        parsed: HashMap::default(),
        defaults: HashMap::default(),
    };
    for file in found {
        let document = reader.parse(&file.path, Some(file.id));
        reader.report.files_read += usize::from(document.is_some());
    }
    for file in found {
        // an override is laid over the file beside it, and read with it
        if base_of(&file.path, &paths).is_some() {
            continue;
        }
        let overrides: Vec<&Arc<str>> =
            paths.iter().filter(|p| base_of(p, &paths).as_deref() == Some(&*file.path)).collect();
        let natives = reader.services(file, &overrides);
        reading.natives.extend(natives);
    }
    for file in reader.included(found) {
        reader.report.files_read += 1;
        let natives = reader.services(&file, &[]);
        reading.natives.extend(natives);
    }
    reading.report = reader.report;
    reading
}

/// Files that one `include` names, each with where it stands.
fn included_by(document: &Object) -> Vec<(Arc<str>, Option<Span>)> {
    let items = document.get("include").and_then(Node::items).unwrap_or_default();
    items
        .iter()
        .flat_map(|item| match item.as_object().and_then(|o| o.get("path")) {
            Some(paths) => names(paths),
            None => names(item),
        })
        .collect()
}

/// The file that an override completes, when it is there: `compose.yaml` of `compose.override.yaml`.
fn base_of(path: &str, all: &[Arc<str>]) -> Option<Arc<str>> {
    let (before, after) = path.rsplit_once(".override.")?;
    ["yaml", "yml", after]
        .iter()
        .map(|end| format!("{before}.{end}"))
        .find_map(|base| all.iter().find(|p| ***p == *base).cloned())
}

/// `!reset` takes a value away; `!override` puts it in place of the one below.
fn own_tag(tag: &str, node: Node) -> Node {
    match tag {
        "reset" => Node { value: Value::Null, ..node },
        _ => node,
    }
}

struct Reader<'r> {
    tree: &'r Tree,
    files: &'r mut Files,
    report: SourceReport,
    parsed: HashMap<Arc<str>, Option<Arc<Object>>>,
    /// Variables of the `.env` of each directory.
    defaults: HashMap<String, HashMap<String, Variable>>,
}

impl Reader<'_> {
    /// The first document of a file, with its variables filled in.
    fn parse(&mut self, path: &Arc<str>, id: Option<FileId>) -> Option<Arc<Object>> {
        if let Some(parsed) = self.parsed.get(path) {
            return parsed.clone();
        }
        // whoever extends itself finds nothing
        self.parsed.insert(path.clone(), None);
        let id = match id {
            Some(id) => id,
            None => self.add(path)?,
        };
        let text = self.files.get(id)?.text.clone();
        let read = yaml_documents(&text, id, &Bounds::default(), own_tag);
        for fault in read.faults {
            let problem = Problem {
                path: path.clone(),
                line: fault.line,
                column: fault.column,
                message: fault.message,
                hint: Some("docker compose config says the same".to_owned()),
            };
            if fault.is_limit { self.report.limits.push(problem) } else { self.report.failed.push(problem) }
        }
        let directory = parent(path).to_owned();
        self.load_defaults(&directory);
        let variables = self.defaults.get(&directory).cloned().unwrap_or_default();
        let document = read.documents.into_iter().next()?;
        let filled = filled(document, &variables);
        let Value::Object(object) = filled.value else { return None };
        self.parsed.insert(path.clone(), Some(object.clone()));
        Some(object)
    }

    /// Reads another file of the tree.
    fn add(&mut self, path: &Arc<str>) -> Option<FileId> {
        match self.tree.read(path, 8 << 20) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let known = self.files.iter().find(|(_, f)| f.path == *path).map(|(id, _)| id);
                Some(known.unwrap_or_else(|| self.files.add(path.clone(), text)))
            }
            Err(error) => {
                let message = format!("is named by a Compose file and failed to be read: {error}");
                self.report.skipped.push(Problem::file(path.clone(), message));
                None
            }
        }
    }

    /// `.env` beside a Compose file holds the defaults of its variables.
    fn load_defaults(&mut self, directory: &str) {
        if self.defaults.contains_key(directory) {
            return;
        }
        let path = join(directory, ".env");
        let text = self.tree.read(&path, VARIABLES_BYTES).map(|b| String::from_utf8_lossy(&b).into_owned());
        let pairs = text.unwrap_or_default();
        let variables = assignments(&pairs)
            .map(|(_, name, value)| (name.to_owned(), Variable::Known(value.into())))
            .collect();
        self.defaults.insert(directory.to_owned(), variables);
    }

    /// Files that are included, and those that these include, as far as discovery did not find them by itself.
    fn included(&mut self, found: &[&Found]) -> Vec<Found> {
        let mut seen: Vec<Arc<str>> = found.iter().map(|f| f.path.clone()).collect();
        let mut more: Vec<Found> = Vec::new();
        let mut at = 0;
        while let Some(path) = seen.get(at).cloned() {
            at += 1;
            let Some(document) = self.parse(&path, None) else { continue };
            for (name, place) in included_by(&document) {
                let other: Arc<str> = join(parent(&path), &name).into();
                if seen.contains(&other) {
                    continue;
                }
                if !self.tree.contains(&other) || self.tree.read(&other, 8 << 20).is_err() {
                    let message =
                        format!("includes {name}, which is not here: its services are not measured");
                    let mut problem = Problem::file(path.clone(), message);
                    problem.line = place.map_or(0, |s| s.line);
                    self.report.unavailable.push(problem);
                    continue;
                }
                let Some(id) = self.add(&other) else { continue };
                seen.push(other.clone());
                if seen.len() > FILES {
                    return more;
                }
                more.push(Found { id, path: other, format: Format::Compose });
            }
        }
        more
    }

    fn services(&mut self, file: &Found, overrides: &[&Arc<str>]) -> Vec<NativeResource> {
        let Some(document) = self.parse(&file.path, None) else { return Vec::new() };
        let mut document = Node::new(Value::Object(document));
        for path in overrides {
            if let Some(over) = self.parse(path, None) {
                overlay(&mut document, &Node::new(Value::Object(over)), 0);
            }
        }
        let Some(services) = document.as_object().and_then(|d| d.get("services")) else { return Vec::new() };
        let Some(services) = services.as_object() else {
            let mut problem = Problem::file(file.path.clone(), "services is no map");
            problem.line = services.site.or(services.origin).map_or(0, |s| s.line);
            self.report.failed.push(problem);
            return Vec::new();
        };
        let config = ProviderConfig { environment: environment_of(&file.path), ..ProviderConfig::default() };
        let config = Arc::new(config);
        let named_volumes = document.as_object().and_then(|d| d.get("volumes")).cloned();
        let mut natives = Vec::new();
        for (name, node) in services {
            if node.as_object().is_none() {
                let mut problem = Problem::file(file.path.clone(), format!("the service {name} is no map"));
                problem.line = node.site.or(node.origin).map_or(0, |s| s.line);
                self.report.failed.push(problem);
                continue;
            }
            let mut node = node.clone();
            let extended = self.extend(&mut node, services, &file.path, EXTENDS);
            let Value::Object(body) = &node.value else { continue };
            let mut body = Object::clone(body);
            self.complete(&mut body, &file.path);
            if let Some(volumes) = &named_volumes {
                body.insert("named_volumes".into(), volumes.clone());
            }
            let here = Span { file: file.id, line: 1, end_line: 1, column: 1 };
            let whole = extended && (body.contains_key("image") || body.contains_key("build"));
            natives.push(NativeResource {
                address: format!("service/{name}").into(),
                module: Arc::default(),
                mode: Mode::Managed,
                provider: Provider::Container,
                native_type: "compose_service".into(),
                vendor_type: Some("Compose service".into()),
                // without an image it completes a service of another file, which may say anything
                silence: if whole { Silence::Default } else { Silence::NotCollected },
                name: name.clone(),
                root: file.path.clone(),
                span: node.site.or(node.origin).unwrap_or(here),
                body,
                calls: Arc::new([]),
                provider_config: config.clone(),
                lifecycle: Lifecycle::default(),
                existence: None,
            });
        }
        natives
    }

    /// Puts what a service extends under it. Says whether all of it was found.
    fn extend(&mut self, node: &mut Node, services: &Object, path: &Arc<str>, steps: usize) -> bool {
        let Some(extends) = node.as_object().and_then(|s| s.get("extends")).cloned() else { return true };
        let told = extends.as_object();
        let name = extends.as_text().or_else(|| told.and_then(|t| t.get("service")).and_then(Node::as_text));
        let other = told.and_then(|t| t.get("file")).and_then(Node::as_text);
        let Some(name) = name.filter(|_| steps > 0) else { return false };
        let (path, document) = match other {
            Some(file) => {
                let other: Arc<str> = join(parent(path), &file).into();
                let document = if self.tree.contains(&other) { self.parse(&other, None) } else { None };
                (other, document)
            }
            None => (path.clone(), None),
        };
        let from = document.as_ref().and_then(|d| d.get("services")).and_then(Node::as_object);
        let services = if other_named(&extends) { from } else { Some(services) };
        let Some(services) = services.cloned() else { return false };
        let Some(mut base) = services.get(&name).cloned() else { return false };
        let whole = self.extend(&mut base, &services, &path, steps - 1);
        let own = node.clone();
        let (origin, site) = (node.origin, node.site);
        overlay(&mut base, &own, 0);
        *node = Node { origin, site, ..base };
        whole
    }

    /// Brings lists of variables and files of them into one map.
    fn complete(&mut self, body: &mut Object, path: &str) {
        let mut environment = Object::default();
        let files = body.get("env_file").cloned();
        for (file, place) in files.iter().flat_map(names) {
            let file: Arc<str> = join(parent(path), &file).into();
            if !self.tree.contains(&file) {
                continue;
            }
            // it may be made only where the service runs
            if self.tree.read(&file, VARIABLES_BYTES).is_err() {
                continue;
            }
            let Some(id) = self.add(&file) else { continue };
            let text = self.files.get(id).map(|f| f.text.clone()).unwrap_or_default();
            for (line, name, value) in assignments(&text) {
                let origin = Span { file: id, line, end_line: line, column: 1 };
                let node = Node { site: place, ..text_at(value, origin) };
                environment.insert(name.into(), node);
            }
        }
        if let Some(own) = body.get("environment") {
            environment.extend(map_of(own));
            let span = own.site.or(own.origin);
            let node = Node { origin: span, site: span, ..Node::new(Value::Object(Arc::new(environment))) };
            body.insert("environment".into(), node);
        } else if !environment.is_empty() {
            let span = body.get("env_file").and_then(|n| n.site.or(n.origin));
            let node = Node { origin: span, site: span, ..Node::new(Value::Object(Arc::new(environment))) };
            body.insert("environment".into(), node);
        }
        if let Some(labels) = body.get("labels").cloned() {
            let map: Object = map_of(&labels).collect();
            let node = Node { value: Value::Object(Arc::new(map)), ..labels };
            body.insert("tags".into(), node);
        }
        if let Some(build) = body.get("build").cloned()
            && let Value::Object(build_body) = &build.value
            && let Some(arguments) = build_body.get("args")
        {
            let mut changed = Object::clone(build_body);
            let map: Object = map_of(arguments).collect();
            changed.insert("args".into(), Node { value: Value::Object(Arc::new(map)), ..arguments.clone() });
            body.insert("build".into(), Node { value: Value::Object(Arc::new(changed)), ..build });
        }
    }
}

fn other_named(extends: &Node) -> bool {
    extends.as_object().is_some_and(|t| t.contains_key("file"))
}

/// Texts of a list, or the text, with where each stands; of `{ path: … }` the path.
fn names(node: &Node) -> Vec<(Arc<str>, Option<Span>)> {
    let one = |node: &Node| {
        let text = node.as_text().or_else(|| node.as_object()?.get("path")?.as_text())?;
        Some((text, node.site.or(node.origin)))
    };
    node.items()
        .map_or_else(|| one(node).into_iter().collect(), |items| items.iter().filter_map(one).collect())
}

/// A map, or a list of `NAME=value`, as a map.
fn map_of(node: &Node) -> impl Iterator<Item = (Arc<str>, Node)> {
    let from_map: Vec<(Arc<str>, Node)> = match &node.value {
        Value::Object(object) => object.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        Value::List(items) => items
            .iter()
            .filter_map(|item| {
                let text = item.as_text()?;
                Some(match text.split_once('=') {
                    Some((name, value)) => {
                        (name.into(), Node { value: Value::String(value.into()), ..item.clone() })
                    }
                    None => (text.clone(), Node { value: Value::Null, ..item.clone() }),
                })
            })
            .collect(),
        _ => Vec::new(),
    };
    from_map.into_iter()
}

/// Lines of `NAME=value`, with their numbers.
fn assignments(text: &str) -> impl Iterator<Item = (u32, &str, &str)> {
    text.lines().zip(1u32..).filter_map(|(line, number)| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        Some((number, name.trim(), value.trim().trim_matches(['"', '\''])))
    })
}

/// The values of `over` on those below: maps grow together, lists are joined, anything else is replaced.
fn overlay(base: &mut Node, over: &Node, depth: usize) {
    match (&mut base.value, &over.value) {
        (Value::Object(own), Value::Object(others)) if depth < 64 => {
            let own = Arc::make_mut(own);
            for (name, node) in &**others {
                match own.get_mut(name) {
                    // commands are replaced, everything else grows
                    Some(below) if !matches!(&**name, "command" | "entrypoint" | "test") => {
                        overlay(below, node, depth + 1);
                    }
                    _ => {
                        own.insert(name.clone(), node.clone());
                    }
                }
            }
        }
        (Value::List(own), Value::List(others)) => {
            let own = Arc::make_mut(own);
            own.extend(others.iter().cloned());
        }
        _ => *base = over.clone(),
    }
}

/// Every text with its variables filled in; a text with one that is not known is unknown.
fn filled(node: Node, variables: &HashMap<String, Variable>) -> Node {
    let value = match node.value {
        Value::String(ref text) if text.contains('$') => {
            let of = |name: &str| variables.get(name).cloned().unwrap_or(Variable::Unknown);
            return match fill(text, Escape::Double, &of) {
                Ok(text) => Node { value: scalar(&text), ..node },
                Err(name) => {
                    let unknown = Node::unknown(Why::Variable(name.into()));
                    Node { value: unknown.value, ..node }
                }
            };
        }
        Value::List(items) => {
            let items = Arc::unwrap_or_clone(items).into_iter().map(|n| filled(n, variables)).collect();
            Value::List(Arc::new(items))
        }
        Value::Object(object) => {
            let members = Arc::unwrap_or_clone(object).into_iter().map(|(k, n)| (k, filled(n, variables)));
            Value::Object(Arc::new(members.collect()))
        }
        other => other,
    };
    Node { value, ..node }
}

/// What stood as a variable is a yes or no where it says so.
fn scalar(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::list_at;
    use super::*;

    #[test]
    fn an_override_belongs_to_the_file_beside_it() {
        let all: Vec<Arc<str>> = vec!["a/compose.yml".into(), "a/compose.override.yaml".into()];
        assert_eq!(base_of(&all[1], &all).as_deref(), Some("a/compose.yml"));
        assert_eq!(base_of(&all[0], &all), None);
    }

    #[test]
    fn lists_of_variables_are_maps() {
        let here = Span { file: FileId(0), line: 3, end_line: 3, column: 1 };
        let list = list_at(vec![text_at("A=b=c", here), text_at("D", here)], here);
        let map: Vec<_> = map_of(&list).map(|(k, v)| (k.to_string(), v.as_text())).collect();
        assert_eq!(map, [("A".to_owned(), Some("b=c".into())), ("D".to_owned(), None)]);
    }
}
