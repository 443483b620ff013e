//! One command of a build's RUN instructions, and what can be asked of it.

use std::sync::Arc;

use crate::native::Node;
use crate::resource::At;

/// Words that stand before the command that they run.
const WRAPPERS: &[&str] = &[
    "exec", "time", "nice", "nohup", "env", "command", "if", "then", "else", "elif", "do", "while", "until",
    "!", "set",
];

/// A command with its words.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// All words, those before the program included.
    all: Vec<Arc<str>>,
    /// Where the program's name stands among them.
    program: usize,
    /// Whether it reads what the command before it writes.
    pub(super) piped: bool,
    /// Whether a secret is mounted for it.
    pub(super) mounted: bool,
    pub(super) at: At,
}

impl Command {
    /// Reads `{ words, piped, mounted }`.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let object = node.as_object()?;
        let all: Vec<Arc<str>> = object.get("words")?.items()?.iter().filter_map(Node::as_text).collect();
        let says = |name: &str| object.get(name).and_then(Node::as_bool) == Some(true);
        let sets = |word: &str| {
            word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.starts_with('-'))
        };
        let mut program = all.iter().position(|w| !sets(w) && !WRAPPERS.contains(&&**w)).unwrap_or(0);
        // what sudo runs is what counts, for everything but sudo itself
        if all.get(program).is_some_and(|w| base(w) == "sudo") {
            let inner = all.iter().skip(program + 1).position(|w| !w.starts_with('-') && !sets(w));
            program += inner.map_or(0, |i| i + 1);
        }
        let at = At { origin: node.origin, site: node.site };
        Some(Self { all, program, piped: says("piped"), mounted: says("mounted"), at })
    }

    /// The program, without its directory.
    pub(super) fn name(&self) -> &str {
        self.all.get(self.program).map_or("", |w| base(w))
    }

    /// Whether it is one of these programs.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name())
    }

    /// What follows the program.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> + Clone {
        self.all.iter().skip(self.program + 1).map(|w| &**w)
    }

    /// The words as they were written, one blank between them.
    pub(super) fn text(&self) -> String {
        self.all.iter().map(|w| &**w).collect::<Vec<_>>().join(" ")
    }

    /// Whether sudo runs it.
    pub(super) fn with_sudo(&self) -> bool {
        self.all.iter().take(self.program + 1).any(|w| base(w) == "sudo")
    }

    /// Whether an option is given, alone or with a value.
    pub(super) fn has(&self, option: &str) -> bool {
        self.arguments()
            .any(|a| a.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
    }

    /// Whether a letter stands among the short options: `k` in `-fsSLk`.
    pub(super) fn has_letter(&self, letter: char) -> bool {
        self.arguments()
            .any(|a| a.len() > 1 && a.starts_with('-') && !a.starts_with("--") && a.contains(letter))
    }

    /// Whether its first plain argument is one of these words: `apt-get -y install`.
    pub(super) fn verb(&self, verbs: &[&str]) -> bool {
        self.arguments().find(|a| !a.starts_with('-')).is_some_and(|a| verbs.contains(&a))
    }

    /// What follows the verb and is no option.
    pub(super) fn packages<'c>(&'c self, verbs: &'c [&str], takes_value: &'c [&str]) -> Vec<&'c str> {
        let mut rest = self.arguments().skip_while(|a| !verbs.contains(a)).skip(1);
        let mut found = Vec::new();
        while let Some(word) = rest.next() {
            if takes_value.contains(&word) {
                rest.next();
            } else if matches!(word, ">" | ">>" | "<" | "2>" | "&>") {
                break;
            } else if word.starts_with('$') {
                // one that is named for options holds those
                let upper = word.to_ascii_uppercase();
                if !["OPT", "FLAG", "ARGS", "PARAM"].iter().any(|part| upper.contains(part)) {
                    found.push(word);
                }
            } else if !word.starts_with(['-', '>', '<', '2']) || word.starts_with("2to") {
                found.push(word);
            }
        }
        found
    }

    /// Whether an option may be hidden in a variable that is not known: `curl $CURL_OPTS`.
    pub(super) fn hides_options(&self) -> Option<&str> {
        self.arguments().find(|a| {
            let upper = a.to_ascii_uppercase();
            a.starts_with('$') && ["OPT", "FLAG", "ARGS", "PARAM"].iter().any(|part| upper.contains(part))
        })
    }
}

fn base(word: &str) -> &str {
    let word = word.rsplit('/').next().unwrap_or(word);
    word.strip_suffix(".exe").unwrap_or(word)
}
