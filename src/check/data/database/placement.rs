//! Databases: private endpoints and backup plans.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-private-endpoint",
        objective: "private-connectivity",
        title: "Database server has a private endpoint",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[
            "azurerm_mssql_server",
            "azurerm_postgresql_server",
            "azurerm_postgresql_flexible_server",
            "azurerm_mysql_server",
            "azurerm_mysql_flexible_server",
            "azurerm_mariadb_server",
        ],
        rationale: "A private endpoint gives the server an address inside the network, so that records \
                    never cross public ones and the public door can be shut.",
        reads: &[Key::PrivateConnectivity],
        test: |s| s.is(Key::PrivateConnectivity),
        aliases: &[
            Alias::checkov("CKV2_AZURE_45", &["azurerm_mssql_server"]),
            Alias::checkov("CKV2_AZURE_43", &["azurerm_mariadb_server"]),
            Alias::checkov("CKV2_AZURE_44", &["azurerm_mysql_server"]),
            Alias::checkov("CKV2_AZURE_56", &["azurerm_mysql_flexible_server"]),
            Alias::checkov("CKV2_AZURE_42", &["azurerm_postgresql_server"]),
            Alias::checkov("CKV2_AZURE_57", &["azurerm_postgresql_flexible_server"]),
        ],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_server",
                "azurerm_postgresql_server",
                "azurerm_postgresql_flexible_server",
                "azurerm_mysql_server",
                "azurerm_mysql_flexible_server",
                "azurerm_mariadb_server",
            ],
            "Add a private endpoint for the server.",
            &[Edit::Companion(
                "resource \"azurerm_private_endpoint\" \"{name}\" {\n  \
                     name                = \"{name}\"\n  \
                     location            = {address}.location\n  \
                     resource_group_name = {address}.resource_group_name\n  \
                     subnet_id           = azurerm_subnet.private.id\n\
                     \n  \
                     private_service_connection {\n    \
                     name                           = \"{name}\"\n    \
                     private_connection_resource_id = {address}.id\n    \
                     is_manual_connection           = false\n  \
                     }\n\
                     }",
            )],
        )
        .risk("Names must resolve to the private address.")],
    },
    Check {
        id: "database-backup-plan",
        objective: "backup",
        title: "Database stands in a backup plan",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_rds_cluster", "aws_db_instance"],
        rationale: "Automated backups end with their database. A plan of the backup service keeps copies \
                    under a lock and an account of their own.",
        reads: &[Key::InBackupPlan],
        test: |s| s.is(Key::InBackupPlan),
        aliases: &[
            Alias::checkov("CKV2_AWS_8", &["aws_rds_cluster"]),
            Alias::aws_config("RDS_IN_BACKUP_PLAN", &["aws_db_instance"]),
            Alias::aws_config("AURORA_RESOURCES_PROTECTED_BY_BACKUP_PLAN", &["aws_rds_cluster"]),
            Alias::prowler("rds_cluster_protected_by_backup_plan", &["aws_rds_cluster"]),
            Alias::prowler("rds_instance_protected_by_backup_plan", &["aws_db_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_rds_cluster", "aws_db_instance"],
            "Select the database in a backup plan.",
            &[Edit::Companion(
                "resource \"aws_backup_selection\" \"{name}\" {\n  \
                     name         = \"{name}\"\n  \
                     plan_id      = aws_backup_plan.records.id\n  \
                     iam_role_arn = aws_iam_role.backup.arn\n  \
                     resources    = [{address}.arn]\n\
                     }",
            )],
        )],
    },
];
