//! JSON and YAML documents as values that know their places: what CloudFormation, ARM, Kubernetes and plans are
//! written in.

mod json_text;
mod yaml_text;

pub(crate) use json_text::{json_document, relaxed_json_document};
pub(crate) use yaml_text::yaml_documents;

use crate::native::{FileId, Node, Span};

/// Bounds on a document. Reaching one is an error that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Lists and maps within each other.
    pub nesting_depth: usize,
    /// Values of all documents of a file, each alias counted with everything that it stands for.
    pub values: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { nesting_depth: 100, values: 2_000_000 }
    }
}

/// Something wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// Whether a bound was reached.
    pub is_limit: bool,
}

/// What a text holds. A broken document ends the reading; those before it are kept.
#[derive(Debug, Default)]
pub struct Documents {
    /// The documents, in order. Every value's `origin` is where it is written; the `site` of a member of a map runs
    /// from its key to the end of its value, and of a value behind an alias it is where the alias stands.
    pub documents: Vec<Node>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Lines of a text, found by byte offset.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { text, starts: starts.collect() }
    }

    /// Line and column of an offset, both from 1.
    fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        (count(line), count(before.chars().count() + 1))
    }

    fn span(&self, file: FileId, start: usize, end: usize) -> Span {
        let (line, column) = self.place(start);
        let (end_line, _) = self.place(end.saturating_sub(1).max(start));
        Span { file, line, end_line: end_line.max(line), column }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
