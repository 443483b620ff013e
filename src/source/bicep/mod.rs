//! Bicep, read into the same templates as ARM's JSON; see [`crate::source::arm`].

mod declaration;
mod expression;
mod object;
mod quoted;
mod text;

use std::sync::Arc;

use expression::Expressions;
use text::{Fault, Parsed, Text};

use super::arm::normal_path;
use super::arm::syntax::{Arguments, Import, Parameter, Template};
use crate::native::FileId;

/// What a Bicep file holds.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) template: Template,
    /// Of a parameter file: the values it gives, and the template it gives them to.
    pub(crate) arguments: Arguments,
    pub(crate) using: Option<Arc<str>>,
    /// What could not be read: line, column and reason.
    pub(crate) faults: Vec<(u32, u32, String)>,
}

/// How many faults of a file are told.
const FAULTS: usize = 20;

/// Reads a file. A statement that cannot be read is told and passed over.
pub(crate) fn parse(text: &str, file: FileId, path: &Arc<str>) -> File {
    let mut reader = Reader {
        expressions: Expressions::new(Text::new(text, file)),
        file: File {
            template: Template::new(file, path.clone(), true),
            arguments: Arguments::new(),
            using: None,
            faults: Vec::new(),
        },
        is_parameters: path.ends_with(".bicepparam"),
    };
    reader.statements();
    reader.file
}

struct Reader<'t> {
    expressions: Expressions<'t>,
    file: File,
    is_parameters: bool,
}

/// Words that begin a statement.
const STATEMENTS: &[&str] = &[
    "param",
    "var",
    "resource",
    "module",
    "output",
    "func",
    "type",
    "import",
    "targetScope",
    "metadata",
    "using",
    "extension",
    "provider",
    "assert",
    "extends",
];

