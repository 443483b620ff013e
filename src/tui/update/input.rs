//! Keys and pastes: what they mean depends on what is open.

use crossterm::event::KeyCode;

use crate::tui::action::Action;
use crate::tui::keymap::{Found, Key, written};
use crate::tui::model::{Input, Mode, Model, PaletteItem, Tone};

use super::{AT_ONCE, Effect, bulk, menu, narrow, navigate, run, theme};

pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.mode {
        Mode::Filter { input, .. } => {
            input.insert(text);
            narrow::typed(model)
        }
        Mode::Palette(palette) => {
            palette.input.insert(text);
            palette.search(model.snapshot.as_deref());
            counted(model)
        }
        Mode::Export(input) => {
            input.insert(text);
            Vec::new()
        }
        Mode::Browse | Mode::Help { .. } | Mode::Themes { .. } | Mode::Menu(_) => Vec::new(),
    }
}

pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.message = None;
    // leaving, stopping and drawing anew work wherever one is, by keys that nobody types into a text
    let always = model.keymap.action(key).filter(|action| {
        let everywhere = [Action::Quit, Action::Suspend, Action::Redraw, Action::Cancel];
        key.is_command() && everywhere.contains(action)
    });
    if let Some(action) = always {
        model.pending.clear();
        return run(model, action);
    }
    match model.mode {
        Mode::Browse => browse_key(model, key),
        Mode::Filter { .. } => filter_key(model, key),
        Mode::Palette(_) => palette_key(model, key),
        Mode::Help { .. } => {
            help_key(model, key);
            Vec::new()
        }
        Mode::Themes { before } => theme::key(model, key, before),
        Mode::Menu(_) => menu::key(model, key),
        Mode::Export(_) => bulk::export_key(model, key),
    }
}

/// A key on a page: an action, the beginning of one, or nothing.
fn browse_key(model: &mut Model, key: Key) -> Vec<Effect> {
    // Esc leaves a sequence that was begun, unless it is part of it
    model.pending.push(key);
    match model.keymap.find(&model.pending) {
        Found::Action(action) => {
            model.pending.clear();
            return run(model, action);
        }
        Found::Begun => return Vec::new(),
        Found::Nothing => {}
    }
    let pressed = std::mem::take(&mut model.pending);
    if pressed.len() == 1 || key.code() != KeyCode::Esc {
        let help = model.keymap.first(Action::Help);
        let text = format!("{} does nothing here; {help} shows every key", written(&pressed));
        model.message = Some((Tone::Info, text));
    }
    Vec::new()
}

pub(super) fn edit_input(input: &mut Input, key: Key) -> bool {
    match key.code() {
        KeyCode::Backspace => input.backspace(),
        KeyCode::Left => input.left(),
        KeyCode::Right => input.right(),
        KeyCode::Home => input.home(),
        KeyCode::End => input.end(),
        _ if key.is_ctrl('u') => input.clear(),
        _ if key.is_ctrl('w') => input.delete_word(),
        _ if key.is_ctrl('a') => input.home(),
        _ if key.is_ctrl('e') => input.end(),
        _ => match key.typed() {
            Some(c) => input.insert(c.encode_utf8(&mut [0; 4])),
            None => return false,
        },
    }
    true
}

fn filter_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Mode::Filter { input, before, .. } = &mut model.mode else { return Vec::new() };
    match key.code() {
        // Esc gives up what was typed, and only then leaves the line
        KeyCode::Esc if !input.text().is_empty() && input.text() != before => {
            *input = Input::new(before);
            narrow::typed(model)
        }
        KeyCode::Esc | KeyCode::Enter => {
            model.mode = Mode::Browse;
            Vec::new()
        }
        KeyCode::Tab | KeyCode::BackTab => narrow::complete(model, key.code() == KeyCode::Tab),
        KeyCode::Down | KeyCode::Up | KeyCode::PageDown | KeyCode::PageUp => {
            let action = match key.code() {
                KeyCode::Down => Action::Down,
                KeyCode::Up => Action::Up,
                KeyCode::PageDown => Action::PageDown,
                _ => Action::PageUp,
            };
            run(model, action)
        }
        _ => {
            if edit_input(input, key) {
                return narrow::typed(model);
            }
            Vec::new()
        }
    }
}

fn palette_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let page = model.drawn.height.max(1);
    let Mode::Palette(palette) = &mut model.mode else { return Vec::new() };
    let last = palette.shown.len().saturating_sub(1);
    match key.code() {
        KeyCode::Esc => model.mode = Mode::Browse,
        KeyCode::Enter => return choose(model),
        KeyCode::Down | KeyCode::Tab => palette.cursor = (palette.cursor + 1).min(last),
        KeyCode::Up | KeyCode::BackTab => palette.cursor = palette.cursor.saturating_sub(1),
        KeyCode::PageDown => palette.cursor = (palette.cursor + page).min(last),
        KeyCode::PageUp => palette.cursor = palette.cursor.saturating_sub(page),
        _ if key.is_ctrl('n') => palette.cursor = (palette.cursor + 1).min(last),
        _ if key.is_ctrl('p') => palette.cursor = palette.cursor.saturating_sub(1),
        _ => {
            if edit_input(&mut palette.input, key) {
                palette.search(model.snapshot.as_deref());
                return counted(model);
            }
        }
    }
    Vec::new()
}

/// Does what the selected entry of the palette says.
pub(super) fn choose(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &model.mode else { return Vec::new() };
    let Some(entry) = palette.shown.get(palette.cursor).cloned() else { return Vec::new() };
    model.mode = Mode::Browse;
    match entry.item {
        PaletteItem::Action(action) => run(model, action),
        PaletteItem::Place(place) => navigate::jump(model, &place),
        PaletteItem::Theme(i) => {
            theme::keep(model, i);
            Vec::new()
        }
    }
}

/// Asks how many resources have what is typed in the palette in their names.
fn counted(model: &mut Model) -> Vec<Effect> {
    let Some(snapshot) = model.snapshot.clone() else { return Vec::new() };
    model.generation += 1;
    let generation = model.generation;
    let Mode::Palette(palette) = &mut model.mode else { return Vec::new() };
    let Some(request) = palette.count_request(snapshot, generation) else { return Vec::new() };
    if request.base.rows(&request.snapshot).len() > AT_ONCE {
        return vec![Effect::Rows(request)];
    }
    let mut answers = Vec::new();
    request.run(|answer| answers.push(answer), || true);
    for answer in answers {
        narrow::answered(model, answer);
    }
    Vec::new()
}

fn help_key(model: &mut Model, key: Key) {
    let page = model.drawn.height.max(1);
    let last = model.drawn.lines.saturating_sub(page);
    let action = model.keymap.action(key);
    let Mode::Help { offset } = &mut model.mode else { return };
    match action {
        Some(Action::Down) => *offset = (*offset + 1).min(last),
        Some(Action::Up) => *offset = offset.saturating_sub(1),
        Some(Action::PageDown) => *offset = (*offset + page).min(last),
        Some(Action::PageUp) => *offset = offset.saturating_sub(page),
        Some(Action::First) => *offset = 0,
        Some(Action::Last) => *offset = last,
        _ => model.mode = Mode::Browse,
    }
}
