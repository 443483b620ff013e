//! Policy documents that data sources build offline: `aws_iam_policy_document` and `google_iam_policy`. Every part of
//! the document keeps the place of the argument it was made from.

use std::sync::Arc;

use crate::native::{Node, Object, Shape, Value};

use super::module::child;
use super::value::{self, References};
use super::{Evaluator, Fault};
use crate::native::json::{self, Json, JsonKind};

/// Deeper than any policy, shallow enough for the stack.
const JSON_DEPTH: usize = 60;

impl Evaluator<'_> {
    /// The `json` of an `aws_iam_policy_document` with these arguments.
    pub(super) fn aws_policy(&self, body: &Object) -> Result<Node, Fault> {
        let mut statements: Vec<Node> = Vec::new();
        for name in ["source_json", "source_policy_documents"] {
            self.merge_documents(body.get(name), &mut statements)?;
        }
        match body.get("statement") {
            None => {}
            Some(node) => match node.items() {
                Some(blocks) => {
                    for block in blocks {
                        merge_statement(&mut statements, statement(block));
                    }
                }
                None => statements.push(node.clone()),
            },
        }
        for name in ["override_json", "override_policy_documents"] {
            self.merge_documents(body.get(name), &mut statements)?;
        }
        let mut document = Object::default();
        let version = body.get("version").cloned();
        document.insert("Version".into(), version.unwrap_or_else(|| plain("2012-10-17")));
        if let Some(id) = body.get("policy_id") {
            document.insert("Id".into(), id.clone());
        }
        let place = statements.iter().find_map(|statement| statement.site.or(statement.origin));
        let mut list = Node::new(Value::List(Arc::new(statements)));
        list.origin = place;
        document.insert("Statement".into(), list);
        let mut node = Node::new(Value::Object(Arc::new(document)));
        node.origin = place;
        self.encoded(node, write_indented)
    }

    /// The `policy_data` of a `google_iam_policy` with these arguments.
    pub(super) fn google_policy(&self, body: &Object) -> Result<Node, Fault> {
        let blocks = |name: &str, make: fn(&Node) -> Node| -> Option<Node> {
            let node = body.get(name)?;
            let Some(items) = node.items() else { return Some(node.clone()) };
            let mut list = Node::new(Value::List(Arc::new(items.iter().map(make).collect())));
            list.origin = node.origin;
            Some(list)
        };
        let audit = |block: &Node| {
            let mut object =
                renamed(block, &[("audit_log_configs", "auditLogConfigs"), ("service", "service")]);
            if let Some(Node { value: Value::List(configs), .. }) = object.get_mut("auditLogConfigs") {
                let names = [("exempted_members", "exemptedMembers"), ("log_type", "logType")];
                *configs = Arc::new(configs.iter().map(|c| same_place(c, renamed(c, &names))).collect());
            }
            same_place(block, object)
        };
        let binding = |block: &Node| {
            let mut object =
                renamed(block, &[("condition", "condition"), ("members", "members"), ("role", "role")]);
            // A single block stands for an object.
            let single = match object.get("condition").and_then(Node::items) {
                Some([single]) => Some(single.clone()),
                _ => None,
            };
            if let Some(condition) = single {
                object.insert("condition".into(), condition);
            }
            same_place(block, object)
        };
        let mut document = Object::default();
        if let Some(node) = blocks("audit_config", audit) {
            document.insert("auditConfigs".into(), node);
        }
        if let Some(node) = blocks("binding", binding) {
            document.insert("bindings".into(), node);
        }
        let place = document.values().find_map(|node| node.origin);
        let mut node = Node::new(Value::Object(Arc::new(document)));
        node.origin = place;
        self.encoded(node, value::write_json)
    }

    /// A structure as JSON text where it is known, with the structure kept beside it in either case.
    pub(super) fn encoded(
        &self,
        structure: Node,
        write: fn(&Node, &mut String, &value::Meter) -> Result<(), Fault>,
    ) -> Result<Node, Fault> {
        let origin = structure.origin;
        let sensitive = self.marks.get() && value::is_sensitive(&structure, &self.meter)?;
        let mut node = if let Some(cause) = value::first_unknown(&structure, &self.meter)? {
            let mut references = References::default();
            references.add_all(&cause.refs);
            references.add_with_parts(&structure);
            value::unknown_like(&cause, references, Shape::Json(Box::new(structure)))
        } else {
            let mut text = String::new();
            write(&structure, &mut text, &self.meter)?;
            self.check_text(text.len())?;
            let mut node = Node::new(Value::String(text.into()));
            node.json = Some(Arc::new(structure));
            node
        };
        node.origin = origin;
        node.sensitive = sensitive;
        Ok(node)
    }

    fn merge_documents(&self, documents: Option<&Node>, into: &mut Vec<Node>) -> Result<(), Fault> {
        let Some(documents) = documents else { return Ok(()) };
        let single = std::slice::from_ref(documents);
        for document in documents.items().unwrap_or(single) {
            self.meter.step(1)?;
            if document.is_null() || document.as_text().is_some_and(|text| text.is_empty()) {
                continue;
            }
            let Some(structure) = decoded(document) else {
                // The statements of an unknown document are unknown, however many there are.
                into.push(document.clone());
                continue;
            };
            match child(&structure, "Statement") {
                None => {}
                Some(statements) => match statements.items() {
                    Some(items) => items.iter().for_each(|item| merge_statement(into, item.clone())),
                    None => merge_statement(into, statements),
                },
            }
        }
        Ok(())
    }
}

