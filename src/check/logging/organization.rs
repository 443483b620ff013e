//! What is decided above single accounts: features of an organization, changes of stacks.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const ORGANIZATION: &[&str] = &["aws_organizations_organization"];
const STACK: &[&str] = &["aws_cloudformation_stack"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "organization-all-features",
        objective: "least-privilege",
        title: "Organization has all features",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: ORGANIZATION,
        rationale: "With consolidated billing alone no guard rail can be set over accounts. All features are what \
                    lets one place limit what may be done where health information lies.",
        reads: &[Key::FeatureSet],
        test: |s| s.one_of(Key::FeatureSet, &["ALL"]),
        aliases: &[],
        remedies: &[Remedy::edit(
            ORGANIZATION,
            "Enable all features; each member account has to accept.",
            &[Edit::Set("feature_set", "\"ALL\"")],
        )
        .command("aws organizations enable-all-features")
        .risk("This cannot be undone.")],
    },
    Check {
        id: "organization-trail",
        objective: "control-plane-audit",
        title: "Organization lets the audit trail reach every account",
        severity: Severity::Low,
        kind: Kind::AccountSetting,
        types: ORGANIZATION,
        rationale: "A trail of the organization records new accounts from their first minute. It needs trusted access \
                    for the trail's service.",
        reads: &[Key::TrustedIntegrations],
        test: |s| s.any_text(Key::TrustedIntegrations, |service| service == "cloudtrail.amazonaws.com"),
        aliases: &[],
        remedies: &[Remedy::edit(
            ORGANIZATION,
            "Trust the service.",
            &[Edit::Set(
                "aws_service_access_principals",
                "[\"cloudtrail.amazonaws.com\", \"config.amazonaws.com\", \"guardduty.amazonaws.com\"]",
            )],
        )],
    },
    Check {
        id: "stack-notifications",
        objective: "audit-alerting",
        title: "Stack announces its changes",
        severity: Severity::Low,
        kind: Kind::AutomationJob,
        types: STACK,
        rationale: "A stack can replace a database with an empty one. Whoever answers for the health information in \
                    it should hear of the change while it happens.",
        reads: &[Key::Notifications],
        test: |s| s.is_set(Key::Notifications),
        aliases: &[Alias::checkov("CKV_AWS_124", STACK), Alias::kics("b72d0026-f649-4c91-a9ea-15d8f681ac09", STACK)],
        remedies: &[Remedy::edit(
            STACK,
            "Name a topic.",
            &[Edit::Set("notification_arns", "[aws_sns_topic.changes.arn]")],
        )
        .command("aws cloudformation update-stack --stack-name {name} --use-previous-template --notification-arns TOPIC_ARN --region {region}")],
    },
    Check {
        id: "account-security-contact",
        objective: "audit-alerting",
        title: "Account has a security contact that can be reached",
        severity: Severity::Low,
        kind: Kind::Alarm,
        types: &["aws_account_alternate_contact"],
        rationale: "AWS writes to the security contact when it finds a leaked key or an attack. Mail and telephone \
                    both matter when health information is at stake.",
        reads: &[Key::AlertRecipients, Key::ContactPhone],
        test: |s| s.is_set(Key::AlertRecipients).and(s.is_set(Key::ContactPhone)),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_account_alternate_contact"],
            "Name a shared address and a number that is answered at all hours.",
            &[
                Edit::Set("email_address", "\"security@example.org\""),
                Edit::Set("phone_number", "\"+1-555-555-0100\""),
            ],
        )],
    },
];
