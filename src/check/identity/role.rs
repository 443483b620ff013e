//! Roles: who may assume them, for how long, and what they carry.

use crate::check::{Alias, Check, Edit, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Principal, Statement, Truth};

use super::federation::github_trust_is_open;

const ROLE: &[&str] = &["aws_iam_role"];
const CUSTOM_ROLE: &[&str] = &["azurerm_role_definition"];

const GOOGLE_ROLES: &[&str] = &["google_project_iam_custom_role", "google_organization_iam_custom_role"];

/// Permissions of Google Cloud that let their holder work under a service account's name, or change roles.
const ESCALATING_PERMISSIONS: &[&str] = &[
    "iam.roles.update",
    "iam.serviceAccountKeys.create",
    "iam.serviceAccounts.actAs",
    "iam.serviceAccounts.getAccessToken",
    "iam.serviceAccounts.getOpenIdToken",
    "iam.serviceAccounts.implicitDelegation",
    "iam.serviceAccounts.signBlob",
    "iam.serviceAccounts.signJwt",
];

/// A role may be used for one working shift before it has to be asked for again.
const SHIFT_MINUTES: i64 = 8 * 60;

/// An account's number, or its root: everybody in the account.
fn is_whole_account(principal: &Principal) -> bool {
    let Principal::Named(name) = principal else { return false };
    let Some(name) = name.strip_prefix("AWS:") else { return false };
    let digits = |text: &str| text.len() >= 12 && text.bytes().take(12).all(|b| b.is_ascii_digit());
    match name.strip_prefix("arn:aws:iam::") {
        Some(rest) => digits(rest) && rest.get(12..).is_some_and(|rest| rest.starts_with(":root")),
        None => digits(name),
    }
}

fn has_condition_on(statement: &Statement, key: &str) -> Truth {
    statement.conditions.test(|conditions| conditions.iter().any(|c| c.key.eq_ignore_ascii_case(key)))
}

