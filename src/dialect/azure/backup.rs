//! Recovery Services and Data Protection: vaults, backup policies and what they protect.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_recovery_services_vault", Kind::BackupVault, recovery_vault),
    Type::companion(
        "azurerm_recovery_services_vault_resource_guard_association",
        &[Link { by: &["vault_id"], to: &["azurerm_recovery_services_vault"], named: &[], apply: guarded }],
    ),
    Type::resource("azurerm_data_protection_backup_vault", Kind::BackupVault, protection_vault),
    Type::companion(
        "azurerm_data_protection_backup_vault_customer_managed_key",
        &[Link {
            by: &["data_protection_backup_vault_id"],
            to: &["azurerm_data_protection_backup_vault"],
            named: &[],
            apply: vault_key,
        }],
    ),
    Type::resource("azurerm_backup_policy_vm", Kind::BackupPlan, policy_counted),
    Type::resource("azurerm_backup_policy_file_share", Kind::BackupPlan, policy_counted),
    Type::resource("azurerm_backup_policy_vm_workload", Kind::BackupPlan, policy_workload),
    Type::resource("azurerm_data_protection_backup_policy_blob_storage", Kind::BackupPlan, policy_blob),
    Type::resource("azurerm_data_protection_backup_policy_disk", Kind::BackupPlan, policy_default),
    Type::resource("azurerm_data_protection_backup_policy_postgresql", Kind::BackupPlan, policy_default),
    Type::companion(
        "azurerm_backup_protected_file_share",
        &[Link {
            by: &["source_storage_account_id"],
            to: &["azurerm_storage_account"],
            named: &[],
            apply: protected,
        }],
    ),
];

fn recovery_vault(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("encryption.key_id"));
    to.set(Key::InfrastructureEncryption, from.bool("encryption.infrastructure_encryption_enabled", false));
    to.set(Key::LockedRetention, from.says("immutability", &["Locked"], false));
    to.set(Key::SoftDelete, from.bool("soft_delete_enabled", true));
    to.set(Key::GeoRedundant, from.says("storage_mode_type", &["GeoRedundant"], true));
    to.set(Key::CrossRegionCopy, from.bool("cross_region_restore_enabled", false));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(
        Key::DeleteApproval,
        from.without("azurerm_recovery_services_vault_resource_guard_association", false),
    );
    let alerts = from.bool("monitoring.alerts_for_all_job_failures_enabled", true);
    to.set(Key::Notifications, alerts);
}

fn protection_vault(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(
        Key::CustomerKey,
        from.without("azurerm_data_protection_backup_vault_customer_managed_key", Datum::Absent),
    );
    to.set(Key::LockedRetention, from.says("immutability", &["Locked"], false));
    to.set(Key::SoftDelete, from.says("soft_delete", &["On", "AlwaysOn"], true));
    to.set(Key::GeoRedundant, from.says("redundancy", &["GeoRedundant"], false));
    to.set(Key::CrossRegionCopy, from.bool("cross_region_restore_enabled", false));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
}

fn guarded(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DeleteApproval, Setting::concluded(Truth::True, from.place()));
}

fn vault_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

/// Policies that keep a number of daily and weekly backups.
fn policy_counted(from: &Reader<'_>, to: &mut Resource) {
    if from.has("retention_daily.count") || !from.has("retention_weekly.count") {
        to.set(Key::BackupRetentionDays, from.int("retention_daily.count", Datum::Absent));
    } else {
        to.set(Key::BackupRetentionDays, from.int("retention_weekly.count", Datum::Absent).map(weeks));
    }
    to.set(Key::DailyBackup, from.says("backup.frequency", &["Daily", "Hourly"], false));
}

fn weeks(count: Datum) -> Datum {
    match count {
        Datum::Int(n) => Datum::Int(n.saturating_mul(7)),
        other => other,
    }
}

/// Databases on machines: the full backups' retention decides.
fn policy_workload(from: &Reader<'_>, to: &mut Resource) {
    let policies = from.blocks("protection_policy");
    let full = policies
        .known
        .iter()
        .find(|p| p.says("policy_type", &["Full"], false).truth() == Truth::True)
        .or(policies.known.first());
    let Some(full) = full else { return };
    if full.has("retention_daily.count") || !full.has("retention_weekly.count") {
        to.set(Key::BackupRetentionDays, full.int("retention_daily.count", Datum::Absent));
    } else {
        to.set(Key::BackupRetentionDays, full.int("retention_weekly.count", Datum::Absent).map(weeks));
    }
    let daily = Truth::any(&policies.known, |p| {
        p.says("backup.frequency", &["Daily"], false)
            .truth()
            .or(|| p.block("backup.frequency_in_minutes").truth())
    });
    to.set(Key::DailyBackup, Setting::concluded(daily, from.place()));
}

fn policy_blob(from: &Reader<'_>, to: &mut Resource) {
    let names =
        ["operational_default_retention_duration", "retention_duration", "vault_default_retention_duration"];
    let written = names.into_iter().find(|name| from.has(name)).unwrap_or(names[0]);
    to.set(Key::BackupRetentionDays, duration(from, written));
}

fn policy_default(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::BackupRetentionDays, duration(from, "default_retention_duration"));
}

/// An ISO 8601 duration in whole days.
fn duration(from: &Reader<'_>, path: &str) -> Setting {
    from.read(path, Datum::Absent, |node| days(&node.as_text()?).map(Datum::Int))
}

/// `P30D`, `P4W`, `P3M`, `P1Y`: months count 30 days, years 365.
fn days(duration: &str) -> Option<i64> {
    let mut rest = duration.strip_prefix('P')?.split('T').next()?;
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at(end);
        let length = match unit.chars().next()? {
            'D' => 1,
            'W' => 7,
            'M' => 30,
            'Y' => 365,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(length)?)?;
        rest = unit.get(1..)?;
    }
    Some(total)
}

fn protected(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InBackupPlan, Setting::concluded(Truth::True, from.place()));
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn durations_in_days() {
        assert_eq!(days("P30D"), Some(30));
        assert_eq!(days("P1Y2M"), Some(425));
        assert_eq!(days("P4W"), Some(28));
        assert_eq!(days("PT12H"), Some(0));
        assert_eq!(days("30"), None);
        assert_eq!(days("P1X"), None);
    }
}
