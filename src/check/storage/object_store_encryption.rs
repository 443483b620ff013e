//! Encryption of object stores, at rest and on the wire.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const S3: &[&str] = &["aws_s3_bucket"];
const AZURE: &[&str] = &["azurerm_storage_account"];
const GCS: &[&str] = &["google_storage_bucket"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "object-store-encryption",
        objective: "encryption-at-rest",
        title: "Object store is encrypted at rest",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Object stores hold exports, images and backups of records, often in bulk. With encryption at rest \
                    a copied disk or a discarded drive of the provider reveals none of them, and a breach of the \
                    medium need not be notified as a breach of unsecured health information.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_19", S3),
            Alias::checkov("CKV_AZURE_105", &["azurerm_data_lake_store"]),
            Alias::aws_config("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", S3),
            Alias::azure_policy("a7ff3161-0087-490a-9ad9-ad6217f4f43a", &["azurerm_data_lake_store"]),
            Alias::prowler("s3_bucket_default_encryption", S3),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Name a valid algorithm in the bucket's default encryption: AES256, or aws:kms with a key.",
                terraform: &[Edit::Companion(
                    "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"{name}\" {\n  bucket = \
                     {address}.id\n\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = \
                     \"AES256\"\n    }\n  }\n}\n",
                )],
                command: "aws s3api get-bucket-encryption --bucket {name}",
                risk: "",
            },
            Remedy {
                types: &["azurerm_data_lake_store"],
                steps: "Enable encryption. Data Lake Store of the first generation is retired; move to a storage \
                        account with a hierarchical namespace.",
                terraform: &[Edit::Set("encryption_state", "\"Enabled\"")],
                command: "",
                risk: "Encryption can only be chosen when the account is made.",
            },
        ],
    },
    Check {
        id: "object-store-kms-encryption",
        objective: "customer-managed-keys",
        title: "Object store encrypts with the key management service by default",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "With keys of the key management service, reading an object takes permission on the key as well as \
                    on the bucket, and every use of the key is in the audit trail. Keys held inside the storage \
                    service give neither.",
        reads: &[Key::EncryptionAlgorithm],
        test: |s| s.one_of(Key::EncryptionAlgorithm, &["aws:kms", "aws:kms:dsse"]),
        aliases: &[
            Alias::checkov("CKV_AWS_145", S3),
            Alias::aws_config("S3_DEFAULT_ENCRYPTION_KMS", S3),
            Alias::prowler("s3_bucket_kms_encryption", S3),
        ],
        remedies: &[Remedy {
            types: S3,
            steps: "Make aws:kms the default algorithm of the bucket and name a key of your own. Enable the bucket \
                    key to keep the cost of requests down.",
            terraform: &[Edit::Companion(
                "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"{name}\" {\n  bucket = \
                 {address}.id\n\n  rule {\n    bucket_key_enabled = true\n\n    \
                 apply_server_side_encryption_by_default {\n      sse_algorithm     = \"aws:kms\"\n      \
                 kms_master_key_id = aws_kms_key.storage.arn\n    }\n  }\n}\n",
            )],
            command: "aws s3api get-bucket-encryption --bucket {name}",
            risk: "Readers need kms:Decrypt on the key. Objects already stored keep their encryption until they are \
                   copied over themselves.",
        }],
    },
    Check {
        id: "object-store-customer-key",
        objective: "customer-managed-keys",
        title: "Object store is encrypted under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &["aws_s3_bucket", "azurerm_storage_account", "google_storage_bucket"],
        rationale: "A key that the organisation owns can be rotated, restricted and withdrawn without the provider, \
                    which makes stored health information unreadable at once when it has to be. Keys of the provider \
                    leave that power, and the record of its use, with the provider.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV2_AZURE_1", AZURE),
            Alias::trivy("AVD-GCP-0066", GCS),
            Alias::prowler("storage_ensure_encryption_with_customer_managed_keys", AZURE),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Name your own key in the bucket's default encryption.",
                terraform: &[Edit::Companion(
                    "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"{name}\" {\n  bucket = \
                     {address}.id\n\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm     \
                     = \"aws:kms\"\n      kms_master_key_id = aws_kms_key.storage.arn\n    }\n  }\n}\n",
                )],
                command: "aws s3api get-bucket-encryption --bucket {name}",
                risk: "Readers need kms:Decrypt on the key; a deleted key makes its objects unreadable for good.",
            },
            Remedy {
                types: AZURE,
                steps: "Give the account an identity that may use the key, then name the key.",
                terraform: &[Edit::Companion(
                    "resource \"azurerm_storage_account_customer_managed_key\" \"{name}\" {\n  storage_account_id = \
                     {address}.id\n  key_vault_id       = azurerm_key_vault.storage.id\n  key_name           = \
                     azurerm_key_vault_key.storage.name\n}\n",
                )],
                command: "az storage account show --name {name} --query encryption",
                risk: "The key vault must have purge protection; without access to the key the account is unusable.",
            },
            Remedy {
                types: GCS,
                steps: "Name a Cloud KMS key as the bucket's default and let the storage service agent use it.",
                terraform: &[Edit::Set(
                    "encryption.default_kms_key_name",
                    "google_kms_crypto_key.storage.id",
                )],
                command: "gcloud storage buckets describe gs://{name} --format='value(default_kms_key)'",
                risk: "Objects already stored keep their encryption until they are rewritten.",
            },
        ],
    },
    Check {
        id: "object-store-double-encryption",
        objective: "encryption-at-rest",
        title: "Object store has a second layer of encryption",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Infrastructure encryption adds a second algorithm with a second key beneath the first. If one \
                    implementation or key turns out to be weak, stored health information is still unreadable.",
        reads: &[Key::InfrastructureEncryption],
        test: |s| s.is(Key::InfrastructureEncryption),
        aliases: &[Alias::prowler("storage_infrastructure_encryption_is_enabled", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Enable infrastructure encryption when the account is made.",
            terraform: &[Edit::Set("infrastructure_encryption_enabled", "true")],
            command: "az storage account show --name {name} --query encryption.requireInfrastructureEncryption",
            risk: "Changing it replaces the account; copy the data first.",
        }],
    },
    Check {
        id: "object-store-https-only",
        objective: "encryption-in-transit",
        title: "Object store accepts encrypted requests only",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "A request over plain HTTP carries its data and its credentials readable through every network on \
                    the way. Refusing such requests protects health information even when a client is set up wrong.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[
            Alias::checkov("CKV_AZURE_3", AZURE),
            Alias::trivy("AVD-AZU-0008", AZURE),
            Alias::azure_policy("404c3081-a854-4457-ae30-26a93ef643f9", AZURE),
            Alias::prowler("storage_secure_transfer_required_is_enabled", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Require secure transfer.",
            terraform: &[Edit::Set("https_traffic_only_enabled", "true")],
            command: "az storage account show --name {name} --query enableHttpsTrafficOnly",
            risk: "Clients that still use HTTP, or SMB without encryption, are refused.",
        }],
    },
    Check {
        id: "object-store-denies-plaintext",
        objective: "encryption-in-transit",
        title: "Object store's policy denies requests without TLS",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "S3 answers plain HTTP unless the bucket's policy forbids it. A statement that denies every request \
                    without TLS keeps health information and signatures off the wire in readable form, whatever the \
                    client does.",
        reads: &[Key::AccessPolicy],
        test: |s| s.any_statement(Key::AccessPolicy, crate::resource::Statement::denies_plaintext),
        aliases: &[
            Alias::aws_config("S3_BUCKET_SSL_REQUESTS_ONLY", S3),
            Alias::prowler("s3_bucket_secure_transport_policy", S3),
        ],
        remedies: &[Remedy {
            types: S3,
            steps: "Add a statement to the bucket's policy that denies every action when aws:SecureTransport is false.",
            terraform: &[Edit::Companion(
                "resource \"aws_s3_bucket_policy\" \"{name}\" {\n  bucket = {address}.id\n  policy = jsonencode({\n    \
                 Version = \"2012-10-17\"\n    Statement = [{\n      Sid       = \"DenyPlaintext\"\n      Effect    = \
                 \"Deny\"\n      Principal = \"*\"\n      Action    = \"s3:*\"\n      Resource  = [{address}.arn, \
                 \"${{address}.arn}/*\"]\n      Condition = { Bool = { \"aws:SecureTransport\" = \"false\" } }\n    \
                 }]\n  })\n}\n",
            )],
            command: "aws s3api get-bucket-policy --bucket {name}",
            risk: "A bucket has one policy: merge the statement into an existing one.",
        }],
    },
    Check {
        id: "object-store-minimum-tls",
        objective: "tls-policy",
        title: "Object store pins TLS 1.2 or later",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "TLS 1.0 and 1.1 have known weaknesses and are no longer approved for health information. The \
                    default has differed between versions of the provider, so only a written minimum says what is \
                    accepted.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, &["TLS1_2", "TLS1_3"]),
        aliases: &[
            Alias::checkov("CKV_AZURE_44", AZURE),
            Alias::prowler("storage_ensure_minimum_tls_version_12", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Write the minimum version.",
            terraform: &[Edit::Set("min_tls_version", "\"TLS1_2\"")],
            command: "az storage account show --name {name} --query minimumTlsVersion",
            risk: "Clients that only speak older versions are refused.",
        }],
    },
];
