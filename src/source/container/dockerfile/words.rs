//! Words of instructions and commands of shells, each with the offset it begins at.

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without its quotes.
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the whole of it stood in single quotes, so that nothing in it is filled in.
    pub(super) literal: bool,
}

/// One command of a shell script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// Whether it reads what the command before it writes.
    pub(super) piped: bool,
}

/// Shells within shells that are looked into.
const DEPTH: usize = 6;

/// Words of an instruction, parted by blanks outside quotes.
pub(super) fn words(text: &str, escape: char) -> Vec<Word> {
    let mut found = Vec::new();
    let mut reader = Reader { text, at: 0, escape };
    while let Some(c) = reader.peek() {
        if c.is_whitespace() {
            reader.at += c.len_utf8();
        } else {
            found.push(reader.word(|_| false));
        }
    }
    found
}

/// Commands of a script.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut found = Vec::new();
    script(text, 0, DEPTH, &mut found);
    found
}

/// A command that was written as a list of words, each with its offset.
pub(super) fn listed(words: Vec<Word>) -> Vec<Command> {
    let mut found = Vec::new();
    finish(Command { words, piped: false }, DEPTH, &mut found);
    found
}

fn script(text: &str, base: usize, depth: usize, found: &mut Vec<Command>) {
    let mut reader = Reader { text, at: 0, escape: '\\' };
    let mut open = Command::default();
    while let Some(c) = reader.peek() {
        let start = reader.at;
        match c {
            '#' if text[..start].chars().next_back().is_none_or(char::is_whitespace) => {
                reader.at += text[start..].find('\n').unwrap_or(text.len() - start);
            }
            // redirections to a descriptor are no separators
            '&' if text[..start].ends_with('>') || text[start + 1..].starts_with('>') => reader.at += 1,
            ';' | '&' | '|' | '\n' | '(' | ')' | '`' => {
                reader.at += 1;
                let doubled = reader.peek() == Some(c) && matches!(c, '&' | '|' | ';');
                reader.at += usize::from(doubled);
                finish(std::mem::take(&mut open), depth, found);
                open.piped = c == '|' && !doubled;
            }
            c if c.is_whitespace() => reader.at += c.len_utf8(),
            _ => {
                let mut word = reader.word(|c| matches!(c, ';' | '&' | '|' | '(' | ')' | '`'));
                word.start += base;
                word.end += base;
                if matches!(word.text.as_str(), "{" | "}") && open.words.is_empty() {
                    continue;
                }
                open.words.push(word);
            }
        }
    }
    finish(open, depth, found);
}

fn finish(command: Command, depth: usize, found: &mut Vec<Command>) {
    if command.words.is_empty() {
        return;
    }
    if depth > 0
        && let Some(inner) = inner_script(&command.words)
    {
        // one quote stands before the text
        script(&inner.text, inner.start + 1, depth - 1, found);
    }
    found.push(command);
}

/// The script of `sh -c '…'`.
fn inner_script(words: &[Word]) -> Option<&Word> {
    let shell = words.iter().position(|w| {
        let name = w.text.rsplit('/').next().unwrap_or_default();
        matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "eval")
    })?;
    let rest = words.get(shell + 1..)?;
    let flag = rest
        .iter()
        .position(|w| w.text.starts_with('-') && !w.text.starts_with("--") && w.text.ends_with('c'))?;
    rest.get(flag + 1)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    escape: char,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// A word to the next blank, or to what `ends` it.
    fn word(&mut self, ends: impl Fn(char) -> bool) -> Word {
        let start = self.at;
        let mut text = String::new();
        let mut quote: Option<char> = None;
        let (mut quoted, mut plain) = (false, false);
        while let Some(c) = self.peek() {
            let length = c.len_utf8();
            match quote {
                Some(open) if c == open => quote = None,
                Some('"') if c == self.escape => {
                    self.at += length;
                    let Some(next) = self.peek() else { break };
                    if !matches!(next, '"' | '\\' | '`') {
                        text.push(c);
                    }
                    text.push(next);
                    self.at += next.len_utf8();
                    continue;
                }
                Some(_) => text.push(c),
                None if c.is_whitespace() || ends(c) => {
                    // `$(` belongs to no word, `${a}` does
                    break;
                }
                None if matches!(c, '\'' | '"') => {
                    quote = Some(c);
                    quoted |= c == '\'';
                    plain |= c == '"';
                }
                None if c == self.escape => {
                    self.at += length;
                    let Some(next) = self.peek() else { break };
                    if next == '$' {
                        text.push('\\');
                    }
                    text.push(next);
                    self.at += next.len_utf8();
                    plain = true;
                    continue;
                }
                None => {
                    plain = true;
                    text.push(c);
                }
            }
            self.at += length;
        }
        if self.at == start {
            // nothing was taken: never stand still
            self.at += self.peek().map_or(0, char::len_utf8);
        }
        Word { text, start, end: self.at, literal: quoted && !plain }
    }
}

/// The words of a JSON list: `["a", "b"]`; nothing when it is none.
pub(super) fn json_list(text: &str) -> Option<Vec<Word>> {
    let trimmed = text.trim_start();
    let shift = text.len() - trimmed.len();
    if !trimmed.starts_with('[') {
        return None;
    }
    let json = crate::native::json::parse(trimmed.trim_end(), 2).ok()?;
    let crate::native::json::JsonKind::Array(items) = json.kind else { return None };
    items
        .into_iter()
        .map(|item| match item.kind {
            crate::native::json::JsonKind::String(text) => Some(Word {
                text,
                start: item.range.start + shift,
                end: item.range.end + shift,
                literal: false,
            }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        commands(text)
            .iter()
            .map(|c| c.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn scripts_come_apart() {
        assert_eq!(split("a b && c 'd e' || f; g | h &"), ["a b", "c d e", "f", "g", "h"]);
        assert_eq!(split("(a 2>&1 | b) # c\nd"), ["a 2> 1", "b", "d"]);
        assert_eq!(split("bash -ec \"x -k; y\" && z"), ["x -k", "y", "bash -ec x -k; y", "z"]);
        assert_eq!(split("x=$(curl -k u)"), ["x=$", "curl -k u"]);
        assert!(commands("a | b")[1].piped && !commands("a || b")[1].piped);
    }

    #[test]
    fn words_keep_quotes_together() {
        let texts: Vec<String> = words("A=\"x y\" B='z' C=a\\ b", '\\').into_iter().map(|w| w.text).collect();
        assert_eq!(texts, ["A=x y", "B=z", "C=a b"]);
        let list = json_list(" [\"a\", \"b c\"]").unwrap();
        assert_eq!((list[1].text.as_str(), list[1].start), ("b c", 7));
        assert!(json_list("[a]").is_none() && json_list("a").is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[a-c'\"\\\\$(){};&|<>`# \n-]{0,40}|\\PC{0,20}|(sh -c ['\"]){0,9}") {
            for command in commands(&text) {
                for word in command.words {
                    proptest::prop_assert!(word.start <= word.end);
                }
            }
            words(&text, '`');
            json_list(&text);
        }
    }
}
