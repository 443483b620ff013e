//! The loop: wait for messages, take all there are, draw once. It never polls and never ticks.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crossterm::event::Event as Input;

use super::effect::{browse, clipboard, edit};
use super::event::{Command, Feed};
use super::export;
use super::model::{Model, Snapshot, Tone};
use super::options::{TuiError, TuiOptions};
use super::past::Answered;
use super::session::{self, Session};
use super::terminal::{Screen, last_words};
use super::theme::Depth;
use super::update::{Effect, Message, update};
use super::view::render;
use super::worker::Worker;
use super::{ground, input};

/// How the terminal UI was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// By the person.
    Quit,
    /// By a signal, or because the terminal went away.
    Terminated,
}

/// Something for the loop.
pub(super) enum Incoming {
    /// Terminal input. The reader waits until it has been dealt with, so that an editor started by a key has the
    /// keyboard to itself.
    Input(Vec<Input>),
    Message(Message),
}

/// Runs the terminal UI until it is left.
///
/// # Errors
/// When there is no terminal, the theme or keys are wrong, or the terminal fails.
pub fn run(feed: Feed, options: &TuiOptions) -> Result<Left, TuiError> {
    // options are checked before the screen is taken, so that errors are seen
    Model::new(options, (80, 24))?;
    let mut screen = Screen::open(options.mouse)?;
    let mut model = Model::new(options, Screen::size()?)?;
    let (sender, incoming) = channel();
    let (messages, from_workers) = channel();
    // what the terminal says of itself may come late or never: the first frame does not wait for it
    let asks = model.theme_of_ground.is_some() && model.depth != Depth::Mono;
    if asks {
        screen.write(ground::QUESTION)?;
    }
    let done = input::read(sender.clone(), asks)?;
    let _watched = watch_themes(options, &messages);
    forward(sender.clone(), from_workers)?;
    follow(feed, messages.clone())?;
    #[cfg(unix)]
    watch_signals(messages.clone())?;
    let worker = Worker::start(messages.clone())?;
    let mut outside = Outside { screen, worker, messages, options };
    let left = outside.turn(&mut model, &incoming, &done);
    outside.screen.leave();
    if let Some(file) = &options.state {
        // where one was is a comfort: not to have it is no failure of the run
        let _ = session::keep_session(file, Session::of(&model));
    }
    match left {
        // a terminal that is gone cannot be written to; that is no failure of ours
        Err(TuiError::Terminal(error)) if gone(&error) => Ok(Left::Terminated),
        other => other,
    }
}

fn gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof)
        || error.raw_os_error() == Some(5)
}

/// Everything outside the model.
struct Outside<'a> {
    screen: Screen,
    worker: Worker,
    messages: Sender<Message>,
    options: &'a TuiOptions,
}

