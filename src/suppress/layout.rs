//! What stands where in a file: the lines of every block and argument of HCL, of every member of YAML, JSON and Bicep.

use hcl_edit::Span as _;
use hcl_edit::structure::{Body, Structure};

use std::sync::Arc;

use super::Reach;
use super::comments::Comment;
use super::forms::Placement;
use crate::native::{FileId, Node, Span, Value};
use crate::source::arm::syntax::{Expr, Kind};
use crate::source::bicep;
use crate::source::container::instructions;

/// A block or an argument.
struct Piece {
    reach: Reach,
    top: bool,
}

/// The pieces of a file, outer before inner.
pub(super) struct Layout {
    pieces: Vec<Piece>,
    lines: u32,
    /// Whether the pieces are instructions of a build.
    is_build: bool,
}

impl Layout {
    /// A file that does not parse has no pieces; its suppressions cover nothing, and its findings are none either.
    pub(super) fn of(text: &str) -> Self {
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let lines = u32::try_from(starts.len()).unwrap_or(u32::MAX);
        let mut layout = Self { pieces: Vec::new(), lines, is_build: false };
        let clean = text.strip_prefix('\u{feff}').unwrap_or(text);
        let shift = text.len() - clean.len();
        if let Ok(body) = clean.parse::<Body>() {
            layout.add(&body, true, &|at: usize| {
                u32::try_from(starts.partition_point(|s| *s <= at + shift)).unwrap_or(u32::MAX)
            });
        }
        layout
    }

    /// A file of YAML or JSON documents. What is on top is one resource: a member of `Resources`, an element of
    /// `resources` or `items`, or a whole document.
    pub(super) fn of_documents(text: &str, documents: &[Node]) -> Self {
        let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
        let mut layout = Self { pieces: Vec::new(), lines, is_build: false };
        for document in documents {
            let resources = ["Resources", "resources", "items"].iter().find_map(|name| {
                let found = document.as_object()?.get(*name)?;
                (found.as_object().is_some() || found.items().is_some()).then_some(found)
            });
            if let Some(resources) = resources {
                let each: Vec<&Node> = match (resources.as_object(), resources.items()) {
                    (Some(members), _) => members.values().collect(),
                    (None, items) => items.unwrap_or_default().iter().collect(),
                };
                let first = layout.pieces.len();
                layout.add_node(document, 0);
                let tops: Vec<Option<Span>> = each.iter().map(|n| n.site.or(n.origin)).collect();
                for piece in layout.pieces.iter_mut().skip(first) {
                    piece.top = tops.iter().flatten().any(|s| reach(*s) == piece.reach);
                }
            } else {
                if let Some(whole) = document.origin {
                    layout.pieces.push(Piece { reach: reach(whole), top: true });
                }
                layout.add_node(document, 0);
            }
        }
        layout
    }

    /// A Dockerfile: every instruction is a piece, and a comment of a tool that knows one resource means the file.
    pub(super) fn of_build(text: &str) -> (Self, Vec<Comment>) {
        let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
        let content = instructions(text);
        let whole = Reach { first: 1, last: lines };
        let mut pieces = vec![Piece { reach: whole, top: true }];
        pieces.extend(
            content
                .iter()
                .map(|(first, last)| Piece { reach: Reach { first: *first, last: *last }, top: false }),
        );
        let comments = text.lines().zip(1u32..).filter_map(|(line, number)| {
            let comment = line.trim_start().strip_prefix('#')?;
            // within an instruction it stands for the whole of it
            let column = u32::try_from(line.len() - line.trim_start().len() + 1).unwrap_or(1);
            Some(Comment {
                line: number,
                end_line: number,
                column,
                alone: true,
                text: comment.trim().to_owned(),
            })
        });
        (Self { pieces, lines, is_build: true }, comments.collect())
    }

    /// A Bicep file: its resources and modules, each within the one it stands in, with all that they write.
    pub(super) fn of_bicep(text: &str, file: FileId, path: &Arc<str>) -> Self {
        let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
        let mut layout = Self { pieces: Vec::new(), lines, is_build: false };
        let template = bicep::parse(text, file, path).template;
        let parameters = template.parameters.values().map(|p| p.span);
        layout.pieces.extend(parameters.map(|span| Piece { reach: reach(span), top: true }));
        for declared in &template.resources {
            layout.pieces.push(Piece { reach: reach(declared.span), top: true });
            layout.add_expr(&declared.body, 0);
        }
        layout
    }

