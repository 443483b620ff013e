//! User directories of applications: patients, clinicians and partners sign in through them.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const POOL: &[&str] = &["aws_cognito_user_pool"];
const CLIENT: &[&str] = &["aws_cognito_user_pool_client"];
const IDENTITY_POOL: &[&str] = &["aws_cognito_identity_pool"];
const PLATFORM: &[&str] = &["google_identity_platform_config"];

/// Longest life of an access token: whoever copies one can use it for that long.
const TOKEN_MINUTES: i64 = 60;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "user-pool-multi-factor",
        objective: "multi-factor-authentication",
        title: "Sign-in needs a second factor",
        severity: Severity::High,
        kind: Kind::UserPool,
        types: &[],
        rationale: "Passwords are guessed, reused and phished every day. Where the directory opens health records, \
                    a second factor is what stands between a stolen password and a disclosure.",
        reads: &[Key::MultiFactor],
        test: |s| s.one_of(Key::MultiFactor, &["ON", "ENABLED", "MANDATORY"]),
        aliases: &[Alias::prowler("cognito_user_pool_mfa_enabled", POOL)],
        remedies: &[
            Remedy::edit(
                POOL,
                "Require a second factor; software tokens need no text messages.",
                &[
                    Edit::Set("mfa_configuration", "\"ON\""),
                    Edit::Set("software_token_mfa_configuration.enabled", "true"),
                ],
            )
            .command("aws cognito-idp get-user-pool-mfa-config --user-pool-id POOL --region {region}")
            .risk("People have to set up the second factor at their next sign-in."),
            Remedy::edit(PLATFORM, "Enable a second factor.", &[Edit::Set("mfa.state", "\"MANDATORY\"")]),
        ],
    },
    Check {
        id: "user-pool-no-guests",
        objective: "workload-identity",
        title: "Guests get no credentials",
        severity: Severity::High,
        kind: Kind::UserPool,
        types: &[],
        rationale: "A pool that admits guests hands cloud credentials to people who never signed in. What those \
                    credentials reach is public, and no log can say who it was.",
        reads: &[Key::AnonymousAccess],
        test: |s| s.ask(Key::AnonymousAccess, |d| (*d == crate::resource::Datum::Bool(false)).into()),
        aliases: &[
            Alias::checkov("CKV_AWS_366", IDENTITY_POOL),
            Alias::prowler("cognito_identity_pool_guest_access_disabled", IDENTITY_POOL),
        ],
        remedies: &[
            Remedy::edit(
                IDENTITY_POOL,
                "Refuse identities that have not signed in.",
                &[Edit::Set("allow_unauthenticated_identities", "false")],
            )
            .risk("Parts of the application that work without sign-in lose their cloud access."),
            Remedy::edit(
                PLATFORM,
                "Switch anonymous sign-in off.",
                &[Edit::Set("sign_in.anonymous.enabled", "false")],
            ),
        ],
    },
    Check {
        id: "user-pool-password-length",
        objective: "password-policy",
        title: "Application passwords are at least 14 characters long",
        severity: Severity::Medium,
        kind: Kind::UserPool,
        types: POOL,
        rationale: "Length is what makes a password hard to guess. Where patients and staff sign in with it, a \
                    short one opens their health records to whoever tries long enough.",
        reads: &[Key::PasswordMinimumLength],
        test: |s| s.at_least(Key::PasswordMinimumLength, 14),
        aliases: &[Alias::prowler("cognito_user_pool_password_policy_minimum_length_14", POOL)],
        remedies: &[Remedy::edit(
            POOL,
            "Ask for at least 14 characters.",
            &[Edit::Set("password_policy.minimum_length", "14")],
        )],
    },
    Check {
        id: "user-pool-password-mix",
        objective: "password-policy",
        title: "Application passwords mix letters, numbers and symbols",
        severity: Severity::Low,
        kind: Kind::UserPool,
        types: POOL,
        rationale: "Passwords from one kind of character stand in lists that attackers try first. A guessed one \
                    opens the health records behind the application.",
        reads: &[Key::PasswordLowercase, Key::PasswordUppercase, Key::PasswordNumbers, Key::PasswordSymbols],
        test: |s| {
            s.is(Key::PasswordLowercase)
                .and(s.is(Key::PasswordUppercase))
                .and(s.is(Key::PasswordNumbers))
                .and(s.is(Key::PasswordSymbols))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            POOL,
            "Ask for lowercase and uppercase letters, numbers and symbols.",
            &[
                Edit::Set("password_policy.require_lowercase", "true"),
                Edit::Set("password_policy.require_uppercase", "true"),
                Edit::Set("password_policy.require_numbers", "true"),
                Edit::Set("password_policy.require_symbols", "true"),
            ],
        )],
    },
    Check {
        id: "user-pool-threat-protection",
        objective: "threat-detection",
        title: "Risky sign-ins are blocked",
        severity: Severity::Medium,
        kind: Kind::UserPool,
        types: POOL,
        rationale: "Passwords leaked elsewhere are tried against health portals in bulk. Threat protection \
                    recognizes known leaks and strange devices and asks for more, or refuses.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[Remedy::edit(
            POOL,
            "Enforce advanced security.",
            &[Edit::Set("user_pool_add_ons.advanced_security_mode", "\"ENFORCED\"")],
        )
        .risk("Advanced security is billed per active user.")],
    },
    Check {
        id: "user-pool-deletion-protection",
        objective: "deletion-protection",
        title: "User directory is protected from deletion",
        severity: Severity::Medium,
        kind: Kind::UserPool,
        types: POOL,
        rationale: "A deleted directory takes every account with it, passwords and second factors included, and \
                    cannot be restored. Until people are enrolled anew nobody reaches the records they need.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[Alias::prowler("cognito_user_pool_deletion_protection_enabled", POOL)],
        remedies: &[Remedy::edit(
            POOL,
            "Switch deletion protection on.",
            &[Edit::Set("deletion_protection", "\"ACTIVE\"")],
        )],
    },
    Check {
        id: "user-pool-token-life",
        objective: "session-timeout",
        title: "Access tokens expire within an hour",
        severity: Severity::Low,
        kind: Kind::UserPool,
        types: CLIENT,
        rationale: "An access token works for whoever holds it, without a password, until it expires. On a shared \
                    workstation in a ward that has to be soon.",
        reads: &[Key::SessionMinutes],
        test: |s| s.at_most(Key::SessionMinutes, TOKEN_MINUTES),
        aliases: &[],
        remedies: &[Remedy::edit(
            CLIENT,
            "Let access tokens expire after an hour; the refresh token keeps the session alive.",
            &[
                Edit::Set("access_token_validity", "60"),
                Edit::Set("token_validity_units.access_token", "\"minutes\""),
            ],
        )],
    },
];
