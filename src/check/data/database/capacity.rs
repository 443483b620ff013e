//! Databases: what keeps them answering.

use crate::check::{Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[Check {
    id: "database-not-default-administrator",
    objective: "local-accounts",
    title: "Database administrator has a name of its own",
    severity: Severity::Low,
    kind: Kind::Database,
    types: &["aws_db_instance", "aws_rds_cluster"],
    rationale: "Attackers try the names that come with every engine first. Another name costs \
                    nothing and takes those guesses away.",
    reads: &[Key::AdministratorName],
    test: |s| {
        s.text(Key::AdministratorName, |name| {
            !["admin", "administrator", "root", "postgres", "sa", "master", "awsuser"]
                .contains(&name.to_ascii_lowercase().as_str())
        })
    },
    aliases: &[],
    remedies: &[
        Remedy::edit(
            &["aws_db_instance"],
            "Choose another name when the database is made.",
            &[Edit::Set("username", "\"records_owner\"")],
        )
        .risk("The database is replaced."),
        Remedy::edit(
            &["aws_rds_cluster"],
            "Choose another name when the cluster is made.",
            &[Edit::Set("master_username", "\"records_owner\"")],
        )
        .risk("The cluster is replaced."),
    ],
}];
