//! Questions to a policy statement, answered with three values.

use super::{Condition, Maybe, Principal, Statement, Truth};

/// Condition keys that tie a statement to callers, networks or resources somebody has chosen. Lower case.
const RESTRICTING_KEYS: &[&str] = &[
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:vpcsourceip",
    "elasticfilesystem:accesspointarn",
    "kms:calleraccount",
    "kms:viaservice",
    "lambda:eventsourcetoken",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "sns:endpoint",
];

/// Whether a pattern with `*` and `?` matches a text; the letter case of ASCII is ignored, as IAM does for actions.
pub fn wildcard_match(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(c) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                t += 1;
            }
            Some(w) if w.eq_ignore_ascii_case(c) => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((sp, st)) => {
                    star = Some((sp, st + 1));
                    p = sp + 1;
                    t = st + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|c| *c == b'*'))
}

impl Condition {
    /// Whether the condition limits who or what the statement speaks of. Every value must say something: a
    /// wildcard or the whole internet restricts nothing.
    pub fn restricts(&self) -> Truth {
        let key = self.key.to_ascii_lowercase();
        let operator = self.operator.to_ascii_lowercase();
        // "if exists" holds when the key is missing, and a negative operator leaves everybody else in
        if !RESTRICTING_KEYS.contains(&key.as_str())
            || operator.contains("not")
            || operator.starts_with("null")
        {
            return Truth::False;
        }
        Truth::from(!self.values.is_empty()).and(|| {
            Truth::all(self.values.iter(), |v| {
                v.test(|v| !matches!(&**v, "*" | "0.0.0.0/0" | "::/0" | "arn:*"))
            })
        })
    }
}

impl Statement {
    /// The statement allows.
    pub fn allows(&self) -> Truth {
        self.allow.test(|a| *a)
    }

    /// The statement denies.
    pub fn denies(&self) -> Truth {
        self.allows().negate()
    }

    /// Everybody is meant: a wildcard, or everybody but a few.
    pub fn for_anyone(&self) -> Truth {
        self.principals.test(|principals| {
            if self.principals_excluded {
                !principals.is_empty()
            } else {
                principals.contains(&Principal::Anyone)
            }
        })
    }

    /// A principal satisfies `test`; exclusions do not count.
    pub fn any_principal(&self, mut test: impl FnMut(&Principal) -> bool) -> Truth {
        if self.principals_excluded {
            return Truth::False;
        }
        self.principals.test(|principals| principals.iter().any(&mut test))
    }

    /// An action listed (not excluded) satisfies `test`.
    pub fn any_action(&self, mut test: impl FnMut(&str) -> bool) -> Truth {
        if self.actions_excluded {
            return Truth::False;
        }
        Truth::any(self.actions.iter(), |a| a.test(|a| test(a)))
    }

    /// The actions are an exclusion. Of a statement of which nothing is known, that is not known either.
    pub fn excludes_actions(&self) -> Truth {
        match (&self.allow, &self.conditions, &*self.actions) {
            (Maybe::Unknown(why), Maybe::Unknown(_), [Maybe::Unknown(_)]) if !self.actions_excluded => {
                Truth::Unknown(why.clone())
            }
            _ => self.actions_excluded.into(),
        }
    }

    /// A resource listed (not excluded) satisfies `test`.
    pub fn any_resource(&self, mut test: impl FnMut(&str) -> bool) -> Truth {
        if self.resources_excluded {
            return Truth::False;
        }
        Truth::any(self.resources.iter(), |r| r.test(|r| test(r)))
    }

    /// The statement's actions cover `action`, wildcards and exclusions resolved.
    pub fn covers(&self, action: &str) -> Truth {
        let listed = Truth::any(self.actions.iter(), |a| a.test(|pattern| wildcard_match(pattern, action)));
        if self.actions_excluded { listed.negate() } else { listed }
    }

    /// Every action of every service.
    pub fn is_every_action(&self) -> Truth {
        self.any_action(|a| matches!(a, "*" | "*:*"))
    }

    /// An action with a wildcard over a whole service, or over everything: `*`, `s3:*`.
    pub fn has_service_wildcard(&self) -> Truth {
        self.any_action(|a| a == "*" || a.ends_with(":*"))
    }

    /// Every resource.
    pub fn is_every_resource(&self) -> Truth {
        self.any_resource(|r| r == "*")
    }

    /// At least one condition, whatever it says.
    pub fn has_condition(&self) -> Truth {
        self.conditions.test(|c| !c.is_empty())
    }

    /// A condition limits callers, networks or sources.
    pub fn is_restricted(&self) -> Truth {
        self.conditions.judge(|conditions| Truth::any(conditions.iter(), Condition::restricts))
    }

