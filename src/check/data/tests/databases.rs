//! Databases, their parameters, snapshots and firewalls: each check with inputs that pass, fail and cannot be told.

use crate::testing::{case, hold};

#[test]
fn database_capacity() {
    hold(&[
        case(
            "database-not-default-administrator",
            "aws_db_instance",
            r#"username = "records_owner""#,
            "",
            "username = var.unset",
        ),
        case(
            "database-not-default-administrator",
            "aws_rds_cluster",
            r#"master_username = "records_owner""#,
            "",
            "master_username = var.unset",
        ),
    ]);
}

#[test]
fn database_encryption() {
    hold(&[
        case(
            "database-insights-key",
            "aws_db_instance",
            "performance_insights_enabled = false",
            "performance_insights_enabled = true",
            "performance_insights_enabled = var.unset",
        ),
        case(
            "database-encryption",
            "aws_db_instance",
            "storage_encrypted = true",
            "",
            "storage_encrypted = var.unset",
        ),
        case(
            "database-encryption",
            "aws_docdb_cluster",
            "storage_encrypted = true",
            "",
            "storage_encrypted = var.unset",
        ),
        case(
            "database-encryption",
            "aws_docdb_global_cluster",
            "storage_encrypted = true",
            "",
            "storage_encrypted = var.unset",
        ),
        case(
            "database-encryption",
            "aws_rds_cluster",
            "storage_encrypted = true",
            "",
            "storage_encrypted = var.unset",
        ),
        case(
            "database-encryption",
            "aws_rds_global_cluster",
            "storage_encrypted = true",
            "",
            "storage_encrypted = var.unset",
        ),
        case(
            "database-encryption",
            "azurerm_mssql_database",
            "transparent_data_encryption_enabled = true",
            "transparent_data_encryption_enabled = false",
            "transparent_data_encryption_enabled = var.unset",
        ),
        case(
            "database-customer-key",
            "aws_db_instance",
            "kms_key_id = aws_kms_key.database.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-customer-key",
            "aws_rds_cluster",
            "kms_key_id = aws_kms_key.database.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-customer-key",
            "aws_docdb_cluster",
            "kms_key_id = aws_kms_key.database.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-customer-key",
            "aws_neptune_cluster",
            "kms_key_arn = aws_kms_key.database.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "database-customer-key",
            "google_sql_database_instance",
            "encryption_key_name = google_kms_crypto_key.database.id",
            "",
            "encryption_key_name = var.unset",
        ),
        case(
            "database-customer-key",
            "google_spanner_database",
            r"encryption_config {
kms_key_name = google_kms_crypto_key.database.id
}",
            "",
            r"encryption_config {
kms_key_name = var.unset
}",
        ),
        case(
            "database-customer-key",
            "google_alloydb_cluster",
            r"encryption_config {
kms_key_name = google_kms_crypto_key.database.id
}",
            "",
            r"encryption_config {
kms_key_name = var.unset
}",
        ),
        case(
            "database-customer-key",
            "azurerm_mssql_server",
            "transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.database.id",
            "",
            "transparent_data_encryption_key_vault_key_id = var.unset",
        ),
        case(
            "database-customer-key",
            "azurerm_mssql_database",
            "transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.database.id",
            "",
            "transparent_data_encryption_key_vault_key_id = var.unset",
        ),
        case(
            "database-customer-key",
            "azurerm_postgresql_flexible_server",
            r"customer_managed_key {
key_vault_key_id = azurerm_key_vault_key.database.id
}",
            "",
            r"customer_managed_key {
key_vault_key_id = var.unset
}",
        ),
        case(
            "database-customer-key",
            "azurerm_mysql_flexible_server",
            r"customer_managed_key {
key_vault_key_id = azurerm_key_vault_key.database.id
}",
            "",
            r"customer_managed_key {
key_vault_key_id = var.unset
}",
        ),
        case(
            "database-infrastructure-encryption",
            "azurerm_mysql_server",
            "infrastructure_encryption_enabled = true",
            "",
            "infrastructure_encryption_enabled = var.unset",
        ),
        case(
            "database-infrastructure-encryption",
            "azurerm_postgresql_server",
            "infrastructure_encryption_enabled = true",
            "",
            "infrastructure_encryption_enabled = var.unset",
        ),
    ]);
}

