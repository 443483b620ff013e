//! Cloud SQL, AlloyDB and Spanner.
//!
//! Source: the REST API references of the services.

use super::take::FULL_NAME;
use super::{NAME, key};
use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "sqladmin.googleapis.com/Instance",
        "google_sql_database_instance",
        &[
            Field::same("name", "name"),
            Field::same("region", "region"),
            Field::same("database_version", "databaseVersion"),
            key("encryption_key_name", "diskEncryptionConfiguration.kmsKeyName"),
            Field::same("master_instance_name", "masterInstanceName").or_unset(),
            Field::of("settings", "settings", Take::Block(SETTINGS)),
        ],
    ),
    Shape::new(
        "alloydb.googleapis.com/Cluster",
        "google_alloydb_cluster",
        &[
            NAME,
            key("encryption_config.kms_key_name", "encryptionConfig.kmsKeyName"),
            Field::same("automated_backup_policy.enabled", "automatedBackupPolicy.enabled"),
            Field::same("continuous_backup_config.enabled", "continuousBackupConfig.enabled"),
        ],
    ),
    Shape::new(
        "alloydb.googleapis.com/Instance",
        "google_alloydb_instance",
        &[
            NAME,
            Field::same("availability_type", "availabilityType"),
            Field::same(
                "client_connection_config.ssl_config.ssl_mode",
                "clientConnectionConfig.sslConfig.sslMode",
            ),
            Field::same("network_config.enable_public_ip", "networkConfig.enablePublicIp").or_unset(),
            Field::of(
                "network_config.authorized_external_networks",
                "networkConfig.authorizedExternalNetworks",
                Take::Blocks(&[Field::same("cidr_range", "cidrRange")]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "alloydb.googleapis.com/Backup",
        "google_alloydb_backup",
        &[NAME, key("encryption_config.kms_key_name", "encryptionConfig.kmsKeyName")],
    ),
    Shape::new(
        "spanner.googleapis.com/Instance",
        "google_spanner_instance",
        &[NAME, Field::same("config", "config")],
    ),
    Shape::new(
        "spanner.googleapis.com/Database",
        "google_spanner_database",
        &[
            NAME,
            key("encryption_config.kms_key_name", "encryptionConfig.kmsKeyName"),
            Field::same("enable_drop_protection", "enableDropProtection").or_unset(),
        ],
    ),
];

const SETTINGS: &[Field] = &[
    Field::same("availability_type", "availabilityType"),
    Field::same("deletion_protection_enabled", "deletionProtectionEnabled").or_unset(),
    Field::same("backup_configuration.enabled", "backupConfiguration.enabled").or_unset(),
    Field::same("backup_configuration.binary_log_enabled", "backupConfiguration.binaryLogEnabled").or_unset(),
    Field::same(
        "backup_configuration.point_in_time_recovery_enabled",
        "backupConfiguration.pointInTimeRecoveryEnabled",
    )
    .or_unset(),
    Field::same("backup_configuration.location", "backupConfiguration.location").or_unset(),
    Field::same(
        "backup_configuration.backup_retention_settings.retained_backups",
        "backupConfiguration.backupRetentionSettings.retainedBackups",
    ),
    // a wrapped yes or no: it is written out even when it is no
    Field::same("ip_configuration.ipv4_enabled", "ipConfiguration.ipv4Enabled"),
    Field::of("ip_configuration.private_network", "ipConfiguration.privateNetwork", FULL_NAME).or_unset(),
    Field::same("ip_configuration.ssl_mode", "ipConfiguration.sslMode").or_unset(),
    Field::same("ip_configuration.require_ssl", "ipConfiguration.requireSsl").or_unset(),
    Field::of(
        "ip_configuration.authorized_networks",
        "ipConfiguration.authorizedNetworks",
        Take::Blocks(&[Field::same("value", "value")]),
    )
    .or_unset(),
    Field::of(
        "database_flags",
        "databaseFlags",
        Take::Blocks(&[Field::same("name", "name"), Field::same("value", "value").or_unset()]),
    )
    .or_unset(),
    Field::same("insights_config.query_insights_enabled", "insightsConfig.queryInsightsEnabled").or_unset(),
];
