//! ARM templates and parameter files, from JSON.

use std::sync::Arc;

use super::expression::of_text;
use super::syntax::{
    Arguments, Declared, Expr, Function, Item, Key, Kind, Loop, Member, Parameter, Subject, Template,
};
use crate::native::{FileId, Node, Object, Span, Value};

/// Templates within templates.
const NESTED: usize = 16;

/// Whether a document holds values of parameters instead of a template.
pub(super) fn is_parameters(root: &Node) -> bool {
    let schema = member(root, "$schema").and_then(Node::as_text);
    schema.is_some_and(|s| s.contains("eploymentParameters.json"))
}

/// The values that a parameter file gives.
pub(super) fn arguments(root: &Node) -> Arguments {
    let mut all = Arguments::new();
    for (name, node) in member(root, "parameters").and_then(Node::as_object).into_iter().flatten() {
        let value = match (member(node, "value"), node.origin) {
            (Some(value), _) => Expr::plain(value),
            // a secret of a vault
            (None, Some(span)) if member(node, "reference").is_some() => {
                Some(Expr::call("getSecret", Vec::new(), span))
            }
            _ => None,
        };
        if let Some(value) = value {
            all.insert(name.clone(), value);
        }
    }
    all
}

/// The template that a document holds.
pub(super) fn template(root: &Node, file: FileId, path: &Arc<str>) -> Template {
    nested(root, file, path, 0)
}

fn nested(root: &Node, file: FileId, path: &Arc<str>, depth: usize) -> Template {
    let mut template = Template::new(file, path.clone(), false);
    let span = root.origin.unwrap_or(Span { file, line: 1, end_line: 1, column: 1 });
    for (name, node) in entries(root, "parameters") {
        let kind = member(node, "type").and_then(Node::as_text).unwrap_or_default();
        let at = node.site.or(node.origin).unwrap_or(span);
        let parameter = Parameter {
            default: member(node, "defaultValue").map(|n| expr(n, span)),
            secure: kind.to_ascii_lowercase().starts_with("secure"),
            nullable: member(node, "nullable").and_then(Node::as_bool).unwrap_or(false),
            span: at,
        };
        template.parameters.insert(lower(name), parameter);
    }
    variables(&mut template, root, span);
    for namespace in member(root, "functions").and_then(Node::items).into_iter().flatten() {
        let prefix = member(namespace, "namespace").and_then(Node::as_text).unwrap_or_default();
        for (name, node) in entries(namespace, "members") {
            let names = member(node, "parameters").and_then(Node::items).into_iter().flatten();
            let parameters = names.filter_map(|p| member(p, "name")?.as_text()).map(|n| lower(&n)).collect();
            let Some(body) = member(node, "output").and_then(|o| member(o, "value")) else { continue };
            let function = Function { parameters, body: expr(body, span) };
            template.functions.insert(lower(&format!("{prefix}.{name}")), function);
        }
    }
    for (name, node) in entries(root, "outputs") {
        if let Some(value) = member(node, "value") {
            template.outputs.insert(lower(name), expr(value, span));
        }
    }
    let mut reader = Reader { template, depth };
    if let Some(resources) = member(root, "resources") {
        reader.resources(resources, None, span);
    }
    reader.template
}

fn variables(template: &mut Template, root: &Node, span: Span) {
    for (name, node) in entries(root, "variables") {
        if name.eq_ignore_ascii_case("copy") && node.items().is_some() {
            for member in copies(node, span) {
                if let Key::Text(name) = &member.key {
                    template.variables.insert(lower(name), member.value);
                }
            }
        } else {
            template.variables.insert(lower(name), expr(node, span));
        }
    }
}

/// Members of a resource that do not describe it.
const NOT_OF_THE_BODY: [&str; 10] = [
    "name",
    "type",
    "condition",
    "copy",
    "scope",
    "dependsOn",
    "resources",
    "comments",
    "metadata",
    "existing",
];

struct Reader {
    template: Template,
    depth: usize,
}

impl Reader {
    /// A list of resources or, in language version 2.0, an object of them by symbolic name.
    fn resources(&mut self, node: &Node, within: Option<usize>, span: Span) {
        if let Some(symbols) = node.as_object() {
            for (symbol, resource) in symbols {
                self.resource(resource, Some(symbol.clone()), within, span);
            }
        }
        for resource in node.items().into_iter().flatten() {
            self.resource(resource, None, within, span);
        }
    }