#[test]
fn database_exposure() {
    hold(&[
        case(
            "database-open-networks",
            "google_sql_database_instance",
            r#"settings {
  ip_configuration {
    authorized_networks {
      value = "10.0.0.0/8"
    }
  }
}"#,
            r#"settings {
  ip_configuration {
    authorized_networks {
      value = "0.0.0.0/0"
    }
  }
}"#,
            r"settings {
  ip_configuration {
    authorized_networks {
      value = var.unset
    }
  }
}",
        ),
        case("database-platform-services", "azurerm_sql_server", r#"name = "s""#, "", ""),
        case(
            "database-public-access",
            "aws_db_instance",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "database-public-access",
            "aws_rds_cluster_instance",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "database-public-access",
            "aws_neptune_cluster_instance",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "database-public-access",
            "azurerm_mssql_server",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "database-public-access",
            "azurerm_postgresql_server",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "database-public-access",
            "azurerm_postgresql_flexible_server",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "database-public-access",
            "azurerm_mysql_flexible_server",
            r#"public_network_access = "Disabled""#,
            "",
            "public_network_access = var.unset",
        ),
        case(
            "database-public-access",
            "azurerm_mssql_managed_instance",
            "public_data_endpoint_enabled = false",
            "public_data_endpoint_enabled = true",
            "public_data_endpoint_enabled = var.unset",
        ),
        case(
            "database-public-address",
            "google_sql_database_instance",
            r"settings {
ip_configuration {
ipv4_enabled = false
private_network = google_compute_network.main.id
}
}",
            "",
            r"settings {
ip_configuration {
ipv4_enabled = var.unset
private_network = var.unset
}
}",
        ),
        case(
            "database-public-address",
            "google_alloydb_instance",
            r"network_config {
enable_public_ip = false
}",
            r"network_config {
enable_public_ip = true
}",
            r"network_config {
enable_public_ip = var.unset
}",
        ),
        case(
            "database-private-network",
            "aws_db_instance",
            "db_subnet_group_name = aws_db_subnet_group.private.name",
            "",
            "db_subnet_group_name = var.unset",
        ),
        case(
            "database-private-network",
            "aws_rds_cluster",
            "db_subnet_group_name = aws_db_subnet_group.private.name",
            "",
            "db_subnet_group_name = var.unset",
        ),
        case(
            "database-server-outbound",
            "azurerm_mssql_server",
            "outbound_network_restriction_enabled = true",
            "",
            "outbound_network_restriction_enabled = var.unset",
        ),
    ]);
}

#[test]
fn database_flags() {
    hold(&[
        case(
            "database-flag-checkpoints",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_checkpoints"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_checkpoints"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_checkpoints"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-connections",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_connections"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_connections"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_connections"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-disconnections",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_disconnections"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_disconnections"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_disconnections"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-lock-waits",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_lock_waits"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_lock_waits"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_lock_waits"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-hostnames",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_hostname"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_hostname"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_hostname"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-pgaudit",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "cloudsql.enable_pgaudit"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "cloudsql.enable_pgaudit"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "cloudsql.enable_pgaudit"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-durations",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_duration"
    value = "on"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_duration"
    value = "off"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_duration"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-statements",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_statement"
    value = "ddl"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_statement"
    value = "none"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_statement"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-error-statements",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_error_statement"
    value = "error"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_error_statement"
    value = "panic"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_error_statement"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-message-level",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_messages"
    value = "warning"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_messages"
    value = "loud"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_messages"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-temporary-files",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_temp_files"
    value = "0"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_temp_files"
    value = "10"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_temp_files"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-statement-duration",
            "google_sql_database_instance",
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_duration_statement"
    value = "-1"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_duration_statement"
    value = "5"
  }
}"#,
            r#"database_version = "POSTGRES_16"
settings {
  database_flags {
    name  = "log_min_duration_statement"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-contained-authentication",
            "google_sql_database_instance",
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "contained database authentication"
    value = "off"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "contained database authentication"
    value = "on"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "contained database authentication"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-ownership-chaining",
            "google_sql_database_instance",
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "cross db ownership chaining"
    value = "off"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "cross db ownership chaining"
    value = "on"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "cross db ownership chaining"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-external-scripts",
            "google_sql_database_instance",
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "external scripts enabled"
    value = "off"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "external scripts enabled"
    value = "on"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "external scripts enabled"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-remote-access",
            "google_sql_database_instance",
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "remote access"
    value = "off"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "remote access"
    value = "on"
  }
}"#,
            r#"database_version = "SQLSERVER_2022_STANDARD"
settings {
  database_flags {
    name  = "remote access"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-local-infile",
            "google_sql_database_instance",
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "local_infile"
    value = "off"
  }
}"#,
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "local_infile"
    value = "on"
  }
}"#,
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "local_infile"
    value = var.unset
  }
}"#,
        ),
        case(
            "database-flag-skip-show-database",
            "google_sql_database_instance",
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "skip_show_database"
    value = "on"
  }
}"#,
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "skip_show_database"
    value = "off"
  }
}"#,
            r#"database_version = "MYSQL_8_0"
