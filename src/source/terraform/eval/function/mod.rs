//! The functions of the language that can be computed offline, and honest unknowns for the others.

mod arguments;
mod collection;
mod convert;
mod encoding;
mod file;
mod format;
mod network;
mod number;
mod partial;
mod set;
mod string;
mod time;
mod yaml;

use std::sync::Arc;

use crate::native::{Node, Span, Value, Why};

use super::super::syntax::Call;
use super::policy::decoded;
use super::value::{self, References};
use super::{Evaluator, Fault, Scope};
use arguments::Arguments;

/// Told by functions that ran into the bound on steps.
const TOO_MUCH_WORK: &str = "too much work (bound evaluation_steps)";

/// A function's own result: what is wrong is told without the function's name.
type Outcome = Result<Node, String>;

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
