//! Backup and DR, Backup for GKE and NetApp Volumes.
//!
//! Source: the REST API references of the services.

use super::{NAME, key};
use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "backupdr.googleapis.com/BackupVault",
        "google_backup_dr_backup_vault",
        &[
            NAME,
            key("encryption_config.kms_key_name", "encryptionConfig.kmsKeyName"),
            Field::same(
                "backup_minimum_enforced_retention_duration",
                "backupMinimumEnforcedRetentionDuration",
            ),
            Field::same("effective_time", "effectiveTime").or_unset(),
        ],
    ),
    Shape::new(
        "backupdr.googleapis.com/BackupPlan",
        "google_backup_dr_backup_plan",
        &[
            NAME,
            Field::of(
                "backup_rules",
                "backupRules",
                Take::Blocks(&[
                    Field::same("backup_retention_days", "backupRetentionDays"),
                    Field::same("standard_schedule.recurrence_type", "standardSchedule.recurrenceType"),
                ]),
            ),
        ],
    ),
    Shape::new(
        "gkebackup.googleapis.com/BackupPlan",
        "google_gke_backup_backup_plan",
        &[
            NAME,
            Field::same("retention_policy.backup_retain_days", "retentionPolicy.backupRetainDays").or_unset(),
            Field::same("retention_policy.locked", "retentionPolicy.locked").or_unset(),
            key(
                "backup_config.encryption_key.gcp_kms_encryption_key",
                "backupConfig.encryptionKey.gcpKmsEncryptionKey",
            ),
        ],
    ),
    Shape::new(
        "netapp.googleapis.com/StoragePool",
        "google_netapp_storage_pool",
        &[NAME, key("kms_config", "kmsConfig")],
    ),
    Shape::new(
        "netapp.googleapis.com/Volume",
        "google_netapp_volume",
        &[
            NAME,
            Field::same("kerberos_enabled", "kerberosEnabled").or_unset(),
            Field::same("smb_settings", "smbSettings").or_unset(),
            Field::same("backup_config.backup_policies", "backupConfig.backupPolicies").or_unset(),
            Field::of(
                "export_policy.rules",
                "exportPolicy.rules",
                Take::Blocks(&[Field::same("allowed_clients", "allowedClients").or_unset()]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "netapp.googleapis.com/BackupPolicy",
        "google_netapp_backup_policy",
        &[NAME, Field::same("daily_backup_limit", "dailyBackupLimit").or_unset()],
    ),
];