    /// Allows everybody, and no condition limits who that is.
    pub fn is_public(&self) -> Truth {
        self.allows().and(|| self.for_anyone()).and(|| self.is_restricted().negate())
    }

    /// Allows every action on every resource.
    pub fn is_administrator(&self) -> Truth {
        self.allows().and(|| self.is_every_action()).and(|| self.is_every_resource())
    }

    /// Denies everybody whatever does not come over TLS (`aws:SecureTransport` is false).
    pub fn denies_plaintext(&self) -> Truth {
        self.denies().and(|| self.for_anyone()).and(|| {
            self.conditions.judge(|conditions| {
                Truth::any(conditions.iter(), |c| {
                    Truth::from(
                        c.operator.eq_ignore_ascii_case("Bool")
                            && c.key.eq_ignore_ascii_case("aws:SecureTransport"),
                    )
                    .and(|| Truth::any(c.values.iter(), |v| v.test(|v| v.eq_ignore_ascii_case("false"))))
                })
            })
        })
    }

    /// Names the values of a condition key under any operator; empty when there is none or it is unknown.
    pub fn condition_values<'a>(
        &'a self,
        key: &'a str,
    ) -> impl Iterator<Item = &'a Maybe<std::sync::Arc<str>>> + 'a {
        let conditions: &[Condition] = self.conditions.known().map_or(&[], |c| c);
        conditions.iter().filter(move |c| c.key.eq_ignore_ascii_case(key)).flat_map(|c| c.values.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::native::Why;
    use crate::resource::At;

    fn statement(allow: bool, principal: Principal, action: &str) -> Statement {
        Statement {
            allow: Maybe::Known(allow),
            principals: Maybe::Known(Arc::new([principal])),
            principals_excluded: false,
            actions: Arc::new([Maybe::Known(action.into())]),
            actions_excluded: false,
            resources: Arc::new([Maybe::Known("*".into())]),
            resources_excluded: false,
            conditions: Maybe::Known(Arc::new([])),
            at: At::default(),
        }
    }

    fn condition(operator: &str, key: &str, value: &str) -> Maybe<Arc<[Condition]>> {
        Maybe::Known(Arc::new([Condition {
            operator: operator.into(),
            key: key.into(),
            values: Arc::new([Maybe::Known(value.into())]),
        }]))
    }

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("s3:*", "s3:GetObject", true),
            ("s3:get*", "s3:GetObject", true),
            ("s3:Get?bject", "s3:GetObject", true),
            ("s3:*Object", "s3:GetObjectAcl", false),
            ("*a*b", "xaxbxab", true),
            ("s3:GetObject", "s3:GetObjects", false),
        ] {
            assert_eq!(wildcard_match(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn public_unless_restricted() {
        let mut s = statement(true, Principal::Anyone, "s3:GetObject");
        assert_eq!(s.is_public(), Truth::True);
        s.conditions = condition("StringEquals", "aws:PrincipalOrgID", "o-1");
        assert_eq!(s.is_public(), Truth::False);
        s.conditions = condition("IpAddress", "aws:SourceIp", "0.0.0.0/0");
        assert_eq!(s.is_public(), Truth::True);
        s.conditions = condition("Bool", "aws:SecureTransport", "true");
        assert_eq!(s.is_public(), Truth::True);
        s.conditions = condition("StringNotEquals", "aws:SourceVpce", "vpce-1");
        assert_eq!(s.is_public(), Truth::True);
        s.conditions = Maybe::Unknown(Arc::new(Why::Variable("var.c".into())));
        assert!(matches!(s.is_public(), Truth::Unknown(_)));
        s.allow = Maybe::Known(false);
        assert_eq!(s.is_public(), Truth::False);
    }

    #[test]
    fn exclusions_turn_the_question_round() {
        let mut s = statement(true, Principal::Named("AWS:1".into()), "iam:*");
        s.actions_excluded = true;
        assert_eq!(s.covers("iam:CreateUser"), Truth::False);
        assert_eq!(s.covers("s3:GetObject"), Truth::True);
        assert_eq!(s.for_anyone(), Truth::False);
        s.principals_excluded = true;
        assert_eq!(s.for_anyone(), Truth::True);
    }

    #[test]
    fn plaintext_is_denied_only_for_everybody() {
        let mut s = statement(false, Principal::Anyone, "s3:*");
        s.conditions = condition("Bool", "aws:SecureTransport", "false");
        assert_eq!(s.denies_plaintext(), Truth::True);
        s.principals = Maybe::Known(Arc::new([Principal::Named("AWS:1".into())]));
        assert_eq!(s.denies_plaintext(), Truth::False);
    }
}
