//! The box that opens after the first of several keys: what may follow, and what it does.

use ratatui::layout::Rect;

use crate::tui::document::{Piece, piece};
use crate::tui::keymap::written;
use crate::tui::text::width;
use crate::tui::theme::Role;
use crate::tui::update::enabled;

use super::paint::Paint;
use super::palette::{border, clear};

/// Draws it in the lower right corner of an area.
pub(super) fn pending(paint: &mut Paint<'_>, area: Rect) {
    let model = paint.model;
    let rows: Vec<[Piece; 2]> = model
        .keymap
        .after(&model.pending)
        .map(|(keys, action)| {
            let mut words = piece(Role::Text, action.row().words);
            if let Err(why) = enabled(model, action) {
                words = piece(Role::Muted, format!("{} (not now: {why})", action.row().words));
            }
            [piece(Role::Key, keys), words]
        })
        .collect();
    let keys = rows.iter().map(|[keys, _]| width(&keys.text)).max().unwrap_or(0);
    let words = rows.iter().map(|[_, words]| width(&words.text)).max().unwrap_or(0);
    let columns = u16::try_from(keys + words + 6).unwrap_or(u16::MAX).min(area.width);
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(area.height);
    if columns < 12 || height < 3 {
        return;
    }
    let at = Rect { x: area.right() - columns, y: area.bottom() - height, width: columns, height };
    clear(paint, at);
    border(paint, at, &written(&model.pending));
    for ([key, words], y) in rows.iter().zip(at.y + 1..at.bottom() - 1) {
        paint.put(at.x + 2, y, at.width - 4, key.role, &key.text);
        let x = at.x + 4 + u16::try_from(keys).unwrap_or(0);
        paint.put(x, y, (at.right() - 2).saturating_sub(x), words.role, &words.text);
    }
}
