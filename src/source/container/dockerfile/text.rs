//! A Dockerfile's text as instructions: lines joined, comments within passed over, heredocs taken along.

use crate::native::{FileId, Span};

/// Text that was put together from parts of several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) text: String,
    /// For each part: where it begins in the text, and its line and column.
    parts: Vec<(usize, u32, u32)>,
}

impl Joined {
    fn push(&mut self, part: &str, line: u32, column: u32) {
        self.parts.push((self.text.len(), line, column));
        self.text.push_str(part);
    }

    /// Line and column of an offset, from 1.
    pub(super) fn place(&self, offset: usize) -> (u32, u32) {
        let at = self.parts.partition_point(|(start, ..)| *start <= offset).saturating_sub(1);
        let Some((start, line, column)) = self.parts.get(at).copied() else { return (1, 1) };
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, column + count(before.chars().count()))
    }

    /// The span from one offset to another.
    pub(super) fn span(&self, file: FileId, start: usize, end: usize) -> Span {
        let (line, column) = self.place(start);
        let (end_line, _) = self.place(end.saturating_sub(1).max(start));
        Span { file, line, end_line: end_line.max(line), column }
    }

    /// The part from an offset on.
    pub(super) fn after(&self, offset: usize) -> Self {
        let (line, column) = self.place(offset);
        let mut parts = vec![(0, line, column)];
        parts.extend(
            self.parts.iter().filter(|(start, ..)| *start > offset).map(|(s, l, c)| (s - offset, *l, *c)),
        );
        Self { text: self.text.get(offset..).unwrap_or_default().to_owned(), parts }
    }
}

/// A text that stands below its instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heredoc {
    pub(super) body: Joined,
    /// Whether variables in it are filled in.
    pub(super) expands: bool,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instruction {
    /// In capitals.
    pub(super) keyword: String,
    /// What follows the keyword.
    pub(super) rest: Joined,
    pub(super) heredocs: Vec<Heredoc>,
    pub(super) line: u32,
    pub(super) end_line: u32,
    pub(super) column: u32,
}

impl Instruction {
    pub(super) fn span(&self, file: FileId) -> Span {
        Span { file, line: self.line, end_line: self.end_line, column: self.column }
    }
}

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) instructions: Vec<Instruction>,
    pub(super) escape: char,
    /// Line and message of what is wrong.
    pub(super) faults: Vec<(u32, String)>,
}

/// Reads a text into instructions.
pub(super) fn read(text: &str) -> Content {
    let lines: Vec<&str> = text.lines().collect();
    let escape = escape_of(&lines);
    let mut content = Content { escape, ..Content::default() };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            at += 1;
            continue;
        }
        let (instruction, next) = instruction(&lines, at, escape, &mut content.faults);
        content.instructions.push(instruction);
        at = next;
    }
    content
}

/// The character that continues a line: directives stand at the very top.
fn escape_of(lines: &[&str]) -> char {
    for line in lines {
        let Some(comment) = line.trim_start().strip_prefix('#') else { break };
        let Some((name, value)) = comment.split_once('=') else { break };
        match (name.trim().to_ascii_lowercase().as_str(), value.trim()) {
            ("escape", "`") => return '`',
            ("syntax" | "check" | "escape", _) => {}
            _ => break,
        }
    }
    '\\'
}

