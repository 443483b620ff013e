//! How resources are named: their types, names and addresses, and which one a symbol means.

use std::sync::Arc;

use super::eval::{COPY, Frame, Instance, copy_name};
use super::syntax::{Declared, Expr, Kind, Loop, Subject};
use super::unknown::{shown, unknown};
use crate::native::{Node, Reference, Span, Value, Why};

/// How a resource is named.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// Its type with its parents'.
    pub(crate) kind: Arc<str>,
    /// A name for each part of the type, what is not known in brackets.
    pub(crate) names: Vec<Arc<str>>,
    /// The last name, as far as it is known.
    pub(crate) name: Node,
    /// `Microsoft.Sql/servers/one/databases/two`.
    pub(crate) address: Arc<str>,
}

/// The address of a type and its names.
pub(super) fn address(kind: &str, names: &[Arc<str>]) -> Arc<str> {
    let mut parts = kind.split('/');
    let mut address = parts.next().unwrap_or_default().to_owned();
    let types: Vec<&str> = parts.collect();
    if types.len() == names.len() {
        for (part, name) in types.iter().zip(names) {
            address = format!("{address}/{part}/{name}");
        }
        return address.into();
    }
    format!("{kind}/{}", names.join("/")).into()
}

impl Identity {
    /// The address of what it stands below.
    pub(crate) fn parent(&self) -> Option<Arc<str>> {
        let (kind, _) = self.kind.rsplit_once('/')?;
        let names = self.names.split_last().map(|(_, rest)| rest)?;
        (!names.is_empty() && kind.contains('/')).then(|| address(kind, names))
    }

    /// The addresses of all that it stands below, the nearest first.
    pub(crate) fn ancestors(&self) -> Vec<Arc<str>> {
        let mut all = Vec::new();
        let (mut kind, mut names) = (&*self.kind, self.names.as_slice());
        while let (Some((above, _)), Some((_, rest))) = (kind.rsplit_once('/'), names.split_last()) {
            if rest.is_empty() || !above.contains('/') {
                break;
            }
            all.push(address(above, rest));
            (kind, names) = (above, rest);
        }
        all
    }

    /// Its id, known but for the subscription and the group it will stand in.
    pub(super) fn id(&self, span: Span) -> Node {
        id(&self.kind, &self.names, &self.address, self.name.as_unknown().is_some(), span)
    }

    pub(super) fn reference(&self, attribute: &str) -> Reference {
        Reference { address: self.address.clone(), attribute: attribute.into() }
    }
}

/// The id of a resource of this address.
pub(super) fn id(kind: &str, names: &[Arc<str>], address: &Arc<str>, vague: bool, span: Span) -> Node {
    let refs = vec![Reference { address: address.clone(), attribute: "id".into() }];
    if vague || names.iter().any(|n| n.contains('[')) {
        return unknown(Why::Apply(format!("{address}.id").into()), refs, span);
    }
    let path = self::address(kind, names);
    let text = format!("/subscriptions/[subscription]/resourceGroups/[resourceGroup]/providers/{path}");
    Node { refs: Some(refs.into()), ..Node::at(Value::String(text.into()), span) }
}

