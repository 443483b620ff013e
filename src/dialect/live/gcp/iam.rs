//! Service accounts, their keys, custom roles and workload identity.
//!
//! Source: the Identity and Access Management REST API reference.

use super::NAME;
use super::take::with;
use crate::dialect::live::{Field, Shape, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "iam.googleapis.com/ServiceAccount",
        "google_service_account",
        &[Field::same("name", "email"), Field::same("email", "email")],
    ),
    Shape::new(
        "iam.googleapis.com/ServiceAccountKey",
        "google_service_account_key",
        &[NAME, Field::of("public_key_data", "keyOrigin", Take::With(uploaded))],
    ),
    Shape::new(
        "iam.googleapis.com/Role",
        "google_project_iam_custom_role",
        &[NAME, Field::same("permissions", "includedPermissions").or_unset()],
    ),
    Shape::new("iam.googleapis.com/WorkloadIdentityPool", "google_iam_workload_identity_pool", &[NAME]),
    Shape::new(
        "iam.googleapis.com/WorkloadIdentityPoolProvider",
        "google_iam_workload_identity_pool_provider",
        &[
            NAME,
            Field::same("attribute_condition", "attributeCondition").or_unset(),
            Field::same("attribute_mapping", "attributeMapping").or_unset(),
            Field::same("oidc.issuer_uri", "oidc.issuerUri").or_unset(),
        ],
    )
    .unset(&["issuer_uri"]),
];

/// The inventory tells of a key that was uploaded, not the key.
fn uploaded(origin: &Node) -> Option<Node> {
    match &*origin.as_text()? {
        "USER_PROVIDED" => Some(origin.clone()),
        _ => with(origin, Value::Null),
    }
}
