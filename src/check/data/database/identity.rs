//! Databases: how people and applications sign in.

use super::super::engine;
use super::CLOUD_SQL;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Verdict};
use crate::resource::{Key, Kind};

/// Clusters with the switch of their own.
const CLUSTERS: &[&str] = &["aws_rds_cluster", "aws_neptune_cluster"];

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-identity-authentication",
        objective: "local-accounts",
        title: "Database accepts sign-in with the cloud's identities",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "Passwords kept inside a database outlive the people who knew them. With the cloud's own \
                    identities a login ends when the person leaves, and every one of them is a known person.",
        reads: &[Key::IdentityAuthentication],
        test: |s| {
            if &*s.resource.native_type == "aws_db_instance" {
                return engine(s, &["mysql", "postgres"])
                    .when_holds("this engine has no sign-in with IAM", || s.is(Key::IdentityAuthentication));
            }
            s.is(Key::IdentityAuthentication)
        },
        aliases: &[
            Alias::checkov("CKV_AWS_161", &["aws_db_instance"]),
            Alias::checkov("CKV_AWS_162", &["aws_rds_cluster"]),
            Alias::checkov("CKV_AWS_359", &["aws_neptune_cluster"]),
            Alias::kics("c91d7ea0-d4d1-403b-8fe1-c9961ac082c5", &["aws_neptune_cluster"]),
            Alias::checkov("CKV2_AZURE_27", &["azurerm_mssql_server"]),
            Alias::checkov("CKV2_AZURE_7", &["azurerm_sql_server"]),
            Alias::prowler("sqlserver_azuread_administrator_enabled", &["azurerm_mssql_server"]),
            Alias::prowler("neptune_cluster_iam_authentication_enabled", &["aws_neptune_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance"],
                "Allow sign-in with IAM and give applications a role instead of a password.",
                &[Edit::Set("iam_database_authentication_enabled", "true")],
            )
            .command(
                "aws rds modify-db-instance --db-instance-identifier {name} \
                 --enable-iam-database-authentication --region {region}",
            ),
            Remedy::edit(
                CLUSTERS,
                "Allow sign-in with IAM and give applications a role instead of a password.",
                &[Edit::Set("iam_database_authentication_enabled", "true")],
            ),
            Remedy::edit(
                &["azurerm_mssql_server"],
                "Name a group of Entra ID as administrator.",
                &[Edit::Block(
                    "azuread_administrator {\n  login_username = \"database-administrators\"\n  object_id      = \
                     azuread_group.database_administrators.object_id\n}",
                )],
            ),
            Remedy::edit(
                &["azurerm_postgresql_flexible_server"],
                "Allow sign-in with Entra ID.",
                &[Edit::Set("authentication.active_directory_auth_enabled", "true")],
            ),
            Remedy::edit(
                &["azurerm_sql_server"],
                "Add a directory administrator for the server.",
                &[Edit::Companion(
                    "resource \"azurerm_sql_active_directory_administrator\" \"{name}\" {\n  server_name         = \
                     {address}.name\n  resource_group_name = {address}.resource_group_name\n  login               = \
                     \"database-administrators\"\n  tenant_id           = var.tenant_id\n  object_id           = \
                     var.administrators_id\n}",
                )],
            ),
            Remedy::edit(
                &["azurerm_mysql_flexible_server", "azurerm_mysql_server", "azurerm_postgresql_server"],
                "Add a directory administrator for the server.",
                &[],
            ),
        ],
    },
    Check {
        id: "database-password-sign-in",
        objective: "local-accounts",
        title: "Database does not accept passwords of its own",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["azurerm_postgresql_flexible_server", "azurerm_mssql_server"],
        rationale: "As long as passwords work beside the directory, accounts of people who left, and shared ones, \
                    keep working too, without a second factor.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["azurerm_postgresql_flexible_server"],
                "Switch password sign-in off once applications use the directory.",
                &[Edit::Set("authentication.password_auth_enabled", "false")],
            )
            .risk("Logins with a password stop working."),
            Remedy::edit(
                &["azurerm_mssql_server"],
                "Allow sign-in with the directory only.",
                &[Edit::Set("azuread_administrator.azuread_authentication_only", "true")],
            )
            .risk("Logins with a password stop working."),
        ],
    },
    Check {
        id: "database-root-password",
        objective: "password-policy",
        title: "No root account of the database is without a password",
        severity: Severity::Critical,
        kind: Kind::Database,
        types: CLOUD_SQL,
        rationale: "A root account without a password gives every reader and every ransomware group that finds \
                    the port the whole database.",
        reads: &[Key::PasswordlessRoot, Key::Engine],
        test: |s| match engine(s, &["mysql"]).verdict {
            Verdict::Fail => Outcome::pass()
                .by(Key::Engine)
                .note("only MySQL instances come with a root account that needs no password"),
            _ => s.is_not(Key::PasswordlessRoot),
        },
        aliases: &[Alias::checkov("CKV2_GCP_7", CLOUD_SQL), Alias::gcp("SQL_NO_ROOT_PASSWORD", CLOUD_SQL)],
        remedies: &[Remedy::edit(
            CLOUD_SQL,
            "Set a password on the google_sql_user resource of the root account, taken from a secret store.",
            &[],
        )
        .command("gcloud sql users set-password root --host=% --instance={name} --prompt-for-password")],
    },
];
