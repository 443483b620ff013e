//! Stacks: a template with its parameters, and the stacks within it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::evaluate::{Stack, unknown};
use super::model::{Parameters, Template, placed};
use super::{Library, beside, resource, sam};
use crate::native::{NativeResource, Node, Object, Span, Value, Why};
use crate::source::terraform::{Problem, SourceReport};
use crate::table::HashMap;

/// Stacks within stacks.
const DEPTH: usize = 16;
/// Resources of one root template with everything in it.
const RESOURCES: usize = 100_000;

/// A template that is deployed by itself.
pub(super) struct Root<'a> {
    pub(super) path: &'a Arc<str>,
    pub(super) template: &'a Template,
    pub(super) library: &'a Library<'a>,
    pub(super) parameters: &'a Parameters,
}

/// Where a stack stands: its template, and the stacks that it is in.
pub(super) struct Frame<'a> {
    pub(super) root: &'a Arc<str>,
    pub(super) path: &'a str,
    /// The address of the stack; empty for a root.
    pub(super) address: Arc<str>,
    pub(super) calls: Arc<[Span]>,
    /// Why it may not be there at all.
    pub(super) existence: Option<Arc<crate::native::Unknown>>,
    /// Paths of the templates from the outside in.
    pub(super) through: Vec<&'a str>,
}

/// Everything that a root template declares.
pub(super) fn read(root: &Root<'_>) -> (Vec<NativeResource>, SourceReport) {
    let mut natives = Vec::new();
    let mut report = SourceReport::default();
    let parameters = parameters(root.template, |name| {
        root.parameters.get(name).map(|text| Node::new(Value::String(text.into())))
    });
    let frame = Frame {
        root: root.path,
        path: root.path,
        address: Arc::default(),
        calls: Arc::new([]),
        existence: None,
        through: vec![root.path],
    };
    let _ = run(root.template, parameters, &frame, root.library, &mut natives, &mut report);
    (natives, report)
}

/// Reads one stack; gives its outputs.
fn run<'a>(
    template: &'a Template,
    parameters: HashMap<Arc<str>, Node>,
    frame: &Frame<'a>,
    library: &Library<'a>,
    natives: &mut Vec<NativeResource>,
    report: &mut SourceReport,
) -> Object {
    let mut stack = Stack::new(template, parameters);
    let written = match stack.unroll(&template.resources, 0) {
        Ok(resources) => resources,
        Err(why) => {
            report.unavailable.push(Problem::file(
                frame.path,
                format!("how often a loop makes its resources cannot be told: {}", why.describe()),
            ));
            template
                .resources
                .iter()
                .filter(|(name, _)| !name.starts_with("Fn::ForEach"))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        }
    };
    let written = sam::expand(template, written);
    for (name, node) in &written {
        let Some(vendor) = node.as_object().and_then(|o| o.get("Type")).and_then(Node::as_text) else {
            if node.as_object().is_none_or(|o| !o.contains_key("Fn::Transform")) {
                let at = node.site.or(node.origin);
                report.failed.push(Problem {
                    path: frame.path.into(),
                    line: at.map_or(0, |s| s.line),
                    column: at.map_or(0, |s| s.column),
                    message: format!("the resource {name} has no Type"),
                    hint: None,
                });
            }
            continue;
        };
        stack.addresses.insert(name.clone(), resource::address(frame, name, node));
        stack.types.insert(name.clone(), vendor);
    }
    // stacks come first: others read their outputs
    nested(&mut stack, &written, frame, library, natives, report);
    for (name, node) in &written {
        if natives.len() >= RESOURCES {
            report.limits.push(Problem::file(
                frame.path,
                format!("more than {RESOURCES} resources (bound instances); the rest is not read"),
            ));
            break;
        }
        resource::natives(&stack, frame, name, node, natives);
    }
    let mut outputs = Object::default();
    for (name, output) in &*template.outputs {
        if let Some(value) = output.as_object().and_then(|o| o.get("Value"))
            && let Some(value) = stack.value(value)
        {
            outputs.insert(name.clone(), value);
        }
    }
    for (line, column, message) in stack.invalid.take() {
        let problem = Problem { path: frame.path.into(), line, column, message, hint: None };
        if stack.out_of_steps.get() { report.limits.push(problem) } else { report.invalid.push(problem) }
    }
    outputs
}

/// The stacks within a stack, and their outputs. A stack that reads an output of another comes after it.
fn nested<'a>(
    stack: &mut Stack<'a>,
    written: &Object,
    frame: &Frame<'a>,
    library: &Library<'a>,
    natives: &mut Vec<NativeResource>,
    report: &mut SourceReport,
) {
    let mut waiting: Vec<(&Arc<str>, &Node)> =
        written.iter().filter(|(name, _)| stack.types.get(*name).is_some_and(|t| is_stack(t))).collect();
    let names: BTreeSet<Arc<str>> = waiting.iter().map(|(name, _)| (*name).clone()).collect();
    while !waiting.is_empty() {
        let open: BTreeSet<&Arc<str>> = waiting.iter().map(|(name, _)| *name).collect();
        let ready = waiting
            .iter()
            .position(|(name, node)| {
                !names.iter().any(|other| other != *name && open.contains(other) && mentions(node, other, 0))
            })
            .unwrap_or(0);
        let (name, node) = waiting.remove(ready);
        if let Some(outputs) = one(stack, name, node, frame, library, natives, report) {
            stack.outputs.insert(name.clone(), Arc::new(outputs));
        }
    }
}

