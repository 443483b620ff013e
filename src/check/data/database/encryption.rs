//! Databases: encryption at rest and the keys it uses.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

/// Clusters and instances with the switch of their own.
const STORAGE_SWITCH: &[&str] = &[
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_docdb_global_cluster",
    "aws_neptune_cluster",
    "aws_neptune_global_cluster",
];

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-encryption",
        objective: "encryption-at-rest",
        title: "Database storage is encrypted",
        severity: Severity::High,
        kind: Kind::Database,
        types: &[],
        rationale: "Tables, indexes, temporary files and automated backups of a database lie on its storage. \
                    Whoever gets hold of an unencrypted disk or copy reads every patient's record from it.",
        reads: &[Key::EncryptedAtRest],
        test: |s| {
            if &*s.resource.native_type == "aws_rds_global_cluster" && s.resource.has(Key::SourceResource) {
                let source = s.is_unset(Key::SourceResource);
                return source.when_holds("it takes its encryption from the cluster it is made of", || {
                    s.is(Key::EncryptedAtRest)
                });
            }
            if s.resource.has(Key::EngineMode) {
                let serverless = s.one_of(Key::EngineMode, &["serverless"]);
                return serverless
                    .note("serverless clusters are always encrypted")
                    .or(s.is(Key::EncryptedAtRest));
            }
            s.is(Key::EncryptedAtRest)
        },
        aliases: &[
            Alias::checkov("CKV_AWS_16", &["aws_db_instance"]),
            Alias::checkov("CKV_AWS_96", &["aws_rds_cluster"]),
            Alias::checkov("CKV_AWS_140", &["aws_rds_global_cluster"]),
            Alias::checkov("CKV_AWS_74", &["aws_docdb_cluster"]), Alias::kics("bc1f9009-84a0-490f-ae09-3e0ea6d74ad6", &["aws_docdb_cluster"]),
            Alias::checkov("CKV_AWS_292", &["aws_docdb_global_cluster"]),
            Alias::checkov("CKV_AWS_44", &["aws_neptune_cluster"]), Alias::kics("98d59056-f745-4ef5-8613-32bca8d40b7e", &["aws_neptune_cluster"]),
            Alias::checkov("CKV2_AZURE_25", &["azurerm_mssql_database"]),
            Alias::aws_config("RDS_STORAGE_ENCRYPTED", &["aws_db_instance"]),
            Alias::prowler("rds_instance_storage_encrypted", &["aws_db_instance"]),
            Alias::prowler("sqlserver_tde_encryption_enabled", &["azurerm_mssql_database"]),
            Alias::azure_policy("17k78e20-9358-41c9-923c-fb736d382a12", &["azurerm_mssql_database"]),
            Alias::prowler("documentdb_cluster_storage_encrypted", &["aws_docdb_cluster"]),
            Alias::prowler("neptune_cluster_storage_encrypted", &["aws_neptune_cluster"]),
            Alias::prowler("rds_cluster_storage_encrypted", &["aws_rds_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                STORAGE_SWITCH,
                "Set storage_encrypted. An existing database cannot be encrypted in place: restore it from an \
                 encrypted copy of a snapshot.",
                &[Edit::Set("storage_encrypted", "true")],
            )
            .risk("Terraform replaces the database; plan a snapshot, a restore and a cut-over."),
            Remedy::edit(
                &["aws_rds_cluster", "aws_rds_global_cluster"],
                "Set storage_encrypted, and restore existing data from an encrypted copy of a cluster snapshot.",
                &[Edit::Set("storage_encrypted", "true")],
            )
            .risk("Terraform replaces the cluster; plan a snapshot, a restore and a cut-over."),
            Remedy::edit(
                &["azurerm_mssql_database"],
                "Leave transparent data encryption on.",
                &[Edit::Set("transparent_data_encryption_enabled", "true")],
            )
            .command(
                "az sql db tde set --status Enabled --database {name} --server SERVER --resource-group GROUP",
            ),
        ],
    },
    Check {
        id: "database-customer-key",
        objective: "customer-managed-keys",
        title: "Database is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "A key of your own can be rotated, restricted, audited and, when a copy escapes, destroyed. \
                    With the platform's key nobody in the organisation decides who may decrypt health records.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_327", &["aws_rds_cluster"]),
            Alias::checkov("CKV_AWS_182", &["aws_docdb_cluster"]),
            Alias::checkov("CKV_AWS_347", &["aws_neptune_cluster"]),
            Alias::checkov("CKV_GCP_93", &["google_spanner_database"]),
            Alias::checkov("CKV2_AZURE_16", &["azurerm_mysql_server"]),
            Alias::gcp("SQL_CMEK_DISABLED", &["google_sql_database_instance"]),
            Alias::prowler("cloudsql_instance_cmek_encryption_enabled", &["google_sql_database_instance"]),
            Alias::prowler("sqlserver_tde_encrypted_with_cmk", &["azurerm_mssql_server"]),
            Alias::azure_policy("0a370ff3-6cab-4e85-8995-295fd854c5b8", &["azurerm_mssql_server"]),
            Alias::azure_policy("ac01ad65-10e5-46df-bdd9-6b0cad13e1d2", &["azurerm_mssql_managed_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster"],
                "Name a key of your own in kms_key_id.",
                &[Edit::Set("kms_key_id", "aws_kms_key.database.arn")],
            )
            .risk("The key of existing storage cannot be changed: the database is replaced."),
            Remedy::edit(
                &["aws_neptune_cluster"],
                "Name a key of your own in kms_key_arn.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.database.arn")],
            )
            .risk("The key of existing storage cannot be changed: the cluster is replaced."),
            Remedy::edit(
                &["google_sql_database_instance"],
                "Name a Cloud KMS key in encryption_key_name and let the service agent of Cloud SQL use it.",
                &[Edit::Set("encryption_key_name", "google_kms_crypto_key.database.id")],
            )
            .risk("The instance is replaced."),
            Remedy::edit(
                &["google_spanner_database", "google_alloydb_cluster"],
                "Name a Cloud KMS key in encryption_config.",
                &[Edit::Set("encryption_config.kms_key_name", "google_kms_crypto_key.database.id")],
            )
            .risk("The database is replaced."),
            Remedy::edit(
                &["azurerm_mssql_server", "azurerm_mssql_database"],
                "Give the server an identity that may use a Key Vault key, and name the key as its protector.",
                &[Edit::Set(
                    "transparent_data_encryption_key_vault_key_id",
                    "azurerm_key_vault_key.database.id",
                )],
            )
            .risk("When the key or the permission to it is lost, the database becomes inaccessible."),
            Remedy::edit(
                &["azurerm_mssql_managed_instance"],
                "Add a transparent data encryption resource with a Key Vault key.",
                &[Edit::Companion(
                    "resource \"azurerm_mssql_managed_instance_transparent_data_encryption\" \"{name}\" {\n  \
                     managed_instance_id = {address}.id\n  key_vault_key_id    = azurerm_key_vault_key.database.id\n}",
                )],
            ),
            Remedy::edit(
                &["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"],
                "Add a customer_managed_key block with a key and a user-assigned identity.",
                &[Edit::Set("customer_managed_key.key_vault_key_id", "azurerm_key_vault_key.database.id")],
            )
            .risk("The server is replaced when the block is added later."),
            Remedy::edit(
                &["azurerm_mysql_server"],
                "Add a server key resource that names a Key Vault key.",
                &[Edit::Companion(
                    "resource \"azurerm_mysql_server_key\" \"{name}\" {\n  server_id        = {address}.id\n  \
                     key_vault_key_id = azurerm_key_vault_key.database.id\n}",
                )],
            ),
            Remedy::edit(
                &["azurerm_postgresql_server"],
                "Add a server key resource that names a Key Vault key.",
                &[Edit::Companion(
                    "resource \"azurerm_postgresql_server_key\" \"{name}\" {\n  server_id        = {address}.id\n  \
                     key_vault_key_id = azurerm_key_vault_key.database.id\n}",
                )],
            ),
        ],
    },
    Check {
        id: "database-infrastructure-encryption",
        objective: "encryption-at-rest",
        title: "Database has a second layer of encryption",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["azurerm_mysql_server", "azurerm_postgresql_server"],
        rationale: "A second layer with another key and another algorithm keeps records closed even when the \
                    first one fails. It can only be chosen when the server is made.",
        reads: &[Key::InfrastructureEncryption],
        test: |s| s.is(Key::InfrastructureEncryption),
        aliases: &[
            Alias::checkov("CKV_AZURE_96", &["azurerm_mysql_server"]),
            Alias::checkov("CKV_AZURE_130", &["azurerm_postgresql_server"]), Alias::kics("6425c98b-ca4e-41fe-896a-c78772c131f8", &["azurerm_postgresql_server"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_mysql_server", "azurerm_postgresql_server"],
            "Switch infrastructure encryption on when the server is made.",
            &[Edit::Set("infrastructure_encryption_enabled", "true")],
        )
        .risk("The server is replaced.")],
    },
    Check {
        id: "database-insights-key",
        objective: "customer-managed-keys",
        title: "Performance data of the database is encrypted with a customer-managed key",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        rationale: "Performance insights keep the text of statements, and statements carry identifiers of \
                    patients in their conditions. They deserve the same key as the tables.",
        reads: &[Key::PerformanceInsights, Key::InsightsKey],
        test: |s| s.is_not(Key::PerformanceInsights).or(s.is_set(Key::InsightsKey)),
        aliases: &[Alias::checkov("CKV_AWS_354", &["aws_db_instance", "aws_rds_cluster_instance"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster_instance"],
            "Name a key of your own for performance insights.",
            &[Edit::Set("performance_insights_kms_key_id", "aws_kms_key.database.arn")],
        )
        .risk("The key cannot be changed once performance insights run: switch them off first.")],
    },
];
