//! Secrets and configuration parameters.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind, Statement};

const SECRET: &[&str] = &["aws_secretsmanager_secret"];
const ROTATION: &[&str] = &["aws_secretsmanager_secret_rotation"];
const VAULT_SECRET: &[&str] = &["azurerm_key_vault_secret"];
const GOOGLE_SECRET: &[&str] = &["google_secret_manager_secret", "google_secret_manager_regional_secret"];
const PARAMETER: &[&str] = &["aws_ssm_parameter"];
const CONFIGURATION: &[&str] = &["azurerm_app_configuration"];
const DOCUMENT: &[&str] = &["aws_ssm_document"];

/// Longest life of a secret between two rotations.
const ROTATION_DAYS: i64 = 90;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "secret-customer-key",
        objective: "customer-managed-keys",
        title: "Secret is encrypted with a key of one's own",
        severity: Severity::Medium,
        kind: Kind::Secret,
        types: &[],
        rationale: "Under the platform's key, whoever may read the secret may decrypt it. A key of one's own is a \
                    second lock with its own policy and its own entries in the log.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_149", SECRET),
            Alias::trivy("AVD-AWS-0098", SECRET),
            Alias::aws_config("SECRETSMANAGER_USING_CMK", SECRET),
        ],
        remedies: &[
            Remedy::edit(SECRET, "Name a KMS key.", &[Edit::Set("kms_key_id", "aws_kms_key.secrets.arn")])
                .command("aws secretsmanager describe-secret --secret-id {name} --region {region}")
                .risk("Readers in other accounts also need the right to use the key."),
            Remedy::edit(
                &["google_secret_manager_secret"],
                "Name a Cloud KMS key for the replication.",
                &[Edit::Set(
                    "replication.auto.customer_managed_encryption.kms_key_name",
                    "google_kms_crypto_key.secrets.id",
                )],
            ),
            Remedy::edit(
                &["google_secret_manager_regional_secret"],
                "Name a Cloud KMS key of the region.",
                &[Edit::Set(
                    "customer_managed_encryption.kms_key_name",
                    "google_kms_crypto_key.secrets.id",
                )],
            ),
        ],
    },
    Check {
        id: "secret-rotation",
        objective: "secret-management",
        title: "Secret rotates by itself",
        severity: Severity::Medium,
        kind: Kind::Secret,
        types: &["aws_secretsmanager_secret", "google_secret_manager_secret", "google_secret_manager_regional_secret"],
        rationale: "A password that nobody changes works for everybody who ever saw it, long after they have left. \
                    Rotation ends that without anybody having to remember.",
        reads: &[Key::SecretRotation],
        test: |s| s.is_set(Key::SecretRotation),
        aliases: &[
            Alias::checkov("CKV2_AWS_57", SECRET),
            Alias::aws_config("SECRETSMANAGER_ROTATION_ENABLED_CHECK", SECRET),
            Alias::prowler("secretsmanager_automatic_rotation_enabled", SECRET),
        ],
        remedies: &[
            Remedy::edit(
                SECRET,
                "Add a rotation with a function that changes the secret where it is used.",
                &[Edit::Companion(
                    "resource \"aws_secretsmanager_secret_rotation\" \"{name}\" {\n  secret_id           = \
                     {address}.id\n  rotation_lambda_arn = aws_lambda_function.rotation.arn\n\n  rotation_rules \
                     {\n    automatically_after_days = 30\n  }\n}",
                )],
            )
            .command("aws secretsmanager describe-secret --secret-id {name} --region {region}")
            .risk("Clients that keep the old value in memory fail after the first rotation."),
            Remedy::edit(
                GOOGLE_SECRET,
                "Set a rotation period and a topic that tells the rotating function.",
                &[Edit::Block(
                    "rotation {\n  rotation_period    = \"2592000s\"\n  next_rotation_time = \
                     \"2027-01-01T00:00:00Z\"\n}",
                )],
            ),
        ],
    },
    Check {
        id: "secret-rotation-90-days",
        objective: "secret-management",
        title: "Secret rotates within 90 days",
        severity: Severity::Medium,
        kind: Kind::Secret,
        types: ROTATION,
        rationale: "The period bounds for how long a leaked password gives access to the database of health \
                    records. Three months is what most credential policies allow at the outside.",
        reads: &[Key::SecretRotationDays],
        test: |s| s.number(Key::SecretRotationDays, |days| days <= ROTATION_DAYS),
        aliases: &[Alias::checkov("CKV_AWS_304", ROTATION)],
        remedies: &[Remedy::edit(
            ROTATION,
            "Rotate every 30 days.",
            &[Edit::Set("rotation_rules.automatically_after_days", "30")],
        )],
    },
    Check {
        id: "secret-recovery-window",
        objective: "secret-management",
        title: "Deleted secret can be restored for a week",
        severity: Severity::Low,
        kind: Kind::Secret,
        types: SECRET,
        rationale: "A recovery window of zero removes the secret at once. Systems of care that sign in with it \
                    stop until somebody makes a new one everywhere.",
        reads: &[Key::RecoveryDays],
        test: |s| s.at_least(Key::RecoveryDays, 7),
        aliases: &[],
        remedies: &[Remedy::edit(
            SECRET,
            "Keep deleted secrets for 30 days.",
            &[Edit::Set("recovery_window_in_days", "30")],
        )],
    },
    Check {
        id: "secret-policy-not-public",
        objective: "resource-policy",
        title: "Secret's policy does not admit everybody",
        severity: Severity::Critical,
        kind: Kind::Secret,
        types: SECRET,
        rationale: "A secret that any AWS account may read is no secret. What it opens, health information \
                    included, is open with it.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, Statement::is_public),
        aliases: &[],
        remedies: &[Remedy::edit(
            SECRET,
            "Name the roles that need the secret in its policy's principals, and set block_public_policy.",
            &[],
        )
        .command("aws secretsmanager get-resource-policy --secret-id {name} --region {region}")],
    },
    Check {
        id: "secret-not-granted-to-public",
        objective: "resource-policy",
        title: "Secret is not granted to everybody",
        severity: Severity::Critical,
        kind: Kind::Secret,
        types: GOOGLE_SECRET,
        rationale: "allUsers is the whole internet and allAuthenticatedUsers anybody with a Google account. What \
                    the secret opens, health information included, is open to them.",
        reads: &[Key::GrantedTo],
        test: |s| {
            s.any_text(Key::GrantedTo, |member| matches!(member, "allUsers" | "allAuthenticatedUsers")).negate()
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            GOOGLE_SECRET,
            "Remove allUsers and allAuthenticatedUsers from the secret's IAM resources.",
            &[],
        )],
    },
    Check {
        id: "secret-expiry",
        objective: "secret-management",
        title: "Vault secret has an expiration date",
        severity: Severity::Medium,
        kind: Kind::Secret,
        types: VAULT_SECRET,
        rationale: "A secret without an end is never looked at again. An expiration date makes somebody renew it, \
                    and ends what a forgotten copy can still open.",
        reads: &[Key::Expires],
        test: |s| s.is_set(Key::Expires),
        aliases: &[
            Alias::checkov("CKV_AZURE_41", VAULT_SECRET),
            Alias::trivy("AVD-AZU-0017", VAULT_SECRET),
        ],
        remedies: &[Remedy::edit(
            VAULT_SECRET,
            "Set a date within the next year.",
            &[Edit::Set("expiration_date", "\"2027-06-30T00:00:00Z\"")],
        )
        .command("az keyvault secret list --vault-name VAULT --query \"[?attributes.expires==null]\"")],
    },
    Check {
        id: "secret-content-type",
        objective: "secret-management",
        title: "Vault secret says what it is",
        severity: Severity::Low,
        kind: Kind::Secret,
        types: VAULT_SECRET,
        rationale: "Without a content type nobody can tell a password from a certificate or a connection string, \
                    nor which of them to rotate after an incident.",
        reads: &[Key::ContentType],
        test: |s| s.is_set(Key::ContentType),
        aliases: &[
            Alias::checkov("CKV_AZURE_114", VAULT_SECRET),
            Alias::trivy("AVD-AZU-0015", VAULT_SECRET),
        ],
        remedies: &[Remedy::edit(
            VAULT_SECRET,
            "Describe the value, such as password or text/plain.",
            &[Edit::Set("content_type", "\"password\"")],
        )],
    },
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
        aliases: &[
            Alias::checkov("CKV2_AWS_34", PARAMETER),
        ],
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
        remedies: &[Remedy::edit(CONFIGURATION, "Use the standard tier.", &[Edit::Set("sku", "\"standard\"")])
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
            Alias::prowler("ssm_documents_set_as_public", DOCUMENT),
        ],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Share the document with named accounts, or with none.",
            &[Edit::Remove("permissions")],
        )
        .command("aws ssm describe-document-permission --name {name} --permission-type Share --region {region}")],
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
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AWS_112", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Set kmsKeyId in the inputs of the session preferences.",
            &[],
        )],
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
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::checkov("CKV_AWS_113", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Name an encrypted bucket (s3BucketName, s3EncryptionEnabled) or log group (cloudWatchLogGroupName, \
             cloudWatchEncryptionEnabled) in the inputs of the session preferences.",
            &[],
        )],
    },
];
