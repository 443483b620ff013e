//! Finds comments in HCL and Bicep. What looks like one inside a string or a heredoc is none.

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// First line, from 1.
    pub(super) line: u32,
    /// Last line.
    pub(super) end_line: u32,
    /// Column of its first character, from 1.
    pub(super) column: u32,
    /// Whether nothing but white space stands before it on its line.
    pub(super) alone: bool,
    /// The text without the comment marks.
    pub(super) text: String,
}

/// All comments in order.
pub(super) fn of(text: &str) -> Vec<Comment> {
    Scanner { rest: text, line: 1, column: 1, alone: true, found: Vec::new() }.run()
}

/// All comments of Bicep in order; a directive of its linter counts as one.
pub(super) fn of_bicep(text: &str) -> Vec<Comment> {
    let mut scanner = Scanner { rest: text, line: 1, column: 1, alone: true, found: Vec::new() };
    // each entry is a text that an insertion was opened in, with the braces open inside it
    let mut open: Vec<usize> = Vec::new();
    while let Some(c) = scanner.rest.chars().next() {
        if scanner.rest.starts_with("/*") {
            let end = scanner.rest.find("*/").map_or(scanner.rest.len(), |i| i + 2);
            scanner.comment(end, 2, 2);
        } else if scanner.rest.starts_with("//") || (c == '#' && scanner.alone) {
            let end = scanner.rest.find('\n').unwrap_or(scanner.rest.len());
            scanner.comment(end, if c == '#' { 1 } else { 2 }, 0);
        } else if scanner.rest.starts_with("'''") {
            let end = scanner.rest.get(3..).and_then(|r| r.find("'''")).map_or(scanner.rest.len(), |i| i + 6);
            scanner.step(end);
        } else if c == '\'' {
            scanner.step(1);
            scanner.text(&mut open);
        } else {
            scanner.step(c.len_utf8());
            match (c, open.last_mut()) {
                ('{', Some(braces)) => *braces += 1,
                ('}', Some(0)) => {
                    open.pop();
                    scanner.text(&mut open);
                }
                ('}', Some(braces)) => *braces -= 1,
                _ => {}
            }
        }
    }
    scanner.found
}

struct Scanner<'t> {
    rest: &'t str,
    line: u32,
    column: u32,
    alone: bool,
    found: Vec<Comment>,
}

impl<'t> Scanner<'t> {
    fn run(mut self) -> Vec<Comment> {
        // each entry is a string that an interpolation was opened in, with the braces open inside it
        let mut interpolations: Vec<usize> = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |i| i + 2);
                self.comment(end, 2, 2);
            } else if c == '#' || self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.comment(end, if c == '#' { 1 } else { 2 }, 0);
            } else if self.rest.starts_with("<<") {
                self.heredoc();
            } else if c == '"' {
                self.step(1);
                self.string(&mut interpolations);
            } else {
                match (c, interpolations.last_mut()) {
                    ('{', Some(open)) => *open += 1,
                    ('}', Some(0)) => {
                        interpolations.pop();
                        self.step(1);
                        self.string(&mut interpolations);
                        continue;
                    }
                    ('}', Some(open)) => *open -= 1,
                    _ => {}
                }
                self.step(c.len_utf8());
            }
        }
        self.found
    }

    /// Moves past `bytes`, keeping line and column.
    fn step(&mut self, bytes: usize) -> &'t str {
        let (passed, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        for c in passed.chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
                self.alone = true;
            } else {
                self.column += 1;
                self.alone &= c.is_whitespace();
            }
        }
        self.rest = rest;
        passed
    }

    fn comment(&mut self, bytes: usize, before: usize, after: usize) {
        let (line, column, alone) = (self.line, self.column, self.alone);
        let passed = self.step(bytes);
        let inner = passed.get(before..passed.len().saturating_sub(after)).unwrap_or_default();
        let text = inner.trim().to_owned();
        self.found.push(Comment { line, end_line: self.line, column, alone, text });
    }

    /// From inside a text of Bicep to behind its quote, or to the start of an insertion.
    fn text(&mut self, open: &mut Vec<usize>) {
        while let Some(c) = self.rest.chars().next() {
            if c == '\\' {
                let next = self.rest.chars().nth(1).map_or(0, char::len_utf8);
                self.step(1 + next);
            } else if self.rest.starts_with("${") {
                self.step(2);
                open.push(0);
                return;
            } else {
                self.step(c.len_utf8());
                if c == '\'' || c == '\n' {
                    return;
                }
            }
        }
    }

    /// From inside a string to behind its quote, or to the start of an interpolation.
    fn string(&mut self, interpolations: &mut Vec<usize>) {
        while let Some(c) = self.rest.chars().next() {
            if c == '\\' {
                let next = self.rest.chars().nth(1).map_or(0, char::len_utf8);
                self.step(1 + next);
            } else if self.rest.starts_with("$${") || self.rest.starts_with("%%{") {
                self.step(3);
            } else if self.rest.starts_with("${") || self.rest.starts_with("%{") {
                self.step(2);
                interpolations.push(0);
                return;
            } else {
                self.step(c.len_utf8());
                if c == '"' || c == '\n' {
                    return;
                }
            }
        }
    }

    /// A heredoc to the end of its closing line; anything else that begins with `<<` is passed over.
    fn heredoc(&mut self) {
        let head = self.rest.trim_start_matches('<');
        let head = head.strip_prefix('-').unwrap_or(head);
        let mark: String =
            head.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
        let Some(body) = self.rest.find('\n').filter(|_| !mark.is_empty()) else {
            self.step(2);
            return;
        };
        let mut end = body + 1;
        for line in self.rest[body + 1..].split_inclusive('\n') {
            end += line.len();
            if line.trim() == mark {
                break;
            }
        }
        self.step(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(u32, String, bool)> {
        of(text).into_iter().map(|c| (c.line, c.text, c.alone)).collect()
    }

    #[test]
    fn every_kind_of_comment_is_found() {
        let got = texts("# one\na = 1 // two\n/* three\n four */ b = 2\n");
        assert_eq!(
            got,
            [(1, "one".into(), true), (2, "two".into(), false), (3, "three\n four".into(), true)]
        );
    }

    #[test]
    fn strings_and_heredocs_hold_none() {
        let got = texts("a = \"# no ${f(\"# no\")} // no\" # yes\nb = <<-EOT\n  # no\n  EOT\n# last\n");
        assert_eq!(got, [(1, "yes".into(), false), (5, "last".into(), true)]);
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_string() {
        assert_eq!(texts(r##"a = "x\"# no" # yes"##), [(1, "yes".into(), false)]);
    }

    #[test]
    fn text_that_ends_early_is_no_trouble() {
        for text in ["\"", "\"${", "<<EOT\n", "/*", "\"\\", "<<", "#"] {
            of(text);
        }
    }
}
