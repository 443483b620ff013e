//! A vendor's type as the dialect's type of the same thing.

use std::sync::Arc;

use super::field::{is_empty, put};
use super::{Field, Keys};
use crate::native::{LiveResource, Node, Object, Provider, Value, Why};
use crate::resource::Side;

/// How a vendor's type is written in the dialect's words.
#[derive(Debug)]
pub struct Shape {
    /// The inventory's type: `AWS::EC2::Volume`.
    pub vendor: &'static str,
    /// The dialect's type: `aws_ebs_volume`.
    pub native: &'static str,
    /// Its arguments.
    pub fields: &'static [Field],
    /// Arguments that are certainly not set on a live resource, such as a deprecated form that the vendor's
    /// configuration gives in its present form.
    pub unset: &'static [&'static str],
    /// Arguments that no field can say. Runs after the fields.
    pub more: Option<More>,
    /// The dialect's type where the configuration says that it is another: `aws_docdb_cluster` by its engine.
    pub variant: Option<Variant>,
    /// Settings that code keeps in separate resources.
    pub companions: &'static [Companion],
    /// What an argument that code does not write means to the vendor's own deployment, where that is not what it means
    /// to Terraform's.
    pub defaults: &'static [(&'static str, Otherwise)],
}

/// What holds where nothing is written.
#[derive(Debug, Clone, Copy)]
pub enum Otherwise {
    /// A yes or no.
    Bool(bool),
    /// A whole number.
    Int(i32),
    /// A text.
    Text(&'static str),
    /// It depends on what no code tells: the reason.
    Unknown(&'static str),
}

/// Chooses the dialect's type by the configuration; nothing for the shape's own.
pub(super) type Variant = fn(&Source<'_>) -> Option<&'static str>;

/// Writes arguments that need more than one value of the configuration.
pub(super) type More = fn(&Source<'_>, &mut Object);

/// A separate resource that configures this one in code, and is part of it live.
#[derive(Debug)]
pub struct Companion {
    /// The dialect's type: `aws_s3_bucket_versioning`.
    pub native: &'static str,
    /// The part of the configuration it stands for; without it, or where it is empty, there is no such companion.
    /// An empty path is always there.
    pub present: &'static str,
    /// Whether there is one for each element of the list at `present`, whose fields are read from the element.
    pub each: bool,
    /// What else must hold for it to be there.
    pub when: Option<fn(&Source<'_>) -> bool>,
    /// Its arguments; one of them names the resource it configures, by the name or id the dialect links by.
    pub fields: &'static [Field],
    /// Arguments that are certainly not set.
    pub unset: &'static [&'static str],
    /// Arguments that no field can say.
    pub more: Option<More>,
}

/// A live resource being put into the dialect's words.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The resource.
    pub resource: &'a LiveResource,
    /// Its configuration.
    pub root: &'a Node,
    /// Whose the encryption keys are.
    pub keys: &'a Keys,
    /// Whether a cloud describes it, or code declares it in the vendor's words.
    pub side: Side,
}

impl<'a> Source<'a> {
    /// What stands at a dotted path of the configuration; nothing for null. Names compare without regard to case.
    pub fn at(&self, path: &str) -> Option<&'a Node> {
        Self::within(self.root, path).filter(|n| !n.is_null())
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.at(path).and_then(Node::as_text)
    }

    /// What stands at a dotted path of a node. A list on the way is entered at its first element; a number selects
    /// another. An empty path is the node itself. Whatever stands within an unknown is that unknown.
    pub fn within<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
        let mut node = node;
        for part in path.split('.').filter(|p| !p.is_empty()) {
            if node.as_unknown().is_some() {
                return Some(node);
            }
            if let Some(items) = node.items() {
                if let Ok(index) = part.parse::<usize>() {
                    node = items.get(index)?;
                    continue;
                }
                node = items.first()?;
            }
            let object = node.as_object()?;
            node = object
                .get(part)
                .or_else(|| object.iter().find(|(k, _)| k.eq_ignore_ascii_case(part)).map(|(_, v)| v))?;
        }
        Some(node)
    }

    /// The whole id of a resource of AWS of which a configuration gives a part; see [`Take::Arn`](super::Take::Arn).
    pub fn arn(&self, pattern: &str, part: &str) -> Arc<str> {
        if part.starts_with("arn:") {
            return part.into();
        }
        let partition = self.resource.id.strip_prefix("arn:").and_then(|rest| rest.split(':').next());
        pattern
            .replace("{partition}", partition.unwrap_or("aws"))
            .replace("{region}", &self.resource.region)
            .replace("{account}", &self.resource.account)
            .replace("{}", part)
            .into()
    }

    /// Whether there is a yes at a path; nothing where it is not told.
    pub fn flag(&self, path: &str) -> Option<bool> {
        self.at(path).and_then(Node::as_bool)
    }

    /// Whether an ARM template or Bicep declares it.
    pub fn is_template(&self) -> bool {
        self.side == Side::Declared && self.resource.provider == Provider::Azure
    }

    /// A value without a line of its own, placed where the configuration begins.
    pub fn node(&self, value: Value) -> Node {
        let at = span(self.root);
        Node { value, ..Node::at(Value::Null, crate::native::Span { end_line: at.line, ..at }) }
    }
}

fn span(node: &Node) -> crate::native::Span {
    node.origin.unwrap_or(crate::native::Span {
        file: crate::native::FileId(0),
        line: 1,
        end_line: 1,
        column: 1,
    })
}

impl Shape {
    /// A shape of fields alone.
    pub const fn new(vendor: &'static str, native: &'static str, fields: &'static [Field]) -> Self {
        Self { vendor, native, fields, unset: &[], more: None, variant: None, companions: &[], defaults: &[] }
    }

