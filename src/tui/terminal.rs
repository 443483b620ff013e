//! The terminal itself: taken, given back whatever happens, and written to.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::options::TuiError;

/// Whether the terminal is taken: giving it back twice would wipe what came after.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What threads other than the drawing one said when they panicked, while the screen was not theirs to print on.
static LAST_WORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The terminal while it is ours.
pub(super) struct Screen {
    pub(super) terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
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
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        let terminal = Terminal::new(backend).inspect_err(|_| give_back())?;
        Ok(Self { terminal, mouse })
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&mut self) {
        let _ = Write::flush(self.terminal.backend_mut());
        give_back();
    }

    /// Takes it again and draws everything anew.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        // `clear` would ask the terminal where its cursor is, and the answer would go to the input thread
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Writes bytes that are no text, such as a clipboard sequence.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.write_all(bytes)?;
        Write::flush(backend)
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
