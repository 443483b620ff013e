//! Bindings of IAM policies, one live resource for each role on each thing, and audit configurations.
//!
//! The source makes them of `IAM_POLICY` content: `{"resource": full name, "role": …, "members": […]}`.

use super::take::THING;
use crate::dialect::live::{Field, Shape, Take};
use crate::native::Value;

/// The argument that names the thing, its role and its members.
macro_rules! binding {
    ($vendor:literal, $native:literal, $on:literal) => {
        Shape::new(
            concat!($vendor, "/IamBinding"),
            $native,
            &[
                Field::of($on, "resource", THING),
                Field::same("role", "role"),
                Field::same("members", "members").or_unset(),
                Field::same("condition", "condition").or_unset(),
            ],
        )
        .unset(&["member"])
    };
}

macro_rules! audit_config {
    ($vendor:literal, $native:literal, $on:literal) => {
        Shape::new(
            concat!($vendor, "/AuditConfig"),
            $native,
            &[
                Field::of($on, "resource", THING),
                Field::same("service", "service"),
                Field::of(
                    "audit_log_config",
                    "auditLogConfigs",
                    Take::Blocks(&[
                        Field::same("log_type", "logType"),
                        Field::same("exempted_members", "exemptedMembers").or_unset(),
                    ]),
                ),
            ],
        )
    };
}

pub(super) static SHAPES: &[Shape] = &[
    binding!("cloudresourcemanager.googleapis.com/Project", "google_project_iam_binding", "none").more(
        |source, body| {
            body.insert("project".into(), source.node(Value::String(source.resource.account.clone())));
        },
    ),
    binding!("cloudresourcemanager.googleapis.com/Folder", "google_folder_iam_binding", "folder"),
    binding!("cloudresourcemanager.googleapis.com/Organization", "google_organization_iam_binding", "org_id"),
    binding!("iam.googleapis.com/ServiceAccount", "google_service_account_iam_binding", "service_account_id"),
    binding!("cloudkms.googleapis.com/CryptoKey", "google_kms_crypto_key_iam_binding", "crypto_key_id"),
    binding!("cloudkms.googleapis.com/KeyRing", "google_kms_key_ring_iam_binding", "key_ring_id"),
    binding!("secretmanager.googleapis.com/Secret", "google_secret_manager_secret_iam_binding", "secret_id"),
    binding!("storage.googleapis.com/Bucket", "google_storage_bucket_iam_binding", "bucket"),
    binding!("compute.googleapis.com/Image", "google_compute_image_iam_binding", "image"),
    binding!("bigquery.googleapis.com/Dataset", "google_bigquery_dataset_iam_binding", "dataset_id"),
    binding!("bigquery.googleapis.com/Table", "google_bigquery_table_iam_binding", "table_id"),
    binding!("pubsub.googleapis.com/Topic", "google_pubsub_topic_iam_binding", "topic"),
    binding!("pubsub.googleapis.com/Subscription", "google_pubsub_subscription_iam_binding", "subscription"),
    binding!("spanner.googleapis.com/Database", "google_spanner_database_iam_binding", "database"),
    binding!("dataproc.googleapis.com/Cluster", "google_dataproc_cluster_iam_binding", "cluster"),
    binding!(
        "cloudfunctions.googleapis.com/CloudFunction",
        "google_cloudfunctions_function_iam_binding",
        "cloud_function"
    ),
    binding!(
        "cloudfunctions.googleapis.com/Function",
        "google_cloudfunctions2_function_iam_binding",
        "cloud_function"
    ),
    binding!("run.googleapis.com/Service", "google_cloud_run_v2_service_iam_binding", "name"),
    binding!(
        "artifactregistry.googleapis.com/Repository",
        "google_artifact_registry_repository_iam_binding",
        "repository"
    ),
    audit_config!(
        "cloudresourcemanager.googleapis.com/Project",
        "google_project_iam_audit_config",
        "project"
    ),
    audit_config!("cloudresourcemanager.googleapis.com/Folder", "google_folder_iam_audit_config", "folder"),
    audit_config!(
        "cloudresourcemanager.googleapis.com/Organization",
        "google_organization_iam_audit_config",
        "org_id"
    ),
];