impl Outside<'_> {
    fn turn(
        &mut self,
        model: &mut Model,
        incoming: &Receiver<Incoming>,
        done: &Sender<()>,
    ) -> Result<Left, TuiError> {
        self.draw(model)?;
        while let Ok(first) = incoming.recv() {
            model.now = (self.options.clock)();
            let mut next = Some(first);
            while let Some(come) = next {
                let left = match come {
                    Incoming::Message(message) => self.take(model, message)?,
                    Incoming::Input(inputs) => {
                        let mut left = None;
                        for input in inputs {
                            if let (None, Some(message)) = (left, message(input)) {
                                left = self.take(model, message)?;
                            }
                        }
                        let _ = done.send(());
                        left
                    }
                };
                if let Some(left) = left {
                    return Ok(left);
                }
                next = incoming.try_recv().ok();
            }
            self.draw(model)?;
        }
        Ok(Left::Terminated)
    }

    fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        model.drawn = self.screen.draw(|buffer| render(model, buffer))?;
        Ok(())
    }

    fn take(&mut self, model: &mut Model, message: Message) -> Result<Option<Left>, TuiError> {
        let left = match message {
            Message::Terminate => Left::Terminated,
            _ => Left::Quit,
        };
        for effect in update(model, message) {
            if let Effect::Quit = effect {
                return Ok(Some(left));
            }
            self.perform(model, effect)?;
        }
        Ok(None)
    }

    /// Does something on a thread of its own; its message comes when it is done.
    fn beside(&self, name: &str, work: impl FnOnce() -> Message + Send + 'static) -> io::Result<()> {
        let messages = self.messages.clone();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let message = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Message::Told(Tone::Error, "it broke down".to_owned()));
            // the receiver is gone only when the program is leaving
            let _ = messages.send(message);
        })?;
        Ok(())
    }

    fn command(&self, model: &mut Model, command: Command, said: &str) {
        let sent = self.options.commands.as_ref().is_some_and(|c| c.send(command).is_ok());
        model.message = Some(if sent {
            (Tone::Info, said.to_owned())
        } else {
            (Tone::Warning, "nothing scans here any more".to_owned())
        });
    }

    fn perform(&mut self, model: &mut Model, effect: Effect) -> Result<(), TuiError> {
        match effect {
            Effect::Quit => {}
            Effect::Redraw => self.screen.enter()?,
            Effect::Cancel => {
                if let Some(cancel) = &self.options.cancel {
                    (cancel.0)();
                    model.message = Some((Tone::Info, "stopping; what was read so far is kept".to_owned()));
                }
            }
            Effect::Rows(request) => self.worker.ask(request),
            Effect::Index(posture) => {
                let messages = self.messages.clone();
                std::thread::Builder::new().name("index".to_owned()).spawn(move || {
                    let made = catch_unwind(AssertUnwindSafe(|| Arc::new(Snapshot::new(posture))));
                    let message = made.map_or_else(
                        |_| Message::Broken("the posture could not be indexed".to_owned()),
                        Message::Indexed,
                    );
                    // the receiver is gone only when the program is leaving
                    let _ = messages.send(message);
                })?;
            }
            Effect::Export(path, sheet) => {
                self.beside("export", move || match export::write(&path, &sheet) {
                    Ok(said) => Message::Told(Tone::Info, said),
                    Err(why) => Message::Told(Tone::Error, why),
                })?;
            }
            Effect::Since(address) => {
                let Some(past) = self.options.past.clone() else { return Ok(()) };
                self.beside("since", move || {
                    let answered = past.since(&address).map_or_else(Answered::Failed, Answered::Known);
                    Message::Since(address, answered)
                })?;
            }
            Effect::Trend => {
                let Some(past) = self.options.past.clone() else { return Ok(()) };
                self.beside("trend", move || match past.trend() {
                    Ok(trend) => Message::Trend(trend),
                    Err(why) => Message::Told(Tone::Warning, why),
                })?;
            }
            Effect::Rescan => self.command(model, Command::Rescan, "scanning anew"),
            Effect::Watch(on) => {
                let said = if on { "every save is scanned" } else { "saves are not scanned any more" };
                self.command(model, Command::Watch(on), said);
            }
            Effect::Keep(places) => {
                if let Some(file) = &self.options.state
                    && let Err(why) = session::keep_bookmarks(file, &places)
                {
                    model.message = Some((Tone::Warning, why));
                }
            }
            Effect::Browse(url) => {
                let text = if browse(&self.options.environment, &url).is_ok() {
                    format!("opened {url}")
                } else {
                    // without a browser the address is for a person to take along
                    if let Ok(bytes) = clipboard(&url, &self.options.environment) {
                        self.screen.write(&bytes)?;
                    }
                    format!("no browser is here; copied {url}")
                };
                model.message = Some((Tone::Info, text));
            }
            Effect::Copy(text, words) => {
                let said = match clipboard(&text, &self.options.environment) {
                    Ok(bytes) => {
                        self.screen.write(&bytes)?;
                        (Tone::Info, copied(words, &text))
                    }
                    Err(why) => (Tone::Warning, why),
                };
                model.message = Some(said);
            }
            Effect::Edit(path, line) => {
                self.screen.leave();
                let edited = edit(&self.options.environment, &path, line);
                self.screen.enter()?;
                model.message = Some(match edited {
                    Ok(()) => {
                        (Tone::Info, format!("back from {path}:{line}; what is shown is as it was scanned"))
                    }
                    Err(why) => (Tone::Error, format!("{why}; the place is {path}:{line}")),
                });
            }
            Effect::Suspend => {
                self.screen.leave();
                stop();
                self.screen.enter()?;
            }
        }
        Ok(())
    }
}

/// What is said of a copy: one line in full, of many the first and how many there are.
fn copied(words: &str, text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("");
    match lines.count() {
        0 => format!("copied {words}: {first}"),
        more => format!("copied {words}, {} lines: {first} …", more + 1),
    }
}

/// What a terminal event means.
fn message(input: Input) -> Option<Message> {
    match input {
        Input::Key(key) => Some(Message::Key(key)),
        Input::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Input::Paste(text) => Some(Message::Paste(text)),
        Input::Resize(width, height) => Some(Message::Resize(width, height)),
        Input::FocusGained | Input::FocusLost => None,
    }
}

/// Brings the messages of workers into the one channel the loop waits on.
fn forward(sender: Sender<Incoming>, messages: Receiver<Message>) -> io::Result<()> {
    std::thread::Builder::new().name("messages".to_owned()).spawn(move || {
        for message in messages {
            if sender.send(Incoming::Message(message)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Reads the themes anew whenever a file in their directory changes, for as long as what is given back lives. Where
/// there is no directory, or it cannot be watched, themes are those of the start.
fn watch_themes(options: &TuiOptions, messages: &Sender<Message>) -> Option<impl notify::Watcher + use<>> {
    use notify::Watcher as _;
    let directory = options.themes.clone().filter(|d| d.is_dir())?;
    let (messages, read) = (messages.clone(), directory.clone());
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // reading a file is an event, too, and must not lead to another reading
        if !event.kind.is_access() {
            let (themes, errors) = super::theme::themes(Some(&read));
            let _ = messages.send(Message::Themes(themes, errors));
        }
    })
    .ok()?;
    watcher.watch(&directory, notify::RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Follows the scan.
fn follow(feed: Feed, messages: Sender<Message>) -> io::Result<()> {
    std::thread::Builder::new().name("feed".to_owned()).spawn(move || {
        for event in feed {
            if messages.send(Message::Feed(event)).is_err() {
                return;
            }
        }
        let message = match last_words() {
            Some(words) => Message::Broken(words),
            None => Message::FeedClosed,
        };
        let _ = messages.send(message);
    })?;
    Ok(())
}

#[cfg(unix)]
fn watch_signals(messages: Sender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Resumed,
                _ => Message::Terminate,
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Stops this process as ctrl-z does, until it is continued.
fn stop() {
    #[cfg(unix)]
    {
        // the default action of SIGTSTP; an error leaves us running, which the person sees
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
    }
}