settings {
  database_flags {
    name  = "skip_show_database"
    value = var.unset
  }
}"#,
        ),
    ]);
}

#[test]
fn database_identity() {
    hold(&[
        case(
            "database-root-password",
            "google_sql_database_instance",
            r#"database_version = "MYSQL_8_0""#,
            "",
            "",
        ),
        case(
            "database-identity-authentication",
            "aws_db_instance",
            r#"engine = "postgres"
iam_database_authentication_enabled = true"#,
            r#"engine = "postgres"
"#,
            r#"engine = "postgres"
iam_database_authentication_enabled = var.unset"#,
        ),
        case(
            "database-identity-authentication",
            "aws_rds_cluster",
            "iam_database_authentication_enabled = true",
            "",
            "iam_database_authentication_enabled = var.unset",
        ),
        case(
            "database-identity-authentication",
            "aws_neptune_cluster",
            "iam_database_authentication_enabled = true",
            "",
            "iam_database_authentication_enabled = var.unset",
        ),
        case(
            "database-identity-authentication",
            "azurerm_postgresql_flexible_server",
            r"authentication {
active_directory_auth_enabled = true
}",
            "",
            r"authentication {
active_directory_auth_enabled = var.unset
}",
        ),
        case(
            "database-password-sign-in",
            "azurerm_postgresql_flexible_server",
            r"authentication {
password_auth_enabled = false
}",
            "",
            r"authentication {
password_auth_enabled = var.unset
}",
        ),
        case(
            "database-password-sign-in",
            "azurerm_mssql_server",
            r"azuread_administrator {
azuread_authentication_only = true
}",
            "",
            r"azuread_administrator {
azuread_authentication_only = var.unset
}",
        ),
    ]);
}

#[test]
fn database_logging() {
    hold(&[
        case(
            "database-server-auditing",
            "azurerm_sql_server",
            r"extended_auditing_policy {
  retention_in_days = 90
}",
            "",
            "",
        ),
        case(
            "database-log-exports",
            "aws_db_instance",
            r#"enabled_cloudwatch_logs_exports = ["error", "general"]"#,
            "",
            "enabled_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "database-log-exports",
            "aws_rds_cluster",
            r#"enabled_cloudwatch_logs_exports = ["error", "general"]"#,
            "",
            "enabled_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "database-log-exports",
            "aws_docdb_cluster",
            r#"enabled_cloudwatch_logs_exports = ["audit", "profiler"]"#,
            "",
            "enabled_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "database-audit-log-export",
            "aws_rds_cluster",
            r#"enabled_cloudwatch_logs_exports = ["audit"]"#,
            "",
            "enabled_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "document-database-audit-or-profiler-log",
            "aws_docdb_cluster",
            r#"enabled_cloudwatch_logs_exports = ["audit", "profiler"]"#,
            "",
            "enabled_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "graph-database-audit-log",
            "aws_neptune_cluster",
            r#"enable_cloudwatch_logs_exports = ["audit"]"#,
            "",
            "enable_cloudwatch_logs_exports = var.unset",
        ),
        case(
            "database-server-audit-retention",
            "azurerm_sql_server",
            r"extended_auditing_policy {
retention_in_days = 365
}",
            "",
            r"extended_auditing_policy {
retention_in_days = var.unset
}",
        ),
        case(
            "database-performance-insights",
            "aws_db_instance",
            r"performance_insights_enabled = true
performance_insights_kms_key_id = aws_kms_key.database.arn",
            "",
            r"performance_insights_enabled = var.unset
performance_insights_kms_key_id = var.unset",
        ),
        case(
            "database-performance-insights",
            "aws_rds_cluster_instance",
            r"performance_insights_enabled = true
performance_insights_kms_key_id = aws_kms_key.database.arn",
            "",
            r"performance_insights_enabled = var.unset
performance_insights_kms_key_id = var.unset",
        ),
        case(
            "database-query-insights",
            "google_sql_database_instance",
            r"settings {
insights_config {
query_insights_enabled = true
}
}",
            "",
            r"settings {
