//! BigQuery, Bigtable, Firestore, Memorystore, Pub/Sub and Filestore.
//!
//! Source: the REST API references of the services.

use std::sync::Arc;

use super::take::with;
use super::{NAME, key};
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "bigquery.googleapis.com/Dataset",
        "google_bigquery_dataset",
        &[
            Field::same("name", "datasetReference.datasetId"),
            Field::same("location", "location"),
            key("default_encryption_configuration.kms_key_name", "defaultEncryptionConfiguration.kmsKeyName"),
            Field::of("access", "access", Take::With(access)),
        ],
    ),
    Shape::new(
        "bigquery.googleapis.com/Table",
        "google_bigquery_table",
        &[
            Field::same("name", "tableReference.tableId"),
            key("encryption_configuration.kms_key_name", "encryptionConfiguration.kmsKeyName"),
        ],
    ),
    // its clusters, which hold the keys, are assets of their own
    Shape::new("bigtableadmin.googleapis.com/Instance", "google_bigtable_instance", &[NAME]),
    Shape::new(
        "bigtableadmin.googleapis.com/Table",
        "google_bigtable_table",
        &[
            NAME,
            Field::of("deletion_protection", "deletionProtection", Take::With(protected)).or_unset(),
            Field::same("automated_backup_policy", "automatedBackupPolicy").or_unset(),
        ],
    ),
    Shape::new(
        "firestore.googleapis.com/Database",
        "google_firestore_database",
        &[
            NAME,
            key("cmek_config.kms_key_name", "cmekConfig.kmsKeyName"),
            Field::same("point_in_time_recovery_enablement", "pointInTimeRecoveryEnablement"),
            Field::same("delete_protection_state", "deleteProtectionState"),
        ],
    ),
    Shape::new(
        "redis.googleapis.com/Instance",
        "google_redis_instance",
        &[
            NAME,
            key("customer_managed_key", "customerManagedKey"),
            Field::same("transit_encryption_mode", "transitEncryptionMode"),
            Field::same("auth_enabled", "authEnabled").or_unset(),
            Field::same("tier", "tier"),
            Field::same("authorized_network", "authorizedNetwork").or_unset(),
            Field::same("persistence_config.persistence_mode", "persistenceConfig.persistenceMode"),
        ],
    ),
    Shape::new(
        "redis.googleapis.com/Cluster",
        "google_redis_cluster",
        &[
            NAME,
            key("kms_key", "kmsKey"),
            Field::same("transit_encryption_mode", "transitEncryptionMode"),
            Field::same("authorization_mode", "authorizationMode"),
            Field::same("deletion_protection_enabled", "deletionProtectionEnabled"),
        ],
    ),
    Shape::new(
        "memcache.googleapis.com/Instance",
        "google_memcache_instance",
        &[NAME, Field::same("authorized_network", "authorizedNetwork").or_unset()],
    ),
    Shape::new(
        "pubsub.googleapis.com/Topic",
        "google_pubsub_topic",
        &[
            NAME,
            key("kms_key_name", "kmsKeyName"),
            Field::same(
                "message_storage_policy.allowed_persistence_regions",
                "messageStoragePolicy.allowedPersistenceRegions",
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "pubsub.googleapis.com/Subscription",
        "google_pubsub_subscription",
        &[
            NAME,
            Field::same("dead_letter_policy.dead_letter_topic", "deadLetterPolicy.deadLetterTopic")
                .or_unset(),
            Field::same("push_config.push_endpoint", "pushConfig.pushEndpoint").or_unset(),
        ],
    ),
    Shape::new(
        "file.googleapis.com/Instance",
        "google_filestore_instance",
        &[
            NAME,
            key("kms_key_name", "kmsKeyName"),
            Field::same("deletion_protection_enabled", "deletionProtectionEnabled").or_unset(),
            Field::same("tier", "tier"),
            Field::of(
                "file_shares",
                "fileShares",
                Take::Blocks(&[Field::of(
                    "nfs_export_options",
                    "nfsExportOptions",
                    Take::Blocks(&[Field::same("ip_ranges", "ipRanges").or_unset()]),
                )
                .or_unset()]),
            ),
        ],
    ),
    Shape::new("file.googleapis.com/Backup", "google_filestore_backup", &[NAME, key("kms_key", "kmsKey")]),
];

/// Access entries. The API names everybody as a member, Terraform as a special group.
fn access(entries: &Node) -> Option<Node> {
    const NAMES: &[(&str, &str)] = &[
        ("special_group", "specialGroup"),
        ("user_by_email", "userByEmail"),
        ("group_by_email", "groupByEmail"),
        ("domain", "domain"),
        ("view", "view"),
        ("routine", "routine"),
        ("dataset", "dataset"),
        ("iam_member", "iamMember"),
    ];
    let entry = |item: &Node| {
        let mut body = Object::default();
        for (ours, theirs) in NAMES {
            let found = Source::within(item, theirs).cloned();
            body.insert((*ours).into(), found.or_else(|| with(item, Value::Null))?);
        }
        let everybody =
            body["iam_member"].as_text().filter(|m| matches!(&**m, "allUsers" | "allAuthenticatedUsers"));
        if let Some(everybody) = everybody {
            body.insert("special_group".into(), with(item, Value::String(everybody))?);
        }
        with(item, Value::Object(Arc::new(body)))
    };
    with(entries, Value::List(Arc::new(entries.items()?.iter().map(entry).collect::<Option<_>>()?)))
}

fn protected(node: &Node) -> Option<Node> {
    let word = if node.as_bool()? { "PROTECTED" } else { "UNPROTECTED" };
    with(node, Value::String(word.into()))
}