impl Instance<'_> {
    /// The position of a resource or module of this symbolic name.
    pub(super) fn symbol(&self, name: &str) -> Option<usize> {
        self.template.resources.iter().position(|d| d.symbol.as_deref() == Some(name))
    }

    /// How a resource is named, in one turn of its loop.
    pub(super) fn identify(&self, position: usize, frame: &Frame) -> Option<Identity> {
        let declared = self.template.resources.get(position)?;
        let Subject::Resource(own) = &declared.subject else { return None };
        let parent = self.world.within(|| self.parent_of(declared, frame)).flatten();
        let name = match &declared.name {
            Some(expr) => self.eval(expr, frame),
            None => unknown(Why::Invalid("the resource has no name".into()), Vec::new(), declared.span),
        };
        let text = shown(&name);
        let mut names: Vec<Arc<str>> = text.split('/').map(Into::into).collect();
        let mut kind = own.clone();
        if let Some(parent) = parent {
            let whole =
                own.to_ascii_lowercase().starts_with(&format!("{}/", parent.kind.to_ascii_lowercase()));
            if !whole {
                kind = format!("{}/{own}", parent.kind).into();
            }
            if names.len() < kind.split('/').count() - 1 {
                names = parent.names.iter().cloned().chain(names).collect();
            }
        }
        let last = match &name.value {
            Value::String(text) if text.contains('/') => Node {
                value: Value::String(text.rsplit('/').next().unwrap_or_default().into()),
                ..name.clone()
            },
            _ => name,
        };
        let address = address(&kind, &names);
        Some(Identity { kind, names, name: last, address })
    }

    pub(super) fn parent_of(&self, declared: &Declared, frame: &Frame) -> Option<Identity> {
        if let Some(within) = declared.within {
            return self.identify(within, frame);
        }
        let (position, turn) = self.target(declared.parent.as_ref()?, frame)?;
        self.identify(position, &turn)
    }

    /// The resource that an expression names by its symbol, with the turn of its loop.
    pub(super) fn target(&self, expr: &Expr, frame: &Frame) -> Option<(usize, Frame)> {
        match &expr.kind {
            Kind::Name(name) if frame.get(name).is_none() => {
                let position = self.symbol(name)?;
                Some((position, self.within_frame(position, frame)))
            }
            Kind::Index { of, index, .. } => {
                let Kind::Name(name) = &of.kind else { return None };
                if frame.get(name).is_some() {
                    return None;
                }
                let position = self.symbol(name)?;
                let repeat = self.template.resources.get(position)?.copy.as_ref()?;
                let index = self.eval(index, frame);
                let frames = self.frames(repeat, expr.span, frame);
                let turn = match (index.as_number(), frames) {
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "a cast saturates"
                    )]
                    (Some(n), Ok(frames)) => frames.get(n.max(0.0) as usize).cloned(),
                    (_, Err(why)) => Some(vague(repeat, frame, &why)),
                    (None, _) => Some(vague(repeat, frame, &index)),
                };
                Some((position, turn?))
            }
            _ => None,
        }
    }

    /// A resource with a loop that is named without a turn has no turn.
    pub(super) fn within_frame(&self, position: usize, frame: &Frame) -> Frame {
        let copy = self.template.resources.get(position).and_then(|d| d.copy.as_ref());
        match copy {
            Some(repeat @ Loop::Each { item, .. }) if frame.get(item).is_none() => {
                let span = self.template.resources.get(position).map(|d| d.span);
                let why = Why::Runtime("the whole of a loop".into());
                span.map_or_else(
                    || frame.clone(),
                    |span| vague(repeat, frame, &unknown(why, Vec::new(), span)),
                )
            }
            Some(repeat @ Loop::Count { .. }) if frame.get(COPY).is_none() => {
                let span = self.template.resources.get(position).map(|d| d.span);
                let why = Why::Runtime("copyIndex()".into());
                span.map_or_else(
                    || frame.clone(),
                    |span| vague(repeat, frame, &unknown(why, Vec::new(), span)),
                )
            }
            _ => frame.clone(),
        }
    }
}

/// The turn of the innermost loop.
pub(super) fn turn_of(frame: &Frame) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
    frame.get(COPY).and_then(Node::as_number).map(|n| n.max(0.0) as usize)
}

/// A turn of a loop of which nothing is known.
pub(super) fn vague(repeat: &Loop, frame: &Frame, why: &Node) -> Frame {
    let node = |path: &str| {
        let inner = why.as_unknown();
        let reason = inner.map_or_else(|| Why::Runtime(path.into()), |u| u.why.clone());
        let refs = inner.map(|u| u.refs.clone()).unwrap_or_default();
        why.origin.map_or_else(|| Node::unknown(reason.clone()), |at| unknown(reason.clone(), refs, at))
    };
    match repeat {
        Loop::Count { name, .. } => {
            frame.with(&copy_name(name), node("copyIndex()")).with(&COPY.into(), node("copyIndex()"))
        }
        Loop::Each { item, index, .. } => {
            let inner = frame.with(item, node(item)).with(&COPY.into(), node(item));
            index.as_ref().map_or_else(|| inner.clone(), |name| inner.with(name, node(name)))
        }
    }
}