insights_config {
query_insights_enabled = var.unset
}
}",
        ),
        case(
            "database-enhanced-monitoring",
            "aws_db_instance",
            r"monitoring_interval = 60
monitoring_role_arn = aws_iam_role.monitoring.arn",
            "",
            r"monitoring_interval = var.unset
monitoring_role_arn = var.unset",
        ),
        case(
            "database-enhanced-monitoring",
            "aws_rds_cluster_instance",
            r"monitoring_interval = 60
monitoring_role_arn = aws_iam_role.monitoring.arn",
            "",
            r"monitoring_interval = var.unset
monitoring_role_arn = var.unset",
        ),
        case(
            "database-threat-detection",
            "azurerm_mysql_server",
            r"threat_detection_policy {
enabled = true
}",
            "",
            r"threat_detection_policy {
enabled = var.unset
}",
        ),
        case(
            "database-threat-detection",
            "azurerm_postgresql_server",
            r"threat_detection_policy {
enabled = true
}",
            "",
            r"threat_detection_policy {
enabled = var.unset
}",
        ),
    ]);
}

#[test]
fn database_patching() {
    hold(&[
        case(
            "database-log-reader-flaw",
            "aws_db_instance",
            r#"engine         = "postgres"
engine_version = "13.3""#,
            r#"engine         = "postgres"
engine_version = "13.2""#,
            r#"engine         = "postgres"
engine_version = var.unset"#,
        ),
        case(
            "database-local-file-flaw",
            "aws_db_instance",
            r#"engine         = "aurora-postgresql"
engine_version = "11.9""#,
            r#"engine         = "aurora-postgresql"
engine_version = "11.8""#,
            r#"engine         = "aurora-postgresql"
engine_version = var.unset"#,
        ),
        case(
            "database-minor-upgrades",
            "aws_db_instance",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "database-minor-upgrades",
            "aws_rds_cluster_instance",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "database-minor-upgrades",
            "aws_docdb_cluster_instance",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "database-minor-upgrades-declared",
            "aws_db_instance",
            "auto_minor_version_upgrade = true",
            "",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "database-minor-upgrades-declared",
            "aws_rds_cluster_instance",
            "auto_minor_version_upgrade = true",
            "",
            "auto_minor_version_upgrade = var.unset",
        ),
    ]);
}

#[test]
fn database_placement() {
    hold(&[
        case("database-private-endpoint", "azurerm_mssql_server", "", r#"name = "s""#, ""),
        case("database-backup-plan", "aws_rds_cluster", "", r#"cluster_identifier = "c""#, ""),
    ]);
}

#[test]
fn database_recovery() {
    hold(&[
        case(
            "database-long-term-retention",
            "azurerm_mssql_database",
            r#"long_term_retention_policy {
  monthly_retention = "P12M"
}"#,
            r#"name = "d""#,
            r#"long_term_retention_policy {
  monthly_retention = "P12M"
}
storage_account_type = var.unset"#,
        ),
        case(
            "database-backups",
            "aws_db_instance",
            "backup_retention_period = 35",
            "",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backups",
            "aws_rds_cluster",
            "backup_retention_period = 35",
            "backup_retention_period = 0",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backups",
            "aws_docdb_cluster",
            "backup_retention_period = 35",
            "backup_retention_period = 0",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backup-retention",
            "aws_db_instance",
            "backup_retention_period = 35",
            "",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backup-retention",
            "aws_rds_cluster",
            "backup_retention_period = 35",
            "",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backup-retention",
            "aws_docdb_cluster",
            "backup_retention_period = 35",
            "",
            "backup_retention_period = var.unset",
        ),
        case(
            "database-backup-retention",
            "azurerm_postgresql_server",
            "backup_retention_days = 35",
            "backup_retention_days = 0",
            "backup_retention_days = var.unset",
        ),
        case(
            "database-backup-retention",
            "azurerm_postgresql_flexible_server",
            "backup_retention_days = 35",
            "backup_retention_days = 0",
            "backup_retention_days = var.unset",
        ),
        case(
            "database-backup-retention",
            "azurerm_mysql_server",
            "backup_retention_days = 35",
            "backup_retention_days = 0",
            "backup_retention_days = var.unset",
        ),
        case(
            "database-backup-retention",
            "azurerm_mssql_database",
            r"short_term_retention_policy {
retention_days = 35
}",
            r"short_term_retention_policy {
retention_days = 0
}",
            r"short_term_retention_policy {
retention_days = var.unset
}",
        ),
        case(
            "database-instance-backups",
            "google_sql_database_instance",
            r"settings {
backup_configuration {
enabled = true
}
}",
            "",
            r"settings {
