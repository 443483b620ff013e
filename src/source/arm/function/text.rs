//! Functions of texts, and files read as texts.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;

use super::{Given, because, joined, unknown};
use crate::native::{Fragment, Node, Shape, Span, Value, Why, format_number, json_document};
use crate::source::arm::eval::Instance;
use crate::source::arm::linked::normal;

/// Size of a file that a template reads.
const FILE_BYTES: u64 = 4 << 20;

/// `concat` and `format`: what is not known stays a gap in what is.
pub(super) fn concat_or_format(lower: &str, given: &Given<'_>) -> Node {
    if lower == "format" {
        return format(given);
    }
    if given.all.iter().any(|n| n.items().is_some()) {
        if let Some(cause) = given.all.iter().find(|n| n.as_unknown().is_some()) {
            return because(cause, given.all, given.span);
        }
        let items = given.all.iter().filter_map(Node::items).flatten().cloned().collect();
        return given.list(items);
    }
    joined(given.all, given.span)
}

/// `{0}`, `{1:D2}`; doubled braces stand for one.
fn format(given: &Given<'_>) -> Node {
    let pattern = match given.node(0) {
        Some(Node { value: Value::String(text), .. }) => text.clone(),
        Some(node) => return because(node, given.all, given.span),
        None => return unknown(Why::Invalid("format has no text".into()), Vec::new(), given.span),
    };
    let mut parts: Vec<Node> = Vec::new();
    let mut literal = String::new();
    let mut rest = &*pattern;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(rest.get(..at).unwrap_or_default());
        let tail = rest.get(at..).unwrap_or_default();
        if tail.starts_with("{{") || tail.starts_with("}}") {
            literal.push_str(tail.get(..1).unwrap_or_default());
            rest = tail.get(2..).unwrap_or_default();
            continue;
        }
        let Some(end) = tail.find('}').filter(|_| tail.starts_with('{')) else {
            literal.push_str(tail);
            rest = "";
            break;
        };
        let inner = tail.get(1..end).unwrap_or_default();
        rest = tail.get(end + 1..).unwrap_or_default();
        let (number, style) = inner.split_once(':').unwrap_or((inner, ""));
        let value = number
            .split(',')
            .next()
            .and_then(|n| n.trim().parse::<usize>().ok())
            .and_then(|n| given.node(n + 1));
        let Some(value) = value else {
            return unknown(Why::Invalid("format has too few values".into()), Vec::new(), given.span);
        };
        parts.push(given.at(Value::String(std::mem::take(&mut literal).into())));
        parts.push(styled(value, style));
    }
    literal.push_str(rest);
    parts.push(given.at(Value::String(literal.into())));
    parts.retain(|p| !matches!(&p.value, Value::String(s) if s.is_empty()));
    joined(&parts, given.span)
}

/// A number with leading zeros: `D3`, `000`.
fn styled(node: &Node, style: &str) -> Node {
    let width = match style.strip_prefix(['D', 'd']) {
        Some(digits) => digits.parse().unwrap_or(0),
        None if !style.is_empty() && style.bytes().all(|b| b == b'0') => style.len(),
        None => return node.clone(),
    };
    match node.value {
        Value::Number(n) => {
            let text = format!("{:0>1$}", format_number(n), width.min(64));
            Node { value: Value::String(text.into()), ..node.clone() }
        }
        _ => node.clone(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
const fn size(n: f64) -> usize {
    if n < 0.0 { 0 } else { n as usize }
}

/// The other functions; nothing where the name or the values are not theirs.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    let text = |text: String| Some(given.at(Value::String(text.into())));
    let first = || given.text(0);
    match lower {
        "tolower" => text(first()?.to_lowercase()),
        "toupper" => text(first()?.to_uppercase()),
        "trim" => text(first()?.trim().to_owned()),
        "string" => text(string(given.node(0)?)?),
        "startswith" => {
            Some(given.at(Value::Bool(first()?.to_lowercase().starts_with(&given.text(1)?.to_lowercase()))))
        }
        "endswith" => {
            Some(given.at(Value::Bool(first()?.to_lowercase().ends_with(&given.text(1)?.to_lowercase()))))
        }
        "indexof" if given.text(0).is_some() => {
            let (all, part) = (first()?.to_lowercase(), given.text(1)?.to_lowercase());
            number(given, all.find(&part).map(|at| all.get(..at).unwrap_or_default().chars().count()))
        }
        "lastindexof" if given.text(0).is_some() => {
            let (all, part) = (first()?.to_lowercase(), given.text(1)?.to_lowercase());
            number(given, all.rfind(&part).map(|at| all.get(..at).unwrap_or_default().chars().count()))
        }
        "replace" => text(first()?.replace(given.text(1).filter(|t| !t.is_empty())?, given.text(2)?)),
        "substring" => {
            let start = size(given.number(1)?);
            let rest = first()?.chars().skip(start);
            match given.number(2) {
                Some(n) => text(rest.take(size(n)).collect()),
                None => text(rest.collect()),
            }
        }
        "padleft" => {
            let own = given.node(0)?.as_text()?;
            let fill = given.text(2).and_then(|t| t.chars().next()).unwrap_or(' ');
            let missing = size(given.number(1)?).min(given.elements).saturating_sub(own.chars().count());
            text(std::iter::repeat_n(fill, missing).chain(own.chars()).collect())
        }
        "split" => {
            let whole = first()?;
            let by: Vec<&str> = match given.node(1)?.items() {
                Some(all) => all
                    .iter()
                    .filter_map(|n| match &n.value {
                        Value::String(s) => Some(&**s),
                        _ => None,
                    })
                    .collect(),
                None => vec![given.text(1)?],
            };
            let parts = split(whole, &by);
            let nodes = parts.into_iter().map(|p| given.at(Value::String(p.into()))).collect();
            Some(given.list(nodes))
        }
        "join" => {
            let items: Option<Vec<Arc<str>>> = given.items(0)?.iter().map(Node::as_text).collect();
            text(items?.join(given.text(1)?))
        }
        "base64" => text(base64::engine::general_purpose::STANDARD.encode(first()?)),
        "base64tostring" => text(decoded(first()?)?),
        "base64tojson" => parsed(&decoded(first()?)?, given.span),
        "json" => parsed(first()?, given.span),
        "uri" => text(uri(first()?, given.text(1)?)),
        "uricomponent" => text(percent(first()?)),
        "uricomponenttostring" => text(from_percent(first()?)),
        "datauri" => {
            let body = base64::engine::general_purpose::STANDARD.encode(&*given.node(0)?.as_text()?);
            text(format!("data:text/plain;charset=utf8;base64,{body}"))
        }
        "datauritostring" => text(decoded(first()?.split_once("base64,")?.1)?),
        _ => None,
    }
}

fn number(given: &Given<'_>, at: Option<usize>) -> Option<Node> {
    let n = at.map_or(-1.0, |at| f64::from(u32::try_from(at).unwrap_or(u32::MAX)));
    Some(given.at(Value::Number(n)))
}

fn split<'t>(whole: &'t str, by: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![whole];
    for separator in by.iter().filter(|s| !s.is_empty()) {
        parts = parts.into_iter().flat_map(|p| p.split(*separator)).collect();
    }
    parts
}

/// A value as JSON would have it; a text is itself.
fn string(node: &Node) -> Option<String> {
    match &node.value {
        Value::Bool(b) => Some(if *b { "True".to_owned() } else { "False".to_owned() }),
        Value::String(_) | Value::Number(_) => node.as_text().map(|t| t.to_string()),
        Value::Null => Some(String::new()),
        _ => json(node).map(|j| j.to_string()),
    }
}

fn json(node: &Node) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(n) => serde_json::from_str(&format_number(*n)).ok()?,
        Value::String(s) => Json::String(s.to_string()),
        Value::List(items) | Value::Set(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(k, v)| Some((k.to_string(), json(v)?))).collect::<Option<_>>()?)
        }
        Value::Unknown(_) => return None,
    })
}

