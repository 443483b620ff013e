//! Databases: encryption on the way to them.

use super::super::pins_tls;
use super::CLOUD_SQL;
use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

/// Single servers whose TLS is a switch.
const SINGLE_SERVERS: &[&str] =
    &["azurerm_mariadb_server", "azurerm_mysql_server", "azurerm_postgresql_server"];

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-transit-encryption",
        objective: "encryption-in-transit",
        title: "Database refuses connections without TLS",
        severity: Severity::High,
        kind: Kind::Database,
        types: SINGLE_SERVERS,
        rationale: "A server that also answers in clear text sends query results with health records over \
                    every network between it and the application, where anybody on the path can read them.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[
            Alias::checkov("CKV_AZURE_47", &["azurerm_mariadb_server"]),
            Alias::checkov("CKV_AZURE_28", &["azurerm_mysql_server"]),
            Alias::kics("73e42469-3a86-4f39-ad78-098f325b4e9f", &["azurerm_mysql_server"]),
            Alias::checkov("CKV_AZURE_29", &["azurerm_postgresql_server"]),
            Alias::kics("0437633b-daa6-4bbc-8526-c0d2443b946e", &["azurerm_postgresql_server"]),
            Alias::azure_policy("e802a67a-daf5-4436-9ea6-f6d821dd0c5d", &["azurerm_mysql_server"]),
            Alias::azure_policy("d158790f-bfb0-486c-8631-2dc6b4e8e6af", &["azurerm_postgresql_server"]),
        ],
        remedies: &[Remedy::edit(
            SINGLE_SERVERS,
            "Enforce TLS on the server.",
            &[Edit::Set("ssl_enforcement_enabled", "true")],
        )
        .risk("Clients that connect in clear text are refused.")],
    },
    Check {
        id: "database-client-certificates",
        objective: "encryption-in-transit",
        title: "Cloud SQL accepts encrypted connections of known clients only",
        severity: Severity::High,
        kind: Kind::Database,
        types: CLOUD_SQL,
        rationale: "Unless the mode says so, the instance accepts clear text beside TLS. Demanding a client \
                    certificate also keeps out everybody who merely learned a password. SQL Server has no client \
                    certificates, so there an encrypted connection is enough.",
        reads: &[Key::TlsPolicy, Key::Engine],
        test: |s| {
            s.one_of(Key::TlsPolicy, &["TRUSTED_CLIENT_CERTIFICATE_REQUIRED"])
                .or(s.one_of(Key::Engine, &["sqlserver"]).and(s.one_of(Key::TlsPolicy, &["ENCRYPTED_ONLY"])))
        },
        aliases: &[Alias::checkov("CKV_GCP_6", CLOUD_SQL)],
        remedies: &[Remedy::edit(
            CLOUD_SQL,
            "Demand TLS with a client certificate.",
            &[Edit::Set("settings.ip_configuration.ssl_mode", "\"TRUSTED_CLIENT_CERTIFICATE_REQUIRED\"")],
        )
        .command("gcloud sql instances patch {name} --ssl-mode=TRUSTED_CLIENT_CERTIFICATE_REQUIRED")
        .risk("Clients without a certificate are refused.")],
    },
    Check {
        id: "database-encrypted-connections",
        objective: "encryption-in-transit",
        title: "Database accepts encrypted connections only",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["google_sql_database_instance", "google_alloydb_instance"],
        rationale: "The permissive mode lets a client that forgot its TLS settings read and write health \
                    records in clear text without anybody noticing.",
        reads: &[Key::TlsPolicy],
        test: |s| s.one_of(Key::TlsPolicy, &["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"]),
        aliases: &[Alias::prowler("cloudsql_instance_ssl_connections", CLOUD_SQL)],
        remedies: &[
            Remedy::edit(
                CLOUD_SQL,
                "Allow encrypted connections only.",
                &[Edit::Set("settings.ip_configuration.ssl_mode", "\"ENCRYPTED_ONLY\"")],
            )
            .command("gcloud sql instances patch {name} --ssl-mode=ENCRYPTED_ONLY")
            .risk("Clients that connect in clear text are refused."),
            Remedy::edit(
                &["google_alloydb_instance"],
                "Allow encrypted connections only.",
                &[Edit::Set("client_connection_config.ssl_config.ssl_mode", "\"ENCRYPTED_ONLY\"")],
            )
            .risk("Clients that connect in clear text are refused."),
        ],
    },
    Check {
        id: "database-minimum-tls",
        objective: "tls-policy",
        title: "Database pins TLS 1.2 as the least version",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[
            "azurerm_mssql_server",
            "azurerm_mssql_managed_instance",
            "azurerm_mysql_server",
            "azurerm_postgresql_server",
        ],
        rationale: "TLS 1.0 and 1.1 can be broken by known attacks. What the server accepts when nothing is \
                    written has changed between versions of the provider, so the code has to say it.",
        reads: &[Key::MinimumTls],
        test: pins_tls,
        aliases: &[
            Alias::checkov("CKV_AZURE_52", &["azurerm_mssql_server"]),
            Alias::checkov("CKV_AZURE_54", &["azurerm_mysql_server"]),
            Alias::checkov("CKV_AZURE_147", &["azurerm_postgresql_server"]),
            Alias::prowler("sqlserver_recommended_minimal_tls_version", &["azurerm_mssql_server"]),
        ],
        remedies: &[
            Remedy::edit(
                &["azurerm_mssql_server", "azurerm_mssql_managed_instance"],
                "Write TLS 1.2 as the least version.",
                &[Edit::Set("minimum_tls_version", "\"1.2\"")],
            )
            .risk("Drivers that cannot speak TLS 1.2 are refused."),
            Remedy::edit(
                &["azurerm_mysql_server", "azurerm_postgresql_server"],
                "Write TLS 1.2 as the least version.",
                &[Edit::Set("ssl_minimal_tls_version_enforced", "\"TLS1_2\"")],
            )
            .risk("Drivers that cannot speak TLS 1.2 are refused."),
        ],
    },
    Check {
        id: "database-minimum-tls-not-lowered",
        objective: "tls-policy",
        title: "MariaDB server enforces TLS and does not lower its version",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["azurerm_mariadb_server"],
        rationale: "Enforced TLS protects the records on the wire only as long as the version is one without \
                    known breaks; lowering it below 1.2 gives that up.",
        reads: &[Key::MinimumTls, Key::EncryptedInTransit],
        test: |s| {
            s.is(Key::EncryptedInTransit)
                .and(s.is_unset(Key::MinimumTls).or(s.one_of(Key::MinimumTls, &["1.2"])))
        },
        aliases: &[Alias::checkov("CKV2_AZURE_37", &["azurerm_mariadb_server"])],
        remedies: &[Remedy::edit(
            &["azurerm_mariadb_server"],
            "Enforce TLS 1.2.",
            &[
                Edit::Set("ssl_enforcement_enabled", "true"),
                Edit::Set("ssl_minimal_tls_version_enforced", "\"TLS1_2\""),
            ],
        )
        .risk("Drivers that cannot speak TLS 1.2 are refused.")],
    },
    Check {
        id: "database-certificate-authority",
        objective: "certificate-lifecycle",
        title: "Database presents a certificate of a current authority",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_db_instance"],
        rationale: "The authority of 2019 has expired: clients that verify the server stop connecting, and those \
                    that do not verify it never knew whom they sent records to.",
        reads: &[Key::CertificateSource],
        test: |s| {
            s.is_unset(Key::CertificateSource).or(s.one_of(
                Key::CertificateSource,
                &["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
            ))
        },
        aliases: &[Alias::checkov("CKV_AWS_211", &["aws_db_instance"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance"],
            "Name a current certificate authority, after clients trust it.",
            &[Edit::Set("ca_cert_identifier", "\"rds-ca-rsa2048-g1\"")],
        )
        .command(
            "aws rds modify-db-instance --db-instance-identifier {name} --ca-certificate-identifier \
             rds-ca-rsa2048-g1 --region {region}",
        )
        .risk("Clients that do not trust the new authority fail; some engines restart.")],
    },
];
