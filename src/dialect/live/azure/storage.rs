//! Storage: accounts with their blob and file services, NetApp, file synchronisation.

use super::{IDENTITY, PRIVATE, PRIVATE_ENDPOINT, enabled, otherwise, parts};
use crate::dialect::live::field::put;
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.Storage/storageAccounts", "azurerm_storage_account", ACCOUNT)
        .unset(&["enable_https_traffic_only", "allow_blob_public_access"])
        .more(account)
        .companions(&[
            PRIVATE_ENDPOINT,
            Companion::new(
                "azurerm_storage_management_policy",
                "details.managementPolicies.policy",
                &[
                    Field::itself("storage_account_id"),
                    Field::same("rule", "details.managementPolicies.policy.rules"),
                ],
            ),
        ]),
    Shape::new(
        "Microsoft.StorageSync/storageSyncServices",
        "azurerm_storage_sync",
        &[Field::same("incoming_traffic_policy", "properties.incomingTrafficPolicy")],
    ),
    Shape::new(
        "Microsoft.NetApp/netAppAccounts",
        "azurerm_netapp_account",
        &[Field::of(
            "active_directory",
            "properties.activeDirectories",
            Take::Blocks(&[
                Field::same("aes_encryption_enabled", "aesEncryption").or_unset(),
                Field::same("ldap_over_tls_enabled", "ldapOverTLS").or_unset(),
            ]),
        )
        .or_unset()],
    ),
    Shape::new(
        "Microsoft.NetApp/netAppAccounts/capacityPools",
        "azurerm_netapp_pool",
        &[Field::same("encryption_type", "properties.encryptionType")],
    ),
    Shape::new(
        "Microsoft.NetApp/netAppAccounts/capacityPools/volumes",
        "azurerm_netapp_volume",
        &[
            Field::same("encryption_key_source", "properties.encryptionKeySource"),
            Field::same("protocols", "properties.protocolTypes"),
            Field::same("smb3_protocol_encryption_enabled", "properties.smbEncryption"),
            Field::same("kerberos_enabled", "properties.kerberosEnabled"),
            Field::of(
                "export_policy_rule",
                "properties.exportPolicy.rules",
                Take::Blocks(&[Field::of("allowed_clients", "allowedClients", Take::With(commas))]),
            ),
            Field::same("data_protection_replication", "properties.dataProtection.replication").or_unset(),
            Field::same("data_protection_backup_policy", "properties.dataProtection.backup").or_unset(),
            Field::same("data_protection_snapshot_policy", "properties.dataProtection.snapshot").or_unset(),
        ],
    ),
];

const ACCOUNT: &[Field] = &[
    IDENTITY,
    PRIVATE,
    Field::unset_where("azurerm_storage_management_policy", "details.managementPolicies"),
    super::PUBLIC,
    Field::same("infrastructure_encryption_enabled", "properties.encryption.requireInfrastructureEncryption")
        .or_unset(),
    Field::same("https_traffic_only_enabled", "properties.supportsHttpsTrafficOnly"),
    Field::same("min_tls_version", "properties.minimumTlsVersion"),
    Field::same("allow_nested_items_to_be_public", "properties.allowBlobPublicAccess"),
    // "The default value is null, which is equivalent to true."
    Field::same("shared_access_key_enabled", "properties.allowSharedKeyAccess").or_unset(),
    Field::same("sas_policy.expiration_period", "properties.sasPolicy.sasExpirationPeriod").or_unset(),
    // "The default interpretation is false for this property."
    Field::same("default_to_oauth_authentication", "properties.defaultToOAuthAuthentication").or_unset(),
    Field::same("is_hns_enabled", "properties.isHnsEnabled").or_unset_in("properties.encryption"),
    Field::same("sftp_enabled", "properties.isSftpEnabled").or_unset_in("properties.encryption"),
    Field::same("local_user_enabled", "properties.isLocalUserEnabled").or_unset_in("properties.encryption"),
    Field::same("account_kind", "kind"),
    Field::of("account_replication_type", "sku.name", Take::With(replication)),
    Field::of(
        "network_rules",
        "properties.networkAcls",
        Take::Block(&[
            Field::same("default_action", "defaultAction"),
            Field::of("bypass", "bypass", Take::With(commas)),
            Field::of("virtual_network_subnet_ids", "virtualNetworkRules", Take::With(ids)).or_unset(),
        ]),
    ),
    Field::of(
        "blob_properties",
        "details.blobServices",
        Take::Block(&[
            Field::same("versioning_enabled", "isVersioningEnabled").or_unset(),
            Field::of("delete_retention_policy", "deleteRetentionPolicy", Take::With(enabled)).or_unset(),
            Field::of(
                "container_delete_retention_policy",
                "containerDeleteRetentionPolicy",
                Take::With(enabled),
            )
            .or_unset(),
            Field::same("change_feed_enabled", "changeFeed.enabled").or_unset(),
            Field::of("restore_policy", "restorePolicy", Take::With(enabled)).or_unset(),
        ]),
    ),
    Field::of(
        "share_properties",
        "details.fileServices",
        Take::Block(&[
            Field::of("retention_policy", "shareDeleteRetentionPolicy", Take::With(enabled)).or_unset(),
            Field::of("smb.versions", "protocolSettings.smb.versions", Take::With(semicolons)).or_unset(),
        ]),
    ),
    Field::same(
        "immutability_policy.state",
        "properties.immutableStorageWithVersioning.immutabilityPolicy.state",
    )
    .or_unset(),
];

fn commas(node: &Node) -> Option<Node> {
    parts(node, ',')
}

fn semicolons(node: &Node) -> Option<Node> {
    parts(node, ';')
}

fn ids(node: &Node) -> Option<Node> {
    super::each(node, "id")
}

/// `Standard_RAGRS` is replicated as `RAGRS`.
fn replication(node: &Node) -> Option<Node> {
    let name = node.as_text()?;
    Some(super::text(name.rsplit('_').next()?, node))
}

fn account(source: &Source<'_>, body: &mut Object) {
    // "The default value is true since API version 2019-04-01."
    let version = source.text("apiVersion").filter(|_| source.is_template());
    if version.is_some_and(|v| &*v < "2019-04-01") {
        let no = Value::Bool(false);
        otherwise(source, body, "properties.supportsHttpsTrafficOnly", "https_traffic_only_enabled", no);
    }
    // "The default interpretation is TLS 1.0 for this property."
    otherwise(
        source,
        body,
        "properties.minimumTlsVersion",
        "min_tls_version",
        Value::String("TLS1_0".into()),
    );
    let keys = match source.at("properties.encryption.keySource") {
        // whose the keys are is up to what is not known
        Some(unknown) if unknown.as_unknown().is_some() => {
            put(body, "customer_managed_key", unknown.clone());
            return;
        }
        None if source.is_template() => "Microsoft.Storage".into(),
        node => match node.and_then(Node::as_text) {
            Some(keys) => keys,
            None => return,
        },
    };
    let is_own = keys.eq_ignore_ascii_case("Microsoft.Keyvault");
    let key = source.at("properties.encryption.keyvaultproperties.keyname").filter(|_| is_own);
    match key {
        Some(name) => put(body, "customer_managed_key.key_vault_key_id", name.clone()),
        None if is_own => {}
        None => put(body, "customer_managed_key", source.node(Value::Null)),
    }
}
