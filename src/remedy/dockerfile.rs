//! Dockerfiles: instructions as lines, and the words of commands in them.

use super::format::{Change, Format};
use crate::check::{Edit, Instruction};
use crate::native::Span;
use crate::resource::Resource;
use crate::source::container::instructions;

/// Dockerfiles and Containerfiles.
pub(super) struct Dockerfile;

impl Format for Dockerfile {
    fn speaks(&self, resource: &Resource) -> bool {
        &*resource.native_type == "dockerfile"
    }

    fn changes(&self, _: &Resource, edit: &Edit) -> Option<Vec<Change>> {
        let Edit::Instruction(instruction) = edit else { return None };
        Some(vec![Change::Instruction(*instruction)])
    }

    fn in_its_words(&self) -> bool {
        true
    }

    fn apply(&self, text: &str, _: Span, change: &Change) -> Option<String> {
        let Change::Instruction(change) = change else { return None };
        let file = File::read(text);
        Some(match change {
            Instruction::Word(program, from, to) => file.words(|command, word| {
                ((program.is_empty() || command.program == *program) && word == *from)
                    .then(|| (*to).to_owned())
            }),
            Instruction::Letter(program, letter) => file.words(|command, word| {
                let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'))?;
                let cluster = short.bytes().all(|b| b.is_ascii_alphabetic()) && short.contains(*letter);
                (command.program == *program && cluster).then(|| {
                    let kept = short.replace(*letter, "");
                    if kept.is_empty() { kept } else { format!("-{kept}") }
                })
            }),
            Instruction::Option(program, verb, option) => file.words(|command, word| {
                let needed = command.program == *program && word == *verb && !command.rest.contains(option);
                needed.then(|| format!("{word} {option}"))
            }),
            Instruction::CopyForAdd => file.keywords("ADD", |rest| {
                let remote = rest.contains("://") || rest.contains("git@") || rest.contains("--checksum");
                let archive = |word: &str| {
                    let lower = word.to_ascii_lowercase();
                    [".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tbz"]
                        .iter()
                        .any(|end| lower.ends_with(end))
                };
                let kept =
                    remote || rest.split_whitespace().any(|w| archive(w.trim_matches(['"', ',', '[', ']'])));
                (!kept).then(|| format!("COPY {rest}"))
            }),
            Instruction::LabelForMaintainer => file.keywords("MAINTAINER", |rest| {
                let name = rest.trim_matches(['"', '\'']).replace('\\', "\\\\").replace('"', "\\\"");
                Some(format!("LABEL org.opencontainers.image.authors=\"{name}\""))
            }),
            Instruction::User(user) => file.with_user(user),
            Instruction::Unset(name) => file.without_variable(name)?,
        })
    }
}

/// A file by its lines, each with its line ending.
struct File<'t> {
    lines: Vec<&'t str>,
    /// First and last line of every instruction, from 0.
    instructions: Vec<(usize, usize)>,
}

/// The command that a word belongs to.
#[derive(Default)]
struct Command<'w> {
    program: &'w str,
    /// Its words behind the one that is looked at.
    rest: Vec<&'w str>,
}

impl<'t> File<'t> {
    fn read(text: &'t str) -> Self {
        let index = |line: u32| (line as usize).saturating_sub(1);
        let instructions = instructions(text).into_iter().map(|(a, b)| (index(a), index(b))).collect();
        Self { lines: text.split_inclusive('\n').collect(), instructions }
    }

    fn keyword(&self, at: usize) -> String {
        let line = self.lines.get(at).copied().unwrap_or_default();
        line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase()
    }

