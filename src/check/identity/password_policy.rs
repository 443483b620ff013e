//! The account's password policy.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const POLICY: &[&str] = &["aws_iam_account_password_policy"];

/// Length that guidance for accounts without a second factor agrees on.
const LENGTH: i64 = 14;
/// As many earlier passwords as IAM can remember.
const REMEMBERED: i64 = 24;
/// Longest life of a password in days.
const AGE_DAYS: i64 = 90;

const RATIONALE_MIX: &str = "Passwords from a mix of characters take longer to guess and are less often words \
                             that stand in lists. A guessed password opens health information under somebody \
                             else's name.";

/// A check on one of the kinds of characters a password must hold.
const fn characters(
    id: &'static str,
    title: &'static str,
    reads: &'static [Key],
    test: fn(&Subject<'_>) -> Outcome,
    aliases: &'static [Alias],
    remedies: &'static [Remedy],
) -> Check {
    Check {
        id,
        objective: "password-policy",
        title,
        severity: Severity::Low,
        kind: Kind::PasswordPolicy,
        types: POLICY,
        rationale: RATIONALE_MIX,
        reads,
        test,
        aliases,
        remedies,
    }
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "password-length",
        objective: "password-policy",
        title: "Passwords are at least 14 characters long",
        severity: Severity::Medium,
        kind: Kind::PasswordPolicy,
        types: POLICY,
        rationale: "Length is what makes a password hard to guess, more than any mix of characters. A short one \
                    opens health information to whoever tries long enough.",
        reads: &[Key::PasswordMinimumLength],
        test: |s| s.at_least(Key::PasswordMinimumLength, LENGTH),
        aliases: &[
            Alias::checkov("CKV_AWS_10", POLICY),
            Alias::kics("1bc1c685-e593-450e-88fb-19db4c82aa1d", POLICY),
            Alias::trivy("AVD-AWS-0063", POLICY),
            Alias::prowler("iam_password_policy_minimum_length_14", POLICY),
        ],
        remedies: &[Remedy::edit(
            POLICY,
            "Ask for at least 14 characters.",
            &[Edit::Set("minimum_password_length", "14")],
        )
        .command("aws iam get-account-password-policy")
        .risk("People are asked for a longer password at their next change.")],
    },
    Check {
        id: "password-age",
        objective: "password-policy",
        title: "Passwords expire within 90 days",
        severity: Severity::Low,
        kind: Kind::PasswordPolicy,
        types: POLICY,
        rationale: "A password that never expires stays useful to whoever has learned it. Expiry bounds for how \
                    long a leak nobody noticed gives access to health information.",
        reads: &[Key::PasswordAgeDays],
        test: |s| s.number(Key::PasswordAgeDays, |days| (1..=AGE_DAYS).contains(&days)),
        aliases: &[
            Alias::checkov("CKV_AWS_9", POLICY),
            Alias::kics("ce60d060-efb8-4bfd-9cf7-ff8945d00d90", POLICY),
            Alias::prowler("iam_password_policy_expires_passwords_within_90_days_or_less", POLICY),
        ],
        remedies: &[Remedy::edit(
            POLICY,
            "Let passwords expire after 90 days.",
            &[Edit::Set("max_password_age", "90")],
        )
        .command("aws iam get-account-password-policy")],
    },
    Check {
        id: "password-reuse",
        objective: "password-policy",
        title: "The last 24 passwords are refused",
        severity: Severity::Low,
        kind: Kind::PasswordPolicy,
        types: POLICY,
        rationale: "Where old passwords come back, changing one ends nothing: whoever knew it once has access to \
                    health information again.",
        reads: &[Key::PasswordReuse],
        test: |s| s.at_least(Key::PasswordReuse, REMEMBERED),
        aliases: &[
            Alias::checkov("CKV_AWS_13", POLICY),
            Alias::kics("89806cdc-9c2e-4bd1-a0dc-53f339bcfb2a", POLICY),
            Alias::prowler("iam_password_policy_reuse_24", POLICY),
        ],
        remedies: &[Remedy::edit(
            POLICY,
            "Refuse the last 24 passwords.",
            &[Edit::Set("password_reuse_prevention", "24")],
        )
        .command("aws iam get-account-password-policy")],
    },
    characters(
        "password-lowercase",
        "Passwords need a lowercase letter",
        &[Key::PasswordLowercase],
        |s| s.is(Key::PasswordLowercase),
        &[
            Alias::checkov("CKV_AWS_11", POLICY),
            Alias::kics("bbc7c137-6c7b-4fc4-984a-0c88e91fcaf9", POLICY),
            Alias::trivy("AVD-AWS-0058", POLICY),
            Alias::prowler("iam_password_policy_lowercase", POLICY),
        ],
        &[Remedy::edit(
            POLICY,
            "Ask for a lowercase letter.",
            &[Edit::Set("require_lowercase_characters", "true")],
        )],
    ),
    characters(
        "password-uppercase",
        "Passwords need an uppercase letter",
        &[Key::PasswordUppercase],
        |s| s.is(Key::PasswordUppercase),
        &[
            Alias::checkov("CKV_AWS_15", POLICY),
            Alias::kics("c5ff7bc9-d8ea-46dd-81cb-8286f3222249", POLICY),
            Alias::trivy("AVD-AWS-0061", POLICY),
            Alias::prowler("iam_password_policy_uppercase", POLICY),
        ],
        &[Remedy::edit(
            POLICY,
            "Ask for an uppercase letter.",
            &[Edit::Set("require_uppercase_characters", "true")],
        )],
    ),
    characters(
        "password-number",
        "Passwords need a number",
        &[Key::PasswordNumbers],
        |s| s.is(Key::PasswordNumbers),
        &[
            Alias::checkov("CKV_AWS_12", POLICY),
            Alias::trivy("AVD-AWS-0059", POLICY),
            Alias::prowler("iam_password_policy_number", POLICY),
        ],
        &[Remedy::edit(POLICY, "Ask for a number.", &[Edit::Set("require_numbers", "true")])],
    ),
    characters(
        "password-symbol",
        "Passwords need a symbol",
        &[Key::PasswordSymbols],
        |s| s.is(Key::PasswordSymbols),
        &[
            Alias::checkov("CKV_AWS_14", POLICY),
            Alias::kics("7a70eed6-de3a-4da2-94da-a2bbc8fe2a48", POLICY),
            Alias::trivy("AVD-AWS-0060", POLICY),
            Alias::prowler("iam_password_policy_symbol", POLICY),
        ],
        &[Remedy::edit(POLICY, "Ask for a symbol.", &[Edit::Set("require_symbols", "true")])],
    ),
];
