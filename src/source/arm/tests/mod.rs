mod bicep;
mod deployments;
mod functions;
mod garbage;

use crate::native::{Files, NativeResource, Node, Value};
use crate::posture::SourceKind;
use crate::source::Tree;
use crate::source::code::{self, Code, Options};

/// Everything that files declare.
fn scan(files: &[(&str, &str)]) -> Code {
    let tree =
        Tree::memory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).as_bytes().to_vec())));
    code::read(&tree, &Options::default())
}

/// An ARM template around parts of one.
fn template(rest: &str) -> String {
    format!(
        "{{\n\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n{rest}\n}}"
    )
}

/// The value of an expression, as a property of a resource that nothing understands.
fn value(expression: &str) -> Node {
    value_in("", expression)
}

fn value_in(rest: &str, expression: &str) -> Node {
    let text = template(&format!(
        "{rest}\"resources\": [{{\"type\": \"Mercy.Test/things\", \"name\": \"a\", \"properties\": {{\"x\": {}}}}}]",
        serde_json::Value::String(expression.to_owned())
    ));
    let code = scan(&[("t.json", &text)]);
    let properties = &code.natives[0].body["properties"];
    properties.as_object().unwrap()["x"].clone()
}

/// A value as JSON, with `?` for what is not known.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Unknown(_) => "?".to_owned(),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) | Value::Set(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(","))
        }
        Value::Object(members) => {
            let all: Vec<_> = members.iter().map(|(k, v)| format!("{k}:{}", shown(v))).collect();
            format!("{{{}}}", all.join(","))
        }
        _ => node.as_text().unwrap().to_string(),
    }
}

fn addresses(code: &Code) -> Vec<&str> {
    code.natives.iter().map(|n| &*n.address).collect()
}

fn find<'c>(code: &'c Code, address: &str) -> &'c NativeResource {
    code.natives.iter().find(|n| &*n.address == address).unwrap_or_else(|| panic!("{:?}", addresses(code)))
}

fn at<'n>(native: &'n NativeResource, path: &str) -> &'n Node {
    let mut parts = path.split('.');
    let mut node = &native.body[parts.next().unwrap()];
    for part in parts {
        node = &node.as_object().unwrap()[part];
    }
    node
}

fn line(files: &Files, node: &Node) -> (String, u32) {
    let span = node.origin.unwrap();
    (files.path(span.file).to_owned(), span.line)
}

fn messages(code: &Code, kind: SourceKind) -> Vec<String> {
    let part = code.parts.iter().find(|p| p.kind == kind).unwrap();
    let report = &part.report;
    [&report.failed, &report.limits, &report.invalid, &report.unavailable]
        .into_iter()
        .flatten()
        .map(|p| format!("{}:{} {}", p.path, p.line, p.message))
        .collect()
}
