//! Keys of the menus: what rows are put together by, and the columns.

use crossterm::event::KeyCode;

use crate::tui::keymap::Key;
use crate::tui::model::{
    Choice, Column, GroupBy, MenuKind, Mode, Model, Sort, Tone, entries, grouped, shown,
};

use super::{Effect, narrow};

pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Mode::Menu(menu) = &model.mode else { return Vec::new() };
    let (kind, cursor) = (menu.kind, menu.cursor);
    let list = entries(model, kind);
    let end = list.len().saturating_sub(1);
    if kind == MenuKind::Group
        && let Some(letter) = key.typed()
        && let Some(at) = list.iter().position(|e| e.key == Some(letter))
    {
        return choose(model, at);
    }
    let to = |model: &mut Model, at: usize| {
        if let Mode::Menu(menu) = &mut model.mode {
            menu.cursor = at;
        }
        Vec::new()
    };
    match (key.code(), key.typed()) {
        (KeyCode::Esc, _) | (_, Some('q')) => {
            model.mode = Mode::Browse;
            Vec::new()
        }
        (KeyCode::Down | KeyCode::Tab, _) | (_, Some('j')) => to(model, (cursor + 1).min(end)),
        (KeyCode::Up | KeyCode::BackTab, _) | (_, Some('k')) => to(model, cursor.saturating_sub(1)),
        (KeyCode::Home, _) => to(model, 0),
        (KeyCode::End, _) => to(model, end),
        (KeyCode::Enter, _) | (_, Some(' ')) => choose(model, cursor),
        (_, Some(letter)) if kind == MenuKind::Columns => columns_key(model, letter, cursor),
        _ => Vec::new(),
    }
}

/// Does what an entry says.
pub(super) fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let Mode::Menu(menu) = &model.mode else { return Vec::new() };
    let Some(entry) = entries(model, menu.kind).get(at).cloned() else { return Vec::new() };
    match entry.choice {
        Choice::Group(by) => {
            model.mode = Mode::Browse;
            let filter = grouped(&model.level().place.filter, by);
            let effects = narrow::apply(model, &filter);
            let words = by.map_or("every row for itself", GroupBy::words);
            model.message = Some((Tone::Info, format!("put together by {words}")));
            effects
        }
        Choice::Column(column) => {
            toggle(model, column);
            // a column that goes moves below those that stay
            let Mode::Menu(menu) = &model.mode else { return Vec::new() };
            let at = entries(model, menu.kind).iter().position(|e| e.choice == entry.choice);
            if let (Mode::Menu(menu), Some(at)) = (&mut model.mode, at) {
                menu.cursor = at;
            }
            Vec::new()
        }
    }
}

fn columns_key(model: &mut Model, letter: char, cursor: usize) -> Vec<Effect> {
    let Some(base) = model.level().base() else { return Vec::new() };
    let chosen = entries(model, MenuKind::Columns).get(cursor).map(|e| e.choice);
    let Some(Choice::Column(column)) = chosen else { return Vec::new() };
    match letter {
        's' => {
            model.mode = Mode::Browse;
            return sort_by(model, column);
        }
        'r' => {
            model.columns.remove(base.id());
        }
        'J' | 'K' => {
            let mut list = shown(model, base);
            let Some(at) = list.iter().position(|c| *c == column) else { return Vec::new() };
            let to = if letter == 'J' { (at + 1).min(list.len() - 1) } else { at.saturating_sub(1) };
            list.swap(at, to);
            model.columns.insert(base.id(), list);
            if let Mode::Menu(menu) = &mut model.mode {
                menu.cursor = to;
            }
        }
        _ => {}
    }
    Vec::new()
}

fn toggle(model: &mut Model, column: Column) {
    let Some(base) = model.level().base() else { return };
    let mut list = shown(model, base);
    match list.iter().position(|c| *c == column) {
        // a table without columns shows nothing at all
        Some(_) if list.len() == 1 => {
            model.message = Some((Tone::Warning, "one column has to stay".to_owned()));
            return;
        }
        Some(at) => {
            list.remove(at);
        }
        None => list.push(column),
    }
    model.columns.insert(base.id(), list);
}

/// Orders the table by a column; the same one again turns the order round.
pub(super) fn sort_by(model: &mut Model, column: Column) -> Vec<Effect> {
    let level = model.level_mut();
    let reversed = level.sort.column == Some(column) && !level.sort.reversed;
    level.sort = Sort { column: Some(column), reversed };
    narrow::resorted(model)
}
