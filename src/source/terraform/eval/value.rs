//! Values by themselves: sets, order, equality, what is known of them; every deep walk is metered.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::native::{Fragment, Node, Object, Reference, Shape, Unknown, Value, Why, format_number};
use crate::table::HashSet;

use super::Fault;

/// Counts the work and the memory of one root, so that neither can run away.
#[derive(Debug, Default)]
pub(in crate::source::terraform) struct Meter {
    steps: Cell<u64>,
    bytes: Cell<u64>,
    max_steps: u64,
    max_bytes: u64,
}

impl Meter {
    pub(super) fn new(max_steps: u64, max_bytes: u64) -> Self {
        Self { max_steps, max_bytes, ..Self::default() }
    }

    /// Charges for work.
    pub(super) fn step(&self, steps: u64) -> Result<(), Fault> {
        let total = self.steps.get().saturating_add(steps);
        self.steps.set(total);
        if total > self.max_steps {
            return Err(Fault::limit(
                "evaluation_steps",
                format!("more than {} evaluation steps", self.max_steps),
            ));
        }
        Ok(())
    }

    /// Charges for memory that a value made.
    pub(super) fn bytes(&self, bytes: usize) -> Result<(), Fault> {
        let total = self.bytes.get().saturating_add(bytes as u64);
        self.bytes.set(total);
        if total > self.max_bytes {
            return Err(Fault::limit(
                "memory_bytes",
                format!("more than {} bytes of values", self.max_bytes),
            ));
        }
        Ok(())
    }
}

/// A set value: duplicates removed, in Terraform's order.
pub(in crate::source::terraform) fn set(items: Vec<Node>) -> Value {
    let mut seen = HashSet::default();
    let mut items: Vec<Node> = items
        .into_iter()
        .filter(|item| item.as_unknown().is_some() || seen.insert(scalar_key(item)))
        .collect();
    items.sort_by(order);
    Value::Set(Arc::new(items))
}

fn order(a: &Node, b: &Node) -> std::cmp::Ordering {
    match (&a.value, &b.value) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    }
}

/// A text that two values share exactly when they are equal.
pub(super) fn scalar_key(node: &Node) -> String {
    let mut text = String::new();
    // The depth bound keeps this finite in time for values shared many times over.
    write_key(node, &mut text, &mut 100_000);
    text
}

fn write_key(node: &Node, out: &mut String, budget: &mut usize) {
    if *budget == 0 {
        return;
    }
    *budget -= 1;
    match &node.value {
        Value::Null => out.push('n'),
        Value::Bool(value) => out.push(if *value { 't' } else { 'f' }),
        Value::Number(number) => out.push_str(&format_number(*number)),
        Value::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        Value::List(items) | Value::Set(items) => {
            out.push('[');
            for item in items.iter() {
                write_key(item, out, budget);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (key, value) in sorted(object) {
                let _ = write!(out, "{key:?}:");
                write_key(value, out, budget);
                out.push(',');
            }
            out.push('}');
        }
        Value::Unknown(unknown) => {
            let _ = write!(out, "?{:p}", Arc::as_ptr(unknown));
        }
    }
}

/// The entries in the order Terraform walks them: by key.
pub(in crate::source::terraform) fn sorted(object: &Object) -> Vec<(&Arc<str>, &Node)> {
    let mut entries: Vec<_> = object.iter().collect();
    if !entries.is_sorted_by(|a, b| a.0 <= b.0) {
        entries.sort_by(|a, b| a.0.cmp(b.0));
    }
    entries
}

/// Whether an unknown is certain to be a text that is neither null nor empty: one with literal text in it, an encoded
/// structure, or the name that a provider gives to everything it makes.
pub(super) fn is_certain_text(unknown: &Unknown) -> bool {
    match &unknown.shape {
        Shape::Json(_) => true,
        Shape::Template(fragments) => {
            fragments.iter().any(|f| matches!(f, Fragment::Text(text) if !text.is_empty()))
        }
        Shape::Opaque => match (&unknown.why, unknown.refs.as_slice()) {
            (Why::Apply(_) | Why::Data(_) | Why::Invalid(_), [reference]) => {
                matches!(&*reference.attribute, "arn" | "id" | "self_link")
            }
            _ => false,
        },
    }
}

/// Equality, or `None` when it hangs on something unknown.
pub(super) fn equal(a: &Node, b: &Node, meter: &Meter) -> Result<Option<bool>, Fault> {
    meter.step(1)?;
    Ok(match (&a.value, &b.value) {
        (Value::Unknown(unknown), other) | (other, Value::Unknown(unknown)) => {
            let certain = match other {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                _ => false,
            };
            if certain && is_certain_text(unknown) { Some(false) } else { None }
        }
        (Value::Null, Value::Null) => Some(true),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Number(a), Value::Number(b)) => Some((a - b).abs() < f64::EPSILON * a.abs().max(1.0)),
        (Value::String(a), Value::String(b)) => Some(a == b),
        (Value::List(a) | Value::Set(a), Value::List(b) | Value::Set(b)) => {
            if a.len() != b.len() {
                return Ok(Some(false));
            }
            if Arc::ptr_eq(a, b) && a.iter().all(|item| item.as_unknown().is_none()) {
                return Ok(Some(true));
            }
            let mut result = Some(true);
            for (a, b) in a.iter().zip(b.iter()) {
                match equal(a, b, meter)? {
                    Some(true) => {}
                    Some(false) => return Ok(Some(false)),
                    None => result = None,
                }
            }
            result
        }
        (Value::Object(a), Value::Object(b)) => {
            if a.len() != b.len() {
                return Ok(Some(false));
            }
            let mut result = Some(true);
            for (key, a) in a.iter() {
                let Some(b) = b.get(key) else { return Ok(Some(false)) };
                match equal(a, b, meter)? {
                    Some(true) => {}
                    Some(false) => return Ok(Some(false)),
                    None => result = None,
                }
            }
            result
        }
        _ => Some(false),
    })
}

