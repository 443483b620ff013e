//! What a template deploys: resources with their names and addresses, and templates within and beside it.

use std::sync::Arc;

use super::eval::{Frame, Instance};
use super::identity::{Identity, address, id, turn_of, vague};
use super::syntax::{Declared, Expr, Kind, Subject};
use super::unknown::{because, unknown};
use crate::native::{Node, Shape, Span, Unknown, Value, Why};

/// A resource as it would be deployed.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// `Microsoft.Sql/servers/databases`.
    pub(crate) kind: Arc<str>,
    pub(crate) identity: Identity,
    /// What an extension is an extension of.
    pub(crate) target: Option<Node>,
    /// Its properties, sku, kind and so on.
    pub(crate) body: Node,
    pub(crate) span: Span,
    pub(crate) module: Arc<str>,
    pub(crate) calls: Arc<[Span]>,
    /// Why it may not be there at all.
    pub(crate) existence: Option<Arc<Unknown>>,
    /// Where it is declared.
    pub(crate) place: Place,
    /// Where the resource that it stands below is declared, as far as the template says.
    pub(crate) above: Option<Place>,
}

/// Which resource of which template, in which turn of its loop: names may stand twice, a place does not.
pub(crate) type Place = (Arc<str>, usize, Option<usize>);

impl Instance<'_> {
    /// Follows an expression that begins with the symbol of a resource or module; nothing where it does not.
    pub(super) fn through(&self, expr: &Expr, frame: &Frame) -> Option<Node> {
        let Kind::Member { of, name, .. } = &expr.kind else {
            let (position, turn) = self.target(expr, frame)?;
            return Some(self.of_resource(position, Some(&turn), "", expr.span, frame));
        };
        if let Kind::Member { of: module, name: outputs, .. } = &of.kind
            && outputs.eq_ignore_ascii_case("outputs")
        {
            if let Some((position, turn)) = self.target(module, frame) {
                return Some(self.output(position, name, expr.span, &turn));
            }
            if let Kind::Call(function, arguments) = &module.kind
                && function.eq_ignore_ascii_case("reference")
                && let Some(position) = self.deployment(arguments.first()?, frame)
            {
                let value = self.output(position, name, expr.span, frame);
                let members = [("value".into(), value)].into_iter().collect();
                return Some(Node::at(Value::Object(Arc::new(members)), expr.span));
            }
        }
        let (position, turn) = self.target(of, frame)?;
        Some(self.of_resource(position, Some(&turn), name, expr.span, frame))
    }

    /// What a resource or module says of itself; an empty attribute is the whole of it.
    pub(super) fn of_resource(
        &self,
        position: usize,
        turn: Option<&Frame>,
        attribute: &str,
        span: Span,
        frame: &Frame,
    ) -> Node {
        let turn = turn.cloned().unwrap_or_else(|| self.within_frame(position, frame));
        let Some(identity) = self.identify(position, &turn) else {
            let declared = self.template.resources.get(position);
            if attribute == "name"
                && let Some(name) = declared.and_then(|d| d.name.as_ref())
            {
                return self.eval(name, &turn);
            }
            let symbol = declared.and_then(|d| d.symbol.clone()).unwrap_or_default();
            return unknown(Why::Apply(symbol), Vec::new(), span);
        };
        let refs = vec![identity.reference(attribute)];
        match attribute {
            "id" => identity.id(span),
            "name" => match &identity.name.value {
                Value::Unknown(u) => {
                    let value = Unknown { refs, why: u.why.clone(), shape: u.shape.clone() };
                    Node { value: Value::Unknown(Arc::new(value)), ..identity.name.clone() }
                }
                _ => Node { refs: Some(refs.into()), ..identity.name },
            },
            "type" => Node::at(Value::String(identity.kind), span),
            "" => unknown(Why::Apply(identity.address.clone()), refs, span),
            _ => unknown(Why::Apply(format!("{}.{attribute}", identity.address).into()), refs, span),
        }
    }

    /// Everything that the template deploys.
    pub(crate) fn resources(&self, out: &mut Vec<Made>) {
        for (position, declared) in self.template.resources.iter().enumerate() {
            if declared.within.is_none() {
                self.resource(position, &Frame::default(), None, out);
            }
        }
    }

    fn resource(
        &self,
        position: usize,
        frame: &Frame,
        existence: Option<&Arc<Unknown>>,
        out: &mut Vec<Made>,
    ) {
        let Some(declared) = self.template.resources.get(position) else { return };
        let mut existence = existence.cloned();
        let frames = match &declared.copy {
            None => vec![frame.clone()],
            Some(repeat) => self.frames(repeat, declared.span, frame).unwrap_or_else(|why| {
                existence = existence.take().or_else(|| why.as_unknown().cloned());
                vec![vague(repeat, frame, &why)]
            }),
        };
        for turn in frames {
            let mut existence = existence.clone();
            if let Some(condition) = &declared.condition {
                let condition = self.eval(condition, &turn);
                if condition.as_bool() == Some(false) {
                    continue;
                }
                existence = existence.or_else(|| condition.as_unknown().cloned());
            }
            match &declared.subject {
                Subject::Group => {}
                Subject::Inline(_) | Subject::Link(_) => {
                    let Some(other) = self.deployed(position, turn_of(&turn), &turn) else { continue };
                    let first = out.len();
                    other.resources(out);
                    for made in out.iter_mut().skip(first) {
                        made.existence = made.existence.take().or_else(|| existence.clone());
                    }
                    continue;
                }
                Subject::Resource(_) if declared.existing => {}
                Subject::Resource(_) => {
                    let made = self.make(position, declared, &turn, existence.clone());
                    let above = self.above(declared, frame, &turn);
                    out.extend(made.map(|made| Made { above, ..made }));
                }
            }
            for (child, other) in self.template.resources.iter().enumerate() {
                if other.within == Some(position) {
                    self.resource(child, &turn, existence.as_ref(), out);
                }
            }
        }
    }

    /// Where the parent of a resource is declared: `outer` is the turn of the loop around it.
    fn above(&self, declared: &Declared, outer: &Frame, turn: &Frame) -> Option<Place> {
        if let Some(within) = declared.within {
            let repeated = self.template.resources.get(within).is_some_and(|d| d.copy.is_some());
            return Some((self.module.clone(), within, turn_of(outer).filter(|_| repeated)));
        }
        let (position, of) = self.target(declared.parent.as_ref()?, turn)?;
        let repeated = self.template.resources.get(position)?.copy.is_some();
        Some((self.module.clone(), position, turn_of(&of).filter(|_| repeated)))
    }

    fn make(
        &self,
        position: usize,
        declared: &Declared,
        frame: &Frame,
        existence: Option<Arc<Unknown>>,
    ) -> Option<Made> {
        let mut identity = self.identify(position, frame)?;
        let mut target = declared.scope.as_ref().map(|scope| self.eval(scope, frame));
        // the older form of an extension: its target's type and name come first
        if let Some((base, kind)) = identity.kind.clone().rsplit_once("/providers/") {
            let n = base.split('/').count() - 1;
            let (of, own) = identity.names.split_at(n.min(identity.names.len()));
            let service = own.first().cloned().unwrap_or_default();
            let on = address(base, of);
            target = Some(id(base, of, &on, false, declared.span));
            let kind: Arc<str> = format!("{service}/{kind}").into();
            let names = own.get(1..).unwrap_or_default().to_vec();
            let address = format!("{on}/providers/{}", address(&kind, &names)).into();
            identity = Identity { kind, names, name: identity.name, address };
        }
        let body = self.eval(&declared.body, frame);
        Some(Made {
            kind: identity.kind.clone(),
            identity,
            target,
            body,
            span: declared.span,
            module: self.module.clone(),
            calls: self.calls.clone(),
            existence,
            place: (self.module.clone(), position, turn_of(frame).filter(|_| declared.copy.is_some())),
            above: None,
        })
    }

    /// A function on a value: of a module or resource that is only known when it is deployed, or a namespace's.
    pub(super) fn method(
        &self,
        of: &Expr,
        name: &Arc<str>,
        arguments: &[Expr],
        span: Span,
        frame: &Frame,
    ) -> Node {
        if let Kind::Name(namespace) = &of.kind
            && frame.get(namespace).is_none()
            && matches!(&**namespace, "az" | "sys")
        {
            return super::function::call(self, name, arguments, span, frame);
        }
        if let Kind::Name(namespace) = &of.kind
            && let Some(import) = self.template.imports.get(&*namespace.to_ascii_lowercase())
            && &*import.name == "*"
        {
            return super::function::imported(self, &import.path, name, arguments, span, frame);
        }
        let of = self.eval(of, frame);
        let mut made = because(&of, std::slice::from_ref(&of), span);
        if let Value::Unknown(u) = &made.value {
            let why = match &u.why {
                Why::Apply(path) => Why::Apply(format!("{path}.{name}()").into()),
                other => other.clone(),
            };
            made.value =
                Value::Unknown(Arc::new(Unknown { why, refs: u.refs.clone(), shape: Shape::Opaque }));
        }
        made
    }
}
