//! Access policies: what they allow without saying on which resource.

use super::actions::{Access, allows_unconstrained, reaches, reaches_everywhere};
use crate::check::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Statement, Truth};

const GRANTING: &[&str] = &[
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_ssoadmin_permission_set_inline_policy",
];
const DOCUMENT: &[&str] = &["aws_iam_policy_document"];
const WRITTEN: &[&str] = &[
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_ssoadmin_permission_set_inline_policy",
    "aws_iam_policy_document",
];

/// Actions that read what is stored.
const READING: &[&str] = &[
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
];

/// Actions whose answer holds a credential.
const CREDENTIALS: &[&str] = &[
    "airflow:CreateCliToken",
    "airflow:CreateWebLoginToken",
    "appsync:CreateApiKey",
    "chime:CreateApiKey",
    "cloud9:CreateEnvironmentToken",
    "codeartifact:GetAuthorizationToken",
    "codepipeline:PollForJobs",
    "cognito-identity:GetCredentialsForIdentity",
    "cognito-identity:GetOpenIdToken",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "cognito-idp:GetSigningCertificate",
    "connect:GetFederationToken",
    "connect:GetFederationTokens",
    "ec2:GetPasswordData",
    "emr-containers:GetManagedEndpointSessionCredentials",
    "finspace-api:GetProgrammaticAccessCredentials",
    "gamelift:GetInstanceAccess",
    "gamelift:RequestUploadCredentials",
    "grafana:CreateWorkspaceApiKey",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "license-manager:GetAccessToken",
    "lightsail:CreateBucketAccessKey",
    "lightsail:DownloadDefaultKeyPair",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "mediapackage:RotateChannelCredentials",
    "mediapackage:RotateIngestEndpointCredentials",
    "rds-db:connect",
    "redshift-serverless:GetCredentials",
    "redshift:GetClusterCredentials",
    "redshift:GetClusterCredentialsWithIAM",
    "sso:GetRoleCredentials",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
];

/// Sets of actions that together let their holder gain more rights than the policy gives.
const ESCALATIONS: &[&[&str]] = &[
    &["iam:CreateAccessKey"],
    &["iam:CreateLoginProfile"],
    &["iam:UpdateLoginProfile"],
    &["iam:AddUserToGroup"],
    &["iam:CreatePolicyVersion"],
    &["iam:SetDefaultPolicyVersion"],
    &["iam:AttachUserPolicy"],
    &["iam:AttachGroupPolicy"],
    &["iam:AttachRolePolicy", "sts:AssumeRole"],
    &["iam:PutUserPolicy"],
    &["iam:PutGroupPolicy"],
    &["iam:PutRolePolicy", "sts:AssumeRole"],
    &["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
    &["iam:PassRole", "ec2:RunInstances"],
    &["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
    &["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    &["iam:PassRole", "glue:CreateDevEndpoint"],
    &["iam:PassRole", "cloudformation:CreateStack"],
    &["iam:PassRole", "datapipeline:CreatePipeline"],
    &["glue:UpdateDevEndpoint"],
    &["lambda:UpdateFunctionCode"],
];

/// The policy as a whole does not do what `test` asks.
fn does_not(s: &Subject<'_>, test: impl FnOnce(&[Statement]) -> Truth) -> Outcome {
    s.ask(Key::Permissions, |d| match d {
        Datum::Statements(statements) => test(statements).negate(),
        _ => Truth::True,
    })
}

fn allows_one_of(statements: &[Statement], actions: &[&str]) -> Truth {
    Truth::any(actions, |action| allows_unconstrained(statements, action))
}

const NAME_RESOURCES: &[Remedy] = &[Remedy::edit(
    WRITTEN,
    "Name the ARNs that the statement's actions are needed on in place of *, or add a condition that limits them.",
    &[],
)
.risk("Resources that nobody listed are refused from then on.")];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "policy-names-resources",
        objective: "least-privilege",
        title: "Policy names resources where actions can be limited to them",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "An action that could be limited to one bucket or table, allowed on every one, also reaches the \
                    ones with health information, today's and tomorrow's. Named resources keep a workload to its \
                    own data.",
        reads: &[Key::Permissions],
        test: |s| does_not(s, reaches_everywhere),
        aliases: &[Alias::checkov("CKV_AWS_355", GRANTING), Alias::checkov("CKV_AWS_356", DOCUMENT)],
        remedies: NAME_RESOURCES,
    },
    Check {
        id: "policy-writes-named-resources",
        objective: "least-privilege",
        title: "Policy limits what may be changed to named resources",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "The right to change or delete on every resource is the right to alter any record and any \
                    backup. Integrity of health information needs writes that are tied to what a job owns.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, |st| reaches(st, Access::Write)),
        aliases: &[Alias::checkov("CKV_AWS_290", GRANTING), Alias::checkov("CKV_AWS_111", DOCUMENT)],
        remedies: NAME_RESOURCES,
    },
    Check {
        id: "policy-grants-named-resources",
        objective: "privileged-access",
        title: "Policy limits whose permissions may be changed to named resources",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Whoever may change the permissions of every resource can open any store of health information, \
                    to themselves or to the public, and close it again.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, |st| reaches(st, Access::Permissions)),
        aliases: &[Alias::checkov("CKV_AWS_289", GRANTING), Alias::checkov("CKV_AWS_109", DOCUMENT)],
        remedies: NAME_RESOURCES,
    },
    Check {
        id: "policy-no-data-exfiltration",
        objective: "least-privilege",
        title: "Policy does not allow to read every object, parameter or secret",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Reading all objects and secrets of an account is all that is needed to carry its health \
                    information away. One leaked credential with this right is a breach of everything.",
        reads: &[Key::Permissions],
        test: |s| does_not(s, |statements| allows_one_of(statements, READING)),
        aliases: &[Alias::checkov("CKV_AWS_288", GRANTING), Alias::checkov("CKV_AWS_108", DOCUMENT)],
        remedies: NAME_RESOURCES,
    },
    Check {
        id: "policy-no-credential-exposure",
        objective: "least-privilege",
        title: "Policy does not allow to obtain credentials of others",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "An action that answers with a key, token or password lets its holder act as somebody else. \
                    What is then done with health information is logged under the wrong name.",
        reads: &[Key::Permissions],
        test: |s| does_not(s, |statements| allows_one_of(statements, CREDENTIALS)),
        aliases: &[Alias::checkov("CKV_AWS_287", GRANTING), Alias::checkov("CKV_AWS_107", DOCUMENT)],
        remedies: NAME_RESOURCES,
    },
    Check {
        id: "policy-no-privilege-escalation",
        objective: "privileged-access",
        title: "Policy does not let its holder gain more rights",
        severity: Severity::High,
        kind: Kind::Policy,
        types: WRITTEN,
        rationale: "Some actions, alone or together, are enough to become an administrator: a new version of one's \
                    own policy, or a role handed to a machine one controls. Limits on access to health information \
                    do not hold against them.",
        reads: &[Key::Permissions],
        test: |s| {
            does_not(s, |statements| {
                Truth::any(ESCALATIONS, |actions| {
                    Truth::all(*actions, |action| allows_unconstrained(statements, action))
                })
            })
        },
        aliases: &[
            Alias::checkov("CKV_AWS_286", GRANTING),
            Alias::checkov("CKV_AWS_110", DOCUMENT),
            Alias::prowler("iam_policy_allows_privilege_escalation", &["aws_iam_policy"]),
            Alias::prowler(
                "iam_inline_policy_allows_privilege_escalation",
                &["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"],
            ),
        ],
        remedies: NAME_RESOURCES,
    },
];
