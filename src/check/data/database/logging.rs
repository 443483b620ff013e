//! Databases: what they record and where it goes.

use super::super::engine;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Verdict};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-log-exports",
        objective: "database-audit-logging",
        title: "Database exports its logs",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster"],
        rationale: "Logs that stay inside a database are lost with it and can be changed by whoever \
                    broke in. Exported, they show later who read which records.",
        reads: &[Key::LogTypes],
        test: |s| s.is_set(Key::LogTypes),
        aliases: &[
            Alias::checkov("CKV_AWS_129", &["aws_db_instance"]),
            Alias::checkov("CKV_AWS_324", &["aws_rds_cluster"]),
            Alias::prowler("rds_instance_integration_cloudwatch_logs", &["aws_db_instance"]),
            Alias::prowler("rds_cluster_integration_cloudwatch_logs", &["aws_rds_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance", "aws_rds_cluster"],
                "Export the logs of the engine to CloudWatch.",
                &[Edit::Set("enabled_cloudwatch_logs_exports", "[\"error\", \"general\"]")],
            )
            .risk("CloudWatch charges for what is ingested; names of logs differ by engine."),
            Remedy::edit(
                &["aws_docdb_cluster"],
                "Export audit and profiler logs.",
                &[Edit::Set("enabled_cloudwatch_logs_exports", "[\"audit\", \"profiler\"]")],
            ),
        ],
    },
    Check {
        id: "database-audit-log-export",
        objective: "database-audit-logging",
        title: "MySQL cluster exports its audit log",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_rds_cluster"],
        rationale: "The audit log is the only log of MySQL that names who ran which statement. Without \
                    it a leak of records cannot be traced to a person.",
        reads: &[Key::LogTypes, Key::Engine],
        test: |s| {
            engine(s, &["aurora", "aurora-mysql", "mysql"])
                .when_holds("this engine has no audit log of its own", || {
                    s.any_text(Key::LogTypes, |t| t == "audit")
                })
        },
        aliases: &[Alias::checkov("CKV_AWS_325", &["aws_rds_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_rds_cluster"],
            "Export the audit log and switch it on in the parameter group.",
            &[Edit::Set("enabled_cloudwatch_logs_exports", "[\"audit\"]")],
        )
        .risk("Auditing costs throughput.")],
    },
    Check {
        id: "document-database-audit-or-profiler-log",
        objective: "database-audit-logging",
        title: "DocumentDB exports audit or profiler logs",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_docdb_cluster"],
        rationale: "Audit and profiler logs show which documents were read and by whom. Without either, \
                    an incident leaves no trace to follow.",
        reads: &[Key::LogTypes],
        test: |s| s.any_text(Key::LogTypes, |t| matches!(t, "audit" | "profiler")),
        aliases: &[Alias::checkov("CKV_AWS_85", &["aws_docdb_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_docdb_cluster"],
            "Export audit and profiler logs.",
            &[Edit::Set("enabled_cloudwatch_logs_exports", "[\"audit\", \"profiler\"]")],
        )],
    },
    Check {
        id: "graph-database-audit-log",
        objective: "database-audit-logging",
        title: "Neptune exports its audit log",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_neptune_cluster"],
        rationale: "Neptune records queries only where its audit log is exported. Without it nobody can \
                    tell who walked the graph of patients.",
        reads: &[Key::LogTypes],
        test: |s| s.any_text(Key::LogTypes, |t| t == "audit"),
        aliases: &[
            Alias::checkov("CKV_AWS_101", &["aws_neptune_cluster"]),
            Alias::kics("45cff7b6-3b80-40c1-ba7b-2cf480678bb8", &["aws_neptune_cluster"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_neptune_cluster"],
            "Export the audit log.",
            &[Edit::Set("enable_cloudwatch_logs_exports", "[\"audit\"]")],
        )],
    },
    Check {
        id: "database-server-auditing",
        objective: "database-audit-logging",
        title: "SQL server writes an audit log",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["azurerm_mssql_server", "azurerm_sql_server"],
        rationale: "The audit log answers who read, changed or deleted records and when. Without one an \
                    incident can neither be noticed nor investigated.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[
            Alias::checkov("CKV_AZURE_23", &["azurerm_mssql_server", "azurerm_sql_server"]),
            Alias::prowler("sqlserver_auditing_enabled", &["azurerm_mssql_server"]),
            Alias::azure_policy("a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9", &["azurerm_mssql_server"]),
        ],
        remedies: &[
            Remedy::edit(
                &["azurerm_mssql_server"],
                "Add an auditing policy that writes to Log Analytics or a storage account.",
                &[Edit::Companion(
                    "resource \"azurerm_mssql_server_extended_auditing_policy\" \"{name}\" {\n  \
                     server_id              = {address}.id\n  \
                     log_monitoring_enabled = true\n  \
                     retention_in_days      = 365\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_sql_server"],
                "Add an extended auditing policy to the server.",
                &[Edit::Block(
                    "extended_auditing_policy {\n  \
                     storage_endpoint           = azurerm_storage_account.audit.primary_blob_endpoint\n  \
                     storage_account_access_key = azurerm_storage_account.audit.primary_access_key\n  \
                     retention_in_days          = 365\n\
                     }",
                )],
            ),
        ],
    },
    Check {
        id: "database-server-audit-retention",
        objective: "log-retention",
        title: "SQL server states that it keeps audit logs for 90 days or more",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["azurerm_mssql_server", "azurerm_sql_server"],
        rationale: "Intrusions are found months after they began. A period that is written down and long \
                    enough lets an investigation reach back to the start.",
        reads: &[Key::AuditLogging, Key::LogRetentionDays],
        test: |s| s.is(Key::AuditLogging).and(s.at_least(Key::LogRetentionDays, 90)),
        aliases: &[Alias::checkov("CKV_AZURE_24", &["azurerm_mssql_server", "azurerm_sql_server"])],
        remedies: &[
            Remedy::edit(
                &["azurerm_mssql_server"],
                "Write a retention of at least 90 days in the auditing policy.",
                &[Edit::Companion(
                    "resource \"azurerm_mssql_server_extended_auditing_policy\" \"{name}\" {\n  \
                     server_id         = {address}.id\n  \
                     retention_in_days = 365\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_sql_server"],
                "Write a retention of at least 90 days.",
                &[Edit::Set("extended_auditing_policy.retention_in_days", "365")],
            ),
        ],
    },
    Check {
        id: "database-performance-insights",
        objective: "health-monitoring",
        title: "Database has performance insights",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        rationale: "A database that slows down or is flooded with queries shows it here first, be it a \
                    fault or somebody copying all records.",
        reads: &[Key::InstanceClass, Key::PerformanceInsights, Key::Engine],
        test: |s| match s
            .resource
            .get(Key::InstanceClass)
            .and_then(|c| c.datum())
            .map(ToString::to_string)
            .as_deref()
        {
            Some(
                "db.t2.micro" | "db.t2.small" | "db.t3.micro" | "db.t3.small" | "db.t4g.micro"
                | "db.t4g.small",
            ) if engine(s, &["mysql", "mariadb"]).verdict == Verdict::Pass => {
                Outcome::not_applicable("this class has no performance insights for its engine")
            }
            _ if engine(s, &["db2-se", "db2-ae"]).verdict == Verdict::Pass => {
                Outcome::not_applicable("this engine has no performance insights")
            }
            _ => s.is(Key::PerformanceInsights),
        },
        aliases: &[Alias::checkov("CKV_AWS_353", &["aws_db_instance", "aws_rds_cluster_instance"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster_instance"],
            "Switch performance insights on with a key of your own.",
            &[
                Edit::Set("performance_insights_enabled", "true"),
                Edit::Set("performance_insights_kms_key_id", "aws_kms_key.database.arn"),
            ],
        )],
    },
    Check {
        id: "database-query-insights",
        objective: "health-monitoring",
        title: "Cloud SQL has query insights",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Insights show which query from which application floods the database, be it a fault \
                    or somebody copying all records.",
        reads: &[Key::PerformanceInsights],
        test: |s| s.is(Key::PerformanceInsights),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Switch query insights on, without recording client addresses where that is not wanted.",
            &[Edit::Set("settings.insights_config.query_insights_enabled", "true")],
        )
        .command("gcloud sql instances patch {name} --insights-config-query-insights-enabled")],
    },
    Check {
        id: "database-enhanced-monitoring",
        objective: "health-monitoring",
        title: "Database has enhanced monitoring",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        rationale: "Metrics of the operating system beneath the database show runaway processes and full \
                    disks before records become unreachable.",
        reads: &[Key::MonitoringIntervalSeconds],
        test: |s| s.number(Key::MonitoringIntervalSeconds, |n| [1, 5, 10, 15, 30, 60].contains(&n)),
        aliases: &[
            Alias::checkov("CKV_AWS_118", &["aws_db_instance", "aws_rds_cluster_instance"]),
            Alias::aws_config("RDS_ENHANCED_MONITORING_ENABLED", &["aws_db_instance"]),
            Alias::prowler("rds_instance_enhanced_monitoring_enabled", &["aws_db_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster_instance"],
            "Collect metrics at least every minute, with a role that may write them.",
            &[
                Edit::Set("monitoring_interval", "60"),
                Edit::Set("monitoring_role_arn", "aws_iam_role.monitoring.arn"),
            ],
        )],
    },
    Check {
        id: "database-threat-detection",
        objective: "threat-detection",
        title: "Database server reports unusual activity",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "Detection notices injected statements, strange places of sign-in and mass exports \
                    while they happen, when records can still be kept from leaving.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[
            Alias::checkov("CKV_AZURE_127", &["azurerm_mysql_server"]),
            Alias::checkov("CKV_AZURE_128", &["azurerm_postgresql_server"]),
            Alias::checkov("CKV2_AZURE_2", &["azurerm_mssql_server", "azurerm_sql_server"]),
        ],
        remedies: &[
            Remedy::edit(
                &["azurerm_mysql_server", "azurerm_postgresql_server"],
                "Switch the threat detection policy on.",
                &[Edit::Set("threat_detection_policy.enabled", "true")],
            ),
            Remedy::edit(
                &["azurerm_mssql_server"],
                "Add a security alert policy that is enabled.",
                &[Edit::Companion(
                    "resource \"azurerm_mssql_server_security_alert_policy\" \"{name}\" {\n  \
                     resource_group_name  = {address}.resource_group_name\n  \
                     server_name          = {address}.name\n  \
                     state                = \"Enabled\"\n  \
                     email_account_admins = true\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_sql_server"],
                "Add a security alert policy that is enabled.",
                &[Edit::Companion(
                    "resource \"azurerm_mssql_server_security_alert_policy\" \"{name}\" {\n  \
                     resource_group_name = {address}.resource_group_name\n  \
                     server_name         = {address}.name\n  \
                     state               = \"Enabled\"\n\
                     }",
                )],
            ),
        ],
    },
];