/// The first unknown anywhere in a value.
pub(super) fn first_unknown(node: &Node, meter: &Meter) -> Result<Option<Arc<Unknown>>, Fault> {
    match &node.value {
        Value::Unknown(unknown) => Ok(Some(unknown.clone())),
        Value::List(items) | Value::Set(items) => {
            for item in items.iter() {
                meter.step(1)?;
                if let Some(unknown) = first_unknown(item, meter)? {
                    return Ok(Some(unknown));
                }
            }
            Ok(None)
        }
        Value::Object(object) => {
            for item in object.values() {
                meter.step(1)?;
                if let Some(unknown) = first_unknown(item, meter)? {
                    return Ok(Some(unknown));
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// How many values a value is made of, counting shared ones each time, up to `limit`.
pub(super) fn size(node: &Node, limit: usize) -> usize {
    fn walk(node: &Node, left: &mut usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        match &node.value {
            Value::List(items) | Value::Set(items) => items.iter().for_each(|item| walk(item, left)),
            Value::Object(object) => object.values().for_each(|item| walk(item, left)),
            _ => {}
        }
    }
    let mut left = limit;
    walk(node, &mut left);
    limit - left
}

/// Whether any part is sensitive.
pub(super) fn is_sensitive(node: &Node, meter: &Meter) -> Result<bool, Fault> {
    if node.sensitive {
        return Ok(true);
    }
    match &node.value {
        Value::List(items) | Value::Set(items) => {
            for item in items.iter() {
                meter.step(1)?;
                if is_sensitive(item, meter)? {
                    return Ok(true);
                }
            }
        }
        Value::Object(object) => {
            for item in object.values() {
                meter.step(1)?;
                if is_sensitive(item, meter)? {
                    return Ok(true);
                }
            }
        }
        _ => {}
    }
    Ok(false)
}

/// References gathered without duplicates, few at a time.
#[derive(Debug, Default)]
pub(super) struct References(Vec<Reference>);

/// A value made from very many resources names the first of them; nobody reads a longer list.
const MOST_REFERENCES: usize = 64;

impl References {
    pub(super) fn add(&mut self, node: &Node) {
        self.add_all(node.references());
        if let (Some(_), Value::Unknown(unknown)) = (&node.refs, &node.value) {
            self.add_all(&unknown.refs);
        }
    }

    /// The node's own and, one level down, those of its parts.
    pub(super) fn add_with_parts(&mut self, node: &Node) {
        self.add(node);
        match &node.value {
            Value::List(items) | Value::Set(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(object) => object.values().for_each(|item| self.add(item)),
            _ => {}
        }
    }

    pub(super) fn add_all(&mut self, references: &[Reference]) {
        for reference in references {
            if self.0.len() < MOST_REFERENCES && !self.0.contains(reference) {
                self.0.push(reference.clone());
            }
        }
    }

    pub(super) fn into_vec(self) -> Vec<Reference> {
        self.0
    }

    pub(super) fn into_shared(self) -> Option<Arc<[Reference]>> {
        if self.0.is_empty() { None } else { Some(self.0.into()) }
    }
}

/// An unknown for the same reason as `cause`, made from `references`.
pub(super) fn unknown_like(cause: &Unknown, references: References, shape: Shape) -> Node {
    Node::new(Value::Unknown(Arc::new(Unknown {
        why: cause.why.clone(),
        refs: references.into_vec(),
        shape,
    })))
}

/// The result of an operation on values of which at least one part is unknown.
pub(super) fn unknown_from<'n>(cause: &Unknown, operands: impl IntoIterator<Item = &'n Node>) -> Node {
    let mut references = References::default();
    references.add_all(&cause.refs);
    let mut sensitive = false;
    for operand in operands {
        references.add_with_parts(operand);
        sensitive |= operand.sensitive;
    }
    let mut node = unknown_like(cause, references, Shape::Opaque);
    node.sensitive = sensitive;
    node
}

/// The fragments of an unknown inside a larger text.
pub(super) fn fragments(unknown: &Arc<Unknown>) -> Vec<Fragment> {
    match &unknown.shape {
        Shape::Template(fragments) => fragments.clone(),
        _ => vec![Fragment::Unknown(unknown.clone())],
    }
}

/// Writes a wholly known value as `jsonencode` does.
pub(super) fn write_json(node: &Node, out: &mut String, meter: &Meter) -> Result<(), Fault> {
    meter.step(1)?;
    match &node.value {
        Value::Null | Value::Unknown(_) => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&format_number(*number)),
        Value::String(text) => write_json_text(text, out),
        Value::List(items) | Value::Set(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_json(item, out, meter)?;
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (i, (key, value)) in sorted(object).into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_json_text(key, out);
                out.push(':');
                write_json(value, out, meter)?;
            }
            out.push('}');
        }
    }
    meter.bytes(0)?;
    Ok(())
}

/// A JSON string as Go's encoder writes it, with `<`, `>` and `&` escaped.
pub(super) fn write_json_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
