//! Trust in tokens that others sign: GitHub workflows and other identity providers.

use crate::check::{Alias, Check, Edit, Remedy, Severity, Verdict};
use crate::resource::{Datum, Key, Kind, Principal, Statement, Truth};

const DOCUMENT: &[&str] = &["aws_iam_policy_document"];
const PROVIDER: &[&str] = &["google_iam_workload_identity_pool_provider"];
const ENTRA: &[&str] = &["azuread_application_federated_identity_credential"];
const CREDENTIALS: &[&str] =
    &["azuread_application_federated_identity_credential", "azurerm_federated_identity_credential"];
const APPLICATION: &[&str] = &["azuread_application"];

const GITHUB: &str = "token.actions.githubusercontent.com";

/// Claims that whoever can write to a fork, a branch or a workflow file can set.
const ABUSABLE_CLAIMS: &[&str] = &["workflow", "environment", "ref", "context", "head_ref", "base_ref"];

/// Whether a subject ties a token to a repository: `repo:OWNER/REPOSITORY:…`, or another claim that a stranger
/// cannot choose, with a value.
fn subject_is_tied(subject: &str) -> bool {
    let mut parts = subject.split(':');
    let (Some(claim), Some(value)) = (parts.next(), parts.next()) else { return false };
    if claim == "*" || value == "*" || ABUSABLE_CLAIMS.contains(&claim) {
        return false;
    }
    claim != "repo" || is_repository(value)
}

/// `OWNER/REPOSITORY` with an owner in full; the owner may be a variable.
fn is_repository(value: &str) -> bool {
    let Some((owner, repository)) = value.split_once('/') else { return false };
    let owner = owner.trim_start_matches("${").trim_end_matches('}');
    !owner.is_empty()
        && owner.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        })
        && !repository.is_empty()
        && !repository.starts_with('/')
}

fn is_subject_key(key: &str) -> bool {
    key.strip_prefix(GITHUB).and_then(|rest| rest.strip_suffix(":sub")).is_some_and(|enterprise| {
        enterprise.is_empty() || (enterprise.starts_with('/') && !enterprise.contains(':'))
    })
}

/// A statement trusts GitHub's tokens without tying them to a repository.
pub(super) fn github_trust_is_open(statement: &Statement) -> Truth {
    let named = statement.any_principal(|p| {
        matches!(p, Principal::Named(name) if name.starts_with("Federated:")
            && name.contains("oidc-provider/token.actions.githubusercontent.com"))
    });
    // a provider made in the same code is told by the keys of its conditions
    let referred = statement
        .any_principal(|p| matches!(p, Principal::Named(name) if name.starts_with("Federated:${")))
        .and(|| {
            statement
                .conditions
                .test(|c| c.iter().any(|c| c.key.starts_with("token.actions.githubusercontent.com")))
        });
    statement.allows().and(|| named.or(|| referred)).and(|| tied_to_repositories(statement).negate())
}

