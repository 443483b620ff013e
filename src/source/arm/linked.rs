//! Templates that a template deploys: within it, beside it, and out of reach; and what they give back.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::eval::{Frame, Instance};
use super::identity::turn_of;
use super::syntax::{Declared, Expr, Subject, Template};
use super::unknown::{shown, unknown};
use crate::native::{Fragment, Node, Shape, Span, Value, Why};
use crate::source::terraform::Problem;

impl Instance<'_> {
    /// The deployment that an argument of `reference` names: by its symbol, its name or its id.
    pub(super) fn deployment(&self, argument: &Expr, frame: &Frame) -> Option<usize> {
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

    /// An output of a template that is deployed.
    pub(super) fn output(&self, position: usize, name: &str, span: Span, frame: &Frame) -> Node {
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
    pub(super) fn deployed(&self, position: usize, turn: Option<usize>, frame: &Frame) -> Option<Rc<Self>> {
        if let Some(known) = self.deployed.borrow().get(&(position, turn)) {
            return known.clone();
        }
        // whatever asks for itself on the way finds nothing
        self.deployed.borrow_mut().insert((position, turn), None);
        let made = self.deploy(position, frame).map(Rc::new);
        self.deployed.borrow_mut().insert((position, turn), made.clone());
        made
    }

    pub(super) fn deploy(&self, position: usize, frame: &Frame) -> Option<Self> {
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
    pub(super) fn linked(&self, link: &Expr, frame: &Frame) -> Option<Arc<Template>> {
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
