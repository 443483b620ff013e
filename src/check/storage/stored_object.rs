//! Single objects written by code.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const S3: &[&str] = &["aws_s3_bucket_object", "aws_s3_object", "aws_s3_object_copy"];
const GCS: &[&str] = &["google_storage_bucket_object"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "stored-object-customer-key",
        objective: "customer-managed-keys",
        title: "Object is encrypted under a customer-managed key",
        severity: Severity::Low,
        kind: Kind::StoredObject,
        types: &[],
        rationale: "An object names its own key or takes the bucket's. Naming yours makes sure that the object can be \
                    read only by who may use the key, wherever the object is copied.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_186", &["aws_s3_bucket_object"]),
            Alias::checkov("CKV_AWS_181", &["aws_s3_object_copy"]),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Name your own key on the object.",
                terraform: &[Edit::Set("kms_key_id", "aws_kms_key.storage.arn")],
                command: "",
                risk: "Readers need kms:Decrypt on the key.",
            },
            Remedy {
                types: GCS,
                steps: "Name a Cloud KMS key on the object.",
                terraform: &[Edit::Set("kms_key_name", "google_kms_crypto_key.storage.id")],
                command: "",
                risk: "The object is written anew.",
            },
        ],
    },
    Check {
        id: "stored-object-public-read",
        objective: "public-storage",
        title: "Object grants nobody anonymous access",
        severity: Severity::Critical,
        kind: Kind::StoredObject,
        types: &[],
        rationale: "An object can be public in a bucket that is not. Whoever has its address then reads it without a \
                    trace of who it was.",
        reads: &[Key::PublicRead],
        test: |s| s.is_not(Key::PublicRead),
        aliases: &[],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Use the private access list, or none.",
                terraform: &[Edit::Remove("acl")],
                command: "",
                risk: "Anonymous downloads stop.",
            },
            Remedy {
                types: GCS,
                steps: "Use the private access list, or none.",
                terraform: &[Edit::Remove("predefined_acl")],
                command: "",
                risk: "Anonymous downloads stop.",
            },
        ],
    },
];
