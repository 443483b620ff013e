//! What the actions of AWS policies can do, and whether a policy can limit them to single resources.

use std::sync::LazyLock;

use crate::resource::{Statement, Truth, wildcard_match};
use crate::table::HashMap;

/// The restrictable actions of one service by what they do.
#[derive(Debug, Default)]
struct Service {
    writing: Vec<&'static str>,
    granting: Vec<&'static str>,
    other: Vec<&'static str>,
}

/// What restrictable actions are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Creates, changes or deletes.
    Write,
    /// Changes who may do what.
    Permissions,
    /// Any of them.
    Any,
}

impl Service {
    fn actions(&self, access: Access) -> impl Iterator<Item = &'static str> {
        let groups: [&[&'static str]; 3] = match access {
            Access::Write => [&self.writing, &[], &[]],
            Access::Permissions => [&[], &self.granting, &[]],
            Access::Any => [&self.writing, &self.granting, &self.other],
        };
        groups.into_iter().flatten().copied()
    }
}

static SERVICES: LazyLock<HashMap<&'static str, Service>> = LazyLock::new(|| {
    include_str!("data/iam-actions.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.split('|');
            let name = parts.next()?;
            let mut group = || parts.next().unwrap_or_default().split_whitespace().collect::<Vec<_>>();
            Some((name, Service { writing: group(), granting: group(), other: group() }))
        })
        .collect()
});

/// Whether a policy can limit the action to single resources.
fn is_restrictable(action: &str) -> bool {
    action.split_once(':').is_some_and(|(service, name)| {
        SERVICES
            .get(service.to_ascii_lowercase().as_str())
            .is_some_and(|s| s.actions(Access::Any).any(|a| a.eq_ignore_ascii_case(name)))
    })
}

/// Restrictable actions of a kind that a pattern matches and `keep` keeps.
fn pattern_reaches(pattern: &str, access: Access, keep: &dyn Fn(&str, &str) -> bool) -> bool {
    let (service, name) = match pattern.split_once(':') {
        Some(parts) => parts,
        None if pattern == "*" => ("*", "*"),
        None => return false,
    };
    let in_service =
        |prefix: &str, s: &Service| s.actions(access).any(|a| wildcard_match(name, a) && keep(prefix, a));
    if service.contains(['*', '?']) {
        return SERVICES.iter().any(|(prefix, s)| wildcard_match(service, prefix) && in_service(prefix, s));
    }
    let service = service.to_ascii_lowercase();
    SERVICES.get(service.as_str()).is_some_and(|s| in_service(&service, s))
}

/// Allows on every resource and under no condition. Statements with principals are policies of a resource, where
/// every resource means that one.
fn is_unconstrained(statement: &Statement) -> Truth {
    is_plain(statement).and(|| statement.is_every_resource())
}

fn is_plain(statement: &Statement) -> Truth {
    statement
        .allows()
        .and(|| statement.has_condition().negate())
        .and(|| statement.principals.test(|p| p.is_empty()))
}

/// The statement reaches a restrictable action of a kind without naming a resource.
pub(super) fn reaches(statement: &Statement, access: Access) -> Truth {
    reaches_kept(statement, access, &|_, _| true)
}

fn reaches_kept(statement: &Statement, access: Access, keep: &dyn Fn(&str, &str) -> bool) -> Truth {
    is_unconstrained(statement).and(|| {
        if statement.actions_excluded {
            return exclusion_reaches(statement, access, keep);
        }
        Truth::any(statement.actions.iter(), |a| a.test(|pattern| pattern_reaches(pattern, access, keep)))
    })
}

/// What is left when the statement's list is taken away from everything.
fn exclusion_reaches(statement: &Statement, access: Access, keep: &dyn Fn(&str, &str) -> bool) -> Truth {
    if let Some(why) = statement.actions.iter().find_map(|a| a.why()) {
        return Truth::Unknown(why.clone());
    }
    let listed = |action: &str| {
        statement.actions.iter().filter_map(|a| a.known()).any(|pattern| wildcard_match(pattern, action))
    };
    SERVICES
        .iter()
        .any(|(prefix, s)| s.actions(access).any(|a| keep(prefix, a) && !listed(&format!("{prefix}:{a}"))))
        .into()
}

/// A statement of the list denies the action; what is denied under a condition or on one resource counts too.
fn is_denied(statements: &[Statement], action: &str) -> Truth {
    Truth::any(statements, |s| s.denies().and(|| s.covers(action)))
}

/// A restrictable action is allowed on every resource and nowhere denied.
pub(super) fn reaches_everywhere(statements: &[Statement]) -> Truth {
    let denying = statements.iter().any(|s| s.denies() != Truth::False);
    let keep = |prefix: &str, name: &str| {
        !denying || is_denied(statements, &format!("{prefix}:{name}")) != Truth::True
    };
    Truth::any(statements, |s| reaches_kept(s, Access::Any, &keep))
}

/// The action is allowed without a limit that could have been set: on every resource, or on any where the action
/// cannot be limited.
pub(super) fn allows_unconstrained(statements: &[Statement], action: &str) -> Truth {
    Truth::any(statements, |s| {
        s.covers(action)
            .and(|| is_plain(s))
            .and(|| if is_restrictable(action) { s.is_every_resource() } else { Truth::True })
    })
    .and(|| is_denied(statements, action).negate())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_told_apart() {
        assert!(is_restrictable("s3:GetObject"));
        assert!(is_restrictable("S3:getobject"));
        assert!(!is_restrictable("s3:ListAllMyBuckets"));
        assert!(!is_restrictable("xray:PutTraceSegments"));
        let all = |_: &str, _: &str| true;
        assert!(pattern_reaches("s3:*", Access::Write, &all));
        assert!(pattern_reaches("*", Access::Permissions, &all));
        assert!(!pattern_reaches("s3:Get*", Access::Write, &all));
        assert!(!pattern_reaches("nothing:*", Access::Any, &all));
        assert!(!pattern_reaches("s3:*", Access::Any, &|_, _| false));
    }
}