/// JSON in a text; every part stands where the text does.
fn parsed(text: &str, span: Span) -> Option<Node> {
    let read = json_document(text, span.file, &crate::native::Bounds::default());
    let clean = read.faults.is_empty();
    let root = read.documents.into_iter().next().filter(|_| clean)?;
    Some(placed(&root, span))
}

fn placed(node: &Node, span: Span) -> Node {
    let value = match &node.value {
        Value::List(items) | Value::Set(items) => {
            Value::List(Arc::new(items.iter().map(|n| placed(n, span)).collect()))
        }
        Value::Object(members) => {
            Value::Object(Arc::new(members.iter().map(|(k, v)| (k.clone(), placed(v, span))).collect()))
        }
        value => value.clone(),
    };
    Node::at(value, span)
}

fn decoded(text: &str) -> Option<String> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()?;
    String::from_utf8(bytes).ok()
}

/// An address below another, as a browser would go there.
fn uri(base: &str, path: &str) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let host = base.find("://").map_or(0, |at| at + 3);
    let folder = match base.get(host..).and_then(|rest| rest.rfind('/')) {
        Some(at) => base.get(..=host + at).unwrap_or(base).to_owned(),
        None => format!("{base}/"),
    };
    format!("{folder}{}", path.trim_start_matches('/'))
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn from_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = code.and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A file that a template reads while it is compiled.
pub(super) fn load(of: &Instance<'_>, lower: &str, path: &Node, span: Span) -> Node {
    let Some(name) = path.as_text() else { return because(path, std::slice::from_ref(path), span) };
    let folder = of.template.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bytes = normal(folder, &name).and_then(|path| of.world.tree.read(&path, FILE_BYTES).ok());
    let made = bytes.and_then(|bytes| {
        if lower == "loadfileasbase64" {
            let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
            return Some(Node::at(Value::String(text.into()), span));
        }
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim_start_matches('\u{feff}');
        match lower {
            "loadtextcontent" => Some(Node::at(Value::String(text.into()), span)),
            "loadjsoncontent" => parsed(text, span),
            _ => {
                let bounds = crate::native::Bounds::default();
                let read = crate::native::yaml_documents(text, span.file, &bounds, |_, node| node);
                let clean = read.faults.is_empty();
                read.documents.first().filter(|_| clean).map(|root| placed(root, span))
            }
        }
    });
    made.unwrap_or_else(|| unknown(Why::Module(name), Vec::new(), span))
}

/// The text that certainly begins a partly unknown one.
pub(super) fn beginning(node: &Node) -> Option<Arc<str>> {
    match node.as_unknown().map(|u| &u.shape)? {
        Shape::Template(fragments) => match fragments.first()? {
            Fragment::Text(text) => Some(text.clone()),
            Fragment::Unknown(_) => None,
        },
        _ => None,
    }
}
