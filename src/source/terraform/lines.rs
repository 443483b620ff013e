//! Offsets to lines and columns, by a table made once per file.

use std::cell::Cell;
use std::ops::Range;

use crate::native::{FileId, Span};

/// Beyond this many bytes into a line, columns count bytes: a minified file has one line of megabytes.
const COUNTED_PREFIX: usize = 2_000;

/// Lines looked at one by one before the table is searched.
const NEAR: usize = 4;

/// The line starts of one file.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
    ascii: bool,
    file: FileId,
    /// The line asked for last: most questions are about it or one close behind.
    last: Cell<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(file: FileId, text: &'t str) -> Self {
        let mut starts = vec![0];
        find_breaks(text.as_bytes(), &mut starts);
        Self { text, starts, ascii: text.is_ascii(), file, last: Cell::new(0) }
    }

    fn line_index(&self, offset: usize) -> usize {
        let last = self.last.get();
        let begun = |line: usize| self.starts.get(line).is_some_and(|start| *start as usize <= offset);
        let line = if begun(last) && !begun(last + NEAR) {
            (last + 1..last + NEAR).take_while(|line| begun(*line)).last().unwrap_or(last)
        } else {
            self.search(offset)
        };
        self.last.set(line);
        line
    }

    fn search(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// Line and column of an offset, from 1.
    pub(super) fn position(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.text.len());
        let line = self.line_index(offset);
        let start = self.starts[line] as usize;
        let bytes = offset - start;
        let column = if self.ascii || bytes > COUNTED_PREFIX {
            bytes
        } else {
            self.text.get(start..offset).map_or(bytes, |prefix| prefix.chars().count())
        };
        (clamp(line + 1), clamp(column + 1))
    }

    /// The span of a range of bytes.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let (line, column) = self.position(range.start);
        let last = range.end.saturating_sub(1).max(range.start).min(self.text.len());
        let end_line = clamp(self.line_index(last) + 1);
        Span { file: self.file, line, end_line: end_line.max(line), column }
    }
}

/// Adds where a line begins behind each line break. Eight bytes are looked at together: most hold none.
fn find_breaks(bytes: &[u8], starts: &mut Vec<u32>) {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const BREAKS: u64 = u64::from_ne_bytes([b'\n'; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let other = u64::from_le_bytes(*word) ^ BREAKS;
        // the high bit of every byte that is zero, which a line break now is
        let mut zeros = !(((other & LOW) + LOW) | other | LOW);
        while zeros != 0 {
            starts.push(clamp(i * 8 + zeros.trailing_zeros() as usize / 8 + 1));
            zeros &= zeros - 1;
        }
    }
    let behind = words.len() * 8;
    let breaks = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    starts.extend(breaks.map(|(i, _)| clamp(behind + i + 1)));
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_is_found() {
        let text = "\n\n12345\n1234567\n12345678\n\u{b}\u{8a}\n\n\n\n\n\n\n\n\n\n\nx\n";
        let expected: Vec<u32> =
            (1u32..).zip(text.bytes()).filter(|(_, b)| *b == b'\n').map(|(i, _)| i).collect();
        let mut found = Vec::new();
        find_breaks(text.as_bytes(), &mut found);
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let lines = Lines::new(FileId(0), "ab\nécd\n\nx");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(2), (1, 3));
        assert_eq!(lines.position(5), (2, 2));
        assert_eq!(lines.position(8), (3, 1));
        assert_eq!(lines.position(999), (4, 2));
        let span = lines.span(&(0..7));
        assert_eq!((span.line, span.end_line, span.column), (1, 2, 1));
    }
}
