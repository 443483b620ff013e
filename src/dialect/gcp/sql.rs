//! Cloud SQL, AlloyDB and Spanner.

use crate::dialect::combine::{collected, either, named_values, text_is};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_sql_database_instance", Kind::Database, instance),
    Type::companion("google_sql_user", USER),
    Type::resource("google_alloydb_cluster", Kind::Database, alloydb_cluster),
    Type::resource("google_alloydb_instance", Kind::Database, alloydb_instance),
    Type::resource("google_alloydb_backup", Kind::Snapshot, alloydb_backup),
    Type::resource("google_spanner_database", Kind::Database, spanner_database),
    Type::resource("google_spanner_instance", Kind::Database, spanner_instance),
];

static USER: &[Link] =
    &[Link { by: &["instance"], to: &["google_sql_database_instance"], named: &["name"], apply: user }];

fn instance(from: &Reader<'_>, to: &mut Resource) {
    let network = "settings.ip_configuration";
    to.set(Key::Engine, from.text("database_version", Datum::Absent).map(engine));
    to.set(Key::Version, from.text("database_version", Datum::Absent));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_key_name"));
    to.set(Key::ReplicaOf, from.presence("master_instance_name"));
    to.set(Key::BackupEnabled, from.bool("settings.backup_configuration.enabled", false));
    to.set(
        Key::PointInTimeRecovery,
        either([
            from.bool("settings.backup_configuration.binary_log_enabled", false),
            from.bool("settings.backup_configuration.point_in_time_recovery_enabled", false),
        ]),
    );
    to.set(Key::BinaryLog, from.bool("settings.backup_configuration.binary_log_enabled", false));
    to.set(
        Key::BackupCount,
        from.int("settings.backup_configuration.backup_retention_settings.retained_backups", 7),
    );
    to.set(Key::CrossRegionCopy, from.presence("settings.backup_configuration.location"));
    to.set(Key::MultiZone, text_is(from, "settings.availability_type", "ZONAL", &["REGIONAL"]));
    // the switch that the platform itself keeps; the other one is Terraform's own
    to.set(Key::DeletionProtection, from.bool("settings.deletion_protection_enabled", false));
    to.set(Key::PublicAddress, from.bool(&format!("{network}.ipv4_enabled"), true));
    to.set(Key::PrivateConnectivity, from.presence(&format!("{network}.private_network")));
    to.set(Key::TlsPolicy, transport(from, network));
    to.set(
        Key::AllowedNetworks,
        collected(from, &format!("{network}.authorized_networks"), |b| b.text("value", Datum::Absent)),
    );
    to.set(Key::Parameters, named_values(from, "settings.database_flags", "name", "value"));
    to.set(Key::PerformanceInsights, from.bool("settings.insights_config.query_insights_enabled", false));
    // users stand apart, and no inventory lists them
    to.set(Key::PasswordlessRoot, from.without("google_sql_user", false));
    if let Some(setting) = region(from) {
        to.set(Key::Region, setting);
    }
}

/// `POSTGRES_15` is `postgresql`, `MYSQL_8_0` is `mysql`, `SQLSERVER_2022_STANDARD` is `sqlserver`.
fn engine(datum: Datum) -> Datum {
    match &datum {
        Datum::Text(s) if s.contains("POSTGRES") => Datum::from("postgresql"),
        Datum::Text(s) if s.contains("MYSQL") => Datum::from("mysql"),
        Datum::Text(s) if s.contains("SQLSERVER") => Datum::from("sqlserver"),
        _ => datum,
    }
}

/// The mode of transport encryption; the older switch stands for the mode it was replaced by.
fn transport(from: &Reader<'_>, network: &str) -> Setting {
    let mode = format!("{network}.ssl_mode");
    if from.has(&mode) {
        return from.text(&mode, Datum::Absent);
    }
    from.bool(&format!("{network}.require_ssl"), false).map(|datum| {
        Datum::from(if datum == Datum::Bool(true) {
            "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
        } else {
            "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
        })
    })
}

fn region(from: &Reader<'_>) -> Option<Setting> {
    from.has("region").then(|| from.text("region", Datum::Absent))
}

fn user(from: &Reader<'_>, to: &mut Resource) {
    let root = from.node("name").and_then(Node::as_text).is_some_and(|n| n.starts_with("root"));
    if root && !from.has("password") && !from.has("password_wo") {
        to.set(
            Key::PasswordlessRoot,
            Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
        );
    }
}

fn alloydb_cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("alloydb"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_config.kms_key_name"));
    to.set(Key::BackupEnabled, from.bool("automated_backup_policy.enabled", true));
    to.set(Key::PointInTimeRecovery, from.bool("continuous_backup_config.enabled", true));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
}

fn alloydb_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("alloydb"));
    to.set(Key::MultiZone, text_is(from, "availability_type", "REGIONAL", &["REGIONAL"]));
    to.set(Key::TlsPolicy, from.text("client_connection_config.ssl_config.ssl_mode", "ENCRYPTED_ONLY"));
    to.set(Key::PublicAddress, from.bool("network_config.enable_public_ip", false));
    to.set(
        Key::AllowedNetworks,
        collected(from, "network_config.authorized_external_networks", |b| {
            b.text("cidr_range", Datum::Absent)
        }),
    );
}

fn alloydb_backup(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_config.kms_key_name"));
}

fn spanner_database(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("spanner"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_config.kms_key_name"));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
    to.set(Key::DropProtection, from.bool("enable_drop_protection", false));
}

fn spanner_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("spanner"));
    to.set(
        Key::MultiRegion,
        from.text("config", Datum::Absent)
            .map(|d| Datum::Bool(matches!(&d, Datum::Text(s) if !s.contains("regional-")))),
    );
}
