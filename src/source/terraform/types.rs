//! Type constraints of variables, and the conversion of values to them.

use std::sync::Arc;

use crate::native::{Node, Object, Reference, Span, Unknown, Value, Why};

use super::syntax::{Expr, ExprKind, Key};

/// A type constraint.
#[derive(Debug)]
pub(super) enum Type {
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(Vec<Field>),
}

/// An attribute of an object type.
#[derive(Debug)]
pub(super) struct Field {
    name: Arc<str>,
    ty: Type,
    optional: bool,
    default: Option<Node>,
}

impl Type {
    /// Reads a constraint; what is not one is taken as `any`, as only the plan's own check would complain.
    /// `constant` evaluates the defaults of `optional()`.
    pub(super) fn read(expr: &Expr, constant: &dyn Fn(&Expr) -> Option<Node>) -> Self {
        match &expr.kind {
            // In quotes it is the form of Terraform 0.11: `type = "list"`.
            ExprKind::Variable(name) | ExprKind::Literal(Value::String(name)) => Self::word(name),
            ExprKind::Call(call) => {
                let first = call.arguments.first();
                let inner = || Box::new(first.map_or(Self::Any, |argument| Self::read(argument, constant)));
                match (&*call.name, first.map(|argument| &argument.kind)) {
                    ("list", _) => Self::List(inner()),
                    ("set", _) => Self::Set(inner()),
                    ("map", _) => Self::Map(inner()),
                    ("optional", Some(_)) => *inner(),
                    ("tuple", Some(ExprKind::Array(items))) => {
                        Self::Tuple(items.iter().map(|item| Self::read(item, constant)).collect())
                    }
                    ("object", Some(ExprKind::Object(entries))) => Self::Object(
                        entries
                            .iter()
                            .filter_map(|entry| field(&entry.key, &entry.value, constant))
                            .collect(),
                    ),
                    _ => Self::Any,
                }
            }
            _ => Self::Any,
        }
    }

    fn word(name: &str) -> Self {
        match name {
            "string" => Self::String,
            "number" => Self::Number,
            "bool" => Self::Bool,
            "list" => Self::List(Box::new(Self::Any)),
            "set" => Self::Set(Box::new(Self::Any)),
            "map" => Self::Map(Box::new(Self::Any)),
            _ => Self::Any,
        }
    }

    /// Whether a value given as text (`--var`, `TF_VAR_`) is taken as it stands.
    pub(super) fn takes_text(&self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Bool | Self::Any)
    }
}

fn field(key: &Key, value: &Expr, constant: &dyn Fn(&Expr) -> Option<Node>) -> Option<Field> {
    let Key::Name(name) = key else { return None };
    let (optional, default) = match &value.kind {
        ExprKind::Call(call) if &*call.name == "optional" => (true, call.arguments.get(1).and_then(constant)),
        _ => (false, None),
    };
    Some(Field { name: name.clone(), ty: Type::read(value, constant), optional, default })
}

/// The value converted to the constraint, or what is wrong with it. Unknown values stay unknown.
pub(super) fn convert(node: Node, ty: &Type) -> Result<Node, String> {
    if matches!(node.value, Value::Null | Value::Unknown(_)) {
        return Ok(node);
    }
    match ty {
        Type::Any => Ok(node),
        Type::String => to_string(node),
        Type::Number => to_number(node),
        Type::Bool => to_bool(node),
        Type::List(inner) => {
            let items = elements(&node, "list")?;
            let items = items.into_iter().map(|item| convert(item, inner)).collect::<Result<Vec<_>, _>>()?;
            Ok(with_value(node, Value::List(Arc::new(items))))
        }
        Type::Set(inner) => {
            let items = elements(&node, "set")?;
            let items = items.into_iter().map(|item| convert(item, inner)).collect::<Result<Vec<_>, _>>()?;
            Ok(with_value(node, super::eval::value::set(items)))
        }
        Type::Tuple(types) => {
            let items = elements(&node, "tuple")?;
            if items.len() != types.len() {
                return Err(format!("a tuple of {} elements is required", types.len()));
            }
            let items = items
                .into_iter()
                .zip(types)
                .map(|(item, ty)| convert(item, ty))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(with_value(node, Value::List(Arc::new(items))))
        }
        Type::Map(inner) => {
            let Value::Object(object) = &node.value else { return Err("a map is required".to_owned()) };
            if matches!(**inner, Type::Any) {
                return Ok(node);
            }
            let object = object
                .iter()
                .map(|(key, value)| Ok((key.clone(), convert(value.clone(), inner)?)))
                .collect::<Result<Object, String>>()?;
            Ok(with_value(node, Value::Object(Arc::new(object))))
        }
        Type::Object(fields) => to_object(node, fields),
    }
}

