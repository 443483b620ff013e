//! Objects, loops, and the bodies of resources.

use std::sync::Arc;

use super::expression::{DEPTH, Expressions};
use super::text::Parsed;
use crate::source::arm::syntax::{Expr, Key, Kind, Loop, Member};

impl Expressions<'_> {
    /// `for item in list: body` up to the bracket that closes.
    pub(super) fn repeat<T>(&mut self, body: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<(Loop, T)> {
        self.text.eat_word("for");
        self.text.space(true);
        let (item, index) = if self.text.eat("(") {
            self.text.space(true);
            let item = self.text.word()?;
            self.text.space(true);
            self.text.need(",")?;
            self.text.space(true);
            let index = self.text.word()?;
            self.text.space(true);
            self.text.need(")")?;
            (item, Some(index))
        } else {
            (self.text.word()?, None)
        };
        self.text.space(true);
        if !self.text.eat_word("in") {
            return Err(self.text.expected("`in`"));
        }
        self.text.space(true);
        let list = self.expression()?;
        self.text.space(true);
        self.text.need(":")?;
        self.text.space(true);
        let body = body(self)?;
        self.text.space(true);
        self.text.need("]")?;
        Ok((Loop::Each { item, index, list }, body))
    }

    /// An object; `resource`: the body of a resource, in which others may stand.
    pub(super) fn object(&mut self, resource: bool) -> Parsed<Expr> {
        let start = self.text.at;
        self.text.need("{")?;
        let mut members = Vec::new();
        loop {
            self.text.space(true);
            if self.text.eat("}") {
                return Ok(self.made(Kind::Object(members), start));
            }
            if self.text.is_done() {
                return Err(self.text.expected("`}`"));
            }
            if self.text.eat(",") {
                continue;
            }
            if resource && self.nested_resource()? {
                continue;
            }
            members.push(self.member()?);
        }
    }

    fn member(&mut self) -> Parsed<Member> {
        let start = self.text.at;
        if self.text.eat("...") {
            let value = self.expression()?;
            return Ok(Member { key: Key::Spread, value, site: self.text.span(start) });
        }
        let key = if self.text.rest().starts_with('\'') {
            let key = self.quoted()?;
            match key.as_text() {
                Some(text) => Key::Text(text.clone()),
                None => Key::Computed(key),
            }
        } else {
            Key::Text(self.text.word()?)
        };
        self.text.space(true);
        self.text.need(":")?;
        self.text.space(true);
        let value = self.expression()?;
        Ok(Member { key, value, site: self.text.span(start) })
    }

    /// Notes a resource within the body of another, and passes over it.
    fn nested_resource(&mut self) -> Parsed<bool> {
        let start = self.text.at;
        while self.text.rest().starts_with('@') {
            self.decorator()?;
            self.text.space(true);
        }
        let is = self.text.eat_word("resource") && {
            self.text.space(false);
            self.text.word().is_ok() && {
                self.text.space(false);
                self.text.rest().starts_with('\'')
            }
        };
        if !is {
            self.text.at = start;
            return Ok(false);
        }
        self.quoted()?;
        self.text.space(false);
        self.text.eat_word("existing");
        self.text.space(false);
        self.text.need("=")?;
        self.text.space(true);
        // what is nested deeper is found when this one is read
        let kept = std::mem::take(&mut self.nested);
        self.depth += 1;
        let read = if self.depth >= DEPTH {
            Err(self.text.fault(format!("more than {DEPTH} brackets within each other (bound depth)")))
        } else {
            self.resource_value().map(|_| ())
        };
        self.depth -= 1;
        self.nested = kept;
        read?;
        self.nested.push((start, self.text.at));
        Ok(true)
    }

    /// What follows `=` of a resource: its loop, its condition, its body.
    pub(super) fn resource_value(&mut self) -> Parsed<(Option<Loop>, Option<Expr>, Expr)> {
        if self.text.eat("[") {
            self.text.space(true);
            let (repeat, (condition, body)) = self.repeat(Self::conditional)?;
            return Ok((Some(repeat), condition, body));
        }
        let (condition, body) = self.conditional()?;
        Ok((None, condition, body))
    }

    fn conditional(&mut self) -> Parsed<(Option<Expr>, Expr)> {
        let mut condition = None;
        if self.text.eat_word("if") {
            self.text.space(true);
            self.text.need("(")?;
            self.text.space(true);
            condition = Some(self.expression()?);
            self.text.space(true);
            self.text.need(")")?;
            self.text.space(true);
        }
        Ok((condition, self.object(true)?))
    }

    /// `@secure()`: its name.
    pub(super) fn decorator(&mut self) -> Parsed<Arc<str>> {
        self.text.need("@")?;
        let mut name = self.text.word()?;
        if self.text.eat(".") {
            name = self.text.word()?;
        }
        self.text.space(false);
        self.arguments()?;
        Ok(name)
    }
}
