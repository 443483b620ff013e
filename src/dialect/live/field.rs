//! One argument of a shape: where it is written, where it is read, and what its absence means.

use std::sync::Arc;

use super::Source;
use crate::native::{Node, Object, Provider, Reference, Value, Why, format_number};
use crate::resource::Side;

/// How the vendor's value becomes the argument's.
#[derive(Debug, Clone, Copy)]
pub enum Take {
    /// As it is.
    Same,
    /// The opposite of a yes or no.
    Not,
    /// Whether the text is this one, without regard to case.
    Is(&'static str),
    /// Another word for the same: vendor's, dialect's; without regard to case. Other words stay.
    Words(&'static [(&'static str, &'static str)]),
    /// The id of another resource, followed by links and checks.
    Reference,
    /// A part of another resource's id: the id is this pattern with `{partition}`, `{region}` and `{account}` of the
    /// resource being read and `{}` for the part. What is an ARN already stays.
    Arn(&'static str),
    /// The id of an encryption key; nothing where the provider's own key of the service is meant, and unknown where
    /// nobody says whose it is.
    Key,
    /// The id of the resource being read, whatever stands in the configuration: what a companion configures.
    Itself,
    /// Nothing, certainly, whatever stands in the configuration.
    Unset,
    /// Whether something is there; where absence means unset, no.
    Present,
    /// The members of an object, each a list element with its name under this argument, besides its own arguments.
    Entries(&'static str, &'static [Field]),
    /// What follows the last `/` or `:` of an id.
    Last,
    /// An object with arguments of its own.
    Block(&'static [Field]),
    /// A list of objects, each with arguments of its own; an object alone is a list of one.
    Blocks(&'static [Field]),
    /// A JSON document: the text that code would hold, its parts keeping their places.
    Document,
    /// Whatever else; nothing when the value cannot be understood, which is unknown.
    With(fn(&Node) -> Option<Node>),
}

/// An argument of a shape.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The argument, as a dotted path: `versioning.enabled`.
    pub to: &'static str,
    /// Where the vendor's configuration holds it, as a dotted path; names compare without regard to case.
    pub from: &'static str,
    /// How it is converted.
    pub take: Take,
    /// Whether its absence from the configuration means that it is not set. If not, absence is unknown.
    pub absent_is_unset: bool,
    /// The part of the configuration that must be there for an absence to mean anything; empty for none.
    pub within: &'static str,
}

impl Field {
    /// A value taken as it is; absence is unknown.
    pub const fn same(to: &'static str, from: &'static str) -> Self {
        Self::of(to, from, Take::Same)
    }

    /// A converted value; absence is unknown.
    pub const fn of(to: &'static str, from: &'static str, take: Take) -> Self {
        Self { to, from, take, absent_is_unset: false, within: "" }
    }

    /// The id of another resource, which services leave out where there is none.
    pub const fn reference(to: &'static str, from: &'static str) -> Self {
        Self::of(to, from, Take::Reference).or_unset()
    }

    /// The id of an encryption key, which services leave out where there is none.
    pub const fn key(to: &'static str, from: &'static str) -> Self {
        Self::of(to, from, Take::Key).or_unset()
    }

    /// The id of the resource being read: what a companion configures.
    pub const fn itself(to: &'static str) -> Self {
        Self::of(to, "", Take::Itself)
    }

    /// Certainly not set, provided that the source gave this part of the configuration.
    pub const fn unset_where(to: &'static str, part: &'static str) -> Self {
        Self::of(to, part, Take::Unset)
    }

    /// The same, where the service leaves out what is not set.
    pub const fn or_unset(mut self) -> Self {
        self.absent_is_unset = true;
        self
    }

    /// The same, where the service leaves out what is not set of a part that it gave.
    pub const fn or_unset_in(mut self, part: &'static str) -> Self {
        self.absent_is_unset = true;
        self.within = part;
        self
    }

    /// Writes the argument into `body`.
    pub(super) fn write(&self, source: &Source<'_>, from: &Node, body: &mut Object) {
        // another place of a template has said it
        let said = source.is_template() && is_there(body, self.to);
        let told = |part| Source::within(from, part).is_some_and(|n| !n.is_null());
        let made = match Source::within(from, self.from) {
            Some(node) if !node.is_null() && !self.is_nothing(source, node) => {
                self.take.convert(source, node).or_else(|| self.not_understood(source, node))
            }
            _ if said => None,
            _ if self.absent_is_unset && told(self.within) => {
                let value = if matches!(self.take, Take::Present) { Value::Bool(false) } else { Value::Null };
                Some(Node { value, ..from.clone() })
            }
            // whoever writes a template leaves out what the service then decides
            _ if source.is_template() => Some(Node { value: Value::Null, ..from.clone() }),
            _ => None,
        };
        if let Some(node) = made {
            put(body, self.to, node);
        }
    }
}

impl Field {
    /// Of code, a value that cannot be understood is unknown. Of a cloud, so is whatever is not written here.
    fn not_understood(&self, source: &Source<'_>, node: &Node) -> Option<Node> {
        let why = || Why::Invalid(format!("{} has an unexpected form", self.from).into());
        (source.side == Side::Declared).then(|| Node { value: Node::unknown(why()).value, ..node.clone() })
    }

    /// Items of AWS have an object without members for a part that is not there.
    fn is_nothing(&self, source: &Source<'_>, node: &Node) -> bool {
        source.resource.provider == Provider::Aws
            && !matches!(self.take, Take::Unset)
            && is_empty(node)
            && node.as_object().is_some()
    }
}

impl Take {
    fn convert(self, source: &Source<'_>, node: &Node) -> Option<Node> {
        let with = |value: Value| Some(Node { value, ..node.clone() });
        if node.as_unknown().is_some() && !matches!(self, Self::Itself | Self::Unset) {
            return Some(node.clone());
        }
        match self {
            Self::Reference | Self::Arn(_) | Self::Key if source.side == Side::Declared => Some(node.clone()),
            Self::Same => Some(node.clone()),
            Self::Not => with(Value::Bool(!node.as_bool()?)),
            Self::Is(text) => with(Value::Bool(node.as_text()?.eq_ignore_ascii_case(text))),
            Self::Words(words) => {
                let text = node.as_text()?;
                let other = words.iter().find(|(theirs, _)| text.eq_ignore_ascii_case(theirs));
                with(Value::String(other.map_or(text, |(_, ours)| (*ours).into())))
            }
            Self::Reference => Some(reference(node.as_text()?, node)),
            Self::Arn(pattern) => Some(reference(source.arn(pattern, &node.as_text()?), node)),
            Self::Key => source.keys.customer(source, node),
            Self::Itself => Some(reference(source.resource.id.clone(), node)),
            Self::Unset => with(Value::Null),
            Self::Present => with(Value::Bool(!is_empty(node))),
            Self::Entries(name, fields) => {
                let made = node.as_object()?.iter().map(|(key, entry)| {
                    let mut body = object(source, fields, entry).unwrap_or_default();
                    body.insert(name.into(), Node { value: Value::String(key.clone()), ..entry.clone() });
                    Node { value: Value::Object(Arc::new(body)), ..entry.clone() }
                });
                with(Value::List(Arc::new(made.collect())))
            }
            Self::Last => {
                let text = node.as_text()?;
                with(Value::String(text.rsplit(['/', ':']).next().unwrap_or_default().into()))
            }
            Self::Block(fields) => with(Value::Object(Arc::new(object(source, fields, node)?))),
            Self::Blocks(fields) => {
                let single = std::slice::from_ref(node);
                let items = node.items().unwrap_or(single);
                let made: Option<Vec<_>> = items
                    .iter()
                    .map(|item| {
                        if item.as_unknown().is_some() {
                            return Some(item.clone());
                        }
                        let value = Value::Object(Arc::new(object(source, fields, item)?));
                        Some(Node { value, ..item.clone() })
                    })
                    .collect();
                with(Value::List(Arc::new(made?)))
            }
            Self::Document => document(node),
            Self::With(convert) => convert(node),
        }
    }
}

/// A text that names another resource, or a list of them.
pub(super) fn reference(address: Arc<str>, at: &Node) -> Node {
    let reference = Reference { address: address.clone(), attribute: Arc::default() };
    Node { value: Value::String(address), refs: Some(Arc::new([reference])), ..at.clone() }
}

/// Whether a value says as little as none: an empty text, list or object.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => node.items().is_some_and(<[_]>::is_empty),
    }
}

/// The JSON document a value holds, as the text that code would hold.
pub(in crate::dialect) fn document(node: &Node) -> Option<Node> {
    if let Value::String(text) = &node.value {
        return Some(Node { value: Value::String(plain(text)), ..node.clone() });
    }
    if let Some(why) = unknown_within(node) {
        let shape = crate::native::Shape::Json(Box::new(node.clone()));
        let unknown = crate::native::Unknown { why, refs: Vec::new(), shape };
        return Some(Node { value: Value::Unknown(Arc::new(unknown)), ..node.clone() });
    }
    let text = json(node)?.to_string();
    Some(Node { value: Value::String(text.into()), json: Some(Arc::new(node.clone())), ..node.clone() })
}

/// The first reason why a part of a value is not known.
fn unknown_within(node: &Node) -> Option<Why> {
    match &node.value {
        Value::Unknown(unknown) => Some(unknown.why.clone()),
        Value::Object(members) => members.values().find_map(unknown_within),
        _ => node.items()?.iter().find_map(unknown_within),
    }
}

/// The text of a JSON document that a service gives with percent signs, as IAM does.
fn plain(text: &Arc<str>) -> Arc<str> {
    if !text.starts_with('%') {
        return text.clone();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        if let Some(byte) = code.and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).map_or_else(|_| text.clone(), Into::into)
}

/// The arguments of an object; nothing when the value is not one.
fn object(source: &Source<'_>, fields: &[Field], from: &Node) -> Option<Object> {
    from.as_object()?;
    let mut body = Object::default();
    for field in fields {
        field.write(source, from, &mut body);
    }
    Some(body)
}

/// Whether something stands at a dotted path already.
fn is_there(body: &Object, path: &str) -> bool {
    let Some((first, rest)) = path.split_once('.') else { return body.contains_key(path) };
    match body.get(first).map(|n| &n.value) {
        Some(Value::Object(inner)) => is_there(inner, rest),
        Some(value) => !matches!(value, Value::Null),
        None => false,
    }
}

/// Puts a node at a dotted path, making the blocks on the way.
pub(in crate::dialect) fn put(body: &mut Object, path: &str, node: Node) {
    let Some((first, rest)) = path.split_once('.') else {
        body.insert(path.into(), node);
        return;
    };
    let block = body
        .entry(first.into())
        .and_modify(|n| {
            // a null written for the whole block gives way to a part that is there
            if n.is_null() {
                n.value = Value::Object(Arc::default());
            }
        })
        .or_insert_with(|| Node { value: Value::Object(Arc::default()), ..node.clone() });
    if let Value::Object(inner) = &mut block.value {
        put(Arc::make_mut(inner), rest, node);
    }
}

/// The JSON a node was read from.
fn json(node: &Node) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(n) => serde_json::from_str(&format_number(*n)).ok()?,
        Value::String(s) => Json::String(s.to_string()),
        Value::List(items) | Value::Set(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Value::Object(entries) => {
            Json::Object(entries.iter().map(|(k, v)| Some((k.to_string(), json(v)?))).collect::<Option<_>>()?)
        }
        Value::Unknown(_) => return None,
    })
}
