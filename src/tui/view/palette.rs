//! The palette over the page: what is typed, and what it finds.

use ratatui::layout::Rect;

use crate::tui::model::{Hit, Palette, PaletteItem};
use crate::tui::text::{fit_middle, width};
use crate::tui::theme::Role;
use crate::tui::update::enabled;

use super::paint::{Paint, bring_into_view};

pub(super) fn palette(paint: &mut Paint<'_>, area: Rect, palette: &Palette) {
    let wide = area.width.saturating_sub(4).min(100);
    let frame = Rect { x: area.x + (area.width.saturating_sub(wide)) / 2, width: wide, ..area };
    clear(paint, frame);
    border(paint, frame, "Go to or do");
    let inner = Rect {
        x: frame.x + 1,
        y: frame.y + 1,
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(2),
    };
    let (before, after) = palette.input.halves();
    let mut x = paint.put(inner.x + 1, inner.y, inner.width.saturating_sub(1), Role::Key, ": ");
    x = paint.put(x, inner.y, inner.right().saturating_sub(x), Role::Text, before);
    x = paint.put(x, inner.y, 1, Role::Accent, paint.glyphs().caret);
    x = paint.put(x, inner.y, inner.right().saturating_sub(x), Role::Text, after);
    let found = palette.shown.len();
    let count = match palette.tally.as_str() {
        "" => format!("{found}{}", if palette.more { "+" } else { "" }),
        tally => tally.to_owned(),
    };
    if usize::from(inner.right().saturating_sub(x)) > width(&count) + 2 {
        paint.right(Rect { height: 1, width: inner.width.saturating_sub(1), ..inner }, Role::Muted, &count);
    }
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if found == 0 {
        paint.put(
            rows.x + 2,
            rows.y + 1,
            rows.width.saturating_sub(3),
            Role::Text,
            "Nothing is called that.",
        );
        return;
    }
    let height = usize::from(rows.height);
    let offset = bring_into_view(palette.cursor, 0, height, found);
    for ((i, entry), y) in palette.shown.iter().enumerate().skip(offset).zip(rows.top()..rows.bottom()) {
        let at = Rect { y, height: 1, ..rows };
        let why = match &entry.item {
            PaletteItem::Action(action) => enabled(paint.model, *action).err(),
            _ => None,
        };
        let role = if why.is_some() { Role::Muted } else { Role::Text };
        paint.put(at.x + 2, y, 11, Role::Muted, entry.sort);
        let aside = why.as_ref().map_or(entry.aside.as_str(), String::as_str);
        // the words come first; what is beside them takes the room that is left
        let inner = usize::from(at.width.saturating_sub(15));
        let aside_room = inner.saturating_sub(width(&entry.words) + 2).max(inner / 6);
        let aside = fit_middle(aside, aside_room, paint.glyphs().ellipsis).into_owned();
        let room = u16::try_from(inner.saturating_sub(width(&aside) + 1)).unwrap_or(0);
        let words = fit_middle(&entry.words, usize::from(room), paint.glyphs().ellipsis).into_owned();
        paint.put(at.x + 13, y, room, role, &words);
        let aside_role = if matches!(entry.item, PaletteItem::Action(_)) && why.is_none() {
            Role::Key
        } else {
            Role::Muted
        };
        paint.right(Rect { width: at.width.saturating_sub(1), ..at }, aside_role, &aside);
        paint.hit(at, Hit::Entry(i));
        if i == palette.cursor {
            paint.select(at);
        }
    }
}

pub(super) fn clear(paint: &mut Paint<'_>, area: Rect) {
    let base = paint.model.theme().base(paint.model.depth);
    let blank = " ".repeat(usize::from(area.width));
    for y in area.top()..area.bottom() {
        paint.buffer.set_stringn(area.x, y, &blank, usize::from(area.width), ratatui::style::Style::reset());
    }
    paint.buffer.set_style(area, base);
}

pub(super) fn border(paint: &mut Paint<'_>, area: Rect, title: &str) {
    let [a, b, c, d] = paint.glyphs().corners;
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    paint.rule(line);
    paint.rule(Rect { y: area.bottom().saturating_sub(1), ..line });
    paint.wall(area.x, area);
    paint.wall(area.right().saturating_sub(1), area);
    paint.put(area.x, area.y, 1, Role::Border, a);
    paint.put(area.right().saturating_sub(1), area.y, 1, Role::Border, b);
    paint.put(area.x, area.bottom().saturating_sub(1), 1, Role::Border, c);
    paint.put(area.right().saturating_sub(1), area.bottom().saturating_sub(1), 1, Role::Border, d);
    paint.put(area.x + 2, area.y, area.width.saturating_sub(4), Role::Heading, &format!(" {title} "));
}
