//! Tables: only the rows in sight are read, whatever their number.

use ratatui::layout::Rect;

use crate::tui::document::{Document, Piece, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{
    Base, Body, Column, Drawn, Group, GroupBy, Hit, Level, Model, Snapshot, Sort, Value, value,
};
use crate::tui::text::{fit_middle, pad, short};
use crate::tui::theme::Role;

use super::document::head as draw_head;
use super::empty::empty;
use super::paint::{Paint, bring_into_view, line};

/// The table of a level.
pub(super) fn table(paint: &mut Paint<'_>, area: Rect, level: &Level, base: Base, head: &Document) -> Drawn {
    let model = paint.model;
    let Some(snapshot) = model.snapshot.as_deref() else { return Drawn::default() };
    let most = if head.blocks.is_empty() { 0 } else { (area.height / 3).max(3) };
    let used = draw_head(paint, area, head, most);
    let area = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
    if let Body::Table { groups: Some(list), .. } = &level.body
        && !list.is_empty()
    {
        let words = level.query.group.map_or("", GroupBy::words);
        return groups(paint, area, level, list, words);
    }
    // marks have a column of their own as soon as there is one
    let indent = if level.marks.is_empty() { 0 } else { 2 };
    let columns = Columns::new(model, base, area.width.saturating_sub(2 + indent));
    titles(paint, line(area, 0), &columns, level.sort, indent);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let height = usize::from(body.height);
    let lines = model.count(level);
    if lines == 0 {
        empty(paint, body, level, base, snapshot);
        return Drawn { height, ..Drawn::default() };
    }
    let offset = bring_into_view(level.cursor, level.offset, height, lines);
    for (position, y) in (offset..lines.min(offset + height)).zip(body.y..) {
        let Some(row) = model.row(level, position) else { break };
        let at = Rect { y, height: 1, width: body.width.saturating_sub(1), ..body };
        let pieces = columns.row(paint, snapshot, row);
        if level.marks.contains(&row) {
            paint.put(at.x + 1, y, 1, Role::Accent, "*");
        }
        paint.pieces(at.x + 1 + indent, y, at.width.saturating_sub(1 + indent), &pieces);
        paint.hit(at, Hit::Row(position, None));
        if position == level.cursor {
            paint.select(at);
        }
    }
    paint.scrollbar(body, offset, lines);
    Drawn { offset, height, lines, ..Drawn::default() }
}

/// A table beside a list: its head and its worst rows.
pub(super) fn preview(
    paint: &mut Paint<'_>,
    area: Rect,
    head: &Document,
    base: Base,
    rows: Option<&Vec<u32>>,
) {
    let Some(snapshot) = paint.model.snapshot.as_deref() else { return };
    let used = draw_head(paint, area, head, area.height);
    let columns = Columns::new(paint.model, base, area.width.saturating_sub(2));
    let rows = rows.map_or_else(|| base.rows(snapshot), Vec::as_slice);
    for (row, y) in rows.iter().zip(area.y + used + 1..area.bottom()) {
        let pieces = columns.row(paint, snapshot, *row);
        paint.pieces(area.x + 1, y, area.width.saturating_sub(2), &pieces);
    }
}

/// How wide the columns of a table are.
struct Columns {
    base: Base,
    parts: Vec<(Column, usize)>,
    /// Chosen columns for which there is no room.
    left_out: usize,
}

impl Columns {
    fn new(model: &Model, base: Base, width: u16) -> Self {
        let width = usize::from(width);
        let chosen = model.columns.get(base.id()).cloned();
        let mut shown = chosen.unwrap_or_else(|| base.shown(width));
        let wanted = shown.len();
        let least = |shown: &[Column]| shown.iter().map(|c| c.width().0).sum::<usize>();
        while shown.len() > 1 && least(&shown) > width {
            shown.pop();
        }
        let left_out = wanted - shown.len();
        let shares: usize = shown.iter().map(|c| c.width().1).sum();
        let spare = width.saturating_sub(least(&shown));
        let mut parts: Vec<(Column, usize)> = shown
            .into_iter()
            .map(|c| (c, c.width().0 + (spare * c.width().1).checked_div(shares).unwrap_or(0)))
            .collect();
        // what rounding left goes to the last column that takes a share
        let used: usize = parts.iter().map(|(_, w)| w).sum();
        if let Some((_, last)) = parts.iter_mut().rev().find(|(c, _)| c.width().1 > 0) {
            *last += width.saturating_sub(used);
        }
        Self { base, parts, left_out }
    }

    fn row(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Vec<Piece> {
        let glyphs = paint.glyphs();
        let cells = self.parts.iter().filter_map(|(column, width)| {
            let cell = value(glyphs, snapshot, self.base, row, *column)?;
            Some(cell_piece(glyphs, &cell, *column, *width))
        });
        cells.collect()
    }
}

/// The text of a cell: cut at its end, or in its middle where the tail tells more.
fn cell_piece(glyphs: &Glyphs, cell: &Value, column: Column, width: usize) -> Piece {
    let (room, ellipsis) = (width.saturating_sub(1), glyphs.ellipsis);
    let text = match (column.is_number(), cell.text.parse()) {
        (true, Ok(0u32)) => format!("{:>4}", glyphs.absent),
        (true, Ok(n)) => format!("{:>4}", short(n)),
        _ if cell.mark.is_empty() => cell.text.clone(),
        _ => format!("{} {}", cell.mark, cell.text),
    };
    // made safe before it is measured: an escaped character is wider than what it stands for
    let mut piece = piece(cell.role, text);
    if column.cuts_middle() {
        piece.text = fit_middle(&piece.text, room, ellipsis).into_owned();
    }
    piece.text = pad(&piece.text, room, ellipsis);
    piece.text.push(' ');
    piece
}

/// The heads of the columns, with the one the rows are ordered by marked; a click orders by a column.
fn titles(paint: &mut Paint<'_>, area: Rect, columns: &Columns, sort: Sort, indent: u16) {
    let mut x = area.x + 1 + indent;
    for (i, (column, width)) in columns.parts.iter().enumerate() {
        let width = u16::try_from(*width).unwrap_or(0);
        let sorted = sort.column == Some(*column) || (sort.column.is_none() && i == 0);
        let mark = match (sorted, sort.reversed) {
            (false, _) => "",
            (true, false) => paint.glyphs().down,
            (true, true) => paint.glyphs().up,
        };
        let role = if sorted { Role::Heading } else { Role::Muted };
        paint.put(x, area.y, width.saturating_sub(1), role, &format!("{}{mark}", column.title()));
        paint.hit(Rect { x, width, ..area }, Hit::Head(*column));
        x += width;
    }
    if columns.left_out > 0 {
        let text = format!("+{}", columns.left_out);
        paint.right(Rect { width: area.width.saturating_sub(1), ..area }, Role::Warning, &text);
    }
}

/// Rows put together: how each group stands, how many rows it has, and what it is.
fn groups(paint: &mut Paint<'_>, area: Rect, level: &Level, groups: &[Group], words: &str) -> Drawn {
    let glyphs = paint.glyphs();
    let width = usize::from(area.width.saturating_sub(2));
    let bar = if width >= 100 { 24 } else { 0 };
    let label = width.saturating_sub(11 + 4 * 7 + bar);
    let head = format!("{:<11}{:>6} {:>6} {:>6} {:>6} ", "standing", "fail", "unkn", "waiv", "pass");
    paint.put(area.x + 1, area.y, area.width.saturating_sub(1), Role::Muted, &head);
    let x = area.x + 1 + 11 + 4 * 7;
    paint.put(x, area.y, area.right().saturating_sub(x), Role::Heading, &format!("by {words}"));
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let (height, lines) = (usize::from(body.height), groups.len());
    let most = groups.iter().map(|g| g.counts.total()).max().unwrap_or(1).max(1);
    let offset = bring_into_view(level.cursor, level.offset, height, lines);
    for ((position, group), y) in groups.iter().enumerate().skip(offset).take(height).zip(body.y..) {
        let at = Rect { y, height: 1, width: body.width.saturating_sub(1), ..body };
        let mut pieces = vec![standing_badge(glyphs, group.worst())];
        pieces[0].text.push(' ');
        let c = group.counts;
        for (role, n) in [
            (Role::Failing, c.fail),
            (Role::Unknown, c.unknown),
            (Role::Excepted, c.waived),
            (Role::Met, c.pass),
        ] {
            let (role, text) =
                if n == 0 { (Role::Absent, glyphs.absent.to_owned()) } else { (role, short(n)) };
            pieces.push(piece(role, format!("{text:>6} ")));
        }
        let clean = piece(Role::Text, &group.label);
        let text = fit_middle(&clean.text, label.saturating_sub(1), glyphs.ellipsis);
        pieces.push(piece(Role::Text, pad(&text, label, glyphs.ellipsis)));
        if bar > 0 {
            let cells = |n: u32| (n as usize * (bar - 1)).div_ceil(most as usize);
            let (fail, rest) = (cells(c.fail), cells(c.total()).saturating_sub(cells(c.fail)));
            pieces.push(piece(Role::Failing, glyphs.thumb.repeat(fail)));
            pieces.push(piece(Role::Border, glyphs.thumb.repeat(rest)));
        }
        paint.pieces(at.x + 1, y, at.width.saturating_sub(1), &pieces);
        paint.hit(at, Hit::Row(position, None));
        if position == level.cursor {
            paint.select(at);
        }
    }
    paint.scrollbar(body, offset, lines);
    Drawn { offset, height, lines, ..Drawn::default() }
}
