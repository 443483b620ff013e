//! Evaluates one root module lazily: every variable, local, resource, module call and output once, when first asked
//! for, with what is not knowable carried along as unknown.

mod body;
mod expand;
mod expression;
mod function;
mod module;
mod operate;
mod policy;
mod provider;
mod reference;
mod template;
pub(super) mod value;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use crate::native::{Files, NativeResource, Node, ProviderConfig, Span, Unknown, Value, Why};
use crate::source::Tree;
use crate::table::HashMap;

use super::config::{Module, ModuleCall, ResourceKey};
use super::load::Library;
use super::options::Options;
use super::report::Problem;
use super::syntax::{Expr, ExprKind, Key as EntryKey};

pub(super) use expand::{Expansion, Repetition};
use value::Meter;

/// Why an expression has no value.
#[derive(Debug, Clone)]
pub(super) struct Fault(Rc<FaultInner>);

#[derive(Debug, Clone)]
struct FaultInner {
    message: String,
    span: Option<Span>,
    /// The bound that was reached; such a fault is not one that `try` may swallow.
    limit: Option<&'static str>,
    /// Set when the configuration is sound but what it needs is not here, as a file that is built later.
    missing: Option<Why>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(Rc::new(FaultInner { message: message.into(), span: None, limit: None, missing: None }))
    }

    pub(super) fn limit(name: &'static str, message: impl Into<String>) -> Self {
        let message = format!("{} (bound {name})", message.into());
        Self(Rc::new(FaultInner { message, span: None, limit: Some(name), missing: None }))
    }

    /// Something the configuration needs that is not here. `try` goes on to its next argument; elsewhere the value
    /// is unknown without anything being wrong.
    fn missing(message: String, why: Why) -> Self {
        Self(Rc::new(FaultInner { message, span: None, limit: None, missing: Some(why) }))
    }

    /// The same, said to be at `span` unless a closer place is known.
    fn at(self, span: Span) -> Self {
        if self.0.span.is_some() {
            return self;
        }
        Self(Rc::new(FaultInner { span: Some(span), ..(*self.0).clone() }))
    }

    /// The same, not said to be anywhere: the place is in a file that people are not shown.
    fn without_place(self) -> Self {
        Self(Rc::new(FaultInner { span: None, ..(*self.0).clone() }))
    }

    pub(super) fn is_limit(&self) -> bool {
        self.0.limit.is_some()
    }
}

/// What went wrong in one root, without duplicates.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub(super) invalid: BTreeSet<(Option<Span>, String)>,
    pub(super) limits: BTreeSet<(Option<Span>, String)>,
    pub(super) unavailable: BTreeSet<(Option<Span>, String, String)>,
}

/// More problems of one kind than anybody reads.
const MOST_PROBLEMS: usize = 1_000;

/// A memo entry: in progress, or done.
type Slot<T> = Option<Result<T, Fault>>;
type Memo<K, T> = RefCell<HashMap<K, Slot<T>>>;

/// One module instance: a configuration with the call it came through and what was evaluated of it so far.
pub(super) struct Frame<'a> {
    pub(super) module: &'a Module,
    /// `module.a["k"]`, empty for the root.
    pub(super) address: Arc<str>,
    /// The names of the calls, for the manifest of downloaded modules.
    names: Vec<Arc<str>>,
    parent: Option<Parent<'a>>,
    /// Module call sites from the outside in.
    calls: Arc<[Span]>,
    /// Set when it is not known whether the module is instantiated at all.
    existence: Option<Arc<Unknown>>,
    /// Values of root variables.
    given: HashMap<Arc<str>, Given>,
    variables: Memo<&'a str, Node>,
    locals: Memo<&'a str, Node>,
    outputs: Memo<&'a str, Node>,
    resources: Memo<&'a ResourceKey, Rc<Expansion>>,
    modules: Memo<&'a str, Rc<module::CallExpansion<'a>>>,
    providers: RefCell<HashMap<Arc<str>, Arc<ProviderConfig>>>,
}

struct Parent<'a> {
    frame: Rc<Frame<'a>>,
    call: &'a ModuleCall,
    repetition: Repetition,
}

/// A value given to a root variable from outside the configuration.
#[derive(Debug, Clone)]
pub(super) enum Given {
    /// From a variable file.
    Value(Node),
    /// From a flag or the environment: text, read by the variable's type.
    Text(String),
}

/// What names mean at an expression.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s, 'a> {
    frame: &'s Rc<Frame<'a>>,
    repetition: &'s Repetition,
    bindings: Option<&'s Binding<'s>>,
    /// In a template file nothing but the given variables is in scope.
    isolated: bool,
}

