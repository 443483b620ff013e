//! Access policies: what their statements allow.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind, Statement, Truth};

/// Policies that grant what they say to whoever they are attached to.
const GRANTING: &[&str] = &[
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_ssoadmin_permission_set_inline_policy",
];
/// The same, and the documents they are made from.
const WRITTEN: &[&str] = &[
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_ssoadmin_permission_set_inline_policy",
    "aws_iam_policy_document",
];
const DOCUMENT: &[&str] = &["aws_iam_policy_document"];
const MANAGED: &[&str] = &["aws_iam_policy"];
const INLINE: &[&str] = &["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"];
const USER_INLINE: &[&str] = &["aws_iam_user_policy"];
const VAULT_POLICY: &[&str] = &["azurerm_key_vault_access_policy"];

/// Allows to use keys for decryption, whichever key it is.
fn decrypts_with_every_key(statement: &Statement) -> Truth {
    statement
        .allows()
        .and(|| statement.covers("kms:Decrypt").or(|| statement.covers("kms:ReEncryptFrom")))
        .and(|| statement.any_resource(|r| r == "*" || (r.starts_with("arn:") && r.ends_with(":key/*"))))
}

/// Allows to hand any role to a service.
fn passes_every_role(statement: &Statement) -> Truth {
    statement
        .allows()
        .and(|| statement.covers("iam:PassRole"))
        .and(|| statement.is_every_resource())
        .and(|| statement.has_condition().negate())
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "policy-no-administrator",
        objective: "least-privilege",
        title: "Policy does not allow every action on every resource",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Whoever holds such a policy can read, change and delete every record in the account and switch \
                    off the logs that would show it. Access to health information has to follow from a role's \
                    duties, and no duty needs everything.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, Statement::is_administrator),
        aliases: &[
            Alias::checkov("CKV_AWS_62", GRANTING),
            Alias::checkov("CKV_AWS_1", DOCUMENT),
            Alias::aws_config("IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", MANAGED),
            Alias::prowler("iam_customer_attached_policy_no_administrative_privileges", MANAGED),
            Alias::prowler("iam_inline_policy_no_administrative_privileges", INLINE),
        ],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Replace the wildcard action and resource of the statement by the actions and resources that the job \
             needs. IAM Access Analyzer can generate a policy from what was used in the last 90 days.",
            &[],
        )
        .command("aws iam get-account-authorization-details --filter LocalManagedPolicy")
        .risk("What the new statement leaves out stops working for everybody who holds the policy.")],
    },
    Check {
        id: "policy-no-every-action",
        objective: "least-privilege",
        title: "Policy names the actions it allows",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "An allowed action of * includes reading data, changing who has access and deleting backups, \
                    now and for every service added later. Named actions keep access to health information to \
                    what was decided on.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, |st| st.allows().and(|| st.is_every_action())),
        aliases: &[Alias::checkov("CKV_AWS_63", GRANTING), Alias::checkov("CKV_AWS_49", DOCUMENT)],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Replace the action * by the service actions that are needed, such as s3:GetObject.",
            &[],
        )
        .risk("Actions that nobody listed are refused from then on.")],
    },
    Check {
        id: "policy-no-full-service",
        objective: "least-privilege",
        title: "Policy does not allow all actions of a service on every resource",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "A service wildcard such as s3:* gives the right to read along with the right to delete, to \
                    publish and to change encryption. One leaked credential is then enough to lose or expose all \
                    records in that service.",
        reads: &[Key::Permissions],
        test: |s| {
            s.no_statement(Key::Permissions, |st| {
                st.allows().and(|| st.has_service_wildcard()).and(|| st.is_every_resource())
            })
        },
        aliases: &[Alias::aws_config("IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS", MANAGED)],
        remedies: &[Remedy::edit(
            WRITTEN,
            "List the actions of the service that are needed and the resources they are needed on.",
            &[],
        )
        .risk("Actions that nobody listed are refused from then on.")],
    },
    Check {
        id: "policy-no-iam-administration",
        objective: "privileged-access",
        title: "Policy does not allow all of IAM",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "With iam:* a person can give themselves any other right and undo every other restriction. \
                    Management of access to health information belongs to few people and to rights that can be \
                    told apart in the log.",
        reads: &[Key::Permissions],
        test: |s| {
            s.no_statement(Key::Permissions, |st| {
                st.allows().and(|| st.any_action(|a| a == "*" || a.eq_ignore_ascii_case("iam:*")))
            })
        },
        aliases: &[Alias::checkov("CKV2_AWS_40", WRITTEN)],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Replace iam:* by the IAM actions that are needed, and keep those that grant rights (iam:Put…, \
             iam:Attach…, iam:PassRole) to named resources.",
            &[],
        )],
    },
    Check {
        id: "policy-no-public-principal",
        objective: "resource-policy",
        title: "Policy document does not open a resource to everybody",
        severity: Severity::High,
        kind: Kind::Policy,
        types: DOCUMENT,
        rationale: "A statement for the principal * without a condition lets anybody on the internet with an AWS \
                    account, and often without one, use the resource the document is put on. Health information \
                    behind it counts as disclosed.",
        reads: &[Key::Permissions],
        test: |s| {
            s.no_statement(Key::Permissions, |st| {
                st.allows().and(|| st.for_anyone()).and(|| st.has_condition().negate())
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_283", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Name the accounts, roles or services in the principals block, or add a condition on \
             aws:PrincipalOrgID or aws:SourceArn.",
            &[],
        )
        .risk("Callers that nobody listed lose access.")],
    },
    Check {
        id: "policy-decryption-scope",
        objective: "least-privilege",
        title: "Policy limits which keys may decrypt",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "The right to decrypt with every key makes separate keys for separate data pointless: one role \
                    reads all of it. Naming the keys keeps the records of one application away from the rest.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, decrypts_with_every_key),
        aliases: &[
            Alias::aws_config("IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS", MANAGED),
            Alias::aws_config("IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS", INLINE),
        ],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Name the ARNs of the keys as the statement's resources, in place of * or key/*.",
            &[],
        )
        .risk("Data under keys that nobody listed can no longer be read through this policy.")],
    },
    Check {
        id: "policy-pass-role-scope",
        objective: "privileged-access",
        title: "Policy limits which roles may be handed to services",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Whoever may pass any role to a service can start a machine or function with more rights than \
                    their own and read health information through it. The log then shows the service, not the \
                    person.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, passes_every_role),
        aliases: &[],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Name the ARNs of the roles that may be passed, or add a condition on iam:PassedToService.",
            &[],
        )],
    },
    Check {
        id: "policy-no-open-exclusion",
        objective: "least-privilege",
        title: "Policy does not allow everything but a list",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Allow with NotAction grants all that is not listed, including services that do not exist yet. \
                    What a person may do with health information can then not be told from the policy.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, |st| st.allows().and(|| st.excludes_actions())),
        aliases: &[],
        remedies: &[Remedy::edit(
            WRITTEN,
            "Write the allowed actions out, or turn the statement into a Deny for the listed ones beside a \
             narrow Allow.",
            &[],
        )],
    },
    Check {
        id: "policy-not-inline",
        objective: "least-privilege",
        title: "Permissions are managed policies, not inline ones",
        severity: Severity::Low,
        kind: Kind::Policy,
        types: INLINE,
        rationale: "An inline policy hides inside one user, group or role: it has no versions, cannot be reviewed \
                    in one place and is copied when it is needed twice. Reviews of who may see health information \
                    miss it.",
        reads: &[Key::Permissions],
        test: |_| crate::check::Outcome::fail().by(Key::Permissions),
        aliases: &[Alias::aws_config("IAM_NO_INLINE_POLICY_CHECK", INLINE)],
        remedies: &[Remedy::edit(
            INLINE,
            "Move the document to an aws_iam_policy and attach it to the role or group.",
            &[],
        )],
    },
    Check {
        id: "policy-not-on-user",
        objective: "least-privilege",
        title: "Inline policy is not on a single user",
        severity: Severity::Low,
        kind: Kind::Policy,
        types: USER_INLINE,
        rationale: "Rights given to one person stay when the person changes duties, and nobody who looks at roles \
                    and groups sees them. Access to health information should follow from a role.",
        reads: &[Key::GrantedToUsers],
        test: |s| s.is_unset(Key::GrantedToUsers),
        aliases: &[
            Alias::checkov("CKV_AWS_40", USER_INLINE),
            Alias::aws_config("IAM_USER_NO_POLICIES_CHECK", USER_INLINE),
        ],
        remedies: &[Remedy::edit(
            USER_INLINE,
            "Put the policy on a group or a role and let the user join or assume it.",
            &[],
        )],
    },
    Check {
        id: "vault-policy-no-purge",
        objective: "key-protection",
        title: "Vault access policy does not allow to purge keys or secrets",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: VAULT_POLICY,
        rationale: "A purged key is gone at once and for ever, and with it every record it encrypts. Whoever uses \
                    keys day by day does not need that right.",
        reads: &[Key::KeyPermissions, Key::SecretPermissions],
        test: |s| {
            let purges = |p: &str| p.eq_ignore_ascii_case("purge") || p.eq_ignore_ascii_case("all");
            s.any_text(Key::KeyPermissions, purges)
                .negate()
                .and(s.any_text(Key::SecretPermissions, purges).negate())
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            VAULT_POLICY,
            "Take Purge out of key_permissions and secret_permissions; give it to a break-glass identity only.",
            &[Edit::Set("key_permissions", "[\"Get\", \"WrapKey\", \"UnwrapKey\"]")],
        )],
    },
];
