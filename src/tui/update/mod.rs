//! What happens: a message changes the model and asks for effects. Pure: no input or output here.

mod act;
mod enabled;
mod mouse;
mod narrow;
mod navigate;

pub(crate) use enabled::enabled;
pub(crate) use navigate::{WIDE, begin};

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseEvent};

use crate::posture::Posture;

use super::action::Action;
use super::event::Event;
use super::keymap::Key;
use super::model::{Answer, Mode, Model, PaletteItem, Phase, Request, Snapshot, Tone};

/// What comes in.
#[derive(Debug)]
pub(crate) enum Message {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Resize(u16, u16),
    /// From the scan.
    Feed(Event),
    /// The scan's side of the feed is gone.
    FeedClosed,
    /// A posture was indexed.
    Indexed(Arc<Snapshot>),
    /// Rows of a table were found.
    Rows(Answer),
    /// A worker died.
    Broken(String),
    /// Asked to leave from outside.
    Terminate,
    /// The terminal is ours again.
    Resumed,
    /// Asked to stop from outside, as by `kill -TSTP`.
    Stop,
}

/// What is to be done outside.
#[derive(Debug)]
pub(crate) enum Effect {
    Quit,
    /// Copy a text; the words name it in the message.
    Copy(String, &'static str),
    /// Open a file at a line.
    Edit(String, u32),
    Suspend,
    /// Index a posture off this thread.
    Index(Arc<Posture>),
    /// Find rows off this thread.
    Rows(Request),
    /// Draw everything anew.
    Redraw,
}

/// Tables up to this many rows are narrowed at once; larger ones by a worker, answer by answer.
pub(crate) const AT_ONCE: usize = 20_000;

/// Takes a message in.
pub(crate) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(event) if event.kind == KeyEventKind::Release => Vec::new(),
        Message::Key(event) => key(model, event.into()),
        Message::Mouse(event) => mouse::mouse(model, event),
        Message::Paste(text) => paste(model, &text),
        Message::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Message::Feed(event) => feed(model, event),
        Message::FeedClosed => {
            if matches!(model.phase, Phase::Reading { .. }) && model.snapshot.is_none() {
                model.phase = Phase::Failed("the scan ended without a result".to_owned());
            }
            Vec::new()
        }
        Message::Indexed(snapshot) => {
            model.snapshot = Some(snapshot);
            model.phase = Phase::Ready;
            // what was found so far was found elsewhere
            if let Mode::Palette(palette) = &mut model.mode {
                palette.search_anew(model.snapshot.as_deref());
            }
            navigate::refresh(model)
        }
        Message::Rows(answer) => {
            narrow::answered(model, answer);
            Vec::new()
        }
        Message::Broken(text) => {
            model.phase = Phase::Failed(text);
            Vec::new()
        }
        Message::Terminate => vec![Effect::Quit],
        Message::Stop => vec![Effect::Suspend],
        Message::Resumed => vec![Effect::Redraw],
    };
    effects.extend(navigate::preview(model));
    effects
}

fn feed(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Progress(progress) => {
            model.phase =
                Phase::Reading { files: progress.files, resources: progress.resources, what: progress.what };
            Vec::new()
        }
        Event::Posture(posture) => vec![Effect::Index(posture)],
        Event::Failed(error) => {
            model.phase = Phase::Failed(error);
            Vec::new()
        }
    }
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.mode {
        Mode::Filter { input, .. } => {
            input.insert(text);
            narrow::typed(model)
        }
        Mode::Palette(palette) => {
            palette.input.insert(text);
            palette.search(model.snapshot.as_deref());
            Vec::new()
        }
        Mode::Browse | Mode::Help { .. } => Vec::new(),
    }
}

fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.message = None;
    // leaving and suspending work wherever one is
    let always =
        model.keymap.action(key).filter(|_| key.is_ctrl('c') || key.is_ctrl('z') || key.is_ctrl('l'));
    if let Some(action) = always {
        return run(model, action);
    }
    match model.mode {
        Mode::Browse => {
            if let Some(action) = model.keymap.action(key) {
                return run(model, action);
            }
            let help = model.keymap.first(Action::Help);
            model.message = Some((Tone::Info, format!("{key} does nothing here; {help} shows every key")));
            Vec::new()
        }
        Mode::Filter { .. } => filter_key(model, key),
        Mode::Palette(_) => palette_key(model, key),
        Mode::Help { .. } => {
            help_key(model, key);
            Vec::new()
        }
    }
}

/// Runs an action, or says why it cannot run.
pub(crate) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Err(why) = enabled(model, action) {
        model.message = Some((Tone::Warning, why));
        return Vec::new();
    }
    act::act(model, action)
}

fn edit_input(input: &mut super::model::Input, key: Key) -> bool {
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
    let Mode::Filter { input, before } = &mut model.mode else { return Vec::new() };
    match key.code() {
        // Esc gives up what was typed, and only then leaves the line
        KeyCode::Esc if !input.text().is_empty() && input.text() != before => {
            *input = super::model::Input::new(before);
            narrow::typed(model)
        }
        KeyCode::Esc | KeyCode::Enter => {
            model.mode = Mode::Browse;
            Vec::new()
        }
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
            }
        }
    }
    Vec::new()
}

/// Does what the selected entry of the palette says.
pub(crate) fn choose(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &model.mode else { return Vec::new() };
    let Some(entry) = palette.shown.get(palette.cursor).cloned() else { return Vec::new() };
    model.mode = Mode::Browse;
    match entry.item {
        PaletteItem::Action(action) => run(model, action),
        PaletteItem::Place(place) => navigate::jump(model, &place),
        PaletteItem::Theme(i) => {
            act::theme(model, i);
            Vec::new()
        }
    }
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
