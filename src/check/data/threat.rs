//! Alert policies and vulnerability assessments of database servers.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "database-alerts-all-kinds",
        objective: "threat-detection",
        title: "Alert policy reports every kind of threat",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &[
            "azurerm_mssql_server_security_alert_policy",
            "azurerm_mssql_managed_instance_security_alert_policy",
            "azurerm_synapse_workspace_security_alert_policy",
        ],
        rationale: "A kind of alert that is switched off is an attack nobody hears of, injected \
                    statements and mass exports among them.",
        reads: &[Key::DisabledAlerts],
        test: |s| enforced(s).and(s.is_unset(Key::DisabledAlerts)),
        aliases: &[Alias::checkov("CKV_AZURE_25", &["azurerm_mssql_server_security_alert_policy"])],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_server_security_alert_policy",
                "azurerm_mssql_managed_instance_security_alert_policy",
                "azurerm_synapse_workspace_security_alert_policy",
            ],
            "Remove the list of alerts that are switched off.",
            &[Edit::Remove("disabled_alerts")],
        )],
    },
    Check {
        id: "database-alerts-recipients",
        objective: "audit-alerting",
        title: "Alert policy names who is told",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &[
            "azurerm_mssql_server_security_alert_policy",
            "azurerm_mssql_managed_instance_security_alert_policy",
            "azurerm_synapse_workspace_security_alert_policy",
        ],
        rationale: "An alert that reaches nobody changes nothing; the hours until somebody looks are the \
                    hours in which records leave.",
        reads: &[Key::AlertRecipients],
        test: |s| enforced(s).and(s.is_set(Key::AlertRecipients)),
        aliases: &[Alias::checkov("CKV_AZURE_26", &["azurerm_mssql_server_security_alert_policy"])],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_server_security_alert_policy",
                "azurerm_mssql_managed_instance_security_alert_policy",
                "azurerm_synapse_workspace_security_alert_policy",
            ],
            "Name the mailbox of the people on call.",
            &[Edit::Set("email_addresses", "[\"security@example.org\"]")],
        )],
    },
    Check {
        id: "database-alerts-administrators",
        objective: "audit-alerting",
        title: "Alert policy also tells the administrators of the subscription",
        severity: Severity::Low,
        kind: Kind::ThreatDetector,
        types: &[
            "azurerm_mssql_server_security_alert_policy",
            "azurerm_mssql_managed_instance_security_alert_policy",
            "azurerm_synapse_workspace_security_alert_policy",
        ],
        rationale: "Administrators can cut off access at once; told last, they do it last.",
        reads: &[Key::AlertAdministrators],
        test: |s| enforced(s).and(s.is(Key::AlertAdministrators)),
        aliases: &[Alias::checkov("CKV_AZURE_27", &["azurerm_mssql_server_security_alert_policy"])],
        remedies: &[
            Remedy::edit(
                &["azurerm_mssql_server_security_alert_policy"],
                "Tell the administrators, too.",
                &[Edit::Set("email_account_admins", "true")],
            ),
            Remedy::edit(
                &[
                    "azurerm_mssql_managed_instance_security_alert_policy",
                    "azurerm_synapse_workspace_security_alert_policy",
                ],
                "Tell the administrators, too.",
                &[Edit::Set("email_account_admins_enabled", "true")],
            ),
        ],
    },
    Check {
        id: "database-recurring-scans",
        objective: "vulnerability-scanning",
        title: "Vulnerability assessment scans regularly under an active alert policy",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &["azurerm_mssql_server_vulnerability_assessment"],
        rationale: "A single scan tells of one day. Regular ones show when a change opened a hole in the \
                    server that keeps the records, and they only run under an active policy.",
        reads: &[Key::RecurringScans, Key::SourceResource],
        test: scans_regularly,
        aliases: &[
            Alias::checkov("CKV2_AZURE_3", &["azurerm_mssql_server_vulnerability_assessment"]),
            Alias::prowler(
                "sqlserver_va_periodic_recurring_scans_enabled",
                &["azurerm_mssql_server_vulnerability_assessment"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_mssql_server_vulnerability_assessment"],
            "Switch recurring scans on and keep the alert policy enabled.",
            &[Edit::Set("recurring_scans.enabled", "true")],
        )],
    },
    Check {
        id: "database-managed-recurring-scans",
        objective: "vulnerability-scanning",
        title: "Vulnerability assessment scans regularly",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &[
            "azurerm_mssql_managed_instance_vulnerability_assessment",
            "azurerm_synapse_workspace_vulnerability_assessment",
        ],
        rationale: "A single scan tells of one day. Regular ones show when a change opened a hole in the \
                    server that keeps the records.",
        reads: &[Key::RecurringScans],
        test: |s| s.is(Key::RecurringScans),
        aliases: &[Alias::azure_policy(
            "1b7aa243-30e4-4c9e-bca8-d0d3022b634a",
            &["azurerm_mssql_managed_instance_vulnerability_assessment"],
        )],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_managed_instance_vulnerability_assessment",
                "azurerm_synapse_workspace_vulnerability_assessment",
            ],
            "Switch recurring scans on.",
            &[Edit::Set("recurring_scans.enabled", "true")],
        )],
    },
    Check {
        id: "database-scan-reports",
        objective: "vulnerability-scanning",
        title: "Reports of vulnerability scans reach somebody",
        severity: Severity::Low,
        kind: Kind::ThreatDetector,
        types: &["azurerm_mssql_server_vulnerability_assessment"],
        rationale: "A report that lies in a storage account mends nothing; it has to reach the people \
                    who own the server.",
        reads: &[Key::AlertAdministrators, Key::AlertRecipients],
        test: |s| s.is(Key::AlertAdministrators).or(s.is_set(Key::AlertRecipients)),
        aliases: &[Alias::prowler(
            "sqlserver_va_scan_reports_configured",
            &["azurerm_mssql_server_vulnerability_assessment"],
        )],
        remedies: &[Remedy::edit(
            &["azurerm_mssql_server_vulnerability_assessment"],
            "Name recipients of the reports.",
            &[Edit::Set("recurring_scans.emails", "[\"security@example.org\"]")],
        )],
    },
];

/// Scans recur, and the alert policy they belong to is enabled.
/// Whether the policy is on. Terraform's tools ask that apart; in a template one that is off reports nothing.
fn enforced(s: &Subject<'_>) -> Outcome {
    let template = s.resource.vendor_type.as_ref().is_some_and(|t| t.starts_with("Microsoft."));
    if template && s.resource.has(Key::ThreatDetection) {
        s.is(Key::ThreatDetection)
    } else {
        Outcome::pass()
    }
}

fn scans_regularly(s: &Subject<'_>) -> Outcome {
    let scans = s.is(Key::RecurringScans);
    match s.follow(Key::SourceResource) {
        Some(resource) => {
            let policy = Subject { resource, estate: s.estate };
            let mut enabled = policy.is(Key::ThreatDetection);
            enabled.by = [Key::SourceResource].into_iter().collect();
            scans.and(enabled)
        }
        None => scans,
    }
}
