//! Reads arguments of a native resource into settings, keeping place, default and reason.

use std::sync::{Arc, LazyLock};

use crate::native::{Fragment, NativeResource, Node, Object, Shape, Silence, Unknown, Value, Why};
use crate::resource::{At, Datum, Maybe, Setting, Truth};

/// Why an argument that a source does not tell is not known.
static NOT_COLLECTED: LazyLock<Arc<Unknown>> = LazyLock::new(|| {
    let why = Why::NotCollected("this source does not tell it".into());
    Arc::new(Unknown { why, refs: Vec::new(), shape: Shape::Opaque })
});

/// A native resource, or one of its nested blocks, ready to be read.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    native: &'a NativeResource,
    object: &'a Object,
    at: At,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    /// Nothing, or null.
    Nothing,
    /// A value.
    Node(&'a Node),
    /// An enclosing block is itself unknown.
    Unknown(&'a Arc<Unknown>, At),
}

/// The blocks of one name, in order.
#[derive(Debug, Clone, Default)]
pub struct Blocks<'a> {
    /// The blocks that are known.
    pub known: Vec<Reader<'a>>,
    /// Set when there may be more (a `dynamic` block over an unknown collection).
    pub unknown: Option<(&'a Arc<Unknown>, At)>,
}

impl<'a> Blocks<'a> {
    /// Whether there is none, for certain.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty() && self.unknown.is_none()
    }

    /// The first block.
    pub fn first(&self) -> Option<Reader<'a>> {
        self.known.first().copied()
    }
}

const fn at_of(node: &Node) -> At {
    At { origin: node.origin, site: node.site }
}

impl<'a> Reader<'a> {
    /// Reads a whole resource.
    pub fn new(native: &'a NativeResource) -> Self {
        let at = At { origin: Some(native.span), site: Some(native.span) };
        Self { native, object: &native.body, at }
    }

