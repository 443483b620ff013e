//! Expressions: literals, constructors, conditionals, `for`, splats and traversals.

use std::sync::Arc;

use crate::native::{Node, Object, Reference, Shape, Unknown, Value};
use crate::table::IndexMap;

use super::super::syntax::{Expr, ExprKind, For, Key, Step};
use super::super::types::{computed, to_string};
use super::value::{self, References};
use super::{Binding, Evaluator, Fault, Scope};

impl<'a> Evaluator<'a> {
    /// The value of an expression.
    pub(super) fn eval(&self, expr: &Expr, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        self.meter.step(1)?;
        match &expr.kind {
            ExprKind::Literal(value) => Ok(Node {
                value: value.clone(),
                origin: Some(expr.span),
                site: None,
                refs: None,
                sensitive: false,
                json: None,
            }),
            _ => self.deeper(|| self.eval_compound(expr, scope)).map_err(|fault| fault.at(expr.span)),
        }
    }

    fn eval_compound(&self, expr: &Expr, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let mut node = match &expr.kind {
            ExprKind::Literal(value) => Node::new(value.clone()),
            ExprKind::Template(parts) => self.template(parts, scope)?,
            ExprKind::Array(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    let mut node = self.eval(item, scope)?;
                    node.site = Some(item.span);
                    list.push(node);
                }
                Node::new(Value::List(Arc::new(list)))
            }
            ExprKind::Object(entries) => {
                let mut object = Object::with_capacity_and_hasher(entries.len(), <_>::default());
                for entry in entries {
                    let key = match &entry.key {
                        Key::Name(name) => name.clone(),
                        Key::Computed(expr) => match self.object_key(expr, scope)? {
                            Ok(key) => key,
                            Err(unknown) => return Ok(unknown),
                        },
                    };
                    let mut node = self.eval(&entry.value, scope)?;
                    node.site = Some(entry.value.span);
                    object.insert(key, node);
                }
                Node::new(Value::Object(Arc::new(object)))
            }
            ExprKind::Variable(name) => self.named(name, &[], expr.span, scope)?.0,
            ExprKind::Traversal(root, steps) => {
                let (node, used) = match &root.kind {
                    ExprKind::Variable(name) => self.named(name, steps, root.span, scope)?,
                    _ => (self.eval(root, scope)?, 0),
                };
                self.walk(node, &steps[used..], scope)?
            }
            ExprKind::Call(call) => self.call(call, expr.span, scope)?,
            ExprKind::Conditional(parts) => self.conditional(parts, scope)?,
            ExprKind::Not(operand) => self.not(operand, scope)?,
            ExprKind::Negate(operand) => self.negate(operand, scope)?,
            ExprKind::Binary(operator, operands) => self.binary(*operator, operands, scope)?,
            ExprKind::For(expr) => self.for_expression(expr, scope)?,
        };
        if node.origin.is_none() {
            node.origin = Some(expr.span);
        }
        Ok(node)
    }

    /// A key as text, or the unknown that an object with an unknown key is.
    pub(super) fn object_key(
        &self,
        expr: &Expr,
        scope: Scope<'_, 'a>,
    ) -> Result<Result<Arc<str>, Node>, Fault> {
        let key = self.eval(expr, scope)?;
        match &key.value {
            Value::Unknown(unknown) => Ok(Err(value::unknown_from(unknown, [&key]))),
            Value::Null => Err(Fault::new("a key of an object is null").at(expr.span)),
            _ => match key.as_text() {
                Some(text) => Ok(Ok(text)),
                None => Err(Fault::new("a key of an object must be a string").at(expr.span)),
            },
        }
    }

    fn conditional(&self, parts: &[Expr; 3], scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let [condition, then, otherwise] = parts;
        let test = self.eval(condition, scope)?;
        if let Value::Unknown(unknown) = &test.value {
            return self.undecided(&test, unknown, then, otherwise, scope);
        }
        let Some(chosen) = test.as_bool() else {
            return Err(Fault::new("the condition must be true or false").at(condition.span));
        };
        let mut node = self.eval(if chosen { then } else { otherwise }, scope)?;
        node.sensitive |= test.sensitive;
        Ok(node)
    }

    /// Both branches of a conditional that cannot be decided: their common value, or unknown.
    fn undecided(
        &self,
        test: &Node,
        unknown: &Unknown,
        then: &Expr,
        otherwise: &Expr,
        scope: Scope<'_, 'a>,
    ) -> Result<Node, Fault> {
        let branch = |expr: &Expr| match self.eval(expr, scope) {
            Ok(node) => Ok(Some(node)),
            Err(fault) if fault.is_limit() => Err(fault),
            Err(_) => Ok(None),
        };
        let (left, right) = (branch(then)?, branch(otherwise)?);
        if let (Some(left), Some(right)) = (&left, &right)
            && value::equal(left, right, &self.meter)? == Some(true)
        {
            let mut node = left.clone();
            node.sensitive |= test.sensitive | right.sensitive;
            return Ok(node);
        }
        let mut references = References::default();
        let mut sensitive = test.sensitive;
        for node in [&left, &right].into_iter().flatten() {
            references.add_with_parts(node);
            sensitive |= node.sensitive;
        }
        references.add(test);
        let mut node = value::unknown_like(unknown, references, Shape::Opaque);
        node.sensitive = sensitive;
        Ok(node)
    }

    fn for_expression(&self, expr: &For, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let collection = self.eval(&expr.collection, scope)?;
        if let Value::Unknown(unknown) = &collection.value {
            return Ok(value::unknown_from(unknown, [&collection]));
        }
        let entries = iterate(&collection).ok_or_else(|| {
            Fault::new("only a list, set, map or object can be walked by `for`").at(expr.collection.span)
        })?;
        let mut list: Vec<Node> = Vec::new();
        let mut object: Object = Object::default();
        let mut groups: IndexMap<Arc<str>, Vec<Node>> = IndexMap::default();
        let mut undecided: Option<Node> = None;
        for (key, value) in entries {
            self.meter.step(1)?;
            let value = Binding { name: &expr.value_name, value, next: scope.bindings };
            let key = expr.key_name.as_ref().map(|name| Binding { name, value: key, next: Some(&value) });
            let inner = scope.with(key.as_ref().unwrap_or(&value));
            if let Some(condition) = &expr.condition {
                let test = self.eval(condition, inner)?;
                if let Value::Unknown(unknown) = &test.value {
                    undecided.get_or_insert_with(|| value::unknown_from(unknown, [&test, &collection]));
                    continue;
                }
                match test.as_bool() {
                    Some(true) => {}
                    Some(false) => continue,
                    None => return Err(Fault::new("the condition must be true or false").at(condition.span)),
                }
            }
            let Some(key) = &expr.key else {
                list.push(self.eval(&expr.value, inner)?);
                continue;
            };
            let key = match self.object_key(key, inner)? {
                Ok(key) => key,
                Err(unknown) => {
                    undecided.get_or_insert(unknown);
                    continue;
                }
            };
            let node = self.eval(&expr.value, inner)?;
            if expr.grouping {
                groups.entry(key).or_default().push(node);
            } else if object.contains_key(&key) {
                return Err(Fault::new(format!("two elements have the key {key:?}")));
            } else {
                object.insert(key, node);
            }
        }
        if let Some(unknown) = undecided {
            return Ok(unknown);
        }
        self.check_entries(list.len() + object.len() + groups.len())?;
        let mut node = Node::new(if expr.key.is_none() {
            Value::List(Arc::new(list))
        } else if expr.grouping {
            let entries =
                groups.into_iter().map(|(key, items)| (key, Node::new(Value::List(Arc::new(items)))));
            Value::Object(Arc::new(entries.collect()))
        } else {
            Value::Object(Arc::new(object))
        });
        node.sensitive = collection.sensitive;
        Ok(node)
    }

    /// Applies the steps of a traversal.
    pub(super) fn walk(&self, mut node: Node, steps: &[Step], scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let mut i = 0;
        while let Some(step) = steps.get(i) {
            i += 1;
            match step {
                Step::Attribute(name) => node = attribute(&node, name)?,
                Step::Index(expr) => {
                    let key = self.eval(expr, scope)?;
                    node = index(&node, &key).map_err(|fault| fault.at(expr.span))?;
                }
                Step::AttributeSplat => {
                    let run = steps[i..].iter().take_while(|step| matches!(step, Step::Attribute(_))).count();
                    node = self.splat(&node, &steps[i..i + run], scope)?;
                    i += run;
                }
                Step::FullSplat => {
                    let run =
                        steps[i..].iter().take_while(|step| !matches!(step, Step::AttributeSplat)).count();
                    node = self.splat(&node, &steps[i..i + run], scope)?;
                    i += run;
                }
            }
        }
        Ok(node)
    }

    fn splat(&self, node: &Node, steps: &[Step], scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        if let Value::Unknown(_) = &node.value {
            return self.walk(node.clone(), steps, scope);
        }
        let items = match &node.value {
            Value::Null => Vec::new(),
            Value::List(items) | Value::Set(items) => items.to_vec(),
            _ => vec![node.clone()],
        };
        let items =
            items.into_iter().map(|item| self.walk(item, steps, scope)).collect::<Result<Vec<_>, Fault>>()?;
        self.check_entries(items.len())?;
        let mut list = Node::new(Value::List(Arc::new(items)));
        list.sensitive = node.sensitive;
        Ok(list)
    }
}

