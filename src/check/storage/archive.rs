//! Archives: who may read them and whether they are locked.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const GLACIER: &[&str] = &["aws_glacier_vault"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "archive-policy-public",
        objective: "resource-policy",
        title: "Archive's policy allows nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::Archive,
        types: GLACIER,
        rationale: "Archives hold records for years. A policy that admits any principal lets strangers retrieve or \
                    delete all of them.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, crate::resource::Statement::is_public),
        aliases: &[Alias::checkov("CKV_AWS_167", GLACIER)],
        remedies: &[Remedy {
            types: GLACIER,
            steps: "Name the principals that need access.",
            terraform: &[],
            command: "aws glacier get-vault-access-policy --account-id - --vault-name {name} --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "archive-lock",
        objective: "immutable-storage",
        title: "Archive is locked",
        severity: Severity::Low,
        kind: Kind::Archive,
        types: GLACIER,
        rationale: "A completed lock keeps archives for their time against everybody, the root user included. Records \
                    that must be kept for years are then kept.",
        reads: &[Key::LockedRetention],
        test: |s| s.is(Key::LockedRetention),
        aliases: &[],
        remedies: &[Remedy {
            types: GLACIER,
            steps: "Add a lock policy, test it, then complete it.",
            terraform: &[Edit::Companion(
                "resource \"aws_glacier_vault_lock\" \"{name}\" {\n  vault_name    = {address}.name\n  complete_lock = \
                 true\n  policy        = data.aws_iam_policy_document.archive_lock.json\n}\n",
            )],
            command: "aws glacier get-vault-lock --account-id - --vault-name {name} --region {region}",
            risk: "A completed lock cannot be changed or taken away.",
        }],
    },
];
