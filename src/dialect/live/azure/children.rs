//! What only templates say: children that an inventory gives with their parents, and settings of a subscription.

use super::parent;
use crate::dialect::live::field::put;
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Storage/storageAccounts/blobServices/containers",
        "azurerm_storage_container",
        &[
            parent("storage_account_id"),
            Field::of(
                "container_access_type",
                "properties.publicAccess",
                Take::Words(&[("None", "private"), ("Blob", "blob"), ("Container", "container")]),
            ),
            // a container keeps every version until its policy lets it go
            Field::unset_where(IMMUTABLE, "properties"),
        ],
    ),
    Shape::new(
        "Microsoft.Storage/storageAccounts/encryptionScopes",
        "azurerm_storage_encryption_scope",
        &[
            Field::same("key_vault_key_id", "properties.keyVaultProperties.keyUri"),
            Field::same("infrastructure_encryption_required", "properties.requireInfrastructureEncryption"),
        ],
    ),
    Shape::new(
        "Microsoft.Storage/storageAccounts/localUsers",
        "azurerm_storage_account_local_user",
        &[Field::same("ssh_password_enabled", "properties.hasSshPassword")],
    ),
    Shape::new(
        "Microsoft.KeyVault/vaults/keys",
        "azurerm_key_vault_key",
        &[
            Field::same("expiration_date", "properties.attributes.exp"),
            Field::same("expiration_date", "properties.rotationPolicy.attributes.expiryTime"),
            Field::same("key_type", "properties.kty"),
            Field::of(
                "rotation_policy.automatic",
                "properties.rotationPolicy.lifetimeActions",
                Take::With(rotates),
            ),
        ],
    ),
    Shape::new(
        "Microsoft.KeyVault/vaults/secrets",
        "azurerm_key_vault_secret",
        &[
            Field::same("expiration_date", "properties.attributes.exp"),
            Field::same("content_type", "properties.contentType"),
        ],
    ),
    Shape::new(
        "Microsoft.Network/networkSecurityGroups/securityRules",
        "azurerm_network_security_rule",
        super::network::RULE,
    ),
    Shape::new("Microsoft.Sql/servers/firewallRules", "azurerm_mssql_firewall_rule", ADDRESSES),
    Shape::new(
        "Microsoft.DBforPostgreSQL/servers/firewallRules",
        "azurerm_postgresql_firewall_rule",
        ADDRESSES,
    ),
    Shape::new(
        "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules",
        "azurerm_postgresql_flexible_server_firewall_rule",
        ADDRESSES,
    ),
    Shape::new("Microsoft.DBforMySQL/servers/firewallRules", "azurerm_mysql_firewall_rule", ADDRESSES),
    Shape::new(
        "Microsoft.DBforMySQL/flexibleServers/firewallRules",
        "azurerm_mysql_flexible_server_firewall_rule",
        ADDRESSES,
    ),
    Shape::new("Microsoft.DBforMariaDB/servers/firewallRules", "azurerm_mariadb_firewall_rule", ADDRESSES),
    Shape::new("Microsoft.Synapse/workspaces/firewallRules", "azurerm_synapse_firewall_rule", ADDRESSES),
    Shape::new(
        "Microsoft.DBforPostgreSQL/servers/configurations",
        "azurerm_postgresql_configuration",
        PARAMETER,
    ),
    Shape::new(
        "Microsoft.DBforPostgreSQL/flexibleServers/configurations",
        "azurerm_postgresql_flexible_server_configuration",
        PARAMETER,
    ),
    Shape::new("Microsoft.DBforMySQL/servers/configurations", "azurerm_mysql_configuration", PARAMETER),
    Shape::new(
        "Microsoft.DBforMySQL/flexibleServers/configurations",
        "azurerm_mysql_flexible_server_configuration",
        PARAMETER,
    ),
    Shape::new("Microsoft.DBforMariaDB/servers/configurations", "azurerm_mariadb_configuration", PARAMETER),
    Shape::new(
        "Microsoft.DBforPostgreSQL/servers/administrators",
        "azurerm_postgresql_active_directory_administrator",
        SERVER,
    ),
    Shape::new(
        "Microsoft.DBforMySQL/servers/administrators",
        "azurerm_mysql_active_directory_administrator",
        SERVER,
    ),
    Shape::new(
        "Microsoft.DBforPostgreSQL/flexibleServers/administrators",
        "azurerm_postgresql_flexible_server_active_directory_administrator",
        SERVER,
    ),
    Shape::new(
        "Microsoft.DBforMySQL/flexibleServers/administrators",
        "azurerm_mysql_flexible_server_active_directory_administrator",
        SERVER,
    ),
    Shape::new("Microsoft.DBforPostgreSQL/servers/keys", "azurerm_postgresql_server_key", SERVER_KEY),
    Shape::new("Microsoft.DBforMySQL/servers/keys", "azurerm_mysql_server_key", SERVER_KEY),
    Shape::new(
        "Microsoft.Sql/managedInstances/administrators",
        "azurerm_mssql_managed_instance_active_directory_administrator",
        &[parent("managed_instance_id")],
    ),
    Shape::new(
        "Microsoft.Sql/managedInstances/encryptionProtector",
        "azurerm_mssql_managed_instance_transparent_data_encryption",
        &[parent("managed_instance_id"), Field::same("key_vault_key_id", "properties.serverKeyName")],
    )
    .more(|source, body| {
        unless(source, body, "properties.serverKeyType", "AzureKeyVault", "managed_instance_id");
    }),
    Shape::new(
        "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies",
        IMMUTABLE,
        &[parent("storage_container_resource_manager_id"), Field::unset_where("locked", "")],
    ),
    Shape::new(
        "Microsoft.OperationalInsights/workspaces/storageInsightConfigs",
        "azurerm_log_analytics_storage_insights",
        &[
            super::arm("storage_account_id", "properties.storageAccount.id"),
            Field::same("table_names", "properties.tables"),
            Field::same("blob_container_names", "properties.containers"),
        ],
    ),
    Shape::new(
        "Microsoft.Security/defenderForStorageSettings",
        "azurerm_security_center_storage_defender",
        &[super::arm("storage_account_id", "target")],
    )
    .more(|source, body| {
        unless(source, body, "properties.isEnabled", "true", "storage_account_id");
    }),
    Shape::new(
        "Microsoft.Security/advancedThreatProtectionSettings",
        "azurerm_advanced_threat_protection",
        &[super::arm("target_resource_id", "target"), Field::same("enabled", "properties.isEnabled")],
    ),
    Shape::new(
        "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies",
        "azurerm_recovery_services_vault_resource_guard_association",
        &[parent("vault_id")],
    ),
    Shape::new(
        "Microsoft.Synapse/workspaces/auditingSettings",
        "azurerm_synapse_workspace_extended_auditing_policy",
        &[parent("synapse_workspace_id")],
    )
    .more(|source, body| {
        unless(source, body, "properties.state", "Enabled", "synapse_workspace_id");
    }),
    Shape::new(
        "Microsoft.Synapse/workspaces/extendedAuditingSettings",
        "azurerm_synapse_workspace_extended_auditing_policy",
        &[parent("synapse_workspace_id")],
    )
    .more(|source, body| {
        unless(source, body, "properties.state", "Enabled", "synapse_workspace_id");
    }),
    Shape::new(
        "Microsoft.Synapse/workspaces/sqlPools/auditingSettings",
        "azurerm_synapse_sql_pool_extended_auditing_policy",
        &[parent("sql_pool_id")],
    )
    .more(|source, body| {
        unless(source, body, "properties.state", "Enabled", "sql_pool_id");
    }),
    Shape::new(
        "Microsoft.Synapse/workspaces/sqlPools/securityAlertPolicies",
        "azurerm_synapse_sql_pool_security_alert_policy",
        &[parent("sql_pool_id"), Field::same("policy_state", "properties.state")],
    ),
    Shape::new(
        "Microsoft.Security/securityContacts",
        "azurerm_security_center_contact",
        &[
            Field::same("email", "properties.email"),
            Field::same("email", "properties.emails"),
            Field::same("phone", "properties.phone"),
        ],
    )
    .more(contact),
    Shape::new(
        "Microsoft.Security/autoProvisioningSettings",
        "azurerm_security_center_auto_provisioning",
        &[Field::same("auto_provision", "properties.autoProvision")],
    ),
    Shape::new(
        "Microsoft.Security/settings",
        "azurerm_security_center_setting",
        &[Field::same("setting_name", "name"), Field::same("enabled", "properties.enabled")],
    ),
    Shape::new(
        "Microsoft.Insights/logProfiles",
        "azurerm_monitor_log_profile",
        &[
            Field::same("categories", "properties.categories"),
            Field::same("locations", "properties.locations"),
            Field::reference("storage_account_id", "properties.storageAccountId"),
            Field::same("servicebus_rule_id", "properties.serviceBusRuleId"),
            Field::same("retention_policy.enabled", "properties.retentionPolicy.enabled"),
            Field::same("retention_policy.days", "properties.retentionPolicy.days"),
        ],
    ),
    Shape::new(
        "Microsoft.Automation/automationAccounts/variables",
        "azurerm_automation_variable_string",
        &[Field::same("encrypted", "properties.isEncrypted")],
    ),
    Shape::new(
        "Microsoft.DataLakeStore/accounts",
        "azurerm_data_lake_store",
        &[
            Field::same("encryption_state", "properties.encryptionState"),
            Field::same("firewall_state", "properties.firewallState"),
            Field::same("firewall_allow_azure_ips", "properties.firewallAllowAzureIps"),
        ],
    ),
];

