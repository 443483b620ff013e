//! Renders templates. What is not known is printed as a mark that the reader of the result turns into an unknown value.

use std::collections::HashMap;
use std::sync::Arc;

use super::function;
use super::parse::{Piece, Pipe, Term};
use super::value::Val;
use crate::native::Why;

/// Begins and ends the mark of an unknown value.
pub(super) const MARK: (char, char) = ('\u{e000}', '\u{e001}');

const STEPS: usize = 400_000;
const BYTES: usize = 8 << 20;
const DEPTH: usize = 48;

/// Text that was rendered, with the line of the template for each of its lines.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) text: String,
    pub(super) lines: Vec<u32>,
    /// Lines of the result at which something may be missing, and why.
    pub(super) gaps: Vec<(u32, Arc<Why>)>,
    pub(super) begun: bool,
}

impl Output {
    fn push(&mut self, text: &str, line: u32, moves: bool) {
        let mut line = line;
        for part in text.split_inclusive('\n') {
            if self.lines.is_empty() {
                self.lines.push(line);
            }
            if !self.begun && !part.trim().is_empty() {
                self.begun = true;
                if let Some(last) = self.lines.last_mut() {
                    *last = line;
                }
            }
            if part.ends_with('\n') {
                if moves {
                    line += 1;
                }
                self.lines.push(line);
                self.begun = false;
            }
        }
        self.text.push_str(text);
    }

    fn line(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX).max(1)
    }
}

/// Why rendering stopped.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    pub(super) line: u32,
    pub(super) message: String,
}

enum Flow {
    On,
    Leave,
    Skip,
}

/// All that templates of a chart share.
#[derive(Default)]
pub(super) struct Engine {
    pub(super) defines: HashMap<String, Arc<Vec<Piece>>>,
    /// Reasons of the marks that were printed.
    pub(super) reasons: Vec<Arc<Why>>,
    steps: usize,
    bytes: usize,
    depth: usize,
    /// A gap in what an include printed, told to the one that prints it.
    pub(super) gap: Option<Arc<Why>>,
}

pub(super) struct Scope {
    root: Val,
    variables: Vec<(String, Val)>,
}