impl<'t> Reader<'t> {
    fn text(&mut self) -> &mut Text<'t> {
        &mut self.expressions.text
    }

    fn statements(&mut self) {
        loop {
            self.text().space(true);
            if self.text().is_done() {
                return;
            }
            let before = self.text().at;
            if let Err(fault) = self.statement() {
                self.fault(&fault);
                self.recover(before);
            }
        }
    }

    fn fault(&mut self, fault: &Fault) {
        let (line, column) = self.expressions.text.place(fault.at);
        if self.file.faults.len() < FAULTS {
            self.file.faults.push((line, column, fault.message.clone()));
        }
    }

    /// Goes on with the next line that begins a statement.
    fn recover(&mut self, before: usize) {
        let at = self.expressions.text.at.max(before);
        let text = self.expressions.text.whole;
        let mut next = at;
        while let Some(end) = text.get(next..).and_then(|rest| rest.find('\n')) {
            next += end + 1;
            let line = text.get(next..).unwrap_or_default();
            let word = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if STATEMENTS.contains(&word) || line.starts_with('@') {
                self.text().at = next;
                return;
            }
        }
        self.text().at = text.len();
    }

    fn statement(&mut self) -> Parsed<()> {
        let start = self.text().at;
        let mut secure = false;
        while self.text().rest().starts_with('@') {
            secure |= &*self.expressions.decorator()? == "secure";
            self.text().space(true);
        }
        let word = self.text().word_here().unwrap_or_default();
        self.text().at += word.len();
        match word {
            "targetScope" | "metadata" | "assert" => self.assignment(),
            "param" => self.parameter(secure, start),
            "var" => self.variable(),
            "resource" => self.resource(None, start),
            "module" => self.module(start),
            "output" => self.output(),
            "func" => self.function(),
            "type" | "extension" | "provider" => self.skip_type(true),
            "import" => self.import(),
            "using" | "extends" => {
                self.text().space(false);
                if self.text().eat_word("none") {
                    return Ok(());
                }
                let target = self.expressions.quoted()?;
                if word == "using" {
                    self.file.using = target.as_text().and_then(|t| self.beside(t));
                }
                self.skip_line();
                Ok(())
            }
            "" => Err(self.text().expected("a statement")),
            other => Err(Fault { at: start, message: format!("`{other}` begins no statement") }),
        }
    }

    fn skip_line(&mut self) {
        let rest = self.text().rest();
        self.text().at += rest.find('\n').unwrap_or(rest.len());
    }

    /// Whatever is given a value that nothing here asks for.
    fn assignment(&mut self) -> Parsed<()> {
        self.text().space(false);
        if self.text().word_here().is_some() {
            self.text().word()?;
            self.text().space(false);
        }
        self.text().need("=")?;
        self.text().space(true);
        self.expressions.expression()?;
        self.end()
    }

    /// Nothing else stands on the line.
    fn end(&mut self) -> Parsed<()> {
        self.text().space(false);
        let rest = self.text().rest();
        if rest.is_empty() || rest.starts_with('\n') {
            Ok(())
        } else {
            Err(self.text().expected("the end of the line"))
        }
    }

    fn parameter(&mut self, secure: bool, start: usize) -> Parsed<()> {
        self.text().space(false);
        let name = self.text().word()?;
        if self.is_parameters {
            self.text().space(false);
            self.text().need("=")?;
            self.text().space(true);
            let value = self.expressions.expression()?;
            self.file.arguments.insert(name, value);
            return self.end();
        }
        let before = self.text().at;
        self.skip_type(false)?;
        let kind = self.expressions.text.whole.get(before..self.expressions.text.at).unwrap_or_default();
        let nullable = kind.trim_end().ends_with('?');
        let secure = secure || kind.trim().to_ascii_lowercase().starts_with("secure");
        let mut default = None;
        if self.text().eat("=") {
            self.text().space(true);
            default = Some(self.expressions.expression()?);
        }
        let span = self.expressions.text.span(start);
        let parameter = Parameter { default, secure, nullable, span };
        self.file.template.parameters.insert(lower(&name), parameter);
        self.end()
    }

    /// Passes over a type: to the end of its last line, or to the `=` of a default.
    fn skip_type(&mut self, whole: bool) -> Parsed<()> {
        let mut open = 0usize;
        loop {
            self.text().space(open > 0);
            let rest = self.text().rest();
            let Some(c) = rest.chars().next() else {
                return if open > 0 { Err(self.text().expected("a bracket that closes")) } else { Ok(()) };
            };
            match c {
                '\'' | '$' => {
                    self.expressions.quoted()?;
                    continue;
                }
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' if open > 0 => open -= 1,
                '}' | ']' | ')' => return Err(self.text().expected("a type")),
                '=' if open == 0 && !whole => return Ok(()),
                '\n' => {
                    // a union may go on with the next line
                    let before = self.text().at;
                    self.text().space(true);
                    if !self.text().rest().starts_with('|') {
                        self.text().at = before;
                        return Ok(());
                    }
                    continue;
                }
                _ => {}
            }
            self.text().at += c.len_utf8();
        }
    }

    fn variable(&mut self) -> Parsed<()> {
        self.text().space(false);
        let name = self.text().word()?;
        self.skip_type(false)?;
        self.text().need("=")?;
        self.text().space(true);
        let value = self.expressions.expression()?;
        self.file.template.variables.insert(lower(&name), value);
        self.end()
    }

    fn output(&mut self) -> Parsed<()> {
        self.text().space(false);
        let name = self.text().word()?;
        self.skip_type(false)?;
        self.text().need("=")?;
        self.text().space(true);
        let value = self.expressions.expression()?;
        self.file.template.outputs.insert(lower(&name), value);
        self.end()
    }

    fn import(&mut self) -> Parsed<()> {
        self.text().space(false);
        let mut names: Vec<(Arc<str>, Arc<str>)> = Vec::new();
        if self.text().rest().starts_with('\'') {
            // an extension, in its older form
            self.skip_line();
            return Ok(());
        }
        if self.text().eat("*") {
            self.text().space(true);
            self.text().eat_word("as");
            self.text().space(true);
            names.push((self.text().word()?, "*".into()));
        } else {
            self.text().need("{")?;
            loop {
                self.text().space(true);
                if self.text().eat("}") {
                    break;
                }
                if self.text().eat(",") {
                    continue;
                }
                let name = self.text().word()?;
                self.text().space(true);
                let own = if self.text().eat_word("as") {
                    self.text().space(true);
                    self.text().word()?
                } else {
                    name.clone()
                };
                names.push((own, name));
            }
        }
        self.text().space(true);
        if !self.text().eat_word("from") {
            return Err(self.text().expected("`from`"));
        }
        self.text().space(true);
        let from = self.expressions.quoted()?;
        let path = from.as_text().and_then(|t| self.beside(t));
        for (own, name) in names {
            let path = path.clone().or_else(|| from.as_text().cloned()).unwrap_or_default();
            self.file.template.imports.insert(lower(&own), Import { path, name });
        }
        self.end()
    }

    /// A path that this file names, from the root of the tree.
    fn beside(&self, path: &str) -> Option<Arc<str>> {
        let own = &self.file.template.path;
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        (!path.contains(':')).then(|| normal_path(folder, path)).flatten().map(Into::into)
    }
}

fn lower(text: &str) -> Arc<str> {
    text.to_ascii_lowercase().into()
}