    /// With arguments that are certainly not set.
    pub const fn unset(mut self, unset: &'static [&'static str]) -> Self {
        self.unset = unset;
        self
    }

    /// With arguments that no field can say.
    pub const fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
    }

    /// With the dialect's type chosen by the configuration.
    pub const fn variant(mut self, variant: Variant) -> Self {
        self.variant = Some(variant);
        self
    }

    /// With settings that code keeps in separate resources.
    pub const fn companions(mut self, companions: &'static [Companion]) -> Self {
        self.companions = companions;
        self
    }

    /// With what holds where code writes nothing, as far as that is not Terraform's default.
    pub const fn defaults(mut self, defaults: &'static [(&'static str, Otherwise)]) -> Self {
        self.defaults = defaults;
        self
    }

    /// The arguments of a resource that code declares in the vendor's words, but for its tags.
    pub(super) fn declared_body(&self, source: &Source<'_>) -> Object {
        let mut body = Object::default();
        fill(&mut body, source, source.root, self.fields, self.unset, self.more);
        for (argument, otherwise) in self.defaults {
            if !written(&body, argument) {
                put(&mut body, argument, otherwise.node());
            }
        }
        body
    }

    /// The arguments of a live resource. Its id, ARN and tags are there for every type.
    pub(super) fn body(&self, source: &Source<'_>) -> Object {
        let mut body = Object::default();
        let resource = source.resource;
        let text = |s: &Arc<str>| source.node(Value::String(s.clone()));
        body.insert("id".into(), text(&resource.id));
        body.insert("arn".into(), text(&resource.id));
        let tags = resource.tags.iter().map(|(k, v)| (k.clone(), text(v))).collect::<Object>();
        let names: &[&str] = match resource.provider {
            crate::native::Provider::Gcp => &["labels"],
            _ => &["tags"],
        };
        for name in names {
            body.insert((*name).into(), source.node(Value::Object(Arc::new(tags.clone()))));
        }
        fill(&mut body, source, source.root, self.fields, self.unset, self.more);
        body
    }
}

/// Whether something is written at a dotted path, or its whole surrounding is unknown.
fn written(body: &Object, path: &str) -> bool {
    let mut object = body;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let Some(mut node) = object.get(part).filter(|n| !n.is_null()) else { return false };
        if node.as_unknown().is_some() || parts.peek().is_none() {
            return true;
        }
        if let Some(items) = node.items() {
            let Some(first) = items.first() else { return false };
            node = first;
        }
        let Some(inner) = node.as_object() else { return true };
        object = inner;
    }
    true
}

impl Otherwise {
    /// The value, standing nowhere in the code.
    fn node(self) -> Node {
        let value = match self {
            Self::Bool(b) => Value::Bool(b),
            Self::Int(n) => Value::Number(f64::from(n)),
            Self::Text(text) => Value::String(text.into()),
            Self::Unknown(why) => return Node::unknown(Why::Runtime(why.into())),
        };
        Node::new(value)
    }
}

impl Companion {
    /// A companion of fields alone, there when `present` is.
    pub const fn new(native: &'static str, present: &'static str, fields: &'static [Field]) -> Self {
        Self { native, present, each: false, when: None, fields, unset: &[], more: None }
    }

    /// One companion for each element of a list, of fields that are read from the element.
    pub const fn each(native: &'static str, present: &'static str, fields: &'static [Field]) -> Self {
        Self { each: true, ..Self::new(native, present, fields) }
    }

    /// There only when this holds too.
    pub const fn when(mut self, when: fn(&Source<'_>) -> bool) -> Self {
        self.when = Some(when);
        self
    }

    /// With arguments that are certainly not set.
    pub const fn unset(mut self, unset: &'static [&'static str]) -> Self {
        self.unset = unset;
        self
    }

    /// With arguments that no field can say.
    pub const fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
    }

    /// The companions of a live resource, each with what tells it from the others.
    pub(super) fn bodies(&self, source: &Source<'_>) -> Vec<(String, Object)> {
        let part = if self.present.is_empty() {
            Some(source.root)
        } else {
            source.at(self.present).filter(|n| !is_empty(n))
        };
        let Some(part) = part.filter(|_| self.when.is_none_or(|holds| holds(source))) else {
            return Vec::new();
        };
        let body = |from: &Node| {
            let mut body = Object::default();
            fill(&mut body, source, from, self.fields, self.unset, self.more);
            body
        };
        if !self.each {
            return vec![(String::new(), body(source.root))];
        }
        let elements = part.items().unwrap_or(std::slice::from_ref(part));
        if part.as_unknown().is_some() {
            // there may be any number of them
            return Vec::new();
        }
        elements.iter().enumerate().map(|(i, element)| (format!("[{i}]"), body(element))).collect()
    }
}

fn fill(
    body: &mut Object,
    source: &Source<'_>,
    from: &Node,
    fields: &[Field],
    unset: &[&str],
    more: Option<More>,
) {
    for path in unset {
        put(body, path, source.node(Value::Null));
    }
    for field in fields {
        field.write(source, from, body);
    }
    if let Some(more) = more {
        more(source, body);
    }
}