/// People of an account: a user, or everybody the account lets in.
fn is_people(principal: &Principal) -> bool {
    let Principal::Named(name) = principal else { return false };
    name.strip_prefix("AWS:").is_some_and(|name| {
        name.contains(":user/") || name.ends_with(":root") || name.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Lets people in without asking for a second factor. An external id means a service of somebody else, not people.
fn admits_people_without_second_factor(statement: &Statement) -> Truth {
    let asked = statement.conditions.judge(|conditions| {
        Truth::any(conditions.iter(), |c| {
            if c.key.eq_ignore_ascii_case("sts:ExternalId")
                || c.key.eq_ignore_ascii_case("aws:MultiFactorAuthAge")
            {
                return Truth::True;
            }
            Truth::from(
                c.key.eq_ignore_ascii_case("aws:MultiFactorAuthPresent")
                    && c.operator.eq_ignore_ascii_case("Bool"),
            )
            .and(|| Truth::any(c.values.iter(), |v| v.test(|v| v.eq_ignore_ascii_case("true"))))
        })
    });
    statement.allows().and(|| statement.any_principal(is_people)).and(|| asked.negate())
}

/// No managed policy of the list satisfies `test`.
fn attaches_none(s: &Subject<'_>, test: impl Fn(&str) -> bool) -> crate::check::Outcome {
    s.any_text(Key::ManagedPolicies, test).negate()
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "role-trust-named",
        objective: "workload-identity",
        title: "Role names who may assume it",
        severity: Severity::Critical,
        kind: Kind::Role,
        types: &[],
        rationale: "A trust policy for the principal * lets any AWS account in the world take the role and what it \
                    can see. Trust has to name the services, accounts or roles that may act with it.",
        reads: &[Key::TrustPolicy],
        test: |s| {
            s.no_statement(Key::TrustPolicy, |st| {
                st.allows().and(|| st.any_principal(|p| *p == Principal::Anyone))
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_60", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Replace the principal * by the service, role or account that needs the role.",
            &[],
        )
        .command("aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument")
        .risk("Callers that nobody listed can no longer assume the role.")],
    },
    Check {
        id: "role-trust-not-whole-account",
        objective: "workload-identity",
        title: "Role is not open to a whole account",
        severity: Severity::Medium,
        kind: Kind::Role,
        types: &[],
        rationale: "Trust in an account number is trust in everybody who can grant sts:AssumeRole in that account. \
                    Naming the role or user keeps access to health information to somebody who can be held to it.",
        reads: &[Key::TrustPolicy],
        test: |s| {
            s.no_statement(Key::TrustPolicy, |st| {
                st.allows()
                    .and(|| st.any_principal(is_whole_account))
                    .and(|| has_condition_on(st, "sts:ExternalId").negate())
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_61", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Name the role or user of the other account in the trust policy, with an external id where it belongs \
             to somebody else.",
            &[],
        )],
    },
    Check {
        id: "role-trust-second-factor",
        objective: "multi-factor-authentication",
        title: "Role for people asks for a second factor",
        severity: Severity::Medium,
        kind: Kind::Role,
        types: ROLE,
        rationale: "Access keys of a person are copied and leaked. Where a role with access to health information \
                    can be assumed with keys alone, nothing proves that the person is there.",
        reads: &[Key::TrustPolicy],
        test: |s| s.no_statement(Key::TrustPolicy, admits_people_without_second_factor),
        aliases: &[],
        remedies: &[Remedy::edit(
            ROLE,
            "Add a Bool condition on aws:MultiFactorAuthPresent to the statements that let users or accounts in.",
            &[],
        )
        .risk("People who have not signed in with a second factor can no longer assume the role.")],
    },
    Check {
        id: "role-github-trust",
        objective: "workload-identity",
        title: "Role trusts named GitHub repositories only",
        severity: Severity::High,
        kind: Kind::Role,
        types: &[],
        rationale: "GitHub signs tokens for every repository there is. A role that does not check the subject can \
                    be taken by a workflow in anybody's repository.",
        reads: &[Key::TrustPolicy],
        test: |s| s.no_statement(Key::TrustPolicy, github_trust_is_open),
        aliases: &[Alias::checkov("CKV_AWS_393", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Add a StringEquals or StringLike condition on token.actions.githubusercontent.com:sub that begins \
             with repo:OWNER/REPOSITORY.",
            &[],
        )],
    },
    Check {
        id: "role-no-managed-administrator",
        objective: "privileged-access",
        title: "Role does not carry AdministratorAccess",
        severity: Severity::High,
        kind: Kind::Role,
        types: &[],
        rationale: "AdministratorAccess is every right on every resource, health information and audit logs \
                    included. A workload or team that works with it has no boundary left.",
        reads: &[Key::ManagedPolicies],
        test: |s| attaches_none(s, |arn| arn.ends_with(":iam::aws:policy/AdministratorAccess")),
        aliases: &[Alias::checkov("CKV_AWS_274", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Take AdministratorAccess out of managed_policy_arns and attach policies for the job at hand.",
            &[],
        )
        .command("aws iam list-attached-role-policies --role-name {name}")],
    },
    Check {
        id: "role-no-managed-iam-full-access",
        objective: "privileged-access",
        title: "Role does not carry IAMFullAccess",
        severity: Severity::High,
        kind: Kind::Role,
        types: &[],
        rationale: "With IAMFullAccess a role can grant itself every other right. It is administration under \
                    another name, and reviews of access to health information pass over it.",
        reads: &[Key::ManagedPolicies],
        test: |s| attaches_none(s, |arn| arn.contains("IAMFullAccess")),
        aliases: &[Alias::checkov("CKV2_AWS_56", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Take IAMFullAccess out of managed_policy_arns and allow the single IAM actions that are needed.",
            &[],
        )],
    },
    Check {
        id: "role-no-inline-administrator",
        objective: "least-privilege",
        title: "Role has no inline policy for every action on every resource",
        severity: Severity::High,
        kind: Kind::Role,
        types: ROLE,
        rationale: "An inline policy is part of the role and easy to overlook. One that allows everything makes the \
                    role an administrator who can read, change and delete all health information.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, Statement::is_administrator),
        aliases: &[],
        remedies: &[Remedy::edit(
            ROLE,
            "Replace the wildcard action and resource of the inline policy by what the role needs.",
            &[],
        )],
    },
    Check {
        id: "role-no-inline-iam-administration",
        objective: "privileged-access",
        title: "Role has no inline policy for all of IAM",
        severity: Severity::High,
        kind: Kind::Role,
        types: ROLE,
        rationale: "With iam:* a role can give itself any other right and undo every other restriction on health \
                    information. Inside an inline policy that is easy to overlook.",
        reads: &[Key::Permissions],
        test: |s| {
            s.no_statement(Key::Permissions, |st| {
                st.allows().and(|| st.any_action(|a| a == "*" || a.eq_ignore_ascii_case("iam:*")))
            })
        },
        aliases: &[Alias::checkov("CKV2_AWS_40", ROLE)],
        remedies: &[Remedy::edit(
            ROLE,
            "Replace iam:* by the IAM actions the role needs, on named resources.",
            &[],
        )],
    },
    Check {
        id: "role-session-length",
        objective: "session-timeout",
        title: "Sessions of the role end within a working shift",
        severity: Severity::Low,
        kind: Kind::Role,
        types: &[],
        rationale: "A session that outlives the shift keeps working on a machine its user has left. Ending it \
                    makes the person, or the attacker, prove who they are again.",
        reads: &[Key::SessionMinutes],
        test: |s| s.at_most(Key::SessionMinutes, SHIFT_MINUTES),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                ROLE,
                "Set the longest session to eight hours or less.",
                &[Edit::Set("max_session_duration", "28800")],
            )
            .command("aws iam update-role --role-name {name} --max-session-duration 28800"),
            Remedy::edit(
                &["aws_ssoadmin_permission_set"],
                "Set the session duration to eight hours or less.",
                &[Edit::Set("session_duration", "\"PT8H\"")],
            ),
        ],
    },
    Check {
        id: "custom-role-no-every-action",
        objective: "privileged-access",
        title: "Custom role names the actions it allows",
        severity: Severity::High,
        kind: Kind::Role,
        types: CUSTOM_ROLE,
        rationale: "A custom role with the action * is a second Owner: it escapes reviews that look for the \
                    built-in one, and it can open every store of health information in its scope.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, |st| st.any_action(|a| a == "*")),
        aliases: &[
            Alias::checkov("CKV_AZURE_39", CUSTOM_ROLE),
            Alias::prowler("iam_subscription_roles_owner_custom_not_created", CUSTOM_ROLE),
        ],
        remedies: &[Remedy::edit(
            CUSTOM_ROLE,
            "List the operations the role needs, such as Microsoft.Storage/storageAccounts/read.",
            &[Edit::Set(
                "permissions.actions",
                "[\"Microsoft.Resources/subscriptions/resourceGroups/read\"]",
            )],
        )
        .command("az role definition list --custom-role-only true")],
    },
    Check {
        id: "custom-role-no-escalation",
        objective: "privileged-access",
        title: "Custom role cannot grant roles or act as service accounts",
        severity: Severity::High,
        kind: Kind::Role,
        types: GOOGLE_ROLES,
        rationale: "With one of these permissions a person can give themselves any role, or work under a service \
                    account's name. Inside a custom role they escape reviews that look for the known ones.",
        reads: &[Key::RolePermissions],
        test: |s| {
            s.any_text(Key::RolePermissions, |permission| {
                permission.ends_with(".setIamPolicy") || ESCALATING_PERMISSIONS.contains(&permission)
            })
            .negate()
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            GOOGLE_ROLES,
            "Take setIamPolicy and the permissions on service accounts out of the role.",
            &[],
        )
        .command("gcloud iam roles describe {name} --project PROJECT")],
    },
    Check {
        id: "built-in-roles",
        objective: "least-privilege",
        title: "Built-in roles are used in place of custom ones",
        severity: Severity::Low,
        kind: Kind::Role,
        types: CUSTOM_ROLE,
        rationale: "Every custom role is one more definition somebody has to read to know who can reach health \
                    information. Azure keeps the built-in ones up to date; a custom one needs a reason.",
        reads: &[Key::CustomRole],
        test: |s| s.ask(Key::CustomRole, |d| Truth::from(*d == Datum::Bool(true)).negate()),
        aliases: &[Alias::azure_policy("a451c1ef-c6ca-483d-87ed-f49761e3ffb5", CUSTOM_ROLE)],
        remedies: &[Remedy::edit(
            CUSTOM_ROLE,
            "Assign a built-in role where one fits; where none does, waive this finding with the reason.",
            &[],
        )],
    },
];
