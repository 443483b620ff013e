//! Databases: backups, their retention and copies, and ways back.

use super::super::engine;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Verdict};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-backups",
        objective: "backup",
        title: "Database is backed up",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
        rationale: "Without automated backups a dropped table, a broken disk or ransomware takes the \
                    records for good, and care goes on without them.",
        reads: &[Key::BackupRetentionDays],
        test: |s| {
            if s.resource.has(Key::ReplicaOf) {
                s.is_unset(Key::ReplicaOf).when_holds("a replica is recovered from its source", || {
                    s.at_least(Key::BackupRetentionDays, 1)
                })
            } else {
                s.at_least(Key::BackupRetentionDays, 1)
            }
        },
        aliases: &[
            Alias::checkov("CKV_AWS_133", &["aws_rds_cluster"]),
            Alias::aws_config("DB_INSTANCE_BACKUP_ENABLED", &["aws_db_instance"]),
            Alias::prowler("rds_instance_backup_enabled", &["aws_db_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
            "Keep automated backups for as long as a loss may stay unnoticed.",
            &[Edit::Set("backup_retention_period", "35")],
        )
        .risk("Backup storage beyond the size of the database is charged.")],
    },
    Check {
        id: "database-backup-retention",
        objective: "backup-retention",
        title: "Database keeps backups for a week or more",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[
            "aws_db_instance",
            "aws_rds_cluster",
            "aws_docdb_cluster",
            "aws_neptune_cluster",
            "azurerm_postgresql_server",
            "azurerm_postgresql_flexible_server",
            "azurerm_mysql_server",
            "azurerm_mysql_flexible_server",
            "azurerm_mariadb_server",
            "azurerm_mssql_database",
        ],
        rationale: "A mistake or an intrusion is often noticed only after days. Backups that are gone by \
                    then restore nothing.",
        reads: &[Key::BackupRetentionDays],
        test: |s| s.at_least(Key::BackupRetentionDays, 7),
        aliases: &[
            Alias::checkov("CKV_AWS_360", &["aws_docdb_cluster"]),
            Alias::checkov("CKV_AWS_361", &["aws_neptune_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
                "Keep automated backups for at least seven days.",
                &[Edit::Set("backup_retention_period", "35")],
            ),
            Remedy::edit(
                &[
                    "azurerm_postgresql_server",
                    "azurerm_postgresql_flexible_server",
                    "azurerm_mysql_server",
                    "azurerm_mysql_flexible_server",
                    "azurerm_mariadb_server",
                ],
                "Keep backups for at least seven days.",
                &[Edit::Set("backup_retention_days", "35")],
            ),
            Remedy::edit(
                &["azurerm_mssql_database"],
                "Keep backups for at least seven days.",
                &[Edit::Set("short_term_retention_policy.retention_days", "35")],
            ),
        ],
    },
    Check {
        id: "database-instance-backups",
        objective: "backup",
        title: "Database has automated backups",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["google_sql_database_instance", "google_alloydb_cluster"],
        rationale: "Without automated backups a dropped table, a broken disk or ransomware takes the \
                    records for good, and care goes on without them.",
        reads: &[Key::BackupEnabled],
        test: |s| {
            if s.resource.has(Key::ReplicaOf) {
                s.is_unset(Key::ReplicaOf)
                    .when_holds("a replica is recovered from its source", || s.is(Key::BackupEnabled))
            } else {
                s.is(Key::BackupEnabled)
            }
        },
        aliases: &[
            Alias::checkov("CKV_GCP_14", &["google_sql_database_instance"]),
            Alias::prowler("cloudsql_instance_automated_backups", &["google_sql_database_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_sql_database_instance"],
                "Switch automated backups on.",
                &[Edit::Set("settings.backup_configuration.enabled", "true")],
            )
            .command("gcloud sql instances patch {name} --backup-start-time=03:00"),
            Remedy::edit(
                &["google_alloydb_cluster"],
                "Leave the automated backup policy on.",
                &[Edit::Set("automated_backup_policy.enabled", "true")],
            ),
        ],
    },
    Check {
        id: "database-point-in-time",
        objective: "recovery-readiness",
        title: "Database can be restored to any moment",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "A nightly backup loses the day. With the log of changes kept, records are restored \
                    to the minute before the mistake.",
        reads: &[Key::PointInTimeRecovery],
        test: |s| {
            if s.resource.has(Key::ReplicaOf) {
                s.is_unset(Key::ReplicaOf)
                    .when_holds("a replica is recovered from its source", || s.is(Key::PointInTimeRecovery))
            } else {
                s.is(Key::PointInTimeRecovery)
            }
        },
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["google_sql_database_instance"],
                "Keep the log of changes.",
                &[Edit::Set("settings.backup_configuration.point_in_time_recovery_enabled", "true")],
            )
            .command("gcloud sql instances patch {name} --enable-point-in-time-recovery")
            .risk("Logs need storage; MySQL uses the binary log instead."),
            Remedy::edit(
                &["google_alloydb_cluster"],
                "Leave continuous backup on.",
                &[Edit::Set("continuous_backup_config.enabled", "true")],
            ),
        ],
    },
    Check {
        id: "database-binary-log",
        objective: "recovery-readiness",
        title: "MySQL instance keeps its binary log",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "The binary log is what restores MySQL to a chosen moment; a nightly backup alone \
                    loses everything written since.",
        reads: &[Key::Engine, Key::ReplicaOf, Key::BinaryLog],
        test: |s| match engine(s, &["mysql"]).verdict {
            Verdict::Fail => Outcome::pass().by(Key::Engine).note("only MySQL has a binary log"),
            _ => s
                .is_set(Key::ReplicaOf)
                .note("a replica is recovered from its source")
                .or(s.is(Key::BinaryLog)),
        },
        aliases: &[Alias::checkov("CKV2_GCP_20", &["google_sql_database_instance"])],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Keep the binary log.",
            &[Edit::Set("settings.backup_configuration.binary_log_enabled", "true")],
        )
        .command("gcloud sql instances patch {name} --enable-bin-log")],
    },
    Check {
        id: "database-backtrack",
        objective: "recovery-readiness",
        title: "Aurora MySQL cluster can be turned back in time",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_rds_cluster"],
        rationale: "Backtracking undoes a mistaken deletion within minutes and without a restore, so \
                    that care waits minutes instead of hours.",
        reads: &[Key::BacktrackSeconds, Key::Engine],
        test: |s| {
            engine(s, &["aurora", "aurora-mysql"])
                .when_holds("only Aurora MySQL can backtrack", || s.number(Key::BacktrackSeconds, |n| n > 0))
        },
        aliases: &[Alias::checkov("CKV_AWS_326", &["aws_rds_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_rds_cluster"],
            "Set a backtrack window.",
            &[Edit::Set("backtrack_window", "86400")],
        )
        .risk("The window cannot be added to an existing cluster and is charged by change.")],
    },
    Check {
        id: "database-geo-redundant-backup",
        objective: "cross-region-copy",
        title: "Backups of the database are kept in a second region",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[
            "azurerm_postgresql_server",
            "azurerm_postgresql_flexible_server",
            "azurerm_mysql_server",
            "azurerm_mysql_flexible_server",
            "azurerm_mariadb_server",
            "azurerm_mssql_database",
            "azurerm_mssql_managed_instance",
        ],
        rationale: "Backups beside the database are lost with the region. A copy elsewhere is what a \
                    contingency plan relies on.",
        reads: &[Key::CrossRegionCopy],
        test: |s| {
            if s.resource.has(Key::ReplicaOf) {
                s.is_set(Key::ReplicaOf)
                    .note("a replica is recovered from its source")
                    .or(s.is(Key::CrossRegionCopy))
            } else {
                s.is(Key::CrossRegionCopy)
            }
        },
        aliases: &[
            Alias::checkov("CKV_AZURE_102", &["azurerm_postgresql_server"]),
            Alias::kics("8b042c30-e441-453f-b162-7696982ebc58", &["azurerm_postgresql_server"]),
            Alias::checkov("CKV_AZURE_136", &["azurerm_postgresql_flexible_server"]),
            Alias::checkov("CKV_AZURE_94", &["azurerm_mysql_server", "azurerm_mysql_flexible_server"]),
            Alias::checkov("CKV_AZURE_129", &["azurerm_mariadb_server"]),
            Alias::kics("0a70d5f3-1ecd-4c8e-9292-928fc9a8c4f1", &["azurerm_mariadb_server"]),
            Alias::azure_policy("0ec47710-77ff-4a3d-9181-6aa50af424d0", &["azurerm_mariadb_server"]),
            Alias::azure_policy("82339799-d096-41ae-8538-b108becf0970", &["azurerm_mysql_server"]),
            Alias::azure_policy("48af4db5-9b8b-401c-8e74-076be876a430", &["azurerm_postgresql_server"]),
            Alias::prowler(
                "mysql_flexible_server_geo_redundant_backup_enabled",
                &["azurerm_mysql_flexible_server"],
            ),
            Alias::prowler(
                "postgresql_flexible_server_geo_redundant_backup_enabled",
                &["azurerm_postgresql_flexible_server"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &[
                    "azurerm_postgresql_server",
                    "azurerm_postgresql_flexible_server",
                    "azurerm_mysql_server",
                    "azurerm_mysql_flexible_server",
                    "azurerm_mariadb_server",
                ],
                "Keep backups in the paired region.",
                &[Edit::Set("geo_redundant_backup_enabled", "true")],
            )
            .risk("The server is replaced; backup storage costs about double."),
            Remedy::edit(
                &["azurerm_mssql_database"],
                "Keep backups in the paired region.",
                &[Edit::Set("storage_account_type", "\"Geo\"")],
            ),
            Remedy::edit(
                &["azurerm_mssql_managed_instance"],
                "Keep backups in the paired region.",
                &[Edit::Set("storage_account_type", "\"GRS\"")],
            ),
        ],
    },
    Check {
        id: "database-long-term-retention",
        objective: "cross-region-copy",
        title: "SQL database keeps long-term backups in a second region",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["azurerm_mssql_database"],
        rationale: "Short backups end after weeks, while records and proof of what they said may be \
                    needed for years, and after the loss of a region.",
        reads: &[Key::LongTermRetention, Key::CrossRegionCopy],
        test: |s| s.is_set(Key::LongTermRetention).and(s.is(Key::CrossRegionCopy)),
        aliases: &[Alias::azure_policy("d38fc420-0735-4ef3-ac11-c806f651a570", &["azurerm_mssql_database"])],
        remedies: &[Remedy::edit(
            &["azurerm_mssql_database"],
            "Add a long-term retention policy on geo-redundant storage.",
            &[
                Edit::Block(
                    "long_term_retention_policy {\n  \
                     monthly_retention = \"P12M\"\n\
                     }",
                ),
                Edit::Set("storage_account_type", "\"Geo\""),
            ],
        )],
    },
    Check {
        id: "database-final-snapshot",
        objective: "recovery-readiness",
        title: "Database leaves a snapshot when it is deleted",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
        rationale: "The last snapshot is the only way back when a database was deleted on purpose but \
                    wrongly.",
        reads: &[Key::FinalSnapshotSkipped],
        test: |s| s.is_not(Key::FinalSnapshotSkipped),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
            "Keep a final snapshot and name it.",
            &[
                Edit::Set("skip_final_snapshot", "false"),
                Edit::Set("final_snapshot_identifier", "\"final-snapshot\""),
            ],
        )],
    },
    Check {
        id: "database-copy-tags",
        objective: "resource-tagging",
        title: "Snapshots carry the tags of their database",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &[],
        rationale: "A snapshot without the classification of its database falls out of every rule on who \
                    may copy, share or delete it.",
        reads: &[Key::CopyTags],
        test: |s| s.is(Key::CopyTags),
        aliases: &[
            Alias::checkov("CKV_AWS_313", &["aws_rds_cluster"]),
            Alias::checkov("CKV_AWS_362", &["aws_neptune_cluster"]),
            Alias::prowler("neptune_cluster_copy_tags_to_snapshots", &["aws_neptune_cluster"]),
            Alias::prowler("rds_cluster_copy_tags_to_snapshots", &["aws_rds_cluster"]),
            Alias::prowler("rds_instance_copy_tags_to_snapshots", &["aws_db_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster"],
            "Copy tags to snapshots.",
            &[Edit::Set("copy_tags_to_snapshot", "true")],
        )],
    },
];
