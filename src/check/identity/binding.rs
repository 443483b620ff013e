//! Attachments: which ready-made policies are given, and to whom.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const ATTACHMENTS: &[&str] = &[
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
];
const ATTACHED: &[&str] = &[
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
    "aws_iam_policy",
];
const LOOKED_UP: &[&str] = &["aws_iam_policy"];
const TO_USERS: &[&str] = &["aws_iam_user_policy_attachment", "aws_iam_policy_attachment"];
const SSO_ASSIGNMENT: &[&str] = &["aws_ssoadmin_account_assignment"];
const MEMBERSHIP: &[&str] = &["aws_iam_group_membership"];
const AZURE_ASSIGNMENT: &[&str] = &["azurerm_role_assignment"];

/// Roles of Azure that can grant every other one: names, and the ids Azure gave them.
const AZURE_OWNERS: &[&str] = &[
    "Owner",
    "User Access Administrator",
    "Role Based Access Control Administrator",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
];

/// The role granted is not one that satisfies `test`. One made or looked up in the same code is judged by itself:
/// what is made here is never one of the platform's own.
fn role_is_not(s: &Subject<'_>, test: impl Fn(&str) -> bool) -> Outcome {
    let judge = |d: &Datum| match d {
        Datum::Text(role) => Truth::from(test(role)).negate(),
        _ => Truth::True,
    };
    match s.follow(Key::GrantedRole).and_then(|role| role.get(Key::GrantedRole)).and_then(|d| d.datum()) {
        Some(looked_up) => Outcome::of(judge(looked_up), Key::GrantedRole),
        None => s.ask(Key::GrantedRole, judge),
    }
}

fn is_administrator(role: &str) -> bool {
    role == "AdministratorAccess" || role.ends_with(":iam::aws:policy/AdministratorAccess")
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "attachment-no-administrator",
        objective: "least-privilege",
        title: "AdministratorAccess is not attached",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: ATTACHED,
        rationale: "AdministratorAccess is every right on every resource, health information and audit logs \
                    included. Who holds it can undo any other safeguard, so it belongs to break-glass access only.",
        reads: &[Key::GrantedRole],
        test: |s| role_is_not(s, is_administrator),
        aliases: &[
            Alias::checkov("CKV_AWS_274", ATTACHMENTS),
            Alias::checkov("CKV_AWS_275", LOOKED_UP),
            Alias::prowler("iam_aws_attached_policy_no_administrative_privileges", ATTACHMENTS),
        ],
        remedies: &[Remedy::edit(
            ATTACHMENTS,
            "Attach a policy for the job at hand in place of AdministratorAccess.",
            &[],
        )
        .command("aws iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/AdministratorAccess")
        .risk("People and workloads that lived on the wide policy lose what the new one does not name.")],
    },
    Check {
        id: "attachment-no-iam-full-access",
        objective: "privileged-access",
        title: "IAMFullAccess is not attached",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: ATTACHED,
        rationale: "With IAMFullAccess a person can grant themselves every other right. It is administration under \
                    another name, and reviews of access to health information pass over it.",
        reads: &[Key::GrantedRole],
        test: |s| role_is_not(s, |role| role.contains("IAMFullAccess")),
        aliases: &[Alias::checkov("CKV2_AWS_56", ATTACHED)],
        remedies: &[Remedy::edit(
            ATTACHMENTS,
            "Attach a policy that allows the single IAM actions that are needed.",
            &[],
        )],
    },
    Check {
        id: "attachment-not-to-users",
        objective: "least-privilege",
        title: "Policy is attached to groups or roles, not to users",
        severity: Severity::Low,
        kind: Kind::RoleBinding,
        types: TO_USERS,
        rationale: "Rights given to one person stay when the person changes duties, and nobody who looks at roles \
                    and groups sees them. Access to health information should follow from a role.",
        reads: &[Key::GrantedToUsers],
        test: |s| s.is_unset(Key::GrantedToUsers),
        aliases: &[
            Alias::checkov("CKV_AWS_40", TO_USERS),
            Alias::aws_config("IAM_USER_NO_POLICIES_CHECK", TO_USERS),
            Alias::prowler("iam_policy_attached_only_to_group_or_roles", TO_USERS),
        ],
        remedies: &[Remedy::edit(
            TO_USERS,
            "Attach the policy to a group and add the user to it, or let the user assume a role.",
            &[],
        )],
    },
    Check {
        id: "assignment-to-groups",
        objective: "least-privilege",
        title: "Access is assigned to groups, not to single users",
        severity: Severity::Low,
        kind: Kind::RoleBinding,
        types: &["aws_ssoadmin_account_assignment", "azurerm_role_assignment"],
        rationale: "An assignment to one person outlives the duty it was made for. A group follows joiners, movers \
                    and leavers, so access to health information ends with the job.",
        reads: &[Key::GrantedToUsers],
        test: |s| s.is_not(Key::GrantedToUsers),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                SSO_ASSIGNMENT,
                "Assign the permission set to a group of the identity store.",
                &[Edit::Set("principal_type", "\"GROUP\"")],
            ),
            Remedy::edit(
                AZURE_ASSIGNMENT,
                "Assign the role to a group of Entra ID.",
                &[Edit::Set("principal_type", "\"Group\"")],
            ),
        ],
    },
    Check {
        id: "assignment-no-owner",
        objective: "privileged-access",
        title: "Assigned role cannot grant other roles",
        severity: Severity::Medium,
        kind: Kind::RoleBinding,
        types: AZURE_ASSIGNMENT,
        rationale: "Owner and the access administrators can give anybody any role, themselves included. A standing \
                    assignment leaves that power in use day by day where health information is kept.",
        reads: &[Key::GrantedRole],
        test: |s| {
            role_is_not(s, |role| {
                AZURE_OWNERS.iter().any(|owner| role.rsplit('/').next().is_some_and(|r| r == *owner))
            })
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            AZURE_ASSIGNMENT,
            "Assign a role for the job, such as Contributor or a data role; make Owner eligible through \
             Privileged Identity Management.",
            &[Edit::Set("role_definition_name", "\"Contributor\"")],
        )
        .command("az role assignment list --role Owner --all")],
    },
    Check {
        id: "group-has-members",
        objective: "least-privilege",
        title: "Group membership names its members",
        severity: Severity::Low,
        kind: Kind::RoleBinding,
        types: MEMBERSHIP,
        rationale: "Rights belong to groups so that they follow a person's duties. A group without members means \
                    that the people have their rights from somewhere else, where reviews of access to health \
                    information do not look.",
        reads: &[Key::Group, Key::Members],
        test: |s| s.is_set(Key::Members).and(s.is_set(Key::Group)),
        aliases: &[Alias::checkov("CKV2_AWS_14", MEMBERSHIP), Alias::checkov("CKV2_AWS_21", MEMBERSHIP)],
        remedies: &[Remedy::edit(
            MEMBERSHIP,
            "List the users that belong to the group, or remove the group.",
            &[Edit::Set("users", "[aws_iam_user.example.name]")],
        )
        .command("aws iam get-group --group-name {name}")],
    },
];
