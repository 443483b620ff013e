//! The forms of HCL that nearly every configuration is written in, read in one pass into our syntax with no tree
//! between: with a tree, parsing is a third of a scan.
//!
//! Whatever else stands in a file is not for this reader: it gives up, and the whole file goes to the full parser,
//! which also says what is wrong with it. Where it does not give up, it must say what the full parser says; in tests
//! both read every text.

mod collection;
mod expression;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use smallvec::SmallVec;

use crate::native::Span;
use crate::table::HashSet;

use super::lines::Lines;
use super::syntax::{Attribute, Block, Body};

/// The full parser takes 64 levels and 128 operators and says so where there are more.
const DEPTH: usize = 60;
const OPERATORS: usize = 100;

/// Names by text: one allocation per distinct name and file.
pub(super) type Names = HashSet<Arc<str>>;

/// The name in its one allocation.
pub(super) fn interned(names: &mut Names, text: &str) -> Arc<str> {
    if let Some(name) = names.get(text) {
        return name.clone();
    }
    let name: Arc<str> = text.into();
    names.insert(name.clone());
    name
}

/// A file half read. Every method leaves `at` behind what it read; `None` gives the file up.
struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    operators: usize,
    lines: &'t Lines<'t>,
    names: Names,
}

/// The body of a file, unless something in it is for the full parser.
pub(super) fn read(text: &str, lines: &Lines<'_>) -> Option<Body> {
    let names = Names::default();
    let bytes = text.as_bytes();
    let mut reader = Reader { text, bytes, at: 0, depth: 0, operators: 0, lines, names };
    let body = reader.body()?;
    (reader.at == bytes.len()).then_some(body)
}

fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn continues_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether no name stands twice. Names of one file are the same exactly when their allocation is.
fn distinct<'n>(names: impl Iterator<Item = &'n Arc<str>>) -> bool {
    let mut places: SmallVec<[usize; 24]> = names.map(|name| Arc::as_ptr(name).cast::<u8>().addr()).collect();
    places.sort_unstable();
    places.windows(2).all(|pair| pair[0] != pair[1])
}

impl Reader<'_> {
    /// The next byte; NUL at the end, which nothing here begins with.
    fn peek(&self) -> u8 {
        self.after(0)
    }

    fn after(&self, bytes: usize) -> u8 {
        self.bytes.get(self.at + bytes).copied().unwrap_or(0)
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == byte).then(|| self.at += 1)
    }

    fn span(&self, start: usize) -> Span {
        self.lines.span(&(start..self.at))
    }

    /// Passes over blanks and comments within a line.
    fn blanks(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                b' ' | b'\t' => self.at += 1,
                b'/' if self.after(1) == b'*' => self.block_comment()?,
                // columns and line ends are the full parser's
                b'\r' => return None,
                _ => return Some(()),
            }
        }
    }

    /// Passes over white space and comments of every kind.
    fn space(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                b' ' | b'\t' | b'\n' => self.at += 1,
                b'#' => self.line_comment()?,
                b'/' if self.after(1) == b'/' => self.line_comment()?,
                b'/' if self.after(1) == b'*' => self.block_comment()?,
                b'\r' => return None,
                _ => return Some(()),
            }
        }
    }

    /// What may stand between the parts of an expression.
    fn gap(&mut self, newlines: bool) -> Option<()> {
        if newlines { self.space() } else { self.blanks() }
    }

    fn block_comment(&mut self) -> Option<()> {
        self.at += 2 + self.text.get(self.at + 2..)?.find("*/")? + 2;
        Some(())
    }

    /// To the end of the line, without the line break.
    fn line_comment(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        if rest[..length].contains(&b'\r') {
            return None;
        }
        self.at += length;
        Some(())
    }

    /// Blanks, a comment, and the line break or the end of the text.
    fn end_of_line(&mut self) -> Option<()> {
        self.blanks()?;
        if self.peek() == b'#' || (self.peek() == b'/' && self.after(1) == b'/') {
            self.line_comment()?;
        }
        if self.at == self.bytes.len() { Some(()) } else { self.take(b'\n') }
    }

    /// The text of a name; none where there is something else.
    fn word(&mut self) -> Option<&str> {
        if !starts_name(self.peek()) {
            return None;
        }
        let start = self.at;
        while continues_name(self.peek()) {
            self.at += 1;
        }
        // a letter beyond ASCII would go on with the name
        if !self.peek().is_ascii() {
            return None;
        }
        self.text.get(start..self.at)
    }

    fn name(&mut self) -> Option<Arc<str>> {
        let start = self.at;
        self.word()?;
        Some(interned(&mut self.names, self.text.get(start..self.at)?))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Arguments and blocks, one to a line.
    fn body(&mut self) -> Option<Body> {
        let mut body = Body::default();
        loop {
            self.space()?;
            if !starts_name(self.peek()) {
                break;
            }
            let start = self.at;
            let name = self.name()?;
            self.blanks()?;
            if self.peek() == b'=' {
                let attribute = self.attribute(name, start)?;
                body.attributes.push(attribute);
            } else {
                let block = self.block(name, start)?;
                body.blocks.push(block);
            }
            self.end_of_line()?;
        }
        distinct(body.attributes.iter().map(|attribute| &attribute.name)).then_some(body)
    }

    fn attribute(&mut self, name: Arc<str>, start: usize) -> Option<Attribute> {
        self.take(b'=')?;
        self.blanks()?;
        self.operators = 0;
        let value = self.expression(false)?;
        Some(Attribute { name, value, span: self.span(start) })
    }

    fn block(&mut self, kind: Arc<str>, start: usize) -> Option<Block> {
        let mut labels = Vec::new();
        while self.peek() != b'{' {
            let label = if self.peek() == b'"' {
                let text = self.plain_text()?;
                interned(&mut self.names, &text)
            } else {
                self.name()?
            };
            labels.push(label);
            self.blanks()?;
        }
        let body = self.deeper(Self::block_body)?;
        Some(Block { kind, labels, body, span: self.span(start) })
    }

    fn block_body(&mut self) -> Option<Body> {
        self.take(b'{')?;
        self.blanks()?;
        let body = match self.peek() {
            b'\n' | b'#' | b'/' => {
                self.end_of_line()?;
                self.body()?
            }
            b'}' => Body::default(),
            _ => {
                // one argument and the brace on the same line
                let start = self.at;
                let name = self.name()?;
                self.blanks()?;
                let attribute = self.attribute(name, start)?;
                self.blanks()?;
                Body { attributes: vec![attribute], blocks: Vec::new() }
            }
        };
        self.take(b'}')?;
        Some(body)
    }
}