const IMMUTABLE: &str = "azurerm_storage_container_immutability_policy";

const ADDRESSES: &[Field] = &[
    parent("server_id"),
    parent("server_name"),
    Field::same("start_ip_address", "properties.startIpAddress"),
    Field::same("end_ip_address", "properties.endIpAddress"),
];

const PARAMETER: &[Field] =
    &[parent("server_name"), Field::same("name", "name"), Field::same("value", "properties.value")];

const SERVER: &[Field] = &[parent("server_id"), parent("server_name")];

const SERVER_KEY: &[Field] = &[parent("server_id"), Field::same("key_vault_key_id", "properties.uri")];

/// A policy that is not switched on configures nothing: what it would configure is taken back.
fn unless(source: &Source<'_>, body: &mut Object, path: &str, word: &str, link: &str) {
    let on = source.at(path).is_none_or(|n| {
        n.as_unknown().is_some() || n.as_text().is_some_and(|t| t.eq_ignore_ascii_case(word))
    });
    if !on {
        put(body, link, source.node(Value::Null));
    }
}

/// Whether one of the actions makes a new version of the key.
fn rotates(node: &Node) -> Option<Node> {
    let is = |n: &Node| {
        let kind = Source::within(n, "action.type").and_then(Node::as_text);
        kind.is_some_and(|k| k.eq_ignore_ascii_case("rotate"))
    };
    let found = node.items()?.iter().find(|n| is(n));
    Some(found.map_or_else(|| super::null(node), Clone::clone))
}

/// Whether people are told, in the older words and the newer ones.
fn contact(source: &Source<'_>, body: &mut Object) {
    let mut say = |to: &str, older: &str, newer: &str| {
        let found = source.at(older).and_then(|n| if n.as_object().is_some() { None } else { Some(n) });
        let node = found.or_else(|| source.at(newer));
        let made = match node {
            Some(node) => match node.as_text() {
                Some(text) => Node { value: Value::Bool(text.eq_ignore_ascii_case("on")), ..node.clone() },
                None => node.clone(),
            },
            None => source.node(Value::Bool(false)),
        };
        put(body, to, made);
    };
    say("alert_notifications", "properties.alertNotifications", "properties.alertNotifications.state");
    say("alerts_to_admins", "properties.alertsToAdmins", "properties.notificationsByRole.state");
}
