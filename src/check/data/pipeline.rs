//! Pipelines, migrations and data jobs.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "pipeline-customer-key",
        objective: "customer-managed-keys",
        title: "Pipeline is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Pipeline,
        types: &[],
        rationale: "Pipelines hold records in flight and the credentials of their sources. A key of your \
                    own decides who may open either.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_212", &["aws_dms_replication_instance"]),
            Alias::checkov("CKV_AWS_296", &["aws_dms_endpoint"]),
            Alias::checkov("CKV_AWS_298", &["aws_dms_s3_endpoint"]),
            Alias::checkov("CKV_AWS_263", &["aws_appflow_flow"]),
            Alias::checkov("CKV_AWS_264", &["aws_appflow_connector_profile"]),
            Alias::checkov("CKV_GCP_90", &["google_dataflow_job"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_dms_replication_instance", "aws_dms_endpoint", "aws_dms_s3_endpoint"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.pipeline.arn")],
            )
            .risk("The resource is replaced."),
            Remedy::edit(
                &["aws_appflow_flow", "aws_appflow_connector_profile"],
                "Name a key of your own.",
                &[Edit::Set("kms_arn", "aws_kms_key.pipeline.arn")],
            )
            .risk("The resource is replaced."),
            Remedy::edit(
                &["aws_mwaa_environment"],
                "Name a key of your own.",
                &[Edit::Set("kms_key", "aws_kms_key.pipeline.arn")],
            )
            .risk("The environment is replaced."),
            Remedy::edit(
                &["azurerm_data_factory"],
                "Name a Key Vault key and an identity that may use it.",
                &[Edit::Set("customer_managed_key_id", "azurerm_key_vault_key.pipeline.id")],
            ),
            Remedy::edit(
                &["google_dataflow_job", "google_dataflow_flex_template_job"],
                "Name a Cloud KMS key.",
                &[Edit::Set("kms_key_name", "google_kms_crypto_key.pipeline.id")],
            ),
            Remedy::edit(
                &["google_data_fusion_instance"],
                "Name a Cloud KMS key.",
                &[Edit::Set("crypto_key_config.key_reference", "google_kms_crypto_key.pipeline.id")],
            ),
            Remedy::edit(
                &["google_composer_environment"],
                "Name a Cloud KMS key.",
                &[Edit::Set("config.encryption_config.kms_key_name", "google_kms_crypto_key.pipeline.id")],
            )
            .risk("The environment is replaced."),
        ],
    },
    Check {
        id: "pipeline-public-access",
        objective: "public-address",
        title: "Pipeline is not reachable from the internet",
        severity: Severity::High,
        kind: Kind::Pipeline,
        types: &[],
        rationale: "A machine that copies whole databases holds the credentials of both ends. It must \
                    not answer the internet.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_89", &["aws_dms_replication_instance"]),
            Alias::checkov("CKV2_AWS_66", &["aws_mwaa_environment"]),
            Alias::checkov("CKV_AZURE_104", &["azurerm_data_factory"]),
            Alias::aws_config("DMS_REPLICATION_NOT_PUBLIC", &["aws_dms_replication_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_dms_replication_instance"],
                "Take the public address away.",
                &[Edit::Set("publicly_accessible", "false")],
            )
            .risk("The instance is replaced."),
            Remedy::edit(
                &["aws_mwaa_environment"],
                "Serve the web interface privately.",
                &[Edit::Set("webserver_access_mode", "\"PRIVATE_ONLY\"")],
            ),
            Remedy::edit(
                &["azurerm_data_factory"],
                "Switch public network access off.",
                &[Edit::Set("public_network_enabled", "false")],
            )
            .risk("Self-hosted runtimes need a private path."),
        ],
    },
    Check {
        id: "pipeline-public-address",
        objective: "public-address",
        title: "Workers of the pipeline have private addresses only",
        severity: Severity::Medium,
        kind: Kind::Pipeline,
        types: &[],
        rationale: "Workers hold records while they transform them; a public address exposes every one \
                    of them to scans.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_GCP_94", &["google_dataflow_job"]),
            Alias::checkov("CKV_GCP_87", &["google_data_fusion_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_dataflow_job", "google_dataflow_flex_template_job"],
                "Use private addresses.",
                &[Edit::Set("ip_configuration", "\"WORKER_IP_PRIVATE\"")],
            )
            .risk("The subnet needs private access to the platform."),
            Remedy::edit(
                &["google_data_fusion_instance"],
                "Make the instance private.",
                &[Edit::Set("private_instance", "true")],
            )
            .risk("The instance is replaced."),
            Remedy::edit(
                &["google_composer_environment"],
                "Make the environment private.",
                &[Edit::Set("config.private_environment_config.enable_private_endpoint", "true")],
            ),
        ],
    },
    Check {
        id: "pipeline-transit-encryption",
        objective: "encryption-in-transit",
        title: "Migration endpoint connects with TLS",
        severity: Severity::High,
        kind: Kind::Pipeline,
        types: &["aws_dms_endpoint"],
        rationale: "A migration reads or writes whole tables. Without TLS they cross the network in \
                    clear text.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV2_AWS_49", &["aws_dms_endpoint"])],
        remedies: &[Remedy::edit(
            &["aws_dms_endpoint"],
            "Demand TLS.",
            &[Edit::Set("ssl_mode", "\"verify-full\"")],
        )
        .risk("The database needs a certificate the service trusts.")],
    },
    Check {
        id: "pipeline-minor-upgrades",
        objective: "managed-patching",
        title: "Replication instance takes minor upgrades by itself",
        severity: Severity::Medium,
        kind: Kind::Pipeline,
        types: &["aws_dms_replication_instance"],
        rationale: "Minor versions carry the fixes of known holes in a machine that holds the \
                    credentials of both ends.",
        reads: &[Key::MinorUpgrades],
        test: |s| s.is(Key::MinorUpgrades),
        aliases: &[
            Alias::checkov("CKV_AWS_222", &["aws_dms_replication_instance"]),
            Alias::prowler("dms_instance_minor_version_upgrade_enabled", &["aws_dms_replication_instance"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_dms_replication_instance"],
            "Let minor upgrades happen in the maintenance window.",
            &[Edit::Set("auto_minor_version_upgrade", "true")],
        )],
    },
    Check {
        id: "pipeline-scheduler-logging",
        objective: "workload-logging",
        title: "Airflow exports logs of its scheduler",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["aws_mwaa_environment"],
        rationale: "The scheduler decides what runs with which rights; its log shows who started which \
                    job over the records.",
        reads: &[Key::SchedulerLogging],
        test: |s| s.is(Key::SchedulerLogging),
        aliases: &[Alias::checkov("CKV_AWS_242", &["aws_mwaa_environment"])],
        remedies: &[Remedy::edit(
            &["aws_mwaa_environment"],
            "Switch the log on.",
            &[Edit::Set("logging_configuration.scheduler_logs.enabled", "true")],
        )],
    },
    Check {
        id: "pipeline-worker-logging",
        objective: "workload-logging",
        title: "Airflow exports logs of its workers",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["aws_mwaa_environment"],
        rationale: "Workers read and write the records; their logs show what each job did with them.",
        reads: &[Key::WorkerLogging],
        test: |s| s.is(Key::WorkerLogging),
        aliases: &[Alias::checkov("CKV_AWS_243", &["aws_mwaa_environment"])],
        remedies: &[Remedy::edit(
            &["aws_mwaa_environment"],
            "Switch the log on.",
            &[Edit::Set("logging_configuration.worker_logs.enabled", "true")],
        )],
    },
    Check {
        id: "pipeline-webserver-logging",
        objective: "workload-logging",
        title: "Airflow exports logs of its web server",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["aws_mwaa_environment"],
        rationale: "The web server is where people sign in and start jobs; its log names them.",
        reads: &[Key::WebserverLogging],
        test: |s| s.is(Key::WebserverLogging),
        aliases: &[Alias::checkov("CKV_AWS_244", &["aws_mwaa_environment"])],
        remedies: &[Remedy::edit(
            &["aws_mwaa_environment"],
            "Switch the log on.",
            &[Edit::Set("logging_configuration.webserver_logs.enabled", "true")],
        )],
    },
    Check {
        id: "pipeline-glue-encryption",
        objective: "encryption-at-rest",
        title: "Glue security configuration encrypts files, logs and bookmarks",
        severity: Severity::High,
        kind: Kind::Pipeline,
        types: &["aws_glue_security_configuration"],
        rationale: "Jobs write records to files, parts of them to logs, and positions to bookmarks. One \
                    of the three left open is a copy nobody guards.",
        reads: &[Key::EncryptedAtRest, Key::LogEncryption, Key::BookmarkEncryption],
        test: |s| s.is(Key::EncryptedAtRest).and(s.is(Key::LogEncryption)).and(s.is(Key::BookmarkEncryption)),
        aliases: &[Alias::checkov("CKV_AWS_99", &["aws_glue_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_glue_security_configuration"],
            "Encrypt all three with a key.",
            &[
                Edit::Set("encryption_configuration.s3_encryption.s3_encryption_mode", "\"SSE-KMS\""),
                Edit::Set(
                    "encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode",
                    "\"SSE-KMS\"",
                ),
                Edit::Set(
                    "encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode",
                    "\"CSE-KMS\"",
                ),
            ],
        )],
    },
    Check {
        id: "pipeline-security-configuration",
        objective: "encryption-at-rest",
        title: "Glue component has a security configuration",
        severity: Severity::Medium,
        kind: Kind::Pipeline,
        types: &["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"],
        rationale: "Without a security configuration jobs and crawlers write files and logs unencrypted, \
                    whatever the rest of the account does.",
        reads: &[Key::SecurityConfiguration],
        test: |s| s.is_set(Key::SecurityConfiguration),
        aliases: &[Alias::checkov(
            "CKV_AWS_195",
            &["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"],
        )],
        remedies: &[Remedy::edit(
            &["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"],
            "Name a security configuration.",
            &[Edit::Set("security_configuration", "aws_glue_security_configuration.records.name")],
        )],
    },
    Check {
        id: "pipeline-vault",
        objective: "secret-management",
        title: "Data Factory reads its secrets from a vault",
        severity: Severity::Medium,
        kind: Kind::Pipeline,
        types: &["azurerm_data_factory"],
        rationale: "Connections without a vault keep passwords of databases inside the factory, where \
                    they are not rotated and not watched.",
        reads: &[Key::SecretReference],
        test: |s| s.is(Key::SecretReference),
        aliases: &[Alias::checkov("CKV2_AZURE_15", &["azurerm_data_factory"])],
        remedies: &[Remedy::edit(
            &["azurerm_data_factory"],
            "Link a key vault.",
            &[Edit::Companion(
                "resource \"azurerm_data_factory_linked_service_key_vault\" \"{name}\" {\n  \
                     name            = \"{name}\"\n  \
                     data_factory_id = {address}.id\n  \
                     key_vault_id    = azurerm_key_vault.main.id\n\
                     }",
            )],
        )],
    },
    Check {
        id: "pipeline-source-control",
        objective: "recovery-readiness",
        title: "Data Factory keeps its pipelines in a repository",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["azurerm_data_factory"],
        rationale: "Pipelines that exist only in the service are gone when it is deleted, and nobody can \
                    tell what they were before a change.",
        reads: &[Key::SourceControl],
        test: |s| s.is_set(Key::SourceControl),
        aliases: &[Alias::checkov("CKV_AZURE_103", &["azurerm_data_factory"])],
        remedies: &[Remedy::edit(
            &["azurerm_data_factory"],
            "Connect a repository.",
            &[Edit::Set("github_configuration.repository_name", "\"pipelines\"")],
        )],
    },
    Check {
        id: "pipeline-general-logging",
        objective: "workload-logging",
        title: "Data Fusion writes its log",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["google_data_fusion_instance"],
        rationale: "Logs show which pipeline read which records and what failed; without them neither \
                    can be told.",
        reads: &[Key::GeneralLogging],
        test: |s| s.is(Key::GeneralLogging),
        aliases: &[Alias::checkov("CKV_GCP_104", &["google_data_fusion_instance"])],
        remedies: &[Remedy::edit(
            &["google_data_fusion_instance"],
            "Switch logging on.",
            &[Edit::Set("enable_stackdriver_logging", "true")],
        )],
    },
    Check {
        id: "pipeline-monitoring",
        objective: "health-monitoring",
        title: "Data Fusion is monitored",
        severity: Severity::Low,
        kind: Kind::Pipeline,
        types: &["google_data_fusion_instance"],
        rationale: "A pipeline that fails unseen leaves the records of other systems stale, and \
                    decisions are made on them.",
        reads: &[Key::EnhancedMonitoring],
        test: |s| s.is(Key::EnhancedMonitoring),
        aliases: &[Alias::checkov("CKV_GCP_105", &["google_data_fusion_instance"])],
        remedies: &[Remedy::edit(
            &["google_data_fusion_instance"],
            "Switch monitoring on.",
            &[Edit::Set("enable_stackdriver_monitoring", "true")],
        )],
    },
];
