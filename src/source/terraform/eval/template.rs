//! Templates: text with interpolations and directives, known as far as their parts are.

use std::sync::Arc;

use crate::native::{Fragment, Node, Shape, Unknown, Value};

use super::super::syntax::Part;
use super::expression::{iterate, text};
use super::value::{self, References};
use super::{Binding, Evaluator, Fault, Scope};

/// A text under construction.
#[derive(Default)]
pub(super) struct Text {
    fragments: Vec<Fragment>,
    pending: String,
    length: usize,
    cause: Option<Arc<Unknown>>,
    references: References,
    sensitive: bool,
}

impl Text {
    pub(super) fn push_text(&mut self, text: &str) {
        self.length += text.len();
        self.pending.push_str(text);
    }

    /// Takes over the mark and the references of a collection whose elements are added one by one.
    pub(super) fn mark(&mut self, node: &Node) {
        self.references.add(node);
        self.sensitive |= node.sensitive;
    }

    fn push_unknown(&mut self, unknown: &Arc<Unknown>) {
        if !self.pending.is_empty() {
            self.fragments.push(Fragment::Text(std::mem::take(&mut self.pending).into()));
        }
        for fragment in value::fragments(unknown) {
            match fragment {
                Fragment::Text(text) if !self.fragments.is_empty() || !self.pending.is_empty() => {
                    self.fragments.push(Fragment::Text(text));
                }
                other => self.fragments.push(other),
            }
        }
        self.length += 64 * self.fragments.len();
        if self.cause.is_none() {
            self.cause = Some(unknown.clone());
        }
    }

    /// Adds a value as text.
    pub(super) fn push(&mut self, node: &Node) -> Result<(), Fault> {
        self.references.add(node);
        self.sensitive |= node.sensitive;
        match &node.value {
            Value::Unknown(unknown) => self.push_unknown(unknown),
            Value::String(text) => self.push_text(text),
            Value::Null => return Err(Fault::new("null cannot be part of a text")),
            _ => match text(node) {
                Some(text) => self.push_text(&text),
                None => return Err(Fault::new("a list or map cannot be part of a text")),
            },
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Node {
        let mut node = match self.cause {
            None => {
                let mut node = Node::new(Value::String(self.pending.into()));
                node.refs = self.references.into_shared();
                node
            }
            Some(cause) => {
                if !self.pending.is_empty() {
                    self.fragments.push(Fragment::Text(self.pending.into()));
                }
                value::unknown_like(&cause, self.references, Shape::Template(self.fragments))
            }
        };
        node.sensitive = self.sensitive;
        node
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn template(&self, parts: &[Part], scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let mut text = Text::default();
        self.render(parts, scope, &mut text)?;
        self.check_text(text.length)?;
        Ok(text.finish())
    }

    fn render(&self, parts: &[Part], scope: Scope<'_, 'a>, out: &mut Text) -> Result<(), Fault> {
        for part in parts {
            self.meter.step(1)?;
            match part {
                Part::Text(text) => out.push_text(text),
                Part::Interpolation(expr) => {
                    let node = self.eval(expr, scope)?;
                    out.push(&node).map_err(|fault| fault.at(expr.span))?;
                }
                Part::If { condition, then, otherwise } => {
                    let test = self.eval(condition, scope)?;
                    out.sensitive |= test.sensitive;
                    if let Value::Unknown(unknown) = &test.value {
                        out.references.add(&test);
                        out.push_unknown(&opaque(unknown));
                        continue;
                    }
                    let chosen = test.as_bool().ok_or_else(|| {
                        Fault::new("the condition must be true or false").at(condition.span)
                    })?;
                    self.deeper(|| self.render(if chosen { then } else { otherwise }, scope, out))?;
                }
                Part::For { key_name, value_name, collection, body } => {
                    let node = self.eval(collection, scope)?;
                    if let Value::Unknown(unknown) = &node.value {
                        out.references.add(&node);
                        out.push_unknown(&opaque(unknown));
                        continue;
                    }
                    let entries = iterate(&node).ok_or_else(|| {
                        Fault::new("only a list, set, map or object can be walked by `for`")
                            .at(collection.span)
                    })?;
                    for (key, value) in entries {
                        let value = Binding { name: value_name, value, next: scope.bindings };
                        let key =
                            key_name.as_ref().map(|name| Binding { name, value: key, next: Some(&value) });
                        let inner = scope.with(key.as_ref().unwrap_or(&value));
                        self.deeper(|| self.render(body, inner, out))?;
                    }
                }
            }
            self.check_text_so_far(out)?;
        }
        Ok(())
    }

    pub(super) fn check_text_so_far(&self, text: &Text) -> Result<(), Fault> {
        let limit = self.options.limits.string_bytes;
        if text.length > limit {
            return Err(Fault::limit("string_bytes", format!("a string longer than {limit} bytes")));
        }
        Ok(())
    }
}

/// The same unknown without the structure that it has as a value: here it only decides about text.
fn opaque(unknown: &Arc<Unknown>) -> Arc<Unknown> {
    Arc::new(Unknown { why: unknown.why.clone(), refs: unknown.refs.clone(), shape: Shape::Opaque })
}
