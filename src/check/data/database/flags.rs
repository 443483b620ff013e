//! Cloud SQL: flags of its engines.

use super::super::{engine, parameter};
use super::CLOUD_SQL;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject, Verdict};
use crate::resource::{Key, Kind};

macro_rules! set_flag {
    ($flag:literal, $value:literal) => {
        &[Remedy::edit(
            CLOUD_SQL,
            concat!("Set the flag ", $flag, " to ", $value, "."),
            &[Edit::Block(concat!(
                "database_flags {\n  name  = \"",
                $flag,
                "\"\n  value = \"",
                $value,
                "\"\n}"
            ))],
        )
        .command(concat!("gcloud sql instances patch {name} --database-flags=\"", $flag, "=", $value, "\""))
        .risk("Flags given to the command replace all others; some restart the instance.")]
    };
}

/// The first flag; the others share its kind, its types and what it reads.
const CHECKPOINTS: Check = Check {
    id: "database-flag-checkpoints",
    objective: "database-audit-logging",
    title: "PostgreSQL logs checkpoints",
    severity: Severity::Low,
    kind: Kind::Database,
    types: CLOUD_SQL,
    rationale: "Checkpoints in the log show when data reached the disk and how loaded the server \
                was, which a reconstruction after an outage needs.",
    reads: &[Key::Parameters, Key::Engine],
    test: |s| postgresql(s, "log_checkpoints", false, |v| v == "on"),
    aliases: &[
        Alias::checkov("CKV_GCP_51", CLOUD_SQL),
        Alias::gcp("SQL_LOG_CHECKPOINTS_DISABLED", CLOUD_SQL),
    ],
    remedies: set_flag!("log_checkpoints", "on"),
};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    CHECKPOINTS,
    Check {
        id: "database-flag-connections",
        objective: "database-audit-logging",
        title: "PostgreSQL logs connections",
        severity: Severity::Low,
        rationale: "A log without connections cannot say who was in the database when records left it.",
        test: |s| postgresql(s, "log_connections", false, |v| v == "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_52", CLOUD_SQL),
            Alias::gcp("SQL_LOG_CONNECTIONS_DISABLED", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_postgres_log_connections_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("log_connections", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-disconnections",
        objective: "database-audit-logging",
        title: "PostgreSQL logs the end of sessions",
        severity: Severity::Low,
        rationale: "The end of a session gives its length; an hour in the middle of the night is what an \
                    investigation looks for.",
        test: |s| postgresql(s, "log_disconnections", false, |v| v == "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_53", CLOUD_SQL),
            Alias::gcp("SQL_LOG_DISCONNECTIONS_DISABLED", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_postgres_log_disconnections_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("log_disconnections", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-lock-waits",
        objective: "database-audit-logging",
        title: "PostgreSQL logs waits for locks",
        severity: Severity::Low,
        rationale: "Long waits for locks are how a denial of service or a runaway job first shows \
                    itself.",
        test: |s| postgresql(s, "log_lock_waits", false, |v| v == "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_54", CLOUD_SQL),
            Alias::gcp("SQL_LOG_LOCK_WAITS_DISABLED", CLOUD_SQL),
        ],
        remedies: set_flag!("log_lock_waits", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-hostnames",
        objective: "database-audit-logging",
        title: "PostgreSQL logs names of hosts",
        severity: Severity::Low,
        rationale: "A name beside the address tells in an investigation which workstation or service a \
                    session came from.",
        test: |s| postgresql(s, "log_hostname", false, |v| v == "on"),
        aliases: &[Alias::checkov("CKV_GCP_108", CLOUD_SQL)],
        remedies: set_flag!("log_hostname", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-pgaudit",
        objective: "database-audit-logging",
        title: "PostgreSQL runs its audit extension",
        severity: Severity::Medium,
        rationale: "The extension records who read which table, which the ordinary log does not. It is \
                    what audit controls for health records mean.",
        test: |s| postgresql(s, "cloudsql.enable_pgaudit", false, |v| v == "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_110", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_postgres_enable_pgaudit_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("cloudsql.enable_pgaudit", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-statements",
        objective: "database-audit-logging",
        title: "PostgreSQL logs statements that change data or tables",
        severity: Severity::Medium,
        rationale: "Statements in the log show what was changed or dropped and by whom, and let a \
                    reconstruction repair it.",
        test: |s| postgresql(s, "log_statement", false, |v| matches!(v, "ddl" | "mod" | "all")),
        aliases: &[Alias::checkov("CKV_GCP_111", CLOUD_SQL), Alias::gcp("SQL_LOG_STATEMENT", CLOUD_SQL)],
        remedies: set_flag!("log_statement", "ddl"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-error-statements",
        objective: "database-audit-logging",
        title: "PostgreSQL logs statements that end in errors",
        severity: Severity::Low,
        rationale: "Failing statements are the traces of probing and of injected code; a threshold above \
                    errors throws them away.",
        test: |s| {
            postgresql(s, "log_min_error_statement", false, |v| {
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
        },
        aliases: &[
            Alias::checkov("CKV_GCP_109", CLOUD_SQL),
            Alias::gcp("SQL_LOG_MIN_ERROR_STATEMENT_SEVERITY", CLOUD_SQL),
        ],
        remedies: set_flag!("log_min_error_statement", "error"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-message-level",
        objective: "database-audit-logging",
        title: "PostgreSQL uses a known level of messages",
        severity: Severity::Low,
        rationale: "A level the server does not know leaves the log as it was, and nobody notices that \
                    messages are missing.",
        test: |s| {
            postgresql(s, "log_min_messages", true, |v| {
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
        },
        aliases: &[Alias::checkov("CKV_GCP_55", CLOUD_SQL)],
        remedies: set_flag!("log_min_messages", "warning"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-temporary-files",
        objective: "database-audit-logging",
        title: "PostgreSQL logs every temporary file, where it logs them",
        severity: Severity::Low,
        rationale: "Large temporary files show queries that pull whole tables; a threshold hides the \
                    smaller ones.",
        test: |s| postgresql(s, "log_temp_files", true, |v| v == "0"),
        aliases: &[Alias::checkov("CKV_GCP_56", CLOUD_SQL), Alias::gcp("SQL_LOG_TEMP_FILES", CLOUD_SQL)],
        remedies: set_flag!("log_temp_files", "0"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-statement-duration",
        objective: "log-integrity",
        title: "PostgreSQL keeps slow statements out of its log",
        severity: Severity::Low,
        rationale: "Logging by duration writes the full text of statements, and with it names and \
                    numbers of patients, into a log that more people may read than the table.",
        test: |s| postgresql(s, "log_min_duration_statement", true, |v| v == "-1"),
        aliases: &[
            Alias::checkov("CKV_GCP_57", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_postgres_log_min_duration_statement_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("log_min_duration_statement", "-1"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-contained-authentication",
        objective: "local-accounts",
        title: "SQL Server has no accounts contained in databases",
        severity: Severity::Medium,
        rationale: "Contained accounts live outside the control of the server: whoever may write a \
                    database can let himself in.",
        test: |s| sqlserver(s, "contained database authentication", true, |v| v != "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_59", CLOUD_SQL),
            Alias::gcp("SQL_CONTAINED_DATABASE_AUTHENTICATION", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_sqlserver_contained_database_authentication_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("contained database authentication", "off"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-ownership-chaining",
        objective: "least-privilege",
        title: "SQL Server does not chain ownership across databases",
        severity: Severity::Medium,
        rationale: "Chained ownership lets a user of one database read another through a view, past the \
                    permissions set on it.",
        test: |s| sqlserver(s, "cross db ownership chaining", true, |v| v != "on"),
        aliases: &[
            Alias::checkov("CKV_GCP_58", CLOUD_SQL),
            Alias::gcp("SQL_CROSS_DB_OWNERSHIP_CHAINING", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_sqlserver_cross_db_ownership_chaining_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("cross db ownership chaining", "off"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-external-scripts",
        objective: "workload-hardening",
        title: "SQL Server runs no external scripts",
        severity: Severity::Medium,
        rationale: "Scripts started from the database run outside its permissions, next to the records.",
        test: |s| sqlserver(s, "external scripts enabled", true, |v| v != "on"),
        aliases: &[
            Alias::gcp("SQL_EXTERNAL_SCRIPTS_ENABLED", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_sqlserver_external_scripts_enabled_flag", CLOUD_SQL),
        ],
        remedies: set_flag!("external scripts enabled", "off"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-remote-access",
        objective: "workload-hardening",
        title: "SQL Server runs no procedures for other servers",
        severity: Severity::Low,
        rationale: "Remote procedures let another server act here with its own rights; nothing needs \
                    them any more.",
        test: |s| sqlserver(s, "remote access", false, |v| v == "off"),
        aliases: &[Alias::gcp("SQL_REMOTE_ACCESS_ENABLED", CLOUD_SQL)],
        remedies: set_flag!("remote access", "off"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-local-infile",
        objective: "workload-hardening",
        title: "MySQL loads no files of clients",
        severity: Severity::Medium,
        rationale: "With local files allowed, a server under an attacker can read files of every client \
                    that connects, keys and exports included.",
        test: |s| mysql(s, "local_infile", true, |v| v != "on"),
        aliases: &[Alias::checkov("CKV_GCP_50", CLOUD_SQL), Alias::gcp("SQL_LOCAL_INFILE", CLOUD_SQL)],
        remedies: set_flag!("local_infile", "off"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-skip-show-database",
        objective: "workload-hardening",
        title: "MySQL shows users only the databases they may use",
        severity: Severity::Low,
        rationale: "Names of databases tell an attacker where records lie and which users to try next.",
        test: |s| mysql(s, "skip_show_database", false, |v| v == "on"),
        aliases: &[Alias::gcp("SQL_SKIP_SHOW_DATABASE_DISABLED", CLOUD_SQL)],
        remedies: set_flag!("skip_show_database", "on"),
        ..CHECKPOINTS
    },
    Check {
        id: "database-flag-durations",
        objective: "database-audit-logging",
        title: "PostgreSQL logs how long statements take",
        severity: Severity::Low,
        rationale: "The duration of each statement shows the export of a whole table among thousands of \
                    single reads.",
        reads: &[Key::Engine, Key::Parameters],
        test: |s| match engine(s, &["postgresql"]).verdict {
            Verdict::Fail => Outcome::pass().by(Key::Engine).note("only PostgreSQL has this flag"),
            _ => parameter(s, "log_duration", false, |v| v == "on"),
        },
        aliases: &[
            Alias::checkov("CKV2_GCP_13", CLOUD_SQL),
            Alias::gcp("SQL_LOG_DURATION_DISABLED", CLOUD_SQL),
        ],
        remedies: set_flag!("log_duration", "on"),
        ..CHECKPOINTS
    },
];

fn postgresql(s: &Subject<'_>, flag: &str, otherwise: bool, accept: fn(&str) -> bool) -> Outcome {
    engine(s, &["postgresql"])
        .when_holds("only PostgreSQL has this flag", || parameter(s, flag, otherwise, accept))
}

fn sqlserver(s: &Subject<'_>, flag: &str, otherwise: bool, accept: fn(&str) -> bool) -> Outcome {
    engine(s, &["sqlserver"])
        .when_holds("only SQL Server has this flag", || parameter(s, flag, otherwise, accept))
}

fn mysql(s: &Subject<'_>, flag: &str, otherwise: bool, accept: fn(&str) -> bool) -> Outcome {
    engine(s, &["mysql"]).when_holds("only MySQL has this flag", || parameter(s, flag, otherwise, accept))
}