    /// The resource being read, also from within a block.
    pub const fn native(&self) -> &'a NativeResource {
        self.native
    }

    /// Where the block (or resource) stands.
    pub const fn place(&self) -> At {
        self.at
    }

    /// The arguments of this block as written, evaluated.
    pub const fn object(&self) -> &'a Object {
        self.object
    }

    /// What stands at a dotted path. A list of blocks on the way is entered at its first element;
    /// a number selects another (`rule.1.action`).
    pub fn find(&self, path: &str) -> Found<'a> {
        if !path.as_bytes().contains(&b'.') {
            return match self.object.get(path) {
                None => self.silent(),
                Some(Node { value: Value::Null, .. }) => Found::Nothing,
                Some(node) => Found::Node(node),
            };
        }
        let mut object = self.object;
        let mut parts = path.split('.').peekable();
        while let Some(part) = parts.next() {
            let Some(mut node) = object.get(part) else { return self.silent() };
            loop {
                match &node.value {
                    Value::Null => return Found::Nothing,
                    Value::Unknown(u) if parts.peek().is_some() => return Found::Unknown(u, at_of(node)),
                    Value::List(items) | Value::Set(items) if parts.peek().is_some() => {
                        let index = parts.peek().and_then(|p| p.parse::<usize>().ok());
                        if index.is_some() {
                            parts.next();
                        }
                        match items.get(index.unwrap_or(0)) {
                            Some(item) => node = item,
                            None => return Found::Nothing,
                        }
                        if parts.peek().is_none() {
                            return if node.is_null() { Found::Nothing } else { Found::Node(node) };
                        }
                    }
                    Value::Object(inner) if parts.peek().is_some() => {
                        object = inner;
                        break;
                    }
                    _ if parts.peek().is_some() => return Found::Nothing,
                    _ => return Found::Node(node),
                }
            }
        }
        Found::Nothing
    }

    /// What an argument that does not stand here means.
    fn silent(&self) -> Found<'a> {
        match self.native.silence {
            Silence::Default => Found::Nothing,
            Silence::NotCollected | Silence::Elsewhere => Found::Unknown(&NOT_COLLECTED, self.at),
        }
    }

    /// The value at a path, if one is written and not inside something unknown.
    pub fn node(&self, path: &str) -> Option<&'a Node> {
        match self.find(path) {
            Found::Node(node) => Some(node),
            _ => None,
        }
    }

    /// Whether something is written at the path, known or not. Where the source does not tell, it may be.
    pub fn has(&self, path: &str) -> bool {
        !matches!(self.find(path), Found::Nothing)
    }

    /// Reads a value with `convert`; what is not written is `default`, what does not convert is unknown.
    pub fn read(
        &self,
        path: &str,
        default: impl Into<Datum>,
        convert: impl FnOnce(&Node) -> Option<Datum>,
    ) -> Setting {
        match self.find(path) {
            Found::Nothing => Setting::Default(default.into()),
            Found::Unknown(u, at) => Setting::Unknown { why: Arc::new(u.why.clone()), at },
            Found::Node(node) => match &node.value {
                Value::Unknown(u) => Setting::Unknown { why: Arc::new(u.why.clone()), at: at_of(node) },
                _ => match convert(node) {
                    Some(datum) => Setting::Known { datum, at: at_of(node), sensitive: node.sensitive },
                    None => Setting::Unknown {
                        why: Arc::new(Why::Invalid(format!("{path} has an unexpected type").into())),
                        at: at_of(node),
                    },
                },
            },
        }
    }

    /// A yes or no.
    pub fn bool(&self, path: &str, default: impl Into<Datum>) -> Setting {
        self.read(path, default, |n| n.as_bool().map(Datum::Bool))
    }

    /// A whole number.
    #[expect(clippy::cast_possible_truncation, reason = "settings are small whole numbers")]
    pub fn int(&self, path: &str, default: impl Into<Datum>) -> Setting {
        self.read(path, default, |n| n.as_number().map(|n| Datum::Int(n as i64)))
    }

    /// A text; an empty one counts as not set.
    pub fn text(&self, path: &str, default: impl Into<Datum>) -> Setting {
        self.read(path, default, |n| {
            n.as_text().map(|s| if s.is_empty() { Datum::Absent } else { Datum::Text(s) })
        })
    }

    /// Something that is set or not, such as a key: a reference to another resource counts as set although
    /// its value is settled at apply, and also when that resource is not in the code, which is an error of its own.
    pub fn presence(&self, path: &str) -> Setting {
        if let Found::Node(node) = self.find(path)
            && let Value::Unknown(u) = &node.value
            && let (Why::Apply(_) | Why::Data(_) | Why::Invalid(_), Some(reference)) =
                (&u.why, u.refs.first())
        {
            return Setting::Known {
                datum: Datum::Reference(reference.clone()),
                at: at_of(node),
                sensitive: false,
            };
        }
        self.read(path, Datum::Absent, |n| match &n.value {
            Value::String(s) if s.is_empty() => Some(Datum::Absent),
            Value::List(items) | Value::Set(items) if items.is_empty() => Some(Datum::Absent),
            Value::List(_) | Value::Set(_) | Value::Object(_) => Some(Datum::Bool(true)),
            _ => n.as_text().map(|s| match n.references().first() {
                Some(r) if s.is_empty() => Datum::Reference(r.clone()),
                _ => Datum::Text(s),
            }),
        })
    }

    /// Whether at least one block (or non-empty value) of the name is written.
    pub fn block(&self, path: &str) -> Setting {
        self.presence(path).map(|d| Datum::Bool(d != Datum::Absent))
    }

    /// Whether the text at a path is one of `texts`.
    pub fn says(&self, path: &str, texts: &[&str], default: bool) -> Setting {
        self.text(path, default).map(|d| match d {
            Datum::Text(text) => Datum::Bool(texts.contains(&&*text)),
            Datum::Absent => Datum::Bool(default),
            other => other,
        })
    }

    /// Whether the list of texts at a path holds one of `texts`, or is one of them.
    pub fn mentions(&self, path: &str, texts: &[&str], default: bool) -> Setting {
        let list = self.list(path, default);
        let at = list.at();
        match list.datum() {
            Some(Datum::List(items)) => {
                Setting::concluded(Truth::any(items.iter(), |i| i.test(|s| texts.contains(&&**s))), at)
            }
            _ => list,
        }
    }

    /// Whether `test` holds for one of the blocks at a path; no when there is none.
    pub fn any_block(&self, path: &str, test: impl FnMut(&Self) -> Truth) -> Setting {
        self.over_blocks(path, |known| Truth::any(known, test), false, &Truth::False)
    }

    /// Whether `test` holds for all of the blocks at a path; `default` when there is none.
    pub fn every_block(&self, path: &str, default: bool, test: impl FnMut(&Self) -> Truth) -> Setting {
        self.over_blocks(path, |known| Truth::all(known, test), default, &Truth::True)
    }

    /// `open` is the answer that a further block could still turn.
    fn over_blocks(
        &self,
        path: &str,
        fold: impl FnOnce(&[Self]) -> Truth,
        default: bool,
        open: &Truth,
    ) -> Setting {
        let blocks = self.blocks(path);
        if blocks.is_empty() {
            return Setting::Default(Datum::Bool(default));
        }
        let at = blocks.first().map_or_else(|| blocks.unknown.map_or(self.at, |(_, at)| at), |b| b.at);
        let truth = fold(&blocks.known);
        match blocks.unknown {
            Some((unknown, _)) if truth == *open => {
                Setting::concluded(Truth::Unknown(Arc::new(unknown.why.clone())), at)
            }
            _ => Setting::concluded(truth, at),
        }
    }

    /// A list of texts.
    pub fn list(&self, path: &str, default: impl Into<Datum>) -> Setting {
        self.read(path, default, |n| {
            let items: Vec<_> = match n.items() {
                Some(items) => items.iter().map(maybe_text).collect(),
                None => vec![Maybe::Known(n.as_text()?)],
            };
            Some(Datum::List(items.into()))
        })
    }

    /// A list of names: an attribute of another resource is a name of its own although it is settled at apply.
    pub fn names(&self, path: &str) -> Setting {
        self.read(path, Datum::List(Arc::new([])), |n| {
            let items: Vec<_> = match n.items() {
                Some(items) => items.iter().map(certain_text).collect(),
                None => vec![certain_text(n)],
            };
            Some(Datum::List(items.into()))
        })
    }

    /// The name at a path as a list of one, so that single and plural arguments read alike.
    pub fn name(&self, path: &str) -> Setting {
        match self.find(path) {
            Found::Node(node) => Setting::Known {
                datum: Datum::List(Arc::new([certain_text(node)])),
                at: at_of(node),
                sensitive: node.sensitive,
            },
            _ => self.names(path),
        }
    }

    /// A map of texts.
    pub fn map(&self, path: &str, default: impl Into<Datum>) -> Setting {
        self.read(path, default, |n| {
            let entries: Vec<_> = n.as_object()?.iter().map(|(k, v)| (k.clone(), maybe_text(v))).collect();
            Some(Datum::Map(entries.into()))
        })
    }

    /// A value that the presence of this block or resource as a whole stands for.
    pub fn here(&self, datum: impl Into<Datum>) -> Setting {
        Setting::Known { datum: datum.into(), at: self.at, sensitive: false }
    }

    /// What holds where no `companion` configures this resource. A source that does not tell everything may have left
    /// that out too, unless it says that there is none by a null of the companion's name.
    pub fn without(&self, companion: &str, otherwise: impl Into<Datum>) -> Setting {
        match self.find(companion) {
            Found::Unknown(unknown, at) => Setting::Unknown { why: Arc::new(unknown.why.clone()), at },
            _ => Setting::Default(otherwise.into()),
        }
    }

    /// Whether this is code: some arguments tell Terraform what to do and are no property of the thing itself.
    pub fn in_code(&self) -> bool {
        self.native.silence == Silence::Default
    }

    /// The first of several names of an argument that is written, else the first: providers rename arguments.
    pub fn named<'n>(&self, names: &[&'n str]) -> &'n str {
        let told = |n: &&&str| self.object.contains_key(n.split('.').next().unwrap_or(n));
        names
            .iter()
            .find(|n| told(n) && self.has(n))
            .or_else(|| names.iter().find(told))
            .or(names.first())
            .copied()
            .unwrap_or_default()
    }

    /// The nested blocks at a path, as readers.
    pub fn blocks(&self, path: &str) -> Blocks<'a> {
        let node = match self.find(path) {
            Found::Nothing => return Blocks::default(),
            Found::Unknown(u, at) => return Blocks { known: Vec::new(), unknown: Some((u, at)) },
            Found::Node(node) => node,
        };
        let mut blocks = Blocks::default();
        match &node.value {
            Value::Unknown(u) => blocks.unknown = Some((u, at_of(node))),
            Value::Object(object) => blocks.known.push(self.inside(object, node)),
            Value::List(items) | Value::Set(items) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Object(object) => blocks.known.push(self.inside(object, item)),
                        Value::Unknown(u) => blocks.unknown = Some((u, at_of(item))),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        blocks
    }

    /// Reads an object found elsewhere, such as in a [`Document`](super::Document), as part of this resource.
    pub fn inside(&self, object: &'a Object, node: &Node) -> Self {
        let at = at_of(node);
        Self { native: self.native, object, at: if at == At::default() { self.at } else { at } }
    }
}

