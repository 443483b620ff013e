//! Secrets: custody, rotation and recovery.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind, Statement};

const SECRET: &[&str] = &["aws_secretsmanager_secret"];
const ROTATION: &[&str] = &["aws_secretsmanager_secret_rotation"];
const VAULT_SECRET: &[&str] = &["azurerm_key_vault_secret"];
const GOOGLE_SECRET: &[&str] = &["google_secret_manager_secret", "google_secret_manager_regional_secret"];

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
            Alias::checkov("CKV_AWS_149", SECRET), Alias::kics("a2f548f2-188c-4fff-b172-e9a6acb216bd", SECRET),
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
            Alias::checkov("CKV_AZURE_41", VAULT_SECRET), Alias::kics("dfa20ffa-f476-428f-a490-424b41e91c7f", VAULT_SECRET),
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
];
