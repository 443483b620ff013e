//! Filestore, NetApp Volumes, and Backup and DR.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_filestore_instance", Kind::FileShare, instance),
    Type::resource("google_filestore_backup", Kind::Snapshot, filestore_backup),
    Type::resource("google_netapp_storage_pool", Kind::StorageSetting, pool),
    Type::resource("google_netapp_volume", Kind::FileShare, volume),
    Type::resource("google_netapp_backup_policy", Kind::BackupPlan, netapp_policy),
    Type::resource("google_backup_dr_backup_vault", Kind::BackupVault, vault),
    Type::resource("google_backup_dr_backup_plan", Kind::BackupPlan, plan),
    Type::resource("google_gke_backup_backup_plan", Kind::BackupPlan, cluster_plan),
];

const REGIONAL_TIERS: &[&str] = &["REGIONAL", "ENTERPRISE"];

fn instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(Key::DeletionProtection, from.bool("deletion_protection_enabled", false));
    to.set(Key::MultiZone, from.says("tier", REGIONAL_TIERS, false));
    if !from.blocks("file_shares.nfs_export_options").is_empty() {
        let open = |export: &Reader<'_>| export.mentions("ip_ranges", &["0.0.0.0/0", "::/0"], false).truth();
        to.set(Key::PublicAccess, from.any_block("file_shares.nfs_export_options", open));
    }
}

fn filestore_backup(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key"));
}

fn pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_config"));
}

fn volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    let kerberos = from.bool("kerberos_enabled", false);
    let smb = from.mentions("smb_settings", &["ENCRYPT_DATA"], false);
    to.set(Key::EncryptedInTransit, if smb.truth() == Truth::True { smb } else { kerberos });
    to.set(Key::InBackupPlan, from.block("backup_config.backup_policies"));
    let open = |rule: &Reader<'_>| {
        rule.text("allowed_clients", Datum::Absent)
            .map(|d| match d {
                Datum::Text(clients) => Datum::Bool(clients.split(',').any(|c| c.trim() == "0.0.0.0/0")),
                _ => Datum::Bool(false),
            })
            .truth()
    };
    to.set(Key::PublicAccess, from.any_block("export_policy.rules", open));
}

fn netapp_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::BackupRetentionDays, from.int("daily_backup_limit", Datum::Absent));
}

/// A backup vault's minimum retention is enforced on every backup in it.
fn vault(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("encryption_config.kms_key_name"));
    let seconds = from.text("backup_minimum_enforced_retention_duration", Datum::Absent);
    to.set(
        Key::BackupRetentionDays,
        seconds.map(|d| match d {
            Datum::Text(text) => text
                .trim_end_matches('s')
                .parse::<i64>()
                .map_or(Datum::Absent, |seconds| Datum::Int(seconds / 86_400)),
            other => other,
        }),
    );
    to.set(Key::LockedRetention, from.block("effective_time"));
    if from.in_code() {
        to.set(Key::ForceDestroy, from.bool("force_delete", false));
    }
}

fn plan(from: &Reader<'_>, to: &mut Resource) {
    let shortest = from
        .blocks("backup_rules")
        .known
        .iter()
        .map(|rule| rule.int("backup_retention_days", Datum::Absent))
        .min_by_key(|s| match s.datum() {
            Some(Datum::Int(days)) => *days,
            _ => i64::MAX,
        });
    to.set(Key::BackupRetentionDays, shortest.unwrap_or(Setting::Default(Datum::Absent)));
    let daily = |rule: &Reader<'_>| {
        rule.says("standard_schedule.recurrence_type", &["DAILY", "HOURLY"], false).truth()
    };
    to.set(Key::DailyBackup, from.any_block("backup_rules", daily));
}

fn cluster_plan(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::BackupRetentionDays, from.int("retention_policy.backup_retain_days", Datum::Absent));
    to.set(Key::CustomerKey, from.presence("backup_config.encryption_key.gcp_kms_encryption_key"));
    to.set(Key::LockedRetention, from.bool("retention_policy.locked", false));
}
