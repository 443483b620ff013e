//! Analytics and machine learning: encryption of results, disks, models and catalogs.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "analytics-encryption",
        objective: "encryption-at-rest",
        title: "Analytics results and disks are encrypted",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Results of queries and disks of clusters hold excerpts of every record they touched. \
                    Unencrypted, they are copies nobody guards.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_77", &["aws_athena_database"]),
            Alias::checkov("CKV_AWS_159", &["aws_athena_workgroup"]),
            Alias::checkov("CKV_AZURE_74", &["azurerm_kusto_cluster"]),
            Alias::prowler("athena_workgroup_encryption", &["aws_athena_workgroup"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_athena_database"],
                "Encrypt results.",
                &[
                    Edit::Set("encryption_configuration.encryption_option", "\"SSE_KMS\""),
                    Edit::Set("encryption_configuration.kms_key", "aws_kms_key.analytics.arn"),
                ],
            )
            .risk("The database is replaced."),
            Remedy::edit(
                &["aws_athena_workgroup"],
                "Encrypt results.",
                &[Edit::Set(
                    "configuration.result_configuration.encryption_configuration.encryption_option",
                    "\"SSE_KMS\"",
                )],
            ),
            Remedy::edit(
                &["azurerm_kusto_cluster"],
                "Encrypt disks.",
                &[Edit::Set("disk_encryption_enabled", "true")],
            ),
        ],
    },
    Check {
        id: "analytics-enforced-configuration",
        objective: "encryption-at-rest",
        title: "Clients cannot switch the encryption of results off",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_athena_workgroup"],
        rationale: "A setting that each client may override protects nothing: one query with other \
                    settings writes records in clear.",
        reads: &[Key::ConfigurationEnforced],
        test: |s| s.is(Key::ConfigurationEnforced),
        aliases: &[
            Alias::checkov("CKV_AWS_82", &["aws_athena_workgroup"]),
            Alias::prowler("athena_workgroup_enforce_configuration", &["aws_athena_workgroup"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_athena_workgroup"],
            "Enforce the configuration.",
            &[Edit::Set("configuration.enforce_workgroup_configuration", "true")],
        )],
    },
    Check {
        id: "analytics-customer-key",
        objective: "customer-managed-keys",
        title: "Analytics workspace is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Workspaces gather copies of many sources. A key of your own decides who may open \
                    them and can be destroyed with the project.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_GCP_91", &["google_dataproc_cluster"]),
            Alias::checkov("CKV_GCP_92", &["google_vertex_ai_dataset"]),
            Alias::checkov("CKV_GCP_96", &["google_vertex_ai_metadata_store"]),
            Alias::checkov("CKV2_GCP_24", &["google_vertex_ai_endpoint"]),
            Alias::checkov("CKV2_GCP_25", &["google_vertex_ai_featurestore"]),
            Alias::checkov("CKV2_GCP_26", &["google_vertex_ai_tensorboard"]),
            Alias::checkov("CKV2_AZURE_22", &["azurerm_cognitive_account"]),
            Alias::checkov("CKV2_AZURE_11", &["azurerm_kusto_cluster"]),
            Alias::gcp("DATAPROC_CMEK_DISABLED", &["google_dataproc_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_dataproc_cluster"],
                "Name a Cloud KMS key.",
                &[Edit::Set(
                    "cluster_config.encryption_config.kms_key_name",
                    "google_kms_crypto_key.analytics.id",
                )],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                &[
                    "google_vertex_ai_dataset",
                    "google_vertex_ai_metadata_store",
                    "google_vertex_ai_featurestore",
                    "google_vertex_ai_tensorboard",
                    "google_vertex_ai_endpoint",
                ],
                "Name a Cloud KMS key.",
                &[Edit::Set("encryption_spec.kms_key_name", "google_kms_crypto_key.analytics.id")],
            )
            .risk("The resource is replaced."),
            Remedy::edit(
                &["azurerm_cognitive_account"],
                "Name a Key Vault key.",
                &[Edit::Set("customer_managed_key.key_vault_key_id", "azurerm_key_vault_key.analytics.id")],
            ),
            Remedy::edit(
                &["azurerm_kusto_cluster"],
                "Add a customer-managed key.",
                &[Edit::Companion(
                    "resource \"azurerm_kusto_cluster_customer_managed_key\" \"{name}\" {\n  \
                     cluster_id   = {address}.id\n  \
                     key_vault_id = azurerm_key_vault.main.id\n  \
                     key_name     = azurerm_key_vault_key.analytics.name\n\
                     }",
                )],
            ),
            Remedy::edit(
                &["azurerm_machine_learning_workspace"],
                "Name a Key Vault key.",
                &[Edit::Set("encryption.key_id", "azurerm_key_vault_key.analytics.id")],
            )
            .risk("The workspace is replaced."),
            Remedy::edit(
                &["azurerm_databricks_workspace"],
                "Add a key for the root storage.",
                &[Edit::Set("customer_managed_key_enabled", "true")],
            ),
        ],
    },
    Check {
        id: "analytics-databricks-root-key",
        objective: "customer-managed-keys",
        title: "Premium Databricks workspace encrypts its root storage with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_databricks_workspace"],
        rationale: "The root storage keeps libraries, results and temporary tables of every notebook \
                    that read records.",
        reads: &[Key::ServiceTier, Key::CustomerKeyEnforced, Key::CustomerKey],
        test: |s| {
            s.one_of(Key::ServiceTier, &["premium"])
                .negate()
                .note("the tier has no customer-managed keys")
                .or(s.is(Key::CustomerKeyEnforced).and(s.is_set(Key::CustomerKey)))
        },
        aliases: &[Alias::checkov("CKV2_AZURE_48", &["azurerm_databricks_workspace"])],
        remedies: &[Remedy::edit(
            &["azurerm_databricks_workspace"],
            "Enable the key and add it for the root storage.",
            &[
                Edit::Set("customer_managed_key_enabled", "true"),
                Edit::Companion(
                    "resource \"azurerm_databricks_workspace_root_dbfs_customer_managed_key\" \"{name}\" {\n  \
                     workspace_id     = {address}.id\n  \
                     key_vault_key_id = azurerm_key_vault_key.analytics.id\n\
                     }",
                ),
            ],
        )],
    },
    Check {
        id: "analytics-double-encryption",
        objective: "encryption-at-rest",
        title: "Data Explorer has a second layer of encryption",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_kusto_cluster"],
        rationale: "A second layer with another key keeps records closed even when the first one fails.",
        reads: &[Key::InfrastructureEncryption],
        test: |s| s.is(Key::InfrastructureEncryption),
        aliases: &[Alias::checkov("CKV_AZURE_75", &["azurerm_kusto_cluster"])],
        remedies: &[Remedy::edit(
            &["azurerm_kusto_cluster"],
            "Switch double encryption on.",
            &[Edit::Set("double_encryption_enabled", "true")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "analytics-model-key",
        objective: "customer-managed-keys",
        title: "Models made of records are encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
        rationale: "A model remembers parts of what it was trained on. Its files deserve the key of the \
                    records.",
        reads: &[Key::ModelKey],
        test: |s| s.is_set(Key::ModelKey),
        aliases: &[Alias::checkov("CKV_AWS_267", &["aws_comprehend_entity_recognizer"])],
        remedies: &[Remedy::edit(
            &["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
            "Name a key of your own.",
            &[Edit::Set("model_kms_key_id", "aws_kms_key.analytics.arn")],
        )
        .risk("The model is trained again.")],
    },
    Check {
        id: "analytics-volume-key",
        objective: "customer-managed-keys",
        title: "Training volumes are encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
        rationale: "The volumes of a training job hold the text of the records while it runs.",
        reads: &[Key::VolumeKey],
        test: |s| s.is_set(Key::VolumeKey),
        aliases: &[Alias::checkov("CKV_AWS_268", &["aws_comprehend_entity_recognizer"])],
        remedies: &[Remedy::edit(
            &["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
            "Name a key of your own.",
            &[Edit::Set("volume_kms_key_id", "aws_kms_key.analytics.arn")],
        )
        .risk("The model is trained again.")],
    },
    Check {
        id: "analytics-catalog-encryption",
        objective: "encryption-at-rest",
        title: "Glue catalog and its connection passwords are encrypted",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: &["aws_glue_data_catalog_encryption_settings"],
        rationale: "The catalog describes every table with records and keeps the passwords of their \
                    databases.",
        reads: &[Key::EncryptedAtRest, Key::ConnectionPasswordEncryption],
        test: |s| s.is(Key::EncryptedAtRest).and(s.is(Key::ConnectionPasswordEncryption)),
        aliases: &[Alias::checkov("CKV_AWS_94", &["aws_glue_data_catalog_encryption_settings"])],
        remedies: &[Remedy::edit(
            &["aws_glue_data_catalog_encryption_settings"],
            "Encrypt both with a key.",
            &[
                Edit::Set(
                    "data_catalog_encryption_settings.encryption_at_rest.catalog_encryption_mode",
                    "\"SSE-KMS\"",
                ),
                Edit::Set(
                    "data_catalog_encryption_settings.connection_password_encryption.return_connection_password_encrypted",
                    "true",
                ),
            ],
        )],
    },
];
