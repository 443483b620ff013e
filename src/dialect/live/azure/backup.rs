//! Recovery Services and Data Protection: vaults, policies and what they protect.

use super::{IDENTITY, PUBLIC_BY_DEFAULT};
use crate::dialect::live::field::put;
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.RecoveryServices/vaults", "azurerm_recovery_services_vault", RECOVERY).companions(
        &[Companion::new(
            GUARD,
            "properties.securitySettings.multiUserAuthorization",
            &[Field::itself("vault_id")],
        )
        .when(|source| is(source, "properties.securitySettings.multiUserAuthorization", "Enabled"))],
    ),
    Shape::new(
        "Microsoft.RecoveryServices/vaults/backupPolicies",
        "azurerm_backup_policy_vm",
        &[
            Field::same(
                "retention_daily.count",
                "properties.retentionPolicy.dailySchedule.retentionDuration.count",
            )
            .or_unset_in("properties.retentionPolicy"),
            Field::same(
                "retention_weekly.count",
                "properties.retentionPolicy.weeklySchedule.retentionDuration.count",
            )
            .or_unset_in("properties.retentionPolicy"),
            Field::same("backup.frequency", "properties.schedulePolicy.scheduleRunFrequency"),
            Field::of(
                "protection_policy",
                "properties.subProtectionPolicy",
                Take::Blocks(&[
                    Field::same("policy_type", "policyType"),
                    Field::same(
                        "retention_daily.count",
                        "retentionPolicy.dailySchedule.retentionDuration.count",
                    )
                    .or_unset_in("retentionPolicy"),
                    Field::same(
                        "retention_weekly.count",
                        "retentionPolicy.weeklySchedule.retentionDuration.count",
                    )
                    .or_unset_in("retentionPolicy"),
                    Field::same("backup.frequency", "schedulePolicy.scheduleRunFrequency").or_unset(),
                    Field::same("backup.frequency_in_minutes", "schedulePolicy.scheduleFrequencyInMins")
                        .or_unset(),
                ]),
            ),
        ],
    )
    .variant(policy),
    Shape::new(
        "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
        "azurerm_backup_protected_vm",
        &[],
    )
    .variant(item)
    .more(protects),
    Shape::new("Microsoft.DataProtection/backupVaults", "azurerm_data_protection_backup_vault", PROTECTION)
        .companions(&[Companion::new(
            VAULT_KEY,
            "properties.securitySettings.encryptionSettings.keyVaultProperties.keyUri",
            &[
                Field::itself("data_protection_backup_vault_id"),
                Field::same(
                    "key_vault_key_id",
                    "properties.securitySettings.encryptionSettings.keyVaultProperties.keyUri",
                ),
            ],
        )]),
    Shape::new(
        "Microsoft.DataProtection/backupVaults/backupInstances",
        "azurerm_data_protection_backup_instance_disk",
        &[],
    )
    .variant(instance)
    .more(covers),
];

const GUARD: &str = "azurerm_recovery_services_vault_resource_guard_association";
const VAULT_KEY: &str = "azurerm_data_protection_backup_vault_customer_managed_key";

fn is(source: &Source<'_>, path: &str, word: &str) -> bool {
    source.text(path).is_some_and(|t| t.eq_ignore_ascii_case(word))
}

const RECOVERY: &[Field] = &[
    IDENTITY,
    PUBLIC_BY_DEFAULT,
    Field::same("encryption.key_id", "properties.encryption.keyVaultProperties.keyUri").or_unset(),
    Field::of(
        "encryption.infrastructure_encryption_enabled",
        "properties.encryption.infrastructureEncryption",
        Take::Is("Enabled"),
    )
    .or_unset(),
    Field::same("immutability", "properties.securitySettings.immutabilitySettings.state")
        .or_unset_in("properties.securitySettings"),
    Field::of(
        "soft_delete_enabled",
        "properties.securitySettings.softDeleteSettings.softDeleteState",
        Take::With(kept),
    ),
    Field::same("storage_mode_type", "properties.redundancySettings.standardTierStorageRedundancy"),
    Field::of(
        "cross_region_restore_enabled",
        "properties.redundancySettings.crossRegionRestore",
        Take::Is("Enabled"),
    ),
    Field::of(
        "monitoring.alerts_for_all_job_failures_enabled",
        "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures",
        Take::Is("Enabled"),
    ),
    Field::unset_where(GUARD, "properties.securitySettings.multiUserAuthorization"),
];

/// `Enabled` and `AlwaysON` keep what was deleted.
fn kept(node: &Node) -> Option<Node> {
    let state = node.as_text()?.to_ascii_lowercase();
    Some(Node { value: Value::Bool(matches!(&*state, "enabled" | "alwayson")), ..node.clone() })
}

const PROTECTION: &[Field] = &[
    IDENTITY,
    Field::same("immutability", "properties.securitySettings.immutabilitySettings.state")
        .or_unset_in("properties.securitySettings"),
    Field::same("soft_delete", "properties.securitySettings.softDeleteSettings.state"),
    Field::same("redundancy", "properties.storageSettings.0.type"),
    Field::of(
        "cross_region_restore_enabled",
        "properties.featureSettings.crossRegionRestoreSettings.state",
        Take::Is("Enabled"),
    ),
    Field::unset_where(VAULT_KEY, "properties.securitySettings"),
];

fn policy(source: &Source<'_>) -> Option<&'static str> {
    match &*source.text("properties.backupManagementType")? {
        "AzureStorage" => Some("azurerm_backup_policy_file_share"),
        "AzureWorkload" => Some("azurerm_backup_policy_vm_workload"),
        _ => None,
    }
}

fn item(source: &Source<'_>) -> Option<&'static str> {
    is(source, "properties.workloadType", "AzureFileShare").then_some("azurerm_backup_protected_file_share")
}

/// What an item protects, while it does: one whose protection was stopped keeps old copies and makes no new ones.
fn protects(source: &Source<'_>, body: &mut Object) {
    let path = "properties.protectionState";
    if !source.is_template()
        && !["Protected", "IRPending", "ProtectionConfigured"].iter().any(|state| is(source, path, state))
    {
        return;
    }
    let argument = match source.text("properties.workloadType").as_deref() {
        Some("VM") => "source_vm_id",
        Some("AzureFileShare") => "source_storage_account_id",
        _ => return,
    };
    if let Some(id) = source.at("properties.sourceResourceId").and_then(super::arm_id) {
        put(body, argument, id);
    }
}

fn instance(source: &Source<'_>) -> Option<&'static str> {
    is(source, "properties.dataSourceInfo.datasourceType", "Microsoft.Storage/storageAccounts/blobServices")
        .then_some("azurerm_data_protection_backup_instance_blob_storage")
}

fn covers(source: &Source<'_>, body: &mut Object) {
    if !source.is_template() && !is(source, "properties.protectionStatus.status", "ProtectionConfigured") {
        return;
    }
    let argument = match source.text("properties.dataSourceInfo.datasourceType").as_deref() {
        Some("Microsoft.Compute/disks") => "disk_id",
        Some("Microsoft.Storage/storageAccounts/blobServices") => "storage_account_id",
        _ => return,
    };
    if let Some(id) = source.at("properties.dataSourceInfo.resourceID").and_then(super::arm_id) {
        put(body, argument, id);
    }
}
