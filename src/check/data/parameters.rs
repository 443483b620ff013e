//! Parameter groups and server configurations.

use super::parameter;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "parameters-document-database-audit",
        objective: "database-audit-logging",
        title: "DocumentDB records who reads and changes documents",
        severity: Severity::Medium,
        kind: Kind::DatabaseParameters,
        types: &["aws_docdb_cluster_parameter_group"],
        rationale: "The export of the audit log is empty until the parameter switches auditing on. \
                    Without it nobody can say who opened a record.",
        reads: &[Key::Parameters],
        test: |s| {
            parameter(s, "audit_logs", false, |v| {
                ["enabled", "ddl", "all", "dml_read", "dml_write"].iter().any(|on| v.contains(on))
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_104", &["aws_docdb_cluster_parameter_group"])],
        remedies: &[Remedy::edit(
            &["aws_docdb_cluster_parameter_group"],
            "Switch audit logs on.",
            &[Edit::Block(
                "parameter {\n  \
                     name  = \"audit_logs\"\n  \
                     value = \"enabled\"\n\
                     }",
            )],
        )
        .risk("Auditing costs throughput.")],
    },
    Check {
        id: "parameters-document-database-tls",
        objective: "encryption-in-transit",
        title: "DocumentDB keeps TLS on",
        severity: Severity::High,
        kind: Kind::DatabaseParameters,
        types: &["aws_docdb_cluster_parameter_group"],
        rationale: "With TLS off, documents and passwords travel in clear text inside the network, open \
                    to whoever gets onto any machine there.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "tls", true, |v| v != "disabled"),
        aliases: &[Alias::checkov("CKV_AWS_90", &["aws_docdb_cluster_parameter_group"])],
        remedies: &[Remedy::edit(
            &["aws_docdb_cluster_parameter_group"],
            "Leave TLS on.",
            &[Edit::Block("parameter {\n  name  = \"tls\"\n  value = \"enabled\"\n}")],
        )
        .risk("Clients without TLS are refused; the cluster restarts.")],
    },
    Check {
        id: "parameters-warehouse-tls",
        objective: "encryption-in-transit",
        title: "Redshift refuses connections without TLS",
        severity: Severity::High,
        kind: Kind::DatabaseParameters,
        types: &["aws_redshift_parameter_group"],
        rationale: "A warehouse that also answers in clear text sends whole result sets of health \
                    records over the network for anybody on the path.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "require_ssl", false, |v| v == "true"),
        aliases: &[
            Alias::checkov("CKV_AWS_105", &["aws_redshift_parameter_group"]),
            Alias::aws_config("REDSHIFT_REQUIRE_TLS_SSL", &["aws_redshift_parameter_group"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_redshift_parameter_group"],
            "Demand TLS.",
            &[Edit::Block(
                "parameter {\n  \
                     name  = \"require_ssl\"\n  \
                     value = \"true\"\n\
                     }",
            )],
        )
        .command(
            "aws redshift modify-cluster-parameter-group --parameter-group-name {name} --parameters \
             ParameterName=require_ssl,ParameterValue=true --region {region}",
        )
        .risk("Clients without TLS are refused; the cluster restarts.")],
    },
    Check {
        id: "parameters-relational-tls",
        objective: "encryption-in-transit",
        title: "Parameter group makes the engine refuse clear text",
        severity: Severity::High,
        kind: Kind::DatabaseParameters,
        types: &["aws_db_parameter_group", "aws_rds_cluster_parameter_group"],
        rationale: "Most engines accept clear text beside TLS until a parameter forbids it. Then a \
                    client with wrong settings sends records openly, unnoticed.",
        reads: &[Key::Engine, Key::Parameters],
        test: demands_tls,
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_db_parameter_group", "aws_rds_cluster_parameter_group"],
            "Set rds.force_ssl for PostgreSQL and SQL Server, require_secure_transport for MySQL and \
             MariaDB.",
            &[Edit::Block(
                "parameter {\n  \
                     name  = \"rds.force_ssl\"\n  \
                     value = \"1\"\n\
                     }",
            )],
        )
        .risk("Clients without TLS are refused.")],
    },
    Check {
        id: "parameters-azure-log-checkpoints",
        objective: "database-audit-logging",
        title: "Server configuration does not switch the logging of checkpoints off",
        severity: Severity::Low,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
        rationale: "Checkpoints in the log show when data reached the disk and how loaded the server \
                    was, which a reconstruction after an outage needs.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "log_checkpoints", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::checkov("CKV_AZURE_30", &["azurerm_postgresql_configuration"]),
            Alias::kics("3790d386-be81-4dcf-9850-eaa7df6c10d9", &["azurerm_postgresql_configuration"]),
            Alias::prowler(
                "postgresql_flexible_server_log_checkpoints_on",
                &["azurerm_postgresql_flexible_server_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
            "Set the parameter to on.",
            &[Edit::Set("value", "\"on\"")],
        )],
    },
    Check {
        id: "parameters-azure-log-connections",
        objective: "database-audit-logging",
        title: "Server configuration does not switch the logging of connections off",
        severity: Severity::Low,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
        rationale: "A log without connections cannot say who was in the database when records left it.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "log_connections", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::checkov("CKV_AZURE_31", &["azurerm_postgresql_configuration"]),
            Alias::kics("c640d783-10c5-4071-b6c1-23507300d333", &["azurerm_postgresql_configuration"]),
            Alias::prowler(
                "postgresql_flexible_server_log_connections_on",
                &["azurerm_postgresql_flexible_server_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
            "Set the parameter to on.",
            &[Edit::Set("value", "\"on\"")],
        )],
    },
    Check {
        id: "parameters-azure-log-disconnections",
        objective: "database-audit-logging",
        title: "Server configuration does not switch the logging of disconnections off",
        severity: Severity::Low,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
        rationale: "The end of a session gives its length; an hour in the middle of the night is what an \
                    investigation looks for.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "log_disconnections", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::kics("07f7134f-9f37-476e-8664-670c218e4702", &["azurerm_postgresql_configuration"]),
            Alias::prowler(
                "postgresql_flexible_server_log_disconnections_on",
                &["azurerm_postgresql_flexible_server_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
            "Set the parameter to on.",
            &[Edit::Set("value", "\"on\"")],
        )],
    },
    Check {
        id: "parameters-azure-log-retention",
        objective: "log-retention",
        title: "Server configuration does not switch the retention of logs off",
        severity: Severity::Low,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
        rationale: "Logs that are thrown away at once cannot show later who read which records.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "log_retention", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::checkov("CKV_AZURE_146", &["azurerm_postgresql_configuration"]),
            Alias::kics("ffb02aca-0d12-475e-b77c-a726f7aeff4b", &["azurerm_postgresql_configuration"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
            "Set the parameter to on.",
            &[Edit::Set("value", "\"on\"")],
        )],
    },
    Check {
        id: "parameters-azure-connection-throttling",
        objective: "workload-hardening",
        title: "Server configuration does not switch the throttling of sign-ins off",
        severity: Severity::Low,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
        rationale: "Throttling makes guessing of passwords slow enough to be noticed before one is \
                    found.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "connection_throttling", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::checkov("CKV_AZURE_32", &["azurerm_postgresql_configuration"]),
            Alias::kics("2b3c671f-1b76-4741-8789-ed1fe0785dc4", &["azurerm_postgresql_configuration"]),
            Alias::prowler(
                "postgresql_flexible_server_connection_throttling_on",
                &["azurerm_postgresql_flexible_server_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"],
            "Set the parameter to on.",
            &[Edit::Set("value", "\"on\"")],
        )],
    },
    Check {
        id: "parameters-azure-require-secure-transport",
        objective: "encryption-in-transit",
        title: "Server configuration does not give up required TLS",
        severity: Severity::High,
        kind: Kind::DatabaseParameters,
        types: &[
            "azurerm_mysql_flexible_server_configuration",
            "azurerm_postgresql_flexible_server_configuration",
        ],
        rationale: "Switched off, the server answers in clear text to every client that does not ask for \
                    TLS, and records travel openly.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "require_secure_transport", true, |v| !v.eq_ignore_ascii_case("off")),
        aliases: &[
            Alias::prowler(
                "mysql_flexible_server_ssl_connection_enabled",
                &["azurerm_mysql_flexible_server_configuration"],
            ),
            Alias::prowler(
                "postgresql_flexible_server_enforce_ssl_enabled",
                &["azurerm_postgresql_flexible_server_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mysql_flexible_server_configuration",
                "azurerm_postgresql_flexible_server_configuration",
            ],
            "Require secure transport.",
            &[Edit::Set("value", "\"ON\"")],
        )],
    },
    Check {
        id: "parameters-azure-mysql-audit-log",
        objective: "database-audit-logging",
        title: "Server configuration does not switch the audit log off",
        severity: Severity::Medium,
        kind: Kind::DatabaseParameters,
        types: &["azurerm_mysql_flexible_server_configuration"],
        rationale: "The audit log of MySQL is the only one that names who ran which statement. Off, a \
                    leak cannot be traced.",
        reads: &[Key::Parameters],
        test: |s| parameter(s, "audit_log_enabled", true, |v| v.eq_ignore_ascii_case("on")),
        aliases: &[Alias::prowler(
            "mysql_flexible_server_audit_log_enabled",
            &["azurerm_mysql_flexible_server_configuration"],
        )],
        remedies: &[Remedy::edit(
            &["azurerm_mysql_flexible_server_configuration"],
            "Switch the audit log on.",
            &[Edit::Set("value", "\"ON\"")],
        )],
    },
];

/// Families of engines with the parameter that forbids clear text and the values that do.
const TLS_PARAMETERS: &[(&str, &str, &[&str])] = &[
    ("postgres", "rds.force_ssl", &["1"]),
    ("aurora-postgresql", "rds.force_ssl", &["1"]),
    ("sqlserver", "rds.force_ssl", &["1"]),
    ("mysql", "require_secure_transport", &["1", "ON", "on"]),
    ("aurora-mysql", "require_secure_transport", &["1", "ON", "on"]),
    ("mariadb", "require_secure_transport", &["1", "ON", "on"]),
];

fn demands_tls(s: &Subject<'_>) -> Outcome {
    let Some(family) = s.resource.get(Key::Engine).and_then(|f| f.datum()).map(ToString::to_string) else {
        return s.text(Key::Engine, |_| false);
    };
    match TLS_PARAMETERS.iter().find(|(engine, ..)| family.starts_with(engine)) {
        Some((_, name, values)) => parameter(s, name, false, |v| values.contains(&v)),
        None => Outcome::not_applicable("this engine has no parameter for it").by(Key::Engine),
    }
}