    fn resource(&mut self, node: &Node, symbol: Option<Arc<str>>, within: Option<usize>, span: Span) {
        if node.as_object().is_none() {
            return;
        }
        let span = node.origin.unwrap_or(span);
        let get = |name: &str| member(node, name).map(|n| expr(n, span));
        let kind = member(node, "type").and_then(Node::as_text).unwrap_or_default();
        let is_deployment = kind.eq_ignore_ascii_case("Microsoft.Resources/deployments");
        let properties = member(node, "properties");
        let inner = is_deployment.then(|| properties.and_then(|p| member(p, "template"))).flatten();
        let link = is_deployment.then(|| properties.and_then(|p| member(p, "templateLink"))).flatten();
        let mut body = expr(node, span);
        if let Kind::Object(members) = &mut body.kind {
            members.retain(|m| !NOT_OF_THE_BODY.iter().any(|name| m.is(name)));
        }
        let mut group = None;
        let subject = match (inner, link) {
            (Some(inner), _) if self.depth < NESTED => {
                let options = properties.and_then(|p| member(p, "expressionEvaluationOptions"));
                let own = options.and_then(|o| member(o, "scope")).and_then(Node::as_text);
                body = given(properties, span);
                if own.is_some_and(|s| s.eq_ignore_ascii_case("inner")) {
                    let file = self.template.file;
                    Subject::Inline(Arc::new(nested(
                        inner,
                        file,
                        &self.template.path.clone(),
                        self.depth + 1,
                    )))
                } else {
                    group = member(inner, "resources");
                    Subject::Group
                }
            }
            (_, Some(link)) => {
                body = given(properties, span);
                let target = member(link, "relativePath").or_else(|| member(link, "uri"));
                target.or_else(|| member(link, "id")).map_or(Subject::Group, |n| Subject::Link(expr(n, span)))
            }
            _ => Subject::Resource(kind),
        };
        let copy = member(node, "copy").filter(|c| c.as_object().is_some()).map(|copy| Loop::Count {
            name: member(copy, "name").and_then(Node::as_text).unwrap_or_default(),
            count: member(copy, "count").map_or_else(|| Expr::literal(Value::Null, span), |n| expr(n, span)),
        });
        let declared = Declared {
            symbol,
            subject,
            existing: member(node, "existing").and_then(Node::as_bool).unwrap_or(false),
            condition: get("condition"),
            copy,
            name: get("name"),
            parent: None,
            scope: get("scope"),
            body,
            within,
            span,
        };
        self.template.resources.push(declared);
        let own = self.template.resources.len() - 1;
        if let Some(children) = group {
            self.depth += 1;
            self.resources(children, Some(own), span);
            self.depth -= 1;
        } else if let Some(children) = member(node, "resources")
            && self.depth < NESTED
        {
            self.depth += 1;
            self.resources(children, Some(own), span);
            self.depth -= 1;
        }
    }
}

/// The values that a deployment gives to the template it deploys.
fn given(properties: Option<&Node>, span: Span) -> Expr {
    let parameters = properties.and_then(|p| member(p, "parameters")).and_then(Node::as_object);
    let members = parameters.into_iter().flatten().filter_map(|(name, node)| {
        let value = match member(node, "value") {
            Some(value) => expr(value, span),
            None => Expr::call("getSecret", Vec::new(), node.origin.unwrap_or(span)),
        };
        Some(Member { key: Key::Text(name.clone()), value, site: node.site? })
    });
    Expr { kind: Kind::Object(members.collect()), span }
}

/// A value of a template as an expression; `around` places what has no place.
pub(super) fn expr(node: &Node, around: Span) -> Expr {
    let span = node.origin.unwrap_or(around);
    let kind = match &node.value {
        Value::String(text) => return of_text(text, span),
        Value::List(items) | Value::Set(items) => {
            Kind::List(items.iter().map(|n| Item { value: expr(n, span), spread: false }).collect())
        }
        Value::Object(object) => Kind::Object(members(object, span)),
        value => Kind::Literal(value.clone()),
    };
    Expr { kind, span }
}

fn members(object: &Object, span: Span) -> Vec<Member> {
    let mut members = Vec::with_capacity(object.len());
    for (name, node) in object {
        if name.eq_ignore_ascii_case("copy") && node.items().is_some_and(|all| all.iter().all(is_copy)) {
            members.extend(copies(node, span));
            continue;
        }
        let key = match of_text(name, node.site.unwrap_or(span)) {
            Expr { kind: Kind::Literal(Value::String(text)), .. } => Key::Text(text),
            computed => Key::Computed(computed),
        };
        members.push(Member { key, value: expr(node, span), site: node.site.unwrap_or(span) });
    }
    members
}

fn is_copy(node: &Node) -> bool {
    ["name", "count", "input"].iter().all(|name| member(node, name).is_some())
}

/// The members that a list of copy loops makes.
fn copies(node: &Node, span: Span) -> Vec<Member> {
    let made = node.items().into_iter().flatten().filter_map(|copy| {
        let name = member(copy, "name")?.as_text()?;
        let at = copy.origin.unwrap_or(span);
        let count = expr(member(copy, "count")?, at);
        let input = expr(member(copy, "input")?, at);
        let repeat = Loop::Count { name: name.clone(), count };
        let value = Expr { kind: Kind::Loop(Box::new(repeat), Box::new(input)), span: at };
        Some(Member { key: Key::Text(name), value, site: at })
    });
    made.collect()
}

fn entries<'n>(node: &'n Node, name: &str) -> impl Iterator<Item = (&'n Arc<str>, &'n Node)> {
    member(node, name).and_then(Node::as_object).into_iter().flatten()
}

/// A member of an object, without regard to case.
pub(super) fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let object = node.as_object()?;
    object.get(name).or_else(|| object.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v))
}

fn lower(text: &str) -> Arc<str> {
    text.to_ascii_lowercase().into()
}
