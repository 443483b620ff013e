//! Audit configuration of Google Cloud: which services record reads and writes of data, and who is left out.

use crate::check::{Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const CONFIGS: &[&str] = &[
    "google_project_iam_audit_config",
    "google_folder_iam_audit_config",
    "google_organization_iam_audit_config",
];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "audit-config-no-exemptions",
        objective: "control-plane-audit",
        title: "Audit configuration exempts nobody",
        severity: Severity::High,
        kind: Kind::AuditTrail,
        types: CONFIGS,
        rationale: "An exempted member reads and writes without a trace. The Security Rule asks for a record of \
                    activity in every system that holds health information, whoever acts.",
        reads: &[Key::AuditExemptions],
        test: |s| s.is_not(Key::AuditExemptions),
        aliases: &[],
        remedies: &[Remedy::edit(
            CONFIGS,
            "Remove the exempted members.",
            &[Edit::Remove("audit_log_config.exempted_members")],
        )
        .risk("More records are kept and charged.")],
    },
    Check {
        id: "audit-config-data-access",
        objective: "storage-access-logging",
        title: "Audit configuration records reads and writes of data",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: CONFIGS,
        rationale: "Reading is how health information is disclosed. A configuration that leaves out reads or \
                    writes records administration only.",
        reads: &[Key::LogCategories],
        test: |s| {
            s.ask(Key::LogCategories, |datum| match datum {
                Datum::List(items) => Truth::all(["DATA_READ", "DATA_WRITE"], |wanted| {
                    Truth::any(items.iter(), |item| item.test(|kind| &**kind == wanted))
                }),
                _ => Truth::False,
            })
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            CONFIGS,
            "Add the log types that are missing.",
            &[Edit::Block(
                "audit_log_config {\n  log_type = \"DATA_READ\"\n}\naudit_log_config {\n  log_type = \"DATA_WRITE\"\n}",
            )],
        )
        .risk("Data access logs are charged by volume.")],
    },
    Check {
        id: "audit-config-all-services",
        objective: "control-plane-audit",
        title: "Audit configuration covers all services",
        severity: Severity::Low,
        kind: Kind::AuditTrail,
        types: CONFIGS,
        rationale: "A list of services is out of date as soon as somebody uses another one. All services are \
                    audited where the configuration names none of them.",
        reads: &[Key::AuditedService],
        test: |s| s.one_of(Key::AuditedService, &["allServices"]),
        aliases: &[],
        remedies: &[Remedy::edit(
            CONFIGS,
            "Audit all services.",
            &[Edit::Set("service", "\"allServices\"")],
        )
        .risk("Data access logs are charged by volume.")],
    },
];
