//! Projects and organization policies.
//!
//! Source: the REST API references of Resource Manager and of the Organization Policy Service, and the
//! `google.cloud.orgpolicy.v1` messages of Cloud Asset Inventory.

use super::{NAME, listed_apart};
use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "cloudresourcemanager.googleapis.com/Project",
        "google_project",
        &[
            Field::same("name", "projectId"),
            Field::same("project_id", "projectId"),
            listed_apart("google_project_iam_audit_config"),
        ],
    ),
    Shape::new(
        "orgpolicy.googleapis.com/Policy",
        "google_org_policy_policy",
        &[
            Field::same("name", "name"),
            Field::of(
                "spec.rules",
                "spec.rules",
                Take::Blocks(&[Field::same("enforce", "enforce").or_unset()]),
            )
            .or_unset(),
        ],
    ),
    Shape::new("identitytoolkit.googleapis.com/Config", "google_identity_platform_config", IDENTITY),
];

const IDENTITY: &[Field] = &[
    NAME,
    Field::same("sign_in.anonymous.enabled", "signIn.anonymous.enabled").or_unset(),
    Field::same("mfa.state", "mfa.state").or_unset(),
];
