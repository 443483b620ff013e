//! JSON documents that the configuration reads with `file`: they are read with the rest, so that a finding can point
//! into them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::native::{Node, Value};
use crate::source::tree::join;
use crate::table::HashMap;

use super::super::lines::Lines;
use super::super::syntax::{Body, Expr, ExprKind, Part, Step};
use super::Loader;
use crate::native::json::{self, Json, JsonKind};

/// Documents by path, each with its text and the places of its parts.
pub(super) type Documents = HashMap<String, Node>;

impl Loader<'_> {
    /// Reads the documents whose paths stand in the configuration as far as they can be told without evaluating it.
    pub(super) fn read_documents(&mut self, roots: &[String]) {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for (directory, module) in self.library.modules() {
            let is_root = roots.iter().any(|root| root == directory);
            let mut collect = |expr: &Expr| {
                let ExprKind::Call(call) = &expr.kind else { return };
                if let ("file", [argument]) = (&*call.name, call.arguments.as_slice())
                    && let Some(path) = path_of(argument, directory, is_root)
                    && std::path::Path::new(&path).extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
                {
                    wanted.insert(path);
                }
            };
            for resource in module.resources.values() {
                visit_body(&resource.body, &mut collect);
            }
            for local in module.locals.values() {
                visit(&local.value, &mut collect);
            }
            for call in module.calls.values() {
                call.inputs.iter().for_each(|input| visit(&input.value, &mut collect));
            }
        }
        for path in wanted {
            if !(self.options.follow_outside || self.tree.contains(&path)) {
                continue;
            }
            let text = self.tree.read(&path, self.options.limits.file_bytes).ok();
            let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let Ok(parsed) = json::parse(&text, self.options.limits.nesting_depth) else { continue };
            let text: Arc<str> = text.into();
            let id = self.files.add(path.as_str(), text.clone());
            let structure = placed(&parsed, &Lines::new(id, &text));
            let mut node = Node::new(Value::String(text));
            node.origin = structure.origin;
            node.json = Some(Arc::new(structure));
            self.library.documents.insert(path, node);
        }
    }
}

/// The path that an argument of `file` means, when it is text below the module or the root.
fn path_of(argument: &Expr, directory: &str, is_root: bool) -> Option<String> {
    match &argument.kind {
        ExprKind::Literal(Value::String(path)) if is_root => Some(join(directory, path)),
        ExprKind::Template(parts) => {
            let [Part::Interpolation(base), Part::Text(rest)] = parts.as_slice() else { return None };
            let ExprKind::Traversal(name, steps) = &base.kind else { return None };
            let [Step::Attribute(step)] = steps.as_slice() else { return None };
            let known = name.keyword().is_some_and(|name| &**name == "path")
                && (&**step == "module" || (&**step == "root" && is_root));
            known.then(|| join(directory, rest.trim_start_matches('/')))
        }
        _ => None,
    }
}

fn visit_body(body: &Body, seen: &mut dyn FnMut(&Expr)) {
    body.attributes.iter().for_each(|attribute| visit(&attribute.value, seen));
    body.blocks.iter().for_each(|block| visit_body(&block.body, seen));
}

/// Calls `seen` for an expression and those in it that a value may come from.
fn visit(expr: &Expr, seen: &mut dyn FnMut(&Expr)) {
    seen(expr);
    match &expr.kind {
        ExprKind::Array(items) => items.iter().for_each(|item| visit(item, seen)),
        ExprKind::Object(entries) => entries.iter().for_each(|entry| visit(&entry.value, seen)),
        ExprKind::Call(call) => call.arguments.iter().for_each(|argument| visit(argument, seen)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| visit(part, seen)),
        ExprKind::Traversal(root, _) => visit(root, seen),
        ExprKind::For(inner) => {
            visit(&inner.collection, seen);
            visit(&inner.value, seen);
        }
        _ => {}
    }
}

/// A parsed document, every part with its own lines.
fn placed(json: &Json, lines: &Lines<'_>) -> Node {
    let value = match &json.kind {
        JsonKind::Null => Value::Null,
        JsonKind::Bool(value) => Value::Bool(*value),
        JsonKind::Number(value) => Value::Number(*value),
        JsonKind::String(text) => Value::String(text.as_str().into()),
        JsonKind::Array(items) => {
            Value::List(Arc::new(items.iter().map(|item| placed(item, lines)).collect()))
        }
        JsonKind::Object(members) => Value::Object(Arc::new(
            members.iter().map(|(name, _, value)| (name.as_str().into(), placed(value, lines))).collect(),
        )),
    };
    let mut node = Node::new(value);
    node.origin = Some(lines.span(&json.range));
    node
}
