//! Texts: in single quotes on one line, in three over several.

use super::expression::Expressions;
use super::text::Parsed;
use crate::native::Value;
use crate::source::arm::syntax::{Expr, Kind, Part};

impl Expressions<'_> {
    /// A text in quotes, with expressions in it; three quotes hold several lines.
    pub(super) fn quoted(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        let dollars = self.text.rest().bytes().take_while(|b| *b == b'$').count();
        self.text.at += dollars;
        if self.text.eat("'''") {
            return self.lines(start, dollars);
        }
        self.text.need("'")?;
        let mut parts = Vec::new();
        let mut literal = String::new();
        loop {
            let Some(c) = self.text.peek() else { return Err(self.text.expected("`'`")) };
            match c {
                '\'' => {
                    self.text.at += 1;
                    break;
                }
                '\n' => return Err(self.text.fault("the text is not closed on its line")),
                '\\' => literal.push_str(&self.escape()?),
                '$' if self.text.rest().starts_with("${") => {
                    parts.push(Part::Text(std::mem::take(&mut literal).into()));
                    self.text.at += 2;
                    parts.push(self.inserted()?);
                }
                c => {
                    literal.push(c);
                    self.text.at += c.len_utf8();
                }
            }
        }
        Ok(self.text_of(parts, literal, start))
    }

    fn inserted(&mut self) -> Parsed<Part> {
        self.text.space(true);
        let expr = self.expression()?;
        self.text.space(true);
        self.text.need("}")?;
        Ok(Part::Expr(expr))
    }

    fn text_of(&self, mut parts: Vec<Part>, literal: String, start: usize) -> Expr {
        if parts.is_empty() {
            return self.made(Kind::Literal(Value::String(literal.into())), start);
        }
        parts.push(Part::Text(literal.into()));
        parts.retain(|p| !matches!(p, Part::Text(t) if t.is_empty()));
        self.made(Kind::Template(parts), start)
    }

    /// What stands between three quotes is taken as it is, but for expressions behind as many dollars as before it.
    fn lines(&mut self, start: usize, dollars: usize) -> Parsed<Expr> {
        self.text.eat("\r");
        self.text.eat("\n");
        let opening = format!("{}{{", "$".repeat(dollars));
        let mut parts = Vec::new();
        let mut literal = String::new();
        loop {
            let rest = self.text.rest();
            if rest.starts_with("'''") {
                let quotes = rest.bytes().take_while(|b| *b == b'\'').count();
                literal.push_str(&"'".repeat(quotes - 3));
                self.text.at += quotes;
                return Ok(self.text_of(parts, literal, start));
            }
            if dollars > 0 && rest.starts_with(&opening) {
                parts.push(Part::Text(std::mem::take(&mut literal).into()));
                self.text.at += opening.len();
                parts.push(self.inserted()?);
                continue;
            }
            let Some(c) = self.text.peek() else { return Err(self.text.expected("`'''`")) };
            literal.push(c);
            self.text.at += c.len_utf8();
        }
    }

    fn escape(&mut self) -> Parsed<String> {
        self.text.at += 1;
        let c = self.text.peek().ok_or_else(|| self.text.expected("a character"))?;
        self.text.at += c.len_utf8();
        Ok(match c {
            'n' => "\n".to_owned(),
            'r' => "\r".to_owned(),
            't' => "\t".to_owned(),
            '\\' | '\'' | '$' => c.to_string(),
            'u' => {
                let rest = self.text.rest();
                let digits = rest.strip_prefix('{').and_then(|r| r.split_once('}')).map(|(d, _)| d);
                let code = digits.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32);
                let (Some(digits), Some(code)) = (digits, code) else {
                    return Err(self.text.fault("not a character's number"));
                };
                self.text.at += digits.len() + 2;
                code.to_string()
            }
            _ => return Err(self.text.fault("not an escape sequence")),
        })
    }
}
