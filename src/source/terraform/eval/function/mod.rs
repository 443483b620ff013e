//! The functions of the language that can be computed offline, and honest unknowns for the others.

mod collection;
mod convert;
mod encoding;
mod file;
mod format;
mod network;
mod number;
mod string;
mod time;
mod yaml;

use std::sync::Arc;

use crate::native::{Fragment, Node, Object, Shape, Span, Value, Why};

use super::super::syntax::Call;
use super::policy::decoded;
use super::value::{self, References};
use super::{Evaluator, Fault, Scope};

/// Evaluated arguments, and the bounds on what may be made from them.
pub(super) struct Arguments<'n> {
    nodes: &'n [Node],
    string_bytes: usize,
    entries: usize,
    meter: &'n value::Meter,
}

/// Told by functions that ran into the bound on steps.
const TOO_MUCH_WORK: &str = "too much work (bound evaluation_steps)";

/// A function's own result: what is wrong is told without the function's name.
type Outcome = Result<Node, String>;

impl<'n> Arguments<'n> {
    fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, i: usize) -> Result<&'n Node, String> {
        self.nodes.get(i).ok_or_else(|| format!("needs at least {} arguments", i + 1))
    }

    fn text(&self, i: usize) -> Result<Arc<str>, String> {
        let node = self.node(i)?;
        node.as_text().ok_or_else(|| format!("argument {} must be a string", i + 1))
    }

    fn number(&self, i: usize) -> Result<f64, String> {
        self.node(i)?.as_number().ok_or_else(|| format!("argument {} must be a number", i + 1))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    fn integer(&self, i: usize) -> Result<i64, String> {
        let number = self.number(i)?;
        if number.fract() == 0.0 && number.abs() < 9e15 {
            Ok(number as i64)
        } else {
            Err(format!("argument {} must be a whole number", i + 1))
        }
    }

    fn items(&self, i: usize) -> Result<&'n [Node], String> {
        self.node(i)?.items().ok_or_else(|| format!("argument {} must be a list or set", i + 1))
    }

    fn object(&self, i: usize) -> Result<&'n Object, String> {
        self.node(i)?.as_object().ok_or_else(|| format!("argument {} must be a map or object", i + 1))
    }

    fn texts(&self, i: usize) -> Result<Vec<Arc<str>>, String> {
        let items = self.items(i)?.iter();
        items
            .map(|item| item.as_text().ok_or_else(|| format!("argument {} must hold strings", i + 1)))
            .collect()
    }

    fn room_for_text(&self, bytes: usize) -> Result<(), String> {
        if bytes > self.string_bytes {
            return Err(format!("a string longer than {} bytes (bound string_bytes)", self.string_bytes));
        }
        Ok(())
    }

    fn room_for_entries(&self, entries: usize) -> Result<(), String> {
        if entries > self.entries {
            return Err(format!(
                "a collection of more than {} entries (bound collection_entries)",
                self.entries
            ));
        }
        Ok(())
    }
}

fn text(value: impl Into<Arc<str>>) -> Node {
    Node::new(Value::String(value.into()))
}

fn number(value: f64) -> Node {
    Node::new(Value::Number(value))
}

fn boolean(value: bool) -> Node {
    Node::new(Value::Bool(value))
}

fn list(items: Vec<Node>) -> Node {
    Node::new(Value::List(Arc::new(items)))
}

fn object(entries: impl IntoIterator<Item = (Arc<str>, Node)>) -> Node {
    Node::new(Value::Object(Arc::new(entries.into_iter().collect())))
}

/// Functions that look at unknown parts of their arguments themselves. The others are unknown when any part is.
fn looks_at_unknown_parts(name: &str) -> bool {
    matches!(
        name,
        "length"
            | "merge"
            | "concat"
            | "flatten"
            | "lookup"
            | "element"
            | "keys"
            | "values"
            | "zipmap"
            | "reverse"
            | "slice"
            | "tolist"
            | "toset"
            | "tomap"
            | "tostring"
            | "tonumber"
            | "tobool"
            | "chunklist"
            | "coalesce"
            | "coalescelist"
            | "one"
            | "contains"
            | "compact"
            | "distinct"
            | "setproduct"
            | "sensitive"
            | "nonsensitive"
            | "issensitive"
            | "ephemeralasnull"
            | "list"
            | "map"
            | "alltrue"
            | "anytrue"
            | "jsonencode"
            | "jsondecode"
            | "join"
            | "format"
            | "matchkeys"
            | "type"
            | "replace"
    )
}

