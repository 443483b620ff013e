//! Lists, objects and the `for` expressions that make them.

use std::ops::Range;

use crate::native::Value;

use super::super::syntax::{Entry, Expr, ExprKind, For, Key};
use super::{Reader, distinct, starts_name};

impl Reader<'_> {
    /// Whether a `for` begins behind white space.
    fn begins_for(&mut self) -> Option<bool> {
        let start = self.at;
        self.space()?;
        let found = self.bytes[self.at..].starts_with(b"for")
            && matches!(self.after(3), b' ' | b'\t' | b'#' | b'/' | b'\n');
        self.at = start;
        Some(found)
    }

    pub(super) fn array(&mut self, newlines: &mut bool) -> Option<ExprKind> {
        self.at += 1;
        *newlines = true;
        if self.begins_for()? {
            return self.for_list();
        }
        let mut items = Vec::new();
        loop {
            self.space()?;
            if self.peek() == b']' {
                break;
            }
            items.push(self.deeper(|reader| reader.expression(true))?);
            self.space()?;
            if self.take(b',').is_none() {
                break;
            }
        }
        self.take(b']')?;
        Some(ExprKind::Array(items))
    }

    pub(super) fn object(&mut self, newlines: &mut bool) -> Option<ExprKind> {
        self.at += 1;
        if self.begins_for()? {
            *newlines = true;
            return self.for_object();
        }
        let mut entries: Vec<Entry> = Vec::new();
        let mut computed: Vec<String> = Vec::new();
        loop {
            self.space()?;
            if self.peek() == b'}' {
                break;
            }
            let start = self.at;
            let key = self.deeper(|reader| reader.expression(false))?;
            let key = self.key(key, start..self.at, &mut computed)?;
            self.blanks()?;
            match self.peek() {
                b'=' | b':' => self.at += 1,
                _ => return None,
            }
            self.blanks()?;
            let value = self.deeper(|reader| reader.expression(false))?;
            entries.push(Entry { key, value });
            self.blanks()?;
            match self.peek() {
                b'}' => break,
                b'\n' | b',' => self.at += 1,
                b'#' | b'/' => {
                    self.line_comment_after_entry()?;
                }
                _ => return None,
            }
        }
        self.take(b'}')?;
        let names = entries.iter().filter_map(|entry| match &entry.key {
            Key::Name(name) => Some(name),
            Key::Computed(_) => None,
        });
        distinct(names).then_some(ExprKind::Object(entries))
    }

    fn line_comment_after_entry(&mut self) -> Option<()> {
        if self.peek() == b'/' && self.after(1) != b'/' {
            return None;
        }
        self.line_comment()?;
        self.take(b'\n')
    }

    /// A key; two computed ones that read the same are the full parser's to refuse.
    fn key(&mut self, expr: Expr, range: Range<usize>, computed: &mut Vec<String>) -> Option<Key> {
        let text = self.text.get(range)?;
        let is_template = text.starts_with('"') && text.contains("${");
        let name = match &expr.kind {
            ExprKind::Variable(name) if text == &**name => Some(name.clone()),
            ExprKind::Literal(Value::String(_)) if is_template => return None,
            ExprKind::Literal(Value::String(name)) if text.starts_with('"') => {
                Some(super::interned(&mut self.names, name))
            }
            ExprKind::Literal(Value::Bool(_) | Value::Null) if starts_name(text.as_bytes()[0]) => {
                Some(super::interned(&mut self.names, text))
            }
            _ => None,
        };
        if let Some(name) = name {
            return Some(Key::Name(name));
        }
        if text.contains('#') || text.contains("//") || text.contains("/*") {
            return None;
        }
        let written: String = text.split_whitespace().collect();
        if computed.contains(&written) {
            return None;
        }
        computed.push(written);
        Some(Key::Computed(expr))
    }

    /// From `for` to the colon.
    fn for_intro(&mut self) -> Option<For> {
        self.space()?;
        self.at += 3;
        self.space()?;
        let first = self.name()?;
        self.space()?;
        let second = if self.take(b',').is_some() {
            self.space()?;
            let name = self.name()?;
            self.space()?;
            Some(name)
        } else {
            None
        };
        self.take(b'i')?;
        self.take(b'n')?;
        self.space()?;
        let collection = self.deeper(|reader| reader.expression(false))?;
        self.space()?;
        self.take(b':')?;
        let (key_name, value_name) = match second {
            Some(second) => (Some(first), second),
            None => (None, first),
        };
        // the value comes behind the colon
        let value = Expr { kind: ExprKind::Literal(Value::Null), span: collection.span };
        Some(For { key_name, value_name, collection, key: None, value, grouping: false, condition: None })
    }

    /// What follows the value, where anything does.
    fn for_condition(&mut self, expr: &mut For) -> Option<()> {
        self.space()?;
        if self.bytes[self.at..].starts_with(b"if") {
            self.at += 2;
            self.space()?;
            expr.condition = Some(self.deeper(|reader| reader.expression(true))?);
            self.space()?;
        }
        Some(())
    }

    fn for_list(&mut self) -> Option<ExprKind> {
        let mut expr = self.for_intro()?;
        self.space()?;
        expr.value = self.deeper(|reader| reader.expression(true))?;
        self.for_condition(&mut expr)?;
        self.take(b']')?;
        Some(ExprKind::For(Box::new(expr)))
    }

    fn for_object(&mut self) -> Option<ExprKind> {
        let mut expr = self.for_intro()?;
        self.space()?;
        expr.key = Some(self.deeper(|reader| reader.expression(false))?);
        self.space()?;
        self.take(b'=')?;
        self.take(b'>')?;
        self.space()?;
        expr.value = self.deeper(|reader| reader.expression(false))?;
        self.space()?;
        if self.peek() == b'.' {
            for _ in 0..3 {
                self.take(b'.')?;
            }
            expr.grouping = true;
        }
        self.for_condition(&mut expr)?;
        self.take(b'}')?;
        Some(ExprKind::For(Box::new(expr)))
    }
}
