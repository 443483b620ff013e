//! Edits of HCL text that leave everything else, comments included, as it stands.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Structure};

use crate::native::Span;

/// A literal in a file.
pub(super) struct Place(Range<usize>);

impl Place {
    /// The literal that begins at a span's line and column: a word, a number or a quoted text without templates.
    pub(super) fn literal(text: &str, span: Span) -> Option<Self> {
        let line_start = text.split_inclusive('\n').take(span.line as usize - 1).map(str::len).sum::<usize>();
        let line = text.get(line_start..)?.lines().next()?;
        let column = line.char_indices().nth(span.column as usize - 1).map(|(i, _)| i)?;
        let rest = line.get(column..)?;
        let length = if let Some(inner) = rest.strip_prefix('"') {
            let close = inner.find('"')?;
            if inner[..close].contains(['\\', '$', '%']) {
                return None;
            }
            close + 2
        } else {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len())
        };
        let word = rest.get(..length)?;
        let literal =
            word.starts_with('"') || matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok();
        literal.then(|| Self(line_start + column..line_start + column + length))
    }

    /// The text with the literal replaced.
    pub(super) fn replace(&self, text: &str, value: &str) -> String {
        splice(text, self.0.clone(), value)
    }
}

fn splice(text: &str, range: Range<usize>, with: &str) -> String {
    [&text[..range.start], with, &text[range.end..]].concat()
}

/// A file and the block in it that is to be edited. Each edit gives the whole new text.
pub(super) struct Text<'t> {
    text: &'t str,
    block: &'t Block,
}

/// Where a path leads inside a body.
enum Found<'b> {
    Expression(&'b Expression),
    Structure(&'b Structure),
    /// The innermost block that exists, and the parts that do not.
    Missing(&'b Block, &'b [&'b str]),
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, block: &'t Block) -> Self {
        Self { text, block }
    }

    pub(super) fn set(&self, path: &str, value: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('.').collect();
        match find(self.block, &parts) {
            Found::Expression(expression) => Some(splice(self.text, expression.span()?, value)),
            Found::Structure(_) => None,
            Found::Missing(block, missing) => {
                let indent = self.indent_of(block)? + 2;
                self.insert_at_end(block, &nested(missing, value, indent))
            }
        }
    }

    pub(super) fn remove(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('.').collect();
        let range = match find(self.block, &parts) {
            Found::Expression(e) => e.span()?,
            Found::Structure(s) => s.span()?,
            Found::Missing(..) => return Some(self.text.to_owned()),
        };
        // the whole lines go, so that no blank one is left
        let start = self.text[..range.start].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |i| range.end + i + 1);
        Some(splice(self.text, start..end, ""))
    }

    pub(super) fn add_inside(&self, lines: &str) -> Option<String> {
        self.insert_at_end(self.block, &indented(lines, self.indent_of(self.block)? + 2))
    }

    pub(super) fn add_after(&self, lines: &str) -> Option<String> {
        let end = self.block.span()?.end;
        let line_end = self.text[end..].find('\n').map_or(self.text.len(), |i| end + i + 1);
        let lead = if self.text[..line_end].ends_with('\n') { "\n" } else { "\n\n" };
        Some(splice(self.text, line_end..line_end, &format!("{lead}{}\n", lines.trim_end())))
    }

    fn indent_of(&self, block: &Block) -> Option<usize> {
        let start = block.span()?.start;
        let line = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        Some(self.text[line..start].len())
    }

    /// Inserts lines before the closing brace; a block on one line is opened up first.
    fn insert_at_end(&self, block: &Block, lines: &str) -> Option<String> {
        let range = block.span()?;
        let close = self.text[range.clone()].rfind('}').map(|i| range.start + i)?;
        let line = self.text[..close].rfind('\n').map_or(0, |i| i + 1);
        if line > range.start && self.text[line..close].trim().is_empty() {
            return Some(splice(self.text, line..line, lines));
        }
        let pad = " ".repeat(self.indent_of(block)?);
        let kept = self.text[..close].trim_end().len();
        Some(splice(self.text, kept..close, &format!("\n{lines}{pad}")))
    }
}

fn find<'b>(block: &'b Block, parts: &'b [&'b str]) -> Found<'b> {
    let Some((first, rest)) = parts.split_first() else { return Found::Missing(block, parts) };
    for structure in &block.body {
        match structure {
            Structure::Attribute(a) if a.key.as_str() == *first => {
                return if rest.is_empty() {
                    Found::Expression(&a.value)
                } else {
                    Found::Structure(structure)
                };
            }
            Structure::Block(b) if b.ident.as_str() == *first => {
                return if rest.is_empty() { Found::Structure(structure) } else { find(b, rest) };
            }
            _ => {}
        }
    }
    Found::Missing(block, parts)
}

fn nested(parts: &[&str], value: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match parts {
        [] => String::new(),
        [name] => format!("{pad}{name} = {value}\n"),
        [name, rest @ ..] => format!("{pad}{name} {{\n{}{pad}}}\n", nested(rest, value, indent + 2)),
    }
}

fn indented(lines: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    lines
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") })
        .collect()
}
