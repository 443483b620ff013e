//! Elastic File System, FSx and Storage Gateway file shares.

use super::policy;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_efs_file_system", Kind::FileShare, elastic),
    Type::resource("aws_efs_access_point", Kind::StorageSetting, access_point),
    Type::companion(
        "aws_efs_backup_policy",
        &[Link { by: &["file_system_id"], to: ELASTIC, named: &[], apply: backup_policy }],
    ),
    Type::resource("aws_efs_file_system_policy", Kind::Policy, access_policy).with_links(&[Link {
        by: &["file_system_id"],
        to: ELASTIC,
        named: &[],
        apply: access_policy,
    }]),
    Type::companion(
        "aws_efs_replication_configuration",
        &[Link { by: &["source_file_system_id"], to: ELASTIC, named: &[], apply: replication }],
    ),
    Type::resource("aws_fsx_windows_file_system", Kind::FileShare, windows),
    Type::resource("aws_fsx_lustre_file_system", Kind::FileShare, lustre),
    Type::resource("aws_fsx_ontap_file_system", Kind::FileShare, ontap),
    Type::resource("aws_fsx_openzfs_file_system", Kind::FileShare, openzfs),
    Type::resource("aws_fsx_file_cache", Kind::FileShare, file_cache),
    Type::resource("aws_storagegateway_nfs_file_share", Kind::FileShare, gateway_nfs),
    Type::resource("aws_storagegateway_smb_file_share", Kind::FileShare, gateway_smb),
    Type::resource("aws_storagegateway_cached_iscsi_volume", Kind::BlockVolume, gateway_volume),
    Type::resource("aws_datasync_location_object_storage", Kind::StorageSetting, transfer_location),
];

const ELASTIC: &[&str] = &["aws_efs_file_system"];

fn elastic(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
    to.set(Key::CrossRegionCopy, from.without("aws_efs_replication_configuration", false));
    to.set(Key::AccessPolicy, from.without("aws_efs_file_system_policy", Datum::Absent));
    // a file system bound to one zone is a One Zone file system
    to.set(Key::MultiZone, from.presence("availability_zone_name").map(|d| Datum::Bool(d == Datum::Absent)));
}

fn access_point(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RootDirectory, from.text("root_directory.path", "/"));
    to.set(Key::EnforcedUser, from.presence("posix_user.gid"));
}

fn backup_policy(from: &Reader<'_>, to: &mut Resource) {
    let enabled = from.says("backup_policy.status", &["ENABLED"], false);
    if enabled.truth() != Truth::False {
        to.set(Key::InBackupPlan, enabled);
    }
}

fn access_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn replication(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CrossRegionCopy, Setting::concluded(Truth::True, from.place()));
}

/// Every FSx file system is encrypted at rest, with Amazon's key where none is named.
fn fsx(from: &Reader<'_>, to: &mut Resource, backup_days: i64) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::BackupRetentionDays, from.int("automatic_backup_retention_days", backup_days));
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
}

const MULTI_ZONE: &[&str] = &["MULTI_AZ_1", "MULTI_AZ_2"];

fn windows(from: &Reader<'_>, to: &mut Resource) {
    fsx(from, to, 7);
    to.set(Key::MultiZone, from.says("deployment_type", MULTI_ZONE, false));
    let level = "audit_log_configuration.file_access_audit_log_level";
    to.set(
        Key::AuditLogging,
        from.says(level, &["SUCCESS_ONLY", "FAILURE_ONLY", "SUCCESS_AND_FAILURE"], false),
    );
}

fn lustre(from: &Reader<'_>, to: &mut Resource) {
    fsx(from, to, 0);
    // scratch file systems are made to be lost
    if from.says("deployment_type", &["SCRATCH_1", "SCRATCH_2"], true).truth() == Truth::True {
        to.take(Key::BackupRetentionDays);
    }
}

fn ontap(from: &Reader<'_>, to: &mut Resource) {
    fsx(from, to, 0);
    to.set(Key::MultiZone, from.says("deployment_type", MULTI_ZONE, false));
}

fn openzfs(from: &Reader<'_>, to: &mut Resource) {
    fsx(from, to, 0);
    to.set(Key::MultiZone, from.says("deployment_type", MULTI_ZONE, false));
}

fn file_cache(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

/// Objects behind a gateway are encrypted by S3; `kms_encrypted` switches to a key of the customer.
fn gateway_share(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::AuditLogging, from.block("audit_destination_arn"));
}

fn gateway_nfs(from: &Reader<'_>, to: &mut Resource) {
    gateway_share(from, to);
    to.take(Key::AuditLogging);
    to.set(Key::AllowedNetworks, from.list("client_list", Datum::Absent));
}

fn gateway_smb(from: &Reader<'_>, to: &mut Resource) {
    gateway_share(from, to);
    to.set(Key::GuestAccess, from.says("authentication", &["GuestAccess"], false));
}

fn gateway_volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key"));
}

/// Looked at for the secret key it may hold.
fn transfer_location(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedInTransit, from.says("server_protocol", &["HTTPS"], true));
}
