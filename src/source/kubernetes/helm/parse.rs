//! Templates of Go as a tree.

/// A piece of a template, with its line.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Text(String, u32),
    Print(Pipe, u32),
    Set { name: String, pipe: Pipe, line: u32 },
    If { branches: Vec<(Pipe, Vec<Piece>)>, otherwise: Vec<Piece>, line: u32 },
    With { pipe: Pipe, body: Vec<Piece>, otherwise: Vec<Piece>, line: u32 },
    Range { names: Vec<String>, pipe: Pipe, body: Vec<Piece>, otherwise: Vec<Piece>, line: u32 },
    Template { name: String, pipe: Option<Pipe>, line: u32 },
    Define(String, Vec<Piece>),
    Leave,
    Skip,
}

/// Commands, each of which is given the value of the one before; a name may be given the last.
#[derive(Debug, Clone)]
pub(super) struct Pipe {
    pub(super) name: Option<String>,
    pub(super) commands: Vec<Vec<Term>>,
}

#[derive(Debug, Clone)]
pub(super) enum Term {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Nil,
    /// `.a.b`; none for `.` alone.
    Field(Vec<String>),
    /// `$x.a`.
    Variable(String, Vec<String>),
    Function(String),
    Group(Box<Pipe>, Vec<String>),
}

/// What is wrong with a template, and on which line.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    pub(super) line: u32,
    pub(super) message: String,
}

const DEPTH: usize = 64;

#[derive(Debug)]
enum Part<'t> {
    Text(&'t str, u32),
    Action(&'t str, u32),
}

/// Parses a template.
pub(super) fn parse(text: &str) -> Result<Vec<Piece>, Broken> {
    let parts = parts(text)?;
    let mut reader = Reader { parts: &parts, at: 0, depth: 0 };
    let (pieces, end) = reader.body()?;
    match end {
        End::Over => Ok(pieces),
        End::Else(line, _) | End::Closed(line) => {
            Err(Broken { line, message: "an end without a beginning".to_owned() })
        }
    }
}

fn parts(text: &str) -> Result<Vec<Part<'_>>, Broken> {
    let mut parts = Vec::new();
    let (mut rest, mut line) = (text, 1u32);
    let mut trim_next = false;
    loop {
        let open = rest.find("{{");
        let (mut before, after) = match open {
            Some(at) => (&rest[..at], Some(&rest[at + 2..])),
            None => (rest, None),
        };
        let whole = before;
        let mut start = line;
        if trim_next {
            let trimmed = before.trim_start();
            start += newlines(&before[..before.len() - trimmed.len()]);
            before = trimmed;
        }
        line += newlines(whole);
        let trims = after.is_some_and(|a| {
            a.starts_with("- ")
                || a.starts_with("-\n")
                || a.starts_with("-\t")
                || a.starts_with("-/*")
                || a.starts_with("-\r")
        });
        if trims {
            before = before.trim_end();
        }
        if !before.is_empty() {
            parts.push(Part::Text(before, start));
        }
        let Some(after) = after else { return Ok(parts) };
        let code = if trims { &after[1..] } else { after };
        let is_comment = code.trim_start().starts_with("/*");
        let Some(close) = (if is_comment {
            code.find("*/").and_then(|c| Some(c + code.get(c..)?.find("}}")?))
        } else {
            closing(code)
        }) else {
            return Err(Broken { line, message: "an action that does not end".to_owned() });
        };
        let inner = &code[..close];
        trim_next = inner.ends_with('-')
            && (inner.len() == 1 || inner[..inner.len() - 1].ends_with([' ', '\t', '\n', '\r', '/']));
        let action = if trim_next { &inner[..inner.len() - 1] } else { inner };
        if !is_comment {
            parts.push(Part::Action(action.trim(), line));
        }
        line += newlines(inner);
        rest = &code[close + 2..];
    }
}

