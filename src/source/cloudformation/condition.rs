//! Conditions in three values: what depends on something unknown is unknown, unless the rest decides.

use std::sync::Arc;

use super::evaluate::Stack;
use crate::native::{Node, Why};

/// What is known of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    True,
    False,
    Unknown(Why),
}

impl From<bool> for Known {
    fn from(b: bool) -> Self {
        if b { Self::True } else { Self::False }
    }
}

impl Stack<'_> {
    /// What is known of a condition by its name.
    pub(super) fn condition(&self, name: &str, at: &Node, depth: usize) -> Known {
        match self.conditions.borrow().get(name) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                self.error(at, &format!("the condition {name} depends on itself"));
                return Known::Unknown(Why::Invalid(
                    format!("the condition {name} depends on itself").into(),
                ));
            }
            None => {}
        }
        let Some(written) = self.template.conditions.get(name) else {
            let message = format!("{name} is not a condition of this template");
            self.error(at, &message);
            return Known::Unknown(Why::Invalid(message.into()));
        };
        self.conditions.borrow_mut().insert(name.into(), None);
        let known = self.holds(written, depth + 1);
        self.conditions.borrow_mut().insert(name.into(), Some(known.clone()));
        known
    }

    /// What is known of a condition as it is written.
    pub(super) fn holds(&self, node: &Node, depth: usize) -> Known {
        if depth > 100 {
            let message: Arc<str> = "conditions go too deep (bound evaluation)".into();
            self.error(node, &message);
            return Known::Unknown(Why::Invalid(message));
        }
        let Some((name, argument)) = node.as_object().and_then(|o| o.first()) else {
            return match node.as_bool() {
                Some(b) => b.into(),
                None => Known::Unknown(Why::Invalid("a condition must be a function".into())),
            };
        };
        let items = || argument.items().unwrap_or(std::slice::from_ref(argument));
        match &**name {
            "Condition" => match argument.as_text() {
                Some(name) => self.condition(&name, argument, depth + 1),
                None => Known::Unknown(Why::Invalid("Condition must name a condition".into())),
            },
            "Fn::And" => self.all(items(), depth, &Known::False),
            "Fn::Or" => self.all(items(), depth, &Known::True),
            "Fn::Not" => match items().first().map(|n| self.holds(n, depth + 1)) {
                Some(Known::True) => Known::False,
                Some(Known::False) => Known::True,
                Some(unknown) => unknown,
                None => Known::Unknown(Why::Invalid("Fn::Not needs a condition".into())),
            },
            "Fn::Equals" => self.equals(items(), depth),
            "Fn::Contains" => self.contains(items(), depth),
            other => match self.value_at(node, depth + 1) {
                Some(value) => match (value.as_bool(), value.as_unknown()) {
                    (Some(b), _) => b.into(),
                    (None, Some(unknown)) => Known::Unknown(unknown.why.clone()),
                    (None, None) => Known::Unknown(Why::Function(other.into())),
                },
                None => Known::Unknown(Why::Function(other.into())),
            },
        }
    }

    /// `deciding` is the value of one that settles the whole: false of `And`, true of `Or`.
    fn all(&self, items: &[Node], depth: usize, deciding: &Known) -> Known {
        let mut unknown = None;
        for item in items {
            match self.holds(item, depth + 1) {
                known if known == *deciding => return known,
                Known::Unknown(why) => unknown = unknown.or(Some(why)),
                _ => {}
            }
        }
        match (unknown, deciding) {
            (Some(why), _) => Known::Unknown(why),
            (None, Known::False) => Known::True,
            (None, _) => Known::False,
        }
    }

    fn equals(&self, items: &[Node], depth: usize) -> Known {
        let [left, right] = items else {
            return Known::Unknown(Why::Invalid("Fn::Equals needs two values".into()));
        };
        let (left, right) = (self.value_at(left, depth + 1), self.value_at(right, depth + 1));
        let (Some(left), Some(right)) = (left, right) else { return Known::False };
        for side in [&left, &right] {
            if let Some(unknown) = side.as_unknown() {
                return Known::Unknown(unknown.why.clone());
            }
        }
        match (left.as_text(), right.as_text()) {
            (Some(left), Some(right)) => (left == right).into(),
            _ => match (texts(&left), texts(&right)) {
                (Some(left), Some(right)) => (left == right).into(),
                _ => Known::Unknown(Why::Invalid("Fn::Equals compares texts".into())),
            },
        }
    }

    fn contains(&self, items: &[Node], depth: usize) -> Known {
        let [list, wanted] = items else {
            return Known::Unknown(Why::Invalid("Fn::Contains needs a list and a value".into()));
        };
        let (Some(list), Some(wanted)) = (self.value_at(list, depth + 1), self.value_at(wanted, depth + 1))
        else {
            return Known::False;
        };
        match (texts(&list), wanted.as_text()) {
            (Some(list), Some(wanted)) => list.contains(&wanted).into(),
            _ => Known::Unknown(Why::Function("Fn::Contains".into())),
        }
    }
}

/// The texts of a list that is known in full.
fn texts(node: &Node) -> Option<Vec<Arc<str>>> {
    node.items()?.iter().map(Node::as_text).collect()
}
