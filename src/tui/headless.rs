//! The terminal UI without a terminal: what tests, benches and pictures drive.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::event::Event;
use super::export::form;
use super::keymap::{Key, KeyError};
use super::model::{Body, Level, Matrix, Model, Query, Request, Snapshot, body, resolve};
use super::options::{TuiError, TuiOptions};
use super::painter::Painter;
use super::past::{Answered, Past};
use super::place::{Page, Place};
use super::session::Session;
use super::update::{Effect, Message, update};
use super::view::render;

/// Something that was asked of the world outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outside {
    /// To leave.
    Quit,
    /// To copy a text.
    Copy(String),
    /// To open a file at a line.
    Edit(String, u32),
    /// To stop.
    Suspend,
    /// To stop what sends the feed.
    Cancel,
    /// To write a text to a file.
    Write(String, String),
    /// To open a web page.
    Browse(String),
    /// To scan anew.
    Rescan,
    /// To scan on every save, or no longer.
    Watch(bool),
    /// To keep bookmarks.
    Keep(Vec<String>),
}

/// The address under which earlier pulls know what a place is about.
fn live_side(model: &Model, place: &Place) -> Option<Arc<str>> {
    let snapshot = model.snapshot.as_deref()?;
    let (resource, _) = resolve(snapshot, place).ok()?;
    super::document::live_address(&snapshot.posture, resource)
}

/// A screen in memory with the whole UI behind it.
pub struct Headless {
    model: Model,
    clock: fn() -> jiff::Timestamp,
    painter: Painter,
    size: Rect,
    /// Bytes that a terminal would have been sent for the last screen.
    sent: Vec<u8>,
    asked: Vec<Outside>,
    /// Row requests that are not answered yet, when they are held back.
    held: Option<Vec<Request>>,
    first_rows: Duration,
    past: Option<Arc<dyn Past>>,
}

impl Headless {
    /// A screen of a size.
    ///
    /// # Errors
    /// When the theme or the keys of the options are wrong.
    pub fn new(options: &TuiOptions, width: u16, height: u16) -> Result<Self, TuiError> {
        let model = Model::new(options, (width, height))?;
        let mut screen = Self {
            model,
            clock: options.clock,
            painter: Painter::new(),
            size: Rect::new(0, 0, width, height),
            sent: Vec::new(),
            asked: Vec::new(),
            held: None,
            first_rows: Duration::ZERO,
            past: options.past.clone(),
        };
        screen.draw();
        Ok(screen)
    }

    /// Takes what a scan tells.
    pub fn feed(&mut self, event: Event) {
        self.take(Message::Feed(event));
    }

    /// The scan's side of the feed is gone.
    pub fn close_feed(&mut self) {
        self.take(Message::FeedClosed);
    }

    /// Presses keys, written as in the action table and separated by spaces; what stands between backquotes is
    /// typed letter by letter.
    ///
    /// # Errors
    /// When a word is no key.
    pub fn keys(&mut self, script: &str) -> Result<(), KeyError> {
        for (i, part) in script.split('`').enumerate() {
            if i % 2 == 1 {
                for c in part.chars() {
                    let key: Key = if c == ' ' { "space".parse()? } else { c.to_string().parse()? };
                    self.take(Message::Key(key.event()));
                }
                continue;
            }
            for word in part.split_whitespace() {
                let key: Key = word.parse()?;
                self.take(Message::Key(key.event()));
            }
        }
        Ok(())
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.take(Message::Paste(text.to_owned()));
    }

