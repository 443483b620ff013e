//! A look at brackets without parsing: bounds before the parser runs, better hints after it failed, and a second
//! chance for line breaks that the parser does not take.

/// What the brackets of a text say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Brackets {
    /// Most line breaks and commas directly within one pair of brackets; the file's own lines do not count.
    pub(super) most_entries: usize,
    /// The first bracket or quote that is never closed, with its offset.
    pub(super) unclosed: Option<(char, usize)>,
    /// The first closing bracket that closes nothing, with its offset.
    pub(super) unexpected: Option<(char, usize)>,
}

#[derive(Debug)]
enum Frame<'t> {
    Pair { open: u8, at: usize, is_for: bool, entries: usize },
    Quote { at: usize },
    Heredoc { tag: &'t str, at: usize },
}

/// Reads the brackets of a text.
pub(super) fn brackets(text: &str) -> Brackets {
    run(text, &mut |_, _| {})
}

/// The text with line breaks and comments directly within `[for …]` and `{for …}` blanked out, which mean nothing
/// there. Every offset stays the same. `None` when there is nothing to blank.
pub(super) fn without_breaks_in_for(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = false;
    run(text, &mut |from, to| {
        for byte in &mut bytes[from..to] {
            *byte = b' ';
            changed = true;
        }
    });
    changed.then(|| String::from_utf8(bytes).ok()).flatten()
}

