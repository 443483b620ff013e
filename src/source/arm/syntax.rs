//! What templates are made of. ARM's JSON and Bicep are both lowered to this.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::native::{FileId, Node, Span, Value};

/// An expression and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Expr {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// A literal.
    Literal(Value),
    /// A text with expressions in it.
    Template(Vec<Part>),
    List(Vec<Item>),
    Object(Vec<Member>),
    /// A symbol of Bicep, or a parameter of a lambda.
    Name(Arc<str>),
    /// A function by its name, with its namespace for a template's own: `contoso.name`.
    Call(Arc<str>, Vec<Expr>),
    /// A function on a value: `account.listKeys()`.
    Method(Box<Expr>, Arc<str>, Vec<Expr>),
    Member {
        of: Box<Expr>,
        name: Arc<str>,
        safe: bool,
    },
    Index {
        of: Box<Expr>,
        index: Box<Expr>,
        safe: bool,
    },
    Lambda(Vec<Arc<str>>, Box<Expr>),
    /// A list made by a loop.
    Loop(Box<Loop>, Box<Expr>),
    /// What cannot be read; said where it stands.
    Broken(Arc<str>),
}

#[derive(Debug, Clone)]
pub(crate) enum Part {
    Text(Arc<str>),
    Expr(Expr),
}

#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) value: Expr,
    pub(crate) spread: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) key: Key,
    pub(crate) value: Expr,
    /// From the key to the end of the value.
    pub(crate) site: Span,
}

#[derive(Debug, Clone)]
pub(crate) enum Key {
    Text(Arc<str>),
    Computed(Expr),
    /// The members of the value stand in place of this one.
    Spread,
}

/// How often something stands.
#[derive(Debug, Clone)]
pub(crate) enum Loop {
    /// ARM: a name for `copyIndex` and a count.
    Count { name: Arc<str>, count: Expr },
    /// Bicep: a list, and names for its element and its position.
    Each { item: Arc<str>, index: Option<Arc<str>>, list: Expr },
}

/// A parameter of a template.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) default: Option<Expr>,
    pub(crate) secure: bool,
    /// May be left out though it has no default.
    pub(crate) nullable: bool,
    pub(crate) span: Span,
}

/// A function that a template declares.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<Arc<str>>,
    pub(crate) body: Expr,
}

/// What a resource or module stands for.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    /// A resource of this type, whole or below its parent's.
    Resource(Arc<str>),
    /// A template in another file: its path, or where it is linked from.
    Link(Expr),
    /// A template within the template, with a scope of its own.
    Inline(Arc<Template>),
    /// Only what stands within it, in the same scope.
    Group,
}

/// A resource or module as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) symbol: Option<Arc<str>>,
    pub(crate) subject: Subject,
    pub(crate) existing: bool,
    pub(crate) condition: Option<Expr>,
    pub(crate) copy: Option<Loop>,
    pub(crate) name: Option<Expr>,
    pub(crate) parent: Option<Expr>,
    pub(crate) scope: Option<Expr>,
    /// What else is written; of a module, the parameters it is given.
    pub(crate) body: Expr,
    /// Positions in [`Template::resources`] of what stands within it.
    pub(crate) within: Option<usize>,
    pub(crate) span: Span,
}

/// A name that another file gives.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub(crate) path: Arc<str>,
    pub(crate) name: Arc<str>,
}

/// A template.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) file: FileId,
    pub(crate) path: Arc<str>,
    pub(crate) bicep: bool,
    pub(crate) parameters: IndexMap<Arc<str>, Parameter>,
    pub(crate) variables: IndexMap<Arc<str>, Expr>,
    pub(crate) functions: IndexMap<Arc<str>, Function>,
    pub(crate) resources: Vec<Declared>,
    pub(crate) outputs: IndexMap<Arc<str>, Expr>,
    /// Names imported from other files, and what they are called here.
    pub(crate) imports: IndexMap<Arc<str>, Import>,
}

impl Template {
    pub(crate) fn new(file: FileId, path: Arc<str>, bicep: bool) -> Self {
        Self {
            file,
            path,
            bicep,
            parameters: IndexMap::new(),
            variables: IndexMap::new(),
            functions: IndexMap::new(),
            resources: Vec::new(),
            outputs: IndexMap::new(),
            imports: IndexMap::new(),
        }
    }
}

/// Values of parameters, from a file of their own.
pub(crate) type Arguments = IndexMap<Arc<str>, Expr>;

impl Expr {
    pub(crate) fn literal(value: Value, span: Span) -> Self {
        Self { kind: Kind::Literal(value), span }
    }

    pub(crate) fn call(name: &str, arguments: Vec<Self>, span: Span) -> Self {
        Self { kind: Kind::Call(name.into(), arguments), span }
    }

    /// The text of a literal.
    pub(crate) fn as_text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::Literal(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// A member of an object that is written out; names compare without regard to case.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|m| m.is(name)).map(|m| &m.value)
    }

    /// A literal of a node, whatever its texts hold.
    pub(crate) fn plain(node: &Node) -> Option<Self> {
        let span = node.origin?;
        let kind = match &node.value {
            Value::List(items) | Value::Set(items) => Kind::List(
                items.iter().filter_map(|n| Some(Item { value: Self::plain(n)?, spread: false })).collect(),
            ),
            Value::Object(members) => Kind::Object(
                members
                    .iter()
                    .filter_map(|(name, n)| {
                        let site = n.site.unwrap_or(span);
                        Some(Member { key: Key::Text(name.clone()), value: Self::plain(n)?, site })
                    })
                    .collect(),
            ),
            value => Kind::Literal(value.clone()),
        };
        Some(Self { kind, span })
    }
}

impl Member {
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(&self.key, Key::Text(key) if key.eq_ignore_ascii_case(name))
    }
}
