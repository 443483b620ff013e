//! The terminal itself: taken, given back whatever happens, and written to.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::options::TuiError;
use super::painter::Painter;

/// Whether the terminal is taken: giving it back twice would wipe what came after.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What threads other than the drawing one said when they panicked, while the screen was not theirs to print on.
static LAST_WORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The terminal while it is ours.
pub(super) struct Screen {
    painter: Painter,
    /// What is written next; kept for its room.
    bytes: Vec<u8>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn open(mouse: bool) -> Result<Self, TuiError> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(TuiError::NotATerminal);
        }
        catch_panics(std::thread::current().id());
        take(mouse)?;
        Ok(Self { painter: Painter::new(), bytes: Vec::new(), mouse })
    }

    /// Its columns and rows.
    pub(super) fn size() -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Shows what `draw` draws, in one piece.
    pub(super) fn draw<T>(&mut self, draw: impl FnOnce(&mut Buffer) -> T) -> io::Result<T> {
        let (width, height) = Self::size()?;
        self.bytes.clear();
        let drawn = self.painter.paint(Rect::new(0, 0, width, height), &mut self.bytes, draw)?;
        self.send()?;
        Ok(drawn)
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&mut self) {
        self.painter.forget();
        give_back();
    }

    /// Takes it again; the next screen is drawn whole.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        self.painter.forget();
        Ok(())
    }

    /// Writes bytes that are no text, such as a clipboard sequence.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.send()
    }

    fn send(&self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&self.bytes)?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let taken = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide);
    let taken = if mouse { taken.and_then(|()| execute!(io::stdout(), EnableMouseCapture)) } else { taken };
    taken.inspect_err(|_| give_back())
}

/// Gives the terminal back, once. Errors are of no use here: the terminal may be gone.
pub(super) fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            io::stdout(),
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// Makes a panic of the drawing thread give the terminal back before it is told, and keeps the words of other
/// threads for the screen.
fn catch_panics(drawing: ThreadId) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == drawing || !TAKEN.load(Ordering::SeqCst) {
                give_back();
                before(info);
            } else {
                LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner).push(info.to_string());
            }
        }));
    });
}

/// What the last thread that died had said, if any did.
pub(super) fn last_words() -> Option<String> {
    LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner).pop()
}
