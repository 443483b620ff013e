//! The functions of ARM templates and Bicep. Those that choose or repeat evaluate what they need; the others are given
//! values and are pure.

mod collection;
mod identity;
mod lambda;
mod network;
mod number;
mod text;
mod time;

use std::sync::Arc;

use super::eval::{COPY, Frame, Instance, copy_name};
use super::syntax::{Expr, Function};
use super::unknown::{because, deep, join, references, shown, unknown};
use crate::native::{Node, Span, Value, Why};

/// What a pure function is given.
pub(super) struct Given<'n> {
    pub(super) all: &'n [Node],
    pub(super) span: Span,
    /// How many elements may be made.
    pub(super) elements: usize,
}

/// Values of the kinds that functions ask for.
impl<'n> Given<'n> {
    pub(super) fn node(&self, at: usize) -> Option<&'n Node> {
        self.all.get(at)
    }

    pub(super) fn text(&self, at: usize) -> Option<&'n str> {
        match &self.all.get(at)?.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Option<f64> {
        match &self.all.get(at)?.value {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub(super) fn items(&self, at: usize) -> Option<&'n [Node]> {
        self.all.get(at)?.items()
    }

    pub(super) fn at(&self, value: Value) -> Node {
        Node::at(value, self.span)
    }

    pub(super) fn list(&self, items: Vec<Node>) -> Node {
        self.at(Value::List(Arc::new(items)))
    }

    /// Whether something within the values is not known.
    pub(super) fn is_vague(&self) -> bool {
        self.all.iter().any(|n| deep(n).is_some())
    }
}

/// The value of a call.
pub(super) fn call(
    of: &Instance<'_>,
    name: &Arc<str>,
    arguments: &[Expr],
    span: Span,
    frame: &Frame,
) -> Node {
    let lower = name.to_ascii_lowercase();
    if let Some(function) = of.template.functions.get(&*lower) {
        return own(of, function, arguments, frame, of);
    }
    if let Some(import) = of.template.imports.get(&*lower) {
        return imported(of, &import.path, &import.name, arguments, span, frame);
    }
    if let Some(node) = special(of, &lower, arguments, span, frame) {
        return node;
    }
    let values: Vec<Node> = arguments.iter().map(|a| of.eval(a, frame)).collect();
    let mut made = pure(of, name, &lower, &values, span);
    made.sensitive |= values.iter().any(|n| n.sensitive);
    made
}

/// A function of a template's own: it sees nothing but its parameters.
fn own(
    of: &Instance<'_>,
    function: &Function,
    arguments: &[Expr],
    frame: &Frame,
    within: &Instance<'_>,
) -> Node {
    let mut inner = Frame::function();
    for (name, argument) in function.parameters.iter().zip(arguments) {
        inner = inner.with(name, of.eval(argument, frame));
    }
    within.eval(&function.body, &inner)
}

/// A function that another file exports.
pub(super) fn imported(
    of: &Instance<'_>,
    path: &Arc<str>,
    name: &str,
    arguments: &[Expr],
    span: Span,
    frame: &Frame,
) -> Node {
    let Some(template) = of.world.templates.get(path) else {
        return unknown(Why::Module(path.clone()), Vec::new(), span);
    };
    of.world.say(|state| {
        state.called.insert(path.clone());
    });
    let other = Instance::root(of.world, template.clone());
    match template.functions.get(&*name.to_ascii_lowercase()) {
        Some(function) => own(of, function, arguments, frame, &other),
        None => unknown(Why::Module(path.clone()), Vec::new(), span),
    }
}

/// Functions that do not evaluate all their arguments, or that ask the template.
fn special(of: &Instance<'_>, lower: &str, arguments: &[Expr], span: Span, frame: &Frame) -> Option<Node> {
    let eval = |at: usize| arguments.get(at).map(|a| of.eval(a, frame));
    let broken = |message: &str| of.invalid(span, message);
    Some(match (lower, arguments) {
        ("parameters", [name]) => {
            let name = of.eval(name, frame);
            let Some(text) = name.as_text() else {
                return Some(because(&name, std::slice::from_ref(&name), span));
            };
            let local = frame.in_function.then(|| frame.get(&text.to_ascii_lowercase()).cloned()).flatten();
            local
                .or_else(|| of.parameter(&text, span))
                .unwrap_or_else(|| broken(&format!("there is no parameter {text}")))
        }
        ("variables", [name]) => {
            let name = of.eval(name, frame);
            let Some(text) = name.as_text() else {
                return Some(because(&name, std::slice::from_ref(&name), span));
            };
            of.variable(&text, span).unwrap_or_else(|| broken(&format!("there is no variable {text}")))
        }
        ("if", [condition, yes, no]) => {
            let condition = of.eval(condition, frame);
            match condition.as_bool() {
                Some(true) => of.eval(yes, frame),
                Some(false) => of.eval(no, frame),
                None => either(&condition, of.eval(yes, frame), of.eval(no, frame), span),
            }
        }
        ("and" | "or", [_, ..]) => logic(of, lower == "and", arguments, span, frame),
        ("coalesce", [_, ..]) => {
            for argument in arguments {
                let node = of.eval(argument, frame);
                if !node.is_null() {
                    return Some(node);
                }
            }
            Node::at(Value::Null, span)
        }
        ("copyindex", _) => copy_index(of, arguments, span, frame),
        ("nonnull" | "any", [value]) => of.eval(value, frame),
        ("filter" | "map" | "reduce" | "sort" | "toobject" | "groupby" | "mapvalues", [_, _, ..]) => {
            lambda::call(of, lower, arguments, span, frame)
        }
        ("loadtextcontent" | "loadjsoncontent" | "loadyamlcontent" | "loadfileasbase64", [_, ..]) => {
            text::load(of, lower, &eval(0)?, span)
        }
        (_, [first, ..]) if is_run_time(lower) => {
            let first = of.eval(first, frame);
            // by its symbolic name
            let refs = match first.as_text().and_then(|t| of.symbol(&t)) {
                Some(position) => {
                    let node = of.of_resource(position, None, "", span, frame);
                    references([&node])
                }
                None => references([&first]),
            };
            let mut made = unknown(Why::Apply(format!("{lower}({})", brief(&first)).into()), refs, span);
            made.sensitive = lower.starts_with("list");
            made
        }
        ("getsecret", _) => {
            let mut made = unknown(Why::Runtime("a secret of a key vault".into()), Vec::new(), span);
            made.sensitive = true;
            made
        }
        ("fail", _) => unknown(Why::Invalid("the template fails here".into()), Vec::new(), span),
        _ => return None,
    })
}

