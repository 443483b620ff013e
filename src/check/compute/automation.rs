//! Automation: jobs, workflows, schedules, accounts and their variables.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const BASELINE: &[&str] = &["aws_ssm_patch_baseline"];
const STATE_MACHINE: &[&str] = &["aws_sfn_state_machine"];
const SCHEDULE: &[&str] = &["aws_scheduler_schedule"];
const QUALITY: &[&str] = &["aws_sagemaker_data_quality_job_definition"];
const FLOW: &[&str] = &["aws_sagemaker_flow_definition"];
const ACCOUNT: &[&str] = &["azurerm_automation_account"];
const BATCH: &[&str] = &["azurerm_batch_account"];
const VARIABLES: &[&str] = &[
    "azurerm_automation_variable_bool",
    "azurerm_automation_variable_string",
    "azurerm_automation_variable_int",
    "azurerm_automation_variable_datetime",
];
const RUN_JOB: &[&str] = &["google_cloud_run_v2_job"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "batch-account-networks",
        objective: "restricted-ingress",
        title: "Batch account is not open to every network",
        severity: Severity::High,
        kind: Kind::AutomationJob,
        types: BATCH,
        rationale: "An account that admits every network lets whoever holds a key submit jobs with its rights over \
                    data. Denied by default, only listed networks can try.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_248", BATCH)],
        remedies: &[Remedy::edit(
            BATCH,
            "Deny access by default and list the networks that may use the account.",
            &[Edit::Set("network_profile.account_access.default_action", "\"Deny\"")],
        )
        .risk("Clients in other networks are refused.")],
    },
    Check {
        id: "patch-approval-delay",
        objective: "managed-patching",
        title: "Patches are approved within 30 days",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: BASELINE,
        rationale: "Attackers use published holes within days. A baseline that holds patches back longer leaves \
                    machines with records open all that time.",
        reads: &[Key::PatchDelayDays],
        test: |s| s.at_most(Key::PatchDelayDays, 30),
        aliases: &[],
        remedies: &[Remedy::edit(
            BASELINE,
            "Approve patches after at most 30 days.",
            &[Edit::Set("approval_rule.approve_after_days", "7")],
        )
        .risk("Patches arrive with less time to test.")],
    },
    Check {
        id: "workflow-tracing",
        objective: "workload-logging",
        title: "Workflow is traced",
        severity: Severity::Low,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "A trace shows which systems a run touched and where it failed. It ties a workflow to the \
                    records it read when access is examined.",
        reads: &[Key::Tracing],
        test: |s| s.is(Key::Tracing),
        aliases: &[Alias::checkov("CKV_AWS_284", STATE_MACHINE)],
        remedies: &[Remedy::edit(
            STATE_MACHINE,
            "Enable tracing.",
            &[Edit::Set("tracing_configuration.enabled", "true")],
        )],
    },
    Check {
        id: "workflow-history-logging",
        objective: "workload-logging",
        title: "Workflow logs its runs with their data",
        severity: Severity::Low,
        kind: Kind::AutomationJob,
        types: STATE_MACHINE,
        rationale: "Only a log of inputs and outputs tells which records a run handled. Keep it under encryption \
                    and retention like the records themselves.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::checkov("CKV_AWS_285", STATE_MACHINE)],
        remedies: &[Remedy::edit(
            STATE_MACHINE,
            "Include execution data in the log, and protect the log group.",
            &[
                Edit::Set("logging_configuration.include_execution_data", "true"),
                Edit::Set("logging_configuration.level", "\"ALL\""),
            ],
        )
        .risk("The log then holds what the workflow handles; encrypt it and limit who reads it.")],
    },
    Check {
        id: "job-customer-key",
        objective: "customer-managed-keys",
        title: "Job's data is encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "Inputs and results of jobs often hold extracts of records. A key of your own lets you cut off \
                    access to them, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_297", SCHEDULE),
            Alias::checkov("CKV_AWS_367", QUALITY),
            Alias::checkov("CKV_AWS_372", FLOW),
        ],
        remedies: &[
            Remedy::edit(SCHEDULE, "Name a KMS key.", &[Edit::Set("kms_key_arn", "aws_kms_key.{name}.arn")])
                .risk("The scheduler's role needs the right to use the key."),
            Remedy::edit(
                QUALITY,
                "Name a KMS key for the output.",
                &[Edit::Set("data_quality_job_output_config.kms_key_id", "aws_kms_key.{name}.arn")],
            ),
            Remedy::edit(
                FLOW,
                "Name a KMS key for the output.",
                &[Edit::Set("output_config.kms_key_id", "aws_kms_key.{name}.arn")],
            ),
            Remedy::edit(
                ACCOUNT,
                "Add encryption with a Key Vault key.",
                &[Edit::Set("encryption.key_vault_key_id", "azurerm_key_vault_key.{name}.id")],
            ),
            Remedy::edit(
                BATCH,
                "Add encryption with a Key Vault key.",
                &[Edit::Set("encryption.key_vault_key_id", "azurerm_key_vault_key.{name}.id")],
            ),
            Remedy::edit(
                RUN_JOB,
                "Name a Cloud KMS key in the template.",
                &[Edit::Set("template.template.encryption_key", "google_kms_crypto_key.{name}.id")],
            ),
        ],
    },
    Check {
        id: "job-volume-key",
        objective: "customer-managed-keys",
        title: "Job's volumes are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: QUALITY,
        rationale: "A monitoring job copies what a model was asked, records included, onto its volumes. A key of \
                    your own lets you cut off access to them.",
        reads: &[Key::VolumeKey],
        test: |s| s.is_set(Key::VolumeKey),
        aliases: &[Alias::checkov("CKV_AWS_368", QUALITY)],
        remedies: &[Remedy::edit(
            QUALITY,
            "Name a KMS key for the volumes.",
            &[Edit::Set("job_resources.cluster_config.volume_kms_key_id", "aws_kms_key.{name}.arn")],
        )],
    },
    Check {
        id: "job-encrypted-traffic",
        objective: "encryption-in-transit",
        title: "Traffic between the job's machines is encrypted",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "Machines of one job exchange the data they work on. Encryption keeps records among it from \
                    being read on the network between them.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AWS_369", QUALITY)],
        remedies: &[Remedy::edit(
            QUALITY,
            "Enable encryption between containers.",
            &[Edit::Set("network_config.enable_inter_container_traffic_encryption", "true")],
        )
        .risk("Training and monitoring take somewhat longer.")],
    },
    Check {
        id: "automation-account-private",
        objective: "private-connectivity",
        title: "Automation account is not reachable from the internet",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: ACCOUNT,
        rationale: "Runbooks hold rights over the machines and data they manage. A private endpoint keeps the \
                    account out of reach of everyone who is not in the network.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV2_AZURE_24", ACCOUNT)],
        remedies: &[Remedy::edit(
            ACCOUNT,
            "Switch public network access off, and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Webhooks from outside stop.")],
    },
    Check {
        id: "automation-account-identity",
        objective: "workload-identity",
        title: "Automation account has a managed identity",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "Run-as accounts and stored passwords outlive people and are copied. A managed identity needs \
                    no secret, and its access can be traced and withdrawn.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[Alias::checkov("CKV2_AZURE_36", ACCOUNT)],
        remedies: &[Remedy::edit(
            ACCOUNT,
            "Add an identity and grant it roles.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "automation-account-local-accounts",
        objective: "local-accounts",
        title: "Automation account takes no registration keys",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "The account's keys are one shared secret for every agent. Directory identities tell them \
                    apart and can be withdrawn one by one.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[Remedy::edit(
            ACCOUNT,
            "Set local_authentication_enabled to false.",
            &[Edit::Set("local_authentication_enabled", "false")],
        )
        .risk("Agents that register with keys stop.")],
    },
    Check {
        id: "automation-variable-encryption",
        objective: "encryption-at-rest",
        title: "Automation variable is encrypted",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: &[],
        rationale: "Variables of an automation account often carry passwords and connection strings. Encrypted, \
                    they can be used by runbooks but not read by whoever opens the account.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::checkov("CKV_AZURE_73", VARIABLES)],
        remedies: &[Remedy::edit(VARIABLES, "Set encrypted.", &[Edit::Set("encrypted", "true")])
            .risk("The variable is replaced; its value cannot be read back.")],
    },
    Check {
        id: "batch-account-vault",
        objective: "secret-management",
        title: "Batch account keeps its certificates in a key vault",
        severity: Severity::Low,
        kind: Kind::AutomationJob,
        types: &[],
        rationale: "Pools read certificates and secrets for the data they process. In a vault of yours they are \
                    governed and logged like other keys.",
        reads: &[Key::KeyVaultReference],
        test: |s| s.is_set(Key::KeyVaultReference),
        aliases: &[Alias::checkov("CKV_AZURE_76", BATCH)],
        remedies: &[Remedy::edit(
            BATCH,
            "Add key_vault_reference.",
            &[
                Edit::Set("key_vault_reference.id", "azurerm_key_vault.{name}.id"),
                Edit::Set("key_vault_reference.url", "azurerm_key_vault.{name}.vault_uri"),
            ],
        )
        .risk("The account is replaced.")],
    },
];
