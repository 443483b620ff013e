//! The text of a Bicep file: blanks, comments, names, places.

use std::sync::Arc;

use crate::native::{FileId, Span};

/// Where and why a text is not Bicep.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
}

pub(super) type Parsed<T> = Result<T, Fault>;

/// A text that is being read.
pub(super) struct Text<'t> {
    pub(super) whole: &'t str,
    pub(super) at: usize,
    pub(super) file: FileId,
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, file: FileId) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        Self { whole: text, at: 0, file, starts: std::iter::once(0).chain(ends).collect() }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.whole.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.whole.len()
    }

    /// Line and column of an offset, both from 1.
    pub(super) fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.whole.get(start..offset).unwrap_or_default();
        (count(line), count(before.chars().count() + 1))
    }

    /// From an offset to where the reading stands.
    pub(super) fn span(&self, start: usize) -> Span {
        let (line, column) = self.place(start);
        let (end_line, _) = self.place(self.at.saturating_sub(1).max(start));
        Span { file: self.file, line, end_line: end_line.max(line), column }
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { at: self.at, message: message.into() }
    }

    pub(super) fn expected(&self, what: &str) -> Fault {
        match self.peek() {
            Some('\n' | '\r') => self.fault(format!("the line ends where {what} is expected")),
            Some(c) => self.fault(format!("expected {what}, found `{}`", c.escape_debug())),
            None => self.fault(format!("the file ends where {what} is expected")),
        }
    }

    /// Passes over blanks and comments, and over ends of lines where `lines` says so.
    pub(super) fn space(&mut self, lines: bool) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\u{feff}', '\u{a0}']).len();
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                self.at += comment.find("*/").map_or(rest.len(), |end| end + 4);
            } else if lines && rest.starts_with('\n') {
                self.at += 1;
            } else if rest.starts_with("#disable") || rest.starts_with("#restore") {
                // directives of the linter
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return;
            }
        }
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    pub(super) fn need(&mut self, token: &str) -> Parsed<()> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    /// A name, without moving.
    pub(super) fn word_here(&self) -> Option<&'t str> {
        let rest = self.rest();
        let first = rest.chars().next().filter(|c| c.is_alphabetic() || *c == '_')?;
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.get(..end.max(first.len_utf8()))
    }

    pub(super) fn word(&mut self) -> Parsed<Arc<str>> {
        let word = self.word_here().ok_or_else(|| self.expected("a name"))?;
        self.at += word.len();
        Ok(word.into())
    }

    /// A word of the language, whole.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let there = self.word_here() == Some(word);
        if there {
            self.at += word.len();
        }
        there
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
