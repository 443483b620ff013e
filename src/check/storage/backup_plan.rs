//! Backup plans and snapshot schedules: how often, for how long, and where copies go.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const AWS_PLAN: &[&str] = &["aws_backup_plan"];
const DLM: &[&str] = &["aws_dlm_lifecycle_policy"];
const AZURE_COUNTED: &[&str] = &["azurerm_backup_policy_vm", "azurerm_backup_policy_file_share"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "backup-plan-retention",
        objective: "backup-retention",
        title: "Backup plan keeps backups for thirty-five days or more",
        severity: Severity::Medium,
        kind: Kind::BackupPlan,
        types: &[],
        rationale: "Losses of records are often noticed weeks later. A plan that deletes its backups earlier leaves \
                    nothing to go back to.",
        reads: &[Key::BackupRetentionDays],
        test: |s| s.at_least(Key::BackupRetentionDays, 35),
        aliases: &[],
        remedies: &[
            Remedy {
                types: AWS_PLAN,
                steps: "Keep the recovery points of every rule for at least 35 days.",
                terraform: &[Edit::Set("rule.lifecycle.delete_after", "35")],
                command: "aws backup list-backup-plans --region {region}",
                risk: "Backups are stored and paid for.",
            },
            Remedy {
                types: AZURE_COUNTED,
                steps: "Keep at least 35 daily backups.",
                terraform: &[Edit::Set("retention_daily.count", "35")],
                command: "",
                risk: "Backups are stored and paid for.",
            },
            Remedy {
                types: &["azurerm_backup_policy_vm_workload"],
                steps: "Keep full backups for at least 35 days.",
                terraform: &[Edit::Set("protection_policy.retention_daily.count", "35")],
                command: "",
                risk: "Backups are stored and paid for.",
            },
            Remedy {
                types: &[
                    "azurerm_data_protection_backup_policy_disk",
                    "azurerm_data_protection_backup_policy_postgresql",
                ],
                steps: "Keep backups for at least 35 days.",
                terraform: &[Edit::Set("default_retention_duration", "\"P35D\"")],
                command: "",
                risk: "The policy is replaced.",
            },
            Remedy {
                types: &["azurerm_data_protection_backup_policy_blob_storage"],
                steps: "Keep backups for at least 35 days.",
                terraform: &[Edit::Set("operational_default_retention_duration", "\"P35D\"")],
                command: "",
                risk: "The policy is replaced.",
            },
            Remedy {
                types: &["google_compute_resource_policy"],
                steps: "Keep snapshots for at least 35 days.",
                terraform: &[Edit::Set("snapshot_schedule_policy.retention_policy.max_retention_days", "35")],
                command: "gcloud compute resource-policies describe {name}",
                risk: "Snapshots are stored and paid for.",
            },
            Remedy {
                types: &["google_backup_dr_backup_plan"],
                steps: "Keep the backups of every rule for at least 35 days.",
                terraform: &[Edit::Set("backup_rules.backup_retention_days", "35")],
                command: "",
                risk: "Backups are stored and paid for.",
            },
            Remedy {
                types: &["google_gke_backup_backup_plan"],
                steps: "Keep backups for at least 35 days.",
                terraform: &[Edit::Set("retention_policy.backup_retain_days", "35")],
                command: "",
                risk: "Backups are stored and paid for.",
            },
            Remedy {
                types: &["google_netapp_backup_policy"],
                steps: "Keep at least 35 daily backups.",
                terraform: &[Edit::Set("daily_backup_limit", "35")],
                command: "",
                risk: "Backups are stored and paid for.",
            },
        ],
    },
    Check {
        id: "backup-plan-daily",
        objective: "backup",
        title: "Backup plan runs at least daily",
        severity: Severity::Medium,
        kind: Kind::BackupPlan,
        types: &[],
        rationale: "What was written since the last backup is lost with the system. A day is the most that care can \
                    be expected to enter again.",
        reads: &[Key::DailyBackup],
        test: |s| s.is(Key::DailyBackup),
        aliases: &[],
        remedies: &[
            Remedy {
                types: AWS_PLAN,
                steps: "Give the plan a rule that runs every day.",
                terraform: &[Edit::Set("rule.schedule", "\"cron(0 5 ? * * *)\"")],
                command: "aws backup list-backup-plans --region {region}",
                risk: "",
            },
            Remedy {
                types: AZURE_COUNTED,
                steps: "Back up every day or every few hours.",
                terraform: &[Edit::Set("backup.frequency", "\"Daily\"")],
                command: "",
                risk: "",
            },
            Remedy {
                types: &["azurerm_backup_policy_vm_workload"],
                steps: "Back up every day.",
                terraform: &[Edit::Set("protection_policy.backup.frequency", "\"Daily\"")],
                command: "",
                risk: "",
            },
            Remedy {
                types: &["google_compute_resource_policy"],
                steps: "Take snapshots every day or every few hours.",
                terraform: &[Edit::Block(
                    "snapshot_schedule_policy {\n  schedule {\n    daily_schedule {\n      days_in_cycle = 1\n      \
                     start_time    = \"04:00\"\n    }\n  }\n}\n",
                )],
                command: "gcloud compute resource-policies describe {name}",
                risk: "",
            },
            Remedy {
                types: &["google_backup_dr_backup_plan"],
                steps: "Give the plan a rule that runs every day.",
                terraform: &[Edit::Set("backup_rules.standard_schedule.recurrence_type", "\"DAILY\"")],
                command: "",
                risk: "",
            },
        ],
    },
    Check {
        id: "backup-plan-frequency-and-retention",
        objective: "backup-retention",
        title: "Backup plan runs daily and keeps backups for thirty-five days",
        severity: Severity::Medium,
        kind: Kind::BackupPlan,
        types: AWS_PLAN,
        rationale: "How often and how long belong together: the first bounds what a loss can take, the second how late \
                    it may be noticed. A plan for health information has to meet both.",
        reads: &[Key::DailyBackup, Key::BackupRetentionDays],
        test: |s| s.is(Key::DailyBackup).and(s.at_least(Key::BackupRetentionDays, 35)),
        aliases: &[Alias::aws_config("BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK", AWS_PLAN)],
        remedies: &[Remedy {
            types: AWS_PLAN,
            steps: "Run a rule every day and keep its recovery points for at least 35 days.",
            terraform: &[
                Edit::Set("rule.schedule", "\"cron(0 5 ? * * *)\""),
                Edit::Set("rule.lifecycle.delete_after", "35"),
            ],
            command: "aws backup list-backup-plans --region {region}",
            risk: "Backups are stored and paid for.",
        }],
    },
    Check {
        id: "backup-plan-copy",
        objective: "cross-region-copy",
        title: "Backup plan copies to another vault",
        severity: Severity::Low,
        kind: Kind::BackupPlan,
        types: &["aws_backup_plan", "aws_dlm_lifecycle_policy"],
        rationale: "A backup beside the system is lost with the account or the region. A copy elsewhere is what a \
                    disaster leaves.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[],
        remedies: &[
            Remedy {
                types: AWS_PLAN,
                steps: "Copy to a vault in another approved region or account.",
                terraform: &[Edit::Set(
                    "rule.copy_action.destination_vault_arn",
                    "aws_backup_vault.copy.arn",
                )],
                command: "aws backup list-backup-plans --region {region}",
                risk: "The copy must lie in a region where the data may be.",
            },
            Remedy {
                types: DLM,
                steps: "Add a rule that copies snapshots to another approved region, encrypted.",
                terraform: &[Edit::Set("policy_details.schedule.cross_region_copy_rule.encrypted", "true")],
                command: "aws dlm get-lifecycle-policies --region {region}",
                risk: "The copy must lie in a region where the data may be.",
            },
        ],
    },
    Check {
        id: "backup-plan-copy-encryption",
        objective: "encryption-at-rest",
        title: "Scheduled copies of snapshots are encrypted",
        severity: Severity::High,
        kind: Kind::BackupPlan,
        types: DLM,
        rationale: "A copy to another region is encrypted only if the rule says so. An unencrypted copy holds every \
                    record of the volume in a place that few people watch.",
        reads: &[Key::CopyEncrypted],
        test: |s| s.is(Key::CopyEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_255", DLM)],
        remedies: &[Remedy {
            types: DLM,
            steps: "Encrypt the copies.",
            terraform: &[Edit::Set("policy_details.schedule.cross_region_copy_rule.encrypted", "true")],
            command: "aws dlm get-lifecycle-policies --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "backup-plan-copy-customer-key",
        objective: "customer-managed-keys",
        title: "Scheduled copies of snapshots are under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::BackupPlan,
        types: DLM,
        rationale: "A key of your own in the other region decides who can restore the copies there, and keeps them \
                    apart from the key of the originals.",
        reads: &[Key::CopyCustomerKey],
        test: |s| s.is(Key::CopyCustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_256", DLM)],
        remedies: &[Remedy {
            types: DLM,
            steps: "Name a key of the destination region.",
            terraform: &[
                Edit::Set("policy_details.schedule.cross_region_copy_rule.encrypted", "true"),
                Edit::Set("policy_details.schedule.cross_region_copy_rule.cmk_arn", "aws_kms_key.copy.arn"),
            ],
            command: "aws dlm get-lifecycle-policies --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "backup-plan-event-copy-encryption",
        objective: "encryption-at-rest",
        title: "Copies of shared snapshots are encrypted",
        severity: Severity::High,
        kind: Kind::BackupPlan,
        types: DLM,
        rationale: "Snapshots that another account shares are copied as the policy says. Without encryption the copy \
                    holds every record of the volume readable.",
        reads: &[Key::EventCopyEncrypted],
        test: |s| s.is(Key::EventCopyEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_253", DLM)],
        remedies: &[Remedy {
            types: DLM,
            steps: "Encrypt the copies.",
            terraform: &[Edit::Set(
                "policy_details.action.cross_region_copy.encryption_configuration.encrypted",
                "true",
            )],
            command: "aws dlm get-lifecycle-policies --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "backup-plan-event-copy-customer-key",
        objective: "customer-managed-keys",
        title: "Copies of shared snapshots are under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::BackupPlan,
        types: DLM,
        rationale: "A key of your own decides who can restore the copies, and keeps them readable when the account \
                    that shared them withdraws its key.",
        reads: &[Key::EventCopyCustomerKey],
        test: |s| s.is(Key::EventCopyCustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_254", DLM)],
        remedies: &[Remedy {
            types: DLM,
            steps: "Name a key for the copies.",
            terraform: &[Edit::Set(
                "policy_details.action.cross_region_copy.encryption_configuration.cmk_arn",
                "aws_kms_key.copy.arn",
            )],
            command: "aws dlm get-lifecycle-policies --region {region}",
            risk: "",
        }],
    },
];
