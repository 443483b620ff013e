//! Warehouses: Redshift, Synapse and BigQuery.

use super::declared;
use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "warehouse-encryption",
        objective: "encryption-at-rest",
        title: "Warehouse is encrypted",
        severity: Severity::High,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "A warehouse gathers the records of every system. Unencrypted disks, snapshots and \
                    temporary tables give all of them away at once.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_64", &["aws_redshift_cluster"]),
            Alias::kics("cfdcabb0-fc06-427c-865b-c59f13e898ce", &["aws_redshift_cluster"]),
            Alias::checkov("CKV_AZURE_241", &["azurerm_synapse_sql_pool"]),
            Alias::prowler("redshift_cluster_encrypted_at_rest", &["aws_redshift_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_redshift_cluster"],
                "Switch encryption on.",
                &[Edit::Set("encrypted", "true")],
            )
            .command("aws redshift modify-cluster --cluster-identifier {name} --encrypted --region {region}")
            .risk("The cluster is read-only while its data moves."),
            Remedy::edit(
                &["azurerm_synapse_sql_pool"],
                "Switch transparent data encryption on.",
                &[Edit::Set("data_encrypted", "true")],
            ),
        ],
    },
    Check {
        id: "warehouse-customer-key",
        objective: "customer-managed-keys",
        title: "Warehouse is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "A key of your own decides who may open the gathered records, shows each use, and can \
                    be destroyed when a copy escapes.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_142", &["aws_redshift_cluster"]),
            Alias::checkov("CKV_AWS_282", &["aws_redshiftserverless_namespace"]),
            Alias::checkov("CKV_AZURE_240", &["azurerm_synapse_workspace"]),
            Alias::checkov("CKV_GCP_81", &["google_bigquery_dataset"]),
            Alias::checkov("CKV_GCP_80", &["google_bigquery_table"]),
            Alias::gcp("BIGQUERY_TABLE_CMEK_DISABLED", &["google_bigquery_table"]),
            Alias::gcp("DATASET_CMEK_DISABLED", &["google_bigquery_dataset"]),
            Alias::prowler("bigquery_dataset_cmk_encryption", &["google_bigquery_dataset"]),
            Alias::prowler("bigquery_table_cmk_encryption", &["google_bigquery_table"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_redshift_cluster", "aws_redshiftserverless_namespace"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_id", "aws_kms_key.warehouse.arn")],
            ),
            Remedy::edit(
                &["azurerm_synapse_workspace"],
                "Name a key of the workspace.",
                &[
                    Edit::Set("customer_managed_key.key_name", "\"warehouse\""),
                    Edit::Set(
                        "customer_managed_key.key_versionless_id",
                        "azurerm_key_vault_key.warehouse.versionless_id",
                    ),
                ],
            )
            .risk("The key can only be named when the workspace is made."),
            Remedy::edit(
                &["google_bigquery_dataset"],
                "Name a default key for new tables.",
                &[Edit::Set(
                    "default_encryption_configuration.kms_key_name",
                    "google_kms_crypto_key.warehouse.id",
                )],
            ),
            Remedy::edit(
                &["google_bigquery_table"],
                "Name a key of your own.",
                &[Edit::Set("encryption_configuration.kms_key_name", "google_kms_crypto_key.warehouse.id")],
            )
            .risk("The table is replaced."),
        ],
    },
    Check {
        id: "warehouse-public-access",
        objective: "public-database",
        title: "Warehouse is not reachable from the internet",
        severity: Severity::Critical,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "All records in one place behind one password: a warehouse with a public address is \
                    the most rewarding target in the estate.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_87", &["aws_redshift_cluster"]),
            Alias::kics("af173fde-95ea-4584-b904-bb3923ac4bda", &["aws_redshift_cluster"]),
            Alias::aws_config("REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK", &["aws_redshift_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_redshift_cluster", "aws_redshiftserverless_workgroup"],
                "Take the public address away; say so, as older versions of the provider give one by \
             default.",
                &[Edit::Set("publicly_accessible", "false")],
            )
            .risk("Clients outside the network lose their connection."),
            Remedy::edit(
                &["azurerm_synapse_workspace"],
                "Switch public network access off.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("Clients without a private path lose their connection."),
        ],
    },
    Check {
        id: "warehouse-audit-logging",
        objective: "database-audit-logging",
        title: "Warehouse records who queries it",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "Connections and queries are the only way to tell afterwards who drew which records \
                    out of the warehouse.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_71", &["aws_redshift_cluster"]),
            Alias::prowler("redshift_cluster_audit_logging", &["aws_redshift_cluster"]),
            Alias::checkov("CKV2_AZURE_53", &["azurerm_synapse_workspace"]),
            Alias::checkov("CKV2_AZURE_54", &["azurerm_synapse_sql_pool"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_redshift_cluster"],
                "Send the audit log to a bucket or to CloudWatch.",
                &[Edit::Companion(
                    "resource \"aws_redshift_logging\" \"{name}\" {\n  \
                     cluster_identifier   = {address}.id\n  \
                     log_destination_type = \"cloudwatch\"\n  \
                     log_exports          = [\"connectionlog\", \"userlog\", \"useractivitylog\"]\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_synapse_workspace"],
                "Add an auditing policy.",
                &[Edit::Companion(
                    "resource \"azurerm_synapse_workspace_extended_auditing_policy\" \"{name}\" {\n  \
                     synapse_workspace_id   = {address}.id\n  \
                     log_monitoring_enabled = true\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_synapse_sql_pool"],
                "Add an auditing policy.",
                &[Edit::Companion(
                    "resource \"azurerm_synapse_sql_pool_extended_auditing_policy\" \"{name}\" {\n  \
                     sql_pool_id            = {address}.id\n  \
                     log_monitoring_enabled = true\n\
                     }",
                )],
            ),
        ],
    },
    Check {
        id: "warehouse-backups",
        objective: "backup",
        title: "Warehouse takes snapshots by itself",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "Without snapshots a dropped schema or a lost cluster means loading every source \
                    again, where the sources still have the records at all.",
        reads: &[Key::BackupRetentionDays],
        test: |s| s.at_least(Key::BackupRetentionDays, 1),
        aliases: &[
            Alias::checkov("CKV_AWS_343", &["aws_redshift_cluster"]),
            Alias::aws_config("REDSHIFT_BACKUP_ENABLED", &["aws_redshift_cluster"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster"],
            "Keep automated snapshots.",
            &[Edit::Set("automated_snapshot_retention_period", "7")],
        )
        .command(
            "aws redshift modify-cluster --cluster-identifier {name} \
             --automated-snapshot-retention-period 7 --region {region}",
        )],
    },
    Check {
        id: "warehouse-version-upgrades",
        objective: "managed-patching",
        title: "Warehouse takes version upgrades by itself",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "Upgrades carry the fixes of known holes; a cluster that refuses them stays open to \
                    all who read the release notes.",
        reads: &[Key::MinorUpgrades],
        test: |s| s.is(Key::MinorUpgrades),
        aliases: &[
            Alias::checkov("CKV_AWS_141", &["aws_redshift_cluster"]),
            Alias::aws_config("REDSHIFT_CLUSTER_MAINTENANCESETTINGS_CHECK", &["aws_redshift_cluster"]),
            Alias::prowler("redshift_cluster_automatic_upgrades", &["aws_redshift_cluster"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster"],
            "Allow upgrades in the maintenance window.",
            &[Edit::Set("allow_version_upgrade", "true")],
        )],
    },
    Check {
        id: "warehouse-enhanced-routing",
        objective: "network-segmentation",
        title: "Warehouse loads and unloads inside the private network",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &[],
        rationale: "Without it, copies and exports of whole tables take public routes, past flow logs \
                    and endpoint policies.",
        reads: &[Key::EnhancedRouting],
        test: |s| s.is(Key::EnhancedRouting),
        aliases: &[
            Alias::checkov("CKV_AWS_321", &["aws_redshift_cluster"]),
            Alias::prowler("redshift_cluster_enhanced_vpc_routing", &["aws_redshift_cluster"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster", "aws_redshiftserverless_workgroup"],
            "Route loads and exports through the network.",
            &[Edit::Set("enhanced_vpc_routing", "true")],
        )
        .risk("Buckets need an endpoint or a route.")],
    },
    Check {
        id: "warehouse-private-network",
        objective: "network-segmentation",
        title: "Warehouse stands in a subnet group of its own",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["aws_redshift_cluster"],
        rationale: "The subnet group decides which routes lead to the warehouse. Without one it lands in \
                    the default network.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is_set(Key::NetworkAttached),
        aliases: &[Alias::checkov("CKV_AWS_154", &["aws_redshift_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster"],
            "Name a subnet group made of private subnets.",
            &[Edit::Set("cluster_subnet_group_name", "aws_redshift_subnet_group.private.name")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "warehouse-database-name",
        objective: "workload-hardening",
        title: "Warehouse does not use the default database name",
        severity: Severity::Low,
        kind: Kind::Warehouse,
        types: &["aws_redshift_cluster"],
        rationale: "The default name is the first one an attacker tries. Another one costs nothing.",
        reads: &[Key::DatabaseName],
        test: |s| s.is_set(Key::DatabaseName),
        aliases: &[
            Alias::checkov("CKV_AWS_320", &["aws_redshift_cluster"]),
            Alias::prowler("redshift_cluster_non_default_database_name", &["aws_redshift_cluster"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster"],
            "Name the database.",
            &[Edit::Set("database_name", "\"records\"")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "warehouse-common-administrator",
        objective: "local-accounts",
        title: "Warehouse with a common administrator name is not public",
        severity: Severity::High,
        kind: Kind::Warehouse,
        types: &["aws_redshift_cluster"],
        rationale: "A common name and an open port leave a password as the only unknown, and passwords \
                    are guessed by the million.",
        reads: &[Key::AdministratorName, Key::PublicAccess],
        test: |s| {
            s.one_of(Key::AdministratorName, &["awsuser", "administrator", "admin"])
                .and(s.is(Key::PublicAccess))
                .negate()
        },
        aliases: &[Alias::checkov("CKV_AWS_391", &["aws_redshift_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_redshift_cluster"],
            "Take the public address away, and choose another name.",
            &[Edit::Set("publicly_accessible", "false")],
        )],
    },
    Check {
        id: "warehouse-deletion-protection-declared",
        objective: "deletion-protection",
        title: "BigQuery table says in code that it is protected against deletion",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["google_bigquery_table"],
        rationale: "The protection of the provider came with later versions and lives in the state. \
                    Written down, it holds whatever version applies the code.",
        reads: &[Key::DeletionProtection],
        test: |s| declared(s, Key::DeletionProtection).and(s.is(Key::DeletionProtection)),
        aliases: &[Alias::checkov("CKV_GCP_121", &["google_bigquery_table"])],
        remedies: &[Remedy::edit(
            &["google_bigquery_table"],
            "Write the protection.",
            &[Edit::Set("deletion_protection", "true")],
        )],
    },
    Check {
        id: "warehouse-dataset-public",
        objective: "public-database",
        title: "Dataset is not open to everybody",
        severity: Severity::Critical,
        kind: Kind::Warehouse,
        types: &["google_bigquery_dataset"],
        rationale: "A dataset for all users is published: anybody with an account can query and copy its \
                    records.",
        reads: &[Key::PublicMembers],
        test: |s| s.is_not(Key::PublicMembers),
        aliases: &[
            Alias::checkov("CKV_GCP_15", &["google_bigquery_dataset"]),
            Alias::gcp("PUBLIC_DATASET", &["google_bigquery_dataset"]),
            Alias::prowler("bigquery_dataset_public_access", &["google_bigquery_dataset"]),
        ],
        remedies: &[Remedy::edit(
            &["google_bigquery_dataset"],
            "Remove the entry for all users; name groups or accounts.",
            &[Edit::Remove("access")],
        )
        .risk("Queries that relied on the open grant are refused.")],
    },
];