/// A name bound by `for`, `dynamic` or a template call.
struct Binding<'s> {
    name: &'s str,
    value: Node,
    next: Option<&'s Binding<'s>>,
}

/// Evaluates one root.
pub(super) struct Evaluator<'a> {
    library: &'a Library,
    tree: &'a Tree,
    options: &'a Options,
    files: &'a Files,
    root: &'a str,
    workspace: Option<Arc<str>>,
    meter: Meter,
    depth: Cell<usize>,
    instances: Cell<usize>,
    module_calls: Cell<usize>,
    /// Whether anything sensitive was met; until then nothing needs to be searched for it.
    marks: Cell<bool>,
    /// What is being evaluated, outermost first, to name a cycle.
    trail: RefCell<Vec<String>>,
    templates: RefCell<HashMap<String, Rc<Expr>>>,
    problems: RefCell<Problems>,
}

/// What one root came to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) resources: Vec<NativeResource>,
    pub(super) invalid: Vec<Problem>,
    pub(super) limits: Vec<Problem>,
    pub(super) unavailable: Vec<Problem>,
    pub(super) module_calls: usize,
}

impl Outcome {
    /// Leaves out what another variant of the directory shows, and names the file as the root.
    pub(super) fn keep_own(&mut self, variant: &super::load::Variant) {
        let root: Arc<str> = variant.path.as_str().into();
        self.resources.retain(|resource| {
            let outermost = resource.calls.first().unwrap_or(&resource.span);
            !variant.shown_elsewhere.contains(&outermost.file)
        });
        for resource in &mut self.resources {
            resource.root = root.clone();
        }
    }
}

/// Evaluates a root module, with values for its variables.
pub(super) fn evaluate_root<'a>(
    library: &'a Library,
    tree: &'a Tree,
    files: &'a Files,
    options: &'a Options,
    root: &'a str,
    module: &'a Module,
    given: HashMap<Arc<str>, Given>,
) -> Outcome {
    let limits = &options.limits;
    let evaluator = Evaluator {
        library,
        tree,
        options,
        files,
        root,
        workspace: workspace(tree, options, root),
        meter: Meter::new(limits.evaluation_steps, limits.memory_bytes),
        depth: Cell::new(0),
        instances: Cell::new(0),
        module_calls: Cell::new(0),
        marks: Cell::new(false),
        trail: RefCell::default(),
        templates: RefCell::default(),
        problems: RefCell::default(),
    };
    let frame = Rc::new(Frame::new(module, "".into(), Vec::new(), None, Arc::from([]), None, given));
    let mut resources = Vec::new();
    evaluator.collect(&frame, &mut resources);
    evaluator.outcome(resources)
}

fn workspace(tree: &Tree, options: &Options, root: &str) -> Option<Arc<str>> {
    if let Some(name) = &options.workspace {
        return Some(name.as_str().into());
    }
    let bytes = tree.read(&crate::source::tree::join(root, ".terraform/environment"), 1_000).ok()?;
    let name = String::from_utf8(bytes).ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.into())
}

impl<'a> Frame<'a> {
    fn new(
        module: &'a Module,
        address: Arc<str>,
        names: Vec<Arc<str>>,
        parent: Option<Parent<'a>>,
        calls: Arc<[Span]>,
        existence: Option<Arc<Unknown>>,
        given: HashMap<Arc<str>, Given>,
    ) -> Self {
        Self {
            module,
            address,
            names,
            parent,
            calls,
            existence,
            given,
            variables: RefCell::default(),
            locals: RefCell::default(),
            outputs: RefCell::default(),
            resources: RefCell::default(),
            modules: RefCell::default(),
            providers: RefCell::default(),
        }
    }

    /// The address of something in this module.
    fn address_of(&self, local: &str) -> Arc<str> {
        if self.address.is_empty() { local.into() } else { format!("{}.{local}", self.address).into() }
    }

    fn scope<'s>(self: &'s Rc<Self>, repetition: &'s Repetition) -> Scope<'s, 'a> {
        Scope { frame: self, repetition, bindings: None, isolated: false }
    }
}

impl<'s, 'a> Scope<'s, 'a> {
    fn with<'t>(self, binding: &'t Binding<'t>) -> Scope<'t, 'a>
    where
        's: 't,
    {
        Scope {
            frame: self.frame,
            repetition: self.repetition,
            bindings: Some(binding),
            isolated: self.isolated,
        }
    }

    fn lookup(&self, name: &str) -> Option<&'s Node> {
        let mut next = self.bindings;
        while let Some(binding) = next {
            if binding.name == name {
                return Some(&binding.value);
            }
            next = binding.next;
        }
        None
    }
}