backup_configuration {
enabled = var.unset
}
}",
        ),
        case(
            "database-instance-backups",
            "google_alloydb_cluster",
            r"automated_backup_policy {
enabled = true
}",
            r"automated_backup_policy {
enabled = false
}",
            r"automated_backup_policy {
enabled = var.unset
}",
        ),
        case(
            "database-point-in-time",
            "google_sql_database_instance",
            r"settings {
backup_configuration {
point_in_time_recovery_enabled = true
}
}",
            "",
            r"settings {
backup_configuration {
point_in_time_recovery_enabled = var.unset
}
}",
        ),
        case(
            "database-point-in-time",
            "google_alloydb_cluster",
            r"continuous_backup_config {
enabled = true
}",
            r"continuous_backup_config {
enabled = false
}",
            r"continuous_backup_config {
enabled = var.unset
}",
        ),
        case(
            "database-binary-log",
            "google_sql_database_instance",
            r"settings {
backup_configuration {
binary_log_enabled = true
}
}",
            r#"database_version = "MYSQL_8_0"
"#,
            r#"database_version = "MYSQL_8_0"
settings {
backup_configuration {
binary_log_enabled = var.unset
}
}"#,
        ),
        case(
            "database-backtrack",
            "aws_rds_cluster",
            "backtrack_window = 86400",
            "",
            "backtrack_window = var.unset",
        ),
        case(
            "database-geo-redundant-backup",
            "azurerm_postgresql_server",
            "geo_redundant_backup_enabled = true",
            "",
            "geo_redundant_backup_enabled = var.unset",
        ),
        case(
            "database-geo-redundant-backup",
            "azurerm_postgresql_flexible_server",
            "geo_redundant_backup_enabled = true",
            "",
            "geo_redundant_backup_enabled = var.unset",
        ),
        case(
            "database-geo-redundant-backup",
            "azurerm_mysql_server",
            "geo_redundant_backup_enabled = true",
            "",
            "geo_redundant_backup_enabled = var.unset",
        ),
        case(
            "database-geo-redundant-backup",
            "azurerm_mssql_database",
            r#"storage_account_type = "Geo""#,
            r#"storage_account_type = "other""#,
            "storage_account_type = var.unset",
        ),
        case(
            "database-geo-redundant-backup",
            "azurerm_mssql_managed_instance",
            r#"storage_account_type = "GRS""#,
            r#"storage_account_type = "other""#,
            "storage_account_type = var.unset",
        ),
        case("database-multi-zone", "aws_db_instance", "multi_az = true", "", "multi_az = var.unset"),
        case(
            "database-multi-zone",
            "azurerm_mssql_database",
            "zone_redundant = true",
            "",
            "zone_redundant = var.unset",
        ),
        case(
            "database-multi-zone",
            "azurerm_mssql_managed_instance",
            "zone_redundant_enabled = true",
            "",
            "zone_redundant_enabled = var.unset",
        ),
        case(
            "database-multi-zone",
            "azurerm_postgresql_flexible_server",
            r#"high_availability {
mode = "ZoneRedundant"
}"#,
            "",
            r"high_availability {
mode = var.unset
}",
        ),
        case(
            "database-multi-zone",
            "azurerm_mysql_flexible_server",
            r#"high_availability {
mode = "ZoneRedundant"
}"#,
            "",
            r"high_availability {
mode = var.unset
}",
        ),
        case(
            "database-multi-zone",
            "google_sql_database_instance",
            r#"settings {
availability_type = "REGIONAL"
}"#,
            "",
            r"settings {
availability_type = var.unset
}",
        ),
        case(
            "database-multi-zone",
            "google_alloydb_instance",
            r#"availability_type = "REGIONAL""#,
            r#"availability_type = "other""#,
            "availability_type = var.unset",
        ),
        case(
            "database-deletion-protection",
            "aws_db_instance",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "database-deletion-protection",
            "aws_rds_cluster",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "database-deletion-protection",
            "aws_neptune_cluster",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "database-deletion-protection",
            "aws_docdb_cluster",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "database-deletion-protection",
            "aws_rds_global_cluster",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "database-deletion-protection",
            "google_sql_database_instance",
            r"settings {
deletion_protection_enabled = true
}",
            "",
            r"settings {
