//! Pages of blocks, laid out at the width there is; only what is in sight is put on the screen.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::tui::document::{Block, Document, Shape, Shown};
use crate::tui::model::{Drawn, Hit, Level};
use crate::tui::text::wrap;
use crate::tui::theme::Role;

use super::paint::{Paint, bring_into_view};

/// A line of a block: which block, which part of its text.
struct Laid {
    block: usize,
    /// Byte range of the block's joined text; the whole for a line that is cut.
    range: (usize, usize),
    first: bool,
    /// Whether it has the left half only.
    half: bool,
    /// What stands in the right half.
    beside: Option<Part>,
}

/// What stands in the right half of a line: which block, which part of its text, whether it is the block's first.
struct Part {
    block: usize,
    range: (usize, usize),
    first: bool,
}

/// Width from which a page has blocks side by side.
const SIDE_BY_SIDE: u16 = 100;

/// Lays blocks out at a width: where there is room, some beside those before them.
fn lay(doc: &Document, width: u16) -> Vec<Laid> {
    let Some((from, to)) = doc.beside.filter(|_| width >= SIDE_BY_SIDE) else {
        return stack(doc, 0..doc.blocks.len(), width);
    };
    let half = width / 2;
    let mut lines = stack(doc, 0..from, half);
    let right = stack(doc, from..to, width - half);
    while lines.len() < right.len() {
        lines.push(Laid { block: 0, range: (0, 0), first: false, half: true, beside: None });
    }
    for line in &mut lines {
        line.half = true;
    }
    for (line, Laid { block, range, first, .. }) in lines.iter_mut().zip(right) {
        line.beside = Some(Part { block, range, first });
    }
    lines.extend(stack(doc, to..doc.blocks.len(), width));
    lines
}

/// Lays blocks out under one another.
fn stack(doc: &Document, blocks: Range<usize>, width: u16) -> Vec<Laid> {
    let mut lines = Vec::with_capacity(blocks.len());
    let laid = |block, range, first| Laid { block, range, first, half: false, beside: None };
    let on_screen = |(_, block): &(usize, &Block)| block.shown != Shown::Flat;
    let chosen = doc.blocks.iter().enumerate().skip(blocks.start).take(blocks.len());
    for (i, block) in chosen.filter(on_screen) {
        let room = usize::from(width.saturating_sub(block.indent + 1));
        let text = joined(block);
        if block.shape == Shape::Cut {
            lines.push(laid(i, (0, text.len()), true));
            continue;
        }
        // later lines are narrower by the hang; the first is wrapped at that width too when it has one, so that
        // one measure serves the whole block
        let hang = usize::from(block.hang);
        let first_room = room;
        let mut ranges = wrap(&text, first_room);
        if hang > 0 && ranges.len() > 1 {
            let head = ranges[0];
            let rest_from = ranges[1].0;
            ranges = std::iter::once(head)
                .chain(
                    wrap(&text[rest_from..], room.saturating_sub(hang))
                        .into_iter()
                        .map(|(a, b)| (a + rest_from, b + rest_from)),
                )
                .collect();
        }
        let mut first = true;
        for range in ranges {
            lines.push(laid(i, range, first));
            first = false;
        }
    }
    lines
}

fn joined(block: &Block) -> String {
    block.pieces.iter().map(|p| p.text.as_str()).collect()
}

/// The page of a level, with its cursor.
pub(super) fn document(paint: &mut Paint<'_>, area: Rect, level: &Level, doc: &Document) -> Drawn {
    let lines = lay(doc, area.width.saturating_sub(2));
    let height = usize::from(area.height);
    let mut target_lines = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, l)| l.first) {
        if doc.blocks[line.block].target.is_some() {
            target_lines.push(at);
        }
    }
    let last = lines.len().saturating_sub(height);
    let cursor_line = target_lines.get(level.cursor).copied();
    let offset = match cursor_line {
        Some(at) if !level.free_scroll => bring_into_view(at, level.offset, height, lines.len()),
        _ => level.offset.min(last),
    };
    draw(paint, area, doc, &lines, offset, cursor_line);
    let mut position = 0;
    for (n, line) in target_lines.iter().enumerate() {
        position = position.max(n);
        if (offset..offset + height).contains(line) {
            let y = area.y + u16::try_from(line - offset).unwrap_or(0);
            paint.hit(Rect { y, height: 1, ..area }, Hit::Row(n, None));
        }
    }
    paint.scrollbar(area, offset, lines.len());
    Drawn { offset, height, lines: lines.len(), target_lines, ..Drawn::default() }
}

/// A page beside the list: from its beginning, without a cursor.
pub(super) fn still(paint: &mut Paint<'_>, area: Rect, doc: &Document) {
    let lines = lay(doc, area.width.saturating_sub(1));
    draw(paint, area, doc, &lines, 0, None);
}

/// Blocks at the top of a page, at most `most` lines; returns how many were used.
pub(super) fn head(paint: &mut Paint<'_>, area: Rect, doc: &Document, most: u16) -> u16 {
    let lines = lay(doc, area.width.saturating_sub(1));
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(most).min(area.height);
    draw(paint, Rect { height: used, ..area }, doc, &lines, 0, None);
    used
}

fn draw(
    paint: &mut Paint<'_>,
    area: Rect,
    doc: &Document,
    lines: &[Laid],
    offset: usize,
    cursor_line: Option<usize>,
) {
    for ((n, laid), y) in lines.iter().enumerate().skip(offset).zip(area.top()..area.bottom()) {
        let block = &doc.blocks[laid.block];
        let line = Rect { y, height: 1, ..area };
        if let Some(beside) = &laid.beside {
            let block = &doc.blocks[beside.block];
            let inset = 2 + block.indent + if beside.first { 0 } else { block.hang };
            let middle = area.x + (area.width.saturating_sub(2)) / 2;
            paint.put(middle, y, 1, Role::Muted, paint.glyphs().wall);
            let x = middle + inset;
            part(paint, x, y, area.right().saturating_sub(x + 1), block, beside.range);
        }
        let area = if laid.half { Rect { width: area.width.saturating_sub(2) / 2, ..area } } else { area };
        let inset = 1 + block.indent + if laid.first { 0 } else { block.hang };
        let x = area.x + inset;
        // the last column is the scroll bar's
        let room = area.width.saturating_sub(inset + 1);
        if let Some(role) = block.ground {
            paint.ground(Rect { x: area.x + 1 + block.indent, width: room, ..line }, role);
        }
        part(paint, x, y, room, block, laid.range);
        if cursor_line == Some(n) {
            let width = if lines.len() > usize::from(area.height) {
                area.width.saturating_sub(1)
            } else {
                area.width
            };
            paint.select(Rect { width, ..line });
        }
    }
}

/// The part of a block's text that stands on one line, piece by piece.
fn part(paint: &mut Paint<'_>, x: u16, y: u16, room: u16, block: &Block, range: (usize, usize)) {
    let end = x + room;
    let (mut at, mut from) = (x, 0);
    for piece in &block.pieces {
        let to = from + piece.text.len();
        let (start, stop) = (range.0.max(from), range.1.min(to));
        if start < stop {
            at = paint.put(
                at,
                y,
                end.saturating_sub(at),
                role_of(block, piece.role),
                &piece.text[start - from..stop - from],
            );
        }
        from = to;
    }
}

/// What can be opened is told apart by more than its place.
fn role_of(_block: &Block, role: Role) -> Role {
    role
}
