//! What a template deploys: resources with their names and addresses, and templates within and beside it.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::eval::{COPY, Frame, Instance, copy_name};
use super::syntax::{Declared, Expr, Kind, Loop, Subject, Template};
use super::unknown::{because, shown, unknown};
use crate::native::{Fragment, Node, Reference, Shape, Span, Unknown, Value, Why};
use crate::source::terraform::Problem;

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
}

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

    fn reference(&self, attribute: &str) -> Reference {
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

    fn parent_of(&self, declared: &Declared, frame: &Frame) -> Option<Identity> {
        if let Some(within) = declared.within {
            return self.identify(within, frame);
        }
        let (position, turn) = self.target(declared.parent.as_ref()?, frame)?;
        self.identify(position, &turn)
    }

    /// The resource that an expression names by its symbol, with the turn of its loop.
    fn target(&self, expr: &Expr, frame: &Frame) -> Option<(usize, Frame)> {
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
    fn within_frame(&self, position: usize, frame: &Frame) -> Frame {
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

    /// The deployment that an argument of `reference` names: by its symbol, its name or its id.
    fn deployment(&self, argument: &Expr, frame: &Frame) -> Option<usize> {
        let node = self.eval(argument, frame);
        let text = shown(&node);
        let named = node.references().first().map(|r| r.address.clone());
        let name = named.as_deref().unwrap_or(&text).rsplit('/').next().unwrap_or_default().to_owned();
        let is = |d: &Declared| {
            matches!(d.subject, Subject::Inline(_) | Subject::Link(_))
                && (d.symbol.as_deref() == Some(&*text)
                    || d.name.as_ref().is_some_and(|n| *shown(&self.eval(n, frame)) == *name))
        };
        self.template.resources.iter().position(is)
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

    /// An output of a template that is deployed.
    fn output(&self, position: usize, name: &str, span: Span, frame: &Frame) -> Node {
        let turn = turn_of(frame);
        let expr_of = |other: &Rc<Self>| other.template.outputs.get(&*name.to_ascii_lowercase()).cloned();
        let Some(other) = self.deployed(position, turn, frame) else {
            let declared = self.template.resources.get(position);
            let symbol = declared.and_then(|d| d.symbol.clone()).unwrap_or_else(|| "the deployment".into());
            return unknown(Why::Module(symbol), Vec::new(), span);
        };
        match expr_of(&other) {
            Some(expr) => other.eval(&expr, &Frame::default()),
            None => unknown(Why::Invalid(format!("there is no output {name}").into()), Vec::new(), span),
        }
    }

    /// A template that is deployed by this one, with the values it is given; nothing where it is not here.
    fn deployed(&self, position: usize, turn: Option<usize>, frame: &Frame) -> Option<Rc<Self>> {
        if let Some(known) = self.deployed.borrow().get(&(position, turn)) {
            return known.clone();
        }
        // whatever asks for itself on the way finds nothing
        self.deployed.borrow_mut().insert((position, turn), None);
        let made = self.deploy(position, frame).map(Rc::new);
        self.deployed.borrow_mut().insert((position, turn), made.clone());
        made
    }

    fn deploy(&self, position: usize, frame: &Frame) -> Option<Self> {
        let declared = self.template.resources.get(position)?;
        let template = match &declared.subject {
            Subject::Inline(template) => template.clone(),
            Subject::Link(link) => self.linked(link, frame)?,
            Subject::Resource(_) | Subject::Group => return None,
        };
        let bound = self.world.bounds.deployments;
        if self.depth >= bound {
            let message = format!("more than {bound} templates that deploy each other (bound deployments)");
            self.limit(declared.span, message);
            return None;
        }
        let mut given = HashMap::new();
        let values = self.eval(&declared.body, frame);
        for (name, node) in values.as_object().into_iter().flatten() {
            given.insert(name.to_ascii_lowercase().into(), node.clone());
        }
        let name = declared.name.as_ref().map(|n| shown(&self.eval(n, frame)));
        let name = declared.symbol.clone().or(name).unwrap_or_default();
        let dot = if self.module.is_empty() { "" } else { "." };
        let module = format!("{}{dot}{name}", self.module).into();
        let calls = self.calls.iter().copied().chain([declared.span]).collect();
        Some(Self::new(self.world, template, module, calls, given, self.depth + 1))
    }

    /// The template in another file.
    fn linked(&self, link: &Expr, frame: &Frame) -> Option<Arc<Template>> {
        let node = self.eval(link, frame);
        let missing = |message: String, hint: &str| {
            let problem = Problem { hint: Some(hint.to_owned()), ..self.problem(link.span, message) };
            self.world.say(|state| {
                if !state.unavailable.contains(&problem) {
                    state.unavailable.push(problem);
                }
            });
        };
        let text = match (&node.value, node.as_unknown().map(|u| &u.shape)) {
            (Value::String(text), _) => text.clone(),
            // only where it is kept is not known
            (_, Some(Shape::Template(fragments))) => {
                let mut tail = fragments.iter().filter_map(|f| match f {
                    Fragment::Text(text) if text.contains(".json") => Some(text.clone()),
                    _ => None,
                });
                tail.next_back().unwrap_or_default()
            }
            _ => Arc::default(),
        };
        if text.is_empty() {
            missing(
                "the template that is deployed here is named only when it is deployed".to_owned(),
                "what it deploys is not measured; scan it on its own",
            );
            return None;
        }
        if ["br:", "br/", "ts:", "ts/"].iter().any(|prefix| text.starts_with(prefix)) {
            missing(format!("{text} is kept in a registry"), "what it deploys is not measured");
            return None;
        }
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let folder = self.template.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut rest = path.split_once("://").map_or(path, |(_, rest)| rest).trim_start_matches('/');
        loop {
            let candidate: Option<Arc<str>> = normal(folder, rest).map(Into::into);
            if let Some(template) = candidate.and_then(|path| self.world.templates.get(&path)) {
                self.world.say(|state| {
                    state.called.insert(template.path.clone());
                });
                return Some(template.clone());
            }
            // of an address on the network, the end of it may stand here
            match rest.split_once('/') {
                Some((_, shorter)) if !self.template.bicep && !rest.starts_with('.') => rest = shorter,
                _ => break,
            }
        }
        missing(format!("{text} is not here, or could not be read"), "what it deploys is not measured");
        None
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
                Subject::Resource(_) => out.extend(self.make(position, declared, &turn, existence.clone())),
            }
            for (child, other) in self.template.resources.iter().enumerate() {
                if other.within == Some(position) {
                    self.resource(child, &turn, existence.as_ref(), out);
                }
            }
        }
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

/// The turn of the innermost loop.
fn turn_of(frame: &Frame) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
    frame.get(COPY).and_then(Node::as_number).map(|n| n.max(0.0) as usize)
}

/// A turn of a loop of which nothing is known.
fn vague(repeat: &Loop, frame: &Frame, why: &Node) -> Frame {
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

/// A path below a folder, without dots; nothing where it leaves the tree.
pub(crate) fn normal(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
