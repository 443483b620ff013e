//! Values as they would be applied, with unknowns kept apart.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Span;

/// An evaluated body or map, in the order written.
pub type Object = IndexMap<Arc<str>, Node, foldhash::fast::RandomState>;

/// A value and where it came from.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where the value itself was written: the literal, possibly in another module, a `.tfvars` file or a default.
    /// This is the line a person edits.
    pub origin: Option<Span>,
    /// The argument in the resource block through which the value arrived.
    pub site: Option<Span>,
    /// The resource attribute the expression read, even where its value is known. Links companions.
    pub refs: Option<Arc<[Reference]>>,
    /// Marked sensitive by the configuration: never shown, stored or exported.
    pub sensitive: bool,
    /// For a known string made by `jsonencode` or a policy document: the structure it was made from, whose parts
    /// keep their places. Partly unknown ones are [`Shape::Json`].
    pub json: Option<Arc<Node>>,
}

/// A value of the configuration language.
#[derive(Debug, Clone)]
pub enum Value {
    /// `null`, the same as not written.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; Terraform's integers are exact up to 2^53.
    Number(f64),
    /// A string.
    String(Arc<str>),
    /// A list or tuple.
    List(Arc<Vec<Node>>),
    /// A set: no order, no duplicates.
    Set(Arc<Vec<Node>>),
    /// A map, an object, or a nested block.
    Object(Arc<Object>),
    /// Not knowable before apply, or not resolvable here.
    Unknown(Arc<Unknown>),
}

/// Why a value is not known, and what is known of it all the same.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// The reason.
    pub why: Why,
    /// Resource attributes the value is made from.
    pub refs: Vec<Reference>,
    /// What is known of its structure.
    pub shape: Shape,
}

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// A variable without a value: its name (`var.x`), with the module it belongs to.
    Variable(Arc<str>),
    /// Computed by the provider when applied: the attribute (`aws_kms_key.a.arn`).
    Apply(Arc<str>),
    /// Read by a data source at plan time.
    Data(Arc<str>),
    /// The output of a module whose source is not here: the call and its source.
    Module(Arc<str>),
    /// A function that cannot be computed offline.
    Function(Arc<str>),
    /// Something a provider or Terraform settles at run time (`terraform.workspace`, `provider::…`).
    Runtime(Arc<str>),
    /// The expression is in error: the message.
    Invalid(Arc<str>),
    /// The API refused: API, scope and permission.
    Denied(Arc<str>),
    /// Not collected by this source.
    NotCollected(Arc<str>),
}

/// What is known of an unknown value's structure.
#[derive(Debug, Clone, Default)]
pub enum Shape {
    /// Nothing.
    #[default]
    Opaque,
    /// The result of `jsonencode` over a structure with unknown parts.
    Json(Box<Node>),
    /// A template with unknown parts.
    Template(Vec<Fragment>),
}

/// A part of a template.
#[derive(Debug, Clone)]
pub enum Fragment {
    /// Literal text.
    Text(Arc<str>),
    /// An interpolation that is not known.
    Unknown(Arc<Unknown>),
}

/// An attribute of another resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The instance's address where its key is known, else the resource's; data sources begin with `data.`.
    pub address: Arc<str>,
    /// The path below it: `arn`, `versioning[0].enabled`; empty for the whole resource.
    pub attribute: Arc<str>,
}

impl Why {
    /// A sentence fragment for people: "variable `var.kms_key` has no value".
    pub fn describe(&self) -> String {
        match self {
            Self::Variable(name) => format!("variable {name} has no value"),
            Self::Apply(attribute) => format!("{attribute} is known only after apply"),
            Self::Data(address) => format!("{address} is read at plan time"),
            Self::Module(call) => format!("{call} is not downloaded here"),
            Self::Function(name) => format!("{name} cannot be computed offline"),
            Self::Runtime(name) => format!("{name} is settled at run time"),
            Self::Invalid(message) => format!("the expression is in error: {message}"),
            Self::Denied(what) => format!("access denied: {what}"),
            Self::NotCollected(what) => format!("not collected: {what}"),
        }
    }

    /// The kind of reason as a stable word for the JSON contract and filters.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Variable(_) => "unresolved_variable",
            Self::Apply(_) => "known_after_apply",
            Self::Data(_) => "data_source",
            Self::Module(_) => "module_not_available",
            Self::Function(_) => "function_not_computable",
            Self::Runtime(_) => "settled_at_run_time",
            Self::Invalid(_) => "invalid_expression",
            Self::Denied(_) => "access_denied",
            Self::NotCollected(_) => "not_collected",
        }
    }
}

impl Node {
    /// A value without a place.
    pub fn new(value: Value) -> Self {
        Self { value, origin: None, site: None, refs: None, sensitive: false, json: None }
    }

    /// A value written at `span`.
    pub fn at(value: Value, span: Span) -> Self {
        Self { value, origin: Some(span), site: Some(span), refs: None, sensitive: false, json: None }
    }

    /// An unknown value without known structure.
    pub fn unknown(why: Why) -> Self {
        Self::new(Value::Unknown(Arc::new(Unknown { why, refs: Vec::new(), shape: Shape::Opaque })))
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The unknown, when the value is one.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.value {
            Value::Unknown(u) => Some(u),
            _ => None,
        }
    }

    /// A string, or a bool or number in the form Terraform converts it to.
    pub fn as_text(&self) -> Option<Arc<str>> {
        match &self.value {
            Value::String(s) => Some(s.clone()),
            Value::Bool(b) => Some(if *b { "true".into() } else { "false".into() }),
            Value::Number(n) => Some(format_number(*n).into()),
            _ => None,
        }
    }

    /// A bool, or a string Terraform converts to one.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(b) => Some(*b),
            Value::String(s) => match &**s {
                "true" | "True" | "TRUE" | "1" => Some(true),
                "false" | "False" | "FALSE" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A number, or a string Terraform converts to one.
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(n) => Some(*n),
            Value::String(s) => s.trim().parse().ok(),
            _ => None,
        }
    }

    /// The elements of a list or set.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) | Value::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Every resource attribute the value is made from, known or not.
    pub fn references(&self) -> &[Reference] {
        match (&self.refs, &self.value) {
            (Some(refs), _) => refs,
            (None, Value::Unknown(u)) => &u.refs,
            _ => &[],
        }
    }
}

/// A number as Terraform writes it: integers without a point.
pub fn format_number(n: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "guarded by the range check")]
    if n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 {
        format!("{}", n as i64)
    } else {
        format!("{n}")
    }
}