    /// Clicks with the left button.
    pub fn click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    }

    /// Turns the wheel: down, or up.
    pub fn wheel(&mut self, down: bool) {
        self.mouse(if down { MouseEventKind::ScrollDown } else { MouseEventKind::ScrollUp }, 1, 5);
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.take(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// The terminal says whether it is light.
    pub fn ground(&mut self, light: bool) {
        self.take(Message::Ground(light));
    }

    /// Reads the themes anew, as when a file of the directory changed.
    pub fn reload_themes(&mut self, directory: &std::path::Path) {
        let (themes, errors) = super::theme::themes(Some(directory));
        self.take(Message::Themes(themes, errors));
    }

    /// The name of the theme in use.
    pub fn theme(&self) -> &str {
        &self.model.theme().name
    }

    /// Changes the size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = Rect::new(0, 0, width, height);
        self.take(Message::Resize(width, height));
    }

    /// Holds row requests of large tables back, to see the screen while they are awaited.
    pub fn hold_rows(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Answers the newest row request that was held back, as the worker would.
    pub fn release_rows(&mut self) {
        if let Some(request) = self.held.take().and_then(|mut held| held.pop()) {
            self.answer(&request);
        }
    }

    /// Draws the screen.
    pub fn draw(&mut self) {
        self.sent.clear();
        let model = &self.model;
        // writing into memory does not fail
        if let Ok(drawn) = self.painter.paint(self.size, &mut self.sent, |buffer| render(model, buffer)) {
            self.model.drawn = drawn;
        }
    }

    /// The bytes that a terminal would have been sent for the last screen.
    pub fn sent(&self) -> &[u8] {
        &self.sent
    }

    /// The place on the screen.
    pub fn place(&self) -> Place {
        self.model.level().place.clone()
    }

    /// What Enter would open.
    pub fn selected(&self) -> Option<Place> {
        self.model.selected()
    }

    /// The message shown, empty when there is none.
    pub fn message(&self) -> &str {
        self.model.message.as_ref().map_or("", |(_, text)| text)
    }

    /// What was asked of the world outside since this was last asked.
    pub fn asked(&mut self) -> Vec<Outside> {
        std::mem::take(&mut self.asked)
    }

    /// Everything the page says as plain text: no boxes, nothing cut, whatever the size of the screen.
    pub fn flat(&self) -> String {
        super::flat::page(&self.model, self.model.level())
    }

    /// What a place says as plain text, wherever the screen is.
    ///
    /// # Errors
    /// When there is nothing at the place, in words.
    pub fn flat_of(&mut self, place: &Place) -> Result<String, String> {
        // a filter that says nothing known would show everything
        Query::parse(&place.filter).map_err(|e| e.to_string())?;
        if let (Some(past), Some(address)) = (self.past.clone(), live_side(&self.model, place)) {
            let answered = past.since(&address).map_or_else(Answered::Failed, Answered::Known);
            self.model.past.resources.insert(address, answered);
        }
        let mut level = Level::new(place.clone());
        level.body = body(&self.model, &level);
        if level.place.page() == Page::Matrix {
            let (snapshot, query) = (self.model.snapshot.as_deref(), &level.query);
            self.model.matrix = Matrix::new(snapshot, self.model.dimension, query, &[]);
        }
        if let (Body::Table { base, rows, groups, .. }, Some(snapshot)) =
            (&mut level.body, &self.model.snapshot)
            && !level.query.is_empty()
        {
            let (query, snapshot) = (level.query.clone(), snapshot.clone());
            let request = Request { generation: 0, base: *base, query, sort: level.sort, snapshot };
            let mut found = Vec::new();
            request.run(
                |answer| {
                    found.extend(answer.rows);
                    *groups = answer.groups;
                },
                || true,
            );
            *rows = Some(found);
        }
        match &level.body {
            Body::Missing(why) => Err(why.clone()),
            _ => Ok(super::flat::page(&self.model, &level)),
        }
    }

    /// Moves the pointer with the left button held, and lets it go there.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        self.click(from.0, from.1);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to.0, to.1);
        self.mouse(MouseEventKind::Up(MouseButton::Left), to.0, to.1);
    }

    /// Where one is, to come back to it in another run.
    pub fn session(&self) -> Session {
        Session::of(&self.model)
    }

    /// The cells.
    pub fn buffer(&self) -> &Buffer {
        self.painter.shown()
    }

    /// The text of the screen, line by line, without spaces at the ends.
    pub fn text(&self) -> String {
        let buffer = self.buffer();
        let area = buffer.area;
        let mut out = String::new();
        for y in area.top()..area.bottom() {
            let mut row = String::new();
            let mut skip = 0;
            for x in area.left()..area.right() {
                let symbol = buffer.cell((x, y)).map_or(" ", |c| c.symbol());
                // a wide character takes the cell after it too
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                skip = super::text::width(symbol).saturating_sub(1);
                row.push_str(symbol);
            }
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }

    fn take(&mut self, message: Message) {
        self.model.now = (self.clock)();
        let mut effects = update(&mut self.model, message);
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                match effect {
                    Effect::Quit => self.asked.push(Outside::Quit),
                    Effect::Copy(text, _) => self.asked.push(Outside::Copy(text)),
                    Effect::Edit(path, line) => self.asked.push(Outside::Edit(path, line)),
                    Effect::Cancel => self.asked.push(Outside::Cancel),
                    Effect::Suspend => self.asked.push(Outside::Suspend),
                    Effect::Redraw => {}
                    Effect::Export(path, sheet) => {
                        let form = form(&path).unwrap_or("txt");
                        self.asked.push(Outside::Write(path, sheet.render(form)));
                    }
                    Effect::Browse(url) => self.asked.push(Outside::Browse(url)),
                    Effect::Rescan => self.asked.push(Outside::Rescan),
                    Effect::Watch(on) => self.asked.push(Outside::Watch(on)),
                    Effect::Keep(places) => {
                        self.asked.push(Outside::Keep(places.iter().map(ToString::to_string).collect()));
                    }
                    Effect::Trend => {
                        let trend = self.past.as_ref().and_then(|p| p.trend().ok()).unwrap_or_default();
                        effects.extend(update(&mut self.model, Message::Trend(trend)));
                    }
                    Effect::Since(address) => {
                        let known = self.past.as_ref().map_or(Ok(None), |p| p.since(&address));
                        let answered = known.map_or_else(Answered::Failed, Answered::Known);
                        effects.extend(update(&mut self.model, Message::Since(address, answered)));
                    }
                    Effect::Index(posture) => {
                        let snapshot = Arc::new(Snapshot::new(posture));
                        effects.extend(update(&mut self.model, Message::Indexed(snapshot)));
                    }
                    Effect::Rows(request) => match &mut self.held {
                        Some(held) => held.push(request),
                        None => self.answer(&request),
                    },
                }
            }
        }
        self.draw();
    }

    /// How long the first rows of the last request took.
    pub const fn rows_came_after(&self) -> Duration {
        self.first_rows
    }

    fn answer(&mut self, request: &Request) {
        let mut answers = Vec::new();
        let start = Instant::now();
        let mut first = None;
        let tell = |answer| {
            first.get_or_insert_with(|| start.elapsed());
            answers.push(answer);
        };
        request.run(tell, || true);
        self.first_rows = first.unwrap_or_default();
        for answer in answers {
            update(&mut self.model, Message::Rows(answer));
        }
        self.draw();
    }
}
