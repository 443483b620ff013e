//! Templates in, native resources and verdicts out.

mod functions;
mod stacks;

use crate::check::{Finding, Verdict, assess, registry};
use crate::dialect::translate;
use crate::native::{NativeResource, Node, Value};
use crate::resource::{Estate, Side};
use crate::source::Tree;
use crate::source::code::{self, Code, Options};

/// What files declare.
pub(super) fn read(files: &[(&str, &str)]) -> Code {
    read_with(files, &[])
}

/// The same with parameters.
pub(super) fn read_with(files: &[(&str, &str)], parameters: &[&str]) -> Code {
    let mut options = Options::default();
    for text in parameters {
        options.parameters.assign(text).unwrap();
    }
    code::read(&Tree::memory(files.iter().map(|(p, t)| (*p, *t))), &options)
}

/// The only resource of a type.
pub(super) fn only<'c>(code: &'c Code, native: &str) -> &'c NativeResource {
    let all: Vec<_> = code.natives.iter().filter(|n| &*n.native_type == native).collect();
    assert_eq!(all.len(), 1, "{native}: {:?}", code.natives.iter().map(|n| &n.address).collect::<Vec<_>>());
    all[0]
}

/// A value as short text: unknowns begin with a question mark.
pub(super) fn show(node: Option<&Node>) -> String {
    let Some(node) = node else { return "-".into() };
    match &node.value {
        Value::Null => "null".into(),
        Value::Unknown(u) => format!("?({})", u.why.describe()),
        Value::List(items) | Value::Set(items) => {
            format!("[{}]", items.iter().map(|i| show(Some(i))).collect::<Vec<_>>().join(", "))
        }
        Value::Object(o) => {
            let members: Vec<_> = o.iter().map(|(k, v)| format!("{k}: {}", show(Some(v)))).collect();
            format!("{{{}}}", members.join(", "))
        }
        _ => node.as_text().unwrap().to_string(),
    }
}

/// The estate and findings of files.
pub(super) fn findings(files: &[(&str, &str)]) -> (Estate, Vec<Finding>, Code) {
    let code = read(files);
    let estate = translate(&code.natives, Side::Declared).estate;
    let findings = assess(&estate);
    (estate, findings, code)
}

/// The verdict of a check on an address in one template.
pub(super) fn verdict(text: &str, check: &str, address: &str) -> Option<Verdict> {
    let (estate, findings, _) = findings(&[("stack.yaml", text)]);
    let id = registry().find(check).unwrap_or_else(|| panic!("no check {check}"));
    findings
        .iter()
        .find(|f| f.check == id && estate.get(f.resource).is_some_and(|r| &*r.address == address))
        .map(|f| f.verdict)
}