fn to_object(node: Node, fields: &[Field]) -> Result<Node, String> {
    let Value::Object(object) = &node.value else { return Err("an object is required".to_owned()) };
    let mut converted = Object::with_capacity_and_hasher(fields.len(), <_>::default());
    for field in fields {
        let given = object.get(&field.name).filter(|value| !(value.is_null() && field.default.is_some()));
        let value = match given {
            Some(value) => convert(value.clone(), &field.ty)
                .map_err(|message| format!("attribute {:?}: {message}", &*field.name))?,
            None => match &field.default {
                Some(default) => convert(default.clone(), &field.ty)
                    .map_err(|message| format!("default of attribute {:?}: {message}", &*field.name))?,
                None if field.optional => Node::new(Value::Null),
                // A whole resource passed in: what is not written is computed.
                None => match node.refs.as_deref().and_then(<[_]>::first) {
                    Some(reference) => computed(reference, &field.name),
                    None => return Err(format!("attribute {:?} is required", &*field.name)),
                },
            },
        };
        converted.insert(field.name.clone(), value);
    }
    Ok(with_value(node, Value::Object(Arc::new(converted))))
}

/// An attribute of a resource that its block does not write.
pub(super) fn computed(whole: &Reference, attribute: &str) -> Node {
    let path = if whole.attribute.is_empty() {
        attribute.to_owned()
    } else if attribute.starts_with('[') {
        format!("{}{attribute}", whole.attribute)
    } else {
        format!("{}.{attribute}", whole.attribute)
    };
    let name: Arc<str> = format!("{}.{path}", whole.address).into();
    let address = &whole.address;
    let data = address.starts_with("data.") || address.contains(".data.");
    let why = if data { Why::Data(name) } else { Why::Apply(name) };
    let reference = Reference { address: address.clone(), attribute: path.into() };
    Node::new(Value::Unknown(Arc::new(Unknown {
        why,
        refs: vec![reference],
        shape: crate::native::Shape::Opaque,
    })))
}

fn with_value(node: Node, value: Value) -> Node {
    Node { value, json: None, ..node }
}

fn elements(node: &Node, wanted: &str) -> Result<Vec<Node>, String> {
    node.items().map(<[Node]>::to_vec).ok_or_else(|| format!("a {wanted} is required"))
}

/// Conversion to a string, as of `tostring`.
pub(super) fn to_string(node: Node) -> Result<Node, String> {
    match &node.value {
        Value::String(_) | Value::Null | Value::Unknown(_) => Ok(node),
        _ => match node.as_text() {
            Some(text) => Ok(with_value(node, Value::String(text))),
            None => Err("a string is required".to_owned()),
        },
    }
}

/// Conversion to a number, as of `tonumber`.
pub(super) fn to_number(node: Node) -> Result<Node, String> {
    match &node.value {
        Value::Number(_) | Value::Null | Value::Unknown(_) => Ok(node),
        Value::String(text) => match number_from(text) {
            Some(number) => Ok(with_value(node, Value::Number(number))),
            None => Err("a number is required".to_owned()),
        },
        _ => Err("a number is required".to_owned()),
    }
}

fn number_from(text: &str) -> Option<f64> {
    // Rust also takes "inf" and "nan", Terraform does not.
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        .then(|| text.parse::<f64>().ok().filter(|n| n.is_finite()))
        .flatten()
}

/// Conversion to a bool, as of `tobool`.
pub(super) fn to_bool(node: Node) -> Result<Node, String> {
    match &node.value {
        Value::Bool(_) | Value::Null | Value::Unknown(_) => Ok(node),
        Value::String(text) => match &**text {
            "true" | "1" => Ok(with_value(node, Value::Bool(true))),
            "false" | "0" => Ok(with_value(node, Value::Bool(false))),
            _ => Err("a bool is required".to_owned()),
        },
        _ => Err("a bool is required".to_owned()),
    }
}

/// The value with every part said to be written at `span` when nothing better is known.
pub(super) fn placed(mut node: Node, span: Span) -> Node {
    if node.origin.is_none() {
        node.origin = Some(span);
    }
    node
}
