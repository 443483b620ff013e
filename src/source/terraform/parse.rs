//! HCL text to our syntax, by the quick reader where it can, and what is wrong with a text that is not HCL.

use crate::native::{FileId, Span, Value};

use super::lines::Lines;
use super::lower::{Form, Lowering, Place};
use super::options::Limits;
use super::quick;
use super::scan;
use super::syntax::{Body, Expr, ExprKind};

/// Why a text could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The bound that was reached, when that is the reason.
    pub(super) limit: Option<&'static str>,
}

/// Below this size a file cannot hold more entries than any sensible bound.
const SMALL: usize = 64 << 10;

/// Parses a whole file. Of a broken one, the blocks that can be read by themselves come with the error.
pub(super) fn parse_body(file: FileId, text: &str, limits: &Limits) -> (Body, Option<SyntaxError>) {
    let lines = Lines::new(file, text);
    if text.len() > SMALL
        && let Err(error) = check_entries(text, limits)
    {
        return (Body::default(), Some(error));
    }
    let quick = quick::read(text, &lines);
    #[cfg(test)]
    if let Some(quick) = &quick {
        let (full, error) = parse_fully(text, &lines);
        assert_eq!(error, None, "the full parser refuses {text:?}");
        assert_eq!(format!("{quick:?}"), format!("{full:?}"), "{text:?}");
    }
    match quick {
        Some(body) => (body, None),
        None => parse_fully(text, &lines),
    }
}

/// Parses a file by way of the parser's own tree: slower, but it takes everything, and says what is wrong.
fn parse_fully(text: &str, lines: &Lines<'_>) -> (Body, Option<SyntaxError>) {
    let parsed = match hcl_edit::parser::parse_body(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let mended = scan::without_breaks_in_for(text);
            let Some(Ok(parsed)) = mended.map(|text| hcl_edit::parser::parse_body(&text)) else {
                let error = explain(text, &error, lines);
                let body = if error.limit.is_some() { Body::default() } else { sound_blocks(text, lines) };
                return (body, Some(error));
            };
            parsed
        }
    };
    (Lowering::new(Place::Lines { lines, base: 0 }).body(&parsed), None)
}

/// Words that begin a block of a configuration.
const BLOCKS: &[&str] =
    &["resource", "data", "module", "variable", "output", "locals", "provider", "terraform"];

/// More pieces than anybody breaks a file into; a file of nothing but block words must not be parsed endlessly.
const MOST_PIECES: usize = 2_000;

/// The blocks of a broken file that parse by themselves, each taken from a line that begins like a block to the next.
fn sound_blocks(text: &str, lines: &Lines<'_>) -> Body {
    let begins = |line: &str| {
        BLOCKS.iter().any(|word| {
            line.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([' ', '\t', '{', '"']) && rest.contains('{'))
        })
    };
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) && starts.len() < MOST_PIECES {
            starts.push(at);
        }
        at += line.len();
    }
    let mut body = Body::default();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(text.len());
        if let Some(Ok(parsed)) = text.get(*start..end).map(hcl_edit::parser::parse_body) {
            body.blocks.extend(Lowering::new(Place::Lines { lines, base: *start }).body(&parsed).blocks);
        }
    }
    body
}

/// Parses one expression, every part of which is said to stand at `span`.
pub(super) fn parse_expression(text: &str, span: Span) -> Result<Expr, SyntaxError> {
    let lines = Lines::new(span.file, text);
    let parsed = hcl_edit::parser::parse_expr(text).map_err(|error| explain(text, &error, &lines))?;
    Ok(Lowering::new(Place::Fixed(span)).expression(&parsed))
}

/// Parses a template without quotes around it, every part of which is said to stand at `span`.
pub(super) fn parse_template(text: &str, span: Span) -> Result<Expr, SyntaxError> {
    if !text.contains("${") && !text.contains("%{") {
        return Ok(Expr { kind: ExprKind::Literal(Value::String(text.into())), span });
    }
    let lines = Lines::new(span.file, text);
    let parsed = hcl_edit::parser::parse_template(text).map_err(|error| explain(text, &error, &lines))?;
    let kind = Lowering::new(Place::Fixed(span))
        .template(&parsed, Form { by_line: true, dedent: 0, is_nested: false });
    Ok(Expr { kind, span })
}

fn check_entries(text: &str, limits: &Limits) -> Result<(), SyntaxError> {
    if scan::brackets(text).most_entries <= limits.literal_entries {
        return Ok(());
    }
    Err(SyntaxError {
        line: 0,
        column: 0,
        message: format!(
            "a list, map or block has more than {} entries (literal_entries)",
            limits.literal_entries
        ),
        hint: None,
        limit: Some("literal_entries"),
    })
}

fn explain(text: &str, error: &hcl_edit::parser::Error, lines: &Lines<'_>) -> SyntaxError {
    let (line, column) = lines.position(error.location().offset());
    let message = error.message().to_owned();
    if message.contains("nesting depth") || message.contains("chained binary operators") {
        return SyntaxError { line, column, message, hint: None, limit: Some("nesting_depth") };
    }
    let brackets = scan::brackets(text);
    let named = |bracket: char| match bracket {
        '<' => "heredoc".to_owned(),
        other => format!("`{other}`"),
    };
    let hint = if let Some((bracket, at)) = brackets.unexpected {
        let (line, column) = lines.position(at);
        Some(format!("the `{bracket}` at line {line}, column {column} closes nothing that is open"))
    } else if let Some((bracket, at)) = brackets.unclosed {
        let (line, column) = lines.position(at);
        Some(format!("the {} opened at line {line}, column {column} is never closed", named(bracket)))
    } else if text.contains("<<<<<<<") && text.contains(">>>>>>>") {
        Some("the file holds conflict markers of a merge".to_owned())
    } else {
        None
    };
    SyntaxError { line, column, message, hint, limit: None }
}