fn tied_to_repositories(statement: &Statement) -> Truth {
    statement.conditions.judge(|conditions| {
        Truth::any(conditions.iter().filter(|c| is_subject_key(&c.key)), |condition| {
            Truth::from(!condition.values.is_empty()).and(|| {
                Truth::all(condition.values.iter(), |v| {
                    v.test(|v| {
                        // IAM compares the whole subject, so a longer claim of the same beginning is no better
                        subject_is_tied(v) && !ABUSABLE_CLAIMS.iter().any(|claim| v.starts_with(claim))
                    })
                })
            })
        })
    })
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "policy-github-trust",
        objective: "workload-identity",
        title: "Trust document ties GitHub tokens to named repositories",
        severity: Severity::High,
        kind: Kind::Policy,
        types: DOCUMENT,
        rationale: "GitHub signs tokens for every repository there is. A trust document that does not check the \
                    subject lets a workflow in anybody's repository take the role and reach health information.",
        reads: &[Key::Permissions],
        test: |s| s.no_statement(Key::Permissions, github_trust_is_open),
        aliases: &[Alias::checkov("CKV_AWS_358", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Add a condition on token.actions.githubusercontent.com:sub whose values begin with \
             repo:OWNER/REPOSITORY.",
            &[],
        )],
    },
    Check {
        id: "federation-provider-condition",
        objective: "workload-identity",
        title: "Workload identity provider restricts which tokens it accepts",
        severity: Severity::High,
        kind: Kind::Identity,
        types: PROVIDER,
        rationale: "Without a condition every token the issuer signs is accepted, also those of strangers on the \
                    same platform. The accounts behind the pool, and the health information they reach, are then \
                    open to them.",
        reads: &[Key::TrustCondition],
        test: |s| s.is_set(Key::TrustCondition),
        aliases: &[Alias::checkov("CKV_GCP_118", PROVIDER), Alias::trivy("AVD-GCP-0068", PROVIDER)],
        remedies: &[Remedy::edit(
            PROVIDER,
            "Set attribute_condition to an expression over the token's claims.",
            &[Edit::Set(
                "attribute_condition",
                "\"assertion.sub == 'repo:OWNER/REPOSITORY:ref:refs/heads/main'\"",
            )],
        )
        .risk("Tokens that do not match the condition are refused.")],
    },
    Check {
        id: "federation-provider-github-subject",
        objective: "workload-identity",
        title: "Workload identity provider ties GitHub tokens to named repositories",
        severity: Severity::High,
        kind: Kind::Identity,
        types: PROVIDER,
        rationale: "GitHub signs tokens for every repository there is. A provider that does not compare the \
                    subject with a repository of one's own lets anybody's workflow in.",
        reads: &[Key::FederatedIssuer, Key::FederatedSubject],
        test: |s| {
            let elsewhere = s.ask(Key::FederatedIssuer, |d| {
                Truth::from(*d != Datum::from("https://token.actions.githubusercontent.com"))
            });
            elsewhere.or(s.text(Key::FederatedSubject, subject_is_tied))
        },
        aliases: &[Alias::checkov("CKV_GCP_125", PROVIDER)],
        remedies: &[Remedy::edit(
            PROVIDER,
            "Map google.subject and compare assertion.sub with repo:OWNER/REPOSITORY in attribute_condition.",
            &[Edit::Set(
                "attribute_condition",
                "\"assertion.sub == 'repo:OWNER/REPOSITORY:ref:refs/heads/main'\"",
            )],
        )],
    },
    Check {
        id: "federation-credential-subject",
        objective: "workload-identity",
        title: "Federated credential names the workload it trusts",
        severity: Severity::High,
        kind: Kind::Credential,
        types: CREDENTIALS,
        rationale: "The subject decides which workflow may sign in without a secret. One that a stranger can \
                    produce makes the application's access to health information theirs.",
        reads: &[Key::FederatedIssuer, Key::FederatedSubject],
        test: |s| {
            let elsewhere = s.ask(Key::FederatedIssuer, |d| {
                Truth::from(matches!(d, Datum::Text(issuer) if !issuer.contains(GITHUB)))
            });
            let tied = s.text(Key::FederatedSubject, subject_is_tied);
            if tied.verdict == Verdict::Pass { tied } else { elsewhere.or(tied) }
        },
        aliases: &[Alias::checkov("CKV_AZURE_249", ENTRA)],
        remedies: &[Remedy::edit(
            CREDENTIALS,
            "Set the subject to one repository and branch or environment of yours.",
            &[Edit::Set("subject", "\"repo:OWNER/REPOSITORY:ref:refs/heads/main\"")],
        )],
    },
    Check {
        id: "application-single-tenant",
        objective: "workload-identity",
        title: "Application accepts accounts of its own directory only",
        severity: Severity::Medium,
        kind: Kind::Identity,
        types: APPLICATION,
        rationale: "An application open to other directories or to personal accounts lets people sign in whom the \
                    organization never hired. Health information behind it needs its own check of who they are.",
        reads: &[Key::SignInAudience],
        test: |s| s.one_of(Key::SignInAudience, &["AzureADMyOrg"]),
        aliases: &[],
        remedies: &[Remedy::edit(
            APPLICATION,
            "Set the sign-in audience to the own directory.",
            &[Edit::Set("sign_in_audience", "\"AzureADMyOrg\"")],
        )
        .risk("People of other directories can no longer sign in.")],
    },
];

#[cfg(test)]
mod tests {
    use super::subject_is_tied;

    #[test]
    fn subjects() {
        for (subject, tied) in [
            ("repo:acme/app:ref:refs/heads/main", true),
            ("repo:acme/*:*", true),
            ("repo:${var.org}/app:*", true),
            ("repo:*/app:ref", false),
            ("repo:acme:ref", false),
            ("*", false),
            ("repo", false),
            ("repo:*", false),
            ("workflow:deploy", false),
            ("job_workflow_ref:acme/app/.github/w.yml", true),
        ] {
            assert_eq!(subject_is_tied(subject), tied, "{subject}");
        }
    }
}
