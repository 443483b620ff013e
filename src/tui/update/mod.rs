//! What happens: a message changes the model and asks for effects. Pure: no input or output here.

mod act;
mod enabled;
mod input;
mod mouse;
mod narrow;
mod navigate;
mod theme;

pub(crate) use enabled::enabled;
pub(crate) use navigate::{WIDE, begin};

use std::sync::Arc;

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};

use crate::posture::Posture;

use super::action::Action;
use super::event::{Event, Progress};
use super::model::{Answer, Mode, Model, Phase, Request, Snapshot, Tone, body};
use super::place::Page;
use super::theme::{Theme, ThemeError};

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
    /// The terminal said whether it is light.
    Ground(bool),
    /// Theme files changed: all themes there are now, and what is wrong with the others.
    Themes(Vec<Theme>, Vec<ThemeError>),
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
    /// Stop what sends the feed.
    Cancel,
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
        Message::Key(event) => input::key(model, event.into()),
        Message::Mouse(event) => mouse::mouse(model, event),
        Message::Paste(text) => input::paste(model, &text),
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
            // the rest of what a picture is of is still being loaded
            if !snapshot.posture.is_picture() {
                model.phase = Phase::Ready;
            }
            model.snapshot = Some(snapshot);
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
        Message::Ground(light) => {
            theme::follow(model, light);
            Vec::new()
        }
        Message::Themes(themes, errors) => {
            theme::reload(model, themes, &errors);
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
        Event::Progress(Progress { files, resources, what, sources }) => {
            model.phase = Phase::Reading { files, resources, what, sources };
            // the page of sources shows how far each is
            let level = model.level();
            if level.place.page() == Page::Sources {
                let body = body(model, level);
                model.level_mut().body = body;
            }
            Vec::new()
        }
        Event::Posture(posture) => vec![Effect::Index(posture)],
        Event::Failed(error) => {
            model.phase = Phase::Failed(error);
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