/// Where an action ends; braces in texts do not count.
fn closing(code: &str) -> Option<usize> {
    let bytes = code.as_bytes();
    let mut quote = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(b'"'), b'\\') => at += 1,
            (Some(q), b) if q == *b => quote = None,
            (None, b'"' | b'`') => quote = Some(*byte),
            (None, b'}') if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|b| *b == b'\n').count()).unwrap_or(u32::MAX)
}

enum End {
    Over,
    Closed(u32),
    /// `else`, with what stands behind it.
    Else(u32, String),
}

struct Reader<'p, 't> {
    parts: &'p [Part<'t>],
    at: usize,
    depth: usize,
}

impl Reader<'_, '_> {
    fn body(&mut self) -> Result<(Vec<Piece>, End), Broken> {
        self.depth += 1;
        let mut pieces = Vec::new();
        while let Some(part) = self.parts.get(self.at) {
            self.at += 1;
            match part {
                Part::Text(text, line) => pieces.push(Piece::Text((*text).to_owned(), *line)),
                Part::Action(code, line) => {
                    let (code, line): (&str, u32) = (code, *line);
                    if self.depth > DEPTH {
                        return Err(Broken {
                            line,
                            message: format!("more than {DEPTH} blocks within each other (bound depth)"),
                        });
                    }
                    let (word, rest) = code.split_once(|c: char| c.is_whitespace()).unwrap_or((code, ""));
                    match word {
                        "end" => {
                            self.depth -= 1;
                            return Ok((pieces, End::Closed(line)));
                        }
                        "else" => {
                            self.depth -= 1;
                            return Ok((pieces, End::Else(line, rest.trim().to_owned())));
                        }
                        "break" => pieces.push(Piece::Leave),
                        "continue" => pieces.push(Piece::Skip),
                        "if" => pieces.push(self.conditional(rest, line)?),
                        "with" => {
                            let pipe = pipe(rest, line)?;
                            let (body, otherwise) = self.two(line)?;
                            pieces.push(Piece::With { pipe, body, otherwise, line });
                        }
                        "range" => {
                            let (names, source) = match rest.split_once(":=") {
                                Some((names, source)) if names.trim_start().starts_with('$') => {
                                    (names.split(',').map(|n| n.trim().to_owned()).collect(), source)
                                }
                                _ => (Vec::new(), rest),
                            };
                            let pipe = pipe(source, line)?;
                            let (body, otherwise) = self.two(line)?;
                            pieces.push(Piece::Range { names, pipe, body, otherwise, line });
                        }
                        "define" | "block" => {
                            let tokens = tokens(rest, line)?;
                            let Some(Token::Text(name)) = tokens.first() else {
                                return Err(Broken { line, message: format!("{word} without a name") });
                            };
                            let (body, _) = self.two(line)?;
                            pieces.push(Piece::Define(name.clone(), body));
                            if word == "block" {
                                pieces.push(Piece::Template { name: name.clone(), pipe: None, line });
                            }
                        }
                        "template" => {
                            let tokens = tokens(rest, line)?;
                            let Some(Token::Text(name)) = tokens.first() else {
                                return Err(Broken { line, message: "template without a name".to_owned() });
                            };
                            let pipe = if tokens.len() > 1 {
                                Some(Terms { tokens: &tokens[1..], at: 0, line, depth: 0 }.whole()?)
                            } else {
                                None
                            };
                            pieces.push(Piece::Template { name: name.clone(), pipe, line });
                        }
                        "" => {}
                        _ => pieces.push(statement(code, line)?),
                    }
                }
            }
        }
        self.depth -= 1;
        Ok((pieces, End::Over))
    }

