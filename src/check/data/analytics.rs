//! Analytics and machine learning workspaces.

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
        id: "analytics-public-access",
        objective: "private-connectivity",
        title: "Analytics workspace is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "A workspace reaches every source it analyses. As long as it answers everybody, one \
                    stolen token opens all of them.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_144", &["azurerm_machine_learning_workspace"]),
            Alias::checkov("CKV_AZURE_158", &["azurerm_databricks_workspace"]),
            Alias::checkov("CKV_AZURE_134", &["azurerm_cognitive_account"]),
            Alias::checkov("CKV2_GCP_34", &["google_vertex_ai_index_endpoint"]),
            Alias::prowler(
                "databricks_workspace_public_network_access_disabled",
                &["azurerm_databricks_workspace"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &[
                    "azurerm_machine_learning_workspace",
                    "azurerm_databricks_workspace",
                    "azurerm_cognitive_account",
                    "azurerm_kusto_cluster",
                ],
                "Switch public network access off and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("People and jobs without a private path lose their connection."),
            Remedy::edit(
                &["google_vertex_ai_index_endpoint"],
                "Switch the public endpoint off.",
                &[Edit::Set("public_endpoint_enabled", "false")],
            ),
        ],
    },
    Check {
        id: "analytics-public-address",
        objective: "public-address",
        title: "Machines of the cluster have private addresses only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Cluster machines hold records while they work; a public address exposes every one of \
                    them to scans.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_GCP_103", &["google_dataproc_cluster"]),
            Alias::prowler("databricks_workspace_no_public_ip_enabled", &["azurerm_databricks_workspace"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_dataproc_cluster"],
                "Use private addresses.",
                &[Edit::Set("cluster_config.gce_cluster_config.internal_ip_only", "true")],
            )
            .risk("The subnet needs private access to the platform; the cluster is replaced."),
            Remedy::edit(
                &["azurerm_databricks_workspace"],
                "Give machines no public address.",
                &[Edit::Set("custom_parameters.no_public_ip", "true")],
            )
            .risk("The workspace is replaced."),
        ],
    },
    Check {
        id: "analytics-private-endpoint",
        objective: "network-segmentation",
        title: "Prediction endpoint stands in a private network",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["google_vertex_ai_endpoint"],
        rationale: "Predictions are asked with features of patients. A private endpoint keeps questions \
                    and answers off public networks.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[Alias::checkov("CKV2_GCP_33", &["google_vertex_ai_endpoint"])],
        remedies: &[Remedy::edit(
            &["google_vertex_ai_endpoint"],
            "Name a network.",
            &[Edit::Set("network", "\"projects/PROJECT/global/networks/NETWORK\"")],
        )
        .risk("The endpoint is replaced.")],
    },
    Check {
        id: "analytics-local-authentication",
        objective: "local-accounts",
        title: "Workspace accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Shared keys and local accounts name nobody in the log and do not end when a person \
                    leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_236", &["azurerm_cognitive_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cognitive_account"],
            "Switch local sign-in off.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("Clients that use keys are refused.")],
    },
    Check {
        id: "analytics-workload-identity",
        objective: "workload-identity",
        title: "Workspace has an identity of its own",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "With an identity it reaches its sources without keys in connection strings.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[
            Alias::checkov("CKV_AZURE_181", &["azurerm_kusto_cluster"]),
            Alias::checkov("CKV_AZURE_238", &["azurerm_cognitive_account"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_kusto_cluster", "azurerm_cognitive_account", "azurerm_machine_learning_workspace"],
            "Give it an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "analytics-outbound",
        objective: "restricted-egress",
        title: "Language model account sends data to named places only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_cognitive_account"],
        rationale: "A prompt can make a service fetch or post to any address. Restricted and listed \
                    destinations stop records from leaving that way.",
        reads: &[Key::Engine, Key::OutboundRestricted, Key::AllowedNetworks],
        test: |s| {
            s.is_unset(Key::Engine)
                .or(s.text(Key::Engine, |kind| !kind.eq_ignore_ascii_case("openai")))
                .note("only language model accounts are meant")
                .or(s.is(Key::OutboundRestricted).and(s.is_set(Key::AllowedNetworks)))
        },
        aliases: &[Alias::checkov("CKV_AZURE_247", &["azurerm_cognitive_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cognitive_account"],
            "Restrict outbound access and list what is needed.",
            &[
                Edit::Set("outbound_network_access_restricted", "true"),
                Edit::Set("fqdns", "[\"records.example.org\"]"),
            ],
        )],
    },
    Check {
        id: "analytics-compute-isolation",
        objective: "workload-hardening",
        title: "Spark pool runs on hosts of its own",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_synapse_spark_pool"],
        rationale: "On shared hosts another customer is one flaw of the hypervisor away from the memory \
                    in which records are processed.",
        reads: &[Key::ComputeIsolation],
        test: |s| s.is(Key::ComputeIsolation),
        aliases: &[Alias::checkov("CKV_AZURE_242", &["azurerm_synapse_spark_pool"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_spark_pool"],
            "Use isolated compute.",
            &[Edit::Set("compute_isolation_enabled", "true")],
        )
        .risk("Needs the largest node size.")],
    },
    Check {
        id: "analytics-service-tier",
        objective: "high-availability",
        title: "Data Explorer uses a tier with a promise of availability",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_kusto_cluster"],
        rationale: "The development tier is one machine without a promise; what depends on it stops with \
                    it.",
        reads: &[Key::ServiceTier],
        test: |s| s.text(Key::ServiceTier, |tier| !tier.starts_with("Dev(No SLA)")),
        aliases: &[Alias::checkov("CKV_AZURE_180", &["azurerm_kusto_cluster"])],
        remedies: &[Remedy::edit(
            &["azurerm_kusto_cluster"],
            "Use a standard tier.",
            &[Edit::Set("sku.name", "\"Standard_E2ads_v5\"")],
        )],
    },
    Check {
        id: "analytics-security-configuration",
        objective: "encryption-at-rest",
        title: "EMR cluster has a security configuration",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster"],
        rationale: "Without one the cluster encrypts neither its disks nor the traffic between its \
                    machines.",
        reads: &[Key::SecurityConfiguration],
        test: |s| s.is_set(Key::SecurityConfiguration),
        aliases: &[Alias::checkov("CKV2_AWS_55", &["aws_emr_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_emr_cluster"],
            "Name a security configuration.",
            &[Edit::Set("security_configuration", "aws_emr_security_configuration.records.name")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "analytics-kerberos-realm",
        objective: "local-accounts",
        title: "EMR cluster with Kerberos names its realm",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster"],
        rationale: "Without the realm sign-in falls back to whatever the machines believe, and the trust \
                    it was meant to give is missing.",
        reads: &[Key::Kerberos, Key::KerberosRealm],
        test: |s| {
            s.is(Key::Kerberos)
                .when_holds("the cluster does not use Kerberos", || s.is_set(Key::KerberosRealm))
        },
        aliases: &[Alias::checkov("CKV_AWS_114", &["aws_emr_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_emr_cluster"],
            "Name the realm.",
            &[Edit::Set("kerberos_attributes.realm", "\"EC2.INTERNAL\"")],
        )],
    },
    Check {
        id: "analytics-kerberos",
        objective: "local-accounts",
        title: "Cluster signs people and services in with Kerberos",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster", "google_dataproc_cluster"],
        rationale: "Without it everybody who reaches the cluster is whoever he says he is, and logs name \
                    the wrong person.",
        reads: &[Key::Kerberos],
        test: |s| s.is(Key::Kerberos),
        aliases: &[Alias::aws_config("EMR_KERBEROS_ENABLED", &["aws_emr_cluster"])],
        remedies: &[
            Remedy::edit(
                &["aws_emr_cluster"],
                "Add Kerberos.",
                &[Edit::Block(
                    "kerberos_attributes {\n  \
                     realm              = \"EC2.INTERNAL\"\n  \
                     kdc_admin_password = var.kdc_admin_password\n\
                     }",
                )],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                &["google_dataproc_cluster"],
                "Switch Kerberos on.",
                &[Edit::Set("cluster_config.security_config.kerberos_config.enable_kerberos", "true")],
            )
            .risk("The cluster is replaced."),
        ],
    },
    Check {
        id: "analytics-cluster-transit",
        objective: "encryption-in-transit",
        title: "EMR security configuration encrypts traffic",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "Machines of a cluster exchange records with every step of a job. In clear text each \
                    of them is open in the network.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AWS_351", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption in transit with a certificate.",
            &[],
        )
        .risk("Certificates are needed; clusters pick it up when they are made anew.")],
    },
    Check {
        id: "analytics-cluster-local-disks",
        objective: "encryption-at-rest",
        title: "EMR security configuration encrypts local disks",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "Jobs spill records to the disks of each machine. Unencrypted they stay readable on \
                    reused hardware and copied volumes.",
        reads: &[Key::LocalDiskEncryption],
        test: |s| s.is(Key::LocalDiskEncryption),
        aliases: &[Alias::checkov("CKV_AWS_349", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption of local disks with a key.",
            &[],
        )],
    },
    Check {
        id: "analytics-cluster-volumes",
        objective: "encryption-at-rest",
        title: "EMR security configuration encrypts attached volumes",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "The encryption of local disks leaves attached volumes out unless it says so; \
                    shuffled records lie there, too.",
        reads: &[Key::VolumeEncryption],
        test: |s| s.is(Key::VolumeEncryption),
        aliases: &[Alias::checkov("CKV_AWS_350", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption of attached volumes.",
            &[],
        )],
    },
    Check {
        id: "analytics-cluster-key-mode",
        objective: "customer-managed-keys",
        title: "EMR security configuration encrypts files with KMS",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "With keys of KMS each reading of a file is permitted and recorded by key, not only \
                    by bucket.",
        reads: &[Key::EncryptionAlgorithm],
        test: |s| s.one_of(Key::EncryptionAlgorithm, &["SSE-KMS"]),
        aliases: &[Alias::checkov("CKV_AWS_171", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(&["aws_emr_security_configuration"], "Use SSE-KMS as the mode.", &[])],
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
    Check {
        id: "analytics-public-block",
        objective: "public-address",
        title: "EMR refuses clusters that are open to the internet",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: &["aws_emr_block_public_access_configuration"],
        rationale: "One open rule on one cluster is enough; this setting refuses to start such a cluster \
                    at all.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[
            Alias::checkov("CKV_AWS_390", &["aws_emr_block_public_access_configuration"]),
            Alias::prowler(
                "emr_cluster_account_public_block_enabled",
                &["aws_emr_block_public_access_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_emr_block_public_access_configuration"],
            "Block public rules.",
            &[Edit::Set("block_public_security_group_rules", "true")],
        )
        .command(
            "aws emr put-block-public-access-configuration --block-public-access-configuration \
             BlockPublicSecurityGroupRules=true,PermittedPublicSecurityGroupRuleRanges=[] --region \
             {region}",
        )],
    },
];
