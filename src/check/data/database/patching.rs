//! Databases: versions and upgrades.

use super::super::{declared, engine};
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind, Setting};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-minor-upgrades",
        objective: "managed-patching",
        title: "Database takes minor upgrades by itself",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "Minor versions carry the fixes of known holes. A database that waits for somebody to \
                    remember them stays open to all who read the release notes.",
        reads: &[Key::MinorUpgrades],
        test: |s| s.is(Key::MinorUpgrades),
        aliases: &[
            Alias::kics("3b6d777b-76e3-4133-80a3-0d6f667ade7f", &["aws_db_instance"]),
            Alias::aws_config("RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", &["aws_db_instance"]),
            Alias::prowler("rds_instance_minor_version_upgrade_enabled", &["aws_db_instance"]),
        ],
        remedies: &[Remedy::edit(
            &[
                "aws_db_instance",
                "aws_rds_cluster_instance",
                "aws_docdb_cluster_instance",
                "aws_neptune_cluster_instance",
            ],
            "Let minor upgrades happen in the maintenance window.",
            &[Edit::Set("auto_minor_version_upgrade", "true")],
        )
        .risk("The database restarts in its maintenance window.")],
    },
    Check {
        id: "database-minor-upgrades-declared",
        objective: "managed-patching",
        title: "Database says in code that it takes minor upgrades",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        rationale: "Patching is a procedure somebody decided on. A line in the code is the evidence that \
                    it was decided, where a default is only what happened.",
        reads: &[Key::MinorUpgrades],
        test: |s| declared(s, Key::MinorUpgrades).and(s.is(Key::MinorUpgrades)),
        aliases: &[Alias::checkov("CKV_AWS_226", &["aws_db_instance", "aws_rds_cluster_instance"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster_instance"],
            "Write the setting.",
            &[Edit::Set("auto_minor_version_upgrade", "true")],
        )],
    },
    Check {
        id: "database-log-reader-flaw",
        objective: "supported-versions",
        title: "PostgreSQL runs a version without the log reader flaw",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster"],
        rationale: "Old versions let a user of the database read files and credentials of the host \
                    through the extension for logs, and with them other records.",
        reads: &[Key::Engine, Key::Version],
        test: log_reader_fixed,
        aliases: &[Alias::checkov("CKV_AWS_250", &["aws_db_instance", "aws_rds_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster"],
            "Upgrade to a supported version.",
            &[Edit::Set("engine_version", "\"16.4\"")],
        )
        .risk("Major upgrades need a test and a window.")],
    },
    Check {
        id: "database-local-file-flaw",
        objective: "supported-versions",
        title: "Aurora PostgreSQL runs a version without the local file flaw",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["aws_db_instance"],
        rationale: "Certain old versions of Aurora PostgreSQL let a user read local files of the host, \
                    credentials of the service among them.",
        reads: &[Key::Version, Key::Engine],
        test: |s| {
            let affected = ["10.11", "10.12", "10.13", "11.6", "11.7", "11.8"];
            engine(s, &["aurora-postgresql"]).and(s.one_of(Key::Version, &affected)).negate()
        },
        aliases: &[Alias::checkov("CKV_AWS_388", &["aws_db_instance"])],
        remedies: &[Remedy::edit(
            &["aws_db_instance"],
            "Upgrade to a supported version.",
            &[Edit::Set("engine_version", "\"16.4\"")],
        )
        .risk("Major upgrades need a test and a window.")],
    },
];

/// Versions in which the extension was mended, by engine: major version and first minor version that is safe.
const MENDED: &[(&str, &[(u32, u32)])] =
    &[("postgres", &[(13, 3), (12, 7), (11, 12), (10, 17)]), ("aurora-postgresql", &[(11, 9), (10, 14)])];

fn log_reader_fixed(s: &Subject<'_>) -> Outcome {
    let Some(engine) = s.resource.get(Key::Engine).and_then(|e| e.datum()).map(ToString::to_string) else {
        return s.text(Key::Engine, |_| false);
    };
    let Some((_, mended)) = MENDED.iter().find(|(name, _)| *name == engine) else {
        return Outcome::not_applicable("this engine does not have the extension").by(Key::Engine);
    };
    let version = s.resource.get(Key::Version).and_then(|v| v.datum()).map(ToString::to_string);
    let mut parts = version.iter().flat_map(|v| v.split('.')).map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
        return match s.resource.get(Key::Version) {
            Some(Setting::Unknown { .. }) => s.text(Key::Version, |_| false),
            _ => Outcome::not_applicable("the minor version is chosen by the platform").by(Key::Version),
        };
    };
    let newest = mended.iter().map(|(known, _)| *known).max().unwrap_or_default();
    let safe = major > newest || mended.iter().any(|(known, first)| *known == major && minor >= *first);
    let bugfix = parts.next().and_then(Result::ok);
    let old_line = engine == "postgres" && (major, minor) == (9, 6) && bugfix.is_some_and(|b| b > 21);
    let outcome = if safe || old_line { Outcome::pass() } else { Outcome::fail() };
    outcome.by(Key::Version)
}
