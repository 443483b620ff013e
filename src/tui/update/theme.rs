//! Themes: looked at one by one, kept or given back, read anew when their files change.

use crossterm::event::KeyCode;

use crate::tui::action::Action;
use crate::tui::keymap::Key;
use crate::tui::model::{Mode, Model, Tone};
use crate::tui::theme::{Depth, Theme, ThemeError};

use super::{Effect, run};

/// Opens the list of themes.
pub(super) fn show(model: &mut Model) {
    model.mode = Mode::Themes { before: model.theme };
}

/// Takes a theme for good: it no longer follows the terminal.
pub(super) fn keep(model: &mut Model, i: usize) {
    model.theme = i;
    model.theme_of_ground = None;
    let name = &model.theme().name;
    let mut text = format!("theme {name}; tui.theme = \"{name}\" in the configuration keeps it");
    if model.depth == Depth::Mono {
        text.push_str("; this terminal shows no colour");
    }
    model.message = Some((Tone::Info, text));
}

/// A key while themes are looked at.
pub(super) fn key(model: &mut Model, key: Key, before: usize) -> Vec<Effect> {
    let last = model.themes.len().saturating_sub(1);
    let page = model.drawn.height.max(1);
    let chosen = match model.keymap.action(key) {
        Some(Action::Down | Action::Theme) => (model.theme + 1).min(last),
        Some(Action::Up) => model.theme.saturating_sub(1),
        Some(Action::PageDown) => (model.theme + page).min(last),
        Some(Action::PageUp) => model.theme.saturating_sub(page),
        Some(Action::Last) => last,
        Some(Action::Quit) => return run(model, Action::Quit),
        _ => match key.code() {
            KeyCode::Enter => {
                model.mode = Mode::Browse;
                keep(model, model.theme);
                return Vec::new();
            }
            KeyCode::Down => (model.theme + 1).min(last),
            KeyCode::Up => model.theme.saturating_sub(1),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => {
                model.mode = Mode::Browse;
                model.theme = before;
                return Vec::new();
            }
        },
    };
    model.theme = chosen;
    Vec::new()
}

/// The terminal said whether it is light.
pub(super) fn follow(model: &mut Model, light: bool) {
    let Some(names) = &model.theme_of_ground else { return };
    let name = &names[usize::from(light)];
    if let Some(i) = model.themes.iter().position(|t| t.name == *name) {
        model.theme = i;
    }
}

/// Theme files changed. A theme in use whose file is broken now stays as it was.
pub(super) fn reload(model: &mut Model, mut themes: Vec<Theme>, errors: &[ThemeError]) {
    let used = model.theme().clone();
    let changed = themes.iter().find(|t| t.name == used.name).is_some_and(|t| *t != used);
    let place = |themes: &[Theme], name: &str| themes.iter().position(|t| t.name == name);
    let before = match model.mode {
        Mode::Themes { before } => model.themes.get(before).map(|t| t.name.clone()),
        _ => None,
    };
    model.theme = place(&themes, &used.name).unwrap_or_else(|| {
        themes.push(used.clone());
        themes.len() - 1
    });
    if let Some(name) = before {
        model.mode = Mode::Themes { before: place(&themes, &name).unwrap_or(model.theme) };
    }
    model.themes = themes;
    model.message = match errors.first() {
        Some(error) => Some((Tone::Warning, format!("{error}; the theme is as it was"))),
        None if changed => Some((Tone::Info, format!("theme {} was read anew", used.name))),
        None => model.message.take(),
    };
}