    fn conditional(&mut self, condition: &str, line: u32) -> Result<Piece, Broken> {
        let mut branches = Vec::new();
        let mut condition = condition.to_owned();
        let mut at = line;
        loop {
            let test = pipe(&condition, at)?;
            let (body, end) = self.body()?;
            branches.push((test, body));
            match end {
                End::Closed(_) => return Ok(Piece::If { branches, otherwise: Vec::new(), line }),
                End::Else(at_else, rest) => {
                    if let Some(next) = rest.strip_prefix("if ") {
                        next.trim().clone_into(&mut condition);
                        at = at_else;
                        continue;
                    }
                    let (otherwise, end) = self.body()?;
                    return match end {
                        End::Closed(_) => Ok(Piece::If { branches, otherwise, line }),
                        _ => Err(Broken { line, message: "an if that does not end".to_owned() }),
                    };
                }
                End::Over => return Err(Broken { line, message: "an if that does not end".to_owned() }),
            }
        }
    }

    /// A body with an `else`, which may be empty.
    fn two(&mut self, line: u32) -> Result<(Vec<Piece>, Vec<Piece>), Broken> {
        let (body, end) = self.body()?;
        match end {
            End::Closed(_) => Ok((body, Vec::new())),
            End::Else(at, rest) if !rest.is_empty() => {
                // `else with` and its kin
                let nested = match rest.split_once(' ') {
                    Some(("if", condition)) => vec![self.conditional(condition, at)?],
                    Some(("with", source)) => {
                        let pipe = pipe(source, at)?;
                        let (inner, otherwise) = self.two(at)?;
                        vec![Piece::With { pipe, body: inner, otherwise, line: at }]
                    }
                    _ => return Err(Broken { line: at, message: format!("else {rest} is not understood") }),
                };
                Ok((body, nested))
            }
            End::Else(..) => match self.body()? {
                (otherwise, End::Closed(_)) => Ok((body, otherwise)),
                _ => Err(Broken { line, message: "a block that does not end".to_owned() }),
            },
            End::Over => Err(Broken { line, message: "a block that does not end".to_owned() }),
        }
    }
}

fn statement(code: &str, line: u32) -> Result<Piece, Broken> {
    if code.starts_with('$') {
        let name: String =
            code.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '$' | '_')).collect();
        let rest = code[name.len()..].trim_start();
        let source =
            rest.strip_prefix(":=").or_else(|| rest.strip_prefix('=').filter(|r| !r.starts_with('=')));
        if let Some(source) = source {
            return Ok(Piece::Set { name, pipe: pipe(source, line)?, line });
        }
    }
    Ok(Piece::Print(pipe(code, line)?, line))
}

fn pipe(code: &str, line: u32) -> Result<Pipe, Broken> {
    let code = code.trim();
    if code.starts_with('$') && code.contains(":=") {
        let (name, source) = code.split_once(":=").unwrap_or((code, ""));
        if name.trim().chars().skip(1).all(|c| c.is_alphanumeric() || c == '_') {
            return Ok(Pipe { name: Some(name.trim().to_owned()), ..pipe(source, line)? });
        }
    }
    let tokens = tokens(code, line)?;
    Terms { tokens: &tokens, at: 0, line, depth: 0 }.whole()
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Text(String),
    Number(String),
    /// `.a.b`, or `.` alone.
    Field(Vec<String>),
    Variable(String, Vec<String>),
    Word(String),
    Pipe,
    Open,
    Close(Vec<String>),
}

