//! Databases: a standby in another zone, and protection against deletion and silent change.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-multi-zone",
        objective: "high-availability",
        title: "Database has a standby in another zone",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "When a zone fails, a database without a standby is gone until it returns, and \
                    clinicians work without records.",
        reads: &[Key::MultiZone],
        test: |s| {
            if s.resource.has(Key::ReplicaOf) {
                s.is_unset(Key::ReplicaOf).when_holds("a replica is itself a spare", || s.is(Key::MultiZone))
            } else {
                s.is(Key::MultiZone)
            }
        },
        aliases: &[
            Alias::checkov("CKV_AWS_157", &["aws_db_instance"]),
            Alias::checkov("CKV_AZURE_229", &["azurerm_mssql_database"]),
            Alias::aws_config("RDS_MULTI_AZ_SUPPORT", &["aws_db_instance"]),
            Alias::prowler("rds_instance_multi_az", &["aws_db_instance"]),
            Alias::prowler("cloudsql_instance_high_availability_enabled", &["google_sql_database_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance"],
                "Keep a standby in another zone.",
                &[Edit::Set("multi_az", "true")],
            )
            .command(
                "aws rds modify-db-instance --db-instance-identifier {name} --multi-az --region {region}",
            )
            .risk("Costs about double; the change itself slows the database for a while."),
            Remedy::edit(
                &["azurerm_mssql_database"],
                "Spread the database over zones.",
                &[Edit::Set("zone_redundant", "true")],
            ),
            Remedy::edit(
                &["azurerm_mssql_managed_instance"],
                "Spread the instance over zones.",
                &[Edit::Set("zone_redundant_enabled", "true")],
            ),
            Remedy::edit(
                &["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"],
                "Keep a standby in another zone.",
                &[Edit::Set("high_availability.mode", "\"ZoneRedundant\"")],
            )
            .risk("Costs about double."),
            Remedy::edit(
                &["google_sql_database_instance"],
                "Keep a standby in another zone.",
                &[Edit::Set("settings.availability_type", "\"REGIONAL\"")],
            )
            .command("gcloud sql instances patch {name} --availability-type=REGIONAL")
            .risk("Costs about double and restarts the instance."),
            Remedy::edit(
                &["google_alloydb_instance"],
                "Keep a standby in another zone.",
                &[Edit::Set("availability_type", "\"REGIONAL\"")],
            ),
        ],
    },
    Check {
        id: "database-deletion-protection",
        objective: "deletion-protection",
        title: "Database is protected against deletion",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &[],
        rationale: "A wrong plan, a wrong account or a stolen credential deletes a database within \
                    seconds. The protection turns that into an error message.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[
            Alias::checkov("CKV_AWS_293", &["aws_db_instance"]),
            Alias::checkov("CKV_AWS_139", &["aws_rds_cluster"]),
            Alias::checkov("CKV2_AWS_58", &["aws_neptune_cluster"]),
            Alias::checkov("CKV_GCP_119", &["google_spanner_database"]),
            Alias::aws_config("RDS_CLUSTER_DELETION_PROTECTION_ENABLED", &["aws_rds_cluster"]),
            Alias::prowler("documentdb_cluster_deletion_protection", &["aws_docdb_cluster"]),
            Alias::prowler("neptune_cluster_deletion_protection", &["aws_neptune_cluster"]),
            Alias::prowler("rds_cluster_deletion_protection", &["aws_rds_cluster"]),
            Alias::prowler("rds_instance_deletion_protection", &["aws_db_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_db_instance"],
                "Switch deletion protection on.",
                &[Edit::Set("deletion_protection", "true")],
            )
            .command(
                "aws rds modify-db-instance --db-instance-identifier {name} --deletion-protection --region \
             {region}",
            ),
            Remedy::edit(
                &["aws_rds_cluster"],
                "Switch deletion protection on.",
                &[Edit::Set("deletion_protection", "true")],
            )
            .command(
                "aws rds modify-db-cluster --db-cluster-identifier {name} --deletion-protection --region \
             {region}",
            ),
            Remedy::edit(
                &[
                    "aws_neptune_cluster",
                    "aws_docdb_cluster",
                    "aws_rds_global_cluster",
                    "aws_docdb_global_cluster",
                    "aws_neptune_global_cluster",
                    "google_spanner_database",
                    "google_alloydb_cluster",
                ],
                "Switch deletion protection on.",
                &[Edit::Set("deletion_protection", "true")],
            ),
            Remedy::edit(
                &["google_sql_database_instance"],
                "Switch the protection on that the platform itself keeps.",
                &[Edit::Set("settings.deletion_protection_enabled", "true")],
            )
            .command("gcloud sql instances patch {name} --deletion-protection"),
        ],
    },
    Check {
        id: "database-drop-protection",
        objective: "deletion-protection",
        title: "Spanner refuses to drop the database",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["google_spanner_database"],
        rationale: "The switch of Terraform protects against Terraform alone; this one refuses a drop \
                    from every console, script and stolen credential.",
        reads: &[Key::DropProtection],
        test: |s| s.is(Key::DropProtection),
        aliases: &[Alias::checkov("CKV_GCP_120", &["google_spanner_database"])],
        remedies: &[Remedy::edit(
            &["google_spanner_database"],
            "Switch drop protection on.",
            &[Edit::Set("enable_drop_protection", "true")],
        )
        .command("gcloud spanner databases update {name} --instance=INSTANCE --enable-drop-protection")],
    },
    Check {
        id: "database-ledger",
        objective: "log-integrity",
        title: "SQL database proves that records were not altered",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["azurerm_mssql_database"],
        rationale: "A ledger makes silent changes of records evident, even by administrators, which \
                    integrity of health records asks for where it matters.",
        reads: &[Key::Ledger],
        test: |s| s.is(Key::Ledger),
        aliases: &[Alias::checkov("CKV_AZURE_224", &["azurerm_mssql_database"])],
        remedies: &[Remedy::edit(
            &["azurerm_mssql_database"],
            "Make the database a ledger.",
            &[Edit::Set("ledger_enabled", "true")],
        )
        .risk("The database is replaced, and tables can no longer be changed at will.")],
    },
];
