//! What the screen shows: one pure function from the model to a buffer.
//!
//! ```text
//! steth  12–47 % of 68 met · 41/45 measured            as of 09:14Z (2 h)   header
//! ✗ 14 failing  ? 11 unknown  ◌ 35 attest  ✓ 8 met · 23 root causes
//! matrix › 164.312(a)(2)(iv) › encryption-at-rest   [status:fail] 12/340    crumbs
//! ┌ list, page or matrix ────────────┐│┌ preview, on wide screens ┐
//! └──────────────────────────────────┘│└──────────────────────────┘
//! a message, the filter being typed, or what is selected in full            status
//! enter open  esc back  / filter  n next fail  ? help                       footer
//! ```

mod document;
mod empty;
mod footer;
mod header;
mod help;
mod matrix;
mod menu;
mod paint;
mod palette;
mod pending;
mod plain;
mod table;
mod themes;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::model::{Body, Drawn, Hit, Mode, Model, Phase};
use super::theme::Role;
use super::update::WIDE;
use paint::Paint;

/// Smallest screen with panes; below it there is one plain page.
const LEAST: (u16, u16) = (60, 15);

/// Draws the model and tells what it found out on the way.
pub(crate) fn render(model: &Model, buffer: &mut Buffer) -> Drawn {
    let area = buffer.area;
    buffer.set_style(area, model.theme().base(model.depth));
    let mut paint = Paint { model, buffer, hits: Vec::new() };
    if area.width == 0 || area.height == 0 {
        return Drawn::default();
    }
    let mut drawn = if area.width < LEAST.0 || area.height < LEAST.1 {
        small(&mut paint, area)
    } else {
        panes(&mut paint, area)
    };
    if !model.pending.is_empty() {
        let above = u16::from(area.height > 6) * 2;
        pending::pending(&mut paint, Rect { height: area.height - above, ..area });
    }
    drawn.hits = paint.hits;
    drawn
}

/// A screen without room for panes: one thing at a time.
fn small(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    match &paint.model.mode {
        Mode::Help { offset } => help::help(paint, area, *offset),
        Mode::Palette(palette) if area.width >= 30 && area.height >= 6 => {
            palette::palette(paint, area, palette);
            Drawn { height: usize::from(area.height.saturating_sub(4)), ..Drawn::default() }
        }
        Mode::Themes { .. } => themes::themes(paint, area),
        Mode::Menu(open) if area.width >= 30 && area.height >= 6 => {
            let under = plain::plain(paint, area);
            menu::menu(paint, area, open);
            under
        }
        _ => plain::plain(paint, area),
    }
}

fn panes(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    header::header(paint, Rect { height: 2, ..area });
    header::crumbs(paint, Rect { y: area.y + 2, height: 1, ..area });
    let body = Rect { y: area.y + 3, height: area.height.saturating_sub(5), ..area };
    footer::status(paint, Rect { y: area.bottom().saturating_sub(2), height: 1, ..area });
    footer::footer(paint, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area });
    match &paint.model.mode {
        Mode::Help { offset } => return help::help(paint, body, *offset),
        Mode::Palette(palette) => {
            let under = pane(paint, body, true);
            palette::palette(paint, body, palette);
            return Drawn { height: usize::from(body.height.saturating_sub(4)), ..under };
        }
        Mode::Themes { .. } => return themes::themes(paint, body),
        Mode::Menu(open) => {
            let under = pane(paint, body, true);
            menu::menu(paint, body, open);
            return under;
        }
        Mode::Browse | Mode::Filter { .. } | Mode::Export(_) => {}
    }
    pane(paint, body, false)
}

/// The page, with a preview of what is selected where there is room.
fn pane(paint: &mut Paint<'_>, area: Rect, covered: bool) -> Drawn {
    let model = paint.model;
    // what cannot be shown beside the list leaves the list its room
    let is_shown = |body: &Body| matches!(body, Body::Document(_) | Body::Table { .. });
    let Some((_, preview)) =
        model.preview.as_ref().filter(|(_, body)| area.width >= WIDE && !covered && is_shown(body))
    else {
        return page(paint, area);
    };
    let left = model.list_width().min(area.width.saturating_sub(1));
    paint.wall(area.x + left, area);
    paint.hit(Rect { x: area.x + left, width: 1, ..area }, Hit::Split);
    let beside = Rect { x: area.x + left + 1, width: area.width.saturating_sub(left) - 1, ..area };
    match preview {
        Body::Document(doc) => document::still(paint, beside, doc),
        Body::Table { head, base, rows, .. } => {
            table::preview(paint, beside, head, *base, rows.as_ref());
        }
        _ => {}
    }
    page(paint, Rect { width: left, ..area })
}

fn page(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    let level = paint.model.level();
    match &level.body {
        Body::Matrix => matrix::matrix(paint, area),
        Body::Table { base, head, .. } => table::table(paint, area, level, *base, head),
        Body::Document(doc) => document::document(paint, area, level, doc),
        Body::Missing(why) => {
            say(paint, area, &["There is nothing at this place:", why, "Esc goes back."]);
            Drawn::default()
        }
        Body::Waiting => {
            waiting(paint, area);
            Drawn::default()
        }
    }
}

/// The page while nothing is known yet.
fn waiting(paint: &mut Paint<'_>, area: Rect) {
    let model = paint.model;
    match &model.phase {
        Phase::Reading { progress, began } => {
            let far = progress.words(model.now.as_second() - began.as_second());
            let mut lines = vec!["This page fills in as soon as there is something to show.".to_owned(), far];
            let width = usize::from(area.width.saturating_sub(6)).min(40);
            if let (done, all @ 1..) = progress.parts() {
                let filled = (done as usize * width / all as usize).min(width);
                let (on, off) = (model.glyphs.thumb, model.glyphs.rule);
                lines.push(format!("{}{}", on.repeat(filled), off.repeat(width - filled)));
            }
            for source in &progress.sources {
                lines.push(format!("{}: {}", source.source, super::document::far(source)));
            }
            if progress.bytes > 0 {
                #[expect(clippy::cast_precision_loss, reason = "shown with one digit after the point")]
                let megabytes = progress.bytes as f64 / 1e6;
                lines.push(format!("{megabytes:.1} MB so far"));
            }
            if model.can_cancel {
                let key = model.keymap.first(super::action::Action::Cancel);
                lines.push(format!("{key} stops it; what was read so far is kept, and the rest is unknown"));
            }
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            say(paint, area, &lines);
        }
        Phase::Failed(why) => {
            let sources = model.keymap.first(super::action::Action::Quit);
            let out = format!("{sources} leaves; `steth scan` says the same as text.");
            say(paint, area, &["The scan failed, so nothing is known:", why, &out]);
        }
        Phase::Ready => say(paint, area, &["Nothing was read yet."]),
    }
}

/// A few lines in the upper middle of an empty page.
fn say(paint: &mut Paint<'_>, area: Rect, lines: &[&str]) {
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        paint.put(area.x + 2, y, area.width.saturating_sub(4), Role::Text, line);
    }
}
