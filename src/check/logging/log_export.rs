//! Exports of logs: where they go, what they leave out, who may feed them.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Setting, Truth};

const SINKS: &[&str] =
    &["google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink"];
const ALL_SINKS: &[&str] = &[
    "google_logging_project_sink",
    "google_logging_folder_sink",
    "google_logging_organization_sink",
    "google_logging_billing_account_sink",
];
const BRANCH_SINKS: &[&str] = &["google_logging_folder_sink", "google_logging_organization_sink"];
const PROJECT_SINK: &[&str] = &["google_logging_project_sink"];
const DIAGNOSTIC: &[&str] = &["azurerm_monitor_diagnostic_setting", "azurerm_monitor_aad_diagnostic_setting"];
const EXPORT_RULE: &[&str] = &["azurerm_log_analytics_data_export_rule"];
const EXCLUSIONS: &[&str] = &[
    "google_logging_project_exclusion",
    "google_logging_folder_exclusion",
    "google_logging_organization_exclusion",
];
const DESTINATION_POLICY: &[&str] = &["aws_cloudwatch_log_destination_policy"];
const ACTIVITY_STREAM: &[&str] = &["aws_rds_cluster_activity_stream"];
const DATABASE_AUDIT: &[&str] = &["azurerm_mssql_database_extended_auditing_policy"];
const RESOURCE_POLICY: &[&str] = &["aws_cloudwatch_log_resource_policy"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "log-export-enabled",
        objective: "control-plane-audit",
        title: "Log export is switched on",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: &[
            "google_logging_project_sink",
            "google_logging_folder_sink",
            "google_logging_organization_sink",
            "google_logging_billing_account_sink",
            "azurerm_log_analytics_data_export_rule",
        ],
        rationale: "An export that is switched off leaves the archive empty while the configuration looks complete. \
                    The record of access to health information then ends with the short default retention.",
        reads: &[Key::LoggingEnabled],
        test: |s| s.is(Key::LoggingEnabled),
        aliases: &[],
        remedies: &[
            Remedy::edit(ALL_SINKS, "Switch the sink on.", &[Edit::Remove("disabled")]),
            Remedy::edit(EXPORT_RULE, "Switch the rule on.", &[Edit::Set("enabled", "true")])
                .risk("Export is charged by volume."),
        ],
    },
    Check {
        id: "log-export-complete",
        objective: "control-plane-audit",
        title: "Log export sends everything",
        severity: Severity::Low,
        kind: Kind::LogExport,
        types: ALL_SINKS,
        rationale: "A filter decides in advance what an investigation may see. One sink without a filter keeps a \
                    whole copy of the record, whatever the others select.",
        reads: &[Key::LogFilter],
        test: |s| s.is_unset(Key::LogFilter),
        aliases: &[
            Alias::gcp("LOG_NOT_EXPORTED", ALL_SINKS),
            Alias::prowler("logging_sink_created", ALL_SINKS),
        ],
        remedies: &[Remedy::edit(
            ALL_SINKS,
            "Remove the filter, or add another sink without one.",
            &[Edit::Remove("filter")],
        )
        .risk("More is exported and charged.")],
    },
    Check {
        id: "log-export-includes-children",
        objective: "control-plane-audit",
        title: "Log export covers the projects below it",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: BRANCH_SINKS,
        rationale: "A sink of an organization or a folder exports only its own few records unless it includes what \
                    lies below, where the health information is.",
        reads: &[Key::IncludesChildren],
        test: |s| s.is(Key::IncludesChildren),
        aliases: &[],
        remedies: &[Remedy::edit(
            BRANCH_SINKS,
            "Include the projects below.",
            &[Edit::Set("include_children", "true")],
        )
        .risk("The volume exported grows with the number of projects.")],
    },
    Check {
        id: "log-export-own-writer",
        objective: "least-privilege",
        title: "Log export writes with an identity of its own",
        severity: Severity::Low,
        kind: Kind::LogExport,
        types: PROJECT_SINK,
        rationale: "The shared writer of older sinks can write for every project that grants it. An identity of \
                    its own keeps the archive of audit records apart.",
        reads: &[Key::WriterIdentity],
        test: |s| s.is(Key::WriterIdentity),
        aliases: &[],
        remedies: &[Remedy::edit(
            PROJECT_SINK,
            "Use a unique writer identity and grant it access to the destination.",
            &[Edit::Set("unique_writer_identity", "true")],
        )
        .risk("Until the new identity is granted access, nothing is delivered.")],
    },
    Check {
        id: "log-export-bucket-locked",
        objective: "log-integrity",
        title: "Bucket that receives logs has a locked retention policy",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: SINKS,
        rationale: "Exported logs are evidence only if nobody can shorten their life. A locked retention policy \
                    keeps them from change and deletion, by administrators too.",
        reads: &[Key::LogDestination],
        test: |s| {
            if let Some(Setting::Unknown { why, .. }) = s.resource.get(Key::LogDestination) {
                return Outcome::unknown(why.clone()).by(Key::LogDestination);
            }
            match s.follow(Key::LogDestination).filter(|r| r.kind == Kind::ObjectStore) {
                None => Outcome::not_applicable("does not write to a bucket declared here"),
                Some(bucket) => match bucket.get(Key::ObjectLock) {
                    Some(lock) => Outcome::of(lock.truth(), Key::LogDestination),
                    None => Outcome::not_applicable("the bucket has no retention setting"),
                },
            }
        },
        aliases: &[Alias::checkov("CKV2_GCP_4", SINKS), Alias::gcp("LOCKED_RETENTION_POLICY_NOT_SET", SINKS)],
        remedies: &[Remedy {
            types: SINKS,
            steps: "Give the receiving bucket a retention policy and lock it.",
            terraform: &[],
            command: "gcloud storage buckets update gs://BUCKET --retention-period=365d && gcloud storage buckets \
                      update gs://BUCKET --lock-retention-period",
            risk: "A lock cannot be undone; nothing in the bucket can be deleted before the period ends.",
        }],
    },
    Check {
        id: "log-export-exclusion",
        objective: "control-plane-audit",
        title: "No exclusion drops audit records",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: EXCLUSIONS,
        rationale: "What an exclusion drops is never stored. One that matches audit records removes the very \
                    evidence of who used health information.",
        reads: &[Key::LogFilter, Key::LoggingEnabled],
        test: |s| {
            s.text(Key::LogFilter, |filter| !filter.contains("cloudaudit.googleapis.com"))
                .or(s.is(Key::LoggingEnabled))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            EXCLUSIONS,
            "Remove the exclusion, or keep audit logs out of its filter.",
            &[Edit::Set("disabled", "true")],
        )
        .risk("More records are stored and charged.")],
    },
    Check {
        id: "diagnostic-setting-logs",
        objective: "workload-logging",
        title: "Diagnostic setting exports logs",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: DIAGNOSTIC,
        rationale: "A diagnostic setting that exports metrics alone, or nothing, keeps no record of who used the \
                    service and the health information in it.",
        reads: &[Key::LogCategories],
        test: |s| s.is_set(Key::LogCategories),
        aliases: &[],
        remedies: &[Remedy::edit(
            DIAGNOSTIC,
            "Export all logs, or at least the audit group.",
            &[Edit::Block("enabled_log {\n  category_group = \"allLogs\"\n}")],
        )
        .risk("Ingestion is charged by volume.")],
    },
    Check {
        id: "diagnostic-setting-destination",
        objective: "workload-logging",
        title: "Diagnostic setting has a destination",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: DIAGNOSTIC,
        rationale: "Logs that are sent nowhere are not kept. A workspace, a storage account or an event hub makes \
                    the record of access available to reviewers.",
        reads: &[Key::LogDestination],
        test: |s| s.is_set(Key::LogDestination),
        aliases: &[],
        remedies: &[Remedy::edit(
            DIAGNOSTIC,
            "Name a workspace.",
            &[Edit::Set("log_analytics_workspace_id", "azurerm_log_analytics_workspace.audit.id")],
        )],
    },
    Check {
        id: "log-destination-policy",
        objective: "resource-policy",
        title: "Only named accounts may send logs here or read them",
        severity: Severity::High,
        kind: Kind::LogExport,
        types: &["aws_cloudwatch_log_destination_policy", "aws_cloudwatch_log_resource_policy"],
        rationale: "A log policy open to everyone lets strangers fill the archive with false records, or read what \
                    the logs say of patients.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, crate::resource::Statement::is_public),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                DESTINATION_POLICY,
                "Name the accounts or the organization in the principal or a condition.",
                &[Edit::Set("access_policy", "data.aws_iam_policy_document.log_destination.json")],
            )
            .risk("Accounts that are not named can no longer send."),
            Remedy::edit(
                RESOURCE_POLICY,
                "Name the services that write and restrict them by source account.",
                &[Edit::Set("policy_document", "data.aws_iam_policy_document.log_store.json")],
            )
            .risk("Services that are not named can no longer write."),
        ],
    },
    Check {
        id: "detection-findings-export-key",
        objective: "log-encryption",
        title: "Exported findings are encrypted with a customer-managed key",
        severity: Severity::Low,
        kind: Kind::LogExport,
        types: &["aws_guardduty_publishing_destination"],
        rationale: "Findings describe weaknesses and the systems that have them. A key of your own limits who can \
                    read where health information is easiest to reach.",
        reads: &[Key::CustomerKey],
        test: |s| s.ask(Key::CustomerKey, |key| Truth::from(*key != Datum::Absent)),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_guardduty_publishing_destination"],
            "Name a key that GuardDuty may use.",
            &[Edit::Set("kms_key_arn", "aws_kms_key.logs.arn")],
        )],
    },
    Check {
        id: "activity-stream-customer-key",
        objective: "log-encryption",
        title: "Stream of database activity is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: ACTIVITY_STREAM,
        rationale: "The stream holds every statement, and statements hold health information. A key of your own \
                    keeps database administrators from reading their own record.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_246", ACTIVITY_STREAM)],
        remedies: &[Remedy::edit(
            ACTIVITY_STREAM,
            "Name a key that administrators of the database cannot use.",
            &[Edit::Set("kms_key_id", "aws_kms_key.activity.arn")],
        )
        .risk("The stream is made anew.")],
    },
    Check {
        id: "database-audit-monitoring",
        objective: "database-audit-logging",
        title: "Database sends its audit records to Azure Monitor",
        severity: Severity::Medium,
        kind: Kind::LogExport,
        types: DATABASE_AUDIT,
        rationale: "Audit records in a storage account are read when somebody thinks of it. In Azure Monitor, alerts \
                    and queries see who touched health information.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::checkov("CKV_AZURE_156", DATABASE_AUDIT)],
        remedies: &[Remedy::edit(
            DATABASE_AUDIT,
            "Switch monitoring on, and add a diagnostic setting for the audit category.",
            &[Edit::Set("log_monitoring_enabled", "true")],
        )
        .risk("Ingestion is charged by volume.")],
    },
];
