//! Names: what `var.x`, `local.x`, `module.m.out`, `aws_kms_key.a.arn` and their kin stand for.

use std::rc::Rc;
use std::sync::Arc;

use crate::native::{Mode, Node, Object, Reference, Shape, Span, Unknown, Value, Why};

use super::super::config::ResourceKey;
use super::super::syntax::{ExprKind, Step};
use super::super::types::{convert, placed};
use super::expand::{Expansion, Key, Kind};
use super::{Evaluator, Fault, Frame, Given, Scope};

impl<'a> Evaluator<'a> {
    /// The value of a name with the first of its steps, and how many steps were used.
    pub(super) fn named(
        &self,
        name: &str,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'a>,
    ) -> Result<(Node, usize), Fault> {
        if let Some(node) = scope.lookup(name) {
            return Ok((node.clone(), 0));
        }
        if scope.isolated {
            return Err(Fault::new(format!("the template is not given a variable {name:?}")).at(span));
        }
        let first = match steps.first() {
            Some(Step::Attribute(first)) => Some(first),
            _ => None,
        };
        let frame = scope.frame;
        match (name, first) {
            // a name that is not declared is put on record, and only what reads it is unknown: the rest of a
            // policy or a list around it can still be judged
            ("var", Some(first)) if !frame.module.variables.contains_key(&**first) => {
                Ok((self.faulty(&Fault::new(format!("there is no variable {first:?}")), span), steps.len()))
            }
            ("local", Some(first)) if !frame.module.locals.contains_key(&**first) => Ok((
                self.faulty(&Fault::new(format!("there is no local value {first:?}")), span),
                steps.len(),
            )),
            ("var", Some(first)) => Ok((self.variable(frame, first)?, 1)),
            ("local", Some(first)) => Ok((self.local(frame, first)?, 1)),
            ("each", Some(first)) => each(first, scope).map(|node| (node, 1)),
            ("count", Some(_)) => match &scope.repetition.index {
                Some(index) => Ok((index.clone(), 1)),
                None => Err(Fault::new("count.index is used where there is no count").at(span)),
            },
            ("path", Some(first)) => Ok((self.path(frame, first), 1)),
            ("terraform" | "tofu", Some(first)) => Ok((self.terraform(first), 1)),
            ("self", _) => Ok((Node::unknown(Why::Runtime("self".into())), 0)),
            ("module", Some(first)) => {
                let (node, used) = self.module_reference(frame, first, &steps[1..], scope)?;
                Ok((node, used + 1))
            }
            ("data", Some(native_type)) => {
                let (node, used) =
                    self.resource_reference(Mode::Data, native_type, &steps[1..], span, scope)?;
                Ok((node, used + 1))
            }
            ("resource", Some(native_type)) => {
                let (node, used) =
                    self.resource_reference(Mode::Managed, native_type, &steps[1..], span, scope)?;
                Ok((node, used + 1))
            }
            ("ephemeral", _) => {
                Ok((Node::unknown(Why::Runtime("an ephemeral resource".into())), steps.len()))
            }
            (native_type, Some(_)) => self.resource_reference(Mode::Managed, native_type, steps, span, scope),
            (name, None) => Err(Fault::new(format!("{name:?} is not a value; is a quote missing?")).at(span)),
        }
    }

    fn path(&self, frame: &Frame<'a>, attribute: &str) -> Node {
        let path = match attribute {
            "root" => ".".to_owned(),
            "module" => relative(self.root, &frame.module.directory),
            other => return Node::unknown(Why::Runtime(format!("path.{other}").into())),
        };
        Node::new(Value::String(path.into()))
    }

    fn terraform(&self, attribute: &str) -> Node {
        match (&self.workspace, attribute) {
            (Some(name), "workspace") => Node::new(Value::String(name.clone())),
            _ => Node::unknown(Why::Runtime(format!("terraform.{attribute}").into())),
        }
    }

    fn local(&self, frame: &Rc<Frame<'a>>, name: &str) -> Result<Node, Fault> {
        let module = frame.module;
        let Some((key, local)) = module.locals.get_key_value(name) else {
            return Err(Fault::new(format!("there is no local value {name:?}")));
        };
        self.once(
            &frame.locals,
            &**key,
            || frame.address_of(&format!("local.{name}")).to_string(),
            || self.eval(&local.value, frame.scope(super::Repetition::none())),
        )
    }