deletion_protection_enabled = var.unset
}",
        ),
        case(
            "database-drop-protection",
            "google_spanner_database",
            "enable_drop_protection = true",
            "",
            "enable_drop_protection = var.unset",
        ),
        case(
            "database-final-snapshot",
            "aws_db_instance",
            r#"skip_final_snapshot = false
final_snapshot_identifier = "final-snapshot""#,
            r#"skip_final_snapshot = true
final_snapshot_identifier = "final-snapshot""#,
            r"skip_final_snapshot = var.unset
final_snapshot_identifier = var.unset",
        ),
        case(
            "database-final-snapshot",
            "aws_rds_cluster",
            r#"skip_final_snapshot = false
final_snapshot_identifier = "final-snapshot""#,
            r#"skip_final_snapshot = true
final_snapshot_identifier = "final-snapshot""#,
            r"skip_final_snapshot = var.unset
final_snapshot_identifier = var.unset",
        ),
        case(
            "database-final-snapshot",
            "aws_docdb_cluster",
            r#"skip_final_snapshot = false
final_snapshot_identifier = "final-snapshot""#,
            r#"skip_final_snapshot = true
final_snapshot_identifier = "final-snapshot""#,
            r"skip_final_snapshot = var.unset
final_snapshot_identifier = var.unset",
        ),
        case(
            "database-copy-tags",
            "aws_db_instance",
            "copy_tags_to_snapshot = true",
            "",
            "copy_tags_to_snapshot = var.unset",
        ),
        case(
            "database-copy-tags",
            "aws_rds_cluster",
            "copy_tags_to_snapshot = true",
            "",
            "copy_tags_to_snapshot = var.unset",
        ),
        case(
            "database-copy-tags",
            "aws_neptune_cluster",
            "copy_tags_to_snapshot = true",
            "",
            "copy_tags_to_snapshot = var.unset",
        ),
        case(
            "database-ledger",
            "azurerm_mssql_database",
            "ledger_enabled = true",
            "",
            "ledger_enabled = var.unset",
        ),
    ]);
}

#[test]
fn database_transit() {
    hold(&[
        case(
            "database-transit-encryption",
            "azurerm_mariadb_server",
            "ssl_enforcement_enabled = true",
            "",
            "ssl_enforcement_enabled = var.unset",
        ),
        case(
            "database-transit-encryption",
            "azurerm_mysql_server",
            "ssl_enforcement_enabled = true",
            "",
            "ssl_enforcement_enabled = var.unset",
        ),
        case(
            "database-transit-encryption",
            "azurerm_postgresql_server",
            "ssl_enforcement_enabled = true",
            "",
            "ssl_enforcement_enabled = var.unset",
        ),
        case(
            "database-client-certificates",
            "google_sql_database_instance",
            r#"settings {
ip_configuration {
ssl_mode = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
}
}"#,
            "",
            r"settings {
ip_configuration {
ssl_mode = var.unset
}
}",
        ),
        case(
            "database-encrypted-connections",
            "google_sql_database_instance",
            r#"settings {
ip_configuration {
ssl_mode = "ENCRYPTED_ONLY"
}
}"#,
            "",
            r"settings {
ip_configuration {
ssl_mode = var.unset
}
}",
        ),
        case(
            "database-encrypted-connections",
            "google_alloydb_instance",
            r#"client_connection_config {
ssl_config {
ssl_mode = "ENCRYPTED_ONLY"
}
}"#,
            r#"client_connection_config {
ssl_config {
ssl_mode = "other"
}
}"#,
            r"client_connection_config {
ssl_config {
ssl_mode = var.unset
}
}",
        ),
        case(
            "database-minimum-tls",
            "azurerm_mssql_server",
            r#"minimum_tls_version = "1.2""#,
            "",
            "minimum_tls_version = var.unset",
        ),
        case(
            "database-minimum-tls",
            "azurerm_mssql_managed_instance",
            r#"minimum_tls_version = "1.2""#,
            "",
            "minimum_tls_version = var.unset",
        ),
        case(
            "database-minimum-tls",
            "azurerm_mysql_server",
            r#"ssl_minimal_tls_version_enforced = "TLS1_2""#,
            "",
            "ssl_minimal_tls_version_enforced = var.unset",
        ),
        case(
            "database-minimum-tls",
            "azurerm_postgresql_server",
            r#"ssl_minimal_tls_version_enforced = "TLS1_2""#,
            "",
            "ssl_minimal_tls_version_enforced = var.unset",
        ),
        case(
            "database-minimum-tls-not-lowered",
            "azurerm_mariadb_server",
            r#"ssl_enforcement_enabled = true
ssl_minimal_tls_version_enforced = "TLS1_2""#,
            "",
            r"ssl_enforcement_enabled = var.unset
ssl_minimal_tls_version_enforced = var.unset",
        ),
        case(
            "database-certificate-authority",
            "aws_db_instance",
            r#"ca_cert_identifier = "rds-ca-rsa2048-g1""#,
            r#"ca_cert_identifier = "other""#,
            "ca_cert_identifier = var.unset",
        ),
    ]);
}