    fn add_expr(&mut self, expr: &Expr, depth: usize) {
        // what stands deeper than this was never read
        if depth > 100 {
            return;
        }
        match &expr.kind {
            Kind::Object(members) => {
                for member in members {
                    self.pieces.push(Piece { reach: reach(member.site), top: false });
                    self.add_expr(&member.value, depth + 1);
                }
            }
            Kind::List(items) => {
                for item in items {
                    self.pieces.push(Piece { reach: reach(item.value.span), top: false });
                    self.add_expr(&item.value, depth + 1);
                }
            }
            Kind::Loop(_, body) => self.add_expr(body, depth + 1),
            _ => {}
        }
    }

    fn add_node(&mut self, node: &Node, depth: usize) {
        // what stands deeper than this was never read as a resource
        if depth > 100 {
            return;
        }
        match &node.value {
            Value::Object(members) => {
                for member in members.values() {
                    if let Some(site) = member.site {
                        self.pieces.push(Piece { reach: reach(site), top: false });
                    }
                    self.add_node(member, depth + 1);
                }
            }
            Value::List(items) | Value::Set(items) => {
                for item in items.iter() {
                    if let Some(origin) = item.origin {
                        self.pieces.push(Piece { reach: reach(origin), top: false });
                    }
                    self.add_node(item, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, body: &Body, top: bool, line: &dyn Fn(usize) -> u32) {
        for structure in body {
            let Some(range) = structure.span() else { continue };
            let reach = Reach { first: line(range.start), last: line(range.end.saturating_sub(1)) };
            self.pieces.push(Piece { reach, top });
            if let Structure::Block(block) = structure {
                self.add(&block.body, false, line);
            }
        }
    }

    /// The lines a suppression covers.
    pub(super) fn reach(&self, placement: Placement, comment: &Comment, all: &[Comment]) -> Option<Reach> {
        match placement {
            Placement::File => Some(Reach { first: 1, last: self.lines }),
            Placement::NextLine => {
                let line = if comment.alone { comment.end_line + 1 } else { comment.line };
                Some(Reach { first: line, last: line })
            }
            Placement::NextBlock | Placement::Adjacent if comment.alone => self.below(comment, all),
            Placement::NextBlock | Placement::Adjacent => self.on(comment.line),
            Placement::Enclosing => self
                .pieces
                .iter()
                .rfind(|p| p.top && p.reach.first <= comment.line && comment.line <= p.reach.last)
                .map(|p| p.reach)
                .or_else(|| self.below(comment, all)),
        }
    }

    /// The piece on the first line below that is not a comment.
    fn below(&self, comment: &Comment, all: &[Comment]) -> Option<Reach> {
        let within = |p: &&Piece| !p.top && p.reach.first < comment.line && comment.line < p.reach.last;
        if self.is_build
            && let Some(piece) = self.pieces.iter().find(within)
        {
            return Some(piece.reach);
        }
        let mut line = comment.end_line + 1;
        while let Some(next) = all.iter().find(|c| c.alone && c.line == line) {
            line = next.end_line + 1;
        }
        self.starting_at(line)
    }

    /// The outermost piece that begins on a line: a whole block when the comment stands at its header.
    fn starting_at(&self, line: u32) -> Option<Reach> {
        let is_piece = |p: &&Piece| p.reach.first == line && !(self.is_build && p.top);
        self.pieces.iter().find(is_piece).map(|p| p.reach)
    }

    /// The piece a comment at the end of a line means: what begins there, else the innermost that holds the line.
    fn on(&self, line: u32) -> Option<Reach> {
        self.starting_at(line).or_else(|| {
            self.pieces.iter().rfind(|p| p.reach.first <= line && line <= p.reach.last).map(|p| p.reach)
        })
    }
}

fn reach(span: Span) -> Reach {
    Reach { first: span.line, last: span.end_line }
}
