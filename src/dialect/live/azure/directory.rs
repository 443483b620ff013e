//! Roles, managed identities and the plans of Defender for Cloud.

use crate::dialect::live::{Field, Shape, Take};
use crate::native::Node;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Authorization/roleDefinitions",
        "azurerm_role_definition",
        &[Field::of(
            "permissions",
            "properties.permissions",
            Take::Blocks(&[
                Field::same("actions", "actions").or_unset(),
                Field::same("data_actions", "dataActions").or_unset(),
            ]),
        )],
    ),
    Shape::new(
        "Microsoft.Authorization/roleAssignments",
        "azurerm_role_assignment",
        &[
            Field::same("role_definition_id", "properties.roleDefinitionId"),
            Field::of("role_definition_name", "properties.roleDefinitionId", Take::With(built_in)),
            Field::same("principal_type", "properties.principalType"),
        ],
    ),
    Shape::new("Microsoft.ManagedIdentity/userAssignedIdentities", "azurerm_user_assigned_identity", &[]),
    Shape::new(
        "Microsoft.Security/pricings",
        "azurerm_security_center_subscription_pricing",
        &[Field::same("resource_type", "name"), Field::same("tier", "properties.pricingTier")],
    ),
];

/// Built-in roles that checks know by name; their ids are the same in every tenant.
const BUILT_IN: &[(&str, &str)] = &[
    ("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"),
    ("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"),
    ("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader"),
    ("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator"),
    ("f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator"),
];

/// The name of a built-in role; another one goes by its id.
fn built_in(node: &Node) -> Option<Node> {
    let id = node.as_text()?.to_lowercase();
    let found = BUILT_IN.iter().find(|(guid, _)| id.ends_with(guid));
    Some(found.map_or_else(|| super::null(node), |(_, name)| super::text(name, node)))
}
