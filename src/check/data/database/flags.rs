//! Cloud SQL: flags of its engines.

use super::super::{engine, parameter};
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Verdict};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-flag-checkpoints",
        objective: "database-audit-logging",
        title: "PostgreSQL logs checkpoints",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Checkpoints in the log show when data reached the disk and how loaded the server \
                    was, which a reconstruction after an outage needs.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_checkpoints", false, |v| v == "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_51", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_CHECKPOINTS_DISABLED", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_checkpoints to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_checkpoints\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_checkpoints=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-connections",
        objective: "database-audit-logging",
        title: "PostgreSQL logs connections",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "A log without connections cannot say who was in the database when records left it.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_connections", false, |v| v == "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_52", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_CONNECTIONS_DISABLED", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_postgres_log_connections_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_connections to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_connections\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_connections=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-disconnections",
        objective: "database-audit-logging",
        title: "PostgreSQL logs the end of sessions",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "The end of a session gives its length; an hour in the middle of the night is what an \
                    investigation looks for.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_disconnections", false, |v| v == "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_53", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_DISCONNECTIONS_DISABLED", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_postgres_log_disconnections_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_disconnections to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_disconnections\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_disconnections=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-lock-waits",
        objective: "database-audit-logging",
        title: "PostgreSQL logs waits for locks",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Long waits for locks are how a denial of service or a runaway job first shows \
                    itself.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_lock_waits", false, |v| v == "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_54", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_LOCK_WAITS_DISABLED", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_lock_waits to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_lock_waits\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_lock_waits=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-hostnames",
        objective: "database-audit-logging",
        title: "PostgreSQL logs names of hosts",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "A name beside the address tells in an investigation which workstation or service a \
                    session came from.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_hostname", false, |v| v == "on")
            })
        },
        aliases: &[Alias::checkov("CKV_GCP_108", &["google_sql_database_instance"])],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_hostname to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_hostname\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_hostname=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-pgaudit",
        objective: "database-audit-logging",
        title: "PostgreSQL runs its audit extension",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "The extension records who read which table, which the ordinary log does not. It is \
                    what audit controls for health records mean.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "cloudsql.enable_pgaudit", false, |v| v == "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_110", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_postgres_enable_pgaudit_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag cloudsql.enable_pgaudit to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"cloudsql.enable_pgaudit\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"cloudsql.enable_pgaudit=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-statements",
        objective: "database-audit-logging",
        title: "PostgreSQL logs statements that change data or tables",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Statements in the log show what was changed or dropped and by whom, and let a \
                    reconstruction repair it.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_statement", false, |v| matches!(v, "ddl" | "mod" | "all"))
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_111", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_STATEMENT", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_statement to ddl.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_statement\"\n  \
                     value = \"ddl\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_statement=ddl\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-error-statements",
        objective: "database-audit-logging",
        title: "PostgreSQL logs statements that end in errors",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Failing statements are the traces of probing and of injected code; a threshold above \
                    errors throws them away.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_min_error_statement", false, |v| {
                    matches!(
                        v,
                        "debug5"
                            | "debug4"
                            | "debug3"
                            | "debug2"
                            | "debug1"
                            | "info"
                            | "notice"
                            | "warning"
                            | "error"
                    )
                })
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_109", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_MIN_ERROR_STATEMENT_SEVERITY", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_min_error_statement to error.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_min_error_statement\"\n  \
                     value = \"error\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_min_error_statement=error\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-message-level",
        objective: "database-audit-logging",
        title: "PostgreSQL uses a known level of messages",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "A level the server does not know leaves the log as it was, and nobody notices that \
                    messages are missing.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_min_messages", true, |v| {
                    matches!(
                        v,
                        "fatal"
                            | "panic"
                            | "log"
                            | "error"
                            | "warning"
                            | "notice"
                            | "info"
                            | "debug1"
                            | "debug2"
                            | "debug3"
                            | "debug4"
                            | "debug5"
                    )
                })
            })
        },
        aliases: &[Alias::checkov("CKV_GCP_55", &["google_sql_database_instance"])],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_min_messages to warning.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_min_messages\"\n  \
                     value = \"warning\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_min_messages=warning\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-temporary-files",
        objective: "database-audit-logging",
        title: "PostgreSQL logs every temporary file, where it logs them",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Large temporary files show queries that pull whole tables; a threshold hides the \
                    smaller ones.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_temp_files", true, |v| v == "0")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_56", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_TEMP_FILES", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_temp_files to 0.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_temp_files\"\n  \
                     value = \"0\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_temp_files=0\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-statement-duration",
        objective: "log-integrity",
        title: "PostgreSQL keeps slow statements out of its log",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Logging by duration writes the full text of statements, and with it names and \
                    numbers of patients, into a log that more people may read than the table.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["postgresql"]).when_holds("only PostgreSQL has this flag", || {
                parameter(s, "log_min_duration_statement", true, |v| v == "-1")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_57", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_postgres_log_min_duration_statement_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_min_duration_statement to -1.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_min_duration_statement\"\n  \
                     value = \"-1\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"log_min_duration_statement=-1\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-contained-authentication",
        objective: "local-accounts",
        title: "SQL Server has no accounts contained in databases",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Contained accounts live outside the control of the server: whoever may write a \
                    database can let himself in.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["sqlserver"]).when_holds("only SQL Server has this flag", || {
                parameter(s, "contained database authentication", true, |v| v != "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_59", &["google_sql_database_instance"]),
            Alias::gcp("SQL_CONTAINED_DATABASE_AUTHENTICATION", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_sqlserver_contained_database_authentication_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag contained database authentication to off.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"contained database authentication\"\n  \
                     value = \"off\"\n\
                     }",
            )],
        )
        .command(
            "gcloud sql instances patch {name} --database-flags=\"contained database \
             authentication=off\"",
        )
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-ownership-chaining",
        objective: "least-privilege",
        title: "SQL Server does not chain ownership across databases",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Chained ownership lets a user of one database read another through a view, past the \
                    permissions set on it.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["sqlserver"]).when_holds("only SQL Server has this flag", || {
                parameter(s, "cross db ownership chaining", true, |v| v != "on")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_58", &["google_sql_database_instance"]),
            Alias::gcp("SQL_CROSS_DB_OWNERSHIP_CHAINING", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_sqlserver_cross_db_ownership_chaining_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag cross db ownership chaining to off.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"cross db ownership chaining\"\n  \
                     value = \"off\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"cross db ownership chaining=off\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-external-scripts",
        objective: "workload-hardening",
        title: "SQL Server runs no external scripts",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Scripts started from the database run outside its permissions, next to the records.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["sqlserver"]).when_holds("only SQL Server has this flag", || {
                parameter(s, "external scripts enabled", true, |v| v != "on")
            })
        },
        aliases: &[
            Alias::gcp("SQL_EXTERNAL_SCRIPTS_ENABLED", &["google_sql_database_instance"]),
            Alias::prowler(
                "cloudsql_instance_sqlserver_external_scripts_enabled_flag",
                &["google_sql_database_instance"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag external scripts enabled to off.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"external scripts enabled\"\n  \
                     value = \"off\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"external scripts enabled=off\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-remote-access",
        objective: "workload-hardening",
        title: "SQL Server runs no procedures for other servers",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Remote procedures let another server act here with its own rights; nothing needs \
                    them any more.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["sqlserver"]).when_holds("only SQL Server has this flag", || {
                parameter(s, "remote access", false, |v| v == "off")
            })
        },
        aliases: &[Alias::gcp("SQL_REMOTE_ACCESS_ENABLED", &["google_sql_database_instance"])],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag remote access to off.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"remote access\"\n  \
                     value = \"off\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"remote access=off\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-local-infile",
        objective: "workload-hardening",
        title: "MySQL loads no files of clients",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "With local files allowed, a server under an attacker can read files of every client \
                    that connects, keys and exports included.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["mysql"])
                .when_holds("only MySQL has this flag", || parameter(s, "local_infile", true, |v| v != "on"))
        },
        aliases: &[
            Alias::checkov("CKV_GCP_50", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOCAL_INFILE", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag local_infile to off.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"local_infile\"\n  \
                     value = \"off\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"local_infile=off\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-skip-show-database",
        objective: "workload-hardening",
        title: "MySQL shows users only the databases they may use",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "Names of databases tell an attacker where records lie and which users to try next.",
        reads: &[Key::Parameters, Key::Engine],
        test: |s| {
            engine(s, &["mysql"]).when_holds("only MySQL has this flag", || {
                parameter(s, "skip_show_database", false, |v| v == "on")
            })
        },
        aliases: &[Alias::gcp("SQL_SKIP_SHOW_DATABASE_DISABLED", &["google_sql_database_instance"])],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag skip_show_database to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"skip_show_database\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )
        .command("gcloud sql instances patch {name} --database-flags=\"skip_show_database=on\"")
        .risk("Flags given to the command replace all others; some restart the instance.")],
    },
    Check {
        id: "database-flag-durations",
        objective: "database-audit-logging",
        title: "PostgreSQL logs how long statements take",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["google_sql_database_instance"],
        rationale: "The duration of each statement shows the export of a whole table among thousands of \
                    single reads.",
        reads: &[Key::Engine, Key::Parameters],
        test: |s| match engine(s, &["postgresql"]).verdict {
            Verdict::Fail => Outcome::pass().by(Key::Engine).note("only PostgreSQL has this flag"),
            _ => parameter(s, "log_duration", false, |v| v == "on"),
        },
        aliases: &[
            Alias::checkov("CKV2_GCP_13", &["google_sql_database_instance"]),
            Alias::gcp("SQL_LOG_DURATION_DISABLED", &["google_sql_database_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["google_sql_database_instance"],
            "Set the flag log_duration to on.",
            &[Edit::Block(
                "database_flags {\n  \
                     name  = \"log_duration\"\n  \
                     value = \"on\"\n\
                     }",
            )],
        )],
    },
];
