//! Evaluates a template's expressions. What cannot be known before it is deployed stays unknown, with its reason.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::function;
use super::syntax::{Expr, Key, Kind, Part, Template};
use super::unknown::{because, join, unknown};
use crate::native::{Node, Object, Reference, Span, Value, Why};
use crate::source::Tree;
use crate::source::terraform::Problem;

/// Bounds on the evaluation of one template with all that it deploys. Reaching one is an error that names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Expressions evaluated.
    pub(crate) steps: usize,
    /// Expressions within each other, functions and variables followed.
    pub(crate) depth: usize,
    /// Elements that a loop or a function makes; Azure itself allows 800.
    pub(crate) elements: usize,
    /// Templates that deploy each other.
    pub(crate) deployments: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { steps: 2_000_000, depth: 120, elements: 5_000, deployments: 16 }
    }
}

/// What all the templates of one deployment share.
pub(crate) struct World<'a> {
    pub(crate) tree: &'a Tree,
    /// Every template that was read, by path.
    pub(crate) templates: &'a HashMap<Arc<str>, Arc<Template>>,
    pub(crate) bounds: Bounds,
    state: RefCell<State>,
}

/// What evaluation has to say besides values.
#[derive(Debug, Default)]
pub(crate) struct State {
    steps: usize,
    /// Expressions within each other at this moment.
    depth: usize,
    /// Bounds that were reached.
    pub(crate) limits: Vec<Problem>,
    /// Expressions that are in error.
    pub(crate) invalid: Vec<Problem>,
    /// Templates that are not here.
    pub(crate) unavailable: Vec<Problem>,
    /// Paths of the templates that were deployed.
    pub(crate) called: BTreeSet<Arc<str>>,
}

impl<'a> World<'a> {
    pub(crate) fn new(tree: &'a Tree, templates: &'a HashMap<Arc<str>, Arc<Template>>) -> Self {
        Self { tree, templates, bounds: Bounds::default(), state: RefCell::default() }
    }

    pub(crate) fn into_state(self) -> State {
        self.state.into_inner()
    }

    /// Does something one level deeper; nothing where that is too deep.
    pub(super) fn within<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        if self.state.borrow().depth >= self.bounds.depth {
            return None;
        }
        self.state.borrow_mut().depth += 1;
        let made = work();
        self.state.borrow_mut().depth -= 1;
        Some(made)
    }

    pub(super) fn say(&self, add: impl FnOnce(&mut State)) {
        add(&mut self.state.borrow_mut());
    }
}

/// A value that is being made, or is made.
enum Slot {
    Busy,
    Done(Node),
}

type Slots = RefCell<HashMap<Arc<str>, Slot>>;

/// Templates by their position and their place in a loop; nothing for one that is not here.
type Deployed<'a> = HashMap<(usize, Option<usize>), Option<Rc<Instance<'a>>>>;

/// A template with the values of its parameters.
pub(crate) struct Instance<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) template: Arc<Template>,
    /// The deployments that lead here; empty at the root.
    pub(super) module: Arc<str>,
    pub(super) calls: Arc<[Span]>,
    pub(super) given: HashMap<Arc<str>, Node>,
    parameters: Slots,
    variables: Slots,
    /// Deployments by position and place in their loop.
    pub(super) deployed: RefCell<Deployed<'a>>,
    pub(super) depth: usize,
}

/// Names that hold in a part of an expression only.
#[derive(Clone, Default)]
pub(crate) struct Frame {
    locals: Option<Rc<Local>>,
    /// Within a function of the template's own, which sees its parameters only.
    pub(super) in_function: bool,
}

struct Local {
    name: Arc<str>,
    value: Node,
    next: Option<Rc<Local>>,
}

/// The name under which the position in the nearest loop is kept.
pub(super) const COPY: &str = "copyIndex()";

impl Frame {
    pub(super) fn with(&self, name: &Arc<str>, value: Node) -> Self {
        let local = Local { name: name.clone(), value, next: self.locals.clone() };
        Self { locals: Some(Rc::new(local)), ..self.clone() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        let mut local = self.locals.as_ref();
        while let Some(l) = local {
            if &*l.name == name {
                return Some(&l.value);
            }
            local = l.next.as_ref();
        }
        None
    }

    /// Within the loop `name` of ARM, at this position.
    pub(super) fn copying(&self, name: &str, index: &Node) -> Self {
        self.with(&COPY.into(), index.clone()).with(&copy_name(name), index.clone())
    }

    pub(super) const fn function() -> Self {
        Self { locals: None, in_function: true }
    }
}

pub(super) fn copy_name(name: &str) -> Arc<str> {
    format!("copyIndex({})", name.to_ascii_lowercase()).into()
}

impl<'a> Instance<'a> {
    pub(crate) fn root(world: &'a World<'a>, template: Arc<Template>) -> Self {
        Self::new(world, template, Arc::default(), Arc::new([]), HashMap::new(), 0)
    }

