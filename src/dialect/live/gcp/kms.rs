//! Cloud KMS and Secret Manager.
//!
//! Source: the REST API references of both services.

use super::{NAME, key, listed_apart};
use crate::dialect::live::{Field, Shape, Take};

const ROTATION: Field = Field::same("rotation.rotation_period", "rotation.rotationPeriod").or_unset();

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "cloudkms.googleapis.com/KeyRing",
        "google_kms_key_ring",
        &[NAME, listed_apart("google_kms_key_ring_iam_member")],
    ),
    Shape::new(
        "cloudkms.googleapis.com/CryptoKey",
        "google_kms_crypto_key",
        &[
            NAME,
            listed_apart("google_kms_crypto_key_iam_member"),
            Field::same("purpose", "purpose"),
            Field::same("rotation_period", "rotationPeriod").or_unset(),
            Field::same("destroy_scheduled_duration", "destroyScheduledDuration"),
            Field::same("version_template.protection_level", "versionTemplate.protectionLevel"),
        ],
    ),
    Shape::new(
        "secretmanager.googleapis.com/Secret",
        "google_secret_manager_secret",
        &[
            Field::of("secret_id", "name", Take::Last),
            listed_apart("google_secret_manager_secret_iam_member"),
            key(
                "replication.auto.customer_managed_encryption.kms_key_name",
                "replication.automatic.customerManagedEncryption.kmsKeyName",
            ),
            Field::of(
                "replication.user_managed.replicas",
                "replication.userManaged.replicas",
                Take::Blocks(&[
                    Field::same("location", "location"),
                    key("customer_managed_encryption.kms_key_name", "customerManagedEncryption.kmsKeyName"),
                ]),
            ),
            ROTATION,
        ],
    )
    .more(|source, body| {
        // a secret is replicated in one of two ways; the one that is not told is not there
        if source.at("replication.userManaged").is_none() && source.at("replication").is_some() {
            crate::dialect::live::field::put(
                body,
                "replication.user_managed",
                source.node(crate::native::Value::Null),
            );
        }
    }),
];
