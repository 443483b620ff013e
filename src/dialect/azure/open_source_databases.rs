//! Azure Database for PostgreSQL, MySQL and MariaDB: single and flexible servers.

use super::sql::{firewall_rule, minimum_tls};
use crate::dialect::combine::text_is;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_postgresql_server", Kind::Database, postgresql),
    Type::resource("azurerm_postgresql_flexible_server", Kind::Database, postgresql_flexible),
    Type::resource("azurerm_mysql_server", Kind::Database, mysql),
    Type::resource("azurerm_mysql_flexible_server", Kind::Database, mysql_flexible),
    Type::resource("azurerm_mariadb_server", Kind::Database, mariadb),
    Type::companion("azurerm_postgresql_server_key", KEY),
    Type::companion("azurerm_mysql_server_key", KEY),
    Type::companion("azurerm_postgresql_active_directory_administrator", ADMINISTRATOR),
    Type::companion("azurerm_mysql_active_directory_administrator", ADMINISTRATOR),
    Type::companion("azurerm_postgresql_flexible_server_active_directory_administrator", ADMINISTRATOR),
    Type::companion("azurerm_mysql_flexible_server_active_directory_administrator", ADMINISTRATOR),
    Type::resource("azurerm_postgresql_configuration", Kind::DatabaseParameters, configuration),
    Type::resource(
        "azurerm_postgresql_flexible_server_configuration",
        Kind::DatabaseParameters,
        configuration,
    ),
    Type::resource("azurerm_mysql_configuration", Kind::DatabaseParameters, configuration),
    Type::resource("azurerm_mysql_flexible_server_configuration", Kind::DatabaseParameters, configuration),
    Type::resource("azurerm_mariadb_configuration", Kind::DatabaseParameters, configuration),
    Type::resource("azurerm_postgresql_firewall_rule", Kind::Firewall, firewall_rule),
    Type::resource("azurerm_postgresql_flexible_server_firewall_rule", Kind::Firewall, firewall_rule),
    Type::resource("azurerm_mysql_firewall_rule", Kind::Firewall, firewall_rule),
    Type::resource("azurerm_mysql_flexible_server_firewall_rule", Kind::Firewall, firewall_rule),
    Type::resource("azurerm_mariadb_firewall_rule", Kind::Firewall, firewall_rule),
];

const SERVERS: &[&str] = &[
    "azurerm_postgresql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_mysql_server",
    "azurerm_mysql_flexible_server",
];

static KEY: &[Link] = &[Link { by: &["server_id"], to: SERVERS, named: &[], apply: keyed }];
static ADMINISTRATOR: &[Link] =
    &[Link { by: &["server_name", "server_id"], to: SERVERS, named: &["name"], apply: administered }];

fn keyed(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

fn administered(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::IdentityAuthentication,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}

/// What every server has.
fn common(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::PrivateConnectivity, from.without("azurerm_private_endpoint", false));
    to.set(Key::Version, from.text("version", Datum::Absent));
    to.set(Key::CrossRegionCopy, from.bool("geo_redundant_backup_enabled", false));
    to.set(Key::BackupRetentionDays, from.int("backup_retention_days", 7));
}

/// What single servers have.
fn single(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(Key::EncryptedInTransit, from.bool("ssl_enforcement_enabled", Datum::Absent));
    to.set(Key::MinimumTls, minimum_tls(from, "ssl_minimal_tls_version_enforced"));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
}

fn guarded(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InfrastructureEncryption, from.bool("infrastructure_encryption_enabled", false));
    to.set(Key::ThreatDetection, from.bool("threat_detection_policy.enabled", false));
    to.set(Key::CustomerKey, from.without("azurerm_postgresql_server_key", Datum::Absent));
    to.set(
        Key::IdentityAuthentication,
        from.without("azurerm_postgresql_active_directory_administrator", false),
    );
}

fn postgresql(from: &Reader<'_>, to: &mut Resource) {
    single(from, to);
    guarded(from, to);
    to.set(Key::Engine, Setting::default("postgresql"));
}

fn mysql(from: &Reader<'_>, to: &mut Resource) {
    single(from, to);
    guarded(from, to);
    to.set(Key::Engine, Setting::default("mysql"));
}

fn mariadb(from: &Reader<'_>, to: &mut Resource) {
    single(from, to);
    to.set(Key::Engine, Setting::default("mariadb"));
}

/// What flexible servers have.
fn flexible(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(Key::CustomerKey, from.presence("customer_managed_key.key_vault_key_id"));
    to.set(Key::MultiZone, text_is(from, "high_availability.mode", "", &["ZoneRedundant"]));
    to.set(Key::NetworkAttached, from.presence("delegated_subnet_id"));
    to.set(Key::PublicAccess, flexible_public(from));
    to.set(
        Key::ReplicaOf,
        from.text("create_mode", "Default").map(|mode| match &mode {
            Datum::Text(s) if &**s == "Replica" => mode,
            _ => Datum::Absent,
        }),
    );
}

/// Public unless said otherwise; version 4 of the provider says it in words for MySQL.
fn flexible_public(from: &Reader<'_>) -> Setting {
    if from.has("public_network_access") {
        return text_is(from, "public_network_access", "Enabled", &["Enabled"]);
    }
    from.bool("public_network_access_enabled", true)
}

fn postgresql_flexible(from: &Reader<'_>, to: &mut Resource) {
    flexible(from, to);
    to.set(Key::Engine, Setting::default("postgresql"));
    to.set(Key::IdentityAuthentication, from.bool("authentication.active_directory_auth_enabled", false));
    to.set(Key::LocalAuthentication, from.bool("authentication.password_auth_enabled", true));
}

fn mysql_flexible(from: &Reader<'_>, to: &mut Resource) {
    flexible(from, to);
    to.set(Key::Engine, Setting::default("mysql"));
    to.set(
        Key::IdentityAuthentication,
        from.without("azurerm_mysql_flexible_server_active_directory_administrator", false),
    );
}

fn configuration(from: &Reader<'_>, to: &mut Resource) {
    let engine = if to.native_type.contains("postgresql") { "postgresql" } else { "mysql" };
    to.set(Key::Engine, Setting::default(engine));
    let setting = match (from.text("name", Datum::Absent), from.text("value", Datum::Absent)) {
        (unknown @ Setting::Unknown { .. }, _) => unknown,
        (name, value) => {
            let at = value.at();
            let value = match &value {
                Setting::Unknown { why, .. } => Maybe::Unknown(why.clone()),
                other => Maybe::Known(other.datum().map(ToString::to_string).unwrap_or_default().into()),
            };
            match name.datum() {
                Some(Datum::Text(name)) => {
                    Setting::Known { datum: Datum::Map([(name.clone(), value)].into()), at, sensitive: false }
                }
                _ => Setting::Default(Datum::Map([].into())),
            }
        }
    };
    to.set(Key::Parameters, setting);
}
