//! What happens: a message changes the model and asks for effects. Pure: no input or output here.

mod act;
mod bulk;
mod enabled;
mod input;
mod menu;
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
use super::event::Event;
use super::export::Sheet;
use super::model::{Answer, Mode, Model, Phase, Request, Snapshot, Tone};
use super::past::{Answered, Point};
use super::place::{Page, Place};
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
    /// What earlier pulls tell.
    Trend(Vec<Point>),
    /// What earlier pulls tell of a resource.
    Since(Arc<str>, Answered),
    /// Something outside came to an end, well or not.
    Told(Tone, String),
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
    /// Write a view to a file.
    Export(String, Box<Sheet>),
    /// Open a web page.
    Browse(String),
    /// Ask what earlier pulls tell of a resource.
    Since(Arc<str>),
    /// Ask how the score went.
    Trend,
    /// Scan anew.
    Rescan,
    /// Watch files, or no longer.
    Watch(bool),
    /// Keep the bookmarks.
    Keep(Vec<Place>),
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
            let before = model.snapshot.replace(snapshot);
            // what was found so far was found elsewhere
            if let Mode::Palette(palette) = &mut model.mode {
                palette.search_anew(model.snapshot.as_deref());
            }
            let mut effects = navigate::refresh(model, before.as_deref());
            // a new reading may have made history
            model.past.resources.clear();
            if model.past.there {
                effects.push(Effect::Trend);
            }
            effects
        }
        Message::Trend(trend) => {
            model.past.trend = trend;
            navigate::rebuild(model, |page| page == Page::Overview);
            Vec::new()
        }
        Message::Since(address, answered) => {
            model.past.resources.insert(address, answered);
            navigate::rebuild(model, |page| matches!(page, Page::Resource | Page::Finding));
            Vec::new()
        }
        Message::Told(tone, text) => {
            model.message = Some((tone, text));
            Vec::new()
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
    effects.extend(navigate::since(model));
    effects
}

fn feed(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Progress(progress) => {
            let began = if let Phase::Reading { began, .. } = model.phase {
                began
            } else {
                model.stopped = false;
                model.now
            };
            model.phase = Phase::Reading { progress, began };
            // the page of sources shows how far each is
            navigate::rebuild(model, |page| page == Page::Sources);
            Vec::new()
        }
        Event::Posture(posture) => vec![Effect::Index(posture)],
        Event::Told(text) => {
            model.message = Some((Tone::Warning, text));
            Vec::new()
        }
        Event::Failed(error) => {
            model.phase = Phase::Failed(error);
            navigate::rebuild(model, |page| page == Page::Sources);
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
