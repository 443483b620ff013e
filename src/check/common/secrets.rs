//! Secrets written in code.

use crate::check::{Alias, Check, Severity};
use crate::resource::{Key, Kind};

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
    remedies: &[],
}];
