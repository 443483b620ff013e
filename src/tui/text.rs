//! Text made safe to show and made to fit: everything that came from data passes through here.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether a character could move the cursor, change colours, reorder text or hide.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every unsafe character spelled out as `\x1b` or `\u{202e}`, and tabs as spaces.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let hex = |c: char, out: &mut String, open: &str, close: &str| {
        out.push_str(open);
        let code = format!("{:02x}", u32::from(c));
        out.push_str(&code);
        out.push_str(close);
    };
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if is_unsafe(c) && c < '\u{100}' => hex(c, &mut out, "\\x", ""),
            c if is_unsafe(c) => hex(c, &mut out, "\\u{", "}"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text as it may enter the clipboard: several lines stay several lines, nothing else unsafe remains.
pub(crate) fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Columns the text takes on the screen.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The longest prefix of at most `columns` columns, by whole graphemes, and its width.
fn prefix(text: &str, columns: usize) -> (&str, usize) {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let next = used + grapheme.width();
        if next > columns {
            return (&text[..at], used);
        }
        used = next;
    }
    (text, used)
}

/// The longest suffix of at most `columns` columns, by whole graphemes.
fn suffix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            break;
        }
        start = at;
    }
    &text[start..]
}

/// The text cut at the end, with an ellipsis where something is gone.
pub(crate) fn fit<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    // bytes bound columns from above for all but a few wide characters, so long texts are not measured whole
    if text.len() <= columns && text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let (all, _) = prefix(text, columns);
    if all.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(ellipsis.width());
    Cow::Owned(format!("{}{}", prefix(text, room).0, if columns == 0 { "" } else { ellipsis }))
}

/// The text cut in its middle: of a long address the tail tells most.
pub(crate) fn fit_middle<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if prefix(text, columns).0.len() == text.len() {
        return Cow::Borrowed(text);
    }
    if columns < 5 {
        return fit(text, columns, ellipsis);
    }
    let room = columns - ellipsis.width();
    let tail = suffix(text, room - room / 3);
    Cow::Owned(format!("{}{}{}", prefix(text, room / 3).0, ellipsis, tail))
}

/// Text with its width made exactly `columns` by spaces at the end, or cut.
pub(crate) fn pad(text: &str, columns: usize, ellipsis: &str) -> String {
    let text = fit(text, columns, ellipsis);
    let gap = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(gap))
}

/// Byte ranges of the lines the text takes at a width, broken at spaces where possible.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<(usize, usize)> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let end = start + paragraph.len();
        wrap_paragraph(text, start, end, columns, &mut lines);
        start = end + 1;
    }
    lines
}

fn wrap_paragraph(text: &str, start: usize, end: usize, columns: usize, lines: &mut Vec<(usize, usize)>) {
    let mut line = start;
    let mut used = 0;
    let mut space: Option<usize> = None;
    for (offset, grapheme) in text[start..end].grapheme_indices(true) {
        let at = start + offset;
        let w = grapheme.width();
        if used + w > columns && at > line {
            if grapheme == " " {
                // the break falls on this space: it is swallowed by the trim below
                lines.push((line, at));
                line = at + 1;
                used = 0;
                space = None;
                continue;
            }
            let cut = space.filter(|s| *s > line).unwrap_or(at);
            lines.push((line, cut));
            line = if space == Some(cut) { cut + 1 } else { cut };
            used = text[line..at].width();
            space = None;
        }
        if grapheme == " " {
            space = Some(at);
        }
        used += w;
    }
    lines.push((line.min(end), end));
}

/// Whether `needle` (already in lower case) stands in `text`, without regard to ASCII case.
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let Some(first) = needle.first() else { return true };
    if text.len() < needle.len() {
        return false;
    }
    let last = text.len() - needle.len();
    text.iter().take(last + 1).enumerate().any(|(at, byte)| {
        byte.eq_ignore_ascii_case(first) && text[at..at + needle.len()].eq_ignore_ascii_case(needle)
    })
}

/// `1 finding`, `2 findings`.
pub(crate) fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// A count in at most four characters: `999`, `1.2k`, `12k`, `1.2M`.
pub(crate) fn short(n: u32) -> String {
    let scaled = |unit: u32, letter: char| {
        if n / unit < 10 {
            format!("{}.{}{letter}", n / unit, n % unit / (unit / 10))
        } else {
            format!("{}{letter}", n / unit)
        }
    };
    match n {
        0..=999 => n.to_string(),
        1_000..=999_999 => scaled(1_000, 'k'),
        _ => scaled(1_000_000, 'M'),
    }
}

/// A count with thin grouping: `1,234,567`.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        assert_eq!(clean("plain"), "plain");
        assert_eq!(clean("a\x1b[31mb\x07\u{9b}1m"), "a\\x1b[31mb\\x07\\x9b1m");
        assert_eq!(clean("x\u{202e}y\u{200b}"), "x\\u{202e}y\\u{200b}");
        assert_eq!(clean_lines("one\r\ntwo\x1b]52;c;AA\x07"), "one\ntwo\\x1b]52;c;AA\\x07");
    }

    #[test]
    fn cuts_keep_the_tail_that_tells() {
        assert_eq!(fit("encryption", 6, "…"), "encry…");
        assert_eq!(fit_middle("module.app[\"x\"].aws_s3_bucket.logs", 15, "…"), "modu…ucket.logs");
        assert_eq!(width(&fit_middle("日本語日本語日本語", 7, "…")), 7);
        assert_eq!(pad("ab", 4, "…"), "ab  ");
    }

    #[test]
    fn lines_wrap_at_spaces() {
        let text = "the quick brown fox jumps";
        let lines: Vec<_> = wrap(text, 10).into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(lines, ["the quick", "brown fox", "jumps"]);
        let long = "abcdefghij";
        assert_eq!(wrap(long, 4), [(0, 4), (4, 8), (8, 10)]);
        assert_eq!(wrap("", 4), [(0, 0)]);
        assert_eq!(wrap("a\n\nb", 4).len(), 3);
    }

    #[test]
    fn counts_are_short() {
        assert_eq!(
            [0, 999, 1_000, 1_250, 56_000, 1_200_000].map(short),
            ["0", "999", "1.0k", "1.2k", "56k", "1.2M"]
        );
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn search_ignores_case() {
        assert!(contains("Module.A", "module"));
        assert!(contains("x", ""));
        assert!(!contains("ab", "abc"));
    }
}
