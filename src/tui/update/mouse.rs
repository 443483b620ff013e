//! Mouse: a click selects, a click on what is selected opens, the wheel scrolls, a crumb goes back.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use crate::tui::model::{Hit, Mode, Model};

use super::act::SPLIT;
use super::input::choose;
use super::{Effect, menu, navigate, run};

/// Lines the wheel moves by.
const WHEEL: isize = 3;

pub(super) fn mouse(model: &mut Model, event: MouseEvent) -> Vec<Effect> {
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, WHEEL),
        MouseEventKind::ScrollUp => wheel(model, -WHEEL),
        MouseEventKind::Down(MouseButton::Left) => click(model, event.column, event.row),
        MouseEventKind::Drag(MouseButton::Left) if model.dragging => {
            drag(model, event.column);
            Vec::new()
        }
        MouseEventKind::Up(MouseButton::Left) => {
            model.dragging = false;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn wheel(model: &mut Model, by: isize) -> Vec<Effect> {
    let last = model.drawn.lines.saturating_sub(model.drawn.height);
    match &mut model.mode {
        Mode::Palette(palette) => {
            let end = palette.shown.len().saturating_sub(1);
            palette.cursor = palette.cursor.saturating_add_signed(by).min(end);
            Vec::new()
        }
        Mode::Help { offset } => {
            *offset = offset.saturating_add_signed(by).min(last);
            Vec::new()
        }
        Mode::Themes { .. } => {
            let end = model.themes.len().saturating_sub(1);
            model.theme = model.theme.saturating_add_signed(by.signum()).min(end);
            Vec::new()
        }
        Mode::Menu(menu) => {
            menu.cursor = menu.cursor.saturating_add_signed(by.signum());
            Vec::new()
        }
        Mode::Browse | Mode::Filter { .. } | Mode::Export(_) => {
            let mut effects = Vec::new();
            for _ in 0..by.unsigned_abs() {
                effects.extend(navigate::step(model, by.signum()));
            }
            effects
        }
    }
}

/// The line between the list and the preview follows the pointer.
fn drag(model: &mut Model, column: u16) {
    let percent = u32::from(column) * 100 / u32::from(model.size.0.max(1));
    let at = model.split_at();
    model.split[at] = u16::try_from(percent).unwrap_or(SPLIT.1).clamp(SPLIT.0, SPLIT.1);
}

fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    let at = Position::new(column, row);
    // what was drawn last lies on top
    let hit = model.drawn.hits.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, hit)| hit.clone());
    match hit {
        Some(Hit::Row(position, column)) => {
            let offset = model.drawn.offset;
            let level = model.level_mut();
            let same = level.cursor == position && column.is_none_or(|c| c == level.column);
            level.cursor = position;
            level.column = column.unwrap_or(level.column);
            level.free_scroll = true;
            level.offset = offset;
            if same { run(model, crate::tui::action::Action::Open) } else { Vec::new() }
        }
        Some(Hit::Crumb(depth)) => {
            let mut effects = Vec::new();
            while model.levels.len() > depth + 1 {
                effects.extend(navigate::up(model));
            }
            effects
        }
        Some(Hit::Entry(position)) => {
            if let Mode::Palette(palette) = &mut model.mode {
                palette.cursor = position;
            }
            choose(model)
        }
        Some(Hit::Action(action)) => run(model, action),
        Some(Hit::Theme(i)) => {
            model.theme = i.min(model.themes.len().saturating_sub(1));
            Vec::new()
        }
        Some(Hit::Head(column)) => menu::sort_by(model, column),
        Some(Hit::Choice(position)) => menu::choose(model, position),
        Some(Hit::Split) => {
            model.dragging = true;
            Vec::new()
        }
        None => Vec::new(),
    }
}
