//! Backup vaults, backup plans and archives.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const AWS: &[&str] = &["aws_backup_vault"];
const AWS_PLAN: &[&str] = &["aws_backup_plan"];
const DLM: &[&str] = &["aws_dlm_lifecycle_policy"];
const RECOVERY: &[&str] = &["azurerm_recovery_services_vault"];
const PROTECTION: &[&str] = &["azurerm_data_protection_backup_vault"];
const AZURE: &[&str] = &["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"];
const AZURE_COUNTED: &[&str] = &["azurerm_backup_policy_vm", "azurerm_backup_policy_file_share"];
const GCP: &[&str] = &["google_backup_dr_backup_vault"];
const GLACIER: &[&str] = &["aws_glacier_vault"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "backup-vault-customer-key",
        objective: "customer-managed-keys",
        title: "Backup vault is encrypted under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: &[],
        rationale: "Backups hold the same health information as the systems they come from. A key of their own keeps \
                    them readable when the first key is lost, and out of reach of who holds only that one.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_166", AWS)],
        remedies: &[
            Remedy {
                types: AWS,
                steps: "Name your own key for the vault.",
                terraform: &[Edit::Set("kms_key_arn", "aws_kms_key.backup.arn")],
                command: "aws backup describe-backup-vault --backup-vault-name {name} --region {region}",
                risk: "The vault is replaced, which fails while it holds recovery points.",
            },
            Remedy {
                types: RECOVERY,
                steps: "Name your own key before anything is backed up.",
                terraform: &[Edit::Set("encryption.key_id", "azurerm_key_vault_key.backup.id")],
                command: "az backup vault encryption show --name {name} --resource-group {group}",
                risk: "It cannot be undone, and only works on a vault without protected items.",
            },
            Remedy {
                types: PROTECTION,
                steps: "Add a customer-managed key for the vault.",
                terraform: &[Edit::Companion(
                    "resource \"azurerm_data_protection_backup_vault_customer_managed_key\" \"{name}\" {\n  \
                     data_protection_backup_vault_id = {address}.id\n  key_vault_key_id                = \
                     azurerm_key_vault_key.backup.id\n}\n",
                )],
                command: "",
                risk: "",
            },
            Remedy {
                types: GCP,
                steps: "Name a Cloud KMS key for the vault.",
                terraform: &[Edit::Set("encryption_config.kms_key_name", "google_kms_crypto_key.backup.id")],
                command: "gcloud backup-dr backup-vaults describe {name}",
                risk: "The vault is made anew.",
            },
        ],
    },
    Check {
        id: "backup-vault-lock",
        objective: "immutable-storage",
        title: "Backup vault is locked against changes",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: &[],
        rationale: "Whoever takes over an administrator deletes the backups before the data. A locked vault refuses to \
                    delete recovery points before their time, whoever asks.",
        reads: &[Key::LockedRetention],
        test: |s| s.is(Key::LockedRetention),
        aliases: &[Alias::aws_config("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", AWS)],
        remedies: &[
            Remedy {
                types: AWS,
                steps: "Add a lock with the retention that the vault must keep.",
                terraform: &[Edit::Companion(
                    "resource \"aws_backup_vault_lock_configuration\" \"{name}\" {\n  backup_vault_name  = \
                     {address}.name\n  min_retention_days = 35\n}\n",
                )],
                command: "aws backup describe-backup-vault --backup-vault-name {name} --region {region}",
                risk: "With changeable_for_days set the lock becomes final after that time.",
            },
            Remedy {
                types: AZURE,
                steps: "Lock the vault's immutability when its settings are right.",
                terraform: &[Edit::Set("immutability", "\"Locked\"")],
                command: "",
                risk: "A lock cannot be taken away.",
            },
            Remedy {
                types: GCP,
                steps: "Give the minimum retention a time from which it can no longer be shortened.",
                terraform: &[Edit::Set("effective_time", "\"2027-01-01T00:00:00Z\"")],
                command: "gcloud backup-dr backup-vaults describe {name}",
                risk: "A lock cannot be taken away.",
            },
        ],
    },
    Check {
        id: "backup-vault-soft-delete",
        objective: "deletion-protection",
        title: "Backup vault keeps deleted backups for a while",
        severity: Severity::High,
        kind: Kind::BackupVault,
        types: AZURE,
        rationale: "With soft delete a deleted backup can be brought back for two weeks, long enough to notice a \
                    mistake or an attack. Without it the last copy of a record can go in one call.",
        reads: &[Key::SoftDelete],
        test: |s| s.is(Key::SoftDelete),
        aliases: &[],
        remedies: &[
            Remedy {
                types: RECOVERY,
                steps: "Enable soft delete.",
                terraform: &[Edit::Set("soft_delete_enabled", "true")],
                command: "az backup vault backup-properties show --name {name} --resource-group {group}",
                risk: "",
            },
            Remedy {
                types: PROTECTION,
                steps: "Switch soft delete on for good.",
                terraform: &[Edit::Set("soft_delete", "\"AlwaysOn\"")],
                command: "",
                risk: "AlwaysOn cannot be undone.",
            },
        ],
    },
    Check {
        id: "backup-vault-delete-approval",
        objective: "deletion-protection",
        title: "Backup vault asks a second person for destructive changes",
        severity: Severity::Low,
        kind: Kind::BackupVault,
        types: RECOVERY,
        rationale: "A resource guard makes operations that weaken or delete backups wait for somebody in another role. \
                    One stolen administrator is then not enough to destroy the copies of health information.",
        reads: &[Key::DeleteApproval],
        test: |s| s.is(Key::DeleteApproval),
        aliases: &[],
        remedies: &[Remedy {
            types: RECOVERY,
            steps: "Associate a resource guard that another team owns.",
            terraform: &[Edit::Companion(
                "resource \"azurerm_recovery_services_vault_resource_guard_association\" \"{name}\" {\n  vault_id          \
                 = {address}.id\n  resource_guard_id = azurerm_data_protection_resource_guard.main.id\n}\n",
            )],
            command: "",
            risk: "",
        }],
    },
    Check {
        id: "backup-vault-geo-redundancy",
        objective: "cross-region-copy",
        title: "Backup vault is kept in a second region",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: AZURE,
        rationale: "Backups in the region of the system are lost with it. A vault over two regions can restore records \
                    when the first region cannot.",
        reads: &[Key::GeoRedundant],
        test: |s| s.is(Key::GeoRedundant),
        aliases: &[],
        remedies: &[
            Remedy {
                types: RECOVERY,
                steps: "Choose geo-redundant storage before anything is backed up.",
                terraform: &[Edit::Set("storage_mode_type", "\"GeoRedundant\"")],
                command: "az backup vault backup-properties show --name {name} --resource-group {group}",
                risk: "It cannot be changed once items are protected.",
            },
            Remedy {
                types: PROTECTION,
                steps: "Choose geo-redundant storage when the vault is made.",
                terraform: &[Edit::Set("redundancy", "\"GeoRedundant\"")],
                command: "",
                risk: "The vault is replaced.",
            },
        ],
    },
    Check {
        id: "backup-vault-cross-region-restore",
        objective: "recovery-readiness",
        title: "Backup vault can restore in the second region",
        severity: Severity::Low,
        kind: Kind::BackupVault,
        types: AZURE,
        rationale: "Geo-redundant copies can only be used when the provider declares a disaster, unless cross-region \
                    restore is on. Tests of the contingency plan need to restore at any time.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Enable cross-region restore.",
            terraform: &[Edit::Set("cross_region_restore_enabled", "true")],
            command: "",
            risk: "It cannot be undone, and needs geo-redundant storage.",
        }],
    },
    Check {
        id: "backup-vault-public-network",
        objective: "private-connectivity",
        title: "Backup vault is closed to public networks",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: RECOVERY,
        rationale: "Backups of health information should travel over private networks only. With public access off, a \
                    stolen registration is useless from the internet.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[],
        remedies: &[Remedy {
            types: RECOVERY,
            steps: "Make a private endpoint for the vault, then switch public access off.",
            terraform: &[Edit::Set("public_network_access_enabled", "false")],
            command: "az backup vault show --name {name} --resource-group {group}",
            risk: "Agents without a private endpoint can no longer back up.",
        }],
    },
    Check {
        id: "backup-vault-identity",
        objective: "workload-identity",
        title: "Backup vault has a managed identity",
        severity: Severity::Low,
        kind: Kind::BackupVault,
        types: AZURE,
        rationale: "With an identity of its own the vault reaches keys and storage without stored credentials, and the \
                    audit log names it. Customer-managed keys and private endpoints need one.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[Alias::checkov("CKV2_AZURE_35", RECOVERY)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Give the vault a system-assigned identity.",
            terraform: &[Edit::Set("identity.type", "\"SystemAssigned\"")],
            command: "",
            risk: "",
        }],
    },
    Check {
        id: "backup-vault-notifications",
        objective: "health-monitoring",
        title: "Backup vault reports failed jobs",
        severity: Severity::Low,
        kind: Kind::BackupVault,
        types: &[],
        rationale: "A backup that has failed for months looks like one that works until it is needed. Somebody has to \
                    be told when a job fails.",
        reads: &[Key::Notifications],
        test: |s| s.is(Key::Notifications),
        aliases: &[],
        remedies: &[
            Remedy {
                types: AWS,
                steps: "Send the vault's events to a topic that somebody reads.",
                terraform: &[Edit::Companion(
                    "resource \"aws_backup_vault_notifications\" \"{name}\" {\n  backup_vault_name   = \
                     {address}.name\n  sns_topic_arn       = aws_sns_topic.operations.arn\n  backup_vault_events = \
                     [\"BACKUP_JOB_FAILED\", \"RESTORE_JOB_COMPLETED\", \"COPY_JOB_FAILED\"]\n}\n",
                )],
                command: "aws backup get-backup-vault-notifications --backup-vault-name {name} --region {region}",
                risk: "",
            },
            Remedy {
                types: RECOVERY,
                steps: "Enable alerts for all job failures.",
                terraform: &[Edit::Set("monitoring.alerts_for_all_job_failures_enabled", "true")],
                command: "",
                risk: "",
            },
        ],
    },
    Check {
        id: "backup-vault-policy-public",
        objective: "resource-policy",
        title: "Backup vault's policy allows nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::BackupVault,
        types: AWS,
        rationale: "A vault whose policy admits any principal lets strangers copy or delete the backups of health \
                    information.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, super::policy::allows_anyone),
        aliases: &[],
        remedies: &[Remedy {
            types: AWS,
            steps: "Name the accounts and roles that may use the vault.",
            terraform: &[],
            command: "aws backup get-backup-vault-access-policy --backup-vault-name {name} --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "backup-vault-minimum-retention",
        objective: "backup-retention",
        title: "Backup vault enforces a retention of thirty days or more",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: GCP,
        rationale: "The vault's minimum holds for every backup in it, whatever a plan or a person says. Losses are \
                    often noticed weeks later, so a few days are not enough.",
        reads: &[Key::BackupRetentionDays],
        test: |s| s.at_least(Key::BackupRetentionDays, 30),
        aliases: &[],
        remedies: &[Remedy {
            types: GCP,
            steps: "Raise the enforced minimum.",
            terraform: &[Edit::Set("backup_minimum_enforced_retention_duration", "\"2592000s\"")],
            command: "gcloud backup-dr backup-vaults describe {name}",
            risk: "Backups cannot be deleted before that time.",
        }],
    },
    Check {
        id: "backup-force-destroy",
        objective: "deletion-protection",
        title: "Backup vault is not deleted together with its backups",
        severity: Severity::Medium,
        kind: Kind::BackupVault,
        types: &[],
        rationale: "A vault that may be destroyed while it holds backups takes every copy of health information with \
                    it in one careless apply.",
        reads: &[Key::ForceDestroy],
        test: |s| s.is_not(Key::ForceDestroy),
        aliases: &[],
        remedies: &[
            Remedy {
                types: AWS,
                steps: "Remove force_destroy.",
                terraform: &[Edit::Set("force_destroy", "false")],
                command: "",
                risk: "",
            },
            Remedy {
                types: GCP,
                steps: "Remove force_delete.",
                terraform: &[Edit::Set("force_delete", "false")],
                command: "",
                risk: "",
            },
        ],
    },
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
    Check {
        id: "archive-policy-public",
        objective: "resource-policy",
        title: "Archive's policy allows nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::Archive,
        types: GLACIER,
        rationale: "Archives hold records for years. A policy that admits any principal lets strangers retrieve or \
                    delete all of them.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, crate::resource::Statement::is_public),
        aliases: &[Alias::checkov("CKV_AWS_167", GLACIER)],
        remedies: &[Remedy {
            types: GLACIER,
            steps: "Name the principals that need access.",
            terraform: &[],
            command: "aws glacier get-vault-access-policy --account-id - --vault-name {name} --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "archive-lock",
        objective: "immutable-storage",
        title: "Archive is locked",
        severity: Severity::Low,
        kind: Kind::Archive,
        types: GLACIER,
        rationale: "A completed lock keeps archives for their time against everybody, the root user included. Records \
                    that must be kept for years are then kept.",
        reads: &[Key::LockedRetention],
        test: |s| s.is(Key::LockedRetention),
        aliases: &[],
        remedies: &[Remedy {
            types: GLACIER,
            steps: "Add a lock policy, test it, then complete it.",
            terraform: &[Edit::Companion(
                "resource \"aws_glacier_vault_lock\" \"{name}\" {\n  vault_name    = {address}.name\n  complete_lock = \
                 true\n  policy        = data.aws_iam_policy_document.archive_lock.json\n}\n",
            )],
            command: "aws glacier get-vault-lock --account-id - --vault-name {name} --region {region}",
            risk: "A completed lock cannot be changed or taken away.",
        }],
    },
];
