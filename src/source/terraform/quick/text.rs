//! Quoted text, with and without interpolations, and heredocs.

use std::borrow::Cow;

use hcl_edit::expr::Expression;

use crate::native::Value;

use super::super::lower::lower;
use super::super::syntax::{Expr, ExprKind, Part};
use super::{Reader, continues_name};

impl<'t> Reader<'t> {
    /// Quoted text without interpolations.
    pub(super) fn plain_text(&mut self) -> Option<Cow<'t, str>> {
        self.take(b'"')?;
        let text = self.literal()?;
        self.take(b'"')?;
        Some(text)
    }

    /// Text up to a quote or an interpolation, with escapes resolved.
    fn literal(&mut self) -> Option<Cow<'t, str>> {
        let mut resolved = String::new();
        let mut from = self.at;
        loop {
            let (byte, next) = (*self.bytes.get(self.at)?, self.after(1));
            match byte {
                b'"' => break,
                b'\\' => {
                    resolved.push_str(self.text.get(from..self.at)?);
                    resolved.push(self.escaped()?);
                    from = self.at;
                }
                b'$' | b'%' if next == byte && self.after(2) == b'{' => {
                    // the first of the two marks goes
                    resolved.push_str(self.text.get(from..=self.at)?);
                    self.at += 2;
                    from = self.at;
                }
                b'$' if next == b'{' => break,
                b'%' if next == b'{' => return None,
                b'\n' | b'\r' => return None,
                _ => self.at += 1,
            }
        }
        let rest = self.text.get(from..self.at)?;
        Some(if resolved.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(resolved + rest) })
    }

    fn escaped(&mut self) -> Option<char> {
        let c = match self.after(1) {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'\\' => '\\',
            b'"' => '"',
            _ => return None,
        };
        self.at += 2;
        Some(c)
    }

    /// A quoted template.
    pub(super) fn quoted(&mut self) -> Option<ExprKind> {
        self.take(b'"')?;
        let text = self.literal()?;
        if self.peek() == b'"' {
            self.at += 1;
            return Some(ExprKind::Literal(Value::String((&*text).into())));
        }
        let mut parts = Vec::new();
        let mut pending = text;
        loop {
            if !pending.is_empty() {
                parts.push(Part::Text((&*pending).into()));
            }
            if self.peek() == b'"' {
                self.at += 1;
                break;
            }
            parts.push(Part::Interpolation(self.interpolation()?));
            pending = self.literal()?;
        }
        // `"${x}"` is `x` itself, whatever its type
        if parts.len() == 1
            && let Some(Part::Interpolation(expr)) = parts.pop()
        {
            return Some(expr.kind);
        }
        Some(ExprKind::Template(parts))
    }

    fn interpolation(&mut self) -> Option<Expr> {
        self.at += 2;
        self.space()?;
        // a strip mark is no expression, and none may stand before the brace
        let expr = self.deeper(|reader| reader.expression(true))?;
        self.space()?;
        self.take(b'}')?;
        Some(expr)
    }

    /// A heredoc is cut out and read by the full parser.
    pub(super) fn heredoc(&mut self) -> Option<Expr> {
        let start = self.at;
        let head = self.text.get(start..)?.strip_prefix("<<")?;
        let head = head.strip_prefix('-').unwrap_or(head);
        let (mark, rest) = head.split_once('\n')?;
        if !mark.bytes().all(continues_name) {
            return None;
        }
        let first = self.text.len() - rest.len();
        let mut at = first;
        for line in rest.split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t']);
            let goes_on =
                |after: &str| after.bytes().next().is_some_and(|b| !b.is_ascii() || continues_name(b));
            if inner.strip_prefix(mark).is_some_and(|after| !goes_on(after)) {
                // the full parser takes a mark on the first line for text
                if at == first {
                    return None;
                }
                self.at = at + (line.len() - inner.len()) + mark.len();
                let parsed = hcl_edit::parser::parse_expr(self.text.get(start..self.at)?).ok()?;
                let Expression::HeredocTemplate(_) = &parsed else { return None };
                return Some(lower(&parsed, self.lines, start, &mut self.names));
            }
            at += line.len();
        }
        None
    }
}
