//! The values of a planned resource: what is known, what is known after apply, what is sensitive, and from where.

use std::sync::Arc;

use super::configuration::{Configuration, From};
use crate::native::{Node, Object, Reference, Shape, Span, Unknown, Value, Why};

/// How an argument was written, as far as the configuration tells.
#[derive(Clone, Copy)]
enum Written<'p> {
    /// There is no configuration for it, or it was made by a `dynamic` block.
    NotTold,
    /// The configuration is there and does not hold it: the provider settles it.
    No,
    /// The expression, or a nested block of them.
    At(&'p Node),
}

impl<'p> Written<'p> {
    /// The `references` of the expression itself.
    fn references(self) -> Option<&'p [Node]> {
        let Self::At(node) = self else { return None };
        node.as_object()?.get("references")?.items()
    }

    fn is_expression(self) -> bool {
        let Self::At(node) = self else { return false };
        node.as_object().is_some_and(|o| o.contains_key("references") || o.contains_key("constant_value"))
    }

    fn member(self, name: &str) -> Self {
        match self {
            Self::At(_) if self.is_expression() => self,
            Self::At(node) => match node.as_object() {
                Some(block) => block.get(name).map_or(Self::No, Self::At),
                None => Self::NotTold,
            },
            other => other,
        }
    }

    fn item(self, index: usize) -> Self {
        match self {
            Self::At(node) if !self.is_expression() => match node.items() {
                Some(items) => items.get(index).map_or(Self::NotTold, Self::At),
                None => self,
            },
            other => other,
        }
    }
}

/// What is marked sensitive, as the change and as the planned values say it.
type Marks<'n> = [Option<&'n Node>; 2];

/// The values of one resource as they are filled in.
pub(super) struct Filling<'p, 'c> {
    pub(super) configuration: &'c Configuration<'p>,
    pub(super) from: From<'c>,
    pub(super) address: &'c str,
    pub(super) hidden: Vec<Span>,
}

impl Filling<'_, '_> {
    pub(super) fn body(
        &mut self,
        values: Option<&Node>,
        unknown: Option<&Node>,
        sensitive: Marks<'_>,
    ) -> Object {
        let mut body = Object::default();
        let empty = Object::default();
        let known = values.and_then(Node::as_object).unwrap_or(&empty);
        let open = unknown.and_then(Node::as_object).unwrap_or(&empty);
        let block = self.from.block;
        for name in known.keys().chain(open.keys().filter(|name| !known.contains_key(*name))) {
            let written = match block {
                None => Written::NotTold,
                Some(block) => block.expression(name).map_or(Written::No, Written::At),
            };
            let marks = sensitive.map(|s| s.and_then(|s| within(s, name)));
            if let Some(node) =
                self.combine(known.get(name), open.get(name), marks, written, &mut name.to_string())
            {
                body.insert(name.clone(), node);
            }
        }
        body
    }

    /// The value of one place. `path` is the argument's, for reasons.
    fn combine(
        &mut self,
        known: Option<&Node>,
        unknown: Option<&Node>,
        sensitive: Marks<'_>,
        written: Written<'_>,
        path: &mut String,
    ) -> Option<Node> {
        let secret = sensitive.iter().flatten().any(|s| matches!(s.value, Value::Bool(true)));
        if matches!(unknown, Some(Node { value: Value::Bool(true), .. })) {
            // not written and not known: the provider fills it in, and the platform's default is what that is
            return (!matches!(written, Written::No))
                .then(|| Node { sensitive: secret, ..self.unknown(written, path) });
        }
        let shape = known.filter(|k| !k.is_null()).or(unknown)?;
        let value = match &shape.value {
            Value::Object(_) => {
                let mut object = Object::default();
                let empty = Object::default();
                let inner = known.and_then(Node::as_object).unwrap_or(&empty);
                let open = unknown.and_then(Node::as_object).unwrap_or(&empty);
                for name in inner.keys().chain(open.keys().filter(|name| !inner.contains_key(*name))) {
                    let marks = sensitive.map(|s| s.and_then(|s| within(s, name)));
                    let length = path.len();
                    path.push('.');
                    path.push_str(name);
                    let node =
                        self.combine(inner.get(name), open.get(name), marks, written.member(name), path);
                    path.truncate(length);
                    object.extend(node.map(|node| (name.clone(), node)));
                }
                Value::Object(Arc::new(object))
            }
            Value::List(_) => {
                let inner = known.and_then(Node::items).unwrap_or_default();
                let open = unknown.and_then(Node::items).unwrap_or_default();
                let items = (0..inner.len().max(open.len())).filter_map(|i| {
                    let marks = sensitive.map(|s| s.and_then(|s| item(s, i)));
                    self.combine(inner.get(i), open.get(i), marks, written.item(i), path)
                });
                Value::List(Arc::new(items.collect()))
            }
            // `false` among the unknowns says nothing
            _ => known?.value.clone(),
        };
        let from = known.or(unknown)?;
        let mut node = Node { value, sensitive: secret, ..from.clone() };
        if secret {
            self.hidden.extend(known.and_then(|k| k.site.or(k.origin)));
            if written.references().is_some() {
                // it came from elsewhere: nobody wrote it here
                (node.origin, node.site) = (None, None);
            }
        }
        if let Some(references) = written.references() {
            let found = self.configuration.resolve(references, self.from);
            if !found.is_empty() {
                node.refs = Some(found.into());
            }
        }
        Some(node)
    }

    fn unknown(&self, written: Written<'_>, path: &str) -> Node {
        let refs: Vec<Reference> =
            written.references().map(|r| self.configuration.resolve(r, self.from)).unwrap_or_default();
        let why = match refs.first() {
            Some(r) if r.attribute.is_empty() => r.address.clone(),
            Some(r) => format!("{}.{}", r.address, r.attribute).into(),
            None => format!("{}.{path}", self.address).into(),
        };
        let place = match written {
            Written::At(node) => node.site.or(node.origin),
            _ => None,
        };
        let unknown = Unknown { why: Why::Apply(why), refs, shape: Shape::Opaque };
        Node { origin: place, site: place, ..Node::new(Value::Unknown(Arc::new(unknown))) }
    }
}

/// The mark of a member: a mark on the whole holds for every part.
fn within<'n>(marks: &'n Node, name: &str) -> Option<&'n Node> {
    match &marks.value {
        Value::Bool(_) => Some(marks),
        Value::Object(object) => object.get(name),
        _ => None,
    }
}

fn item(marks: &Node, index: usize) -> Option<&Node> {
    match &marks.value {
        Value::Bool(_) => Some(marks),
        Value::List(items) => items.get(index),
        _ => None,
    }
}