/// The structure behind a JSON text, known or not.
pub(super) fn decoded(node: &Node) -> Option<Node> {
    if let Some(structure) = &node.json {
        return Some((**structure).clone());
    }
    match &node.value {
        Value::Unknown(unknown) => match &unknown.shape {
            Shape::Json(structure) => Some((**structure).clone()),
            _ => None,
        },
        Value::String(text) => {
            let parsed = json::parse(text, JSON_DEPTH).ok()?;
            Some(from_json(&parsed, node))
        }
        _ => None,
    }
}

/// A later statement with the same, non-empty id replaces an earlier one.
fn merge_statement(statements: &mut Vec<Node>, statement: Node) {
    let id = |node: &Node| child(node, "Sid").and_then(|sid| sid.as_text()).filter(|sid| !sid.is_empty());
    let same =
        id(&statement).and_then(|wanted| statements.iter_mut().find(|old| id(old).as_ref() == Some(&wanted)));
    match same {
        Some(old) => *old = statement,
        None => statements.push(statement),
    }
}

fn plain(text: &str) -> Node {
    Node::new(Value::String(text.into()))
}

fn same_place(block: &Node, object: Object) -> Node {
    Node { value: Value::Object(Arc::new(object)), ..block.clone() }
}

fn renamed(block: &Node, names: &[(&str, &str)]) -> Object {
    names.iter().filter_map(|(from, to)| Some(((*to).into(), child(block, from)?))).collect()
}

fn statement(block: &Node) -> Node {
    if block.as_object().is_none() {
        return block.clone();
    }
    let mut object = Object::default();
    if let Some(sid) = child(block, "sid") {
        object.insert("Sid".into(), sid);
    }
    object.insert("Effect".into(), child(block, "effect").unwrap_or_else(|| plain("Allow")));
    let lists = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (from, to) in lists {
        if let Some(node) =
            child(block, from).filter(|node| node.items().is_none_or(|items| !items.is_empty()))
        {
            object.insert(to.into(), strings(&node));
        }
    }
    for (from, to) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(node) = child(block, from) {
            object.insert(to.into(), principals(&node));
        }
    }
    if let Some(node) = child(block, "condition") {
        object.insert("Condition".into(), conditions(&node));
    }
    same_place(block, object)
}

/// A set of strings: one alone, several in the provider's order (descending).
fn strings(node: &Node) -> Node {
    let Some(items) = node.items() else { return node.clone() };
    let mut items: Vec<Node> = items.iter().map(variables).collect();
    if items.iter().all(|item| item.as_unknown().is_none()) {
        items.sort_by_key(|item| std::cmp::Reverse(item.as_text()));
    }
    if let [single] = items.as_slice() {
        return Node { site: single.site.or(node.site), ..single.clone() };
    }
    Node { value: Value::List(Arc::new(items)), ..node.clone() }
}

/// `&{…}` stands for the policy variable `${…}`.
fn variables(node: &Node) -> Node {
    match &node.value {
        Value::String(text) if text.contains("&{") => {
            Node { value: Value::String(text.replace("&{", "${").into()), ..node.clone() }
        }
        _ => node.clone(),
    }
}