fn tokens(code: &str, line: u32) -> Result<Vec<Token>, Broken> {
    let broken = |message: &str| Broken { line, message: message.to_owned() };
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() || c == ',' {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let fields = |from: &str| -> (Vec<String>, usize) {
            let mut names = Vec::new();
            let mut used = 0;
            while let Some(tail) = from[used..].strip_prefix('.') {
                let name: String = tail.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if name.is_empty() {
                    break;
                }
                used += 1 + name.len();
                names.push(name);
            }
            (names, used)
        };
        let used = match c {
            '"' => {
                let end = string_end(rest).ok_or_else(|| broken("a text that does not end"))?;
                found.push(Token::Text(unescaped(&rest[1..end])));
                end + 1
            }
            '`' => {
                let end = rest[1..].find('`').ok_or_else(|| broken("a text that does not end"))? + 1;
                found.push(Token::Text(rest[1..end].to_owned()));
                end + 1
            }
            '\'' => {
                let end = rest[1..].find('\'').ok_or_else(|| broken("a character that does not end"))? + 1;
                let code = rest[1..end].chars().next().map_or(0, u32::from);
                found.push(Token::Number(code.to_string()));
                end + 1
            }
            '|' => {
                found.push(Token::Pipe);
                1
            }
            '(' => {
                found.push(Token::Open);
                1
            }
            ')' => {
                let (names, used) = fields(&rest[1..]);
                found.push(Token::Close(names));
                1 + used
            }
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => number(rest, &mut found),
            '.' => {
                let (names, used) = fields(rest);
                found.push(Token::Field(names));
                used.max(1)
            }
            '$' => {
                let name: String =
                    rest[1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let (names, used) = fields(&rest[1 + name.len()..]);
                let length = 1 + name.len() + used;
                found.push(Token::Variable(format!("${name}"), names));
                length
            }
            c if c.is_ascii_digit() || matches!(c, '-' | '+') => number(rest, &mut found),
            c if c.is_alphabetic() || c == '_' => {
                let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let length = word.len();
                found.push(Token::Word(word));
                length
            }
            other => return Err(broken(&format!("{other:?} is not understood"))),
        };
        rest = &rest[used..];
    }
    Ok(found)
}

fn number(rest: &str, found: &mut Vec<Token>) -> usize {
    let length = rest
        .char_indices()
        .take_while(|(i, c)| {
            c.is_alphanumeric() || matches!(c, '.' | '_') || (*i == 0 && matches!(c, '-' | '+'))
        })
        .last()
        .map_or(1, |(i, c)| i + c.len_utf8());
    found.push(Token::Number(rest[..length].to_owned()));
    length
}

fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().skip(1).find_map(|(i, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(i)
    })
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

struct Terms<'t> {
    tokens: &'t [Token],
    at: usize,
    line: u32,
    depth: usize,
}

impl Terms<'_> {
    fn whole(mut self) -> Result<Pipe, Broken> {
        let pipe = self.pipe()?;
        if self.at < self.tokens.len() {
            return Err(self.broken("a bracket that was not opened"));
        }
        Ok(pipe)
    }

    fn broken(&self, message: &str) -> Broken {
        Broken { line: self.line, message: message.to_owned() }
    }

    fn pipe(&mut self) -> Result<Pipe, Broken> {
        let mut commands = Vec::new();
        let mut command = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Close(_) => break,
                Token::Pipe => {
                    self.at += 1;
                    commands.push(std::mem::take(&mut command));
                    continue;
                }
                Token::Open => {
                    self.at += 1;
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(self.broken("too many brackets within each other (bound depth)"));
                    }
                    let inner = self.pipe()?;
                    self.depth -= 1;
                    let Some(Token::Close(names)) = self.tokens.get(self.at) else {
                        return Err(self.broken("a bracket that does not close"));
                    };
                    command.push(Term::Group(Box::new(inner), names.clone()));
                }
                Token::Text(text) => command.push(Term::Text(text.clone())),
                Token::Number(text) => command.push(match (text.parse::<i64>(), text.parse::<f64>()) {
                    (Ok(n), _) => Term::Int(n),
                    (_, Ok(n)) => Term::Float(n),
                    _ => return Err(self.broken(&format!("{text} is no number"))),
                }),
                Token::Field(names) => command.push(Term::Field(names.clone())),
                Token::Variable(name, names) => command.push(Term::Variable(name.clone(), names.clone())),
                Token::Word(word) => command.push(match &**word {
                    "true" => Term::Bool(true),
                    "false" => Term::Bool(false),
                    "nil" => Term::Nil,
                    _ => Term::Function(word.clone()),
                }),
            }
            self.at += 1;
        }
        commands.push(command);
        if commands.iter().any(Vec::is_empty) {
            return Err(self.broken("a command is missing"));
        }
        Ok(Pipe { name: None, commands })
    }
}
