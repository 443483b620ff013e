//! Log stores: how long they keep records, under which key, and who reaches them.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const LOG_GROUP: &[&str] = &["aws_cloudwatch_log_group"];
const WORKSPACE: &[&str] = &["azurerm_log_analytics_workspace"];
const INSIGHTS: &[&str] = &["azurerm_application_insights"];
const AZURE: &[&str] = &["azurerm_log_analytics_workspace", "azurerm_application_insights"];
const LOG_BUCKETS: &[&str] = &[
    "google_logging_project_bucket_config",
    "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
    "google_logging_billing_account_bucket_config",
];
const LOCKABLE: &[&str] = &["google_logging_project_bucket_config"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "log-store-customer-key",
        objective: "log-encryption",
        title: "Log store is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::LogStore,
        types: &[],
        rationale: "Application logs carry identifiers and fragments of health information. A key of your own \
                    limits who can read them, records each use, and can be withdrawn.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_158", LOG_GROUP),
            Alias::trivy("AVD-AWS-0017", LOG_GROUP),
            Alias::kics("0afbcfe9-d341-4b92-a64c-7e6de0543879", LOG_GROUP),
            Alias::prowler("cloudwatch_log_group_kms_encryption_enabled", LOG_GROUP),
            Alias::aws_config("CLOUDWATCH_LOG_GROUP_ENCRYPTED", LOG_GROUP),
        ],
        remedies: &[
            Remedy::edit(
                LOG_GROUP,
                "Name a key whose policy admits the CloudWatch Logs service of the region.",
                &[Edit::Set("kms_key_id", "aws_kms_key.logs.arn")],
            )
            .command("aws logs associate-kms-key --log-group-name {name} --kms-key-id KEY_ARN --region {region}")
            .risk("Only new records are encrypted with the key; if the key is disabled, logs cannot be read."),
            Remedy::edit(
                LOG_BUCKETS,
                "Name a key that the logging service account may use.",
                &[Edit::Set("cmek_settings.kms_key_name", "google_kms_crypto_key.logs.id")],
            )
            .risk("A bucket cannot go back from a customer-managed key."),
            Remedy::edit(
                &["azurerm_log_analytics_cluster"],
                "Attach a key of your vault to the cluster.",
                &[Edit::Companion(
                    "resource \"azurerm_log_analytics_cluster_customer_managed_key\" \"{name}\" {\n  \
                     log_analytics_cluster_id = {address}.id\n  key_vault_key_id         = azurerm_key_vault_key.logs.id\n}",
                )],
            )
            .risk("The cluster needs access to the key, or ingestion stops."),
            Remedy::edit(
                &["aws_prometheus_workspace"],
                "Name a key when the workspace is made.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.logs.arn")],
            )
            .risk("The workspace is replaced."),
        ],
    },
    Check {
        id: "log-group-retention-stated",
        objective: "log-retention",
        title: "Log group states how long it keeps records",
        severity: Severity::Low,
        kind: Kind::LogStore,
        types: LOG_GROUP,
        rationale: "A period that nobody chose is not a retention policy. Audit records must last as long as your \
                    policy says, and fragments of health information in logs should not outlive it.",
        reads: &[Key::LogRetentionDays],
        test: |s| s.is_set(Key::LogRetentionDays),
        aliases: &[Alias::checkov("CKV_AWS_66", LOG_GROUP)],
        remedies: &[Remedy::edit(
            LOG_GROUP,
            "State the period in days; 0 keeps records for ever.",
            &[Edit::Set("retention_in_days", "2192")],
        )
        .command("aws logs put-retention-policy --log-group-name {name} --retention-in-days 2192 --region {region}")
        .risk("Records older than the period are deleted.")],
    },
    Check {
        id: "log-group-retention-year",
        objective: "log-retention",
        title: "Log group is set to keep records for a year or more",
        severity: Severity::Medium,
        kind: Kind::LogStore,
        types: LOG_GROUP,
        rationale: "Breaches of health information are often found months after they began. Logs that are gone by \
                    then cannot show what was read or by whom.",
        reads: &[Key::LogRetentionDays],
        test: |s| s.number(Key::LogRetentionDays, |days| days == 0 || days >= 365),
        aliases: &[
            Alias::checkov("CKV_AWS_338", LOG_GROUP),
            Alias::aws_config("CW_LOGGROUP_RETENTION_PERIOD_CHECK", LOG_GROUP),
            Alias::prowler("cloudwatch_log_group_retention_policy_specific_days_enabled", LOG_GROUP),
        ],
        remedies: &[Remedy::edit(
            LOG_GROUP,
            "Keep records for at least 365 days; many organizations choose six years.",
            &[Edit::Set("retention_in_days", "365")],
        )
        .command("aws logs put-retention-policy --log-group-name {name} --retention-in-days 365 --region {region}")
        .risk("Storage is charged for the whole period.")],
    },
    Check {
        id: "log-store-retention-year",
        objective: "log-retention",
        title: "Log store keeps records for a year or more",
        severity: Severity::Medium,
        kind: Kind::LogStore,
        types: &[
            "azurerm_log_analytics_workspace",
            "azurerm_application_insights",
            "google_logging_project_bucket_config",
            "google_logging_folder_bucket_config",
            "google_logging_organization_bucket_config",
            "google_logging_billing_account_bucket_config",
        ],
        rationale: "Breaches of health information are often found months after they began. The platform's default \
                    of 30 or 90 days leaves nothing to investigate by then.",
        reads: &[Key::LogRetentionDays],
        test: |s| s.at_least(Key::LogRetentionDays, 365),
        aliases: &[],
        remedies: &[
            Remedy::edit(AZURE, "Keep records for at least 365 days.", &[Edit::Set("retention_in_days", "365")])
                .risk("Storage is charged for the whole period; export to an archive is cheaper."),
            Remedy::edit(
                LOG_BUCKETS,
                "Keep records for at least 365 days.",
                &[Edit::Set("retention_days", "365")],
            )
            .risk("Storage is charged for the whole period."),
        ],
    },
    Check {
        id: "log-store-locked",
        objective: "log-integrity",
        title: "Log bucket is locked",
        severity: Severity::Medium,
        kind: Kind::LogStore,
        types: LOCKABLE,
        rationale: "Whoever can shorten the retention of a log bucket can erase the record of what they did. A \
                    locked bucket cannot be changed or deleted before its records expire.",
        reads: &[Key::LockedRetention],
        test: |s| s.is(Key::LockedRetention),
        aliases: &[],
        remedies: &[Remedy::edit(LOCKABLE, "Lock the bucket.", &[Edit::Set("locked", "true")])
            .command("gcloud logging buckets update {name} --location={region} --locked")
            .risk("Locking cannot be undone; check the period first.")],
    },
    Check {
        id: "log-store-private-query",
        objective: "private-connectivity",
        title: "Log store is queried over private links only",
        severity: Severity::Low,
        kind: Kind::LogStore,
        types: AZURE,
        rationale: "Logs hold fragments of health information. Where queries are accepted from the internet, a \
                    stolen account is enough to read them from anywhere.",
        reads: &[Key::QueryOverInternet],
        test: |s| s.is_not(Key::QueryOverInternet),
        aliases: &[],
        remedies: &[Remedy::edit(
            AZURE,
            "Add the store to a private link scope, then refuse queries from the internet.",
            &[Edit::Set("internet_query_enabled", "false")],
        )
        .risk("Portals and dashboards outside the network lose access.")],
    },
    Check {
        id: "log-store-private-ingestion",
        objective: "private-connectivity",
        title: "Log store accepts records over private links only",
        severity: Severity::Low,
        kind: Kind::LogStore,
        types: AZURE,
        rationale: "A store that takes records from the internet can be filled with false ones, and agents send \
                    fragments of health information across it.",
        reads: &[Key::IngestOverInternet],
        test: |s| s.is_not(Key::IngestOverInternet),
        aliases: &[],
        remedies: &[Remedy::edit(
            AZURE,
            "Add the store to a private link scope, then refuse ingestion from the internet.",
            &[Edit::Set("internet_ingestion_enabled", "false")],
        )
        .risk("Agents outside the network can no longer send.")],
    },
    Check {
        id: "log-store-identity-authentication",
        objective: "local-accounts",
        title: "Log store accepts directory identities only",
        severity: Severity::Low,
        kind: Kind::LogStore,
        types: AZURE,
        rationale: "A shared workspace key names nobody and is hard to withdraw. Records that anyone with the key \
                    can forge are weak evidence of access to health information.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                WORKSPACE,
                "Switch authentication with workspace keys off.",
                &[Edit::Set("local_authentication_disabled", "true")],
            )
            .risk("Agents that still use the key stop sending."),
            Remedy::edit(
                INSIGHTS,
                "Switch authentication with instrumentation keys off.",
                &[Edit::Set("local_authentication_disabled", "true")],
            )
            .risk("Applications that still use the key stop sending."),
        ],
    },
    Check {
        id: "trace-encryption",
        objective: "log-encryption",
        title: "Traces are encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: &["aws_xray_encryption_config"],
        rationale: "Traces show requests with their parameters, and so can show who the patient is. A key of your \
                    own limits who can read them.",
        reads: &[Key::EncryptedAtRest, Key::CustomerKey],
        test: |s| {
            s.is(Key::EncryptedAtRest).and(s.ask(Key::CustomerKey, |key| match key {
                Datum::Absent => Truth::False,
                // the service's own key, by its alias
                Datum::Text(id) => (!id.ends_with("alias/aws/xray")).into(),
                _ => Truth::True,
            }))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_xray_encryption_config"],
            "Choose KMS and name a key.",
            &[Edit::Set("type", "\"KMS\""), Edit::Set("key_id", "aws_kms_key.logs.arn")],
        )
        .command("aws xray put-encryption-config --type KMS --key-id KEY_ARN --region {region}")],
    },
];