/// A list element or map value as text; null and structures give their reason.
pub(crate) fn maybe_text(node: &Node) -> Maybe<Arc<str>> {
    match (&node.value, node.as_text()) {
        (_, Some(text)) => Maybe::Known(text),
        (Value::Unknown(u), _) => Maybe::Unknown(Arc::new(u.why.clone())),
        _ => Maybe::Unknown(Arc::new(Why::Invalid("not a text".into()))),
    }
}

/// A text of which enough is known to tell it from a wildcard: an attribute of a named resource, or a template
/// with literal parts. The unknown parts stand as `${…}`.
pub(crate) fn certain_text(node: &Node) -> Maybe<Arc<str>> {
    let Value::Unknown(unknown) = &node.value else { return maybe_text(node) };
    match &unknown.shape {
        Shape::Template(fragments) if fragments.iter().any(says_something) => {
            Maybe::Known(fragments.iter().map(written).collect::<String>().into())
        }
        _ => match (&unknown.why, unknown.refs.first()) {
            (Why::Apply(name) | Why::Data(name), Some(_)) => Maybe::Known(format!("${{{name}}}").into()),
            // a resource that is referred to but not declared
            (Why::Invalid(_), Some(r)) => Maybe::Known(format!("${{{}.{}}}", r.address, r.attribute).into()),
            _ => Maybe::Unknown(Arc::new(unknown.why.clone())),
        },
    }
}

fn says_something(fragment: &Fragment) -> bool {
    matches!(fragment, Fragment::Text(text) if text.chars().any(|c| c != '*' && !c.is_whitespace()))
}

fn written(fragment: &Fragment) -> String {
    match fragment {
        Fragment::Text(text) => text.to_string(),
        Fragment::Unknown(unknown) => match &unknown.why {
            Why::Apply(name) | Why::Data(name) | Why::Variable(name) => format!("${{{name}}}"),
            _ => "${…}".to_owned(),
        },
    }
}