fn run(text: &str, blank: &mut dyn FnMut(usize, usize)) -> Brackets {
    let bytes = text.as_bytes();
    let mut found = Brackets::default();
    let mut stack: Vec<Frame<'_>> = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        match stack.last_mut() {
            Some(Frame::Quote { .. }) => match byte {
                b'\\' => i += 1,
                b'"' => {
                    stack.pop();
                }
                b'$' | b'%' if bytes.get(i + 1) == Some(&byte) && bytes.get(i + 2) == Some(&b'{') => i += 2,
                b'$' | b'%' if bytes.get(i + 1) == Some(&b'{') => {
                    stack.push(Frame::Pair { open: b'{', at: i + 1, is_for: false, entries: 0 });
                    i += 1;
                }
                _ => {}
            },
            Some(Frame::Heredoc { tag, .. }) => match byte {
                b'\n' => {
                    let rest = text[i + 1..].trim_start_matches([' ', '\t']);
                    let after = rest.strip_prefix(*tag);
                    if after.is_some_and(|after| {
                        !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
                    }) {
                        i = text.len() - rest.len() + tag.len() - 1;
                        stack.pop();
                    }
                }
                b'$' | b'%' if bytes.get(i + 1) == Some(&byte) && bytes.get(i + 2) == Some(&b'{') => i += 2,
                b'$' | b'%' if bytes.get(i + 1) == Some(&b'{') => {
                    stack.push(Frame::Pair { open: b'{', at: i + 1, is_for: false, entries: 0 });
                    i += 1;
                }
                _ => {}
            },
            frame => {
                let (in_for, entries) = match frame {
                    Some(Frame::Pair { is_for, entries, .. }) => (*is_for, Some(entries)),
                    _ => (false, None),
                };
                match byte {
                    b'\n' | b'\r' | b',' => {
                        if let Some(entries) = entries {
                            *entries += 1;
                            found.most_entries = found.most_entries.max(*entries);
                        }
                        if in_for && byte != b',' {
                            blank(i, i + 1);
                        }
                    }
                    b'#' => i = skip_comment(text, i, "\n", in_for, blank),
                    b'/' if bytes.get(i + 1) == Some(&b'/') => i = skip_comment(text, i, "\n", in_for, blank),
                    b'/' if bytes.get(i + 1) == Some(&b'*') => i = skip_comment(text, i, "*/", in_for, blank),
                    b'"' => stack.push(Frame::Quote { at: i }),
                    b'<' if bytes.get(i + 1) == Some(&b'<') => {
                        if let Some((tag, end)) = heredoc_tag(text, i) {
                            stack.push(Frame::Heredoc { tag, at: i });
                            i = end - 1;
                        }
                    }
                    b'{' | b'[' | b'(' => {
                        let rest = text[i + 1..].trim_start();
                        let opens_for = byte != b'('
                            && rest
                                .strip_prefix("for")
                                .is_some_and(|r| r.starts_with([' ', '\t', '\n', '\r']));
                        stack.push(Frame::Pair { open: byte, at: i, is_for: opens_for, entries: 0 });
                    }
                    b'}' | b']' | b')' => {
                        let wanted = match byte {
                            b'}' => b'{',
                            b']' => b'[',
                            _ => b'(',
                        };
                        match stack.pop() {
                            Some(Frame::Pair { open, .. }) if open == wanted => {}
                            // It closes one further out: the one between was forgotten.
                            Some(Frame::Pair { open, at, .. }) => {
                                found.unclosed.get_or_insert((char::from(open), at));
                                if matches!(stack.last(), Some(Frame::Pair { open, .. }) if *open == wanted) {
                                    stack.pop();
                                }
                            }
                            _ => {
                                found.unexpected.get_or_insert((char::from(byte), i));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        i += 1;
    }
    let still_open = stack.last().map(|frame| match frame {
        Frame::Pair { open, at, .. } => (char::from(*open), *at),
        Frame::Quote { at } => ('"', *at),
        Frame::Heredoc { at, .. } => ('<', *at),
    });
    found.unclosed = found.unclosed.or(still_open);
    found
}

/// The offset of the comment's last byte; a line comment ends before its line break.
fn skip_comment(
    text: &str,
    at: usize,
    end: &str,
    in_for: bool,
    blank: &mut dyn FnMut(usize, usize),
) -> usize {
    let stop = match text[at + 1..].find(end) {
        Some(found) if end == "\n" => at + 1 + found,
        Some(found) => at + 1 + found + end.len(),
        None => text.len(),
    };
    if in_for {
        blank(at, stop);
    }
    stop - 1
}

/// The tag of a heredoc that begins at `at`, and the offset of the end of its first line.
fn heredoc_tag(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at + 2..];
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let line = rest.split('\n').next()?;
    let tag = line.trim_end_matches('\r');
    let valid = !tag.is_empty() && tag.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    valid.then(|| (tag, text.len() - rest.len() + line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_comments_and_heredocs_do_not_count() {
        let text = "a = \"{[(\" # {\nb = <<-EOT\n  { ${ x[0] } [\n  EOT\nc { }\n/* ( */\nd = \"$${\"";
        let found = brackets(text);
        assert_eq!((found.unclosed, found.unexpected), (None, None));
    }

    #[test]
    fn the_open_and_the_stray_bracket_are_found() {
        assert_eq!(brackets("a {\n  b = [1\n}").unclosed, Some(('[', 10)));
        assert_eq!(brackets("a { }\n}").unexpected, Some(('}', 6)));
        assert_eq!(brackets("a = \"x").unclosed, Some(('"', 4)));
    }

    #[test]
    fn only_breaks_directly_in_a_for_are_blanked() {
        let text = "a = [for x in y :\n x.a # why\n ? { p = 1\n q = 2 } : null\n]\nb = 1\n";
        let masked = without_breaks_in_for(text).unwrap();
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked, "a = [for x in y :  x.a        ? { p = 1\n q = 2 } : null ]\nb = 1\n");
        assert_eq!(without_breaks_in_for("a = {\n}\n"), None);
    }

    #[test]
    fn entries_are_counted_per_pair() {
        assert_eq!(brackets("a = [1,2,3]\n").most_entries, 2);
        assert_eq!(brackets(&"x = 1\n".repeat(50)).most_entries, 0);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC*|[\\[\\]{}()\"<#/*$%\\n\\\\a-]{0,80}") {
            brackets(&text);
            if let Some(masked) = without_breaks_in_for(&text) {
                proptest::prop_assert_eq!(masked.len(), text.len());
            }
        }
    }
}
