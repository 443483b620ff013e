//! Policies, roles, users, keys, secrets, parameters, user pools and certificates.

use super::macros::{fields, list, shape};
use crate::dialect::live::{Companion, Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    // a policy of its own text on the users, groups and roles that it names
    shape!("AWS::IAM::Policy" as "aws_iam_user_policy" {
        "name" = "PolicyName",
        "policy" = "PolicyDocument" => Take::Document,
        "user" = "Users",
    }),
    shape!("AWS::IAM::UserPolicy" as "aws_iam_user_policy" {
        "name" = "PolicyName",
        "policy" = "PolicyDocument" => Take::Document,
        "user" = "UserName",
    }),
    shape!("AWS::IAM::RolePolicy" as "aws_iam_role_policy" {
        "name" = "PolicyName",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::IAM::GroupPolicy" as "aws_iam_group_policy" {
        "name" = "PolicyName",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::IAM::ManagedPolicy" as "aws_iam_policy" {
        "name" = "ManagedPolicyName",
        "policy" = "PolicyDocument" => Take::Document,
    })
    .companions(&[Companion::new(
        "aws_iam_user_policy_attachment",
        "Users",
        &[Field::itself("policy_arn"), Field::same("user", "Users")],
    )]),
    shape!("AWS::IAM::Role" as "aws_iam_role" {
        "name" = "RoleName",
        "assume_role_policy" = "AssumeRolePolicyDocument" => Take::Document,
        "managed_policy_arns" = "ManagedPolicyArns",
        "permissions_boundary" = "PermissionsBoundary",
        "max_session_duration" = "MaxSessionDuration",
    })
    .companions(&[Companion::each("aws_iam_role_policy", "Policies", POLICY)]),
    shape!("AWS::IAM::User" as "aws_iam_user" {
        "name" = "UserName",
        "permissions_boundary" = "PermissionsBoundary",
    })
    .companions(USER_PARTS),
    shape!("AWS::IAM::Group" as "aws_iam_group" { "name" = "GroupName" }).companions(&[
        Companion::each("aws_iam_group_policy", "Policies", POLICY),
        Companion::each("aws_iam_group_policy_attachment", "ManagedPolicyArns", ARN),
    ]),
    shape!("AWS::IAM::UserToGroupAddition" as "aws_iam_group_membership" {
        "group" = "GroupName",
        "users" = "Users",
    }),
    shape!("AWS::IAM::AccessKey" as "aws_iam_access_key" { "user" = "UserName", "status" = "Status" }),
    shape!("AWS::IAM::OIDCProvider" as "aws_iam_openid_connect_provider" {
        "url" = "Url",
        "client_id_list" = "ClientIdList",
    }),
    shape!("AWS::SSO::PermissionSet" as "aws_ssoadmin_permission_set" {
        "name" = "Name",
        "session_duration" = "SessionDuration",
    })
    .companions(&[
        Companion::new(
            "aws_ssoadmin_permission_set_inline_policy",
            "InlinePolicy",
            &[
                Field::itself("permission_set_arn"),
                Field::of("inline_policy", "InlinePolicy", Take::Document),
            ],
        ),
        Companion::each(
            "aws_ssoadmin_managed_policy_attachment",
            "ManagedPolicies",
            &[Field::itself("permission_set_arn"), Field::same("managed_policy_arn", "")],
        ),
    ]),
    shape!("AWS::SSO::Assignment" as "aws_ssoadmin_account_assignment" { "principal_type" = "PrincipalType" }),
    shape!("AWS::KMS::Key" as "aws_kms_key" {
        "description" = "Description",
        "customer_master_key_spec" = "KeySpec",
        "key_usage" = "KeyUsage",
        "enable_key_rotation" = "EnableKeyRotation",
        "is_enabled" = "Enabled",
        "deletion_window_in_days" = "PendingWindowInDays",
        "policy" = "KeyPolicy" => Take::Document,
    }),
    shape!("AWS::KMS::ReplicaKey" as "aws_kms_replica_key" {
        "enabled" = "Enabled",
        "deletion_window_in_days" = "PendingWindowInDays",
        "policy" = "KeyPolicy" => Take::Document,
    }),
    shape!("AWS::SecretsManager::Secret" as "aws_secretsmanager_secret" {
        "name" = "Name",
        "kms_key_id" = "KmsKeyId",
        "replica" = "ReplicaRegions" => list! { "region" = "Region", "kms_key_id" = "KmsKeyId" },
        "secret_string" = "SecretString",
    }),
    shape!("AWS::SecretsManager::RotationSchedule" as "aws_secretsmanager_secret_rotation" {
        "secret_id" = "SecretId",
        "rotation_rules.automatically_after_days" = "RotationRules.AutomaticallyAfterDays",
        "rotation_rules.schedule_expression" = "RotationRules.ScheduleExpression",
    }),
    shape!("AWS::SecretsManager::ResourcePolicy" as "aws_secretsmanager_secret_policy" {
        "secret_arn" = "SecretId",
        "policy" = "ResourcePolicy" => Take::Document,
    }),
    shape!("AWS::SSM::Parameter" as "aws_ssm_parameter" {
        "name" = "Name",
        "type" = "Type",
        "value" = "Value",
    }),
    shape!("AWS::SSM::Document" as "aws_ssm_document" {
        "name" = "Name",
        "document_type" = "DocumentType",
        "document_format" = "DocumentFormat",
        "content" = "Content" => Take::Document,
    }),
    shape!("AWS::SSM::PatchBaseline" as "aws_ssm_patch_baseline" {
        "name" = "Name",
        "approval_rule" = "ApprovalRules.PatchRules" => list! { "approve_after_days" = "ApproveAfterDays" },
    }),
    shape!("AWS::Cognito::UserPool" as "aws_cognito_user_pool" {
        "name" = "UserPoolName",
        "mfa_configuration" = "MfaConfiguration",
        "deletion_protection" = "DeletionProtection",
        "password_policy.minimum_length" = "Policies.PasswordPolicy.MinimumLength",
        "password_policy.require_lowercase" = "Policies.PasswordPolicy.RequireLowercase",
        "password_policy.require_uppercase" = "Policies.PasswordPolicy.RequireUppercase",
        "password_policy.require_numbers" = "Policies.PasswordPolicy.RequireNumbers",
        "password_policy.require_symbols" = "Policies.PasswordPolicy.RequireSymbols",
        "user_pool_add_ons.advanced_security_mode" = "UserPoolAddOns.AdvancedSecurityMode",
    }),
    shape!("AWS::Cognito::UserPoolClient" as "aws_cognito_user_pool_client" {
        "name" = "ClientName",
        "access_token_validity" = "AccessTokenValidity",
        "token_validity_units.access_token" = "TokenValidityUnits.AccessToken",
    }),
    shape!("AWS::Cognito::IdentityPool" as "aws_cognito_identity_pool" {
        "identity_pool_name" = "IdentityPoolName",
        "allow_unauthenticated_identities" = "AllowUnauthenticatedIdentities",
    }),
    shape!("AWS::CertificateManager::Certificate" as "aws_acm_certificate" {
        "domain_name" = "DomainName",
        "subject_alternative_names" = "SubjectAlternativeNames",
        "options.certificate_transparency_logging_preference" = "CertificateTransparencyLoggingPreference",
    }),
    shape!("AWS::ACMPCA::CertificateAuthority" as "aws_acmpca_certificate_authority" {
        "revocation_configuration.crl_configuration.enabled" = "RevocationConfiguration.CrlConfiguration.Enabled",
    }),
];

const POLICY: &[Field] = fields! { "name" = "PolicyName", "policy" = "PolicyDocument" => Take::Document };

const ARN: &[Field] = fields! { "policy_arn" = "" };

static USER_PARTS: &[Companion] = &[
    Companion::each(
        "aws_iam_user_policy",
        "Policies",
        &[
            Field::itself("user"),
            Field::same("name", "PolicyName"),
            Field::of("policy", "PolicyDocument", Take::Document),
        ],
    ),
    Companion::each(
        "aws_iam_user_policy_attachment",
        "ManagedPolicyArns",
        &[Field::itself("user"), Field::same("policy_arn", "")],
    ),
    Companion::new(
        "aws_iam_user_login_profile",
        "LoginProfile",
        &[
            Field::itself("user"),
            Field::same("password_reset_required", "LoginProfile.PasswordResetRequired"),
            Field::same("password", "LoginProfile.Password"),
        ],
    ),
];
