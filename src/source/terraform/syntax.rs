//! The parsed form both syntaxes are lowered to: small, owned, with a place on every expression.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::native::{Span, Value};

/// An expression and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum ExprKind {
    /// A string, number, bool or null.
    Literal(Value),
    Template(Vec<Part>),
    Array(Vec<Expr>),
    Object(Vec<Entry>),
    Variable(Arc<str>),
    Traversal(Box<Expr>, Vec<Step>),
    Call(Box<Call>),
    Conditional(Box<[Expr; 3]>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(Operator, Box<[Expr; 2]>),
    For(Box<For>),
}

/// One entry of an object constructor.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) value: Expr,
}

#[derive(Debug, Clone)]
pub(super) enum Key {
    Name(Arc<str>),
    Computed(Expr),
}

/// One step of a traversal.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Attribute(Arc<str>),
    Index(Expr),
    /// `.*`: applies to the attributes that follow.
    AttributeSplat,
    /// `[*]`: applies to every step that follows.
    FullSplat,
}

#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) name: Arc<str>,
    pub(super) arguments: Vec<Expr>,
    /// `f(list...)`.
    pub(super) expand_last: bool,
}

#[derive(Debug, Clone)]
pub(super) struct For {
    pub(super) key_name: Option<Arc<str>>,
    pub(super) value_name: Arc<str>,
    pub(super) collection: Expr,
    /// Present for `{for …}`.
    pub(super) key: Option<Expr>,
    pub(super) value: Expr,
    pub(super) grouping: bool,
    pub(super) condition: Option<Expr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
}

/// A part of a template; white space that strip markers remove is gone already.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Text(Arc<str>),
    Interpolation(Expr),
    If { condition: Expr, then: Vec<Part>, otherwise: Vec<Part> },
    For { key_name: Option<Arc<str>>, value_name: Arc<str>, collection: Expr, body: Vec<Part> },
}

/// Arguments and nested blocks, in the order written.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: Arc<str>,
    pub(super) value: Expr,
    /// From the name to the end of the value.
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: Arc<str>,
    pub(super) labels: Vec<Arc<str>>,
    pub(super) body: Body,
    /// From the first word to the closing brace.
    pub(super) span: Span,
}

impl Body {
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    pub(super) fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

impl Block {
    pub(super) fn label(&self, index: usize) -> Option<&Arc<str>> {
        self.labels.get(index)
    }
}

impl Expr {
    /// The text of a literal string.
    pub(super) fn literal_text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            ExprKind::Literal(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The name of a bare word, as in `type = string` and in the keyword of a type constructor.
    pub(super) fn keyword(&self) -> Option<&Arc<str>> {
        match &self.kind {
            ExprKind::Variable(name) => Some(name),
            _ => None,
        }
    }

    /// A traversal of names only, as text: `aws.west`, `tags["x"]`.
    pub(super) fn traversal_text(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Variable(name) => Some(name.to_string()),
            ExprKind::Literal(Value::String(text)) => Some(text.to_string()),
            ExprKind::Traversal(root, steps) => {
                let mut text = root.keyword()?.to_string();
                for step in steps {
                    match step {
                        Step::Attribute(name) => {
                            text.push('.');
                            text.push_str(name);
                        }
                        Step::Index(Expr { kind: ExprKind::Literal(Value::String(key)), .. }) => {
                            let _ = write!(text, "[{key:?}]");
                        }
                        Step::Index(Expr { kind: ExprKind::Literal(Value::Number(n)), .. }) => {
                            let _ = write!(text, "[{}]", crate::native::format_number(*n));
                        }
                        _ => return None,
                    }
                }
                Some(text)
            }
            _ => None,
        }
    }
}
