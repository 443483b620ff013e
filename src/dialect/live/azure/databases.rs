//! Databases: Azure SQL, managed instances, PostgreSQL, MySQL and MariaDB.

use super::{PRIVATE, PRIVATE_ENDPOINT, PUBLIC, null};
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.Sql/servers", "azurerm_mssql_server", SERVER)
        .companions(&[PRIVATE_ENDPOINT, ALERTS]),
    // only templates say what a database has of its own
    Shape::new("Microsoft.Sql/servers/databases", "azurerm_mssql_database", DATABASE).companions(&[ALERTS]),
    Shape::new(
        "Microsoft.Sql/managedInstances",
        "azurerm_mssql_managed_instance",
        &[
            TLS,
            Field::same("public_data_endpoint_enabled", "properties.publicDataEndpointEnabled"),
            Field::same("zone_redundant_enabled", "properties.zoneRedundant"),
            Field::of(
                "storage_account_type",
                "properties.requestedBackupStorageRedundancy",
                Take::Words(&[("Geo", "GRS"), ("GeoZone", "GZRS"), ("Zone", "ZRS"), ("Local", "LRS")]),
            ),
            Field::same("azure_active_directory_administrator", "properties.administrators").or_unset(),
        ],
    ),
    Shape::new("Microsoft.DBforPostgreSQL/flexibleServers", "azurerm_postgresql_flexible_server", FLEXIBLE)
        .unset(&["public_network_access"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.DBforMySQL/flexibleServers", "azurerm_mysql_flexible_server", FLEXIBLE)
        .unset(&["public_network_access"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.DBforPostgreSQL/servers", "azurerm_postgresql_server", SINGLE)
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.DBforMySQL/servers", "azurerm_mysql_server", SINGLE)
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.DBforMariaDB/servers", "azurerm_mariadb_server", SINGLE)
        .companions(&[PRIVATE_ENDPOINT]),
];

/// The policy that sends alerts.
const ALERTS: Companion = Companion::new(
    "azurerm_mssql_server_security_alert_policy",
    "details.securityAlertPolicies",
    &[
        Field::itself("server_name"),
        Field::same("state", "details.securityAlertPolicies.state"),
        Field::of("disabled_alerts", "details.securityAlertPolicies.disabledAlerts", Take::With(listed))
            .or_unset(),
        Field::of("email_addresses", "details.securityAlertPolicies.emailAddresses", Take::With(listed))
            .or_unset(),
        Field::of(
            "email_account_admins",
            "details.securityAlertPolicies.emailAccountAdmins",
            Take::With(told),
        ),
        Field::same("retention_days", "details.securityAlertPolicies.retentionDays"),
    ],
);

/// A list; the older versions of the API have it in a text.
fn listed(node: &Node) -> Option<Node> {
    if node.items().is_some() { super::filled(node) } else { super::parts(node, ';') }
}

/// Whether administrators are told; the older versions of the API have a word for it.
fn told(node: &Node) -> Option<Node> {
    if node.as_bool().is_some() {
        return Some(node.clone());
    }
    let value = Value::Bool(node.as_text()?.eq_ignore_ascii_case("enabled"));
    Some(Node { value, ..node.clone() })
}

/// "None" takes whatever a client offers.
const TLS: Field =
    Field::of("minimum_tls_version", "properties.minimalTlsVersion", Take::Words(&[("None", "1.0")]));

const SERVER: &[Field] = &[
    TLS,
    PUBLIC,
    PRIVATE,
    Field::of(
        "outbound_network_restriction_enabled",
        "properties.restrictOutboundNetworkAccess",
        Take::Is("Enabled"),
    ),
    Field::same("azuread_administrator.login_username", "properties.administrators.login").or_unset(),
    // in templates these stand on their own too
    Field::same("azuread_administrator.login_username", "details.administrators.login"),
    Field::same(
        "azuread_administrator.azuread_authentication_only",
        "details.azureADOnlyAuthentications.azureADOnlyAuthentication",
    ),
    Field::same(
        "azuread_administrator.azuread_authentication_only",
        "properties.administrators.azureADOnlyAuthentication",
    )
    .or_unset(),
    Field::of(
        "transparent_data_encryption_key_vault_key_id",
        "details.encryptionProtector",
        Take::With(protector),
    ),
    Field::of("extended_auditing_policy", "details.extendedAuditingSettings", Take::With(auditing)),
];

/// The customer's key of a protector; nothing for the service's own.
fn protector(node: &Node) -> Option<Node> {
    let kind = Source::within(node, "serverKeyType").and_then(Node::as_text)?;
    if kind.eq_ignore_ascii_case("AzureKeyVault") {
        return Source::within(node, "uri").or_else(|| Source::within(node, "serverKeyName")).cloned();
    }
    Some(null(node))
}

/// A policy that is switched on, with its retention; nothing for one that is off.
fn auditing(node: &Node) -> Option<Node> {
    let Some(state) = Source::within(node, "state") else { return node.as_object().map(|_| null(node)) };
    if !state.as_text()?.eq_ignore_ascii_case("enabled") {
        return Some(null(node));
    }
    let mut policy = Object::default();
    if let Some(days) = Source::within(node, "retentionDays") {
        policy.insert("retention_in_days".into(), days.clone());
    } else {
        // kept for ever
        policy.insert("retention_in_days".into(), Node { value: Value::Number(0.0), ..node.clone() });
    }
    Some(Node { value: Value::Object(policy.into()), ..node.clone() })
}

const DATABASE: &[Field] = &[
    Field::of(
        "transparent_data_encryption_enabled",
        "details.transparentDataEncryption.state",
        Take::Is("Enabled"),
    ),
    Field::same("transparent_data_encryption_key_vault_key_id", "properties.encryptionProtector").or_unset(),
    Field::same("zone_redundant", "properties.zoneRedundant"),
    Field::same("ledger_enabled", "properties.isLedgerOn"),
    Field::same(
        "short_term_retention_policy.retention_days",
        "details.backupShortTermRetentionPolicies.retentionDays",
    ),
    Field::of("long_term_retention_policy", "details.backupLongTermRetentionPolicies", Take::With(long_term)),
    Field::same("storage_account_type", "properties.requestedBackupStorageRedundancy"),
];

/// A policy whose periods are all zero keeps nothing.
fn long_term(node: &Node) -> Option<Node> {
    let periods = ["weeklyRetention", "monthlyRetention", "yearlyRetention"]
        .map(|name| Source::within(node, name).and_then(Node::as_text));
    if periods.iter().all(Option::is_none) {
        return None;
    }
    let keeps = periods.iter().flatten().any(|period| !matches!(&**period, "" | "PT0S"));
    Some(if keeps { node.clone() } else { null(node) })
}

const FLEXIBLE: &[Field] = &[
    PRIVATE,
    Field::same("version", "properties.version"),
    Field::of("geo_redundant_backup_enabled", "properties.backup.geoRedundantBackup", Take::Is("Enabled")),
    Field::same("backup_retention_days", "properties.backup.backupRetentionDays"),
    Field::same("customer_managed_key.key_vault_key_id", "properties.dataEncryption.primaryKeyURI")
        .or_unset(),
    Field::same("high_availability.mode", "properties.highAvailability.mode"),
    super::arm("delegated_subnet_id", "properties.network.delegatedSubnetResourceId"),
    Field::of("public_network_access_enabled", "properties.network.publicNetworkAccess", Take::Is("Enabled")),
    Field::of(
        "create_mode",
        "properties.replicationRole",
        Take::Words(&[("AsyncReplica", "Replica"), ("GeoAsyncReplica", "Replica")]),
    ),
    Field::of(
        "authentication.active_directory_auth_enabled",
        "properties.authConfig.activeDirectoryAuth",
        Take::Is("Enabled"),
    ),
    Field::of(
        "authentication.password_auth_enabled",
        "properties.authConfig.passwordAuth",
        Take::Is("Enabled"),
    ),
];

const SINGLE: &[Field] = &[
    PUBLIC,
    PRIVATE,
    Field::same("version", "properties.version"),
    Field::of(
        "geo_redundant_backup_enabled",
        "properties.storageProfile.geoRedundantBackup",
        Take::Is("Enabled"),
    ),
    Field::same("backup_retention_days", "properties.storageProfile.backupRetentionDays"),
    Field::of("ssl_enforcement_enabled", "properties.sslEnforcement", Take::Is("Enabled")),
    Field::of(
        "ssl_minimal_tls_version_enforced",
        "properties.minimalTlsVersion",
        Take::Words(&[("TLSEnforcementDisabled", "1.0")]),
    ),
    Field::of(
        "infrastructure_encryption_enabled",
        "properties.infrastructureEncryption",
        Take::Is("Enabled"),
    ),
];
