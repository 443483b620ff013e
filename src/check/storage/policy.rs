//! Resource policies of storage: whom they let in and whom they shut out.

use crate::check::{Alias, Check, Remedy, Severity};
use crate::resource::{Condition, Key, Kind, Principal, Statement, Truth};

const BUCKET_POLICY: &[&str] = &["aws_s3_bucket_policy"];
const FILE_SYSTEM_POLICY: &[&str] = &["aws_efs_file_system_policy"];
const VAULT_POLICY: &[&str] = &["aws_backup_vault_policy"];

/// Condition keys that tie a statement to callers or networks somebody has chosen. An address range is not among
/// them: it can be as wide as the internet and is easily borrowed.
const NARROWING: &[&str] = &[
    "aws:sourcevpce",
    "aws:sourcevpc",
    "aws:vpceaccount",
    "aws:principalorgpaths",
    "aws:userid",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:ec2instancesourcevpc",
    "ec2:sourceinstancearn",
    "lambda:sourcefunctionarn",
    "ssm:sourceinstancearn",
];

fn narrows(condition: &Condition) -> bool {
    let operator = condition.operator.to_ascii_lowercase();
    let key = condition.key.to_ascii_lowercase();
    match operator.trim_end_matches("ifexists") {
        "arnnotequals" | "arnnotlike" => true,
        "arnequals" | "arnlike" => !condition
            .values
            .iter()
            .filter_map(|v| v.known())
            .any(|arn| arn.split(':').nth(4).is_some_and(|account| account.starts_with('*'))),
        "stringequals" | "stringequalsignorecase" | "stringlike" => NARROWING.contains(&key.as_str()),
        _ => false,
    }
}

/// An allowing statement for everybody that no condition narrows.
pub(super) fn allows_anyone(statement: &Statement) -> Truth {
    let anyone = || {
        statement
            .principals
            .test(|principals| !statement.principals_excluded && principals.contains(&Principal::Anyone))
    };
    let narrowed = || statement.conditions.test(|conditions| conditions.iter().any(narrows));
    statement.allows().and(anyone).and(|| narrowed().negate())
}

/// Patterns of actions that take the right to change the policy away.
const LOCKING: &[&str] = &["s3:PutBucketPolicy", "s3:*BucketPolicy", "s3:Put*", "s3:*", "*"];

