//! What a check says of a resource, with the settings that decided it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::native::{Span, Why};
use crate::resource::{Key, Truth};

/// The four verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The check does not hold.
    Fail,
    /// It cannot be told.
    Unknown,
    /// The check holds.
    Pass,
    /// The check has no meaning for this resource.
    NotApplicable,
}

impl Verdict {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// Keys that decided, few in practice.
pub(crate) type Keys = SmallVec<[Key; 4]>;

/// A verdict in the making: combines by Kleene's rules and keeps what decided it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The verdict so far.
    pub verdict: Verdict,
    /// Settings that decided it.
    pub by: Keys,
    /// Why it is unknown.
    pub why: Option<Arc<Why>>,
    /// Why it does not apply, or a remark shown with the verdict; empty for none.
    pub note: &'static str,
    /// The part that decided, where a setting has several: one rule, one statement.
    pub part: Option<Span>,
}

impl Outcome {
    fn plain(verdict: Verdict) -> Self {
        Self { verdict, by: Keys::new(), why: None, note: "", part: None }
    }

    /// Holds.
    pub fn pass() -> Self {
        Self::plain(Verdict::Pass)
    }

    /// Does not hold.
    pub fn fail() -> Self {
        Self::plain(Verdict::Fail)
    }

    /// Cannot be told.
    pub fn unknown(why: Arc<Why>) -> Self {
        Self { why: Some(why), ..Self::plain(Verdict::Unknown) }
    }

    /// Has no meaning for this resource, and why.
    pub fn not_applicable(note: &'static str) -> Self {
        Self { note, ..Self::plain(Verdict::NotApplicable) }
    }

    /// A truth decided by a setting.
    pub fn of(truth: Truth, by: Key) -> Self {
        match truth {
            Truth::True => Self::pass(),
            Truth::False => Self::fail(),
            Truth::Unknown(why) => Self::unknown(why),
        }
        .by(by)
    }

    /// Adds a setting that took part in the decision.
    pub fn by(mut self, key: Key) -> Self {
        if !self.by.contains(&key) {
            self.by.push(key);
        }
        self
    }

    /// Adds a remark.
    pub fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// Adds the part of a setting that decided.
    pub fn part(mut self, part: Option<Span>) -> Self {
        self.part = part;
        self
    }

    /// Both must hold. A failure wins over unknown; what does not apply is left out.
    pub fn and(self, other: Self) -> Self {
        use Verdict::{Fail, NotApplicable, Pass, Unknown};
        match (self.verdict, other.verdict) {
            (Fail, Fail) | (Pass, Pass) | (Unknown, Unknown) => self.merge(other),
            (_, NotApplicable) | (Fail, _) | (Unknown, Pass) => self,
            (NotApplicable, _) | (_, Fail) | (Pass, Unknown) => other,
        }
    }

    /// One must hold. A pass wins over unknown; what does not apply is left out.
    pub fn or(self, other: Self) -> Self {
        use Verdict::{Fail, NotApplicable, Pass, Unknown};
        match (self.verdict, other.verdict) {
            (Fail, Fail) | (Pass, Pass) | (Unknown, Unknown) => self.merge(other),
            (_, NotApplicable) | (Pass, _) | (Unknown, Fail) => self,
            (NotApplicable, _) | (_, Pass) | (Fail, Unknown) => other,
        }
    }

    /// The opposite.
    pub fn negate(mut self) -> Self {
        self.verdict = match self.verdict {
            Verdict::Pass => Verdict::Fail,
            Verdict::Fail => Verdict::Pass,
            other => other,
        };
        self
    }

    /// `then`, where this holds; not applicable where it does not; unknown where it cannot be told, unless
    /// `then` passes anyway.
    pub fn when_holds(self, note: &'static str, then: impl FnOnce() -> Self) -> Self {
        match self.verdict {
            Verdict::Pass => then(),
            Verdict::Fail | Verdict::NotApplicable => Self { note, ..Self::plain(Verdict::NotApplicable) },
            Verdict::Unknown => {
                let then = then();
                if then.verdict == Verdict::Pass { then } else { self }
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for key in other.by {
            if !self.by.contains(&key) {
                self.by.push(key);
            }
        }
        self.why = self.why.or(other.why);
        self.part = self.part.or(other.part);
        if self.note.is_empty() {
            self.note = other.note;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown() -> Outcome {
        Outcome::unknown(Arc::new(Why::Variable("var.x".into()))).by(Key::Tags)
    }

    #[test]
    fn a_failure_is_never_hidden_by_an_unknown() {
        let failing = Outcome::fail().by(Key::Region);
        assert_eq!(unknown().and(failing.clone()), failing);
        assert_eq!(failing.clone().and(unknown()), failing);
    }

    #[test]
    fn an_unknown_never_becomes_a_pass() {
        assert_eq!(unknown().and(Outcome::pass()).verdict, Verdict::Unknown);
        assert_eq!(unknown().or(Outcome::fail()).verdict, Verdict::Unknown);
        assert_eq!(unknown().negate().verdict, Verdict::Unknown);
        assert_eq!(unknown().when_holds("", Outcome::fail).verdict, Verdict::Unknown);
    }

    #[test]
    fn the_deciding_settings_are_kept() {
        let both = Outcome::fail().by(Key::Region).and(Outcome::fail().by(Key::Tags));
        assert_eq!(both.by.as_slice(), [Key::Region, Key::Tags]);
        let one = Outcome::pass().by(Key::Region).or(Outcome::fail().by(Key::Tags));
        assert_eq!(one.by.as_slice(), [Key::Region]);
    }
}