    pub(super) fn new(
        world: &'a World<'a>,
        template: Arc<Template>,
        module: Arc<str>,
        calls: Arc<[Span]>,
        given: HashMap<Arc<str>, Node>,
        depth: usize,
    ) -> Self {
        let (parameters, variables, deployed) = (Slots::default(), Slots::default(), RefCell::default());
        Self { world, template, module, calls, given, parameters, variables, deployed, depth }
    }

    /// Gives values to parameters from a file of their own; its expressions are evaluated here.
    pub(crate) fn give(&mut self, arguments: &super::syntax::Arguments, by: &Instance<'_>) {
        for (name, expr) in arguments {
            let value = by.eval(expr, &Frame::default());
            self.given.insert(name.to_ascii_lowercase().into(), value);
        }
    }

    pub(super) fn problem(&self, span: Span, message: String) -> Problem {
        let mut problem = Problem::file(self.template.path.clone(), message);
        problem.line = span.line;
        problem.column = span.column;
        problem
    }

    pub(super) fn invalid(&self, span: Span, message: &str) -> Node {
        let problem = self.problem(span, message.to_owned());
        self.world.say(|state| {
            if state.invalid.len() < 1_000 && !state.invalid.contains(&problem) {
                state.invalid.push(problem);
            }
        });
        unknown(Why::Invalid(message.into()), Vec::new(), span)
    }

    pub(super) fn limit(&self, span: Span, message: String) -> Node {
        let problem = self.problem(span, message.clone());
        self.world.say(|state| {
            if state.limits.is_empty() {
                state.limits.push(problem);
            }
        });
        unknown(Why::Invalid(message.into()), Vec::new(), span)
    }

    /// The value of an expression.
    pub(crate) fn eval(&self, expr: &Expr, frame: &Frame) -> Node {
        let bounds = self.world.bounds;
        let steps = {
            let mut state = self.world.state.borrow_mut();
            state.steps += 1;
            state.steps
        };
        if steps > bounds.steps {
            return self.limit(expr.span, format!("more than {} expressions (bound steps)", bounds.steps));
        }
        self.world.within(|| self.value(expr, frame)).unwrap_or_else(|| {
            let message = format!("more than {} expressions within each other (bound depth)", bounds.depth);
            self.limit(expr.span, message)
        })
    }

