//! User directories and single sign-on: Cognito and IAM Identity Center.

use super::policy;
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_cognito_user_pool", Kind::UserPool, user_pool),
    Type::resource("aws_cognito_user_pool_client", Kind::UserPool, user_pool_client),
    Type::resource("aws_cognito_identity_pool", Kind::UserPool, identity_pool),
    Type::resource("aws_ssoadmin_permission_set", Kind::Role, permission_set),
    Type::resource("aws_ssoadmin_permission_set_inline_policy", Kind::Policy, inline_policy),
    Type::resource("aws_ssoadmin_managed_policy_attachment", Kind::RoleBinding, managed_policy),
    Type::resource("aws_ssoadmin_account_assignment", Kind::RoleBinding, account_assignment),
];

fn user_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MultiFactor, from.text("mfa_configuration", "OFF"));
    to.set(
        Key::DeletionProtection,
        from.text("deletion_protection", "INACTIVE").map(|d| Datum::Bool(d == Datum::from("ACTIVE"))),
    );
    // what Cognito applies when no policy is written
    to.set(Key::PasswordMinimumLength, from.int("password_policy.minimum_length", 8));
    for (key, path) in [
        (Key::PasswordLowercase, "password_policy.require_lowercase"),
        (Key::PasswordUppercase, "password_policy.require_uppercase"),
        (Key::PasswordNumbers, "password_policy.require_numbers"),
        (Key::PasswordSymbols, "password_policy.require_symbols"),
    ] {
        to.set(key, from.bool(path, !from.has("password_policy")));
    }
    to.set(
        Key::ThreatDetection,
        from.text("user_pool_add_ons.advanced_security_mode", "OFF")
            .map(|mode| Datum::Bool(mode == Datum::from("ENFORCED"))),
    );
}

fn user_pool_client(from: &Reader<'_>, to: &mut Resource) {
    // the unit of access tokens is hours unless `token_validity_units` says otherwise
    let unit = from.text("token_validity_units.access_token", "hours");
    let minutes = match unit.datum() {
        Some(Datum::Text(unit)) => match &**unit {
            "seconds" => Some((1, 60)),
            "minutes" => Some((1, 1)),
            "hours" => Some((60, 1)),
            "days" => Some((1440, 1)),
            _ => None,
        },
        _ => None,
    };
    let validity = match minutes {
        Some((times, by)) => from.int("access_token_validity", 1).map(|n| match n {
            // 0 means the default of one hour
            Datum::Int(0) => Datum::Int(60),
            Datum::Int(n) => Datum::Int(n.saturating_mul(times) / by),
            other => other,
        }),
        None => unit,
    };
    to.set(Key::SessionMinutes, validity);
}

fn identity_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AnonymousAccess, from.bool("allow_unauthenticated_identities", Datum::Absent));
}

fn permission_set(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::SessionMinutes,
        from.read("session_duration", 60, |n| n.as_text().and_then(|d| duration_minutes(&d)).map(Datum::Int)),
    );
}

/// Minutes of an ISO 8601 duration of hours and minutes, `PT8H30M`.
fn duration_minutes(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut minutes = 0i64;
    while let Some(end) = rest.find(|c: char| !c.is_ascii_digit()) {
        let number: i64 = rest.get(..end)?.parse().ok()?;
        minutes += match rest.get(end..=end)? {
            "H" => number.checked_mul(60)?,
            "M" => number,
            "S" => number / 60,
            _ => return None,
        };
        rest = rest.get(end + 1..)?;
    }
    rest.is_empty().then_some(minutes)
}

fn inline_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Permissions, policy::statements(from, "inline_policy"));
}

fn managed_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedRole, from.presence("managed_policy_arn"));
}

fn account_assignment(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::GrantedToUsers,
        from.text("principal_type", Datum::Absent).map(|kind| Datum::Bool(kind == Datum::from("USER"))),
    );
}

#[cfg(test)]
mod tests {
    use super::duration_minutes;

    #[test]
    fn durations() {
        assert_eq!(duration_minutes("PT1H"), Some(60));
        assert_eq!(duration_minutes("PT8H30M"), Some(510));
        assert_eq!(duration_minutes("PT45M"), Some(45));
        assert_eq!(duration_minutes("8h"), None);
        assert_eq!(duration_minutes("PT8"), None);
    }
}