#[test]
fn firewall() {
    hold(&[
        case(
            "database-firewall-everybody",
            "azurerm_mssql_firewall_rule",
            r#"start_ip_address = "10.0.0.1"
end_ip_address   = "10.0.0.9""#,
            r#"start_ip_address = "0.0.0.0"
end_ip_address   = "255.255.255.255""#,
            r#"start_ip_address = var.unset
end_ip_address   = "10.0.0.9""#,
        ),
        case(
            "database-firewall-platform",
            "azurerm_mssql_firewall_rule",
            r#"start_ip_address = "10.0.0.1"
end_ip_address   = "10.0.0.9""#,
            r#"start_ip_address = "0.0.0.0"
end_ip_address   = "0.0.0.0""#,
            r#"start_ip_address = var.unset
end_ip_address   = "10.0.0.9""#,
        ),
        case(
            "database-firewall-open-end",
            "azurerm_postgresql_flexible_server_firewall_rule",
            r#"start_ip_address = "10.0.0.1"
end_ip_address   = "10.0.0.9""#,
            r#"start_ip_address = "10.0.0.1"
end_ip_address   = "255.255.255.255""#,
            r#"start_ip_address = var.unset
end_ip_address   = "10.0.0.9""#,
        ),
        case("database-classic-group", "aws_db_security_group", "", r#"name = "g""#, ""),
    ]);
}

#[test]
fn parameters() {
    hold(&[
        case(
            "parameters-document-database-audit",
            "aws_docdb_cluster_parameter_group",
            r#"parameter {
  name  = "audit_logs"
  value = "enabled"
}"#,
            r#"parameter {
  name  = "audit_logs"
  value = "disabled"
}"#,
            r#"parameter {
  name  = "audit_logs"
  value = var.unset
}"#,
        ),
        case(
            "parameters-document-database-tls",
            "aws_docdb_cluster_parameter_group",
            r#"parameter {
  name  = "tls"
  value = "enabled"
}"#,
            r#"parameter {
  name  = "tls"
  value = "disabled"
}"#,
            r#"parameter {
  name  = "tls"
  value = var.unset
}"#,
        ),
        case(
            "parameters-warehouse-tls",
            "aws_redshift_parameter_group",
            r#"parameter {
  name  = "require_ssl"
  value = "true"
}"#,
            r#"parameter {
  name  = "require_ssl"
  value = "false"
}"#,
            r#"parameter {
  name  = "require_ssl"
  value = var.unset
}"#,
        ),
        case(
            "parameters-relational-tls",
            "aws_db_parameter_group",
            r#"family = "postgres16"
parameter {
  name  = "rds.force_ssl"
  value = "1"
}"#,
            r#"family = "mysql8.0""#,
            r#"family = "postgres16"
parameter {
  name  = "rds.force_ssl"
  value = var.unset
}"#,
        ),
        case(
            "parameters-azure-log-checkpoints",
            "azurerm_postgresql_configuration",
            r#"name  = "log_checkpoints"
value = "on""#,
            r#"name  = "log_checkpoints"
value = "off""#,
            r#"name  = "log_checkpoints"
value = var.unset"#,
        ),
        case(
            "parameters-azure-log-connections",
            "azurerm_postgresql_configuration",
            r#"name  = "log_connections"
value = "ON""#,
            r#"name  = "log_connections"
value = "OFF""#,
            r#"name  = "log_connections"
value = var.unset"#,
        ),
        case(
            "parameters-azure-log-disconnections",
            "azurerm_postgresql_configuration",
            r#"name  = "log_disconnections"
value = "on""#,
            r#"name  = "log_disconnections"
value = "off""#,
            r#"name  = "log_disconnections"
value = var.unset"#,
        ),
        case(
            "parameters-azure-log-retention",
            "azurerm_postgresql_configuration",
            r#"name  = "log_retention"
value = "on""#,
            r#"name  = "log_retention"
value = "off""#,
            r#"name  = "log_retention"
value = var.unset"#,
        ),
        case(
            "parameters-azure-connection-throttling",
            "azurerm_postgresql_configuration",
            r#"name  = "connection_throttling"
value = "ON""#,
            r#"name  = "connection_throttling"
value = "OFF""#,
            r#"name  = "connection_throttling"
value = var.unset"#,
        ),
        case(
            "parameters-azure-require-secure-transport",
            "azurerm_mysql_flexible_server_configuration",
            r#"name  = "require_secure_transport"
value = "ON""#,
            r#"name  = "require_secure_transport"
value = "OFF""#,
            r#"name  = "require_secure_transport"
value = var.unset"#,
        ),
        case(
            "parameters-azure-mysql-audit-log",
            "azurerm_mysql_flexible_server_configuration",
            r#"name  = "audit_log_enabled"
value = "ON""#,
            r#"name  = "audit_log_enabled"
value = "OFF""#,
            r#"name  = "audit_log_enabled"
value = var.unset"#,
        ),
    ]);
}

