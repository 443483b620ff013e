//! The brush: puts text of a role on the screen, within bounds, and remembers what a click would meet.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::document::Piece;
use crate::tui::glyph::{ASCII, Glyphs};
use crate::tui::model::{Hit, Model};
use crate::tui::text::{clean, fit, width};
use crate::tui::theme::Role;

/// A screen being drawn.
pub(super) struct Paint<'a> {
    pub(super) model: &'a Model,
    pub(super) buffer: &'a mut Buffer,
    pub(super) hits: Vec<(Rect, Hit)>,
}

impl Paint<'_> {
    pub(super) fn style(&self, role: Role) -> Style {
        self.model.theme().style(role, self.model.depth)
    }

    pub(super) fn glyphs(&self) -> &'static Glyphs {
        self.model.glyphs
    }

    /// Puts text at a place, at most `columns` wide, and gives back the column after it.
    pub(super) fn put(&mut self, x: u16, y: u16, columns: u16, role: Role, text: &str) -> u16 {
        if columns == 0 || !self.buffer.area.contains((x, y).into()) {
            return x;
        }
        let style = self.style(role);
        let text = clean(text);
        let text = if *self.model.glyphs == ASCII { ascii(text) } else { text };
        let text = fit(&text, columns as usize, self.model.glyphs.ellipsis);
        self.buffer.set_stringn(x, y, &text, columns as usize, style).0
    }

    /// Puts pieces one after another.
    pub(super) fn pieces(&mut self, x: u16, y: u16, columns: u16, pieces: &[Piece]) -> u16 {
        let end = x.saturating_add(columns);
        let mut at = x;
        for piece in pieces {
            at = self.put(at, y, end.saturating_sub(at), piece.role, &piece.text);
            if at >= end {
                break;
            }
        }
        at
    }

    /// Puts text so that it ends at the right edge of `area`'s first line; returns where it begins.
    pub(super) fn right(&mut self, area: Rect, role: Role, text: &str) -> u16 {
        let columns = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
        let x = area.right() - columns;
        self.put(x, area.y, columns, role, text);
        x
    }

    /// Gives a whole line the look of a role, over what is drawn on it.
    pub(super) fn ground(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Marks a line as selected: by its look, and by a mark for those who see no colour.
    pub(super) fn select(&mut self, line: Rect) {
        self.ground(line, Role::Selection);
        let style = self.style(Role::Selection);
        if line.width > 0 && self.buffer.area.contains((line.x, line.y).into()) {
            self.buffer.set_stringn(line.x, line.y, self.model.glyphs.cursor, 1, style);
        }
    }

    /// A line across.
    pub(super) fn rule(&mut self, area: Rect) {
        let line = self.model.glyphs.rule.repeat(area.width as usize);
        self.put(area.x, area.y, area.width, Role::Border, &line);
    }

    /// A line down.
    pub(super) fn wall(&mut self, x: u16, area: Rect) {
        for y in area.top()..area.bottom() {
            self.put(x, y, 1, Role::Border, self.model.glyphs.wall);
        }
    }

    /// The scroll bar at the right edge, where not everything is shown.
    pub(super) fn scrollbar(&mut self, area: Rect, offset: usize, lines: usize) {
        let height = area.height as usize;
        if lines <= height || height == 0 || area.width == 0 {
            return;
        }
        let size = (height * height / lines).max(1);
        let room = height - size;
        let start = (offset * room).div_ceil((lines - height).max(1)).min(room);
        for line in start..start + size {
            let y = area.y + u16::try_from(line).unwrap_or(0);
            self.put(area.right().saturating_sub(1), y, 1, Role::Border, self.model.glyphs.thumb);
        }
    }

    pub(super) fn hit(&mut self, area: Rect, hit: Hit) {
        self.hits.push((area, hit));
    }
}

/// The signs that our own texts and the regulation use, in ASCII.
fn ascii(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '§' => out.push_str("s."),
            '–' | '—' | '‑' | '−' => out.push('-'),
            '“' | '”' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '…' => out.push_str(".."),
            '≥' => out.push_str(">="),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The first line to show so that the cursor's line is within `height`, as near to `offset` as can be.
pub(super) fn bring_into_view(cursor: usize, offset: usize, height: usize, lines: usize) -> usize {
    let height = height.max(1);
    let highest = lines.saturating_sub(height);
    let offset = offset.min(highest);
    if cursor < offset {
        cursor
    } else if cursor >= offset + height {
        cursor + 1 - height
    } else {
        offset
    }
}

/// A line of an area.
pub(super) fn line(area: Rect, n: u16) -> Rect {
    if n >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect { y: area.y + n, height: 1, ..area }
}