    pub(super) fn variable(&self, frame: &Rc<Frame<'a>>, name: &str) -> Result<Node, Fault> {
        let module = frame.module;
        let Some((key, _)) = module.variables.get_key_value(name) else {
            return Err(Fault::new(format!("there is no variable {name:?}")));
        };
        let what = || frame.address_of(&format!("var.{name}")).to_string();
        self.once(&frame.variables, &**key, what, || self.variable_value(frame, key))
    }

    fn variable_value(&self, frame: &Rc<Frame<'a>>, name: &str) -> Result<Node, Fault> {
        let module = frame.module;
        let Some(variable) = module.variables.get(name) else {
            return Err(Fault::new(format!("there is no variable {name:?}")));
        };
        let given = match &frame.parent {
            Some(parent) => match parent.call.inputs.iter().find(|input| &*input.name == name) {
                Some(input) => {
                    let scope = parent.frame.scope(&parent.repetition);
                    Some(placed(self.eval(&input.value, scope)?, input.span))
                }
                None => None,
            },
            None => match frame.given.get(name) {
                Some(Given::Value(node)) => Some(node.clone()),
                Some(Given::Text(text)) => Some(given_text(text, variable)?),
                None => None,
            },
        };
        let given = given.filter(|node| !node.is_null() || variable.nullable);
        let node = match (given, &variable.default) {
            (Some(node), _) => node,
            (None, Some(default)) => self.eval(default, frame.scope(super::Repetition::none()))?,
            (None, None) => {
                let address = frame.address_of(&format!("var.{name}"));
                let mut node = Node::unknown(Why::Variable(address));
                node.sensitive = variable.sensitive;
                if variable.sensitive {
                    self.marks.set(true);
                }
                return Ok(node);
            }
        };
        let mut node = convert(node, &variable.ty).map_err(|message| {
            Fault::new(format!("the value of variable {name:?} does not fit its type: {message}"))
        })?;
        if variable.sensitive {
            node.sensitive = true;
            self.marks.set(true);
        }
        Ok(node)
    }

    pub(super) fn expansion(
        &self,
        frame: &Rc<Frame<'a>>,
        key: &'a ResourceKey,
    ) -> Result<Rc<Expansion>, Fault> {
        let what = || frame.address_of(&local_name(key)).to_string();
        self.once(&frame.resources, key, what, || self.expand_resource(frame, key).map(Rc::new))
    }

    /// A resource that is not declared: an error, yet what it was meant to be is still told by its reference.
    fn undeclared(&self, frame: &Frame<'a>, name: &str, span: Span) -> Node {
        let message = format!("there is no {name} in this module");
        let mut node = self.faulty(&Fault::new(message.as_str()).at(span), span);
        node.value = Value::Unknown(Arc::new(Unknown {
            why: Why::Invalid(message.into()),
            refs: vec![Reference { address: frame.address_of(name), attribute: "".into() }],
            shape: Shape::Opaque,
        }));
        node
    }