    /// Words of RUN instructions in place of others; an empty one takes the blank before it along.
    fn words(&self, change: impl Fn(&Command<'_>, &str) -> Option<String>) -> String {
        let mut out: Vec<String> = self.lines.iter().map(|l| (*l).to_owned()).collect();
        for (first, last) in self.instructions.iter().filter(|(first, _)| self.keyword(*first) == "RUN") {
            let words = self.words_of(*first, *last);
            let mut edits = Vec::new();
            let mut program = "";
            for (i, word) in words.iter().enumerate() {
                let text = word.text;
                if is_end(text) {
                    program = "";
                    continue;
                }
                // a line that goes on
                if matches!(text, "\\" | "`") {
                    continue;
                }
                let skipped =
                    text.starts_with("--mount") || text == "sudo" || text.contains('=') && program.is_empty();
                if program.is_empty() && !skipped {
                    program = text.rsplit('/').next().unwrap_or(text);
                }
                let rest =
                    words.get(i + 1..).unwrap_or_default().iter().map(|w| w.text).take_while(|w| !is_end(w));
                let command = Command { program, rest: rest.collect() };
                let command = if skipped { Command { program: text, ..command } } else { command };
                if let Some(new) = change(&command, text) {
                    edits.push((word, new));
                }
                if text.ends_with(';') {
                    program = "";
                }
            }
            for (word, new) in edits.into_iter().rev() {
                let Some(line) = out.get_mut(word.line) else { continue };
                let end = word.start + word.text.len();
                if new.is_empty() {
                    let tail = line.get(end..).unwrap_or_default();
                    // the blank behind it goes along, so that none stands twice
                    let gap = usize::from(tail.starts_with(' '));
                    line.replace_range(word.start..end + gap, "");
                } else {
                    line.replace_range(word.start..end, &new);
                }
            }
        }
        out.concat()
    }

    /// Words of an instruction behind its keyword; nothing of one in its form as a list.
    fn words_of(&self, first: usize, last: usize) -> Vec<Word<'t>> {
        let mut words = Vec::new();
        for line in first..=last {
            let Some(text) = self.lines.get(line) else { continue };
            if text.trim_start().starts_with('#') {
                continue;
            }
            let mut at = 0;
            for part in text.split_inclusive(char::is_whitespace) {
                let word = part.trim_end();
                if !word.is_empty() {
                    words.push(Word { line, start: at, text: word });
                }
                at += part.len();
            }
        }
        if !words.is_empty() {
            words.remove(0);
        }
        if words.first().is_some_and(|w| w.text.starts_with('[')) {
            words.clear();
        }
        words
    }

    /// Instructions of a keyword that stand on one line, written anew.
    fn keywords(&self, keyword: &str, change: impl Fn(&str) -> Option<String>) -> String {
        let mut out: Vec<String> = self.lines.iter().map(|l| (*l).to_owned()).collect();
        for (first, _) in self.instructions.iter().filter(|(first, _)| self.keyword(*first) == keyword) {
            let Some(line) = out.get_mut(*first) else { continue };
            let indent = line.len() - line.trim_start().len();
            let body = line.trim_end_matches(['\r', '\n']);
            let ending = line.get(body.len()..).unwrap_or_default().to_owned();
            let rest = body.get(indent + keyword.len()..).unwrap_or_default().trim().to_owned();
            if let Some(new) = change(&rest) {
                *line = format!("{}{new}{ending}", " ".repeat(indent));
            }
        }
        out.concat()
    }

    /// A USER instruction behind the last one of the last stage, before what the image runs.
    fn with_user(&self, user: &str) -> String {
        let from =
            self.instructions.iter().rposition(|(first, _)| self.keyword(*first) == "FROM").unwrap_or(0);
        let after = self
            .instructions
            .iter()
            .rposition(|(first, _)| self.keyword(*first) == "USER")
            .filter(|at| *at > from)
            .unwrap_or(from);
        let runs = self.instructions.iter().skip(after + 1);
        let before = runs
            .map(|(first, _)| *first)
            .find(|first| matches!(self.keyword(*first).as_str(), "CMD" | "ENTRYPOINT"))
            .unwrap_or(self.lines.len());
        let mut out: String = self.lines.iter().take(before).copied().collect();
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.extend(["USER ", user, "\n"]);
        out.extend(self.lines.iter().skip(before).copied());
        out
    }

    /// Without the instructions that set a variable; nothing where one sets others too.
    fn without_variable(&self, name: &str) -> Option<String> {
        let mut gone = vec![false; self.lines.len()];
        for (first, last) in &self.instructions {
            if !matches!(self.keyword(*first).as_str(), "ENV" | "ARG") {
                continue;
            }
            let words = self.words_of(*first, *last);
            let sets =
                |w: &Word<'_>| w.text == name || w.text.split_once('=').is_some_and(|(n, _)| n == name);
            if !words.iter().any(sets) {
                continue;
            }
            let alone =
                words.len() == 1 || (words.len() == 2 && words.first().is_some_and(|w| w.text == name));
            if !alone || first != last {
                return None;
            }
            *gone.get_mut(*first)? = true;
        }
        let kept = self.lines.iter().zip(gone).filter(|(_, gone)| !gone).map(|(line, _)| *line);
        Some(kept.collect())
    }
}

/// A word and where it stands.
struct Word<'t> {
    line: usize,
    start: usize,
    text: &'t str,
}

/// Whether a command ends with a word.
fn is_end(word: &str) -> bool {
    matches!(word, "&&" | "||" | ";" | "|")
}