fn instruction(
    lines: &[&str],
    first: usize,
    escape: char,
    faults: &mut Vec<(u32, String)>,
) -> (Instruction, usize) {
    let mut joined = Joined::default();
    let (mut at, mut last) = (first, first);
    while let Some(line) = lines.get(at) {
        let trimmed = line.trim_start();
        let is_first = at == first;
        if !is_first && (trimmed.is_empty() || trimmed.starts_with('#')) {
            at += 1;
            continue;
        }
        last = at;
        let indent = line.len() - trimmed.len();
        // the first line begins at its keyword; the others keep their blanks, which part words
        let (part, column) = if is_first { (trimmed, indent) } else { (*line, 0) };
        let column = count(line.get(..column).unwrap_or_default().chars().count() + 1);
        let ended = part.trim_end();
        at += 1;
        if let Some(more) = ended.strip_suffix(escape) {
            joined.push(more, count(last + 1), column);
            // continued lines that are indented or not are words of their own
            joined.push(if more.ends_with([' ', '\t']) { "" } else { " " }, count(last + 1), column);
            continue;
        }
        joined.push(ended, count(last + 1), column);
        break;
    }
    let end = joined.text.find(char::is_whitespace).unwrap_or(joined.text.len());
    let keyword = joined.text.get(..end).unwrap_or_default().to_ascii_uppercase();
    let blanks = joined.text.get(end..).map_or(0, |r| r.len() - r.trim_start().len());
    let column = joined.place(0).1;
    let rest = joined.after(end + blanks);
    let mut heredocs = Vec::new();
    if matches!(keyword.as_str(), "RUN" | "COPY" | "ADD" | "ONBUILD") {
        for mark in marks(&rest.text) {
            let (heredoc, next, closed) = heredoc(lines, at, &mark);
            heredocs.push(heredoc);
            if !closed {
                faults.push((count(first + 1), format!("the heredoc <<{} is never closed", mark.name)));
            }
            at = next;
            last = at.saturating_sub(1);
        }
    }
    let (line, end_line) = (count(first + 1), count(last + 1));
    (Instruction { keyword, rest, heredocs, line, end_line, column }, at)
}

/// `<<-"EOF"`.
struct Mark {
    name: String,
    strips_tabs: bool,
    expands: bool,
}