    fn value(&self, expr: &Expr, frame: &Frame) -> Node {
        let span = expr.span;
        match &expr.kind {
            Kind::Literal(value) => Node::at(value.clone(), span),
            Kind::Template(parts) => {
                let parts: Vec<Node> = parts
                    .iter()
                    .map(|part| match part {
                        Part::Text(text) => Node::at(Value::String(text.clone()), span),
                        Part::Expr(expr) => self.eval(expr, frame),
                    })
                    .collect();
                join(&parts, span).unwrap_or_else(|| {
                    let cause = parts.iter().find(|n| n.as_text().is_none());
                    because(cause.unwrap_or(&Node::at(Value::Null, span)), &parts, span)
                })
            }
            Kind::List(items) => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    let node = self.eval(&item.value, frame);
                    match node.items() {
                        Some(spread) if item.spread => all.extend(spread.iter().cloned()),
                        None if item.spread && node.as_unknown().is_some() => {
                            return because(&node, std::slice::from_ref(&node), span);
                        }
                        _ if item.spread => {}
                        _ => all.push(node),
                    }
                }
                Node::at(Value::List(Arc::new(all)), span)
            }
            Kind::Object(_) => self.object(expr, frame),
            Kind::Name(name) => self.name(name, span, frame),
            Kind::Call(name, arguments) => function::call(self, name, arguments, span, frame),
            Kind::Method(of, name, arguments) => self.method(of, name, arguments, span, frame),
            Kind::Member { of, name, safe } => self.through(expr, frame).unwrap_or_else(|| {
                let of = self.eval(of, frame);
                Self::member(&of, name, *safe, span)
            }),
            Kind::Index { of, index, safe } => self.through(expr, frame).unwrap_or_else(|| {
                let (of, index) = (self.eval(of, frame), self.eval(index, frame));
                Self::index(&of, &index, *safe, span)
            }),
            Kind::Lambda(..) => unknown(Why::Invalid("a lambda is not a value".into()), Vec::new(), span),
            Kind::Loop(repeat, body) => self.repeated(repeat, body, span, frame),
            Kind::Broken(why) => self.invalid(span, why),
        }
    }

    fn object(&self, expr: &Expr, frame: &Frame) -> Node {
        let mut object = Object::default();
        for member in expr.members() {
            let mut node = self.eval(&member.value, frame);
            match &member.key {
                Key::Text(name) => {
                    node.site = Some(member.site);
                    object.insert(name.clone(), node);
                }
                Key::Computed(key) => {
                    let key = self.eval(key, frame);
                    let Some(name) = key.as_text() else {
                        return because(&key, std::slice::from_ref(&key), expr.span);
                    };
                    node.site = Some(member.site);
                    object.insert(name, node);
                }
                Key::Spread => match node.as_object() {
                    Some(members) => object.extend(members.iter().map(|(k, v)| (k.clone(), v.clone()))),
                    None if node.is_null() => {}
                    None => return because(&node, std::slice::from_ref(&node), expr.span),
                },
            }
        }
        Node::at(Value::Object(Arc::new(object)), expr.span)
    }

    /// Whatever a name of Bicep stands for.
    fn name(&self, name: &Arc<str>, span: Span, frame: &Frame) -> Node {
        if let Some(local) = frame.get(name) {
            return local.clone();
        }
        if let Some(node) = self.parameter(name, span).or_else(|| self.variable(name, span)) {
            return node;
        }
        if let Some(position) = self.symbol(name) {
            return self.of_resource(position, None, "", span, frame);
        }
        match &**name {
            // namespaces of Bicep's own functions
            "az" | "sys" => unknown(Why::Runtime(name.clone()), Vec::new(), span),
            _ => {
                // whatever it is, something stands here
                let refs = vec![Reference { address: name.clone(), attribute: "".into() }];
                let made = self.invalid(span, &format!("{name} is not declared"));
                made.as_unknown().map_or_else(|| made.clone(), |u| unknown(u.why.clone(), refs, span))
            }
        }
    }

    /// The value of a parameter; nothing where none has the name.
    pub(super) fn parameter(&self, name: &str, span: Span) -> Option<Node> {
        let name: Arc<str> = name.to_ascii_lowercase().into();
        let parameter = self.template.parameters.get(&name)?;
        let shown =
            || if self.template.bicep { name.clone() } else { format!("parameters('{name}')").into() };
        let mut node = if let Some(given) = self.given.get(&name).filter(|n| !n.is_null()) {
            given.clone()
        } else if let Some(default) = &parameter.default {
            self.once(&self.parameters, &name, span, || self.eval(default, &Frame::default()))
        } else if parameter.nullable {
            Node::at(Value::Null, parameter.span)
        } else {
            let mut node = unknown(Why::Variable(shown()), Vec::new(), parameter.span);
            node.site = Some(span);
            node
        };
        node.sensitive |= parameter.secure;
        Some(node)
    }

    /// The value of a variable; nothing where none has the name.
    pub(super) fn variable(&self, name: &str, span: Span) -> Option<Node> {
        let name: Arc<str> = name.to_ascii_lowercase().into();
        if let Some(expr) = self.template.variables.get(&name) {
            return Some(self.once(&self.variables, &name, span, || self.eval(expr, &Frame::default())));
        }
        let import = self.template.imports.get(&name)?;
        let Some(template) =
            self.world.templates.get(&import.path).filter(|_| self.depth < self.world.bounds.deployments)
        else {
            return Some(unknown(Why::Module(import.path.clone()), Vec::new(), span));
        };
        let other = Self::new(
            self.world,
            template.clone(),
            Arc::default(),
            Arc::new([]),
            HashMap::new(),
            self.depth + 1,
        );
        self.world.say(|state| {
            state.called.insert(import.path.clone());
        });
        Some(self.once(&self.variables, &name, span, || {
            other
                .variable(&import.name, span)
                .unwrap_or_else(|| unknown(Why::Module(import.path.clone()), Vec::new(), span))
        }))
    }

    /// Evaluates once; a value that needs itself is an error.
    fn once(&self, slots: &Slots, name: &Arc<str>, span: Span, make: impl FnOnce() -> Node) -> Node {
        match slots.borrow().get(name) {
            Some(Slot::Done(node)) => return node.clone(),
            Some(Slot::Busy) => return self.invalid(span, &format!("{name} is defined by itself")),
            None => {}
        }
        slots.borrow_mut().insert(name.clone(), Slot::Busy);
        let node = make();
        slots.borrow_mut().insert(name.clone(), Slot::Done(node.clone()));
        node
    }
}
