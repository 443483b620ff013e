//! Source lines at fault, with lines around them for sense.

use crate::native::{Files, Span};
use crate::tui::document::{Document, piece};
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;

/// Most lines of one excerpt: a block may be thousands of lines long.
const LONGEST: u32 = 40;

/// Adds the lines of `span` with `context` lines around them; those of `span` are marked.
pub(super) fn excerpt(doc: &mut Document, glyphs: &Glyphs, files: &Files, span: Span, context: u32) {
    lines(doc, glyphs, files, span, context, |n| (span.line..=span.end_line).contains(&n));
}

/// Adds the lines of `span` with `context` lines around them, marking those at fault.
pub(super) fn lines(
    doc: &mut Document,
    glyphs: &Glyphs,
    files: &Files,
    span: Span,
    context: u32,
    at_fault: impl Fn(u32) -> bool,
) {
    let Some(file) = files.get(span.file) else { return };
    let place = if span.end_line > span.line {
        format!("{}:{}-{}", file.path, span.line, span.end_line)
    } else {
        format!("{}:{}", file.path, span.line)
    };
    doc.block(vec![piece(Role::Link, place)]).indent(2).cut().at(Some(span));
    let shown = Span { end_line: span.end_line.min(span.line.saturating_add(LONGEST)), ..span };
    let lines = files.excerpt(shown, context);
    let digits = lines.last().map_or(1, |(n, _)| n.to_string().len());
    for (number, line) in lines {
        let fault = at_fault(number);
        let mark = if fault { glyphs.fault } else { " " };
        let gutter = format!("{mark} {number:>digits$} {} ", glyphs.wall);
        let (gutter_role, code_role) =
            if fault { (Role::Fault, Role::Fault) } else { (Role::Number, Role::Code) };
        // a source line may be megabytes long; the screen shows its beginning
        let line: String = line.chars().take(400).collect();
        let block = doc.block(vec![piece(gutter_role, gutter), piece(code_role, line)]);
        block.indent(2).cut().at(Some(Span { line: number, end_line: number, ..span }));
        block.ground = fault.then_some(Role::Fault);
    }
    if shown.end_line < span.end_line {
        let rest = span.end_line - shown.end_line;
        doc.para(Role::Muted, &format!("{rest} more lines")).indent(4);
    }
}
