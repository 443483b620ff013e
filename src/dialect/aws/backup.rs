//! AWS Backup and Glacier: vaults, plans, selections and the archives of the earlier service.

use super::policy;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_backup_vault", Kind::BackupVault, vault),
    Type::resource("aws_backup_logically_air_gapped_vault", Kind::BackupVault, air_gapped_vault),
    Type::companion(
        "aws_backup_vault_lock_configuration",
        &[Link { by: &["backup_vault_name"], to: VAULT, named: &["name"], apply: vault_lock }],
    ),
    Type::resource("aws_backup_vault_policy", Kind::Policy, access_policy).with_links(&[Link {
        by: &["backup_vault_name"],
        to: VAULT,
        named: &["name"],
        apply: access_policy,
    }]),
    Type::companion(
        "aws_backup_vault_notifications",
        &[Link { by: &["backup_vault_name"], to: VAULT, named: &["name"], apply: notifications }],
    ),
    Type::resource("aws_backup_plan", Kind::BackupPlan, plan),
    Type::companion(
        "aws_backup_selection",
        &[Link { by: &["resources"], to: PROTECTED, named: &["arn"], apply: selected }],
    ),
    // no type of code: only a cloud tells of its recovery points
    Type::resource("aws_backup_recovery_point", Kind::Snapshot, recovery_point),
    Type::resource("aws_glacier_vault", Kind::Archive, archive),
    Type::companion(
        "aws_glacier_vault_lock",
        &[Link { by: &["vault_name"], to: &["aws_glacier_vault"], named: &["name"], apply: archive_lock }],
    ),
];

const VAULT: &[&str] = &["aws_backup_vault"];

/// What a backup selection can name.
pub(super) const PROTECTED: &[&str] = &[
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_fsx_windows_file_system",
    "aws_fsx_lustre_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_openzfs_file_system",
    "aws_s3_bucket",
    "aws_instance",
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_dynamodb_table",
    "aws_redshift_cluster",
];

fn vault(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::LockedRetention, from.without("aws_backup_vault_lock_configuration", false));
    to.set(Key::AccessPolicy, from.without("aws_backup_vault_policy", Datum::Absent));
    to.set(Key::Notifications, from.without("aws_backup_vault_notifications", false));
    if from.in_code() {
        to.set(Key::ForceDestroy, from.bool("force_destroy", false));
    }
}

/// A logically air-gapped vault is always locked and encrypted.
fn air_gapped_vault(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::LockedRetention, Setting::Default(Datum::Bool(true)));
    if from.has("encryption_key_arn") {
        to.set(Key::CustomerKey, from.presence("encryption_key_arn"));
    }
}

fn vault_lock(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LockedRetention, Setting::concluded(Truth::True, from.place()));
}

fn access_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn notifications(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Notifications, Setting::concluded(Truth::True, from.place()));
}

/// A plan's weakest rule decides: its retention, its schedule, and whether anything is copied elsewhere.
fn plan(from: &Reader<'_>, to: &mut Resource) {
    let rules = from.blocks("rule");
    let retention =
        rules.known.iter().map(|rule| rule.int("lifecycle.delete_after", FOREVER)).min_by_key(|s| {
            match s.datum() {
                Some(Datum::Int(days)) => *days,
                // an unknown retention decides as long as nothing shorter is certain
                _ => FOREVER,
            }
        });
    to.set(Key::BackupRetentionDays, retention.unwrap_or(Setting::Default(Datum::Absent)));
    to.set(
        Key::DailyBackup,
        from.any_block("rule", |rule| {
            rule.bool("enable_continuous_backup", false).truth().or(|| daily(rule))
        }),
    );
    to.set(Key::CrossRegionCopy, from.any_block("rule", |rule| rule.block("copy_action").truth()));
}

/// Days shown for recovery points that never expire.
const FOREVER: i64 = 36_500;

/// Whether a rule's schedule runs at least once a day.
fn daily(rule: &Reader<'_>) -> Truth {
    let schedule = rule.text("schedule", Datum::Absent);
    schedule
        .map(|d| match d {
            Datum::Text(expression) => Datum::Bool(runs_daily(&expression)),
            _ => Datum::Bool(false),
        })
        .truth()
}

/// `cron(minute hour day-of-month month day-of-week year)` or `rate(n unit)`.
fn runs_daily(expression: &str) -> bool {
    let inside = |name: &str| expression.trim().strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(fields) = inside("cron") {
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let every = |i: usize| fields.get(i).is_some_and(|f| matches!(*f, "*" | "?" | "1/1" | "*/1" | "1-7"));
        return fields.len() >= 5 && every(2) && every(3) && every(4);
    }
    if let Some(rate) = inside("rate") {
        let mut words = rate.split_whitespace();
        let n: u32 = words.next().and_then(|n| n.parse().ok()).unwrap_or(u32::MAX);
        return match words.next().map(|unit| unit.trim_end_matches('s')) {
            Some("minute") => n <= 24 * 60,
            Some("hour") => n <= 24,
            Some("day") => n <= 1,
            _ => false,
        };
    }
    false
}

fn selected(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InBackupPlan, Setting::concluded(Truth::True, from.place()));
}

fn recovery_point(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", Datum::Absent));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn archive(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::AccessPolicy, policy::statements(from, "access_policy"));
    to.set(Key::LockedRetention, from.without("aws_glacier_vault_lock", false));
    to.set(Key::Notifications, from.block("notification"));
}

fn archive_lock(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LockedRetention, from.bool("complete_lock", false));
}

#[cfg(test)]
mod tests {
    use super::runs_daily;

    #[test]
    fn schedules_that_run_every_day() {
        for daily in ["cron(0 5 ? * * *)", "cron(0 12 * * ? *)", "rate(1 day)", "rate(12 hours)"] {
            assert!(runs_daily(daily), "{daily}");
        }
        for rarer in
            ["cron(0 5 ? * 1 *)", "cron(0 5 1 * ? *)", "rate(7 days)", "rate(1 week)", "nonsense", ""]
        {
            assert!(!runs_daily(rarer), "{rarer}");
        }
    }
}