/// The heredocs that a line opens, outside quotes.
fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (0, 0u8);
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'\\' => at += 1,
            b'\'' | b'"' if quote == 0 => quote = byte,
            _ if quote == byte && quote != 0 => quote = 0,
            b'<' if quote == 0 && text[at..].starts_with("<<") => {
                let run = bytes[at..].iter().take_while(|b| **b == b'<').count();
                let mut rest = &text[at + run..];
                let strips_tabs = rest.starts_with('-');
                rest = rest.strip_prefix('-').unwrap_or(rest);
                let expands = !rest.starts_with(['"', '\'']);
                let name = rest.trim_start_matches(['"', '\'']);
                let end =
                    name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(name.len());
                // a shift or a here-string is none
                let begins_word =
                    at == 0 || bytes[at - 1].is_ascii_whitespace() || bytes[at - 1].is_ascii_digit();
                if run == 2 && begins_word && end > 0 && !name.starts_with(|c: char| c.is_ascii_digit()) {
                    found.push(Mark { name: name[..end].to_owned(), strips_tabs, expands });
                }
                at += run;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn heredoc(lines: &[&str], first: usize, mark: &Mark) -> (Heredoc, usize, bool) {
    let mut body = Joined::default();
    let mut at = first;
    while let Some(line) = lines.get(at) {
        let stripped = if mark.strips_tabs { line.trim_start_matches('\t') } else { line };
        at += 1;
        if stripped.trim_end_matches('\r') == mark.name {
            return (Heredoc { body, expands: mark.expands }, at, true);
        }
        body.push(stripped, count(at), count(line.len() - stripped.len() + 1));
        body.push("\n", count(at), count(line.chars().count() + 1));
    }
    (Heredoc { body, expands: mark.expands }, at, false)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords(text: &str) -> Vec<(String, String, u32, u32)> {
        read(text)
            .instructions
            .into_iter()
            .map(|i| {
                (i.keyword, i.rest.text.split_whitespace().collect::<Vec<_>>().join(" "), i.line, i.end_line)
            })
            .collect()
    }

    #[test]
    fn lines_are_joined_and_comments_within_passed_over() {
        let text = "# a\nFROM a AS b\nrun x \\\n  # why\n\n  && y\\\n  && z\n\nCMD [\"c\"]\n";
        assert_eq!(
            keywords(text),
            [
                ("FROM".into(), "a AS b".into(), 2, 2),
                ("RUN".into(), "x && y && z".into(), 3, 7),
                ("CMD".into(), "[\"c\"]".into(), 9, 9)
            ]
        );
        let run = &read(text).instructions[1];
        let at = run.rest.text.find("&& z").unwrap();
        assert_eq!(run.rest.place(at), (7, 3));
        assert_eq!(run.rest.place(0), (3, 5));
    }

    #[test]
    fn the_escape_directive_changes_what_continues_a_line() {
        let text = "# escape=`\nFROM a\nRUN dir c:\\ `\n  && x\n";
        assert_eq!(keywords(text)[1], ("RUN".into(), "dir c:\\ && x".into(), 3, 4));
        // after anything else it is a comment
        assert_eq!(keywords("\n# escape=`\nFROM a\nRUN x \\\n y\n").len(), 2);
    }

    #[test]
    fn heredocs_belong_to_their_instruction() {
        let text =
            "FROM a\nRUN <<EOF\nFROM no\n  x\nEOF\nCOPY <<-\"E\" <<F /d/\n\tone $x\n\tE\ntwo\nF\nUSER u\n";
        let read = read(text);
        let kinds: Vec<&str> = read.instructions.iter().map(|i| i.keyword.as_str()).collect();
        assert_eq!(kinds, ["FROM", "RUN", "COPY", "USER"]);
        let run = &read.instructions[1].heredocs[0];
        assert_eq!((run.body.text.as_str(), run.expands), ("FROM no\n  x\n", true));
        assert_eq!(run.body.place(run.body.text.find('x').unwrap()), (4, 3));
        let copy = &read.instructions[2].heredocs;
        assert_eq!(
            (copy[0].body.text.as_str(), copy[0].expands, copy[1].body.text.as_str()),
            ("one $x\n", false, "two\n")
        );
        assert!(read.faults.is_empty());
        let open = super::read("FROM a\nRUN <<EOF\nx\n");
        assert_eq!(open.faults[0].0, 2);
        assert_eq!(keywords("FROM a\nRUN x <<< y && echo $((1<<2))\nUSER u\n").len(), 3);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived_and_places_lie_in_it(text in "(RUN |FROM a|[a-z<#\\\\\"' \n-]{0,6}|<<E|\nE\n){0,20}|\\PC{0,30}") {
            let lines = text.lines().count().max(1);
            for instruction in read(&text).instructions {
                proptest::prop_assert!(instruction.line >= 1 && instruction.end_line as usize <= lines);
                proptest::prop_assert!(instruction.line <= instruction.end_line);
                for (offset, _) in instruction.rest.text.char_indices() {
                    let (line, column) = instruction.rest.place(offset);
                    proptest::prop_assert!(line >= instruction.line && line <= instruction.end_line && column >= 1);
                }
            }
        }

        #[test]
        fn a_word_stands_where_its_place_says(words in proptest::collection::vec("[a-z]{1,8}", 1..12), breaks in proptest::collection::vec(0u8..4, 12)) {
            let mut text = "FROM a\nRUN".to_owned();
            for (word, kind) in words.iter().zip(&breaks) {
                text.push_str(match kind {
                    0 => " ",
                    1 => " \\\n   ",
                    2 => " \\\n# no\n ",
                    _ => "\\\n\n",
                });
                text.push_str(word);
            }
            let lines: Vec<&str> = text.lines().collect();
            let run = &read(&text).instructions[1];
            let mut from = 0;
            for word in &words {
                let at = from + run.rest.text[from..].find(word.as_str()).unwrap();
                from = at + word.len();
                let (line, column) = run.rest.place(at);
                let shown = &lines[line as usize - 1][column as usize - 1..];
                proptest::prop_assert!(shown.starts_with(word.as_str()), "{} in {:?}", word, shown);
            }
        }
    }
}
