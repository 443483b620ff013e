//! One line of typed text with a caret.

use unicode_segmentation::UnicodeSegmentation;

/// Typed text; the caret stands between graphemes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    text: String,
    caret: usize,
}

/// Longest text that can be typed or pasted.
const LONGEST: usize = 500;

impl Input {
    /// Text with the caret at its end.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the caret.
    pub(crate) fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.caret)
    }

    /// Types text at the caret; control characters are left out.
    pub(crate) fn insert(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_control()) {
            if self.text.len() + c.len_utf8() > LONGEST {
                return;
            }
            self.text.insert(self.caret, c);
            self.caret += c.len_utf8();
        }
    }

    /// Deletes the grapheme before the caret.
    pub(crate) fn backspace(&mut self) {
        if let Some((at, _)) = self.text[..self.caret].grapheme_indices(true).next_back() {
            self.text.replace_range(at..self.caret, "");
            self.caret = at;
        }
    }

    /// Deletes the word before the caret.
    pub(crate) fn delete_word(&mut self) {
        let before = self.text[..self.caret].trim_end();
        let at = before.rfind(char::is_whitespace).map_or(0, |i| i + 1);
        self.text.replace_range(at..self.caret, "");
        self.caret = at;
    }

    /// Puts a text in place of what stands between a position and the caret.
    pub(crate) fn replace_before(&mut self, start: usize, text: &str) {
        if start <= self.caret && self.text.is_char_boundary(start) {
            self.text.replace_range(start..self.caret, "");
            self.caret = start;
            self.insert(text);
        }
    }

    /// Deletes everything.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    pub(crate) fn left(&mut self) {
        if let Some((at, _)) = self.text[..self.caret].grapheme_indices(true).next_back() {
            self.caret = at;
        }
    }

    pub(crate) fn right(&mut self) {
        if let Some(grapheme) = self.text[self.caret..].graphemes(true).next() {
            self.caret += grapheme.len();
        }
    }

    pub(crate) fn home(&mut self) {
        self.caret = 0;
    }

    pub(crate) fn end(&mut self) {
        self.caret = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_goes_by_whole_graphemes() {
        let mut input = Input::new("ab");
        input.left();
        input.insert("e\u{301}\u{7}");
        assert_eq!(input.text(), "ae\u{301}b");
        input.backspace();
        assert_eq!(input.halves(), ("a", "b"));
        input.end();
        input.insert(" two words");
        input.delete_word();
        assert_eq!(input.text(), "ab two ");
        input.home();
        input.backspace();
        input.right();
        assert_eq!(input.halves(), ("a", "b two "));
    }
}