fn principals(node: &Node) -> Node {
    let Some(blocks) = node.items() else { return node.clone() };
    let mut object = Object::default();
    for block in blocks {
        let (Some(kind), Some(identifiers)) = (child(block, "type"), child(block, "identifiers")) else {
            return block.clone();
        };
        let Some(kind) = kind.as_text() else { return kind };
        let everyone = &*kind == "*";
        let mut items: Vec<Node> = match identifiers.items() {
            Some(items) => items.iter().map(variables).collect(),
            None => vec![identifiers.clone()],
        };
        if everyone && blocks.len() == 1 && items.len() == 1 {
            return items.remove(0);
        }
        let key: Arc<str> = kind;
        let merged = match object.get(&key).map(|old: &Node| (old.items().map(<[Node]>::to_vec), old.clone()))
        {
            Some((Some(old), _)) => old,
            Some((None, old)) => vec![old],
            None => Vec::new(),
        };
        let merged: Vec<Node> = merged.into_iter().chain(items).collect();
        let list = Node { value: Value::List(Arc::new(merged)), ..identifiers };
        object.insert(key, strings(&list));
    }
    Node { value: Value::Object(Arc::new(object)), ..node.clone() }
}

fn conditions(node: &Node) -> Node {
    let Some(blocks) = node.items() else { return node.clone() };
    let mut tests = Object::default();
    for block in blocks {
        let (Some(test), Some(variable), Some(values)) =
            (child(block, "test"), child(block, "variable"), child(block, "values"))
        else {
            return block.clone();
        };
        let Some(test_name) = test.as_text() else { return test };
        let Some(variable_name) = variable.as_text() else { return variable };
        let values = match values.items() {
            Some([single]) => variables(single),
            Some(items) => {
                Node { value: Value::List(Arc::new(items.iter().map(variables).collect())), ..values.clone() }
            }
            None => values,
        };
        let entry = tests
            .entry(test_name)
            .or_insert_with(|| Node { value: Value::Object(Arc::default()), ..block.clone() });
        if let Value::Object(inner) = &mut entry.value {
            Arc::make_mut(inner).insert(variable_name, values);
        }
    }
    Node { value: Value::Object(Arc::new(tests)), ..node.clone() }
}

/// A parsed JSON value; every part is said to stand where the text stands.
pub(super) fn from_json(json: &Json, text: &Node) -> Node {
    let value = match &json.kind {
        JsonKind::Null => Value::Null,
        JsonKind::Bool(value) => Value::Bool(*value),
        JsonKind::Number(value) => Value::Number(*value),
        JsonKind::String(text) => Value::String(text.as_str().into()),
        JsonKind::Array(items) => {
            Value::List(Arc::new(items.iter().map(|item| from_json(item, text)).collect()))
        }
        JsonKind::Object(members) => Value::Object(Arc::new(
            members.iter().map(|(name, _, value)| (name.as_str().into(), from_json(value, text))).collect(),
        )),
    };
    Node { value, origin: text.origin, site: text.site, refs: None, sensitive: text.sensitive, json: None }
}

/// JSON with two blanks of indentation and members in their order, as the AWS provider renders a document.
fn write_indented(node: &Node, out: &mut String, meter: &value::Meter) -> Result<(), Fault> {
    fn write(node: &Node, level: usize, out: &mut String, meter: &value::Meter) -> Result<(), Fault> {
        meter.step(1)?;
        let line = |out: &mut String, level: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", level));
        };
        match &node.value {
            Value::List(items) | Value::Set(items) if !items.is_empty() => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    line(out, level + 1);
                    write(item, level + 1, out, meter)?;
                }
                line(out, level);
                out.push(']');
                Ok(())
            }
            Value::Object(object) if !object.is_empty() => {
                out.push('{');
                for (i, (key, value)) in object.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    line(out, level + 1);
                    value::write_json_text(key, out);
                    out.push_str(": ");
                    write(value, level + 1, out, meter)?;
                }
                line(out, level);
                out.push('}');
                Ok(())
            }
            _ => value::write_json(node, out, meter),
        }
    }
    write(node, 0, out, meter)
}
