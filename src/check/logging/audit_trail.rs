//! Audit trails of the control plane.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const TRAIL: &[&str] = &["aws_cloudtrail"];
const EVENT_DATA_STORE: &[&str] = &["aws_cloudtrail_event_data_store"];
const LOG_PROFILE: &[&str] = &["azurerm_monitor_log_profile"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "audit-trail-enabled",
        objective: "control-plane-audit",
        title: "Audit trail is switched on",
        severity: Severity::High,
        kind: Kind::AuditTrail,
        types: &["aws_cloudtrail", "aws_cloudtrail_event_data_store"],
        rationale: "A trail that is defined but stopped records nothing while it looks as if it did. Who changed \
                    the systems that hold health information, and when, is then lost for good.",
        reads: &[Key::LoggingEnabled],
        test: |s| s.is(Key::LoggingEnabled),
        aliases: &[
            Alias::checkov("CKV_AWS_251", TRAIL),
            Alias::kics("4bb76f17-3d63-4529-bdca-2b454529d774", TRAIL),
            Alias::aws_config("CLOUD_TRAIL_ENABLED", TRAIL),
        ],
        remedies: &[
            Remedy::edit(TRAIL, "Start the trail.", &[Edit::Set("enable_logging", "true")])
                .command("aws cloudtrail start-logging --name {name} --region {region}"),
            Remedy::edit(
                EVENT_DATA_STORE,
                "Resume ingestion into the event data store.",
                &[Edit::Set("suspend", "false")],
            )
            .command("aws cloudtrail start-event-data-store-ingestion --event-data-store {name} --region {region}")
            .risk("Ingestion is charged by volume."),
        ],
    },
    Check {
        id: "audit-trail-all-regions",
        objective: "control-plane-audit",
        title: "Audit trail covers all regions",
        severity: Severity::High,
        kind: Kind::AuditTrail,
        types: &[],
        rationale: "An intruder works where nobody looks. A trail of one region misses machines, keys and copies of \
                    health information made in any other region of the same account.",
        reads: &[Key::AllRegions],
        test: |s| s.is(Key::AllRegions),
        aliases: &[
            Alias::checkov("CKV_AWS_67", TRAIL),
            Alias::trivy("AVD-AWS-0014", TRAIL),
            Alias::aws_config("MULTI_REGION_CLOUD_TRAIL_ENABLED", TRAIL),
        ],
        remedies: &[
            Remedy::edit(
                TRAIL,
                "Make the trail a multi-region trail.",
                &[Edit::Set("is_multi_region_trail", "true")],
            )
            .command("aws cloudtrail update-trail --name {name} --is-multi-region-trail --region {region}")
            .risk("More events are delivered; a second copy of management events is charged."),
            Remedy::edit(
                EVENT_DATA_STORE,
                "Collect events of all regions.",
                &[Edit::Set("multi_region_enabled", "true")],
            )
            .risk("Ingestion is charged by volume."),
        ],
    },
    Check {
        id: "audit-trail-global-events",
        objective: "control-plane-audit",
        title: "Audit trail records global services",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale: "Identity, federation and content delivery are global services. Without their events the trail \
                    does not show who was granted access to health information.",
        reads: &[Key::GlobalEvents],
        test: |s| s.is(Key::GlobalEvents),
        aliases: &[],
        remedies: &[Remedy::edit(
            TRAIL,
            "Include events of global services.",
            &[Edit::Set("include_global_service_events", "true")],
        )
        .command("aws cloudtrail update-trail --name {name} --include-global-service-events --region {region}")],
    },
    Check {
        id: "audit-trail-integrity",
        objective: "log-integrity",
        title: "Audit trail proves that its files were not altered",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale: "Whoever intrudes also tidies up. Signed digests make a changed or deleted log file evident, so \
                    the record of access to health information can be relied on.",
        reads: &[Key::LogValidation],
        test: |s| s.is(Key::LogValidation),
        aliases: &[
            Alias::checkov("CKV_AWS_36", TRAIL),
            Alias::trivy("AVD-AWS-0016", TRAIL),
            Alias::kics("52ffcfa6-6c70-4ea6-8376-d828d3961669", TRAIL),
            Alias::prowler("cloudtrail_log_file_validation_enabled", TRAIL),
            Alias::aws_config("CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", TRAIL),
        ],
        remedies: &[Remedy::edit(
            TRAIL,
            "Switch log file validation on. Digests exist from then on, not for older files.",
            &[Edit::Set("enable_log_file_validation", "true")],
        )
        .command("aws cloudtrail update-trail --name {name} --enable-log-file-validation --region {region}")],
    },
    Check {
        id: "audit-trail-customer-key",
        objective: "log-encryption",
        title: "Audit trail is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: &["aws_cloudtrail", "aws_cloudtrail_event_data_store"],
        rationale: "Trail events name people, records and systems. A key of your own decides who can read them, \
                    apart from who can reach the bucket, and its use is itself recorded.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_35", TRAIL),
            Alias::checkov("CKV_AWS_294", EVENT_DATA_STORE),
            Alias::trivy("AVD-AWS-0015", TRAIL),
            Alias::kics("5d9e3164-9265-470c-9a10-57ae454ac0c7", TRAIL),
            Alias::prowler("cloudtrail_kms_encryption_enabled", TRAIL),
            Alias::aws_config("CLOUD_TRAIL_ENCRYPTION_ENABLED", TRAIL),
        ],
        remedies: &[Remedy::edit(
            &["aws_cloudtrail", "aws_cloudtrail_event_data_store"],
            "Name a key whose policy lets CloudTrail encrypt and the reviewers decrypt.",
            &[Edit::Set("kms_key_id", "aws_kms_key.audit.arn")],
        )
        .risk("If the key policy does not admit CloudTrail, delivery stops.")],
    },
    Check {
        id: "audit-trail-monitored",
        objective: "control-plane-audit",
        title: "Audit trail is sent to a log store that can raise alarms",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale: "Files in a bucket are read after the fact. A log group lets filters and alarms tell somebody \
                    while access to health information is being misused.",
        reads: &[Key::LogMonitoring],
        test: |s| s.is_set(Key::LogMonitoring),
        aliases: &[
            Alias::checkov("CKV2_AWS_10", TRAIL),
            Alias::trivy("AVD-AWS-0162", TRAIL),
            Alias::prowler("cloudtrail_cloudwatch_logging_enabled", TRAIL),
            Alias::aws_config("CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED", TRAIL),
        ],
        remedies: &[Remedy::edit(
            TRAIL,
            "Name a log group and a role that lets CloudTrail write to it.",
            &[
                Edit::Set("cloud_watch_logs_group_arn", "\"${aws_cloudwatch_log_group.audit.arn}:*\""),
                Edit::Set("cloud_watch_logs_role_arn", "aws_iam_role.audit.arn"),
            ],
        )
        .risk("Ingestion into the log group is charged by volume.")],
    },
    Check {
        id: "audit-trail-notifications",
        objective: "audit-alerting",
        title: "Audit trail announces new log files",
        severity: Severity::Low,
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale: "A topic lets a reviewing system pick up new files at once. Without it, analysis of access to \
                    health information waits for somebody to look.",
        reads: &[Key::Notifications],
        test: |s| s.is_set(Key::Notifications),
        aliases: &[Alias::checkov("CKV_AWS_252", TRAIL), Alias::kics("482b7d26-0bdb-4b5f-bf6f-545826c0a3dd", TRAIL)],
        remedies: &[Remedy::edit(
            TRAIL,
            "Name a topic to which a queue or a function is subscribed.",
            &[Edit::Set("sns_topic_name", "aws_sns_topic.audit.name")],
        )
        .risk("A busy account announces many files; subscribe machines, not people.")],
    },
    Check {
        id: "audit-trail-data-events",
        objective: "storage-access-logging",
        title: "Audit trail records access to stored objects",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale: "Management events tell that a bucket was changed, not that a record in it was read. Data events \
                    are what shows who opened which health record.",
        reads: &[Key::DataEvents],
        test: |s| s.is(Key::DataEvents),
        aliases: &[Alias::aws_config("CLOUDTRAIL_S3_DATAEVENTS_ENABLED", TRAIL)],
        remedies: &[Remedy::edit(
            TRAIL,
            "Add a selector for data events of the buckets that hold health information.",
            &[Edit::Block(
                "advanced_event_selector {\n  name = \"objects\"\n  field_selector {\n    field  = \"eventCategory\"\n    \
                 equals = [\"Data\"]\n  }\n  field_selector {\n    field  = \"resources.type\"\n    equals = \
                 [\"AWS::S3::Object\"]\n  }\n}",
            )],
        )
        .risk("Data events are charged by number; name the buckets where volume is high.")],
    },
    Check {
        id: "audit-trail-deletion-protection",
        objective: "log-integrity",
        title: "Audit data store cannot be deleted by accident",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: EVENT_DATA_STORE,
        rationale: "A deleted event store takes years of evidence with it. Protection makes its removal two \
                    deliberate acts, the first of which is recorded.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[],
        remedies: &[Remedy::edit(
            EVENT_DATA_STORE,
            "Switch termination protection on.",
            &[Edit::Set("termination_protection_enabled", "true")],
        )],
    },
    Check {
        id: "audit-trail-retention",
        objective: "log-retention",
        title: "Audit data store keeps events for a year or more",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: EVENT_DATA_STORE,
        rationale: "Misuse of health information is often found months later. Events that are gone by then cannot \
                    tell whose records were read.",
        reads: &[Key::LogRetentionDays],
        test: |s| s.at_least(Key::LogRetentionDays, 365),
        aliases: &[],
        remedies: &[Remedy::edit(
            EVENT_DATA_STORE,
            "Set the period that your retention policy asks for.",
            &[Edit::Set("retention_period", "2555")],
        )
        .risk("Storage is charged for the whole period.")],
    },
    Check {
        id: "activity-log-retention",
        objective: "log-retention",
        title: "Activity log is kept for a year or more",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: LOG_PROFILE,
        rationale: "The activity log tells who changed the subscription. Breaches of health information are often \
                    found months after they began, when a shorter log has already been deleted.",
        reads: &[Key::LogRetentionDays],
        test: |s| s.number(Key::LogRetentionDays, |days| days == 0 || days >= 365),
        aliases: &[Alias::checkov("CKV_AZURE_37", LOG_PROFILE)],
        remedies: &[Remedy::edit(
            LOG_PROFILE,
            "Keep the log for a year, or switch the retention policy off to keep it for ever.",
            &[Edit::Set("retention_policy.enabled", "true"), Edit::Set("retention_policy.days", "365")],
        )
        .risk("Storage grows with the period.")],
    },
    Check {
        id: "activity-log-categories",
        objective: "control-plane-audit",
        title: "Activity log records writes, deletions and actions",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: LOG_PROFILE,
        rationale: "Each category left out is a kind of change that nobody can trace. Restarts, key listings and \
                    deletions matter to health information as much as writes.",
        reads: &[Key::LogCategories],
        test: |s| {
            s.ask(Key::LogCategories, |datum| match datum {
                Datum::List(items) => Truth::all(["Write", "Delete", "Action"], |wanted| {
                    Truth::any(items.iter(), |item| item.test(|category| &**category == wanted))
                }),
                _ => Truth::False,
            })
        },
        aliases: &[
            Alias::checkov("CKV_AZURE_38", LOG_PROFILE),
            Alias::trivy("AVD-AZU-0033", LOG_PROFILE),
        ],
        remedies: &[Remedy::edit(
            LOG_PROFILE,
            "Name all three categories.",
            &[Edit::Set("categories", "[\"Action\", \"Delete\", \"Write\"]")],
        )],
    },
    Check {
        id: "activity-log-global",
        objective: "control-plane-audit",
        title: "Activity log records events without a region",
        severity: Severity::Medium,
        kind: Kind::AuditTrail,
        types: LOG_PROFILE,
        rationale: "Role assignments and other changes that grant access to health information belong to no \
                    region. They are exported only where `global` is named.",
        reads: &[Key::LogRegions],
        test: |s| s.any_text(Key::LogRegions, |region| region.eq_ignore_ascii_case("global")),
        aliases: &[],
        remedies: &[Remedy::edit(
            LOG_PROFILE,
            "Add `global` to the locations, beside every region.",
            &[Edit::Set("locations", "[\"global\", \"eastus\", \"eastus2\"]")],
        )],
    },
];
