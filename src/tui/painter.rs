//! From one screen to the next in as few bytes as will do, shown all at once.

use std::io;

use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use crossterm::{cursor, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Remembers what the terminal shows.
#[derive(Debug, Default)]
pub(super) struct Painter {
    shown: Buffer,
    next: Buffer,
    /// Whether what the terminal shows is not known.
    anew: bool,
}

impl Painter {
    /// Of a terminal that shows nobody knows what.
    pub(super) fn new() -> Self {
        Self { anew: true, ..Self::default() }
    }

    /// The next screen is drawn whole.
    pub(super) fn forget(&mut self) {
        self.anew = true;
    }

    /// Draws a screen and adds to `out` what turns the shown one into it: nothing when they are the same.
    pub(super) fn paint<T>(
        &mut self,
        area: Rect,
        out: &mut Vec<u8>,
        draw: impl FnOnce(&mut Buffer) -> T,
    ) -> io::Result<T> {
        if self.shown.area != area {
            self.anew = true;
        }
        if self.anew {
            self.shown = Buffer::empty(area);
            self.next.resize(area);
        }
        self.next.reset();
        let drawn = draw(&mut self.next);
        let changed = self.shown.diff(&self.next);
        if !changed.is_empty() || self.anew {
            queue!(out, BeginSynchronizedUpdate)?;
            if self.anew {
                queue!(out, Clear(ClearType::All), cursor::Hide)?;
            }
            CrosstermBackend::new(&mut *out).draw(changed.into_iter())?;
            queue!(out, EndSynchronizedUpdate)?;
        }
        self.anew = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(drawn)
    }

    /// What the terminal shows now.
    pub(super) const fn shown(&self) -> &Buffer {
        &self.shown
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn bytes(painter: &mut Painter, text: &str) -> String {
        let mut out = Vec::new();
        let put = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, text, Style::new());
        };
        painter.paint(Rect::new(0, 0, 10, 2), &mut out, put).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_changed_is_written_and_all_at_once() {
        let mut painter = Painter::new();
        let first = bytes(&mut painter, "abc");
        assert!(first.starts_with("\x1b[?2026h\x1b[2J") && first.ends_with("\x1b[?2026l"), "{first:?}");
        assert_eq!(bytes(&mut painter, "abc"), "", "the same screen again is no byte");
        let second = bytes(&mut painter, "abd");
        assert!(second.contains('d') && !second.contains('a') && second.len() < 60, "{second:?}");
        painter.forget();
        assert!(bytes(&mut painter, "abd").contains("abd"));
    }

    #[test]
    fn a_screen_of_no_size_is_nothing() {
        let mut painter = Painter::new();
        let mut out = Vec::new();
        painter.paint(Rect::ZERO, &mut out, |_| ()).unwrap();
        painter.paint(Rect::new(0, 0, 3, 0), &mut out, |_| ()).unwrap();
        painter.paint(Rect::new(0, 0, 1, 1), &mut out, |b| b.set_string(0, 0, "x", Style::new())).unwrap();
        assert!(String::from_utf8(out).unwrap().contains('x'));
    }
}
