//! Key-value, document and time-series stores.

use super::{declared, engine, pins_tls};
use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "key-value-customer-key",
        objective: "customer-managed-keys",
        title: "Store is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &[],
        rationale: "A key of your own can be restricted, audited and destroyed. With the key of the \
                    service, whoever may read the table may decrypt it.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_119", &["aws_dynamodb_table"]),
            Alias::checkov("CKV_AWS_271", &["aws_dynamodb_table_replica"]),
            Alias::checkov("CKV_AWS_265", &["aws_keyspaces_table"]),
            Alias::checkov("CKV_AWS_160", &["aws_timestreamwrite_database"]),
            Alias::checkov("CKV_AZURE_100", &["azurerm_cosmosdb_account"]),
            Alias::checkov("CKV_GCP_85", &["google_bigtable_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_dynamodb_table"],
                "Encrypt with a key of your own.",
                &[
                    Edit::Set("server_side_encryption.enabled", "true"),
                    Edit::Set("server_side_encryption.kms_key_arn", "aws_kms_key.records.arn"),
                ],
            )
            .command(
                "aws dynamodb update-table --table-name {name} --sse-specification \
             Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY --region {region}",
            )
            .risk("Every use of the key is charged."),
            Remedy::edit(
                &["aws_dynamodb_table_replica"],
                "Name a key in the region of the replica.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.records.arn")],
            ),
            Remedy::edit(
                &["aws_keyspaces_table"],
                "Encrypt with a key of your own.",
                &[
                    Edit::Set("encryption_specification.type", "\"CUSTOMER_MANAGED_KMS_KEY\""),
                    Edit::Set("encryption_specification.kms_key_identifier", "aws_kms_key.records.arn"),
                ],
            ),
            Remedy::edit(
                &["aws_timestreamwrite_database"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_id", "aws_kms_key.records.arn")],
            ),
            Remedy::edit(
                &["aws_qldb_ledger"],
                "Name a key of your own.",
                &[Edit::Set("kms_key", "aws_kms_key.records.arn")],
            ),
            Remedy::edit(
                &["azurerm_cosmosdb_account"],
                "Name a Key Vault key.",
                &[Edit::Set("key_vault_key_id", "azurerm_key_vault_key.records.versionless_id")],
            )
            .risk("The account is replaced when the key is added later."),
            Remedy::edit(
                &["google_bigtable_instance"],
                "Name a Cloud KMS key for each cluster.",
                &[Edit::Set("cluster.kms_key_name", "google_kms_crypto_key.records.id")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                &["google_firestore_database"],
                "Name a Cloud KMS key.",
                &[Edit::Set("cmek_config.kms_key_name", "google_kms_crypto_key.records.id")],
            )
            .risk("The database is replaced."),
        ],
    },
    Check {
        id: "key-value-point-in-time",
        objective: "backup",
        title: "Store can be restored to any moment",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &[],
        rationale: "A faulty release or an intruder can overwrite every item within minutes. Continuous \
                    backup restores the table to the second before.",
        reads: &[Key::PointInTimeRecovery],
        test: |s| s.is(Key::PointInTimeRecovery),
        aliases: &[
            Alias::checkov("CKV_AWS_28", &["aws_dynamodb_table"]),
            Alias::kics("741f1291-47ac-4a85-a07b-3d32a9d6bd3e", &["aws_dynamodb_table"]),
            Alias::trivy("AVD-AWS-0024", &["aws_dynamodb_table"]),
            Alias::aws_config("DYNAMODB_PITR_ENABLED", &["aws_dynamodb_table"]),
            Alias::prowler("dynamodb_tables_pitr_enabled", &["aws_dynamodb_table"]),
            Alias::prowler("cosmosdb_account_backup_policy_continuous", &["azurerm_cosmosdb_account"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_dynamodb_table"],
                "Switch point-in-time recovery on.",
                &[Edit::Set("point_in_time_recovery.enabled", "true")],
            )
            .command(
                "aws dynamodb update-continuous-backups --table-name {name} \
             --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true --region {region}",
            ),
            Remedy::edit(
                &["aws_dynamodb_table_replica"],
                "Switch point-in-time recovery on.",
                &[Edit::Set("point_in_time_recovery", "true")],
            ),
            Remedy::edit(
                &["aws_keyspaces_table"],
                "Switch point-in-time recovery on.",
                &[Edit::Set("point_in_time_recovery.status", "\"ENABLED\"")],
            ),
            Remedy::edit(
                &["azurerm_cosmosdb_account"],
                "Use continuous backup.",
                &[Edit::Set("backup.type", "\"Continuous\"")],
            )
            .risk("Cannot be turned back."),
            Remedy::edit(
                &["google_firestore_database"],
                "Switch point-in-time recovery on.",
                &[Edit::Set("point_in_time_recovery_enablement", "\"POINT_IN_TIME_RECOVERY_ENABLED\"")],
            ),
        ],
    },
    Check {
        id: "key-value-backup-plan",
        objective: "backup",
        title: "Table stands in a backup plan",
        severity: Severity::Low,
        kind: Kind::KeyValueStore,
        types: &["aws_dynamodb_table"],
        rationale: "Continuous backups last 35 days and end with the table. A plan keeps copies longer, \
                    under a lock and an account of their own.",
        reads: &[Key::InBackupPlan],
        test: |s| s.is(Key::InBackupPlan),
        aliases: &[
            Alias::aws_config("DYNAMODB_IN_BACKUP_PLAN", &["aws_dynamodb_table"]),
            Alias::prowler("dynamodb_table_protected_by_backup_plan", &["aws_dynamodb_table"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_dynamodb_table"],
            "Select the table in a backup plan.",
            &[Edit::Companion(
                "resource \"aws_backup_selection\" \"{name}\" {\n  \
                     name         = \"{name}\"\n  \
                     plan_id      = aws_backup_plan.records.id\n  \
                     iam_role_arn = aws_iam_role.backup.arn\n  \
                     resources    = [{address}.arn]\n\
                     }",
            )],
        )],
    },
    Check {
        id: "key-value-deletion-protection",
        objective: "deletion-protection",
        title: "Store is protected against deletion",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &[
            "aws_dynamodb_table",
            "aws_qldb_ledger",
            "google_bigtable_table",
            "google_firestore_database",
        ],
        rationale: "A wrong plan or a stolen credential deletes a table within seconds. The protection \
                    turns that into an error message.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[
            Alias::checkov("CKV_AWS_172", &["aws_qldb_ledger"]),
            Alias::prowler("dynamodb_table_deletion_protection_enabled", &["aws_dynamodb_table"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_dynamodb_table"],
                "Switch deletion protection on.",
                &[Edit::Set("deletion_protection_enabled", "true")],
            )
            .command(
                "aws dynamodb update-table --table-name {name} --deletion-protection-enabled --region \
             {region}",
            ),
            Remedy::edit(
                &["aws_qldb_ledger"],
                "Leave deletion protection on.",
                &[Edit::Set("deletion_protection", "true")],
            ),
            Remedy::edit(
                &["google_bigtable_table"],
                "Protect the table.",
                &[Edit::Set("deletion_protection", "\"PROTECTED\"")],
            ),
            Remedy::edit(
                &["google_firestore_database"],
                "Protect the database.",
                &[Edit::Set("delete_protection_state", "\"DELETE_PROTECTION_ENABLED\"")],
            ),
        ],
    },
    Check {
        id: "key-value-deletion-protection-declared",
        objective: "deletion-protection",
        title: "Bigtable instance says in code that it is protected against deletion",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &["google_bigtable_instance"],
        rationale: "The protection of the provider came with later versions and lives in the state. \
                    Written down, it holds whatever version applies the code.",
        reads: &[Key::DeletionProtection],
        test: |s| declared(s, Key::DeletionProtection).and(s.is(Key::DeletionProtection)),
        aliases: &[Alias::checkov("CKV_GCP_122", &["google_bigtable_instance"])],
        remedies: &[Remedy::edit(
            &["google_bigtable_instance"],
            "Write the protection.",
            &[Edit::Set("deletion_protection", "true")],
        )],
    },
    Check {
        id: "key-value-auto-scaling",
        objective: "high-availability",
        title: "Table scales with its load",
        severity: Severity::Low,
        kind: Kind::KeyValueStore,
        types: &["aws_dynamodb_table"],
        rationale: "A table with a fixed capacity throttles when admissions peak, and clinicians wait \
                    for records that are there.",
        reads: &[Key::AutoScaling],
        test: |s| s.is(Key::AutoScaling),
        aliases: &[
            Alias::aws_config("DYNAMODB_AUTOSCALING_ENABLED", &["aws_dynamodb_table"]),
            Alias::prowler("dynamodb_table_autoscaling_enabled", &["aws_dynamodb_table"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_dynamodb_table"],
            "Pay by request, or add auto scaling.",
            &[Edit::Set("billing_mode", "\"PAY_PER_REQUEST\"")],
        )],
    },
    Check {
        id: "key-value-permissions-mode",
        objective: "least-privilege",
        title: "Ledger grants permissions by table and command",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &["aws_qldb_ledger"],
        rationale: "In the older mode whoever may send a command may send every command to every table.",
        reads: &[Key::PermissionsMode],
        test: |s| s.one_of(Key::PermissionsMode, &["STANDARD"]),
        aliases: &[Alias::checkov("CKV_AWS_170", &["aws_qldb_ledger"])],
        remedies: &[Remedy::edit(
            &["aws_qldb_ledger"],
            "Use the standard mode.",
            &[Edit::Set("permissions_mode", "\"STANDARD\"")],
        )
        .risk("Callers need permissions for tables and commands.")],
    },
    Check {
        id: "key-value-public-access",
        objective: "public-database",
        title: "Store is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::KeyValueStore,
        types: &[],
        rationale: "Keys of an account leak in code and tickets. As long as the store answers everybody, \
                    a key is all a stranger needs.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_101", &["azurerm_cosmosdb_account"]),
            Alias::prowler("cosmosdb_account_public_network_access_disabled", &["azurerm_cosmosdb_account"]),
        ],
        remedies: &[
            Remedy::edit(
                &["azurerm_cosmosdb_account"],
                "Switch public network access off and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("Clients without a private path lose their connection."),
            Remedy::edit(
                &["aws_timestreaminfluxdb_db_instance"],
                "Take the public address away.",
                &[Edit::Set("publicly_accessible", "false")],
            ),
        ],
    },
    Check {
        id: "key-value-restricted-networks",
        objective: "private-connectivity",
        title: "Cosmos DB admits named networks only",
        severity: Severity::High,
        kind: Kind::KeyValueStore,
        types: &["azurerm_cosmosdb_account"],
        rationale: "An account that admits every network is protected by its keys alone; named networks \
                    keep strangers out even when a key leaks.",
        reads: &[Key::PublicAccess, Key::NetworkRestricted],
        test: |s| s.is_not(Key::PublicAccess).or(s.is(Key::NetworkRestricted)),
        aliases: &[Alias::checkov("CKV_AZURE_99", &["azurerm_cosmosdb_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cosmosdb_account"],
            "Switch public access off, or filter by network.",
            &[
                Edit::Set("is_virtual_network_filter_enabled", "true"),
                Edit::Block(
                    "virtual_network_rule {\n  \
                     id = azurerm_subnet.application.id\n\
                     }",
                ),
            ],
        )],
    },
    Check {
        id: "key-value-key-management-writes",
        objective: "privileged-access",
        title: "Account keys cannot change the account",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &["azurerm_cosmosdb_account"],
        rationale: "Keys are made for data. While they may also change databases and throughput, a \
                    leaked one escalates past every role assignment.",
        reads: &[Key::KeyManagementWrites],
        test: |s| s.is_not(Key::KeyManagementWrites),
        aliases: &[Alias::checkov("CKV_AZURE_132", &["azurerm_cosmosdb_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cosmosdb_account"],
            "Take management away from the keys.",
            &[Edit::Set("access_key_metadata_writes_enabled", "false")],
        )
        .risk("Tools that create containers with a key need a role instead.")],
    },
    Check {
        id: "key-value-local-authentication",
        objective: "local-accounts",
        title: "Cosmos DB accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &["azurerm_cosmosdb_account"],
        rationale: "A shared key names nobody in the log and does not end when a person leaves.",
        reads: &[Key::LocalAuthentication, Key::Engine],
        test: |s| {
            engine(s, &["GlobalDocumentDB"])
                .when_holds("other interfaces sign in with keys only", || s.is_not(Key::LocalAuthentication))
        },
        aliases: &[
            Alias::checkov("CKV_AZURE_140", &["azurerm_cosmosdb_account"]),
            Alias::prowler("cosmosdb_account_use_aad_and_rbac", &["azurerm_cosmosdb_account"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_cosmosdb_account"],
            "Switch keys off.",
            &[Edit::Set("local_authentication_disabled", "true")],
        )
        .risk("Clients that use keys are refused.")],
    },
    Check {
        id: "key-value-minimum-tls",
        objective: "tls-policy",
        title: "Cosmos DB accepts TLS 1.2 or later",
        severity: Severity::Medium,
        kind: Kind::KeyValueStore,
        types: &["azurerm_cosmosdb_account"],
        rationale: "TLS 1.0 and 1.1 can be broken by known attacks, and records travel over every \
                    network on the way.",
        reads: &[Key::MinimumTls],
        test: pins_tls,
        aliases: &[Alias::prowler("cosmosdb_account_minimum_tls_version", &["azurerm_cosmosdb_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cosmosdb_account"],
            "Leave the least version at 1.2.",
            &[Edit::Set("minimal_tls_version", "\"Tls12\"")],
        )],
    },
    Check {
        id: "key-value-cross-region",
        objective: "cross-region-copy",
        title: "Store has a copy in a second region",
        severity: Severity::Low,
        kind: Kind::KeyValueStore,
        types: &["aws_dynamodb_table", "azurerm_cosmosdb_account"],
        rationale: "When a region fails, a store with one location is gone until it returns; a \
                    contingency plan needs a second.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_dynamodb_table"],
                "Add a replica.",
                &[Edit::Block("replica {\n  region_name = \"us-west-2\"\n}")],
            )
            .risk("Doubles the cost of writes."),
            Remedy::edit(
                &["azurerm_cosmosdb_account"],
                "Add a second location.",
                &[Edit::Block(
                    "geo_location {\n  \
                     location          = \"westus\"\n  \
                     failover_priority = 1\n\
                     }",
                )],
            )
            .risk("Doubles the cost."),
        ],
    },
];
