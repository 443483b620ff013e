//! Resources, modules and functions as statements.

use std::sync::Arc;

use super::text::{Fault, Parsed};
use super::{Reader, lower};
use crate::native::Value;
use crate::source::arm::syntax::{Declared, Expr, Function, Key, Kind, Member, Subject};

impl Reader<'_> {
    pub(super) fn function(&mut self) -> Parsed<()> {
        self.text().space(false);
        let name = self.text().word()?;
        self.text().space(false);
        self.text().need("(")?;
        let mut parameters = Vec::new();
        loop {
            self.text().space(true);
            if self.text().eat(")") {
                break;
            }
            parameters.push(self.text().word()?);
            self.skip_parameter_type()?;
        }
        // the type of what it gives
        loop {
            self.text().space(true);
            if self.text().eat("=>") {
                break;
            }
            let Some(c) = self.text().peek() else { return Err(self.text().expected("`=>`")) };
            if matches!(c, '\'' | '$') {
                self.expressions.quoted()?;
            } else {
                self.text().at += c.len_utf8();
            }
        }
        self.text().space(true);
        let body = self.expressions.expression()?;
        self.file.template.functions.insert(lower(&name), Function { parameters, body });
        self.end()
    }

    fn skip_parameter_type(&mut self) -> Parsed<()> {
        let mut open = 0usize;
        loop {
            self.text().space(true);
            let Some(c) = self.text().peek() else { return Err(self.text().expected("`)`")) };
            match c {
                '\'' | '$' => {
                    self.expressions.quoted()?;
                    continue;
                }
                ',' if open == 0 => {
                    self.text().at += 1;
                    return Ok(());
                }
                ')' if open == 0 => return Ok(()),
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' => open = open.saturating_sub(1),
                _ => {}
            }
            self.text().at += c.len_utf8();
        }
    }

    pub(super) fn resource(&mut self, within: Option<usize>, start: usize) -> Parsed<()> {
        self.text().space(false);
        let symbol = self.text().word()?;
        self.text().space(false);
        let kind = self.expressions.quoted()?;
        self.text().space(false);
        let existing = self.text().eat_word("existing");
        self.text().space(false);
        self.text().need("=")?;
        self.text().space(true);
        self.expressions.nested.clear();
        let (copy, condition, body) = self.expressions.resource_value()?;
        let nested = std::mem::take(&mut self.expressions.nested);
        let span = self.expressions.text.span(start);
        let whole: Arc<str> = match kind.as_text() {
            Some(text) => text.clone(),
            None => {
                return Err(Fault {
                    at: start,
                    message: "the type of a resource is a plain text".to_owned(),
                });
            }
        };
        let (kind, version) = whole.split_once('@').unwrap_or((&whole, ""));
        let get = |name: &str| body.member(name).cloned();
        let (name, parent, scope) = (get("name"), get("parent"), get("scope"));
        let mut members: Vec<Member> = body.members().to_vec();
        members.retain(|m| !["name", "parent", "scope", "dependsOn"].iter().any(|n| m.is(n)));
        if !version.is_empty() {
            let value = Expr::literal(Value::String(version.into()), span);
            members.push(Member { key: Key::Text("apiVersion".into()), value, site: span });
        }
        self.file.template.resources.push(Declared {
            symbol: Some(symbol),
            subject: Subject::Resource(kind.into()),
            existing,
            condition,
            copy,
            name,
            parent,
            scope,
            body: Expr { kind: Kind::Object(members), span: body.span },
            within,
            span,
        });
        let own = self.file.template.resources.len() - 1;
        let after = self.text().at;
        for (from, _) in nested {
            self.text().at = from;
            while self.text().rest().starts_with('@') {
                self.expressions.decorator()?;
                self.text().space(true);
            }
            self.text().eat_word("resource");
            self.resource(Some(own), from)?;
        }
        self.text().at = after;
        if within.is_none() { self.end() } else { Ok(()) }
    }

    pub(super) fn module(&mut self, start: usize) -> Parsed<()> {
        self.text().space(false);
        let symbol = self.text().word()?;
        self.text().space(false);
        let link = self.expressions.quoted()?;
        self.text().space(false);
        self.text().need("=")?;
        self.text().space(true);
        let (copy, condition, body) = self.expressions.resource_value()?;
        let span = self.expressions.text.span(start);
        let empty = Expr { kind: Kind::Object(Vec::new()), span };
        self.file.template.resources.push(Declared {
            symbol: Some(symbol),
            subject: Subject::Link(link),
            existing: false,
            condition,
            copy,
            name: body.member("name").cloned(),
            parent: None,
            scope: None,
            body: body.member("params").cloned().unwrap_or(empty),
            within: None,
            span,
        });
        self.end()
    }
}
