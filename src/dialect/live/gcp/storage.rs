//! Cloud Storage: buckets.
//!
//! Source: the Cloud Storage JSON API reference.

use std::sync::Arc;

use super::take::{BUCKET, with};
use super::{key, listed_apart};
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[Shape::new(
    "storage.googleapis.com/Bucket",
    "google_storage_bucket",
    &[
        Field::same("name", "name"),
        Field::same("location", "location"),
        listed_apart("google_storage_bucket_iam_member"),
        key("encryption.default_kms_key_name", "encryption.defaultKmsKeyName"),
        Field::same("versioning.enabled", "versioning.enabled").or_unset(),
        Field::of("logging.log_bucket", "logging.logBucket", BUCKET).or_unset(),
        Field::same("uniform_bucket_level_access", "iamConfiguration.uniformBucketLevelAccess.enabled")
            .or_unset(),
        Field::same("public_access_prevention", "iamConfiguration.publicAccessPrevention").or_unset(),
        Field::of(
            "retention_policy",
            "retentionPolicy",
            Take::Block(&[
                Field::same("is_locked", "isLocked").or_unset(),
                Field::same("retention_period", "retentionPeriod"),
            ]),
        )
        .or_unset(),
        Field::of("enable_object_retention", "objectRetention.mode", Take::Is("Enabled")).or_unset(),
        Field::same(
            "soft_delete_policy.retention_duration_seconds",
            "softDeletePolicy.retentionDurationSeconds",
        ),
        Field::same("lifecycle_rule", "lifecycle.rule").or_unset(),
        Field::same("custom_placement_config", "customPlacementConfig").or_unset(),
    ],
)
.unset(&["bucket_policy_only"])
.companions(&[
    Companion::new(
        "google_storage_default_object_acl",
        "defaultObjectAcl.0",
        &[
            Field::of("bucket", "name", BUCKET),
            Field::of("role_entity", "defaultObjectAcl", Take::With(entities)),
        ],
    )
    .unset(&["predefined_acl"]),
    Companion::new(
        "google_storage_bucket_acl",
        "acl.0",
        &[Field::of("bucket", "name", BUCKET), Field::of("role_entity", "acl", Take::With(entities))],
    )
    .unset(&["predefined_acl"]),
])];

/// Entries of an access list as Terraform writes them: `READER:allUsers`.
fn entities(list: &Node) -> Option<Node> {
    let entry = |item: &Node| {
        let role = Source::within(item, "role")?.as_text()?;
        let entity = Source::within(item, "entity")?.as_text()?;
        with(item, Value::String(format!("{role}:{entity}").into()))
    };
    with(list, Value::List(Arc::new(list.items()?.iter().map(entry).collect::<Option<_>>()?)))
}