fn is_run_time(lower: &str) -> bool {
    lower == "reference" || lower == "references" || lower.starts_with("list")
}

/// One of two values, nobody knows which.
fn either(condition: &Node, yes: Node, no: Node, span: Span) -> Node {
    if collection::same(&yes, &no) == Some(true) {
        return yes;
    }
    because(condition, &[condition.clone(), yes, no], span)
}

/// `and` and `or` of three values.
fn logic(of: &Instance<'_>, all: bool, arguments: &[Expr], span: Span, frame: &Frame) -> Node {
    let mut open: Option<Node> = None;
    for argument in arguments {
        let node = of.eval(argument, frame);
        match node.as_bool() {
            Some(value) if value != all => return Node::at(Value::Bool(value), span),
            Some(_) => {}
            None => open = open.or(Some(node)),
        }
    }
    match open {
        None => Node::at(Value::Bool(all), span),
        Some(cause) => because(&cause, std::slice::from_ref(&cause), span),
    }
}

fn copy_index(of: &Instance<'_>, arguments: &[Expr], span: Span, frame: &Frame) -> Node {
    let values: Vec<Node> = arguments.iter().map(|a| of.eval(a, frame)).collect();
    let name = values.iter().find_map(|n| match &n.value {
        Value::String(name) => Some(name.clone()),
        _ => None,
    });
    let offset = values.iter().find_map(|n| match n.value {
        Value::Number(n) => Some(n),
        _ => None,
    });
    let position = match &name {
        Some(name) => frame.get(&copy_name(name)),
        None => frame.get(COPY),
    };
    match position {
        Some(Node { value: Value::Number(n), .. }) => {
            Node::at(Value::Number(n + offset.unwrap_or(0.0)), span)
        }
        Some(node) => node.clone(),
        None => of.invalid(span, "copyIndex() stands outside a loop"),
    }
}

/// A value in an explanation.
fn brief(node: &Node) -> String {
    let text = shown(node).replace('/', ":").replace(['[', ']'], "");
    text.chars().take(60).collect()
}

/// A function of values.
fn pure(of: &Instance<'_>, name: &Arc<str>, lower: &str, values: &[Node], span: Span) -> Node {
    let given = Given { all: values, span, elements: of.world.bounds.elements };
    // what depends on when and where the template is deployed
    if identity::is_settled_later(lower) {
        let shown: Vec<String> = values.iter().map(brief).collect();
        let why = format!("{name}({})", shown.join(", "));
        let why = if values.is_empty() { Why::Runtime(why.into()) } else { Why::Function(why.into()) };
        return unknown(why, references(values), span);
    }
    if let Some(node) = identity::call(lower, &given) {
        return node;
    }
    if matches!(lower, "concat" | "format") {
        return text::concat_or_format(lower, &given);
    }
    // these look at the parts that they are given and not into them
    let shallow = matches!(
        lower,
        "createarray"
            | "array"
            | "createobject"
            | "first"
            | "last"
            | "length"
            | "skip"
            | "take"
            | "range"
            | "objectkeys"
            | "items"
            | "flatten"
            | "union"
            | "shallowmerge"
            | "trygettoken"
            | "tryget"
            | "indexfromend"
            | "empty"
            | "contains"
            | "null"
            | "true"
            | "false"
            | "equals"
            | "not"
    );
    let direct = |n: &&Node| n.as_unknown().is_some();
    let cause = if shallow { None } else { values.iter().find(|n| deep(n).is_some()) };
    let cause = cause.or_else(|| match lower {
        "createarray" | "array" | "createobject" | "equals" => None,
        _ => values.iter().find(direct),
    });
    if let Some(cause) = cause {
        return because(cause, values, span);
    }
    let made = text::call(lower, &given)
        .or_else(|| collection::call(lower, &given))
        .or_else(|| number::call(lower, &given))
        .or_else(|| time::call(lower, &given))
        .or_else(|| network::call(lower, &given));
    let refs = references(values);
    match made {
        Some(Node { value: Value::Unknown(_), .. }) | None if given.is_vague() => {
            let cause = values.iter().find(|n| deep(n).is_some());
            cause.map_or_else(
                || unknown(Why::Function(name.clone()), refs.clone(), span),
                |cause| because(cause, values, span),
            )
        }
        Some(node) => {
            let keeps = node.refs.is_none() && !refs.is_empty() && matches!(node.value, Value::String(_));
            if keeps { Node { refs: Some(refs.into()), ..node } } else { node }
        }
        None => unknown(Why::Function(name.clone()), refs, span),
    }
}

/// Parts as one text; unknown where one of them is not a text.
pub(super) fn joined(parts: &[Node], span: Span) -> Node {
    join(parts, span).unwrap_or_else(|| {
        let why = Why::Invalid("a text is expected".into());
        unknown(why, references(parts), span)
    })
}
