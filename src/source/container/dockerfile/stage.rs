//! Stages of a build: which of them end up in the image, and what each instruction says once its variables are filled in.

use std::sync::Arc;

use super::super::variables::{Escape, Value as Variable, fill};
use super::super::{flag_at, list_at, object_at, text_at};
use super::text::{Content, Instruction, Joined};
use super::words::{Command, Word, commands, json_list, listed, words};
use crate::native::{FileId, Node, Object, Span, Value, Why};
use crate::table::HashMap;

type Scope = HashMap<String, Variable>;

/// Variables that builders set by themselves.
const PREDEFINED: &[&str] = &[
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// A stage.
struct Stage {
    alias: Option<String>,
    /// The stage it is built from.
    base: Option<usize>,
    variables: Scope,
}

/// The body of a build's resource.
pub(super) fn body(content: &Content, file: FileId) -> Object {
    let mut reader = Reader {
        file,
        escape: content.escape,
        global: Scope::default(),
        stages: Vec::new(),
        parts: Vec::new(),
    };
    for instruction in &content.instructions {
        reader.take(instruction);
    }
    reader.finish()
}

/// What an instruction gave, with the stage it stands in.
struct Part {
    list: &'static str,
    stage: usize,
    node: Node,
}

struct Reader {
    file: FileId,
    escape: char,
    global: Scope,
    stages: Vec<Stage>,
    parts: Vec<Part>,
}

impl Reader {
    fn take(&mut self, instruction: &Instruction) {
        let span = instruction.span(self.file);
        let rest = &instruction.rest;
        match instruction.keyword.as_str() {
            "FROM" => self.from(rest, span),
            "ARG" => self.arguments(rest, span),
            "ENV" => self.environment(rest, span),
            "LABEL" => {
                for (name, value, span) in self.pairs(rest) {
                    let node = object_at([("name", text_at(name, span)), ("label", value)], span);
                    self.push("labels", node);
                }
            }
            "RUN" => self.run(rest, instruction, span),
            "ADD" | "COPY" => self.files(instruction, rest, span),
            "USER" => self.single("user", rest, span),
            "WORKDIR" => self.single("workdir", rest, span),
            "MAINTAINER" => self.single("maintainer", rest, span),
            "EXPOSE" => {
                for word in words(&rest.text, self.escape) {
                    let place = rest.span(self.file, word.start, word.end);
                    let node = self.filled(&word.text, word.literal, span_of(place, span));
                    self.push("expose", node);
                }
            }
            "HEALTHCHECK" => {
                let first = words(&rest.text, self.escape).into_iter().find(|w| !w.text.starts_with("--"));
                let says = first.map(|w| w.text.to_ascii_uppercase()).unwrap_or_default();
                self.push("healthcheck", text_at(says, span));
            }
            "CMD" | "ENTRYPOINT" => {
                let is_json = json_list(&rest.text).is_some();
                let node = object_at(
                    [
                        ("instruction", text_at(instruction.keyword.as_str(), span)),
                        ("json", flag_at(is_json, span)),
                    ],
                    span,
                );
                self.push("start", node);
            }
            "SHELL" => {
                let words = json_list(&rest.text).unwrap_or_default();
                let items = words.into_iter().map(|w| text_at(w.text, span)).collect();
                self.push("shell", list_at(items, span));
            }
            "ONBUILD" => self.later(instruction),
            _ => {}
        }
    }

    fn push(&mut self, list: &'static str, node: Node) {
        self.parts.push(Part { list, stage: self.stages.len().saturating_sub(1), node });
    }

    fn single(&mut self, list: &'static str, rest: &Joined, span: Span) {
        let node = self.filled(rest.text.trim(), false, span);
        self.push(list, node);
    }

    /// What a text comes to: an unknown variable makes it unknown.
    fn filled(&self, text: &str, literal: bool, span: Span) -> Node {
        if literal {
            return text_at(text, span);
        }
        let plain = text.trim_matches('"');
        match fill(plain, Escape::Backslash, &|name| self.variable(name)) {
            Ok(text) => text_at(text, span),
            Err(name) => {
                Node { origin: Some(span), site: Some(span), ..Node::unknown(Why::Variable(name.into())) }
            }
        }
    }

    fn variable(&self, name: &str) -> Variable {
        let scope = self.stages.last().map_or(&self.global, |s| &s.variables);
        match scope.get(name) {
            Some(value) => value.clone(),
            None if PREDEFINED.contains(&name) => Variable::Unknown,
            None => Variable::Unset,
        }
    }

    fn from(&mut self, rest: &Joined, span: Span) {
        let all = words(&rest.text, self.escape);
        let mut plain = all.iter().filter(|w| !w.text.starts_with("--"));
        let image = plain.next().map(|w| w.text.clone()).unwrap_or_default();
        let alias = match (plain.next(), plain.next()) {
            (Some(word), Some(name)) if word.text.eq_ignore_ascii_case("as") => Some(name.text.clone()),
            _ => None,
        };
        // only arguments before the first FROM are seen here
        let global = &self.global;
        let name = fill(&image, Escape::Backslash, &|name| match global.get(name) {
            Some(value) => value.clone(),
            None if PREDEFINED.contains(&name) => Variable::Unknown,
            None => Variable::Unset,
        });
        let base = name.as_ref().ok().and_then(|name| self.stage(name));
        let variables =
            base.and_then(|b| self.stages.get(b)).map(|b| b.variables.clone()).unwrap_or_default();
        let is_twice = alias.as_ref().is_some_and(|alias| self.stage(alias).is_some());
        self.stages.push(Stage { alias: alias.clone(), base, variables });
        let reference = match name {
            Ok(name) if name.is_empty() && !image.is_empty() => {
                // a variable that is nowhere set: the build needs it from outside
                let why = Why::Variable(image.trim_matches(['$', '{', '}']).into());
                Node { origin: Some(span), site: Some(span), ..Node::unknown(why) }
            }
            Ok(name) => text_at(name, span),
            Err(name) => {
                Node { origin: Some(span), site: Some(span), ..Node::unknown(Why::Variable(name.into())) }
            }
        };
        let mut members = vec![
            ("image", reference),
            ("written", text_at(image, span)),
            ("own", flag_at(base.is_some(), span)),
            ("twice", flag_at(is_twice, span)),
        ];
        members.extend(alias.map(|alias| ("alias", text_at(alias, span))));
        self.push("from", object_at(members, span));
    }

    /// An earlier stage by its name or number.
    fn stage(&self, name: &str) -> Option<usize> {
        let named = |s: &Stage| s.alias.as_ref().is_some_and(|alias| alias.eq_ignore_ascii_case(name));
        self.stages.iter().rposition(named)
    }

    fn arguments(&mut self, rest: &Joined, span: Span) {
        for word in words(&rest.text, self.escape) {
            let place = span_of(rest.span(self.file, word.start, word.end), span);
            let (name, default) = match word.text.split_once('=') {
                Some((name, default)) => (name, Some(self.filled(default, word.literal, place))),
                None => (word.text.as_str(), None),
            };
            let value = match &default {
                Some(node) => node.as_text().map_or(Variable::Unknown, Variable::Known),
                None if self.stages.is_empty() => Variable::Unknown,
                None => self.global.get(name).cloned().unwrap_or(Variable::Unknown),
            };
            let name = name.to_owned();
            let mut members = vec![("name", text_at(name.as_str(), place)), ("kind", text_at("ARG", place))];
            members.extend(default.map(|node| ("value", node)));
            if !self.stages.is_empty() || members.len() > 2 {
                self.push("variables", object_at(members, place));
            }
            let scope = self.stages.last_mut().map_or(&mut self.global, |s| &mut s.variables);
            scope.insert(name, value);
        }
    }

    fn environment(&mut self, rest: &Joined, span: Span) {
        for (name, value, place) in self.pairs(rest) {
            let known = value.as_text().map_or(Variable::Unknown, Variable::Known);
            let members =
                [("name", text_at(name.as_str(), place)), ("kind", text_at("ENV", place)), ("value", value)];
            self.push("variables", object_at(members, span_of(place, span)));
            if let Some(stage) = self.stages.last_mut() {
                stage.variables.insert(name, known);
            }
        }
    }

    /// `A=1 B="x y"`, or `A all the rest`.
    fn pairs(&self, rest: &Joined) -> Vec<(String, Node, Span)> {
        let all = words(&rest.text, self.escape);
        let Some(first) = all.first() else { return Vec::new() };
        if !first.text.contains('=') {
            let place = rest.span(self.file, first.start, rest.text.len());
            let value = rest.text.get(first.end..).unwrap_or_default().trim();
            return vec![(first.text.clone(), self.filled(value, false, place), place)];
        }
        let pair = |word: &Word| {
            let place = rest.span(self.file, word.start, word.end);
            let (name, value) = word.text.split_once('=')?;
            Some((name.to_owned(), self.filled(value, word.literal, place), place))
        };
        all.iter().filter_map(pair).collect()
    }

    fn run(&mut self, rest: &Joined, instruction: &Instruction, span: Span) {
        let (flags, at) = flags(&rest.text, self.escape);
        let mounted = flags.iter().any(|f| f.starts_with("--mount=") && f.contains("type=secret"));
        let script = rest.after(at);
        let own = match json_list(&script.text) {
            Some(words) => listed(words),
            None => commands(&without_marks(&script.text, instruction)),
        };
        let nothing =
            own.iter().all(|c| c.words.first().is_none_or(|w| w.text.starts_with("<<") || is_shell(&w.text)));
        self.commands(&own, &script, mounted, span);
        for heredoc in instruction.heredocs.iter().filter(|_| nothing) {
            // with another interpreter's first line it is no shell script
            let other = heredoc
                .body
                .text
                .strip_prefix("#!")
                .is_some_and(|line| !line.lines().next().unwrap_or_default().contains("sh"));
            if !other {
                self.commands(&commands(&heredoc.body.text), &heredoc.body, mounted, span);
            }
        }
    }

    fn commands(&mut self, all: &[Command], text: &Joined, mounted: bool, whole: Span) {
        for command in all {
            let (Some(first), Some(last)) = (command.words.first(), command.words.last()) else { continue };
            let place = span_of(text.span(self.file, first.start, last.end), whole);
            for word in assigned(&command.words) {
                let Some((name, value)) = word.text.split_once('=') else { continue };
                let at = span_of(text.span(self.file, word.start, word.end), whole);
                let value = if value.contains('$') && !word.literal {
                    Node { origin: Some(at), site: Some(at), ..Node::unknown(Why::Runtime(name.into())) }
                } else {
                    text_at(value, at)
                };
                let members = [("name", text_at(name, at)), ("kind", text_at("RUN", at)), ("value", value)];
                self.push("variables", object_at(members, at));
            }
            let words = command.words.iter().map(|word| {
                let at = span_of(text.span(self.file, word.start, word.end), whole);
                // what the shell itself settles stays as it is written
                let known = |name: &str| match self.variable(name) {
                    Variable::Unset => Variable::Unknown,
                    other => other,
                };
                let filled =
                    (!word.literal).then(|| fill(&word.text, Escape::Backslash, &known).ok()).flatten();
                text_at(filled.unwrap_or_else(|| word.text.clone()), at)
            });
            let words: Vec<Node> = words.collect();
            let node = object_at(
                [
                    ("words", list_at(words, place)),
                    ("piped", flag_at(command.piped, place)),
                    ("mounted", flag_at(mounted, place)),
                ],
                Span { ..place },
            );
            self.push("run", Node { site: Some(whole), ..node });
        }
    }

    fn files(&mut self, instruction: &Instruction, rest: &Joined, span: Span) {
        let (flags, at) = flags(&rest.text, self.escape);
        let after = rest.after(at);
        let mut all = json_list(&after.text).unwrap_or_else(|| words(&after.text, self.escape));
        all.retain(|w| !w.text.starts_with("<<"));
        let target = all.pop();
        let own = |name: &str| flags.iter().find_map(|f| f.strip_prefix(name)?.strip_prefix('='));
        let sources = all.iter().map(|w| self.filled(&w.text, w.literal, span)).collect();
        let mut members = vec![
            ("instruction", text_at(instruction.keyword.as_str(), span)),
            ("sources", list_at(sources, span)),
            ("inline", flag_at(!instruction.heredocs.is_empty(), span)),
            ("checksum", flag_at(own("--checksum").is_some(), span)),
        ];
        members.extend(
            own("--from")
                .map(|from| {
                    let alias = self.stages.last().and_then(|s| s.alias.as_deref());
                    let is_self = alias.is_some_and(|alias| alias.eq_ignore_ascii_case(from));
                    let local = self.stage(from).is_some() || from.parse::<usize>().is_ok();
                    [
                        ("from", text_at(from, span)),
                        ("itself", flag_at(is_self, span)),
                        ("local", flag_at(local, span)),
                    ]
                })
                .into_iter()
                .flatten(),
        );
        members.extend(target.map(|w| ("target", self.filled(&w.text, w.literal, span))));
        self.push("files", object_at(members, span));
    }

    /// What a build from this image will do first.
    fn later(&mut self, instruction: &Instruction) {
        let text = &instruction.rest.text;
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let keyword = text.get(..end).unwrap_or_default().to_ascii_uppercase();
        if !matches!(keyword.as_str(), "RUN" | "ADD" | "COPY" | "ENV" | "ARG") {
            return;
        }
        let blanks = text.get(end..).map_or(0, |r| r.len() - r.trim_start().len());
        let inner =
            Instruction { keyword, rest: instruction.rest.after(end + blanks), ..instruction.clone() };
        self.take(&inner);
    }

    fn finish(self) -> Object {
        let last = self.stages.len().saturating_sub(1);
        let mut in_image = vec![false; self.stages.len().max(1)];
        let mut next = Some(last);
        while let Some(stage) = next {
            if let Some(kept) = in_image.get_mut(stage) {
                *kept = true;
            }
            // a base is always an earlier stage
            next = self.stages.get(stage).and_then(|s| s.base).filter(|base| *base < stage);
        }
        let mut lists: HashMap<&'static str, Vec<Node>> = HashMap::default();
        let mut body = Object::default();
        for part in self.parts {
            let kept = in_image.get(part.stage).copied().unwrap_or(true);
            let span = part.node.origin.unwrap_or(Span { file: self.file, line: 1, end_line: 1, column: 1 });
            let node = match part.node.value {
                Value::Object(object) => {
                    let mut object = Arc::unwrap_or_clone(object);
                    object.insert("kept".into(), flag_at(kept, span));
                    #[expect(clippy::cast_precision_loss, reason = "a file has fewer stages than 2^52")]
                    object.insert("stage".into(), Node::at(Value::Number(part.stage as f64), span));
                    Node { value: Value::Object(Arc::new(object)), ..part.node }
                }
                _ => part.node,
            };
            match part.list {
                // of what one instruction says for the image, the last one in it holds
                "user" | "healthcheck" if !kept => {}
                "user" | "healthcheck" => {
                    body.insert(part.list.into(), node);
                }
                "labels" if kept => {
                    if let Some(label) = node.as_object()
                        && let (Some(name), Some(value)) =
                            (label.get("name").and_then(Node::as_text), label.get("label"))
                    {
                        tag(&mut body, name, value.clone(), span);
                    }
                }
                name => lists.entry(name).or_default().push(node),
            }
        }
        for (name, nodes) in lists {
            let span = nodes.first().and_then(|n| n.origin);
            let listed = Node { origin: span, site: span, ..Node::new(Value::List(Arc::new(nodes))) };
            body.insert(name.into(), listed);
        }
        body
    }
}

/// Labels are what tags are elsewhere.
fn tag(body: &mut Object, name: Arc<str>, value: Node, span: Span) {
    let tags = body.entry("tags".into()).or_insert_with(|| object_at([], span));
    if let Value::Object(object) = &mut tags.value {
        Arc::make_mut(object).insert(name, value);
    }
}

/// A place within an instruction, seen from the whole of it.
fn span_of(place: Span, whole: Span) -> Span {
    Span {
        line: place.line.clamp(whole.line, whole.end_line),
        end_line: place.end_line.clamp(whole.line, whole.end_line),
        ..place
    }
}

/// The flags at the start, and where what follows them begins.
fn flags(text: &str, escape: char) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    for word in words(text, escape) {
        if !word.text.starts_with("--") {
            return (found, word.start);
        }
        found.push(word.text);
    }
    (found, text.len())
}

/// The script with blanks in place of the marks of heredocs, whose bodies stand below.
fn without_marks(text: &str, instruction: &Instruction) -> String {
    if instruction.heredocs.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<<") {
        out.push_str(&rest[..at]);
        let mark = &rest[at..];
        let end = mark.find(char::is_whitespace).unwrap_or(mark.len());
        out.extend(std::iter::repeat_n(' ', end));
        rest = &mark[end..];
    }
    out.push_str(rest);
    out
}

fn is_shell(word: &str) -> bool {
    matches!(word.rsplit('/').next().unwrap_or_default(), "sh" | "bash" | "ash" | "dash" | "zsh")
}

/// `NAME=value` before a command, and what `export` sets.
fn assigned(all: &[Word]) -> impl Iterator<Item = &Word> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let assigns = move |w: &Word| w.text.split_once('=').is_some_and(|(name, _)| is_name(name));
    let exports = all.first().is_some_and(|w| matches!(w.text.as_str(), "export" | "env"));
    all.iter().skip(usize::from(exports)).take_while(move |w| assigns(w))
}