fn one<'a>(
    stack: &Stack<'a>,
    name: &Arc<str>,
    node: &Node,
    frame: &Frame<'a>,
    library: &Library<'a>,
    natives: &mut Vec<NativeResource>,
    report: &mut SourceReport,
) -> Option<Object> {
    let at = node.site.or(node.origin)?;
    let existence = match resource::existence(stack, node) {
        resource::Existence::Never => return None,
        resource::Existence::Always => frame.existence.clone(),
        resource::Existence::Perhaps(why) => Some(why),
    };
    let properties = node.as_object()?.get("Properties")?.as_object()?;
    let location = location(properties)?;
    let place = Problem { line: at.line, column: at.column, ..Problem::file(frame.path, "") };
    let path = location.as_text().and_then(|text| beside(frame.path, &text));
    let Some((path, template)) = path.as_deref().and_then(|path| library.get_key_value(path)) else {
        let named = location.as_text().unwrap_or_else(|| "a location that is settled at deployment".into());
        report.unavailable.push(Problem {
            message: format!("the stack {name} is made from {named}, which is not here"),
            hint: Some("scan the directory that holds its template too".to_owned()),
            ..place
        });
        return None;
    };
    if frame.through.len() >= DEPTH || frame.through.contains(path) {
        report.failed.push(Problem {
            message: format!("the stack {name} is made from {path}, which it is within itself"),
            ..place
        });
        return None;
    }
    let given = properties.get("Parameters").and_then(|p| stack.value(p));
    let given = given.as_ref().and_then(Node::as_object);
    let parameters = parameters(template, |name| given.and_then(|g| g.get(name)).cloned());
    let inner = Frame {
        root: frame.root,
        path,
        address: stack.addresses.get(name).cloned().unwrap_or_default(),
        calls: frame.calls.iter().copied().chain([at]).collect(),
        existence,
        through: frame.through.iter().copied().chain([*path]).collect(),
    };
    report.module_calls += 1;
    Some(run(template, parameters, &inner, library, natives, report))
}

fn is_stack(vendor: &str) -> bool {
    matches!(vendor, "AWS::CloudFormation::Stack" | "AWS::Serverless::Application")
}

fn location(properties: &Object) -> Option<&Node> {
    properties.get("TemplateURL").or_else(|| properties.get("Location"))
}

/// Whether a value names a resource, by any of the ways there are.
fn mentions(node: &Node, name: &str, depth: usize) -> bool {
    if depth > 100 {
        return false;
    }
    match &node.value {
        Value::String(text) => text.contains(name),
        Value::Object(members) => members.values().any(|m| mentions(m, name, depth + 1)),
        _ => node.items().is_some_and(|items| items.iter().any(|i| mentions(i, name, depth + 1))),
    }
}

/// The templates that a template's stacks are made from, where they are here.
pub(super) fn nested_paths(path: &str, template: &Template, library: &Library<'_>) -> Vec<Arc<str>> {
    let of_stack = |node: &Node| {
        let object = node.as_object()?;
        is_stack(&object.get("Type")?.as_text()?).then_some(())?;
        let named = location(object.get("Properties")?.as_object()?)?.as_text()?;
        let other = beside(path, &named)?;
        (other != path && library.contains_key(&*other)).then(|| Arc::from(other))
    };
    template.resources.values().filter_map(of_stack).collect()
}

/// The templates that are read when a root is, itself left out.
pub(super) fn reached(path: &str, library: &Library<'_>) -> Vec<Arc<str>> {
    let mut found: Vec<Arc<str>> = Vec::new();
    let mut open: Vec<Arc<str>> = vec![path.into()];
    while let Some(next) = open.pop() {
        let Some(template) = library.get(&*next) else { continue };
        for other in nested_paths(&next, template, library) {
            if !found.contains(&other) {
                found.push(other.clone());
                open.push(other);
            }
        }
    }
    found
}

/// The parameters of a template: what is given, else the default, else unknown.
fn parameters(template: &Template, given: impl Fn(&str) -> Option<Node>) -> HashMap<Arc<str>, Node> {
    let mut all = HashMap::default();
    for pseudo in [
        "AWS::Region",
        "AWS::AccountId",
        "AWS::Partition",
        "AWS::StackName",
        "AWS::StackId",
        "AWS::URLSuffix",
    ] {
        if let Some(value) = given(pseudo) {
            all.insert(Arc::from(pseudo), value);
        }
    }
    for (name, declared) in &*template.parameters {
        let Some(members) = declared.as_object() else { continue };
        let kind = members.get("Type").and_then(Node::as_text).unwrap_or_default();
        let hidden = members.get("NoEcho").and_then(Node::as_bool) == Some(true);
        let value = given(name).or_else(|| members.get("Default").cloned());
        let value = match value {
            // the value is the name of a parameter that holds the value
            _ if kind.starts_with("AWS::SSM::Parameter::Value") => {
                let why = Why::Runtime(format!("the Systems Manager parameter behind {name}").into());
                unknown(declared, why)
            }
            Some(value) if is_list(&kind) => as_list(value),
            Some(value) => value,
            None => unknown(declared, Why::Variable(name.clone())),
        };
        let place = value.origin.or(declared.site);
        all.insert(name.clone(), Node { sensitive: value.sensitive || hidden, origin: place, ..value });
    }
    all
}

fn is_list(kind: &str) -> bool {
    kind == "CommaDelimitedList" || kind.starts_with("List<")
}

/// A text with commas as the list it stands for.
fn as_list(value: Node) -> Node {
    match value.as_text() {
        Some(text) => {
            let parts = text.split(',').map(|part| placed(&value, Value::String(part.trim().into())));
            let parts = if text.trim().is_empty() { Vec::new() } else { parts.collect() };
            Node { value: Value::List(Arc::new(parts)), ..value }
        }
        None => value,
    }
}
