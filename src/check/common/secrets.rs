//! Secrets written in code.

use crate::check::{ANY_TYPE, Alias, Check, Remedy, Severity};
use crate::resource::{Key, Kind};

static REMEDIES: &[Remedy] = &[Remedy {
    types: ANY_TYPE,
    steps: "Take the secret out of the code: keep it in a secret manager (AWS Secrets Manager, Azure Key Vault, Secret \
            Manager of Google Cloud) and refer to it there, or pass it in as a sensitive variable. Then rotate it: \
            whoever has an old copy of the repository still has the value.",
    terraform: &[],
    command: "",
    risk: "Until everything that uses the secret has its new value, rotating it cuts access off.",
}];

pub(super) static CHECKS: &[Check] = &[Check {
    id: "no-secret-in-code",
    objective: "no-embedded-secrets",
    title: "No secret is written in the code",
    severity: Severity::Critical,
    kind: Kind::Any,
    types: &[],
    rationale: "Whoever can read the repository, its history or a build log can use a secret that stands in it, and \
                nobody can say who did. Health information behind it is then open without a trace. A secret that \
                was ever committed has to be rotated; removing the line is not enough.",
    reads: &[Key::SecretLiteral],
    test: |s| s.is_unset(Key::SecretLiteral),
    aliases: &[
        Alias::checkov("CKV_AWS_45", &["aws_lambda_function"]),
        Alias::checkov("CKV_AWS_46", &["aws_instance", "aws_launch_template", "aws_launch_configuration"]),
    ],
    remedies: REMEDIES,
}];