impl Evaluator<'_> {
    /// Evaluates something once. `what` names it in the message about a cycle.
    fn once<K: Eq + Hash + Copy, T: Clone>(
        &self,
        memo: &Memo<K, T>,
        key: K,
        what: impl FnOnce() -> String,
        evaluate: impl FnOnce() -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match memo.borrow().get(&key) {
            Some(Some(done)) => return done.clone(),
            Some(None) => return Err(self.cycle(&what())),
            None => {}
        }
        memo.borrow_mut().insert(key, None);
        self.trail.borrow_mut().push(what());
        let result = self.deeper(evaluate);
        self.trail.borrow_mut().pop();
        memo.borrow_mut().insert(key, Some(result.clone()));
        result
    }

    fn cycle(&self, name: &str) -> Fault {
        let trail = self.trail.borrow();
        let from = trail.iter().position(|entry| entry == name).unwrap_or(0);
        let mut message = String::from("it depends on itself: ");
        for entry in trail[from..].iter().take(8) {
            let _ = write!(message, "{entry} → ");
        }
        message.push_str(name);
        Fault::new(message)
    }

    /// Runs one level deeper, within the bound that keeps the stack from overflowing.
    fn deeper<T>(&self, inner: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        let depth = self.depth.get();
        if depth >= self.options.limits.evaluation_depth {
            return Err(Fault::limit(
                "evaluation_depth",
                format!("more than {depth} expressions within expressions"),
            ));
        }
        self.depth.set(depth + 1);
        let result = inner();
        self.depth.set(depth);
        result
    }

    /// The unknown that stands for an expression in error, which is put on record.
    fn faulty(&self, fault: &Fault, span: Span) -> Node {
        let inner = &*fault.0;
        let place = inner.span.or(Some(span));
        if let Some(why) = &inner.missing {
            let mut node = Node::unknown(why.clone());
            node.origin = place;
            return node;
        }
        let mut problems = self.problems.borrow_mut();
        let list = if inner.limit.is_some() { &mut problems.limits } else { &mut problems.invalid };
        if list.len() < MOST_PROBLEMS {
            list.insert((place, inner.message.clone()));
        }
        let mut node = Node::unknown(Why::Invalid(inner.message.as_str().into()));
        node.origin = place;
        node
    }

    fn check_text(&self, length: usize) -> Result<(), Fault> {
        let limit = self.options.limits.string_bytes;
        if length > limit {
            return Err(Fault::limit("string_bytes", format!("a string longer than {limit} bytes")));
        }
        self.meter.bytes(length)
    }

    fn check_entries(&self, entries: usize) -> Result<(), Fault> {
        let limit = self.options.limits.collection_entries;
        if entries > limit {
            return Err(Fault::limit(
                "collection_entries",
                format!("a collection of more than {limit} entries"),
            ));
        }
        self.meter.bytes(entries.saturating_mul(size_of::<Node>()))
    }

    fn outcome(self, resources: Vec<NativeResource>) -> Outcome {
        let problems = self.problems.into_inner();
        let files = self.files;
        let place = |(span, message): (Option<Span>, String)| match span {
            Some(span) => Problem {
                path: files.path(span.file).into(),
                line: span.line,
                column: span.column,
                message,
                hint: None,
            },
            None => Problem::file(if self.root.is_empty() { "." } else { self.root }, message),
        };
        Outcome {
            resources,
            invalid: problems.invalid.into_iter().map(place).collect(),
            limits: problems.limits.into_iter().map(place).collect(),
            unavailable: problems
                .unavailable
                .into_iter()
                .map(|(span, message, hint)| place((span, message)).hint(hint))
                .collect(),
            module_calls: self.module_calls.get(),
        }
    }
}

/// The value of an expression of literals only: defaults in type constraints, and values in variable files.
pub(super) fn constant(expr: &Expr) -> Option<Node> {
    let value = match &expr.kind {
        ExprKind::Literal(value) => value.clone(),
        ExprKind::Negate(inner) => match constant(inner)?.value {
            Value::Number(number) => Value::Number(-number),
            _ => return None,
        },
        ExprKind::Array(items) => {
            Value::List(Arc::new(items.iter().map(constant).collect::<Option<Vec<_>>>()?))
        }
        ExprKind::Object(entries) => {
            let entries = entries.iter().map(|entry| {
                let key: Arc<str> = match &entry.key {
                    EntryKey::Name(name) => name.clone(),
                    EntryKey::Computed(expr) => constant(expr)?.as_text()?,
                };
                Some((key, constant(&entry.value)?))
            });
            Value::Object(Arc::new(entries.collect::<Option<_>>()?))
        }
        _ => return None,
    };
    Some(Node::at(value, expr.span))
}
