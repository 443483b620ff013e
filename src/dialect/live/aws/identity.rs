//! Identities: users, groups, roles, policies and pools of users.

use super::{each_text, within};
use crate::dialect::live::{Companion, Field, Shape, Take, document};
use crate::native::Node;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::IAM::User",
        "aws_iam_user",
        &[
            Field::same("name", "userName"),
            Field::reference("permissions_boundary", "permissionsBoundary.permissionsBoundaryArn")
                .or_unset_in("permissionsBoundary"),
        ],
    )
    .companions(USER_PARTS),
    Shape::new("AWS::IAM::Group", "aws_iam_group", &[Field::same("name", "groupName")])
        .companions(GROUP_PARTS),
    Shape::new(
        "AWS::IAM::Role",
        "aws_iam_role",
        &[
            Field::same("name", "roleName"),
            Field::of("assume_role_policy", "assumeRolePolicyDocument", Take::Document),
            Field::of(
                "managed_policy_arns",
                "attachedManagedPolicies",
                Take::With(|policies| each_text(policies, "policyArn")),
            ),
            Field::reference("permissions_boundary", "permissionsBoundary.permissionsBoundaryArn")
                .or_unset_in("roleName"),
            // each is a policy of its own below
            Field::unset_where("inline_policy", "rolePolicyList"),
        ],
    )
    .companions(ROLE_PARTS),
    Shape::new(
        "AWS::IAM::Policy",
        "aws_iam_policy",
        &[
            Field::same("name", "policyName"),
            Field::of("policy", "policyVersionList", Take::With(default_version)),
        ],
    ),
    Shape::new(
        "AWS::IAM::OIDCProvider",
        "aws_iam_openid_connect_provider",
        &[Field::same("url", "Url"), Field::same("client_id_list", "ClientIdList")],
    ),
    Shape::new(
        "AWS::Cognito::IdentityPool",
        "aws_cognito_identity_pool",
        &[
            Field::same("identity_pool_name", "IdentityPoolName"),
            Field::same("allow_unauthenticated_identities", "AllowUnauthenticatedIdentities"),
        ],
    ),
    Shape::new(
        "AWS::Cognito::UserPoolClient",
        "aws_cognito_user_pool_client",
        &[
            Field::same("name", "ClientName"),
            Field::same("access_token_validity", "AccessTokenValidity"),
            Field::same("token_validity_units.access_token", "TokenValidityUnits.AccessToken"),
        ],
    ),
];

static USER_PARTS: &[Companion] = &[
    Companion::each(
        "aws_iam_user_policy",
        "userPolicyList",
        &[
            Field::itself("user"),
            Field::same("name", "policyName"),
            Field::of("policy", "policyDocument", Take::Document),
        ],
    ),
    Companion::each(
        "aws_iam_user_policy_attachment",
        "attachedManagedPolicies",
        &[Field::itself("user"), Field::reference("policy_arn", "policyArn")],
    ),
];

static GROUP_PARTS: &[Companion] = &[
    Companion::each(
        "aws_iam_group_policy",
        "groupPolicyList",
        &[
            Field::itself("group"),
            Field::same("name", "policyName"),
            Field::of("policy", "policyDocument", Take::Document),
        ],
    ),
    Companion::each(
        "aws_iam_group_policy_attachment",
        "attachedManagedPolicies",
        &[Field::itself("group"), Field::reference("policy_arn", "policyArn")],
    ),
];

static ROLE_PARTS: &[Companion] = &[Companion::each(
    "aws_iam_role_policy",
    "rolePolicyList",
    &[
        Field::itself("role"),
        Field::same("name", "policyName"),
        Field::of("policy", "policyDocument", Take::Document),
    ],
)];

/// The document of the version in force.
fn default_version(versions: &Node) -> Option<Node> {
    let current = versions
        .items()?
        .iter()
        .find(|version| within(version, "isDefaultVersion").and_then(Node::as_bool) == Some(true))?;
    document(within(current, "document")?)
}
