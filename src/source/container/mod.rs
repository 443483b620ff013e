//! Containers: Dockerfiles and Containerfiles, each a build, and Compose files, whose services are workloads.

mod compose;
mod dockerfile;
mod variables;

pub(crate) use dockerfile::instructions;
pub use dockerfile::parse_bytes;

use std::sync::Arc;

use crate::native::{Files, Node, Object, Span, Value};
use crate::posture::SourceKind;
use crate::source::code::{Format, Found, Input, Reading};
use crate::source::terraform::SourceReport;

/// Reads build files and Compose files.
pub fn read(input: &Input<'_>, files: &mut Files) -> Vec<Reading> {
    let of = |format| input.found.iter().filter(move |f| f.format == format).collect::<Vec<&Found>>();
    let (builds, composed) = (of(Format::Dockerfile), of(Format::Compose));
    let mut readings = Vec::new();
    if !builds.is_empty() {
        readings.push(dockerfile::read(&builds, files));
    }
    if !composed.is_empty() {
        readings.push(compose::read(&composed, input.tree, files));
    }
    readings
}

fn reading(kind: SourceKind) -> Reading {
    Reading { kind, natives: Vec::new(), report: SourceReport::default() }
}

fn text_at(text: impl Into<Arc<str>>, span: Span) -> Node {
    Node::at(Value::String(text.into()), span)
}

fn list_at(items: Vec<Node>, span: Span) -> Node {
    Node::at(Value::List(Arc::new(items)), span)
}

fn object_at(members: impl IntoIterator<Item = (&'static str, Node)>, span: Span) -> Node {
    let object: Object = members.into_iter().map(|(name, node)| (Arc::from(name), node)).collect();
    Node::at(Value::Object(Arc::new(object)), span)
}

fn flag_at(flag: bool, span: Span) -> Node {
    Node::at(Value::Bool(flag), span)
}

/// The word for an environment in a file's name: `compose.prod.yaml`.
fn environment_of(path: &str) -> Option<Arc<str>> {
    const WORDS: &[&str] =
        &["prod", "production", "staging", "stage", "dev", "development", "test", "qa", "uat"];
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['.', '-', '_']).find(|part| WORDS.contains(part)).map(Arc::from)
}

#[cfg(test)]
mod tests;
