//! Configuration parameters and the documents that run on machines.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const PARAMETER: &[&str] = &["aws_ssm_parameter"];
const CONFIGURATION: &[&str] = &["azurerm_app_configuration"];
const DOCUMENT: &[&str] = &["aws_ssm_document"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "parameter-encryption",
        objective: "encryption-at-rest",
        title: "Parameter is encrypted",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: PARAMETER,
        rationale: "Parameters hold connection strings, tokens and names of systems. As plain text, everybody who \
                    may list parameters reads them.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::checkov("CKV2_AWS_34", PARAMETER)],
        remedies: &[Remedy::edit(
            PARAMETER,
            "Make it a SecureString.",
            &[Edit::Set("type", "\"SecureString\"")],
        )
        .command("aws ssm describe-parameters --region {region}")
        .risk("Readers need the right to decrypt and have to ask for decryption.")],
    },
    Check {
        id: "parameter-customer-key",
        objective: "customer-managed-keys",
        title: "Encrypted parameter uses a key of one's own",
        severity: Severity::Low,
        kind: Kind::Parameter,
        types: PARAMETER,
        rationale: "Under the account's default key, whoever may read the parameter may decrypt it. A key of one's \
                    own is a second lock with its own policy.",
        reads: &[Key::EncryptedAtRest, Key::CustomerKey],
        test: |s| s.is_not(Key::EncryptedAtRest).or(s.is_set(Key::CustomerKey)),
        aliases: &[Alias::checkov("CKV_AWS_337", PARAMETER)],
        remedies: &[Remedy::edit(
            PARAMETER,
            "Name a KMS key.",
            &[Edit::Set("key_id", "aws_kms_key.parameters.arn")],
        )],
    },
    Check {
        id: "configuration-customer-key",
        objective: "customer-managed-keys",
        title: "Configuration store is encrypted with a key of one's own",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: CONFIGURATION,
        rationale: "Configuration often holds what opens other systems. A key of one's own lets access to it be \
                    withdrawn at once, whatever the platform's permissions say.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AZURE_186", CONFIGURATION)],
        remedies: &[Remedy::edit(
            CONFIGURATION,
            "Name a vault key and an identity that may use it.",
            &[Edit::Set("encryption.key_vault_key_identifier", "azurerm_key_vault_key.configuration.id")],
        )],
    },
    Check {
        id: "configuration-local-authentication",
        objective: "local-accounts",
        title: "Configuration store accepts no access keys",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: CONFIGURATION,
        rationale: "Access keys name nobody and never expire. With directory sign-in every read of the \
                    configuration belongs to a person or workload that can be told apart.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_184", CONFIGURATION)],
        remedies: &[Remedy::edit(
            CONFIGURATION,
            "Switch access keys off.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("Clients that use a connection string with a key are refused.")],
    },
    Check {
        id: "configuration-public-access",
        objective: "private-connectivity",
        title: "Configuration store is not opened to public networks",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: CONFIGURATION,
        rationale: "A store that answers the whole internet relies on credentials alone. What it holds often \
                    opens the systems that keep health information.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_185", CONFIGURATION)],
        remedies: &[Remedy::edit(
            CONFIGURATION,
            "Close public network access and add a private endpoint.",
            &[Edit::Set("public_network_access", "\"Disabled\"")],
        )],
    },
    Check {
        id: "configuration-purge-protection",
        objective: "deletion-protection",
        title: "Deleted configuration store cannot be purged early",
        severity: Severity::Medium,
        kind: Kind::Parameter,
        types: CONFIGURATION,
        rationale: "Applications of care read their settings from the store. With purge protection a wrong or \
                    hostile deletion can be undone.",
        reads: &[Key::PurgeProtection],
        test: |s| s.is(Key::PurgeProtection),
        aliases: &[Alias::checkov("CKV_AZURE_187", CONFIGURATION)],
        remedies: &[Remedy::edit(
            CONFIGURATION,
            "Switch purge protection on.",
            &[Edit::Set("purge_protection_enabled", "true")],
        )
        .risk("It cannot be switched off again.")],
    },
    Check {
        id: "configuration-tier",
        objective: "recovery-readiness",
        title: "Configuration store is of the standard tier",
        severity: Severity::Low,
        kind: Kind::Parameter,
        types: CONFIGURATION,
        rationale: "The free tier has no service level, no recovery of deleted stores, no private endpoints and no \
                    keys of one's own. Systems of care cannot depend on it.",
        reads: &[Key::ServiceTier],
        test: |s| s.one_of(Key::ServiceTier, &["standard"]),
        aliases: &[Alias::checkov("CKV_AZURE_188", CONFIGURATION)],
        remedies: &[Remedy::edit(
            CONFIGURATION,
            "Use the standard tier.",
            &[Edit::Set("sku", "\"standard\"")],
        )
        .risk("The standard tier is billed by the day.")],
    },
    Check {
        id: "automation-document-private",
        objective: "resource-policy",
        title: "Automation document is not shared with everybody",
        severity: Severity::High,
        kind: Kind::AutomationJob,
        types: DOCUMENT,
        rationale: "A public document shows strangers how systems with health information are run: names, paths, \
                    sometimes passwords.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_303", DOCUMENT),
            Alias::aws_config("SSM_DOCUMENT_NOT_PUBLIC", DOCUMENT),
        ],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Share the document with named accounts, or with none.",
            &[Edit::Remove("permissions")],
        )
        .command(
            "aws ssm describe-document-permission --name {name} --permission-type Share --region {region}",
        )],
    },
    Check {
        id: "session-encryption",
        objective: "encryption-in-transit",
        title: "Shell sessions are encrypted with a key of one's own",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: DOCUMENT,
        rationale: "What an administrator types and sees on a machine can be health information. A KMS key adds \
                    encryption from end to end to the TLS of the session.",
        reads: &[Key::SessionEncrypted],
        test: |s| s.is(Key::SessionEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_112", DOCUMENT)],
        remedies: &[Remedy::edit(DOCUMENT, "Set kmsKeyId in the inputs of the session preferences.", &[])],
    },
    Check {
        id: "session-logging",
        objective: "workload-logging",
        title: "Shell sessions are recorded, and the records are encrypted",
        severity: Severity::Medium,
        kind: Kind::AutomationJob,
        types: DOCUMENT,
        rationale: "Without a record nobody can tell what was done on a machine that holds health information. The \
                    record may show some of it, so it has to be encrypted too.",
        reads: &[Key::SessionLogging],
        test: |s| s.is(Key::SessionLogging),
        aliases: &[Alias::checkov("CKV_AWS_113", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Name an encrypted bucket (s3BucketName, s3EncryptionEnabled) or log group (cloudWatchLogGroupName, \
             cloudWatchEncryptionEnabled) in the inputs of the session preferences.",
            &[],
        )],
    },
];
