//! A menu over the page: its entries, the one that holds marked, and the letters that choose at once.

use ratatui::layout::Rect;

use crate::tui::model::{Hit, Menu, entries};
use crate::tui::text::width;
use crate::tui::theme::Role;

use super::paint::{Paint, bring_into_view};
use super::palette::{border, clear};

pub(super) fn menu(paint: &mut Paint<'_>, area: Rect, menu: &Menu) {
    let list = entries(paint.model, menu.kind);
    let widest = list.iter().map(|e| width(e.words)).max().unwrap_or(0).max(24) + 10;
    let wide = u16::try_from(widest).unwrap_or(u16::MAX).min(area.width.saturating_sub(2));
    let tall = u16::try_from(list.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let frame = Rect {
        x: area.x + (area.width.saturating_sub(wide)) / 2,
        y: area.y + (area.height.saturating_sub(tall)) / 2,
        width: wide,
        height: tall,
    };
    clear(paint, frame);
    border(paint, frame, menu.title());
    let rows = Rect {
        x: frame.x + 1,
        y: frame.y + 1,
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(2),
    };
    let height = usize::from(rows.height);
    let offset = bring_into_view(menu.cursor, 0, height, list.len());
    for ((i, entry), y) in list.iter().enumerate().skip(offset).take(height).zip(rows.y..) {
        let at = Rect { y, height: 1, ..rows };
        if let Some(key) = entry.key {
            paint.put(at.x + 2, y, 1, Role::Key, &key.to_string());
        }
        let mark = if entry.on { paint.glyphs().met } else { " " };
        paint.put(at.x + 4, y, 2, Role::Met, mark);
        let role = if entry.on { Role::Text } else { Role::Muted };
        paint.put(at.x + 6, y, at.width.saturating_sub(7), role, entry.words);
        paint.hit(at, Hit::Choice(i));
        if i == menu.cursor {
            paint.select(at);
        }
    }
}
