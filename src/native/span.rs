//! Where something was written.

use std::borrow::Cow;
use std::sync::Arc;

/// Index of a file in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A run of lines in a file. Lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First line.
    pub line: u32,
    /// Last line, at least `line`.
    pub end_line: u32,
    /// Column of the first character, in characters.
    pub column: u32,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as shown to people: relative to the working directory where possible, `/` between parts.
    pub path: Arc<str>,
    /// The whole text, kept so that every surface can show the lines at fault without reading again.
    pub text: Arc<str>,
    /// Whether the text is JSON on one line that is shown, and whose lines are counted, as if it were spread.
    pub is_spread: bool,
}

/// Every file that was read, addressed by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Files {
    entries: Vec<SourceFile>,
}

impl Files {
    /// Adds a file and returns its id.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { path: path.into(), text: text.into(), is_spread: false })
    }

    /// Adds JSON without spaces, which is shown with an entry on each line, and returns its id.
    pub fn add_spread(&mut self, path: impl Into<Arc<str>>, json: Arc<str>) -> FileId {
        self.push(SourceFile { path: path.into(), text: json, is_spread: true })
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(file);
        id
    }

    /// Puts another text in place of a file's; an id of another table changes nothing.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        if let Some(file) = self.entries.get_mut(id.0 as usize) {
            file.text = text.into();
        }
    }

    /// The file of an id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.entries.get(id.0 as usize)
    }

    /// The path of an id; empty for an id of another table.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |f| &f.path)
    }

    /// All files in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.entries.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no file was read.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The lines of a span with `context` lines around it, each with its number.
    pub fn excerpt(&self, span: Span, context: u32) -> Vec<(u32, Cow<'_, str>)> {
        let Some(file) = self.get(span.file) else { return Vec::new() };
        let first = span.line.saturating_sub(context).max(1);
        let last = span.end_line.saturating_add(context);
        if file.is_spread {
            let spread = spread(&file.text);
            return cut(&spread, first, last).map(|(n, line)| (n, Cow::Owned(line.to_owned()))).collect();
        }
        cut(&file.text, first, last).map(|(n, line)| (n, Cow::Borrowed(line))).collect()
    }
}

fn cut(text: &str, first: u32, last: u32) -> impl Iterator<Item = (u32, &str)> {
    (1u32..).zip(text.lines()).skip(first as usize - 1).take_while(move |(n, _)| *n <= last)
}

/// JSON as people read it; as it is where it is none.
fn spread(json: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| json.to_owned())
}
