//! Small estates in memory, and what must come of them.

mod bounds;
mod edges;
mod errors;
mod functions;
mod json;
mod modules;
mod policies;
mod references;
mod repetition;
mod syntax;
mod values;

use crate::native::{Files, NativeResource, Node, Span, Value, format_number};
use crate::source::Tree;

use super::{Estate, Options, read};

pub(super) fn estate(files: &[(&str, &str)]) -> Estate {
    with_options(files, &Options::default())
}

pub(super) fn with_options(files: &[(&str, &str)], options: &Options) -> Estate {
    read(&Tree::memory(files.iter().map(|(path, text)| (*path, *text))), options)
}

/// One file in the root directory.
pub(super) fn one(text: &str) -> Estate {
    estate(&[("main.tf", text)])
}

impl Estate {
    pub(super) fn at(&self, address: &str) -> &NativeResource {
        let found = self.resources.iter().find(|resource| &*resource.address == address);
        found.unwrap_or_else(|| panic!("no {address} among {:?}\n{:#?}", self.addresses(), self.report))
    }

    pub(super) fn addresses(&self) -> Vec<&str> {
        self.resources.iter().map(|resource| &*resource.address).collect()
    }

    /// A value below a resource by its path: `aws_x.y / a.0.b`.
    pub(super) fn node(&self, address: &str, path: &str) -> Node {
        let resource = self.at(address);
        let mut parts = path.split('.');
        let first = parts.next().unwrap();
        let mut node = resource
            .get(first)
            .unwrap_or_else(|| panic!("no {first} in {address}: {:?}", resource.body.keys()))
            .clone();
        for part in parts {
            node = match &node.value {
                Value::Object(object) => object[part].clone(),
                _ => node.items().unwrap_or_else(|| panic!("{path}: {}", show(&node)))
                    [part.parse::<usize>().unwrap()]
                .clone(),
            };
        }
        node
    }

    pub(super) fn show(&self, address: &str, path: &str) -> String {
        show(&self.node(address, path))
    }
}

/// A value in one line; unknowns as `?` with their reason.
pub(super) fn show(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(n) => format_number(*n),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Set(items) => format!("{{{}}}", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => {
            let entries: Vec<String> =
                object.iter().map(|(key, value)| format!("{key} = {}", show(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Unknown(unknown) => format!("?({})", unknown.why.describe()),
    }
}

/// `path:line` of a place.
pub(super) fn place(files: &Files, span: Option<Span>) -> String {
    span.map_or_else(|| "nowhere".into(), |span| format!("{}:{}", files.path(span.file), span.line))
}

/// The value of an expression in a resource's argument.
pub(super) fn value_of(expression: &str) -> String {
    let estate = one(&format!("resource \"x_y\" \"z\" {{\n  v = [{expression}]\n}}\n"));
    let resource = estate.at("x_y.z");
    let list = show(resource.get("v").unwrap());
    match list.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => inner.to_owned(),
        None => list,
    }
}
