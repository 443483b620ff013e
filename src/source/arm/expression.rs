//! The expression language of ARM templates: what stands between the brackets of `"[…]"`.

use std::sync::Arc;

use super::syntax::{Expr, Kind};
use crate::native::{Span, Value};

/// Calls, indices and parentheses within each other.
const DEPTH: usize = 64;
/// Members and indices behind each other.
const CHAIN: usize = 256;

/// A text of a template: an expression where it stands in brackets, else itself.
pub(crate) fn of_text(text: &Arc<str>, span: Span) -> Expr {
    let inner = text.strip_prefix('[').filter(|rest| !rest.starts_with('['));
    match inner.and_then(|rest| rest.trim_end().strip_suffix(']')) {
        Some(inner) => parse(inner, span),
        // two brackets stand for one
        None if text.starts_with("[[") => {
            Expr::literal(Value::String(text.get(1..).unwrap_or_default().into()), span)
        }
        None => Expr::literal(Value::String(text.clone()), span),
    }
}

/// Parses what stands between the brackets. Every part is placed where the text is.
pub(crate) fn parse(text: &str, span: Span) -> Expr {
    let mut parser = Parser { text, at: 0, span, depth: 0 };
    let parsed = parser.expression().and_then(|expr| {
        parser.space();
        if parser.at < text.len() { Err("unexpected text after the expression".to_owned()) } else { Ok(expr) }
    });
    parsed.unwrap_or_else(|why| Expr { kind: Kind::Broken(why.into()), span })
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    span: Span,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    fn need(&mut self, token: &str) -> Parsed<()> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    fn expected(&self, what: &str) -> String {
        match self.peek() {
            Some(c) => format!("expected {what}, found `{}`", c.escape_debug()),
            None => format!("the expression ends where {what} is expected"),
        }
    }

    fn made(&self, kind: Kind) -> Expr {
        Expr { kind, span: self.span }
    }

    fn expression(&mut self) -> Parsed<Expr> {
        if self.depth >= DEPTH {
            return Err(format!("more than {DEPTH} calls within each other (bound expression_depth)"));
        }
        self.depth += 1;
        let mut expr = self.primary()?;
        let mut links = 0;
        loop {
            links += 1;
            if links > CHAIN {
                return Err(format!("more than {CHAIN} members behind each other (bound chain)"));
            }
            self.space();
            expr = if self.eat(".?") {
                let name = self.word()?;
                self.made(Kind::Member { of: Box::new(expr), name, safe: true })
            } else if self.eat(".") {
                let name = self.word()?;
                self.made(Kind::Member { of: Box::new(expr), name, safe: false })
            } else if self.eat("[?") {
                self.index(expr, true)?
            } else if self.eat("[") {
                self.index(expr, false)?
            } else {
                break;
            };
        }
        self.depth -= 1;
        Ok(expr)
    }

    fn index(&mut self, of: Expr, safe: bool) -> Parsed<Expr> {
        let index = self.expression()?;
        self.need("]")?;
        Ok(self.made(Kind::Index { of: Box::new(of), index: Box::new(index), safe }))
    }

    fn primary(&mut self) -> Parsed<Expr> {
        self.space();
        match self.peek() {
            Some('\'') => {
                let text = self.quoted()?;
                Ok(self.made(Kind::Literal(Value::String(text.into()))))
            }
            Some(c) if c.is_ascii_digit() || c == '-' || c == '+' => self.number(),
            Some('(') => {
                self.at += 1;
                let inner = self.expression()?;
                self.need(")")?;
                Ok(inner)
            }
            Some(c) if c.is_alphabetic() || c == '_' => self.named(),
            _ => Err(self.expected("a value")),
        }
    }

    fn word(&mut self) -> Parsed<Arc<str>> {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
        if end == 0 {
            return Err(self.expected("a name"));
        }
        self.at += end;
        Ok(rest.get(..end).unwrap_or_default().into())
    }

    fn named(&mut self) -> Parsed<Expr> {
        let mut name = self.word()?;
        self.space();
        // a function of the template's own has a namespace
        let before = self.at;
        if self.eat(".") {
            match self.word() {
                Ok(second)
                    if {
                        self.space();
                        self.peek() == Some('(')
                    } =>
                {
                    name = format!("{name}.{second}").into();
                }
                _ => self.at = before,
            }
        }
        if !self.eat("(") {
            let value = match &*name.to_ascii_lowercase() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => return Err(self.expected(&format!("`(` after `{name}`"))),
            };
            return Ok(self.made(Kind::Literal(value)));
        }
        let mut arguments = Vec::new();
        if !self.eat(")") {
            loop {
                arguments.push(self.expression()?);
                if self.eat(")") {
                    break;
                }
                self.need(",")?;
            }
        }
        Ok(self.call(name, arguments))
    }

    /// A lambda is written as a call: `lambda('x', …lambdaVariables('x')…)`.
    fn call(&self, name: Arc<str>, mut arguments: Vec<Expr>) -> Expr {
        match (&*name.to_ascii_lowercase(), arguments.as_slice()) {
            ("lambda", [.., _]) => {
                let body = arguments.pop();
                let names = arguments.iter().filter_map(|a| a.as_text().cloned()).collect();
                body.map_or_else(
                    || self.made(Kind::Broken("a lambda without a body".into())),
                    |body| self.made(Kind::Lambda(names, Box::new(body))),
                )
            }
            ("lambdavariables", [one]) if one.as_text().is_some() => {
                self.made(Kind::Name(one.as_text().cloned().unwrap_or_default()))
            }
            _ => self.made(Kind::Call(name, arguments)),
        }
    }

    fn quoted(&mut self) -> Parsed<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find('\'') else { return Err("a text is not closed".to_owned()) };
            text.push_str(rest.get(..end).unwrap_or_default());
            self.at += end + 1;
            // two quotes stand for one
            if self.peek() != Some('\'') {
                return Ok(text);
            }
            text.push('\'');
            self.at += 1;
        }
    }

    fn number(&mut self) -> Parsed<Expr> {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|(i, c)| !(c.is_ascii_digit() || *c == '.' || (*i == 0 && matches!(c, '-' | '+'))))
            .map_or(rest.len(), |(i, _)| i);
        let number = rest.get(..end).unwrap_or_default().parse::<f64>();
        self.at += end;
        match number {
            Ok(number) => Ok(self.made(Kind::Literal(Value::Number(number)))),
            Err(_) => Err("not a number".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::FileId;

    const AT: Span = Span { file: FileId(0), line: 3, end_line: 3, column: 1 };

    fn shown(text: &str) -> String {
        fn of(expr: &Expr) -> String {
            let all = |list: &[Expr]| list.iter().map(of).collect::<Vec<_>>().join(" ");
            match &expr.kind {
                Kind::Literal(Value::String(s)) => format!("{s:?}"),
                Kind::Literal(Value::Number(n)) => format!("{n}"),
                Kind::Literal(Value::Bool(b)) => format!("{b}"),
                Kind::Name(n) => format!("${n}"),
                Kind::Call(name, arguments) => format!("({name} {})", all(arguments)),
                Kind::Member { of: inner, name, safe } => {
                    format!("{}{}{name}", of(inner), if *safe { ".?" } else { "." })
                }
                Kind::Index { of: inner, index, .. } => format!("{}[{}]", of(inner), of(index)),
                Kind::Lambda(names, body) => format!("(fn {names:?} {})", of(body)),
                Kind::Broken(why) => format!("broken: {why}"),
                _ => "?".to_owned(),
            }
        }
        of(&of_text(&text.into(), AT))
    }

    #[test]
    fn expressions_stand_in_brackets_and_nothing_else_is_one() {
        assert_eq!(shown("plain"), "\"plain\"");
        assert_eq!(shown("[[plain]"), "\"[plain]\"");
        assert_eq!(shown("[concat('a', 'it''s')]"), "(concat \"a\" \"it's\")");
        assert_eq!(shown("[parameters('a').b[0].?c]"), "(parameters \"a\").b[0].?c");
        assert_eq!(shown("[contoso.name( 'x' , 1 )]"), "(contoso.name \"x\" 1)");
        assert_eq!(shown("[sub(3, -1)]"), "(sub 3 -1)");
        assert_eq!(
            shown("[map(createArray(1), lambda('x', add(lambdaVariables('x'), 1)))]"),
            "(map (createArray 1) (fn [\"x\"] (add $x 1)))"
        );
    }

    #[test]
    fn what_is_broken_says_why() {
        assert_eq!(shown("[concat('a']"), "broken: the expression ends where `,` is expected");
        assert_eq!(shown("[]"), "broken: the expression ends where a value is expected");
        assert!(shown("[foo]").contains("`(` after `foo`"));
        assert!(shown("['a]").contains("not closed"));
        let deep = format!("[{}1{}]", "not(".repeat(500), ")".repeat(500));
        assert!(shown(&deep).contains("expression_depth"));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "\\[[a-z('),.\\[\\]?0-9 -]{0,40}\\]|\\PC{0,30}") {
            let _ = of_text(&text.as_str().into(), AT);
        }
    }
}
