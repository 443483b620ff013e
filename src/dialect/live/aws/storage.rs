//! Backups and file systems.

use crate::dialect::live::{Companion, Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::Backup::BackupVault",
        "aws_backup_vault",
        &[
            Field::same("name", "BackupVaultName"),
            Field::key("kms_key_arn", "EncryptionKeyArn").or_unset_in("BackupVaultName"),
            Field::unset_where("aws_backup_vault_notifications", "BackupVaultName"),
        ],
    )
    .companions(VAULT_PARTS),
    Shape::new(
        "AWS::Backup::BackupPlan",
        "aws_backup_plan",
        &[Field::of(
            "rule",
            "BackupPlan.BackupPlanRule",
            Take::Blocks(&[
                Field::same("lifecycle.delete_after", "Lifecycle.DeleteAfterDays").or_unset(),
                Field::same("enable_continuous_backup", "EnableContinuousBackup").or_unset(),
                Field::same("schedule", "ScheduleExpression").or_unset(),
                Field::of(
                    "copy_action",
                    "CopyActions",
                    Take::Blocks(&[Field::same("destination_vault_arn", "DestinationBackupVaultArn")]),
                )
                .or_unset(),
            ]),
        )],
    ),
    Shape::new(
        "AWS::Backup::BackupSelection",
        "aws_backup_selection",
        &[Field::same("resources", "BackupSelection.Resources")],
    ),
    Shape::new(
        "AWS::Backup::RecoveryPoint",
        "aws_backup_recovery_point",
        &[
            Field::same("encrypted", "IsEncrypted"),
            Field::key("kms_key_id", "EncryptionKeyArn").or_unset_in("RecoveryPointArn"),
        ],
    ),
    Shape::new(
        "AWS::EFS::FileSystem",
        "aws_efs_file_system",
        &[
            Field::same("encrypted", "Encrypted"),
            Field::key("kms_key_id", "KmsKeyId").or_unset_in("FileSystemId"),
            Field::same("availability_zone_name", "AvailabilityZoneName"),
        ],
    )
    .companions(FILE_SYSTEM_PARTS),
    Shape::new(
        "AWS::EFS::AccessPoint",
        "aws_efs_access_point",
        &[
            Field::same("root_directory.path", "RootDirectory.Path"),
            Field::same("posix_user.gid", "PosixUser.Gid").or_unset_in("AccessPointId"),
        ],
    ),
];

static VAULT_PARTS: &[Companion] = &[
    Companion::new(
        "aws_backup_vault_lock_configuration",
        "LockConfiguration",
        &[Field::itself("backup_vault_name")],
    ),
    Companion::new(
        "aws_backup_vault_notifications",
        "Notifications.SNSTopicArn",
        &[Field::itself("backup_vault_name")],
    ),
    Companion::new(
        "aws_backup_vault_policy",
        "AccessPolicy",
        &[Field::itself("backup_vault_name"), Field::of("policy", "AccessPolicy", Take::Document)],
    ),
];

static FILE_SYSTEM_PARTS: &[Companion] = &[
    Companion::new(
        "aws_efs_backup_policy",
        "BackupPolicy",
        &[Field::itself("file_system_id"), Field::same("backup_policy.status", "BackupPolicy.Status")],
    ),
    Companion::new(
        "aws_efs_file_system_policy",
        "FileSystemPolicy",
        &[Field::itself("file_system_id"), Field::of("policy", "FileSystemPolicy", Take::Document)],
    ),
];