    fn resource_reference(
        &self,
        mode: Mode,
        native_type: &str,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'a>,
    ) -> Result<(Node, usize), Fault> {
        // A managed resource's type is the name itself, its first step the resource's name; `data` steps one later.
        let frame = scope.frame;
        let Some(Step::Attribute(name)) = steps.first() else {
            return Err(Fault::new(format!("{native_type:?} is not a complete reference")).at(span));
        };
        let module = frame.module;
        let key = ResourceKey { mode, native_type: native_type.into(), name: name.clone(), ordinal: 0 };
        let Some((key, _)) = module.resources.get_key_value(&key) else {
            return Ok((self.undeclared(frame, &local_name(&key), span), 1));
        };
        let expansion = self.expansion(frame, key)?;
        let whole = |address: &Arc<str>| Reference { address: address.clone(), attribute: "".into() };
        // One instance by its key, without building the collection of all.
        if let (Kind::Count | Kind::Each, Some(Step::Index(expr))) = (&expansion.kind, steps.get(1)) {
            let index = self.eval(expr, scope)?;
            if index.as_unknown().is_none() {
                let Some(found) = expansion.find(&index) else {
                    let shown = index.as_text().unwrap_or_default();
                    return Err(
                        Fault::new(format!("{} has no instance {shown:?}", local_name(key))).at(expr.span)
                    );
                };
                return Ok((instance_node(&found.body, whole(&found.address)), 2));
            }
        }
        let node = match &expansion.kind {
            Kind::Single => match expansion.instances.first() {
                Some(instance) => instance_node(&instance.body, whole(&instance.address)),
                None => Node::new(Value::Null),
            },
            Kind::Uncertain(unknown) => Node::new(Value::Unknown(Arc::new(Unknown {
                why: unknown.why.clone(),
                refs: vec![whole(&frame.address_of(&local_name(key)))],
                shape: Shape::Opaque,
            }))),
            Kind::Count => {
                let items =
                    expansion.instances.iter().map(|i| instance_node(&i.body, whole(&i.address))).collect();
                Node::new(Value::List(Arc::new(items)))
            }
            Kind::Each => {
                let entries = expansion.instances.iter().filter_map(|instance| match &instance.key {
                    Key::Name(name) => {
                        Some((name.clone(), instance_node(&instance.body, whole(&instance.address))))
                    }
                    _ => None,
                });
                Node::new(Value::Object(Arc::new(entries.collect::<Object>())))
            }
        };
        Ok((node, 1))
    }
}

fn each(attribute: &str, scope: Scope<'_, '_>) -> Result<Node, Fault> {
    match (&scope.repetition.each, attribute) {
        (Some((key, _)), "key") => Ok(key.clone()),
        (Some((_, value)), "value") => Ok(value.clone()),
        (None, _) => Err(Fault::new("each is used where there is no for_each")),
        _ => Err(Fault::new(format!("each has no attribute {attribute:?}"))),
    }
}

/// The value of a flag: text for the plain types, else an expression of literals.
fn given_text(text: &str, variable: &super::super::config::Variable) -> Result<Node, Fault> {
    if variable.ty.takes_text() {
        return Ok(Node::new(Value::String(text.into())));
    }
    let span = Span { file: crate::native::FileId(u32::MAX), line: 0, end_line: 0, column: 0 };
    let node = super::super::parse::parse_expression(text, span).ok().and_then(|expr| super::constant(&expr));
    let mut node = node.ok_or_else(|| Fault::new("the value given for the variable is not a literal"))?;
    strip_places(&mut node);
    Ok(node)
}

/// `aws_s3_bucket.logs` or `data.aws_kms_key.main`.
pub(super) fn local_name(key: &ResourceKey) -> String {
    let prefix = if key.mode == Mode::Data { "data." } else { "" };
    format!("{prefix}{}.{}", key.native_type, key.name)
}

fn instance_node(body: &Arc<Object>, whole: Reference) -> Node {
    let mut node = Node::new(Value::Object(body.clone()));
    node.refs = Some(Arc::from([whole]));
    node
}

fn strip_places(node: &mut Node) {
    node.origin = None;
    node.site = None;
    match &mut node.value {
        Value::List(items) | Value::Set(items) => Arc::make_mut(items).iter_mut().for_each(strip_places),
        Value::Object(object) => Arc::make_mut(object).values_mut().for_each(strip_places),
        _ => {}
    }
}

/// The path of a directory as seen from another, as Terraform prints `path.module`.
pub(super) fn relative(from: &str, to: &str) -> String {
    if from == to {
        return ".".to_owned();
    }
    let (from, to): (Vec<&str>, Vec<&str>) = (
        from.split('/').filter(|part| !part.is_empty()).collect(),
        to.split('/').filter(|part| !part.is_empty()).collect(),
    );
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

/// The literal index of a step, for `module.m["k"]`.
pub(super) fn is_index(step: Option<&Step>) -> bool {
    matches!(step, Some(Step::Index(expr)) if !matches!(expr.kind, ExprKind::Literal(Value::Null)))
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_module_path_is_relative_to_its_root() {
        assert_eq!(relative("env/prod", "env/prod"), ".");
        assert_eq!(relative("", "modules/x"), "modules/x");
        assert_eq!(relative("env/prod", "modules/x"), "../../modules/x");
    }
}