#[test]
fn snapshot() {
    hold(&[
        case(
            "database-snapshot-private",
            "aws_db_snapshot",
            r#"shared_accounts = ["111122223333"]"#,
            r#"shared_accounts = ["all"]"#,
            "shared_accounts = [var.unset]",
        ),
        case(
            "database-snapshot-encryption",
            "aws_db_cluster_snapshot",
            "storage_encrypted = true",
            "storage_encrypted = false",
            "db_cluster_identifier = aws_rds_cluster.elsewhere.id",
        ),
        case(
            "database-copy-customer-key",
            "aws_db_snapshot_copy",
            "kms_key_id = aws_kms_key.copies.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-copy-customer-key",
            "aws_db_instance_automated_backups_replication",
            "kms_key_id = aws_kms_key.copies.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-copy-customer-key",
            "aws_neptune_cluster_snapshot",
            "kms_key_id = aws_kms_key.copies.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "database-copy-customer-key",
            "aws_memorydb_snapshot",
            "kms_key_arn = aws_kms_key.copies.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "database-copy-customer-key",
            "google_alloydb_backup",
            r"encryption_config {
kms_key_name = google_kms_crypto_key.copies.id
}",
            "",
            r"encryption_config {
kms_key_name = var.unset
}",
        ),
    ]);
}

#[test]
fn threat() {
    hold(&[
        case(
            "database-alerts-all-kinds",
            "azurerm_mssql_server_security_alert_policy",
            r#"state = "Enabled""#,
            r#"disabled_alerts = ["Sql_Injection"]"#,
            "disabled_alerts = var.unset",
        ),
        case(
            "database-alerts-recipients",
            "azurerm_mssql_server_security_alert_policy",
            r#"email_addresses = ["security@example.org"]"#,
            "",
            "email_addresses = var.unset",
        ),
        case(
            "database-alerts-recipients",
            "azurerm_mssql_managed_instance_security_alert_policy",
            r#"email_addresses = ["security@example.org"]"#,
            "",
            "email_addresses = var.unset",
        ),
        case(
            "database-alerts-recipients",
            "azurerm_synapse_workspace_security_alert_policy",
            r#"email_addresses = ["security@example.org"]"#,
            "",
            "email_addresses = var.unset",
        ),
        case(
            "database-alerts-administrators",
            "azurerm_mssql_server_security_alert_policy",
            "email_account_admins = true",
            "",
            "email_account_admins = var.unset",
        ),
        case(
            "database-alerts-administrators",
            "azurerm_mssql_managed_instance_security_alert_policy",
            "email_account_admins_enabled = true",
            "",
            "email_account_admins_enabled = var.unset",
        ),
        case(
            "database-alerts-administrators",
            "azurerm_synapse_workspace_security_alert_policy",
            "email_account_admins_enabled = true",
            "",
            "email_account_admins_enabled = var.unset",
        ),
        case(
            "database-recurring-scans",
            "azurerm_mssql_server_vulnerability_assessment",
            r"recurring_scans {
enabled = true
}",
            "",
            r"recurring_scans {
enabled = var.unset
}",
        ),
        case(
            "database-managed-recurring-scans",
            "azurerm_mssql_managed_instance_vulnerability_assessment",
            r"recurring_scans {
enabled = true
}",
            "",
            r"recurring_scans {
enabled = var.unset
}",
        ),
        case(
            "database-managed-recurring-scans",
            "azurerm_synapse_workspace_vulnerability_assessment",
            r"recurring_scans {
enabled = true
}",
            "",
            r"recurring_scans {
enabled = var.unset
}",
        ),
        case(
            "database-scan-reports",
            "azurerm_mssql_server_vulnerability_assessment",
            r#"recurring_scans {
emails = ["security@example.org"]
}"#,
            "",
            r"recurring_scans {
emails = var.unset
}",
        ),
    ]);
}
