//! A typed value that knows where it came from.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Datum, Truth};
use crate::native::{Span, Why};

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    /// Where the value itself was written: the line a person edits.
    pub origin: Option<Span>,
    /// The argument in the resource's own block through which it arrived.
    pub site: Option<Span>,
}

/// A setting of a resource.
#[derive(Debug, Clone)]
pub enum Setting {
    /// Written, with its place.
    Known {
        /// The value.
        datum: Datum,
        /// Its place.
        at: At,
        /// Marked sensitive: shown as `(sensitive)` everywhere.
        sensitive: bool,
    },
    /// Not written: the platform's documented default.
    Default(Datum),
    /// Not knowable here.
    Unknown {
        /// The reason.
        why: Arc<Why>,
        /// Where the expression stands.
        at: At,
    },
}

impl Setting {
    /// A known value without a place, for live sources and tests.
    pub fn known(datum: impl Into<Datum>) -> Self {
        Self::Known { datum: datum.into(), at: At::default(), sensitive: false }
    }

    /// The platform's default.
    pub fn default(datum: impl Into<Datum>) -> Self {
        Self::Default(datum.into())
    }

    /// Unknown, without a place.
    pub fn unknown(why: Why) -> Self {
        Self::Unknown { why: Arc::new(why), at: At::default() }
    }

    /// The value, unless unknown.
    pub fn datum(&self) -> Option<&Datum> {
        match self {
            Self::Known { datum, .. } | Self::Default(datum) => Some(datum),
            Self::Unknown { .. } => None,
        }
    }

    /// Its place; nothing for a default.
    pub fn at(&self) -> At {
        match self {
            Self::Known { at, .. } | Self::Unknown { at, .. } => *at,
            Self::Default(_) => At::default(),
        }
    }

    /// The line a person edits, where there is one.
    pub fn span(&self) -> Option<Span> {
        let at = self.at();
        at.origin.or(at.site)
    }

    /// The reason, when unknown.
    pub fn why(&self) -> Option<&Why> {
        match self {
            Self::Unknown { why, .. } => Some(why),
            _ => None,
        }
    }

    /// `known`, `default` or `unknown`: the word of the JSON contract.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Known { .. } => "known",
            Self::Default(_) => "default",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// Whether the value must not be shown.
    pub const fn is_sensitive(&self) -> bool {
        matches!(self, Self::Known { sensitive: true, .. })
    }

    /// The value as people read it; `(sensitive)` and `(unknown: …)` included.
    pub fn display(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Adds the value as people read it to a text.
    pub fn write(&self, out: &mut String) {
        // writing to a text cannot fail
        let _ = match self {
            Self::Known { sensitive: true, .. } => out.write_str("(sensitive)"),
            Self::Known { datum, .. } | Self::Default(datum) => match datum {
                Datum::Bool(true) => out.write_str("true"),
                Datum::Bool(false) => out.write_str("false"),
                other => write!(out, "{other}"),
            },
            Self::Unknown { why, .. } => write!(out, "(unknown: {})", why.describe()),
        };
    }

    /// Whether the value is yes.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Known { datum, .. } | Self::Default(datum) => (*datum == Datum::Bool(true)).into(),
            Self::Unknown { why, .. } => Truth::Unknown(why.clone()),
        }
    }

    /// Either is yes; keeps the one that decided.
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self.truth() {
            Truth::True => self,
            Truth::False => {
                let other = other();
                // two refusals: the written one says more than the default
                if other.truth() == Truth::False && matches!(other, Self::Default(_)) { self } else { other }
            }
            Truth::Unknown(_) => {
                let other = other();
                if other.truth() == Truth::True { other } else { self }
            }
        }
    }

    /// Both are yes; keeps the one that decided.
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self.truth() {
            Truth::False => self,
            Truth::True => {
                let other = other();
                if other.truth() == Truth::True && matches!(other, Self::Default(_)) { self } else { other }
            }
            Truth::Unknown(_) => {
                let other = other();
                if other.truth() == Truth::False { other } else { self }
            }
        }
    }

    /// The opposite yes or no.
    pub fn negate(self) -> Self {
        self.map(|d| match d {
            Datum::Bool(b) => Datum::Bool(!b),
            other => other,
        })
    }

    /// A yes or no that was concluded from what stands at `at`.
    pub fn concluded(truth: Truth, at: At) -> Self {
        match truth {
            Truth::True => Self::Known { datum: Datum::Bool(true), at, sensitive: false },
            Truth::False => Self::Known { datum: Datum::Bool(false), at, sensitive: false },
            Truth::Unknown(why) => Self::Unknown { why, at },
        }
    }

    /// The same place and state with the value changed; unknown stays unknown.
    pub fn map(self, f: impl FnOnce(Datum) -> Datum) -> Self {
        match self {
            Self::Known { datum, at, sensitive } => Self::Known { datum: f(datum), at, sensitive },
            Self::Default(datum) => Self::Default(f(datum)),
            unknown @ Self::Unknown { .. } => unknown,
        }
    }
}
