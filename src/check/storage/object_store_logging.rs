//! Who touched what in an object store, and who is told.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Setting};

const S3: &[&str] = &["aws_s3_bucket"];
const AZURE: &[&str] = &["azurerm_storage_account"];
const GCS: &[&str] = &["google_storage_bucket"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "object-store-access-logging",
        objective: "storage-access-logging",
        title: "Object store logs access",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Access logs say who read, changed or deleted which object and from where. Without them nobody can \
                    tell whether records were taken, and a suspected breach has to be treated as a certain one.",
        reads: &[Key::AccessLogging, Key::ReceivesLogs],
        test: |s| {
            s.is_set(Key::AccessLogging)
                .or(s.is(Key::ReceivesLogs).note("receives the logs of other buckets"))
        },
        aliases: &[
            Alias::checkov("CKV_AWS_18", S3),
            Alias::checkov("CKV_GCP_62", GCS),
            Alias::aws_config("S3_BUCKET_LOGGING_ENABLED", S3),
            Alias::prowler("s3_bucket_server_access_logging_enabled", S3),
            Alias::prowler("cloudstorage_bucket_logging_enabled", GCS),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Send server access logs to a bucket that only the logging service can write to.",
                terraform: &[Edit::Companion(
                    "resource \"aws_s3_bucket_logging\" \"{name}\" {\n  bucket        = {address}.id\n  target_bucket = \
                     aws_s3_bucket.logs.id\n  target_prefix = \"{name}/\"\n}\n",
                )],
                command: "aws s3api get-bucket-logging --bucket {name}",
                risk: "",
            },
            Remedy {
                types: GCS,
                steps: "Send usage logs to a bucket for logs, or rely on data access audit logs and say so by a waiver.",
                terraform: &[Edit::Set("logging.log_bucket", "google_storage_bucket.logs.name")],
                command: "gcloud storage buckets describe gs://{name} --format='value(logging_config)'",
                risk: "",
            },
        ],
    },
    Check {
        id: "object-store-logs-to-itself",
        objective: "log-integrity",
        title: "Object store does not log into itself",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: GCS,
        rationale: "Logs kept beside the data they speak of can be deleted by whoever may delete the data. They also \
                    describe their own writing without end.",
        reads: &[Key::LogsToItself],
        test: |s| s.is_not(Key::LogsToItself),
        aliases: &[Alias::checkov("CKV_GCP_63", GCS)],
        remedies: &[Remedy {
            types: GCS,
            steps: "Name another bucket as the destination of the logs.",
            terraform: &[Edit::Set("logging.log_bucket", "google_storage_bucket.logs.name")],
            command: "gcloud storage buckets describe gs://{name} --format='value(logging_config)'",
            risk: "",
        }],
    },
    Check {
        id: "object-store-queue-logging",
        objective: "storage-access-logging",
        title: "Storage account logs requests to its queues",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Messages in queues carry health information as files do. Logs of read, write and delete requests \
                    show who took or removed them.",
        reads: &[Key::QueueLogging],
        test: queue_logging,
        aliases: &[Alias::checkov("CKV_AZURE_33", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Log read, write and delete requests of the queue service.",
            terraform: &[Edit::Block(
                "queue_properties {\n  logging {\n    version               = \"1.0\"\n    read                  = true\n    \
                 write                 = true\n    delete                = true\n    retention_policy_days = 365\n  }\n}\n",
            )],
            command: "az storage logging show --services q --account-name {name}",
            risk: "",
        }],
    },
    Check {
        id: "object-store-notifications",
        objective: "audit-alerting",
        title: "Object store announces changes",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "Event notifications tell other systems at once when objects come or go, which is how an unexpected \
                    deletion of records is noticed while it can still be stopped.",
        reads: &[Key::Notifications],
        test: |s| s.is(Key::Notifications),
        aliases: &[
            Alias::checkov("CKV2_AWS_62", S3),
            Alias::aws_config("S3_EVENT_NOTIFICATIONS_ENABLED", S3),
            Alias::prowler("s3_bucket_event_notifications_enabled", S3),
        ],
        remedies: &[Remedy {
            types: S3,
            steps: "Send events to EventBridge, or to a queue, topic or function.",
            terraform: &[Edit::Companion(
                "resource \"aws_s3_bucket_notification\" \"{name}\" {\n  bucket      = {address}.id\n  eventbridge = \
                 true\n}\n",
            )],
            command: "aws s3api get-bucket-notification-configuration --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "object-store-threat-detection",
        objective: "threat-detection",
        title: "Storage account is watched for threats",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Defender for Storage sees unusual access, leaked signatures and uploaded malware. Without it theft \
                    of health information through valid credentials looks like normal use.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Enable Defender for Storage for the account, or for the subscription and waive this.",
            terraform: &[Edit::Companion(
                "resource \"azurerm_security_center_storage_defender\" \"{name}\" {\n  storage_account_id = \
                 {address}.id\n}\n",
            )],
            command: "az security atp storage show --storage-account {name} --resource-group {group}",
            risk: "Billed by account and by volume scanned.",
        }],
    },
    Check {
        id: "object-store-change-feed",
        objective: "storage-access-logging",
        title: "Storage account keeps a feed of changes",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "The change feed is an ordered record of every creation, change and deletion of blobs, kept beside \
                    the logs. It shows what happened to a record when logs have gone.",
        reads: &[Key::ChangeFeed],
        test: |s| s.is(Key::ChangeFeed),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Enable the change feed.",
            terraform: &[Edit::Set("blob_properties.change_feed_enabled", "true")],
            command: "az storage account blob-service-properties show --account-name {name} --query changeFeed",
            risk: "Not available with a hierarchical namespace.",
        }],
    },
];

fn queue_logging(s: &Subject<'_>) -> Outcome {
    if matches!(s.resource.get(Key::QueueLogging).and_then(Setting::datum), Some(Datum::Absent)) {
        return Outcome::pass().by(Key::QueueLogging).note("this kind of account has no queues");
    }
    s.is(Key::QueueLogging)
}
