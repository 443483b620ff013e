//! Backup vaults: keys, locks, redundancy and who reaches them.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const AWS: &[&str] = &["aws_backup_vault"];
const RECOVERY: &[&str] = &["azurerm_recovery_services_vault"];
const PROTECTION: &[&str] = &["azurerm_data_protection_backup_vault"];
const AZURE: &[&str] = &["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"];
const GCP: &[&str] = &["google_backup_dr_backup_vault"];

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
];
