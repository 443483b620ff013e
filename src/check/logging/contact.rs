//! Who is told of security matters: contacts of a subscription, an account or an organization.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const DEFENDER: &[&str] = &["azurerm_security_center_contact"];
const ESSENTIAL: &[&str] = &["google_essential_contacts_contact"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "security-contact-email",
        objective: "audit-alerting",
        title: "Security contact has an address",
        severity: Severity::Medium,
        kind: Kind::Alarm,
        types: &["azurerm_security_center_contact", "google_essential_contacts_contact"],
        rationale: "The platform tells its security contact when it sees a breach. Without an address the first \
                    sign of stolen health information goes nowhere.",
        reads: &[Key::AlertRecipients],
        test: |s| s.is_set(Key::AlertRecipients),
        aliases: &[
            Alias::checkov("CKV_AZURE_131", DEFENDER),
            Alias::prowler("defender_additional_email_configured_with_a_security_contact", DEFENDER),
        ],
        remedies: &[
            Remedy::edit(
                DEFENDER,
                "Name an address that a team reads.",
                &[Edit::Set("email", "\"security@example.org\"")],
            ),
            Remedy::edit(
                ESSENTIAL,
                "Name an address that a team reads.",
                &[Edit::Set("email", "\"security@example.org\"")],
            ),
        ],
    },
    Check {
        id: "security-contact-phone",
        objective: "audit-alerting",
        title: "Security contact has a telephone number",
        severity: Severity::Low,
        kind: Kind::Alarm,
        types: DEFENDER,
        rationale: "During an incident mail may be down, or read by the intruder. A telephone number lets Microsoft \
                    reach somebody who protects the health information.",
        reads: &[Key::ContactPhone],
        test: |s| s.is_set(Key::ContactPhone),
        aliases: &[Alias::checkov("CKV_AZURE_20", DEFENDER), Alias::trivy("AVD-AZU-0046", DEFENDER)],
        remedies: &[Remedy::edit(
            DEFENDER,
            "Add a number that is answered at all hours.",
            &[Edit::Set("phone", "\"+1-555-555-0100\"")],
        )],
    },
    Check {
        id: "security-contact-alerts",
        objective: "audit-alerting",
        title: "Security contact receives alerts of high severity",
        severity: Severity::Medium,
        kind: Kind::Alarm,
        types: DEFENDER,
        rationale: "A contact that receives no alerts is a contact in name. Alerts of high severity are the ones \
                    that can mean that health information is being taken.",
        reads: &[Key::AlertNotifications],
        test: |s| s.is(Key::AlertNotifications),
        aliases: &[
            Alias::checkov("CKV_AZURE_21", DEFENDER),
            Alias::trivy("AVD-AZU-0044", DEFENDER),
            Alias::kics("9db38e87-f6aa-4b5e-a1ec-7266df259409", DEFENDER),
            Alias::prowler("defender_ensure_notify_alerts_severity_is_high", DEFENDER),
        ],
        remedies: &[Remedy::edit(DEFENDER, "Send alerts.", &[Edit::Set("alert_notifications", "true")])],
    },
    Check {
        id: "security-contact-administrators",
        objective: "audit-alerting",
        title: "Owners of the subscription receive alerts",
        severity: Severity::Low,
        kind: Kind::Alarm,
        types: DEFENDER,
        rationale: "Owners can act at once, and a mailbox may be unattended. Telling both shortens the time in which \
                    health information is exposed.",
        reads: &[Key::AlertAdministrators],
        test: |s| s.is(Key::AlertAdministrators),
        aliases: &[
            Alias::checkov("CKV_AZURE_22", DEFENDER),
            Alias::prowler("defender_ensure_notify_emails_to_owners", DEFENDER),
        ],
        remedies: &[Remedy::edit(
            DEFENDER,
            "Send alerts to administrators too.",
            &[Edit::Set("alerts_to_admins", "true")],
        )],
    },
    Check {
        id: "essential-contact-security",
        objective: "audit-alerting",
        title: "Essential contact receives security notices",
        severity: Severity::Low,
        kind: Kind::Alarm,
        types: ESSENTIAL,
        rationale: "Google tells the contacts of the category concerned. A contact for billing alone does not hear \
                    that a key to health information was found in public.",
        reads: &[Key::ContactCategories],
        test: |s| s.any_text(Key::ContactCategories, |category| matches!(category, "ALL" | "SECURITY")),
        aliases: &[],
        remedies: &[Remedy::edit(
            ESSENTIAL,
            "Subscribe the contact to security notices.",
            &[Edit::Set("notification_category_subscriptions", "[\"SECURITY\", \"TECHNICAL\"]")],
        )],
    },
];