/// What `for` walks: keys and values in Terraform's order.
pub(super) fn iterate(node: &Node) -> Option<Vec<(Node, Node)>> {
    let inherit = |mut value: Node| {
        value.sensitive |= node.sensitive;
        value
    };
    match &node.value {
        Value::List(items) => Some(
            items
                .iter()
                .enumerate()
                .map(|(i, item)| (Node::new(Value::Number(i as f64)), inherit(item.clone())))
                .collect(),
        ),
        Value::Set(items) => Some(items.iter().map(|item| (item.clone(), inherit(item.clone()))).collect()),
        Value::Object(object) => {
            // A whole resource read by reference: its parts stay linked to it.
            let part = |key: &Arc<str>, value: &Node| match &node.refs {
                Some(_) => attribute(node, key).unwrap_or_else(|_| value.clone()),
                None => value.clone(),
            };
            Some(
                value::sorted(object)
                    .into_iter()
                    .map(|(key, value)| (Node::new(Value::String(key.clone())), inherit(part(key, value))))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// `node.name`.
pub(super) fn attribute(node: &Node, name: &str) -> Result<Node, Fault> {
    match &node.value {
        Value::Object(object) => match (object.get(name), node.refs.as_deref().and_then(<[_]>::first)) {
            (Some(child), whole) => Ok(part(node, child, whole, name)),
            (None, Some(whole)) => Ok(computed(whole, name)),
            (None, None) => Err(Fault::new(format!("the object has no attribute {name:?}"))),
        },
        Value::Unknown(unknown) => Ok(below(node, unknown, name)),
        Value::Null => Err(Fault::new(format!("attribute {name:?} of null"))),
        Value::List(_) | Value::Set(_) => {
            Err(Fault::new(format!("a list has no attribute {name:?}; an index or a splat is missing")))
        }
        _ => Err(Fault::new(format!("a plain value has no attribute {name:?}"))),
    }
}

/// `node[key]`.
pub(super) fn index(node: &Node, key: &Node) -> Result<Node, Fault> {
    if let Value::Unknown(unknown) = &node.value {
        let step = match &key.value {
            Value::String(name) => name.to_string(),
            _ => format!("[{}]", key.as_text().unwrap_or_default()),
        };
        return Ok(below(node, unknown, &step));
    }
    if let Value::Unknown(unknown) = &key.value {
        return Ok(value::unknown_from(unknown, [key, node]));
    }
    let whole = node.refs.as_deref().and_then(<[_]>::first);
    match &node.value {
        Value::List(items) => {
            let number = key.as_number().filter(|n| n.fract() == 0.0);
            let number = number.ok_or_else(|| Fault::new("the index of a list must be a whole number"))?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be in range"
            )]
            let found =
                if number >= 0.0 && number < items.len() as f64 { items.get(number as usize) } else { None };
            match (found, whole) {
                (Some(child), _) => {
                    let step = format!("[{}]", crate::native::format_number(number));
                    Ok(part(node, child, whole, &step))
                }
                (None, Some(whole)) if !whole.attribute.is_empty() => {
                    Ok(computed(whole, &format!("[{}]", crate::native::format_number(number))))
                }
                (None, _) => Err(Fault::new(format!(
                    "index {} of a list of {}",
                    crate::native::format_number(number),
                    items.len()
                ))),
            }
        }
        Value::Object(object) => {
            let name = key.as_text().ok_or_else(|| Fault::new("the key of a map must be a string"))?;
            match (object.get(&name), whole) {
                (Some(child), _) => Ok(part(node, child, whole, &name)),
                (None, Some(whole)) => Ok(computed(whole, &name)),
                (None, None) => Err(Fault::new(format!("the map has no key {:?}", &*name))),
            }
        }
        Value::Null => Err(Fault::new("an element of null")),
        Value::Set(_) => Err(Fault::new("a set has no indexes")),
        _ => Err(Fault::new("a plain value has no elements")),
    }
}

/// A part of a value that may have been read from a resource: then the part was read from it too.
fn part(node: &Node, child: &Node, whole: Option<&Reference>, step: &str) -> Node {
    let mut child = child.clone();
    child.sensitive |= node.sensitive;
    if let Some(whole) = whole {
        let attribute = join_path(&whole.attribute, step);
        let mut references = References::default();
        references.add_all(&[Reference { address: whole.address.clone(), attribute: attribute.into() }]);
        references.add(&child);
        child.refs = references.into_shared();
    }
    child
}

fn join_path(base: &str, step: &str) -> String {
    if base.is_empty() {
        step.to_owned()
    } else if step.starts_with('[') {
        format!("{base}{step}")
    } else {
        format!("{base}.{step}")
    }
}

/// A part of something unknown.
fn below(node: &Node, unknown: &Arc<Unknown>, step: &str) -> Node {
    let mut child = match unknown.refs.as_slice() {
        // The value of one attribute: its part is a longer path of the same resource.
        [reference] if matches!(unknown.why, crate::native::Why::Apply(_) | crate::native::Why::Data(_)) => {
            computed(reference, step)
        }
        references => {
            let refs = references
                .iter()
                .map(|r| Reference {
                    address: r.address.clone(),
                    attribute: join_path(&r.attribute, step).into(),
                })
                .collect();
            Node::new(Value::Unknown(Arc::new(Unknown {
                why: unknown.why.clone(),
                refs,
                shape: Shape::Opaque,
            })))
        }
    };
    child.sensitive = node.sensitive;
    child
}

/// A node as text where the language converts by itself.
pub(super) fn text(node: &Node) -> Option<Arc<str>> {
    to_string(node.clone()).ok().and_then(|node| node.as_text())
}