/// An unconditional denial for everybody that reaches the policy itself.
pub(super) fn locks_out(statement: &Statement) -> Truth {
    let everybody = || {
        statement
            .principals
            .test(|principals| !statement.principals_excluded && principals.contains(&Principal::Anyone))
    };
    statement
        .denies()
        .and(everybody)
        .and(|| statement.any_action(|action| LOCKING.contains(&action)))
        .and(|| statement.has_condition().negate())
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "storage-policy-public",
        objective: "resource-policy",
        title: "Storage policy allows nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::Policy,
        types: &["aws_s3_bucket_policy", "aws_efs_file_system_policy", "aws_backup_vault_policy"],
        rationale: "A statement that allows actions to any principal opens the storage to everybody who can reach it. \
                    Access to health information has to be granted to named people and systems.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, allows_anyone),
        aliases: &[Alias::checkov("CKV_AWS_70", BUCKET_POLICY)],
        remedies: &[
            Remedy {
                types: BUCKET_POLICY,
                steps: "Name the principals that need access, or tie the statement to your organisation, account or \
                        network by a condition.",
                terraform: &[],
                command: "aws s3api get-bucket-policy-status --bucket {name}",
                risk: "Callers that are not named lose access.",
            },
            Remedy {
                types: FILE_SYSTEM_POLICY,
                steps: "Name the roles that may mount the file system, or tie the statement to an access point.",
                terraform: &[],
                command: "",
                risk: "Clients that are not named can no longer mount.",
            },
            Remedy {
                types: VAULT_POLICY,
                steps: "Name the accounts and roles that may use the vault.",
                terraform: &[],
                command: "aws backup get-backup-vault-access-policy --backup-vault-name {name}",
                risk: "",
            },
        ],
    },
    Check {
        id: "storage-policy-lockout",
        objective: "resource-policy",
        title: "Storage policy does not lock its administrators out",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: BUCKET_POLICY,
        rationale: "A statement that denies everybody the right to change the policy can only be undone by the root \
                    user. Until then nobody can correct access to the records in the bucket.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, locks_out),
        aliases: &[Alias::checkov("CKV_AWS_93", BUCKET_POLICY)],
        remedies: &[Remedy {
            types: BUCKET_POLICY,
            steps: "Narrow the statement with a condition, or take actions on the policy out of it.",
            terraform: &[],
            command: "aws s3api get-bucket-policy --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "file-share-policy-denies-plaintext",
        objective: "encryption-in-transit",
        title: "File system policy denies mounts without TLS",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: FILE_SYSTEM_POLICY,
        rationale: "NFS carries files readable on the wire unless the client mounts with TLS. Only a statement that \
                    denies everything else makes every client do so.",
        reads: &[Key::AccessPolicy],
        test: |s| s.any_statement(Key::AccessPolicy, Statement::denies_plaintext),
        aliases: &[],
        remedies: &[Remedy {
            types: FILE_SYSTEM_POLICY,
            steps: "Add a statement that denies every action to everybody when aws:SecureTransport is false.",
            terraform: &[],
            command: "",
            risk: "Clients that mount without TLS are refused; use the EFS mount helper with the tls option.",
        }],
    },
];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::resource::{At, Maybe};

    fn statement(allow: bool, action: &str, conditions: Vec<Condition>) -> Statement {
        Statement {
            allow: Maybe::Known(allow),
            principals: Maybe::Known(Arc::from(vec![Principal::Anyone])),
            principals_excluded: false,
            actions: Arc::from(vec![Maybe::Known(action.into())]),
            actions_excluded: false,
            resources: Arc::from(vec![]),
            resources_excluded: false,
            conditions: Maybe::Known(conditions.into()),
            at: At::default(),
        }
    }

    fn condition(operator: &str, key: &str, value: &str) -> Condition {
        Condition {
            operator: operator.into(),
            key: key.into(),
            values: Arc::from(vec![Maybe::Known(value.into())]),
        }
    }

    #[test]
    fn conditions_that_narrow_a_statement_for_everybody() {
        for (operator, key, value, open) in [
            ("StringEquals", "aws:PrincipalOrgID", "o-1", false),
            ("StringLike", "aws:sourceVpce", "vpce-1", false),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::1:role/a", false),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/a", true),
            ("IpAddress", "aws:SourceIp", "10.0.0.0/8", true),
            ("Bool", "aws:SecureTransport", "true", true),
            ("StringNotEquals", "aws:PrincipalOrgID", "o-1", true),
        ] {
            let s = statement(true, "s3:GetObject", vec![condition(operator, key, value)]);
            assert_eq!(allows_anyone(&s), Truth::from(open), "{operator} {key} {value}");
        }
        assert_eq!(allows_anyone(&statement(true, "s3:GetObject", vec![])), Truth::True);
        assert_eq!(allows_anyone(&statement(false, "s3:GetObject", vec![])), Truth::False);
    }

    #[test]
    fn a_denial_without_condition_that_reaches_the_policy_locks_out() {
        assert_eq!(locks_out(&statement(false, "s3:*", vec![])), Truth::True);
        assert_eq!(locks_out(&statement(false, "s3:GetObject", vec![])), Truth::False);
        assert_eq!(locks_out(&statement(true, "s3:*", vec![])), Truth::False);
        let conditional = statement(false, "s3:*", vec![condition("Bool", "aws:SecureTransport", "false")]);
        assert_eq!(locks_out(&conditional), Truth::False);
    }
}
