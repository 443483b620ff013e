//! Buckets, volumes, file systems, archives and backups.

use super::convert::itself;
use super::macros::{fields, list, shape};
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::Object;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::S3::Bucket", "aws_s3_bucket", BUCKET).more(bucket).companions(BUCKET_PARTS),
    shape!("AWS::S3::BucketPolicy" as "aws_s3_bucket_policy" {
        "bucket" = "Bucket",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::S3Express::DirectoryBucket" as "aws_s3_directory_bucket" { "bucket" = "BucketName" }),
    shape!("AWS::S3::AccessPoint" as "aws_s3_access_point" {
        "name" = "Name",
        "public_access_block_configuration" = "PublicAccessBlockConfiguration" => Take::Block(SWITCHES),
        "vpc_configuration.vpc_id" = "VpcConfiguration.VpcId",
    }),
    shape!("AWS::S3::MultiRegionAccessPoint" as "aws_s3control_multi_region_access_point" {
        "details.public_access_block" = "PublicAccessBlockConfiguration" => Take::Block(SWITCHES),
    }),
    shape!("AWS::EC2::Volume" as "aws_ebs_volume" {
        "encrypted" = "Encrypted",
        "kms_key_id" = "KmsKeyId",
        "snapshot_id" = "SnapshotId",
    }),
    shape!("AWS::EC2::VolumeAttachment" as "aws_volume_attachment" {
        "volume_id" = "VolumeId",
        "instance_id" = "InstanceId",
    }),
    shape!("AWS::EC2::SnapshotBlockPublicAccess" as "aws_ebs_snapshot_block_public_access" { "state" = "State" }),
    shape!("AWS::EFS::FileSystem" as "aws_efs_file_system" {
        "encrypted" = "Encrypted",
        "kms_key_id" = "KmsKeyId",
        "availability_zone_name" = "AvailabilityZoneName",
    })
    .companions(FILE_SYSTEM_PARTS),
    shape!("AWS::EFS::AccessPoint" as "aws_efs_access_point" {
        "file_system_id" = "FileSystemId",
        "root_directory.path" = "RootDirectory.Path",
        "posix_user.gid" = "PosixUser.Gid",
    }),
    shape!("AWS::FSx::FileSystem" as "aws_fsx_windows_file_system" {
        "kms_key_id" = "KmsKeyId",
        "deployment_type" = "WindowsConfiguration.DeploymentType",
        "automatic_backup_retention_days" = "WindowsConfiguration.AutomaticBackupRetentionDays",
        "audit_log_configuration.file_access_audit_log_level"
            = "WindowsConfiguration.AuditLogConfiguration.FileAccessAuditLogLevel",
    })
    .variant(file_system)
    .more(file_system_of_its_kind),
    shape!("AWS::Backup::BackupVault" as "aws_backup_vault" {
        "name" = "BackupVaultName",
        "kms_key_arn" = "EncryptionKeyArn",
    })
    .companions(VAULT_PARTS),
    shape!("AWS::Backup::LogicallyAirGappedBackupVault" as "aws_backup_logically_air_gapped_vault" {
        "name" = "BackupVaultName",
        "encryption_key_arn" = "EncryptionKeyArn",
    }),
    shape!("AWS::Backup::BackupPlan" as "aws_backup_plan" {
        "name" = "BackupPlan.BackupPlanName",
        "rule" = "BackupPlan.BackupPlanRule" => list! {
            "rule_name" = "RuleName",
            "schedule" = "ScheduleExpression",
            "enable_continuous_backup" = "EnableContinuousBackup",
            "lifecycle.delete_after" = "Lifecycle.DeleteAfterDays",
            "copy_action" = "CopyActions" => list! { "destination_vault_arn" = "DestinationBackupVaultArn" },
        },
    }),
    shape!("AWS::Backup::BackupSelection" as "aws_backup_selection" {
        "resources" = "BackupSelection.Resources",
    }),
    shape!("AWS::DLM::LifecyclePolicy" as "aws_dlm_lifecycle_policy" {
        "policy_details.schedule" = "PolicyDetails.Schedules" => list! {
            "cross_region_copy_rule" = "CrossRegionCopyRules" => list! {
                "encrypted" = "Encrypted",
                "cmk_arn" = "CmkArn",
                "target" = "TargetRegion",
            },
        },
        "policy_details.action" = "PolicyDetails.Actions" => list! {
            "cross_region_copy" = "CrossRegionCopy" => list! {
                "encryption_configuration.encrypted" = "EncryptionConfiguration.Encrypted",
                "encryption_configuration.cmk_arn" = "EncryptionConfiguration.CmkArn",
            },
        },
    }),
];

/// The four switches of access points.
const SWITCHES: &[Field] = fields! {
    "block_public_acls" = "BlockPublicAcls",
    "block_public_policy" = "BlockPublicPolicy",
    "ignore_public_acls" = "IgnorePublicAcls",
    "restrict_public_buckets" = "RestrictPublicBuckets",
};

static FILE_SYSTEM_PARTS: &[Companion] = &[
    Companion::new(
        "aws_efs_backup_policy",
        "BackupPolicy.Status",
        &[Field::itself("file_system_id"), Field::same("backup_policy.status", "BackupPolicy.Status")],
    ),
    Companion::new(
        "aws_efs_file_system_policy",
        "FileSystemPolicy",
        &[Field::itself("file_system_id"), Field::of("policy", "FileSystemPolicy", Take::Document)],
    ),
    Companion::new(
        "aws_efs_replication_configuration",
        "ReplicationConfiguration.Destinations",
        &[Field::itself("source_file_system_id")],
    ),
];

static VAULT_PARTS: &[Companion] = &[
    Companion::new(
        "aws_backup_vault_lock_configuration",
        "LockConfiguration",
        &[
            Field::itself("backup_vault_name"),
            Field::same("min_retention_days", "LockConfiguration.MinRetentionDays"),
        ],
    ),
    Companion::new(
        "aws_backup_vault_policy",
        "AccessPolicy",
        &[Field::itself("backup_vault_name"), Field::of("policy", "AccessPolicy", Take::Document)],
    ),
    Companion::new("aws_backup_vault_notifications", "Notifications", &[Field::itself("backup_vault_name")]),
];

fn file_system(source: &Source<'_>) -> Option<&'static str> {
    match source.text("FileSystemType")?.as_ref() {
        "LUSTRE" => Some("aws_fsx_lustre_file_system"),
        "ONTAP" => Some("aws_fsx_ontap_file_system"),
        "OPENZFS" => Some("aws_fsx_openzfs_file_system"),
        _ => None,
    }
}

/// What every kind keeps under a name of its own.
fn file_system_of_its_kind(source: &Source<'_>, body: &mut Object) {
    for part in ["LustreConfiguration", "OntapConfiguration", "OpenZFSConfiguration"] {
        for (argument, property) in [
            ("deployment_type", "DeploymentType"),
            ("automatic_backup_retention_days", "AutomaticBackupRetentionDays"),
        ] {
            if let Some(node) = source.at(&format!("{part}.{property}")) {
                body.insert(argument.into(), node.clone());
            }
        }
    }
}

const ACCESS: &[(&str, &str)] = &[
    ("Private", "private"),
    ("PublicRead", "public-read"),
    ("PublicReadWrite", "public-read-write"),
    ("AuthenticatedRead", "authenticated-read"),
    ("LogDeliveryWrite", "log-delivery-write"),
    ("BucketOwnerRead", "bucket-owner-read"),
    ("BucketOwnerFullControl", "bucket-owner-full-control"),
    ("AwsExecRead", "aws-exec-read"),
];

const BUCKET: &[Field] = &[
    Field::same("bucket", "BucketName"),
    Field::of("acl", "AccessControl", Take::Words(ACCESS)),
    Field::of(
        "server_side_encryption_configuration",
        "BucketEncryption",
        Take::Block(&[Field::of(
            "rule",
            "ServerSideEncryptionConfiguration",
            Take::Blocks(&[Field::of(
                "apply_server_side_encryption_by_default",
                "ServerSideEncryptionByDefault",
                Take::Block(&[
                    Field::same("sse_algorithm", "SSEAlgorithm"),
                    Field::same("kms_master_key_id", "KMSMasterKeyID"),
                ]),
            )]),
        )]),
    ),
    Field::of("versioning.enabled", "VersioningConfiguration.Status", Take::Is("Enabled")),
    Field::same("logging.target_bucket", "LoggingConfiguration.DestinationBucketName"),
    Field::of(
        "replication_configuration.rules",
        "ReplicationConfiguration.Rules",
        Take::Blocks(&[Field::same("status", "Status")]),
    ),
    Field::same("object_lock_enabled", "ObjectLockEnabled"),
    Field::of(
        "lifecycle_rule",
        "LifecycleConfiguration.Rules",
        Take::Blocks(&[Field::of("enabled", "Status", Take::Is("Enabled"))]),
    ),
];

/// Logs go to the bucket itself when no other is named.
fn bucket(source: &Source<'_>, body: &mut Object) {
    let Some(logging) = source.at("LoggingConfiguration") else { return };
    if source.at("LoggingConfiguration.DestinationBucketName").is_none() {
        crate::dialect::live::put(body, "logging.target_bucket", itself(source, logging));
    }
}

/// The four switches.
const BLOCK: &[Field] = &[
    Field::itself("bucket"),
    Field::same("block_public_acls", "PublicAccessBlockConfiguration.BlockPublicAcls"),
    Field::same("block_public_policy", "PublicAccessBlockConfiguration.BlockPublicPolicy"),
    Field::same("ignore_public_acls", "PublicAccessBlockConfiguration.IgnorePublicAcls"),
    Field::same("restrict_public_buckets", "PublicAccessBlockConfiguration.RestrictPublicBuckets"),
];

static BUCKET_PARTS: &[Companion] = &[
    // a bucket without the block has every switch off
    Companion::new("aws_s3_bucket_public_access_block", "", BLOCK),
    Companion::new(
        "aws_s3_bucket_ownership_controls",
        "OwnershipControls.Rules",
        &[
            Field::itself("bucket"),
            Field::same("rule.object_ownership", "OwnershipControls.Rules.ObjectOwnership"),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_logging",
        "LoggingConfiguration.DestinationBucketName",
        &[
            Field::itself("bucket"),
            Field::same("target_bucket", "LoggingConfiguration.DestinationBucketName"),
            Field::same("target_prefix", "LoggingConfiguration.LogFilePrefix"),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_lifecycle_configuration",
        "LifecycleConfiguration.Rules",
        &[
            Field::itself("bucket"),
            Field::of(
                "rule",
                "LifecycleConfiguration.Rules",
                Take::Blocks(&[
                    Field::same("status", "Status"),
                    Field::same("abort_incomplete_multipart_upload", "AbortIncompleteMultipartUpload"),
                    Field::same("prefix", "Prefix"),
                    Field::same("filter.prefix", "Prefix"),
                    Field::same("filter.tag", "TagFilters"),
                    Field::same("filter.object_size_greater_than", "ObjectSizeGreaterThan"),
                    Field::same("filter.object_size_less_than", "ObjectSizeLessThan"),
                ]),
            ),
        ],
    ),
    Companion::new("aws_s3_bucket_notification", "NotificationConfiguration", &[Field::itself("bucket")]),
];
