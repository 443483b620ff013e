//! Encryption keys: rotation, custody and who may use them.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const KMS: &[&str] = &["aws_kms_key"];
const KMS_ALL: &[&str] =
    &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];
const VAULT_KEY: &[&str] = &["azurerm_key_vault_key"];
const CRYPTO_KEY: &[&str] = &["google_kms_crypto_key"];
const KEY_RING: &[&str] = &["google_kms_key_ring"];

/// Longest time between two versions of a key.
const ROTATION_DAYS: i64 = 90;
/// Shortest time in which a deletion can still be called off.
const WINDOW_DAYS: i64 = 14;

/// `test`, for keys that can rotate by themselves.
fn where_rotatable(s: &Subject<'_>, test: impl FnOnce() -> Outcome) -> Outcome {
    s.is(Key::KeyRotatable).when_holds("Keys of this kind cannot rotate by themselves", test)
}

fn not_public(s: &Subject<'_>) -> Outcome {
    s.any_text(Key::GrantedTo, |member| matches!(member, "allUsers" | "allAuthenticatedUsers")).negate()
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "key-rotation",
        objective: "key-rotation",
        title: "Key rotates by itself",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: KMS,
        rationale: "The longer one key is in use, the more records a leak of it opens. Rotation gives new data a \
                    new key every year and needs no change to what is already encrypted.",
        reads: &[Key::KeyRotatable, Key::KeyRotation],
        test: |s| where_rotatable(s, || s.is(Key::KeyRotation)),
        aliases: &[Alias::checkov("CKV_AWS_7", KMS), Alias::prowler("kms_cmk_rotation_enabled", KMS)],
        remedies: &[Remedy::edit(
            KMS,
            "Switch rotation on; old key material stays available for what it encrypted.",
            &[Edit::Set("enable_key_rotation", "true")],
        )
        .command("aws kms get-key-rotation-status --key-id KEY --region {region}")],
    },
    Check {
        id: "key-rotation-90-days",
        objective: "key-rotation",
        title: "Key rotates within 90 days",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: CRYPTO_KEY,
        rationale: "Cloud KMS rotates nothing unless a period is set. Without one a single key version covers all \
                    health information ever written, and all of it is lost to whoever gets that version.",
        reads: &[Key::KeyRotatable, Key::KeyRotationDays],
        test: |s| {
            where_rotatable(s, || s.number(Key::KeyRotationDays, |days| (1..=ROTATION_DAYS).contains(&days)))
        },
        aliases: &[
            Alias::checkov("CKV_GCP_43", CRYPTO_KEY),
            Alias::prowler("kms_key_rotation_max_90_days", CRYPTO_KEY),
            Alias::gcp("KMS_KEY_NOT_ROTATED", CRYPTO_KEY),
        ],
        remedies: &[Remedy::edit(
            CRYPTO_KEY,
            "Set a rotation period of 90 days.",
            &[Edit::Set("rotation_period", "\"7776000s\"")],
        )
        .command("gcloud kms keys describe {name} --keyring RING --location {region}")],
    },
    Check {
        id: "vault-key-rotation",
        objective: "key-rotation",
        title: "Vault key rotates by itself",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: VAULT_KEY,
        rationale: "A key that people have to rotate is rotated late. A rotation policy gives new health \
                    information a new key on time and leaves the old versions readable.",
        reads: &[Key::KeyRotation],
        test: |s| s.is(Key::KeyRotation),
        aliases: &[Alias::prowler("keyvault_key_rotation_enabled", VAULT_KEY)],
        remedies: &[Remedy::edit(
            VAULT_KEY,
            "Add a rotation policy.",
            &[Edit::Block(
                "rotation_policy {\n  automatic {\n    time_before_expiry = \"P30D\"\n  }\n\n  expire_after         = \
                 \"P90D\"\n  notify_before_expiry = \"P29D\"\n}",
            )],
        )],
    },
    Check {
        id: "key-expiry",
        objective: "key-rotation",
        title: "Vault key has an expiration date",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: &[],
        rationale: "A key without an end is used for ever, also after the people who knew why have left. An \
                    expiration date forces a new version and a decision.",
        reads: &[Key::Expires],
        test: |s| s.is_set(Key::Expires),
        aliases: &[
            Alias::checkov("CKV_AZURE_40", VAULT_KEY),
            Alias::kics("4d080822-5ee2-49a4-8984-68f3d4c890fc", VAULT_KEY),
            Alias::trivy("AVD-AZU-0014", VAULT_KEY),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_key_vault_key", "azurerm_key_vault_managed_hardware_security_module_key"],
            "Set a date within the next two years.",
            &[Edit::Set("expiration_date", "\"2027-12-31T00:00:00Z\"")],
        )
        .command("az keyvault key list --vault-name VAULT --query \"[?attributes.expires==null]\"")
        .risk("After the date, what still uses this version can no longer encrypt.")],
    },
    Check {
        id: "key-hardware",
        objective: "key-protection",
        title: "Key is held in a hardware module",
        severity: Severity::Low,
        kind: Kind::Key,
        types: &[],
        rationale: "A key in a hardware module cannot be copied out, not even by whoever runs the platform. For \
                    keys over health information that takes one way of losing all of it off the list.",
        reads: &[Key::KeyHardware],
        test: |s| s.is(Key::KeyHardware),
        aliases: &[Alias::checkov("CKV_AZURE_112", VAULT_KEY)],
        remedies: &[
            Remedy::edit(
                VAULT_KEY,
                "Use a hardware key type; the vault needs the premium tier.",
                &[Edit::Set("key_type", "\"RSA-HSM\"")],
            )
            .risk("The key is replaced; data has to be encrypted anew with the new one."),
            Remedy::edit(
                CRYPTO_KEY,
                "Set the protection level of new versions.",
                &[Edit::Set("version_template.protection_level", "\"HSM\"")],
            )
            .risk("The key is replaced when its template changes."),
        ],
    },
    Check {
        id: "key-policy-not-public",
        objective: "key-protection",
        title: "Key policy does not admit everybody",
        severity: Severity::Critical,
        kind: Kind::Key,
        types: &[],
        rationale: "A key anybody may use protects nothing: encrypted copies of health information can be read by \
                    every AWS account that finds them.",
        reads: &[Key::AccessPolicy],
        test: |s| {
            s.no_statement(Key::AccessPolicy, |st| {
                st.allows().and(|| st.for_anyone()).and(|| st.has_condition().negate())
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_33", KMS)],
        remedies: &[Remedy::edit(
            KMS_ALL,
            "Name the account root and the roles that use the key in the key policy's principals.",
            &[],
        )
        .command("aws kms get-key-policy --key-id KEY --policy-name default --region {region}")
        .risk("Callers that nobody listed can no longer use the key.")],
    },
    Check {
        id: "key-policy-defined",
        objective: "key-protection",
        title: "Key has a policy of its own",
        severity: Severity::Low,
        kind: Kind::Key,
        types: KMS,
        rationale: "The default policy leaves the key to whatever IAM policies say, now and later. A written one \
                    states who administers the key and who may use it, and cannot be widened from elsewhere.",
        reads: &[Key::PolicyDefined],
        test: |s| s.is(Key::PolicyDefined),
        aliases: &[Alias::checkov("CKV2_AWS_64", KMS)],
        remedies: &[Remedy::edit(
            KMS,
            "Write a policy that names administrators and users of the key.",
            &[Edit::Companion(
                "resource \"aws_kms_key_policy\" \"{name}\" {\n  key_id = {address}.id\n  policy = \
                 data.aws_iam_policy_document.{name}_key.json\n}",
            )],
        )
        .risk("A policy that leaves the account root out can lock everybody out of the key.")],
    },
    Check {
        id: "key-enabled",
        objective: "key-protection",
        title: "Key is enabled",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: &[],
        rationale: "What a disabled key encrypts cannot be read while it is disabled. For records that care \
                    depends on that is an outage.",
        reads: &[Key::KeyEnabled],
        test: |s| s.is(Key::KeyEnabled),
        aliases: &[Alias::checkov("CKV_AWS_227", KMS)],
        remedies: &[
            Remedy::edit(KMS, "Enable the key.", &[Edit::Set("is_enabled", "true")])
                .command("aws kms describe-key --key-id KEY --region {region}"),
            Remedy::edit(
                &["aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"],
                "Enable the key.",
                &[Edit::Set("enabled", "true")],
            ),
        ],
    },
    Check {
        id: "key-deletion-window",
        objective: "key-protection",
        title: "Deletion of the key can be called off for two weeks",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: &[],
        rationale: "Once a key is gone, every record and backup under it is gone too. The waiting time is the only \
                    chance to notice a wrong deletion.",
        reads: &[Key::KeyDeletionWindowDays],
        test: |s| s.at_least(Key::KeyDeletionWindowDays, WINDOW_DAYS),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                KMS_ALL,
                "Wait 30 days before a deletion takes effect.",
                &[Edit::Set("deletion_window_in_days", "30")],
            ),
            Remedy::edit(
                CRYPTO_KEY,
                "Wait 30 days before a destroyed version is gone.",
                &[Edit::Set("destroy_scheduled_duration", "\"2592000s\"")],
            )
            .risk("The key is replaced when the duration changes."),
        ],
    },
    Check {
        id: "key-prevent-destroy",
        objective: "key-protection",
        title: "Key is protected from being destroyed by Terraform",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: CRYPTO_KEY,
        rationale: "Destroying the resource destroys every version of the key, and with them every record they \
                    encrypt. The lifecycle rule turns a careless apply into an error.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[Alias::checkov("CKV_GCP_82", CRYPTO_KEY)],
        remedies: &[Remedy::edit(
            CRYPTO_KEY,
            "Add a lifecycle block.",
            &[Edit::Set("lifecycle.prevent_destroy", "true")],
        )],
    },
    Check {
        id: "key-not-granted-to-public",
        objective: "key-protection",
        title: "Key is not granted to everybody",
        severity: Severity::Critical,
        kind: Kind::Key,
        types: CRYPTO_KEY,
        rationale: "allUsers is the whole internet and allAuthenticatedUsers anybody with a Google account. A key \
                    they may use protects no health information.",
        reads: &[Key::GrantedTo],
        test: not_public,
        aliases: &[Alias::checkov("CKV2_GCP_6", CRYPTO_KEY)],
        remedies: &[Remedy::edit(
            CRYPTO_KEY,
            "Remove allUsers and allAuthenticatedUsers from the key's IAM resources.",
            &[],
        )
        .command("gcloud kms keys get-iam-policy {name} --keyring RING --location {region}")],
    },
    Check {
        id: "key-ring-not-granted-to-public",
        objective: "key-protection",
        title: "Key ring is not granted to everybody",
        severity: Severity::Critical,
        kind: Kind::KeyVault,
        types: KEY_RING,
        rationale: "A grant on the ring holds for every key in it. Given to allUsers or allAuthenticatedUsers, all \
                    of those keys stop protecting the health information under them.",
        reads: &[Key::GrantedTo],
        test: not_public,
        aliases: &[Alias::checkov("CKV2_GCP_8", KEY_RING)],
        remedies: &[Remedy::edit(
            KEY_RING,
            "Remove allUsers and allAuthenticatedUsers from the ring's IAM resources.",
            &[],
        )
        .command("gcloud kms keyrings get-iam-policy {name} --location {region}")],
    },
];
