//! Key vaults, managed hardware security modules and App Configuration.

use super::{PRIVATE, PRIVATE_ENDPOINT, PUBLIC_BY_DEFAULT};
use crate::dialect::live::{Field, Shape, Take};
use crate::native::Node;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.KeyVault/vaults", "azurerm_key_vault", VAULT)
        .unset(&["enable_rbac_authorization"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.KeyVault/managedHSMs",
        "azurerm_key_vault_managed_hardware_security_module",
        MODULE,
    ),
    Shape::new(
        "Microsoft.AppConfiguration/configurationStores",
        "azurerm_app_configuration",
        &[
            super::LOCAL_AUTH,
            Field::same(
                "encryption.key_vault_key_identifier",
                "properties.encryption.keyVaultProperties.keyIdentifier",
            )
            .or_unset(),
            Field::same("purge_protection_enabled", "properties.enablePurgeProtection"),
            // left out means automatic, as in code
            Field::same("public_network_access", "properties.publicNetworkAccess")
                .or_unset_in("properties.provisioningState"),
            Field::same("sku", "sku.name"),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
];

const VAULT: &[Field] = &[
    PUBLIC_BY_DEFAULT,
    PRIVATE,
    // asked for, and none there
    Field::unset_where("azurerm_monitor_diagnostic_setting", "details.diagnosticSettings"),
    // "Enabling this functionality is irreversible"; left out until it is
    Field::same("purge_protection_enabled", "properties.enablePurgeProtection").or_unset(),
    Field::same("soft_delete_enabled", "properties.enableSoftDelete"),
    Field::same("soft_delete_retention_days", "properties.softDeleteRetentionInDays"),
    // "If null or not specified, the vault is created with the default value of false."
    Field::same("rbac_authorization_enabled", "properties.enableRbacAuthorization").or_unset(),
    // without rules the vault answers every network
    Field::same("network_acls.default_action", "properties.networkAcls.defaultAction").or_unset(),
    Field::of("network_acls.ip_rules", "properties.networkAcls.ipRules", Take::With(addresses)).or_unset(),
    Field::of(
        "network_acls.virtual_network_subnet_ids",
        "properties.networkAcls.virtualNetworkRules",
        Take::With(subnets),
    )
    .or_unset(),
];

/// A module that does not speak of purge protection may have it: there it is the default.
const MODULE: &[Field] = &[
    PUBLIC_BY_DEFAULT,
    Field::same("purge_protection_enabled", "properties.enablePurgeProtection"),
    Field::same("soft_delete_retention_days", "properties.softDeleteRetentionInDays"),
    Field::same("network_acls.default_action", "properties.networkAcls.defaultAction").or_unset(),
    Field::of("network_acls.ip_rules", "properties.networkAcls.ipRules", Take::With(addresses)).or_unset(),
    Field::of(
        "network_acls.virtual_network_subnet_ids",
        "properties.networkAcls.virtualNetworkRules",
        Take::With(subnets),
    )
    .or_unset(),
];

fn addresses(node: &Node) -> Option<Node> {
    super::each(node, "value")
}

fn subnets(node: &Node) -> Option<Node> {
    super::each(node, "id")
}
