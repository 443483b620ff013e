//! Three-valued logic over values that may be unknown (Kleene).

use std::sync::Arc;

use super::Maybe;
use crate::native::Why;

/// True, false, or unknown with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// Holds.
    True,
    /// Does not hold.
    False,
    /// Cannot be told.
    Unknown(Arc<Why>),
}

impl Truth {
    /// False wins over unknown, unknown over true.
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::False => Self::False,
            Self::True => other(),
            Self::Unknown(why) => match other() {
                Self::False => Self::False,
                _ => Self::Unknown(why),
            },
        }
    }

    /// True wins over unknown, unknown over false.
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::True => Self::True,
            Self::False => other(),
            Self::Unknown(why) => match other() {
                Self::True => Self::True,
                _ => Self::Unknown(why),
            },
        }
    }

    /// The opposite; unknown stays unknown.
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            unknown @ Self::Unknown(_) => unknown,
        }
    }

    /// Whether any of the items holds.
    pub fn any<T>(items: impl IntoIterator<Item = T>, mut test: impl FnMut(T) -> Self) -> Self {
        items.into_iter().fold(Self::False, |seen, item| seen.or(|| test(item)))
    }

    /// Whether all of the items hold; true of none.
    pub fn all<T>(items: impl IntoIterator<Item = T>, mut test: impl FnMut(T) -> Self) -> Self {
        items.into_iter().fold(Self::True, |seen, item| seen.and(|| test(item)))
    }
}

impl From<bool> for Truth {
    fn from(b: bool) -> Self {
        if b { Self::True } else { Self::False }
    }
}

impl<T> Maybe<T> {
    /// Tests the value; an unknown one gives unknown.
    pub fn test(&self, f: impl FnOnce(&T) -> bool) -> Truth {
        self.judge(|v| f(v).into())
    }

    /// Tests the value with a three-valued test.
    pub fn judge(&self, f: impl FnOnce(&T) -> Truth) -> Truth {
        match self {
            Self::Known(v) => f(v),
            Self::Unknown(why) => Truth::Unknown(why.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown() -> Truth {
        Truth::Unknown(Arc::new(Why::Variable("var.x".into())))
    }

    #[test]
    fn a_decided_side_wins_over_an_unknown_one() {
        assert_eq!(unknown().and(|| Truth::False), Truth::False);
        assert_eq!(unknown().or(|| Truth::True), Truth::True);
        assert_eq!(unknown().and(|| Truth::True), unknown());
        assert_eq!(Truth::False.or(unknown), unknown());
        assert_eq!(unknown().negate(), unknown());
    }

    #[test]
    fn quantifiers_over_nothing() {
        assert_eq!(Truth::any(Vec::<bool>::new(), Truth::from), Truth::False);
        assert_eq!(Truth::all(Vec::<bool>::new(), Truth::from), Truth::True);
    }
}
