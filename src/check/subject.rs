//! The words checks are written in: questions to a resource, answered with three values.

use std::sync::Arc;

use super::Outcome;
use crate::native::{Reference, Span, Why};
use crate::resource::{At, Datum, Estate, Key, Maybe, Resource, Rule, Setting, Side, Statement, Truth};

/// A resource under test, with the estate it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The resource.
    pub resource: &'a Resource,
    /// Everything else.
    pub estate: &'a Estate,
}

impl<'a> Subject<'a> {
    /// Asks a question of a setting's value. An absent setting cannot answer: unknown.
    pub fn ask(&self, key: Key, question: impl FnOnce(&Datum) -> Truth) -> Outcome {
        let truth = match self.resource.get(key) {
            None => Truth::Unknown(Arc::new(Why::NotCollected(key.path().into()))),
            Some(Setting::Unknown { why, .. }) => Truth::Unknown(why.clone()),
            Some(Setting::Known { datum, .. } | Setting::Default(datum)) => question(datum),
        };
        Outcome::of(truth, key)
    }

    /// The setting is yes.
    pub fn is(&self, key: Key) -> Outcome {
        self.ask(key, |d| (*d == Datum::Bool(true)).into())
    }

    /// The setting is no, or not set.
    pub fn is_not(&self, key: Key) -> Outcome {
        self.is(key).negate()
    }

    /// Something is set: a text, a reference, a non-empty list, yes.
    pub fn is_set(&self, key: Key) -> Outcome {
        self.ask(key, |d| {
            Truth::from(match d {
                Datum::Absent => false,
                Datum::Bool(b) => *b,
                Datum::Text(s) => !s.is_empty(),
                Datum::List(l) => !l.is_empty(),
                Datum::Rules(r) => !r.is_empty(),
                Datum::Statements(s) => !s.is_empty(),
                Datum::Map(m) => !m.is_empty(),
                Datum::Int(_) | Datum::Reference(_) => true,
            })
        })
    }

    /// Nothing is set.
    pub fn is_unset(&self, key: Key) -> Outcome {
        self.is_set(key).negate()
    }

    /// A number of at least `least`; not set fails.
    pub fn at_least(&self, key: Key, least: i64) -> Outcome {
        self.number(key, |n| n >= least)
    }

    /// A number of at most `most`; not set fails.
    pub fn at_most(&self, key: Key, most: i64) -> Outcome {
        self.number(key, |n| n <= most)
    }

    /// A number that satisfies `test`; not set fails.
    pub fn number(&self, key: Key, test: impl FnOnce(i64) -> bool) -> Outcome {
        self.ask(key, |d| match d {
            Datum::Int(n) => test(*n).into(),
            _ => Truth::False,
        })
    }

    /// A text that satisfies `test`; not set fails, a reference is unknown.
    pub fn text(&self, key: Key, test: impl FnOnce(&str) -> bool) -> Outcome {
        self.ask(key, |d| match d {
            Datum::Text(s) => test(s).into(),
            Datum::Reference(r) => {
                Truth::Unknown(Arc::new(Why::Apply(format!("{}.{}", r.address, r.attribute).into())))
            }
            _ => Truth::False,
        })
    }

    /// A text among `texts`, compared exactly.
    pub fn one_of(&self, key: Key, texts: &[&str]) -> Outcome {
        self.text(key, |s| texts.contains(&s))
    }

    /// Every element of a list satisfies `test`; true of an empty one.
    pub fn all_texts(&self, key: Key, test: impl Fn(&str) -> bool) -> Outcome {
        self.ask(key, |d| match d {
            Datum::List(items) => Truth::all(items.iter(), |i| i.test(|s| test(s))),
            _ => Truth::True,
        })
    }

    /// An element of a list satisfies `test`.
    pub fn any_text(&self, key: Key, test: impl Fn(&str) -> bool) -> Outcome {
        self.ask(key, |d| match d {
            Datum::List(items) => Truth::any(items.iter(), |i| i.test(|s| test(s))),
            _ => Truth::False,
        })
    }

    /// No firewall rule satisfies `test`.
    pub fn no_rule(&self, key: Key, test: impl FnMut(&Rule) -> Truth) -> Outcome {
        let mut found = (Truth::False, None);
        if let Some(Datum::Rules(rules)) = self.resource.get(key).and_then(Setting::datum) {
            found = first(rules, |r| r.at, test);
        }
        self.ask(key, |_| found.0.negate()).part(found.1)
    }

    /// No policy statement satisfies `test`.
    pub fn no_statement(&self, key: Key, test: impl FnMut(&Statement) -> Truth) -> Outcome {
        let mut found = (Truth::False, None);
        if let Some(Datum::Statements(statements)) = self.resource.get(key).and_then(Setting::datum) {
            found = first(statements, |s| s.at, test);
        }
        self.ask(key, |_| found.0.negate()).part(found.1)
    }

    /// A policy statement satisfies `test`.
    pub fn any_statement(&self, key: Key, test: impl FnMut(&Statement) -> Truth) -> Outcome {
        self.ask(key, |d| match d {
            Datum::Statements(statements) => Truth::any(statements.iter(), test),
            _ => Truth::False,
        })
    }

    /// The value of a tag: nothing when it is certainly missing.
    pub fn tag(&self, names: &[&str]) -> Option<Maybe<Arc<str>>> {
        match self.resource.get(Key::Tags)?.datum()? {
            Datum::Map(entries) => entries
                .iter()
                .find(|(name, _)| names.iter().any(|n| name.eq_ignore_ascii_case(n)))
                .map(|(_, v)| v.clone()),
            _ => None,
        }
    }

    /// The resource a setting refers to, where it is in the estate.
    pub fn follow(&self, key: Key) -> Option<&'a Resource> {
        match self.resource.get(key)?.datum()? {
            Datum::Reference(reference) => self.estate.follow(self.resource, reference),
            // live, an id is a text and the address of what it names
            Datum::Text(id) if self.resource.scope.side == Side::Live => {
                let reference = Reference { address: id.clone(), attribute: Arc::default() };
                self.estate.follow(self.resource, &reference)
            }
            _ => None,
        }
    }
}

/// Whether one of the parts satisfies `test`, and where the one stands that decides it.
fn first<T>(parts: &[T], at: fn(&T) -> At, mut test: impl FnMut(&T) -> Truth) -> (Truth, Option<Span>) {
    let span = |part: &T| at(part).origin.or(at(part).site);
    let mut unknown = None;
    for part in parts {
        match test(part) {
            Truth::True => return (Truth::True, span(part)),
            Truth::Unknown(why) if unknown.is_none() => unknown = Some((Truth::Unknown(why), span(part))),
            _ => {}
        }
    }
    unknown.unwrap_or((Truth::False, None))
}