impl Engine {
    /// Takes over the definitions of a template.
    pub(super) fn define(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if let Piece::Define(name, body) = piece {
                self.define(body);
                self.defines.insert(name.clone(), Arc::new(body.clone()));
            }
        }
    }

    /// Renders a template with a root value.
    pub(super) fn render(&mut self, pieces: &[Piece], root: &Val) -> Result<Output, Stop> {
        let mut output = Output::default();
        let mut scope = Scope { root: root.clone(), variables: Vec::new() };
        self.steps = 0;
        self.bytes = 0;
        self.run(pieces, root, &mut scope, &mut output, None)?;
        Ok(output)
    }

    /// Runs a body. `line` is that of the call for what is included.
    fn run(
        &mut self,
        pieces: &[Piece],
        dot: &Val,
        scope: &mut Scope,
        out: &mut Output,
        line: Option<u32>,
    ) -> Result<Flow, Stop> {
        let depth = scope.variables.len();
        for piece in pieces {
            let flow = self.piece(piece, dot, scope, out, line)?;
            if !matches!(flow, Flow::On) {
                scope.variables.truncate(depth);
                return Ok(flow);
            }
        }
        scope.variables.truncate(depth);
        Ok(Flow::On)
    }

    fn piece(
        &mut self,
        piece: &Piece,
        dot: &Val,
        scope: &mut Scope,
        out: &mut Output,
        called: Option<u32>,
    ) -> Result<Flow, Stop> {
        self.steps += 1;
        match piece {
            Piece::Text(text, line) => {
                self.count(text.len(), *line)?;
                out.push(text, called.unwrap_or(*line), called.is_none());
            }
            Piece::Print(pipe, line) => {
                let at = called.unwrap_or(*line);
                let value = self.pipe(pipe, dot, scope, *line)?;
                let text = self.print(&value);
                self.count(text.len(), *line)?;
                out.push(&text, at, false);
                if let Some(why) = self.gap.take() {
                    out.gaps.push((out.line(), why));
                }
            }
            Piece::Set { name, pipe, line } => {
                let value = self.pipe(pipe, dot, scope, *line)?;
                match scope.variables.iter_mut().rev().find(|(n, _)| n == name) {
                    Some((_, old)) => *old = value,
                    _ => scope.variables.push((name.clone(), value)),
                }
            }
            Piece::If { branches, otherwise, line } => {
                for (test, body) in branches {
                    let depth = scope.variables.len();
                    let value = self.pipe(test, dot, scope, *line)?;
                    match value.truth() {
                        Some(true) => {
                            let flow = self.run(body, dot, scope, out, called);
                            scope.variables.truncate(depth);
                            return flow;
                        }
                        Some(false) => scope.variables.truncate(depth),
                        None => {
                            gap(out, &value);
                            return Ok(Flow::On);
                        }
                    }
                }
                return self.run(otherwise, dot, scope, out, called);
            }
            Piece::With { pipe, body, otherwise, line } => {
                let depth = scope.variables.len();
                let value = self.pipe(pipe, dot, scope, *line)?;
                let flow = match value.truth() {
                    Some(true) => self.run(body, &value, scope, out, called),
                    Some(false) => self.run(otherwise, dot, scope, out, called),
                    None => {
                        gap(out, &value);
                        Ok(Flow::On)
                    }
                };
                scope.variables.truncate(depth);
                return flow;
            }
            Piece::Range { names, pipe, body, otherwise, line } => {
                let value = self.pipe(pipe, dot, scope, *line)?;
                let pairs: Vec<(Val, Val)> = match &value {
                    Val::List(items) => {
                        items.iter().zip(0i64..).map(|(v, i)| (Val::Int(i), v.clone())).collect()
                    }
                    Val::Map(members) => {
                        let mut pairs: Vec<_> = members.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                        pairs.sort_by(|a, b| a.0.cmp(&b.0));
                        pairs.into_iter().map(|(k, v)| (Val::Text(k), v)).collect()
                    }
                    Val::Int(n) => (0..(*n).clamp(0, 10_000)).map(|i| (Val::Int(i), Val::Int(i))).collect(),
                    Val::Unknown(_) => {
                        gap(out, &value);
                        return Ok(Flow::On);
                    }
                    _ => Vec::new(),
                };
                if pairs.is_empty() {
                    return self.run(otherwise, dot, scope, out, called);
                }
                for (key, item) in pairs {
                    self.steps += 1;
                    self.count(0, *line)?;
                    let depth = scope.variables.len();
                    match names.as_slice() {
                        [only] => scope.variables.push((only.clone(), item.clone())),
                        [first, second, ..] => {
                            scope.variables.push((first.clone(), key));
                            scope.variables.push((second.clone(), item.clone()));
                        }
                        [] => {}
                    }
                    let flow = self.run(body, &item, scope, out, called)?;
                    scope.variables.truncate(depth);
                    if matches!(flow, Flow::Leave) {
                        break;
                    }
                }
            }
            Piece::Template { name, pipe, line } => {
                let value = match pipe {
                    Some(pipe) => self.pipe(pipe, dot, scope, *line)?,
                    None => dot.clone(),
                };
                let text = self.include(name, &value, *line)?;
                let text = self.print(&text);
                out.push(&text, called.unwrap_or(*line), false);
                if let Some(why) = self.gap.take() {
                    out.gaps.push((out.line(), why));
                }
            }
            Piece::Define(..) => {}
            Piece::Leave => return Ok(Flow::Leave),
            Piece::Skip => return Ok(Flow::Skip),
        }
        Ok(Flow::On)
    }

    fn count(&mut self, bytes: usize, line: u32) -> Result<(), Stop> {
        self.bytes += bytes;
        if self.steps > STEPS {
            return Err(Stop { line, message: format!("more than {STEPS} steps (bound steps)") });
        }
        if self.bytes > BYTES {
            return Err(Stop { line, message: format!("more than {BYTES} bytes (bound bytes)") });
        }
        Ok(())
    }

    /// What a definition prints for a value.
    pub(super) fn include(&mut self, name: &str, dot: &Val, line: u32) -> Result<Val, Stop> {
        let Some(body) = self.defines.get(name).cloned() else {
            let why = Why::NotCollected(format!("the template {name:?} is not defined here").into());
            return Ok(Val::Unknown(Arc::new(why)));
        };
        self.nested(&body, dot, line)
    }

    /// What a text prints as a template.
    pub(super) fn tpl(&mut self, text: &str, dot: &Val, line: u32) -> Result<Val, Stop> {
        match super::parse::parse(text) {
            Ok(pieces) => self.nested(&pieces, dot, line),
            Err(broken) => Ok(Val::Unknown(Arc::new(Why::Invalid(broken.message.into())))),
        }
    }

    fn nested(&mut self, body: &[Piece], dot: &Val, line: u32) -> Result<Val, Stop> {
        if self.depth >= DEPTH {
            return Err(Stop {
                line,
                message: format!("more than {DEPTH} templates within each other (bound depth)"),
            });
        }
        self.depth += 1;
        let mut out = Output::default();
        let mut scope = Scope { root: dot.clone(), variables: Vec::new() };
        let done = self.run(body, dot, &mut scope, &mut out, Some(line));
        self.depth -= 1;
        done?;
        if let Some((_, why)) = out.gaps.into_iter().next() {
            self.gap = Some(why);
        }
        Ok(Val::Text(out.text.into()))
    }

    /// A value as it is printed; one that is not known as a mark.
    fn print(&mut self, value: &Val) -> String {
        match value {
            Val::Unknown(why) => self.mark(why),
            other => match other.doubt(16) {
                Some(why) => self.mark(&why),
                None => other.print(),
            },
        }
    }

    /// The mark of an unknown value.
    pub(super) fn mark(&mut self, why: &Arc<Why>) -> String {
        let index = self.reasons.iter().position(|r| r == why).unwrap_or_else(|| {
            self.reasons.push(why.clone());
            self.reasons.len() - 1
        });
        format!("{}{index}{}", MARK.0, MARK.1)
    }

    fn pipe(&mut self, pipe: &Pipe, dot: &Val, scope: &mut Scope, line: u32) -> Result<Val, Stop> {
        self.steps += 1;
        self.count(0, line)?;
        let mut given: Option<Val> = None;
        for command in &pipe.commands {
            given = Some(self.command(command, given, dot, scope, line)?);
        }
        let value = given.unwrap_or_default();
        if let Some(name) = &pipe.name {
            scope.variables.push((name.clone(), value.clone()));
        }
        Ok(value)
    }

    fn command(
        &mut self,
        terms: &[Term],
        given: Option<Val>,
        dot: &Val,
        scope: &mut Scope,
        line: u32,
    ) -> Result<Val, Stop> {
        let Some(first) = terms.first() else { return Ok(Val::Nil) };
        match first {
            Term::Function(name) => {
                // these stop at the first argument that decides
                let mut arguments = Vec::with_capacity(terms.len());
                for term in &terms[1..] {
                    let value = self.term(term, dot, scope, line)?;
                    let decides = match &**name {
                        "and" => value.truth() == Some(false),
                        "or" => value.truth() == Some(true),
                        _ => false,
                    };
                    if decides {
                        return Ok(value);
                    }
                    arguments.push(value);
                }
                arguments.extend(given);
                function::call(self, name, arguments, line)
            }
            Term::Field(path) | Term::Variable(_, path) if terms.len() > 1 || given.is_some() => {
                // the methods that built-in objects have
                let mut arguments = Vec::new();
                for term in &terms[1..] {
                    arguments.push(self.term(term, dot, scope, line)?);
                }
                arguments.extend(given);
                Ok(function::method(path, &arguments))
            }
            other => self.term(other, dot, scope, line),
        }
    }

    fn term(&mut self, term: &Term, dot: &Val, scope: &mut Scope, line: u32) -> Result<Val, Stop> {
        Ok(match term {
            Term::Text(text) => Val::text(text.as_str()),
            Term::Int(n) => Val::Int(*n),
            Term::Float(n) => Val::Float(*n),
            Term::Bool(b) => Val::Bool(*b),
            Term::Nil => Val::Nil,
            Term::Field(path) => follow(dot, path),
            Term::Variable(name, path) if name == "$" => follow(&scope.root, path),
            Term::Variable(name, path) => {
                let value = scope.variables.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone());
                follow(&value.unwrap_or_default(), path)
            }
            Term::Function(name) => function::call(self, name, Vec::new(), line)?,
            Term::Group(pipe, path) => {
                let depth = scope.variables.len();
                let value = self.pipe(pipe, dot, scope, line)?;
                scope.variables.truncate(depth);
                follow(&value, path)
            }
        })
    }
}

fn follow(value: &Val, path: &[String]) -> Val {
    path.iter().fold(value.clone(), |value, name| value.get(name))
}

fn gap(out: &mut Output, value: &Val) {
    if let Some(why) = value.doubt(1) {
        out.gaps.push((out.line(), why));
    }
}
