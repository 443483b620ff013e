//! Every check of the family with inputs that pass, fail and cannot be told.

use std::collections::HashSet;

use crate::check::Verdict;
use crate::testing::{Case, case, hold, verdict};

/// A policy of one statement; the parts are HCL expressions.
macro_rules! policy {
    ($argument:literal, $statement:literal) => {
        concat!($argument, " = jsonencode({ Statement = [{ ", $statement, " }] })")
    };
}

const ALLOW_ADMIN: &str = policy!("policy", "Effect = \"Allow\", Action = \"*\", Resource = \"*\"");
const ALLOW_READ: &str =
    policy!("policy", "Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"arn:aws:s3:::b/*\"");
const UNSET_POLICY: &str = "policy = var.unset";

const POLICIES: &[Case] = &[
    case("policy-no-administrator", "aws_iam_policy", ALLOW_READ, ALLOW_ADMIN, UNSET_POLICY),
    case(
        "policy-no-administrator",
        "data.aws_iam_policy_document",
        "statement {\n effect = \"Deny\"\n actions = [\"*\"]\n resources = [\"*\"]\n}",
        "statement {\n actions = [\"*\"]\n resources = [\"*\"]\n}",
        "statement {\n actions = var.unset\n resources = [\"*\"]\n}",
    ),
    case(
        "policy-no-every-action",
        "aws_iam_group_policy",
        ALLOW_READ,
        policy!("policy", "Effect = \"Allow\", Action = [\"s3:Get*\", \"*\"], Resource = \"arn:aws:s3:::b\""),
        policy!("policy", "Effect = var.unset, Action = \"*\", Resource = \"*\""),
    ),
    case(
        "policy-no-full-service",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"s3:*\", Resource = \"arn:aws:s3:::b\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:*\", Resource = var.unset"),
    ),
    case(
        "policy-no-iam-administration",
        "aws_iam_role_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"iam:Get*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = [\"iam:*\"], Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-no-public-principal",
        "data.aws_iam_policy_document",
        "statement {\n actions = [\"s3:Get*\"]\n principals {\n type = \"AWS\"\n identifiers = [\"*\"]\n }\n condition {\n \
         test = \"StringEquals\"\n variable = \"aws:PrincipalOrgID\"\n values = [\"o-1\"]\n }\n}",
        "statement {\n actions = [\"s3:Get*\"]\n principals {\n type = \"AWS\"\n identifiers = [\"*\"]\n }\n}",
        "statement {\n actions = [\"s3:Get*\"]\n principals {\n type = \"AWS\"\n identifiers = var.unset\n }\n}",
    ),
    case(
        "policy-decryption-scope",
        "aws_iam_policy",
        policy!(
            "policy",
            "Effect = \"Allow\", Action = \"kms:Decrypt\", Resource = \"arn:aws:kms:us-east-1:1:key/a\""
        ),
        policy!("policy", "Effect = \"Allow\", Action = \"kms:*\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-pass-role-scope",
        "aws_iam_policy",
        policy!(
            "policy",
            "Effect = \"Allow\", Action = \"iam:PassRole\", Resource = \"arn:aws:iam::1:role/a\""
        ),
        policy!("policy", "Effect = \"Allow\", Action = \"iam:Pass*\", Resource = \"*\""),
        policy!(
            "policy",
            "Effect = \"Allow\", Action = \"iam:PassRole\", Resource = \"*\", Condition = var.unset"
        ),
    ),
    case(
        "policy-no-open-exclusion",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Deny\", NotAction = \"iam:*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", NotAction = \"iam:*\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-names-resources",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"s3:ListAllMyBuckets\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:GetBucket*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:GetBucket*\", Resource = var.unset"),
    ),
    case(
        "policy-writes-named-resources",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"s3:Get*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:Put*\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = var.unset, Resource = \"*\""),
    ),
    case(
        "policy-grants-named-resources",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"s3:PutObject\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"s3:PutBucketPolicy\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-no-data-exfiltration",
        "aws_iam_policy",
        ALLOW_READ,
        policy!("policy", "Effect = \"Allow\", Action = \"ssm:GetParam*\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-no-credential-exposure",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"ecr:GetAuthorizationToken\", Resource = \"*\""),
        policy!("policy", "Effect = \"Allow\", Action = \"iam:CreateAccessKey\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "policy-no-privilege-escalation",
        "aws_iam_policy",
        policy!("policy", "Effect = \"Allow\", Action = \"iam:PassRole\", Resource = \"*\""),
        policy!(
            "policy",
            "Effect = \"Allow\", Action = [\"iam:PassRole\", \"ec2:RunInstances\"], Resource = \"*\""
        ),
        policy!("policy", "Effect = \"Allow\", Action = [\"iam:PassRole\", var.unset], Resource = \"*\""),
    ),
    case("policy-not-inline", "aws_iam_role_policy", "", ALLOW_READ, ""),
    case("policy-not-on-user", "aws_iam_user_policy", "user = null", "user = \"bob\"", "user = var.unset"),
    case(
        "vault-policy-separates-duties",
        "azurerm_key_vault_access_policy",
        "key_permissions = [\"Get\", \"Decrypt\", \"Encrypt\"]",
        "key_permissions = [\"Create\", \"Decrypt\"]",
        "key_permissions = [\"Create\", var.unset]",
    ),
    case(
        "vault-policy-no-purge",
        "azurerm_key_vault_access_policy",
        "key_permissions = [\"Get\"]",
        "key_permissions = [\"Get\", \"Purge\"]",
        "secret_permissions = var.unset",
    ),
    case(
        "policy-github-trust",
        "data.aws_iam_policy_document",
        "statement {\n actions = [\"sts:AssumeRoleWithWebIdentity\"]\n principals {\n type = \"Federated\"\n \
         identifiers = [\"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com\"]\n }\n condition {\n \
         test = \"StringLike\"\n variable = \"token.actions.githubusercontent.com:sub\"\n values = \
         [\"repo:acme/app:*\"]\n }\n}",
        "statement {\n actions = [\"sts:AssumeRoleWithWebIdentity\"]\n principals {\n type = \"Federated\"\n \
         identifiers = [\"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com\"]\n }\n}",
        "statement {\n actions = [\"sts:AssumeRoleWithWebIdentity\"]\n principals {\n type = \"Federated\"\n \
         identifiers = [\"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com\"]\n }\n condition {\n \
         test = \"StringLike\"\n variable = \"token.actions.githubusercontent.com:sub\"\n values = var.unset\n }\n}",
    ),
];

const SERVICE: &str =
    policy!("assume_role_policy", "Effect = \"Allow\", Principal = { Service = \"ec2.amazonaws.com\" }");
const UNSET_TRUST: &str = "assume_role_policy = var.unset";
const UNSET_MANAGED: &str = "managed_policy_arns = var.unset";
const READ_ONLY: &str = "managed_policy_arns = [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]";

const ROLES: &[Case] = &[
    case(
        "role-trust-named",
        "aws_iam_role",
        SERVICE,
        policy!("assume_role_policy", "Effect = \"Allow\", Principal = { AWS = \"*\" }"),
        UNSET_TRUST,
    ),
    case(
        "role-trust-not-whole-account",
        "aws_iam_role",
        policy!(
            "assume_role_policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::123456789012:role/a\" }"
        ),
        policy!(
            "assume_role_policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::123456789012:root\" }"
        ),
        UNSET_TRUST,
    ),
    case(
        "role-github-trust",
        "aws_iam_role",
        SERVICE,
        policy!(
            "assume_role_policy",
            "Effect = \"Allow\", Principal = { Federated = \
             \"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com\" }, Condition = { StringEquals = { \
             \"token.actions.githubusercontent.com:aud\" = \"sts.amazonaws.com\" } }"
        ),
        UNSET_TRUST,
    ),
    case(
        "role-trust-second-factor",
        "aws_iam_role",
        policy!(
            "assume_role_policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::123456789012:root\" }, Condition = { Bool = { \
             \"aws:MultiFactorAuthPresent\" = \"true\" } }"
        ),
        policy!(
            "assume_role_policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::123456789012:user/a\" }"
        ),
        UNSET_TRUST,
    ),
    case(
        "custom-role-no-escalation",
        "google_project_iam_custom_role",
        "permissions = [\"storage.objects.get\"]",
        "permissions = [\"storage.buckets.setIamPolicy\"]",
        "permissions = var.unset",
    ),
    case(
        "role-no-managed-administrator",
        "aws_iam_role",
        READ_ONLY,
        "managed_policy_arns = [\"arn:aws:iam::aws:policy/AdministratorAccess\"]",
        UNSET_MANAGED,
    ),
    case(
        "role-no-managed-iam-full-access",
        "aws_iam_role",
        READ_ONLY,
        "managed_policy_arns = [\"arn:aws:iam::aws:policy/IAMFullAccess\"]",
        UNSET_MANAGED,
    ),
    case(
        "role-no-inline-administrator",
        "aws_iam_role",
        "inline_policy {\n policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"s3:Get*\", Resource = \"*\" }] })\n}",
        "inline_policy {\n policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\" }] })\n}",
        "inline_policy {\n policy = var.unset\n}",
    ),
    case(
        "role-no-inline-iam-administration",
        "aws_iam_role",
        "inline_policy {\n policy = jsonencode({ Statement = [{ Effect = \"Deny\", Action = \"iam:*\", Resource = \"*\" }] })\n}",
        "inline_policy {\n policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = [\"s3:*\", \"iam:*\"], Resource = \"*\" }] })\n}",
        "inline_policy {\n policy = var.unset\n}",
    ),
    case(
        "role-session-length",
        "aws_iam_role",
        "max_session_duration = 3600",
        "max_session_duration = 43200",
        "max_session_duration = var.unset",
    ),
    case(
        "role-session-length",
        "aws_ssoadmin_permission_set",
        "session_duration = \"PT1H\"",
        "session_duration = \"PT12H\"",
        "session_duration = var.unset",
    ),
    case(
        "custom-role-no-every-action",
        "azurerm_role_definition",
        "permissions {\n actions = [\"Microsoft.Resources/*\"]\n}",
        "permissions {\n actions = [\"*\"]\n}",
        "permissions {\n actions = var.unset\n}",
    ),
    case("built-in-roles", "azurerm_role_definition", "", "name = \"x\"", ""),
];

const BINDINGS: &[Case] = &[
    case(
        "attachment-no-administrator",
        "aws_iam_group_policy_attachment",
        "policy_arn = \"arn:aws:iam::aws:policy/ReadOnlyAccess\"",
        "policy_arn = \"arn:aws:iam::aws:policy/AdministratorAccess\"",
        "policy_arn = var.unset",
    ),
    case(
        "attachment-no-administrator",
        "data.aws_iam_policy",
        "name = \"ReadOnlyAccess\"",
        "name = \"AdministratorAccess\"",
        "arn = var.unset",
    ),
    case(
        "attachment-no-iam-full-access",
        "aws_ssoadmin_managed_policy_attachment",
        "managed_policy_arn = \"arn:aws:iam::aws:policy/ReadOnlyAccess\"",
        "managed_policy_arn = \"arn:aws:iam::aws:policy/IAMFullAccess\"",
        "managed_policy_arn = var.unset",
    ),
    case(
        "attachment-not-to-users",
        "aws_iam_policy_attachment",
        "users = []",
        "users = [\"bob\"]",
        "users = var.unset",
    ),
    case(
        "assignment-to-groups",
        "aws_ssoadmin_account_assignment",
        "principal_type = \"GROUP\"",
        "principal_type = \"USER\"",
        "principal_type = var.unset",
    ),
    case(
        "assignment-to-groups",
        "azurerm_role_assignment",
        "principal_type = \"ServicePrincipal\"",
        "principal_type = \"User\"",
        "principal_type = var.unset",
    ),
    case(
        "group-has-members",
        "aws_iam_group_membership",
        "group = \"g\"\n users = [\"bob\"]",
        "group = \"g\"\n users = []",
        "group = \"g\"\n users = var.unset",
    ),
    case(
        "grant-document-not-public",
        "data.google_iam_policy",
        "binding {\n role = \"roles/browser\"\n members = [\"group:a@b.org\"]\n}",
        "binding {\n role = \"roles/browser\"\n members = [\"allUsers\"]\n}",
        "binding {\n role = \"roles/browser\"\n members = var.unset\n}",
    ),
    case(
        "assignment-no-owner",
        "azurerm_role_assignment",
        "role_definition_name = \"Reader\"",
        "role_definition_name = \"Owner\"",
        "role_definition_name = var.unset",
    ),
    case(
        "grant-no-basic-role",
        "google_project_iam_member",
        "role = \"roles/storage.objectViewer\"",
        "role = \"roles/editor\"",
        "role = var.unset",
    ),
    case(
        "grant-policy-no-basic-role",
        "google_project_iam_policy",
        "policy_data = jsonencode({ bindings = [{ role = \"roles/browser\", members = [\"group:a@b.org\"] }] })",
        "policy_data = jsonencode({ bindings = [{ role = \"roles/owner\", members = [\"group:a@b.org\"] }] })",
        "policy_data = var.unset",
    ),
    case(
        "grant-no-default-account",
        "google_folder_iam_binding",
        "members = [\"group:a@b.org\"]",
        "members = [\"group:a@b.org\", \"serviceAccount:1-compute@developer.gserviceaccount.com\"]",
        "members = var.unset",
    ),
    case(
        "grant-no-impersonation",
        "google_organization_iam_member",
        "role = \"roles/browser\"",
        "role = \"roles/iam.serviceAccountTokenCreator\"",
        "role = var.unset",
    ),
    case(
        "grant-no-service-account-user",
        "google_project_iam_binding",
        "role = \"roles/browser\"",
        "role = \"roles/iam.serviceAccountUser\"",
        "role = var.unset",
    ),
    case(
        "grant-service-account-not-administrator",
        "google_project_iam_member",
        "role = \"roles/storage.admin\"\n member = \"group:a@b.org\"",
        "role = \"roles/storage.admin\"\n member = \"serviceAccount:a@p.iam.gserviceaccount.com\"",
        "role = \"roles/storage.admin\"\n member = var.unset",
    ),
    case(
        "key-grant-not-public",
        "google_kms_crypto_key_iam_binding",
        "members = [\"group:a@b.org\"]",
        "members = [\"allUsers\"]",
        "members = var.unset",
    ),
    case(
        "grant-not-public",
        "google_secret_manager_secret_iam_member",
        "member = \"group:a@b.org\"",
        "member = \"allAuthenticatedUsers\"",
        "member = var.unset",
    ),
];

macro_rules! github {
    ($rest:literal) => {
        concat!(
            "oidc {\n issuer_uri = \"https://token.actions.githubusercontent.com\"\n}\nattribute_mapping = { \
             \"google.subject\" = \"assertion.sub\" }\n",
            $rest
        )
    };
}

const CREDENTIALS: &[Case] = &[
    case("no-local-user", "aws_iam_user", "", "name = \"bob\"", ""),
    case(
        "user-password-reset",
        "aws_iam_user_login_profile",
        "password_reset_required = true",
        "user = \"bob\"",
        "password_reset_required = var.unset",
    ),
    case(
        "entra-user-password-reset",
        "azuread_user",
        "password = \"x\"\n force_password_change = true",
        "password = \"x\"",
        "password = \"x\"\n force_password_change = var.unset",
    ),
    case("no-root-access-key", "aws_iam_access_key", "user = \"bob\"", "user = \"root\"", "user = var.unset"),
    case(
        "no-long-lived-credential",
        "aws_iam_access_key",
        "status = \"Inactive\"",
        "user = \"bob\"",
        "status = var.unset",
    ),
    case("no-long-lived-credential", "google_service_account_key", "", "service_account_id = \"x\"", ""),
    case(
        "service-account-key-not-uploaded",
        "google_service_account_key",
        "service_account_id = \"x\"",
        "public_key_data = \"x\"",
        "public_key_data = var.unset",
    ),
    case(
        "federation-provider-condition",
        "google_iam_workload_identity_pool_provider",
        "attribute_condition = \"true\"",
        github!(""),
        "attribute_condition = var.unset",
    ),
    case(
        "federation-provider-github-subject",
        "google_iam_workload_identity_pool_provider",
        github!("attribute_condition = \"assertion.sub == 'repo:acme/app:ref:refs/heads/main'\""),
        github!("attribute_condition = \"assertion.sub == '*'\""),
        github!("attribute_condition = var.unset"),
    ),
    case(
        "federation-credential-subject",
        "azuread_application_federated_identity_credential",
        "issuer = \"https://token.actions.githubusercontent.com\"\n subject = \"repo:acme/app:environment:x\"",
        "issuer = \"https://token.actions.githubusercontent.com\"\n subject = \"repo:acme\"",
        "issuer = \"https://token.actions.githubusercontent.com\"\n subject = var.unset",
    ),
    case(
        "application-single-tenant",
        "azuread_application",
        "display_name = \"x\"",
        "sign_in_audience = \"AzureADMultipleOrgs\"",
        "sign_in_audience = var.unset",
    ),
];

const PASSWORDS: &[Case] = &[
    case(
        "password-length",
        "aws_iam_account_password_policy",
        "minimum_password_length = 14",
        "minimum_password_length = 13",
        "minimum_password_length = var.unset",
    ),
    case(
        "password-age",
        "aws_iam_account_password_policy",
        "max_password_age = 90",
        "max_password_age = 0",
        "max_password_age = var.unset",
    ),
    case(
        "password-reuse",
        "aws_iam_account_password_policy",
        "password_reuse_prevention = \"24\"",
        "minimum_password_length = 14",
        "password_reuse_prevention = var.unset",
    ),
    case(
        "password-lowercase",
        "aws_iam_account_password_policy",
        "require_lowercase_characters = true",
        "require_lowercase_characters = false",
        "require_lowercase_characters = var.unset",
    ),
    case(
        "password-uppercase",
        "aws_iam_account_password_policy",
        "require_uppercase_characters = \"true\"",
        "require_lowercase_characters = true",
        "require_uppercase_characters = var.unset",
    ),
    case(
        "password-number",
        "aws_iam_account_password_policy",
        "require_numbers = true",
        "require_numbers = false",
        "require_numbers = var.unset",
    ),
    case(
        "password-symbol",
        "aws_iam_account_password_policy",
        "require_symbols = true",
        "require_symbols = false",
        "require_symbols = var.unset",
    ),
    case(
        "user-pool-multi-factor",
        "aws_cognito_user_pool",
        "mfa_configuration = \"ON\"",
        "mfa_configuration = \"OPTIONAL\"",
        "mfa_configuration = var.unset",
    ),
    case(
        "user-pool-no-guests",
        "aws_cognito_identity_pool",
        "allow_unauthenticated_identities = false",
        "allow_unauthenticated_identities = true",
        "allow_unauthenticated_identities = var.unset",
    ),
    case(
        "user-pool-no-guests",
        "google_identity_platform_config",
        "project = \"p\"",
        "sign_in {\n anonymous {\n enabled = true\n }\n}",
        "sign_in {\n anonymous {\n enabled = var.unset\n }\n}",
    ),
    case(
        "user-pool-password-length",
        "aws_cognito_user_pool",
        "password_policy {\n minimum_length = 16\n}",
        "name = \"x\"",
        "password_policy {\n minimum_length = var.unset\n}",
    ),
    case(
        "user-pool-password-mix",
        "aws_cognito_user_pool",
        "name = \"x\"",
        "password_policy {\n require_lowercase = true\n require_symbols = false\n}",
        "password_policy {\n require_lowercase = true\n require_uppercase = true\n require_numbers = true\n \
         require_symbols = var.unset\n}",
    ),
    case(
        "user-pool-threat-protection",
        "aws_cognito_user_pool",
        "user_pool_add_ons {\n advanced_security_mode = \"ENFORCED\"\n}",
        "user_pool_add_ons {\n advanced_security_mode = \"AUDIT\"\n}",
        "user_pool_add_ons {\n advanced_security_mode = var.unset\n}",
    ),
    case(
        "user-pool-deletion-protection",
        "aws_cognito_user_pool",
        "deletion_protection = \"ACTIVE\"",
        "name = \"x\"",
        "deletion_protection = var.unset",
    ),
    case(
        "user-pool-token-life",
        "aws_cognito_user_pool_client",
        "access_token_validity = 1",
        "access_token_validity = 1\n token_validity_units {\n access_token = \"days\"\n }",
        "access_token_validity = var.unset",
    ),
];

const KEYS: &[Case] = &[
    case(
        "key-rotation",
        "aws_kms_key",
        "enable_key_rotation = true",
        "description = \"x\"",
        "enable_key_rotation = var.unset",
    ),
    case(
        "key-rotation-90-days",
        "google_kms_crypto_key",
        "rotation_period = \"7776000s\"",
        "rotation_period = \"7776001s\"",
        "rotation_period = var.unset",
    ),
    case(
        "vault-key-rotation",
        "azurerm_key_vault_key",
        "rotation_policy {\n automatic {\n time_before_expiry = \"P30D\"\n }\n}",
        "key_type = \"RSA\"",
        "rotation_policy {\n automatic = var.unset\n}",
    ),
    case(
        "key-expiry",
        "azurerm_key_vault_key",
        "expiration_date = \"2030-01-01T00:00:00Z\"",
        "expiration_date = null",
        "expiration_date = var.unset",
    ),
    case(
        "key-hardware",
        "azurerm_key_vault_key",
        "key_type = \"EC-HSM\"",
        "key_type = \"RSA\"",
        "key_type = var.unset",
    ),
    case(
        "key-policy-not-public",
        "aws_kms_key",
        policy!(
            "policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::1:root\" }, Action = \"kms:*\", Resource = \"*\""
        ),
        policy!("policy", "Effect = \"Allow\", Principal = \"*\", Action = \"kms:*\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "key-policy-separates-duties",
        "aws_kms_key",
        policy!(
            "policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::1:root\" }, Action = \"kms:*\", Resource = \"*\""
        ),
        policy!(
            "policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::1:role/a\" }, Action = \"kms:*\", Resource = \"*\""
        ),
        UNSET_POLICY,
    ),
    case("key-policy-defined", "aws_kms_key", ALLOW_READ, "description = \"x\"", UNSET_POLICY),
    case("key-enabled", "aws_kms_key", "description = \"x\"", "is_enabled = false", "is_enabled = var.unset"),
    case(
        "key-deletion-window",
        "aws_kms_replica_key",
        "deletion_window_in_days = 14",
        "deletion_window_in_days = 7",
        "deletion_window_in_days = var.unset",
    ),
    case(
        "key-prevent-destroy",
        "google_kms_crypto_key",
        "lifecycle {\n prevent_destroy = true\n}",
        "name = \"x\"",
        "",
    ),
    case(
        "key-vault-purge-protection",
        "azurerm_key_vault",
        "purge_protection_enabled = true",
        "name = \"x\"",
        "purge_protection_enabled = var.unset",
    ),
    case(
        "key-vault-recoverable",
        "azurerm_key_vault",
        "purge_protection_enabled = true",
        "purge_protection_enabled = true\n soft_delete_enabled = false",
        "purge_protection_enabled = var.unset",
    ),
    case(
        "key-vault-soft-delete",
        "azurerm_key_vault",
        "name = \"x\"",
        "soft_delete_enabled = false",
        "soft_delete_enabled = var.unset",
    ),
    case(
        "key-vault-firewall",
        "azurerm_key_vault",
        "network_acls {\n default_action = \"Deny\"\n}",
        "name = \"x\"",
        "network_acls {\n default_action = var.unset\n}",
    ),
    case(
        "key-vault-public-access",
        "azurerm_key_vault",
        "network_acls {\n ip_rules = [\"1.2.3.4\"]\n}",
        "name = \"x\"",
        "public_network_access_enabled = var.unset",
    ),
    case(
        "key-vault-service-endpoint",
        "azurerm_key_vault",
        "network_acls {\n virtual_network_subnet_ids = [\"/subnets/a\"]\n}",
        "name = \"x\"",
        "network_acls {\n virtual_network_subnet_ids = var.unset\n}",
    ),
    case(
        "key-vault-role-based",
        "azurerm_key_vault",
        "enable_rbac_authorization = true",
        "rbac_authorization_enabled = false",
        "rbac_authorization_enabled = var.unset",
    ),
    case(
        "hardware-module-public-access",
        "azurerm_key_vault_managed_hardware_security_module",
        "public_network_access_enabled = false",
        "name = \"x\"",
        "public_network_access_enabled = var.unset",
    ),
    case(
        "vault-certificate-validity",
        "azurerm_key_vault_certificate",
        "certificate_policy {\n x509_certificate_properties {\n validity_in_months = 12\n }\n}",
        "certificate_policy {\n x509_certificate_properties {\n validity_in_months = 24\n }\n}",
        "certificate_policy {\n x509_certificate_properties {\n validity_in_months = var.unset\n }\n}",
    ),
    case(
        "vault-certificate-renewal",
        "azurerm_key_vault_certificate",
        "certificate_policy {\n lifetime_action {\n action {\n action_type = \"AutoRenew\"\n }\n }\n}",
        "certificate_policy {\n lifetime_action {\n action {\n action_type = \"EmailContacts\"\n }\n }\n}",
        "certificate_policy {\n lifetime_action = var.unset\n}",
    ),
];

macro_rules! session {
    ($inputs:literal) => {
        concat!("document_type = \"Session\"\n content = jsonencode({ inputs = { ", $inputs, " } })")
    };
}

const SECRETS: &[Case] = &[
    case(
        "secret-customer-key",
        "aws_secretsmanager_secret",
        "kms_key_id = \"arn:aws:kms:us-east-1:1:key/a\"",
        "kms_key_id = \"alias/aws/secretsmanager\"",
        "kms_key_id = var.unset",
    ),
    case(
        "secret-customer-key",
        "google_secret_manager_secret",
        "replication {\n auto {\n customer_managed_encryption {\n kms_key_name = \"k\"\n }\n }\n}",
        "replication {\n user_managed {\n replicas {\n location = \"us-east1\"\n }\n }\n}",
        "replication {\n auto {\n customer_managed_encryption {\n kms_key_name = var.unset\n }\n }\n}",
    ),
    case(
        "secret-rotation",
        "google_secret_manager_secret",
        "rotation {\n rotation_period = \"2592000s\"\n}",
        "secret_id = \"x\"",
        "rotation {\n rotation_period = var.unset\n}",
    ),
    case(
        "secret-rotation-90-days",
        "aws_secretsmanager_secret_rotation",
        "rotation_rules {\n schedule_expression = \"rate(90 days)\"\n}",
        "rotation_rules {\n automatically_after_days = 91\n}",
        "rotation_rules {\n automatically_after_days = var.unset\n}",
    ),
    case(
        "secret-recovery-window",
        "aws_secretsmanager_secret",
        "name = \"x\"",
        "recovery_window_in_days = 0",
        "recovery_window_in_days = var.unset",
    ),
    case(
        "secret-policy-not-public",
        "aws_secretsmanager_secret",
        policy!(
            "policy",
            "Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::1:root\" }, Action = \"*\", Resource = \"*\""
        ),
        policy!("policy", "Effect = \"Allow\", Principal = \"*\", Action = \"*\", Resource = \"*\""),
        UNSET_POLICY,
    ),
    case(
        "secret-expiry",
        "azurerm_key_vault_secret",
        "expiration_date = \"2030-01-01T00:00:00Z\"",
        "name = \"x\"",
        "expiration_date = var.unset",
    ),
    case(
        "secret-content-type",
        "azurerm_key_vault_secret",
        "content_type = \"text/plain\"",
        "content_type = \"\"",
        "content_type = var.unset",
    ),
    case(
        "parameter-encryption",
        "aws_ssm_parameter",
        "type = \"SecureString\"",
        "type = \"String\"",
        "type = var.unset",
    ),
    case(
        "parameter-customer-key",
        "aws_ssm_parameter",
        "type = \"SecureString\"\n key_id = \"k\"",
        "type = \"SecureString\"",
        "type = \"SecureString\"\n key_id = var.unset",
    ),
    case(
        "configuration-customer-key",
        "azurerm_app_configuration",
        "encryption {\n key_vault_key_identifier = \"k\"\n}",
        "sku = \"standard\"",
        "encryption {\n key_vault_key_identifier = var.unset\n}",
    ),
    case(
        "configuration-local-authentication",
        "azurerm_app_configuration",
        "local_auth_enabled = false",
        "sku = \"standard\"",
        "local_auth_enabled = var.unset",
    ),
    case(
        "configuration-public-access",
        "azurerm_app_configuration",
        "public_network_access = \"Disabled\"",
        "public_network_access = \"Enabled\"",
        "public_network_access = var.unset",
    ),
    case(
        "configuration-purge-protection",
        "azurerm_app_configuration",
        "purge_protection_enabled = true",
        "sku = \"standard\"",
        "purge_protection_enabled = var.unset",
    ),
    case(
        "configuration-tier",
        "azurerm_app_configuration",
        "sku = \"standard\"",
        "sku = \"free\"",
        "sku = var.unset",
    ),
    case(
        "automation-document-private",
        "aws_ssm_document",
        "permissions = { account_ids = \"123456789012\" }",
        "permissions = { account_ids = \"All\" }",
        "permissions = { account_ids = var.unset }",
    ),
    case(
        "session-encryption",
        "aws_ssm_document",
        session!("kmsKeyId = \"k\""),
        session!("kmsKeyId = \"\""),
        concat!("document_type = \"Session\"\n", "content = var.unset"),
    ),
    case(
        "session-logging",
        "aws_ssm_document",
        session!("s3BucketName = \"b\", s3EncryptionEnabled = true"),
        session!("s3BucketName = \"b\", s3EncryptionEnabled = false"),
        concat!("document_type = \"Session\"\n", "content = var.unset"),
    ),
];

const ACCOUNTS: &[Case] = &[
    case(
        "project-no-default-network",
        "google_project",
        "auto_create_network = false",
        "name = \"x\"",
        "auto_create_network = var.unset",
    ),
    case(
        "project-os-login",
        "google_compute_project_metadata",
        "metadata = { enable-oslogin = \"TRUE\" }",
        "metadata = { foo = \"bar\" }",
        "metadata = { enable-oslogin = var.unset }",
    ),
    case(
        "project-serial-console",
        "google_compute_project_metadata_item",
        "key = \"serial-port-enable\"\n value = \"false\"",
        "key = \"serial-port-enable\"\n value = \"1\"",
        "key = \"serial-port-enable\"\n value = var.unset",
    ),
    case(
        "organization-constraint-enforced",
        "google_org_policy_policy",
        "name = \"projects/p/policies/sql.restrictPublicIp\"\n spec {\n rules {\n enforce = \"TRUE\"\n }\n}",
        "name = \"projects/p/policies/sql.restrictPublicIp\"\n spec {\n rules {\n enforce = \"FALSE\"\n }\n}",
        "name = \"projects/p/policies/sql.restrictPublicIp\"\n spec {\n rules {\n enforce = var.unset\n }\n}",
    ),
    case(
        "policy-assignment-enforced",
        "azurerm_subscription_policy_assignment",
        "name = \"x\"",
        "enforce = false",
        "enforce = var.unset",
    ),
    case(
        "conditional-access-enforced",
        "azuread_conditional_access_policy",
        "state = \"enabled\"",
        "state = \"enabledForReportingButNotEnforced\"",
        "state = var.unset",
    ),
    case(
        "organization-guardrails",
        "aws_organizations_organization",
        "enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]",
        "feature_set = \"ALL\"",
        "enabled_policy_types = var.unset",
    ),
    case(
        "root-users-central",
        "aws_iam_organizations_features",
        "enabled_features = [\"RootCredentialsManagement\"]",
        "enabled_features = [\"RootSessions\"]",
        "enabled_features = var.unset",
    ),
    case(
        "automation-sharing-blocked",
        "aws_ssm_service_setting",
        "setting_id = \"/ssm/documents/console/public-sharing-permission\"\n setting_value = \"Disable\"",
        "setting_id = \"/ssm/documents/console/public-sharing-permission\"\n setting_value = \"Enable\"",
        "setting_id = \"/ssm/documents/console/public-sharing-permission\"\n setting_value = var.unset",
    ),
];

const TABLES: &[&[Case]] = &[POLICIES, ROLES, BINDINGS, CREDENTIALS, PASSWORDS, KEYS, SECRETS, ACCOUNTS];

/// Checks decided by resources that name each other, tested below.
const LINKED: &[&str] = &[
    "no-console-password",
    "key-not-granted-to-public",
    "key-ring-not-granted-to-public",
    "secret-not-granted-to-public",
    "project-audit-logging",
    "key-vault-private-endpoint",
    "key-vault-logging",
    "key-administrators-do-not-use-keys",
    "account-administrators-do-not-use-accounts",
];

#[test]
fn every_verdict_is_as_expected() {
    for table in TABLES {
        hold(table);
    }
}

#[test]
fn every_check_of_the_family_is_tested() {
    let tested: HashSet<_> =
        TABLES.iter().flat_map(|t| t.iter()).map(|c| c.check).chain(LINKED.iter().copied()).collect();
    let untested: Vec<_> =
        super::CHECKS.iter().flat_map(|t| t.iter()).map(|c| c.id).filter(|id| !tested.contains(id)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn a_console_password_belongs_to_the_user_it_names() {
    let text = r#"
        resource "aws_iam_user" "console" { name = "c" }
        resource "aws_iam_user" "plain" { name = "p" }
        resource "aws_iam_user_login_profile" "c" { user = aws_iam_user.console.name }
    "#;
    let of = |address| verdict(text, "no-console-password", address);
    assert_eq!(of("aws_iam_user.console"), Some(Verdict::Fail));
    assert_eq!(of("aws_iam_user.plain"), Some(Verdict::Pass));
}

#[test]
fn grants_land_on_what_they_are_made_on() {
    for (target, check, companion) in [
        ("google_kms_crypto_key", "key-not-granted-to-public", "crypto_key"),
        ("google_kms_key_ring", "key-ring-not-granted-to-public", "key_ring"),
        ("google_secret_manager_secret", "secret-not-granted-to-public", "secret"),
    ] {
        let text = format!(
            r#"
            resource "{target}" "open" {{ secret_id = "o" }}
            resource "{target}" "closed" {{ secret_id = "c" }}
            resource "{target}" "unclear" {{ secret_id = "u" }}
            resource "{target}_iam_member" "a" {{
              {companion}_id = {target}.closed.id
              member         = "group:a@b.org"
            }}
            resource "{target}_iam_member" "b" {{
              {companion}_id = {target}.open.id
              member         = "group:a@b.org"
            }}
            resource "{target}_iam_binding" "c" {{
              {companion}_id = {target}.open.id
              members        = ["allUsers"]
            }}
            resource "{target}_iam_binding" "d" {{
              {companion}_id = {target}.unclear.id
              members        = var.unset
            }}
            "#
        );
        for (name, expected) in
            [("open", Verdict::Fail), ("closed", Verdict::Pass), ("unclear", Verdict::Unknown)]
        {
            assert_eq!(verdict(&text, check, &format!("{target}.{name}")), Some(expected), "{target}.{name}");
        }
    }
}

#[test]
fn vaults_know_their_endpoints_and_logs() {
    let text = r#"
        resource "azurerm_key_vault" "good" { name = "g" }
        resource "azurerm_key_vault" "bad" { name = "b" }
        resource "azurerm_key_vault" "unclear" { name = "u" }
        resource "azurerm_private_endpoint" "g" {
          private_service_connection { private_connection_resource_id = azurerm_key_vault.good.id }
        }
        resource "azurerm_monitor_diagnostic_setting" "g" {
          target_resource_id = azurerm_key_vault.good.id
          enabled_log { category_group = "audit" }
        }
        resource "azurerm_monitor_diagnostic_setting" "u" {
          target_resource_id = azurerm_key_vault.unclear.id
          enabled_log { category_group = var.unset }
        }
    "#;
    let of = |check, name: &str| verdict(text, check, &format!("azurerm_key_vault.{name}"));
    assert_eq!(of("key-vault-private-endpoint", "good"), Some(Verdict::Pass));
    assert_eq!(of("key-vault-private-endpoint", "bad"), Some(Verdict::Fail));
    assert_eq!(of("key-vault-logging", "good"), Some(Verdict::Pass));
    assert_eq!(of("key-vault-logging", "bad"), Some(Verdict::Fail));
    assert_eq!(of("key-vault-logging", "unclear"), Some(Verdict::Unknown));
}

#[test]
fn one_person_does_not_hold_both_duties() {
    for (check, manages, uses) in [
        ("key-administrators-do-not-use-keys", "cloudkms.admin", "cloudkms.cryptoKeyDecrypter"),
        ("account-administrators-do-not-use-accounts", "iam.serviceAccountAdmin", "iam.serviceAccountUser"),
    ] {
        let grant = |name: &str, role: &str, project: &str, members: &str| {
            format!(
                "resource \"google_project_iam_binding\" \"{name}\" {{\n project = \"{project}\"\n role = \
                 \"roles/{role}\"\n members = {members}\n}}\n"
            )
        };
        let text = [
            grant("both", manages, "p", r#"["user:a@b.org"]"#),
            grant("uses", uses, "p", r#"["user:a@b.org", "user:c@b.org"]"#),
            grant("elsewhere", manages, "q", r#"["user:a@b.org"]"#),
            grant("apart", manages, "p", r#"["user:d@b.org"]"#),
            grant("unclear", manages, "p", "var.unset"),
        ]
        .concat();
        for (name, expected) in [
            ("both", Some(Verdict::Fail)),
            ("uses", None),
            ("elsewhere", Some(Verdict::Pass)),
            ("apart", Some(Verdict::Pass)),
            ("unclear", Some(Verdict::Unknown)),
        ] {
            let address = format!("google_project_iam_binding.{name}");
            assert_eq!(verdict(&text, check, &address), expected, "{check} {name}");
        }
    }
}

#[test]
fn data_access_logs_cover_every_service_and_everybody() {
    let text = r#"
        resource "google_project" "all" { project_id = "a" }
        resource "google_project" "none" { project_id = "b" }
        resource "google_project" "unclear" { project_id = "c" }
        resource "google_project_iam_audit_config" "all" {
          project = google_project.all.project_id
          service = "allServices"
          audit_log_config { log_type = "DATA_READ" }
        }
        resource "google_project_iam_audit_config" "unclear" {
          project = google_project.unclear.project_id
          service = var.unset
          audit_log_config { log_type = "DATA_READ" }
        }
    "#;
    let of = |address| verdict(text, "project-audit-logging", address);
    assert_eq!(of("google_project.all"), Some(Verdict::Pass));
    assert_eq!(of("google_project.none"), Some(Verdict::Fail));
    assert_eq!(of("google_project.unclear"), Some(Verdict::Unknown));
}

#[test]
fn keys_that_cannot_rotate_are_left_out() {
    for (text, check, address) in [
        (
            "resource \"aws_kms_key\" \"a\" { customer_master_key_spec = \"RSA_2048\" }",
            "key-rotation",
            "aws_kms_key.a",
        ),
        (
            "resource \"google_kms_crypto_key\" \"a\" { purpose = \"ASYMMETRIC_SIGN\" }",
            "key-rotation-90-days",
            "google_kms_crypto_key.a",
        ),
    ] {
        assert_eq!(verdict(text, check, address), Some(Verdict::NotApplicable), "{address}");
    }
}

#[test]
fn companions_complete_keys_and_secrets() {
    let text = r#"
        resource "aws_kms_key" "k" {}
        resource "aws_kms_key_policy" "k" {
          key_id = aws_kms_key.k.id
          policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
        }
        resource "aws_secretsmanager_secret" "s" { name = "s" }
        resource "aws_secretsmanager_secret" "t" { name = "t" }
        resource "aws_secretsmanager_secret_rotation" "s" {
          secret_id = aws_secretsmanager_secret.s.id
          rotation_rules { automatically_after_days = 30 }
        }
    "#;
    assert_eq!(verdict(text, "key-policy-defined", "aws_kms_key.k"), Some(Verdict::Pass));
    assert_eq!(verdict(text, "key-policy-not-public", "aws_kms_key.k"), Some(Verdict::Fail));
    assert_eq!(verdict(text, "secret-rotation", "aws_secretsmanager_secret.s"), Some(Verdict::Pass));
    assert_eq!(verdict(text, "secret-rotation", "aws_secretsmanager_secret.t"), Some(Verdict::Fail));
}

#[test]
fn a_policy_looked_up_is_followed_to_its_name() {
    let text = r#"
        data "aws_iam_policy" "admin" { name = "AdministratorAccess" }
        resource "aws_iam_policy" "own" { policy = "{}" }
        resource "aws_iam_role_policy_attachment" "admin" { policy_arn = data.aws_iam_policy.admin.arn }
        resource "aws_iam_role_policy_attachment" "own" { policy_arn = aws_iam_policy.own.arn }
    "#;
    let of = |address| verdict(text, "attachment-no-administrator", address);
    assert_eq!(of("aws_iam_role_policy_attachment.admin"), Some(Verdict::Fail));
    assert_eq!(of("aws_iam_role_policy_attachment.own"), Some(Verdict::Pass));
}

#[test]
fn a_finding_points_at_the_statement_at_fault() {
    let text = r#"
resource "aws_iam_policy" "p" {
  policy = <<EOF
{
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Allow", "Action": "*", "Resource": "*" }
  ]
}
EOF
}
"#;
    let (estate, findings) = crate::testing::findings(text);
    let check = crate::check::registry().find("policy-no-administrator").unwrap();
    let finding = findings.iter().find(|f| f.check == check).unwrap();
    let place = crate::posture::place(estate.get(finding.resource).unwrap(), finding).unwrap();
    // one line more for the variable the helper declares
    assert_eq!((place.line, place.end_line), (8, 8));
}

#[test]
fn a_statement_of_which_nothing_is_known_may_exclude() {
    let text = r#"
        data "aws_iam_policy_document" "p" {
          dynamic "statement" {
            for_each = var.unset
            content {
              not_actions = statement.value
              resources   = ["*"]
            }
          }
        }
        "#;
    let of = |check| verdict(text, check, "data.aws_iam_policy_document.p");
    assert_eq!(of("policy-no-open-exclusion"), Some(Verdict::Unknown));
}