/// Functions that pass parts of their arguments on: those parts carry their own mark of being sensitive.
fn passes_parts_on(name: &str) -> bool {
    matches!(
        name,
        "merge"
            | "concat"
            | "flatten"
            | "lookup"
            | "element"
            | "values"
            | "zipmap"
            | "reverse"
            | "slice"
            | "tolist"
            | "toset"
            | "tomap"
            | "chunklist"
            | "coalesce"
            | "coalescelist"
            | "one"
            | "compact"
            | "distinct"
            | "setproduct"
            | "nonsensitive"
            | "issensitive"
            | "matchkeys"
            | "tostring"
            | "tonumber"
            | "tobool"
            | "length"
            | "jsonencode"
            | "jsondecode"
    )
}

impl<'a> Evaluator<'a> {
    pub(super) fn call(&self, call: &Call, span: Span, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let name = &*call.name;
        match name {
            "try" => return self.attempt(call, scope),
            "can" => return self.can(call, scope),
            _ if name.contains("::") => return Ok(Node::unknown(Why::Runtime(format!("{name}()").into()))),
            _ => {}
        }
        let mut nodes = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            nodes.push(self.eval(argument, scope)?);
        }
        if call.expand_last
            && let Some(last) = nodes.pop()
        {
            match &last.value {
                Value::Unknown(unknown) => {
                    return Ok(value::unknown_from(unknown, nodes.iter().chain([&last])));
                }
                Value::List(items) | Value::Set(items) => {
                    self.check_entries(items.len())?;
                    nodes.extend(items.iter().cloned());
                }
                _ => return Err(Fault::new(format!("{name}: what stands before `...` must be a list"))),
            }
        }
        if matches!(name, "timestamp" | "plantimestamp" | "uuid" | "bcrypt" | "rsadecrypt" | "base64gzip") {
            let mut node = Node::unknown(Why::Function(format!("{name}()").into()));
            node.sensitive = nodes.iter().any(|argument| argument.sensitive);
            return Ok(node);
        }
        let mut result = self.apply(name, &nodes, span, scope)?;
        if result.origin.is_none() {
            result.origin = Some(span);
        }
        if result.refs.is_none() && result.as_unknown().is_none() && is_plain(&result) {
            let mut references = References::default();
            for argument in &nodes {
                references.add_with_parts(argument);
            }
            result.refs = references.into_shared();
        }
        if self.marks.get() && !passes_parts_on(name) {
            for argument in &nodes {
                result.sensitive |= value::is_sensitive(argument, &self.meter)?;
            }
        }
        Ok(result)
    }

    fn apply(&self, name: &str, nodes: &[Node], span: Span, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        for node in nodes {
            if looks_at_unknown_parts(name) {
                break;
            }
            if let Some(unknown) = value::first_unknown(node, &self.meter)? {
                return Ok(value::unknown_from(&unknown, nodes));
            }
        }
        let limits = &self.options.limits;
        let arguments = Arguments {
            nodes,
            string_bytes: limits.string_bytes,
            entries: limits.collection_entries,
            meter: &self.meter,
        };
        let named = |message: String| match message.split_once("(bound ") {
            Some((_, bound)) if bound.starts_with("string_bytes") => {
                Fault::limit("string_bytes", format!("{name}: a string too long"))
            }
            Some((_, bound)) if bound.starts_with("collection_entries") => {
                Fault::limit("collection_entries", format!("{name}: too many entries"))
            }
            Some((_, bound)) if bound.starts_with("evaluation_steps") => {
                Fault::limit("evaluation_steps", format!("{name}: too much work"))
            }
            _ => Fault::new(format!("{name}: {message}")),
        };
        match name {
            "jsonencode" => {
                let argument = arguments.node(0).map_err(named)?;
                let mut encoded = self.encoded(argument.clone(), value::write_json)?;
                encoded.origin = Some(span);
                return Ok(encoded);
            }
            "jsondecode" => return jsondecode(&arguments).map_err(named),
            "join" => return self.join(&arguments),
            "format" => return self.format(&arguments, named),
            "replace" => return self.replace(&arguments, named),
            _ => {}
        }
        if let Some(result) = self.file_function(name, &arguments, span, scope) {
            return result.map_err(|fault| if fault.is_limit() { fault } else { prefixed(name, &fault) });
        }
        let result = collection::call(name, &arguments)
            .or_else(|| convert::call(name, &arguments))
            .or_else(|| string::call(name, &arguments))
            .or_else(|| number::call(name, &arguments))
            .or_else(|| encoding::call(name, &arguments))
            .or_else(|| network::call(name, &arguments))
            .or_else(|| time::call(name, &arguments));
        let Some(result) = result else {
            // A later version of Terraform may well have it.
            return Ok(Node::unknown(Why::Function(format!("{name}()").into())));
        };
        let node = result.map_err(named)?;
        match &node.value {
            Value::String(text) => self.check_text(text.len())?,
            Value::List(items) | Value::Set(items) => self.check_entries(items.len())?,
            Value::Object(object) => self.check_entries(object.len())?,
            _ => {}
        }
        if matches!(name, "sensitive") {
            self.marks.set(true);
        }
        Ok(node)
    }

    /// The first argument that has a value; unknown when one before it is.
    fn attempt(&self, call: &Call, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let mut last = None;
        for argument in &call.arguments {
            match self.eval(argument, scope) {
                Ok(node) => return Ok(node),
                Err(fault) if fault.is_limit() => return Err(fault),
                Err(fault) => last = Some(fault),
            }
        }
        Err(last.unwrap_or_else(|| Fault::new("try needs at least one argument")))
    }

    fn can(&self, call: &Call, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let Some(argument) = call.arguments.first() else {
            return Err(Fault::new("can needs one argument"));
        };
        match self.eval(argument, scope) {
            Ok(node) => match &node.value {
                Value::Unknown(unknown) => Ok(value::unknown_from(unknown, [&node])),
                _ => Ok(boolean(true)),
            },
            Err(fault) if fault.is_limit() => Err(fault),
            Err(_) => Ok(boolean(false)),
        }
    }

    /// `join`, whose result is a partly known text when an element is unknown.
    fn join(&self, arguments: &Arguments<'_>) -> Result<Node, Fault> {
        let mut out = super::template::Text::default();
        let nodes = arguments.nodes;
        if let Some(unknown) = nodes.iter().find_map(Node::as_unknown) {
            return Ok(value::unknown_from(unknown, nodes));
        }
        let separator = arguments.text(0).map_err(|message| Fault::new(format!("join: {message}")))?;
        let mut first = true;
        for (i, node) in nodes.iter().enumerate().skip(1) {
            let items = arguments.items(i).map_err(|message| Fault::new(format!("join: {message}")))?;
            out.mark(node);
            for item in items {
                if !std::mem::take(&mut first) {
                    out.push_text(&separator);
                }
                out.push(item)?;
                self.check_text_so_far(&out)?;
            }
        }
        Ok(out.finish())
    }

    /// `format`, whose result is a partly known text when an argument is unknown.
    fn format(&self, arguments: &Arguments<'_>, named: impl Fn(String) -> Fault) -> Result<Node, Fault> {
        let nodes = arguments.nodes;
        let template = arguments.node(0).map_err(&named)?;
        if let Some(unknown) = template.as_unknown() {
            return Ok(value::unknown_from(unknown, nodes));
        }
        let template = arguments.text(0).map_err(&named)?;
        let fragments = format::format(&template, &nodes[1..], arguments).map_err(&named)?;
        let mut references = References::default();
        for node in nodes {
            references.add_with_parts(node);
        }
        let cause = fragments.iter().find_map(|fragment| match fragment {
            Fragment::Unknown(unknown) => Some(unknown.clone()),
            Fragment::Text(_) => None,
        });
        if let Some(cause) = cause {
            return Ok(value::unknown_like(&cause, references, Shape::Template(fragments)));
        }
        let mut text = String::new();
        for fragment in &fragments {
            if let Fragment::Text(piece) = fragment {
                text.push_str(piece);
            }
        }
        self.check_text(text.len())?;
        Ok(Node::new(Value::String(text.into())))
    }

    /// `replace`, which is worked through the structure behind an encoded text, so that it outlives the replacement
    /// of a placeholder by something that is not known yet.
    fn replace(&self, arguments: &Arguments<'_>, named: impl Fn(String) -> Fault) -> Result<Node, Fault> {
        let nodes = arguments.nodes;
        let node = arguments.node(0).map_err(&named)?;
        let search = arguments.node(1).map_err(&named)?;
        let with = arguments.node(2).map_err(&named)?;
        let literal = search
            .as_text()
            .filter(|s| !(s.is_empty() || s.len() > 1 && s.starts_with('/') && s.ends_with('/')));
        let structured = node.json.is_some()
            || matches!(node.as_unknown().map(|unknown| &unknown.shape), Some(Shape::Json(_)));
        if let (true, Some(search), Some(structure)) = (structured, &literal, decoded(node)) {
            let replaced = self.replace_within(&structure, search, with)?;
            let mut encoded = self.encoded(replaced, value::write_json)?;
            encoded.sensitive |= node.sensitive | with.sensitive;
            return Ok(encoded);
        }
        match (node.as_text(), &literal, with.as_unknown()) {
            (Some(_), Some(search), Some(_)) => self.replace_within(node, search, with),
            _ => match nodes.iter().find_map(Node::as_unknown) {
                Some(unknown) => Ok(value::unknown_from(unknown, nodes)),
                None => string::replace(arguments).map_err(named),
            },
        }
    }

    fn replace_within(&self, node: &Node, search: &str, with: &Node) -> Result<Node, Fault> {
        self.meter.step(1)?;
        let value = match &node.value {
            Value::String(text) if text.contains(search) => {
                let mut out = super::template::Text::default();
                out.mark(node);
                for (i, piece) in text.split(search).enumerate() {
                    if i > 0 {
                        out.push(with)?;
                    }
                    out.push_text(piece);
                    self.check_text_so_far(&out)?;
                }
                let made = out.finish();
                return Ok(Node { origin: node.origin, site: node.site, ..made });
            }
            Value::List(items) => Value::List(Arc::new(
                items.iter().map(|item| self.replace_within(item, search, with)).collect::<Result<_, _>>()?,
            )),
            Value::Set(items) => Value::List(Arc::new(
                items.iter().map(|item| self.replace_within(item, search, with)).collect::<Result<_, _>>()?,
            )),
            Value::Object(object) => {
                let entries = object
                    .iter()
                    .map(|(key, value)| {
                        let key = match with.as_text() {
                            Some(with) if key.contains(search) => key.replace(search, &with).into(),
                            _ => key.clone(),
                        };
                        Ok((key, self.replace_within(value, search, with)?))
                    })
                    .collect::<Result<Object, Fault>>()?;
                Value::Object(Arc::new(entries))
            }
            _ => return Ok(node.clone()),
        };
        Ok(Node { value, json: None, ..node.clone() })
    }
}

fn jsondecode(arguments: &Arguments<'_>) -> Outcome {
    let node = arguments.node(0)?;
    if let Some(structure) = decoded(node) {
        let mut structure = structure;
        structure.sensitive |= node.sensitive;
        return Ok(structure);
    }
    match &node.value {
        Value::Unknown(unknown) => Ok(value::unknown_from(unknown, [node])),
        Value::String(_) => Err("the text is not JSON".to_owned()),
        _ => Err("the argument must be a string".to_owned()),
    }
}

fn is_plain(node: &Node) -> bool {
    matches!(node.value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn prefixed(name: &str, fault: &Fault) -> Fault {
    let inner = &*fault.0;
    Fault(std::rc::Rc::new(super::FaultInner {
        message: format!("{name}: {}", inner.message),
        ..inner.clone()
    }))
}
