//! Text from files and APIs made safe to show: nothing in it can steer a terminal or hide what it says.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character could move the cursor, change colours or reorder what is read.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text with control characters, bidirectional marks and other invisible ones written as escapes.
pub fn visible(text: &str) -> Cow<'_, str> {
    // almost every text is plain ASCII, and that is seen at a glance
    // (without stopping early, so that many bytes are looked at together)
    let plain = text.bytes().fold(true, |plain, b| plain & (b' '..=b'~').contains(&b));
    if plain || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// How long before `now` something was: `just now`, `5 min ago`, `2 h ago`, `3 days ago`.
pub fn age(now: jiff::Timestamp, then: jiff::Timestamp) -> String {
    let seconds = now.as_second() - then.as_second();
    match seconds {
        ..=59 => "just now".to_owned(),
        60..=3_599 => format!("{} min ago", seconds / 60),
        3_600..=172_799 => format!("{} h ago", seconds / 3_600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::{age, visible};

    #[test]
    fn ordinary_text_is_untouched() {
        assert!(matches!(visible("aws_s3_bucket.logs[\"ä\"]"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn escapes_and_marks_become_words() {
        assert_eq!(visible("a\u{1b}[31mb\nc\u{202e}d"), "a\\u{1b}[31mb\\nc\\u{202e}d");
        assert_eq!(visible("\u{9b}0m"), "\\u{9b}0m");
    }

    #[test]
    fn an_age_is_told_in_the_unit_people_would_use() {
        let now = jiff::Timestamp::from_second(10_000_000).unwrap();
        let before = |seconds: i64| jiff::Timestamp::from_second(10_000_000 - seconds).unwrap();
        let ages = [0_i64, 59, 60, 3_599, 3_600, 172_799, 172_800].map(|s| age(now, before(s)));
        assert_eq!(
            ages,
            ["just now", "just now", "1 min ago", "59 min ago", "1 h ago", "47 h ago", "2 days ago"]
        );
    }
}
